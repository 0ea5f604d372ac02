//! Tables of answers: the export of a web form or of a spreadsheet, and the
//! mapping that says which column is which key.
//!
//! Each row becomes a record or a list of what is wrong, by column; one bad row
//! keeps no good one back. A row is known again by a hash of its key column, or
//! of all of it, which the record keeps: never by anything that it says.

mod mapping;
mod rows;

use std::collections::BTreeSet;

use super::new::{Amidst, Drafted, NewKind, Wanted, draft};
use crate::front_matter;
use crate::hash::Hash128;
use crate::text::FileId;
use crate::tree::Tree;

pub use mapping::Mapping;
pub use rows::{Row, csv, json};

/// What became of a row.
#[derive(Debug)]
pub enum Outcome {
    /// A record.
    Drafted(Drafted),
    /// There is a record of it already.
    Known,
    /// What is wrong: a column, or none, and why.
    Wrong(Vec<(Option<String>, String)>),
}

/// The hashes of rows that the records of a site were made from.
pub fn rows_of(tree: &Tree) -> BTreeSet<String> {
    let mut rows = BTreeSet::new();
    for file in tree.below("content").filter(|file| !tree.path(*file).as_str().starts_with("content/static/")) {
        // Whatever cannot be read was made by no table.
        let Ok(text) = tree.open(file) else { continue };
        if !text.contains("source_row") {
            continue;
        }
        let record = match front_matter::split(FileId(0), &text) {
            Ok(parts) => text.get(parts.record).unwrap_or_default(),
            Err(_) => &text,
        };
        let table = record.trim_start_matches('\u{feff}').parse::<toml::Table>().unwrap_or_default();
        let row = table.get("extra").and_then(|extra| extra.get("source_row")).and_then(toml::Value::as_str);
        rows.extend(row.map(str::to_owned));
    }
    rows
}

/// Makes a record of a row. `made` has the rows that there are records of, and
/// gets this one's if it becomes one.
pub fn record(
    kind: NewKind,
    row: &Row,
    mapping: &Mapping,
    amidst: &Amidst<'_>,
    made: &mut BTreeSet<String>,
    random: &mut dyn FnMut() -> u64,
) -> Outcome {
    if let Some(why) = &row.broken {
        return Outcome::Wrong(vec![(None, why.clone())]);
    }
    let source_row = match print(kind, row, mapping) {
        Ok(print) => print,
        Err(wrong) => return Outcome::Wrong(vec![wrong]),
    };
    if made.contains(&source_row) {
        return Outcome::Known;
    }
    let mut wanted = Wanted { source_row: Some(source_row.clone()), ..Wanted::default() };
    mapping.fill(row, &mut wanted);
    match draft(kind, &wanted, amidst, random) {
        Ok(drafted) => {
            made.insert(source_row);
            Outcome::Drafted(drafted)
        }
        Err(wrong) => {
            let by_column = wrong.into_iter().map(|wrong| (mapping.column_of(&wrong.path), wrong.why));
            Outcome::Wrong(by_column.collect())
        }
    }
}

/// What a row is known by.
fn print(kind: NewKind, row: &Row, mapping: &Mapping) -> Result<String, (Option<String>, String)> {
    let mut parts = vec![kind.word()];
    match &mapping.key {
        Some(column) => {
            let value = row.cell(column).map(str::trim).filter(|value| !value.is_empty());
            let missing =
                || (Some(column.clone()), "This is the column that rows are known by, and it is empty.".to_owned());
            parts.push(value.ok_or_else(missing)?);
        }
        None => parts.extend(row.cells.iter().flat_map(|(column, cell)| [column.as_str(), cell.as_str()])),
    }
    Ok(Hash128::of(parts.join("\u{1f}").as_bytes()).to_string())
}
