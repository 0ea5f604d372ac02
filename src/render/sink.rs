//! Where finished files go. The staging area on disk is one sink, the memory of
//! a preview or a test the other.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Mutex, PoisonError};

use crate::hash::Hash128;
use crate::pages::Drawing;
use crate::path::OutPath;

/// Takes finished files. The staging area on disk is one implementation, the
/// memory of a preview or a test the other.
pub trait Sink: Sync {
    /// Whether the file of this key is there already and whole, so that it
    /// need not be made again. `true` takes the file, as [`put`](Self::put)
    /// does.
    fn has(&self, out: &OutPath, key: Hash128) -> bool;

    /// Takes a file; each path comes once, in no particular order. The key
    /// names everything that the bytes follow from: equal keys, equal bytes.
    ///
    /// # Errors
    /// The file could not be kept.
    fn put(&self, out: &OutPath, key: Hash128, bytes: &[u8]) -> io::Result<()>;

    /// The sink that stands behind this one, which gets whatever this one does
    /// not deal with itself; `None` if there is none.
    fn behind(&self) -> Option<&dyn Sink>;

    /// Says that something which takes long to make, of this key, is part of
    /// the site, whether it has to be made or not. What nobody uses any more
    /// need not be kept.
    fn uses(&self, key: Hash128) {
        if let Some(sink) = self.behind() {
            sink.uses(key);
        }
    }

    /// The bytes of this key, if an earlier run kept them.
    fn kept(&self, key: Hash128) -> Option<Vec<u8>> {
        self.behind()?.kept(key)
    }

    /// Keeps bytes that took long to make, for later runs and other outputs.
    /// It may fail; then they are made again.
    fn keep(&self, key: Hash128, bytes: &[u8]) {
        if let Some(sink) = self.behind() {
            sink.keep(key, bytes);
        }
    }

    /// What becomes of social cards that it lacks. No page shows them, and
    /// drawing is dear.
    fn cards(&self) -> CardsAre {
        self.behind().map_or(CardsAre::Drawn, Sink::cards)
    }

    /// Takes a card that is drawn when somebody asks for it.
    fn put_off(&self, out: &OutPath, key: Hash128, drawing: Drawing) {
        if let Some(sink) = self.behind() {
            sink.put_off(out, key, drawing);
        }
    }
}

/// What becomes of social cards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardsAre {
    /// Each is made as all files are.
    Drawn,
    /// Each is [put off](Sink::put_off).
    PutOff,
    /// One of each kind is looked at for mistakes of its template.
    LookedAt,
}

/// What happens while files are made, for those who watch.
#[derive(Debug, Clone, Copy)]
pub enum Step<'a> {
    /// A page begins to be made, with this template.
    Page(&'a str),
    /// It has been made; it has so many bytes.
    Made(&'a str, usize),
    /// A file is dealt with.
    Done,
}

/// A sink in memory.
#[derive(Debug, Default)]
pub struct Memory(Mutex<BTreeMap<OutPath, Vec<u8>>>);

impl Memory {
    /// The files by path.
    pub fn into_files(self) -> BTreeMap<OutPath, Vec<u8>> {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for Memory {
    fn has(&self, _: &OutPath, _: Hash128) -> bool {
        false
    }

    fn put(&self, out: &OutPath, _: Hash128, bytes: &[u8]) -> io::Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(out.clone(), bytes.to_vec());
        Ok(())
    }

    fn behind(&self) -> Option<&dyn Sink> {
        None
    }
}
