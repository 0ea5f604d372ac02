//! The text as the parser sees it: line ends made equal, directives masked.
//!
//! A directive's line is replaced by a thematic break of the same length, so
//! that every offset stays true and the block structure around the directive
//! is what CommonMark makes of a thematic break: it ends a paragraph, and it
//! belongs to the list item or quotation whose indentation it has.

use super::line;
use memchr::{memchr, memmem};
use pulldown_cmark::{CowStr, Options, Parser};
use std::borrow::Cow;
use std::ops::Range;

/// A text, ready to be parsed.
#[derive(Debug)]
pub(super) struct Source<'a> {
    /// With LF alone at line ends.
    text: Cow<'a, str>,
    /// Where in `text` a CR before a LF was dropped.
    dropped: Vec<usize>,
    /// `text` with directives masked, when there are any.
    masked: Option<String>,
    /// What is masked, in order; whether it is a directive is only known once
    /// the parser does not take it for code.
    lines: Vec<Range<usize>>,
}

impl<'a> Source<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let (text, dropped) = line_feeds(text);
        let lines = if memmem::find(text.as_bytes(), b"::").is_some() { line::find(&text) } else { Vec::new() };
        let masked = (!lines.is_empty()).then(|| mask(&text, &lines));
        Self { text, dropped, masked, lines }
    }

    /// What was given, but for line ends.
    pub(super) fn given_text(&self) -> &str {
        &self.text
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn parser(&self) -> Parser<'_> {
        Parser::new_ext(self.masked.as_deref().unwrap_or(&self.text), options())
    }

    /// The directive that a thematic break stands for.
    pub(super) fn directive(&self, rule: &Range<usize>) -> Option<Range<usize>> {
        let at = self.lines.binary_search_by_key(&rule.start, |line| line.start).ok()?;
        self.lines.get(at).cloned()
    }

    /// What an event says, with the author's own letters where a masked line
    /// turned out to be code.
    pub(super) fn written<'e>(&'e self, event: CowStr<'e>, range: &Range<usize>) -> CowStr<'e> {
        let Some(masked) = &self.masked else { return event };
        match self.text.get(range.clone()) {
            Some(text) if masked.get(range.clone()) != Some(text) => text.into(),
            _ => event,
        }
    }

    /// A range of [`Source::text`] in the text as it was given.
    pub(super) fn given(&self, range: &Range<usize>) -> Range<usize> {
        let shift = |at: usize| at + self.dropped.partition_point(|&drop| drop < at);
        shift(range.start)..shift(range.end)
    }
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}

fn line_feeds(text: &str) -> (Cow<'_, str>, Vec<usize>) {
    if memchr(b'\r', text.as_bytes()).is_none() {
        return (Cow::Borrowed(text), Vec::new());
    }
    let mut out = String::with_capacity(text.len());
    let mut dropped = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\r') {
        out.push_str(before);
        if after.starts_with('\n') {
            // Offsets past the line end, not those at it, lie one byte further on.
            dropped.push(out.len());
        } else {
            out.push('\n');
        }
        rest = after;
    }
    out.push_str(rest);
    (Cow::Owned(out), dropped)
}

fn mask(text: &str, lines: &[Range<usize>]) -> String {
    let mut masked = String::with_capacity(text.len());
    for line in lines {
        masked.push_str(text.get(masked.len()..line.start).unwrap_or_default());
        // Not `***`: after `* ` that would be one thematic break, and the list
        // item would be gone.
        masked.push_str("___");
        masked.extend(std::iter::repeat_n(' ', line.len().saturating_sub(3)));
    }
    masked.push_str(text.get(masked.len()..).unwrap_or_default());
    masked
}
