//! What social cards are about, and which of them each page is shared with.

use super::{Facet, Target};
use crate::config::CardKind;
use crate::consent::published::{DonorIx, OfficeIx, PersonIx};

/// What a card is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The site, and each page that is about none of the others.
    Site,
    /// A person's story.
    Story(PersonIx),
    /// A later story, by its place among the person's.
    Update(PersonIx, usize),
    /// An office.
    Office(OfficeIx),
    /// A donor.
    Donor(DonorIx),
    /// A goal.
    Goal(u8),
}

impl Subject {
    /// Its kind.
    pub fn kind(self) -> CardKind {
        match self {
            Self::Site => CardKind::Site,
            Self::Story(_) | Self::Update(..) => CardKind::Intern,
            Self::Office(_) => CardKind::Office,
            Self::Donor(_) => CardKind::Donor,
            Self::Goal(_) => CardKind::Goal,
        }
    }

    /// What a page is about.
    pub fn of(target: &Target) -> Self {
        match target {
            Target::Intern(person) => Self::Story(*person),
            Target::Update(person, place) => Self::Update(*person, *place),
            Target::Facet(Facet::Office(office), _) => Self::Office(*office),
            Target::Facet(Facet::Donor(donor), _) => Self::Donor(*donor),
            Target::Facet(Facet::Goal(number), _) => Self::Goal(*number),
            Target::Facet(Facet::Cohort(_) | Facet::Level(_) | Facet::School(_), _)
            | Target::Home
            | Target::Interns(_)
            | Target::Index(_)
            | Target::Impact
            | Target::Search
            | Target::Page(_)
            | Target::Section(_)
            | Target::NotFound
            | Target::Gone => Self::Site,
        }
    }
}
