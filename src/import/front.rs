//! What stands above the text of a file of Zola, Hugo and others: TOML between
//! lines of `+++`, YAML between lines of `---`, or JSON. Read into one shape;
//! aliases of YAML, which can make a small file large, are refused.

use saphyr_parser::{Event, Parser};

use super::remains::squeezed;

/// The largest front matter.
const MOST: usize = 256 << 10;

/// How deep values may nest.
const DEEPEST: usize = 32;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Text(String),
    List(Vec<Value>),
    Table(Front),
}

/// Keys with values, in their order.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Front(pub(super) Vec<(String, Value)>);

impl Front {
    /// The value of a key, whatever its case.
    pub(super) fn get(&self, key: &str) -> Option<&Value> {
        self.0.iter().find(|(known, _)| known.eq_ignore_ascii_case(key)).map(|(_, value)| value)
    }

    /// A text that is not blank.
    pub(super) fn text(&self, key: &str) -> Option<String> {
        match self.get(key) {
            Some(Value::Text(text)) if !text.trim().is_empty() => Some(squeezed(text)),
            _ => None,
        }
    }

    /// The texts of a list, or the one that stands in its place.
    pub(super) fn texts(&self, key: &str) -> Vec<String> {
        match self.get(key) {
            Some(Value::List(items)) => items.iter().map(Value::words).collect(),
            Some(value) => vec![value.words()],
            None => Vec::new(),
        }
    }
}

impl Value {
    /// All that it says, in one line.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Text(text) => squeezed(text),
            Self::List(items) => items.iter().map(Self::words).collect::<Vec<_>>().join(", "),
            Self::Table(front) => {
                let all = front.0.iter().map(|(key, value)| format!("{key}: {}", value.words()));
                all.collect::<Vec<_>>().join("; ")
            }
        }
    }
}

/// Splits a file into its front matter and its text.
///
/// # Errors
/// In words: the front matter cannot be read.
pub(super) fn split(text: &str) -> Result<(Front, &str), String> {
    let (kind, front, body) = match parts(text) {
        Some(parts) => parts,
        None if text.trim_start().starts_with('{') => return json(text),
        None => return Ok((Front::default(), text)),
    };
    if front.len() > MOST {
        return Err("the keys above its text are far too long".to_owned());
    }
    let read = if kind == "+++" { toml(front) } else { yaml(front) };
    read.map(|front| (front, body)).map_err(|why| format!("the keys above its text cannot be read: {why}"))
}

fn parts(text: &str) -> Option<(&str, &str, &str)> {
    let (kind, rest) = text.split_once('\n')?;
    let kind = kind.trim_end();
    if kind != "+++" && kind != "---" {
        return None;
    }
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if line.trim_end() == kind {
            let (front, body) = rest.split_at_checked(at)?;
            return Some((kind, front, body.split_once('\n').map_or("", |(_, body)| body)));
        }
        at += line.len();
    }
    None
}

fn toml(text: &str) -> Result<Front, String> {
    fn value(from: toml::Value, depth: usize) -> Value {
        match from {
            toml::Value::Array(items) if depth < DEEPEST => {
                Value::List(items.into_iter().map(|item| value(item, depth + 1)).collect())
            }
            toml::Value::Table(table) if depth < DEEPEST => {
                Value::Table(Front(table.into_iter().map(|(key, inner)| (key, value(inner, depth + 1))).collect()))
            }
            toml::Value::String(text) => Value::Text(text),
            other => Value::Text(other.to_string()),
        }
    }
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| squeezed(error.message()))?;
    Ok(Front(table.into_iter().map(|(key, inner)| (key, value(inner, 0))).collect()))
}

fn json(text: &str) -> Result<(Front, &str), String> {
    fn value(from: serde_json::Value) -> Value {
        match from {
            serde_json::Value::Array(items) => Value::List(items.into_iter().map(value).collect()),
            serde_json::Value::Object(map) => {
                Value::Table(Front(map.into_iter().map(|(key, inner)| (key, value(inner))).collect()))
            }
            serde_json::Value::String(text) => Value::Text(text),
            other => Value::Text(other.to_string()),
        }
    }
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<serde_json::Value>();
    // A text that merely begins with a brace has no front matter.
    let Some(Ok(serde_json::Value::Object(map))) = values.next() else { return Ok((Front::default(), text)) };
    let body = text.get(values.byte_offset()..).unwrap_or_default();
    Ok((Front(map.into_iter().map(|(key, inner)| (key, value(inner))).collect()), body))
}

/// What is open while YAML is read.
enum Open {
    List(Vec<Value>),
    Table(Front, Option<String>),
}

fn yaml(text: &str) -> Result<Front, String> {
    let mut open: Vec<Open> = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, _) = event.map_err(|error| squeezed(&error.to_string()))?;
        let closed = match event {
            Event::Alias(_) => return Err("it has an alias (`*name`); write the value out".to_owned()),
            Event::Scalar(text, ..) => Value::Text(text.into_owned()),
            Event::SequenceStart(..) | Event::MappingStart(..) if open.len() >= DEEPEST => {
                return Err("its values nest too deeply".to_owned());
            }
            Event::SequenceStart(..) => {
                open.push(Open::List(Vec::new()));
                continue;
            }
            Event::MappingStart(..) => {
                open.push(Open::Table(Front::default(), None));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                Some(Open::List(items)) => Value::List(items),
                Some(Open::Table(front, _)) => Value::Table(front),
                None => continue,
            },
            _ => continue,
        };
        match open.last_mut() {
            None => match closed {
                Value::Table(front) => return Ok(front),
                _ => return Err("it is no list of keys with values".to_owned()),
            },
            Some(Open::List(items)) => items.push(closed),
            Some(Open::Table(front, key)) => match key.take() {
                Some(key) => front.0.push((key, closed)),
                None => *key = Some(closed.words()),
            },
        }
    }
    Ok(Front::default())
}
