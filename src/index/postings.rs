//! The hits of words, gathered from the lists of documents.

use super::numbers::Numbers;
use super::tally::{Tally, step};
use crate::search::TermId;

/// Marks a word that nobody wants.
const UNWANTED: u32 = u32::MAX;

/// Hits of some words: document and step, packed, in the order of documents.
#[derive(Debug)]
pub(super) struct Postings {
    /// Where the next hit of a word goes, by its number.
    next: Vec<u32>,
    hits: Vec<u32>,
    counts: Vec<u32>,
}

impl Postings {
    /// Makes room for the hits of these words.
    pub(super) fn new<'i>(ids: impl Iterator<Item = &'i TermId>, tally: &Tally) -> Self {
        let mut next = vec![UNWANTED; tally.counts().len()];
        let mut room = 0u32;
        for id in ids {
            if let Some(place) = next.get_mut(*id as usize) {
                *place = room;
                room = room.saturating_add(tally.count(*id));
            }
        }
        Self { next, hits: vec![0; room as usize], counts: tally.counts().to_vec() }
    }

    /// For how many hits there is room.
    pub(super) fn room(&self) -> usize {
        self.hits.len()
    }

    /// Takes a document's words; documents come in the order of their numbers.
    pub(super) fn add(&mut self, document: usize, terms: impl Iterator<Item = (TermId, u8)>) {
        for (id, weight) in terms {
            if self.is_wanted(id) {
                self.put(id, hit(document, weight));
            }
        }
    }

    /// A document's words that are wanted, as hits for [`put`](Self::put).
    pub(super) fn hits(
        &self,
        document: usize,
        terms: impl Iterator<Item = (TermId, u8)>,
    ) -> impl Iterator<Item = (TermId, u32)> {
        terms.filter(|(id, _)| self.is_wanted(*id)).map(move |(id, weight)| (id, hit(document, weight)))
    }

    #[inline]
    fn is_wanted(&self, id: TermId) -> bool {
        self.next.get(id as usize).is_some_and(|next| *next != UNWANTED)
    }

    /// Takes a hit of a word that is wanted; hits of a word come in the order of
    /// documents.
    #[inline]
    pub(super) fn put(&mut self, id: TermId, hit: u32) {
        let Some(next) = self.next.get_mut(id as usize) else { return };
        if let Some(place) = self.hits.get_mut(*next as usize) {
            *place = hit;
            *next += 1;
        }
    }

    /// The file of some words: the words, then for each the number of its hits
    /// and the hits, each as the distance from the one before and its step.
    pub(super) fn file(&self, words: Vec<u8>, ids: &[TermId]) -> Vec<u8> {
        let mut json = b"{\"words\":\"".to_vec();
        json.extend(words);
        json.extend_from_slice(b"\",\"hits\":");
        let mut numbers = Numbers::begin(json);
        for id in ids {
            let hits = self.hits_of(*id);
            numbers.push(u32::try_from(hits.len()).unwrap_or(u32::MAX));
            let mut before = 0;
            for hit in hits {
                let document = hit >> 3;
                numbers.push((document - before) << 3 | hit & 7);
                before = document;
            }
        }
        let mut json = numbers.end();
        json.push(b'}');
        json
    }

    fn hits_of(&self, id: TermId) -> &[u32] {
        let end = self.next.get(id as usize).copied().unwrap_or(0);
        let count = self.counts.get(id as usize).copied().unwrap_or(0);
        let start = end.saturating_sub(count) as usize;
        self.hits.get(start..end as usize).unwrap_or_default()
    }
}

/// A hit: the document and the step of the weight.
#[inline]
fn hit(document: usize, weight: u8) -> u32 {
    u32::try_from(document).unwrap_or(u32::MAX) << 3 | step(weight)
}
