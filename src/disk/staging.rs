//! Files that wait for all others to be made.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::claim::Claim;
use super::known::{Change, Known};
use super::ops::Ops;
use super::output::{JOURNAL, OutputError, Reuse, Written, plain};
use super::replace::Replace;
use super::stamps::{Gate, Margin, Row, Stamp, Table};
use super::store::Store;
use crate::hash::Hash128;
use crate::manifest::{self, Made};
use crate::path::OutPath;
use crate::render::Sink;

/// The files of a build that is under way. Dropped without [`commit`]
/// (Staging::commit), it leaves the output as it was.
#[derive(Debug)]
pub struct Staging {
    dir: PathBuf,
    ops: Ops,
    /// What is there; `None` for a directory that does not exist yet.
    known: Option<Known>,
    table: Option<Table>,
    /// When reading began, for files whose stamps are made by reading.
    reading: Gate,
    clean: bool,
    made: Mutex<Vec<File>>,
    /// What took long to make, if there is a cache.
    store: Option<Store>,
    /// Whether all was found to be there, so that nobody said what is used.
    spared: AtomicBool,
    /// Last, so that nobody else begins before this is gone.
    claim: Claim,
}

/// A file that was put.
#[derive(Debug)]
pub(super) struct File {
    pub(super) out: OutPath,
    pub(super) made: Made,
    pub(super) change: Change,
    /// How it looked when it was written.
    pub(super) stamp: Option<Stamp>,
}

impl Sink for Staging {
    fn has(&self, out: &OutPath, key: Hash128) -> bool {
        !self.clean && self.known.as_ref().is_some_and(|known| known.has(&self.dir, out, key))
    }

    fn put(&self, out: &OutPath, key: Hash128, bytes: &[u8]) -> io::Result<()> {
        if out.as_str().starts_with(RESERVED) {
            let message = format!("names that begin with `{RESERVED}` are showcase's own");
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        let made = Made { hash: Hash128::of(bytes), key };
        let change = self.known.as_ref().map_or(Some(Change::New), |known| known.change(&self.dir, out, made));
        let Some(change) = change else { return Ok(()) };
        let stamp = if change == Change::Same { None } else { self.stage(out, bytes).map_err(plain)? };
        self.made().push(File { out: out.clone(), made, change, stamp });
        Ok(())
    }

    fn uses(&self, key: Hash128) {
        self.store.iter().for_each(|store| store.uses(key));
    }

    fn kept(&self, key: Hash128) -> Option<Vec<u8>> {
        self.store.as_ref()?.get(key)
    }

    fn keep(&self, key: Hash128, bytes: &[u8]) {
        self.store.iter().for_each(|store| store.keep(key, bytes));
    }

    fn behind(&self) -> Option<&dyn Sink> {
        None
    }
}

/// What no file of a site may begin with.
const RESERVED: &str = ".showcase-";

impl Staging {
    pub(super) fn new(dir: PathBuf, ops: Ops, claim: Claim, reuse: Reuse<'_>, margin: Margin) -> Self {
        let table = reuse.cache.map(|cache| Table::new(cache, &dir));
        let reading = Gate::of_reading(margin);
        let known = claim.exists.then(|| {
            let mut known = Known::load(&dir);
            if let Some(table) = table.as_ref().filter(|_| !reuse.clean) {
                known.stamp(&table.load());
            }
            known
        });
        let store = reuse.cache.map(|cache| Store::watched(cache, !reuse.clean, ops.clone()));
        let (made, spared) = (Mutex::default(), AtomicBool::new(false));
        Self { dir, ops, known, table, reading, clean: reuse.clean, made, store, spared, claim }
    }

    /// Whether the output holds, whole, just what the manifest of this hash
    /// lists. `true` takes all of it, as [`Sink::has`] does.
    pub fn has_all(&self, manifest: Hash128) -> bool {
        let all = !self.clean && self.known.as_ref().is_some_and(|known| known.has_all(&self.dir, manifest));
        self.spared.fetch_or(all, Ordering::Relaxed);
        all
    }

    /// Moves everything into place, as [`Replace`] says; a first build appears
    /// at once.
    ///
    /// # Errors
    /// The machine failed. Every file is whole; the next build finishes.
    pub fn commit(mut self) -> Result<Written, OutputError> {
        let mut files = std::mem::take(&mut *self.made());
        files.sort_unstable_by(|a, b| a.out.cmp(&b.out));
        let count = |change: Change| files.iter().filter(|file| file.change == change).count();
        let kept = self.known.as_ref().map_or(0, Known::count_kept);
        let mut summary = Written {
            written: files.len() - count(Change::Same),
            unchanged: kept + count(Change::Same),
            restored: count(Change::Restored),
            ..Written::default()
        };
        let mut settled = self.known.as_mut().is_some_and(|known| known.settle(self.reading));
        match &self.known {
            None => self.appear(&mut files)?,
            Some(known) => {
                let replace = Replace { dir: &self.dir, area: &self.claim.area, ops: &self.ops, known };
                summary.deleted = replace.run(&mut files)?;
            }
        }
        settled |= summary.written + summary.deleted > 0;
        summary.unkept = if settled { self.keep_stamps(&files) } else { None };
        self.store.iter().filter(|_| !self.spared.load(Ordering::Relaxed)).for_each(Store::sweep);
        Ok(summary)
    }

    fn stage(&self, out: &OutPath, bytes: &[u8]) -> io::Result<Option<Stamp>> {
        let path = self.claim.area.join(out.as_str());
        // A page has a folder of its own, so making it first is nearly always
        // right.
        let folder = path.parent().unwrap_or(&self.claim.area);
        match self.ops.create_dir(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => self.ops.create_dir_all(folder)?,
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
        let file = self.ops.write(&path, bytes)?;
        Ok(if self.table.is_some() { file.metadata().ok().and_then(|metadata| Stamp::of(&metadata)) } else { None })
    }

    /// A first build: the whole directory appears at once.
    fn appear(&self, files: &mut [File]) -> Result<(), OutputError> {
        let fail = |path: &Path| {
            let path = path.to_path_buf();
            move |error| OutputError::failed(&path, error)
        };
        let area = &self.claim.area;
        let rows = files.iter().map(|file| (file.out.as_str(), file.made));
        let list = area.join(manifest::NAME);
        let written = self.ops.write(&list, manifest::print(rows).as_bytes()).map_err(fail(&list))?;
        settle(files, written.metadata().ok().and_then(|metadata| Stamp::of(&metadata)));
        let journal = area.join(JOURNAL);
        self.ops.remove_file(&journal).map_err(fail(&journal))?;
        self.ops.rename(area, &self.dir).map_err(fail(&self.dir))
    }

    /// Keeps the stamps of all files for the next build. What could not be
    /// kept, if anything.
    fn keep_stamps(&self, files: &[File]) -> Option<String> {
        let table = self.table.as_ref()?;
        let row = |path: &str, made: Made, stamp: Option<Stamp>| {
            stamp.map(|stamp| Row { path: Hash128::of(path.as_bytes()), hash: made.hash, stamp })
        };
        let kept = self.known.iter().flat_map(Known::kept);
        let mut rows: Vec<Row> = kept.filter_map(|(path, made, stamp)| row(path, made, stamp)).collect();
        rows.extend(files.iter().filter_map(|file| {
            let known = || self.known.as_ref()?.stamp_of(&file.out, file.made.hash);
            row(file.out.as_str(), file.made, file.stamp.or_else(known))
        }));
        let error = plain(table.save(&self.ops, rows.into_iter()).err()?);
        Some(format!("{} cannot be written: {error}", table.path().display()))
    }

    fn made(&self) -> MutexGuard<'_, Vec<File>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Keeps the stamps that can be believed, the gate being a file that was
/// written after all and before any was published.
pub(super) fn settle(files: &mut [File], gate: Option<Stamp>) {
    for file in files {
        file.stamp = file.stamp.filter(|stamp| gate.is_some_and(|gate| stamp.is_settled(gate.written())));
    }
}
