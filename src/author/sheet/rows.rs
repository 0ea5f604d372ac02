//! CSV and JSON as rows of named cells. Knows nothing of what they mean.

use serde_json::Value;

/// A row.
#[derive(Debug, Default)]
pub struct Row {
    /// Its number as people count: in a spreadsheet the first row after the
    /// heading is 2; of a form the first answer is 1.
    pub number: usize,
    /// Column and cell, in their order.
    pub cells: Vec<(String, String)>,
    /// Why the whole row is of no use.
    pub broken: Option<String>,
}

impl Row {
    /// The cell of a column.
    pub fn cell(&self, column: &str) -> Option<&str> {
        self.cells.iter().find(|(name, _)| name == column).map(|(_, cell)| cell.as_str())
    }
}

/// The text of a table, which must be UTF-8; a byte order mark is passed over.
fn text_of(bytes: &[u8]) -> Result<&str, String> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(error) => {
            if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
                return Err("This file is UTF-16. Save it as “CSV UTF-8” and try again.".to_owned());
            }
            if bytes.starts_with(b"PK") {
                return Err("This is a workbook and no CSV. Save the sheet as “CSV UTF-8” and try again.".to_owned());
            }
            let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
            Err(format!(
                "This file is not UTF-8: line {line} has a letter that cannot be read, as in files that Excel saves \
                 as plain “CSV”. Save it as “CSV UTF-8” and try again."
            ))
        }
    }
}

/// The rows of a CSV file, whose first row names the columns.
///
/// # Errors
/// It cannot be read at all; as a sentence.
pub fn csv(bytes: &[u8], separator: u8) -> Result<Vec<Row>, String> {
    let text = text_of(bytes)?;
    let mut reader =
        csv::ReaderBuilder::new().delimiter(separator).flexible(true).has_headers(true).from_reader(text.as_bytes());
    let headers = reader.headers().map_err(|error| format!("The first row cannot be read: {error}."))?.clone();
    let names: Vec<String> = headers.iter().map(|name| name.trim().to_owned()).collect();
    if let [only] = names.as_slice() {
        for (other, called, flag) in [(";", "semicolons", "';'"), ("\t", "tabs", "tab")] {
            if only.contains(other) && separator != other.as_bytes().first().copied().unwrap_or_default() {
                return Err(format!(
                    "The columns of this file are separated by {called}, as Excel does it in some languages. Say --separator {flag}."
                ));
            }
        }
    }
    for (at, name) in names.iter().enumerate() {
        if name.is_empty() {
            return Err(format!("Column {} has no name in the first row.", at + 1));
        }
        if names.iter().take(at).any(|before| before == name) {
            return Err(format!("Two columns are called “{name}”; give one another name."));
        }
    }
    let mut rows = Vec::new();
    for (at, record) in reader.records().enumerate() {
        let number = at + 2;
        let record = record.map_err(|error| format!("Row {number} cannot be read: {error}."))?;
        // Empty rows at the end of a sheet say nothing.
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let broken = (record.len() != names.len()).then(|| {
            let (cells, columns) = (record.len(), names.len());
            format!(
                "The row has {cells} cells, the first row names {columns} columns. A quotation mark may be missing."
            )
        });
        let cells = names.iter().cloned().zip(record.iter().map(str::to_owned)).collect();
        rows.push(Row { number, cells, broken });
    }
    Ok(rows)
}

/// The answers of a JSON file: one object, or a list of them.
///
/// # Errors
/// It cannot be read at all; as a sentence.
pub fn json(bytes: &[u8]) -> Result<Vec<Row>, String> {
    let value: Value = serde_json::from_str(text_of(bytes)?).map_err(|error| format!("This is no JSON: {error}."))?;
    let answers = match value {
        Value::Array(answers) => answers,
        object @ Value::Object(_) => vec![object],
        _ => return Err("This JSON is neither an answer nor a list of answers.".to_owned()),
    };
    Ok(answers.iter().enumerate().map(|(at, answer)| answer_row(at + 1, answer)).collect())
}

fn answer_row(number: usize, answer: &Value) -> Row {
    let Some(fields) = answer.as_object() else {
        let broken = Some("This answer has no named fields.".to_owned());
        return Row { number, cells: Vec::new(), broken };
    };
    let mut row = Row { number, ..Row::default() };
    for (name, value) in fields {
        match cell(value) {
            Some(cell) => row.cells.push((name.clone(), cell)),
            None => row.broken = Some(format!("The field “{name}” is a group of fields, which no key takes.")),
        }
    }
    row
}

/// A value as a cell; a list has a line for each item.
fn cell(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::String(text) => Some(text.clone()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(items) => items.iter().map(cell).collect::<Option<Vec<_>>>().map(|items| items.join("\n")),
        Value::Object(_) => None,
    }
}
