//! What the search page searches by: which pages are documents of the index,
//! the files that the script loads, and the page itself.
//!
//! Names of files follow from what they are made from, and all of them stand in
//! the one that the page names, so a browser never mixes two states of a site.

mod cards;
mod documents;
mod map;
mod view;

use std::sync::Arc;

use crate::asset::picture::Pictures;
use crate::asset::{THEME_FOLDER, fingerprinted, fingerprinted_by};
use crate::consent::published::{ProseIx, Published};
use crate::diagnostic::Diagnostic;
use crate::hash::{Hash128, Hasher};
use crate::index::{Entry, Index, Kept, hash_of};
use crate::path::OutPath;
use crate::route::{Facet, Target};
use crate::seal::PROGRAM;
use crate::search::Lexicon;
use crate::text::FileId;
use crate::theme::{Theme, Words};
use crate::tree::Tree;

use super::maker::Maker;
use documents::{Documents, Fields};

pub(super) use view::view;

/// Documents whose cards lie in one file: those of a page of results lie in
/// nearly as many files, so each is small.
const CARDS: usize = 16;

/// What an index is made from.
pub struct ToSearch<'a> {
    /// What is public.
    pub published: &'a Published,
    /// Pictures in use.
    pub pictures: &'a Pictures,
    /// The sources, for texts that have to be read again.
    pub tree: &'a Tree,
    /// Where words get their numbers.
    pub lexicon: &'a Arc<Lexicon>,
    /// What earlier runs read.
    pub kept: &'a Arc<Kept>,
    /// Whether the words of a file may be kept for later runs.
    pub keeps: &'a (dyn Fn(FileId) -> bool + Sync),
}

impl std::fmt::Debug for ToSearch<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ToSearch").finish_non_exhaustive()
    }
}

/// The index of a site, and its files.
#[derive(Debug)]
pub struct Search {
    /// Every file, ready to be made.
    pub files: Vec<SearchFile>,
    targets: Vec<Target>,
    index: Index,
    /// The file that names all others.
    map: Vec<u8>,
    /// Whether a card names what a notice belongs to.
    pub(super) kosovo: bool,
}

/// A file of the index.
#[derive(Debug)]
pub struct SearchFile {
    /// Where it goes.
    pub out: OutPath,
    /// Stands for everything that it follows from.
    pub key: Hash128,
    what: What,
}

#[derive(Debug, Clone, Copy)]
enum What {
    Map,
    Words(usize),
    Spellings(usize),
    Cards(usize),
}

impl Search {
    /// Finds out which files there are; nothing only if a name cannot be made.
    ///
    /// # Errors
    /// A text is not what it was when this run began.
    pub fn new(searched: &ToSearch<'_>, theme: &Theme) -> Result<Option<Self>, Diagnostic> {
        let documents = Documents::new(searched, theme);
        let targets = documents::targets(searched.published);
        let read: Vec<(Entry, Fields)> = documents.entries(&targets)?;
        let (entries, fields): (Vec<Entry>, Vec<Fields>) = read.into_iter().unzip();
        let index = Index::new(searched.lexicon, searched.kept, entries);
        let kosovo = fields.iter().any(|fields| fields.kosovo);
        Ok(Self::named(searched, theme.words(), targets, index, &fields, kosovo))
    }

    fn named(
        searched: &ToSearch<'_>,
        words: &Words,
        targets: Vec<Target>,
        index: Index,
        fields: &[Fields],
        kosovo: bool,
    ) -> Option<Self> {
        // Cards have words of the theme and addresses in them.
        let mut form = Hasher::new();
        form.part(PROGRAM.as_bytes()).part(searched.published.config.base.path.as_bytes());
        for (key, text) in words.iter() {
            form.part(key.as_bytes()).part(text.as_bytes());
        }
        let form = form.finish();
        let mut files = Vec::new();
        let mut add = |stem: &str, key: Hash128, what: What| {
            files.push(SearchFile { out: fingerprinted_by(THEME_FOLDER, stem, "json", key)?, key, what });
            Some(())
        };
        for (number, (_, hash)) in index.shards().enumerate() {
            add("words-", hash, What::Words(number))?;
        }
        for (number, hash) in index.spelling().iter().enumerate() {
            add("spelling-", *hash, What::Spellings(number))?;
        }
        for (number, some) in fields.chunks(CARDS).enumerate() {
            // Two groups of equal cards would be one file.
            let place = Hash128::of(&number.to_le_bytes());
            let key = hash_of([&form, &place].into_iter().chain(some.iter().map(|fields| &fields.hash)));
            add("cards-", key, What::Cards(number))?;
        }
        let map = map::map(searched.published, &targets, &index, &files, fields);
        let out = fingerprinted(THEME_FOLDER, "search-", "json", &map)?;
        files.push(SearchFile { out, key: Hash128::of(&map), what: What::Map });
        Some(Self { files, targets, index, map, kosovo })
    }

    /// The index, for what later runs need not find out again.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// Where the file is that names all others.
    pub(super) fn out(&self) -> Option<&OutPath> {
        self.files.last().map(|file| &file.out)
    }
}

/// A file of the index, made.
pub fn search_file(maker: &Maker<'_>, number: usize) -> Vec<u8> {
    let Some((search, file)) = maker.search.and_then(|search| Some((search, search.files.get(number)?))) else {
        return Vec::new();
    };
    match file.what {
        What::Map => search.map.clone(),
        What::Words(number) => search.index.shard(number),
        What::Spellings(number) => search.index.spellings(number),
        What::Cards(number) => cards::file(maker, search.targets.chunks(CARDS).nth(number).unwrap_or_default()),
    }
}

/// The text of a page, where it has one of an author.
fn prose_of(target: &Target) -> Option<ProseIx> {
    match target {
        Target::Intern(person) => Some(ProseIx::Intern(*person)),
        Target::Update(person, place) => Some(ProseIx::Update(*person, *place)),
        Target::Page(page) => Some(ProseIx::Page(*page)),
        Target::Facet(Facet::Office(ix), _) => Some(ProseIx::Office(*ix)),
        Target::Facet(Facet::Cohort(ix), _) => Some(ProseIx::Cohort(*ix)),
        Target::Facet(Facet::Donor(ix), _) => Some(ProseIx::Donor(*ix)),
        Target::Facet(Facet::Goal(number), _) => Some(ProseIx::Goal(*number)),
        _ => None,
    }
}
