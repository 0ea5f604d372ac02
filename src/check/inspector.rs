//! A sink that looks at what goes through it.

use std::collections::HashMap;
use std::io;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use super::facts::Facts;
use super::files;
use super::kept::{Known, Looked};
use super::repeat::Repeats;
use xxhash_rust::xxh3::Xxh3Builder;

use crate::hash::Hash128;
use crate::path::OutPath;
use crate::plan::Plan;
use crate::render::Sink;

/// Stands before a sink. A file of which nothing is known counts as absent, so
/// that it comes by once more; the sink sees that it is the same.
pub struct Inspector<'s> {
    sink: &'s dyn Sink,
    known: &'s Known,
    repeats: Repeats,
    places: HashMap<&'s str, usize, Xxh3Builder>,
    slots: Vec<Slot>,
    /// Where in the plan each file of the earlier run is.
    moved: Vec<Option<u32>>,
}

/// A file of the plan.
#[derive(Debug)]
struct Slot {
    /// Its number among the files of an earlier run, and the key that it had.
    known: Option<(usize, Hash128)>,
    /// Whether that still holds.
    holds: AtomicBool,
    seen: OnceLock<(Hash128, Facts<'static>)>,
}

impl Slot {
    fn is_known(&self, key: Hash128) -> bool {
        self.known.is_some_and(|(_, known)| known == key)
    }
}

impl std::fmt::Debug for Inspector<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inspector").field("files", &self.slots.len()).finish_non_exhaustive()
    }
}

/// The files of a plan with what is known of each.
#[derive(Debug)]
pub(super) struct Found<'s> {
    /// By the place of the file in the plan.
    pub(super) files: Vec<Option<Looked<'s>>>,
    /// Whether any of it was not known before.
    pub(super) anything_new: bool,
    /// Where in the plan each file of the earlier run is.
    pub(super) moved: Vec<Option<u32>>,
}

impl<'s> Inspector<'s> {
    /// Before this sink.
    pub fn new(sink: &'s dyn Sink, plan: &'s Plan, known: &'s Known) -> Self {
        let mut moved = vec![None; known.len()];
        let mut old = known.paths().enumerate().peekable();
        let slot = |(place, (out, _)): (usize, &(OutPath, _))| {
            // Both are in the order of paths.
            while old.next_if(|(_, path)| *path < out.as_str()).is_some() {}
            let same = old.next_if(|(_, path)| *path == out.as_str()).map(|(file, _)| file);
            if let Some(moved) = same.and_then(|file| moved.get_mut(file)) {
                *moved = u32::try_from(place).ok();
            }
            let known = same.and_then(|file| Some((file, known.key(file)?)));
            Slot { known, holds: AtomicBool::new(false), seen: OnceLock::new() }
        };
        let slots = plan.outputs.iter().enumerate().map(slot).collect();
        let inspected = plan.outputs.iter().enumerate().filter(|(_, (out, _))| files::tells(out.as_str()));
        let places = inspected.map(|(place, (out, _))| (out.as_str(), place)).collect();
        let repeats = Repeats::of_files(plan.outputs.len());
        Self { sink, known, repeats, places, slots, moved }
    }

    /// Everything that came by, and whether anything of it is new.
    pub(super) fn done(self) -> Found<'s> {
        let mut anything_new = false;
        let files = self.slots.into_iter().map(|slot| match (slot.seen.into_inner(), slot.known) {
            (Some(seen), _) => {
                anything_new = true;
                Some(seen)
            }
            (None, Some((file, _))) if slot.holds.into_inner() => self.known.looked(file),
            _ => None,
        });
        let files = files.collect();
        Found { files, anything_new, moved: self.moved }
    }

    fn slot(&self, out: &OutPath) -> Option<&Slot> {
        self.slots.get(*self.places.get(out.as_str())?)
    }
}

impl Sink for Inspector<'_> {
    fn has(&self, out: &OutPath, key: Hash128) -> bool {
        let Some(slot) = self.slot(out) else { return self.sink.has(out, key) };
        let holds = slot.is_known(key) && self.sink.has(out, key);
        if holds {
            slot.holds.store(true, Ordering::Relaxed);
        }
        holds
    }

    fn put(&self, out: &OutPath, key: Hash128, bytes: &[u8]) -> io::Result<()> {
        if let Some(slot) = self.slot(out) {
            if slot.is_known(key) {
                slot.holds.store(true, Ordering::Relaxed);
            } else {
                // Each path comes once.
                drop(slot.seen.set((key, files::facts(out, bytes, &self.known.texts, &self.repeats))));
            }
        }
        self.sink.put(out, key, bytes)
    }

    fn behind(&self) -> Option<&dyn Sink> {
        Some(self.sink)
    }
}
