//! What took long to make, kept for later builds: pictures that were encoded or
//! drawn, each by the key that decides its bytes.
//!
//! It knows neither what a key stands for nor what the bytes are. An entry that
//! is damaged, cut short or under another's name is not there. What a finished
//! build did not use is deleted at its end, so that nothing outlives what it
//! was made of by more than one build, and the folder never grows past one
//! site.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use super::cache;
use super::ops::Ops;
use crate::hash::{Hash128, Hasher};
use crate::seal;

/// The folder's name in the cache.
const FOLDER: &str = "made";

/// The file that says for which keys the folder was swept. Whoever adds an
/// entry deletes it first.
const SWEPT: &str = "swept";

/// The entries.
#[derive(Debug)]
pub struct Store {
    cache: PathBuf,
    dir: PathBuf,
    ops: Ops,
    /// Whether what is there is taken.
    takes: bool,
    used: Mutex<BTreeSet<Hash128>>,
    begun: Once,
}

impl Store {
    /// The entries in the folder of the cache. Where `takes` is false, nothing
    /// is taken from there, and all is made and kept anew.
    pub fn new(cache: &Path, takes: bool) -> Self {
        Self::watched(cache, takes, Ops::default())
    }

    /// The same with changes of the disk that are looked at.
    pub(super) fn watched(cache: &Path, takes: bool, ops: Ops) -> Self {
        let dir = cache.join(FOLDER);
        Self { cache: cache.to_path_buf(), dir, ops, takes, used: Mutex::default(), begun: Once::new() }
    }

    /// Says that this build has something of this key, wherever it got it.
    pub fn uses(&self, key: Hash128) {
        self.used().insert(key);
    }

    /// The bytes of a key, if they are there and whole.
    #[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
    pub fn get(&self, key: Hash128) -> Option<Vec<u8>> {
        if !self.takes {
            return None;
        }
        let file = fs::read(self.dir.join(key.to_string())).ok()?;
        seal::opened(&file, &form(key)).map(<[u8]>::to_vec)
    }

    /// Keeps the bytes of a key. If that fails, a later build makes them again.
    pub fn keep(&self, key: Hash128, bytes: &[u8]) {
        self.begun.call_once(|| self.begin());
        let mut file = seal::open();
        file.extend_from_slice(bytes);
        // Whoever keeps the same key at the same time keeps the same bytes.
        let (new, place) = (self.dir.join(format!("{key}.new")), self.dir.join(key.to_string()));
        let written = self.ops.write(&new, &seal::close(file, &form(key)));
        if written.map(drop).and_then(|()| self.ops.rename(&new, &place)).is_err() {
            drop(self.ops.remove_file(&new));
        }
    }

    /// Deletes what was not used, when a build is done. Nothing is looked at if
    /// the last sweep was for the same keys.
    pub fn sweep(&self) {
        let used = self.used();
        let mut hasher = Hasher::new();
        for key in used.iter() {
            hasher.part(&key.to_bytes());
        }
        let now = hasher.finish().to_string();
        if self.swept().as_deref() == Some(now.as_bytes()) {
            return;
        }
        if self.delete_all_but(&used).is_ok_and(|any| any) {
            // Without it the next build looks again.
            drop(self.ops.write(&self.dir.join(SWEPT), now.as_bytes()));
        }
    }

    /// Makes the folder, and takes back what was said of it.
    fn begin(&self) {
        drop(cache::make(&self.cache, &self.ops).and_then(|()| self.ops.create_dir_all(&self.dir)));
        if self.swept().is_some() {
            drop(self.ops.remove_file(&self.dir.join(SWEPT)));
        }
    }

    #[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
    fn swept(&self) -> Option<Vec<u8>> {
        fs::read(self.dir.join(SWEPT)).ok()
    }

    /// Whether there is a folder, and nothing else in it any more.
    #[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
    fn delete_all_but(&self, used: &BTreeSet<Hash128>) -> io::Result<bool> {
        let folder = match fs::read_dir(&self.dir) {
            Ok(folder) => folder,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(error),
        };
        let mut failed = None;
        for entry in folder {
            let entry = entry?;
            let key = entry.file_name().to_str().and_then(Hash128::parse);
            // A folder is none of ours, whatever it is called.
            let folder = entry.file_type()?.is_dir();
            if folder || !key.is_some_and(|key| used.contains(&key)) {
                let path = entry.path();
                let gone = if folder { self.ops.remove_dir_all(&path) } else { self.ops.remove_file(&path) };
                // One that stays must not keep the others.
                failed = failed.or(gone.err());
            }
        }
        failed.map_or(Ok(true), Err)
    }

    fn used(&self) -> MutexGuard<'_, BTreeSet<Hash128>> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn form(key: Hash128) -> String {
    format!("showcase made 1 {key}")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::disallowed_methods, reason = "tests look at the disk themselves")]

    use std::fs;

    use super::{FOLDER, Store};
    use crate::hash::Hash128;

    fn key(text: &str) -> Hash128 {
        Hash128::of(text.as_bytes())
    }

    fn names(cache: &std::path::Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(cache.join(FOLDER))
            .map(|dir| dir.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect())
            .unwrap_or_default();
        names.sort();
        names
    }

    #[test]
    fn bytes_are_found_again_by_later_builds_and_by_no_other_name() {
        let cache = tempfile::tempdir().unwrap();
        let store = Store::new(cache.path(), true);
        assert_eq!(store.get(key("a")), None);
        store.keep(key("a"), b"bytes of a");
        let later = Store::new(cache.path(), true);
        assert_eq!(later.get(key("a")).as_deref(), Some(&b"bytes of a"[..]));
        assert_eq!(Store::new(cache.path(), false).get(key("a")), None, "nothing is taken");
        let (a, b) = (key("a").to_string(), key("b").to_string());
        fs::copy(cache.path().join(FOLDER).join(a), cache.path().join(FOLDER).join(b)).unwrap();
        assert_eq!(later.get(key("b")), None, "another's bytes");
        assert!(cache.path().join(".gitignore").exists(), "the folder is marked as ours");
    }

    #[test]
    fn what_is_damaged_is_not_there_and_is_kept_anew() {
        let cache = tempfile::tempdir().unwrap();
        let store = Store::new(cache.path(), true);
        store.keep(key("a"), b"bytes");
        let file = cache.path().join(FOLDER).join(key("a").to_string());
        let whole = fs::read(&file).unwrap();
        for damaged in [&whole[..whole.len() - 1], b"", b"something else"] {
            fs::write(&file, damaged).unwrap();
            assert_eq!(store.get(key("a")), None);
        }
        store.keep(key("a"), b"bytes");
        assert_eq!(store.get(key("a")).as_deref(), Some(&b"bytes"[..]));
    }

    #[test]
    fn what_a_build_did_not_use_is_gone_after_it() {
        let cache = tempfile::tempdir().unwrap();
        let first = Store::new(cache.path(), true);
        for name in ["a", "b"] {
            first.uses(key(name));
            first.keep(key(name), name.as_bytes());
        }
        first.sweep();
        // A build that was killed leaves such a file.
        let stray = cache.path().join(FOLDER).join("stray.new");
        let second = Store::new(cache.path(), true);
        second.uses(key("a"));
        fs::write(&stray, "half").unwrap();
        fs::create_dir(cache.path().join(FOLDER).join(key("c").to_string())).unwrap();
        second.sweep();
        assert_eq!(names(cache.path()), [key("a").to_string(), "swept".to_owned()]);
        let third = Store::new(cache.path(), true);
        third.sweep();
        assert_eq!(names(cache.path()), ["swept"], "the last one leaves too");
    }

    #[test]
    fn a_sweep_for_the_same_keys_looks_at_nothing() {
        let cache = tempfile::tempdir().unwrap();
        let build = || {
            let store = Store::new(cache.path(), true);
            store.uses(key("a"));
            store
        };
        build().keep(key("a"), b"a");
        build().sweep();
        let stray = cache.path().join(FOLDER).join("stray");
        fs::write(&stray, "of nobody").unwrap();
        build().sweep();
        assert!(stray.exists());
        let more = build();
        more.uses(key("b"));
        more.keep(key("b"), b"b");
        drop(more);
        build().sweep();
        assert!(!stray.exists() && names(cache.path()).len() == 2, "b was kept, and no longer used");
    }
}
