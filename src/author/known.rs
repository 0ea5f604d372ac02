//! What a site has by now that a new record can name: ids, tiers, its language.
//!
//! Read from names of files and from `site.toml` alone, so that a record with
//! mistakes can be named all the same, as links to it may.

use std::collections::{BTreeMap, BTreeSet};

use crate::config;
use crate::kind::RecordKind;
use crate::language;
use crate::path::{SourcePath, is_slug};
use crate::tree::Tree;

/// What there is to refer to.
#[derive(Debug, Default, Clone)]
pub struct Known {
    /// The site's default language; `en` where `site.toml` names none.
    pub language: String,
    /// Ids of donor tiers, in their order.
    pub tiers: Vec<String>,
    ids: BTreeMap<RecordKind, BTreeSet<String>>,
    /// Ids of people that were erased: nobody else may have them.
    gone: BTreeSet<String>,
}

impl Known {
    /// What a site has.
    pub fn of(tree: &Tree) -> Self {
        let file = SourcePath::new(config::PATH).ok().and_then(|path| tree.find(&path));
        let text = file.map(|file| tree.text(file)).unwrap_or_default();
        let table = text.trim_start_matches('\u{feff}').parse::<toml::Table>().unwrap_or_default();
        let tag = table.get("language").and_then(toml::Value::as_str).filter(|tag| language::is_tag(tag));
        let tiers = table.get("tiers").and_then(toml::Value::as_array).into_iter().flatten();
        let tiers = tiers.filter_map(|tier| Some(tier.get("id")?.as_str()?.to_owned()));
        let mut known = Self { language: tag.unwrap_or("en").to_owned(), tiers: tiers.collect(), ..Self::default() };
        for file in tree.below("content") {
            if let Some((kind, id)) = record_of(tree.path(file)) {
                known.ids.entry(kind).or_default().insert(id);
            }
        }
        let gone = SourcePath::new("content/gone.toml").ok().and_then(|path| tree.find(&path));
        let gone = gone.map(|file| tree.text(file)).unwrap_or_default();
        let gone = gone.trim_start_matches('\u{feff}').parse::<toml::Table>().unwrap_or_default();
        let entries = gone.get("gone").and_then(toml::Value::as_array).into_iter().flatten();
        known.gone = entries.filter_map(|entry| Some(entry.get("id")?.as_str()?.to_owned())).collect();
        known
    }

    /// Whether a person has an id, or had it before being erased.
    pub fn is_taken(&self, id: &str) -> bool {
        self.has(RecordKind::Intern, id) || self.gone.contains(id)
    }

    /// The ids of a kind, sorted.
    pub fn ids(&self, kind: RecordKind) -> Vec<&str> {
        self.ids.get(&kind).into_iter().flatten().map(String::as_str).collect()
    }

    /// Whether a record is there.
    pub fn has(&self, kind: RecordKind, id: &str) -> bool {
        self.ids.get(&kind).is_some_and(|ids| ids.contains(id))
    }

    /// Takes note of a record that is there from now on.
    pub fn add(&mut self, kind: RecordKind, id: &str) {
        self.ids.entry(kind).or_default().insert(id.to_owned());
    }
}

/// The record that a file is, by its path.
fn record_of(path: &SourcePath) -> Option<(RecordKind, String)> {
    let parts: Vec<&str> = path.as_str().split('/').collect();
    let (kind, id) = match parts.as_slice() {
        [_, "interns", id, "index.md"] => (RecordKind::Intern, (*id).to_owned()),
        [_, "offices", name] => (RecordKind::Office, name.strip_suffix(".toml")?.to_owned()),
        [_, "cohorts", name] => (RecordKind::Cohort, name.strip_suffix(".toml")?.to_owned()),
        [_, "donors", name] => (RecordKind::Donor, name.strip_suffix(".toml")?.to_owned()),
        [_, "pages", rest @ ..] => (RecordKind::Page, rest.join("/").strip_suffix(".md")?.to_owned()),
        _ => return None,
    };
    id.split('/').all(is_slug).then_some((kind, id))
}
