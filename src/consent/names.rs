//! Finds names of withheld people and donors that are written out in texts
//! which stay public. The gate can drop what is marked as theirs; it cannot
//! drop a name from somebody else's sentence.

use std::collections::BTreeSet;
use std::ops::Range;

use aho_corasick::AhoCorasick;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::published::{PublicIntern, PublicProse, PublicTo, Published};
use super::standing::Fate;
use crate::content::intern::Scope;
use crate::diagnostic::{Code, Diagnostic};
use crate::hash::{Hash128, Hasher};
use crate::markdown;
use crate::record::Text;
use crate::site::Site;
use crate::text::{FileId, Origin, Span};
use crate::tree::Tree;

/// Names, folded, with the word for whose they are.
pub(super) struct Withheld {
    names: Vec<(String, &'static str)>,
    digest: Hash128,
}

impl Withheld {
    /// Stands for these names. Their records are hashed with them, of which
    /// enough is private that no guess at a name can be tested against it.
    pub(super) fn digest(&self) -> Hash128 {
        self.digest
    }
}

/// Shorter names would be found inside ordinary sentences.
const SHORTEST: usize = 4;

/// The names that must not appear anywhere.
pub(super) fn withheld(site: &Site, fates: &[Fate], tree: &Tree) -> Withheld {
    let public_name = |(intern, fate): &(&crate::site::Intern, &Fate)| {
        let scopes = intern.facts.consent.scopes.as_ref();
        fate.is_public() && scopes.is_some_and(|scopes| scopes.contains(&Scope::Name))
    };
    let (named, unnamed): (Vec<_>, Vec<_>) = site.interns.iter().zip(fates).partition(public_name);
    let named_donor =
        |d: &&crate::site::Linked<crate::content::donor::DonorRecord>| !d.record.anonymous && d.record.permission.name;
    let unnamed_donors = || site.donors.iter().filter(|donor| !named_donor(donor));
    let mut hasher = Hasher::new();
    let files = unnamed.iter().map(|(intern, _)| intern.facts.file).chain(unnamed_donors().map(|d| d.record.file));
    for hash in files.filter_map(|file| tree.hash(file)) {
        hasher.part(&hash.to_bytes());
    }
    if unnamed.is_empty() && unnamed_donors().next().is_none() {
        return Withheld { names: Vec::new(), digest: hasher.finish() };
    }
    // A name that someone else bears in public, or that the site itself bears,
    // tells nothing about the one who is withheld.
    let mut open: BTreeSet<String> = named.iter().map(|(intern, _)| fold(&intern.facts.name.value)).collect();
    open.extend(site.donors.iter().filter(named_donor).map(|d| fold(&d.record.name.value)));
    open.insert(fold(&site.config.organisation.name));
    open.insert(fold(&site.config.title));
    open.extend(site.config.programme.names().map(fold));
    open.extend(site.offices.iter().flat_map(|office| in_all(&office.record.name)).map(|(name, _)| fold(name)));
    let people = unnamed.iter().map(|(intern, _)| (fold(&intern.facts.name.value), "person"));
    let donors = unnamed_donors().flat_map(|d| {
        let honoree = d.record.tribute.as_ref().map(|tribute| fold(&tribute.honoree.value));
        [Some(fold(&d.record.name.value)), honoree].into_iter().flatten().map(|name| (name, "donor"))
    });
    let all: BTreeSet<_> =
        people.chain(donors).filter(|(name, _)| name.chars().count() >= SHORTEST && !open.contains(name)).collect();
    for (name, _) in &all {
        hasher.part(name.as_bytes());
    }
    Withheld { names: all.into_iter().collect(), digest: hasher.finish() }
}

/// Reports each withheld name in a public text, at its place.
/// Files that `skip` names were searched before, for the same names.
pub(super) fn check(
    withheld: &Withheld,
    published: &Published,
    tree: &Tree,
    skip: &(dyn Fn(FileId) -> bool + Sync),
    problems: &mut Vec<Diagnostic>,
) {
    if withheld.names.is_empty() {
        return;
    }
    let Ok(automaton) = AhoCorasick::new(withheld.names.iter().map(|(name, _)| name)) else { return };
    let search = || Search { withheld, automaton: &automaton, found: BTreeSet::new(), dropped: Vec::new() };
    let of_interns =
        published.interns.par_iter().filter(|intern| intern.is_translated() || !skip(intern.file)).flat_map_iter(
            |intern| {
                let mut search = search();
                search.texts(texts_of_intern(intern));
                search.prose(&intern.story, tree);
                search.found
            },
        );
    let mut search = Search { found: of_interns.collect(), ..search() };
    for update in published.interns.iter().flat_map(|intern| &intern.updates) {
        search.texts([&update.title, &update.summary].into_iter().flat_map(in_all));
        search.prose(&update.story, tree);
    }
    for page in &published.pages {
        search.texts([Some(&page.title), page.summary.as_ref()].into_iter().flatten().flat_map(in_all));
        search.texts(page.aliases.iter().map(|alias| (alias.value.as_str(), Origin::verbatim(alias.span))));
        search.prose(&page.story, tree);
    }
    for office in &published.offices {
        search.texts(std::iter::once(&office.name).chain(&office.summary).flat_map(in_all));
        office.story.iter().for_each(|story| search.prose(story, tree));
    }
    for cohort in &published.cohorts {
        let sources = cohort.sources.iter().map(|source| &source.title);
        search.texts(cohort.title.iter().chain(&cohort.summary).chain(sources).flat_map(in_all));
        cohort.story.iter().for_each(|story| search.prose(story, tree));
    }
    for donor in &published.donors {
        let tribute = donor.tribute.as_ref().map(|tribute| &tribute.honoree);
        let pictures = donor.photo.iter().chain(&donor.logo).map(|picture| &picture.alt);
        let texts = donor.summary.iter().chain(&donor.quote).chain(&donor.restricted_to).chain(&donor.amount);
        let texts = texts.chain(tribute).chain(pictures);
        search.texts(texts.flat_map(in_all));
        donor.story.iter().for_each(|story| search.prose(story, tree));
    }
    for goal in &published.goals {
        search.texts(goal.contribution.iter().flat_map(in_all));
        goal.story.iter().for_each(|story| search.prose(story, tree));
    }
    let config = &published.config;
    let titles = config.menu.iter().map(|item| &item.title).chain(config.tiers.iter().map(|(_, title)| title));
    let editions = config.languages.iter().flat_map(|edition| edition.title.iter().chain(&edition.description));
    search.texts(config.description.iter().chain(titles).chain(editions).flat_map(in_all));
    search.addresses(published);
    search.extras(published);
    problems.extend(search.found.into_iter().map(|(span, whose)| {
        Diagnostic::new(Code::WithheldName, span, format!("This text names a {whose} whose name is withheld."))
            .help("Take the name out, or put a neutral form of words in its place.")
    }));
}

/// Texts of a person that stand outside the story, with their places.
fn texts_of_intern(intern: &PublicIntern) -> Vec<(&str, Origin)> {
    let portrait = intern.portrait.iter().flat_map(|p| [Some(&p.alt), p.credit.as_ref()]);
    let outcome = intern.outcome.iter().flat_map(|o| [o.role.as_ref(), o.organisation.as_ref()]);
    let why = intern.sdgs.iter().map(|mapping| mapping.why.as_ref());
    let texts = [
        Some(&intern.course),
        intern.school.as_ref(),
        intern.unit.as_ref(),
        Some(&intern.title),
        Some(&intern.summary),
        intern.quote.as_ref(),
    ];
    let other_skills = intern.other_skills.iter().flat_map(|(_, skills)| skills);
    let words = intern.skills.iter().chain(other_skills).chain(&intern.aliases);
    let words = words.map(|word| (word.value.as_str(), Origin::verbatim(word.span)));
    texts.into_iter().chain(portrait).chain(outcome).chain(why).flatten().flat_map(in_all).chain(words).collect()
}

/// A text in each of its languages, with its places.
fn in_all(text: &Text) -> impl Iterator<Item = (&str, Origin)> {
    let others = text.others().iter().map(|(_, other)| (other.value.as_str(), other.origin));
    std::iter::once((text.value.as_str(), text.origin)).chain(others)
}

fn collect<'v>(value: &'v serde_json::Value, strings: &mut Vec<&'v str>) {
    match value {
        serde_json::Value::String(text) => strings.push(text),
        serde_json::Value::Array(items) => items.iter().for_each(|item| collect(item, strings)),
        serde_json::Value::Object(table) => table.values().for_each(|item| collect(item, strings)),
        _ => {}
    }
}

struct Search<'a> {
    withheld: &'a Withheld,
    automaton: &'a AhoCorasick,
    found: BTreeSet<(Span, &'static str)>,
    /// Spans of the text at hand that no page will show.
    dropped: Vec<Span>,
}

impl Search<'_> {
    fn texts<'t>(&mut self, texts: impl IntoIterator<Item = (&'t str, Origin)>) {
        for (text, origin) in texts {
            self.text(text, |range| origin.span(range));
        }
    }

    /// Ids, slugs and aliases: addresses are read aloud and kept by others.
    fn addresses(&mut self, published: &Published) {
        let interns = published.interns.iter().flat_map(|intern| {
            let updates = intern.updates.iter().map(|u| (u.slug.as_str(), u.story.origin.whole().file));
            std::iter::once((intern.id.as_str(), intern.file)).chain(updates)
        });
        let pages = published.pages.iter().map(|page| (page.id.as_str(), page.file));
        for (slug, file) in interns.chain(pages) {
            self.text(&slug.replace(['-', '/'], " "), |_| Span::start_of(file));
        }
        let interns = published.interns.iter().flat_map(|intern| &intern.aliases);
        for alias in interns.chain(published.pages.iter().flat_map(|page| &page.aliases)) {
            self.text(&alias.value.replace(['-', '/', '_'], " "), |_| alias.span);
        }
    }

    /// What records hand to templates untouched; its place is the record.
    fn extras(&mut self, published: &Published) {
        let interns = published.interns.iter().map(|intern| (&intern.extra, intern.file));
        let pages = published.pages.iter().map(|page| (&page.extra, page.file));
        for (extra, file) in interns.chain(pages) {
            let mut strings = Vec::new();
            extra.values().for_each(|value| collect(value, &mut strings));
            strings.into_iter().for_each(|text| self.text(text, |_| Span::start_of(file)));
        }
    }

    /// The source as it stands, for what a page takes from attributes; and the
    /// visible text, in which an emphasis may hide a name from the former.
    fn prose(&mut self, prose: &PublicProse, tree: &Tree) {
        self.prose_in_one(prose, tree);
        prose.others.iter().for_each(|(_, other)| self.prose_in_one(other, tree));
    }

    fn prose_in_one(&mut self, prose: &PublicProse, tree: &Tree) {
        let whole = prose.origin.whole();
        // The words of a link that is left out are left out with it.
        let dropped = prose.links.iter().filter(|link| matches!(link.to, PublicTo::Withheld(_)));
        self.dropped = dropped.map(|link| link.span).collect();
        let Ok(text) = tree.open(whole.file) else { return };
        let source = text.get(whole.range()).unwrap_or_default();
        self.text(source, |range| {
            let start = whole.start as usize;
            Span::new(whole.file, start + range.start..start + range.end)
        });
        let mut visible = String::new();
        let mut runs = Vec::new();
        for (range, text) in markdown::plain(source) {
            runs.push((visible.len(), range, text.len()));
            visible.push_str(&text);
        }
        self.text(&visible, |range: Range<usize>| {
            // A run without escapes stands in the source letter by letter.
            let exact = |at: usize, from: usize, run: &Range<usize>, length: usize| {
                if run.len() == length { Some(run.start + at - from) } else { None }
            };
            let first = runs.iter().rev().find(|(from, ..)| *from <= range.start);
            let last = runs.iter().rev().find(|(from, ..)| *from < range.end);
            let Some(((from, run, length), (last_from, last_run, last_length))) = first.zip(last) else { return whole };
            let start = exact(range.start, *from, run, *length).unwrap_or(run.start);
            let end = exact(range.end, *last_from, last_run, *last_length).unwrap_or(last_run.end);
            let base = whole.start as usize;
            Span::new(whole.file, base + start..base + end)
        });
    }

    fn text(&mut self, text: &str, place: impl Fn(Range<usize>) -> Span) {
        let (folded, offsets) = fold_with_offsets(text);
        for found in self.automaton.find_overlapping_iter(&folded) {
            let before = folded.get(..found.start()).and_then(|s| s.chars().next_back());
            let after = folded.get(found.end()..).and_then(|s| s.chars().next());
            if before.is_some_and(char::is_alphanumeric) || after.is_some_and(char::is_alphanumeric) {
                continue;
            }
            let start = offsets.get(found.start()).copied().unwrap_or(0);
            let end = offsets.get(found.end()).copied().unwrap_or(text.len());
            let span = place(start..end);
            let whose = self.withheld.names.get(found.pattern().as_usize()).map_or("person", |(_, whose)| whose);
            let covered = |other: &Span| other.file == span.file && other.start <= span.end && span.start <= other.end;
            let dropped =
                self.dropped.iter().any(|d| d.file == span.file && d.start <= span.start && span.end <= d.end);
            if !dropped && !self.found.iter().any(|(other, _)| covered(other)) {
                self.found.insert((span, whose));
            }
        }
    }
}

/// Whether a record's id is made of the person's name: it would then be
/// repeated by every list of addresses, even of those that are gone.
pub(super) fn is_in_id(name: &str, id: &str) -> bool {
    // A word of the name would be a part of the id, and most ids have none so
    // long; slugs are costly.
    if !id.split('-').any(|part| part.len() >= SHORTEST && could_be_in(name, part)) {
        return false;
    }
    let slug = crate::path::slugify(name).unwrap_or_default();
    let words: Vec<&str> = slug.split('-').filter(|word| word.len() >= SHORTEST).collect();
    !words.is_empty() && words.iter().all(|word| id.split('-').any(|part| part == *word))
}

/// Whether the slug of a name may hold a word; what becomes of letters beyond
/// ASCII is not known here.
fn could_be_in(name: &str, word: &str) -> bool {
    !name.is_ascii() || name.split(|c: char| !c.is_ascii_alphanumeric()).any(|part| part.eq_ignore_ascii_case(word))
}

fn fold(text: &str) -> String {
    fold_with_offsets(text).0.trim().to_owned()
}

/// A text without case, accents and the difference between kinds of white
/// space, hyphens and apostrophes; and for each of its bytes the offset in the
/// text that it comes from.
fn fold_with_offsets(text: &str) -> (String, Vec<usize>) {
    let mut folded = String::with_capacity(text.len());
    let mut offsets = Vec::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let c = match c {
            '\u{2019}' | '\u{2bc}' => '\'',
            // A name with a hyphen is the same name without, as in an address.
            '-' | '\u{2010}' | '\u{2011}' => ' ',
            c if c.is_whitespace() => ' ',
            c => c,
        };
        if c == ' ' && folded.ends_with(' ') {
            continue;
        }
        for piece in std::iter::once(c).nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
            folded.push(piece);
            offsets.resize(folded.len(), at);
        }
    }
    (folded, offsets)
}

#[cfg(test)]
mod tests {
    use super::{fold, is_in_id};

    #[test]
    fn names_in_ids() {
        assert!(is_in_id("Ifeoma Larkwell", "ifeoma-larkwell") && is_in_id("Ifeoma Larkwell", "larkwell-ifeoma-2"));
        assert!(!is_in_id("Ifeoma Larkwell", "i-7f3k") && !is_in_id("Ana Li", "i-7f3k"));
        assert!(is_in_id("Zo\u{eb} \u{c9}pinal", "zoe-epinal") && is_in_id("O'Larkwell, I.", "i-larkwell"));
        assert!(!is_in_id("Ifeoma Larkwell", "ifeoma-7f3k") && !is_in_id("Larkwellin", "larkwell"));
    }

    #[test]
    fn folding() {
        assert_eq!(fold(" JOSÉ\u{a0}\n  O’Neill "), "jose o'neill");
        assert_eq!(fold("Jose\u{301}"), "jose");
    }
}
