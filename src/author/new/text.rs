//! The text of a new file: what was answered, and the other keys as notes that
//! say what they are for. Generated from the key tables, so that a key that is
//! added there is explained here.

use std::collections::BTreeMap;

use super::{NewKind, Wanted};
use crate::kind::RecordKind;
use crate::record::{Form, Key, Meaning};

/// The file of a record. `literals` are values as TOML, by path.
pub(super) fn file(kind: NewKind, literals: &BTreeMap<String, String>, wanted: &Wanted) -> String {
    let mut out = String::new();
    out.push_str("# A line that begins with # is a note: it is never published. To use a key that\n");
    out.push_str("# stands in a note, delete the # before it and write your own value.\n\n");
    record(kind, literals, &mut out);
    if let Some(row) = &wanted.source_row {
        out.push_str("\n[extra]\n# Tells the row that this was made from, so that it is not made twice.\n");
        out.push_str(&format!("source_row = {}\n", quoted(row)));
    }
    if matches!(kind, NewKind::Office | NewKind::Cohort | NewKind::Donor) {
        return out;
    }
    let body = wanted.body.as_deref().map(tidy).unwrap_or_else(|| asking(kind, literals));
    format!("+++\n{out}+++\n\n{body}")
}

/// A string as TOML.
pub(in crate::author) fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn record(kind: NewKind, literals: &BTreeMap<String, String>, out: &mut String) {
    let keys = kind.file().keys();
    let is_group = |key: &&Key| matches!(key.form, Form::Table(_) | Form::List(Form::Table(_)));
    for key in keys.iter().filter(|key| !is_group(key)) {
        match literals.get(key.name) {
            Some(value) => out.push_str(&format!("{} = {value}\n", key.name)),
            None if key.name == "draft" => out.push_str(
                "# Nothing is published while this stands here. Delete the line when all else is done.\ndraft = true\n",
            ),
            None => note(key, out),
        }
    }
    for key in keys.iter().filter(is_group) {
        let (Form::Table(inner) | Form::List(Form::Table(inner))) = &key.form else { continue };
        let answered = inner.iter().any(|inner| literals.contains_key(&format!("{}.{}", key.name, inner.name)));
        out.push('\n');
        match key.name {
            "consent" => out.push_str(CONSENT),
            "permission" => out.push_str(PERMISSION),
            _ => out.push_str(&format!("# {}\n", key.doc)),
        }
        let sign = if answered || matches!(key.name, "consent" | "permission") { "" } else { "# " };
        match &key.form {
            Form::List(_) => out.push_str(&format!("{sign}[[{}]]\n", key.name)),
            _ => out.push_str(&format!("{sign}[{}]\n", key.name)),
        }
        for inner in *inner {
            match literals.get(&format!("{}.{}", key.name, inner.name)) {
                Some(value) => out.push_str(&format!("{} = {value}\n", inner.name)),
                None => note(inner, out),
            }
        }
    }
}

const CONSENT: &str = "\
# Nothing about this person is published before consent is on record. Fill this
# in when the signed form is on file, with what the form says and nothing else.
";

const PERMISSION: &str = "\
# Not even the name is published before the donor's permission is on record.
";

/// A key that was not answered, as a note.
fn note(key: &Key, out: &mut String) {
    let (example, more) = example(&key.form);
    out.push_str(&format!("# {} = {example}  # {}{more}\n", key.name, key.doc));
}

/// How a value may look, and what more is to be said of it.
fn example(form: &Form) -> (String, String) {
    match form {
        Form::OneOf(words) => {
            let first = words.first().copied().unwrap_or_default();
            (quoted(first), format!(" One of: {}.", words.join(", ")))
        }
        Form::Date => ("2026-11-23".to_owned(), String::new()),
        Form::Bool => ("true".to_owned(), String::new()),
        Form::Int(least, most) => {
            (if (*least..=*most).contains(&2026) { "2026" } else { "1" }.to_owned(), String::new())
        }
        Form::Goal => ("10".to_owned(), String::new()),
        Form::Float(..) => ("0.5".to_owned(), String::new()),
        Form::List(item) => {
            let (item, more) = example(item);
            (format!("[{item}]"), more)
        }
        Form::Either(first, _) => example(first),
        Form::Word(Meaning::Target) => ("\"10.7\"".to_owned(), String::new()),
        Form::Word(Meaning::Alias) => ("\"/old/address/\"".to_owned(), String::new()),
        Form::Word(Meaning::Url) => ("\"https://example.org/\"".to_owned(), String::new()),
        Form::Word(Meaning::Id(RecordKind::Donor)) => ("\"example-trust\"".to_owned(), String::new()),
        Form::Str | Form::Word(_) | Form::Text | Form::Markdown | Form::Short(_) => ("\"…\"".to_owned(), String::new()),
        Form::Table(_) | Form::Named(_) | Form::Open => ("{}".to_owned(), String::new()),
    }
}

/// A text that came from elsewhere, with this system's line ends and one at its
/// end.
fn tidy(body: &str) -> String {
    let text = body.replace("\r\n", "\n").replace('\r', "\n");
    format!("{}\n", text.trim())
}

/// What stands in the place of a text that is to be written.
fn asking(kind: NewKind, literals: &BTreeMap<String, String>) -> String {
    match (kind, literals.get("office")) {
        (NewKind::Intern, Some(office)) => format!(
            "Write the story here, in place of this line. Link to other records as in\n[the office](office:{}).\n\n## My week\n\nA heading begins with two number signs.\n",
            office.trim_matches('"')
        ),
        _ => "Write the text here, in place of this line.\n".to_owned(),
    }
}
