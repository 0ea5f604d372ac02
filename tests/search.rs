//! The search index as a browser gets it: what is in it, and how little of it
//! an edit changes.

use std::collections::{BTreeMap, BTreeSet};

use showcase::search::words;

use crate::harness::{Project, tree};
use crate::scripts::{DAY, corpus};

type Files = BTreeMap<String, Vec<u8>>;

/// Numbers from their characters; the script reads them in the same way.
fn numbers(text: &str) -> Vec<u32> {
    let mut codes = text.chars().map(|c| u32::from(c) - 35);
    let mut found = Vec::new();
    while let Some(code) = codes.next() {
        found.push(if code < 0x4000 { code } else { (code - 0x4000) << 14 | codes.next().unwrap() });
    }
    found
}

fn json(files: &Files, path: &str) -> serde_json::Value {
    serde_json::from_slice(&files[path]).unwrap()
}

/// The files of a kind in their order, as the map has them.
fn listed(files: &Files, map: &serde_json::Value, kind: &str) -> Vec<serde_json::Value> {
    let names = map[kind].as_str().unwrap().as_bytes().chunks(16);
    names.map(|name| json(files, &format!("assets/{kind}-{}.json", std::str::from_utf8(name).unwrap()))).collect()
}

/// The addresses of the documents that have each word.
fn index(files: &Files) -> BTreeMap<String, BTreeSet<String>> {
    let map = files.keys().find(|path| path.starts_with("assets/search-") && path.ends_with(".json")).unwrap();
    let map = json(files, map);
    let cards: Vec<serde_json::Value> = listed(files, &map, "cards");
    let hrefs: Vec<String> = cards
        .iter()
        .flat_map(|group| group.as_array().unwrap())
        .map(|card| card["href"].as_str().unwrap().to_owned())
        .collect();
    let from: Vec<&str> = map["from"].as_str().unwrap().split(' ').collect();
    let mut found = BTreeMap::new();
    for (number, shard) in listed(files, &map, "words").iter().enumerate() {
        let hits = numbers(shard["hits"].as_str().unwrap());
        let mut at = 0;
        for word in shard["words"].as_str().unwrap().split(' ') {
            assert!(from[number] <= word && from.get(number + 1).is_none_or(|next| word < *next), "{word}");
            let (count, mut document, mut of) = (hits[at] as usize, 0, BTreeSet::new());
            for hit in &hits[at + 1..at + 1 + count] {
                document += (hit >> 3) as usize;
                of.insert(hrefs[document].clone());
            }
            at += count + 1;
            assert!(found.insert(word.to_owned(), of).is_none(), "{word} stands in one shard");
        }
        assert_eq!(at, hits.len());
    }
    found
}

fn built(project: &Project) -> Files {
    let ran = project.run(&["build", "--date", DAY, "--quiet"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    tree(&project.public())
}

#[test]
fn every_word_of_a_story_leads_to_it() {
    let project = Project::new();
    let files = project.built();
    let index = index(&files);
    let page = scraper::Html::parse_document(std::str::from_utf8(&files["interns/i-1/index.html"]).unwrap());
    let texts = scraper::Selector::parse("main h1, main .prose p, main .prose li, main .prose h2").unwrap();
    let stop = showcase::search::stop_words("en");
    let mut looked = 0;
    for text in page.select(&texts) {
        for word in words(&text.text().collect::<String>()) {
            if !stop.contains(&word.as_str()) {
                looked += 1;
                assert!(index.get(&word).is_some_and(|of| of.contains("/interns/i-1/")), "{word}");
            }
        }
    }
    assert!(looked > 5, "{looked}");
}

/// What differs, by what it is: old and new names of one thing count twice.
fn differing(before: &Files, after: &Files) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for path in before.keys().chain(after.keys().filter(|path| !before.contains_key(*path))) {
        if before.get(path) != after.get(path) {
            let kind =
                path.strip_prefix("assets/").and_then(|name| name.split_once('-')).map_or("page", |(kind, _)| kind);
            *counts.entry(kind.to_owned()).or_insert(0) += 1;
        }
    }
    counts
}

#[test]
fn an_edit_changes_the_shards_of_its_words_alone() {
    let Some(project) = corpus(&["--stories", "300", "--seed", "5"]) else { return };
    let before = built(&project);
    let shards = before.keys().filter(|path| path.starts_with("assets/words-")).count();
    assert!(shards > 10, "{shards}");
    let people: Vec<String> = tree(&project.root().join("content/interns")).into_keys().collect();
    let story = format!("content/interns/{}", people[people.len() / 2]);
    let text = std::fs::read_to_string(project.root().join(&story)).unwrap();
    project.file(&story, &format!("{text}\nAn aardwolf met a zorilla.\n"));
    let after = built(&project);
    let changed = differing(&before, &after);
    assert!(changed["words"] <= 6 && changed["search"] == 2, "{changed:?}");
    assert!(!changed.contains_key("cards") && changed.get("spelling").is_none_or(|n| *n <= 4), "{changed:?}");
    assert!(index(&after)["aardwolf"].len() == 1 && !index(&before).contains_key("aardwolf"));

    // What was kept gives what a build from nothing gives.
    let clean = project.run(&["build", "--date", DAY, "--quiet", "--clean"]);
    assert_eq!((clean.code, tree(&project.public())), (0, after.clone()));

    // A new story comes behind all others.
    let newest = text.replacen("published = ", "published = 2026-01-01\n# ", 1);
    assert!(newest.contains("published = 2026-01-01"));
    project.file("content/interns/i-newest/index.md", &newest);
    let changed = differing(&after, &built(&project));
    assert!(changed["cards"] <= 3, "the last group alone: {changed:?}");
}

#[test]
fn a_theme_without_a_script_for_it_has_a_page_and_no_index() {
    let project = Project::new();
    project.file("themes/own/theme.toml", "name = \"own\"\nextends = \"showcase\"\n");
    for name in ["10-words.js", "20-index.js", "30-page.js"] {
        project.file(&format!("themes/own/search/{name}"), "");
    }
    let config = std::fs::read_to_string(project.root().join("site.toml")).unwrap();
    project.file("site.toml", &format!("theme = \"own\"\n{config}"));
    let files = project.built();
    let page = std::str::from_utf8(&files["search/index.html"]).unwrap();
    assert!(page.contains("/offices/") && !page.contains("data-index"), "{page}");
    assert!(!files.keys().any(|path| path.starts_with("assets/words-") || path.starts_with("assets/search-")));
}

/// A card shows a portrait as pages cut it, so another cut is another card.
#[test]
fn pictures_of_results_are_there_after_another_cut() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let project = Project::copy_of(root, &["site.toml", "content"]);
    project.edit("site.toml", "theme = \"showcase\"", "theme = \"own\"");
    let card = "[pictures]\ncard = { widths = [120], ratio = \"1/1\", sizes = \"120px\" }\n";
    project.file(
        "themes/own/theme.toml",
        &format!("name = \"Own\"\nversion = \"1.0.0\"\nextends = \"showcase\"\n\n{card}"),
    );
    let pictures = |files: &Files| -> BTreeSet<String> {
        let map = files.keys().find(|path| path.starts_with("assets/search-") && path.ends_with(".json")).unwrap();
        let cards =
            listed(files, &json(files, map), "cards").into_iter().flat_map(|group| group.as_array().unwrap().clone());
        cards.filter_map(|card| Some(card["picture"][0].as_str()?.to_owned())).collect()
    };
    let before = pictures(&project.built());
    project.edit("content/interns/i-7f3k/index.md", "focus = [0.5, 0.38]", "focus = [0.5, 0.9]");
    let files = project.built();
    let after = pictures(&files);
    assert_eq!(before.symmetric_difference(&after).count(), 2, "{before:?} {after:?}");
    let lacking: Vec<&String> = after.iter().filter(|href| !files.contains_key(href.trim_start_matches('/'))).collect();
    assert!(lacking.is_empty(), "{lacking:?}");
}
