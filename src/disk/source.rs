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
    put(&file, new.as_bytes(), Some(permissions)).map_err(failed)
}

/// Makes a new file, whole or not at all, and the folders that it lies in.
///
/// # Errors
/// In words: there is a file, or it cannot be written.
#[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
pub fn create(root: &Path, path: &SourcePath, text: &str) -> Result<(), String> {
    let file = root.join(path.as_str());
    if fs::symlink_metadata(&file).is_ok() {
        return Err(format!("{path} is there already; nothing was written."));
    }
    let failed = |error: io::Error| format!("{path} cannot be written: {}.", reason(&error));
    let mut folder = root.to_path_buf();
    let mut made = Vec::new();
    for part in path.folder().split('/').filter(|part| !part.is_empty()) {
        folder.push(part);
        match fs::create_dir(&folder) {
            Ok(()) => made.push(folder.clone()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failed(error)),
        }
    }
    let there = if path.folder().is_empty() { Ok(()) } else { plain(root, path.folder()).map(drop) };
    there.and_then(|()| put(&file, text.as_bytes(), None).map_err(failed)).inspect_err(|_| {
        // Only folders that were made for it, and that are empty still.
        made.iter().rev().for_each(|folder| drop(fs::remove_dir(folder)));
    })
}

/// Makes a new file with others that lie beside it: all of them, each whole, or
/// none. Where there is no folder yet it appears at once with everything in it;
/// else the text comes last, and nothing names the others before it is there.
///
/// # Errors
/// In words: one of them is there, or cannot be written.
#[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
pub fn create_with(root: &Path, path: &SourcePath, text: &str, beside: &[(SourcePath, Vec<u8>)]) -> Result<(), String> {
    if beside.is_empty() {
        return create(root, path, text);
    }
    let folder = root.join(path.folder());
    let together = beside.iter().all(|(other, _)| other.folder() == path.folder());
    if together && fs::symlink_metadata(&folder).is_err() {
        return create_folder(root, path, text, beside);
    }
    let mut made = Vec::new();
    let all = beside.iter().try_for_each(|(other, bytes)| {
        let file = new_file(root, other)?;
        put(&file, bytes, None).map_err(|error| format!("{other} cannot be written: {}.", reason(&error)))?;
        made.push(file);
        Ok(())
    });
    all.and_then(|()| create(root, path, text)).inspect_err(|_| {
        made.iter().for_each(|file| drop(fs::remove_file(file)));
    })
}

/// Puts files beside a text that is there, and then another text in its place.
///
/// # Errors
/// In words, as for [`create_with`] and [`replace`]; then all is as it was.
#[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
pub fn replace_with(
    root: &Path,
    path: &SourcePath,
    (old, new): (&str, &str),
    beside: &[(SourcePath, Vec<u8>)],
) -> Result<(), String> {
    let mut made = Vec::new();
    let all = beside.iter().try_for_each(|(other, bytes)| {
        let file = new_file(root, other)?;
        put(&file, bytes, None).map_err(|error| format!("{other} cannot be written: {}.", reason(&error)))?;
        made.push(file);
        Ok(())
    });
    all.and_then(|()| replace(root, path, old, new)).inspect_err(|_| {
        made.iter().for_each(|file| drop(fs::remove_file(file)));
    })
}

/// The place of a file that is not there yet, in a folder that no link leads to.
#[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
fn new_file(root: &Path, path: &SourcePath) -> Result<PathBuf, String> {
    let file = root.join(path.as_str());
    if fs::symlink_metadata(&file).is_ok() {
        return Err(format!("{path} is there already; nothing was written."));
    }
    let mut folder = String::new();
    for part in path.folder().split('/').filter(|part| !part.is_empty()) {
        folder.push_str(if folder.is_empty() { "" } else { "/" });
        folder.push_str(part);
        match fs::create_dir(root.join(&folder)) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(format!("{folder} cannot be made: {}.", reason(&error)));
            }
            _ => drop(plain(root, &folder)?),
        }
    }
    Ok(file)
}

/// Makes a folder with everything in it under another name, and then moves it.
#[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
fn create_folder(root: &Path, path: &SourcePath, text: &str, beside: &[(SourcePath, Vec<u8>)]) -> Result<(), String> {
    let failed = |error: io::Error| format!("{path} cannot be written: {}.", reason(&error));
    let (above, name) = path.folder().rsplit_once('/').unwrap_or(("", path.folder()));
    // A name that no build takes for a source: it begins with a dot.
    let fresh = root.join(above).join(format!(".{name}.showcase-new"));
    fs::create_dir_all(root.join(above)).map_err(failed)?;
    if !above.is_empty() {
        plain(root, above)?;
    }
    // What an import that was killed left behind.
    if fs::symlink_metadata(&fresh).is_ok() {
        fs::remove_dir_all(&fresh).map_err(failed)?;
    }
    let texts = [(path.file_name(), text.as_bytes())];
    let others = beside.iter().map(|(other, bytes)| (other.file_name(), bytes.as_slice()));
    fs::create_dir(&fresh)
        .and_then(|()| others.chain(texts).try_for_each(|(name, bytes)| put(&fresh.join(name), bytes, None)))
        .and_then(|()| fs::rename(&fresh, root.join(path.folder())))
        .inspect_err(|_| drop(fs::remove_dir_all(&fresh)))
        .map_err(failed)
}

/// Writes a file that is made from other files and holds nothing of its own,
/// such as a schema. The folder is made if need be; a file that holds the text
/// already stays as it is.
///
/// # Errors
/// In words: the folder or the file cannot be written.
#[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
pub fn renew_generated(folder: &Path, name: &str, text: &str) -> Result<(), String> {
    let file = folder.join(name);
    let failed = |error: io::Error| format!("{} cannot be written: {}.", file.display(), reason(&error));
    fs::create_dir_all(folder).map_err(failed)?;
    if fs::read(&file).is_ok_and(|there| there == text.as_bytes()) {
        return Ok(());
    }
    put(&file, text.as_bytes(), None).map_err(failed)
}

/// Whether anything is at a path below a folder, be it a link that leads nowhere.
#[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
pub fn is_there(root: &Path, path: &str) -> bool {
    fs::symlink_metadata(root.join(path)).is_ok()
}

/// Makes a folder, and those that it lies in, if there is none.
///
/// # Errors
/// In words: it cannot be made.
#[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
pub fn make_folder(folder: &Path) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(|error| format!("{} cannot be made: {}.", folder.display(), reason(&error)))
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
    put(&file, text.as_bytes(), None).map_err(|error| format!("{path} cannot be written: {}.", reason(&error)))
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
fn put(file: &Path, bytes: &[u8], permissions: Option<fs::Permissions>) -> io::Result<()> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    // A name that no build takes for a source: it begins with a dot.
    let fresh = file.with_file_name(format!(".{name}.showcase-new"));
    let written = fs::write(&fresh, bytes)
        .and_then(|()| permissions.map_or(Ok(()), |permissions| fs::set_permissions(&fresh, permissions)))
        .and_then(|()| fs::File::open(&fresh)?.sync_all())
        .and_then(|()| fs::rename(&fresh, file));
    written.inspect_err(|_| drop(fs::remove_file(&fresh)))
}
