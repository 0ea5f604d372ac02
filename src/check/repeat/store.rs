//! Parts that were read, and those that were met, for all pages of a run.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use memchr::memmem::Finder;

use super::Part;
use super::kind::Kind;

/// Longer ones are not looked for.
const LONGEST: usize = 8192;

/// Places for parts, and for keys of parts that were met: so many for each file
/// that is read, within these bounds. A story leaves two or three parts, its card
/// and its rows in lists, and its file is read with one or two more.
const PLACES: usize = 6;
const FEWEST: usize = 1 << 12;
const MOST: usize = 1 << 19;

/// A part lies in one of so many places, the first of which its key names.
const TRIED: u64 = 4;

/// Parts that were read, for all who read pages at the same time. What lies in a
/// place stays there to the end, so that nobody waits for anybody who looks; a
/// part that finds no place is read again.
#[derive(Debug)]
pub(in crate::check) struct Repeats {
    places: Vec<Place>,
    /// Keys of small parts that were met, each where its number says.
    met: Vec<AtomicU64>,
    /// What each kind of part ends with.
    ends: [Finder<'static>; Kind::ALL.len()],
}

/// Where a part may lie. Its key stands beside it, so that nobody goes to a part to
/// see that it is another.
#[derive(Debug, Default)]
struct Place {
    /// The first half of the key; 0 as long as there is nothing.
    key: AtomicU64,
    kept: OnceLock<Box<Kept>>,
}

#[derive(Debug)]
struct Kept {
    /// The other half.
    rest: u64,
    part: Part,
}

/// The hash of the letters of a part, and of what else decides how they are
/// read, in halves.
pub(super) type Key = (u64, u64);

impl Repeats {
    /// For a site of so many files.
    pub(in crate::check) fn of_files(files: usize) -> Self {
        let places = files.saturating_mul(PLACES).clamp(FEWEST, MOST).next_power_of_two();
        Self {
            places: (0..places).map(|_| Place::default()).collect(),
            met: (0..places).map(|_| AtomicU64::new(0)).collect(),
            ends: Kind::ALL.map(|kind| Finder::new(kind.mark())),
        }
    }

    /// Where a part ends, if it is what it seems to be.
    pub(super) fn end_of(&self, text: &str, kind: Kind, at: usize) -> Option<usize> {
        let finder = self.ends.get(kind as usize)?;
        let rest = text.as_bytes().get(at..)?;
        let rest = rest.get(..LONGEST).unwrap_or(rest);
        finder.find(rest).map(|found| at + found + if kind == Kind::Head { 0 } else { finder.needle().len() })
    }

    /// Whether a part was met before, as far as is remembered.
    pub(super) fn meets_again(&self, (key, _): Key) -> bool {
        self.met.get(self.place(key)).is_some_and(|met| {
            let is_met = met.load(Ordering::Relaxed) == key;
            if !is_met {
                met.store(key, Ordering::Relaxed);
            }
            is_met
        })
    }

    pub(super) fn find(&self, (key, rest): Key) -> Option<&Part> {
        // Places are filled in their order: behind an empty one there is nothing.
        let filled = |place: &&Place| place.key.load(Ordering::Acquire) != 0;
        let mut found = self.tried(key).take_while(filled).filter(|place| place.key.load(Ordering::Relaxed) == key);
        let kept = found.next()?.kept.get()?;
        (kept.rest == rest).then_some(&kept.part)
    }

    pub(super) fn keep(&self, (key, rest): Key, part: Part) {
        let mut kept = Box::new(Kept { rest, part });
        for place in self.tried(key) {
            match place.kept.set(kept) {
                Ok(()) => return place.key.store(key, Ordering::Release),
                // Somebody else may have read the same.
                Err(_) if place.key.load(Ordering::Acquire) == key => return,
                Err(back) => kept = back,
            }
        }
    }

    /// Where a part may lie.
    fn tried(&self, key: u64) -> impl Iterator<Item = &Place> {
        (0..TRIED).filter_map(move |further| self.places.get(self.place(key.wrapping_add(further))))
    }

    /// The number of a place; there is a power of two of them.
    fn place(&self, key: u64) -> usize {
        (key & (self.places.len() as u64).wrapping_sub(1)) as usize
    }

    #[cfg(test)]
    pub(super) fn kept(&self) -> usize {
        self.places.iter().filter(|place| place.kept.get().is_some()).count()
    }
}
