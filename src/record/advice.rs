//! What to write instead: help for values of the wrong form, and for keys
//! that are missing or stand in the wrong place.

use toml::de::DeValue;

use super::{Form, Key};
use crate::diagnostic::{Code, Diagnostic, Place};

/// Longer values are not repeated in a help.
const SHORT: usize = 60;

/// How a value should have been written, where that can be told. `written` is
/// the value as it stands in the file.
pub(super) fn rewritten(name: &str, form: &Form, value: &DeValue<'_>, written: &str) -> Option<String> {
    if written.len() > SHORT || written.contains('\n') {
        return matches!((form, value), (Form::List(_), DeValue::Table(_))).then(|| doubled(name));
    }
    let bare = |value: &str| Some(format!("Write it without quotation marks: {name} = {value}"));
    match (form, value) {
        (Form::List(Form::Table(_)), DeValue::Table(_)) => Some(doubled(name)),
        (Form::List(_), DeValue::String(_) | DeValue::Integer(_)) => {
            Some(format!("Put it in square brackets: {name} = [{written}]"))
        }
        (Form::Int(..) | Form::Goal | Form::Float(..), DeValue::String(text)) => {
            text.trim().parse::<f64>().ok().and(bare(text))
        }
        (Form::Bool, DeValue::String(text)) => match text.to_lowercase().as_str() {
            "true" | "yes" => Some(format!("Write {name} = true")),
            "false" | "no" => Some(format!("Write {name} = false")),
            _ => None,
        },
        (
            Form::Str | Form::Word(_) | Form::Text | Form::Markdown | Form::Short(_) | Form::OneOf(_),
            DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_),
        ) => Some(format!("Put it in quotation marks: {name} = \"{written}\"")),
        _ => None,
    }
}

fn doubled(name: &str) -> String {
    format!("Write its line with two brackets on each side: [[{name}]]")
}

/// The line that a missing key asks for, and where it goes.
pub(super) fn line_for(key: &Key, within: &str) -> String {
    let name = key.name;
    let (line, more) = match &key.form {
        Form::Table(_) | Form::Named(_) | Form::Open => {
            return format!("Add a group of keys that begins with the line `[{name}]`.");
        }
        Form::OneOf(words) => (format!("{name} = \"…\""), format!(" with one of: {}", words.join(", "))),
        Form::Date => (format!("{name} = …"), " with a date such as 2024-09-30".to_owned()),
        Form::Bool => (format!("{name} = true"), " or with `false`".to_owned()),
        Form::Int(..) | Form::Goal | Form::Float(..) => (format!("{name} = …"), " with a number".to_owned()),
        Form::List(_) => (format!("{name} = […]"), String::new()),
        Form::Str | Form::Word(_) | Form::Text | Form::Markdown | Form::Short(_) | Form::Either(..) => {
            (format!("{name} = \"…\""), String::new())
        }
    };
    // At the end of a record the line would belong to the group before it.
    let place = if within.is_empty() { "above the first line in square brackets" } else { "to that group" };
    format!("Add the line `{line}` {place}{more}.")
}

/// A key of the record that stands below the line of a group belongs to that
/// group for the parser. It is then unknown there and missing above: one slip,
/// and only the first of the two is told.
pub(super) fn misplaced(text: &str, keys: &[Key], before: usize, problems: &mut Vec<Diagnostic>) {
    let mut strayed = Vec::new();
    for problem in problems.iter_mut().skip(before).filter(|problem| problem.code == Code::KeyUnknown) {
        let Place::At(span) = problem.place else { continue };
        let Some(key) = keys.iter().find(|key| text.get(span.range()) == Some(key.name)) else { continue };
        let help = "It belongs to the record itself. Move it up, above the first line in square brackets.";
        problem.help = Some(help.to_owned());
        strayed.push(missing_message(key.name, ""));
    }
    let mut at = 0;
    problems.retain(|problem| {
        at += 1;
        at <= before || problem.code != Code::KeyMissing || !strayed.contains(&problem.message)
    });
}

/// What is said of a missing key.
pub(super) fn missing_message(name: &str, within: &str) -> String {
    if within.is_empty() {
        format!("The key `{name}` is missing.")
    } else {
        format!("The key `{name}` is missing in `{within}`.")
    }
}
