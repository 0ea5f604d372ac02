//! The writer's own tests: what it takes from earlier builds, and what it
//! believes.

#![allow(clippy::disallowed_methods, reason = "tests look at the disk themselves")]

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::ops::{Ops, Verdict};
use super::output::{Output, Reuse, Written};
use super::staging::Staging;
use crate::hash::Hash128;
use crate::path::OutPath;
use crate::render::Sink;

fn out(path: &str) -> OutPath {
    OutPath::new(path).unwrap()
}

/// A folder with an output and a cache.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn public(&self, path: &str) -> std::path::PathBuf {
        self.0.path().join("public").join(path)
    }

    fn open(&self, clean: bool) -> Staging {
        let cache = self.0.path().join("cache");
        let output = Output::open(&self.public(""), self.0.path(), None).unwrap();
        output.staging(Reuse { cache: Some(&cache), clean }, &|| ()).unwrap()
    }

    /// Builds as the program does: what is there is not made again. What was
    /// made, and what became of it.
    fn build(&self, files: &[(&str, &str)]) -> (Vec<String>, Written) {
        self.build_with(files, false)
    }

    fn build_with(&self, files: &[(&str, &str)], clean: bool) -> (Vec<String>, Written) {
        let staging = self.open(clean);
        let mut made = Vec::new();
        for (path, text) in files {
            let key = Hash128::of(format!("key of {text}").as_bytes());
            if !staging.has(&out(path), key) {
                staging.put(&out(path), key, text.as_bytes()).unwrap();
                made.push((*path).to_owned());
            }
        }
        (made, staging.commit().unwrap())
    }

    fn table(&self) -> std::path::PathBuf {
        let mut tables = fs::read_dir(self.0.path().join("cache")).unwrap().map(|entry| entry.unwrap().path());
        let table = tables.next().unwrap();
        assert_eq!(tables.next(), None, "one table, and nothing half-written");
        table
    }

    /// Makes a file look as if it had been written long ago, as it will.
    fn age(&self, path: &str) {
        let file = fs::File::options().append(true).open(self.public(path)).unwrap();
        file.set_modified(std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000)).unwrap();
    }
}

const SITE: &[(&str, &str)] = &[("index.html", "home"), ("a/index.html", "a"), ("style.css", "{}")];

#[test]
fn what_is_there_is_not_made_again() {
    let place = Place::new();
    assert_eq!(place.build(SITE).0.len(), 3);
    let (made, written) = place.build(SITE);
    assert_eq!((made.len(), written.unchanged, written.written), (0, 3, 0));
    let (made, written) = place.build(&[("index.html", "HOME"), ("a/index.html", "a"), ("style.css", "{}")]);
    assert_eq!((made, written.written, written.unchanged), (vec!["index.html".to_owned()], 1, 2));
    assert_eq!(fs::read_to_string(place.public("index.html")).unwrap(), "HOME");
}

#[test]
fn the_same_bytes_under_another_key_are_not_written() {
    let place = Place::new();
    place.build(SITE);
    let age = fs::metadata(place.public("index.html")).unwrap().modified().unwrap();
    let staging = place.open(false);
    for (path, text) in SITE {
        assert!(!staging.has(&out(path), Hash128::of(b"another key")));
        staging.put(&out(path), Hash128::of(b"another key"), text.as_bytes()).unwrap();
    }
    let written = staging.commit().unwrap();
    assert_eq!((written.written, written.unchanged), (0, 3));
    assert_eq!(fs::metadata(place.public("index.html")).unwrap().modified().unwrap(), age);
    let staging = place.open(false);
    assert!(staging.has(&out("index.html"), Hash128::of(b"another key")), "the manifest has the new keys");
}

#[test]
fn nothing_is_touched_when_nothing_changes() {
    let place = Place::new();
    place.build(SITE);
    for (path, _) in SITE {
        place.age(path);
    }
    place.build(SITE);
    let look = |path: &Path| {
        let there = fs::metadata(path).unwrap();
        (there.modified().unwrap(), there.len())
    };
    let all = || {
        let dirs = ["", "a", ".showcase-manifest"].map(|path| look(&place.public(path)));
        (dirs, look(&place.table()), look(&place.0.path().join("cache")))
    };
    let before = all();
    let changes = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&changes);
    let watch = Ops::watched(Arc::new(move |_| {
        count.fetch_add(1, Ordering::Relaxed);
        Verdict::Go
    }));
    let cache = place.0.path().join("cache");
    let output = Output::open(&place.public(""), place.0.path(), None).unwrap().watched(watch);
    let staging = output.staging(Reuse { cache: Some(&cache), clean: false }, &|| ()).unwrap();
    for (path, text) in SITE {
        assert!(staging.has(&out(path), Hash128::of(format!("key of {text}").as_bytes())));
    }
    assert_eq!(staging.commit().unwrap().unchanged, 3);
    assert_eq!((changes.load(Ordering::Relaxed), all()), (0, before));
}

/// The test edits within the tick of the clock in which the build wrote: what
/// is too young is not believed.
#[test]
fn an_edit_of_the_same_size_is_seen_at_once() {
    for round in 0..50 {
        let place = Place::new();
        place.build(SITE);
        if round % 2 == 1 {
            place.build(&[("index.html", "emoh"), ("a/index.html", "a"), ("style.css", "{}")]);
        }
        fs::write(place.public("index.html"), "EDIT").unwrap();
        let (made, written) = place.build(SITE);
        assert!(made.contains(&"index.html".to_owned()), "round {round}");
        assert_eq!((written.written, written.restored), (1, usize::from(round % 2 == 0)), "round {round}");
        assert_eq!(fs::read_to_string(place.public("index.html")).unwrap(), "home");
    }
}

#[cfg(unix)]
#[test]
fn a_stamp_saves_reading_and_only_a_true_one() {
    use super::stamps::{Row, Stamp, Table};
    let place = Place::new();
    place.build(SITE);
    let path = place.public("index.html");
    // A table that says that the wrong bytes are right is believed as long as
    // the file looks the same: so it was not read.
    fs::write(&path, "EDIT").unwrap();
    let dir = fs::canonicalize(place.public("")).unwrap();
    let table = Table::new(&place.0.path().join("cache"), &dir);
    let row = |hash: &[u8]| {
        let stamp = Stamp::of(&fs::metadata(&path).unwrap()).unwrap();
        Row { path: Hash128::of(b"index.html"), hash: Hash128::of(hash), stamp }
    };
    table.save(&Ops::default(), [row(b"home")].into_iter()).unwrap();
    assert_eq!(table.path(), place.table());
    let key = Hash128::of(b"key of home");
    assert!(place.open(false).has(&out("index.html"), key));
    assert!(!place.open(true).has(&out("index.html"), key), "a clean build takes nothing from earlier ones");
    // Of other bytes than the manifest's it says nothing.
    table.save(&Ops::default(), [row(b"EDIT")].into_iter()).unwrap();
    assert!(!place.open(false).has(&out("index.html"), key));
    // Nor does one for another folder.
    let other = Table::new(&place.0.path().join("cache"), Path::new("/elsewhere"));
    other.save(&Ops::default(), [row(b"home")].into_iter()).unwrap();
    fs::rename(other.path(), table.path()).unwrap();
    assert!(!place.open(false).has(&out("index.html"), key));
}

#[test]
fn a_clean_build_makes_all_and_keeps_what_is_not_ours() {
    let place = Place::new();
    place.build(SITE);
    fs::write(place.public("a/mine.txt"), "mine").unwrap();
    fs::write(place.public("style.css"), "by hand").unwrap();
    let (made, written) = place.build_with(&SITE[..1], true);
    assert_eq!((made.len(), written.unchanged, written.deleted), (1, 1, 2));
    assert!(!place.public("a/index.html").exists() && !place.public("style.css").exists());
    assert_eq!(fs::read_to_string(place.public("a/mine.txt")).unwrap(), "mine");
}

#[test]
fn a_manifest_of_the_first_version_is_a_hint() {
    let place = Place::new();
    place.build(SITE);
    let line = |path: &str, text: &str| format!("{} {path}\n", Hash128::of(text.as_bytes()));
    let list =
        ["showcase manifest 1\n", &line("index.html", "home"), &line("old.html", "old"), &line("mine.html", "x")];
    fs::write(place.public(".showcase-manifest"), list.concat()).unwrap();
    fs::write(place.public("old.html"), "old").unwrap();
    fs::write(place.public("mine.html"), "mine").unwrap();
    let (made, written) = place.build(SITE);
    assert_eq!((made.len(), written.written, written.unchanged, written.deleted), (3, 0, 3, 1));
    assert!(!place.public("old.html").exists() && place.public("mine.html").exists());
    assert_eq!(place.build(SITE).0.len(), 0, "the new manifest is whole");
}

#[test]
fn a_deleted_folder_is_made_again() {
    let place = Place::new();
    place.build(SITE);
    fs::remove_dir_all(place.public("a")).unwrap();
    let written = place.build(&[("index.html", "home"), ("a/index.html", "b"), ("style.css", "{}")]).1;
    assert_eq!(written.written, 1);
    fs::remove_dir_all(place.public("a")).unwrap();
    assert_eq!(place.build(&[("index.html", "home"), ("a/index.html", "b"), ("style.css", "{}")]).1.restored, 1);
    assert_eq!(fs::read_to_string(place.public("a/index.html")).unwrap(), "b");
}

#[test]
fn names_of_showcase_are_refused() {
    let place = Place::new();
    let staging = place.open(false);
    assert!(staging.put(&out(".showcase-manifest"), Hash128::of(b""), b"").is_err());
    assert!(staging.put(&out(".well-known/security.txt"), Hash128::of(b""), b"").is_ok());
}

#[test]
fn what_cannot_be_kept_is_told_and_no_failure() {
    let place = Place::new();
    fs::write(place.0.path().join("cache"), "a file").unwrap();
    let written = place.build(SITE).1;
    assert!(written.unkept.is_some_and(|why| why.contains("a file is where a folder has to be")));
    assert_eq!(fs::read_to_string(place.public("index.html")).unwrap(), "home");
}

#[cfg(unix)]
#[test]
fn nothing_is_deleted_behind_a_link() {
    let place = Place::new();
    place.build(SITE);
    let elsewhere = tempfile::tempdir().unwrap();
    fs::rename(place.public("a"), elsewhere.path().join("a")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path().join("a"), place.public("a")).unwrap();
    let written = place.build(&SITE[..1]).1;
    assert_eq!(written.deleted, 1);
    assert_eq!(fs::read_to_string(elsewhere.path().join("a/index.html")).unwrap(), "a");
}

/// What took long to make stays as long as finished builds have a use for it.
#[test]
fn only_a_finished_build_that_looked_forgets_what_it_did_not_use() {
    let place = Place::new();
    let (used, unused) = (Hash128::of(b"used"), Hash128::of(b"unused"));
    let made = |key: Hash128| place.0.path().join("cache/made").join(key.to_string()).is_file();
    let staging = place.open(false);
    for key in [used, unused] {
        staging.uses(key);
        assert_eq!(staging.kept(key), None);
        staging.keep(key, b"bytes");
    }
    staging.put(&out("index.html"), Hash128::of(b"key"), b"home").unwrap();
    staging.commit().unwrap();
    let manifest = super::output::manifest_of(&place.public("")).unwrap();
    drop(place.open(false));
    let all = place.open(false);
    assert!(all.has_all(manifest));
    all.commit().unwrap();
    assert!(made(used) && made(unused), "nobody said what is used");
    let staging = place.open(false);
    staging.uses(used);
    assert_eq!(staging.kept(used).as_deref(), Some(&b"bytes"[..]));
    staging.commit().unwrap();
    assert!(made(used) && !made(unused));
    assert_eq!(place.open(true).kept(used), None, "from nothing");
}
