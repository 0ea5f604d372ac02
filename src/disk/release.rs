//! A folder of this machine that a site is deployed to: `releases/` with whole
//! sites, and a link `current` to the one that is served, which changes at once.
//!
//! A release is made beside the one that is served and shares the bytes of all files
//! that are the same. What somebody else put among the files of a release goes into
//! the next one too. Only what a release's own list names is ever deleted.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::known::look;
use super::ops::Ops;
use super::output::{OutputError, plain};
use crate::hash::Hash128;
use crate::manifest;
use crate::path::OutPath;

/// The link to the release that is served.
pub const CURRENT: &str = "current";

const RELEASES: &str = "releases";
/// How names begin of a release that is being made.
const MAKING: &str = ".making-";
/// The ending of the list beside a release.
const LIST: &str = ".list";
const HEAD: &str = "showcase release 1\n";

/// A folder with releases, held for one deploy alone.
#[derive(Debug)]
pub struct Releases {
    dir: PathBuf,
    ops: Ops,
    _lock: fs::File,
}

/// What became of asking for a folder.
#[derive(Debug)]
pub enum Opened {
    /// It is ours.
    Ours(Releases),
    /// Another deploy is at it.
    Busy,
}

/// What a release takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Released {
    /// Files that were written.
    pub written: usize,
    /// Files that the release shares with the one before.
    pub shared: usize,
    /// Files of others that were taken along.
    pub carried: usize,
    /// Earlier releases that are gone.
    pub dropped: usize,
}

/// A release as its list has it: its own files, in the order of paths.
pub type Listed = Vec<(OutPath, Hash128)>;

/// The files of the release that a folder serves, without opening it.
pub fn served_in(dir: &Path) -> Listed {
    current_in(dir).map(|name| listed_in(dir, &name)).unwrap_or_default()
}

#[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
impl Releases {
    /// Opens a folder, and makes it if it is not there.
    ///
    /// # Errors
    /// It holds anything but releases; or it cannot be written.
    pub fn open(dir: &Path) -> Result<Opened, OutputError> {
        let failed = |error| OutputError::failed(dir, error);
        let ops = Ops::default();
        if let Err(error) = ops.create_dir(dir)
            && error.kind() != io::ErrorKind::AlreadyExists
        {
            return Err(failed(error));
        }
        let known = [RELEASES, CURRENT];
        for entry in fs::read_dir(dir).map_err(failed)? {
            let name = entry.map_err(failed)?.file_name();
            if !known.iter().any(|known| name.to_str() == Some(known)) && !name.to_string_lossy().starts_with('.') {
                let (dir, name) = (dir.display(), name.to_string_lossy().into_owned());
                return Err(OutputError::Refused(format!(
                    "{dir} is no folder of releases: it holds {name}. Name an empty folder; its link `{CURRENT}` is \
                     what the web server is to serve"
                )));
            }
        }
        let link = dir.join(CURRENT);
        if look(&link).is_some_and(|there| !there.is_symlink()) {
            return Err(OutputError::Refused(format!("{} is in the way of the link of that name", link.display())));
        }
        let lock = fs::File::open(dir).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => Ok(Opened::Ours(Self { dir: dir.to_path_buf(), ops, _lock: lock })),
            Err(fs::TryLockError::WouldBlock) => Ok(Opened::Busy),
            Err(fs::TryLockError::Error(error)) => Err(failed(error)),
        }
    }

    /// Has every change of the disk looked at, for tests of what fails.
    #[must_use]
    pub fn watched(mut self, ops: Ops) -> Self {
        self.ops = ops;
        self
    }

    /// The files of the release that is served, as its list has them.
    pub fn served(&self) -> Listed {
        self.current().map(|name| self.listed(&name)).unwrap_or_default()
    }

    /// Makes a release of these files and serves it. `keep` earlier ones stay.
    ///
    /// # Errors
    /// The machine failed; what was served is served. The next deploy goes on with
    /// what was made.
    pub fn release(
        &self,
        files: &[(OutPath, Hash128)],
        read: &dyn Fn(&OutPath) -> Option<Vec<u8>>,
        keep: usize,
    ) -> Result<Released, OutputError> {
        let before = self.current();
        let owned = self.served();
        let rows = || files.iter().map(|(path, hash)| (path.as_str(), *hash));
        let list = HEAD.to_owned() + &manifest::print_journal(rows());
        let carried = before.as_ref().map(|name| self.foreign(name, &owned)).unwrap_or_default();
        let mut released = Released { carried: carried.len(), ..Released::default() };
        let same = before.is_some() && owned == files;
        if same {
            self.clear_old(before.as_deref(), keep, &mut released)?;
            return Ok(released);
        }
        let name = self.free_name(Hash128::of(list.as_bytes()));
        let making = self.dir.join(RELEASES).join(format!("{MAKING}{name}"));
        let failed = |path: &Path| {
            let path = path.to_path_buf();
            move |error| OutputError::failed(&path, error)
        };
        self.ops.create_dir_all(&making).map_err(failed(&making))?;
        for (path, hash) in files {
            let known = owned.binary_search_by(|(own, _)| own.cmp(path)).ok().and_then(|at| owned.get(at));
            let shared = before.as_ref().filter(|_| known.is_some_and(|(_, known)| known == hash));
            self.file(&making, path, *hash, shared, read, &mut released)?;
        }
        if let Some(before) = &before {
            for path in carried.iter().filter(|path| files.binary_search_by(|(own, _)| own.cmp(path)).is_err()) {
                self.carry(before, &making, path)?;
            }
        }
        let (whole, beside) = (self.release_at(&name), self.list_at(&name));
        self.ops.write(&beside, list.as_bytes()).map_err(failed(&beside))?;
        self.ops.rename(&making, &whole).map_err(failed(&whole))?;
        self.serve(&name).map_err(failed(&self.dir.join(CURRENT)))?;
        self.clear_old(Some(&name), keep, &mut released)?;
        Ok(released)
    }

    fn file(
        &self,
        making: &Path,
        path: &OutPath,
        hash: Hash128,
        shared: Option<&String>,
        read: &dyn Fn(&OutPath) -> Option<Vec<u8>>,
        released: &mut Released,
    ) -> Result<(), OutputError> {
        let place = making.join(path.as_str());
        let failed = |error| OutputError::failed(&place, error);
        let is_there = |path: &Path| fs::read(path).is_ok_and(|bytes| Hash128::of(&bytes) == hash);
        // Of a deploy that was cut.
        if look(&place).is_some() {
            if is_there(&place) {
                released.written += 1;
                return Ok(());
            }
            self.ops.remove_file(&place).map_err(failed)?;
        }
        self.make_folder(&place).map_err(failed)?;
        let old = shared.map(|name| self.release_at(name).join(path.as_str()));
        if let Some(old) = old.filter(|old| is_there(old))
            && fs::hard_link(&old, &place).is_ok()
        {
            released.shared += 1;
            return Ok(());
        }
        let bytes = read(path).filter(|bytes| Hash128::of(bytes) == hash);
        let changed = || io::Error::other("the file has changed since it was looked at; deploy again");
        self.ops.write(&place, &bytes.ok_or_else(changed).map_err(failed)?).map_err(failed)?;
        released.written += 1;
        Ok(())
    }

    fn carry(&self, before: &str, making: &Path, path: &OutPath) -> Result<(), OutputError> {
        let (old, place) = (self.release_at(before).join(path.as_str()), making.join(path.as_str()));
        if look(&place).is_some() {
            return Ok(());
        }
        let carried = self.make_folder(&place).and_then(|()| fs::hard_link(&old, &place));
        carried.map_err(|error| OutputError::failed(&place, error))
    }

    /// Files and links in a release that its list does not name.
    fn foreign(&self, name: &str, owned: &Listed) -> Vec<OutPath> {
        let root = self.release_at(name);
        let walk = WalkDir::new(&root).sort_by_file_name().into_iter().filter_map(Result::ok);
        let files = walk.filter(|entry| !entry.file_type().is_dir());
        let paths = files.filter_map(|entry| OutPath::new(entry.path().strip_prefix(&root).ok()?.to_str()?).ok());
        paths.filter(|path| owned.binary_search_by(|(own, _)| own.cmp(path)).is_err()).collect()
    }

    /// Has the link lead to a release: a new link gets the name of the old one.
    #[cfg(unix)]
    fn serve(&self, name: &str) -> io::Result<()> {
        let link = self.dir.join(format!(".{CURRENT}.new"));
        if look(&link).is_some() {
            self.ops.remove_file(&link)?;
        }
        std::os::unix::fs::symlink(Path::new(RELEASES).join(name), &link)?;
        self.ops.rename(&link, &self.dir.join(CURRENT))
    }

    #[cfg(not(unix))]
    fn serve(&self, _: &str) -> io::Result<()> {
        Err(io::Error::other("this system has no links that change at once"))
    }

    /// Deletes all but the newest releases, and what a deploy that was cut left.
    fn clear_old(&self, served: Option<&str>, keep: usize, released: &mut Released) -> Result<(), OutputError> {
        let folder = self.dir.join(RELEASES);
        let failed = |error| OutputError::failed(&folder, error);
        let mut old = Vec::new();
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with(MAKING) {
                self.ops.remove_dir_all(&entry.path()).map_err(failed)?;
            } else if let Some(release) = name.strip_suffix(LIST).filter(|release| Some(*release) != served) {
                let made = entry.metadata().and_then(|metadata| metadata.modified()).map_err(failed)?;
                old.push((made, release.to_owned()));
            }
        }
        old.sort();
        for (_, name) in old.iter().rev().skip(keep) {
            self.drop_release(name).map_err(failed)?;
            released.dropped += 1;
        }
        Ok(())
    }

    /// Deletes what a release's list names, and what is found in the one that is
    /// served too; anything else stays.
    fn drop_release(&self, name: &str) -> io::Result<()> {
        let root = self.release_at(name);
        let owned = self.listed(name);
        let served: BTreeSet<OutPath> = match self.current() {
            Some(current) => self.foreign(&current, &self.listed(&current)).into_iter().collect(),
            None => BTreeSet::new(),
        };
        let carried = self.foreign(name, &owned).into_iter().filter(|path| served.contains(path));
        for path in owned.iter().map(|(path, _)| path.clone()).chain(carried) {
            let file = root.join(path.as_str());
            if look(&file).is_some() {
                self.ops.remove_file(&file)?;
            }
            for folder in file.ancestors().skip(1).take_while(|folder| folder.starts_with(&root)) {
                if self.ops.remove_dir(folder).is_err() {
                    break;
                }
            }
        }
        self.ops.remove_file(&self.list_at(name))
    }

    fn listed(&self, name: &str) -> Listed {
        listed_in(&self.dir, name)
    }

    fn current(&self) -> Option<String> {
        current_in(&self.dir)
    }

    /// A name for a release of this list; the same site may come back later.
    fn free_name(&self, list: Hash128) -> String {
        let names = (1..).map(|n| format!("{}-{n}", list.short()));
        let mut free = names.filter(|name| look(&self.release_at(name)).is_none());
        free.next().unwrap_or_default()
    }

    fn make_folder(&self, file: &Path) -> io::Result<()> {
        match file.parent() {
            Some(folder) if look(folder).is_none() => self.ops.create_dir_all(folder).map_err(plain),
            _ => Ok(()),
        }
    }

    fn release_at(&self, name: &str) -> PathBuf {
        self.dir.join(RELEASES).join(name)
    }

    fn list_at(&self, name: &str) -> PathBuf {
        self.dir.join(RELEASES).join(format!("{name}{LIST}"))
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
fn listed_in(dir: &Path, name: &str) -> Listed {
    let text = fs::read_to_string(dir.join(RELEASES).join(format!("{name}{LIST}"))).unwrap_or_default();
    let mut rows = text.strip_prefix(HEAD).map(manifest::parse_journal).unwrap_or_default();
    rows.sort();
    rows
}

/// The release that the link leads to, if it is one.
fn current_in(dir: &Path) -> Option<String> {
    let to = fs::read_link(dir.join(CURRENT)).ok()?;
    let name = to.strip_prefix(RELEASES).ok()?.to_str()?.to_owned();
    look(&dir.join(RELEASES).join(format!("{name}{LIST}"))).map(|_| name)
}
