//! Stamps: how a file looked when its bytes were known, so that the next build
//! can tell by looking that they are the same still.
//!
//! When may a stamp be believed? A file system's clock ticks every few
//! milliseconds (some every second or two), and whoever changes a file within
//! the tick in which it was stamped may leave size, times and inode as they
//! were. So a stamp is kept only if every change that could come after the
//! moment at which the bytes were known must show:
//!
//! - A file that this build wrote waits in the staging area, where nobody
//!   edits, until all are written; then the journal (of a first build: the
//!   manifest) is written, and only then does any of them come into its place.
//!   Its own time is the gate, by the same clock: whoever changes a published
//!   file does so at the gate or later, and the time of modification says so.
//!   A file whose time is before the gate is settled; one of the same tick is
//!   not, and the next build reads it. Moving a file changes the time of its
//!   status, moving a folder does not change those of the files in it: after a
//!   move the stamp is taken anew and must agree in all else with the one that
//!   was taken from the open file, or somebody was faster.
//! - A file that was read is as good as its stamp from before reading, if both
//!   of its times are older than the reading by more than the slowest clock's
//!   tick. Other machines' disks may have clocks of their own: there a wrong
//!   clock could hide a change of the same size in the very tick of a reading,
//!   as it could from any tool that goes by times.
//!
//! What is not settled is not kept: it costs reading a file and nothing else.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::ops::Ops;
use crate::hash::Hash128;
use crate::seal;

/// Longer than the tick of any file system.
const TICK: Duration = Duration::from_millis(2500);

/// Bytes of a row: two hashes and five numbers.
pub(super) const ROW: usize = 2 * 16 + 5 * 8;

/// How a file looks from outside. Times are nanoseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) size: u64,
    pub(super) modified: i64,
    pub(super) changed: i64,
    pub(super) inode: u64,
    pub(super) device: u64,
}

impl Stamp {
    /// The stamp of a file; `None` for what is no file, and where the system
    /// tells too little.
    #[cfg(unix)]
    pub(super) fn of(metadata: &fs::Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt as _;
        let time = |seconds: i64, nanos: i64| seconds.saturating_mul(1_000_000_000).saturating_add(nanos);
        metadata.is_file().then(|| Self {
            size: metadata.size(),
            modified: time(metadata.mtime(), metadata.mtime_nsec()),
            changed: time(metadata.ctime(), metadata.ctime_nsec()),
            inode: metadata.ino(),
            device: metadata.dev(),
        })
    }

    /// The stamp of a file: this system tells too little.
    #[cfg(not(unix))]
    pub(super) fn of(_: &fs::Metadata) -> Option<Self> {
        None
    }

    /// When the file was written.
    pub(super) fn written(self) -> Gate {
        Gate(self.modified)
    }

    /// Whether this is the same file after it was moved into its place.
    pub(super) fn was_moved(self, now: Self) -> bool {
        Self { changed: now.changed, ..self } == now
    }

    /// Whether a later change of a file that was written must show.
    pub(super) fn is_settled(self, gate: Gate) -> bool {
        self.modified < gate.0
    }

    /// Whether a later change of a file that was read must show.
    pub(super) fn is_old(self, gate: Gate) -> bool {
        self.modified < gate.0 && self.changed < gate.0
    }
}

/// How much older than a reading the times of a file must be for its stamp to
/// be believed. Only a test that knows the file system's clock to have moved on
/// by itself may take less than the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Margin(Duration);

impl Margin {
    /// Whatever is older at all.
    pub const NONE: Self = Self(Duration::ZERO);

    /// Nothing that was written in this year: all files count as young, however
    /// long a build takes.
    pub const YEAR: Self = Self(Duration::from_secs(365 * 24 * 60 * 60));
}

impl Default for Margin {
    fn default() -> Self {
        Self(TICK)
    }
}

/// A moment before which no change went unseen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Gate(i64);

impl Gate {
    /// For what is read from now on.
    #[expect(clippy::disallowed_methods, reason = "files have times; no output depends on it")]
    pub(super) fn of_reading(Margin(margin): Margin) -> Self {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Self(i64::try_from(now.saturating_sub(margin).as_nanos()).unwrap_or_default())
    }
}

/// A file with its stamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    /// The hash of its path.
    pub(super) path: Hash128,
    /// The hash of its bytes.
    pub(super) hash: Hash128,
    /// How it looked when it had them.
    pub(super) stamp: Stamp,
}

/// Where the stamps of an output directory are kept.
#[derive(Debug)]
pub(super) struct Table {
    cache: PathBuf,
    name: String,
    form: String,
}

impl Table {
    /// The table of a directory, in a folder.
    pub(super) fn new(cache: &Path, dir: &Path) -> Self {
        let dir = dir.as_os_str().as_encoded_bytes();
        let hash = Hash128::of(dir);
        Self { cache: cache.to_path_buf(), name: format!("outputs-{hash}"), form: format!("showcase outputs 1 {hash}") }
    }

    /// Its file.
    pub(super) fn path(&self) -> PathBuf {
        self.cache.join(&self.name)
    }

    /// What it holds; nothing if it is not there or not as it was written.
    #[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
    pub(super) fn load(&self) -> Vec<Row> {
        let Ok(file) = fs::read(self.path()) else { return Vec::new() };
        let Some(content) = seal::opened(&file, &self.form) else { return Vec::new() };
        let (rows, _) = content.as_chunks::<ROW>();
        rows.iter().filter_map(read_row).collect()
    }

    /// Keeps rows for the next build, whole or not at all.
    pub(super) fn save(&self, ops: &Ops, rows: impl ExactSizeIterator<Item = Row>) -> io::Result<()> {
        let mut file = seal::open();
        file.reserve(rows.len() * ROW);
        for row in rows {
            write_row(&mut file, &row);
        }
        let file = seal::close(file, &self.form);
        let new = self.cache.join(format!("{}.new", self.name));
        let written = ops.write(&new, &file).or_else(|error| match error.kind() {
            io::ErrorKind::NotFound => ops.create_dir_all(&self.cache).and_then(|()| ops.write(&new, &file)),
            _ => Err(error),
        });
        written.map(drop).and_then(|()| ops.rename(&new, &self.path()))
    }
}

/// Appends a row.
pub(super) fn write_row(file: &mut Vec<u8>, row: &Row) {
    let Stamp { size, modified, changed, inode, device } = row.stamp;
    file.extend_from_slice(&row.path.to_bytes());
    file.extend_from_slice(&row.hash.to_bytes());
    for number in [size, modified.cast_unsigned(), changed.cast_unsigned(), inode, device] {
        file.extend_from_slice(&number.to_le_bytes());
    }
}

/// Reads what [`write_row`] wrote.
pub(super) fn read_row(row: &[u8; ROW]) -> Option<Row> {
    let (path, rest) = row.split_first_chunk::<16>()?;
    let (hash, rest) = rest.split_first_chunk::<16>()?;
    let ([size, modified, changed, inode, device], _) = rest.as_chunks::<8>() else { return None };
    let number = |bytes: &[u8; 8]| u64::from_le_bytes(*bytes);
    let stamp = Stamp {
        size: number(size),
        modified: number(modified).cast_signed(),
        changed: number(changed).cast_signed(),
        inode: number(inode),
        device: number(device),
    };
    Some(Row { path: Hash128::from_bytes(*path), hash: Hash128::from_bytes(*hash), stamp })
}

#[cfg(test)]
mod tests {
    use super::{Gate, Margin, Stamp};

    #[test]
    fn what_is_of_the_tick_of_the_gate_is_not_believed() {
        let stamp = Stamp { size: 4, modified: 10, changed: 20, inode: 1, device: 2 };
        assert!(stamp.is_settled(Gate(11)) && !stamp.is_settled(Gate(10)));
        assert!(stamp.is_old(Gate(21)) && !stamp.is_old(Gate(20)) && !stamp.is_old(Gate(10)));
        assert!(Gate::of_reading(Margin::default()).0 > 1_700_000_000_000_000_000);
    }

    #[test]
    fn a_move_changes_the_time_of_the_status_only() {
        let stamp = Stamp { size: 4, modified: 10, changed: 10, inode: 1, device: 2 };
        assert!(stamp.was_moved(Stamp { changed: 12, ..stamp }));
        for other in [Stamp { size: 5, ..stamp }, Stamp { modified: 11, ..stamp }, Stamp { inode: 2, ..stamp }] {
            assert!(!stamp.was_moved(other));
        }
    }
}
