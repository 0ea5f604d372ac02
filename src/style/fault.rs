//! What is wrong with a style sheet, at its place in its author's file.

use std::ops::Range;

use lightningcss::error::{Error, ParserError};
use lightningcss::rules::Location;

use super::{Part, bare};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::{FileId, Span};

/// What the parser says.
pub(super) fn early(error: &Error<ParserError<'_>>, part: &Part<'_>) -> Diagnostic {
    let Some(at) = &error.loc else { return report(part, None, &said(&error.kind)) };
    let span = span(part, at.line, at.column, |rest| {
        let text = rest.trim_start();
        let skipped = rest.len() - text.len();
        Some(skipped..skipped + word(text))
    });
    match span {
        Some(found) if (found.start as usize) < part.text.len() => report(part, span, &said(&error.kind)),
        _ => unclosed(part),
    }
}

/// What comes up when all are joined.
pub(super) fn late(message: &str, at: Option<Location>, parts: &[Part<'_>]) -> Diagnostic {
    let index = at.map_or(0, |at| at.source_index as usize);
    let Some(part) = parts.get(index) else {
        return Diagnostic::new(Code::StyleSyntax, FileId(0), format!("{message}."));
    };
    report(part, at.and_then(|at| span(part, at.line, at.column, |rest| Some(0..word(rest)))), &format!("{message}."))
}

/// A file that ends too early, or too late.
pub(super) fn unclosed(part: &Part<'_>) -> Diagnostic {
    let end = part.text.trim_end().len();
    let span = part.file.map(|file| Span::new(file, end.saturating_sub(1)..end));
    if part.text.matches('}').count() > part.text.matches('{').count() {
        return report(part, span, "This file has a `}` without its `{`.");
    }
    report(part, span, "Something in this file is not closed: a `{`, a `(`, a comment or a quotation mark.")
        .help("Browsers would read what follows as part of it. Each `{` needs its `}`.")
}

/// A style sheet that asks for another.
pub(super) fn import(at: Location, part: &Part<'_>) -> Diagnostic {
    let span = span(part, at.line, at.column, |_| Some(0.."@import".len()));
    report(part, span, "`@import` is not followed here.")
        .help("All files in styles/ are joined already, in the order of their names.")
}

/// The bytes that `range` finds after a line (from 0) and a column (from 1, in
/// UTF-16 code units, as browsers count).
pub(super) fn span(
    part: &Part<'_>,
    line: u32,
    column: u32,
    range: impl Fn(&str) -> Option<Range<usize>>,
) -> Option<Span> {
    let start = offset(&part.text, line, column);
    let found = range(part.text.get(start..)?).unwrap_or(0..0);
    Some(Span::new(part.file?, start + found.start..start + found.end))
}

/// Where a line and column are.
pub(super) fn offset(whole: &str, line: u32, column: u32) -> usize {
    let text = bare(whole);
    let mark = whole.len() - text.len();
    let mut lines = text.split_inclusive('\n');
    let before: usize = lines.by_ref().take(line as usize).map(str::len).sum();
    let mut units = column.saturating_sub(1) as usize;
    let mut bytes = 0;
    for character in lines.next().unwrap_or_default().chars() {
        if units == 0 {
            break;
        }
        units = units.saturating_sub(character.len_utf16());
        bytes += character.len_utf8();
    }
    mark + before + bytes
}

/// How long the word or sign is that a text begins with.
fn word(text: &str) -> usize {
    let letter = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '@' | '#' | '.' | ':');
    match text.find(|c| !letter(c)) {
        Some(0) => text.chars().next().map_or(0, char::len_utf8),
        Some(end) => end,
        None => text.len(),
    }
}

fn report(part: &Part<'_>, span: Option<Span>, message: &str) -> Diagnostic {
    let span = span.or(part.file.map(Span::start_of)).unwrap_or(Span::start_of(FileId(0)));
    Diagnostic::new(Code::StyleSyntax, span, message)
}

fn said(kind: &ParserError<'_>) -> String {
    let said = match kind {
        ParserError::AtRuleBodyInvalid | ParserError::AtRulePreludeInvalid => "This at-rule cannot be read",
        ParserError::AtRuleInvalid(name) => return format!("There is no at-rule `@{name}`."),
        ParserError::EndOfInput => "Something is missing here",
        ParserError::InvalidDeclaration => "This declaration cannot be read",
        ParserError::InvalidMediaQuery => "This media query cannot be read",
        ParserError::InvalidNesting => "This rule cannot stand inside another",
        ParserError::InvalidValue => "This value cannot be read",
        ParserError::QualifiedRuleInvalid => "This rule has no block of declarations",
        ParserError::SelectorError(_) => "This selector cannot be read",
        ParserError::UnexpectedToken(_) => "This does not belong here",
        ParserError::MaximumNestingDepth => "This is nested too deep",
        other => return format!("{other}."),
    };
    format!("{said}.")
}
