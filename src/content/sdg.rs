//! What the programme contributes to the Sustainable Development Goals.

use super::intern::{description, target_of};
use super::{Prose, read_record};
use crate::diagnostic::{Code, Diagnostic};
use crate::record::{Form, Key, Meaning, Source, Text, key, required};
use crate::reference::goals::{Target, goal};
use crate::text::{FileId, Span, Spanned};

/// The contribution to one goal.
#[derive(Debug)]
pub struct GoalRecord {
    /// 1 to 17.
    pub number: u8,
    /// Where it is written.
    pub span: Span,
    /// What the programme contributes.
    pub contribution: Text,
    /// Targets.
    pub targets: Vec<Target>,
    /// More about it.
    pub description: Option<Prose>,
}

const GOAL_KEYS: &[Key] = &[
    required("number", Form::Goal, "Number of the goal, 1 to 17."),
    required("contribution", Form::Text, "What the programme contributes."),
    key("targets", Form::List(&Form::Word(Meaning::Target)), "Targets, such as \"10.7\"."),
    key("description", Form::Markdown, "More about it."),
];

/// The keys of `content/sdgs.toml`.
pub const KEYS: &[Key] = &[key("goal", Form::List(&Form::Table(GOAL_KEYS)), "A goal, as `[[goal]]`.")];

/// The keys of `content/gone.toml`.
pub const GONE_KEYS: &[Key] = &[key("gone", Form::List(&Form::Table(GONE_ENTRY_KEYS)), "A record that was erased.")];

const GONE_ENTRY_KEYS: &[Key] = &[
    required("id", Form::Str, "Its opaque id."),
    required("kind", Form::OneOf(&["intern", "donor"]), "Its kind."),
    required("on", Form::Date, "Day on which it was erased."),
];

/// Reads `content/sdgs.toml`, each goal once, by number.
pub fn read(text: &str, file: FileId, language: &str, problems: &mut Vec<Diagnostic>) -> Vec<GoalRecord> {
    let Some(fields) = read_record(text, file, language, KEYS, problems) else { return Vec::new() };
    let mut found: Vec<GoalRecord> = Vec::new();
    for table in fields.tables("goal") {
        let (Some(number), Some(contribution)) = (table.int("number"), table.text("contribution")) else { continue };
        let Some(known) = u8::try_from(number.value).ok().and_then(goal) else {
            let message = format!("There is no goal {}; the goals are numbered 1 to 17.", number.value);
            problems.push(Diagnostic::new(Code::GoalUnknown, number.span, message));
            continue;
        };
        if let Some(first) = found.iter().find(|goal| goal.number == known.number) {
            let message = format!("Goal {} is described twice.", known.number);
            problems.push(Diagnostic::new(Code::GoalRepeated, number.span, message).related(first.span, "first here"));
            continue;
        }
        let mut targets: Vec<Target> = Vec::new();
        for text in table.strings("targets") {
            match target_of(&text, known.number) {
                Ok(target) if targets.contains(&target) => {
                    let message = format!("Target {target} stands here twice.");
                    problems.push(Diagnostic::new(Code::GoalRepeated, text.span, message));
                }
                Ok(target) => targets.push(target),
                Err(problem) => problems.push(problem),
            }
        }
        let description = description(table, problems);
        found.push(GoalRecord { number: known.number, span: number.span, contribution, targets, description });
    }
    found.sort_by_key(|goal| goal.number);
    found
}

/// Ids of interns that were erased, from `content/gone.toml`.
pub fn read_gone(text: &str, file: FileId, problems: &mut Vec<Diagnostic>) -> Vec<Spanned<String>> {
    let Some(fields) = crate::record::read(Source::whole(file, text, "en"), GONE_KEYS, problems) else {
        return Vec::new();
    };
    let entries = fields.tables("gone");
    let intern = entries.iter().filter(|entry| entry.str("kind").is_some_and(|kind| kind.value == "intern"));
    let (ids, others): (Vec<_>, Vec<_>) =
        intern.filter_map(|entry| entry.str("id")).partition(|id| crate::path::is_slug(&id.value));
    problems.extend(others.into_iter().map(|id| {
        // It would become a rule for hosts, where `*` takes whole folders.
        let message = format!("`{}` is no id of a record.", id.value.escape_debug());
        Diagnostic::new(Code::FileNameInvalid, id.span, message)
            .help("An id is the name of the record's folder: lower-case letters, digits and hyphens.")
    }));
    ids
}
