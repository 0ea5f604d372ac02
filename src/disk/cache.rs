//! The folder in which runs leave what later runs need not do again.
//!
//! Everything in it may be deleted, truncated or exchanged at any time; that
//! costs time and nothing else. Files appear in it whole, by a rename.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::ops::Ops;

/// The folder's name in a site's root.
pub const NAME: &str = ".showcase";

/// The file that keeps it out of a site's history, and shows that it is ours.
const MARK: &str = "*\n";

/// The folder.
#[derive(Debug, Clone)]
pub struct Cache(PathBuf);

impl Cache {
    /// The folder at a path; it need not be there.
    pub fn at(path: &Path) -> Self {
        Self(path.to_path_buf())
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The bytes of a file; none if it cannot be read, for whatever reason.
    #[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
    pub fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.0.join(name)).unwrap_or_default()
    }

    /// Deletes the folder, if it is there and is one of ours.
    ///
    /// # Errors
    /// What the file system says.
    #[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
    pub fn clear(&self) -> io::Result<()> {
        let ours = fs::read(self.0.join(".gitignore")).is_ok_and(|mark| mark == MARK.as_bytes());
        if ours { fs::remove_dir_all(&self.0) } else { Ok(()) }
    }

    /// Puts a file into the folder, and makes the folder if it is not there.
    ///
    /// # Errors
    /// What the file system says.
    #[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
    pub fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        // One name for all runs, so that what a killed one left is gone with
        // the next. Two that write at once spoil each other's file, which its
        // seal tells; a build waits for the other, so that is rare.
        let fresh = self.0.join(format!("{name}.new"));
        if let Err(error) = fs::write(&fresh, bytes) {
            if error.kind() != io::ErrorKind::NotFound {
                drop(fs::remove_file(&fresh));
                return Err(error);
            }
            make(&self.0, &Ops::default())?;
            fs::write(&fresh, bytes)?;
        }
        fs::rename(&fresh, self.0.join(name)).inspect_err(|_| drop(fs::remove_file(&fresh)))
    }
}

/// Makes the folder, if it is not there, and marks it as ours.
///
/// # Errors
/// What the file system says.
#[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
pub(super) fn make(folder: &Path, ops: &Ops) -> io::Result<()> {
    let mark = folder.join(".gitignore");
    if mark.exists() {
        return Ok(());
    }
    ops.create_dir_all(folder)?;
    // Nobody wants it in the history of a site.
    ops.write(&mark, MARK.as_bytes()).map(drop)
}
