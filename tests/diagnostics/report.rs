//! The report as a whole: everything in one run, in order, the same for people
//! and for machines, and nothing in it that a terminal would obey.

use std::fs;

use crate::harness::{DATE, Project};

struct Found {
    file: String,
    line: u64,
    column: u64,
    code: String,
}

/// `check --format json`.
fn found(project: &Project) -> Vec<Found> {
    let ran = project.run(&["check", "--date", DATE, "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let all = report["diagnostics"].as_array().unwrap().iter();
    let one = |d: &serde_json::Value| Found {
        file: d["file"].as_str().unwrap().to_owned(),
        line: d["line"].as_u64().unwrap(),
        column: d["column"].as_u64().unwrap(),
        code: d["code"].as_str().unwrap().to_owned(),
    };
    all.map(one).collect()
}

/// Five mistakes in each of five stories, in the record and in the text; two
/// in each of ten pages; one in each of five records.
fn fifty_mistakes() -> Project {
    let project = Project::new();
    for n in 0..5 {
        project.file(
            &format!("content/interns/i-2{n}/index.md"),
            r#"+++
name = "Somebody"
course = 12
level = "undergraduate"
cohort = "2042"
office = "nairobbi"
start = "2024-01-08"
title = "A story"
summary = "A summary."
published = 2024-09-01
+++

See [the office](office:nairobbi).
"#,
        );
    }
    for n in 0..10 {
        project.file(
            &format!("content/pages/page-{n}.md"),
            "+++\ntitel = \"Page\"\n+++\n\n## Here\n\nSee [above](#hear).\n",
        );
        if n < 5 {
            project.file(&format!("content/cohorts/20{n}0.toml"), "year = \"2024\"\n");
        }
    }
    project
}

#[test]
fn fifty_mistakes_are_one_report() {
    let project = fifty_mistakes();
    let found = found(&project);
    let files: std::collections::BTreeSet<&str> = found.iter().map(|f| f.file.as_str()).collect();
    assert_eq!((found.len(), files.len()), (50, 20));
    let places: Vec<_> = found.iter().map(|f| (&f.file, f.line, f.column)).collect();
    assert!(places.is_sorted(), "{places:?}");
    let story: Vec<&str> =
        found.iter().filter(|f| f.file == "content/interns/i-20/index.md").map(|f| f.code.as_str()).collect();
    assert_eq!(story, ["key-type", "cohort-unknown", "office-unknown", "date-invalid", "link-dangling"]);
    let ran = project.build();
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.ends_with("50 errors; nothing was written. `showcase explain CODE` says more about a code.\n"));
    assert!(!project.public().exists());
}

#[test]
fn people_and_machines_are_sent_to_the_same_place() {
    let project = fifty_mistakes();
    project.edit("content/interns/i-1/index.md", "## My week", "# Mé 漢字 [x](#zzz) <b>");
    let arrows = project.build().stderr;
    let arrows: Vec<&str> = arrows.lines().filter_map(|line| line.trim_start().strip_prefix("--> ")).collect();
    let places: Vec<String> = found(&project).iter().map(|f| format!("{}:{}:{}", f.file, f.line, f.column)).collect();
    assert_eq!(arrows, places);
    assert!(places.len() > 50);
}

#[test]
fn strict_makes_errors_of_warnings() {
    let project = Project::new();
    project.edit("content/interns/i-1/index.md", "## My week", "# My week <b>");
    let lax = project.build();
    assert_eq!(lax.code, 0);
    assert!(lax.stderr.contains("warning[heading-top]") && lax.stderr.contains("warning[raw-html]"));
    let before = crate::harness::tree(&project.public());
    project.edit("content/interns/i-1/index.md", "# My week <b>", "# My month <b>");
    let strict = project.run(&["build", "--date", DATE, "--quiet", "--strict"]);
    assert_eq!(strict.code, 1);
    assert!(strict.stderr.contains("error[heading-top]") && !strict.stderr.contains("warning"), "{}", strict.stderr);
    assert!(strict.stderr.contains("2 errors; nothing was written"), "{}", strict.stderr);
    assert_eq!(crate::harness::tree(&project.public()), before);
}

#[test]
fn an_output_that_cannot_be_written_is_the_machines_fault() {
    let project = Project::new();
    project.built();
    fs::remove_file(project.public().join("feed.xml")).unwrap();
    fs::create_dir_all(project.public().join("feed.xml/in the way")).unwrap();
    project.edit("content/pages/about.md", "What this is.", "What this was.");
    let ran = project.build();
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.stderr.starts_with("error[output-failed]: ") && ran.stderr.contains("feed.xml"), "{}", ran.stderr);
}

/// Control characters and the marks that turn the direction of text around.
fn commands(text: &str) -> Option<char> {
    text.chars().find(|c| {
        (c.is_control() && *c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}')
    })
}

#[cfg(unix)]
#[test]
fn nothing_in_a_source_commands_the_terminal() {
    use std::os::unix::ffi::OsStrExt;
    const EVIL: &str = "\u{1b}[2J\u{1b}]0;owned\u{7}\u{9b}31m\u{202e}\u{8}\r";
    let project = Project::new();
    project.edit(
        "content/interns/i-1/index.md",
        "office = \"nairobi\"",
        &format!("office = '{}'", "\\u{9b}\u{9b}2J\u{202e}"),
    );
    project.edit(
        "content/interns/i-1/index.md",
        "## My week",
        &format!("[a](../{EVIL}.md) [b](<java{EVIL}:x>) ![c]({EVIL}.png)"),
    );
    project.edit("content/offices/nairobi.toml", "\"KE\"", r#""\u001B[31mKE\u202E""#);
    project.edit(
        "content/offices/nairobi.toml",
        "kind =",
        r#""\u001B[8mkey" = 1
kind ="#,
    );
    project.edit(
        "content/pages/about.md",
        "title = \"About\"",
        r#"title = "About"
aliases = ["/\u001B[31m\u202E"]
template = "\u001B[2J.html""#,
    );
    project.edit("site.toml", "language = \"en-GB\"", "language = \"en-GB\"\ntheme = \"\\u202E\"");
    for name in ["evil\u{1b}[31m.md", "\u{202e}dm.live.md", "back\\slash.md", "line\nbreak.md", "tab\there.md"] {
        fs::write(project.root().join("content/pages").join(name), "+++\n+++\n").unwrap();
    }
    let bytes = std::ffi::OsStr::from_bytes(b"content/pages/\xff\x1b[31m.md");
    fs::write(project.root().join(bytes), "+++\n+++\n").unwrap();
    let human = project.build();
    assert_eq!(human.code, 1);
    assert_eq!(commands(&human.stderr), None, "{}", human.stderr);
    assert!(human.stderr.matches("error[").count() >= 10, "{}", human.stderr);
    for format in ["json", "sarif", "github"] {
        let machine = project.run(&["check", "--date", DATE, "--format", format]);
        assert_eq!(machine.code, 1);
        assert_eq!(machine.stdout.chars().find(|c| c.is_control() && *c != '\n'), None, "{format}: {}", machine.stdout);
    }
    let missing = project.run(&["build", "--root", "\u{1b}[31m\u{202e}"]);
    assert_eq!((missing.code, commands(&missing.stderr)), (2, None), "{}", missing.stderr);
    let explain = project.run(&["explain", "\u{1b}[31m\u{202e}"]);
    assert_eq!((explain.code, commands(&explain.stderr)), (2, None), "{}", explain.stderr);
}
