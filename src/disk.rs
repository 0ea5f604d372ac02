//! The only file-system access: reads sources, keeps outputs.

mod claim;
mod known;
pub mod ops;
pub mod output;
mod replace;
mod staging;
mod stamps;

#[cfg(test)]
mod keeping;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use walkdir::WalkDir;

use crate::config::{self, Limits};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::SourcePath;
use crate::text::{FileId, Span};
use crate::tree::{Blobs, Content, Tree};

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
}

/// A way to read a file: the file system's, or one that fails in a test. The
/// second argument is the most bytes that are wanted; one more tells that
/// there are more.
pub type ReadFile<'a> = &'a (dyn Fn(&Path, u64) -> io::Result<Vec<u8>> + Sync);

/// Reads the sources below `root`: `site.toml`, `content/` and `themes/`.
/// Files that cannot be used are reported and still count as being there.
pub fn read(root: &Path) -> (Tree, Vec<Diagnostic>) {
    read_with(root, &read_at_most)
}

/// The same with another way to read a file.
pub fn read_with(root: &Path, read_file: ReadFile<'_>) -> (Tree, Vec<Diagnostic>) {
    let config = read_file(&root.join(config::PATH), Limits::default().text);
    let limits = Limits::of(&config.map_or_else(|_| String::new(), into_text));
    let config = root.join(config::PATH);
    let mut walk = Walk { root, links: is_link(&config), files: vec![config], problems: Vec::new() };
    for folder in ["content", "themes"] {
        walk.folder(&root.join(folder));
    }
    // Without a link nothing can lead outside, and looking for where each file
    // really is costs more than reading it.
    let canonical = if walk.links { canonical(root) } else { None };
    let reader = Reader { root, canonical, limits, read_file };
    let (files, mut problems) = (walk.files, walk.problems);
    let read: Vec<Looked> = files
        .par_iter()
        .map(|path| {
            let mut problems = Vec::new();
            (reader.file(path, &mut problems), problems)
        })
        .collect();
    let mut found = BTreeMap::new();
    for (file, more) in read {
        found.extend(file);
        problems.extend(more);
    }
    problems.extend(case_collisions(&found));
    let broken: Vec<(SourcePath, usize)> =
        found.iter().filter_map(|(path, file)| Some((path.clone(), file.broken_at?))).collect();
    let tree = Tree::new(found.into_iter().map(|(path, file)| (path, file.content)));
    for (path, offset) in broken {
        let place = tree.find(&path).unwrap_or(FileId(0));
        let message = "This file is not UTF-8 text from here on.";
        problems.push(
            Diagnostic::new(Code::FileNotUtf8, Span::new(place, offset..offset + 1), message)
                .help("Open it in an editor and save it again with the encoding UTF-8."),
        );
    }
    (tree, problems)
}

/// What came of looking at a file.
type Looked = (Option<(SourcePath, Found)>, Vec<Diagnostic>);

struct Found {
    content: Content,
    /// Where a text file stops being UTF-8.
    broken_at: Option<usize>,
}

impl Found {
    fn whole(content: Content) -> Self {
        Self { content, broken_at: None }
    }

    fn unusable() -> Self {
        Self::whole(Content::Broken(String::new()))
    }
}

/// Finds the files.
struct Walk<'a> {
    root: &'a Path,
    /// Whether a symbolic link was met.
    links: bool,
    files: Vec<PathBuf>,
    problems: Vec<Diagnostic>,
}

impl Walk<'_> {
    fn folder(&mut self, folder: &Path) {
        if fs_metadata(folder).is_err() {
            return;
        }
        let walk = WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter();
        let mut walk = walk.filter_entry(|entry| entry.depth() == 0 || !is_passed_over(entry.path()));
        while let Some(entry) = walk.next() {
            match entry {
                Ok(entry) => {
                    self.links |= entry.path_is_symlink();
                    // One mistake, however many files lie at its end.
                    if entry.path_is_symlink() && entry.file_type().is_dir() && self.leads_outside(entry.path()) {
                        walk.skip_current_dir();
                        let source = source_path(self.root, entry.path(), &mut self.problems);
                        self.problems.extend(source.map(outside));
                    } else if entry.file_type().is_file() {
                        self.files.push(entry.into_path());
                    }
                }
                Err(error) => self.problem(&error),
            }
        }
    }

    fn leads_outside(&self, path: &Path) -> bool {
        let Some(root) = canonical(self.root) else { return false };
        canonical(path).is_some_and(|real| !real.starts_with(root))
    }

    fn problem(&mut self, error: &walkdir::Error) {
        let path = error.path().unwrap_or(self.root);
        let Some(source) = source_path(self.root, path, &mut self.problems) else { return };
        let looping = error.io_error().is_some_and(|e| e.raw_os_error() == Some(LOOPED));
        let dangling = error.io_error().is_some_and(|e| e.kind() == io::ErrorKind::NotFound);
        let problem = if error.loop_ancestor().is_some() || looping {
            let message = format!("{source} is a symbolic link that leads in a circle.");
            Diagnostic::new(Code::SymlinkLoop, source, message).help("Delete the link.")
        } else if dangling {
            let message = format!("{source} is a symbolic link to a file that is not there.");
            let help = "Delete the link, or put the file itself in its place.";
            Diagnostic::new(Code::SymlinkLoop, source, message).help(help)
        } else {
            let why = error.io_error().map_or_else(|| error.to_string(), reason);
            Diagnostic::new(Code::FileUnreadable, source.clone(), format!("{source} cannot be read: {why}."))
        };
        self.problems.push(problem);
    }
}

/// Reads the files; knows nothing that changes, so that many threads can.
struct Reader<'a> {
    root: &'a Path,
    /// Where the root really is, if links have to be looked at.
    canonical: Option<PathBuf>,
    limits: Limits,
    read_file: ReadFile<'a>,
}

impl Reader<'_> {
    fn file(&self, path: &Path, problems: &mut Vec<Diagnostic>) -> Option<(SourcePath, Found)> {
        let source = source_path(self.root, path, problems)?;
        if self.leads_outside(path) {
            problems.push(outside(source.clone()));
            return Some((source, Found::unusable()));
        }
        let found =
            if is_text(&source) { self.text(path, &source, problems)? } else { self.blob(path, &source, problems)? };
        Some((source, found))
    }

    fn blob(&self, path: &Path, source: &SourcePath, problems: &mut Vec<Diagnostic>) -> Option<Found> {
        let size = fs_metadata(path).ok()?.len();
        if size > self.limits.picture {
            problems.push(too_large(source, Some(size), self.limits.picture, "picture_mib"));
            return Some(Found::unusable());
        }
        Some(Found::whole(Content::Blob { size }))
    }

    fn text(&self, path: &Path, source: &SourcePath, problems: &mut Vec<Diagnostic>) -> Option<Found> {
        let most = self.limits.text;
        match (self.read_file)(path, most) {
            Ok(bytes) if bytes.len() as u64 > most => {
                let size = fs_metadata(path).ok().map(|metadata| metadata.len());
                problems.push(too_large(source, size, most, "text_kib"));
                Some(Found::unusable())
            }
            Ok(bytes) => Some(match String::from_utf8(bytes) {
                Ok(text) => Found::whole(Content::Text(text)),
                Err(error) => {
                    let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                    Found { content: Content::Broken(text), broken_at: Some(error.utf8_error().valid_up_to()) }
                }
            }),
            // site.toml is looked for whether or not it is there.
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => {
                let message = format!("{source} cannot be read: {}.", reason(&error));
                problems.push(Diagnostic::new(Code::FileUnreadable, source.clone(), message));
                Some(Found::unusable())
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
    let parts: Option<Vec<&str>> = below.components().map(|part| part.as_os_str().to_str()).collect();
    let source = parts.and_then(|parts| SourcePath::new(&parts.join("/")).ok());
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

fn too_large(source: &SourcePath, bytes: Option<u64>, most: u64, key: &str) -> Diagnostic {
    let has = bytes.map_or_else(String::new, |bytes| format!(" has {};", size(bytes)));
    let message = format!("{source}{has} at most {} are read.", size(most));
    let help = format!("If it is meant to be so large, raise `{key}` under [limits] in site.toml.");
    Diagnostic::new(Code::FileTooLarge, source.clone(), message).help(help)
}

fn case_collisions(files: &BTreeMap<SourcePath, Found>) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<String, &SourcePath> = BTreeMap::new();
    let mut found = Vec::new();
    for path in files.keys() {
        if let Some(first) = seen.insert(path.as_str().to_lowercase(), path) {
            let message = format!("{path} and {first} differ in upper and lower case only.");
            found.push(Diagnostic::new(Code::FileCaseCollision, path.clone(), message).help("Rename one of the two."));
        }
    }
    found
}

/// The number of the error for too many levels of symbolic links on Linux.
const LOOPED: i32 = 40;

/// Files of editors and systems; hidden files, except where a host asks for
/// them (`static/.well-known`).
fn is_passed_over(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let inside_static = path.parent().is_some_and(|parent| parent.components().any(|c| c.as_os_str() == "static"));
    let junk = [".DS_Store", "Thumbs.db", "desktop.ini"].contains(&name.as_str());
    let backup = name.ends_with('~') || name.ends_with(".swp") || name.ends_with(".tmp");
    junk || backup || (name.starts_with('.') && !inside_static)
}

/// Records, stories and theme sources are text; all else is bytes.
fn is_text(path: &SourcePath) -> bool {
    let below_static = path.as_str().starts_with("content/static/") || is_theme_static(path);
    !below_static && matches!(path.extension().as_str(), "md" | "toml" | "html" | "xml" | "css" | "js")
}

fn is_theme_static(path: &SourcePath) -> bool {
    let mut parts = path.as_str().split('/');
    parts.next() == Some("themes") && parts.nth(1) == Some("static")
}

fn into_text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_default()
}

fn size(bytes: u64) -> String {
    match bytes {
        n if n >= 1 << 20 => format!("{} MiB", n >> 20),
        n if n >= 1 << 10 => format!("{} KiB", n >> 10),
        n => format!("{n} bytes"),
    }
}

/// What went wrong, in words that do not differ between systems.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "no permission".to_owned(),
        io::ErrorKind::NotFound => "it is not there".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk can only be read".to_owned(),
        _ => error.to_string(),
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    fs::read(path)
}

#[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
fn read_at_most(path: &Path, most: u64) -> io::Result<Vec<u8>> {
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

/// Whether there is a folder at a path.
pub fn is_folder(path: &Path) -> bool {
    fs_metadata(path).is_ok_and(|metadata| metadata.is_dir())
}
