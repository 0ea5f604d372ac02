//! What the sources held when they were last read, so that a run need not
//! read those that look the same.
//!
//! A table from another machine or checkout has other times and inodes in it,
//! and is no use; then files are read, and their hashes tell the same.

use super::stamps::{Gate, ROW, Row, Stamp, read_row, write_row};
use crate::hash::Hash128;
use crate::path::SourcePath;
use crate::seal;

/// The form of the table's file.
const FORM: &str = "showcase sources 1";

/// Hashes of files, as long as the stamp is the same; by the hash of the path,
/// since the name of a file may be one that is withheld.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Held(Vec<Row>);

impl Held {
    /// A table of files that were looked at after `gate`.
    pub(super) fn new<'p>(files: impl IntoIterator<Item = (&'p SourcePath, Stamp, Hash128)>, gate: Gate) -> Self {
        let old = files.into_iter().filter(|(_, stamp, _)| stamp.is_old(gate));
        let mut rows: Vec<Row> = old.map(|(path, stamp, hash)| Row { path: of_path(path), hash, stamp }).collect();
        rows.sort_unstable_by_key(|row| row.path);
        Self(rows)
    }

    /// The hash of a file that has this stamp.
    pub(super) fn hash(&self, path: &SourcePath, stamp: Stamp) -> Option<Hash128> {
        let path = of_path(path);
        let at = self.0.binary_search_by_key(&path, |row| row.path).ok()?;
        self.0.get(at).filter(|row| row.stamp == stamp).map(|row| row.hash)
    }

    /// The table that [`to_file`](Self::to_file) wrote; `None` from anything
    /// else.
    pub fn of_file(file: &[u8]) -> Option<Self> {
        let (rows, _) = seal::opened(file, FORM)?.as_chunks::<ROW>();
        Some(Self(rows.iter().filter_map(read_row).collect()))
    }

    /// The table as a file.
    pub fn to_file(&self) -> Vec<u8> {
        let mut file = seal::open();
        self.0.iter().for_each(|row| write_row(&mut file, row));
        seal::close(file, FORM)
    }
}

fn of_path(path: &SourcePath) -> Hash128 {
    Hash128::of(path.as_str().as_bytes())
}
