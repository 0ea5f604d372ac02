//! Reporting a problem at a range of the text.

use super::source::Source;
use crate::diagnostic::{Code, Diagnostic};
use crate::text::{Origin, Span};
use std::ops::Range;

/// The list of problems, with what is needed to place them.
#[derive(Debug)]
pub(super) struct Problems<'a> {
    source: &'a Source<'a>,
    origin: &'a Origin,
    list: &'a mut Vec<Diagnostic>,
}

impl<'a> Problems<'a> {
    pub(super) fn new(source: &'a Source<'a>, origin: &'a Origin, list: &'a mut Vec<Diagnostic>) -> Self {
        Self { source, origin, list }
    }

    pub(super) fn add(&mut self, code: Code, range: Range<usize>, message: impl Into<String>) {
        self.add_with(code, range, message, None);
    }

    pub(super) fn add_with(
        &mut self,
        code: Code,
        range: Range<usize>,
        message: impl Into<String>,
        help: Option<String>,
    ) {
        let problem = Diagnostic::new(code, self.span(range), message).maybe_help(help);
        self.list.push(problem);
    }

    /// The place of a range; line breaks at its end belong to the block, not
    /// to what is wrong with it.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        let len = self.source.text().get(range.clone()).map_or(range.len(), |part| part.trim_end().len());
        self.origin.span(self.source.given(&(range.start..range.start + len)))
    }
}
