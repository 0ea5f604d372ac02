//! The whole content as one thing: records by id, every reference resolved.
//!
//! Past this point no record names another by a word. Nothing is left out
//! here for lack of consent: that is the gate's business, and the gate is the
//! only reader of a [`Site`].

mod ahead;
mod assemble;
mod cache;
mod find;
mod known;
mod load;
mod misplaced;
mod resolve;
mod translated;

pub use ahead::Ahead;
pub use cache::{Record, RecordCache};
pub use find::Places;
pub use load::{Loaded, Loading, load};
pub use resolve::fragment_problem;
pub use translated::Coverage;

use jiff::civil::Date;

use crate::config::Config;
use crate::content::Prose;
use crate::content::cohort::CohortRecord;
use crate::content::donor::DonorRecord;
use crate::content::intern::{InternFacts, UpdateRecord};
use crate::content::office::OfficeRecord;
use crate::content::page::PageRecord;
use crate::content::sdg::GoalRecord;
use crate::path::{OutPath, SourcePath, Url};
use crate::text::{FileId, Span, Spanned};

/// An intern, by index in [`Site::interns`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InternId(pub usize);

/// An office, by index in [`Site::offices`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OfficeId(pub usize);

/// A cohort, by index in [`Site::cohorts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CohortId(pub usize);

/// A donor, by index in [`Site::donors`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DonorId(pub usize);

/// A page, by index in [`Site::pages`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageId(pub usize);

/// Everything in `content/`.
#[derive(Debug)]
pub struct Site {
    /// Settings.
    pub config: Config,
    /// Interns by id.
    pub interns: Vec<Intern>,
    /// Offices by id.
    pub offices: Vec<Linked<OfficeRecord>>,
    /// Cohorts by id.
    pub cohorts: Vec<Linked<CohortRecord>>,
    /// Donors by id.
    pub donors: Vec<Linked<DonorRecord>>,
    /// Goals that the programme contributes to, by number.
    pub goals: Vec<Linked<GoalRecord>>,
    /// Pages by id.
    pub pages: Vec<Page>,
    /// Files that are copied.
    pub statics: Vec<StaticFile>,
    /// Erased records, from `content/gone.toml`.
    pub gone: Vec<Gone>,
    /// What became of each file with a translation.
    pub translations: Vec<TranslationState>,
}

/// A translation that was joined to its original.
#[derive(Debug)]
pub struct TranslationState {
    /// The file of the original.
    pub original: FileId,
    /// Into which language.
    pub language: String,
    /// Whether somebody has checked it.
    pub reviewed: bool,
    /// Whether the original changed after it was translated.
    pub stale: bool,
}

/// An intern with what the record names.
#[derive(Debug)]
pub struct Intern {
    /// The record.
    pub facts: Box<InternFacts>,
    /// Where.
    pub office: OfficeId,
    /// With whom.
    pub cohort: CohortId,
    /// Thanks to whom.
    pub donors: Vec<DonorId>,
    /// The portrait's file.
    pub portrait: Option<SourcePath>,
    /// Links and pictures of the story.
    pub refs: ProseRefs,
    /// Later stories, oldest first.
    pub updates: Vec<Update>,
}

/// A later story with its links.
#[derive(Debug)]
pub struct Update {
    /// The record.
    pub record: UpdateRecord,
    /// Links and pictures of its text.
    pub refs: ProseRefs,
}

/// A page with its links.
#[derive(Debug)]
pub struct Page {
    /// The record.
    pub record: PageRecord,
    /// Links and pictures of its text.
    pub refs: ProseRefs,
}

/// A record with the links of its description.
#[derive(Debug)]
pub struct Linked<T> {
    /// The record.
    pub record: T,
    /// Links and pictures of its description.
    pub refs: ProseRefs,
    /// Its own pictures by role, such as a donor's photo and logo.
    pub pictures: Vec<Option<SourcePath>>,
}

/// What the links and pictures of a text lead to, in the order of the text.
#[derive(Debug, Default)]
pub struct ProseRefs {
    /// One for each of the text's links.
    pub links: Vec<Link>,
    /// One for each of the text's pictures; `None` where a problem was found.
    pub images: Vec<Option<SourcePath>>,
    /// The same of the text in further languages, in their order.
    pub others: Vec<ProseRefs>,
}

/// A link of a text.
#[derive(Debug)]
pub struct Link {
    /// Where it leads.
    pub to: LinkTo,
    /// The heading there.
    pub fragment: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// Where a link leads.
#[derive(Debug)]
pub enum LinkTo {
    /// A heading of the same text.
    Here,
    /// A record.
    Record(RecordRef),
    /// A file that is copied.
    Static(OutPath),
    /// An address on this site, which only the plan of all pages can check.
    Address(Url),
    /// Nowhere, or to a record with mistakes; the problem has been reported.
    Broken,
}

/// A record that a link leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordRef {
    /// A profile.
    Intern(InternId),
    /// A later story.
    Update(InternId, usize),
    /// An office.
    Office(OfficeId),
    /// A cohort.
    Cohort(CohortId),
    /// A donor.
    Donor(DonorId),
    /// A goal by its number.
    Goal(u8),
    /// A page.
    Page(PageId),
    /// A record that was erased, of which only the id is known.
    Erased,
}

/// A file that is copied to the output.
#[derive(Debug, Clone)]
pub struct StaticFile {
    /// From.
    pub source: SourcePath,
    /// To.
    pub out: OutPath,
    /// For diagnostics.
    pub file: FileId,
}

/// A record that was erased.
#[derive(Debug)]
pub struct Gone {
    /// Its id.
    pub id: Spanned<String>,
}

impl Intern {
    /// Months of the placement: days divided by 30.44, in halves; unknown
    /// without an end.
    pub fn half_months(&self) -> Option<u32> {
        self.facts.end.map(|end| half_months(self.facts.start, end))
    }
}

/// Length of a placement in half months: its days, the first and the last
/// included, divided by 30.44 and rounded to a half.
pub fn half_months(start: Date, end: Date) -> u32 {
    let days = (end - start).get_days() + 1;
    let halves = (f64::from(days) / 30.44 * 2.0).round();
    // At most 367 days reach this point, so the number is small.
    if halves > 0.0 { halves as u32 } else { 0 }
}

/// The text of a record, as far as it has one.
pub trait HasProse {
    /// The text.
    fn prose(&self) -> Option<&Prose>;
}

macro_rules! described {
    ($($record:ty),+) => { $(
        impl HasProse for $record {
            fn prose(&self) -> Option<&Prose> {
                self.description.as_ref()
            }
        }
    )+ };
}
described!(OfficeRecord, CohortRecord, DonorRecord, GoalRecord);

#[cfg(test)]
mod tests {
    use super::half_months;
    use jiff::civil::date;

    #[test]
    fn months_in_halves() {
        assert_eq!(half_months(date(2024, 1, 1), date(2024, 6, 30)), 12);
        assert_eq!(half_months(date(2024, 1, 1), date(2024, 2, 15)), 3);
        assert_eq!(half_months(date(2024, 1, 1), date(2024, 1, 1)), 0);
    }
}
