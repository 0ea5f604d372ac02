//! Offices: where interns work.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::intern::{Mapping, SDGS_FORM, check_url, description, mappings};
use super::{Loose, Prose, Read, SUMMARY_MAX, check_summary, read_record};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::record::{Fields, Form, Key, Meaning, Text, key, required};
use crate::reference::countries::{self, COUNTRIES, Country};
use crate::text::FileId;

/// An office's record.
#[derive(Debug, Serialize, Deserialize)]
pub struct OfficeRecord {
    /// The file's name.
    pub id: String,
    /// The file.
    pub file: FileId,
    /// City.
    pub name: Text,
    /// Whether the city is a capital, which stands without its country.
    pub capital: bool,
    /// Country or area.
    #[serde(serialize_with = "to_code", deserialize_with = "of_code")]
    pub country: &'static Country,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Kind of office.
    pub kind: Option<OfficeKind>,
    /// In a sentence or two.
    pub summary: Option<Text>,
    /// About the office.
    pub description: Option<Prose>,
    /// Goals that the office works for.
    pub sdgs: Vec<Mapping>,
    /// The office's own site.
    pub url: Option<String>,
    /// For themes.
    #[serde(with = "super::extra")]
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// Kinds of office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum OfficeKind {
    /// Headquarters.
    Headquarters,
    /// Regional office.
    Regional,
    /// Country office.
    Country,
    /// Liaison office.
    Liaison,
}

impl OfficeKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Headquarters, Self::Regional, Self::Country, Self::Liaison];

    /// The word in records.
    pub fn word(self) -> &'static str {
        match self {
            Self::Headquarters => "headquarters",
            Self::Regional => "regional-office",
            Self::Country => "country-office",
            Self::Liaison => "liaison-office",
        }
    }
}

/// The keys of an office.
pub const KEYS: &[Key] = &[
    required("name", Form::Text, "City, in each language as it calls it."),
    key("capital", Form::Bool, "Whether the city is a capital, which UN style names without its country."),
    required("country", Form::Word(Meaning::Country), "ISO 3166-1 alpha-2 code, or XK."),
    required("latitude", Form::Float(-90.0, 90.0), "Degrees north."),
    required("longitude", Form::Float(-180.0, 180.0), "Degrees east."),
    key(
        "kind",
        Form::OneOf(&["headquarters", "regional-office", "country-office", "liaison-office"]),
        "Kind of office.",
    ),
    key("summary", Form::Short(SUMMARY_MAX), "In a sentence or two."),
    key("description", Form::Markdown, "About the office."),
    key("sdgs", SDGS_FORM, "Goals that the office works for."),
    key("url", Form::Word(Meaning::Url), "The office's own site."),
];

/// Reads an office.
///
/// # Errors
/// The record has mistakes, which are reported; its text is given back.
pub fn read(text: &str, file: FileId, id: &str, language: &str, problems: &mut Vec<Diagnostic>) -> Read<OfficeRecord> {
    let fields = read_record(text, file, language, KEYS, problems).ok_or_else(Box::default)?;
    let country = country(&fields, problems);
    let sdgs = mappings(&fields, "sdgs", problems);
    let description = description(&fields, problems);
    check_url(&fields, problems);
    check_summary(fields.text("summary").as_ref(), problems);
    let word = fields.str("kind").map(|kind| kind.value);
    let position = fields.float("latitude").zip(fields.float("longitude")).filter(|_| fields.complete());
    let (Some(name), Some(country), Some((latitude, longitude))) = (fields.text("name"), country, position) else {
        return Err(Loose::text(description));
    };
    Ok(OfficeRecord {
        id: id.to_owned(),
        file,
        name,
        capital: fields.flag("capital"),
        country,
        latitude,
        longitude,
        kind: OfficeKind::ALL.into_iter().find(|kind| Some(kind.word()) == word.as_deref()),
        summary: fields.text("summary"),
        description,
        sdgs,
        url: fields.str("url").map(|url| url.value),
        extra: fields.open("extra"),
    })
}

fn to_code<S: Serializer>(country: &&'static Country, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(country.code)
}

fn of_code<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static Country, D::Error> {
    let code = String::deserialize(deserializer)?;
    countries::country(&code).ok_or_else(|| D::Error::custom("no country"))
}

fn country(fields: &Fields<'_>, problems: &mut Vec<Diagnostic>) -> Option<&'static Country> {
    let code = fields.str("country")?;
    let known = countries::country(&code.value);
    if known.is_none() {
        let upper = code.value.to_uppercase();
        let by_name = COUNTRIES.iter().find(|c| c.name.eq_ignore_ascii_case(&code.value)).map(|c| c.code);
        let by_case = countries::country(if upper == "UK" { "GB" } else { &upper }).map(|c| c.code);
        let help = by_name.or(by_case).map(|code| format!("Did you mean `{code}`?"));
        let named = |near: &str| COUNTRIES.iter().find(|c| c.name == near);
        let near = nearest(&code.value, COUNTRIES.iter().map(|c| c.name)).and_then(named);
        let help = help.or_else(|| near.map(|c| format!("Did you mean `{}`, the code of {}?", c.code, c.name)));
        let message = format!("`{}` is no country code.", code.value);
        problems.push(Diagnostic::new(Code::CountryUnknown, code.span, message).maybe_help(help).maybe_help(Some(
            "Codes are the two capital letters of ISO 3166-1, such as CH or KE; XK for Kosovo.".into(),
        )));
    }
    known
}
