//! How the files of a later build get into their places.
//!
//! At every instant each file is whole old or whole new, and whoever comes in
//! by a page that stays finds everything that it refers to: what pages refer
//! to comes first, then new pages, then changed ones, the home page last; only
//! then goes what is no longer part of the site, pages before what they refer
//! to. So nothing leads to a new page before all of them are there, and
//! nothing to an old one when the first of them goes. New pages that refer to
//! each other cannot appear in one instant; they appear while nothing else
//! refers to them yet.
//!
//! The journal is written before the first file moves and goes when the
//! manifest is right again. Whatever is in the way and not showcase's own is
//! found before either.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::known::{Change, Known, is_behind_link, look};
use super::ops::Ops;
use super::output::{JOURNAL, OutputError};
use super::staging::File;
use super::stamps::{Gate, Stamp};
use crate::hash::Hash128;
use crate::manifest::{self, Made};
use crate::path::OutPath;
use crate::render::PACKED;

/// Puts staged files into a directory that has others.
#[derive(Debug)]
pub(super) struct Replace<'a> {
    pub(super) dir: &'a Path,
    pub(super) area: &'a Path,
    pub(super) ops: &'a Ops,
    pub(super) known: &'a Known,
}

impl Replace<'_> {
    /// Replaces what differs, and touches nothing if nothing does. `files` are
    /// in the order of their paths. How many files are gone.
    pub(super) fn run(&self, files: &mut [File]) -> Result<usize, OutputError> {
        let is_new = |out: &OutPath| files.binary_search_by(|file| file.out.cmp(out)).is_ok();
        let stale = self.known.stale(is_new);
        if files.is_empty() && stale.is_empty() && self.known.is_settled() {
            return Ok(0);
        }
        let list = self.list(files);
        self.check_room(files)?;
        let mut moving: Vec<&mut File> = files.iter_mut().filter(|file| file.change != Change::Same).collect();
        let passing = self.passing(&moving, &stale);
        // Sorting is stable, so that within a turn the order is that of paths.
        moving.sort_by_key(|file| turn(file));
        let mut deleted = 0;
        if !moving.is_empty() {
            let gate = self.write_journal(&moving)?;
            for out in &passing {
                self.delete(&self.dir.join(out.as_str()))?;
            }
            for file in moving {
                deleted += self.move_into_place(file, gate)?;
            }
        }
        deleted += self.delete_all(stale)?;
        self.write_manifest(&list)?;
        Ok(deleted)
    }

    /// Compressed forms of files that change, which change or go too: they are
    /// taken away first, so that none lies beside a file that it is not made of.
    fn passing(&self, moving: &[&mut File], stale: &BTreeSet<OutPath>) -> Vec<OutPath> {
        let changes = |out: &OutPath| {
            let at = moving.binary_search_by(|file| file.out.cmp(out));
            at.ok().and_then(|at| moving.get(at)).is_some_and(|file| file.change != Change::New)
        };
        let forms = moving.iter().filter(|file| file.change != Change::New).map(|file| &file.out).chain(stale);
        let forms = forms.filter(|out| plain_of(out).is_some_and(|plain| changes(&plain)));
        forms.filter(|out| self.known.owns(self.dir, out.as_str())).cloned().collect()
    }

    /// The manifest of the new site.
    fn list(&self, files: &[File]) -> String {
        let kept = self.known.kept().map(|(path, made, _)| (path, made));
        let mut rows: Vec<(&str, Made)> = kept.chain(files.iter().map(|file| (file.out.as_str(), file.made))).collect();
        rows.sort_by_key(|(path, _)| *path);
        manifest::print(rows.into_iter())
    }

    fn write_manifest(&self, list: &str) -> Result<(), OutputError> {
        if !self.known.is_listed(list) {
            self.keep(manifest::NAME, list)?;
        }
        let journal = self.dir.join(JOURNAL);
        match self.ops.remove_file(&journal) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(OutputError::failed(&journal, error)),
            _ => Ok(()),
        }
    }

    /// Everything that is about to come into place, and what an earlier build
    /// was about to.
    fn write_journal(&self, moving: &[&mut File]) -> Result<Option<Gate>, OutputError> {
        let rows: BTreeSet<(&str, Hash128)> =
            moving.iter().map(|file| (file.out.as_str(), file.made.hash)).chain(self.known.begun()).collect();
        let stamp = self.keep(JOURNAL, &manifest::print_journal(rows.into_iter()))?;
        Ok(stamp.map(Stamp::written))
    }

    /// Writes one of showcase's own files.
    fn keep(&self, name: &str, text: &str) -> Result<Option<Stamp>, OutputError> {
        if look(self.area).is_none() {
            self.ops.create_dir(self.area).map_err(|error| OutputError::failed(self.area, error))?;
        }
        let (made, place) = (self.area.join(name), self.dir.join(name));
        let file = self.ops.write(&made, text.as_bytes()).map_err(|error| OutputError::failed(&made, error))?;
        self.ops.rename(&made, &place).map_err(|error| OutputError::failed(&place, error))?;
        Ok(file.metadata().ok().and_then(|metadata| Stamp::of(&metadata)))
    }

    fn move_into_place(&self, file: &mut File, gate: Option<Gate>) -> Result<usize, OutputError> {
        let path = file.out.as_str();
        let (staged, place) = (self.area.join(path), self.dir.join(path));
        let failed = |error| OutputError::failed(&place, error);
        // Where a file is that changes there is room, unless somebody took it.
        let is_placed = file.change == Change::Changed
            && match self.ops.rename(&staged, &place) {
                Ok(()) => true,
                Err(error) if is_lack_of_room(&error) => false,
                Err(error) => return Err(failed(error)),
            };
        let mut deleted = 0;
        if !is_placed {
            deleted = self.make_room(path, &place)?;
            let folder = place.parent().unwrap_or(self.dir);
            self.ops.create_dir_all(folder).map_err(|error| OutputError::failed(folder, error))?;
            self.ops.rename(&staged, &place).map_err(failed)?;
        }
        let written = file.stamp.filter(|stamp| gate.is_some_and(|gate| stamp.is_settled(gate)));
        file.stamp = written.and_then(|written| {
            let now = Stamp::of(&look(&place)?)?;
            written.was_moved(now).then_some(now)
        });
        Ok(deleted)
    }

    /// Looks for what is in the way and must stay. Nothing has been touched
    /// yet, and nothing will be if there is any.
    fn check_room(&self, files: &[File]) -> Result<(), OutputError> {
        let mut seen = BTreeSet::new();
        for file in files.iter().filter(|file| file.change != Change::Same) {
            let path = file.out.as_str();
            for folder in folders(path).filter(|folder| seen.insert(folder.to_string())) {
                let at = self.dir.join(folder);
                let refuse = |why: &str| Err(OutputError::failed(&at, io::Error::other(why)));
                match look(&at) {
                    Some(there) if there.is_symlink() => {
                        return refuse("it is a symbolic link, and nothing is written through one");
                    }
                    Some(there) if !there.is_dir() && !self.known.owns(self.dir, folder) => {
                        return refuse("it is not showcase's own, and a folder has to be there");
                    }
                    _ => {}
                }
            }
            let at = self.dir.join(path);
            let is_folder = look(&at).is_some_and(|there| there.is_dir());
            if is_folder && (!self.known.has_below(path) || self.inside(&at).any(|(_, ours)| !ours)) {
                let error = "a folder is there that is not showcase's own";
                return Err(OutputError::failed(&at, io::Error::other(error)));
            }
        }
        Ok(())
    }

    /// Takes away what is ours and in the way: a file where a folder has to
    /// be, a folder where a file has to be. How many files went.
    fn make_room(&self, path: &str, place: &Path) -> Result<usize, OutputError> {
        let mut deleted = 0;
        for folder in folders(path) {
            let at = self.dir.join(folder);
            if look(&at).is_some_and(|there| there.is_file()) && self.known.owns(self.dir, folder) {
                self.ops.remove_file(&at).map_err(|error| OutputError::failed(&at, error))?;
                deleted += 1;
            }
        }
        if look(place).is_some_and(|there| there.is_dir()) {
            for (file, ours) in self.inside(place) {
                deleted += if ours { usize::from(self.delete(&file)?) } else { 0 };
            }
            // Empty folders hold nothing that anybody could miss.
            for folder in WalkDir::new(place).contents_first(true).into_iter().filter_map(Result::ok) {
                self.ops.remove_dir(folder.path()).map_err(|error| OutputError::failed(place, error))?;
            }
        }
        Ok(deleted)
    }

    /// Everything but folders in a folder, and whether it is showcase's own.
    fn inside(&self, folder: &Path) -> impl Iterator<Item = (PathBuf, bool)> {
        let files = WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|entry| !entry.file_type().is_dir());
        files.map(|entry| {
            let path = entry.into_path();
            let ours = path.strip_prefix(self.dir).ok().and_then(Path::to_str).is_some_and(|path| {
                let path = path.replace(std::path::MAIN_SEPARATOR, "/");
                self.known.owns(self.dir, &path)
            });
            (path, ours)
        })
    }

    /// Deletes what is no longer part of the site, compressed forms before what
    /// they were made of, pages before what they refer to.
    fn delete_all(&self, stale: BTreeSet<OutPath>) -> Result<usize, OutputError> {
        let (forms, plain): (Vec<OutPath>, Vec<OutPath>) = stale.into_iter().partition(|out| plain_of(out).is_some());
        let (pages, others): (Vec<OutPath>, Vec<OutPath>) = plain.into_iter().partition(is_page);
        let mut deleted = 0;
        for out in forms.iter().chain(&pages).chain(&others) {
            let path = out.as_str();
            if !is_behind_link(self.dir, path) && self.known.owns(self.dir, path) {
                deleted += usize::from(self.delete(&self.dir.join(path))?);
            }
        }
        Ok(deleted)
    }

    /// Deletes one of our files, and the folders that are empty then.
    fn delete(&self, path: &Path) -> Result<bool, OutputError> {
        match look(path) {
            Some(there) if !there.is_dir() => {}
            _ => return Ok(false),
        }
        self.ops.remove_file(path).map_err(|error| OutputError::failed(path, error))?;
        for folder in path.ancestors().skip(1).take_while(|folder| *folder != self.dir) {
            if self.ops.remove_dir(folder).is_err() {
                break;
            }
        }
        Ok(true)
    }
}

/// When a file moves: files that pages refer to, then pages that nobody refers
/// to yet or that are as they were, then changed ones, home last; compressed
/// forms right behind what they are made of, as their names sort.
fn turn(file: &File) -> u8 {
    let plain = plain_of(&file.out);
    let out = plain.as_ref().unwrap_or(&file.out);
    match file.change {
        _ if out.as_str() == "index.html" => 3,
        _ if !is_page(out) => 0,
        _ if plain.is_some() => 2,
        Change::Changed => 2,
        Change::New | Change::Restored | Change::Same => 1,
    }
}

/// Whether a move failed for what can be taken away or made.
fn is_lack_of_room(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::IsADirectory)
}

/// The file that this one is the compressed form of, by its name.
fn plain_of(out: &OutPath) -> Option<OutPath> {
    let plain = PACKED.iter().find_map(|ending| out.as_str().strip_suffix(ending))?;
    OutPath::new(plain).ok()
}

fn is_page(out: &OutPath) -> bool {
    out.as_str().ends_with(".html")
}

/// The folders above a file, from the top.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').filter_map(|(at, _)| path.get(..at))
}
