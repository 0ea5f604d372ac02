//! Texts as words to search by: what counts as a word, and how words are
//! folded, so that "Vientián" and "vientian" are one.
//!
//! The script of the search page cuts and folds what somebody types in the same
//! way; a test holds the two against each other. Knows nothing of pages, and
//! sees a text only for as long as it reads it.

mod fold;
mod lexicon;
mod stop;
mod words;

pub use lexicon::{Lexicon, Table, TermId, Terms};
pub use stop::stop_words;
pub use words::words;
