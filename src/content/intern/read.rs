//! Reads an intern's record: its own checks, and what they leave of it.

use super::{
    ConsentRecord, InternFacts, InternRecord, InternRefs, KEYS, Level, Mapping, Outcome, OutcomeKind, Portrait,
    Schedule, Scope, UPDATE_KEYS, UpdateRecord,
};
use crate::config::url_problem;
use crate::content::{Loose, Prose, Read, check_order, check_summary, prose_of, read_story};
use crate::diagnostic::{Code, Diagnostic, Severity, did_you_mean};
use crate::markdown::Beneficiaries;
use crate::record::{Fields, Text};
use crate::reference::goals::{self, Target};
use crate::text::{FileId, Spanned};

/// Reads a person's record.
///
/// # Errors
/// The record has mistakes, which are reported; what it names is given back.
pub fn read(text: &str, file: FileId, id: &str, language: &str, problems: &mut Vec<Diagnostic>) -> Read<InternRecord> {
    let before = problems.len();
    let (fields, story) = read_story(text, file, language, KEYS, problems)?;
    check_dates(&fields, problems);
    let summary = fields.text("summary");
    check_summary(summary.as_ref(), problems);
    let checked = Checked {
        summary,
        sdgs: mappings(&fields, "sdgs", problems),
        consent: consent(&fields, problems),
        portrait: portrait(&fields, problems),
    };
    let erroneous = problems.iter().skip(before).any(|problem| problem.severity == Severity::Error);
    let picture = fields.table("portrait").and_then(|table| table.str("file"));
    let (office, cohort, donors) = (fields.str("office"), fields.str("cohort"), fields.strings("donors"));
    let loose = |story: Prose, office, cohort, donors| {
        Box::new(Loose { office, cohort, donors, pictures: picture.into_iter().collect(), texts: vec![story] })
    };
    let usable = !erroneous && fields.complete();
    let (Some(office), Some(cohort), true) = (office.clone(), cohort.clone(), usable) else {
        return Err(loose(story, office, cohort, donors));
    };
    match facts(&fields, file, id, checked, story) {
        Ok(facts) => Ok(InternRecord { refs: InternRefs { cohort, office, donors }, facts: Box::new(facts) }),
        Err(story) => Err(loose(*story, Some(office), Some(cohort), donors)),
    }
}

/// Parts of a record that were checked beyond their form.
struct Checked {
    summary: Option<Text>,
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
    let Checked { summary, sdgs, consent, portrait } = checked;
    let required = || {
        let level =
            if fields.str("level")?.value == "undergraduate" { Level::Undergraduate } else { Level::Postgraduate };
        let texts = (fields.text("name")?, fields.text("course")?, fields.text("title")?, summary?);
        Some((level, texts, fields.date("start")?.value))
    };
    let Some((level, (name, course, title, summary), start)) = required() else { return Err(Box::new(story)) };
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
        other_skills: Vec::new(),
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
    text: &str,
    file: FileId,
    slug: &str,
    language: &str,
    problems: &mut Vec<Diagnostic>,
) -> Read<UpdateRecord> {
    let (fields, story) = read_story(text, file, language, UPDATE_KEYS, problems)?;
    let summary = fields.text("summary");
    check_summary(summary.as_ref(), problems);
    check_order(&fields, "published", "expires", problems);
    match (fields.text("title"), summary) {
        (Some(title), Some(summary)) if fields.complete() => {
            Ok(UpdateRecord { slug: slug.to_owned(), file, title, summary, schedule: schedule(&fields), story })
        }
        _ => Err(Loose::text(Some(story))),
    }
}

/// `published`, `expires` and `draft` of any record that has them.
pub(in crate::content) fn schedule(fields: &Fields<'_>) -> Schedule {
    Schedule {
        published: fields.date("published").map(|d| d.value),
        expires: fields.date("expires").map(|d| d.value),
        draft: fields.flag("draft"),
    }
}

/// Goals and targets, each checked against the real ones and taken once.
pub(in crate::content) fn mappings(fields: &Fields<'_>, name: &str, problems: &mut Vec<Diagnostic>) -> Vec<Mapping> {
    let plain = fields.ints(name).into_iter().map(|goal| (goal, None, None));
    let tables = fields.tables(name);
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
pub(in crate::content) fn target_of(text: &Spanned<String>, goal: u8) -> Result<Target, Diagnostic> {
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
    let table = fields.table("portrait")?;
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
    let Some(table) = fields.table("consent") else { return ConsentRecord::default() };
    for end in ["expires", "withdrawn"] {
        if let (Some(given), Some(over)) = (table.date("given"), table.date(end))
            && over.value < given.value
        {
            let message = format!("The consent's `{end}` ({}) lies before `given` ({}).", over.value, given.value);
            problems
                .push(Diagnostic::new(Code::ConsentDates, over.span, message).related(given.span, "it was given here"));
        }
    }
    let scope = |word: Spanned<String>| Scope::ALL.into_iter().find(|scope| scope.word() == word.value);
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
    let table = fields.table("outcome")?;
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
pub(in crate::content) fn check_url(fields: &Fields<'_>, problems: &mut Vec<Diagnostic>) {
    if let Some(url) = fields.str("url") {
        problems.extend(url_problem(&url));
    }
}

/// Markdown of a record's `description`.
pub(in crate::content) fn description(fields: &Fields<'_>, problems: &mut Vec<Diagnostic>) -> Option<Prose> {
    prose_of(fields.text("description"), problems)
}
