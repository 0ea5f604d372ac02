//! Twenty changes of a small site, and what a report has to tell of each.

use std::fs;

use super::RECORD;
use crate::harness::Project;

/// What one change has to give.
#[derive(Default)]
pub(super) struct Expected {
    pub(super) people: &'static [&'static str],
    pub(super) added: &'static [&'static str],
    pub(super) removed: &'static [&'static str],
    /// Some pages whose words change; `None` for none at all.
    pub(super) words: Option<&'static [&'static str]>,
    /// A word that is new somewhere.
    pub(super) came: &'static str,
    pub(super) rules: &'static [&'static str],
}

pub(super) type Change = (&'static str, fn(&Project), Expected);

pub(super) fn edit(project: &Project, from: &str, to: &str) {
    project.edit(RECORD, from, to);
}

pub(super) fn changes() -> Vec<Change> {
    let none = Expected::default;
    let gone: &[&str] = &["/interns/i-1/"];
    vec![
        ("nothing", |_| {}, none()),
        (
            "a consent withdrawn",
            |p| edit(p, "review = 2040", "withdrawn = 2026-11-01\nreview = 2040"),
            Expected {
                people: &["i-1 ends"],
                removed: gone,
                words: Some(&["/interns/", "/offices/nairobi/"]),
                rules: &["410 /interns/i-1/"],
                ..none()
            },
        ),
        (
            "a consent that is over",
            |p| edit(p, "review = 2040", "expires = 2026-11-23\nreview = 2040"),
            Expected {
                people: &["i-1 ends"],
                removed: gone,
                words: Some(&["/interns/"]),
                rules: &["410 /interns/i-1/"],
                ..none()
            },
        ),
        (
            "a person erased",
            |p| {
                fs::remove_dir_all(p.root().join("content/interns/i-1")).unwrap();
                p.edit("content/cohorts/2024.toml", "interns = 3", "interns = 2");
            },
            Expected { people: &["i-1 ends"], removed: gone, words: Some(&["/interns/"]), ..none() },
        ),
        (
            "a name changed",
            |p| edit(p, "Ada Example", "Adah Example"),
            Expected { people: &["i-1 changes ~name"], words: Some(&["/interns/i-1/"]), came: "Adah", ..none() },
        ),
        (
            "a name withheld",
            |p| edit(p, "\"name\", \"photo\"", "\"photo\""),
            Expected { people: &["i-1 changes -name"], words: Some(&["/interns/i-1/"]), ..none() },
        ),
        (
            "a picture withheld",
            |p| edit(p, "\"photo\", ", ""),
            Expected { people: &["i-1 changes -photo"], words: Some(&["/interns/i-1/"]), ..none() },
        ),
        (
            "a quotation withheld",
            |p| edit(p, "\"quote\", ", ""),
            Expected { people: &["i-1 changes -quote"], words: Some(&["/interns/i-1/"]), ..none() },
        ),
        (
            "share tags withheld",
            |p| edit(p, ", \"social\"]", "]"),
            Expected { people: &["i-1 changes -social"], ..none() },
        ),
        (
            "a quotation edited",
            |p| edit(p, "quote = \"I learnt to ask", "quote = \"We learnt to ask"),
            Expected { people: &["i-1 changes ~quote"], words: Some(&["/interns/i-1/"]), came: "We", ..none() },
        ),
        (
            "a donor made anonymous",
            |p| {
                p.edit("content/donors/trust.toml", "scopes = [\"name\"]", "scopes = []");
            },
            Expected {
                people: &[
                    "i-1 changes -donor_link",
                    "i-2 changes -donor_link",
                    "i-3 changes -donor_link",
                    "trust ends",
                ],
                removed: &["/donors/trust/"],
                words: Some(&["/donors/"]),
                ..none()
            },
        ),
        (
            "a theme colour",
            |p| {
                p.file("themes/mine/theme.toml", "name = \"Mine\"\nextends = \"showcase\"\n");
                p.file("themes/mine/styles/zz.css", ".mine { color: #123456; }\n");
                p.edit("site.toml", "language =", "theme = \"mine\"\nlanguage =");
            },
            none(),
        ),
        (
            "a slug renamed",
            |p| {
                fs::rename(p.root().join("content/pages/help.md"), p.root().join("content/pages/ask.md")).unwrap();
                p.edit("content/pages/ask.md", "title = \"Help\"", "title = \"Help\"\naliases = [\"/help/\"]");
            },
            Expected { rules: &["301 /help/"], ..none() },
        ),
        (
            "a scheduled story come due",
            |p| edit(p, "published = 2024-09-01", "published = 2026-11-24"),
            Expected { people: &["i-1 ends"], removed: gone, words: Some(&["/interns/"]), ..none() },
        ),
        (
            "a new person",
            |p| {
                let record = fs::read_to_string(p.root().join(RECORD)).unwrap();
                let record =
                    record.replace("Ada Example", "Di Example").replace("Counting what counts", "Fourth floor");
                p.file("content/interns/i-4/index.md", &record);
                fs::copy(
                    p.root().join("content/interns/i-1/portrait.png"),
                    p.root().join("content/interns/i-4/portrait.png"),
                )
                .unwrap();
                p.edit("content/cohorts/2024.toml", "interns = 3", "interns = 4");
            },
            Expected {
                people: &["i-4 begins"],
                added: &["/interns/i-4/"],
                words: Some(&["/interns/"]),
                came: "Di Example",
                ..none()
            },
        ),
        (
            "a sentence",
            |p| edit(p, "Monday was for the", "Tuesday was for the"),
            Expected { people: &["i-1 changes ~story"], words: Some(&["/interns/i-1/"]), came: "Tuesday", ..none() },
        ),
        (
            "an entry of the menu",
            |p| {
                p.edit("site.toml", "[consent]", "[[menu]]\ntitle = \"Places\"\nurl = \"/offices/\"\n\n[consent]");
            },
            Expected { words: Some(&["/", "/interns/i-1/", "/help/"]), came: "Places", ..none() },
        ),
        (
            "an alternative text",
            |p| edit(p, "alt = \"A person at a desk\"", "alt = \"Somebody beside a window\""),
            Expected { people: &["i-1 changes ~photo"], came: "Somebody beside a window", ..none() },
        ),
        (
            "a link",
            |p| {
                p.edit("content/pages/help.md", "(page:about)", "(office:nairobi)");
            },
            Expected { came: "/offices/nairobi/", ..none() },
        ),
        (
            "an office's text",
            |p| {
                p.edit("content/offices/nairobi.toml", "on the hill", "by the river");
            },
            Expected { words: Some(&["/offices/nairobi/"]), came: "by the river", ..none() },
        ),
    ]
}
