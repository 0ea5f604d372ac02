//! Interns: one folder a person, the record in the front matter, the story as
//! the text; and their later stories.

use jiff::civil::Date;

use super::{Loose, Prose, Read, check_order, check_summary, prose_of, read_story};
use crate::config::url_problem;
use crate::diagnostic::{Code, Diagnostic, Severity, did_you_mean};
use crate::markdown::Beneficiaries;
use crate::record::{Fields, Form, Key, Text, key, required};
use crate::reference::goals::{self, Target};
use crate::text::{FileId, Span, Spanned};
use crate::tree::Tree;

/// A person's record as written.
#[derive(Debug)]
pub struct InternRecord {
    /// Other records that it names.
    pub refs: InternRefs,
    /// Everything else.
    pub facts: InternFacts,
}

/// The records that an intern's record names.
#[derive(Debug)]
pub struct InternRefs {
    /// Cohort.
    pub cohort: Spanned<String>,
    /// Office.
    pub office: Spanned<String>,
    /// Donors.
    pub donors: Vec<Spanned<String>>,
}

/// What an intern's record says, other records apart.
#[derive(Debug)]
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
    /// The consent record.
    pub consent: ConsentRecord,
    /// What came after.
    pub outcome: Option<Outcome>,
    /// For themes.
    pub extra: serde_json::Map<String, serde_json::Value>,
    /// The story.
    pub story: Prose,
}

/// When a record is public, as far as its author decides.
#[derive(Debug, Clone, Copy)]
pub struct Schedule {
    /// First day.
    pub published: Option<Date>,
    /// First day on which it is public no more.
    pub expires: Option<Date>,
    /// Not public at all yet.
    pub draft: bool,
}

/// Level of a course.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
#[derive(Debug, Clone)]
pub struct Mapping {
    /// 1 to 17.
    pub goal: u8,
    /// The target, where one is named.
    pub target: Option<Target>,
    /// Why, in a sentence.
    pub why: Option<Text>,
}

/// A portrait.
#[derive(Debug)]
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

/// What a person agreed to. It has no way to be serialised: nothing of it can
/// reach an output.
#[derive(Debug, Default)]
pub struct ConsentRecord {
    /// Where it is; the start of the file when absent.
    pub span: Option<Span>,
    /// First day.
    pub given: Option<Spanned<Date>>,
    /// What it covers; `None` when the key is absent.
    pub scopes: Option<Vec<Scope>>,
    /// Day of the next review.
    pub review: Option<Spanned<Date>>,
    /// First day on which it is over.
    pub expires: Option<Spanned<Date>>,
    /// Day on which it was withdrawn.
    pub withdrawn: Option<Spanned<Date>>,
}

/// A part that consent covers or does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// The story at all.
    Story,
    /// The name.
    Name,
    /// Portrait and pictures.
    Photo,
    /// The pull quote.
    Quote,
    /// What came after.
    Outcome,
    /// Being shown together with a donor.
    DonorLink,
    /// Share cards and tags.
    Social,
    /// Reuse by partners; nothing on the site depends on it.
    PartnerReuse,
}

const SCOPES: [(&str, Scope); 8] = [
    ("story", Scope::Story),
    ("name", Scope::Name),
    ("photo", Scope::Photo),
    ("quote", Scope::Quote),
    ("outcome", Scope::Outcome),
    ("donor_link", Scope::DonorLink),
    ("social", Scope::Social),
    ("partner_reuse", Scope::PartnerReuse),
];

/// What came after a placement.
#[derive(Debug, Clone)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
#[derive(Debug)]
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
    required("goal", Form::Int(i64::MIN, i64::MAX), "Number of the goal, 1 to 17."),
    key("target", Form::Str, "A target of that goal, such as \"10.7\"."),
    key("why", Form::Text, "Why, in a sentence."),
];

pub(super) const SDGS_FORM: Form =
    Form::List(&Form::Either(&Form::Int(i64::MIN, i64::MAX), &Form::Table(MAPPING_KEYS)));

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
    required("cohort", Form::Str, "File in content/cohorts."),
    required("office", Form::Str, "File in content/offices."),
    key("unit", Form::Text, "Team in the office."),
    required("start", Form::Date, "First day."),
    key("end", Form::Date, "Last day; at most 366 days after the first."),
    key("donors", Form::List(&Form::Str), "Files in content/donors."),
    key("sdgs", SDGS_FORM, "Goals, or goals with target and reason."),
    key("skills", Form::List(&Form::Str), "Skills used or learnt."),
    required("title", Form::Text, "Title of the story."),
    required("summary", Form::Text, "At most 300 characters."),
    key("quote", Form::Text, "The pull quote."),
    required("published", Form::Date, "Not built before it."),
    key("updated", Form::Date, "Last change worth telling."),
    key("expires", Form::Date, "Not built from this day on."),
    key("draft", Form::Bool, "Not built."),
    key("sample", Form::Bool, "No real person's; built only if the site allows it."),
    key("featured", Form::Bool, "May stand up front."),
    key("aliases", Form::List(&Form::Str), "Old addresses, redirected."),
    key("portrait", Form::Table(PORTRAIT_KEYS), "The portrait."),
    key("consent", Form::Table(CONSENT_KEYS), "What the person agreed to; never emitted."),
    key("outcome", Form::Table(OUTCOME_KEYS), "What came after."),
];

/// The keys of a later story.
pub const UPDATE_KEYS: &[Key] = &[
    required("title", Form::Text, "Title of the story."),
    required("summary", Form::Text, "At most 300 characters."),
    required("published", Form::Date, "Not built before it."),
    key("draft", Form::Bool, "Not built."),
    key("expires", Form::Date, "Not built from this day on."),
];

/// Reads a person's record.
///
/// # Errors
/// The record has mistakes, which are reported; what it names is given back.
pub fn read(tree: &Tree, file: FileId, id: &str, language: &str, problems: &mut Vec<Diagnostic>) -> Read<InternRecord> {
    let before = problems.len();
    let (fields, story) = read_story(tree, file, language, KEYS, problems)?;
    check_dates(&fields, problems);
    check_summary(fields.text("summary").as_ref(), problems);
    let checked = Checked {
        sdgs: mappings(&fields, "sdgs", problems),
        consent: consent(&fields, problems),
        portrait: portrait(&fields, problems),
    };
    let erroneous = problems.iter().skip(before).any(|problem| problem.severity == Severity::Error);
    let picture = fields.table("portrait", PORTRAIT_KEYS).and_then(|table| table.str("file"));
    let (office, cohort, donors) = (fields.str("office"), fields.str("cohort"), fields.strings("donors"));
    let loose = |story: Prose, office, cohort, donors| {
        Box::new(Loose { office, cohort, donors, pictures: picture.into_iter().collect(), texts: vec![story] })
    };
    let usable = !erroneous && fields.complete();
    let (Some(office), Some(cohort), true) = (office.clone(), cohort.clone(), usable) else {
        return Err(loose(story, office, cohort, donors));
    };
    match facts(&fields, file, id, checked, story) {
        Ok(facts) => Ok(InternRecord { refs: InternRefs { cohort, office, donors }, facts }),
        Err(story) => Err(loose(*story, Some(office), Some(cohort), donors)),
    }
}

/// Parts of a record that were checked beyond their form.
struct Checked {
    sdgs: Vec<Mapping>,
    consent: ConsentRecord,
    portrait: Option<Portrait>,
}

/// Everything but references; the story is given back when a key is missing.
fn facts(
    fields: &Fields<'_>,
    file: FileId,
    id: &str,
    checked: Checked,
    story: Prose,
) -> Result<InternFacts, Box<Prose>> {
    let required = || {
        let level =
            if fields.str("level")?.value == "undergraduate" { Level::Undergraduate } else { Level::Postgraduate };
        let texts = (fields.text("name")?, fields.text("course")?, fields.text("title")?, fields.text("summary")?);
        Some((level, texts, fields.date("start")?.value))
    };
    let Some((level, (name, course, title, summary), start)) = required() else { return Err(Box::new(story)) };
    let Checked { sdgs, consent, portrait } = checked;
    Ok(InternFacts {
        id: id.to_owned(),
        file,
        name,
        course,
        level,
        school: fields.text("school"),
        unit: fields.text("unit"),
        start,
        end: fields.date("end").map(|d| d.value),
        sdgs,
        skills: fields.strings("skills"),
        title,
        summary,
        quote: fields.text("quote"),
        schedule: schedule(fields),
        updated: fields.date("updated").map(|d| d.value),
        sample: fields.flag("sample"),
        featured: fields.flag("featured"),
        aliases: fields.strings("aliases"),
        portrait,
        consent,
        outcome: outcome(fields),
        extra: fields.open("extra"),
        story,
    })
}

/// Reads a later story.
///
/// # Errors
/// As [`read`].
pub fn read_update(
    tree: &Tree,
    file: FileId,
    slug: &str,
    language: &str,
    problems: &mut Vec<Diagnostic>,
) -> Read<UpdateRecord> {
    let (fields, story) = read_story(tree, file, language, UPDATE_KEYS, problems)?;
    check_summary(fields.text("summary").as_ref(), problems);
    check_order(&fields, "published", "expires", problems);
    match (fields.text("title"), fields.text("summary")) {
        (Some(title), Some(summary)) if fields.complete() => {
            Ok(UpdateRecord { slug: slug.to_owned(), file, title, summary, schedule: schedule(&fields), story })
        }
        _ => Err(Loose::text(Some(story))),
    }
}

/// `published`, `expires` and `draft` of any record that has them.
pub(super) fn schedule(fields: &Fields<'_>) -> Schedule {
    Schedule {
        published: fields.date("published").map(|d| d.value),
        expires: fields.date("expires").map(|d| d.value),
        draft: fields.flag("draft"),
    }
}

/// Goals and targets, each checked against the real ones and taken once.
pub(super) fn mappings(fields: &Fields<'_>, name: &str, problems: &mut Vec<Diagnostic>) -> Vec<Mapping> {
    let plain = fields.ints(name).into_iter().map(|goal| (goal, None, None));
    let tables = fields.tables(name, MAPPING_KEYS);
    let named = tables.iter().filter_map(|t| Some((t.int("goal")?, t.str("target"), t.text("why"))));
    let mut all: Vec<_> = plain.chain(named).collect();
    all.sort_by_key(|(goal, ..)| goal.span);
    let mut found: Vec<Mapping> = Vec::new();
    for (goal, target, why) in all {
        let Some(known) = u8::try_from(goal.value).ok().and_then(goals::goal) else {
            let message = format!("There is no goal {}; the goals are numbered 1 to 17.", goal.value);
            problems.push(Diagnostic::new(Code::GoalUnknown, goal.span, message));
            continue;
        };
        let target = match target {
            Some(text) => match target_of(&text, known.number) {
                Ok(target) => Some(target),
                Err(problem) => {
                    problems.push(problem);
                    continue;
                }
            },
            None => None,
        };
        if found.iter().any(|m| m.goal == known.number && m.target == target) {
            let message = format!("Goal {} stands here twice.", known.number);
            problems.push(Diagnostic::new(Code::GoalRepeated, goal.span, message));
            continue;
        }
        found.push(Mapping { goal: known.number, target, why });
    }
    found
}

/// A target of a goal.
pub(super) fn target_of(text: &Spanned<String>, goal: u8) -> Result<Target, Diagnostic> {
    match Target::parse(&text.value) {
        Some(target) if target.goal() == goal => Ok(target),
        Some(target) => {
            let message = format!("Target {target} belongs to goal {}, not to goal {goal}.", target.goal());
            let help = format!("Name goal {} instead, or a target that begins with `{goal}.`.", target.goal());
            Err(Diagnostic::new(Code::TargetUnknown, text.span, message).help(help))
        }
        None => {
            let names = goals::goal(goal).map(goals::Goal::target_names).unwrap_or_default();
            let near = did_you_mean(&text.value, names.iter().map(String::as_str));
            let help = near.unwrap_or_else(|| format!("Goal {goal} has the targets {}.", names.join(", ")));
            let message = format!("Goal {goal} has no target `{}`.", text.value);
            Err(Diagnostic::new(Code::TargetUnknown, text.span, message).help(help))
        }
    }
}

fn check_dates(fields: &Fields<'_>, problems: &mut Vec<Diagnostic>) {
    check_order(fields, "start", "end", problems);
    check_order(fields, "published", "expires", problems);
    if let (Some(start), Some(end)) = (fields.date("start"), fields.date("end")) {
        let days = (end.value - start.value).get_days();
        if days > 366 {
            let message = format!("This placement lasts {days} days; at most 366 are possible.");
            problems
                .push(Diagnostic::new(Code::PlacementTooLong, end.span, message).related(start.span, "it starts here"));
        }
    }
}

fn portrait(fields: &Fields<'_>, problems: &mut Vec<Diagnostic>) -> Option<Portrait> {
    let table = fields.table("portrait", PORTRAIT_KEYS)?;
    let alt = table.text("alt")?;
    if alt.value.trim().is_empty() {
        problems.push(Diagnostic::new(Code::ImageAltMissing, alt.origin.whole(), "The portrait's `alt` is empty."));
        return None;
    }
    let focus = table.floats("focus");
    let focus = match focus.as_slice() {
        [x, y] => Some((*x, *y)),
        [] => None,
        _ => {
            let message = "`focus` should have two numbers: from the left and from the top.";
            problems.push(table.problem(Code::ValueRange, "focus", message));
            None
        }
    };
    let beneficiaries = table.str("beneficiaries").and_then(|word| Beneficiaries::parse(&word.value));
    Some(Portrait { file: table.str("file")?, alt, credit: table.text("credit"), focus, beneficiaries })
}

fn consent(fields: &Fields<'_>, problems: &mut Vec<Diagnostic>) -> ConsentRecord {
    let Some(table) = fields.table("consent", CONSENT_KEYS) else { return ConsentRecord::default() };
    for end in ["expires", "withdrawn"] {
        if let (Some(given), Some(over)) = (table.date("given"), table.date(end))
            && over.value < given.value
        {
            let message = format!("The consent's `{end}` ({}) lies before `given` ({}).", over.value, given.value);
            problems
                .push(Diagnostic::new(Code::ConsentDates, over.span, message).related(given.span, "it was given here"));
        }
    }
    let scope = |word: Spanned<String>| SCOPES.iter().find(|(name, _)| *name == word.value).map(|(_, scope)| *scope);
    ConsentRecord {
        span: Some(table.span()),
        given: table.date("given"),
        scopes: table.has("scopes").then(|| table.strings("scopes").into_iter().filter_map(scope).collect()),
        review: table.date("review"),
        expires: table.date("expires"),
        withdrawn: table.date("withdrawn"),
    }
}

fn outcome(fields: &Fields<'_>) -> Option<Outcome> {
    let table = fields.table("outcome", OUTCOME_KEYS)?;
    let word = table.str("kind")?.value;
    let kind = OutcomeKind::ALL.into_iter().find(|kind| kind.word() == word)?;
    Some(Outcome {
        kind,
        role: table.text("role"),
        organisation: table.text("organisation"),
        since: table.date("since").map(|d| d.value),
    })
}

/// The problem with a record's own `url`, if any.
pub(super) fn check_url(fields: &Fields<'_>, problems: &mut Vec<Diagnostic>) {
    if let Some(url) = fields.str("url") {
        problems.extend(url_problem(&url));
    }
}

/// Markdown of a record's `description`.
pub(super) fn description(fields: &Fields<'_>, problems: &mut Vec<Diagnostic>) -> Option<Prose> {
    prose_of(fields.text("description"), problems)
}
