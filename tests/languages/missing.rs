//! Whatever is not translated: every page is there, every part says in which
//! language it is, no link leads nowhere, and pages name each other.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::{any, prop};
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, TestRunner};
use scraper::{ElementRef, Html, Node, Selector};

use super::world::World;

/// How many sets are tried.
fn cases() -> u32 {
    std::env::var("SHOWCASE_LANGUAGES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(6)
}

#[test]
fn whatever_is_missing_every_part_says_its_language_and_no_link_leads_nowhere() {
    let world = World::new();
    let sets = prop::collection::vec(any::<bool>(), world.parts()).prop_map(|has| has);
    let mut runner = TestRunner::new(Config { cases: cases(), failure_persistence: None, ..Config::default() });
    runner
        .run(&sets, |has| {
            let project = world.project(&|part| has[part]);
            let files = project.built();
            Site::read(&files).check();
            Ok(())
        })
        .unwrap();
}

#[test]
fn all_and_nothing_hold_too() {
    for all in [true, false] {
        let project = World::new().project(&|_| all);
        Site::read(&project.built()).check();
        let story = project.page("fr/interns/i-1/index.html");
        assert_eq!(story.contains("entok"), !all);
    }
}

/// The pages of an output.
struct Site {
    pages: BTreeMap<String, Html>,
    files: BTreeSet<String>,
}

impl Site {
    fn read(files: &BTreeMap<String, Vec<u8>>) -> Self {
        let html = files.iter().filter(|(path, _)| path.ends_with(".html"));
        let pages = html.map(|(path, bytes)| (path.clone(), Html::parse_document(std::str::from_utf8(bytes).unwrap())));
        Self { pages: pages.collect(), files: files.keys().cloned().collect() }
    }

    fn check(&self) {
        for (path, page) in &self.pages {
            languages(path, page);
            self.links(path, page);
            self.alternates(path, page);
        }
        let plain = |path: &str| path.trim_start_matches("fr/").trim_start_matches("ar/").to_owned();
        let of = |prefix: &str| -> BTreeSet<String> {
            let own = |path: &&String| if prefix.is_empty() { plain(path) == **path } else { path.starts_with(prefix) };
            self.pages.keys().filter(own).map(|path| plain(path)).filter(|path| path != "410.html").collect()
        };
        assert_eq!((of(""), of("")), (of("fr/"), of("ar/")));
    }

    fn links(&self, path: &str, page: &Html) {
        for link in page.select(&Selector::parse("a[href^='/']").unwrap()) {
            let href = link.value().attr("href").unwrap();
            let (address, fragment) = href.split_once('#').map_or((href, None), |(a, f)| (a, Some(f)));
            let file = address.trim_start_matches('/').to_owned();
            let file = if file.is_empty() || file.ends_with('/') { format!("{file}index.html") } else { file };
            assert!(self.files.contains(&file), "{path}: {href}");
            if let Some(id) = fragment {
                let ids = Selector::parse(&format!("[id='{id}']")).unwrap();
                assert!(self.pages[&file].select(&ids).next().is_some(), "{path}: {href}");
            }
        }
    }

    fn alternates(&self, path: &str, page: &Html) {
        let named = alternates(page);
        let listed = !path.ends_with("404.html") && path != "410.html" && !path.ends_with("search/index.html");
        assert_eq!(named.len(), if listed { 4 } else { 0 }, "{path}");
        let canonical = page.select(&Selector::parse("link[rel=canonical]").unwrap()).next().unwrap();
        let own = canonical.value().attr("href").unwrap().to_owned();
        assert!(!listed || named.values().any(|address| *address == own), "{path}");
        for (language, address) in &named {
            let file = format!("{}index.html", address.strip_prefix("https://small.example/").unwrap());
            let other = &self.pages[&file];
            assert_eq!(alternates(other), named, "{path} and {file}");
            let html = other.root_element().value().attr("lang").unwrap();
            assert!(language == "x-default" && html == "en-GB" || language == html, "{path}: {language} is {html}");
        }
    }
}

fn alternates(page: &Html) -> BTreeMap<String, String> {
    let links = Selector::parse("link[rel=alternate][hreflang]").unwrap();
    let attribute = |link: &ElementRef<'_>, name: &str| link.value().attr(name).unwrap().to_owned();
    page.select(&links).map(|link| (attribute(&link, "hreflang"), attribute(&link, "href"))).collect()
}

/// The language and direction that hold for an element.
fn holds(element: ElementRef<'_>) -> (String, String) {
    let all = || std::iter::once(element).chain(element.ancestors().filter_map(ElementRef::wrap));
    let nearest = |name: &str| all().find_map(|e| e.value().attr(name)).unwrap_or_default().to_owned();
    (nearest("lang"), nearest("dir"))
}

fn expect(path: &str, text: &str, element: ElementRef<'_>, with_direction: bool) {
    for (token, language, direction) in [("entok", "en-GB", "ltr"), ("frtok", "fr", "ltr"), ("artok", "ar", "rtl")] {
        if text.contains(token) {
            let (lang, dir) = holds(element);
            assert_eq!(lang, language, "{path}: {text}");
            assert!(!with_direction || dir == direction, "{path}: {text} runs {dir}");
        }
    }
}

/// Every text of a page that says its language is marked as being in it.
fn languages(path: &str, page: &Html) {
    let body = page.select(&Selector::parse("body").unwrap()).next().unwrap();
    for node in body.descendants() {
        match node.value() {
            Node::Text(text) => {
                let parent = node.parent().and_then(ElementRef::wrap).unwrap();
                expect(path, text, parent, true);
                assert!(!text.contains(['\u{1}', '\u{2}', '\u{3}']), "{path}: {text:?}");
            }
            Node::Element(element) if element.attr("alt").is_some() => {
                expect(path, element.attr("alt").unwrap(), ElementRef::wrap(node).unwrap(), false);
            }
            _ => {}
        }
    }
    let html = page.root_element().html();
    assert!(!html.contains("=\"<span") && !html.contains("&lt;span"), "{path}");
}
