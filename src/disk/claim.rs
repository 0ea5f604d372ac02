//! Who may write to an output directory: one build at a time.
//!
//! The lock is the system's, on the directory itself, so that no file for it
//! stands in a deployed site, and none is left by a build that was killed. A
//! directory that does not exist yet is made under another name: there the
//! lock is on that one, and stays when it gets its name. Where a file system
//! knows no locks of directories, builds go on without.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::known::look;
use super::ops::Ops;
use super::output::{JOURNAL, OutputError, STAGING};
use crate::manifest;

/// The right to write to a directory. With it goes the staging area.
#[derive(Debug)]
pub(super) struct Claim {
    /// Whether the directory exists.
    pub(super) exists: bool,
    /// Where files wait; for a directory that does not exist yet, the
    /// directory itself under another name.
    pub(super) area: PathBuf,
    ops: Ops,
    _lock: Option<fs::File>,
}

impl Claim {
    /// Waits until nobody else writes to the directory. `wait` is called once,
    /// if there is somebody.
    pub(super) fn new(dir: &Path, ops: &Ops, wait: &dyn Fn()) -> Result<Self, OutputError> {
        let mut said = false;
        let mut wait = || {
            if !std::mem::replace(&mut said, true) {
                wait();
            }
        };
        loop {
            let exists = follow(dir).is_some();
            let area = if exists { dir.join(STAGING) } else { sibling(dir) };
            let place = if exists { dir } else { &area };
            if !exists {
                make(&area, ops)?;
            }
            let lock = lock(place, &mut wait);
            // While this one waited, the other gave the directory its name or
            // took its own away.
            if !is_still(lock.as_ref(), place) {
                continue;
            }
            let claim = Self { exists, area, ops: ops.clone(), _lock: lock };
            if follow(dir).is_some() == exists {
                claim.begin()?;
                return Ok(claim);
            }
        }
    }

    /// Clears what a build that was killed left behind, and marks the area of
    /// a first build as showcase's own.
    fn begin(&self) -> Result<(), OutputError> {
        let failed = |error| OutputError::failed(&self.area, error);
        if self.exists {
            return if look(&self.area).is_some() { clear(&self.area, &self.ops).map_err(failed) } else { Ok(()) };
        }
        empty(&self.area, &self.ops).map_err(failed)?;
        let journal = self.area.join(JOURNAL);
        self.ops.write(&journal, b"").map(drop).map_err(|error| OutputError::failed(&journal, error))
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        // What cannot be cleared now is cleared by the next build.
        if look(&self.area).is_some() {
            drop(clear(&self.area, &self.ops));
        }
    }
}

/// The name under which a directory is made before it appears.
fn sibling(dir: &Path) -> PathBuf {
    let name = dir.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    dir.with_file_name(format!(".{name}.showcase-new"))
}

/// Makes the area of a first build, or takes over one that was left behind.
fn make(area: &Path, ops: &Ops) -> Result<(), OutputError> {
    let made = ops.create_dir(area).or_else(|error| match error.kind() {
        io::ErrorKind::NotFound => ops.create_dir_all(area),
        _ => Err(error),
    });
    match made {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        made => return made.map_err(|error| OutputError::failed(area, error)),
    }
    let ours = [JOURNAL, manifest::NAME].iter().any(|name| look(&area.join(name)).is_some());
    // Empty it is right after it was made, or right before it is deleted.
    if ours || names(area).is_ok_and(|names| names.is_empty()) || look(area).is_none() {
        return Ok(());
    }
    Err(OutputError::Refused(format!("{} is in the way, and showcase did not make it.", area.display())))
}

/// Deletes a staging area.
fn clear(area: &Path, ops: &Ops) -> io::Result<()> {
    empty(area, ops)?;
    ops.remove_dir(area)
}

/// Empties a staging area. What proves that it is showcase's own goes last, or
/// a build that is killed here would leave what no other dares to delete.
fn empty(area: &Path, ops: &Ops) -> io::Result<()> {
    if look(area).is_some_and(|there| !there.is_dir()) {
        return ops.remove_file(area).and_then(|()| ops.create_dir(area));
    }
    let mut names = names(area)?;
    names.sort_by_key(|name| name == JOURNAL || name == manifest::NAME);
    for path in names.into_iter().map(|name| area.join(name)) {
        match look(&path) {
            Some(there) if there.is_dir() => ops.remove_dir_all(&path)?,
            _ => ops.remove_file(&path)?,
        }
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
fn names(dir: &Path) -> io::Result<Vec<std::ffi::OsString>> {
    fs::read_dir(dir)?.map(|entry| entry.map(|entry| entry.file_name())).collect()
}

/// The lock of a directory; `None` where there are no locks, or no directory.
#[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
fn lock(dir: &Path, wait: &mut dyn FnMut()) -> Option<fs::File> {
    let file = fs::File::open(dir).ok()?;
    match file.try_lock() {
        Ok(()) => return Some(file),
        Err(fs::TryLockError::WouldBlock) => wait(),
        Err(fs::TryLockError::Error(_)) => return None,
    }
    loop {
        match file.lock() {
            Ok(()) => return Some(file),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return None,
        }
    }
}

/// Whether the directory at the path is the one that was locked.
fn is_still(lock: Option<&fs::File>, dir: &Path) -> bool {
    match (lock.and_then(|lock| lock.metadata().ok()), follow(dir)) {
        (Some(locked), Some(there)) => is_same(&locked, &there),
        (_, there) => there.is_some(),
    }
}

#[cfg(unix)]
fn is_same(a: &fs::Metadata, b: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    (a.dev(), a.ino()) == (b.dev(), b.ino())
}

#[cfg(not(unix))]
fn is_same(_: &fs::Metadata, _: &fs::Metadata) -> bool {
    true
}

#[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
fn follow(path: &Path) -> Option<fs::Metadata> {
    fs::metadata(path).ok()
}
