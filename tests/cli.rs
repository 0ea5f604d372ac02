//! The command line: exit codes, streams, summaries.

use crate::harness::{DATE, Project, tree};

#[test]
fn a_small_site_builds_without_a_word() {
    let project = Project::new();
    let files = project.built();
    assert!(files.contains_key("interns/i-1/index.html"));
    assert!(files.contains_key(".showcase-manifest"));
    assert!(project.page("interns/i-1/index.html").contains("Ada Example"));
}

#[test]
fn the_summary_counts() {
    let project = Project::new();
    let first = project.run(&["build", "--date", DATE]);
    assert_eq!((first.code, first.stdout.as_str()), (0, ""));
    assert!(first.stderr.contains("files written, 0 unchanged"), "{}", first.stderr);
    let second = project.run(&["build", "--date", DATE]);
    assert!(second.stderr.contains(" 0 files written"), "{}", second.stderr);
}

#[test]
fn wrong_usage_is_exit_2() {
    let project = Project::new();
    for args in [
        &["build", "--date", "yesterday"][..],
        &["build", "--base-url", "javascript:alert(1)"],
        &["build", "--jobs", "0"],
        &["build", "--no-such-flag"],
        &["frobnicate"],
        &["build", "--root", "nowhere"],
        &["build", "--out", "content"],
        &["build", "--out", "."],
        &["explain", "no-such-code"],
    ] {
        let ran = project.run(args);
        assert_eq!(ran.code, 2, "{args:?}: {ran:?}");
        assert!(!ran.stderr.is_empty(), "{args:?}");
    }
}

#[test]
fn nothing_is_written_when_there_is_an_error() {
    let project = Project::new();
    project.built();
    let before = tree(&project.public());
    project.edit("content/interns/i-1/index.md", "office = \"nairobi\"", "office = \"nairobbi\"");
    let ran = project.build();
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("Did you mean `nairobi`?"), "{}", ran.stderr);
    assert_eq!(tree(&project.public()), before);
    let fresh = Project::new();
    fresh.edit("site.toml", "title = \"Small showcase\"", "titel = \"Small showcase\"");
    assert_eq!(fresh.build().code, 1);
    assert!(!fresh.public().exists());
}

#[test]
fn strict_stops_at_warnings() {
    let project = Project::new();
    project.edit("content/interns/i-1/index.md", "## My week", "# My week");
    assert_eq!(project.build().code, 0);
    assert_eq!(project.run(&["build", "--date", DATE, "--strict"]).code, 1);
}

#[test]
fn reports_for_machines_are_one_document() {
    let project = Project::new();
    project.edit("content/interns/i-1/index.md", "office = \"nairobi\"", "office = \"nairobbi\"");
    let ran = project.run(&["check", "--date", DATE, "--format", "json"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let first = &report["diagnostics"][0];
    assert_eq!(first["code"], "office-unknown");
    assert_eq!(first["file"], "content/interns/i-1/index.md");
    assert_eq!((first["line"].as_u64(), first["column"].as_u64()), (Some(7), Some(10)));
    let sarif = project.run(&["check", "--date", DATE, "--format", "sarif"]);
    let sarif: serde_json::Value = serde_json::from_str(&sarif.stdout).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    let github = project.run(&["check", "--date", DATE, "--format", "github"]);
    assert!(github.stdout.starts_with("::error file=content/interns/i-1/index.md,line=7"), "{}", github.stdout);
}

#[test]
fn explain_knows_every_code() {
    let project = Project::empty();
    let all = project.run(&["explain"]);
    assert_eq!(all.code, 0);
    for line in all.stdout.lines() {
        let code = line.split_whitespace().next().unwrap();
        let ran = project.run(&["explain", code]);
        assert_eq!(ran.code, 0);
        assert!(ran.stdout.starts_with(code));
    }
}

#[test]
fn list_shows_what_is_public() {
    let project = Project::new();
    let ran = project.run(&["list", "interns", "--date", DATE, "--format", "json"]);
    let rows: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(rows[0]["id"], "i-1");
    assert_eq!(rows[0]["office"], "nairobi");
    for kind in ["offices", "cohorts", "donors", "goals", "pages"] {
        let ran = project.run(&["list", kind, "--date", DATE]);
        assert_eq!(ran.code, 0);
        assert_eq!(ran.stdout.lines().count(), 2, "{kind}: {}", ran.stdout);
    }
}

#[test]
fn one_run_reports_every_mistake_of_every_file() {
    let project = Project::new();
    project
        .edit("site.toml", "since = 2022", "since = \"2022\"")
        .edit("content/interns/i-1/index.md", "start = 2024-01-08", "start = \"2024-01-08\"")
        .edit("content/interns/i-1/index.md", "office = \"nairobi\"", "office = \"nairobbi\"")
        .edit("content/interns/i-1/index.md", "donors = [\"trust\"]", "donors = [\"trusst\"]")
        .edit("content/interns/i-1/index.md", "portrait.png", "portrayt.png")
        .edit("content/interns/i-1/index.md", "office:nairobi", "office:nowhere")
        .edit("content/offices/nairobi.toml", "country = \"KE\"", "country = \"KN\"\ncuntry = \"KE\"")
        .edit("content/offices/nairobi.toml", "on the hill", "on the [hill](page:hill)")
        .edit("content/pages/about.md", "title = \"About\"", "titel = \"About\"")
        .edit("content/pages/about.md", "What this is.", "What [this](#nothing) is.");
    let ran = project.run(&["check", "--date", DATE, "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let codes: Vec<_> = report["diagnostics"].as_array().unwrap().iter().map(|d| d["code"].as_str().unwrap()).collect();
    let expected = [
        "office-unknown",
        "date-invalid",
        "donor-unknown",
        "image-missing",
        "link-dangling",
        "key-unknown",
        "link-dangling",
        "key-unknown",
        "fragment-dangling",
        "key-type",
    ];
    assert_eq!(codes, expected, "{}", ran.stdout);
}
