//! What may be published, and nothing else.
//!
//! These types are the promise: a name, a picture, a quote that consent does
//! not cover is `None` here, a withheld person has no index, and a consent
//! record has no field at all.

mod edition;
mod placement;
mod prose;

use std::sync::Arc;

use jiff::civil::Date;

use crate::config::Config;
use crate::content::cohort::{Declared, SourceRef};
use crate::content::donor::{DonorKind, Tribute};
use crate::content::intern::{Level, Mapping, OutcomeKind};
use crate::content::office::OfficeKind;
use crate::path::SourcePath;
use crate::record::Text;
use crate::reference::countries::Country;
use crate::reference::goals::Target;
use crate::site::StaticFile;
use crate::text::{FileId, Span, Spanned};

pub use edition::{Edition, Tongue};
pub use placement::Placement;
pub use prose::{ProseIx, PublicLink, PublicProse, PublicTo};

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident;)+) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub usize);
    )+ };
}

index! {
    /// A public intern, by index in [`Published::interns`].
    PersonIx;
    /// An office, by index in [`Published::offices`].
    OfficeIx;
    /// A cohort, by index in [`Published::cohorts`].
    CohortIx;
    /// A donor who may be named, by index in [`Published::donors`].
    DonorIx;
    /// A page, by index in [`Published::pages`].
    PageIx;
}

/// Everything that is public on a date.
#[derive(Debug)]
pub struct Published {
    /// Settings.
    pub config: Config,
    /// The language that it is in.
    pub edition: Edition,
    /// The date.
    pub date: Date,
    /// Interns, newest publication first, then by id. Those whose texts are the
    /// same in several languages are shared by these.
    pub interns: Vec<Arc<PublicIntern>>,
    /// Offices by id.
    pub offices: Vec<PublicOffice>,
    /// Cohorts by id.
    pub cohorts: Vec<PublicCohort>,
    /// Donors who may be named, by id.
    pub donors: Vec<PublicDonor>,
    /// Goals that the programme or a story serves, by number.
    pub goals: Vec<PublicGoal>,
    /// Pages by id.
    pub pages: Vec<PublicPage>,
    /// Files that are copied.
    pub statics: Vec<StaticFile>,
    /// Every placement that counts, without the person.
    pub placements: Vec<Placement>,
    /// Opaque ids of people whose addresses answer "gone".
    pub gone: Vec<String>,
    /// Schools with at least one intern, by slug.
    pub schools: Vec<SchoolFacet>,
    /// Levels with at least one intern.
    pub levels: Vec<LevelFacet>,
}

/// An intern as the public may see them.
#[derive(Debug, Clone)]
pub struct PublicIntern {
    /// Opaque id.
    pub id: String,
    /// For diagnostics.
    pub file: FileId,
    /// Only with the scope `name`.
    pub name: Option<Text>,
    /// Course of study.
    pub course: Text,
    /// Level.
    pub level: Level,
    /// School.
    pub school: Option<Text>,
    /// Team.
    pub unit: Option<Text>,
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Option<Date>,
    /// Length in half months.
    pub half_months: Option<u32>,
    /// Where.
    pub office: OfficeIx,
    /// With whom.
    pub cohort: CohortIx,
    /// Only with the scope `donor_link`, and only donors who may be named.
    pub donors: Vec<DonorIx>,
    /// Goals and targets.
    pub sdgs: Vec<Mapping>,
    /// Skills.
    pub skills: Vec<Spanned<String>>,
    /// The same in further languages, by tag.
    pub other_skills: Vec<(String, Vec<Spanned<String>>)>,
    /// The language of the skills, where they stand in place of a translation.
    pub skills_foreign: Option<Arc<str>>,
    /// Title.
    pub title: Text,
    /// Summary.
    pub summary: Text,
    /// Only with the scope `quote`.
    pub quote: Option<Text>,
    /// Day of publication.
    pub published: Date,
    /// Last change.
    pub updated: Option<Date>,
    /// Shown in a preview of drafts only.
    pub draft: bool,
    /// A sample.
    pub sample: bool,
    /// May stand up front.
    pub featured: bool,
    /// Old addresses.
    pub aliases: Vec<Spanned<String>>,
    /// Only with the scope `photo`.
    pub portrait: Option<PublicPicture>,
    /// Only with the scope `outcome`.
    pub outcome: Option<PublicOutcome>,
    /// Whether share tags may carry name, words and picture.
    pub social: bool,
    /// Whether one of the texts, in whatever language, [tells](PublicProse::tells).
    pub telling: bool,
    /// For themes.
    pub extra: serde_json::Map<String, serde_json::Value>,
    /// The story.
    pub story: Arc<PublicProse>,
    /// Later stories, oldest first.
    pub updates: Vec<PublicUpdate>,
}

/// A later story.
#[derive(Debug, Clone)]
pub struct PublicUpdate {
    /// Part of its address.
    pub slug: String,
    /// Title.
    pub title: Text,
    /// Summary.
    pub summary: Text,
    /// Day of publication.
    pub published: Date,
    /// Shown in a preview of drafts only.
    pub draft: bool,
    /// The text.
    pub story: Arc<PublicProse>,
}

/// What came after, where consent covers it.
#[derive(Debug, Clone)]
pub struct PublicOutcome {
    /// Kind.
    pub kind: OutcomeKind,
    /// Role.
    pub role: Option<Text>,
    /// Where.
    pub organisation: Option<Text>,
    /// Since when.
    pub since: Option<Date>,
}

/// A picture that may be shown.
#[derive(Debug, Clone)]
pub struct PublicPicture {
    /// The file.
    pub source: SourcePath,
    /// Where it is named.
    pub span: Span,
    /// What it shows.
    pub alt: Text,
    /// Who made it.
    pub credit: Option<Text>,
    /// The point that a crop keeps.
    pub focus: Option<(f64, f64)>,
}

/// An office.
#[derive(Debug, Clone)]
pub struct PublicOffice {
    /// Id.
    pub id: String,
    /// City.
    pub name: Text,
    /// Whether it stands without its country.
    pub capital: bool,
    /// Country or area.
    pub country: &'static Country,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Kind.
    pub kind: Option<OfficeKind>,
    /// Summary.
    pub summary: Option<Text>,
    /// About the office.
    pub story: Option<Arc<PublicProse>>,
    /// Goals that the office works for.
    pub sdgs: Vec<Mapping>,
    /// Its own site.
    pub url: Option<String>,
    /// For themes.
    pub extra: serde_json::Map<String, serde_json::Value>,
    /// Who was there, newest first.
    pub interns: Vec<PersonIx>,
}

/// A cohort.
#[derive(Debug, Clone)]
pub struct PublicCohort {
    /// Id.
    pub id: String,
    /// Year.
    pub year: i64,
    /// Title.
    pub title: Option<Text>,
    /// Summary.
    pub summary: Option<Text>,
    /// About it.
    pub story: Option<Arc<PublicProse>>,
    /// Sources of its figures.
    pub sources: Vec<SourceRef>,
    /// Declared figures.
    pub declared: Declared,
    /// For themes.
    pub extra: serde_json::Map<String, serde_json::Value>,
    /// Who belongs to it, newest first.
    pub interns: Vec<PersonIx>,
}

/// A donor who may be named.
#[derive(Debug, Clone)]
pub struct PublicDonor {
    /// Id.
    pub id: String,
    /// Exactly as agreed.
    pub name: Text,
    /// What to sort by.
    pub sort_key: Option<String>,
    /// Kind.
    pub kind: DonorKind,
    /// Tier.
    pub tier: Option<String>,
    /// Years of giving.
    pub years: Vec<i64>,
    /// First year.
    pub since: Option<i64>,
    /// What the gift is for.
    pub restricted_to: Option<Text>,
    /// Summary.
    pub summary: Option<Text>,
    /// About the donor.
    pub story: Option<Arc<PublicProse>>,
    /// Own site.
    pub url: Option<String>,
    /// Memory or honour.
    pub tribute: Option<Tribute>,
    /// Only with the scope `quote`.
    pub quote: Option<Text>,
    /// Only with the scope `amount`.
    pub amount: Option<Text>,
    /// Only with the scope `photo`.
    pub photo: Option<PublicPicture>,
    /// Only with the scope `logo`.
    pub logo: Option<PublicPicture>,
    /// For themes.
    pub extra: serde_json::Map<String, serde_json::Value>,
    /// Whose place the gift made possible, where both sides consent.
    pub interns: Vec<PersonIx>,
}

/// A goal.
#[derive(Debug, Clone)]
pub struct PublicGoal {
    /// 1 to 17.
    pub number: u8,
    /// What the programme contributes, where it says so.
    pub contribution: Option<Text>,
    /// Targets.
    pub targets: Vec<Target>,
    /// More about it.
    pub story: Option<Arc<PublicProse>>,
    /// Whose placement served it, newest first.
    pub interns: Vec<PersonIx>,
}

impl PublicGoal {
    /// The goal of that number, added where it is new.
    pub(super) fn of(goals: &mut Vec<Self>, number: u8) -> &mut Self {
        let at = goals.iter().position(|goal| goal.number == number).unwrap_or_else(|| {
            goals.push(Self { number, contribution: None, targets: Vec::new(), story: None, interns: Vec::new() });
            goals.len() - 1
        });
        #[expect(clippy::indexing_slicing, reason = "the index was just found or made")]
        &mut goals[at]
    }

    /// Adds a person once, though two targets of the goal may be named.
    pub(super) fn add(&mut self, person: PersonIx) {
        if self.interns.last() != Some(&person) {
            self.interns.push(person);
        }
    }
}

/// A page.
#[derive(Debug, Clone)]
pub struct PublicPage {
    /// Path below content/pages without `.md`.
    pub id: String,
    /// For diagnostics.
    pub file: FileId,
    /// Title.
    pub title: Text,
    /// Summary.
    pub summary: Option<Text>,
    /// Day of publication.
    pub published: Option<Date>,
    /// Shown in a preview of drafts only.
    pub draft: bool,
    /// Old addresses.
    pub aliases: Vec<Spanned<String>>,
    /// Template.
    pub template: Option<Spanned<String>>,
    /// For themes.
    pub extra: serde_json::Map<String, serde_json::Value>,
    /// The text.
    pub story: Arc<PublicProse>,
}

/// The interns of a school.
#[derive(Debug, Clone)]
pub struct SchoolFacet {
    /// Part of its address.
    pub slug: String,
    /// Name.
    pub name: String,
    /// Newest first.
    pub interns: Vec<PersonIx>,
}

/// The interns of a level.
#[derive(Debug, Clone)]
pub struct LevelFacet {
    /// Level.
    pub level: Level,
    /// Newest first.
    pub interns: Vec<PersonIx>,
}
