//! What became of each document, for people and for programs.

use std::fmt::Write as _;

use clap::ValueEnum;
use serde_json::json;

use super::super::{Exit, console};
use crate::author::import::Imported;
use crate::import::{Fate, Kind, Remain, Remains};

/// How it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Form {
    /// For people, on standard error.
    Human,
    /// One JSON document on standard output, with every word that was not carried.
    Json,
}

/// A document that was dealt with.
pub(in crate::cli) struct Done {
    pub(in crate::cli) from: String,
    /// What came of it, or why nothing did.
    pub(in crate::cli) made: Result<Imported, Vec<String>>,
}

/// How many of a kind are told one by one.
const SHOWN: usize = 8;

/// How many characters of each are told.
const LONGEST: usize = 160;

/// Tells what became of documents, and how the command ends.
/// `site` is what was not carried of a site as a whole.
pub(in crate::cli) fn tell(done: &[Done], site: Option<&Remains>, dry_run: bool, form: Form) -> Exit {
    match form {
        Form::Json => console::out(&json(done, site, dry_run)),
        Form::Human => {
            if dry_run {
                let made = done.iter().filter_map(|done| done.made.as_ref().ok());
                made.for_each(|imported| console::out(&imported.drafted.text));
            }
            done.iter().for_each(|done| console::complain(&human(done, dry_run)));
            if let Some(site) = site.filter(|site| !site.list.is_empty()) {
                console::complain(&format!("The site itself:\n{}", remains(site)));
            }
            if done.iter().any(|done| done.made.is_ok()) {
                console::complain(
                    "Fonts, sizes, colours, columns and page breaks are never carried. Read each story beside its \
                     document before it goes out.\n",
                );
            }
        }
    }
    if done.iter().any(|done| done.made.is_err()) { Exit::Content } else { Exit::Done }
}

fn human(done: &Done, dry_run: bool) -> String {
    let mut out = String::new();
    match &done.made {
        Err(wrong) => {
            for why in wrong {
                let _ = writeln!(out, "error: {}: {why}", done.from);
            }
            let _ = writeln!(out, "Nothing was written of {}.", done.from);
        }
        Ok(imported) => {
            let pictures = match imported.pictures.len() {
                0 => String::new(),
                1 => " with 1 picture".to_owned(),
                many => format!(" with {many} pictures"),
            };
            let is = if dry_run { "would be" } else { "is" };
            let path = &imported.drafted.path;
            let _ = writeln!(out, "{path} {is} written from {}{pictures}. It is a draft.", done.from);
            out.push_str(&remains(&imported.remains));
        }
    }
    out
}

fn remains(remains: &Remains) -> String {
    let mut out = String::new();
    for (fate, title) in
        [(Fate::Left, "Not carried:"), (Fate::Changed, "Carried in another shape:"), (Fate::ToDo, "To be seen to:")]
    {
        let mut kinds: Vec<Kind> =
            remains.list.iter().map(|remain| remain.kind).filter(|kind| kind.fate() == fate).collect();
        kinds.sort();
        kinds.dedup();
        if !kinds.is_empty() {
            let _ = writeln!(out, "  {title}");
        }
        for kind in kinds {
            let all: Vec<&Remain> = remains.list.iter().filter(|remain| remain.kind == kind).collect();
            let _ = writeln!(out, "    {} ({})", kind.words(), all.len());
            for remain in all.iter().take(SHOWN) {
                out.push_str(&line(remain));
            }
            if all.len() > SHOWN {
                let _ = writeln!(out, "      and {} more; --format json has all", all.len() - SHOWN);
            }
        }
    }
    out
}

fn line(remain: &Remain) -> String {
    let mut words: String = remain.words.chars().take(LONGEST).collect();
    if words.len() < remain.words.len() {
        words.push('\u{2026}');
    }
    match (remain.place.as_str(), words.as_str()) {
        ("", "") => String::new(),
        ("", words) => format!("      {words}\n"),
        (place, "") => format!("      below \u{201c}{place}\u{201d}\n"),
        (place, words) => format!("      below \u{201c}{place}\u{201d}: {words}\n"),
    }
}

fn json(done: &[Done], site: Option<&Remains>, dry_run: bool) -> String {
    let one = |done: &Done| match &done.made {
        Err(wrong) => json!({ "from": done.from, "problems": wrong }),
        Ok(imported) => {
            let pictures: Vec<&str> = imported.pictures.iter().map(|(path, _)| path.as_str()).collect();
            let mut value = json!({
                "from": done.from,
                "path": imported.drafted.path.as_str(),
                "pictures": pictures,
                "remains": imported.remains.list.iter().map(remain).collect::<Vec<_>>(),
            });
            if let (true, Some(map)) = (dry_run, value.as_object_mut()) {
                map.insert("text".to_owned(), json!(imported.drafted.text));
            }
            value
        }
    };
    let all: Vec<serde_json::Value> = done.iter().map(one).collect();
    let site: Vec<serde_json::Value> = site.into_iter().flat_map(|site| &site.list).map(remain).collect();
    let whole = json!({ "version": 1, "documents": all, "site": site });
    let mut text = serde_json::to_string_pretty(&whole).unwrap_or_default();
    text.push('\n');
    text
}

fn remain(remain: &Remain) -> serde_json::Value {
    let fate = match remain.kind.fate() {
        Fate::Left => "not-carried",
        Fate::Changed => "changed",
        Fate::ToDo => "to-do",
    };
    json!({ "kind": remain.kind.name(), "fate": fate, "below": remain.place, "words": remain.words })
}
