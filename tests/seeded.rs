//! Three hundred faults, planted in a site of five hundred pages: in stories and
//! records, in templates, in files that are copied. Each has to be found where
//! its author can mend it, and nothing else may be found.

mod copied;
mod site;
mod sources;
mod templates;

use std::collections::BTreeSet;

use crate::harness::{DATE, Project};

/// A fault as a report names it: code, file, line.
type Fault = (String, String, u64);

/// Faults that were planted.
#[derive(Default)]
struct Planted(Vec<Fault>);

impl Planted {
    fn note(&mut self, code: &str, file: &str, line: usize) {
        self.0.push((code.to_owned(), file.to_owned(), line as u64));
    }
}

/// The line on which a text stands first.
fn line_of(text: &str, needle: &str) -> usize {
    let at = text.find(needle).unwrap_or_else(|| panic!("{needle:?} in {text}"));
    text[..at].matches('\n').count() + 1
}

/// Everything that a check of the site reports.
fn reported(project: &Project) -> Vec<Fault> {
    let ran = project.run(&["check", "--date", DATE, "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{ran:?}"));
    let of = |problem: &serde_json::Value| {
        let text = |key: &str| problem[key].as_str().unwrap().to_owned();
        (text("code"), text("file"), problem["line"].as_u64().unwrap())
    };
    report["diagnostics"].as_array().unwrap().iter().map(of).collect()
}

fn compare(planted: Planted, reported: Vec<Fault>) -> usize {
    let count = planted.0.len();
    let planted: BTreeSet<Fault> = planted.0.into_iter().collect();
    assert_eq!(planted.len(), count, "no two faults are planted at one place");
    let reported: BTreeSet<Fault> = reported.into_iter().collect();
    let missed: Vec<_> = planted.difference(&reported).collect();
    let invented: Vec<_> = reported.difference(&planted).collect();
    assert!(missed.is_empty() && invented.is_empty(), "missed: {missed:#?}\ninvented: {invented:#?}");
    count
}

#[test]
fn three_hundred_faults_are_found_where_they_are() {
    let clean = site::five_hundred_pages();
    assert_eq!(reported(&clean), [], "the clean site");
    let built = clean.run(&["build", "--date", DATE]);
    let pages: usize = built.stderr.split(' ').next().unwrap().parse().unwrap();
    let copies = crate::harness::tree(&clean.public()).keys().filter(|path| path.starts_with("leaflets/")).count();
    assert!(pages + copies >= 500, "{pages} pages and {copies} copies");
    let mut all = 0;
    for plant in [sources::plant, copied::plant, templates::plant] {
        let project = site::copy(&clean);
        let planted = plant(&project);
        all += compare(planted, reported(&project));
    }
    assert!(all >= 300, "{all}");
}

/// What a file refers to is known from an earlier run, and where that leads is
/// found out anew.
#[test]
fn a_check_that_knows_most_says_what_one_that_knows_nothing_says() {
    let project = Project::new();
    let page = |name: &str, body: &str| {
        let text = site::leaflet(1).replace("Leaflet 1", name).replace("leaflet 1 ", &format!("{name} "));
        project.file(&format!("content/static/{name}.html"), &text.replace("<p>For the notice board.</p>", body));
    };
    page("one", "<p id=\"board\"><a href=\"/two.html#wall\">The wall</a></p>");
    page("two", "<p id=\"wall\"><a href=\"/one.html\">The board</a></p>");
    project.edit("content/pages/about.md", "What this is.", "What this is: [a leaflet](/one.html).");
    assert_eq!(reported(&project), []);
    let facts = project.root().join(".showcase/facts");
    let known = std::fs::metadata(&facts).unwrap().len();
    project.edit("content/static/two.html", "id=\"wall\"", "id=\"walls\"");
    let dangling = [("fragment-dangling".to_owned(), "content/static/one.html".to_owned(), 13)];
    assert_eq!(reported(&project), dangling, "one.html is as it was");
    assert_ne!(known, 0);
    std::fs::write(&facts, b"torn").unwrap();
    assert_eq!(reported(&project), dangling, "nothing is known");
    project.delete("content/static/two.html");
    let gone = [("link-dangling".to_owned(), "content/static/one.html".to_owned(), 13)];
    assert_eq!(reported(&project), gone);
}
