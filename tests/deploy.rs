//! `showcase deploy`: the order of changes and the record in memory, with a store
//! that looks at every instant; folders and branches for real. Servers that others
//! wrote are in `servers`; tests/run has them.

mod folder;
mod git;
mod memory;
mod order;
mod proxy;
mod refused;
mod servers;

use std::collections::BTreeMap;
use std::path::Path;

use crate::harness::{DATE, Project, Ran, tree};

/// What a deploy of a folder with a site puts somewhere: all but what is showcase's
/// own, and, for stores of objects, the rules for hosts.
fn deployed(out: &Path, rules: bool) -> BTreeMap<String, Vec<u8>> {
    let own = |path: &str| path.starts_with(".showcase");
    let is_rule = |path: &str| [".htaccess", "_caddy", "_headers", "_nginx.conf", "_redirects"].contains(&path);
    tree(out).into_iter().filter(|(path, _)| !own(path) && (rules || !is_rule(path))).collect()
}

/// What lies at a place, without what is showcase's own.
fn there(place: &Path) -> BTreeMap<String, Vec<u8>> {
    tree(place).into_iter().filter(|(path, _)| !path.split('/').any(|part| part.starts_with(".showcase"))).collect()
}

/// The small site, with somebody more, built.
fn site() -> Project {
    let project = Project::new();
    let record = std::fs::read_to_string(project.root().join("content/interns/i-1/index.md")).unwrap();
    let second = record.replace("Ada Example", "Bo Second").replace("Counting what counts", "What comes second");
    project.file("content/interns/i-2/index.md", &second);
    let project = project.bytes("content/interns/i-2/portrait.png", include_bytes!("fixtures/pixel.png"));
    built(&project);
    project
}

fn built(project: &Project) {
    let ran = project.run(&["build", "--date", DATE, "--quiet"]);
    assert_eq!(ran.code, 0, "{ran:?}");
}

fn deploy(project: &Project, target: &str, more: &[&str], environment: &[(&str, &str)]) -> Ran {
    let args = [&["deploy", target, "--date", DATE], more].concat();
    project.run_with(&args, environment)
}

/// The second person takes everything back.
fn withdraw(project: &Project) {
    project.edit("content/interns/i-2/index.md", "review = 2040-01-01", "withdrawn = 2026-11-20");
    built(project);
}
