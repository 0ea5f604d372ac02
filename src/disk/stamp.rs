//! What the file system says of a file without its bytes being read, and the
//! table of what files with such stamps held.
//!
//! A stamp is size, both times, and the file's number. A file whose stamp is
//! the same was not written to, with one exception: a write within the same
//! tick of the file system's clock, of as many bytes. So a stamp goes into the
//! table only if its times lay well before the moment at which the file was
//! looked at: any later write would have got a later time. (Git does the same
//! with its index, and calls the exception "racy".) A table from another
//! machine or checkout has other numbers and times in it, and is no use; then
//! files are read, and their hashes tell the same.

use std::fs::Metadata;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::hash::Hash128;
use crate::path::SourcePath;
use crate::seal;

/// How much older than the look at it a file's times must be, in nanoseconds:
/// more than any tick in use (FAT: two seconds).
const TICK: i128 = 3_000_000_000;

/// The form of the table's file.
const FORM: &str = "stamps 1";

/// A file's stamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    size: u64,
    modified: (i64, i64),
    changed: (i64, i64),
    number: (u64, u64),
}

impl Stamp {
    /// The stamp of a file; none on systems that do not say when a file's
    /// entry was changed.
    #[cfg(unix)]
    pub fn of(metadata: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        Some(Self {
            size: metadata.size(),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
            number: (metadata.dev(), metadata.ino()),
        })
    }

    /// The stamp of a file; none on systems that do not say when a file's
    /// entry was changed.
    #[cfg(not(unix))]
    pub fn of(_: &Metadata) -> Option<Self> {
        None
    }

    /// Whether the file could not have been written to since `looked` without
    /// getting another stamp.
    pub fn is_settled(&self, looked: Timestamp) -> bool {
        let nanoseconds = |(seconds, rest): (i64, i64)| i128::from(seconds) * 1_000_000_000 + i128::from(rest);
        let newest = nanoseconds(self.modified).max(nanoseconds(self.changed));
        newest + TICK < looked.as_nanosecond()
    }
}

/// Hashes of files, as long as the stamp is the same; by the hash of the path,
/// since the name of a file may be one that is withheld.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamps(Vec<(Hash128, Stamp, Hash128)>);

impl Stamps {
    /// A table of files that were looked at no earlier than `looked`.
    pub fn new<'p>(files: impl IntoIterator<Item = (&'p SourcePath, Stamp, Hash128)>, looked: Timestamp) -> Self {
        let settled = files.into_iter().filter(|(_, stamp, _)| stamp.is_settled(looked));
        let mut files: Vec<_> = settled.map(|(path, stamp, hash)| (of_path(path), stamp, hash)).collect();
        files.sort_unstable_by_key(|(path, ..)| *path);
        Self(files)
    }

    /// The hash of a file that has this stamp.
    pub fn hash(&self, path: &SourcePath, stamp: Stamp) -> Option<Hash128> {
        let path = of_path(path);
        let at = self.0.binary_search_by(|(known, ..)| known.cmp(&path)).ok()?;
        self.0.get(at).filter(|(_, known, _)| *known == stamp).map(|(.., hash)| *hash)
    }

    /// The table that [`to_file`](Self::to_file) wrote; an empty one from
    /// anything else.
    pub fn of_file(file: &[u8]) -> Self {
        seal::opened(file, FORM).and_then(|content| postcard::from_bytes(content).ok()).unwrap_or_default()
    }

    /// The table as a file.
    pub fn to_file(&self) -> Vec<u8> {
        // A vector takes all that it is given.
        seal::close(postcard::to_extend(self, seal::open()).unwrap_or_default(), FORM)
    }
}

fn of_path(path: &SourcePath) -> Hash128 {
    Hash128::of(path.as_str().as_bytes())
}
