//! `fmt`: the same site before and after, the same comments, and nothing to do
//! the second time.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use showcase::author::{FileKind, fmt};

use crate::harness::{DATE, Project, tree};

/// What is published: all but the list of what each file was made of.
fn published(project: &Project) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut files = project.built();
    files.remove(".showcase-manifest");
    files
}

/// Lines without spaces, in no order: what must be there as often as before.
fn lines(text: &str) -> Vec<String> {
    let text = text.trim_start_matches('\u{feff}');
    let mut lines: Vec<String> = text.lines().map(|line| line.split_whitespace().collect()).collect();
    lines.retain(|line: &String| !line.is_empty());
    lines.sort();
    lines
}

#[test]
fn the_sample_site_is_laid_out_and_stays_what_it_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let project = Project::copy_of(root, &["site.toml", "content", "themes"]);
    let check = project.run(&["fmt", "--check"]);
    assert_eq!(check.code, 0, "{}", check.stderr);
    // Whatever may stand otherwise is put right again.
    let before = published(&project);
    let path = "content/interns/i-2m9d/index.md";
    let text = fs::read_to_string(project.root().join(path)).unwrap();
    let (record, body) = text.strip_prefix("+++\n").unwrap().split_once("\n+++\n").unwrap();
    let mut keys: Vec<&str> = record.split("\n\n").next().unwrap().lines().collect();
    let list = keys.iter().position(|line| line.starts_with("sdgs")).unwrap();
    let name = keys.remove(0);
    keys.insert(list - 1, name);
    let groups = record.split_once("\n\n").unwrap().1;
    let messy = format!("+++\n{}\n\n\n\n{groups}\n+++\n\n{}", keys.join("\n"), body.replace("\n\n", "\n\n\n"));
    assert_ne!(messy, text);
    project.file(path, &messy);
    let check = project.run(&["fmt", "--check", "content"]);
    assert_eq!(check.code, 1);
    assert!(check.stderr.contains(path), "{}", check.stderr);
    assert_eq!(fs::read_to_string(project.root().join(path)).unwrap(), messy);
    assert_eq!(project.run(&["fmt", path]).code, 0);
    let after = fs::read_to_string(project.root().join(path)).unwrap();
    assert_eq!(lines(&after), lines(&messy));
    assert_eq!(after, text);
    assert_eq!(published(&project), before);
}

#[test]
fn a_file_that_cannot_be_parsed_is_told_and_left_alone() {
    let project = Project::new();
    project.file("content/offices/nairobi.toml", "name = \"Nairobi\ncountry = 3   \n");
    project.file("content/cohorts/2024.toml", "title = \"The cohort\"\nyear = 2024\n");
    let before = tree(&project.root().join("content/offices"));
    let ran = project.run(&["fmt"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("error[toml-syntax]") && ran.stderr.contains("offices/nairobi.toml"), "{}", ran.stderr);
    assert_eq!(tree(&project.root().join("content/offices")), before);
    // The others are laid out all the same.
    assert_eq!(
        fs::read_to_string(project.root().join("content/cohorts/2024.toml")).unwrap(),
        "year = 2024\ntitle = \"The cohort\"\n"
    );
    assert_eq!(project.run(&["fmt", "content/nothing.md"]).code, 2);
    assert_eq!(project.run(&["fmt", "--check", "content/cohorts", "--root", "."]).code, 0);
}

#[test]
fn the_output_is_the_same_in_the_small_site_whatever_the_order() {
    let project = Project::new();
    let before = published(&project);
    project.file(
        "content/offices/nairobi.toml",
        "# Head.\n\nsummary = \"A regional office.\"\nkind=\"regional-office\" \n\n\n# where\nlongitude = 36.82 # east\nlatitude = -1.28\ncountry = \"KE\"\ndescription = \"The office on the hill. [What this is](page:about).\"\ncapital = true\nname = \"Nairobi\"\n",
    );
    assert_eq!(project.run(&["fmt", "--date", DATE]).code, 2);
    assert_eq!(project.run(&["fmt"]).code, 0);
    let text = fs::read_to_string(project.root().join("content/offices/nairobi.toml")).unwrap();
    assert!(text.starts_with("# Head.\n\nname = \"Nairobi\"\ncapital = true\n"), "{text}");
    assert!(text.contains("# where\nlongitude = 36.82 # east\n"), "{text}");
    assert_eq!(published(&project), before);
    assert_eq!(project.run(&["fmt", "--check"]).code, 0);
}

/// Pieces of records and texts, right and wrong.
fn piece() -> impl Strategy<Value = String> {
    let fixed = [
        "name = \"Ada\"",
        "title=\"T\"  # t",
        "  start = 2024-01-01",
        "# a note",
        "   # another",
        "",
        "",
        "\t",
        "[consent]",
        "given = 2024-01-01",
        "scopes = [\n  \"story\", # s\n\n  \"name\",\n]",
        "[outcome]",
        "kind = \"study\"",
        "[extra]",
        "b = 1",
        "a = { x = 1, y = [1, 2] }",
        "[extra.deep]",
        "[[sources]]",
        "url = \"https://x.example/\"",
        "consent.given = 2024-01-01",
        "quote = \"\"\"\nlines  \n\n\nof text\"\"\"",
        "sdgs = [4, { goal = 10 }]",
        "unknown = 'x'",
        "\"quoted key\" = 1",
        "[ office ]",
        "= 3",
        "[",
    ];
    prop::sample::select(fixed.to_vec()).prop_map(str::to_owned)
}

fn paragraph() -> impl Strategy<Value = String> {
    let fixed = [
        "Text with a break  ",
        "and more ",
        "",
        "",
        "   ",
        "- item",
        "  continued  ",
        "    code  ",
        "\tcode",
        "```",
        "~~~ rust",
        "    ",
        "> quote  ",
        "> ```",
        "1. one",
        "   two",
        "# Heading  ",
        "<b>raw</b>",
        "[a]: /x  ",
        "| a | b |",
        "|---|---|",
        ":::quote{by=\"x\"}",
        ":::",
        "*emph* \\",
        "+++",
        "term",
        ": definition  ",
    ];
    prop::sample::select(fixed.to_vec()).prop_map(str::to_owned)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn formatting_keeps_values_and_comments_and_has_an_end(
        record in prop::collection::vec(piece(), 0..14),
        body in prop::collection::vec(paragraph(), 0..16),
        windows in any::<bool>(),
        bom in any::<bool>(),
        kind in prop::sample::select(vec![FileKind::Intern, FileKind::Cohort, FileKind::Office]),
    ) {
        let story = kind == FileKind::Intern;
        let record = record.join("\n");
        let mut text = if story { format!("+++\n{record}\n+++\n{}", body.join("\n")) } else { record };
        if windows {
            text = text.replace('\n', "\r\n");
        }
        if bom {
            text.insert(0, '\u{feff}');
        }
        let Some(once) = fmt::format(kind, &text) else { return Ok(()) };
        let twice = fmt::format(kind, &once);
        prop_assert_eq!(twice.as_deref(), Some(once.as_str()), "not idempotent: {:?}", text);
        prop_assert_eq!(lines(&once), lines(&text));
        prop_assert_eq!(once.starts_with('\u{feff}'), bom);
        if text.contains("\r\n") {
            prop_assert_eq!(once.matches('\n').count(), once.matches("\r\n").count());
        }
    }
}
