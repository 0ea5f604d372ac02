//! Checks templates against the views they are rendered with, before any
//! page is made.
//!
//! Tera fails at a misspelt field only where it prints it, and takes
//! `{% if typo %}` for false without a word. The scan goes through every
//! branch instead. It is careful to report only what is certainly wrong:
//! where nothing is known of a value, any field of it may be read.

mod ast;
mod calls;
mod cursor;
mod expressions;
mod findings;
mod known;
mod lexer;
mod library;
mod scope;
mod statements;
mod values;
mod walk;

#[cfg(test)]
mod tests;

use std::ops::Range;

use self::lexer::{Tok, tokenize};
use self::library::Library;
use self::walk::Walk;
use super::TemplateKind;
use super::icons::Icons;
use super::words::Words;
use crate::diagnostic::Diagnostic;
use crate::text::FileId;

/// A template as Tera knows it.
#[derive(Debug, Clone)]
pub(super) struct Source<'a> {
    /// `theme/name`
    pub(super) name: String,
    pub(super) file: FileId,
    pub(super) text: &'a str,
}

/// Every problem in what these kinds of page read. `themes` are the names of
/// the chain, child first.
pub(super) fn check<'k>(
    sources: Vec<Source<'_>>,
    themes: Vec<String>,
    kinds: impl IntoIterator<Item = &'k TemplateKind>,
    words: &Words,
    icons: &Icons,
) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let library = Library::new(sources, themes, words, icons, &mut problems);
    let mut walk = Walk::new(&library);
    for kind in kinds {
        walk.entry(&kind.template, &kind.view);
    }
    walk.uncalled_components();
    problems.extend(walk.findings.into_problems());
    problems
}

/// Where `word` is followed by that name: `extends "name"`, `component name`.
pub(super) fn find_name(source: &str, word: &str, name: &str) -> Option<Range<usize>> {
    let tokens = tokenize(source);
    let follows = |pair: &&[lexer::Token<'_>]| match pair {
        [first, second] => {
            first.tok == Tok::Ident(word) && matches!(second.tok, Tok::Str(text) | Tok::Ident(text) if text == name)
        }
        _ => false,
    };
    tokens.windows(2).find(follows).and_then(|pair| pair.last()).map(|token| token.range.clone())
}

/// The names of all components that a template defines.
pub(super) fn component_names(source: &str) -> Vec<&str> {
    let tokens = tokenize(source);
    let named = |pair: &[lexer::Token<'_>]| match pair {
        [first, second] if first.tok == Tok::Ident("component") => Some(second.range.clone()),
        _ => None,
    };
    tokens.windows(2).filter_map(named).filter_map(|range| source.get(range)).collect()
}
