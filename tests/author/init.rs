//! `init`: what it makes passes every check, and what is there stays.

use crate::harness::{Project, Ran, tree};

fn init(project: &Project, more: &[&str]) -> Ran {
    let basics = [
        "init",
        "--organisation",
        "Example \"University\" & *Sons*",
        "--programme",
        "Example internships",
        "--base-url",
        "https://stories.small.example/",
        "--email",
        "hello@small.example",
        "--date",
        "2026-11-23",
    ];
    project.run(&[&basics, more].concat())
}

#[test]
fn a_new_site_passes_every_check() {
    let project = Project::empty();
    let ran = init(&project, &["--partner", "Example Agency"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let ran = project.run(&["build", "--strict", "--date", "2026-11-23", "--quiet"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let about = project.page("about/index.html");
    assert!(
        about.contains("Example “University” &amp; *Sons*")
            || about.contains("Example &quot;University&quot; &amp; *Sons*"),
        "{about}"
    );
    assert!(project.page("interns/i-sample/index.html").contains("A sample story"));
    for path in
        [".gitignore", ".taplo.toml", ".vscode/settings.json", ".vscode/extensions.json", "schemas/office.schema.json"]
    {
        assert!(project.root().join(path).is_file(), "{path}");
    }
    // What it writes is laid out as `fmt` does it, and the schemas are those of now.
    let ran = project.run(&["fmt", "--check"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let before = tree(&project.root().join("schemas"));
    assert_eq!(project.run(&["schema", "--out", "schemas"]).code, 0);
    assert_eq!(tree(&project.root().join("schemas")), before);
}

#[test]
fn a_new_site_needs_no_partner() {
    let project = Project::empty();
    assert_eq!(init(&project, &["site"]).code, 0);
    let ran = project.run(&["build", "--root", "site", "--strict", "--date", "2026-11-23", "--quiet"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
}

#[test]
fn nothing_is_overwritten() {
    let project = Project::empty();
    project.file("content/pages/about.md", "mine");
    let before = tree(project.root());
    let ran = init(&project, &[]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("  content/pages/about.md\n"), "{}", ran.stderr);
    assert_eq!(tree(project.root()), before);
}

#[test]
fn without_a_terminal_what_is_missing_is_named() {
    let project = Project::empty();
    let ran = project.run(&["init", "--programme", "x"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("--organisation, --base-url, --email"), "{}", ran.stderr);
    for (wrong, said) in [(["--language", "english"], "no language tag"), (["--time-zone", "Mars"], "no time zone")] {
        let ran = init(&project, &wrong);
        assert_eq!(ran.code, 2);
        assert!(ran.stderr.contains(said), "{}", ran.stderr);
    }
    let ran = project.run(&[
        "init",
        "--organisation",
        "x",
        "--programme",
        "x",
        "--base-url",
        "https://x.example/",
        "--email",
        "me",
    ]);
    assert!(ran.code == 2 && ran.stderr.contains("no e-mail address"), "{}", ran.stderr);
    assert!(tree(project.root()).is_empty());
}
