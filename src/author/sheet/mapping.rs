//! The mapping file: which column is which key, and what its cells mean.
//!
//! ```toml
//! key = "Response ID"              # tells a row that was taken before
//! dates = ["%d/%m/%Y"]             # how dates are written, beside 2026-11-23
//! separator = ";"                  # between the items of a list in one cell
//!
//! [columns]                        # column = key; `text` is the story
//! "Full name" = "name"
//!
//! [values.level]                   # what a cell says = what the record says
//! "Master's" = "postgraduate"
//!
//! [defaults]                       # for cells that are empty or not there
//! summary = "Summary to come."
//! ```

use std::collections::BTreeMap;

use super::Row;
use crate::author::new::{NewKind, Wanted};
use crate::diagnostic::did_you_mean;
use crate::record::Form;

/// Columns that mean something beside the keys of the record.
const TEXT: &str = "text";
const ID: &str = "id";

/// A mapping.
#[derive(Debug, Default)]
pub struct Mapping {
    /// The column that rows are known by.
    pub key: Option<String>,
    /// How dates are written.
    pub dates: Vec<String>,
    separator: Option<String>,
    columns: BTreeMap<String, String>,
    values: BTreeMap<String, BTreeMap<String, String>>,
    defaults: BTreeMap<String, String>,
    /// Keys that take several answers.
    lists: Vec<String>,
}

const KNOWN: [&str; 6] = ["key", "dates", "separator", "columns", "values", "defaults"];

impl Mapping {
    /// Where columns are called as keys are.
    pub fn plain(kind: NewKind) -> Self {
        let paths = kind.fields().into_iter().map(|field| field.path).chain([TEXT.to_owned(), ID.to_owned()]);
        Self { columns: paths.map(|path| (path.clone(), path)).collect(), ..Self::of(kind) }
    }

    fn of(kind: NewKind) -> Self {
        let lists = kind.fields().into_iter().filter(|field| matches!(field.key.form, Form::List(_)));
        Self { lists: lists.map(|field| field.path).collect(), ..Self::default() }
    }

    /// Reads a mapping file.
    ///
    /// # Errors
    /// Everything that is wrong with it, as sentences.
    pub fn read(text: &str, kind: NewKind) -> Result<Self, Vec<String>> {
        let table: toml::Table = text
            .trim_start_matches('\u{feff}')
            .parse()
            .map_err(|error: toml::de::Error| vec![format!("It cannot be read: {}.", error.message())])?;
        let mut wrong = Vec::new();
        for name in table.keys().filter(|name| !KNOWN.contains(&name.as_str())) {
            wrong.push(format!("There is no key `{name}`.{}", near(name, &KNOWN)));
        }
        let mut mapping = Self::of(kind);
        let text_of = |name: &str| table.get(name).and_then(toml::Value::as_str).map(str::to_owned);
        mapping.key = text_of("key");
        mapping.separator = text_of("separator");
        let dates = table.get("dates").and_then(toml::Value::as_array).into_iter().flatten();
        mapping.dates = dates.filter_map(|format| Some(format.as_str()?.to_owned())).collect();
        mapping.columns = texts(table.get("columns"), "columns", &mut wrong);
        mapping.defaults = texts(table.get("defaults"), "defaults", &mut wrong);
        for (path, values) in table.get("values").and_then(toml::Value::as_table).into_iter().flatten() {
            mapping.values.insert(path.clone(), texts(Some(values), &format!("values.{path}"), &mut wrong));
        }
        let fields = kind.fields();
        let mut paths: Vec<&str> = fields.iter().map(|field| field.path.as_str()).collect();
        paths.extend([TEXT, ID]);
        let named = mapping.columns.values().chain(mapping.defaults.keys()).chain(mapping.values.keys());
        for path in named.filter(|path| !paths.contains(&path.as_str())) {
            let by_hand = ["consent", "permission"].iter().any(|table| path.split('.').next() == Some(table));
            wrong.push(if by_hand {
                format!("`{path}` is filled in by hand, from the signed form, and never from a table.")
            } else {
                format!("A new {} has no key `{path}`.{}", kind.word(), near(path, &paths))
            });
        }
        if wrong.is_empty() { Ok(mapping) } else { Err(wrong) }
    }

    /// Columns that it names and the rows do not have, as sentences.
    pub fn strangers(&self, rows: &[Row]) -> Vec<String> {
        let Some(first) = rows.iter().find(|row| row.broken.is_none()) else { return Vec::new() };
        let there: Vec<&str> = first.cells.iter().map(|(name, _)| name.as_str()).collect();
        let has = |column: &str| rows.iter().any(|row| row.cell(column).is_some());
        let named = self.columns.keys().chain(&self.key).filter(|column| !has(column));
        named.map(|column| format!("There is no column “{column}”.{}", near(column, &there))).collect()
    }

    /// Whether any column is one of the record's.
    pub fn fits(&self, rows: &[Row]) -> bool {
        self.columns.keys().any(|column| rows.iter().any(|row| row.cell(column).is_some()))
    }

    /// Takes the answers of a row.
    pub(super) fn fill(&self, row: &Row, wanted: &mut Wanted) {
        for (column, path) in &self.columns {
            let cell = row.cell(column).map(str::trim).unwrap_or_default();
            let cell = if cell.is_empty() { self.defaults.get(path).map_or("", String::as_str) } else { cell };
            self.answer(path, cell, wanted);
        }
        let mapped = |path: &&String| !self.columns.values().any(|known| known == *path);
        for path in self.defaults.keys().filter(mapped) {
            self.answer(path, self.defaults.get(path).map_or("", String::as_str), wanted);
        }
    }

    fn answer(&self, path: &str, cell: &str, wanted: &mut Wanted) {
        if cell.is_empty() {
            return;
        }
        let translated = |value: &str| {
            let values = self.values.get(path);
            values.and_then(|values| values.get(value)).map_or_else(|| value.to_owned(), String::clone)
        };
        match path {
            TEXT => wanted.body = Some(cell.to_owned()),
            ID => wanted.id = Some(cell.to_owned()),
            _ if self.lists.iter().any(|list| list == path) => {
                let separator = self.separator.as_deref().unwrap_or(";");
                let items = cell.split('\n').flat_map(|line| line.split(separator));
                let items = items.map(str::trim).filter(|item| !item.is_empty()).map(translated);
                wanted.answers.insert(path.to_owned(), items.collect());
            }
            _ => drop(wanted.answers.insert(path.to_owned(), vec![translated(cell)])),
        }
    }

    /// The column that a key comes from.
    pub(super) fn column_of(&self, path: &str) -> Option<String> {
        self.columns.iter().find(|(_, known)| *known == path).map(|(column, _)| column.clone())
    }
}

fn texts(value: Option<&toml::Value>, within: &str, wrong: &mut Vec<String>) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    let Some(value) = value else { return texts };
    let Some(table) = value.as_table() else {
        wrong.push(format!("`{within}` should be a group of keys below the line `[{within}]`."));
        return texts;
    };
    for (name, value) in table {
        match value.as_str() {
            Some(text) => drop(texts.insert(name.clone(), text.to_owned())),
            None => wrong.push(format!("`{name}` in `{within}` should be a text in quotation marks.")),
        }
    }
    texts
}

fn near(word: &str, known: &[&str]) -> String {
    did_you_mean(word, known.iter().copied()).map(|help| format!(" {help}")).unwrap_or_default()
}
