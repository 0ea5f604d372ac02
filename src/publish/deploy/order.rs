//! What is done to make a store hold a site, and in which order.
//!
//! Pages of people who are gone are deleted first: a cut may leave a list with a
//! link that leads nowhere, but never a page that somebody took back. Then comes
//! what pages refer to, then pages that nobody refers to yet, then changed ones,
//! home last; then feeds, the sitemap and rules, which name pages; then all else
//! that is no longer part of the site goes, pages before what they refer to. Between
//! two steps everything of the first is done.

use std::collections::{BTreeMap, BTreeSet};

use super::record::{Record, State};
use super::site::{Entry, Site};
use crate::asset::{PICTURE_FOLDER, THEME_FOLDER};
use crate::format::host::RULES;
use crate::path::OutPath;
use crate::render::PACKED;

/// A step; all of its files may go at the same time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Pages of people who are gone, deleted.
    TakeDown,
    /// Files that have another name when they have other bytes.
    Named,
    /// All others that pages refer to.
    Asset,
    /// Pages that are new.
    NewPage,
    /// Pages that change.
    Page,
    /// The home page.
    Home,
    /// Feeds, the sitemap, rules for the host.
    Late,
    /// Pages that are no longer part of the site, deleted.
    OldPage,
    /// Whatever else is no longer part of it, deleted.
    Old,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// A file is put. Where showcase has nothing, it replaces nothing.
    Put(OutPath, Entry),
    /// A file that showcase put is deleted.
    Delete(OutPath),
}

/// All changes: for each step groups of changes that follow each other.
#[derive(Debug, Default)]
pub struct Order {
    /// The steps with their groups, in order.
    pub steps: BTreeMap<Step, Vec<Vec<Act>>>,
    /// How many files are as they are.
    pub kept: usize,
}

impl Order {
    /// Every change, in order.
    pub fn acts(&self) -> impl Iterator<Item = &Act> {
        self.steps.values().flatten().flatten()
    }

    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Files that are put, and their bytes.
    pub fn put(&self) -> (usize, u64) {
        self.acts().fold((0, 0), |(files, bytes), act| match act {
            Act::Put(_, entry) => (files + 1, bytes + entry.size),
            Act::Delete(_) => (files, bytes),
        })
    }

    /// How many files are deleted.
    pub fn deleted(&self) -> usize {
        self.acts().filter(|act| matches!(act, Act::Delete(_))).count()
    }
}

/// What makes a store with this record hold this site.
pub fn order(site: &Site, record: &Record) -> Order {
    let mut groups: BTreeMap<(Step, OutPath), Vec<Act>> = BTreeMap::new();
    let mut order = Order::default();
    let stale: BTreeSet<&OutPath> =
        record.files().map(|(path, _)| path).filter(|path| !site.files.contains_key(*path)).collect();
    for path in &stale {
        let plain = plain_of(path);
        // A form of a file that stays goes right before the new text comes.
        let group = match plain.as_ref().and_then(|plain| Some((plain, site.files.get(plain)?))) {
            Some((plain, _)) => (put_step(plain, record), plain.clone()),
            None => (delete_step(path, site), (*path).clone()),
        };
        groups.entry(group).or_default().push(Act::Delete((*path).clone()));
    }
    for (path, entry) in &site.files {
        if record.state(path) == Some(State::There(entry.hash)) {
            order.kept += 1;
            continue;
        }
        let plain = plain_of(path).filter(|plain| site.files.contains_key(plain)).unwrap_or_else(|| path.clone());
        groups.entry((put_step(&plain, record), plain)).or_default().push(Act::Put(path.clone(), *entry));
    }
    for ((step, _), acts) in groups {
        order.steps.entry(step).or_default().push(acts);
    }
    order
}

/// The file that this one is the compressed form of, by its name.
pub(super) fn plain_of(path: &OutPath) -> Option<OutPath> {
    let plain = PACKED.iter().find_map(|ending| path.as_str().strip_suffix(ending))?;
    OutPath::new(plain).ok()
}

/// Whether a file has another name when it has other bytes.
pub(super) fn is_named_by_bytes(path: &OutPath) -> bool {
    [THEME_FOLDER, PICTURE_FOLDER].iter().any(|folder| in_folder(path.as_str(), folder))
}

fn in_folder(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

fn is_page(path: &OutPath) -> bool {
    path.as_str().ends_with(".html")
}

fn put_step(path: &OutPath, record: &Record) -> Step {
    let name = path.as_str();
    let is_late = RULES.contains(&name)
        || ["feed.xml", "feed.json", "robots.txt", "llms.txt"].iter().any(|late| name.ends_with(late))
        || (name.starts_with("sitemap") && name.ends_with(".xml"));
    match () {
        () if name == "index.html" => Step::Home,
        () if is_page(path) && record.state(path).is_none() => Step::NewPage,
        () if is_page(path) => Step::Page,
        () if is_late => Step::Late,
        // The index of a search names its parts, which are named by their bytes.
        () if is_named_by_bytes(path) || in_folder(name, "search") => Step::Named,
        () => Step::Asset,
    }
}

fn delete_step(path: &OutPath, site: &Site) -> Step {
    let plain = plain_of(path).unwrap_or_else(|| path.clone());
    if !is_page(&plain) {
        Step::Old
    } else if site.gone.iter().any(|folder| plain.as_str().starts_with(folder.as_str())) {
        Step::TakeDown
    } else {
        Step::OldPage
    }
}
