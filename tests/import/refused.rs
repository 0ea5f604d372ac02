//! What is not imported, and what is left alone.

use std::fs;

use super::{body, document, import};
use crate::harness::{Project, tree};

#[test]
fn other_formats_are_refused_with_advice() {
    let project =
        Project::new().bytes("old.doc", &[0xd0, 0xcf, 0x11, 0xe0, 1]).bytes("locked.docx", &[0xd0, 0xcf, 0x11, 0xe0]);
    project.file("paper.pdf", "%PDF-1.7").file("mac.pages", "x").file("torn.docx", "PK nothing");
    let before = tree(project.root());
    for (file, said) in [
        ("old.doc", "save it as .docx"),
        ("locked.docx", "password"),
        ("paper.pdf", "Ask for the document that it was made from"),
        ("mac.pages", "Export To"),
        ("torn.docx", "damaged"),
        ("nowhere.docx", "cannot be read"),
    ] {
        let ran = import(&project, &[file, "--kind", "page", "--title", "T"]);
        assert_eq!(ran.code, 1, "{file}: {ran:?}");
        assert!(ran.stderr.contains(said), "{file}: {}", ran.stderr);
    }
    assert_eq!(tree(project.root()), before);
}

#[test]
fn all_problems_come_at_once_and_the_good_are_written() {
    let project = Project::new();
    project
        .file("a.md", "# First\n\nOne.\n")
        .file("b.pdf", "")
        .file("c.md", "no title\n")
        .file("d.md", "# Last\n\nTwo.\n");
    let ran = import(&project, &["a.md", "b.pdf", "c.md", "d.md", "--kind", "page"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.stderr.contains("error: b.pdf: ") && ran.stderr.contains("error: c.md: title: "), "{}", ran.stderr);
    assert_eq!(body(&project, "content/pages/first.md"), "One.\n");
    assert_eq!(body(&project, "content/pages/last.md"), "Two.\n");
    // Once more, nothing is overwritten.
    let before = tree(project.root());
    let ran = import(&project, &["a.md", "--kind", "page"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.stderr.contains("is there already"), "{}", ran.stderr);
    assert_eq!(tree(project.root()), before);
}

#[test]
fn a_dry_run_writes_nothing() {
    let project = Project::new();
    let before = tree(project.root());
    let path = document("picture.docx");
    let ran = import(&project, &[&*path.to_string_lossy(), "--kind", "page", "--title", "T", "--dry-run"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.stdout.contains("::figure{src=\"t-1.png\""), "{}", ran.stdout);
    assert_eq!(tree(project.root()), before);
}

#[test]
fn a_text_goes_into_a_draft_without_one() {
    let project = Project::new();
    let record = [
        "new",
        "intern",
        "--name",
        "Zaina Farahani",
        "--course",
        "Law LLM",
        "--level",
        "postgraduate",
        "--cohort",
        "2024",
        "--office",
        "nairobi",
        "--start",
        "2024-02-01",
        "--id",
        "i-zz99",
        "--date",
        "2026-11-23",
    ];
    assert_eq!(project.run(&record).code, 0);
    let path = document("letter.docx");
    let path = path.to_string_lossy();
    let ran = import(&project, &[&path, "--into", "i-zz99"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let file = project.root().join("content/interns/i-zz99/index.md");
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains("\ntitle = \"Four months of other people’s commas\"\n"), "{text}");
    assert!(text.contains("\nname = \"Zaina Farahani\"\n") && text.contains("\ndraft = true\n"), "{text}");
    assert!(body(&project, "content/interns/i-zz99/index.md").starts_with("I came to **Geneva**"), "{text}");
    assert_eq!(project.build().code, 0);
    // Not a second time, and not over what somebody published.
    for (id, said) in [("i-zz99", "has a text already"), ("i-1", "is no draft"), ("i-none", "cannot be read")] {
        let ran = import(&project, &[&path, "--into", id]);
        assert_eq!(ran.code, 1, "{ran:?}");
        assert!(ran.stderr.contains(said), "{}", ran.stderr);
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
}

#[test]
fn flags_of_one_record_are_not_for_several_documents() {
    let project = Project::new();
    project.file("a.md", "# A\n\nx\n").file("b.md", "# B\n\ny\n");
    let ran = import(&project, &["a.md", "b.md", "--name", "Ada Example"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.stderr.contains("--name is meant for one document"), "{}", ran.stderr);
}

/// Names in an archive are looked up and never written.
#[test]
fn a_picture_elsewhere_on_the_machine_is_not_read() {
    let project = Project::new().bytes("secret.png", include_bytes!("../fixtures/pixel.png"));
    project.file("in/page.html", "<p>x</p><img src='../secret.png' alt='a'><img src='/etc/hostname' alt='b'>");
    let ran = import(&project, &["in/page.html", "--kind", "page", "--title", "T", "--format", "json"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let report = super::report(&ran);
    assert_eq!(report["pictures"].as_array().unwrap().len(), 0);
    assert_eq!(super::remains(&report).iter().filter(|remain| remain.starts_with("lost-picture")).count(), 2);
}
