//! Options: what a theme lets a site choose, and what a site chose.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::table::{Entry, text, texts, unknown_key, wrong_type};
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::text::{FileId, Span};

/// An option that a theme declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeOption {
    /// What it is unless the site says otherwise; its variant is its type.
    pub default: OptionValue,
    /// What it does.
    pub doc: String,
}

/// A value of an option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OptionValue {
    /// `type = "string"`
    String(String),
    /// `type = "bool"`
    Bool(bool),
    /// `type = "integer"`
    Integer(i64),
    /// `type = "choice"`: one of the `values`.
    Choice {
        /// The one.
        chosen: String,
        /// All that may be chosen.
        values: Vec<String>,
    },
    /// `type = "colour"`: `#` and three or six hexadecimal digits.
    Colour(String),
}

impl OptionValue {
    /// The value as a site would write it.
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Self::String(text) | Self::Colour(text) | Self::Choice { chosen: text, .. } => text.as_str().into(),
            Self::Bool(flag) => (*flag).into(),
            Self::Integer(number) => (*number).into(),
        }
    }

    fn of_type(name: &str, value: &DeValue<'_>) -> Option<Self> {
        match name {
            "string" => value.as_str().map(|text| Self::String(text.to_owned())),
            "colour" => value.as_str().filter(|text| is_colour(text)).map(|text| Self::Colour(text.to_owned())),
            "bool" => value.as_bool().map(Self::Bool),
            "integer" => {
                let number = value.as_integer()?;
                i64::from_str_radix(number.as_str(), number.radix()).ok().map(Self::Integer)
            }
            _ => None,
        }
    }
}

/// Options that the theme does not have, and values of another type.
pub(super) fn option_problems(
    options: &BTreeMap<String, ThemeOption>,
    set: &serde_json::Map<String, serde_json::Value>,
    place: impl Fn(&str) -> Span,
) -> Vec<Diagnostic> {
    let check = |(name, value): (&String, &serde_json::Value)| {
        let Some(option) = options.get(name) else {
            let message = format!("The theme has no option `{name}`.");
            let all = options.keys().map(String::as_str).collect::<Vec<_>>();
            let help = did_you_mean(name, all.iter().copied()).unwrap_or_else(|| match all.as_slice() {
                [] => "It has no options; delete the line.".to_owned(),
                all => format!("Its options are {}.", all.join(", ")),
            });
            return Some(Diagnostic::new(Code::KeyUnknown, place(name), message).help(help));
        };
        let (code, wanted) = misfit(&option.default, value)?;
        let message = format!("The theme's option `{name}` should be {wanted}.");
        Some(Diagnostic::new(code, place(name), message))
    };
    set.iter().filter_map(check).collect()
}

/// What a value should be, if it is something else.
fn misfit(default: &OptionValue, value: &serde_json::Value) -> Option<(Code, String)> {
    let (fits, wanted) = match default {
        OptionValue::String(_) => (value.is_string(), "a text in quotation marks"),
        OptionValue::Bool(_) => (value.is_boolean(), "`true` or `false`"),
        OptionValue::Integer(_) => (value.is_i64(), "a whole number"),
        OptionValue::Colour(_) => (value.as_str().is_some_and(is_colour), COLOUR),
        OptionValue::Choice { values, .. } => {
            let fits = value.as_str().is_some_and(|value| values.iter().any(|known| known == value));
            return (!fits).then(|| (Code::ValueUnknown, one_of(values)));
        }
    };
    (!fits).then(|| (Code::KeyType, wanted.to_owned()))
}

const COLOUR: &str = "a colour such as \"#14213D\"";

fn is_colour(text: &str) -> bool {
    let digits = text.strip_prefix('#').unwrap_or_default();
    matches!(digits.len(), 3 | 6) && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
}

fn one_of(values: &[String]) -> String {
    let quoted: Vec<String> = values.iter().map(|value| format!("\"{value}\"")).collect();
    format!("one of {}", quoted.join(", "))
}

const KEYS: [&str; 4] = ["type", "values", "default", "doc"];
const TYPES: [&str; 5] = ["string", "bool", "integer", "choice", "colour"];

/// The options that a theme.toml declares.
pub(super) fn read(
    file: FileId,
    (key, value): Entry<'_, '_>,
    problems: &mut Vec<Diagnostic>,
) -> BTreeMap<String, ThemeOption> {
    let Some(table) = value.get_ref().as_table() else {
        problems.push(wrong_type(Span::new(file, value.span()), key.get_ref(), "a table", value.get_ref()));
        return BTreeMap::new();
    };
    table.iter().filter_map(|entry| Some((entry.0.get_ref().to_string(), option(file, entry, problems)?))).collect()
}

fn option(file: FileId, (key, value): Entry<'_, '_>, problems: &mut Vec<Diagnostic>) -> Option<ThemeOption> {
    let span = Span::new(file, value.span());
    let Some(table) = value.get_ref().as_table() else {
        problems.push(wrong_type(span, key.get_ref(), "a table { type, default, doc }", value.get_ref()));
        return None;
    };
    let mut doc = String::new();
    for entry in table {
        match entry.0.get_ref().as_ref() {
            "doc" => doc = text(file, entry, problems)?.value,
            "type" | "default" | "values" => {}
            _ => problems.push(unknown_key(file, entry, &KEYS)),
        }
    }
    let default = default_value(file, key, table, problems)?;
    Some(ThemeOption { default, doc })
}

fn default_value(
    file: FileId,
    key: &toml::Spanned<std::borrow::Cow<'_, str>>,
    table: &DeTable<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Option<OptionValue> {
    let (Some(kind), Some(default)) = (table.get_key_value("type"), table.get("default")) else {
        let message = format!("The option `{}` needs both `type` and `default`.", key.get_ref());
        problems.push(Diagnostic::new(Code::KeyMissing, Span::new(file, key.span()), message));
        return None;
    };
    let kind = text(file, kind, problems)?;
    if !TYPES.contains(&kind.value.as_str()) {
        let message = format!("`{}` is no type of an option.", kind.value);
        problems.push(
            Diagnostic::new(Code::ValueUnknown, kind.span, message).help(format!("Types are {}.", TYPES.join(", "))),
        );
        return None;
    }
    let span = Span::new(file, default.span());
    if kind.value == "choice" {
        return choice(file, key, table, span, problems);
    }
    let value = OptionValue::of_type(&kind.value, default.get_ref());
    if value.is_none() {
        problems.push(wrong_type(span, "default", &format!("a value of type {}", kind.value), default.get_ref()));
    }
    value
}

fn choice(
    file: FileId,
    key: &toml::Spanned<std::borrow::Cow<'_, str>>,
    table: &DeTable<'_>,
    default_at: Span,
    problems: &mut Vec<Diagnostic>,
) -> Option<OptionValue> {
    let Some(entry) = table.get_key_value("values") else {
        let message = format!("The option `{}` is a choice and has no `values`.", key.get_ref());
        let problem = Diagnostic::new(Code::KeyMissing, Span::new(file, key.span()), message);
        problems.push(problem.help("Write all that may be chosen: values = [\"left\", \"right\"]."));
        return None;
    };
    let values: Vec<String> = texts(file, entry, problems).into_iter().map(|text| text.value).collect();
    let chosen = text(file, table.get_key_value("default")?, problems)?.value;
    if !values.contains(&chosen) {
        let message = format!("The default should be {}.", one_of(&values));
        problems.push(Diagnostic::new(Code::ValueUnknown, default_at, message));
        return None;
    }
    Some(OptionValue::Choice { chosen, values })
}
