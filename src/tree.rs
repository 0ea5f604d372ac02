//! The sources of one run: path → text, or blob by its size.
//!
//! A tree is filled by [`disk`](crate::disk), or by hand in tests; during a
//! build nothing changes in it. Stories are many, so their texts are read when
//! they are wanted and not kept; all other texts are held. It holds no bytes
//! of pictures: those are read through [`Blobs`] when they are needed.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io;
use std::sync::{Arc, OnceLock};

use crate::hash::Hash128;
use crate::path::SourcePath;
use crate::text::FileId;

/// Gives the bytes of a file when they are needed. The disk is one
/// implementation, a map in memory the other.
pub trait Blobs: Send + Sync {
    /// All bytes of the file.
    ///
    /// # Errors
    /// What the file system says: gone, no permission, a failing disk.
    fn read(&self, path: &SourcePath) -> io::Result<Vec<u8>>;

    /// The bytes of the file; of one that is longer than `most`, at least one
    /// byte more than that.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    fn read_at_most(&self, path: &SourcePath, most: u64) -> io::Result<Vec<u8>>;
}

impl Blobs for HashMap<SourcePath, Vec<u8>> {
    fn read(&self, path: &SourcePath) -> io::Result<Vec<u8>> {
        self.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn read_at_most(&self, path: &SourcePath, _: u64) -> io::Result<Vec<u8>> {
        self.read(path)
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

/// Why a text file cannot be used.
#[derive(Debug)]
pub enum Fault {
    /// The machine could not read it.
    Unreadable(io::Error),
    /// It is longer than texts may be.
    TooLarge {
        /// The limit in bytes.
        most: u64,
    },
    /// It is not UTF-8 from this byte on.
    NotUtf8(usize),
}

/// A file as it comes to a tree.
#[derive(Debug)]
pub struct Entry {
    /// What it holds; `None` for a text that is to be read when it is wanted.
    pub content: Option<Content>,
    /// The hash of its bytes, where it is known without reading them.
    pub hash: Option<Hash128>,
}

impl From<Content> for Entry {
    fn from(content: Content) -> Self {
        let hash = match &content {
            Content::Text(text) => Some(Hash128::of(text.as_bytes())),
            Content::Broken(_) | Content::Blob { .. } => None,
        };
        Self { content: Some(content), hash }
    }
}

#[derive(Debug)]
struct File {
    path: SourcePath,
    content: OnceLock<Content>,
    hash: OnceLock<Hash128>,
    /// The text of a blob, for a report on it.
    shown: OnceLock<String>,
}

impl File {
    fn new(path: SourcePath, entry: Entry) -> Self {
        Self { path, content: cell(entry.content), hash: cell(entry.hash), shown: OnceLock::new() }
    }
}

fn cell<T>(value: Option<T>) -> OnceLock<T> {
    value.map_or_else(OnceLock::new, OnceLock::from)
}

/// Reads texts that wait, and how long they may be.
struct Source {
    blobs: Arc<dyn Blobs>,
    most: u64,
}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Source({})", self.most)
    }
}

/// The sources.
#[derive(Debug, Default)]
pub struct Tree {
    files: Vec<File>,
    /// Every file, in the order of paths.
    by_path: Vec<FileId>,
    /// How many of the files are sources; the others were added.
    own: usize,
    source: Option<Source>,
}

impl Tree {
    /// A tree of these files, numbered in the order of their paths. Of two
    /// files with one path the first stays.
    pub fn new(files: impl IntoIterator<Item = (SourcePath, Content)>) -> Self {
        Self::of(files.into_iter().map(|(path, content)| (path, content.into())), None)
    }

    /// The same with texts that `blobs` gives when they are wanted, each of
    /// at most `most` bytes.
    pub fn waiting(files: impl IntoIterator<Item = (SourcePath, Entry)>, blobs: Arc<dyn Blobs>, most: u64) -> Self {
        Self::of(files, Some(Source { blobs, most }))
    }

    fn of(files: impl IntoIterator<Item = (SourcePath, Entry)>, source: Option<Source>) -> Self {
        let mut sorted: Vec<_> = files.into_iter().collect();
        sorted.sort_by(|a, b| a.0.cmp(&b.0));
        sorted.dedup_by(|later, first| later.0 == first.0);
        let files: Vec<File> = sorted.into_iter().map(|(path, entry)| File::new(path, entry)).collect();
        Self { by_path: (0..files.len()).map(number).collect(), own: files.len(), files, source }
    }

    /// Adds a file after all others, as the built-in themes are; a path that
    /// is taken keeps its file.
    pub fn add(&mut self, path: SourcePath, content: Content) -> FileId {
        match self.place(&path) {
            Ok(file) => file,
            Err(at) => {
                let file = number(self.files.len());
                self.files.push(File::new(path, content.into()));
                self.by_path.insert(at, file);
                file
            }
        }
    }

    /// The tree as it would be without what is below a folder, and with these
    /// texts in place of the files at their paths.
    #[must_use]
    pub fn edited(self, without: Option<&str>, with: Vec<(SourcePath, String)>) -> Self {
        let below = |path: &SourcePath| {
            let rest = without.and_then(|folder| path.as_str().strip_prefix(folder));
            rest.is_some_and(|rest| rest.starts_with('/'))
        };
        let kept = |file: &File| !below(&file.path) && with.iter().all(|(path, _)| *path != file.path);
        let mut files: Vec<File> = self.files.into_iter().filter(kept).collect();
        files.extend(with.into_iter().map(|(path, text)| File::new(path, Content::Text(text).into())));
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Self { by_path: (0..files.len()).map(number).collect(), own: files.len(), files, source: self.source }
    }

    /// Takes a file as it has become, for a build by the process that holds this
    /// tree. `false` if there is no such source, and then nothing is changed.
    pub fn renew(&mut self, path: &SourcePath, entry: Entry) -> bool {
        let source = self.find(path).filter(|file| (file.0 as usize) < self.own);
        let place = source.and_then(|file| self.files.get_mut(file.0 as usize));
        place.map(|place| *place = File::new(path.clone(), entry)).is_some()
    }

    /// Takes out what was added: whoever adds files of their own next must not
    /// find those of an earlier build among the sources.
    pub fn forget_added(&mut self) {
        self.files.truncate(self.own);
        let own = self.own;
        self.by_path.retain(|file| (file.0 as usize) < own);
    }

    /// The file at a path.
    pub fn find(&self, path: &SourcePath) -> Option<FileId> {
        self.place(path).ok()
    }

    /// The path of a file.
    pub fn path(&self, file: FileId) -> &SourcePath {
        &self.file(file).path
    }

    /// The hash of a file's bytes, as far as it is known. A text that waits
    /// has one once it was read.
    pub fn hash(&self, file: FileId) -> Option<Hash128> {
        self.file(file).hash.get().copied()
    }

    /// What a file holds; a text that waited is read and kept.
    pub fn content(&self, file: FileId) -> &Content {
        self.file(file).content.get_or_init(|| match self.read(file) {
            Ok(text) => Content::Text(text),
            Err((rest, _)) => Content::Broken(rest),
        })
    }

    /// The text of a file, as far as it could be read; `""` for a blob, unless
    /// one was [shown](Self::show). One that waited is kept.
    pub fn text(&self, file: FileId) -> &str {
        match self.content(file) {
            Content::Text(text) | Content::Broken(text) => text,
            Content::Blob { .. } => self.file(file).shown.get().map_or("", String::as_str),
        }
    }

    /// Lets a report show the text of a blob that is copied as it is and has a
    /// fault. Nothing else of the file changes.
    pub fn show(&self, file: FileId, text: String) {
        self.file(file).shown.get_or_init(|| text);
    }

    /// The text of a file if it is in memory; `None` for one that waits.
    pub fn in_memory(&self, file: FileId) -> Option<&str> {
        match self.file(file).content.get()? {
            Content::Text(text) => Some(text),
            Content::Broken(_) | Content::Blob { .. } => None,
        }
    }

    /// The text of a file for one use: one that waits is read and not kept.
    ///
    /// # Errors
    /// It cannot be used. The fault is there if this call met it; it was
    /// reported if there is none.
    pub fn open(&self, file: FileId) -> Result<Cow<'_, str>, Option<Fault>> {
        let place = self.file(file);
        match place.content.get() {
            Some(Content::Text(text)) => Ok(Cow::Borrowed(text)),
            Some(Content::Broken(_) | Content::Blob { .. }) => Err(None),
            None => self.read(file).map(Cow::Owned).map_err(|(rest, fault)| {
                // Whoever comes next finds it broken and need not say it again.
                place.content.set(Content::Broken(rest)).map_or(None, |()| Some(fault))
            }),
        }
    }

    /// Notes the hash of a file's bytes, which were read elsewhere.
    pub fn note(&self, file: FileId, hash: Hash128) {
        self.file(file).hash.get_or_init(|| hash);
    }

    /// Keeps a text that [`open`](Self::open) read, for a report on it.
    pub fn keep(&self, file: FileId, text: Cow<'_, str>) {
        if let Cow::Owned(text) = text {
            // Kept already is as good.
            drop(self.file(file).content.set(Content::Text(text)));
        }
    }

    /// The files below a folder (`"content/interns"`), in the order of their
    /// paths.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = FileId> + 'a {
        let first = self.by_path.partition_point(|file| self.path(*file).as_str() <= folder);
        let files = self.by_path.get(first..).unwrap_or_default().iter().copied();
        // `a-b` and `a.b` stand between `a` and `a/b`.
        files
            .take_while(move |file| self.path(*file).as_str().starts_with(folder))
            .filter(move |file| self.path(*file).as_str().get(folder.len()..).is_some_and(|rest| rest.starts_with('/')))
    }

    /// Every file, in the order of paths.
    pub fn files(&self) -> impl Iterator<Item = FileId> + '_ {
        self.by_path.iter().copied()
    }

    /// Every file that is a source and not built in, in the order of paths.
    pub fn sources(&self) -> impl Iterator<Item = FileId> + '_ {
        (0..self.own).map(number)
    }

    /// The hash of a file's bytes, which are read if need be; `None` if they
    /// cannot be. What is wrong with a file is not told: whoever opens it
    /// finds out.
    pub fn learn(&self, file: FileId) -> Option<Hash128> {
        let place = self.file(file);
        if let Some(hash) = place.hash.get() {
            return Some(*hash);
        }
        let source = self.source.as_ref()?;
        let bytes = match place.content.get() {
            Some(Content::Blob { .. }) => source.blobs.read(&place.path).ok()?,
            Some(Content::Text(_) | Content::Broken(_)) => return None,
            None => text_of(source.blobs.read_at_most(&place.path, source.most).ok()?, source.most).ok()?.into_bytes(),
        };
        Some(*place.hash.get_or_init(|| Hash128::of(&bytes)))
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    #[expect(clippy::indexing_slicing, reason = "ids come from this tree")]
    fn file(&self, file: FileId) -> &File {
        &self.files[file.0 as usize]
    }

    fn place(&self, path: &SourcePath) -> Result<FileId, usize> {
        let at = self.by_path.partition_point(|file| self.path(*file) < path);
        self.by_path.get(at).copied().filter(|file| self.path(*file) == path).ok_or(at)
    }

    fn read(&self, file: FileId) -> Result<String, (String, Fault)> {
        let place = self.file(file);
        let Some(source) = &self.source else {
            return Err((String::new(), Fault::Unreadable(io::ErrorKind::NotFound.into())));
        };
        let bytes = source.blobs.read_at_most(&place.path, source.most);
        let bytes = bytes.map_err(|error| (String::new(), Fault::Unreadable(error)))?;
        let text = text_of(bytes, source.most)?;
        place.hash.get_or_init(|| Hash128::of(text.as_bytes()));
        Ok(text)
    }
}

/// The text that bytes are; else what can be read of them, and what is wrong.
///
/// # Errors
/// They are too many, or no UTF-8.
pub fn text_of(bytes: Vec<u8>, most: u64) -> Result<String, (String, Fault)> {
    if bytes.len() as u64 > most {
        return Err((String::new(), Fault::TooLarge { most }));
    }
    String::from_utf8(bytes).map_err(|error| {
        let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
        (text, Fault::NotUtf8(error.utf8_error().valid_up_to()))
    })
}

fn number(index: usize) -> FileId {
    FileId(u32::try_from(index).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::{Content, Tree};
    use crate::path::SourcePath;

    #[test]
    fn a_folder_is_not_what_begins_like_it() {
        let path = |text| SourcePath::new(text).unwrap();
        let names = ["a", "a-b/x", "a.b", "a/x", "a/y/z", "ab/x", "b"];
        let mut tree = Tree::new(names.map(|name| (path(name), Content::Text(String::new()))));
        tree.add(path("a/w"), Content::Text(String::new()));
        let below: Vec<&str> = tree.below("a").map(|file| tree.path(file).as_str()).collect();
        assert_eq!(below, ["a/w", "a/x", "a/y/z"]);
        assert_eq!(tree.find(&path("b")).map(|file| tree.path(file).as_str()), Some("b"));
        assert_eq!(tree.find(&path("c")), None);
        assert!(!tree.renew(&path("a/w"), Content::Text("new".to_owned()).into()), "it is no source");
        assert!(tree.renew(&path("a/x"), Content::Text("new".to_owned()).into()));
        tree.forget_added();
        assert_eq!((tree.find(&path("a/w")), tree.len(), tree.files().count()), (None, names.len(), names.len()));
        assert_eq!(tree.find(&path("a/x")).map(|file| tree.text(file)), Some("new"));
    }
}
