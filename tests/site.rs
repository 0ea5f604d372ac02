//! This repository's own site: whole, without a warning, every link alive.

use std::collections::{BTreeMap, BTreeSet};

use crate::harness::{Project, RULES, tree};
use crate::html::{Page, pages};
use crate::kosovo::NOTICE as KOSOVO;
use crate::reproducible::{own_files, own_site};

type Tree = BTreeMap<String, Vec<u8>>;

const GOALS: &str = "The content of this publication has not been approved by the United Nations and does not reflect the \
                     views of the United Nations or its officials or Member States.";

/// The story that waits for its day, and the two that are over.
const SCHEDULED: &str = "i-h5mb";
const OVER: [&str; 2] = ["i-m6wt", "i-d9cs"];

fn on(project: &Project, day: &str) -> Tree {
    let ran = project.run(&["build", "--date", day, "--quiet"]);
    assert_eq!(ran.code, 0, "{day}: {}", ran.stderr);
    tree(&project.public())
}

fn text<'t>(files: &'t Tree, path: &str) -> &'t str {
    std::str::from_utf8(files.get(path).unwrap_or_else(|| panic!("there is no {path}"))).unwrap()
}

#[test]
fn it_builds_without_errors_and_warnings() {
    let project = own_site();
    project.built();
    let ran = project.run(&["check", "--date", crate::harness::DATE, "--strict", "--quiet"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
}

#[test]
fn every_kind_of_page_is_there() {
    let files = own_files();
    for path in [
        "index.html",
        "interns/index.html",
        "interns/page/2/index.html",
        "interns/i-7f3k/index.html",
        "interns/i-7f3k/two-summers-later/index.html",
        "offices/index.html",
        "offices/pristina/index.html",
        "cohorts/index.html",
        "cohorts/2022/index.html",
        "donors/index.html",
        "donors/quintin-hogg-trust/index.html",
        "sdgs/index.html",
        "sdgs/10/index.html",
        "levels/index.html",
        "levels/undergraduate/index.html",
        "levels/postgraduate/index.html",
        "schools/index.html",
        "impact/index.html",
        "about/index.html",
        "accessibility/index.html",
        "privacy/index.html",
        "take-part/index.html",
        "news/index.html",
        "news/showcase-opens/index.html",
        "404.html",
        "410.html",
        "feed.xml",
        "feed.json",
        "sitemap.xml",
        "robots.txt",
        "_headers",
        "_redirects",
        "_nginx.conf",
        ".htaccess",
        "favicon.svg",
        ".showcase-manifest",
    ] {
        assert!(files.get(path).is_some_and(|bytes| !bytes.is_empty()), "there is no {path}");
    }
    // A page for every record there is, and a facet for every school.
    let project = own_site();
    let ids = |kind: &str| -> Vec<String> {
        let ran = project.run(&["list", kind, "--date", crate::harness::DATE, "--format", "json"]);
        let rows: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        rows.as_array()
            .unwrap()
            .iter()
            .map(|row| row["id"].as_str().map_or_else(|| row["number"].to_string(), str::to_owned))
            .collect()
    };
    for (kind, folder) in [("interns", "interns"), ("offices", "offices"), ("cohorts", "cohorts"), ("donors", "donors")]
    {
        let ids = ids(kind);
        assert!(ids.len() >= 3, "{kind}");
        for id in ids {
            assert!(files.contains_key(&format!("{folder}/{id}/index.html")), "{folder}/{id}");
        }
    }
    assert!(files.keys().filter(|path| path.starts_with("schools/")).count() > 2);
}

#[test]
fn what_the_script_searches_holds_every_profile_once() {
    let files = own_files();
    let of_the_page = |path: &&String| {
        path.starts_with("assets/interns-") && text(files, "interns/index.html").contains(path.as_str())
    };
    let name = files.keys().find(of_the_page).unwrap();
    let held: serde_json::Value = serde_json::from_slice(&files[name]).unwrap();
    let mut held: Vec<&str> =
        held["people"].as_array().unwrap().iter().map(|row| row[0].as_str().unwrap().trim_matches('/')).collect();
    held.sort_unstable();
    let profile = |path: &&String| path.starts_with("interns/i-") && path.matches('/').count() == 2;
    let profiles: Vec<&str> =
        files.keys().filter(profile).filter_map(|path| path.strip_suffix("/index.html")).collect();
    assert_eq!(held, profiles);
    // Its name changes with every person's, and need not change every part.
    assert!(!text(files, "interns/page/2/index.html").contains(name.as_str()));
}

#[test]
fn those_who_may_not_be_shown_are_not() {
    let project = own_site();
    let files = project.built();
    for id in OVER.iter().chain([&SCHEDULED]) {
        let record = std::fs::read_to_string(project.root().join(format!("content/interns/{id}/index.md"))).unwrap();
        let value = |key: &str| {
            let line = record.lines().find(|line| line.starts_with(&format!("{key} = "))).unwrap();
            line.split('"').nth(1).unwrap().to_owned()
        };
        for (path, bytes) in &files {
            let page = String::from_utf8_lossy(bytes);
            let place = format!("{id} in {path}");
            assert!(!path.contains(id) && (RULES.contains(&path.as_str()) || !page.contains(id)), "{place}");
            assert!(!page.contains(&value("name")) && !page.contains(&value("title")), "{place}");
        }
    }
    let redirects = text(&files, "_redirects");
    assert!(OVER.iter().all(|id| redirects.contains(&format!("/interns/{id}/* /410.html 410\n"))), "{redirects}");
    for rules in RULES.map(|name| text(&files, name)) {
        assert!(OVER.iter().all(|id| rules.contains(id)) && !rules.contains(SCHEDULED), "{rules}");
    }
    assert!(text(&files, "robots.txt").contains("Allow: /\n") && !text(&files, "robots.txt").contains("Disallow"));
}

/// Every address in the output leads to a file of it, fragments included.
fn links_resolve(files: &Tree, origin: &str, base: &str) {
    let pages = pages(files);
    let ids: BTreeMap<&str, BTreeSet<String>> = pages.iter().map(|page| (page.path.as_str(), page.ids().0)).collect();
    let leads = |from: &str, address: &str| {
        let local = address.strip_prefix(origin).unwrap_or(address);
        if local.split(['/', '?', '#']).next().is_some_and(|start| start.contains(':')) {
            return false;
        }
        let (path, fragment) = local.split_once('#').unwrap_or((local, ""));
        let target = match path.strip_prefix(base) {
            Some(rest) if rest.is_empty() || rest.ends_with('/') => format!("{rest}index.html"),
            Some(rest) => rest.to_owned(),
            None if path.is_empty() => from.to_owned(),
            None => panic!("{address} in {from} leads out of {base}"),
        };
        assert!(files.contains_key(&target), "{address} in {from}: there is no {target}");
        let drawn = || target.ends_with(".svg") && text(files, &target).contains(&format!(" id=\"{fragment}\""));
        let found =
            fragment.is_empty() || drawn() || ids.get(target.as_str()).is_some_and(|ids| ids.contains(fragment));
        assert!(found, "{address} in {from}: there is no #{fragment}");
        true
    };
    let mut local = 0;
    for page in &pages {
        local += page.addresses().iter().filter(|address| leads(&page.path, address)).count();
        for tag in page.all("meta[property='og:url'], meta[property='og:image']") {
            assert!(leads(&page.path, tag.attr("content").unwrap()), "{}", page.path);
        }
    }
    assert!(local > 1500, "{local}");
    let full = regex_like(text(files, "sitemap.xml"), "<loc>", "</loc>");
    // In each language.
    let unlisted = |path: &str| ["404.html", "410.html", "search/index.html"].iter().any(|end| path.ends_with(end));
    let listed = pages.iter().filter(|page| !unlisted(&page.path)).count();
    assert_eq!(full.len(), listed, "every page but 404.html, 410.html and the search is in the sitemap");
    let feed: serde_json::Value = serde_json::from_str(text(files, "feed.json")).unwrap();
    let items = feed["items"].as_array().unwrap().iter().map(|item| item["url"].as_str().unwrap().to_owned());
    let atom = regex_like(text(files, "feed.xml"), "href=\"", "\"");
    assert_eq!(atom.len(), items.len() + 2);
    for address in full.into_iter().chain(items).chain(atom) {
        assert!(address.starts_with(&format!("{origin}{base}")) && leads("feed.xml", &address), "{address}");
    }
    for rule in text(files, "_redirects").lines() {
        let parts: Vec<&str> = rule.split(' ').collect();
        assert!(parts[0].starts_with(base) && leads("_redirects", parts[1]), "{rule}");
    }
}

fn regex_like(text: &str, open: &str, close: &str) -> Vec<String> {
    text.split(open).skip(1).map(|part| part.split(close).next().unwrap().to_owned()).collect()
}

#[test]
fn every_link_and_every_fragment_resolves() {
    let project = own_site();
    links_resolve(own_files(), "https://iom-internships.example", "/");
    let ran =
        project.run(&["build", "--date", crate::harness::DATE, "--quiet", "--base-url", "https://x.example/sub/"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let files = tree(&project.public());
    links_resolve(&files, "https://x.example", "/sub/");
    assert!(text(&files, "_headers").starts_with("/sub/*\n"));
    assert!(files.values().all(|bytes| !String::from_utf8_lossy(bytes).contains("https://iom-internships.example/")));
}

/// The language of a page, by its address.
pub(crate) fn language_of(path: &str) -> &str {
    path.split_once('/').map(|(first, _)| first).filter(|first| ["ar", "es", "fr"].contains(first)).unwrap_or("en-GB")
}

/// Every occurrence of the name is marked and, in the same place, explained in
/// the language of the page.
fn assert_marked(place: &str, text: &str) -> bool {
    let notice = showcase::reference::notices::kosovo(language_of(place));
    assert!(language_of(place) != "en-GB" || notice == KOSOVO);
    let without = text.replace(notice, "");
    let names = ["Kosovo", "كوسوفو"];
    for name in names {
        for (at, _) in without.match_indices(name) {
            let after = &without[at + name.len()..];
            assert!(after.starts_with('*'), "{place}: …{}", &after.chars().take(40).collect::<String>());
        }
    }
    let named = names.iter().any(|name| without.contains(name));
    assert_eq!(named, text.contains(&format!("* {notice}")), "{place}: the notice goes with the name");
    named
}

#[test]
fn kosovo_carries_its_mark_and_its_notice() {
    let files = own_files();
    let mut marked: BTreeSet<&str> = BTreeSet::new();
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        if assert_marked(path, std::str::from_utf8(bytes).unwrap()) {
            marked.insert(path);
        }
    }
    for path in [
        "index.html",
        "offices/index.html",
        "offices/pristina/index.html",
        "cohorts/2024/index.html",
        "impact/index.html",
    ] {
        assert!(marked.contains(path), "{path} names the office in Pristina");
    }
    let feed: serde_json::Value = serde_json::from_str(text(files, "feed.json")).unwrap();
    let entries = feed["items"].as_array().unwrap();
    let named = entries.iter().filter(|entry| {
        assert_eq!(entry["title"].as_str().unwrap().replace("Kosovo*", "").matches("Kosovo").count(), 0);
        assert_marked("feed.json", entry["content_text"].as_str().unwrap())
    });
    assert!(named.count() > 0);
    for entry in regex_like(text(files, "feed.xml"), "<summary>", "</summary>") {
        assert_marked("feed.xml", &entry);
    }
}

#[test]
fn what_is_unknown_is_not_counted_as_none() {
    let files = own_files();
    let impact = text(files, "impact/index.html");
    assert!(impact.contains("at least ") && impact.contains("Not known"), "an intern of this site has no end date");
    assert!(!impact.contains("at least 0"));
}

#[test]
fn pages_about_the_goals_carry_their_notice() {
    let files = own_files();
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = std::str::from_utf8(bytes).unwrap();
        let language = language_of(path);
        let below = path.strip_prefix(&format!("{language}/")).unwrap_or(path);
        let about = below.starts_with("sdgs/") || below == "index.html" || below == "impact/index.html";
        let notice = showcase::reference::notices::goals(language);
        assert!(!about || page.contains(notice), "{path}");
        assert!(language != "en-GB" || notice == GOALS);
    }
}

#[test]
fn every_page_has_its_bones() {
    let files = own_files();
    let mut titles: BTreeMap<String, String> = BTreeMap::new();
    for page in &pages(files) {
        let path = &page.path;
        assert_eq!(page.dangers(), [""; 0], "{path}: nothing inline, nothing that runs");
        let language = language_of(path);
        assert_eq!(page.value("html", "lang"), language, "{path}");
        assert!(!page.text("h1").trim().is_empty() && !page.text("title").trim().is_empty(), "{path}");
        // What nobody has translated is called the same in two languages.
        if let Some(other) = titles.insert(format!("{language} {}", page.text("title")), path.clone()) {
            panic!("{path} and {other} have one title");
        }
        let (ids, twice) = page.ids();
        assert_eq!(twice, [""; 0], "{path}");
        let skip = page.all("body a")[0];
        let target = skip.attr("href").and_then(|href| href.strip_prefix('#')).unwrap_or_default();
        assert!(ids.contains(target) && page.all("main")[0].attr("id") == Some(target), "{path}: the skip link");
        assert_references(page, &ids);
        assert_outline(page);
        for img in page.all("img") {
            assert!(["alt", "width", "height", "src"].iter().all(|name| img.attr(name).is_some()), "{path}");
        }
        assert_eq!(page.all("meta[name=description]").len(), 1, "{path}");
        assert!(
            page.all("a[href]").iter().all(|a| !a.text().collect::<String>().trim().is_empty()),
            "{path}: an empty link"
        );
    }
    assert!(titles.len() > 60);
}

/// What ARIA attributes refer to is there.
fn assert_references(page: &Page, ids: &BTreeSet<String>) {
    for name in ["aria-labelledby", "aria-describedby", "aria-controls", "for"] {
        for element in page.all(&format!("[{name}]")) {
            for id in element.attr(name).unwrap_or_default().split_whitespace() {
                assert!(ids.contains(id), "{}: {name}={id}", page.path);
            }
        }
    }
}

/// One h1, no level skipped on the way down.
fn assert_outline(page: &Page) {
    let headings = page.all("h1, h2, h3, h4, h5, h6");
    let levels: Vec<u8> = headings.iter().map(|h| h.value().name().as_bytes()[1] - b'0').collect();
    assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1, "{}", page.path);
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{}: {levels:?}", page.path);
    assert!(
        headings.iter().all(|h| !h.text().collect::<String>().trim().is_empty()),
        "{}: an empty heading",
        page.path
    );
}

#[test]
fn nothing_changes_before_its_day() {
    let project = own_site();
    let now = own_files();
    for day in ["2026-11-24", "2031-01-01", "2035-12-31", "2036-08-31"] {
        let then = on(&project, day);
        let changed: Vec<_> =
            then.iter().filter(|(path, bytes)| now.get(*path) != Some(bytes)).map(|(p, _)| p).collect();
        assert!(changed.is_empty() && then.len() == now.len(), "{day}: {changed:?}");
    }
    let later = on(&project, "2036-09-01");
    let added: Vec<&String> = later.keys().filter(|path| !now.contains_key(*path)).collect();
    let index = ["interns", "search", "words", "spelling", "cards"].map(|stem| format!("assets/{stem}-"));
    let directory = |path: &str| index.iter().any(|stem| path.starts_with(stem));
    // Those of an office and of goals tell how many interns there are.
    let card = |path: &str| path.starts_with("cards/");
    let own = |path: &str| {
        path.contains(&format!("interns/{SCHEDULED}/")) || path.starts_with("media/") || directory(path) || card(path)
    };
    assert!(
        later.contains_key(&format!("interns/{SCHEDULED}/index.html")) && added.iter().all(|path| own(path)),
        "{added:?}"
    );
    let vanished: Vec<&String> = now.keys().filter(|path| !later.contains_key(*path) && !card(path)).collect();
    assert!(vanished.iter().all(|path| directory(path)), "{vanished:?}");
    for list in ["interns/index.html", "feed.xml", "feed.json", "sitemap.xml"] {
        assert!(text(&later, list).contains(&format!("/interns/{SCHEDULED}/")), "{list}");
    }
    // Pages that do not list people stay as they were.
    for same in
        ["about/index.html", "privacy/index.html", "accessibility/index.html", "404.html", "_headers", "robots.txt"]
    {
        assert_eq!(later[same], now[same], "{same}");
    }
    assert_eq!(later["_redirects"], now["_redirects"]);
}
