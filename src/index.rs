//! The search index: from the words of documents to files that a browser can
//! search by itself.
//!
//! Words are cut into shards by how they begin, and a browser loads only those
//! that it asks for. The name of a shard follows from what stands in it, so one
//! edit renames only the shards of words that it touched; their bytes are made
//! only if somebody lacks them. What documents gave is kept between runs
//! ([`Kept`]), and an index from kept lists is the index from all texts.
//! Knows documents by number and no page.

mod kept;
mod numbers;
mod order;
mod postings;
mod shards;
mod tally;

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

use crate::hash::{Hash128, Hasher};
use crate::search::{Lexicon, TermId, Terms};
use postings::Postings;
use shards::Shard;
use tally::Tally;

pub use kept::Kept;
pub use numbers::Numbers;
pub use shards::spelt;

/// So many hits are few.
const FEW: usize = 1 << 16;

/// A document of the index.
#[derive(Debug)]
pub struct Entry {
    /// Stands for everything that its words follow from; `None` if they may
    /// not be kept.
    pub key: Option<Hash128>,
    /// Its words.
    pub list: List,
}

/// The words of a document.
#[derive(Debug)]
pub enum List {
    /// Those that an earlier run kept, at this place.
    Kept(usize),
    /// Read now.
    New(Terms),
}

/// The index of all documents, in the order of their numbers.
#[derive(Debug)]
pub struct Index {
    lexicon: Arc<Lexicon>,
    kept: Arc<Kept>,
    entries: Vec<Entry>,
    /// Of what may be kept, and of all.
    keepable: Tally,
    tally: Tally,
    /// The words that occur, sorted.
    order: Vec<TermId>,
    shards: Vec<Shard>,
    spelling: Vec<Hash128>,
    /// The hits of words in shards that the run before did not have.
    fresh: OnceLock<Postings>,
    all: OnceLock<Postings>,
}

impl Index {
    /// Puts documents together. Nothing is encoded yet.
    pub fn new(lexicon: &Arc<Lexicon>, kept: &Arc<Kept>, entries: Vec<Entry>) -> Self {
        let table = lexicon.table();
        let keepable = kept.tally_of(&entries, table.len());
        let mut tally = keepable.clone();
        for (number, entry) in entries.iter().enumerate() {
            if let Entry { key: None, list: List::New(terms) } = entry {
                tally.add(number, terms.iter());
            }
        }
        let order = order::merged(&kept.order, &tally, &table);
        let shards = shards::cut(&order, &tally, &table, entries.len());
        let spelling = shards::spelling(&order, &table);
        drop(table);
        let mut index = Self {
            lexicon: Arc::clone(lexicon),
            kept: Arc::clone(kept),
            entries,
            keepable,
            tally,
            order,
            shards,
            spelling,
            fresh: OnceLock::new(),
            all: OnceLock::new(),
        };
        index.fresh = index.few().map_or_else(OnceLock::new, OnceLock::from);
        index
    }

    /// Where each shard begins and what stands for its content, in order.
    pub fn shards(&self) -> impl ExactSizeIterator<Item = (&str, Hash128)> {
        self.shards.iter().map(|shard| (shard.from.as_str(), shard.hash))
    }

    /// What stands for the content of each list of spellings.
    pub fn spelling(&self) -> &[Hash128] {
        &self.spelling
    }

    /// A shard as a file.
    pub fn shard(&self, number: usize) -> Vec<u8> {
        let Some(shard) = self.shards.get(number) else { return Vec::new() };
        let ids = self.order.get(shard.range.clone()).unwrap_or_default();
        let postings = match self.is_fresh(shard) {
            true => self.fresh.get_or_init(|| self.postings(|shard| self.is_fresh(shard))),
            false => self.all.get_or_init(|| self.postings(|_| true)),
        };
        let table = self.lexicon.table();
        let mut words = Vec::with_capacity(ids.len() * 10);
        for (at, id) in ids.iter().enumerate() {
            if at > 0 {
                words.push(b' ');
            }
            words.extend_from_slice(table.word(*id).as_bytes());
        }
        drop(table);
        postings.file(words, ids)
    }

    /// A list of spellings as a file.
    pub fn spellings(&self, number: usize) -> Vec<u8> {
        let table = self.lexicon.table();
        let words = self.order.iter().map(|id| table.word(*id));
        shards::spellings(words, self.spelling.len(), number)
    }

    /// What later runs need not find out again.
    pub fn keep(&self) -> Kept {
        let shards: BTreeSet<Hash128> = self.shards.iter().map(|shard| shard.hash).collect();
        let order = self.order.iter().copied().filter(|id| self.keepable.count(*id) > 0).collect();
        Kept::next(&self.kept, &self.entries, self.keepable.clone(), order, shards)
    }

    /// Whether [`keep`](Self::keep) gives what was kept before.
    pub fn is_as_kept(&self) -> bool {
        let same = |(at, entry): (usize, &Entry)| match entry.list {
            List::Kept(place) => place == at,
            List::New(_) => entry.key.is_none() && self.kept.lacks(at),
        };
        self.entries.len() == self.kept.len() && self.entries.iter().enumerate().all(same)
    }

    /// The lexicon that the numbers of words are of.
    pub fn lexicon(&self) -> &Arc<Lexicon> {
        &self.lexicon
    }

    /// The hits of words in new shards if they are few, as after an edit: then all
    /// lists are looked through for little, and many threads do that at once. It
    /// may not wait until somebody asks: whoever asks keeps all others waiting, and
    /// they would be needed.
    fn few(&self) -> Option<Postings> {
        if self.kept.is_empty() {
            return None;
        }
        let mut postings = self.room_for(|shard| self.is_fresh(shard));
        if !(1..=FEW).contains(&postings.room()) {
            return None;
        }
        let least = self.entries.len().div_ceil(4 * rayon::current_num_threads()).max(1);
        let numbered = self.entries.par_iter().enumerate().with_min_len(least);
        let found = numbered.fold(Vec::new, |mut found, (number, entry)| {
            match &entry.list {
                List::New(terms) => found.extend(postings.hits(number, terms.iter())),
                List::Kept(place) => found.extend(postings.hits(number, self.kept.list(*place))),
            }
            found
        });
        for (id, hit) in found.collect::<Vec<_>>().into_iter().flatten() {
            postings.put(id, hit);
        }
        Some(postings)
    }

    fn is_fresh(&self, shard: &Shard) -> bool {
        !self.kept.shards.contains(&shard.hash)
    }

    fn room_for(&self, wanted: impl Fn(&Shard) -> bool) -> Postings {
        let shards = self.shards.iter().filter(|shard| wanted(shard));
        let ids = shards.flat_map(|shard| self.order.get(shard.range.clone()).unwrap_or_default());
        Postings::new(ids, &self.tally)
    }

    fn postings(&self, wanted: impl Fn(&Shard) -> bool) -> Postings {
        let mut postings = self.room_for(wanted);
        for (number, entry) in self.entries.iter().enumerate() {
            match &entry.list {
                List::New(terms) => postings.add(number, terms.iter()),
                List::Kept(place) => postings.add(number, self.kept.list(*place)),
            }
        }
        postings
    }
}

/// Stands for several contents in this order.
pub fn hash_of<'h>(parts: impl IntoIterator<Item = &'h Hash128>) -> Hash128 {
    let mut hasher = Hasher::new();
    for part in parts {
        hasher.part(&part.to_bytes());
    }
    hasher.finish()
}
