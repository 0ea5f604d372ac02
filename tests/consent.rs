//! The commands around consent: seeing it, taking it back, erasing.

use std::fs;

use serde_json::Value;

use crate::harness::{Project, Ran, git, tree};

const RECORD: &str = "content/interns/i-1/index.md";

fn ok(ran: Ran) -> Ran {
    assert_eq!(ran.code, 0, "{ran:?}");
    ran
}

/// A site whose only person has this consent, and these keys.
fn with_consent(consent: &str, head: &str) -> Project {
    let project = Project::new();
    let text = fs::read_to_string(project.root().join(RECORD)).unwrap();
    let (before, rest) = text.split_once("[consent]\n").unwrap();
    let (_, after) = rest.split_once("\n[outcome]").unwrap();
    let before = before.replace("published = 2024-09-01\n", &format!("published = 2024-09-01\n{head}"));
    project.file(RECORD, &format!("{before}[consent]\n{consent}\n[outcome]{after}"));
    project
}

fn told(project: &Project, day: &str, more: &[&str]) -> Value {
    let args = [&["consent", "--format", "json", "--date", day], more].concat();
    serde_json::from_str(&ok(project.run(&args)).stdout).unwrap()
}

/// The status of the only person on a day, and how many pages there are.
fn status(project: &Project, day: &str, more: &[&str]) -> (String, usize) {
    let document = told(project, day, more);
    let person = &document["people"][0];
    let pages = person["public"]["pages"].as_array().unwrap().len();
    (person["status"].as_str().unwrap().to_owned(), pages)
}

#[test]
fn each_status_the_day_before_the_day_and_the_day_after() {
    const ALL: &str = "scopes = [\"story\"]";
    let given = format!("{ALL}\ngiven = 2024-01-01\nreview = 2040-01-01");
    let one = ["--within", "0"];
    let cases: [(&str, String, [&str; 3]); 6] = [
        ("begins", format!("{ALL}\ngiven = 2025-03-10\nreview = 2040-01-01"), ["not-yet", "active", "active"]),
        ("review", format!("{ALL}\ngiven = 2024-01-01\nreview = 2025-03-10"), ["active", "review-due", "review-due"]),
        ("review by default", format!("{ALL}\ngiven = 2023-03-10"), ["active", "review-due", "review-due"]),
        ("expires", format!("{given}\nexpires = 2025-03-10"), ["active", "expired", "expired"]),
        ("withdrawn", format!("{given}\nwithdrawn = 2025-03-10"), ["active", "withdrawn", "withdrawn"]),
        ("no scope", "given = 2024-01-01".to_owned(), ["missing", "missing", "missing"]),
    ];
    for (what, consent, expected) in cases {
        let project = with_consent(&consent, "");
        for (day, expected) in ["2025-03-09", "2025-03-10", "2025-03-11"].into_iter().zip(expected) {
            let public = matches!(expected, "active" | "review-due");
            assert_eq!(status(&project, day, &one), (expected.to_owned(), usize::from(public)), "{what} on {day}");
        }
    }
    // What comes soon is said as long before as is asked for, and to the day.
    for (key, expected) in [("expires", "expiring"), ("withdrawn", "expiring"), ("review", "review-due")] {
        let dates = if key == "review" { String::new() } else { "\nreview = 2040-01-01".to_owned() };
        let project = with_consent(&format!("{ALL}\ngiven = 2024-01-01{dates}\n{key} = 2025-03-10"), "");
        let within = ["--within", "9"];
        assert_eq!(status(&project, "2025-02-28", &within).0, "active", "{key}");
        assert_eq!(status(&project, "2025-03-01", &within).0, expected, "{key}");
    }
}

#[test]
fn the_whole_account_of_a_person() {
    let project = Project::new();
    let document = told(&project, "2026-11-23", &["--names"]);
    let person = &document["people"][0];
    assert_eq!(person["id"], "i-1");
    assert_eq!(person["name"], "Ada Example");
    assert_eq!(person["withheld"], serde_json::json!(["partner_reuse"]));
    assert_eq!(person["public"]["pages"], serde_json::json!(["https://small.example/interns/i-1/"]));
    assert_eq!(person["next"], serde_json::json!([{ "on": "2040-01-01", "what": "review" }]));
    assert_eq!(document["next_change"], Value::Null);
    let picture = person["public"]["pictures"][0].as_str().unwrap().strip_prefix("https://small.example/").unwrap();
    assert!(project.built().contains_key(picture), "{picture}");
    // Names are told to whoever asks for them, and stand in no calendar.
    for format in ["human", "csv", "json", "ics"] {
        let ran = ok(project.run(&["consent", "--format", format, "--date", "2026-11-23"]));
        assert!(ran.stdout.contains("i-1") && !ran.stdout.contains("Ada"), "{format}: {}", ran.stdout);
    }
    let calendar = ok(project.run(&["consent", "--format", "ics", "--date", "2026-11-23", "--names"])).stdout;
    assert!(calendar.contains("DTSTART;VALUE=DATE:20400101\r\n") && !calendar.contains("Ada"), "{calendar}");
    let table = ok(project.run(&["consent", "--date", "2026-11-23", "--names"])).stdout;
    insta::assert_snapshot!(table.replace(picture.trim_start_matches("media/").trim_end_matches(".jpg"), "PICTURE"), @r"
    id   name         status  record   next               not covered    public
    i-1  Ada Example  active  current  2040-01-01 review  partner_reuse  1 page, 2 picture files

    i-1
      https://small.example/interns/i-1/
      https://small.example/media/PICTURE.jpg
      https://small.example/media/PICTURE.webp

    On 2026-11-23: 1 active.
    ");
}

#[test]
fn a_scheduled_job_can_fail_on_a_status() {
    let project = with_consent("given = 2024-01-01\nscopes = [\"story\"]\nexpires = 2025-01-01", "");
    let code = |fail_on: &str| project.run(&["consent", "--date", "2026-11-23", "--fail-on", fail_on]).code;
    assert_eq!([code("expired"), code("withdrawn,expired"), code("withdrawn"), code("nonsense")], [1, 1, 0, 2]);
    let draft = with_consent("given = 2024-01-01\nscopes = [\"story\"]\nexpires = 2025-01-01", "draft = true\n");
    assert_eq!(draft.run(&["consent", "--date", "2026-11-23", "--fail-on", "expired"]).code, 0);
    // A record that cannot be read may be anybody's.
    project.file("content/interns/i-2/index.md", "+++\nname = 3\n+++\n");
    let ran = project.run(&["consent", "--date", "2026-11-23"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.stderr.contains("people may be missing"), "{}", ran.stderr);
}

#[test]
fn a_build_foresees_the_next_change() {
    let consent =
        "given = 2025-01-10\nscopes = [\"story\"]\nreview = 2040-01-01\nexpires = 2026-06-01\nwithdrawn = 2026-07-01";
    let project = with_consent(consent, "");
    project.file("content/pages/soon.md", "+++\ntitle = \"Soon\"\npublished = 2025-03-01\n+++\n\nText.\n");
    let draft = "+++\ntitle = \"Never\"\npublished = 2025-02-01\ndraft = true\n+++\n\nText.\n";
    project.file("content/pages/never.md", draft);
    let update = "+++\ntitle = \"Later\"\nsummary = \"More.\"\npublished = 2026-05-01\n+++\n\nText.\n";
    project.file("content/interns/i-1/later.md", update);
    // The withdrawal in July changes nothing any more.
    for (day, next) in [
        ("2025-01-01", "2025-01-10\n"),
        ("2025-01-10", "2025-03-01\n"),
        ("2025-03-01", "2026-05-01\n"),
        ("2026-05-01", "2026-06-01\n"),
        ("2026-06-01", ""),
    ] {
        let args = ["build", "--date", day, "--next-change"];
        // Once from the sources, once from what an earlier run kept, once with
        // one file changed and all other records recalled.
        for _ in 0..2 {
            assert_eq!(ok(project.run(&args)).stdout, next, "{day}");
        }
        project.file("content/pages/about.md", &format!("+++\ntitle = \"About\"\n+++\n\nAs of {day}.\n"));
        assert_eq!(ok(project.run(&args)).stdout, next, "{day}, recalled");
    }
    let said = ok(project.run(&["build", "--date", "2025-01-01"])).stderr;
    assert!(said.contains("The site changes next on 2025-01-10: a consent begins.\n"), "{said}");
}

/// A record that a careful person wrote in a way of their own.
fn odd(project: &Project) -> String {
    let text = fs::read_to_string(project.root().join(RECORD)).unwrap();
    let odd = text
        .replace("[consent]\n", "# Signed in Nairobi.\n[ consent ]   # do not touch\n")
        .replace("method = \"signed form\"\n", "\tmethod   =\t'signed form'   # on paper \n\n")
        .replace('\n', "\r\n");
    project.file(RECORD, &odd);
    odd
}

#[test]
fn a_withdrawal_changes_one_line_of_one_file() {
    let project = Project::new();
    let before = odd(&project);
    project.built();
    let sources = tree(&project.root().join("content"));
    let dry = ok(project.run(&["withdraw", "i-1", "--dry-run", "--date", "2026-11-20"]));
    assert_eq!(tree(&project.root().join("content")), sources);
    assert!(dry.stderr.contains("would say: withdrawn = 2026-11-20"), "{}", dry.stderr);
    let ran = ok(project.run(&["withdraw", "i-1", "--date", "2026-11-20"]));
    assert!(ran.stderr.contains("disappear:\n") && ran.stderr.contains("  /interns/i-1/\n"), "{}", ran.stderr);
    assert!(ran.stderr.contains("search engines"), "{}", ran.stderr);
    let after = fs::read_to_string(project.root().join(RECORD)).unwrap();
    assert_eq!(after.replace("withdrawn = 2026-11-20\r\n", ""), before);
    let mut now = tree(&project.root().join("content"));
    now.insert("interns/i-1/index.md".to_owned(), before.into_bytes());
    assert_eq!(now, sources, "other files are as they were");
    assert!(!project.built().contains_key("interns/i-1/index.html"));
    assert!(project.page("_redirects").contains("/interns/i-1/* /410.html 410"));
    let again = ok(project.run(&["withdraw", "i-1", "--date", "2026-11-22"]));
    assert!(again.stderr.contains("already says"), "{}", again.stderr);
    assert_eq!(fs::read_to_string(project.root().join(RECORD)).unwrap(), after);
}

#[test]
fn whoever_withdraws_hears_of_a_name_that_stands_elsewhere() {
    let project = Project::new();
    project.file("content/pages/about.md", "+++\ntitle = \"About\"\n+++\n\nThanks to Ada Example.\n");
    let ran = project.run(&["withdraw", "i-1", "--date", "2026-11-20"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.stderr.contains("error[withheld-name]"), "{}", ran.stderr);
    assert!(fs::read_to_string(project.root().join(RECORD)).unwrap().contains("withdrawn = 2026-11-20"));
    let project = Project::new();
    project.file("content/pages/about.md", "+++\ntitle = \"About\"\n+++\n\nThanks to Ada Example.\n");
    let ran = project.run(&["erase", "i-1", "--yes"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.stderr.contains("error[withheld-name]") && ran.stderr.contains("nothing was erased"), "{}", ran.stderr);
    assert!(project.root().join(RECORD).exists());
}

#[test]
fn what_cannot_be_done_is_refused_and_changes_nothing() {
    let project = Project::new();
    let before = tree(project.root());
    for (args, code) in [
        (vec!["withdraw", "i-9"], 2),
        (vec!["withdraw", "../offices"], 2),
        (vec!["erase", "..", "--yes"], 2),
        (vec!["erase", "i-9", "--yes"], 2),
        (vec!["erase", "i-1"], 2),
    ] {
        let ran = project.run(&args);
        assert_eq!(ran.code, code, "{args:?} {ran:?}");
        assert_eq!(tree(project.root()), before, "{args:?}");
    }
    project.file(RECORD, "+++\nname = [\n+++\n");
    let ran = project.run(&["withdraw", "i-1"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.stderr.contains("cannot be read"), "{}", ran.stderr);
}

#[test]
fn an_erasure_leaves_nothing_but_the_address() {
    let project = Project::new();
    let list = "# Kept by hand.\n[[gone]]\nid   = \"i-0\" # first\nkind = \"intern\"\non = 2025-01-01";
    project.file("content/gone.toml", list);
    project.built();
    assert!(!tree(&project.public()).is_empty());
    let sources = tree(&project.root().join("content"));
    ok(project.run(&["erase", "i-1", "--dry-run"]));
    assert_eq!(tree(&project.root().join("content")), sources);
    let ran = ok(project.run(&["erase", "i-1", "--yes", "--date", "2026-11-23"]));
    assert!(ran.stderr.contains("  content/interns/i-1/portrait.png\n"), "{}", ran.stderr);
    let mut expected = sources.clone();
    expected.retain(|path, _| !path.starts_with("interns/i-1/"));
    let added = "\n\n[[gone]]\nid = \"i-1\"\nkind = \"intern\"\non = 2026-11-23\n";
    expected.insert("gone.toml".to_owned(), format!("{list}{added}").into_bytes());
    assert_eq!(tree(&project.root().join("content")), expected);
    for (path, bytes) in tree(project.root()) {
        let found = bytes.windows(3).any(|word| word == b"Ada");
        assert!(!found && !path.contains("interns/i-1/"), "{path}");
    }
    assert!(project.page("_redirects").contains("/interns/i-1/* /410.html 410"));
}

#[test]
fn a_record_that_was_never_public_leaves_no_address() {
    let project = with_consent("given = 2024-01-01\nscopes = [\"story\"]\nreview = 2040-01-01", "draft = true\n");
    let ran = ok(project.run(&["erase", "i-1", "--yes"]));
    assert!(ran.stderr.contains("noted nowhere"), "{}", ran.stderr);
    assert!(!project.root().join("content/gone.toml").exists());
    assert!(!project.root().join("content/interns/i-1").exists());
    assert!(!project.public().exists(), "where nothing was published, nothing is built");
}

#[test]
fn unsaved_changes_are_not_overwritten() {
    let project = Project::new();
    let git = |args: &[&str]| git(project.root(), args);
    git(&["init", "-q"]);
    git(&["add", "-A"]);
    git(&["commit", "-q", "-m", "Begin"]);
    project.edit(RECORD, "Monday", "Tuesday");
    for args in [vec!["withdraw", "i-1"], vec!["erase", "i-1", "--yes"]] {
        let ran = project.run(&args);
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(ran.stderr.contains("not committed"), "{}", ran.stderr);
        assert!(!fs::read_to_string(project.root().join(RECORD)).unwrap().contains("withdrawn"));
    }
    ok(project.run(&["withdraw", "i-1", "--force"]));
    git(&["commit", "-q", "-a", "-m", "Withdraw"]);
    // An untracked file of the person would be lost without a trace.
    project.file("content/interns/i-1/new.md", "+++\ntitle = \"N\"\nsummary = \"N.\"\npublished = 2024-10-01\n+++\n");
    assert_eq!(project.run(&["erase", "i-1", "--yes"]).code, 2);
    ok(project.run(&["erase", "i-1", "--yes", "--force"]));
    assert!(!project.root().join("content/interns/i-1").exists());
}
