//! Pages that are on both sides: what they say now and said before. A change
//! that many pages have is told once.

use std::collections::{BTreeMap, HashMap};

use super::side::Files;
use super::words::{Edit, edits};
use crate::check::{Shown, Visible};
use crate::path::OutPath;

/// On so many pages a change of the page's own words is told once for all; one
/// of what stands around them, from two pages on.
const MANY: usize = 4;

/// Words that are no longer there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Went {
    /// These.
    Words(String),
    /// So many, and they may not be told.
    Count(usize),
}

/// A change of some words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hunk {
    /// The words before it, which are on the new page.
    pub before: String,
    /// What is no longer there.
    pub went: Went,
    /// What is there instead.
    pub came: String,
    /// The words after it, which are on the new page.
    pub after: String,
}

/// A text that stands in for another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// What was there.
    pub went: Went,
    /// What is there.
    pub came: String,
}

/// What is no longer in a list, and what is new in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lists {
    /// No longer there, as far as it may be told.
    pub went: Vec<String>,
    /// How many are no longer there.
    pub gone: usize,
    /// New.
    pub came: Vec<String>,
}

/// A page that says something else.
#[derive(Debug)]
pub struct Changed {
    /// Its file.
    pub out: OutPath,
    /// Its title now.
    pub title: String,
    /// Its words, without the changes that many pages have.
    pub words: Vec<Hunk>,
    /// Whether its words are other ones at all.
    pub has_other_words: bool,
    /// Another title.
    pub retitled: Option<Replaced>,
    /// Another description.
    pub redescribed: Option<Replaced>,
    /// Texts that stand in for pictures, names of controls.
    pub labels: Lists,
    /// Where its links lead.
    pub links: Lists,
}

/// A change that many pages have.
#[derive(Debug)]
pub struct Shared {
    /// The change, with the words around it on the first of the pages.
    pub hunk: Hunk,
    /// The pages.
    pub pages: Vec<OutPath>,
}

/// A picture that pages show in place of another, or that is new on them, or
/// gone from them.
#[derive(Debug)]
pub struct PictureChange {
    /// The old one.
    pub old: Option<Seen>,
    /// The new one.
    pub new: Option<Seen>,
    /// The pages.
    pub pages: Vec<OutPath>,
}

/// A picture as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seen {
    /// Its address.
    pub address: String,
    /// Width and height on the page.
    pub size: Option<(u32, u32)>,
    /// Bytes of its file, where that came or went.
    pub bytes: Option<u64>,
    /// What stands in for it, where that may be told.
    pub alt: Option<String>,
    /// The bytes themselves, of a picture of the new site.
    pub data: Option<Vec<u8>>,
}

/// All that pages of both sides give.
#[derive(Debug, Default)]
pub(super) struct Both {
    pub(super) changed: Vec<Changed>,
    pub(super) shared: Vec<Shared>,
    /// Pages of which only the markup is other.
    pub(super) markup: usize,
}

/// Compares pages; `untold` says whether words of the old site may not be told.
pub(super) fn both<'f>(
    pages: impl Iterator<Item = (&'f OutPath, &'f Visible, &'f Visible)>,
    untold: bool,
) -> (Both, PictureMap) {
    let mut found = Both::default();
    let mut around: HashMap<(&str, &str), Vec<Edit>> = HashMap::new();
    let mut sharing: BTreeMap<(bool, Went, String), Shared> = BTreeMap::new();
    let mut pictures = PictureMap::new();
    for (out, old, new) in pages {
        pictures_of(out, old, new, &mut pictures);
        if old == new {
            found.markup += 1;
            continue;
        }
        let menus = around.entry((&old.around, &new.around)).or_insert_with(|| edits(&old.around, &new.around));
        for edit in menus.iter() {
            share(&mut sharing, true, hunk(edit.clone(), untold), out);
        }
        let words: Vec<Hunk> = edits(&old.words, &new.words).into_iter().map(|edit| hunk(edit, untold)).collect();
        words.iter().for_each(|hunk| share(&mut sharing, false, hunk.clone(), out));
        let labels = lists(&old.labels, &new.labels, untold);
        let links = lists(&old.links, &new.links, untold);
        let retitled = replaced(&old.title, &new.title, untold);
        let redescribed = replaced(&old.description, &new.description, untold);
        let has_other_words = !words.is_empty() || !menus.is_empty();
        let others =
            retitled.is_some() || redescribed.is_some() || labels != Lists::default() || links != Lists::default();
        if !has_other_words && !others {
            // The order of links, or a picture, which is told with pictures.
            found.markup += 1;
            continue;
        }
        let (out, title) = (out.clone(), new.title.clone());
        found.changed.push(Changed { out, title, words, has_other_words, retitled, redescribed, labels, links });
    }
    sharing.retain(|(around, ..), shared| shared.pages.len() >= if *around { 2 } else { MANY });
    let told = |hunk: &Hunk| sharing.contains_key(&(false, hunk.went.clone(), hunk.came.clone()));
    found.changed.iter_mut().for_each(|page| page.words.retain(|hunk| !told(hunk)));
    found.shared = sharing.into_values().collect();
    found.shared.sort_by(|a, b| b.pages.len().cmp(&a.pages.len()).then_with(|| a.pages.cmp(&b.pages)));
    (found, pictures)
}

fn hunk(edit: Edit, untold: bool) -> Hunk {
    let went = if untold { Went::Count(edit.count) } else { Went::Words(edit.went) };
    Hunk { before: edit.before, went, came: edit.came, after: edit.after }
}

fn share(sharing: &mut BTreeMap<(bool, Went, String), Shared>, around: bool, hunk: Hunk, out: &OutPath) {
    let key = (around, hunk.went.clone(), hunk.came.clone());
    let shared = sharing.entry(key).or_insert_with(|| Shared { hunk, pages: Vec::new() });
    if shared.pages.last() != Some(out) {
        shared.pages.push(out.clone());
    }
}

fn replaced(old: &str, new: &str, untold: bool) -> Option<Replaced> {
    let went = || if untold { Went::Count(old.split_whitespace().count()) } else { Went::Words(old.to_owned()) };
    (old != new).then(|| Replaced { went: went(), came: new.to_owned() })
}

fn lists(old: &[String], new: &[String], untold: bool) -> Lists {
    let went = beyond(old, new);
    Lists { gone: went.len(), went: if untold { Vec::new() } else { went }, came: beyond(new, old) }
}

/// What is in a list more often than in another.
fn beyond(list: &[String], other: &[String]) -> Vec<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    other.iter().for_each(|text| *counts.entry(text).or_default() += 1);
    let is_beyond = |text: &&String| match counts.get_mut(text.as_str()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    list.iter().filter(is_beyond).cloned().collect()
}

/// Pictures that changed, each with its pages.
pub(super) type PictureMap = BTreeMap<(Option<PictureOf>, Option<PictureOf>), Vec<OutPath>>;

/// A picture by its address, with its size and what stands in for it.
pub(super) type PictureOf = (String, Option<(u32, u32)>, String);

fn pictures_of(out: &OutPath, old: &Visible, new: &Visible, found: &mut PictureMap) {
    let of = |page: &Visible, other: &Visible| -> Vec<PictureOf> {
        let is_there = |shown: &Shown| other.pictures.iter().any(|picture| picture.address == shown.address);
        let own = page.pictures.iter().filter(|shown| !is_there(shown));
        own.map(|shown| (shown.address.clone(), shown.size, shown.alt.clone())).collect()
    };
    let (mut went, came) = (of(old, new), of(new, old));
    let alone = went.len() == came.len();
    for picture in came {
        // One that says the same in words, or the only other one, was there before.
        let same = went.iter().position(|(_, _, alt)| *alt == picture.2).or(if alone { Some(0) } else { None });
        let before = same.filter(|at| *at < went.len()).map(|at| went.remove(at));
        add(found, (before, Some(picture)), out);
    }
    went.into_iter().for_each(|picture| add(found, (Some(picture), None), out));
}

fn add(found: &mut PictureMap, pair: (Option<PictureOf>, Option<PictureOf>), out: &OutPath) {
    let pages = found.entry(pair).or_default();
    if pages.last() != Some(out) {
        pages.push(out.clone());
    }
}

/// Pictures with what is known of their files; `untold` as before, and `all`
/// whether old ones may be shown too.
pub(super) fn pictures(
    map: PictureMap,
    base: &str,
    (old, new): (&Files, &Files),
    stays: &dyn Fn(&OutPath) -> bool,
    (untold, all): (bool, bool),
) -> Vec<PictureChange> {
    let file = |address: &str| OutPath::new(address.strip_prefix(base)?).ok();
    let seen = |(address, size, alt): PictureOf, is_new: bool| {
        let out = file(&address);
        let got = out.as_ref().and_then(|out| new.get(out).filter(|_| is_new).or_else(|| old.get(out)));
        let public = is_new || all || out.as_ref().is_some_and(stays);
        let data = got.filter(|_| public).and_then(|got| got.bytes.clone());
        let alt = Some(alt).filter(|_| is_new || !untold);
        Seen { address, size, bytes: got.map(|got| got.size), alt, data }
    };
    let change = |((old, new), pages): ((Option<PictureOf>, Option<PictureOf>), Vec<OutPath>)| PictureChange {
        old: old.map(|picture| seen(picture, false)),
        new: new.map(|picture| seen(picture, true)),
        pages,
    };
    map.into_iter().map(change).collect()
}
