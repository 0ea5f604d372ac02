//! Parts that were read, and those that were met, for all pages of a run.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use memchr::memmem::Finder;

use super::Part;
use super::kind::Kind;
use crate::hash::Itself;

/// Longer ones are not looked for.
const LONGEST: usize = 8192;

/// Parts that are kept at a time, in each of the places for them.
const MOST: usize = 2048;
const PLACES: usize = 16;

/// So many parts that were met once are remembered as such.
const MET: usize = 1 << 14;

/// Parts that were read, for all who read pages at the same time.
#[derive(Debug)]
pub(in crate::check) struct Repeats {
    pub(super) places: [Mutex<Parts>; PLACES],
    /// Keys of small parts that were met, each where its number says.
    met: Vec<AtomicU64>,
    /// What each kind of part ends with.
    ends: [Finder<'static>; Kind::ALL.len()],
}

pub(super) type Parts = HashMap<u64, (u64, Arc<Part>), BuildHasherDefault<Itself>>;

/// The hash of the letters of a part, and of what else decides how they are
/// read, in halves.
pub(super) type Key = (u64, u64);

impl Default for Repeats {
    fn default() -> Self {
        Self {
            places: Default::default(),
            met: (0..MET).map(|_| AtomicU64::new(0)).collect(),
            ends: Kind::ALL.map(|kind| Finder::new(kind.mark())),
        }
    }
}

impl Repeats {
    /// Where a part ends, if it is what it seems to be.
    pub(super) fn end_of(&self, text: &str, kind: Kind, at: usize) -> Option<usize> {
        let finder = self.ends.get(kind as usize)?;
        let rest = text.as_bytes().get(at..)?;
        let rest = rest.get(..LONGEST).unwrap_or(rest);
        finder.find(rest).map(|found| at + found + if kind == Kind::Head { 0 } else { finder.needle().len() })
    }

    /// Whether a part was met before, as far as is remembered.
    pub(super) fn meets_again(&self, (key, _): Key) -> bool {
        let met = usize::try_from(key).ok().and_then(|key| self.met.get(key % MET));
        met.is_some_and(|met| {
            let is_met = met.load(Ordering::Relaxed) == key;
            if !is_met {
                met.store(key, Ordering::Relaxed);
            }
            is_met
        })
    }

    pub(super) fn find(&self, (key, rest): Key) -> Option<Arc<Part>> {
        let place = self.place(key).lock().unwrap_or_else(PoisonError::into_inner);
        place.get(&key).filter(|(other, _)| *other == rest).map(|(_, part)| Arc::clone(part))
    }

    pub(super) fn keep(&self, (key, rest): Key, part: Part) {
        let mut place = self.place(key).lock().unwrap_or_else(PoisonError::into_inner);
        if place.len() >= MOST {
            place.clear();
        }
        place.insert(key, (rest, Arc::new(part)));
    }

    fn place(&self, key: u64) -> &Mutex<Parts> {
        let [first, ..] = &self.places;
        self.places.get((key >> 32) as usize % PLACES).unwrap_or(first)
    }
}
