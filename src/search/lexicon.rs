//! Words by number. A text becomes a list of the numbers of its words, each
//! with its weight; the words themselves are held once for the whole site.

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::stop::stop_words;
use super::words::Cutter;
use crate::hash::Itself;
use crate::interner::Interner;

/// The number of a word.
pub type TermId = u32;

/// The number that all words without meaning share.
const STOP: TermId = TermId::MAX;

/// Numbers that fit beside a weight.
const MOST: u32 = 1 << 24;

/// What a word in a heading counts.
const HEADING: u8 = 2;

/// The words of a text by number, in their order and each once, with weights.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms(Box<[u32]>);

impl Terms {
    /// Each number with its weight.
    pub fn iter(&self) -> impl Iterator<Item = (TermId, u8)> + '_ {
        self.0.iter().map(|packed| unpacked(*packed))
    }
}

fn packed(id: TermId, weight: u8) -> u32 {
    id << 8 | u32::from(weight)
}

fn unpacked(packed: u32) -> (TermId, u8) {
    (packed >> 8, packed as u8)
}

/// Every word of the site, each with a number of its own. Which number a word
/// gets depends on who reads first, so no number may reach an output.
#[derive(Debug)]
pub struct Lexicon {
    language: String,
    table: Mutex<Table>,
    /// What readers keep, so that they seldom ask the table.
    desks: Mutex<Vec<Desk>>,
}

/// The words by number.
#[derive(Debug, Default)]
pub struct Table {
    words: Interner,
    /// Hashes of words that tell nothing.
    stops: HashSet<u64, BuildHasherDefault<Itself>>,
}

impl Table {
    /// The table of words in the order of their numbers; a number without a
    /// word has an empty one.
    pub fn of(words: &str, ends: Vec<u32>) -> Option<Self> {
        Some(Self { words: Interner::of(words, ends)?, ..Self::default() })
    }

    /// How many numbers were given.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether none was.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// A word by its number.
    pub fn word(&self, id: TermId) -> &str {
        self.words.get(id)
    }

    fn id(&mut self, hash: u64, word: &str) -> TermId {
        let id = if self.stops.contains(&hash) { None } else { self.words.number(hash, word, MOST) };
        id.unwrap_or(STOP)
    }
}

impl Lexicon {
    /// A lexicon of a language that begins with these words.
    pub fn new(language: &str, mut table: Table) -> Self {
        table.stops.extend(stop_words(language).iter().map(|word| Interner::hash(word)));
        Self { language: language.to_owned(), table: Mutex::new(table), desks: Mutex::default() }
    }

    /// The language that its stop words are of.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// All words so far.
    pub fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The words of a text in HTML.
    pub fn html(&self, html: &str) -> Terms {
        self.at_desk(|desk, table| {
            desk.read(table, std::iter::once((Text::Html(html), 1)));
            Terms(desk.counted.as_slice().into())
        })
    }

    /// The words of plain texts, each with the weight of its words, on top of
    /// those of another text.
    pub fn fields<'f>(&self, fields: impl IntoIterator<Item = (&'f str, u8)>, body: Option<&Terms>) -> Terms {
        self.at_desk(|desk, table| {
            desk.read(table, fields.into_iter().map(|(text, weight)| (Text::Plain(text), weight)));
            Terms(added_up(body.map_or(&[], |terms| &terms.0), &desk.counted))
        })
    }

    fn at_desk<R>(&self, work: impl FnOnce(&mut Desk, &Mutex<Table>) -> R) -> R {
        let desks = || self.desks.lock().unwrap_or_else(PoisonError::into_inner);
        let mut desk = desks().pop().unwrap_or_default();
        let result = work(&mut desk, &self.table);
        desks().push(desk);
        result
    }
}

/// Two lists as one: each number once, in order, with the sum of its weights.
/// The second is expected to be much shorter.
fn added_up(mut some: &[u32], others: &[u32]) -> Box<[u32]> {
    let mut all = Vec::with_capacity(some.len() + others.len());
    for other in others {
        let (id, weight) = unpacked(*other);
        let (before, rest) = some.split_at(some.partition_point(|one| unpacked(*one).0 < id));
        all.extend_from_slice(before);
        some = rest;
        let same = rest.split_first().filter(|(one, _)| unpacked(**one).0 == id);
        all.push(match same {
            Some((one, behind)) => {
                some = behind;
                packed(id, weight.saturating_add(unpacked(*one).1))
            }
            None => *other,
        });
    }
    all.extend_from_slice(some);
    all.into_boxed_slice()
}

/// What a reader has at hand: the numbers of words that it met in all texts,
/// and what those of the one that it is reading count.
#[derive(Debug, Default)]
struct Desk {
    known: HashMap<u64, TermId, BuildHasherDefault<Itself>>,
    recent: Recent,
    /// By number; nothing between two texts.
    weights: Vec<u8>,
    /// The numbers that weigh something.
    met: Vec<TermId>,
    counted: Vec<u32>,
    word: String,
}

/// Hashes and numbers of words that came lately, each where the last bits of its
/// hash say. Most of a text is words that come again and again, and the table of
/// all words is too large to lie near the processor.
#[derive(Debug)]
struct Recent(Box<[(u64, TermId)]>);

impl Recent {
    const PLACES: usize = 1 << 12;

    fn place(hash: u64) -> usize {
        hash as usize % Self::PLACES
    }

    fn get(&self, hash: u64) -> Option<TermId> {
        self.0.get(Self::place(hash)).filter(|(recent, _)| *recent == hash).map(|(_, id)| *id)
    }

    fn keep(&mut self, hash: u64, id: TermId) {
        if let Some(slot) = self.0.get_mut(Self::place(hash)) {
            *slot = (hash, id);
        }
    }
}

impl Default for Recent {
    /// No word has the hash 0 and this number, but one that tells nothing.
    fn default() -> Self {
        Self(vec![(0, STOP); Self::PLACES].into_boxed_slice())
    }
}

/// A text as it has to be read.
#[derive(Debug, Clone, Copy)]
enum Text<'t> {
    Html(&'t str),
    Plain(&'t str),
}

impl Desk {
    /// Counts the words of texts, each with what its words count; one in a heading
    /// counts more.
    fn read<'t>(&mut self, table: &Mutex<Table>, texts: impl Iterator<Item = (Text<'t>, u8)>) {
        let mut word = std::mem::take(&mut self.word);
        for (text, weight) in texts {
            let mut cutter = Cutter::new(&mut word, |word: &str, in_heading: bool| {
                self.count(table, word, if in_heading { HEADING } else { weight });
            });
            match text {
                Text::Html(html) => cutter.html(html),
                Text::Plain(text) => cutter.plain(text),
            }
        }
        self.word = word;
        self.met.sort_unstable();
        self.counted.clear();
        for id in self.met.drain(..) {
            let weight = self.weights.get_mut(id as usize).map(std::mem::take).unwrap_or_default();
            self.counted.push(packed(id, weight));
        }
    }

    #[inline]
    fn count(&mut self, table: &Mutex<Table>, word: &str, weight: u8) {
        let hash = Interner::hash(word);
        let id = self.recent.get(hash).unwrap_or_else(|| self.number(table, hash, word));
        if id == STOP {
            return;
        }
        let at = id as usize;
        if at >= self.weights.len() {
            self.weights.resize(at + 1, 0);
        }
        if let Some(sum) = self.weights.get_mut(at) {
            if *sum == 0 {
                self.met.push(id);
            }
            *sum = sum.saturating_add(weight);
        }
    }

    /// The number of a word that did not come lately.
    fn number(&mut self, table: &Mutex<Table>, hash: u64, word: &str) -> TermId {
        let new = || table.lock().unwrap_or_else(PoisonError::into_inner).id(hash, word);
        let id = *self.known.entry(hash).or_insert_with(new);
        self.recent.keep(hash, id);
        id
    }
}

#[cfg(test)]
mod tests {
    use super::{Lexicon, Table};

    #[test]
    fn words_get_numbers_and_are_counted() {
        let lexicon = Lexicon::new("en-GB", Table::default());
        let body = lexicon.html("<h2>Migration</h2><p>the migration of data</p>");
        let all = lexicon.fields([("Data", 5), ("migration data", 200), ("Nairobi", 2)], Some(&body));
        let table = lexicon.table();
        let mut found: Vec<_> = all.iter().map(|(id, weight)| (table.word(id).to_owned(), weight)).collect();
        found.sort();
        assert_eq!(found, [("data".to_owned(), 206), ("migration".to_owned(), 203), ("nairobi".to_owned(), 2)]);
    }
}
