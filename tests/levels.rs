//! Levels, comments that allow, and the list of known findings, over whole runs.

use std::fs;

use crate::harness::{DATE, Project, Ran};

const STORY: &str = "content/interns/i-1/index.md";
const LINE: &str = "Monday was for the [office](office:nairobi).";
const VAGUE: &str = "Monday: [click here](office:nairobi).";

fn lints(project: &Project, lines: &str) {
    project.edit("site.toml", "[[menu]]", &format!("[lints]\n{lines}\n\n[[menu]]"));
}

fn vague() -> Project {
    let project = Project::new();
    project.edit(STORY, LINE, VAGUE);
    project
}

fn check(project: &Project, more: &[&str]) -> Ran {
    project.run(&[&["check", "--date", DATE], more].concat())
}

fn codes(ran: &Ran) -> Vec<String> {
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let all = report["diagnostics"].as_array().unwrap().iter();
    all.map(|d| format!("{} {}", d["severity"].as_str().unwrap(), d["code"].as_str().unwrap())).collect()
}

#[test]
fn a_level_decides_what_a_finding_is() {
    for (level, code, found) in
        [("allow", 0, vec![]), ("warn", 0, vec!["warning link-text-vague"]), ("deny", 1, vec!["error link-text-vague"])]
    {
        let project = vague();
        lints(&project, &format!("link-text-vague = \"{level}\""));
        let ran = check(&project, &["--format", "json"]);
        assert_eq!((ran.code, codes(&ran)), (code, found.iter().map(|s| (*s).to_owned()).collect()), "{level}");
        assert_eq!(check(&project, &["--strict"]).code, i32::from(level != "allow"), "{level}");
        let built = project.build();
        assert_eq!((built.code, project.public().exists()), (code, code == 0), "{level}");
    }
}

#[test]
fn what_is_allowed_is_kept_like_what_has_no_problem() {
    let project = vague();
    lints(&project, "link-text-vague = \"allow\"");
    project.built();
    assert!(project.root().join(".showcase/records").is_file());
    let records = |project: &Project| fs::read(project.root().join(".showcase/records")).unwrap();
    let holds = |bytes: &[u8], word: &str| bytes.windows(word.len()).any(|window| window == word.as_bytes());
    assert!(holds(&records(&project), "Counting what counts"));
    let warned = vague();
    assert_eq!(warned.build().code, 0);
    assert!(!holds(&records(&warned), "Counting what counts"), "what has a finding is read each time");
}

#[test]
fn a_comment_is_heeded_in_every_build_and_seen_in_none() {
    let project = vague();
    project.edit(STORY, VAGUE, &format!("<!-- allow link-text-vague: so it is called -->\n{VAGUE}"));
    let first = project.built();
    assert!(!project.page("interns/i-1/index.html").contains("so it is called"));
    let second = project.built();
    assert_eq!(first, second, "a warm build reads the comment again");
    assert_eq!(check(&project, &["--strict"]).code, 0);
    let told = check(&project, &[]);
    assert!(told.stderr.contains("1 finding is allowed by a comment."), "{}", told.stderr);
    // What it allowed is gone, in a build that knows all else.
    project.edit(STORY, VAGUE, LINE);
    let unused = project.build();
    assert!(unused.stderr.contains("warning[allowance-unused]"), "{}", unused.stderr);
    let again = project.build();
    assert!(again.stderr.contains("warning[allowance-unused]"), "{}", again.stderr);
    assert_eq!(project.run(&["build", "--date", DATE, "--strict"]).code, 1);
}

#[test]
fn a_strict_build_that_an_idle_comment_stops_leaves_the_site() {
    let project = Project::new();
    let before = project.built();
    project.edit(STORY, LINE, "<!-- allow raw-html: no more -->\nMonday.");
    let ran = project.run(&["build", "--date", DATE, "--strict", "--quiet"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.stderr.contains("error[allowance-unused]"), "{}", ran.stderr);
    assert_eq!(crate::harness::tree(&project.public()), before);
}

#[test]
fn while_something_stops_the_build_no_comment_is_called_idle() {
    let project = Project::new();
    project.edit(STORY, LINE, "<!-- allow raw-html: no more -->\nMonday [office](office:nairobbi).");
    let ran = project.build();
    assert!(ran.code == 1 && !ran.stderr.contains("allowance-unused"), "{}", ran.stderr);
}

/// A site with two findings, written down.
fn old_site() -> Project {
    let project = vague();
    project.edit(STORY, "## My week", "# My week\n\n[here](office:nairobi)");
    let ran = check(&project, &["--write-baseline"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.stderr.contains("lints-baseline.toml has 3 findings now. Write `baseline ="), "{}", ran.stderr);
    lints(&project, "baseline = \"lints-baseline.toml\"");
    project
}

#[test]
fn known_findings_are_counted_and_not_told() {
    let project = old_site();
    let ran = check(&project, &["--strict"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.stderr.contains("3 findings are known from before and not reported.\n"), "{}", ran.stderr);
    assert!(!ran.stderr.contains("warning") && !ran.stderr.contains("error"), "{}", ran.stderr);
    // An edit above brings nothing back.
    project.edit(
        STORY,
        "I learnt to ask who is missing.\n\n#",
        "I learnt to ask who is missing.\n\nNew.\n\n- And\n- more.\n\n#",
    );
    assert_eq!(check(&project, &["--strict"]).code, 0);
}

#[test]
fn what_is_new_is_told() {
    let project = old_site();
    project.edit(STORY, VAGUE, &format!("{VAGUE}\n\n[here](office:nairobi)"));
    let ran = check(&project, &["--strict", "--format", "json"]);
    assert_eq!((ran.code, codes(&ran)), (1, vec!["error link-text-vague".to_owned()]), "{ran:?}");
    // The same line once more is one more than was known.
    let changed = old_site();
    changed.edit(STORY, VAGUE, "Tuesday: [click here](office:nairobi).");
    assert_eq!(check(&changed, &["--strict"]).code, 1, "a line that was rewritten is new");
}

#[test]
fn a_list_that_is_too_long_says_so_and_gets_shorter() {
    let project = old_site();
    project.edit(STORY, VAGUE, LINE);
    let ran = check(&project, &["--strict"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.stderr.contains("1 entry of the list of known findings can go"), "{}", ran.stderr);
    let path = project.root().join("lints-baseline.toml");
    let before = fs::read_to_string(&path).unwrap();
    let written = check(&project, &["--write-baseline"]);
    assert!(written.stderr.starts_with("lints-baseline.toml has 2 findings now.\n"), "{}", written.stderr);
    let after = fs::read_to_string(&path).unwrap();
    assert!(after.lines().count() + 1 == before.lines().count() && after.lines().all(|line| before.contains(line)));
    assert!(!check(&project, &[]).stderr.contains("can go"));
}

#[test]
fn no_build_writes_the_list_and_no_error_gets_into_it() {
    let project = vague();
    assert_eq!(project.build().code, 0);
    assert!(!project.root().join("lints-baseline.toml").exists());
    project.edit(STORY, "alt = \"A person at a desk\"", "alt = \"\"");
    let ran = check(&project, &["--write-baseline"]);
    assert!(ran.code == 1 && ran.stderr.contains("error["), "{ran:?}");
    assert!(!project.root().join("lints-baseline.toml").exists(), "what cannot be known is to be mended first");
    for name in ["content/x.toml", "../x.toml", "site.toml", "known.json"] {
        let ran = check(&vague(), &["--write-baseline", name]);
        assert_eq!(ran.code, 2, "{name}: {ran:?}");
    }
}

#[test]
fn a_finding_that_is_denied_can_be_known() {
    let project = vague();
    lints(&project, "link-text-vague = \"deny\"");
    assert_eq!(check(&project, &[]).code, 1);
    assert_eq!(check(&project, &["--write-baseline", "known.toml"]).code, 0);
    project.edit("site.toml", "[lints]", "[lints]\nbaseline = \"known.toml\"");
    assert_eq!(project.run(&["build", "--date", DATE, "--strict"]).code, 0);
}

#[test]
fn a_link_is_never_followed_when_the_list_is_written() {
    #[cfg(unix)]
    {
        let project = vague();
        project.file("elsewhere", "mine");
        std::os::unix::fs::symlink("elsewhere", project.root().join("lints-baseline.toml")).unwrap();
        assert_eq!(check(&project, &["--write-baseline"]).code, 2);
        assert_eq!(fs::read_to_string(project.root().join("elsewhere")).unwrap(), "mine");
    }
}

#[test]
fn explain_says_whether_a_level_can_be_set() {
    let says = |code: &str| Project::empty().run(&["explain", code]).stdout;
    assert!(says("raw-html").ends_with("A site may set its level, and a comment may allow it.\n"));
    assert!(says("withheld-name").ends_with("It stays an error: it protects people's privacy.\n"));
    assert!(says("quote-unspoken").starts_with("quote-unspoken (off)\n"));
}
