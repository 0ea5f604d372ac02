//! `showcase diff`: twenty changes of a site, each told as what it is and as
//! nothing else.

mod changes;

use std::fs;

use serde_json::Value;

use crate::harness::{DATE, Project, Ran, git};
use changes::{changes, edit};

const RECORD: &str = "content/interns/i-1/index.md";

/// Keeps the project as its first commit.
pub(crate) fn kept(project: &Project) {
    project.file(".gitignore", "/public\n/.showcase\n");
    git(project.root(), &["init", "-q", "-b", "main"]);
    git(project.root(), &["add", "-A"]);
    git(project.root(), &["commit", "-q", "-m", "Begin"]);
}

/// A small site with some more pages, in git.
fn site() -> Project {
    let project = Project::new();
    let record = fs::read_to_string(project.root().join(RECORD)).unwrap();
    for (id, name, title) in [("i-2", "Bo Example", "A second summer"), ("i-3", "Cy Example", "The third desk")] {
        let other = record.replace("Ada Example", name).replace("Counting what counts", title);
        project.file(&format!("content/interns/{id}/index.md"), &other);
        let portrait = project.root().join(format!("content/interns/{id}/portrait.png"));
        fs::copy(project.root().join("content/interns/i-1/portrait.png"), portrait).unwrap();
    }
    project.edit("content/cohorts/2024.toml", "interns = 1", "interns = 3");
    project.file("content/pages/help.md", "+++\ntitle = \"Help\"\n+++\n\nWhere to ask. [About](page:about).\n");
    kept(&project);
    project
}

fn ran(project: &Project, args: &[&str]) -> Ran {
    let all: Vec<&str> = ["diff"].iter().chain(args).chain(&["--date", DATE]).copied().collect();
    project.run(&all)
}

/// The difference between the first commit and the disk, as JSON.
fn told(project: &Project, more: &[&str]) -> Value {
    let args: Vec<&str> = ["HEAD", "--format", "json"].iter().chain(more).copied().collect();
    let ran = ran(project, &args);
    assert_eq!(ran.code, 0, "{ran:?}");
    serde_json::from_str(&ran.stdout).unwrap()
}

/// A part of a report in one line: what it is about, without numbers that other
/// tests look at.
fn texts(value: &Value, key: &str) -> Vec<String> {
    let items = value.as_array().into_iter().flatten();
    items.map(|item| item[key].as_str().unwrap_or_default().to_owned()).collect()
}

/// Who turns how: `i-1 changes +name -photo ~quote`.
fn people(report: &Value) -> Vec<String> {
    let of = |kind: &str| report["people"][kind].as_array().cloned().unwrap_or_default();
    let line = |person: &Value| {
        let mut line = format!("{} {}", person["id"].as_str().unwrap(), person["turn"].as_str().unwrap());
        if person["turn"] == "changes" {
            for (sign, key) in [("+", "gained"), ("-", "lost"), ("~", "altered")] {
                for part in person["parts"][key].as_array().unwrap() {
                    line.push_str(&format!(" {sign}{}", part.as_str().unwrap()));
                }
            }
        }
        line
    };
    of("people").iter().chain(&of("donors")).map(line).collect()
}

/// Addresses of pages whose words are told as changed.
fn reworded(report: &Value) -> Vec<String> {
    let changed = report["pages"]["changed"].as_array().unwrap();
    let mut found: Vec<String> = changed
        .iter()
        .filter(|page| page["text_changed"] == true)
        .map(|page| page["address"].as_str().unwrap().to_owned())
        .collect();
    found.sort();
    found
}

#[test]
fn twenty_changes_are_told_as_what_they_are() {
    let changes = changes();
    assert_eq!(changes.len(), 20);
    for (what, change, expected) in changes {
        let project = site();
        change(&project);
        let report = told(&project, &[]);
        assert_eq!(people(&report), expected.people, "{what}: {report:#}");
        let pages = &report["pages"];
        assert_eq!(texts(&pages["added"], "address"), expected.added, "{what}: {report:#}");
        let removed: Vec<&str> =
            pages["removed"].as_array().unwrap().iter().map(|page| page.as_str().unwrap()).collect();
        assert_eq!(removed, expected.removed, "{what}: {report:#}");
        let words = reworded(&report);
        match expected.words {
            None => assert_eq!(words, [""; 0], "{what}: {report:#}"),
            Some(some) => {
                some.iter().for_each(|page| assert!(words.iter().any(|word| word == page), "{what}: {page} {words:?}"))
            }
        }
        assert!(report.to_string().contains(expected.came), "{what}: {report:#}");
        let rules: Vec<String> = report["rules"]["come"]
            .as_array()
            .unwrap()
            .iter()
            .map(|rule| format!("{} {}", rule["status"], rule["from"].as_str().unwrap()))
            .collect();
        assert_eq!(rules, expected.rules, "{what}: {report:#}");
        assert_eq!(report["same"] == true, what == "nothing", "{what}: {report:#}");
        never_the_same_words(what, &project, &report);
    }
}

/// No page is told as reworded whose words are the same, and every other is.
fn never_the_same_words(what: &str, project: &Project, report: &Value) {
    let built = |out: &str| {
        let ran = project.run(&["build", "--date", DATE, "--quiet", "--out", out]);
        assert_eq!(ran.code, 0, "{what}: {ran:?}");
        let files = crate::harness::tree(&project.root().join(out));
        let pages = files.into_iter().filter(|(path, _)| path.ends_with(".html"));
        pages
            .map(|(path, bytes)| (path, words(&String::from_utf8(bytes).unwrap())))
            .collect::<std::collections::BTreeMap<_, _>>()
    };
    let new = built("new");
    git(project.root(), &["stash", "-q", "-u"]);
    let old = built("old");
    let other = new.iter().filter(|(path, words)| old.get(*path).is_some_and(|was| was != *words));
    let mut other: Vec<String> = other.map(|(path, _)| format!("/{}", path.trim_end_matches("index.html"))).collect();
    other.sort();
    assert_eq!(reworded(report), other, "{what}");
}

/// The words of a page, found with another reader of HTML.
fn words(html: &str) -> Vec<String> {
    let page = scraper::Html::parse_document(html);
    let body = page.root_element().descendants().filter_map(|node| {
        let text = node.value().as_text()?;
        let unread = node.ancestors().filter_map(|above| above.value().as_element()).any(|above| {
            ["script", "style", "template", "noscript", "head"].contains(&above.name())
                || above.attr("hidden").is_some()
        });
        (!unread).then(|| text.to_string())
    });
    body.flat_map(|text| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect()
}

#[test]
fn a_change_on_all_pages_is_told_once() {
    let project = site();
    project.edit("site.toml", "[consent]", "[[menu]]\ntitle = \"Places\"\nurl = \"/offices/\"\n\n[consent]");
    let ran = ran(&project, &["HEAD"]);
    assert_eq!(ran.stdout.matches("{+Places+}").count(), 1, "{}", ran.stdout);
    assert!(ran.stdout.contains(" pages: ") && ran.stdout.contains("Nobody becomes public"), "{}", ran.stdout);
}

#[test]
fn what_time_alone_changes_is_told() {
    let project = site();
    edit(&project, "published = 2024-09-01", "published = 2026-11-23");
    git(project.root(), &["commit", "-q", "-a", "-m", "Later"]);
    let report = told(&project, &["--old-date", "2026-11-22"]);
    assert_eq!(people(&report), ["i-1 begins"], "{report:#}");
    let consent = &report["people"]["people"][0]["consent"];
    assert_eq!(
        (consent["status"].as_str(), consent["given"].as_str()),
        (Some("active"), Some("2024-08-20")),
        "{report:#}"
    );
}

#[test]
fn revisions_are_read_without_touching_the_working_tree() {
    let project = site();
    edit(&project, "Monday", "Tuesday");
    git(project.root(), &["commit", "-q", "-a", "-m", "A day"]);
    edit(&project, "Tuesday", "Wednesday");
    fs::write(project.root().join(".git/hooks/post-checkout"), "#!/bin/sh\ntouch hooked\n").unwrap();
    let before = crate::harness::tree(project.root());
    let ran = ran(&project, &["HEAD~1", "HEAD", "--exit-code"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.stdout.contains("[-Monday-] {+Tuesday+}") && !ran.stdout.contains("Wednesday"), "{}", ran.stdout);
    assert!(before == crate::harness::tree(project.root()), "nothing is written, not even for git itself");
    assert_eq!(self::ran(&project, &["HEAD", "HEAD", "--exit-code"]).code, 0);
}

#[test]
fn names_that_are_none_are_refused() {
    let project = site();
    for name in ["--upload-pack=x", "-x", "nowhere", ""] {
        let ran = project.run(&["diff", "--", name]);
        assert_eq!(ran.code, 2, "{name}: {ran:?}");
    }
    let ran = ran(&project, &["HEAD", "--format", "markdown", "--names"]);
    assert_eq!(ran.code, 2, "{ran:?}");
}

#[test]
fn links_in_a_revision_are_followed_as_on_the_disk() {
    use std::os::unix::fs::symlink;
    let project = site();
    fs::rename(project.root().join("content/pages/help.md"), project.root().join("content/help.txt")).unwrap();
    symlink("../help.txt", project.root().join("content/pages/help.md")).unwrap();
    assert_eq!(told(&project, &[])["same"], true, "a link on the disk");
    git(project.root(), &["add", "-A"]);
    git(project.root(), &["commit", "-q", "-m", "Link"]);
    assert_eq!(told(&project, &[])["same"], true, "a link in git");
    symlink("/etc/passwd", project.root().join("content/pages/out.md")).unwrap();
    git(project.root(), &["add", "-A"]);
    git(project.root(), &["commit", "-q", "-m", "Out"]);
    fs::remove_file(project.root().join("content/pages/out.md")).unwrap();
    let ran = ran(&project, &["HEAD"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.stderr.contains("symlink-outside") && !ran.stdout.contains("root:"), "{ran:?}");
}

#[test]
fn folders_of_finished_sites_are_compared_without_words_that_are_gone() {
    let project = site();
    let build = |out: &str| assert_eq!(project.run(&["build", "--date", DATE, "--quiet", "--out", out]).code, 0);
    build("a");
    edit(&project, "Monday", "Tuesday");
    build("b");
    for format in ["human", "json", "markdown", "html"] {
        let ran = ran(&project, &["a", "b", "--format", format]);
        assert_eq!(ran.code, 0, "{ran:?}");
        assert!(ran.stdout.contains("Tuesday") && !ran.stdout.contains("Monday"), "{format}: {}", ran.stdout);
        assert!(format == "json" || ran.stdout.contains("do not say who agreed"), "{}", ran.stdout);
    }
    assert!(ran(&project, &["a", "b", "--names"]).stdout.contains("Monday"));
}

#[test]
fn what_travels_is_what_differs() {
    let project = site();
    project.run(&["build", "--date", DATE, "--quiet"]);
    let old = crate::harness::tree(&project.public());
    edit(&project, "Monday", "Tuesday");
    let report = told(&project, &[]);
    project.run(&["build", "--date", DATE, "--quiet"]);
    let new = crate::harness::tree(&project.public());
    let own = |path: &str| path.starts_with(".showcase");
    let uploads: Vec<usize> = new
        .iter()
        .filter(|(path, bytes)| !own(path) && old.get(*path) != Some(bytes))
        .map(|(_, bytes)| bytes.len())
        .collect();
    let transfer = &report["transfer"];
    assert_eq!(transfer["upload_files"], uploads.len(), "{report:#}");
    assert_eq!(transfer["upload_bytes"], uploads.iter().sum::<usize>(), "{report:#}");
    assert_eq!(transfer["delete_files"], old.keys().filter(|path| !new.contains_key(*path)).count(), "{report:#}");
}

#[test]
fn a_report_is_text_whatever_an_author_wrote() {
    let project = site();
    edit(&project, "Monday was", "@someone #12 <b>bold</b> [link](https://x.example/) `code` was");
    let markdown = ran(&project, &["HEAD", "--format", "markdown"]).stdout;
    assert!(!markdown.contains("@someone") && !markdown.contains("#12") && !markdown.contains("<b>"), "{markdown}");
    assert!(markdown.contains("@\u{200b}someone"), "{markdown}");
    let html = ran(&project, &["HEAD", "--format", "html"]).stdout;
    assert!(!html.contains("<b>") && !html.contains("<script") && html.contains("<h1>"), "{html}");
}
