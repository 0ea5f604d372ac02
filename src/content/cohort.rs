//! Cohorts: a year's group of interns, with the figures that the programme
//! declares for it.

use serde::{Deserialize, Serialize};

use super::intern::description;
use super::{Loose, Prose, Read, SUMMARY_MAX, check_order, check_summary, read_record};
use crate::config::url_problem;
use crate::diagnostic::{Code, Diagnostic};
use crate::record::{Form, Key, Meaning, Text, key, required};
use crate::text::FileId;

/// A cohort's record.
#[derive(Debug, Serialize, Deserialize)]
pub struct CohortRecord {
    /// The file's name.
    pub id: String,
    /// The file.
    pub file: FileId,
    /// Year.
    pub year: i64,
    /// Title; the year where there is none.
    pub title: Option<Text>,
    /// In a sentence or two.
    pub summary: Option<Text>,
    /// About the cohort.
    pub description: Option<Prose>,
    /// Where the figures come from.
    pub sources: Vec<SourceRef>,
    /// Declared figures.
    pub declared: Declared,
    /// For themes.
    #[serde(with = "super::extra")]
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// A source of figures.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SourceRef {
    /// Title.
    pub title: Text,
    /// Address.
    pub url: Option<String>,
}

/// What the programme states about a cohort. Absent is unknown, not none.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct Declared {
    /// How many interns.
    pub interns: Option<i64>,
    /// Fewest months.
    pub months_min: Option<f64>,
    /// Most months.
    pub months_max: Option<f64>,
    /// How many locations.
    pub locations: Option<i64>,
}

const SOURCE_KEYS: &[Key] =
    &[required("title", Form::Text, "Title of the source."), key("url", Form::Word(Meaning::Url), "Its address.")];

const DECLARED_KEYS: &[Key] = &[
    key("interns", Form::Int(0, 100_000), "How many interns."),
    key("months_min", Form::Float(0.0, 13.0), "Fewest months."),
    key("months_max", Form::Float(0.0, 13.0), "Most months."),
    key("locations", Form::Int(0, 1000), "How many locations."),
];

/// The keys of a cohort.
pub const KEYS: &[Key] = &[
    required("year", Form::Int(1900, 2200), "Year."),
    key("title", Form::Text, "Title; the year where there is none."),
    key("start", Form::Date, "First day."),
    key("end", Form::Date, "Last day."),
    key("summary", Form::Short(SUMMARY_MAX), "In a sentence or two."),
    key("description", Form::Markdown, "About the cohort."),
    key("sources", Form::List(&Form::Table(SOURCE_KEYS)), "Where the figures come from."),
    key("declared", Form::Table(DECLARED_KEYS), "Figures that the programme states; absent is unknown."),
];

/// Reads a cohort.
///
/// # Errors
/// The record has mistakes, which are reported; its text is given back.
pub fn read(text: &str, file: FileId, id: &str, language: &str, problems: &mut Vec<Diagnostic>) -> Read<CohortRecord> {
    let fields = read_record(text, file, language, KEYS, problems).ok_or_else(Box::default)?;
    check_order(&fields, "start", "end", problems);
    check_summary(fields.text("summary").as_ref(), problems);
    let description = description(&fields, problems);
    let mut sources = Vec::new();
    for table in fields.tables("sources") {
        let url = table.str("url");
        problems.extend(url.as_ref().and_then(url_problem));
        sources.extend(table.text("title").map(|title| SourceRef { title, url: url.map(|u| u.value) }));
    }
    let declared = fields.table("declared").map(|table| {
        let declared = Declared {
            interns: table.int("interns").map(|n| n.value),
            months_min: table.float("months_min"),
            months_max: table.float("months_max"),
            locations: table.int("locations").map(|n| n.value),
        };
        if declared.months_min.zip(declared.months_max).is_some_and(|(least, most)| most < least) {
            let message = "`months_max` is smaller than `months_min`.";
            problems.push(table.problem(Code::ValueRange, "months_max", message));
        }
        declared
    });
    let Some(year) = fields.int("year").filter(|_| fields.complete()) else {
        return Err(Loose::text(description));
    };
    Ok(CohortRecord {
        id: id.to_owned(),
        file,
        year: year.value,
        title: fields.text("title"),
        summary: fields.text("summary"),
        description,
        sources,
        declared: declared.unwrap_or_default(),
        extra: fields.open("extra"),
    })
}
