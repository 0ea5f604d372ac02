//! The difference between two sides, as far as its readers may know it.
//!
//! A report may be read by everybody, and the old site may say what somebody has
//! taken back since. So where anything is taken back, nothing of the old site's
//! words is told, whichever page it stood on: its text, titles, old addresses,
//! pictures. Only how much of it went. Who reads at their own screen may ask for
//! all of it.

use std::collections::BTreeSet;

use super::Audience;
use super::pages::{Both, Changed, PictureChange, Shared, both, pictures};
use super::people::{Changes, People, changes};
use super::side::{Files, Keys, Side};
use crate::diagnostic::Diagnostic;
use crate::format::host::Rule;
use crate::path::OutPath;

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Who reads it.
    pub audience: Audience,
}

/// What is other on the new side.
#[derive(Debug)]
pub struct Difference {
    /// Whose public face changes; `None` where two folders are compared, which
    /// do not say who agreed to what.
    pub people: Option<People>,
    /// New pages with their titles.
    pub added: Vec<(OutPath, String)>,
    /// Pages that are gone.
    pub removed: Count,
    /// Pages that have another address and the same words.
    pub moved: Vec<(OutPath, OutPath)>,
    /// Pages that say something else.
    pub changed: Vec<Changed>,
    /// Changes that many pages have.
    pub shared: Vec<Shared>,
    /// How many pages differ in markup and styles only.
    pub markup: usize,
    /// Pictures.
    pub pictures: Pictures,
    /// Redirects and addresses that are gone.
    pub rules: Rules,
    /// Other files that stay and change.
    pub files: Vec<OutPath>,
    /// What has to travel.
    pub transfer: Transfer,
    /// Whether words of the old site are kept back.
    pub untold: bool,
    /// The path of the site on its host, with a slash at both ends.
    pub base: String,
}

/// Pages, as far as they may be told.
#[derive(Debug, Default)]
pub struct Count {
    /// Those that may.
    pub told: Vec<OutPath>,
    /// How many there are besides.
    pub untold: usize,
}

/// Pictures that pages show.
pub type Pictures = Vec<PictureChange>;

/// Rules that come and go.
#[derive(Debug, Default)]
pub struct Rules {
    /// New ones.
    pub come: Vec<Rule>,
    /// Old ones, as far as they may be told.
    pub go: Vec<Rule>,
    /// How many go besides.
    pub untold: usize,
}

/// What has to travel.
#[derive(Debug, Default)]
pub struct Transfer {
    /// Files that a deploy uploads, and their bytes.
    pub upload: (usize, u64),
    /// Files that it deletes.
    pub delete: usize,
    /// Pages that are typical, with the bytes of a first visit before and now,
    /// texts compressed.
    pub visits: Vec<(OutPath, u64, u64)>,
}

impl Difference {
    /// Whether both sides are the same, byte for byte.
    pub fn is_empty(&self) -> bool {
        self.transfer.upload.0 == 0 && self.transfer.delete == 0
    }
}

/// Compares two sides.
///
/// # Errors
/// What kept files from being made; of the old side, then of the new one.
pub fn compare(old: &Side<'_>, new: &Side<'_>, options: Options) -> Result<Difference, Vec<Diagnostic>> {
    let (was, is) = (old.keys()?, new.keys()?);
    let audience = options.audience;
    let who = old.roll().zip(new.roll()).map(|(old, new)| changes(old, new, audience));
    // Of folders nobody knows what was taken back.
    let takes_back = who.as_ref().is_none_or(|who| who.takes_back);
    let untold = takes_back && audience != Audience::Named;
    let typical = typical(&was, &is);
    let (before, after) = (fetched(old, &was, &is, &typical)?, fetched(new, &is, &was, &typical)?);
    let differs = |out: &OutPath| match (before.get(out), after.get(out)) {
        (Some(old), Some(new)) => old.hash != new.hash,
        _ => was.get(out) != is.get(out),
    };
    let pages = after.iter().filter_map(|(out, new)| {
        let old = before.get(out)?;
        if differs(out) { Some((out, old.page.as_ref()?, new.page.as_ref()?)) } else { None }
    });
    let (found, map) = both(pages, untold);
    let stays = |out: &OutPath| is.contains_key(out);
    let pictures = pictures(map, new.base(), (&before, &after), &stays, (untold, audience == Audience::Named));
    let (added, gone) = come_and_go(&was, &is);
    let moved = if untold { Vec::new() } else { moved(&gone, &added, &before, &after) };
    let added: Vec<_> = added.into_iter().filter(|out| moved.iter().all(|(_, to)| to != *out)).collect();
    let gone: Vec<_> = gone.into_iter().filter(|out| moved.iter().all(|(from, _)| from != *out)).collect();
    let title = |out: &OutPath| after.get(out).and_then(|got| got.page.as_ref()).map(|page| page.title.clone());
    let Both { changed, shared, markup, .. } = found;
    let is_other = |out: &&OutPath| is.contains_key(*out) && differs(out) && !is_page(out) && !is_named_by_bytes(out);
    Ok(Difference {
        added: added.into_iter().map(|out| (out.clone(), title(out).unwrap_or_default())).collect(),
        removed: removed(gone, who.as_ref(), audience),
        moved,
        changed,
        shared,
        markup,
        pictures,
        rules: rules(&old.rules(), &new.rules(), untold),
        files: was.keys().filter(is_other).cloned().collect(),
        transfer: transfer(&was, &is, (&before, &after), &typical, &differs),
        untold,
        base: new.base().to_owned(),
        people: who.map(|who| who.people),
    })
}

/// The files that differ, and those of typical pages.
fn fetched(side: &Side<'_>, own: &Keys, other: &Keys, typical: &[OutPath]) -> Result<Files, Vec<Diagnostic>> {
    let differs = |(out, key): &(&OutPath, &_)| other.get(*out) != Some(*key);
    let mut wanted: BTreeSet<OutPath> = own.iter().filter(differs).map(|(out, _)| out.clone()).collect();
    wanted.extend(typical.iter().cloned());
    let mut files = side.fetch(&wanted)?;
    let needs = typical.iter().filter_map(|out| files.get(out)).flat_map(|got| &got.needs);
    let needs: BTreeSet<OutPath> = needs.filter_map(|path| OutPath::new(path).ok()).collect();
    let lacking = needs.into_iter().filter(|out| own.contains_key(out) && !files.contains_key(out)).collect();
    files.extend(side.fetch(&lacking)?);
    Ok(files)
}

/// The home page and a profile that both sides have.
fn typical(was: &Keys, is: &Keys) -> Vec<OutPath> {
    let both = || is.keys().filter(|out| was.contains_key(*out));
    let home = both().find(|out| out.as_str() == "index.html");
    let is_profile = |out: &&OutPath| {
        let parts: Vec<&str> = out.as_str().split('/').collect();
        matches!(parts.as_slice(), ["interns", id, "index.html"] if *id != "page")
    };
    home.into_iter().chain(both().find(is_profile)).cloned().collect()
}

fn come_and_go<'k>(was: &'k Keys, is: &'k Keys) -> (Vec<&'k OutPath>, Vec<&'k OutPath>) {
    let only = |own: &'k Keys, other: &'k Keys| -> Vec<&'k OutPath> {
        own.keys().filter(|out| is_page(out) && !other.contains_key(*out)).collect()
    };
    (only(is, was), only(was, is))
}

/// Pages that say the same at another address.
fn moved(gone: &[&OutPath], added: &[&OutPath], before: &Files, after: &Files) -> Vec<(OutPath, OutPath)> {
    let page = |files: &Files, out: &OutPath| {
        let page = files.get(out).and_then(|got| got.page.as_ref())?;
        (!page.words.is_empty()).then(|| (page.title.clone(), page.words.clone()))
    };
    let mut free: Vec<&OutPath> = added.to_vec();
    let mut found = Vec::new();
    for from in gone {
        let Some(said) = page(before, from) else { continue };
        if let Some(at) = free.iter().position(|to| page(after, to).as_ref() == Some(&said)) {
            found.push(((*from).clone(), free.remove(at).clone()));
        }
    }
    found
}

/// Pages that are gone. An address may tell a name, a school, who gave: where
/// something is taken back, everybody hears of the folders of people alone, and
/// only of those whose ids tell nothing; those who know the sources hear of all
/// folders of people and of donors.
fn removed(gone: Vec<&OutPath>, who: Option<&Changes>, audience: Audience) -> Count {
    let told = |out: &OutPath| {
        let parts: Vec<&str> = out.as_str().split('/').collect();
        match (who, audience) {
            (_, Audience::Named) => true,
            (Some(who), _) if !who.takes_back => true,
            (Some(who), Audience::Anyone) => match parts.as_slice() {
                ["interns", id, "index.html"] => who.nameless.contains(*id) && who.ended.contains(*id),
                _ => false,
            },
            (Some(_), Audience::Team) => matches!(parts.as_slice(), ["interns" | "donors", _, "index.html"]),
            (None, _) => false,
        }
    };
    let (told, untold): (Vec<_>, Vec<_>) = gone.into_iter().partition(|out| told(out));
    Count { told: told.into_iter().cloned().collect(), untold: untold.len() }
}

fn rules(was: &[Rule], is: &[Rule], untold: bool) -> Rules {
    let only = |own: &[Rule], other: &[Rule]| -> Vec<Rule> {
        own.iter().filter(|rule| !other.contains(rule)).cloned().collect()
    };
    let (go, hidden): (Vec<Rule>, Vec<Rule>) =
        only(was, is).into_iter().partition(|rule| !untold || matches!(rule, Rule::Gone { .. }));
    Rules { come: only(is, was), go, untold: hidden.len() }
}

fn transfer(
    was: &Keys,
    is: &Keys,
    (before, after): (&Files, &Files),
    typical: &[OutPath],
    differs: &dyn Fn(&OutPath) -> bool,
) -> Transfer {
    let changed = is.keys().filter(|out| differs(out)).filter_map(|out| after.get(out));
    let upload = changed.fold((0, 0), |(files, bytes), got| (files + 1, bytes + got.size));
    let visit = |files: &Files, out: &OutPath| {
        let page = files.get(out)?;
        let needs = page.needs.iter().filter_map(|path| files.get(&OutPath::new(path).ok()?));
        Some(page.travels + needs.map(|got| got.travels).sum::<u64>())
    };
    let visits = typical.iter().filter_map(|out| Some((out.clone(), visit(before, out)?, visit(after, out)?)));
    Transfer { upload, delete: was.keys().filter(|out| !is.contains_key(*out)).count(), visits: visits.collect() }
}

fn is_page(out: &OutPath) -> bool {
    out.as_str().ends_with(".html")
}

/// Whether a file has another name when it has other bytes.
fn is_named_by_bytes(out: &OutPath) -> bool {
    ["assets/", "media/"].iter().any(|folder| out.as_str().starts_with(folder))
}
