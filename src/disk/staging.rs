//! Files that wait for all others to be made, and their way into place.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::output::{JOURNAL, Output, OutputError, STAGING, Written};
use crate::hash::Hash128;
use crate::manifest::{self, Manifest};
use crate::path::OutPath;
use crate::render::Sink;

/// The files of a build that is under way. Dropped without [`commit`]
/// (Staging::commit), it leaves the output as it was.
#[derive(Debug)]
pub struct Staging {
    output: Output,
    /// Where files wait; for a directory that does not exist yet, the
    /// directory itself under another name.
    area: PathBuf,
    made: Mutex<Vec<(OutPath, Made)>>,
    committed: bool,
}

#[derive(Debug, Clone, Copy)]
struct Made {
    hash: Hash128,
    change: Change,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    Same,
    New,
    Changed,
    Restored,
}

impl Sink for Staging {
    fn has(&self, _: &OutPath, _: Hash128) -> bool {
        false
    }

    fn put(&self, out: &OutPath, _: Hash128, bytes: &[u8]) -> io::Result<()> {
        let hash = Hash128::of(bytes);
        let change = self.change(out, hash, bytes);
        if change != Change::Same {
            let path = self.area.join(out.as_str());
            // A page has a folder of its own, so making it first is nearly
            // always right; whatever else is wrong, writing tells.
            let folder = path.parent().unwrap_or(&self.area);
            if ops::create_dir(folder).is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
                ops::create_dir_all(folder)?;
            }
            ops::write(&path, bytes)?;
        }
        self.made().push((out.clone(), Made { hash, change }));
        Ok(())
    }
}

impl Staging {
    pub(super) fn new(output: Output) -> Result<Self, OutputError> {
        let area = if output.exists { output.dir.join(STAGING) } else { sibling(&output.dir) };
        let staging = Self { output, area, made: Mutex::default(), committed: false };
        staging.clear_leftovers()?;
        ops::create_dir_all(&staging.area).map_err(|error| staging.failed(&staging.area, error))?;
        if !staging.output.exists {
            let journal = staging.area.join(JOURNAL);
            ops::write(&journal, b"").map_err(|error| staging.failed(&journal, error))?;
        }
        Ok(staging)
    }

    /// Moves everything into place: files that pages refer to first, then
    /// pages, then what is no longer part of the site goes, then the manifest.
    ///
    /// # Errors
    /// The machine failed. Every file is whole; the next build finishes.
    pub fn commit(mut self) -> Result<Written, OutputError> {
        let files: BTreeMap<OutPath, Made> = std::mem::take(&mut *self.made()).into_iter().collect();
        let manifest: Manifest = files.iter().map(|(out, made)| (out.clone(), made.hash)).collect();
        let count = |change: Change| files.values().filter(|made| made.change == change).count();
        let mut summary = Written {
            written: files.len() - count(Change::Same),
            unchanged: count(Change::Same),
            deleted: 0,
            restored: count(Change::Restored),
        };
        if self.output.exists {
            summary.deleted = self.replace(&files, &manifest)?;
        } else {
            self.appear(&manifest)?;
        }
        self.committed = true;
        Ok(summary)
    }

    /// A first build: the whole directory appears at once.
    fn appear(&self, manifest: &Manifest) -> Result<(), OutputError> {
        let fail = |path: &Path| {
            let path = path.to_path_buf();
            move |error| OutputError::Failed { path, error }
        };
        let list = self.area.join(manifest::NAME);
        ops::write(&list, manifest::print(manifest).as_bytes()).map_err(fail(&list))?;
        let journal = self.area.join(JOURNAL);
        ops::remove_file(&journal).map_err(fail(&journal))?;
        ops::rename(&self.area, &self.output.dir).map_err(fail(&self.output.dir))
    }

    /// A later build: only what differs is touched.
    fn replace(&self, files: &BTreeMap<OutPath, Made>, manifest: &Manifest) -> Result<usize, OutputError> {
        let stale: Vec<&OutPath> = {
            let known: BTreeSet<&OutPath> = self.output.owned.keys().chain(&self.output.uncertain).collect();
            known.into_iter().filter(|out| !files.contains_key(*out)).collect()
        };
        let mut moving: Vec<(&OutPath, Change)> = files
            .iter()
            .filter(|(_, made)| made.change != Change::Same)
            .map(|(out, made)| (out, made.change))
            .collect();
        if moving.is_empty() && stale.is_empty() && self.output.uncertain.is_empty() && *manifest == self.output.owned {
            return Ok(0);
        }
        moving.sort_by_key(|(out, change)| (order(out, *change), (*out).clone()));
        self.write_journal(&moving)?;
        for (out, _) in &moving {
            self.move_into_place(out)?;
        }
        let mut deleted = 0;
        for out in stale {
            deleted += usize::from(self.delete(out)?);
        }
        let list = self.area.join("manifest");
        ops::write(&list, manifest::print(manifest).as_bytes()).map_err(|e| self.failed(&list, e))?;
        let place = self.output.dir.join(manifest::NAME);
        ops::rename(&list, &place).map_err(|e| self.failed(&place, e))?;
        let journal = self.output.dir.join(JOURNAL);
        ops::remove_file(&journal).map_err(|e| self.failed(&journal, e))?;
        Ok(deleted)
    }

    /// Everything that the manifest may not tell the truth about until the
    /// build is done.
    fn write_journal(&self, moving: &[(&OutPath, Change)]) -> Result<(), OutputError> {
        let mut lines: BTreeSet<&str> = moving.iter().map(|(out, _)| out.as_str()).collect();
        lines.extend(self.output.uncertain.iter().map(OutPath::as_str));
        let text: String = lines.into_iter().flat_map(|line| [line, "\n"]).collect();
        let made = self.area.join("journal");
        ops::write(&made, text.as_bytes()).map_err(|error| self.failed(&made, error))?;
        let journal = self.output.dir.join(JOURNAL);
        ops::rename(&made, &journal).map_err(|error| self.failed(&journal, error))
    }

    fn move_into_place(&self, out: &OutPath) -> Result<(), OutputError> {
        let place = self.output.dir.join(out.as_str());
        self.make_room(out, &place)?;
        let folder = place.parent().unwrap_or(&self.output.dir);
        ops::create_dir_all(folder).map_err(|error| self.failed(folder, error))?;
        let staged = self.area.join(out.as_str());
        ops::rename(&staged, &place).map_err(|error| self.failed(&place, error))
    }

    /// Takes away what is ours and in the way: a file where a folder has to
    /// be, a folder where a file has to be. Refuses to write through a link.
    fn make_room(&self, out: &OutPath, place: &Path) -> Result<(), OutputError> {
        let ours = |path: &str| {
            OutPath::new(path).is_ok_and(|p| self.output.owned.contains_key(&p) || self.output.uncertain.contains(&p))
        };
        for (at, _) in out.as_str().match_indices('/') {
            let above = out.as_str().get(..at).unwrap_or_default();
            let path = self.output.dir.join(above);
            let Ok(metadata) = ops::symlink_metadata(&path) else { break };
            if metadata.file_type().is_symlink() {
                let error = io::Error::other("it is a symbolic link, and nothing is written through one");
                return Err(self.failed(&path, error));
            }
            if metadata.is_file() && ours(above) {
                ops::remove_file(&path).map_err(|error| self.failed(&path, error))?;
            }
        }
        let is_folder = ops::symlink_metadata(place).is_ok_and(|metadata| metadata.is_dir());
        if is_folder {
            let prefix = format!("{out}/");
            let inside = self.output.owned.keys().chain(&self.output.uncertain);
            for file in inside.filter(|file| file.as_str().starts_with(&prefix)) {
                self.delete(file)?;
            }
        }
        Ok(())
    }

    /// Deletes one of our files, and the folders that are empty then.
    fn delete(&self, out: &OutPath) -> Result<bool, OutputError> {
        let path = self.output.dir.join(out.as_str());
        match ops::remove_file(&path) {
            Ok(()) => {}
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::IsADirectory
                ) =>
            {
                return Ok(false);
            }
            Err(error) => return Err(self.failed(&path, error)),
        }
        let folders = path.ancestors().skip(1).take_while(|folder| *folder != self.output.dir);
        for folder in folders {
            if ops::remove_dir(folder).is_err() {
                break;
            }
        }
        Ok(true)
    }

    fn change(&self, out: &OutPath, hash: Hash128, bytes: &[u8]) -> Change {
        if !self.output.exists {
            return Change::New;
        }
        let path = self.output.dir.join(out.as_str());
        let same = || ops::read(&path).is_ok_and(|there| there == bytes);
        match self.output.owned.get(out) {
            _ if self.output.uncertain.contains(out) => {
                if same() {
                    Change::Same
                } else {
                    Change::Changed
                }
            }
            Some(known) if *known == hash => {
                if same() {
                    Change::Same
                } else {
                    Change::Restored
                }
            }
            Some(_) => Change::Changed,
            None => Change::New,
        }
    }

    /// What a build that was killed left behind, told by its journal or list.
    fn clear_leftovers(&self) -> Result<(), OutputError> {
        if ops::symlink_metadata(&self.area).is_err() {
            return Ok(());
        }
        let proof = [JOURNAL, manifest::NAME].iter().any(|name| ops::symlink_metadata(&self.area.join(name)).is_ok());
        if !self.output.exists && !proof {
            let message = format!("{} is in the way, and showcase did not make it.", self.area.display());
            return Err(OutputError::Refused(message));
        }
        ops::remove_dir_all(&self.area).map_err(|error| self.failed(&self.area, error))
    }

    fn made(&self) -> MutexGuard<'_, Vec<(OutPath, Made)>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn failed(&self, path: &Path, error: io::Error) -> OutputError {
        OutputError::Failed { path: path.to_path_buf(), error }
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // What cannot be cleared now is cleared by the next build.
        if self.output.exists || !self.committed {
            drop(ops::remove_dir_all(&self.area));
        }
    }
}

/// Files that pages refer to, then new pages, then changed ones, home last.
fn order(out: &OutPath, change: Change) -> u8 {
    match (out.as_str(), change) {
        ("index.html", _) => 3,
        (path, _) if !path.ends_with(".html") => 0,
        (_, Change::New) => 1,
        _ => 2,
    }
}

/// The name under which a directory is made before it appears.
fn sibling(dir: &Path) -> PathBuf {
    let name = dir.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    dir.with_file_name(format!(".{name}.showcase-new"))
}

/// The file system's calls in one place.
#[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
mod ops {
    use super::{Path, fs, io};

    pub(super) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
        fs::write(path, bytes)
    }

    pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
        fs::read(path)
    }

    pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    pub(super) fn remove_file(path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    pub(super) fn remove_dir(path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }

    pub(super) fn remove_dir_all(path: &Path) -> io::Result<()> {
        fs::remove_dir_all(path)
    }

    pub(super) fn create_dir(path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    pub(super) fn create_dir_all(path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    pub(super) fn symlink_metadata(path: &Path) -> io::Result<fs::Metadata> {
        fs::symlink_metadata(path)
    }
}
