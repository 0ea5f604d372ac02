//! Whole sites of other programs: their texts, each with the address that it
//! had, so that old links lead to it still.

use std::collections::BTreeMap;

use super::document::{Block, Document, Inline};
use super::remains::{Kind, Remains};
use crate::format::host;
use crate::path::{Url, percent_decoded, slugify};

/// A text of a site.
#[derive(Debug, Default)]
pub struct Entry {
    /// What tells it: its file, or its address.
    pub from: String,
    /// The text, with its title.
    pub document: Document,
    /// The address that it had, on its own host.
    pub address: Option<String>,
    /// What links within the old site called it.
    pub known_as: Vec<String>,
    /// Other old addresses.
    pub aliases: Vec<String>,
    /// The day it came out, as in 2026-11-23.
    pub published: Option<String>,
    /// In a sentence or two.
    pub summary: Option<String>,
    /// A name for it where its address gives none.
    pub slug: String,
    /// The folder in the site from which its pictures are named.
    pub folder: String,
}

/// A site.
#[derive(Debug, Default)]
pub struct Foreign {
    /// Its texts.
    pub entries: Vec<Entry>,
    /// What was not carried of the site itself.
    pub remains: Remains,
}

/// First parts of addresses that are the site's own.
const TAKEN: [&str; 14] = [
    "interns", "offices", "cohorts", "donors", "sdgs", "impact", "search", "data", "assets", "levels", "schools",
    "feed", "static", "pages",
];

impl Entry {
    /// The id of the page that it becomes: at its old address, wherever that can be.
    pub fn id(&self) -> String {
        let old = self.address.as_deref().unwrap_or_default();
        let old = old.trim_end_matches(".html").trim_end_matches(".htm").trim_end_matches(".php");
        let parts: Vec<String> = old.split('/').filter_map(slugify).collect();
        let id = match parts.first() {
            Some(first) if TAKEN.contains(&first.as_str()) => format!("archive/{}", parts.join("/")),
            Some(_) => parts.join("/"),
            None => slugify(&self.slug).unwrap_or_default(),
        };
        if id.is_empty() { "untitled".to_owned() } else { id }
    }

    /// Old addresses that redirect to the page of an id; those that cannot are
    /// put on the list.
    pub fn old_addresses(&mut self, id: &str) -> Vec<String> {
        let mut good: Vec<String> = Vec::new();
        let own = format!("/{id}/");
        let all: Vec<String> = self.address.iter().chain(&self.aliases).cloned().collect();
        for address in all {
            let decoded = percent_decoded(&address);
            let whole = if decoded.starts_with('/') { decoded.into_owned() } else { format!("/{decoded}") };
            let fit = Url::new(&whole).filter(|url| !host::is_pattern(url.as_str()) && url.as_str() != "/");
            match fit {
                Some(url) if url.as_str() == own || url.as_str() == own.trim_end_matches('/') => {}
                Some(url) if good.iter().any(|known| known == url.as_str()) => {}
                Some(url) => good.push(url.as_str().to_owned()),
                None => self.document.remains.once(Kind::Address, &format!("old address {address}")),
            }
        }
        good
    }
}

impl Foreign {
    /// Turns links between the texts into links between their pages, and brings
    /// each into the shape of a story. `kept` says which are imported as pages.
    pub fn finish(&mut self, as_pages: bool) {
        let mut pages: BTreeMap<String, String> = BTreeMap::new();
        for entry in self.entries.iter().filter(|_| as_pages) {
            let id = entry.id();
            for name in entry.known_as.iter().chain(&entry.address).chain(&entry.aliases) {
                pages.entry(bare(name).to_owned()).or_insert_with(|| id.clone());
            }
        }
        for entry in &mut self.entries {
            let Document { blocks, notes, .. } = &mut entry.document;
            let mut turn = |to: &mut String| {
                let (address, fragment) = to.split_once('#').map_or((to.as_str(), None), |(a, f)| (a, Some(f)));
                if address.is_empty() {
                    return;
                }
                if let Some(id) = pages.get(bare(address)) {
                    let fragment = fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
                    *to = format!("page:{id}{fragment}");
                }
            };
            links(blocks, &mut turn);
            notes.iter_mut().for_each(|note| links(note, &mut turn));
            super::shaped(&mut entry.document);
        }
    }
}

/// An address without what does not tell pages apart.
fn bare(address: &str) -> &str {
    let address = address.split('?').next().unwrap_or_default();
    address.trim_end_matches('/')
}

/// Visits the address of every link.
fn links(blocks: &mut [Block], visit: &mut dyn FnMut(&mut String)) {
    for block in blocks {
        match block {
            Block::Heading { text, .. } | Block::Paragraph(text) => inline_links(text, visit),
            Block::List { items, .. } => items.iter_mut().for_each(|item| links(&mut item.blocks, visit)),
            Block::Quote(inner) => links(inner, visit),
            Block::Table(rows) => rows.iter_mut().flatten().for_each(|cell| inline_links(cell, visit)),
            Block::Definitions(pairs) => pairs.iter_mut().for_each(|(term, meaning)| {
                inline_links(term, visit);
                links(meaning, visit);
            }),
            Block::Code { .. } | Block::Figure(..) | Block::Rule => {}
        }
    }
}

fn inline_links(inlines: &mut [Inline], visit: &mut dyn FnMut(&mut String)) {
    for inline in inlines {
        match inline {
            Inline::Link { to, text } => {
                visit(to);
                inline_links(text, visit);
            }
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Struck(inner) => inline_links(inner, visit),
            Inline::Text(_) | Inline::Code(_) | Inline::Image(_) | Inline::Note(_) | Inline::Break => {}
        }
    }
}

/// The path of a full address, and whether it has a query.
pub(super) fn path_of(address: &str) -> (String, bool) {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let from = if address.contains("://") { rest.find('/').unwrap_or(rest.len()) } else { 0 };
    let path = rest.get(from..).unwrap_or_default();
    let (path, query) = path.split_once('?').map_or((path, false), |(path, _)| (path, true));
    let path = path.split('#').next().unwrap_or_default();
    (if path.is_empty() { "/".to_owned() } else { path.to_owned() }, query)
}

/// The day of a date that may have a time.
pub(super) fn day(text: &str) -> Option<String> {
    let day = text.trim().get(..10)?;
    day.parse::<jiff::civil::Date>().ok().map(|date| date.to_string())
}
