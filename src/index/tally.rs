//! In how many documents each word stands, and what stands for all of its hits.
//!
//! Both are sums, so a document that changed is taken out and put in again
//! without a look at any other.

use crate::search::TermId;

/// Sums by the number of the word.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tally {
    counts: Vec<u32>,
    sums: Vec<u64>,
}

/// Weights come in steps, so that a hit is small: each takes the place of all
/// up to the next.
const STEPS: [u8; 8] = [1, 2, 3, 5, 8, 12, 20, 32];

/// The step of a weight. The script knows the steps too.
pub(super) fn step(weight: u8) -> u32 {
    STEPS.iter().rposition(|step| *step <= weight).map_or(0, |at| at as u32)
}

impl Tally {
    pub(super) fn new(words: usize) -> Self {
        Self { counts: vec![0; words], sums: vec![0; words] }
    }

    pub(super) fn of(counts: Vec<u32>, sums: Vec<u64>) -> Self {
        Self { counts, sums }
    }

    /// Makes room for so many words.
    pub(super) fn grow(&mut self, words: usize) {
        self.counts.resize(words.max(self.counts.len()), 0);
        self.sums.resize(self.counts.len(), 0);
    }

    pub(super) fn counts(&self) -> &[u32] {
        &self.counts
    }

    pub(super) fn sums(&self) -> &[u64] {
        &self.sums
    }

    pub(super) fn count(&self, id: TermId) -> u32 {
        self.counts.get(id as usize).copied().unwrap_or(0)
    }

    pub(super) fn sum(&self, id: TermId) -> u64 {
        self.sums.get(id as usize).copied().unwrap_or(0)
    }

    pub(super) fn add(&mut self, document: usize, terms: impl Iterator<Item = (TermId, u8)>) {
        for (id, weight) in terms {
            if let Some((count, sum)) = self.at(id) {
                *count = count.wrapping_add(1);
                *sum = sum.wrapping_add(mix(document, weight));
            }
        }
    }

    pub(super) fn take(&mut self, document: usize, terms: impl Iterator<Item = (TermId, u8)>) {
        for (id, weight) in terms {
            if let Some((count, sum)) = self.at(id) {
                *count = count.wrapping_sub(1);
                *sum = sum.wrapping_sub(mix(document, weight));
            }
        }
    }

    pub(super) fn join(mut self, other: &Self) -> Self {
        self.counts.iter_mut().zip(&other.counts).for_each(|(count, more)| *count = count.wrapping_add(*more));
        self.sums.iter_mut().zip(&other.sums).for_each(|(sum, more)| *sum = sum.wrapping_add(*more));
        self
    }

    fn at(&mut self, id: TermId) -> Option<(&mut u32, &mut u64)> {
        self.counts.get_mut(id as usize).zip(self.sums.get_mut(id as usize))
    }
}

/// Spreads a hit over 64 bits (the finaliser of SplitMix64, by Vigna, public
/// domain), so that sums of different hits differ.
fn mix(document: usize, weight: u8) -> u64 {
    let mut hit = ((document as u64) << 3 | u64::from(step(weight))).wrapping_add(0x9e37_79b9_7f4a_7c15);
    hit = (hit ^ hit >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hit = (hit ^ hit >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    hit ^ hit >> 31
}
