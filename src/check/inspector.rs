//! A sink that looks at what goes through it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use super::facts::{Facts, Known, Row, Texts};
use super::files;
use crate::hash::Hash128;
use crate::path::OutPath;
use crate::plan::Plan;
use crate::render::Sink;

/// Stands before a sink. A file of which nothing is known counts as absent, so
/// that it comes by once more; the sink sees that it is the same.
pub struct Inspector<'s> {
    sink: &'s dyn Sink,
    places: HashMap<&'s str, usize>,
    slots: Vec<Slot<'s>>,
    texts: &'s Texts,
}

/// A file of the plan.
#[derive(Debug)]
struct Slot<'s> {
    /// What an earlier run knew.
    known: Option<&'s Row>,
    /// Whether that still holds.
    holds: AtomicBool,
    seen: OnceLock<(Hash128, Facts)>,
}

impl std::fmt::Debug for Inspector<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inspector").field("files", &self.slots.len()).finish_non_exhaustive()
    }
}

/// The key of a file and what is known of it.
pub(super) type Looked<'s> = (Hash128, Cow<'s, Facts>);

/// The files of a plan with what is known of each.
#[derive(Debug)]
pub(super) struct Found<'s> {
    /// By the place of the file in the plan.
    pub(super) files: Vec<Option<Looked<'s>>>,
    /// Whether any of it was not known before.
    pub(super) anything_new: bool,
}

impl<'s> Inspector<'s> {
    /// Before this sink.
    pub fn new(sink: &'s dyn Sink, plan: &'s Plan, known: &'s Known) -> Self {
        let mut rows = known.rows.iter().peekable();
        let slot = |(out, _): &'s (OutPath, _)| {
            // Both are in the order of paths.
            while rows.next_if(|(path, ..)| path.as_str() < out.as_str()).is_some() {}
            let known = rows.next_if(|(path, ..)| path == out.as_str());
            Slot { known, holds: AtomicBool::new(false), seen: OnceLock::new() }
        };
        let slots = plan.outputs.iter().map(slot).collect();
        let inspected = plan.outputs.iter().enumerate().filter(|(_, (out, _))| files::tells(out.as_str()));
        let places = inspected.map(|(place, (out, _))| (out.as_str(), place)).collect();
        Self { sink, places, slots, texts: &known.texts }
    }

    /// Everything that came by, and whether anything of it is new.
    pub(super) fn done(self) -> Found<'s> {
        let mut anything_new = false;
        let files = self.slots.into_iter().map(|slot| match (slot.seen.into_inner(), slot.known) {
            (Some((key, facts)), _) => {
                anything_new = true;
                Some((key, Cow::Owned(facts)))
            }
            (None, Some((_, key, facts))) if slot.holds.into_inner() => Some((*key, Cow::Borrowed(facts))),
            _ => None,
        });
        let files = files.collect();
        Found { files, anything_new }
    }

    fn slot(&self, out: &OutPath) -> Option<&Slot<'s>> {
        self.slots.get(*self.places.get(out.as_str())?)
    }
}

impl Sink for Inspector<'_> {
    fn has(&self, out: &OutPath, key: Hash128) -> bool {
        let Some(slot) = self.slot(out) else { return self.sink.has(out, key) };
        let holds = slot.known.is_some_and(|(_, known, _)| *known == key) && self.sink.has(out, key);
        if holds {
            slot.holds.store(true, Ordering::Relaxed);
        }
        holds
    }

    fn put(&self, out: &OutPath, key: Hash128, bytes: &[u8]) -> io::Result<()> {
        if let Some(slot) = self.slot(out) {
            if slot.known.is_some_and(|(_, known, _)| *known == key) {
                slot.holds.store(true, Ordering::Relaxed);
            } else {
                // Each path comes once.
                drop(slot.seen.set((key, files::facts(out, bytes, self.texts))));
            }
        }
        self.sink.put(out, key, bytes)
    }

    fn behind(&self) -> Option<&dyn Sink> {
        Some(self.sink)
    }
}
