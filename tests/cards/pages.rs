//! What pages say of their cards, and which pages have one.

use scraper::{Html, Selector};

use super::people::drawn;
use crate::harness::Project;

/// The small site with every kind of card.
pub(super) fn with_cards() -> Project {
    let project = Project::new();
    project.edit("site.toml", "kinds = []", "kinds = [\"site\", \"intern\", \"office\", \"donor\", \"goal\"]");
    project
}

fn tag(page: &str, selector: &str) -> Option<String> {
    let html = Html::parse_document(page);
    let selector = Selector::parse(selector).unwrap();
    let found: Vec<String> =
        html.select(&selector).map(|tag| tag.value().attr("content").unwrap_or_default().to_owned()).collect();
    assert!(found.len() < 2, "{found:?}");
    found.into_iter().next()
}

/// The address of the picture that a page is shared with.
pub(super) fn image(page: &str) -> Option<String> {
    tag(page, "meta[property='og:image']")
}

#[test]
fn every_page_has_all_tags() {
    let project = with_cards();
    project.edit("site.toml", "https://small.example/", "https://small.example/base/");
    let (cards, pages) = drawn(&project);
    let mut looked_at = 0;
    for (path, page) in pages.iter().filter(|(path, _)| path.ends_with(".html")) {
        let property = |name: &str| tag(page, &format!("meta[property='{name}']"));
        let name = |name: &str| tag(page, &format!("meta[name='{name}']"));
        let image = image(page).unwrap_or_else(|| panic!("{path} has no picture"));
        let below = image.strip_prefix("https://small.example/base/").unwrap_or_else(|| panic!("{path}: {image}"));
        assert!(cards.contains_key(below), "{path}: {image}");
        let kind = if below.ends_with(".png") { "image/png" } else { "image/jpeg" };
        assert_eq!(property("og:image:type").as_deref(), Some(kind), "{path}");
        assert_eq!(property("og:image:width").as_deref(), Some("1200"));
        assert_eq!(property("og:image:height").as_deref(), Some("630"));
        assert_eq!(name("twitter:card").as_deref(), Some("summary_large_image"));
        assert_eq!(name("twitter:image"), Some(image));
        assert_eq!(name("twitter:image:alt"), property("og:image:alt"));
        assert_eq!(name("twitter:title"), property("og:title"));
        assert_eq!(name("twitter:description"), property("og:description"));
        assert!(property("og:image:alt").is_some_and(|alt| alt.starts_with("Card: ")), "{path}");
        looked_at += 1;
    }
    assert!(looked_at > 15, "{looked_at}");
    let profile = &pages["interns/i-1/index.html"];
    let alt = tag(profile, "meta[property='og:image:alt']");
    let said = "Card: “Counting what counts”. Ada Example, Nairobi. Beside it: A person at a desk";
    assert_eq!(alt.as_deref(), Some(said));
}

#[test]
fn pages_about_one_thing_have_a_card_of_their_own() {
    let (cards, pages) = drawn(&with_cards());
    assert_eq!(cards.len(), 5);
    let of = |path: &str| image(&pages[path]).unwrap();
    let own = ["interns/i-1/index.html", "offices/nairobi/index.html", "donors/trust/index.html", "sdgs/10/index.html"];
    let site = of("index.html");
    for path in own {
        assert_ne!(of(path), site, "{path}");
    }
    for path in ["interns/index.html", "cohorts/2024/index.html", "impact/index.html", "about/index.html"] {
        assert_eq!(of(path), site, "{path}");
    }
}

#[test]
fn a_kind_that_is_not_wanted_has_no_card() {
    let project = Project::new();
    project.edit("site.toml", "kinds = []", "kinds = [\"site\", \"goal\"]");
    let (cards, pages) = drawn(&project);
    assert_eq!(cards.len(), 2);
    let portrait = image(&pages["interns/i-1/index.html"]).unwrap();
    assert!(portrait.starts_with("https://small.example/media/") && portrait.ends_with(".jpg"), "{portrait}");
    assert_eq!(image(&pages["offices/nairobi/index.html"]), image(&pages["index.html"]));
    let silent = Project::new();
    silent.edit("site.toml", "[cards]\nkinds = []\n", "");
    assert_eq!(drawn(&silent).0.len(), 1, "one for all pages");
    let (cards, pages) = drawn(&Project::new());
    assert!(cards.is_empty() && image(&pages["index.html"]).is_none());
    assert_eq!(tag(&pages["index.html"], "meta[name='twitter:card']").as_deref(), Some("summary"));
}

#[test]
fn colours_are_those_of_the_theme() {
    let project = with_cards();
    let coloured = |colour: &str| drawn(&project).0.values().any(|svg| svg.contains(colour));
    assert!(coloured("#b3372b") && !coloured("#0a6b58"));
    project.edit("site.toml", "language = \"en-GB\"", "language = \"en-GB\"\ntheme = \"plain\"");
    assert!(coloured("#0a6b58") && !coloured("#b3372b"));
}
