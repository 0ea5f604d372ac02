//! What consent withholds is withheld in every language.

use super::bilingual;
use crate::harness::tree;

const FRENCH: &str = "+++\ntitle = \"qztitrezq\"\nsummary = \"qzresumezq\"\nquote = \"qzcitationzq\"\nunit = \
                      \"qzunitezq\"\n\n[portrait]\nalt = \"qzaltzq\"\n\n[outcome]\nrole = \"qzrolezq\"\n\n[sdgs]\n\
                      \"10.7\" = \"qzpourquoizq\"\n+++\n\nqztextezq\n\n![qzimagezq](portrait.png)\n";

const WORDS: [&str; 9] = [
    "qztitrezq",
    "qzresumezq",
    "qzcitationzq",
    "qzunitezq",
    "qzaltzq",
    "qzrolezq",
    "qzpourquoizq",
    "qztextezq",
    "qzimagezq",
];

/// The words that stand in the output or in what is kept for later runs.
fn found(scopes: &str, more: &str) -> Vec<&'static str> {
    let project = bilingual();
    project.file("content/interns/i-1/index.fr.md", FRENCH);
    let all = "\"story\", \"name\", \"photo\", \"quote\", \"outcome\", \"donor_link\", \"social\"";
    project.edit("content/interns/i-1/index.md", all, scopes);
    project.edit("content/interns/i-1/index.md", "method = \"signed form\"\n", more);
    // The second run recalls what the first has kept.
    for _ in 0..2 {
        assert_eq!(project.build().code, 0, "{}", project.build().stderr);
    }
    let mut files = tree(&project.public());
    let cache = project.root().join(".showcase");
    files.extend(tree(&cache).into_iter().map(|(path, bytes)| (format!(".showcase/{path}"), bytes)));
    let all: Vec<String> = files.values().map(|bytes| String::from_utf8_lossy(bytes).to_lowercase()).collect();
    WORDS.into_iter().filter(|word| all.iter().any(|text| text.contains(word))).collect()
}

#[test]
fn no_scope_leaks_through_a_translation() {
    let all = ["story", "name", "photo", "quote", "outcome", "donor_link", "social"];
    let without = |scope: &str| {
        let kept: Vec<String> = all.iter().filter(|s| **s != scope).map(|s| format!("\"{s}\"")).collect();
        found(&kept.join(", "), "")
    };
    let all_but = |hidden: &[&str]| -> Vec<&str> { WORDS.into_iter().filter(|word| !hidden.contains(word)).collect() };
    assert_eq!(without(""), WORDS);
    assert_eq!(without("quote"), all_but(&["qzcitationzq"]));
    assert_eq!(without("outcome"), all_but(&["qzrolezq"]));
    assert_eq!(without("photo"), all_but(&["qzaltzq", "qzimagezq"]));
    assert_eq!(without("story"), Vec::<&str>::new());
}

#[test]
fn a_consent_that_is_over_is_over_in_every_language() {
    let all = "\"story\", \"name\", \"photo\", \"quote\", \"outcome\", \"donor_link\", \"social\"";
    assert_eq!(found(all, "withdrawn = 2026-11-20\n"), Vec::<&str>::new());
}

#[test]
fn a_withheld_name_is_found_in_a_translation() {
    let project = bilingual();
    project.edit("content/interns/i-1/index.md", "\"name\", ", "");
    project.file("content/interns/i-1/index.fr.md", "+++\ntitle = \"Compter\"\n+++\n\nAda Example a compté.\n");
    for _ in 0..2 {
        let ran = project.build();
        assert_eq!(ran.code, 1, "{}", ran.stderr);
        assert!(
            ran.stderr.contains("error[withheld-name]") && ran.stderr.contains("index.fr.md:5:1"),
            "{}",
            ran.stderr
        );
    }
}
