//! The words that occur, sorted; from what was sorted before.

use rayon::slice::ParallelSliceMut;

use super::tally::Tally;
use crate::search::{Table, TermId};

/// The words with a hit, sorted. `known` was sorted before.
pub(super) fn merged(known: &[TermId], tally: &Tally, table: &Table) -> Vec<TermId> {
    let mut seen = vec![false; tally.counts().len()];
    let mut old = Vec::with_capacity(known.len());
    for id in known.iter().filter(|id| tally.count(**id) > 0) {
        if let Some(seen) = seen.get_mut(*id as usize) {
            *seen = true;
        }
        old.push(*id);
    }
    let there = tally.counts().iter().zip(&seen).zip(0..).filter(|((count, seen), _)| **count > 0 && !**seen);
    let mut new: Vec<TermId> = there.map(|(_, id)| id).collect();
    new.par_sort_unstable_by_key(|id| table.word(*id));
    if old.is_empty() {
        return new;
    }
    let mut order = Vec::with_capacity(old.len() + new.len());
    let mut old = old.into_iter().peekable();
    for id in new {
        while let Some(before) = old.next_if(|before| table.word(*before) < table.word(id)) {
            order.push(before);
        }
        order.push(id);
    }
    order.extend(old);
    order
}
