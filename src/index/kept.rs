//! The words of documents, kept for later runs.
//!
//! Only documents with a key are here: the caller gives one to those alone that
//! are wholly public. A word that none of them has any more is not kept either.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use serde::{Deserialize, Serialize};

use super::tally::Tally;
use super::{Entry, List};
use crate::hash::Hash128;
use crate::seal::{self, numbers};
use crate::search::{Lexicon, Table, TermId, Terms};

/// Lists by the number of their document.
#[derive(Debug, Default)]
pub struct Kept {
    /// `None` for a document whose words are not kept.
    keys: Vec<Option<Hash128>>,
    ends: Vec<u32>,
    lists: Vec<u8>,
    tally: Tally,
    pub(super) order: Vec<TermId>,
    pub(super) shards: BTreeSet<Hash128>,
    /// Places by key, for documents that have another number now.
    places: OnceLock<HashMap<Hash128, usize>>,
}

/// A file of them.
#[derive(Serialize, Deserialize)]
struct File<'f> {
    words: &'f str,
    #[serde(with = "numbers")]
    word_ends: Vec<u32>,
    #[serde(with = "numbers")]
    order: Vec<TermId>,
    #[serde(with = "numbers")]
    counts: Vec<u32>,
    sums: Vec<u64>,
    shards: Vec<Hash128>,
    keys: Vec<Option<Hash128>>,
    #[serde(with = "numbers")]
    ends: Vec<u32>,
}

impl Kept {
    /// What [`to_file`](Self::to_file) wrote for the same form, and the words
    /// that its numbers stand for; nothing from anything else.
    pub fn of_file(file: &[u8], form: &str, language: &str) -> (Self, Lexicon) {
        let (kept, table) = Self::read(file, form).unwrap_or_default();
        (kept, Lexicon::new(language, table))
    }

    fn read(file: &[u8], form: &str) -> Option<(Self, Table)> {
        let content = seal::opened(file, form)?;
        let (file, lists) = postcard::take_from_bytes::<File<'_>>(content).ok()?;
        let File { words, word_ends, order, counts, sums, shards, keys, ends } = file;
        let table = Table::of(words, word_ends)?;
        let fits = counts.len() == table.len() && sums.len() == table.len() && ends.len() == keys.len();
        let kept = Self {
            keys,
            ends,
            lists: lists.to_vec(),
            tally: Tally::of(counts, sums),
            order,
            shards: shards.into_iter().collect(),
            places: OnceLock::new(),
        };
        fits.then_some((kept, table))
    }

    /// These lists as a file; empty if most numbers of words are used by none,
    /// so that the next run begins anew.
    pub fn to_file(&self, lexicon: &Lexicon, form: &str) -> Vec<u8> {
        let table = lexicon.table();
        if table.len() > 2 * self.order.len() + 10_000 {
            return Vec::new();
        }
        let (mut words, mut word_ends) = (String::new(), Vec::with_capacity(table.len()));
        for id in (0..table.len()).filter_map(|id| TermId::try_from(id).ok()) {
            if self.tally.count(id) > 0 {
                words.push_str(table.word(id));
            }
            word_ends.push(u32::try_from(words.len()).unwrap_or(u32::MAX));
        }
        let mut tally = self.tally.clone();
        tally.grow(table.len());
        let file = File {
            words: &words,
            word_ends,
            order: self.order.clone(),
            counts: tally.counts().to_vec(),
            sums: tally.sums().to_vec(),
            shards: self.shards.iter().copied().collect(),
            keys: self.keys.clone(),
            ends: self.ends.clone(),
        };
        let Ok(mut bytes) = postcard::to_extend(&file, seal::open()) else { return Vec::new() };
        bytes.extend_from_slice(&self.lists);
        seal::close(bytes, form)
    }

    /// How many documents there were.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there was none.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The place of a document's list, if it is kept; most have the number
    /// that they had.
    pub fn place(&self, number: usize, key: Hash128) -> Option<usize> {
        if self.keys.get(number) == Some(&Some(key)) {
            return Some(number);
        }
        let places = self
            .places
            .get_or_init(|| self.keys.iter().enumerate().filter_map(|(at, key)| key.map(|key| (key, at))).collect());
        places.get(&key).copied()
    }

    /// Whether a document is there without a list.
    pub(super) fn lacks(&self, number: usize) -> bool {
        self.keys.get(number) == Some(&None)
    }

    /// A list.
    pub(super) fn list(&self, place: usize) -> Decoded<'_> {
        Decoded { bytes: self.bytes(place), id: 0 }
    }

    fn bytes(&self, place: usize) -> &[u8] {
        let end = |at: usize| self.ends.get(at).map_or(0, |end| *end as usize);
        let start = place.checked_sub(1).map_or(0, end);
        self.lists.get(start..end(place)).unwrap_or_default()
    }

    /// The sums over the documents that may be kept.
    pub(super) fn tally_of(&self, entries: &[Entry], words: usize) -> Tally {
        let moved =
            entries.iter().enumerate().any(|(at, entry)| matches!(entry.list, List::Kept(place) if place != at));
        if moved || self.keys.is_empty() {
            return self.counted_anew(entries, words);
        }
        let mut tally = self.tally.clone();
        tally.grow(words);
        for at in 0..entries.len().max(self.keys.len()) {
            match entries.get(at) {
                Some(Entry { list: List::Kept(_), .. }) => continue,
                Some(Entry { key: Some(_), list: List::New(terms) }) => tally.add(at, terms.iter()),
                _ => {}
            }
            tally.take(at, self.list(at));
        }
        tally
    }

    fn counted_anew(&self, entries: &[Entry], words: usize) -> Tally {
        let empty = || Tally::new(words);
        let add = |mut tally: Tally, (number, entry): (usize, &Entry)| {
            match &entry.list {
                List::Kept(place) => tally.add(number, self.list(*place)),
                List::New(terms) if entry.key.is_some() => tally.add(number, terms.iter()),
                List::New(_) => {}
            }
            tally
        };
        // A tally is large, so each thread has few of them.
        let least = entries.len().div_ceil(2 * rayon::current_num_threads()).max(1);
        let parts = entries.par_iter().enumerate().with_min_len(least).fold(empty, add);
        parts.reduce(empty, |one, other| one.join(&other))
    }

    /// What is kept after a run.
    pub(super) fn next(
        before: &Self,
        entries: &[Entry],
        tally: Tally,
        order: Vec<TermId>,
        shards: BTreeSet<Hash128>,
    ) -> Self {
        let mut lists = Vec::with_capacity(before.lists.len() + 4096);
        let mut ends = Vec::with_capacity(entries.len());
        for entry in entries {
            match &entry.list {
                List::Kept(place) => lists.extend_from_slice(before.bytes(*place)),
                List::New(terms) if entry.key.is_some() => encode(terms, &mut lists),
                List::New(_) => {}
            }
            ends.push(u32::try_from(lists.len()).unwrap_or(u32::MAX));
        }
        let keys = entries.iter().map(|entry| entry.key).collect();
        Self { keys, ends, lists, tally, order, shards, places: OnceLock::new() }
    }
}

/// Each number as the distance from the one before, with a bit that says
/// whether the weight is one, seven bits a byte; and the weight if it is not.
fn encode(terms: &Terms, into: &mut Vec<u8>) {
    let mut before = 0;
    for (id, weight) in terms.iter() {
        let mut word = (id - before) << 1 | u32::from(weight == 1);
        before = id;
        while word >= 0x80 {
            into.push(word as u8 | 0x80);
            word >>= 7;
        }
        into.push(word as u8);
        if weight != 1 {
            into.push(weight);
        }
    }
}

/// Reads a list.
pub(super) struct Decoded<'l> {
    bytes: &'l [u8],
    id: TermId,
}

impl Decoded<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*byte)
    }
}

impl Iterator for Decoded<'_> {
    type Item = (TermId, u8);

    fn next(&mut self) -> Option<Self::Item> {
        let first = self.byte()?;
        let mut word = u32::from(first & 0x7f);
        let (mut last, mut shift) = (first, 7);
        while last >= 0x80 {
            last = self.byte()?;
            word |= u32::from(last & 0x7f).checked_shl(shift)?;
            shift += 7;
        }
        self.id = self.id.wrapping_add(word >> 1);
        let weight = if word & 1 == 1 { 1 } else { self.byte()? };
        Some((self.id, weight))
    }
}

#[cfg(test)]
mod tests {
    use super::{Decoded, encode};
    use crate::search::{Lexicon, Table};

    #[test]
    fn lists_are_read_back() {
        let lexicon = Lexicon::new("", Table::default());
        let many: String = (0..40_000).map(|n| format!("w{n} ")).collect();
        lexicon.html(&many);
        let terms = lexicon.fields([("w0 w1 w63 w64 w9000 w39999 w1", 1), ("w64", 200), ("w2", 255)], None);
        let mut bytes = Vec::new();
        encode(&terms, &mut bytes);
        let found: Vec<_> = Decoded { bytes: &bytes, id: 0 }.collect();
        assert_eq!(found, [(0, 1), (1, 2), (2, 255), (63, 1), (64, 201), (9000, 1), (39_999, 1)]);
    }
}
