//! `[cards]`: which pages have a social card.

use std::collections::BTreeSet;

use crate::record::{Fields, Form, Key, key};

/// A kind of page with a social card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CardKind {
    /// Each page that has none of its own.
    Site,
    /// Stories.
    Intern,
    /// Offices.
    Office,
    /// Donors.
    Donor,
    /// Goals.
    Goal,
}

const NAMES: [&str; 5] = ["site", "intern", "office", "donor", "goal"];

impl CardKind {
    /// Every kind, in the order of its names.
    pub const ALL: [Self; 5] = [Self::Site, Self::Intern, Self::Office, Self::Donor, Self::Goal];

    /// The word in `site.toml`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::Intern => "intern",
            Self::Office => "office",
            Self::Donor => "donor",
            Self::Goal => "goal",
        }
    }
}

pub(super) const KEYS: &[Key] = &[key(
    "kinds",
    Form::List(&Form::OneOf(&NAMES)),
    "Kinds of page with a social card; `site` is that of all others. Default: `site` alone.",
)];

/// Those that the site lists. Without a list one card for all pages: to draw
/// one for each of a thousand stories takes longer than all the rest, so
/// somebody has to want that.
pub(super) fn read(fields: &Fields<'_>) -> BTreeSet<CardKind> {
    let listed = fields.table("cards").filter(|cards| cards.has("kinds")).map(|cards| cards.strings("kinds"));
    let Some(listed) = listed else { return BTreeSet::from([CardKind::Site]) };
    CardKind::ALL.into_iter().filter(|kind| listed.iter().any(|word| word.value == kind.name())).collect()
}
