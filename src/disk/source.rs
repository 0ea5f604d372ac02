//! The only writer of sources: for commands that change them at an author's
//! word, never for a build. Everything it touches is a plain file or folder
//! within the site; nothing is reached through a link.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::reason;
use crate::path::SourcePath;

/// Puts a text in the place of another, whole or not at all, with the file's
/// permissions as they were.
///
/// # Errors
/// In words: the file holds something else by now, is a link, or cannot be
/// written.
#[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
pub fn replace(root: &Path, path: &SourcePath, old: &str, new: &str) -> Result<(), String> {
    let file = plain(root, path.as_str())?;
    let failed = |error: io::Error| format!("{path} cannot be written: {}.", reason(&error));
    if fs::read(&file).map_err(failed)? != old.as_bytes() {
        return Err(format!("{path} has changed in the meantime; nothing was written."));
    }
    let permissions = fs::metadata(&file).map_err(failed)?.permissions();
    put(&file, new, Some(permissions)).map_err(failed)
}

/// Makes a new file, whole or not at all.
///
/// # Errors
/// In words: there is a file, or it cannot be written.
#[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
pub fn create(root: &Path, path: &SourcePath, text: &str) -> Result<(), String> {
    let file = root.join(path.as_str());
    if fs::symlink_metadata(&file).is_ok() {
        return Err(format!("{path} is there already; nothing was written."));
    }
    if let Some(folder) = file.parent() {
        let folder = folder.strip_prefix(root).unwrap_or(folder).to_string_lossy().into_owned();
        plain(root, &folder)?;
    }
    put(&file, text, None).map_err(|error| format!("{path} cannot be written: {}.", reason(&error)))
}

/// Puts a text into a file of the site, whole or not at all, whatever it held.
///
/// # Errors
/// In words: the file is a link or a folder, or cannot be written.
#[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
pub fn put_beside(root: &Path, path: &SourcePath, text: &str) -> Result<(), String> {
    let file = root.join(path.as_str());
    if fs::symlink_metadata(&file).is_ok() {
        plain(root, path.as_str())?;
    }
    put(&file, text, None).map_err(|error| format!("{path} cannot be written: {}.", reason(&error)))
}

/// Every file below a folder, in the order of paths.
///
/// # Errors
/// In words: the folder is a link, or cannot be read.
pub fn files_below(root: &Path, folder: &str) -> Result<Vec<SourcePath>, String> {
    let top = plain(root, folder)?;
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(&top).follow_links(false).sort_by_file_name() {
        let entry = entry.map_err(|error| format!("{folder} cannot be read: {error}."))?;
        if entry.file_type().is_dir() {
            continue;
        }
        let inner = entry.path().strip_prefix(root).unwrap_or(entry.path()).to_string_lossy().replace('\\', "/");
        files.extend(SourcePath::new(&inner).ok());
    }
    Ok(files)
}

/// Deletes a folder with everything in it. What links in it lead to stays.
///
/// # Errors
/// In words: the folder is a link, or something in it cannot be deleted.
#[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
pub fn delete_folder(root: &Path, folder: &str) -> Result<(), String> {
    let top = plain(root, folder)?;
    fs::remove_dir_all(top).map_err(|error| format!("{folder} cannot be deleted: {}.", reason(&error)))
}

/// The path of something in the site that no link leads to.
#[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
fn plain(root: &Path, path: &str) -> Result<PathBuf, String> {
    let mut whole = root.to_path_buf();
    for part in path.split('/') {
        whole.push(part);
        let metadata = fs::symlink_metadata(&whole);
        let metadata = metadata.map_err(|error| format!("{path} cannot be found: {}.", reason(&error)))?;
        if metadata.is_symlink() {
            return Err(format!("{path} is reached through a link; change it where it really is."));
        }
    }
    Ok(whole)
}

#[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
fn put(file: &Path, text: &str, permissions: Option<fs::Permissions>) -> io::Result<()> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    // A name that no build takes for a source: it begins with a dot.
    let fresh = file.with_file_name(format!(".{name}.showcase-new"));
    let written = fs::write(&fresh, text)
        .and_then(|()| permissions.map_or(Ok(()), |permissions| fs::set_permissions(&fresh, permissions)))
        .and_then(|()| fs::File::open(&fresh)?.sync_all())
        .and_then(|()| fs::rename(&fresh, file));
    written.inspect_err(|_| drop(fs::remove_file(&fresh)))
}
