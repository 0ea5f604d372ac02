//! A card is drawn when what it is made of is new, and never else.

use std::collections::BTreeMap;

use super::pages::{image, with_cards};
use crate::harness::{DATE, Project, tree};

/// Builds, and says how many cards of each template were drawn.
fn drawn_in(project: &Project, out: &str) -> BTreeMap<String, usize> {
    let ran = project.run(&["build", "--date", DATE, "--timings", "--out", out]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let cards = ran.stderr.lines().chain(ran.stdout.lines()).filter(|line| line.starts_with("cards/"));
    let count = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        (words[0].to_owned(), words[3].parse().unwrap())
    };
    cards.map(count).collect()
}

fn only(template: &str, count: usize) -> BTreeMap<String, usize> {
    BTreeMap::from([(template.to_owned(), count)])
}

/// So many stories, but for the first without portraits.
fn stories(count: usize) -> Project {
    let project = with_cards();
    for number in 2..=count {
        let record = std::fs::read_to_string(project.root().join("content/interns/i-1/index.md")).unwrap();
        let (head, rest) = record.split_once("[portrait]").unwrap();
        let record = format!("{head}{}", &rest[rest.find("[consent]").unwrap()..]);
        let record = record.replace("Ada Example", &format!("Ada Example {number}"));
        project.file(&format!("content/interns/i-{number}/index.md"), &record);
    }
    project
}

#[test]
fn so_many_stories_change_so_many_cards_are_drawn() {
    let project = stories(9);
    assert_eq!(drawn_in(&project, "public").get("cards/story.svg"), Some(&9));
    assert_eq!(drawn_in(&project, "public"), BTreeMap::new(), "nothing changed");
    for number in 2..=5 {
        let path = format!("content/interns/i-{number}/index.md");
        project.edit(&path, "title = \"Counting what counts\"", &format!("title = \"Counted {number} times\""));
    }
    assert_eq!(drawn_in(&project, "public"), only("cards/story.svg", 4));
    // What no card shows.
    project.edit("content/interns/i-3/index.md", "Monday was", "Tuesday was");
    assert_eq!(drawn_in(&project, "public"), BTreeMap::new());
}

#[test]
fn another_output_takes_what_was_drawn_for_the_first() {
    let project = stories(3);
    let first = drawn_in(&project, "public");
    assert_eq!(first.values().sum::<usize>(), 7);
    assert_eq!(drawn_in(&project, "elsewhere"), BTreeMap::new());
    assert_eq!(tree(&project.public()), tree(&project.root().join("elsewhere")));
}

#[test]
fn what_decides_a_card_renames_it() {
    let project = with_cards();
    let named = || {
        let files = project.built();
        image(std::str::from_utf8(&files["interns/i-1/index.html"]).unwrap()).unwrap()
    };
    let mut names = vec![named()];
    for (path, from, to) in [
        ("content/interns/i-1/index.md", "Ada Example", "Ada B. Example"),
        ("content/interns/i-1/index.md", "Counting what counts", "Counting what matters"),
        ("content/interns/i-1/index.md", "beneficiaries = \"none\"", "beneficiaries = \"none\"\nfocus = [0.5, 0.2]"),
        ("site.toml", "Small showcase", "Small show"),
    ] {
        project.edit(path, from, to);
        names.push(named());
    }
    project.file("themes/showcase/i18n/en-GB.toml", "card_place = \"{place}, {year}\"\n");
    names.push(named());
    project.file("themes/showcase/templates/cards/story.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    let before = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), before);
}

#[test]
fn a_check_draws_none_and_finds_what_is_wrong_with_a_template() {
    let project = with_cards();
    let check = || project.run(&["check", "--date", DATE, "--timings"]);
    let ran = check();
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(!ran.stderr.contains("cards/") && !ran.stdout.contains("cards/"), "{}", ran.stderr);
    project.file("themes/showcase/templates/cards/goal.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><g></svg>");
    let ran = check();
    assert!(ran.code == 1 && ran.stderr.contains("error[card-drawing]"), "{}", ran.stderr);
}
