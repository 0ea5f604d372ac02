//! The kinds of content: what an author writes, as typed records.
//!
//! A file per kind: its keys, its defaults, its own checks. References to
//! other records are still the words that the author wrote; resolving them is
//! the business of [`site`](crate::site).

pub mod cohort;
pub mod donor;
pub mod intern;
pub mod office;
pub mod page;
pub mod sdg;

use crate::diagnostic::{Code, Diagnostic};
use crate::front_matter;
use crate::markdown::{self, Doc};
use crate::record::{self, Fields, Key, Source, Text, is_stray_control};
use crate::text::{FileId, Origin, Span, Spanned};
use crate::tree::{Content, Tree};

/// A text in Markdown, parsed, and where it was written.
#[derive(Debug)]
pub struct Prose {
    /// What it was parsed to.
    pub doc: Doc,
    /// Its place, for names that must not appear in it.
    pub origin: Origin,
}

/// What a record with mistakes names all the same. It is checked too, so that
/// one run tells every mistake of a file.
#[derive(Debug)]
pub struct Loose {
    /// The file.
    pub file: FileId,
    /// The office that it names.
    pub office: Option<Spanned<String>>,
    /// The cohort that it names.
    pub cohort: Option<Spanned<String>>,
    /// Donors that it names.
    pub donors: Vec<Spanned<String>>,
    /// Its own pictures.
    pub pictures: Vec<Spanned<String>>,
    /// Its text.
    pub prose: Option<Prose>,
}

impl Loose {
    /// A record that names others in its text only.
    pub fn text(file: FileId, prose: Option<Prose>) -> Self {
        Self { file, office: None, cohort: None, donors: Vec::new(), pictures: Vec::new(), prose }
    }
}

/// A file that holds a record alone.
pub(crate) fn read_record<'a>(
    tree: &'a Tree,
    file: FileId,
    language: &'a str,
    keys: &'static [Key],
    problems: &mut Vec<Diagnostic>,
) -> Option<Fields<'a>> {
    let text = usable(tree, file, problems)?;
    record::read(Source::whole(file, text, language), keys, problems)
}

/// A file that holds a record and a text.
pub(crate) fn read_story<'a>(
    tree: &'a Tree,
    file: FileId,
    language: &'a str,
    keys: &'static [Key],
    problems: &mut Vec<Diagnostic>,
) -> Option<(Fields<'a>, Prose)> {
    let text = usable(tree, file, problems)?;
    let parts = match front_matter::split(file, text) {
        Ok(parts) => parts,
        Err(problem) => {
            problems.push(problem);
            return None;
        }
    };
    let toml = text.get(parts.record.clone())?;
    let fields = record::read(Source { file, text, toml, base: parts.record.start, language }, keys, problems);
    let body = text.get(parts.body.clone())?;
    let prose = prose(body, Origin::verbatim(Span::new(file, parts.body)), problems);
    Some((fields?, prose))
}

/// Markdown in a record.
pub(crate) fn prose_of(text: Option<Text>, problems: &mut Vec<Diagnostic>) -> Option<Prose> {
    text.map(|text| prose(&text.value, text.origin, problems))
}

fn prose(text: &str, origin: Origin, problems: &mut Vec<Diagnostic>) -> Prose {
    for (at, c) in text.char_indices().filter(|(_, c)| is_stray_control(*c)) {
        let message = format!("The text has an invisible control character (U+{:04X}) here.", u32::from(c));
        let place = origin.span(at..at + c.len_utf8());
        let help = "Delete it; typing the passage afresh is often quickest.";
        problems.push(Diagnostic::new(Code::ControlCharacter, place, message).help(help));
    }
    Prose { doc: markdown::parse(text, &origin, problems), origin }
}

/// The text of a file, unless it is broken (which has been reported) or empty.
fn usable<'a>(tree: &'a Tree, file: FileId, problems: &mut Vec<Diagnostic>) -> Option<&'a str> {
    let Content::Text(text) = tree.content(file) else { return None };
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
