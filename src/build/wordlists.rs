//! What earlier runs read for the search index, as a file and between builds.

use std::sync::Arc;

use crate::index::{self, Index};
use crate::seal::PROGRAM;
use crate::search::{Lexicon, Table};

/// The lists of words of documents, and the words that their numbers stand for.
#[derive(Debug)]
pub(super) struct Wordlists {
    pub(super) kept: Arc<index::Kept>,
    pub(super) lexicon: Arc<Lexicon>,
}

impl Default for Wordlists {
    fn default() -> Self {
        Self::new("")
    }
}

impl Wordlists {
    /// Nothing yet, in a language.
    pub(super) fn new(language: &str) -> Self {
        Self { kept: Arc::default(), lexicon: Arc::new(Lexicon::new(language, Table::default())) }
    }

    /// What [`file`] made of a run for the same language.
    pub(super) fn of_file(file: &[u8], language: &str) -> Self {
        let (kept, lexicon) = index::Kept::of_file(file, &form(language), language);
        Self { kept: Arc::new(kept), lexicon: Arc::new(lexicon) }
    }
}

/// What an index leaves to later runs; `None` if what it was given says all of
/// it.
pub(super) fn file(index: &Index) -> Option<Vec<u8>> {
    let language = index.lexicon().language();
    (!index.is_as_kept()).then(|| index.keep().to_file(index.lexicon(), &form(language)))
}

/// Everything that a list follows from, the text and its record apart.
fn form(language: &str) -> String {
    format!("words 1 {PROGRAM} {language}")
}
