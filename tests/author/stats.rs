//! `stats`: counts of what is public, and nobody's name unless asked for.

use serde_json::{Value, json};

use crate::harness::{DATE, Project};

fn stats(project: &Project) -> Value {
    let ran = project.run(&["stats", "--date", DATE, "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    serde_json::from_str(&ran.stdout).unwrap()
}

#[test]
fn what_is_public_is_counted() {
    let project = Project::new();
    let told = stats(&project);
    assert_eq!(told["cohorts"][0], json!({ "cohort": "2024", "stories": 1, "placements": 1, "words": 14 }));
    assert_eq!(told["offices"], json!([{ "office": "nairobi", "stories": 1, "placements": 1 }]));
    assert_eq!(told["goals"][0]["stories"], 1);
    assert_eq!(told["levels"][1], json!({ "level": "postgraduate", "stories": 1 }));
    assert_eq!(told["uncredited"], json!([{ "intern": "i-1" }]));
    assert_eq!(told["stale"], json!([{ "page": "interns/i-1", "last_changed": "2024-09-01" }]));
    assert_eq!(told["consent_due"], json!([]));
    let csv = project.run(&["stats", "--date", DATE, "--format", "csv"]).stdout;
    assert!(csv.contains("offices,nairobi,placements,1\r\n") && csv.contains("uncredited,i-1,intern,i-1\r\n"), "{csv}");
}

#[test]
fn a_person_without_consent_is_no_story_and_has_no_name() {
    let project = Project::new();
    project.edit("content/interns/i-1/index.md", "scopes = [\"story\", ", "scopes = [");
    let told = stats(&project);
    assert_eq!(told["all"][0], json!({ "what": "stories", "count": 0 }));
    assert_eq!(told["cohorts"][0]["placements"], 1);
    // One placement at an office would point at the person.
    assert_eq!(
        told["offices"].as_array().unwrap().last().unwrap(),
        &json!({ "office": "not told", "stories": 0, "placements": 1 })
    );
    assert_eq!(told["consent_due"][0]["status"], "missing");
    for format in ["human", "json", "csv"] {
        let ran = project.run(&["stats", "--date", DATE, "--format", format]);
        assert!(ran.stdout.contains("i-1") && !ran.stdout.contains("Ada"), "{}", ran.stdout);
        let ran = project.run(&["stats", "--date", DATE, "--format", format, "--names"]);
        assert!(ran.stdout.contains("Ada Example"), "{}", ran.stdout);
    }
}
