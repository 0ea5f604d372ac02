//! theme.toml: what a theme is called, what it extends, and which options a
//! site may set for it.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::table::{self, Entry, text, unknown_key, wrong_type};
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::text::{FileId, Span, Spanned};
use crate::tree::Tree;

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
}

impl OptionValue {
    /// The value as a site would write it.
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Self::String(text) => text.as_str().into(),
            Self::Bool(flag) => (*flag).into(),
            Self::Integer(number) => (*number).into(),
        }
    }

    fn of_type(name: &str, value: &DeValue<'_>) -> Option<Self> {
        match name {
            "string" => value.as_str().map(|text| Self::String(text.to_owned())),
            "bool" => value.as_bool().map(Self::Bool),
            "integer" => {
                let number = value.as_integer()?;
                i64::from_str_radix(number.as_str(), number.radix()).ok().map(Self::Integer)
            }
            _ => None,
        }
    }
}

/// What the rest of the theme needs of its theme.toml.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    pub(super) extends: Option<Spanned<String>>,
    pub(super) options: BTreeMap<String, ThemeOption>,
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
        let (fits, wanted) = match option.default {
            OptionValue::String(_) => (value.is_string(), "a text in quotation marks"),
            OptionValue::Bool(_) => (value.is_boolean(), "`true` or `false`"),
            OptionValue::Integer(_) => (value.is_i64(), "a whole number"),
        };
        let message = format!("The theme's option `{name}` should be {wanted}.");
        (!fits).then(|| Diagnostic::new(Code::KeyType, place(name), message))
    };
    set.iter().filter_map(check).collect()
}

const KEYS: [&str; 5] = ["name", "version", "extends", "description", "options"];
const OPTION_KEYS: [&str; 3] = ["type", "default", "doc"];
const TYPES: [&str; 3] = ["string", "bool", "integer"];

/// Reads a theme.toml; what is wrong with it is reported and left out.
pub(super) fn read(tree: &Tree, file: FileId, problems: &mut Vec<Diagnostic>) -> Manifest {
    let mut manifest = Manifest::default();
    let before = problems.len();
    let table = table::parse(tree, file, problems);
    let readable = problems.len() == before;
    for entry in &table {
        match entry.0.get_ref().as_ref() {
            "name" | "version" | "description" => drop(text(file, entry, problems)),
            "extends" => manifest.extends = text(file, entry, problems),
            "options" => manifest.options = options(file, entry, problems),
            _ => problems.push(unknown_key(file, entry, &KEYS)),
        }
    }
    // A key may be missing only because of a slip in the line before it.
    if readable && table.get("name").is_none() {
        problems.push(
            Diagnostic::new(Code::KeyMissing, file, "This theme has no `name`.")
                .help("Write `name = \"…\"`, the name that people read."),
        );
    }
    manifest
}

fn options(file: FileId, (key, value): Entry<'_, '_>, problems: &mut Vec<Diagnostic>) -> BTreeMap<String, ThemeOption> {
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
            "type" | "default" => {}
            _ => problems.push(unknown_key(file, entry, &OPTION_KEYS)),
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
        problems
            .push(Diagnostic::new(Code::ValueUnknown, kind.span, message).help("Types are string, bool and integer."));
        return None;
    }
    let value = OptionValue::of_type(&kind.value, default.get_ref());
    if value.is_none() {
        let span = Span::new(file, default.span());
        problems.push(wrong_type(span, "default", &format!("a value of type {}", kind.value), default.get_ref()));
    }
    value
}
