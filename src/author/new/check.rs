//! Whether a drafted file is valid: it is read as a build reads it, and what is
//! wrong is told by the key that it stands at.

use super::{NewKind, Wrong};
use crate::content::{cohort, donor, intern, office, page};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::text::FileId;

/// What keeps a drafted file from being read.
pub(super) fn problems(kind: NewKind, id: &str, text: &str, language: &str) -> Vec<Wrong> {
    let file = FileId(0);
    let mut problems = Vec::new();
    // What comes of reading is not wanted, only what is said of it.
    match kind {
        NewKind::Intern => drop(intern::read(text, file, id, language, &mut problems)),
        NewKind::Update => drop(intern::read_update(text, file, id, language, &mut problems)),
        NewKind::Office => drop(office::read(text, file, id, language, &mut problems)),
        NewKind::Cohort => drop(cohort::read(text, file, id, language, &mut problems)),
        NewKind::Donor => drop(donor::read(text, file, id, language, &mut problems)),
        NewKind::Page => drop(page::read(text, file, id, language, &mut problems)),
    }
    problems.iter().filter(|problem| problem.severity == Severity::Error).map(|problem| wrong(problem, text)).collect()
}

fn wrong(problem: &Diagnostic, text: &str) -> Wrong {
    let at = match &problem.place {
        Place::At(span) => span.range().start,
        _ => text.len(),
    };
    let help = problem.help.as_ref().map(|help| format!(" {help}")).unwrap_or_default();
    Wrong { path: key_at(text, at), why: format!("{}{help}", problem.message) }
}

/// The key on whose line a place is; `text` in the text.
fn key_at(text: &str, at: usize) -> String {
    let before = text.get(..at).unwrap_or(text);
    let body = text.starts_with("+++") && before.match_indices("\n+++\n").next().is_some();
    if body {
        return "text".to_owned();
    }
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let name = line.split('=').next().unwrap_or_default().trim().to_owned();
    let table = before.lines().rev().find_map(|line| line.strip_prefix('[')?.strip_suffix(']'));
    match table {
        Some(table) => format!("{table}.{name}"),
        None => name,
    }
}
