//! What is known of the files in an output directory: by the manifest, by the
//! journal of a build that was cut short, by stamps, and by looking.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::hash::{BuildHasherDefault, Hasher};
use std::path::Path;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

use super::near::{Near, There};
use super::output::JOURNAL;
use super::stamps::{Gate, Row, Stamp};
use crate::hash::Hash128;
use crate::manifest::{self, Made, Manifest};
use crate::path::OutPath;

/// How a file of the build that is under way differs from what is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// It is there.
    Same,
    /// Nothing is there.
    New,
    /// Something else is there, from an earlier build.
    Changed,
    /// It was there, until somebody changed or deleted it.
    Restored,
}

/// The files of an output directory.
#[derive(Debug)]
pub(super) struct Known {
    /// The directory.
    near: Near,
    manifest: Manifest,
    slots: Vec<Slot>,
    /// From the hash of a path to its row in the manifest.
    index: HashMap<Hash128, usize, BuildHasherDefault<FirstBytes>>,
    /// What a build that was cut short was about to put into place, if there
    /// was one. Which of it happened is unknown.
    journal: Option<BTreeSet<(OutPath, Hash128)>>,
    /// Stamps of files that had to be read.
    read: Mutex<Vec<(usize, Stamp)>>,
}

/// A row of the manifest, and what became of it in this build.
#[derive(Debug)]
struct Slot {
    /// The hash of its path.
    path: Hash128,
    made: Made,
    stamp: Option<Stamp>,
    state: AtomicU8,
}

/// Nobody has asked for the file.
const UNASKED: u8 = 0;
/// It is part of the site again, just as the manifest has it.
const KEPT: u8 = 1;
/// Its bytes are not those of the manifest.
const DIFFERS: u8 = 2;
/// It was put.
const PUT: u8 = 3;

impl Known {
    /// Reads what showcase left in a directory.
    pub(super) fn load(dir: &Path) -> Self {
        let text = |name: &str| read(&dir.join(name)).map(into_text);
        let manifest = Manifest::parse(text(manifest::NAME).unwrap_or_default());
        let mut index = HashMap::with_capacity_and_hasher(manifest.rows().len(), BuildHasherDefault::default());
        let mut slots = Vec::with_capacity(manifest.rows().len());
        for (row, (path, made)) in manifest.rows().enumerate() {
            let path = Hash128::of(path.as_bytes());
            index.entry(path).or_insert(row);
            slots.push(Slot { path, made, stamp: None, state: AtomicU8::new(UNASKED) });
        }
        let journal = text(JOURNAL).map(|text| manifest::parse_journal(&text).into_iter().collect());
        Self { near: Near::to(dir), manifest, slots, index, journal, read: Mutex::default() }
    }

    /// Takes the stamps of files that have the bytes of the manifest.
    pub(super) fn stamp(&mut self, rows: &[Row]) {
        let mut next = 0;
        for row in rows {
            // Nearly always both are in the same order.
            let is_next = self.slots.get(next).is_some_and(|slot| slot.path == row.path);
            let found = if is_next { Some(next) } else { self.index.get(&row.path).copied() };
            let Some(place) = found else { continue };
            next = place + 1;
            if let Some(slot) = self.slots.get_mut(place).filter(|slot| slot.made.hash == row.hash) {
                slot.stamp = Some(row.stamp);
            }
        }
    }

    /// Whether the file of this key is there, its bytes being those that the
    /// manifest says.
    pub(super) fn has(&self, dir: &Path, out: &OutPath, key: Hash128) -> bool {
        let Some((row, slot)) = self.slot(out).filter(|(_, slot)| self.manifest.is_whole() && slot.made.key == key)
        else {
            return false;
        };
        let whole = self.is_whole(row, slot, dir, out.as_str());
        slot.state.store(if whole { KEPT } else { DIFFERS }, Ordering::Relaxed);
        whole
    }

    /// Whether every file of the manifest is there and whole, and the manifest
    /// is the one of this hash.
    pub(super) fn has_all(&self, dir: &Path, manifest: Hash128) -> bool {
        if !self.is_settled() || Hash128::of(self.manifest.text().as_bytes()) != manifest {
            return false;
        }
        let rows = self.slots.par_iter().enumerate();
        let all = rows.all(|(row, slot)| self.is_whole(row, slot, dir, self.manifest.path(row)));
        let state = if all { KEPT } else { UNASKED };
        self.slots.iter().for_each(|slot| slot.state.store(state, Ordering::Relaxed));
        all
    }

    /// How a file differs from what is there; `None` if it is there just as
    /// the manifest has it.
    pub(super) fn change(&self, dir: &Path, out: &OutPath, made: Made) -> Option<Change> {
        let Some((row, slot)) = self.slot(out) else { return Some(self.change_of_unlisted(dir, out, made.hash)) };
        let before = slot.state.swap(PUT, Ordering::Relaxed);
        if !self.manifest.is_whole() || slot.made.hash != made.hash {
            return Some(match self.change_of_unlisted(dir, out, made.hash) {
                Change::New if self.manifest.is_whole() => Change::Changed,
                change => change,
            });
        }
        if before == DIFFERS || !self.is_whole(row, slot, dir, out.as_str()) {
            return Some(Change::Restored);
        }
        if slot.made == made {
            slot.state.store(KEPT, Ordering::Relaxed);
            return None;
        }
        Some(Change::Same)
    }

    /// Rows that are part of the site just as the manifest has them, with
    /// their stamps.
    pub(super) fn kept(&self) -> impl Iterator<Item = (&str, Made, Option<Stamp>)> {
        let slots = self.slots.iter().enumerate().filter(|(_, slot)| slot.is(KEPT));
        slots.map(|(row, slot)| (self.manifest.path(row), slot.made, slot.stamp))
    }

    /// Files that were ours and are not part of the site, with the bytes that
    /// they must have to be ours still, where that is in doubt.
    pub(super) fn stale(&self, is_new: impl Fn(&OutPath) -> bool) -> BTreeSet<OutPath> {
        let unasked = |path: &str| self.find(path).is_none_or(|(_, slot)| slot.is(UNASKED));
        let rows = self.slots.iter().enumerate().filter(|(_, slot)| slot.is(UNASKED));
        let listed = rows.map(|(row, _)| self.manifest.path(row)).filter(|path| unasked(path));
        // A path that is not as it would be written leads somewhere else.
        let listed = listed.filter_map(|path| OutPath::new(path).ok().filter(|out| out.as_str() == path));
        let begun = self.journal.iter().flatten().map(|(out, _)| out.clone());
        listed.chain(begun).filter(|out| unasked(out.as_str()) && !is_new(out)).collect()
    }

    /// Whether the file of this path is showcase's own: the manifest lists it,
    /// or something less trusted does and the bytes are those it says.
    pub(super) fn owns(&self, dir: &Path, path: &str) -> bool {
        let listed = self.find(path).map(|(_, slot)| slot.made.hash);
        if listed.is_some() && self.manifest.is_whole() {
            return true;
        }
        let begun = self.journal.iter().flatten().filter(|(out, _)| out.as_str() == path).map(|(_, hash)| *hash);
        let hashes: Vec<Hash128> = listed.into_iter().chain(begun).collect();
        !hashes.is_empty() && hash_of(&dir.join(path)).is_some_and(|hash| hashes.contains(&hash))
    }

    /// Whether showcase put files into the folder of this path.
    pub(super) fn has_below(&self, folder: &str) -> bool {
        let listed = self.manifest.rows().map(|(path, _)| path).chain(self.begun().map(|(path, _)| path));
        listed.filter_map(|path| path.strip_prefix(folder)).any(|rest| rest.starts_with('/'))
    }

    /// Whether the manifest says just this, and no build was cut short.
    pub(super) fn is_settled(&self) -> bool {
        self.manifest.is_whole() && self.journal.is_none()
    }

    /// Whether the manifest is this text.
    pub(super) fn is_listed(&self, text: &str) -> bool {
        self.manifest.text() == text
    }

    /// What a build that was cut short was about to put into place.
    pub(super) fn begun(&self) -> impl Iterator<Item = (&str, Hash128)> {
        self.journal.iter().flatten().map(|(out, hash)| (out.as_str(), *hash))
    }

    /// How many files are part of the site just as the manifest has them.
    pub(super) fn count_kept(&self) -> usize {
        self.slots.iter().filter(|slot| slot.is(KEPT)).count()
    }

    /// Takes over the stamps of files that were read, as far as they are old
    /// enough. `true` if there are any.
    pub(super) fn settle(&mut self, gate: Gate) -> bool {
        let read = std::mem::take(&mut *self.read());
        let mut any = false;
        for (row, stamp) in read {
            if let Some(slot) = self.slots.get_mut(row) {
                slot.stamp = stamp.is_old(gate).then_some(stamp);
                any |= slot.stamp.is_some();
            }
        }
        any
    }

    /// The stamp of a file that has these bytes still.
    pub(super) fn stamp_of(&self, out: &OutPath, hash: Hash128) -> Option<Stamp> {
        let (_, slot) = self.slot(out)?;
        slot.stamp.filter(|_| slot.made.hash == hash)
    }

    fn slot(&self, out: &OutPath) -> Option<(usize, &Slot)> {
        self.find(out.as_str())
    }

    fn find(&self, path: &str) -> Option<(usize, &Slot)> {
        let row = *self.index.get(&Hash128::of(path.as_bytes()))?;
        Some((row, self.slots.get(row)?))
    }

    /// A file of which the manifest cannot say what is there: looking can,
    /// where there is a reason to look.
    fn change_of_unlisted(&self, dir: &Path, out: &OutPath, hash: Hash128) -> Change {
        let begun = self.journal.iter().flatten().any(|(path, _)| path == out);
        if self.manifest.is_whole() && !begun {
            return Change::New;
        }
        match hash_of(&dir.join(out.as_str())) {
            Some(found) if found == hash => Change::Same,
            Some(_) => Change::Changed,
            None => Change::New,
        }
    }

    /// Whether the bytes of a file are those of its row. Looking at the file
    /// is enough if it looks as it did when they were.
    fn is_whole(&self, row: usize, slot: &Slot, dir: &Path, below: &str) -> bool {
        // Before reading: a change in between must not be taken for the old.
        let stamp = match self.near.look(below) {
            There::File(look) => look.stamp,
            There::NoFile => return false,
            There::Unknown => match look(&dir.join(below)).filter(fs::Metadata::is_file) {
                Some(metadata) => Stamp::of(&metadata),
                None => return false,
            },
        };
        if stamp.is_some() && stamp == slot.stamp {
            return true;
        }
        let whole = hash_of(&dir.join(below)) == Some(slot.made.hash);
        if whole && let Some(stamp) = stamp {
            self.read().push((row, stamp));
        }
        whole
    }

    fn read(&self) -> MutexGuard<'_, Vec<(usize, Stamp)>> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Slot {
    fn is(&self, state: u8) -> bool {
        self.state.load(Ordering::Relaxed) == state
    }
}

/// Takes a hash as it is: its bytes are spread already.
#[derive(Debug, Default)]
struct FirstBytes(u64);

impl Hasher for FirstBytes {
    fn write(&mut self, bytes: &[u8]) {
        if let Some(first) = bytes.first_chunk() {
            self.0 = u64::from_ne_bytes(*first);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The hash of a file; `None` for what is no file or cannot be read.
pub(super) fn hash_of(path: &Path) -> Option<Hash128> {
    look(path).filter(fs::Metadata::is_file)?;
    read(path).map(|bytes| Hash128::of(&bytes))
}

/// What is at a path, links not followed.
#[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
pub(super) fn look(path: &Path) -> Option<fs::Metadata> {
    fs::symlink_metadata(path).ok()
}

/// Whether a folder above a file is a link: what lies behind it is not ours.
pub(super) fn is_behind_link(dir: &Path, path: &str) -> bool {
    let folders = path.match_indices('/').filter_map(|(at, _)| path.get(..at));
    folders.map(|folder| dir.join(folder)).any(|folder| look(&folder).is_some_and(|there| there.is_symlink()))
}

#[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
fn read(path: &Path) -> Option<Vec<u8>> {
    fs::read(path).ok()
}

/// A letter that is damaged makes one line unreadable and not all.
fn into_text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}
