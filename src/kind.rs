//! The kinds of records that can be named by an id.

use serde::{Deserialize, Serialize};

/// A kind of record. The closed set: every `match` over it is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RecordKind {
    /// A person who was or is an intern.
    Intern,
    /// A location.
    Office,
    /// A year's group.
    Cohort,
    /// Who funds places.
    Donor,
    /// A Sustainable Development Goal; its id is its number.
    Goal,
    /// A static page; its id is its path without `.md`.
    Page,
}

impl RecordKind {
    /// Every kind.
    pub const ALL: [Self; 6] = [Self::Intern, Self::Office, Self::Cohort, Self::Donor, Self::Goal, Self::Page];

    /// The word before the colon in `office:geneva`.
    pub fn scheme(self) -> &'static str {
        match self {
            Self::Intern => "intern",
            Self::Office => "office",
            Self::Cohort => "cohort",
            Self::Donor => "donor",
            Self::Goal => "sdg",
            Self::Page => "page",
        }
    }

    /// The kind that a scheme names.
    pub fn from_scheme(scheme: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.scheme() == scheme)
    }
}
