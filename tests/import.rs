//! `import`: documents and sites of other programs become drafts, and nothing
//! is left out in silence.

mod damaged;
mod documents;
mod pages;
mod refused;
mod sites;
mod written;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::harness::{Project, Ran};

/// A document that LibreOffice made; tests/import/README.md says how.
fn document(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/documents").join(name)
}

/// Runs `import` on the day of the tests.
fn import(project: &Project, args: &[&str]) -> Ran {
    project.run(&[&["import", "--date", "2026-11-23"], args].concat())
}

/// The first document of a report for programs.
fn report(ran: &Ran) -> Value {
    let whole: Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {ran:?}"));
    whole["documents"][0].clone()
}

/// What a report says that was not simply carried: `kind | below | words`.
fn remains(report: &Value) -> Vec<String> {
    let text = |remain: &Value, key: &str| remain[key].as_str().unwrap().to_owned();
    let list = report["remains"].as_array().unwrap().iter();
    list.map(|remain| ["kind", "below", "words"].map(|key| text(remain, key)).join(" | ")).collect()
}

/// Imports one file as a page called `imported`; gives the text below the
/// record, and what remained.
fn page_of(project: &Project, file: &Path) -> (String, Vec<String>) {
    let path = file.to_string_lossy();
    let args = [&*path, "--kind", "page", "--id", "imported", "--title", "Imported", "--format", "json"];
    let ran = import(project, &args);
    assert_eq!(ran.code, 0, "{ran:?}");
    let report = report(&ran);
    assert_eq!(report["path"], "content/pages/imported.md");
    (body(project, "content/pages/imported.md"), remains(&report))
}

/// The text of a record.
fn body(project: &Project, path: &str) -> String {
    let text = fs::read_to_string(project.root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    text.split_once("\n+++\n\n").unwrap_or_else(|| panic!("{text}")).1.to_owned()
}

/// A page of a text in HTML or Markdown.
fn page(name: &str, text: &str) -> (String, Vec<String>) {
    let project = Project::new();
    project.file(name, text);
    page_of(&project, &project.root().join(name))
}
