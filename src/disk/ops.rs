//! Every call by which the writer changes the disk, behind one gate where a
//! test can make it fail, or end the process.

use std::fmt;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::Arc;

/// A change that is about to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op<'a> {
    /// A file is written.
    Write(&'a Path),
    /// Half of a file is written; what is answered does not matter.
    Torn(&'a Path),
    /// A file or folder gets another name: from, to.
    Rename(&'a Path, &'a Path),
    /// A folder is made.
    CreateDir(&'a Path),
    /// A file is deleted.
    RemoveFile(&'a Path),
    /// A folder is deleted.
    RemoveDir(&'a Path),
}

/// What becomes of it.
#[derive(Debug)]
pub enum Verdict {
    /// It is done.
    Go,
    /// It fails.
    Fail(io::Error),
    /// It fails when half is written; anything but writing fails at once.
    Half(io::Error),
}

/// Looks at each change before it is made.
pub type Watch = Arc<dyn Fn(Op<'_>) -> Verdict + Send + Sync>;

/// The changing calls of the file system.
#[derive(Clone, Default)]
pub struct Ops {
    watch: Option<Watch>,
}

impl fmt::Debug for Ops {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.watch.is_some() { "Ops(watched)" } else { "Ops" })
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
impl Ops {
    /// Calls that are looked at.
    pub fn watched(watch: Watch) -> Self {
        Self { watch: Some(watch) }
    }

    pub(super) fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<fs::File> {
        let torn = match &self.watch {
            None => None,
            Some(watch) => match watch(Op::Write(path)) {
                Verdict::Go => None,
                Verdict::Fail(error) => return Err(error),
                Verdict::Half(error) => Some((watch, error)),
            },
        };
        let mut file = fs::File::create(path)?;
        if let Some((watch, error)) = torn {
            file.write_all(bytes.get(..bytes.len() / 2).unwrap_or_default())?;
            drop(watch(Op::Torn(path)));
            return Err(error);
        }
        file.write_all(bytes)?;
        Ok(file)
    }

    pub(super) fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.ask(Op::Rename(from, to))?;
        fs::rename(from, to)
    }

    pub(super) fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.ask(Op::RemoveFile(path))?;
        fs::remove_file(path)
    }

    pub(super) fn remove_dir(&self, path: &Path) -> io::Result<()> {
        self.ask(Op::RemoveDir(path))?;
        fs::remove_dir(path)
    }

    pub(super) fn remove_dir_all(&self, path: &Path) -> io::Result<()> {
        self.ask(Op::RemoveDir(path))?;
        fs::remove_dir_all(path)
    }

    pub(super) fn create_dir(&self, path: &Path) -> io::Result<()> {
        self.ask(Op::CreateDir(path))?;
        fs::create_dir(path)
    }

    pub(super) fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        self.ask(Op::CreateDir(path))?;
        fs::create_dir_all(path)
    }

    fn ask(&self, op: Op<'_>) -> io::Result<()> {
        match self.watch.as_ref().map_or(Verdict::Go, |watch| watch(op)) {
            Verdict::Go => Ok(()),
            Verdict::Fail(error) | Verdict::Half(error) => Err(error),
        }
    }
}
