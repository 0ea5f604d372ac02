//! Tables of figures for spreadsheets and programs: CSV and JSON of one table,
//! which hold the same cells. Knows no words; what is not known has no value,
//! never nought.

use std::borrow::Cow;

use jiff::civil::Date;
use serde::ser::{Serialize, SerializeMap, Serializer};

/// A table.
#[derive(Debug)]
pub struct Table {
    /// The name of its files, without ending.
    pub name: &'static str,
    /// What it shows.
    pub title: String,
    /// The day that its figures go up to.
    pub as_of: Option<Date>,
    /// Full address of where it stands on the site.
    pub page: String,
    /// Where its figures come from.
    pub sources: Vec<Source>,
    /// Notices that go with it wherever it goes.
    pub notices: Vec<String>,
    /// Columns; the first is that of the headings of rows.
    pub columns: Vec<Column>,
    /// Rows.
    pub rows: Vec<Row>,
    /// Titles of the columns that only files have: address, note, as-at date.
    pub labels: [String; 3],
    /// Full address of the schema of its JSON.
    pub schema: String,
}

/// A source of figures.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Source {
    /// Title.
    pub title: String,
    /// Address.
    pub url: Option<String>,
}

/// A column.
#[derive(Debug)]
pub struct Column {
    /// Name for programs; it stays the same.
    pub key: &'static str,
    /// Title for people.
    pub title: String,
    /// What its cells hold.
    pub holds: Holds,
    /// Name and title of the denominator, where the column has parts of a whole.
    pub whole: Option<(&'static str, String)>,
}

/// What the cells of a column hold, if they hold anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Words.
    Text,
    /// Numbers.
    Number,
    /// Several words each.
    List,
    /// True or false.
    Flag,
}

/// A row.
#[derive(Debug)]
pub struct Row {
    /// Heading.
    pub heading: String,
    /// Full address of the page with what it counts.
    pub url: Option<String>,
    /// The cells after the heading.
    pub cells: Vec<Cell>,
    /// What must be known to read the row rightly.
    pub notes: Vec<String>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A number.
    Amount(Amount),
    /// A year, which counts nothing: it is never cut into groups of digits.
    Year(usize),
    /// A part of a whole.
    Part(usize, usize),
    /// Several words, in order.
    List(Vec<String>),
    /// True or false.
    Flag(bool),
    /// A number with a fraction.
    Decimal(f64),
}

/// A number, in halves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// Nobody has said.
    Unknown,
    /// This or more.
    AtLeast(u64),
    /// This.
    Exactly(u64),
}

impl Amount {
    /// A count; where more may have to be added it is a lower bound, and one
    /// of nought says nothing.
    pub fn count(n: usize, exact: bool) -> Self {
        Self::halves(n as u64 * 2, exact)
    }

    /// A number of halves, likewise.
    pub fn halves(halves: u64, exact: bool) -> Self {
        match (halves, exact) {
            (0, false) => Self::Unknown,
            (halves, false) => Self::AtLeast(halves),
            (halves, true) => Self::Exactly(halves),
        }
    }

    /// The least that it can be, in halves.
    pub fn least(self) -> Option<u64> {
        match self {
            Self::Unknown => None,
            Self::AtLeast(halves) | Self::Exactly(halves) => Some(halves),
        }
    }

    /// Both together: of something unknown and something known, the known part
    /// is a lower bound.
    pub fn plus(self, other: Self) -> Self {
        let exact = matches!((self, other), (Self::Exactly(_), Self::Exactly(_)));
        Self::halves(self.least().unwrap_or_default() + other.least().unwrap_or_default(), exact)
    }
}

/// A cell as files have it.
#[derive(Debug)]
enum Value<'a> {
    Nothing,
    Text(Cow<'a, str>),
    Halves(u64),
    List(&'a [String]),
    Flag(bool),
    Decimal(f64),
}

/// For spreadsheets: RFC 4180, with a byte order mark, without which Excel
/// reads the letters of names wrongly.
pub fn csv(table: &Table) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".into());
    let [.., as_of] = &table.labels;
    let titles = fields(table).into_iter().map(|(_, title)| title).chain([as_of.as_str()]);
    // Nothing here can fail: memory is written to, and all records are of a length.
    let _ = writer.write_record(titles.map(|title| guarded(title).into_owned()));
    let date = table.as_of.map(|date| date.to_string()).unwrap_or_default();
    for row in &table.rows {
        let cells = values(table, row).into_iter().map(|value| match value {
            Value::Nothing => String::new(),
            Value::Text(text) => guarded(&text).into_owned(),
            Value::Halves(halves) => number(halves),
            Value::List(items) => guarded(&items.join("; ")).into_owned(),
            Value::Flag(flag) => flag.to_string(),
            Value::Decimal(number) => number.to_string(),
        });
        let _ = writer.write_record(cells.chain([date.clone()]));
    }
    writer.into_inner().unwrap_or_default()
}

/// For programs.
pub fn json(table: &Table) -> String {
    let columns = fields(table).into_iter().map(|(key, title)| JsonColumn { key, title });
    let document = Document {
        schema: &table.schema,
        title: &table.title,
        page: &table.page,
        as_of: table.as_of.map(|date| date.to_string()),
        sources: &table.sources,
        notices: &table.notices,
        columns: columns.collect(),
        rows: table.rows.iter().map(|row| JsonRow(table, row)).collect(),
    };
    // Strings and numbers: nothing here can fail to serialise.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

#[derive(serde::Serialize)]
struct Document<'a> {
    #[serde(rename = "$schema")]
    schema: &'a str,
    title: &'a str,
    page: &'a str,
    as_of: Option<String>,
    sources: &'a [Source],
    notices: &'a [String],
    columns: Vec<JsonColumn<'a>>,
    rows: Vec<JsonRow<'a>>,
}

#[derive(serde::Serialize)]
struct JsonColumn<'a> {
    key: &'a str,
    title: &'a str,
}

/// A row as an object, its fields in the order of the columns.
struct JsonRow<'a>(&'a Table, &'a Row);

impl Serialize for JsonRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for ((key, _), value) in fields(self.0).into_iter().zip(values(self.0, self.1)) {
            match value {
                Value::Nothing => map.serialize_entry(key, &())?,
                Value::Text(text) => map.serialize_entry(key, &text)?,
                Value::Halves(halves) if halves % 2 == 0 => map.serialize_entry(key, &(halves / 2))?,
                Value::Halves(halves) => map.serialize_entry(key, &(halves as f64 / 2.0))?,
                Value::List(items) => map.serialize_entry(key, items)?,
                Value::Flag(flag) => map.serialize_entry(key, &flag)?,
                Value::Decimal(number) => map.serialize_entry(key, &number)?,
            }
        }
        map.end()
    }
}

/// Names and titles of all columns.
pub(super) fn fields(table: &Table) -> Vec<(&str, &str)> {
    let [address, note, _] = &table.labels;
    let own = table.columns.iter().flat_map(|column| {
        let whole = column.whole.as_ref().map(|(key, title)| (*key, title.as_str()));
        std::iter::once((column.key, column.title.as_str())).chain(whole)
    });
    own.chain([("url", address.as_str()), ("note", note.as_str())]).collect()
}

/// The values of a row, one for each of [`fields`].
fn values<'a>(table: &Table, row: &'a Row) -> Vec<Value<'a>> {
    let mut values = vec![text(&row.heading)];
    for (column, cell) in table.columns.iter().skip(1).zip(&row.cells) {
        let (value, whole) = match cell {
            Cell::Text(words) if words.is_empty() => (Value::Nothing, Value::Nothing),
            Cell::Text(words) => (text(words), Value::Nothing),
            Cell::List(items) => (Value::List(items), Value::Nothing),
            Cell::Flag(flag) => (Value::Flag(*flag), Value::Nothing),
            Cell::Decimal(number) => (Value::Decimal(*number), Value::Nothing),
            Cell::Amount(amount) => (amount.least().map_or(Value::Nothing, Value::Halves), Value::Nothing),
            Cell::Year(year) => (Value::Halves(*year as u64 * 2), Value::Nothing),
            Cell::Part(part, whole) => (Value::Halves(*part as u64 * 2), Value::Halves(*whole as u64 * 2)),
        };
        values.push(value);
        values.extend(column.whole.is_some().then_some(whole));
    }
    values.push(row.url.as_deref().map_or(Value::Nothing, text));
    values.push(match row.notes.as_slice() {
        [] => Value::Nothing,
        notes => Value::Text(notes.join(" ").into()),
    });
    values
}

fn text(text: &str) -> Value<'_> {
    Value::Text(text.into())
}

fn number(halves: u64) -> String {
    let half = if halves.is_multiple_of(2) { "" } else { ".5" };
    format!("{}{half}", halves / 2)
}

/// A text that no spreadsheet takes for a formula: one that begins as formulas
/// do stands behind an apostrophe (OWASP, "CSV Injection").
pub fn guarded(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        return format!("'{text}").into();
    }
    text.into()
}

#[cfg(test)]
mod tests;
