//! Interns: one folder a person, the record in the front matter, the story as
//! the text; and their later stories.

mod agreed;
mod read;

use jiff::civil::Date;

use serde::{Deserialize, Serialize};

use super::{Prose, SUMMARY_MAX};
use crate::kind::RecordKind;
use crate::markdown::Beneficiaries;
use crate::record::{Form, Key, Meaning, Text, key, required};
use crate::reference::goals::Target;
use crate::text::{FileId, Spanned};

pub use agreed::{ConsentRecord, Scope};
pub(super) use read::{check_url, description, mappings, schedule, target_of};
pub use read::{read, read_update};

/// A person's record as written.
#[derive(Debug, Serialize, Deserialize)]
pub struct InternRecord {
    /// Other records that it names.
    pub refs: InternRefs,
    /// Everything else.
    pub facts: Box<InternFacts>,
}

/// The records that an intern's record names.
#[derive(Debug, Serialize, Deserialize)]
pub struct InternRefs {
    /// Cohort.
    pub cohort: Spanned<String>,
    /// Office.
    pub office: Spanned<String>,
    /// Donors.
    pub donors: Vec<Spanned<String>>,
}

/// What an intern's record says, other records apart.
#[derive(Debug, Serialize, Deserialize)]
pub struct InternFacts {
    /// The folder's name.
    pub id: String,
    /// The file.
    pub file: FileId,
    /// Shown only if consent covers it.
    pub name: Text,
    /// Course of study.
    pub course: Text,
    /// Level of the course.
    pub level: Level,
    /// School of the university.
    pub school: Option<Text>,
    /// Team in the office.
    pub unit: Option<Text>,
    /// First day.
    pub start: Date,
    /// Last day; unknown when absent.
    pub end: Option<Date>,
    /// Goals and targets, each goal once.
    pub sdgs: Vec<Mapping>,
    /// Skills used or learnt.
    pub skills: Vec<Spanned<String>>,
    /// The same in further languages, by tag.
    #[serde(skip)]
    pub other_skills: Vec<(String, Vec<Spanned<String>>)>,
    /// Title of the story.
    pub title: Text,
    /// The story in a sentence or two.
    pub summary: Text,
    /// The pull quote.
    pub quote: Option<Text>,
    /// When, and whether, it is published.
    pub schedule: Schedule,
    /// Last change worth telling.
    pub updated: Option<Date>,
    /// Whether the record is a sample and no real person's.
    pub sample: bool,
    /// Whether it may stand up front.
    pub featured: bool,
    /// Old addresses.
    pub aliases: Vec<Spanned<String>>,
    /// The portrait.
    pub portrait: Option<Portrait>,
    /// The consent record; where a record is kept, nothing but the day on
    /// which it ends.
    #[serde(with = "agreed::ending")]
    pub consent: ConsentRecord,
    /// What came after.
    pub outcome: Option<Outcome>,
    /// For themes.
    #[serde(with = "super::extra")]
    pub extra: serde_json::Map<String, serde_json::Value>,
    /// The story.
    pub story: Prose,
}

/// When a record is public, as far as its author decides.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct Schedule {
    /// First day.
    pub published: Option<Date>,
    /// First day on which it is public no more.
    pub expires: Option<Date>,
    /// Not public at all yet.
    pub draft: bool,
}

/// Level of a course.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    /// Bachelor's.
    Undergraduate,
    /// Master's and above.
    Postgraduate,
}

impl Level {
    /// Every level, in order.
    pub const ALL: [Self; 2] = [Self::Undergraduate, Self::Postgraduate];

    /// The word in records and addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Undergraduate => "undergraduate",
            Self::Postgraduate => "postgraduate",
        }
    }
}

/// A goal that a placement served.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Mapping {
    /// 1 to 17.
    pub goal: u8,
    /// The target, where one is named.
    pub target: Option<Target>,
    /// Why, in a sentence.
    pub why: Option<Text>,
}

/// A portrait.
#[derive(Debug, Serialize, Deserialize)]
pub struct Portrait {
    /// File beside the story.
    pub file: Spanned<String>,
    /// What it shows.
    pub alt: Text,
    /// Who made it.
    pub credit: Option<Text>,
    /// The point that a crop keeps, from the left and the top, 0 to 1.
    pub focus: Option<(f64, f64)>,
    /// Whether people who receive assistance can be seen.
    pub beneficiaries: Option<Beneficiaries>,
}

/// What came after a placement.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Outcome {
    /// Which kind.
    pub kind: OutcomeKind,
    /// The role.
    pub role: Option<Text>,
    /// Where.
    pub organisation: Option<Text>,
    /// Since when.
    pub since: Option<Date>,
}

/// Kinds of outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum OutcomeKind {
    /// Work with the hosting organisation.
    Partner,
    /// Work in the same sector.
    Sector,
    /// Other work.
    Employment,
    /// Further study.
    Study,
}

impl OutcomeKind {
    /// Every kind, in order.
    pub const ALL: [Self; 4] = [Self::Partner, Self::Sector, Self::Employment, Self::Study];

    /// The word in records.
    pub fn word(self) -> &'static str {
        match self {
            Self::Partner => "partner",
            Self::Sector => "sector",
            Self::Employment => "employment",
            Self::Study => "study",
        }
    }
}

/// A later story by the same person.
#[derive(Debug, Serialize, Deserialize)]
pub struct UpdateRecord {
    /// The file's name without `.md`.
    pub slug: String,
    /// The file.
    pub file: FileId,
    /// Title.
    pub title: Text,
    /// In a sentence or two.
    pub summary: Text,
    /// When it is public.
    pub schedule: Schedule,
    /// The text.
    pub story: Prose,
}

pub(super) const MAPPING_KEYS: &[Key] = &[
    required("goal", Form::Goal, "Number of the goal, 1 to 17."),
    key("target", Form::Word(Meaning::Target), "A target of that goal, such as \"10.7\"."),
    key("why", Form::Text, "Why, in a sentence."),
];

pub(super) const SDGS_FORM: Form = Form::List(&Form::Either(&Form::Goal, &Form::Table(MAPPING_KEYS)));

const PORTRAIT_KEYS: &[Key] = &[
    required("file", Form::Str, "The picture, beside the story."),
    required("alt", Form::Text, "What the picture shows, for people who cannot see it."),
    key("credit", Form::Text, "Who made it."),
    key("focus", Form::List(&Form::Float(0.0, 1.0)), "The point that a crop keeps: from the left, from the top."),
    key(
        "beneficiaries",
        Form::OneOf(&["none", "consented", "unidentifiable"]),
        "Whether people who receive assistance can be seen.",
    ),
];

const CONSENT_KEYS: &[Key] = &[
    key("given", Form::Date, "Day on which consent was given."),
    key(
        "scopes",
        Form::List(&Form::OneOf(&[
            "story",
            "name",
            "photo",
            "quote",
            "outcome",
            "donor_link",
            "social",
            "partner_reuse",
        ])),
        "What it covers.",
    ),
    key("method", Form::Str, "How it was given."),
    key("recorded_by", Form::Str, "Who recorded it."),
    key("form", Form::Str, "Version of the form."),
    key("controllers", Form::List(&Form::Str), "Who may rely on it."),
    key("review", Form::Date, "Day of the next review."),
    key("expires", Form::Date, "First day on which it is over."),
    key("withdrawn", Form::Date, "Day on which it was withdrawn."),
    key("evidence", Form::Str, "Where the signed form is kept."),
];

const OUTCOME_KEYS: &[Key] = &[
    required("kind", Form::OneOf(&["partner", "sector", "employment", "study"]), "Kind of outcome."),
    key("role", Form::Text, "The role."),
    key("organisation", Form::Text, "Where."),
    key("since", Form::Date, "Since when."),
];

/// The keys of an intern's record.
pub const KEYS: &[Key] = &[
    required("name", Form::Str, "Shown only if consent covers it."),
    required("course", Form::Str, "Course of study."),
    required("level", Form::OneOf(&["undergraduate", "postgraduate"]), "Level of the course."),
    key("school", Form::Str, "School of the university."),
    required("cohort", Form::Word(Meaning::Id(RecordKind::Cohort)), "File in content/cohorts."),
    required("office", Form::Word(Meaning::Id(RecordKind::Office)), "File in content/offices."),
    key("unit", Form::Text, "Team in the office."),
    required("start", Form::Date, "First day."),
    key("end", Form::Date, "Last day; at most 366 days after the first."),
    key("donors", Form::List(&Form::Word(Meaning::Id(RecordKind::Donor))), "Files in content/donors."),
    key("sdgs", SDGS_FORM, "Goals, or goals with target and reason."),
    key("skills", Form::List(&Form::Str), "Skills used or learnt."),
    required("title", Form::Text, "Title of the story."),
    required("summary", Form::Short(SUMMARY_MAX), "At most 300 characters."),
    key("quote", Form::Text, "The pull quote."),
    required("published", Form::Date, "Not built before it."),
    key("updated", Form::Date, "Last change worth telling."),
    key("expires", Form::Date, "Not built from this day on."),
    key("draft", Form::Bool, "Not built."),
    key("sample", Form::Bool, "No real person's; built only if the site allows it."),
    key("featured", Form::Bool, "May stand up front."),
    key("aliases", Form::List(&Form::Word(Meaning::Alias)), "Old addresses, redirected."),
    key("portrait", Form::Table(PORTRAIT_KEYS), "The portrait."),
    key("consent", Form::Table(CONSENT_KEYS), "What the person agreed to; never emitted."),
    key("outcome", Form::Table(OUTCOME_KEYS), "What came after."),
];

/// The keys of a later story.
pub const UPDATE_KEYS: &[Key] = &[
    required("title", Form::Text, "Title of the story."),
    required("summary", Form::Short(SUMMARY_MAX), "At most 300 characters."),
    required("published", Form::Date, "Not built before it."),
    key("draft", Form::Bool, "Not built."),
    key("expires", Form::Date, "Not built from this day on."),
];
