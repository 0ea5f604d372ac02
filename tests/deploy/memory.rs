//! A store in memory that counts, fails after so many operations, and is looked at
//! after each: what a visitor could see at that instant.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard};

use showcase::external::store::{Facts, Failure, Over, Placed, Store};

#[derive(Debug, Clone, Default)]
pub(super) struct Object {
    pub(super) bytes: Vec<u8>,
    pub(super) kind: String,
    pub(super) keep: Option<String>,
    pub(super) coding: Option<String>,
    /// What a page loads.
    needs: BTreeSet<String>,
}

impl Object {
    fn new(path: &str, bytes: &[u8]) -> Self {
        let is_page = path.ends_with(".html");
        let needs = if is_page { loaded(&String::from_utf8_lossy(bytes)) } else { BTreeSet::new() };
        Self { bytes: bytes.to_vec(), needs, ..Self::default() }
    }
}

pub(super) type Objects = BTreeMap<String, Object>;

/// Called with what is there after each change.
pub(super) type Look = Box<dyn Fn(&Objects) + Sync + Send>;

#[derive(Default)]
struct Inner {
    objects: Objects,
    changes: usize,
    /// Changes that go well before all fail.
    left: Option<usize>,
    /// Whether the change at which it fails is made all the same.
    lies: bool,
}

/// A store in memory.
#[derive(Default)]
pub(super) struct Memory {
    inner: Mutex<Inner>,
    pub(super) look: Option<Look>,
}

impl Memory {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap()
    }

    /// What is there.
    pub(super) fn objects(&self) -> Objects {
        self.inner().objects.clone()
    }

    pub(super) fn foreign(&self, path: &str, text: &str) {
        let object = Object::new(path, text.as_bytes());
        self.inner().objects.insert(path.to_owned(), object);
    }

    /// How many changes there were since the last call.
    pub(super) fn changes(&self) -> usize {
        std::mem::take(&mut self.inner().changes)
    }

    /// Lets so many changes through. If it lies, the next one is made and is said to
    /// have failed, as when an answer is lost.
    pub(super) fn cut_after(&self, left: Option<usize>, lies: bool) {
        let mut inner = self.inner();
        (inner.left, inner.lies) = (left, lies);
    }

    fn change<T>(&self, change: impl FnOnce(&mut Objects) -> T) -> Result<T, Failure> {
        let mut inner = self.inner();
        let failed = inner.left == Some(0);
        if failed && !std::mem::take(&mut inner.lies) {
            return Err(Failure::lasting("cut"));
        }
        inner.left = inner.left.map(|left| left.saturating_sub(1));
        inner.changes += 1;
        let done = change(&mut inner.objects);
        if let Some(look) = &self.look {
            look(&inner.objects);
        }
        if failed { Err(Failure::lasting("cut")) } else { Ok(done) }
    }
}

impl Store for Memory {
    fn get(&self, path: &str) -> Result<Option<Vec<u8>>, Failure> {
        Ok(self.inner().objects.get(path).map(|object| object.bytes.clone()))
    }

    fn put(&self, path: &str, bytes: &[u8], facts: Facts<'_>, over: Over) -> Result<Placed, Failure> {
        if over == Over::Nothing && self.inner().objects.contains_key(path) {
            return Ok(Placed::Taken);
        }
        let own = |text: Option<&str>| text.map(str::to_owned);
        let object = Object {
            kind: facts.kind.to_owned(),
            keep: own(facts.keep),
            coding: own(facts.coding),
            ..Object::new(path, bytes)
        };
        self.change(|objects| {
            objects.insert(path.to_owned(), object);
            Placed::Done
        })
    }

    fn delete(&self, path: &str) -> Result<(), Failure> {
        self.change(|objects| drop(objects.remove(path)))
    }
}

/// What a page of this site loads and is not there: of every page, at this instant.
pub(super) fn lacking(objects: &Objects) -> BTreeSet<String> {
    let pages = objects.iter().flat_map(|(path, page)| page.needs.iter().map(move |needs| (path, needs)));
    let lacking = pages.filter(|(_, needs)| !objects.contains_key(*needs));
    lacking.map(|(path, needs)| format!("{path} needs {needs}")).collect()
}

/// Files that a page loads, found by the names of their folders.
pub(super) fn loaded(page: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for folder in ["/assets/", "/media/"] {
        for (at, _) in page.match_indices(folder) {
            let rest = &page[at + 1..];
            let end = rest.find(['"', '\'', ' ', ',', '#', ')', '<', '&']).unwrap_or(rest.len());
            found.insert(rest[..end].to_owned());
        }
    }
    found
}
