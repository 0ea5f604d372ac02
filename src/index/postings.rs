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

    /// Takes a document's words; documents come in the order of their numbers.
    pub(super) fn add(&mut self, document: usize, terms: impl Iterator<Item = (TermId, u8)>) {
        let document = u32::try_from(document).unwrap_or(u32::MAX) << 3;
        for (id, weight) in terms {
            let Some(next) = self.next.get_mut(id as usize).filter(|next| **next != UNWANTED) else { continue };
            if let Some(hit) = self.hits.get_mut(*next as usize) {
                *hit = document | step(weight);
                *next += 1;
            }
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
