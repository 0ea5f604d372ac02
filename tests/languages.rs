//! A site in several languages.

mod consent;
mod missing;
mod said;
mod world;

use crate::harness::Project;
use world::{World, word};

/// The small site with French, and nothing translated.
fn bilingual() -> Project {
    let project = Project::new();
    project.edit("site.toml", "[consent]", "[languages.fr]\ntitle = \"Petite vitrine\"\n\n[consent]");
    project
}

#[test]
fn every_page_is_there_in_every_language_and_says_which() {
    let project = bilingual();
    project.file("content/interns/i-1/index.fr.md", "+++\ntitle = \"Compter\"\n+++\n\nJ’ai appris à demander.\n");
    let files = project.built();
    let pages = |french: bool| -> Vec<String> {
        let html = files.keys().filter(|path| path.ends_with(".html") && path.starts_with("fr/") == french);
        html.map(|path| path.trim_start_matches("fr/").to_owned()).filter(|path| path != "410.html").collect()
    };
    assert_eq!(pages(false), pages(true));
    let page = project.page("fr/interns/i-1/index.html");
    for part in [
        "<html lang=\"fr\" dir=\"ltr\">",
        "<link rel=\"alternate\" hreflang=\"en-GB\" href=\"https://small.example/interns/i-1/\">",
        "<link rel=\"alternate\" hreflang=\"fr\" href=\"https://small.example/fr/interns/i-1/\">",
        "<link rel=\"alternate\" hreflang=\"x-default\" href=\"https://small.example/interns/i-1/\">",
        "<a href=\"/interns/i-1/\" hreflang=\"en-GB\" lang=\"en-GB\" dir=\"ltr\">English</a>",
        "hreflang=\"fr\" lang=\"fr\" dir=\"ltr\" aria-current=\"true\">Français</a>",
        "J’ai appris à demander.",
        "Compter",
        "<span lang=en-GB dir=ltr>Six months of numbers and the people behind them.</span>",
        "<meta name=\"description\" content=\"Six months of numbers and the people behind them.\">",
        "alt=\"A person at a desk\" lang=\"en-GB\"",
        "\"inLanguage\":\"fr\"",
        &word("fr", "say_partly_untranslated"),
        "<link rel=\"canonical\" href=\"https://small.example/fr/interns/i-1/\">",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    assert!(!page.contains("I learnt to ask who is missing.</p>\n\n") && !page.contains('\u{1}'));
    let menu = "<a href=\"/fr/interns/\"";
    assert!(page.contains(menu), "{page}");
    // What is not translated says so where it stands.
    let office = project.page("fr/offices/nairobi/index.html");
    let note = word("fr", "say_untranslated");
    assert!(office.contains(&format!("<p class=\"untranslated\">{note}</p>\n<div lang=\"en-GB\" dir=\"ltr\">")));
    assert!(office.contains("<a href=\"/fr/about/\">What this is</a>"), "{office}");
    // In the default language nothing is lacking.
    let english = project.page("interns/i-1/index.html");
    assert!(!english.contains("translat") && !english.contains("Compter"));
}

#[test]
fn feeds_search_and_sitemap_are_there_in_every_language() {
    let project = bilingual();
    project.file("content/interns/i-1/index.fr.md", "+++\ntitle = \"Compter\"\n+++\n\nUn texte à soi.\n");
    let files = project.built();
    let feed = project.page("fr/feed.xml");
    assert!(
        feed.contains("xml:lang=\"fr\"") && feed.contains("Compter") && feed.contains("/fr/interns/i-1/"),
        "{feed}"
    );
    let id = |feed: &str| feed.split("<id>").nth(1).unwrap().split("</id>").next().unwrap().to_owned();
    assert_ne!(id(&feed), id(&project.page("feed.xml")));
    let sitemap = project.page("sitemap.xml");
    for part in [
        "<loc>https://small.example/fr/interns/i-1/</loc>",
        "<xhtml:link rel=\"alternate\" hreflang=\"fr\" href=\"https://small.example/fr/about/\"/>",
        "<xhtml:link rel=\"alternate\" hreflang=\"x-default\" href=\"https://small.example/about/\"/>",
    ] {
        assert!(sitemap.contains(part), "{part}\n{sitemap}");
    }
    let index = |path: &str| {
        let page = project.page(path);
        let index = page.split("data-index=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        String::from_utf8(files[index.trim_start_matches('/')].clone()).unwrap()
    };
    assert!(index("fr/search/index.html").contains("\"language\":\"fr\""));
    assert!(index("search/index.html").contains("\"language\":\"en-GB\""));
    let words: String = files
        .iter()
        .filter(|(path, _)| path.starts_with("assets/words-"))
        .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned())
        .collect();
    assert!(words.contains("compter") && words.contains("counting"), "{words}");
}

#[test]
fn a_site_says_that_nobody_has_reviewed_a_language() {
    let project = bilingual();
    project.edit("site.toml", "[languages.fr]\n", "[languages.fr]\nreviewed = false\n");
    project.built();
    for page in ["fr/index.html", "fr/interns/i-1/index.html", "fr/404.html"] {
        assert!(project.page(page).contains(&word("fr", "say_unreviewed")), "{page}");
    }
    assert!(!project.page("index.html").contains(&word("en", "say_unreviewed")));
}

#[test]
fn a_link_to_a_heading_that_a_language_lacks_leads_to_the_page() {
    let project = bilingual();
    project.file("content/interns/i-1/index.fr.md", "+++\ntitle = \"Compter\"\n+++\n\n## Ma semaine\n\nLundi.\n");
    let text = "+++\ntitle = \"Links\"\n+++\n\n[One](intern:i-1#my-week), [two](intern:i-1#ma-semaine).\n";
    project.file("content/pages/links.md", text);
    project.built();
    let links = |page: &str| {
        let page = project.page(page);
        ["#my-week", "#ma-semaine"].map(|id| page.contains(&format!("/interns/i-1/{id}\"")))
    };
    assert_eq!((links("links/index.html"), links("fr/links/index.html")), ([true, false], [false, true]));
}

#[test]
fn a_right_to_left_language_has_its_direction_and_foreign_parts_theirs() {
    let world = World::new();
    let project = world.project(&|_| false);
    project.built();
    let page = project.page("ar/interns/i-1/index.html");
    assert!(page.contains("<html lang=\"ar\" dir=\"rtl\">"), "{page}");
    assert!(page.contains("<span lang=en-GB dir=ltr>entok title</span>"), "{page}");
}
