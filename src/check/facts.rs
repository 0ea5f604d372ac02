//! What a check needs to know of a file of the output.
//!
//! Addresses and ids are numbers into one table, so that the facts of ten
//! thousand pages are read in milliseconds. No text of a page is kept but what
//! a fault shows of it.

use std::borrow::Cow;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::diagnostic::Code;
use crate::interner::Interner;

/// A text, by its number in [`Texts`]. Nothing is 0.
pub(super) type TextNo = u32;

/// What a file of the output holds that other files may depend on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Facts<'a> {
    /// What it refers to, each once, as [`Reference`] writes it.
    pub(super) references: Cow<'a, [TextNo]>,
    /// Ids that links may name.
    pub(super) ids: Cow<'a, [TextNo]>,
    pub(super) title: TextNo,
    pub(super) description: TextNo,
    /// The text of its first heading, which tells an author which page is meant.
    pub(super) heading: TextNo,
    /// Where the links in the footer lead, in their order.
    pub(super) help: Cow<'a, [TextNo]>,
    /// Where it sends visitors on to, for a page that does nothing else.
    pub(super) sends_to: TextNo,
    /// Whether search engines are told to pass it over.
    pub(super) hidden: bool,
    /// What is wrong with the file, whatever the others are.
    pub(super) faults: Cow<'a, [Fault]>,
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
    const ALL: [Self; 8] =
        [Self::Link, Self::Form, Self::Asset, Self::Head, Self::Canonical, Self::Hint, Self::Listed, Self::Onward];

    /// The sign that stands before an address.
    pub(super) fn sign(self) -> char {
        match self {
            Self::Link => 'a',
            Self::Form => 'f',
            Self::Asset => 's',
            Self::Head => 'h',
            Self::Canonical => 'c',
            Self::Hint => 'p',
            Self::Listed => 'l',
            Self::Onward => 'o',
        }
    }

    /// A reference as it was written: its kind, the address, and, where that
    /// depends on it, the address of the page.
    pub(super) fn parse(text: &str) -> Option<(Self, &str, Option<&str>)> {
        let mut letters = text.chars();
        let sign = letters.next()?;
        let kind = Self::ALL.into_iter().find(|kind| kind.sign() == sign)?;
        Some(match letters.as_str().split_once('\0') {
            Some((address, page)) => (kind, address, Some(page)),
            None => (kind, letters.as_str(), None),
        })
    }
}

/// Texts by number, for all who read pages at the same time.
#[derive(Debug)]
pub(super) struct Texts(Mutex<Interner>);

impl Default for Texts {
    /// None but the empty one.
    fn default() -> Self {
        Self(Mutex::new(Interner::of("", vec![0]).unwrap_or_default()))
    }
}

impl Texts {
    /// Texts of an earlier run; the first is empty.
    pub(super) fn of(texts: Interner) -> Self {
        Self(Mutex::new(texts))
    }

    /// The numbers of texts, in their order; an empty one is 0.
    pub(super) fn numbers<'t>(&self, texts: impl Iterator<Item = &'t str>) -> Vec<TextNo> {
        let hashed: Vec<(u64, &str)> = texts.map(|text| (Interner::hash(text), text)).collect();
        let mut interner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let number = |(hash, text): (u64, &str)| match text {
            "" => 0,
            text => interner.number(hash, text, TextNo::MAX).unwrap_or_default(),
        };
        hashed.into_iter().map(number).collect()
    }

    /// Looks at all of them.
    pub(super) fn with<T>(&self, look: impl FnOnce(&Interner) -> T) -> T {
        look(&self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
