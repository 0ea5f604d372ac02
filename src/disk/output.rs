//! An output directory: whose it is, and how a finished site gets into it.
//!
//! Files are made in a staging area and moved into place when all are made:
//! every file is whole old or whole new at every instant. Only what the
//! manifest (or the journal of a build that was cut short) lists is ever
//! deleted.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::canonical;
use super::claim::Claim;
use super::known::{hash_of, look};
use super::ops::Ops;
use super::staging::Staging;
use super::stamps::Margin;
use crate::hash::Hash128;
use crate::manifest;

/// Staging area of a build into a directory that exists.
pub(super) const STAGING: &str = ".showcase-staging";

/// Names of files that a build is about to put into place, until the manifest
/// lists them.
pub(super) const JOURNAL: &str = JOURNAL_NAME;

/// Its name: where it lies, a build is under way or was cut.
pub const JOURNAL_NAME: &str = ".showcase-journal";

/// A directory that showcase may write to.
#[derive(Debug)]
pub struct Output {
    dir: PathBuf,
    ops: Ops,
    margin: Margin,
    claim: Option<Claim>,
}

/// What a build takes from earlier ones.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reuse<'a> {
    /// The folder that keeps what tells quickly whether files of the output
    /// are as they were; without it they are read.
    pub cache: Option<&'a Path>,
    /// Whether every file is made and compared again.
    pub clean: bool,
}

/// Why an output directory cannot be used.
#[derive(Debug)]
pub enum OutputError {
    /// It must not be written to: wrong usage.
    Refused(String),
    /// The machine failed.
    Failed {
        /// Where.
        path: PathBuf,
        /// What is wrong, in plain words.
        error: io::Error,
    },
}

/// What a build did to a directory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or have changed.
    pub written: usize,
    /// Files that were right already.
    pub unchanged: usize,
    /// Files that are no longer part of the site.
    pub deleted: usize,
    /// Files that somebody had changed by hand; they are among the written.
    pub restored: usize,
    /// What could not be kept for the next build, and why. The site is whole
    /// all the same; the next build takes longer.
    pub unkept: Option<String>,
}

impl Output {
    /// Looks at a directory. Nothing is written.
    ///
    /// # Errors
    /// The directory is not empty and not showcase's own; it is, holds or lies
    /// in the sources; it is the root of the file system or the home
    /// directory; or it cannot be read.
    pub fn open(out: &Path, root: &Path, home: Option<&Path>) -> Result<Self, OutputError> {
        let dir = resolved(out)?;
        let refuse = |why: &str| Err(OutputError::Refused(format!("The output directory {} {why}.", dir.display())));
        let root = resolved(root)?;
        if dir.parent().is_none() {
            return refuse("is the root of the file system");
        }
        if home.and_then(canonical).is_some_and(|home| home == dir) {
            return refuse("is your home directory");
        }
        if root.starts_with(&dir) {
            return refuse("is the folder of the site, or holds it");
        }
        if ["content", "themes"].iter().any(|folder| dir.starts_with(root.join(folder))) {
            return refuse("lies in the sources");
        }
        check(&dir)?;
        Ok(Self { dir, ops: Ops::default(), margin: Margin::default(), claim: None })
    }

    /// Has every change of the disk looked at, for tests of what fails.
    #[must_use]
    pub fn watched(mut self, ops: Ops) -> Self {
        self.ops = ops;
        self
    }

    /// Takes another margin for the stamps of files that are read.
    #[must_use]
    pub fn within(mut self, margin: Margin) -> Self {
        self.margin = margin;
        self
    }

    /// Claims a directory that exists for this build alone. If another build
    /// has it, `wait` is called once, and this one goes on when the other is
    /// done. Who claims before reading the sources has the latest when its
    /// turn comes.
    ///
    /// # Errors
    /// The directory is no longer showcase's own.
    pub fn claim(&mut self, wait: &dyn Fn()) -> Result<(), OutputError> {
        if self.claim.is_none() && look(&self.dir).is_some() {
            self.claim = Some(Claim::new(&self.dir, &self.ops, wait)?);
            check(&self.dir)?;
        }
        Ok(())
    }

    /// Whether it was claimed: then [`staging`](Self::staging) waits for nobody
    /// and only reads.
    pub fn is_claimed(&self) -> bool {
        self.claim.is_some()
    }

    /// A place for the files of the next build. Waits, as [`claim`]
    /// (Self::claim) does, if the directory was not claimed.
    ///
    /// # Errors
    /// The place cannot be made; or the directory is no longer showcase's own.
    pub fn staging(mut self, reuse: Reuse<'_>, wait: &dyn Fn()) -> Result<Staging, OutputError> {
        let claim = match self.claim.take() {
            Some(claim) => claim,
            None => Claim::new(&self.dir, &self.ops, wait)?,
        };
        check(&self.dir)?;
        Ok(Staging::new(self.dir, self.ops, claim, reuse, self.margin))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.dir
    }
}

impl OutputError {
    /// The machine failed at a path.
    pub(super) fn failed(path: &Path, error: io::Error) -> Self {
        Self::Failed { path: path.to_path_buf(), error: plain(error) }
    }
}

/// An error whose words a person can act upon.
pub(super) fn plain(error: io::Error) -> io::Error {
    let words = match error.kind() {
        io::ErrorKind::AlreadyExists => "something else has this name".to_owned(),
        io::ErrorKind::DirectoryNotEmpty => "a folder with other files in it is in the way".to_owned(),
        io::ErrorKind::QuotaExceeded => "you may not use more of the disk".to_owned(),
        io::ErrorKind::ResourceBusy => "something else is using it".to_owned(),
        io::ErrorKind::CrossesDevices => "it lies on another disk than the folder around it".to_owned(),
        io::ErrorKind::InvalidFilename => "the disk cannot keep a name like this".to_owned(),
        _ => crate::diagnostic::reason(&error),
    };
    io::Error::new(error.kind(), words)
}

/// Whether a directory is empty, not there or showcase's own.
fn check(dir: &Path) -> Result<(), OutputError> {
    let refuse = |why: &str| Err(OutputError::Refused(format!("The output directory {} {why}.", dir.display())));
    match metadata(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(OutputError::failed(dir, error)),
        Ok(metadata) if !metadata.is_dir() => return refuse("is a file"),
        Ok(_) => {}
    }
    // Whatever became of what is in them, nobody else makes files of these
    // names.
    let ours = [manifest::NAME, JOURNAL].iter().any(|name| look(&dir.join(name)).is_some_and(|there| there.is_file()));
    if ours || is_empty(dir).map_err(|error| OutputError::failed(dir, error))? {
        return Ok(());
    }
    refuse("is not empty, and showcase did not make it; choose another, or empty it")
}

/// The hash of the manifest in an output directory, if there is one.
pub fn manifest_of(dir: &Path) -> Option<Hash128> {
    hash_of(&dir.join(manifest::NAME))
}

/// The path without `.`, `..` and symbolic links, as far as it exists.
fn resolved(path: &Path) -> Result<PathBuf, OutputError> {
    let absolute = std::path::absolute(path).map_err(|error| OutputError::failed(path, error))?;
    let mut real = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::ParentDir => drop(real.pop()),
            Component::CurDir => {}
            part => {
                real.push(part);
                real = canonical(&real).unwrap_or(real);
            }
        }
    }
    Ok(real)
}

#[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
fn metadata(path: &Path) -> io::Result<fs::Metadata> {
    fs::metadata(path)
}

#[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
fn is_empty(dir: &Path) -> io::Result<bool> {
    Ok(fs::read_dir(dir)?.all(|entry| entry.is_ok_and(|entry| entry.file_name() == STAGING)))
}
