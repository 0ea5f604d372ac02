//! Reports for machines: the forms that others define, and lines of a real diff.

mod schema;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::harness::{DATE, Project, git};

const STORY: &str = "content/interns/i-1/index.md";

fn report(project: &Project, format: &str) -> String {
    project.run(&["check", "--date", DATE, "--format", format]).stdout
}

/// An error, warnings, something that a comment allows, something that is known,
/// and a name that is not ASCII.
fn every_kind() -> Project {
    let project = Project::new();
    project.edit(STORY, "## My week", "# My week <b>\n\n[here](office:nairobi) and");
    assert_eq!(project.run(&["check", "--date", DATE, "--write-baseline"]).code, 0);
    project.edit("site.toml", "[[menu]]", "[lints]\nbaseline = \"lints-baseline.toml\"\n\n[[menu]]");
    project.edit(STORY, "Monday was", "<!-- allow raw-html: \"quoted\" & <b> -->\nMonday <b> was");
    project.edit(STORY, "(office:nairobi).", "(office:nairobbi). [More](office:nairobi)");
    project.file("content/pages/Été.md", "+++\n+++\n");
    project
}

#[test]
fn sarif_is_what_its_schema_says() {
    let schema: Value = serde_json::from_str(
        &fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sarif/sarif-schema-2.1.0.json"))
            .unwrap(),
    )
    .unwrap();
    for project in [every_kind(), Project::new()] {
        let document: Value = serde_json::from_str(&report(&project, "sarif")).unwrap();
        assert_eq!(schema::faults(&schema, &document), [""; 0]);
    }
    // The schema is heeded: what it forbids is found.
    let mut document: Value = serde_json::from_str(&report(&every_kind(), "sarif")).unwrap();
    document["runs"][0]["results"][0]["level"] = "fatal".into();
    document["runs"][0]["results"][1]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0.into();
    document["runs"][0]["results"][2]["extra"] = true.into();
    assert_eq!(schema::faults(&schema, &document).len(), 3);
}

/// What docs.github.com asks of a file for code scanning ("SARIF support for
/// code scanning"), as far as a report could miss it.
#[test]
fn sarif_is_what_github_takes() {
    let text = report(&every_kind(), "sarif");
    assert!(text.len() < 10 << 20);
    let document: Value = serde_json::from_str(&text).unwrap();
    let run = &document["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert!(results.len() <= 25_000 && rules.len() <= 25_000 && results.len() >= 6, "{}", results.len());
    let mut prints = BTreeSet::new();
    for result in results {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(rule["shortDescription"]["text"].as_str().unwrap().len() <= 1024);
        assert!(rule["fullDescription"]["text"].as_str().unwrap().len() <= 1024);
        assert!(["error", "warning", "note", "none"].contains(&result["level"].as_str().unwrap()));
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.is_ascii() && !uri.starts_with('/') && !uri.contains(':') && !uri.contains(".."), "{uri}");
        assert!(place["region"]["startLine"].as_u64().unwrap() >= 1);
        assert!(prints.insert(result["partialFingerprints"]["primaryLocationLineHash"].as_str().unwrap()));
    }
    let suppressed = |kind: &str| results.iter().filter(|r| r["suppressions"][0]["kind"] == kind).count();
    assert_eq!((suppressed("inSource"), suppressed("external")), (1, 3));
    let reason = results.iter().find_map(|r| r["suppressions"][0]["justification"].as_str());
    assert_eq!(reason, Some("\"quoted\" & <b>"));
}

#[test]
fn lines_of_json_are_the_items_of_the_document() {
    let project = every_kind();
    let document: Value = serde_json::from_str(&report(&project, "json")).unwrap();
    let lines: Vec<Value> = report(&project, "jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.len() >= 3);
    assert_eq!(Value::from(lines), document["diagnostics"]);
    assert_eq!(report(&Project::new(), "jsonl"), "");
}

#[test]
fn junit_counts_what_json_counts() {
    let project = every_kind();
    let document: Value = serde_json::from_str(&report(&project, "json")).unwrap();
    let xml = report(&project, "junit");
    let errors = document["errors"].as_u64().unwrap();
    assert_eq!(u64::try_from(xml.matches("<failure ").count()).unwrap(), errors);
    assert!(xml.contains(&format!(" failures=\"{errors}\" ")), "{xml}");
    assert!(xml.contains("message=\"allowed: &quot;quoted&quot; &amp; &lt;b&gt;\""), "{xml}");
    let passing = report(&Project::new(), "junit");
    assert!(passing.contains("<testcase name=\"no problems\"") && !passing.contains("<failure"), "{passing}");
}

/// Lines that the working folder adds, as `file:line`.
fn added(project: &Project) -> BTreeSet<String> {
    let (mut file, mut next, mut found) = (String::new(), 0, BTreeSet::new());
    for line in git(project.root(), &["diff", "--unified=0", "--no-color"]).lines() {
        if let Some(path) = line.strip_prefix("+++ b/") {
            file = path.trim_end_matches('\t').to_owned();
        } else if let Some(hunk) = line.strip_prefix("@@ ") {
            let new = hunk.split(' ').nth(1).unwrap().trim_start_matches('+');
            next = new.split(',').next().unwrap().parse::<usize>().unwrap();
        } else if line.starts_with('+') {
            found.insert(format!("{file}:{next}"));
            next += 1;
        }
    }
    found
}

/// A value as GitHub reads it: `%25` last, so that `%250A` is no line end.
fn read_value(value: &str) -> String {
    value.replace("%0D", "\r").replace("%0A", "\n").replace("%3A", ":").replace("%2C", ",").replace("%25", "%")
}

#[test]
fn annotations_stand_on_the_changed_lines_of_a_diff() {
    let project = Project::new();
    project.file("content/pages/été, 100%.md", "+++\ntitle = \"A\"\n+++\n\nNothing.\n");
    // CRLF and a byte order mark must not move a line.
    let text = fs::read_to_string(project.root().join("content/pages/about.md")).unwrap();
    project.file("content/pages/about.md", &format!("\u{feff}{}", text.replace('\n', "\r\n")));
    git(project.root(), &["init", "--quiet"]);
    git(project.root(), &["add", "."]);
    git(project.root(), &["commit", "--quiet", "--message", "first"]);
    project.edit(STORY, "I learnt to ask who is missing.\n\n#", "New, above.\n\nI learnt to ask who is missing.\n\n#");
    project.edit(STORY, "(office:nairobi).", "(office:nairobbi).\n\n[here](office:nairobi)");
    project.edit("content/pages/about.md", "What this is.", "First.\r\n\r\nWhat <b>this</b> is.");
    project.edit("content/offices/nairobi.toml", "kind = ", "knid = ");
    let output = report(&project, "github");
    let commands: Vec<&str> = output.lines().filter(|line| line.starts_with("::")).collect();
    let places: BTreeSet<String> = commands
        .iter()
        .map(|command| {
            let properties = command.split("::").nth(1).unwrap().split_once(' ').unwrap().1;
            let value = |key: &str| {
                let found = properties.split(',').find_map(|property| property.strip_prefix(key)?.strip_prefix('='));
                read_value(found.unwrap_or_else(|| panic!("{key} in {command}")))
            };
            // The file of a page whose name no address can have has no line.
            if properties.contains("line=") { format!("{}:{}", value("file"), value("line")) } else { value("file") }
        })
        .collect();
    let changed = added(&project);
    let placed: BTreeSet<&String> = places.iter().filter(|place| !place.contains("été")).collect();
    assert!(placed.len() >= 4, "{output}");
    assert!(placed.iter().all(|place| changed.contains(*place)), "{placed:?} are not all among {changed:?}");
    assert!(places.iter().any(|place| place.contains("été, 100%.md")), "{output}");
}
