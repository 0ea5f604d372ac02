//! What cards say of people: as much as their consent covers, and no card
//! without the scope `social`.

use std::collections::BTreeMap;
use std::io;
use std::sync::Mutex;

use showcase::build::{Kept, Request, Today, prepare};
use showcase::disk::held::Held;
use showcase::disk::{self, Root};
use showcase::hash::Hash128;
use showcase::lints::Known;
use showcase::pages::Drawing;
use showcase::path::OutPath;
use showcase::render::{CardsAre, Sink};

use super::pages::{image, with_cards};
use crate::harness::{DATE, Project};

/// Keeps the drawings of cards, and pages.
#[derive(Default)]
struct Drawn {
    cards: Mutex<BTreeMap<String, String>>,
    pages: Mutex<BTreeMap<String, String>>,
}

impl Sink for Drawn {
    fn has(&self, _: &OutPath, _: Hash128) -> bool {
        false
    }

    fn put(&self, out: &OutPath, _: Hash128, bytes: &[u8]) -> io::Result<()> {
        self.pages.lock().unwrap().insert(out.to_string(), String::from_utf8_lossy(bytes).into_owned());
        Ok(())
    }

    fn cards(&self) -> CardsAre {
        CardsAre::PutOff
    }

    fn put_off(&self, out: &OutPath, _: Hash128, drawing: Drawing) {
        self.cards.lock().unwrap().insert(out.to_string(), drawing.svg().unwrap());
    }

    fn behind(&self) -> Option<&dyn Sink> {
        None
    }
}

/// The drawings of a site's cards and its pages, by path.
pub(super) fn drawn(project: &Project) -> (BTreeMap<String, String>, BTreeMap<String, String>) {
    let mut sources = disk::read(project.root(), &Held::default());
    let (blobs, mut problems) = (Root::new(project.root()), std::mem::take(&mut sources.problems));
    let today = Today::On(DATE.parse().unwrap());
    let request =
        Request { today, base_url: None, strict: false, drafts: false, precompress: false, known: Known::Heed };
    let ready = prepare(&mut sources.tree, &blobs, &request, Kept::default(), &mut problems, &|_| ());
    let ready = ready.unwrap_or_else(|| panic!("{problems:?}"));
    let sink = Drawn::default();
    let failed = ready.render(&sources.tree, &blobs, &sink, &|_| ());
    assert!(failed.is_empty(), "{failed:?}");
    (sink.cards.into_inner().unwrap(), sink.pages.into_inner().unwrap())
}

/// The drawing that a page is shared with, as text and as SVG.
fn card_of(project: &Project, page: &str) -> (String, String) {
    let (cards, pages) = drawn(project);
    let address = image(&pages[page]).unwrap();
    let svg = cards[address.strip_prefix("https://small.example/").unwrap()].clone();
    let texts: Vec<&str> = svg.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect();
    (texts.join(" ").split_whitespace().collect::<Vec<_>>().join(" "), svg)
}

const INTERN: &str = "content/interns/i-1/index.md";
const PROFILE: &str = "interns/i-1/index.html";
const SCOPES: &str = r#"["story", "name", "photo", "quote", "outcome", "donor_link", "social"]"#;

fn with_scopes(scopes: &str) -> Project {
    let project = with_cards();
    project.edit(INTERN, SCOPES, scopes);
    project
}

#[test]
fn who_agreed_to_all_is_shown() {
    let (text, svg) = card_of(&with_scopes(SCOPES), PROFILE);
    for said in ["Ada Example", "Counting what counts", "Nairobi · 2024", "Small showcase"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(svg.contains("<image href=\"portrait:"), "{svg}");
}

#[test]
fn a_face_needs_both_scopes() {
    let (text, svg) = card_of(&with_scopes(r#"["story", "name", "social"]"#), PROFILE);
    assert!(text.contains("Ada Example") && !svg.contains("<image"), "{svg}");
    let (text, svg) = card_of(&with_scopes(r#"["story", "name", "photo"]"#), PROFILE);
    assert!(!text.contains("Ada") && !svg.contains("<image"), "{svg}");
}

#[test]
fn without_a_name_the_card_has_neutral_words() {
    let project = with_scopes(r#"["story", "photo", "social"]"#);
    project.edit(INTERN, "title = \"Counting", "title = \"Still counting");
    let (text, _) = card_of(&project, PROFILE);
    assert!(text.contains("Still counting") && text.contains("An intern") && !text.contains("Ada"), "{text}");
}

#[test]
fn without_the_scope_social_a_page_has_the_card_of_the_site() {
    let project = with_scopes(r#"["story", "name", "photo", "quote"]"#);
    let (cards, pages) = drawn(&project);
    assert_eq!(image(&pages[PROFILE]), image(&pages["index.html"]));
    for (path, svg) in &cards {
        for of_them in ["Ada", "Counting", "portrait"] {
            assert!(!svg.contains(of_them), "{path}: {svg}");
        }
    }
    let tags: String =
        pages[PROFILE].lines().filter(|line| line.contains("og:") || line.contains("twitter:")).collect();
    assert!(tags.contains("Card: Small showcase") && !tags.contains("Ada"), "{tags}");
}

#[test]
fn who_withdraws_leaves_no_card() {
    let project = with_scopes(SCOPES);
    project.edit(INTERN, "given = 2024-08-20", "given = 2024-08-20\nwithdrawn = 2026-01-01");
    let (cards, _) = drawn(&project);
    assert!(!cards.is_empty() && cards.values().all(|svg| !svg.contains("Ada") && !svg.contains("Counting")));
}

#[test]
fn a_donor_is_named_and_nothing_more() {
    let project = with_cards();
    project.edit("content/donors/trust.toml", "scopes = [\"name\"]", "scopes = [\"name\", \"amount\", \"quote\"]");
    project.edit(
        "content/donors/trust.toml",
        "kind = \"trust\"",
        "kind = \"trust\"\namount = \"£9,000\"\nquote = \"A pleasure.\"",
    );
    let (text, svg) = card_of(&project, "donors/trust/index.html");
    assert!(text.contains("Example Trust"), "{text}");
    assert!(!text.contains("9,000") && !text.contains("pleasure") && !text.contains("Ada") && !svg.contains("<image"));
}

#[test]
fn samples_say_that_they_are() {
    let project = with_cards();
    project.edit("site.toml", "language = \"en-GB\"", "language = \"en-GB\"\nallow_samples = true");
    project.edit(INTERN, "published = 2024-09-01", "published = 2024-09-01\nsample = true");
    assert!(card_of(&project, PROFILE).0.contains("Sample story"));
}

#[test]
fn kosovo_and_the_goals_and_maps_carry_their_notices() {
    let project = with_cards();
    project.edit("content/offices/nairobi.toml", "capital = true\ncountry = \"KE\"", "country = \"XK\"");
    let notice = "resolution 1244 (1999).";
    let (story, _) = card_of(&project, PROFILE);
    assert!(story.contains("Kosovo*") && story.contains(notice), "{story}");
    let (office, _) = card_of(&project, "offices/nairobi/index.html");
    assert!(office.contains("Kosovo*") && office.contains(notice) && office.contains("for illustration purposes only"));
    let (goal, svg) = card_of(&project, "sdgs/10/index.html");
    assert!(goal.contains("has not been approved by the United Nations"), "{goal}");
    assert!(svg.contains("fill=\"#DD1367\""), "{svg}");
}

#[test]
fn nothing_that_somebody_wrote_is_more_than_text() {
    let project = with_cards();
    let hostile = r#"</text><image href=\"/etc/passwd\"/>&amp; <b>x"#;
    project.edit(INTERN, "name = \"Ada Example\"", &format!("name = \"{hostile}\""));
    project.edit(INTERN, "title = \"Counting what counts\"", &format!("title = \"{hostile}\""));
    let (cards, _) = drawn(&project);
    for svg in cards.values() {
        let document = resvg::usvg::roxmltree::Document::parse(svg).unwrap();
        let images = document.descendants().filter(|node| node.has_tag_name("image"));
        let led: Vec<_> = images.filter_map(|node| node.attribute("href").map(str::to_owned)).collect();
        assert!(led.iter().all(|href| href.starts_with("portrait:")), "{led:?}");
        assert!(!document.descendants().any(|node| node.has_tag_name("b")) && !svg.contains('\u{202e}'));
    }
}
