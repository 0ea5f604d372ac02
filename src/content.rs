//! The kinds of content: what an author writes, as typed records.
//!
//! A file per kind: its keys, its defaults, its own checks. References to
//! other records are still the words that the author wrote; resolving them is
//! the business of [`site`](crate::site).

pub mod cohort;
pub mod donor;
mod extra;
mod fault;
pub mod intern;
pub mod office;
pub mod page;
pub mod parts;
pub mod sdg;
pub mod translation;

pub use fault::{fault_problem, not_utf8, too_large, unreadable};

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Diagnostic};
use crate::front_matter;
use crate::hash::Hash128;
use crate::markdown::{self, Doc};
use crate::record::{self, Fields, Key, Source, Text, Translated, is_stray_control, may_have_controls};
use crate::reference::usage;
use crate::search::Terms;
use crate::text::{FileId, Origin, Span, Spanned};

/// A text in Markdown, parsed, and where it was written.
#[derive(Debug, Serialize, Deserialize)]
pub struct Prose {
    /// What it was parsed to.
    pub doc: Doc,
    /// Its place, for names that must not appear in it.
    pub origin: Origin,
    /// Whether a name stands in it that UN usage asks to be marked.
    pub marked: bool,
    /// Its words, for the search index; none in a text that was recalled.
    #[serde(skip)]
    pub terms: Option<Terms>,
    /// The same in further languages, by tag.
    pub others: Vec<(String, Prose)>,
}

impl Prose {
    /// Whether it names a heading, in any language.
    pub fn names_headings(&self) -> bool {
        let own = |prose: &Self| prose.doc.links.iter().any(|link| link.fragment.is_some());
        own(self) || self.others.iter().any(|(_, other)| own(other))
    }
}

/// What is left of a record with mistakes: the words by which it names others,
/// so that these are checked in the same run.
#[derive(Debug, Default)]
pub struct Loose {
    /// An office.
    pub office: Option<Spanned<String>>,
    /// A cohort.
    pub cohort: Option<Spanned<String>>,
    /// Donors.
    pub donors: Vec<Spanned<String>>,
    /// Pictures beside the file.
    pub pictures: Vec<Spanned<String>>,
    /// Texts with their links.
    pub texts: Vec<Prose>,
}

impl Loose {
    /// What is left where only a text could be read.
    pub(crate) fn text(prose: Option<Prose>) -> Box<Self> {
        Box::new(Self { texts: prose.into_iter().collect(), ..Self::default() })
    }
}

/// A record, or what is left of it.
pub type Read<T> = Result<T, Box<Loose>>;

/// A file that holds a record alone.
pub(crate) fn read_record<'a>(
    text: &'a str,
    file: FileId,
    language: &'a str,
    keys: &'static [Key],
    problems: &mut Vec<Diagnostic>,
) -> Option<Fields<'a>> {
    let text = usable(text, file, problems)?;
    record::read(Source::whole(file, text, language), keys, problems)
}

/// A file that holds a record and a text.
pub(crate) fn read_story<'a>(
    text: &'a str,
    file: FileId,
    language: &'a str,
    keys: &'static [Key],
    problems: &mut Vec<Diagnostic>,
) -> Read<(Fields<'a>, Prose)> {
    let text = usable(text, file, problems).ok_or_else(Box::default)?;
    let parts = front_matter::split(file, text).map_err(|problem| {
        problems.push(problem);
        Box::default()
    })?;
    let toml = text.get(parts.record.clone()).unwrap_or_default();
    let fields = record::read(Source { file, text, toml, base: parts.record.start, language }, keys, problems);
    let body = text.get(parts.body.clone()).unwrap_or_default();
    let prose = prose(body, Origin::verbatim(Span::new(file, parts.body)), problems);
    match fields {
        Some(fields) => Ok((fields, prose)),
        None => Err(Loose::text(Some(prose))),
    }
}

/// A file that holds a title, as its first heading, and a text; `None` if it
/// begins otherwise.
pub(crate) fn read_headed(text: &str, file: FileId, problems: &mut Vec<Diagnostic>) -> Option<(Text, Prose)> {
    let parts = front_matter::headed(text)?;
    let title = text.get(parts.title.clone())?.to_owned();
    let title = Text::new(title, Origin::verbatim(Span::new(file, parts.title)));
    let body = text.get(parts.body.clone())?;
    Some((title, prose(body, Origin::verbatim(Span::new(file, parts.body)), problems)))
}

/// Markdown in a record.
pub(crate) fn prose_of(text: Option<Text>, problems: &mut Vec<Diagnostic>) -> Option<Prose> {
    let text = text?;
    let mut found = prose(&text.value, text.origin, problems);
    let mut other = |text: &Translated| prose(&text.value, text.origin, problems);
    found.others = text.others().iter().map(|(tag, text)| (tag.clone(), other(text))).collect();
    Some(found)
}

/// Whose text it is that is parsed again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextOf {
    /// The part of a file after its record.
    Story,
    /// An office's description.
    Office,
    /// A cohort's description.
    Cohort,
    /// A donor's description.
    Donor,
    /// A goal's description, by number.
    Goal(u8),
}

/// Parses a text that was read before; what is wrong with it was reported
/// then.
///
/// `digest` tells it from the same in other languages.
pub fn parse_again(of: TextOf, text: &str, file: FileId, language: &str, digest: Hash128) -> Option<Doc> {
    let ignored = &mut Vec::new();
    let described = |prose: Option<Prose>| {
        let Prose { doc, others, .. } = prose?;
        std::iter::once(doc).chain(others.into_iter().map(|(_, other)| other.doc)).find(|doc| doc.digest == digest)
    };
    match of {
        TextOf::Story => {
            let split = front_matter::split(file, text).map(|parts| parts.body);
            let body = split.ok().or_else(|| front_matter::headed(text).map(|parts| parts.body))?;
            let origin = Origin::verbatim(Span::new(file, body.clone()));
            Some(markdown::parse(text.get(body)?, &origin, ignored))
        }
        TextOf::Office => described(office::read(text, file, "", language, ignored).ok()?.description),
        TextOf::Cohort => described(cohort::read(text, file, "", language, ignored).ok()?.description),
        TextOf::Donor => described(donor::read(text, file, "", language, ignored).ok()?.description),
        TextOf::Goal(number) => {
            let goals = sdg::read(text, file, language, ignored);
            described(goals.into_iter().find(|goal| goal.number == number)?.description)
        }
    }
}

fn prose(text: &str, origin: Origin, problems: &mut Vec<Diagnostic>) -> Prose {
    if may_have_controls(text) {
        for (at, c) in text.char_indices().filter(|(_, c)| is_stray_control(*c)) {
            let message = format!("The text has an invisible control character (U+{:04X}) here.", u32::from(c));
            let place = origin.span(at..at + c.len_utf8());
            let help = "Delete it; typing the passage afresh is often quickest.";
            problems.push(Diagnostic::new(Code::ControlCharacter, place, message).help(help));
        }
    }
    let doc = markdown::parse(text, &origin, problems);
    let marked = doc.html_with_holes().is_some_and(usage::needs_mark);
    Prose { doc, origin, marked, terms: None, others: Vec::new() }
}

/// The text of a file, unless it is empty.
fn usable<'a>(text: &'a str, file: FileId, problems: &mut Vec<Diagnostic>) -> Option<&'a str> {
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        problems.push(Diagnostic::new(Code::FileEmpty, file, "This file is empty.").help("Fill it in, or delete it."));
        return None;
    }
    Some(text)
}

/// Reports an `end` that lies before its `start`.
pub(crate) fn check_order(fields: &Fields<'_>, start: &str, end: &str, problems: &mut Vec<Diagnostic>) {
    if let (Some(from), Some(to)) = (fields.date(start), fields.date(end))
        && to.value < from.value
    {
        let message = format!("`{end}` ({}) lies before `{start}` ({}).", to.value, from.value);
        problems.push(
            Diagnostic::new(Code::DatesReversed, to.span, message).related(from.span, format!("`{start}` is here")),
        );
    }
}

/// The longest summary in characters, so that cards and feeds need not cut it.
const SUMMARY_MAX: usize = 300;

/// Reports a summary that is too long.
pub(crate) fn check_summary(summary: Option<&Text>, problems: &mut Vec<Diagnostic>) {
    let Some(summary) = summary else { return };
    let length = summary.value.chars().count();
    if length > SUMMARY_MAX {
        let message = format!("The summary has {length} characters; at most {SUMMARY_MAX} fit.");
        problems.push(Diagnostic::new(Code::SummaryTooLong, summary.origin.whole(), message));
    }
}
