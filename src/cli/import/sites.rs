//! Whole sites: their texts become drafts, and their old addresses redirect.

use std::path::{Path, PathBuf};

use super::super::new::{amidst, chance, renew_schemas};
use super::super::run::run;
use super::super::{Exit, SiteArgs, console};
use super::report::{Done, tell};
use super::{ImportArgs, MOST, decoded, written};
use crate::author::import::{World, record};
use crate::author::new::{Amidst, NewKind, Wanted};
use crate::diagnostic::reason;
use crate::disk::{self, source};
use crate::import::{Entry, Foreign, Kind, Program, folder, wordpress};
use crate::path::SourcePath;

/// The largest export, in bytes.
const MOST_EXPORT: u64 = 32 << 20;

/// The longest summary of a record, in characters.
const SUMMARY: usize = 300;

/// Imports a site.
pub(super) fn import(args: &ImportArgs) -> Exit {
    let kind = args.kind.map_or(NewKind::Page, super::As::kind);
    if kind == NewKind::Intern || args.into.is_some() || args.record.id.is_some() {
        console::complain(
            "error: the texts of a site become pages, or with --kind update later stories of a person.\n",
        );
        return Exit::Usage;
    }
    let (root, mut foreign) = match read(args) {
        Ok(read) => read,
        Err(why) => {
            console::complain(&format!("error: {why}\nNothing was written.\n"));
            return Exit::Usage;
        }
    };
    foreign.finish(kind == NewKind::Page);
    let site = SiteArgs { date: args.date, quiet: true, ..SiteArgs::of(&args.root) };
    run(&site, |run| {
        let (mut known, today, _) = match amidst(run) {
            Ok(found) => found,
            Err(exit) => return exit,
        };
        let mut random = chance();
        let is_there = |path: &str| source::is_there(&args.root, path);
        let mut done = Vec::new();
        for mut entry in std::mem::take(&mut foreign.entries) {
            let wanted = wanted(args, kind, &mut entry);
            let beside = |name: &str| beside(root.as_deref(), &entry.folder, name);
            let world = World { beside: &beside, is_there: &is_there };
            let amidst = Amidst { known: &known, today, dates: &[] };
            let document = std::mem::take(&mut entry.document);
            let made = record(kind, &wanted, document, &world, &amidst, &mut random)
                .map_err(|wrong| wrong.into_iter().map(|wrong| format!("{}: {}", wrong.path, wrong.why)).collect())
                .and_then(|imported| written(&args.root, args.dry_run, &imported).map(|()| imported));
            if let Ok(imported) = &made {
                imported.drafted.kind.into_iter().for_each(|kind| known.add(kind, &imported.drafted.id));
            }
            done.push(Done { from: entry.from.clone(), made });
        }
        if done.iter().any(|done| done.made.is_ok()) && !args.dry_run {
            renew_schemas(&args.root, &known);
        }
        tell(&done, Some(&foreign.remains), args.dry_run, args.format)
    })
}

fn read(args: &ImportArgs) -> Result<(Option<PathBuf>, Foreign), String> {
    if let Some(file) = &args.wordpress {
        let bytes = disk::read_at_most(file, MOST_EXPORT)
            .map_err(|error| format!("{} cannot be read: {}.", file.display(), reason(&error)))?;
        let site = wordpress(&bytes).map_err(|why| format!("{}: {why}.", file.display()))?;
        return Ok((None, site));
    }
    let (program, root) = match (&args.zola, &args.hugo) {
        (Some(root), _) => (Program::Zola, root),
        (None, Some(root)) => (Program::Hugo, root),
        (None, None) => return Err("say what to import.".to_owned()),
    };
    if !disk::is_folder(&root.join("content")) {
        return Err(format!("there is no folder {}.", root.join("content").display()));
    }
    let (mut texts, mut others) = (Vec::new(), Vec::new());
    for path in source::files_below(root, "content")? {
        let below = path.as_str().strip_prefix("content/").unwrap_or_default().to_owned();
        if path.extension() != "md" {
            others.push(path.as_str().to_owned());
            continue;
        }
        let bytes = disk::read_at_most(&root.join(path.as_str()), MOST)
            .map_err(|error| format!("{path} cannot be read: {}.", reason(&error)))?;
        texts.push((below, String::from_utf8_lossy(&bytes).into_owned()));
    }
    if source::is_there(root, "static") {
        let rest = source::files_below(root, "static")?;
        others.extend(rest.iter().map(|path| path.as_str().to_owned()));
    }
    Ok((Some(root.clone()), folder(program, &texts, &others)))
}

/// What is wanted of the record of a text.
fn wanted(args: &ImportArgs, kind: NewKind, entry: &mut Entry) -> Wanted {
    let mut wanted =
        Wanted { answers: args.record.answers.clone(), person: args.record.person.clone(), ..Wanted::default() };
    let id = entry.id();
    let old = entry.old_addresses(&id);
    if kind == NewKind::Page {
        if !old.is_empty() {
            wanted.answers.insert("aliases".to_owned(), old);
        }
        wanted.id = Some(id);
    } else {
        let last = id.rsplit('/').next().unwrap_or_default();
        wanted.id = Some(if last == "index" { "story".to_owned() } else { last.to_owned() });
        old.iter().chain(&entry.address).for_each(|address| {
            entry.document.remains.once(Kind::Address, &format!("old address {address}"));
        });
    }
    if let Some(day) = &entry.published {
        wanted.answers.entry("published".to_owned()).or_insert_with(|| vec![day.clone()]);
    }
    match &entry.summary {
        Some(summary) if summary.chars().count() <= SUMMARY => {
            wanted.answers.entry("summary".to_owned()).or_insert_with(|| vec![summary.clone()]);
        }
        Some(summary) => entry.document.remains.once(Kind::Key, &format!("summary: {summary}")),
        None => {}
    }
    wanted
}

/// A picture that a text names: from its folder, or from that of files that are
/// copied as they are.
fn beside(root: Option<&Path>, folder: &str, name: &str) -> Result<Vec<u8>, String> {
    let root = root.ok_or("it lies on the old site, which is not asked")?;
    let name = decoded(name);
    let path = match name.strip_prefix('/') {
        Some(rest) => SourcePath::resolve("static", rest),
        None => SourcePath::resolve(folder, &name),
    };
    let path = path.map_err(|_| "it does not lie in the site".to_owned())?;
    let file = root.join(path.as_str());
    disk::read_at_most(&file, MOST).map_err(|error| reason(&error))
}
