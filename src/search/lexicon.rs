//! Words by number. A text becomes a list of the numbers of its words, each
//! with its weight; the words themselves are held once for the whole site.

use std::cell::Cell;
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
            desk.read(table, |cutter, _| cutter.html(html));
            Terms(desk.counted.as_slice().into())
        })
    }

    /// The words of plain texts, each with the weight of its words, on top of
    /// those of another text.
    pub fn fields<'f>(&self, fields: impl IntoIterator<Item = (&'f str, u8)>, body: Option<&Terms>) -> Terms {
        self.at_desk(|desk, table| {
            desk.read(table, |cutter, counts| {
                for (text, weight) in fields {
                    counts.set(weight);
                    cutter.plain(text);
                }
            });
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
fn added_up(some: &[u32], others: &[u32]) -> Box<[u32]> {
    let mut all = Vec::with_capacity(some.len() + others.len());
    let (mut some, mut others) = (some.iter().copied().peekable(), others.iter().copied().peekable());
    while let Some(&next) = some.peek() {
        let (id, weight) = unpacked(next);
        while let Some(other) = others.next_if(|other| unpacked(*other).0 < id) {
            all.push(other);
        }
        let more = others.next_if(|other| unpacked(*other).0 == id).map_or(0, |other| unpacked(other).1);
        all.push(packed(id, weight.saturating_add(more)));
        some.next();
    }
    all.extend(others);
    all.into_boxed_slice()
}

/// What a reader has at hand: the numbers of words that it met in all texts,
/// and the words of the one that it is reading. These are few, so that they stay
/// near the processor while they are counted; the many are asked once for each.
#[derive(Debug, Default)]
struct Desk {
    known: HashMap<u64, TermId, BuildHasherDefault<Itself>>,
    /// Places in `met`, by the hash of the word.
    places: HashMap<u64, u32, BuildHasherDefault<Itself>>,
    met: Vec<Met>,
    /// The words of `met`, one after another.
    text: String,
    counted: Vec<u32>,
    word: String,
}

/// A word of the text that is read.
#[derive(Debug)]
struct Met {
    hash: u64,
    weight: u8,
    /// Where it ends in the text of the desk.
    end: usize,
}

/// More words than most texts have; a desk does not stay larger for one that
/// has more.
const MET: usize = 4096;

impl Desk {
    /// Counts the words of texts. What a word counts may be set before each; one
    /// in a heading counts more.
    fn read(
        &mut self,
        table: &Mutex<Table>,
        read: impl FnOnce(&mut Cutter<'_, &mut dyn FnMut(&str, bool)>, &Cell<u8>),
    ) {
        let Self { known, places, met, text, counted, word } = self;
        places.clear();
        places.shrink_to(MET);
        met.clear();
        text.clear();
        let counts = Cell::new(1);
        let mut give = |word: &str, in_heading: bool| {
            let hash = Interner::hash(word);
            let weight = if in_heading { HEADING } else { counts.get() };
            let place = *places.entry(hash).or_insert_with(|| {
                text.push_str(word);
                met.push(Met { hash, weight: 0, end: text.len() });
                u32::try_from(met.len() - 1).unwrap_or(u32::MAX)
            });
            if let Some(met) = met.get_mut(place as usize) {
                met.weight = met.weight.saturating_add(weight);
            }
        };
        read(&mut Cutter::new(word, &mut give as &mut dyn FnMut(&str, bool)), &counts);
        counted.clear();
        let mut start = 0;
        for Met { hash, weight, end } in &*met {
            let word = text.get(start..*end).unwrap_or_default();
            start = *end;
            let id = *known
                .entry(*hash)
                .or_insert_with(|| table.lock().unwrap_or_else(PoisonError::into_inner).id(*hash, word));
            if id != STOP {
                counted.push(packed(id, *weight));
            }
        }
        counted.sort_unstable();
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
