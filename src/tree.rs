//! The sources of one run in memory: path → text, or blob by its size.
//!
//! A tree is filled by [`disk`](crate::disk), or by hand in tests; from then
//! on nothing changes in it. It holds no bytes of pictures: those are read
//! through [`Blobs`] when they are needed.

use std::collections::{BTreeMap, HashMap};
use std::io;

use crate::path::SourcePath;
use crate::text::FileId;

/// Gives the bytes of a file when they are needed. The disk is one
/// implementation, a map in memory the other.
pub trait Blobs: Sync {
    /// All bytes of the file.
    ///
    /// # Errors
    /// What the file system says: gone, no permission, a failing disk.
    fn read(&self, path: &SourcePath) -> io::Result<Vec<u8>>;
}

impl Blobs for HashMap<SourcePath, Vec<u8>> {
    fn read(&self, path: &SourcePath) -> io::Result<Vec<u8>> {
        self.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Valid UTF-8.
    Text(String),
    /// A text file that cannot be used, with what could be read of it. A
    /// problem has been reported; the file still counts as being there.
    Broken(String),
    /// Bytes that are read when needed.
    Blob {
        /// Size in bytes.
        size: u64,
    },
}

#[derive(Debug)]
struct File {
    path: SourcePath,
    content: Content,
}

/// The sources.
#[derive(Debug, Default)]
pub struct Tree {
    files: Vec<File>,
    by_path: BTreeMap<SourcePath, FileId>,
}

impl Tree {
    /// A tree of these files, numbered in the order of their paths. Of two
    /// files with one path the first stays.
    pub fn new(files: impl IntoIterator<Item = (SourcePath, Content)>) -> Self {
        let mut sorted: Vec<_> = files.into_iter().collect();
        sorted.sort_by(|a, b| a.0.cmp(&b.0));
        let mut tree = Self::default();
        for (path, content) in sorted {
            tree.add(path, content);
        }
        tree
    }

    /// Adds a file after all others, as the built-in themes are; a path that
    /// is taken keeps its file.
    pub fn add(&mut self, path: SourcePath, content: Content) -> FileId {
        let next = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        let id = *self.by_path.entry(path.clone()).or_insert(next);
        if id == next {
            self.files.push(File { path, content });
        }
        id
    }

    /// The file at a path.
    pub fn find(&self, path: &SourcePath) -> Option<FileId> {
        self.by_path.get(path).copied()
    }

    /// The path of a file.
    ///
    /// # Panics
    /// Never for an id that this tree gave.
    #[expect(clippy::indexing_slicing, reason = "ids come from this tree")]
    pub fn path(&self, file: FileId) -> &SourcePath {
        &self.files[file.0 as usize].path
    }

    /// What a file holds.
    #[expect(clippy::indexing_slicing, reason = "ids come from this tree")]
    pub fn content(&self, file: FileId) -> &Content {
        &self.files[file.0 as usize].content
    }

    /// The text of a file, as far as it could be read; `""` for a blob.
    pub fn text(&self, file: FileId) -> &str {
        match self.content(file) {
            Content::Text(text) | Content::Broken(text) => text,
            Content::Blob { .. } => "",
        }
    }

    /// The files below a folder (`"content/interns"`), in the order of their
    /// paths.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = FileId> + 'a {
        let inside =
            move |path: &SourcePath| path.as_str().strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        self.by_path.iter().filter(move |(path, _)| inside(path)).map(|(_, id)| *id)
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}
