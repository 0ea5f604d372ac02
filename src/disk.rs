//! The only file-system access: reads sources, keeps outputs.

pub mod output;
mod staging;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

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

/// A way to read a file: the file system's, or one that fails in a test.
pub type ReadFile<'a> = &'a dyn Fn(&Path) -> io::Result<Vec<u8>>;

/// Reads the sources below `root`: `site.toml`, `content/` and `themes/`.
/// Files that cannot be used are reported and still count as being there.
pub fn read(root: &Path) -> (Tree, Vec<Diagnostic>) {
    read_with(root, &read_file)
}

/// The same with another way to read a file.
pub fn read_with(root: &Path, read_file: ReadFile<'_>) -> (Tree, Vec<Diagnostic>) {
    let limits = Limits::of(&read_file(&root.join(config::PATH)).map_or_else(|_| String::new(), into_text));
    let mut reader =
        Reader { root, canonical: canonical(root), limits, read_file, files: BTreeMap::new(), problems: Vec::new() };
    reader.file(&root.join(config::PATH));
    for folder in ["content", "themes"] {
        reader.folder(&root.join(folder));
    }
    reader.case_collisions();
    let Reader { files, problems, .. } = reader;
    let mut broken = Vec::new();
    let mut all = Vec::new();
    for (path, found) in files {
        if let Some(offset) = found.broken_at {
            broken.push((path.clone(), offset));
        }
        all.push((path, found.content));
    }
    let tree = Tree::new(all);
    let mut problems = problems;
    for (path, offset) in broken {
        let place = tree.find(&path).unwrap_or(FileId(0));
        problems.push(
            Diagnostic::new(
                Code::FileNotUtf8,
                Span::new(place, offset..offset + 1),
                "This file is not UTF-8 text from here on.",
            )
            .help("Open it in an editor and save it again with the encoding UTF-8."),
        );
    }
    (tree, problems)
}

struct Found {
    content: Content,
    /// Where a text file stops being UTF-8.
    broken_at: Option<usize>,
}

struct Reader<'a> {
    root: &'a Path,
    canonical: Option<PathBuf>,
    limits: Limits,
    read_file: ReadFile<'a>,
    files: BTreeMap<SourcePath, Found>,
    problems: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn folder(&mut self, folder: &Path) {
        if fs_metadata(folder).is_err() {
            return;
        }
        let walk = WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter();
        let mut walk = walk.filter_entry(|entry| entry.depth() == 0 || !is_passed_over(entry.path()));
        while let Some(entry) = walk.next() {
            match entry {
                Ok(entry) if entry.file_type().is_file() => self.file(entry.path()),
                // One mistake, however many files lie at its end.
                Ok(entry) if entry.path_is_symlink() && self.leads_outside(entry.path()) => {
                    walk.skip_current_dir();
                    if let Some(source) = self.source_path(entry.path()) {
                        self.outside(source);
                    }
                }
                Ok(_) => {}
                Err(error) => self.walk_problem(&error),
            }
        }
    }

    fn file(&mut self, path: &Path) {
        let Ok(metadata) = fs_metadata(path) else { return };
        let Some(source) = self.source_path(path) else { return };
        if self.leads_outside(path) {
            self.outside(source.clone());
            self.files.insert(source, Found { content: Content::Broken(String::new()), broken_at: None });
            return;
        }
        let text = is_text(&source);
        let limit = if text { self.limits.text } else { self.limits.picture };
        if metadata.len() > limit {
            let message = format!("{source} has {}; at most {} are read.", size(metadata.len()), size(limit));
            let key = if text { "text_kib" } else { "picture_mib" };
            let help = format!("If it is meant to be so large, raise `{key}` under [limits] in site.toml.");
            self.problems.push(Diagnostic::new(Code::FileTooLarge, source.clone(), message).help(help));
            self.files.insert(source, Found { content: Content::Broken(String::new()), broken_at: None });
            return;
        }
        let found = if text {
            self.text(path, &source)
        } else {
            Found { content: Content::Blob { size: metadata.len() }, broken_at: None }
        };
        self.files.insert(source, found);
    }

    fn outside(&mut self, source: SourcePath) {
        let message = format!("{source} is a symbolic link that leads out of the site's folder.");
        let problem = Diagnostic::new(Code::SymlinkOutside, source, message);
        self.problems.push(problem.help("Put a copy here in place of the link."));
    }

    fn text(&mut self, path: &Path, source: &SourcePath) -> Found {
        match (self.read_file)(path) {
            Ok(bytes) => match String::from_utf8(bytes) {
                Ok(text) => Found { content: Content::Text(text), broken_at: None },
                Err(error) => {
                    let valid = error.utf8_error().valid_up_to();
                    let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                    Found { content: Content::Broken(text), broken_at: Some(valid) }
                }
            },
            Err(error) => {
                let message = format!("{source} cannot be read: {}.", reason(&error));
                self.problems.push(Diagnostic::new(Code::FileUnreadable, source.clone(), message));
                Found { content: Content::Broken(String::new()), broken_at: None }
            }
        }
    }

    fn walk_problem(&mut self, error: &walkdir::Error) {
        let path = error.path().unwrap_or(self.root);
        let Some(source) = self.source_path(path) else { return };
        let problem = if error.loop_ancestor().is_some() {
            let message = format!("{source} is a symbolic link that leads in a circle.");
            Diagnostic::new(Code::SymlinkLoop, source, message).help("Delete the link.")
        } else {
            let looping = error.io_error().is_some_and(|e| e.raw_os_error() == Some(LOOPED));
            let dangling = error.io_error().is_some_and(|e| e.kind() == io::ErrorKind::NotFound);
            if looping || dangling {
                let end = if looping { "that leads in a circle" } else { "to a file that is not there" };
                Diagnostic::new(Code::SymlinkLoop, source.clone(), format!("{source} is a symbolic link {end}."))
                    .help("Delete the link, or put the file itself in its place.")
            } else {
                let why = error.io_error().map_or_else(|| error.to_string(), reason);
                Diagnostic::new(Code::FileUnreadable, source.clone(), format!("{source} cannot be read: {why}."))
            }
        };
        self.problems.push(problem);
    }

    /// The path below the root, with `/` between its parts.
    fn source_path(&mut self, path: &Path) -> Option<SourcePath> {
        let below = path.strip_prefix(self.root).ok()?;
        let parts: Option<Vec<&str>> = below.components().map(|part| part.as_os_str().to_str()).collect();
        let source = parts.and_then(|parts| SourcePath::new(&parts.join("/")).ok());
        if source.is_none() {
            let lossy: String =
                below.to_string_lossy().chars().map(|c| if c.is_control() || c == '\\' { '?' } else { c }).collect();
            let place = SourcePath::new(&lossy).or_else(|_| SourcePath::new("content")).ok()?;
            let message = format!("The file name `{lossy}` has characters that no address can have.");
            self.problems.push(Diagnostic::new(Code::FileNameInvalid, place, message));
        }
        source
    }

    fn leads_outside(&self, path: &Path) -> bool {
        let Some(root) = &self.canonical else { return false };
        canonical(path).is_some_and(|real| !real.starts_with(root))
    }

    fn case_collisions(&mut self) {
        let mut seen: BTreeMap<String, &SourcePath> = BTreeMap::new();
        let mut found = Vec::new();
        for path in self.files.keys() {
            if let Some(first) = seen.insert(path.as_str().to_lowercase(), path) {
                let message = format!("{path} and {first} differ in upper and lower case only.");
                found.push(
                    Diagnostic::new(Code::FileCaseCollision, path.clone(), message).help("Rename one of the two."),
                );
            }
        }
        self.problems.extend(found);
    }
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
fn fs_metadata(path: &Path) -> io::Result<fs::Metadata> {
    fs::metadata(path)
}

#[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
fn canonical(path: &Path) -> Option<PathBuf> {
    fs::canonicalize(path).ok()
}

/// Whether there is a folder at a path.
pub fn is_folder(path: &Path) -> bool {
    fs_metadata(path).is_ok_and(|metadata| metadata.is_dir())
}
