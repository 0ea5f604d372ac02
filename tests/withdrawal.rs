//! One of a thousand withdraws. The next build changes what named them, what
//! counts them and what the gap moves, and leaves every other file as it was.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::harness::{Project, RULES, tree};
use crate::scripts::{DAY, corpus};

/// Files that hold figures: they have to change, though they named nobody.
const COUNT: [&str; 26] = [
    "index.html",
    // The figures of the programme stand there too.
    "donors/index.html",
    "impact/index.html",
    // How many stories each leads to.
    "cohorts/index.html",
    "levels/index.html",
    "offices/index.html",
    "schools/index.html",
    "sdgs/index.html",
    // How many stories each has.
    "data/cohorts.csv",
    "data/cohorts.json",
    "data/donors.csv",
    "data/donors.json",
    "data/goals.csv",
    "data/goals.json",
    "data/offices.csv",
    "data/offices.json",
    // Profiles of a cohort; the level of one person alone is not told.
    "data/interns-by-cohort.csv",
    "data/interns-by-cohort.json",
    // The outcome is nobody's business any more.
    "data/outcomes.csv",
    "data/outcomes.json",
    "data/stories-by-goal.csv",
    "data/stories-by-goal.json",
    // One placement alone is counted at no place.
    "data/months-by-region.csv",
    "data/months-by-region.json",
    "data/placements-by-office.csv",
    "data/placements-by-office.json",
];

/// The list of what was written, which names every other file.
const MANIFEST: &str = ".showcase-manifest";

type Files = BTreeMap<String, Vec<u8>>;

fn built(project: &Project) -> Files {
    let ran = project.run(&["build", "--date", DAY, "--quiet"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    tree(&project.public())
}

/// A key of a record.
fn value(record: &str, key: &str) -> String {
    let line = record.lines().find(|line| line.starts_with(&format!("{key} = "))).unwrap();
    line.split_once('"').unwrap().1.trim_end_matches('"').to_owned()
}

/// Files that hold one of these words, in their bytes or their path.
fn holding<'f>(files: &'f Files, words: &[String]) -> BTreeSet<&'f str> {
    let finder = aho_corasick::AhoCorasick::new(words).unwrap();
    let held =
        files.iter().filter(|(path, bytes)| finder.is_match(path.as_bytes()) || finder.is_match(bytes.as_slice()));
    held.map(|(path, _)| path.as_str()).collect()
}

/// The list that a page is a part of, by its folder.
fn list(path: &str) -> &str {
    let folder = path.strip_suffix("/index.html").unwrap_or(path);
    folder.split_once("/page/").map_or(folder, |(list, _)| list)
}

/// Whether a file is one of those that the scripts search by, or names them.
fn is_index(path: &str) -> bool {
    let stems = ["interns", "search", "words", "spelling", "cards"];
    path == "search/index.html" || stems.iter().any(|stem| path.starts_with(&format!("assets/{stem}-")))
}

/// Lets one of so many withdraw and compares.
fn one_of(stories: usize) {
    let Some(project) = corpus(&["--stories", &stories.to_string(), "--seed", "3"]) else { return };
    let before = built(&project);
    // Somebody with an outcome, whom others link to, from the middle of all lists.
    let people: Vec<String> = tree(&project.root().join("content/interns")).into_keys().collect();
    let record_of = |path: &String| fs::read_to_string(project.root().join("content/interns").join(path)).unwrap();
    let linked = |path: &String| {
        let link = format!("(intern:{})", path.strip_suffix("/index.md").unwrap());
        people.iter().filter(|other| record_of(other).contains(&link)).count() > 1
    };
    let path =
        people[people.len() / 2..].iter().find(|path| record_of(path).contains("[outcome]") && linked(path)).unwrap();
    let (record, id) = (record_of(path), path.strip_suffix("/index.md").unwrap());
    let words: Vec<String> = ["name", "title", "quote", "summary"]
        .map(|key| value(&record, key))
        .into_iter()
        .chain([id.to_owned()])
        .collect();
    project.edit(&format!("content/interns/{path}"), "review = 2040-01-01", "withdrawn = 2026-01-02");
    let after = built(&project);

    let named = holding(&before, &words);
    let lists: BTreeSet<&str> =
        named.iter().map(|path| list(path)).filter(|list| *list != format!("interns/{id}")).collect();
    // All parts of a list say how many it has, and those behind move up.
    let moved = before.keys().map(String::as_str).filter(|path| lists.contains(list(path)));
    let fixed = COUNT.into_iter().chain(RULES).chain([MANIFEST]);
    let expected: BTreeSet<&str> = named.iter().copied().chain(moved).chain(fixed).collect();
    let changed: BTreeSet<&str> =
        before.iter().filter(|(path, bytes)| after.get(*path) != Some(bytes)).map(|(path, _)| path.as_str()).collect();
    // Those behind move up in the search index as well.
    let needless: Vec<_> = changed.difference(&expected).filter(|path| !is_index(path)).collect();
    let missed: Vec<_> = expected.difference(&changed).collect();
    assert!(needless.is_empty() && missed.is_empty(), "changed needlessly: {needless:#?}\nnot changed: {missed:#?}");
    assert!(changed.len() * 3 < before.len(), "{} of {} files are few", changed.len(), before.len());

    // What is no longer there was theirs, the index of the search, or the last
    // part of a list that became shorter.
    for path in before.keys().filter(|path| !after.contains_key(*path)) {
        let theirs = path.starts_with(&format!("interns/{id}/")) || is_index(path);
        assert!(theirs || path.contains("/page/") && lists.contains(list(path)), "{path}");
    }
    let new: Vec<&String> = after.keys().filter(|path| !before.contains_key(*path)).collect();
    assert!(new.iter().all(|path| is_index(path)), "{new:?}");
    let left = holding(&after, &words);
    assert_eq!(left, RULES.into_iter().collect(), "only the rules still know the id");
    let rules: String = RULES.map(|name| String::from_utf8_lossy(&after[name]).into_owned()).concat();
    assert!(words.iter().filter(|word| rules.contains(*word)).eq([&id.to_owned()]), "no rule holds a name");
    assert!(!String::from_utf8_lossy(&after["robots.txt"]).contains("Disallow"));
    let total = |files: &Files| {
        let table: serde_json::Value = serde_json::from_slice(&files["data/interns-by-cohort.json"]).unwrap();
        let rows = table["rows"].as_array().unwrap().clone();
        rows.iter().map(|row| row["placements"].as_u64().unwrap()).sum::<u64>()
    };
    assert_eq!((total(&before), total(&after)), (stories as u64, stories as u64), "totals hold");
}

#[test]
fn a_withdrawal_changes_what_named_the_person_and_nothing_else() {
    one_of(150);
}

#[test]
#[ignore = "takes long; tests/run runs it"]
fn one_of_a_thousand_changes_what_named_them_and_nothing_else() {
    one_of(1000);
}
