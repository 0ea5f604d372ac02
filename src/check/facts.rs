//! What a check needs to know of a file of the output, and how runs keep it
//! for each other.
//!
//! Addresses and ids are numbers into one table, so that the facts of ten
//! thousand pages are read in milliseconds. No text of a page is kept but what
//! a fault shows of it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3Builder, xxh3_64};

use crate::diagnostic::Code;
use crate::hash::Hash128;
use crate::seal::{self, PROGRAM};

/// The form of the file of facts.
const FORM: &str = "showcase facts 1";

/// A text, by its number in [`Texts`]. Nothing is 0.
pub(super) type TextNo = u32;

/// What a file of the output holds that other files may depend on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Facts {
    /// What it refers to, each once, as [`Reference`] writes it.
    pub(super) references: Vec<TextNo>,
    /// Ids that links may name.
    pub(super) ids: Vec<TextNo>,
    pub(super) title: TextNo,
    pub(super) description: TextNo,
    /// The text of its first heading, which tells an author which page is meant.
    pub(super) heading: TextNo,
    /// Where the links in the footer lead, in their order.
    pub(super) help: Vec<TextNo>,
    /// Where it sends visitors on to, for a page that does nothing else.
    pub(super) sends_to: TextNo,
    /// Whether search engines are told to pass it over.
    pub(super) hidden: bool,
    /// What is wrong with the file, whatever the others are.
    pub(super) faults: Vec<Fault>,
}

/// Something wrong with one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Fault {
    #[serde(with = "by_name")]
    pub(super) code: Code,
    /// Whether it weighs less than its code does.
    pub(super) slight: bool,
    pub(super) message: String,
    pub(super) help: String,
    /// Texts that an author may have written and that the fault is about.
    pub(super) needles: Vec<String>,
    pub(super) spot: Spot,
}

/// A place in a file of the output, with what stands around it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Spot {
    /// Offset of the tag.
    pub(super) at: u32,
    pub(super) tag: String,
    pub(super) before: String,
    pub(super) after: String,
}

mod by_name {
    //! Codes by their permanent names.

    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use crate::diagnostic::Code;

    pub(super) fn serialize<S: Serializer>(code: &Code, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(code.name())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Code, D::Error> {
        let name = String::deserialize(deserializer)?;
        Code::parse(&name).ok_or_else(|| D::Error::custom("no code"))
    }
}

/// How a file refers to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reference {
    /// A link that people follow.
    Link,
    /// The target of a form.
    Form,
    /// Something that a browser loads with the page.
    Asset,
    /// Something told to programs: a feed, another language.
    Head,
    /// The address that a page says is its own.
    Canonical,
    /// A host that is only named.
    Hint,
    /// A page or file that a feed, a sitemap or a manifest names.
    Listed,
    /// Where a page sends its visitors on to.
    Onward,
}

impl Reference {
    const ALL: [(Self, char); 8] = [
        (Self::Link, 'a'),
        (Self::Form, 'f'),
        (Self::Asset, 's'),
        (Self::Head, 'h'),
        (Self::Canonical, 'c'),
        (Self::Hint, 'p'),
        (Self::Listed, 'l'),
        (Self::Onward, 'o'),
    ];

    /// The sign that stands before an address.
    pub(super) fn sign(self) -> char {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or('a', |(_, sign)| *sign)
    }

    /// A reference as it was written: its kind, the address, and, where that
    /// depends on it, the address of the page.
    pub(super) fn parse(text: &str) -> Option<(Self, &str, Option<&str>)> {
        let mut letters = text.chars();
        let sign = letters.next()?;
        let kind = Self::ALL.iter().find(|(_, known)| *known == sign)?.0;
        Some(match letters.as_str().split_once('\0') {
            Some((address, page)) => (kind, address, Some(page)),
            None => (kind, letters.as_str(), None),
        })
    }
}

/// Texts by number.
#[derive(Debug, Default)]
pub(super) struct Texts(Mutex<Table>);

#[derive(Debug, Default)]
struct Table {
    all: Vec<Box<str>>,
    /// By the hash of the text, which is as good as the text.
    numbers: HashMap<u64, TextNo, Xxh3Builder>,
}

impl Texts {
    /// The numbers of texts, in their order; an empty one is 0.
    pub(super) fn numbers<'t>(&self, texts: impl Iterator<Item = &'t str>) -> Vec<TextNo> {
        let hashed: Vec<(u64, &str)> = texts.map(|text| (xxh3_64(text.as_bytes()), text)).collect();
        let mut table = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        table.index();
        hashed.into_iter().map(|(hash, text)| table.number(hash, text)).collect()
    }

    /// Looks at all of them; the first is empty.
    pub(super) fn with<T>(&self, look: impl FnOnce(&[Box<str>]) -> T) -> T {
        look(&self.0.lock().unwrap_or_else(PoisonError::into_inner).all)
    }
}

impl Table {
    /// Finds out the numbers of texts that came from a file, of which most runs
    /// need none.
    fn index(&mut self) {
        if self.all.is_empty() {
            self.all.push("".into());
        }
        if self.numbers.len() < self.all.len() {
            let numbered = self.all.iter().zip(0..);
            self.numbers = numbered.map(|(text, number)| (xxh3_64(text.as_bytes()), number)).collect();
        }
    }

    fn number(&mut self, hash: u64, text: &str) -> TextNo {
        *self.numbers.entry(hash).or_insert_with(|| {
            self.all.push(text.into());
            TextNo::try_from(self.all.len() - 1).unwrap_or_default()
        })
    }
}

/// A file of the output with its key and facts.
pub(super) type Row = (String, Hash128, Facts);

/// What an earlier run found out, in the order of paths.
#[derive(Debug, Default)]
pub struct Known {
    pub(super) rows: Vec<Row>,
    pub(super) texts: Texts,
}

impl Known {
    /// From the file of a run; nothing from anything else.
    pub fn of_file(file: &[u8]) -> Self {
        let form = form();
        let read =
            seal::opened(file, &form).and_then(|file| postcard::from_bytes::<(Vec<Box<str>>, Vec<Row>)>(file).ok());
        let (all, rows) = read.unwrap_or_default();
        Self { rows, texts: Texts(Mutex::new(Table { all, numbers: HashMap::default() })) }
    }

    /// These rows as a file, with the texts that they name and no others.
    pub(super) fn to_file(rows: &[(&str, Hash128, &Facts)], texts: &[Box<str>]) -> Vec<u8> {
        let mut moved: Vec<TextNo> = vec![0; texts.len()];
        let mut kept: Vec<&str> = vec![""];
        let mut renumber = |number: TextNo| {
            let (Some(text), Some(place)) = (texts.get(number as usize), moved.get_mut(number as usize)) else {
                return 0;
            };
            if *place == 0 && number != 0 {
                *place = TextNo::try_from(kept.len()).unwrap_or_default();
                kept.push(text);
            }
            *place
        };
        let mut renumbered = |facts: &Facts| Facts {
            references: facts.references.iter().map(|number| renumber(*number)).collect(),
            ids: facts.ids.iter().map(|number| renumber(*number)).collect(),
            title: renumber(facts.title),
            description: renumber(facts.description),
            heading: renumber(facts.heading),
            help: facts.help.iter().map(|number| renumber(*number)).collect(),
            sends_to: renumber(facts.sends_to),
            hidden: facts.hidden,
            faults: facts.faults.clone(),
        };
        let rows: Vec<(&str, Hash128, Facts)> =
            rows.iter().map(|(out, key, facts)| (*out, *key, renumbered(facts))).collect();
        // Numbers and texts have a form.
        seal::close(postcard::to_extend(&(kept, rows), seal::open()).unwrap_or_else(|_| seal::open()), &form())
    }
}

/// Facts are worth nothing to a program that looks for others.
fn form() -> String {
    format!("{FORM} {PROGRAM}")
}
