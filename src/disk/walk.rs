//! Finds the files below a root.
//!
//! Folders of people are many, so they are walked in parallel. Where there is
//! a symbolic link, one careful walk takes the place of all: a link can lead
//! in a circle or out of the root, which only a walk that knows all folders
//! above it can tell.

use std::io;
use std::path::{Path, PathBuf};

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use walkdir::{DirEntry, WalkDir};

use super::near::{Look, Near};
use super::{canonical, fs_metadata, is_link, outside, source_path};
use crate::config;
use crate::diagnostic::{Code, Diagnostic, reason};
use crate::path::SourcePath;

/// The folders that are read.
const FOLDERS: [&str; 2] = ["content", "themes"];

/// The folder whose folders are many.
const CROWDED: &str = "content/interns";

/// A file, perhaps with how it looks.
pub(super) type Found = (PathBuf, Option<Look>);

/// What was found.
pub(super) struct Walk<'a> {
    root: &'a Path,
    /// Whether a symbolic link was met.
    pub(super) links: bool,
    /// The files, in no particular order, some with how they look.
    pub(super) files: Vec<Found>,
    /// What could not be walked.
    pub(super) problems: Vec<Diagnostic>,
}

impl<'a> Walk<'a> {
    /// Walks `site.toml`, the file beside it that it names, and the folders.
    pub(super) fn of(root: &'a Path, beside: Option<&SourcePath>) -> Self {
        let single: Vec<PathBuf> =
            std::iter::once(config::PATH).chain(beside.map(SourcePath::as_str)).map(|name| root.join(name)).collect();
        let links = single.iter().any(|file| is_link(file));
        let mut walk = Self { root, links, files: Vec::new(), problems: Vec::new() };
        let quick = if walk.links { None } else { quick(root) };
        match quick {
            Some(files) => walk.files = files,
            None => FOLDERS.iter().for_each(|folder| walk.folder(&root.join(folder))),
        }
        walk.files.extend(single.into_iter().map(|file| (file, None)));
        walk
    }

    fn folder(&mut self, folder: &Path) {
        if fs_metadata(folder).is_err() {
            return;
        }
        let walk = WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter();
        let mut walk = walk.filter_entry(is_wanted);
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
                        self.files.push((entry.into_path(), None));
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

/// All files, if there is neither a link nor anything that cannot be read.
fn quick(root: &Path) -> Option<Vec<Found>> {
    let crowded = root.join(CROWDED);
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    for folder in FOLDERS {
        // A walk opens each folder that it meets, even one it is told to pass
        // over, so the crowd must not be met.
        let (folder, mut inside) = (root.join(folder), Vec::new());
        if is_link(&folder) {
            return None;
        }
        sort_out(&folder, &mut files, &mut inside)?;
        for folder in inside {
            if folder == crowded {
                sort_out(&folder, &mut files, &mut folders)?;
                continue;
            }
            for entry in WalkDir::new(folder).into_iter().filter_entry(is_wanted) {
                take(entry.ok()?, &mut files)?;
            }
        }
    }
    let near = Near::to(&crowded);
    let found: Option<Vec<Vec<Found>>> = folders
        .into_par_iter()
        .map(|folder| {
            let mut files = Vec::with_capacity(2);
            of_person(&folder, &near, &mut files)?;
            Some(files)
        })
        .collect();
    files.extend(found?.into_iter().flatten());
    Some(files)
}

/// The files and the folders right in a folder, if there is one; `None` if it
/// cannot be read, or if there is a link in it.
#[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
fn sort_out(folder: &Path, files: &mut Vec<Found>, folders: &mut Vec<PathBuf>) -> Option<()> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Some(()),
        Err(_) => return None,
    };
    for entry in entries {
        let entry = entry.ok()?;
        let (path, kind) = (entry.path(), entry.file_type().ok()?);
        if is_passed_over(&path) {
            continue;
        }
        if kind.is_symlink() {
            return None;
        }
        if kind.is_dir() {
            folders.push(path);
        } else if kind.is_file() {
            files.push((path, None));
        }
    }
    Some(())
}

/// The files of one person. A walk asks more of the system than a folder of one
/// or two files is worth, and there are thousands.
fn of_person(folder: &Path, near: &Near, files: &mut Vec<Found>) -> Option<()> {
    let flat = folder.file_name().and_then(|name| near.files_in(name.to_str()?));
    if let Some(flat) = flat {
        let found = flat.into_iter().map(|(name, look)| (folder.join(name), Some(look)));
        files.extend(found.filter(|(path, _)| !is_passed_over(path)));
        return Some(());
    }
    for entry in WalkDir::new(folder).into_iter().filter_entry(is_wanted) {
        take(entry.ok()?, files)?;
    }
    Some(())
}

/// Takes a file; `None` for a link.
fn take(entry: DirEntry, files: &mut Vec<Found>) -> Option<()> {
    let kind = entry.file_type();
    if kind.is_symlink() {
        return None;
    }
    if kind.is_file() {
        files.push((entry.into_path(), None));
    }
    Some(())
}

/// The number of the error for too many levels of symbolic links on Linux.
const LOOPED: i32 = 40;

fn is_wanted(entry: &DirEntry) -> bool {
    entry.depth() == 0 || !is_passed_over(entry.path())
}

/// Files of editors and systems; hidden files, except where a host asks for
/// them (`static/.well-known`).
pub(super) fn is_passed_over(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let junk = [".DS_Store", "Thumbs.db", "desktop.ini"].contains(&name.as_ref());
    let backup = name.ends_with('~') || name.ends_with(".swp") || name.ends_with(".tmp");
    let inside_static = || path.parent().is_some_and(|parent| parent.components().any(|c| c.as_os_str() == "static"));
    junk || backup || (name.starts_with('.') && !inside_static())
}
