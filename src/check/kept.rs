//! What one run knew of its output, kept for the next.
//!
//! Columns of numbers rather than a list of files, so that those of ten thousand
//! pages are read and written in milliseconds.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::facts::{Facts, Fault, TextNo, Texts};
use crate::hash::Hash128;
use crate::interner::Interner;
use crate::seal::{self, PROGRAM, numbers};

/// The form of the file.
const FORM: &str = "showcase facts 3";

/// What an earlier run found out, by the files of its output, in the order of
/// their paths.
#[derive(Debug, Default)]
pub struct Known {
    pub(super) texts: Texts,
    pub(super) leads: Leads,
    columns: Columns,
}

/// Where the addresses led that nothing was wrong with.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Leads {
    /// What else than the files of the output decided it.
    pub(super) rules: Option<Hash128>,
    /// By the number of the text.
    #[serde(with = "leads")]
    pub(super) all: Vec<Lead>,
}

/// Where an address leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Lead {
    /// It has to be looked up.
    #[default]
    Unknown,
    /// To no file of the output, as it should.
    Away,
    /// To this file of the output.
    File(u32),
}

mod leads {
    //! Leads as a column: the two that are no file have the numbers that no file
    //! has.

    use serde::{Deserializer, Serializer};

    use super::Lead;
    use crate::seal::numbers;

    const UNKNOWN: u32 = u32::MAX;
    const AWAY: u32 = u32::MAX - 1;

    pub(super) fn serialize<S: Serializer>(leads: &[Lead], serializer: S) -> Result<S::Ok, S::Error> {
        let number = |lead: &Lead| match lead {
            Lead::Unknown => UNKNOWN,
            Lead::Away => AWAY,
            Lead::File(file) => *file,
        };
        numbers::serialize(&leads.iter().map(number).collect::<Vec<_>>(), serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Lead>, D::Error> {
        let lead = |number| match number {
            UNKNOWN => Lead::Unknown,
            AWAY => Lead::Away,
            file => Lead::File(file),
        };
        numbers::deserialize(deserializer).map(|numbers: Vec<u32>| numbers.into_iter().map(lead).collect())
    }
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Columns {
    paths: String,
    /// A row for each file.
    #[serde(with = "numbers")]
    rows: Vec<u32>,
    #[serde(with = "numbers")]
    numbers: Vec<TextNo>,
    /// Files with faults, by their number.
    faults: Vec<(u32, Vec<Fault>)>,
}

/// A file of the output: where its path ends, whether it was looked at, its key
/// and facts. Of lists there is where they end among the numbers.
#[derive(Debug, Clone, Copy)]
struct Row {
    path: u32,
    looked: bool,
    key: Hash128,
    start: u32,
    references: u32,
    ids: u32,
    help: u32,
    title: TextNo,
    description: TextNo,
    heading: TextNo,
    sends_to: TextNo,
    hidden: bool,
}

/// So many numbers are a row.
const ROW: usize = 14;

impl Row {
    fn to_numbers(self) -> [u32; ROW] {
        let Self { path, start, references, ids, help, title, description, heading, sends_to, .. } = self;
        let [a, b, c, d] = self.key.to_words();
        let seen = u32::from(self.looked) | u32::from(self.hidden) << 1;
        [path, seen, a, b, c, d, start, references, ids, help, title, description, heading, sends_to]
    }

    fn of(numbers: [u32; ROW]) -> Self {
        let [path, seen, a, b, c, d, start, references, ids, help, title, description, heading, sends_to] = numbers;
        let (looked, hidden, key) = (seen & 1 == 1, seen & 2 == 2, Hash128::from_words([a, b, c, d]));
        Self { path, looked, key, start, references, ids, help, title, description, heading, sends_to, hidden }
    }
}

/// The file, as it is sealed.
#[derive(Serialize, Deserialize)]
struct Stored<'f> {
    texts: &'f str,
    #[serde(with = "numbers")]
    ends: Cow<'f, [u32]>,
    leads: Cow<'f, Leads>,
    columns: Columns,
}

/// A file of the output with its key and facts.
pub(super) type Looked<'a> = (Hash128, Facts<'a>);

impl Known {
    /// From the file of a run; nothing from anything else.
    pub fn of_file(file: &[u8]) -> Self {
        Self::read(file).unwrap_or_default()
    }

    fn read(file: &[u8]) -> Option<Self> {
        let content = seal::opened(file, &form())?;
        let Stored { texts, ends, leads, columns } = postcard::from_bytes(content).ok()?;
        let texts = Texts::of(Interner::of(texts, ends.into_owned())?);
        Some(Self { texts, leads: leads.into_owned(), columns })
    }

    /// How many files the output had.
    pub(super) fn len(&self) -> usize {
        self.columns.rows.len() / ROW
    }

    /// The paths of the files, in their order.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        let mut start = 0;
        self.columns.rows.chunks_exact(ROW).map(move |row| {
            let end = row.first().map_or(0, |end| *end as usize);
            let path = self.columns.paths.get(start..end).unwrap_or_default();
            start = end;
            path
        })
    }

    /// The key that a file had, if its facts are known.
    pub(super) fn key(&self, file: usize) -> Option<Hash128> {
        Some(self.row(file)?.key)
    }

    /// What was known of a file.
    pub(super) fn looked(&self, file: usize) -> Option<Looked<'_>> {
        let row = self.row(file)?;
        let part = |from: u32, to: u32| {
            Cow::Borrowed(self.columns.numbers.get(from as usize..to as usize).unwrap_or_default())
        };
        let faults = &self.columns.faults;
        let faults = faults.binary_search_by_key(&file, |(file, _)| *file as usize).ok().and_then(|at| faults.get(at));
        let facts = Facts {
            references: part(row.start, row.references),
            ids: part(row.references, row.ids),
            help: part(row.ids, row.help),
            title: row.title,
            description: row.description,
            heading: row.heading,
            sends_to: row.sends_to,
            hidden: row.hidden,
            faults: Cow::Borrowed(faults.map_or(&[], |(_, faults)| faults)),
        };
        Some((row.key, facts))
    }

    fn row(&self, file: usize) -> Option<Row> {
        let (rows, _) = self.columns.rows.as_chunks::<ROW>();
        rows.get(file).map(|numbers| Row::of(*numbers)).filter(|row| row.looked)
    }

    /// Everything that is known of an output as a file.
    pub(super) fn to_file<'a>(
        files: impl Iterator<Item = (&'a str, Option<&'a Looked<'a>>)> + Clone,
        leads: Leads,
        texts: &Interner,
    ) -> Vec<u8> {
        let renumbered = Renumbered::of(files.clone().filter_map(|(_, looked)| Some(&looked?.1)), texts, leads);
        let columns = columns(files, |number| renumbered.number(number));
        let (texts, ends) = renumbered.texts.as_ref().map_or_else(|| texts.parts(), Interner::parts);
        let (ends, leads) = (Cow::Borrowed(ends), Cow::Borrowed(&renumbered.leads));
        let file = Stored { texts, ends, leads, columns };
        // Numbers and texts have a form.
        seal::close(postcard::to_extend(&file, seal::open()).unwrap_or_else(|_| seal::open()), &form())
    }
}

/// Facts are worth nothing to a program that looks for others.
fn form() -> String {
    format!("{FORM} {PROGRAM}")
}

fn columns<'a>(
    files: impl Iterator<Item = (&'a str, Option<&'a Looked<'a>>)>,
    number: impl Fn(TextNo) -> TextNo,
) -> Columns {
    let mut columns = Columns::default();
    let end = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    for (place, (path, looked)) in (0_u32..).zip(files) {
        columns.paths.push_str(path);
        let numbers = &mut columns.numbers;
        let nothing = Row::of([0; ROW]);
        let row = looked.map_or(nothing, |(key, facts)| {
            if !facts.faults.is_empty() {
                columns.faults.push((place, facts.faults.to_vec()));
            }
            let start = end(numbers.len());
            let mut add = |list: &[TextNo]| {
                numbers.extend(list.iter().map(|text| number(*text)));
                end(numbers.len())
            };
            Row {
                looked: true,
                key: *key,
                start,
                references: add(&facts.references),
                ids: add(&facts.ids),
                help: add(&facts.help),
                title: number(facts.title),
                description: number(facts.description),
                heading: number(facts.heading),
                sends_to: number(facts.sends_to),
                hidden: facts.hidden,
                ..nothing
            }
        });
        columns.rows.extend(Row { path: end(columns.paths.len()), ..row }.to_numbers());
    }
    columns
}

/// Texts without those that no file has any more: what somebody took back may
/// lie nowhere. Numbers change only once many stand for nothing.
struct Renumbered {
    /// `None` while all are used.
    texts: Option<Interner>,
    /// By the old number; `None` while each text keeps its own.
    numbers: Option<Vec<TextNo>>,
    leads: Leads,
}

impl Renumbered {
    fn of<'a>(facts: impl Iterator<Item = &'a Facts<'a>>, texts: &Interner, leads: Leads) -> Self {
        let used = used(facts, texts.len());
        let in_use = used.iter().filter(|used| **used).count();
        if in_use == used.len() {
            return Self { texts: None, numbers: None, leads };
        }
        let is_moved = in_use * 4 < used.len() * 3;
        let (mut text, mut ends) = (String::new(), Vec::with_capacity(used.len()));
        let (mut numbers, mut all) = (vec![0; used.len()], Vec::with_capacity(used.len()));
        for ((old, used), number) in (0..).zip(used).zip(&mut numbers) {
            if used {
                text.push_str(texts.get(old));
            } else if is_moved {
                continue;
            }
            *number = TextNo::try_from(ends.len()).unwrap_or_default();
            ends.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
            all.push(leads.all.get(old as usize).copied().filter(|_| used).unwrap_or_default());
        }
        let numbers = is_moved.then_some(numbers);
        Self { texts: Interner::of(&text, ends), numbers, leads: Leads { all, ..leads } }
    }

    fn number(&self, old: TextNo) -> TextNo {
        match &self.numbers {
            Some(numbers) => numbers.get(old as usize).copied().unwrap_or_default(),
            None => old,
        }
    }
}

/// Which texts some file has, by number.
fn used<'a>(facts: impl Iterator<Item = &'a Facts<'a>>, texts: usize) -> Vec<bool> {
    let mut used = vec![false; texts];
    let mut mark = |number: TextNo| {
        if let Some(used) = used.get_mut(number as usize) {
            *used = true;
        }
    };
    mark(0);
    for facts in facts {
        [&facts.references, &facts.ids, &facts.help].into_iter().flat_map(|list| list.iter()).for_each(|n| mark(*n));
        [facts.title, facts.description, facts.heading, facts.sends_to].into_iter().for_each(&mut mark);
    }
    used
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::{Known, Lead, Leads, Looked};
    use crate::check::facts::{Facts, Texts};
    use crate::hash::Hash128;

    fn looked(texts: &Texts, references: &[&str], title: &str) -> Looked<'static> {
        let references = texts.numbers(references.iter().copied());
        let title = texts.numbers([title].into_iter()).first().copied().unwrap_or_default();
        (Hash128::of(b"key"), Facts { references: Cow::Owned(references), title, ..Facts::default() })
    }

    fn file(texts: &Texts, files: &[(&str, Option<&Looked<'_>>)]) -> Known {
        let all = texts.with(|texts| (0..).take(texts.len()).map(Lead::File).collect());
        let leads = Leads { rules: None, all };
        Known::of_file(&texts.with(|texts| Known::to_file(files.iter().copied(), leads, texts)))
    }

    fn told(known: &Known, file: usize) -> Option<(Vec<String>, String)> {
        let (_, facts) = known.looked(file)?;
        known.texts.with(|texts| {
            let text = |number: &u32| texts.get(*number).to_owned();
            Some((facts.references.iter().map(text).collect(), text(&facts.title)))
        })
    }

    #[test]
    fn facts_come_back_and_texts_of_nobody_go() {
        let texts = Texts::default();
        drop(texts.numbers(["gone 1", "gone 2", "gone 3"].into_iter()));
        let (one, two) = (looked(&texts, &["a/x/", "a/y/"], "One"), looked(&texts, &["a/y/"], ""));
        let known = file(&texts, &[("a.html", Some(&one)), ("b.png", None), ("c.html", Some(&two))]);
        assert_eq!(known.paths().collect::<Vec<_>>(), ["a.html", "b.png", "c.html"]);
        assert_eq!(told(&known, 0), Some((vec!["a/x/".to_owned(), "a/y/".to_owned()], "One".to_owned())));
        assert_eq!(told(&known, 1), None);
        assert_eq!(told(&known, 2), Some((vec!["a/y/".to_owned()], String::new())));
        assert_eq!(known.texts.with(|texts| texts.len()), 4);
        // Each text has taken its lead with it.
        assert_eq!(known.leads.all, [0, 4, 5, 6].map(Lead::File));
        let again = file(&known.texts, &[("a.html", known.looked(0).as_ref())]);
        assert_eq!(told(&again, 0), told(&known, 0));
        // One that is gone leaves its number and none of its letters.
        let left = file(&known.texts, &[("a.html", known.looked(0).as_ref()), ("c.html", known.looked(2).as_ref())]);
        assert_eq!(left.texts.with(|texts| texts.parts().0.to_owned()), "a/x/a/y/One");
        let less = file(&left.texts, &[("c.html", left.looked(1).as_ref())]);
        assert_eq!(less.texts.with(|texts| texts.parts().0.to_owned()), "a/y/");
        assert_eq!(told(&less, 0), told(&known, 2));
    }

    #[test]
    fn anything_else_is_not_read() {
        assert_eq!(Known::of_file(b"").len(), 0);
        assert_eq!(Known::of_file(b"showcase").len(), 0);
    }
}
