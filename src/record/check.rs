//! The pass over a table: types, unknown and missing keys, syntax.

use jiff::civil::Date;
use toml::de::{DeTable, DeValue};

use super::{Entry, Fields, Form, Key, Source, advice};
use crate::diagnostic::{Code, Diagnostic, did_you_mean, nearest};
use crate::text::Span;

/// Checks a table against its keys. `within` names the table in messages;
/// with `broken`, missing keys are passed over, since the syntax error may
/// have swallowed them.
pub(super) fn check<'a>(
    source: &Source<'a>,
    span: Span,
    table: DeTable<'a>,
    keys: &'static [Key],
    within: &str,
    broken: bool,
    problems: &mut Vec<Diagnostic>,
) -> Fields<'a> {
    let before = problems.len();
    let mut entries = Vec::with_capacity(table.len());
    let mut extra = None;
    // Keys that are there, rightly or wrongly, or were meant by a misspelt one.
    let mut tried = Vec::with_capacity(table.len());
    for (name, value) in table {
        let name_span = source.span(name.span());
        let value_span = source.span(value.span());
        let mut value = value.into_inner();
        if name.get_ref() == "extra" && within.is_empty() {
            match value {
                DeValue::Table(table) => extra = Some(table),
                other => {
                    problems.push(wrong_type(value_span, "extra", "a group of keys below the line `[extra]`", &other));
                }
            }
            continue;
        }
        let Some(key) = keys.iter().find(|key| key.name == name.get_ref()) else {
            tried.extend(nearest(name.get_ref(), keys.iter().map(|key| key.name)));
            problems.push(unknown_key(name_span, name.get_ref(), keys, within));
            continue;
        };
        tried.push(key.name);
        let mut walk = Walk { source, problems, tables: Vec::new() };
        if walk.form(value_span, &mut value, &key.form, key.name) {
            let tables = walk.tables;
            if key.required && default_text(&value, source.language).is_some_and(|text| text.trim().is_empty()) {
                problems.push(empty(value_span, key.name));
            }
            entries.push(Entry { name: key.name, span: value_span, value, tables });
        }
    }
    let there = |key: &Key| entries.iter().any(|entry| entry.name == key.name);
    let missing = keys.iter().filter(|key| key.required && !there(key));
    let mut complete = problems.len() == before;
    for key in missing {
        complete = false;
        if !broken && !tried.contains(&key.name) {
            problems.push(missing_key(span, key, within));
        }
    }
    Fields { source: *source, span, entries, extra, complete }
}

/// A date without time.
pub(super) fn date(value: &DeValue<'_>) -> Option<Date> {
    let datetime = value.as_datetime()?;
    let date = datetime.date.filter(|_| datetime.time.is_none() && datetime.offset.is_none())?;
    Date::new(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()
}

/// A whole number.
pub(super) fn int(value: &DeValue<'_>) -> Option<i64> {
    let integer = value.as_integer()?;
    i64::from_str_radix(integer.as_str(), integer.radix()).ok()
}

/// A number, whole or not.
pub(super) fn float(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Float(float) => float.as_str().parse().ok(),
        _ => int(value).map(|n| n as f64),
    }
    .filter(|n: &f64| n.is_finite())
}

/// An open table as JSON; dates become strings.
pub(super) fn json_table(table: &DeTable<'_>) -> serde_json::Map<String, serde_json::Value> {
    table.iter().map(|(key, value)| (key.get_ref().to_string(), json(value.get_ref()))).collect()
}

fn json(value: &DeValue<'_>) -> serde_json::Value {
    match value {
        DeValue::String(text) => text.as_ref().into(),
        DeValue::Boolean(flag) => (*flag).into(),
        DeValue::Integer(_) => int(value).map_or(serde_json::Value::Null, Into::into),
        DeValue::Float(_) => float(value).map_or(serde_json::Value::Null, Into::into),
        DeValue::Datetime(datetime) => datetime.to_string().into(),
        DeValue::Array(items) => items.iter().map(|item| json(item.get_ref())).collect(),
        DeValue::Table(table) => json_table(table).into(),
    }
}

struct Walk<'s, 'a, 'p> {
    source: &'s Source<'a>,
    problems: &'p mut Vec<Diagnostic>,
    /// The tables of known keys that were met.
    tables: Vec<Fields<'a>>,
}

impl<'a> Walk<'_, 'a, '_> {
    /// Whether a value has a form; reports what is wrong. Tables of known keys
    /// are moved out of it.
    fn form(&mut self, span: Span, value: &mut DeValue<'a>, form: &Form, name: &str) -> bool {
        if value.as_str().is_some_and(|text| may_have_controls(text) && text.contains(is_stray_control)) {
            let problem = Diagnostic::new(
                Code::ControlCharacter,
                span,
                format!("`{name}` has an invisible control character in it."),
            );
            self.problems.push(problem.help("Type the text afresh; that is quicker than finding the character."));
            return false;
        }
        let good = self.has_form(span, value, form, name);
        let here = |problem: &&mut Diagnostic| problem.code == Code::KeyType && problem.place == span.into();
        if !good && let Some(problem) = self.problems.last_mut().filter(here) {
            let written = self.source.text.get(span.range()).unwrap_or_default();
            problem.help = problem.help.take().or_else(|| advice::rewritten(name, form, value, written));
        }
        good
    }

    fn has_form(&mut self, span: Span, value: &mut DeValue<'a>, form: &Form, name: &str) -> bool {
        match form {
            Form::Str | Form::Word(_) => self.fits(value.is_str(), span, name, "a text in quotation marks", value),
            Form::Text | Form::Markdown | Form::Short(_) => self.text(span, value, name),
            Form::Bool => self.fits(value.is_bool(), span, name, "`true` or `false`", value),
            Form::Date => self.date(span, value, name),
            Form::Goal => self.int(span, value, name, i64::MIN, i64::MAX),
            Form::Int(least, most) => self.int(span, value, name, *least, *most),
            Form::Float(least, most) => self.float(span, value, name, *least, *most),
            Form::OneOf(words) => self.one_of(span, value, name, words),
            Form::List(item) => self.list(span, value, item, name),
            Form::Table(keys) => self.table(span, value, keys, name),
            Form::Named(keys) => self.named(span, value, keys, name),
            Form::Either(first, second) => self.either(span, value, first, second, name),
            Form::Open => {
                self.fits(value.is_table(), span, name, &format!("a group of keys below the line `[{name}]`"), value)
            }
        }
    }

    fn fits(&mut self, fits: bool, span: Span, name: &str, wanted: &str, value: &DeValue<'_>) -> bool {
        if !fits {
            self.problems.push(wrong_type(span, name, wanted, value));
        }
        fits
    }

    fn say(&mut self, code: Code, span: Span, message: String) -> bool {
        self.problems.push(Diagnostic::new(code, span, message));
        false
    }

    fn text(&mut self, span: Span, value: &DeValue<'a>, name: &str) -> bool {
        let DeValue::Table(by_language) = value else {
            return self.fits(value.is_str(), span, name, "a text in quotation marks, or a table by language", value);
        };
        let mut good = true;
        for (tag, text) in by_language {
            if !crate::language::is_tag(tag.get_ref()) {
                good = false;
                self.problems.push(crate::language::problem(tag.get_ref(), self.source.span(tag.span())));
            }
            good &= self.fits(
                text.get_ref().is_str(),
                self.source.span(text.span()),
                name,
                "a text in quotation marks",
                text.get_ref(),
            );
        }
        let language = self.source.language;
        if !by_language.contains_key(language) {
            let help = format!("Add `{language} = \"…\"` to the table.");
            let message = format!("`{name}` has no text in `{language}`, the language of this site.");
            self.problems.push(Diagnostic::new(Code::LanguageMissing, span, message).help(help));
            good = false;
        }
        good
    }

    fn date(&mut self, span: Span, value: &DeValue<'_>, name: &str) -> bool {
        if date(value).is_some() {
            return true;
        }
        let message = match value {
            DeValue::String(text) => {
                let looks = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
                let problem =
                    Diagnostic::new(Code::DateInvalid, span, format!("`{name}` should be a date, not a text."));
                let help = if looks {
                    format!("Write it without quotation marks: {name} = {text}")
                } else {
                    format!("Write it year-month-day, without quotation marks: {name} = 2024-09-30")
                };
                self.problems.push(problem.help(help));
                return false;
            }
            DeValue::Datetime(datetime) if datetime.time.is_none() => {
                format!("`{name}` is {datetime}, a date that does not exist.")
            }
            DeValue::Datetime(_) => format!("`{name}` should be a date without a time, such as 2024-09-30."),
            other => {
                self.problems.push(wrong_type(span, name, "a date such as 2024-09-30", other));
                return false;
            }
        };
        self.say(Code::DateInvalid, span, message)
    }

    fn int(&mut self, span: Span, value: &DeValue<'_>, name: &str, least: i64, most: i64) -> bool {
        if !self.fits(value.is_integer(), span, name, "a whole number", value) {
            return false;
        }
        let inside = int(value).is_some_and(|n| (least..=most).contains(&n));
        inside || self.say(Code::ValueRange, span, format!("`{name}` should lie between {least} and {most}."))
    }

    fn float(&mut self, span: Span, value: &DeValue<'_>, name: &str, least: f64, most: f64) -> bool {
        if !self.fits(value.is_integer() || value.is_float(), span, name, "a number", value) {
            return false;
        }
        let inside = float(value).is_some_and(|n| (least..=most).contains(&n));
        inside || self.say(Code::ValueRange, span, format!("`{name}` should lie between {least} and {most}."))
    }

    fn one_of(&mut self, span: Span, value: &DeValue<'_>, name: &str, words: &'static [&'static str]) -> bool {
        let Some(word) = value.as_str() else {
            return self.fits(false, span, name, "a text in quotation marks", value);
        };
        if words.contains(&word) {
            return true;
        }
        let list = words.iter().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", ");
        let message = format!("`{name}` cannot be `{word}`. It is one of: {list}.");
        let help = did_you_mean(word, words.iter().copied());
        self.problems.push(Diagnostic::new(Code::ValueUnknown, span, message).maybe_help(help));
        false
    }

    fn list(&mut self, span: Span, value: &mut DeValue<'a>, item: &Form, name: &str) -> bool {
        let DeValue::Array(items) = value else {
            return self.fits(false, span, name, "a list in square brackets", value);
        };
        let before = self.problems.len();
        let mut good = true;
        for value in items.iter_mut() {
            good &= self.form(self.source.span(value.span()), value.get_mut(), item, name);
        }
        let whole = format!("`{name}` should be");
        for problem in self.problems.iter_mut().skip(before) {
            if let Some(rest) = problem.message.strip_prefix(&whole) {
                problem.message = format!("Each item of `{name}` should be{rest}");
                // What to write would name the key and not the item.
                problem.help = None;
            }
        }
        good
    }

    fn table(&mut self, span: Span, value: &mut DeValue<'a>, keys: &'static [Key], name: &str) -> bool {
        let DeValue::Table(table) = value else {
            return self.fits(false, span, name, &format!("a group of keys below the line `[{name}]`"), value);
        };
        let fields = check(self.source, span, std::mem::take(table), keys, name, false, self.problems);
        let complete = fields.complete;
        self.tables.push(fields);
        complete
    }

    fn named(&mut self, span: Span, value: &mut DeValue<'a>, keys: &'static [Key], name: &str) -> bool {
        let DeValue::Table(table) = value else {
            return self.fits(false, span, name, &format!("groups of keys below lines like `[{name}.fr]`"), value);
        };
        let mut good = true;
        for (key, value) in table.iter_mut() {
            let within = format!("{name}.{}", key.get_ref());
            good &= self.table(self.source.span(value.span()), value.get_mut(), keys, &within);
        }
        good
    }

    fn either(&mut self, span: Span, value: &mut DeValue<'a>, first: &Form, second: &Form, name: &str) -> bool {
        let tables = |form: &Form| matches!(form, Form::Table(_) | Form::Open);
        let form = if value.is_table() == tables(first) { first } else { second };
        self.form(span, value, form, name)
    }
}

/// Whether a text may have a stray control character, or something close to
/// one. Nearly every text has none, which its bytes tell faster than its
/// characters: the controls past ASCII begin with C2, what is no character with
/// EF. No byte of a piece waits for the one before it, so the compiler can look
/// at many at a time.
pub(crate) fn may_have_controls(text: &str) -> bool {
    const PIECE: usize = 64;
    let suspicious =
        |byte: u8| (byte < 0x20 && !matches!(byte, b'\n' | b'\r' | b'\t')) | matches!(byte, 0x7f | 0xc2 | 0xef);
    text.as_bytes().chunks(PIECE).any(|piece| piece.iter().fold(false, |found, &byte| found | suspicious(byte)))
}

/// A control character that no text needs, or one of the two code points that
/// are no characters and that XML, and so the feed, cannot hold.
pub(crate) fn is_stray_control(c: char) -> bool {
    matches!(c, '\u{fffe}' | '\u{ffff}') || (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}

fn wrong_type(span: Span, name: &str, wanted: &str, value: &DeValue<'_>) -> Diagnostic {
    let found = match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a group of keys",
    };
    Diagnostic::new(Code::KeyType, span, format!("`{name}` should be {wanted}, but this is {found}."))
}

fn unknown_key(span: Span, name: &str, keys: &'static [Key], within: &str) -> Diagnostic {
    let place = if within.is_empty() { String::new() } else { format!(" in `{within}`") };
    let known = keys.iter().map(|key| key.name);
    let all = keys.iter().map(|key| key.name).collect::<Vec<_>>().join(", ");
    let help = did_you_mean(name, known).unwrap_or_else(|| format!("Known keys{place}: {all}."));
    Diagnostic::new(Code::KeyUnknown, span, format!("There is no key `{name}`{place}.")).help(help)
}

fn missing_key(span: Span, key: &Key, within: &str) -> Diagnostic {
    Diagnostic::new(Code::KeyMissing, span, advice::missing_message(key.name, within))
        .help(advice::line_for(key, within))
}

/// A text, or what a table by language says in the site's own.
fn default_text<'v>(value: &'v DeValue<'_>, language: &str) -> Option<&'v str> {
    match value {
        DeValue::Table(by_language) => by_language.get(language)?.get_ref().as_str(),
        other => other.as_str(),
    }
}

fn empty(span: Span, name: &str) -> Diagnostic {
    if name == "alt" {
        let message = "`alt` is empty: people who cannot see the picture learn nothing of it.";
        return Diagnostic::new(Code::ImageAltMissing, span, message).help("Say in a few words what matters in it.");
    }
    Diagnostic::new(Code::ValueEmpty, span, format!("`{name}` is empty, and pages need it."))
}
