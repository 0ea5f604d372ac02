//! The only file-system access: reads sources, keeps outputs.

mod again;
pub mod branch;
pub mod cache;
mod claim;
pub mod git;
pub mod held;
mod known;
mod near;
pub mod ops;
pub mod output;
pub mod release;
mod replace;
pub mod revision;
pub mod source;
pub mod staging;
mod stamps;
pub mod store;
mod walk;

#[cfg(test)]
mod keeping;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use walkdir::{DirEntry, WalkDir};

pub use self::stamps::Margin;

use self::held::Held;
use self::near::Look;
use self::stamps::{Gate, Stamp};
use self::walk::Walk;
use crate::config::{self, Limits};
use crate::content::{fault_problem, not_utf8, too_large, unreadable};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::{OWN_PREFIX, OutPath, SourcePath};
use crate::text::FileId;
use crate::tree::{Blobs, Content, Entry, Fault, Tree, text_of};

/// The files below a root, read when needed.
#[derive(Debug)]
pub struct Root(PathBuf);

impl Root {
    /// The folder at a path.
    pub fn new(path: &Path) -> Self {
        Self(path.to_path_buf())
    }
}

impl Blobs for Root {
    fn read(&self, path: &SourcePath) -> io::Result<Vec<u8>> {
        read_file(&self.0.join(path.as_str()))
    }

    fn read_at_most(&self, path: &SourcePath, most: u64) -> io::Result<Vec<u8>> {
        read_at_most(&self.0.join(path.as_str()), most)
    }
}

/// A way to read a file: the file system's, or one that fails in a test. The
/// second argument is the most bytes that are wanted; one more tells that
/// there are more.
pub type ReadFile<'a> = &'a (dyn Fn(&Path, u64) -> io::Result<Vec<u8>> + Sync);

/// What [`read`] found.
#[derive(Debug)]
pub struct Sources {
    /// The files.
    pub tree: Tree,
    /// What cannot be used.
    pub problems: Vec<Diagnostic>,
    /// The stamps of the files that have one, in the order of paths.
    stamps: Vec<(SourcePath, Stamp)>,
    /// When the files were looked at.
    gate: Gate,
    /// Whether each can be looked at by itself: there are no links, and nothing
    /// is wrong with any.
    plain: bool,
}

impl Sources {
    /// The table of what these files held; of those whose bytes were hashed by
    /// now.
    pub fn held(&self) -> Held {
        let hashed = self.tree.files().filter_map(|file| Some((self.tree.path(file), self.tree.hash(file)?)));
        let mut stamps = self.stamps.iter().peekable();
        let stamped = hashed.filter_map(|(path, hash)| {
            while stamps.next_if(|(other, _)| other < path).is_some() {}
            let (_, stamp) = stamps.next_if(|(other, _)| other == path)?;
            Some((path, *stamp, hash))
        });
        Held::new(stamped, self.gate)
    }
}

/// Reads the sources below `root`: `site.toml`, `content/` and `themes/`.
/// Files that cannot be used are reported and still count as being there.
/// Stories, and texts that `known` tells to be what they were, are left to be
/// read when they are wanted.
pub fn read(root: &Path, known: &Held) -> Sources {
    read_with(root, known, &read_at_most, Margin::default())
}

/// The same with another way to read a file, and another margin.
pub fn read_with(root: &Path, known: &Held, read_file: ReadFile<'_>, margin: Margin) -> Sources {
    let gate = Gate::of_reading(margin);
    let config = read_file(&root.join(config::PATH), Limits::default().text);
    let config = config.map_or_else(|_| String::new(), into_text);
    let limits = Limits::of(&config);
    let Walk { links, files, mut problems, .. } = Walk::of(root, config::baseline_of(&config).as_ref());
    // Without a link nothing can lead outside, and looking for where each file
    // really is costs more than reading it.
    let canonical = if links { canonical(root) } else { None };
    let reader = Reader { root, canonical, limits, read_file, known };
    let read: Vec<Looked> = files
        .into_par_iter()
        .map(|(path, look)| {
            let mut problems = Vec::new();
            (reader.file(&path, look, &mut problems), problems)
        })
        .collect();
    let mut found = Vec::with_capacity(read.len());
    for (file, more) in read {
        found.extend(file);
        problems.extend(more);
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    problems.extend(case_collisions(&found));
    let broken: Vec<(SourcePath, usize)> =
        found.iter().filter_map(|(path, file)| Some((path.clone(), file.broken_at?))).collect();
    let stamps = found.iter().filter_map(|(path, file)| Some((path.clone(), file.stamp?))).collect();
    let entries = found.into_iter().map(|(path, file)| (path, file.entry));
    let tree = Tree::waiting(entries, Arc::new(Root::new(root)), limits.text);
    for (path, offset) in broken {
        problems.push(not_utf8(tree.find(&path).unwrap_or(FileId(0)), offset));
    }
    let plain = !links && problems.is_empty();
    Sources { tree, problems, stamps, gate, plain }
}

/// What came of looking at a file.
type Looked = (Option<(SourcePath, Found)>, Vec<Diagnostic>);

struct Found {
    entry: Entry,
    /// Where a text file stops being UTF-8.
    broken_at: Option<usize>,
    stamp: Option<Stamp>,
}

impl Found {
    fn unusable() -> Self {
        Self { entry: Content::Broken(String::new()).into(), broken_at: None, stamp: None }
    }
}

/// Reads the files; knows nothing that changes, so that many threads can.
struct Reader<'a> {
    root: &'a Path,
    /// Where the root really is, if links have to be looked at.
    canonical: Option<PathBuf>,
    limits: Limits,
    read_file: ReadFile<'a>,
    known: &'a Held,
}

impl Reader<'_> {
    fn file(&self, path: &Path, look: Option<Look>, problems: &mut Vec<Diagnostic>) -> Option<(SourcePath, Found)> {
        let source = source_path(self.root, path, problems)?;
        if self.leads_outside(path) {
            problems.push(outside(source.clone()));
            return Some((source, Found::unusable()));
        }
        let look = match look.map_or_else(|| fs_metadata(path).map(|metadata| Look::of(&metadata)), Ok) {
            Ok(look) => look,
            // These two are looked for whether or not they are there.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
            Err(error) => {
                problems.push(unreadable(&source, &error));
                return Some((source, Found::unusable()));
            }
        };
        let (story, Look { size, stamp }) = (is_story(&source), look);
        let text = story || is_text(&source);
        let (most, key) = if text { (self.limits.text, "text_kib") } else { (self.limits.picture, "picture_mib") };
        if size > most {
            problems.push(too_large(&source, Some(size), most, key));
            return Some((source, Found::unusable()));
        }
        let hash = stamp.and_then(|stamp| self.known.hash(&source, stamp));
        let found = match (text, hash) {
            (false, hash) => {
                Found { entry: Entry { content: Some(Content::Blob { size }), hash }, broken_at: None, stamp }
            }
            (true, None) if !story => self.text(path, &source, stamp, problems),
            (true, hash) => Found { entry: Entry { content: None, hash }, broken_at: None, stamp },
        };
        Some((source, found))
    }

    fn text(&self, path: &Path, source: &SourcePath, stamp: Option<Stamp>, problems: &mut Vec<Diagnostic>) -> Found {
        let bytes = match (self.read_file)(path, self.limits.text) {
            Ok(bytes) => bytes,
            Err(error) => {
                problems.push(unreadable(source, &error));
                return Found::unusable();
            }
        };
        match text_of(bytes, self.limits.text) {
            Ok(text) => Found { entry: Content::Text(text).into(), broken_at: None, stamp },
            Err((rest, Fault::NotUtf8(at))) => {
                Found { entry: Content::Broken(rest).into(), broken_at: Some(at), stamp: None }
            }
            Err((_, fault)) => {
                problems.push(fault_problem(source, FileId(0), &fault));
                Found::unusable()
            }
        }
    }

    fn leads_outside(&self, path: &Path) -> bool {
        let Some(root) = &self.canonical else { return false };
        canonical(path).is_some_and(|real| !real.starts_with(root))
    }
}

/// The path below the root, with `/` between its parts.
fn source_path(root: &Path, path: &Path, problems: &mut Vec<Diagnostic>) -> Option<SourcePath> {
    let below = path.strip_prefix(root).ok()?;
    let text = if std::path::MAIN_SEPARATOR == '/' {
        below.to_str().map(Cow::Borrowed)
    } else {
        let parts: Option<Vec<&str>> = below.components().map(|part| part.as_os_str().to_str()).collect();
        parts.map(|parts| Cow::Owned(parts.join("/")))
    };
    let source = text.and_then(|text| SourcePath::new(&text).ok());
    if source.is_none() {
        let visible = |c: char| if c.is_control() || c == '\\' { '?' } else { c };
        let lossy: String = below.to_string_lossy().chars().map(visible).collect();
        let place = SourcePath::new(&lossy).or_else(|_| SourcePath::new("content")).ok()?;
        let message = format!("The file name `{lossy}` has characters that no address can have.");
        problems.push(Diagnostic::new(Code::FileNameInvalid, place, message));
    }
    source
}

fn outside(source: SourcePath) -> Diagnostic {
    let message = format!("{source} is a symbolic link that leads out of the site's folder.");
    Diagnostic::new(Code::SymlinkOutside, source, message).help("Put a copy here in place of the link.")
}

fn case_collisions(files: &[(SourcePath, Found)]) -> Vec<Diagnostic> {
    // Of two that differ in case only, one has a capital.
    if files.iter().all(|(path, _)| !path.as_str().contains(char::is_uppercase)) {
        return Vec::new();
    }
    let mut seen: HashMap<String, &SourcePath> = HashMap::with_capacity(files.len());
    let mut found = Vec::new();
    for (path, _) in files {
        if let Some(first) = seen.insert(path.as_str().to_lowercase(), path) {
            let message = format!("{path} and {first} differ in upper and lower case only.");
            found.push(Diagnostic::new(Code::FileCaseCollision, path.clone(), message).help("Rename one of the two."));
        }
    }
    found
}

/// The stories of people, which are nearly all that there is to read.
fn is_story(path: &SourcePath) -> bool {
    path.as_str().starts_with("content/interns/") && path.file_name() == "index.md"
}

/// Records, stories and theme sources are text; all else is bytes.
fn is_text(path: &SourcePath) -> bool {
    let below_static = path.as_str().starts_with("content/static/") || is_theme_static(path);
    // Icons become part of pages, and drawings of cards are templates.
    let folder = |name: &str| path.as_str().starts_with("themes/") && path.as_str().contains(name);
    let drawing = path.extension() == "svg" && (folder("/icons/") || folder("/templates/"));
    !below_static && (drawing || matches!(path.extension().as_str(), "md" | "toml" | "html" | "xml" | "css" | "js"))
}

fn is_theme_static(path: &SourcePath) -> bool {
    let mut parts = path.as_str().split('/');
    parts.next() == Some("themes") && parts.nth(1) == Some("static")
}

fn into_text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_default()
}

#[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    fs::read(path)
}

/// Reads a file, but no more of it than this and one byte.
///
/// # Errors
/// What the file system says.
#[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
pub fn read_at_most(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let file = fs::File::open(path)?;
    let size = file.metadata()?.len().min(most);
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default().saturating_add(1));
    file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
fn fs_metadata(path: &Path) -> io::Result<fs::Metadata> {
    fs::metadata(path)
}

fn is_link(path: &Path) -> bool {
    fs::read_link(path).is_ok()
}

#[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
fn canonical(path: &Path) -> Option<PathBuf> {
    fs::canonicalize(path).ok()
}

/// Every file below a folder that holds a finished site, but those that showcase
/// keeps there for itself; no link is followed.
///
/// # Errors
/// What the file system says.
pub fn finished(folder: &Path) -> io::Result<Vec<OutPath>> {
    let mut found = Vec::new();
    let is_own = |entry: &DirEntry| {
        entry.depth() == 1 && entry.file_name().to_str().is_some_and(|name| name.starts_with(OWN_PREFIX))
    };
    for entry in WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(|entry| !is_own(entry)) {
        let entry = entry.map_err(io::Error::from)?;
        let below =
            entry.path().strip_prefix(folder).ok().and_then(Path::to_str).filter(|_| entry.file_type().is_file());
        found.extend(below.and_then(|path| OutPath::new(&path.replace(std::path::MAIN_SEPARATOR, "/")).ok()));
    }
    Ok(found)
}

/// Where a folder really is, as the system tells of it when it changes.
pub fn real(path: &Path) -> PathBuf {
    canonical(path).unwrap_or_else(|| path.to_path_buf())
}

/// Whether there is a file at a path.
pub fn is_file(path: &Path) -> bool {
    fs_metadata(path).is_ok_and(|metadata| metadata.is_file())
}

/// Whether there is a folder at a path.
pub fn is_folder(path: &Path) -> bool {
    fs_metadata(path).is_ok_and(|metadata| metadata.is_dir())
}
