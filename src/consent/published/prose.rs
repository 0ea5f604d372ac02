//! Texts with their links, as far as they are public.

use std::sync::Arc;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::{CohortIx, DonorIx, OfficeIx, PageIx, PersonIx, PublicIntern, Published};
use crate::kind::RecordKind;
use crate::markdown::Doc;
use crate::path::{OutPath, SourcePath, Url};
use crate::search::Terms;
use crate::text::{Origin, Span};

/// A text that an author wrote in Markdown, by whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProseIx {
    /// A person's story.
    Intern(PersonIx),
    /// A later story, by its place among the person's.
    Update(PersonIx, usize),
    /// An office's.
    Office(OfficeIx),
    /// A cohort's.
    Cohort(CohortIx),
    /// A donor's.
    Donor(DonorIx),
    /// A goal's, by number.
    Goal(u8),
    /// A page's.
    Page(PageIx),
}

/// A text with its links.
#[derive(Debug, Clone)]
pub struct PublicProse {
    /// The text.
    pub doc: Arc<Doc>,
    /// Where it was written.
    pub origin: Origin,
    /// Whether a name stands in it that UN usage asks to be marked.
    pub marked: bool,
    /// Its words, where they are at hand and all of them are shown.
    pub terms: Option<Terms>,
    /// One for each link of the text.
    pub links: Vec<PublicLink>,
    /// One for each picture of the text; `None` is not shown.
    pub images: Vec<Option<SourcePath>>,
    /// The language of the text, where it stands in place of a translation.
    pub foreign: Option<Arc<str>>,
    /// The same in further languages, by tag.
    pub others: Vec<(String, Arc<PublicProse>)>,
}

impl PublicProse {
    /// Whether it shows a picture, or leads to an address of the site or to what is
    /// withheld: most do not, and need not be looked at by who looks for these.
    pub fn tells(&self) -> bool {
        let leads = |link: &PublicLink| matches!(link.to, PublicTo::Address(_) | PublicTo::Withheld(_));
        !self.images.is_empty() || self.links.iter().any(leads)
    }

    /// Whether a part of it is withheld: a picture, or the words of a link.
    pub fn has_gaps(&self) -> bool {
        self.images.iter().any(Option::is_none)
            || self.links.iter().any(|link| matches!(link.to, PublicTo::Withheld(_)))
    }
}

/// A link of a text.
#[derive(Debug, Clone)]
pub struct PublicLink {
    /// Where it leads.
    pub to: PublicTo,
    /// The heading there.
    pub fragment: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicTo {
    /// A heading of the same text.
    Here,
    /// A profile.
    Intern(PersonIx),
    /// A later story.
    Update(PersonIx, usize),
    /// An office.
    Office(OfficeIx),
    /// A cohort.
    Cohort(CohortIx),
    /// A donor.
    Donor(DonorIx),
    /// A goal by number.
    Goal(u8),
    /// A page.
    Page(PageIx),
    /// A file that is copied.
    Static(OutPath),
    /// An address on this site.
    Address(Url),
    /// A record that is not shown: neutral words stand in for the text.
    Withheld(RecordKind),
}

impl Published {
    /// A text.
    pub fn prose(&self, text: ProseIx) -> Option<&PublicProse> {
        match text {
            ProseIx::Intern(ix) => self.interns.get(ix.0).map(|intern| &intern.story),
            ProseIx::Update(ix, place) => self.interns.get(ix.0)?.updates.get(place).map(|update| &update.story),
            ProseIx::Office(ix) => self.offices.get(ix.0)?.story.as_ref(),
            ProseIx::Cohort(ix) => self.cohorts.get(ix.0)?.story.as_ref(),
            ProseIx::Donor(ix) => self.donors.get(ix.0)?.story.as_ref(),
            ProseIx::Goal(number) => self.goals.iter().find(|goal| goal.number == number)?.story.as_ref(),
            ProseIx::Page(ix) => self.pages.get(ix.0).map(|page| &page.story),
        }
        .map(AsRef::as_ref)
    }

    /// The texts in Markdown, in whatever language, that [tell](PublicProse::tells).
    /// People are many and lie far from each other in memory, so several threads
    /// look.
    pub fn telling_proses(&self) -> Vec<&PublicProse> {
        let of_people = self.interns.par_iter().filter(|intern| intern.telling);
        let of_people = of_people.flat_map_iter(|intern| intern.proses());
        let mut found: Vec<&PublicProse> = of_people.filter(|prose| prose.tells()).collect();
        found.extend(self.other_proses().filter(|prose| prose.tells()));
        found
    }

    fn other_proses(&self) -> impl Iterator<Item = &PublicProse> {
        let pages = self.pages.iter().map(|page| &page.story);
        let offices = self.offices.iter().filter_map(|office| office.story.as_ref());
        let cohorts = self.cohorts.iter().filter_map(|cohort| cohort.story.as_ref());
        let donors = self.donors.iter().filter_map(|donor| donor.story.as_ref());
        let goals = self.goals.iter().filter_map(|goal| goal.story.as_ref());
        pages.chain(offices).chain(cohorts).chain(donors).chain(goals).flat_map(|prose| in_all(prose))
    }
}

impl PublicIntern {
    /// The same with [`telling`](Self::telling) set.
    pub(in crate::consent) fn noting_texts(mut self) -> Self {
        let telling = self.proses().any(PublicProse::tells);
        self.telling = telling;
        self
    }

    /// The texts of a person.
    fn proses(&self) -> impl Iterator<Item = &PublicProse> {
        std::iter::once(&self.story)
            .chain(self.updates.iter().map(|update| &update.story))
            .flat_map(|prose| in_all(prose))
    }
}

/// A text in each of its languages.
fn in_all(prose: &PublicProse) -> impl Iterator<Item = &PublicProse> {
    std::iter::once(prose).chain(prose.others.iter().map(|(_, other)| other.as_ref()))
}
