//! What pages may weigh: who is warned, of what, and that it is the same
//! however the site was built.

use crate::harness::{DATE, Project, Ran};

fn with(budget: &str) -> Project {
    let project = Project::new();
    project.edit("site.toml", "[consent]", &format!("{budget}\n\n[consent]"));
    project
}

fn warnings(ran: &Ran) -> usize {
    ran.stderr.matches("warning[budget-exceeded]").count()
}

#[test]
fn a_page_over_its_budget_is_a_warning_with_what_weighs() {
    let project = with("[budget]\nrequests = 100\n\n[budget.home]\ntotal_kib = 1");
    let ran = project.build();
    assert_eq!((ran.code, warnings(&ran)), (0, 1), "{}", ran.stderr);
    assert!(ran.stderr.contains("--> site.toml:") && ran.stderr.contains("total_kib = 1"), "{}", ran.stderr);
    let list = ran.stderr.split("The heaviest first: ").nth(1).unwrap();
    let font = list.find("assets/hyperlegible").unwrap();
    assert!(font < list.find("assets/script-").unwrap() && list.contains("index.html ("), "{list}");
    // Told again by every build, though nothing is made or read again.
    for args in [
        &["build", "--date", DATE, "--quiet"][..],
        &["build", "--date", DATE, "--quiet", "--clean"],
        &["check", "--date", DATE, "--quiet"],
    ] {
        assert_eq!(project.run(args).stderr, ran.stderr, "{args:?}");
    }
    // Without the cache too.
    std::fs::remove_dir_all(project.root().join(".showcase")).unwrap();
    assert_eq!(project.build().stderr, ran.stderr);
}

#[test]
fn a_kind_of_page_may_have_a_limit_of_its_own() {
    let project = with("[budget]\nhtml_kib = 1");
    let ran = project.build();
    assert_eq!(warnings(&ran), 1, "one limit, one warning: {}", ran.stderr);
    assert!(ran.stderr.contains("pages are over the budget of 1 KiB of HTML, most of all /"), "{}", ran.stderr);
    let kinds =
        ["home", "list", "profile", "story", "index", "office", "cohort", "donor", "goal", "facet", "impact", "page"];
    let own: String = kinds.iter().map(|kind| format!("\n[budget.{kind}]\nhtml_kib = 500\n")).collect();
    let project = with(&format!("[budget]\nhtml_kib = 1\n{own}"));
    assert_eq!(project.build().stderr, "");
    // An edit makes a page too heavy, and another mends it.
    project.edit("site.toml", "[budget.profile]\nhtml_kib = 500", "[budget.profile]\nhtml_kib = 12");
    let record = "content/interns/i-1/index.md";
    assert_eq!(project.build().stderr, "");
    project.edit(record, "Monday was for", &format!("{} Monday was for", "More of it. ".repeat(1000)));
    let ran = project.build();
    assert!(warnings(&ran) == 1 && ran.stderr.contains("/interns/i-1/ has"), "{}", ran.stderr);
    project.edit(record, &"More of it. ".repeat(1000), "");
    assert_eq!(project.build().stderr, "");
}

#[test]
fn with_strict_nothing_is_published_that_is_too_heavy() {
    let project = with("[budget.home]\nhtml_kib = 500");
    let before = project.built();
    project.edit("site.toml", "html_kib = 500", "html_kib = 1").edit("site.toml", "Small showcase", "Large showcase");
    for command in ["build", "check"] {
        let ran = project.run(&[command, "--date", DATE, "--quiet", "--strict"]);
        assert!(ran.code == 1 && ran.stderr.contains("[budget-exceeded]"), "{command}: {}", ran.stderr);
    }
    assert_eq!(crate::harness::tree(&project.public()), before);
}

#[test]
fn without_a_budget_nothing_is_weighed() {
    let project = Project::new();
    project.built();
    assert!(!project.root().join(".showcase/weights").exists());
    project.edit("site.toml", "[consent]", "[budget]\ncss_kib = 500\n\n[consent]");
    project.built();
    assert!(project.root().join(".showcase/weights").exists());
}
