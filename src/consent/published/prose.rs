//! Texts with their links, as far as they are public.

use super::{CohortIx, DonorIx, OfficeIx, PageIx, PersonIx};
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
#[derive(Debug)]
pub struct PublicProse {
    /// The text.
    pub doc: Doc,
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
}

impl PublicProse {
    /// Whether a part of it is withheld: a picture, or the words of a link.
    pub fn has_gaps(&self) -> bool {
        self.images.iter().any(Option::is_none)
            || self.links.iter().any(|link| matches!(link.to, PublicTo::Withheld(_)))
    }
}

/// A link of a text.
#[derive(Debug)]
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
