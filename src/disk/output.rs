//! An output directory: whose it is, and how a finished site gets into it.
//!
//! Files are made in a staging area and moved into place when all are made:
//! every file is whole old or whole new at every instant. Only what the
//! manifest (or the journal of a build that was cut short) lists is ever
//! deleted.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::canonical;
use super::staging::Staging;
use crate::manifest::{self, Manifest};
use crate::path::OutPath;

/// Staging area of a build into a directory that exists.
pub(super) const STAGING: &str = ".showcase-staging";

/// Names of files that a build is about to add, until the manifest lists them.
pub(super) const JOURNAL: &str = ".showcase-journal";

/// A directory that showcase may write to.
#[derive(Debug)]
pub struct Output {
    pub(super) dir: PathBuf,
    /// What is there, by the manifest.
    pub(super) owned: Manifest,
    /// What a build that was cut short may have touched: its bytes are unknown.
    pub(super) uncertain: BTreeSet<OutPath>,
    /// Whether the directory exists yet.
    pub(super) exists: bool,
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
        /// What the system says.
        error: io::Error,
    },
}

/// What a build did to a directory.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or have changed.
    pub written: usize,
    /// Files that were right already.
    pub unchanged: usize,
    /// Files that are no longer part of the site.
    pub deleted: usize,
    /// Files that somebody had changed by hand; they are among the written.
    pub restored: usize,
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
        let mut output = Self { dir: dir.clone(), owned: Manifest::new(), uncertain: BTreeSet::new(), exists: false };
        let failed = |error| OutputError::Failed { path: dir.clone(), error };
        match metadata(&dir) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(output),
            Err(error) => return Err(failed(error)),
            Ok(metadata) if !metadata.is_dir() => return refuse("is a file"),
            Ok(_) => output.exists = true,
        }
        let manifest = read_text(&dir.join(manifest::NAME)).and_then(|text| manifest::parse(&text));
        let journal = read_text(&dir.join(JOURNAL));
        let foreign = manifest.is_none() && journal.is_none() && !is_empty(&dir).map_err(failed)?;
        if foreign {
            return refuse("is not empty, and showcase did not make it; choose another, or empty it");
        }
        output.owned = manifest.unwrap_or_default();
        output.uncertain =
            journal.iter().flat_map(|text| text.lines()).filter_map(|line| OutPath::new(line).ok()).collect();
        Ok(output)
    }

    /// A place for the files of the next build.
    ///
    /// # Errors
    /// The place cannot be made.
    pub fn staging(self) -> Result<Staging, OutputError> {
        Staging::new(self)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.dir
    }
}

/// The path without `.`, `..` and symbolic links, as far as it exists.
fn resolved(path: &Path) -> Result<PathBuf, OutputError> {
    let absolute =
        std::path::absolute(path).map_err(|error| OutputError::Failed { path: path.to_path_buf(), error })?;
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
fn read_text(path: &Path) -> Option<String> {
    fs::read_to_string(path).ok()
}

#[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
fn is_empty(dir: &Path) -> io::Result<bool> {
    Ok(fs::read_dir(dir)?.all(|entry| entry.is_ok_and(|entry| entry.file_name() == STAGING)))
}
