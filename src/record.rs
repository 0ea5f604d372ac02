//! Reads TOML against a list of keys: every wrong type, unknown key, missing
//! key and bad date of a table is reported at its place, in one pass.
//!
//! A kind of record is a `&[Key]`; what the table says is then asked for by
//! name and is of the right type, or is absent. Knows no kind of record.

mod advice;
mod check;
mod syntax;

pub(crate) use check::{is_stray_control, may_have_controls};

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use toml::de::{DeTable, DeValue};

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Diagnostic};
use crate::kind::RecordKind;
use crate::text::{FileId, Origin, Span, Spanned};

/// The form of a value.
#[derive(Debug, Clone, Copy)]
pub enum Form {
    /// A string.
    Str,
    /// A string that means something; whoever reads the record checks that.
    Word(Meaning),
    /// A string, or a table of strings by language.
    Text,
    /// A text of at most so many characters; whoever reads the record checks that.
    Short(usize),
    /// Markdown in a text.
    Markdown,
    /// A local date.
    Date,
    /// True or false.
    Bool,
    /// A whole number within bounds, both included.
    Int(i64, i64),
    /// The number of a goal; whoever reads the record checks that.
    Goal,
    /// A number within bounds, both included.
    Float(f64, f64),
    /// One of some words.
    OneOf(&'static [&'static str]),
    /// A list.
    List(&'static Form),
    /// A table of known keys.
    Table(&'static [Key]),
    /// A table of tables of known keys, by names of the author's choice.
    Named(&'static [Key]),
    /// Either of two forms.
    Either(&'static Form, &'static Form),
    /// A table of anything.
    Open,
}

/// What a string means. Nothing is checked of it here: editors are told of it,
/// so that they can offer what fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// The id of a record of a kind.
    Id(RecordKind),
    /// The id of a donor tier.
    Tier,
    /// The code of a country or area.
    Country,
    /// A target of a goal.
    Target,
    /// A full web address.
    Url,
    /// An old address on this site.
    Alias,
}

/// A key of a record.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// The form of its value.
    pub form: Form,
    /// Whether a record without it is in error.
    pub required: bool,
    /// What it means, for the reference.
    pub doc: &'static str,
}

/// A key that may be absent.
pub const fn key(name: &'static str, form: Form, doc: &'static str) -> Key {
    Key { name, form, required: false, doc }
}

/// A key that must be there.
pub const fn required(name: &'static str, form: Form, doc: &'static str) -> Key {
    Key { name, form, required: true, doc }
}

/// A text in the default language, and where it was written.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Text {
    /// The text.
    pub value: String,
    /// Its place.
    pub origin: Origin,
    /// What only a text of a site with several languages has; in a box, since
    /// most have none.
    more: Option<Box<More>>,
}

/// What becomes of a text in several languages.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct More {
    /// The same in further languages, by tag.
    others: Vec<(String, Translated)>,
    /// The language of the text, where it stands in place of a translation.
    #[serde(skip)]
    foreign: Option<Arc<str>>,
}

/// A text in a further language, and where it was written.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Translated {
    /// The text.
    pub value: String,
    /// Its place.
    pub origin: Origin,
}

impl Text {
    /// A text that is in one language only.
    pub fn new(value: String, origin: Origin) -> Self {
        Self { value, origin, more: None }
    }

    /// The same in further languages, by tag.
    pub fn others(&self) -> &[(String, Translated)] {
        self.more.as_ref().map_or(&[], |more| &more.others)
    }

    /// The text in every language that it has.
    pub fn forms(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.value.as_str()).chain(self.others().iter().map(|(_, other)| other.value.as_str()))
    }

    /// Adds a translation.
    pub fn translate(&mut self, language: &str, value: String, origin: Origin) {
        let more = self.more.get_or_insert_default();
        more.others.retain(|(tag, _)| tag != language);
        more.others.push((language.to_owned(), Translated { value, origin }));
    }

    /// The language that the text is in, if the page that shows it is in
    /// another.
    pub fn foreign(&self) -> Option<&Arc<str>> {
        self.more.as_ref()?.foreign.as_ref()
    }

    /// Puts the translation in place of the text; without one the text stays
    /// and is marked as being in the language `original`.
    pub fn turn_into(&mut self, language: &str, original: &Arc<str>) {
        let mut more = self.more.take().unwrap_or_default();
        match more.others.iter().position(|(tag, _)| tag == language) {
            Some(at) => {
                let (_, found) = more.others.swap_remove(at);
                *self = Self::new(found.value, found.origin);
            }
            None => self.more = Some(Box::new(More { others: Vec::new(), foreign: Some(Arc::clone(original)) })),
        }
    }
}

/// The TOML of one file, or of its front matter.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The file.
    pub file: FileId,
    /// The text of the whole file.
    pub text: &'a str,
    /// The part of it that is TOML.
    pub toml: &'a str,
    /// Where that part begins.
    pub base: usize,
    /// The site's default language.
    pub language: &'a str,
}

impl<'a> Source<'a> {
    /// A file that is TOML from end to end; a byte order mark is passed over.
    pub fn whole(file: FileId, text: &'a str, language: &'a str) -> Self {
        let toml = text.strip_prefix('\u{feff}').unwrap_or(text);
        Self { file, text, toml, base: text.len() - toml.len(), language }
    }

    fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.file, self.base + range.start..self.base + range.end)
    }
}

/// A table whose values have the forms that its keys ask for.
#[derive(Debug)]
pub struct Fields<'a> {
    source: Source<'a>,
    span: Span,
    /// In the order of the file. Records have a dozen keys, among which a
    /// search from the first is quicker than a tree.
    entries: Vec<Entry<'a>>,
    extra: Option<DeTable<'a>>,
    complete: bool,
}

/// A key whose value has the form that was asked for.
#[derive(Debug)]
struct Entry<'a> {
    name: &'static str,
    span: Span,
    /// What is a table of known keys is empty here: it was moved to `tables`.
    value: DeValue<'a>,
    /// The tables in the value, checked, in order.
    tables: Vec<Fields<'a>>,
}

/// Parses and checks a table. `None` when not even its syntax can be read;
/// whatever is wrong is in `problems`.
pub fn read<'a>(source: Source<'a>, keys: &'static [Key], problems: &mut Vec<Diagnostic>) -> Option<Fields<'a>> {
    let (table, errors) = DeTable::parse_recoverable(source.toml);
    let broken = !errors.is_empty();
    let before = problems.len();
    let span = source.span(0..0);
    let mut fields = check::check(&source, span, table.into_inner(), keys, "", broken, problems);
    advice::misplaced(source.text, keys, before, problems);
    syntax::add(&source, &errors, before, problems);
    if broken {
        fields.complete = false;
    }
    Some(fields)
}

/// What is wrong with the syntax of a file that is read in another way.
pub fn syntax_problems(file: FileId, text: &str, errors: &[toml::de::Error]) -> Vec<Diagnostic> {
    let source = Source::whole(file, text, "");
    errors.iter().map(|error| syntax::problem(&source, error)).collect()
}

impl<'a> Fields<'a> {
    /// Whether every required key is there and nothing was wrong with any
    /// value: only then may a record be made.
    pub fn complete(&self) -> bool {
        self.complete
    }

    /// Where the table is.
    pub fn span(&self) -> Span {
        self.span
    }

    /// Whether a key has a usable value.
    pub fn has(&self, name: &str) -> bool {
        self.entry(name).is_some()
    }

    /// Where a key's value is; the table's place when it is absent.
    pub fn span_of(&self, name: &str) -> Span {
        self.entry(name).map_or(self.span, |entry| entry.span)
    }

    /// A string.
    pub fn str(&self, name: &str) -> Option<Spanned<String>> {
        let entry = self.entry(name)?;
        Some(Spanned::new(entry.value.as_str()?.to_owned(), entry.span))
    }

    /// A text in the default language.
    pub fn text(&self, name: &str) -> Option<Text> {
        let entry = self.entry(name)?;
        let (span, text) = match &entry.value {
            DeValue::Table(by_language) => {
                let value = by_language.get(self.source.language)?;
                (self.source.span(value.span()), value.get_ref().as_str()?)
            }
            other => (entry.span, other.as_str()?),
        };
        let mut found = Text::new(text.to_owned(), Origin::of_value(span, self.source.text, text));
        if let DeValue::Table(by_language) = &entry.value {
            for (tag, value) in by_language.iter().filter(|(tag, _)| tag.get_ref() != self.source.language) {
                let Some(text) = value.get_ref().as_str().filter(|text| !text.trim().is_empty()) else { continue };
                let origin = Origin::of_value(self.source.span(value.span()), self.source.text, text);
                found.translate(tag.get_ref(), text.to_owned(), origin);
            }
        }
        Some(found)
    }

    /// A date.
    pub fn date(&self, name: &str) -> Option<Spanned<Date>> {
        let entry = self.entry(name)?;
        Some(Spanned::new(check::date(&entry.value)?, entry.span))
    }

    /// True or false; false when absent.
    pub fn flag(&self, name: &str) -> bool {
        self.entry(name).and_then(|entry| entry.value.as_bool()).unwrap_or(false)
    }

    /// A whole number.
    pub fn int(&self, name: &str) -> Option<Spanned<i64>> {
        let entry = self.entry(name)?;
        Some(Spanned::new(check::int(&entry.value)?, entry.span))
    }

    /// A number.
    pub fn float(&self, name: &str) -> Option<f64> {
        check::float(&self.entry(name)?.value)
    }

    /// A list of strings.
    pub fn strings(&self, name: &str) -> Vec<Spanned<String>> {
        self.items(name, |value| value.as_str().map(str::to_owned))
    }

    /// A list of whole numbers.
    pub fn ints(&self, name: &str) -> Vec<Spanned<i64>> {
        self.items(name, check::int)
    }

    /// A list of numbers.
    pub fn floats(&self, name: &str) -> Vec<f64> {
        self.items(name, check::float).into_iter().map(|n| n.value).collect()
    }

    /// A table of known keys within the table.
    pub fn table(&self, name: &str) -> Option<&Self> {
        self.tables(name).first()
    }

    /// The tables of known keys in a list, in order.
    pub fn tables(&self, name: &str) -> &[Self] {
        self.entry(name).map_or(&[], |entry| &entry.tables)
    }

    /// The names of a table's tables, in their order.
    pub fn names(&self, name: &str) -> Vec<Spanned<String>> {
        let Some(DeValue::Table(items)) = self.value(name) else { return Vec::new() };
        items.keys().map(|key| Spanned::new(key.get_ref().to_string(), self.source.span(key.span()))).collect()
    }

    /// The `[extra]` table, or another open one, as JSON.
    pub fn open(&self, name: &str) -> serde_json::Map<String, serde_json::Value> {
        let table = match (name, self.value(name)) {
            ("extra", _) => self.extra.as_ref(),
            (_, Some(DeValue::Table(table))) => Some(table),
            _ => None,
        };
        table.map(check::json_table).unwrap_or_default()
    }

    /// Where the keys of an open table are.
    pub fn open_spans(&self, name: &str) -> BTreeMap<String, Span> {
        let Some(DeValue::Table(table)) = self.value(name) else { return BTreeMap::new() };
        table.iter().map(|(key, _)| (key.get_ref().to_string(), self.source.span(key.span()))).collect()
    }

    /// Reports a problem with a key's value.
    pub fn problem(&self, code: Code, name: &str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.span_of(name), message)
    }

    fn entry(&self, name: &str) -> Option<&Entry<'a>> {
        self.entries.iter().find(|entry| entry.name == name)
    }

    fn value(&self, name: &str) -> Option<&DeValue<'a>> {
        self.entry(name).map(|entry| &entry.value)
    }

    fn items<T>(&self, name: &str, read: impl Fn(&DeValue<'a>) -> Option<T>) -> Vec<Spanned<T>> {
        let Some(DeValue::Array(items)) = self.value(name) else { return Vec::new() };
        items
            .iter()
            .filter_map(|item| Some(Spanned::new(read(item.get_ref())?, self.source.span(item.span()))))
            .collect()
    }
}
