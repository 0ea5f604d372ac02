//! Translations of stories, later stories and pages: a file beside the original
//! that holds only what differs, `index.fr.md` beside `index.md`.
//!
//! What decides whether and when something is shown is the original's alone, so
//! a translation has no key for it. Nothing here knows which languages a site
//! has.

use serde::{Deserialize, Serialize};

use super::intern::{self, InternFacts, UPDATE_KEYS, UpdateRecord};
use super::page::{self, PageRecord};
use super::{Loose, Prose, Read, SUMMARY_MAX, check_summary, read_headed, read_story};
use crate::diagnostic::{Code, Diagnostic};
use crate::record::{Fields, Form, Key, Text, key};
use crate::text::{FileId, Origin, Span, Spanned};

/// What a translation is of, which decides its keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Original {
    /// A person's story.
    Story,
    /// A later story.
    Update,
    /// A page.
    Page,
}

/// A translation as written. What it lacks is shown in the default language.
#[derive(Debug, Serialize, Deserialize)]
pub struct TranslationRecord {
    /// The file.
    pub file: FileId,
    /// The language, as the file's name says.
    pub language: String,
    /// The mark of the original that was translated.
    pub original: Option<Spanned<String>>,
    /// Whether somebody other than the translator has read it.
    pub reviewed: bool,
    /// Texts by the words that messages have for them.
    texts: Vec<(Part, Text)>,
    /// The skills, all of them.
    skills: Vec<Spanned<String>>,
    /// Reasons by goal or target.
    reasons: Vec<(Spanned<String>, Text)>,
    /// The text; none where only the record is translated.
    story: Option<Prose>,
}

/// What a translation may say besides the story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Part {
    Title,
    Summary,
    Quote,
    Unit,
    Course,
    School,
    Alt,
    Credit,
    Role,
    Organisation,
}

impl Part {
    /// What it is called where the original lacks it.
    fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Summary => "summary",
            Self::Quote => "quote",
            Self::Unit => "unit",
            Self::Course => "course",
            Self::School => "school",
            Self::Alt => "portrait",
            Self::Credit => "credit",
            Self::Role => "role",
            Self::Organisation => "organisation",
        }
    }
}

/// How many digits a mark of an original has.
pub(super) const MARK: usize = 8;

const PORTRAIT_KEYS: &[Key] =
    &[key("alt", Form::Str, "What the portrait shows."), key("credit", Form::Str, "Who made it.")];

const OUTCOME_KEYS: &[Key] = &[key("role", Form::Str, "The role."), key("organisation", Form::Str, "Where.")];

const ORIGINAL: Key =
    key("original", Form::Str, "Mark of the original that was translated, as `showcase list translations` shows it.");
const REVIEWED: Key = key("reviewed", Form::Bool, "Whether somebody has checked the translation.");

/// The keys of a story's translation.
pub const STORY_KEYS: &[Key] = &[
    key("title", Form::Str, "Title of the story."),
    key("summary", Form::Short(SUMMARY_MAX), "The story in at most 300 characters."),
    key("quote", Form::Str, "The pull quote."),
    key("unit", Form::Str, "Team in the office."),
    key("course", Form::Str, "Course of study."),
    key("school", Form::Str, "School of the university."),
    key("skills", Form::List(&Form::Str), "Skills, all of them in the order of the original."),
    key("portrait", Form::Table(PORTRAIT_KEYS), "Words about the portrait."),
    key("outcome", Form::Table(OUTCOME_KEYS), "Words about what came after."),
    key("sdgs", Form::Open, "Reasons, each after its goal or target: `\"10.7\" = \"…\"`."),
    ORIGINAL,
    REVIEWED,
];

/// The keys of the translation of a later story or a page.
pub const TEXT_KEYS: &[Key] = &[
    key("title", Form::Str, "Title."),
    key("summary", Form::Short(SUMMARY_MAX), "At most 300 characters."),
    ORIGINAL,
    REVIEWED,
];

impl Original {
    fn keys(self) -> &'static [Key] {
        match self {
            Self::Story => STORY_KEYS,
            Self::Update | Self::Page => TEXT_KEYS,
        }
    }

    /// The keys of the original.
    fn own_keys(self) -> &'static [Key] {
        match self {
            Self::Story => intern::KEYS,
            Self::Update => UPDATE_KEYS,
            Self::Page => page::KEYS,
        }
    }
}

/// Reads a translation.
///
/// # Errors
/// It has mistakes, which are reported; its text is given back.
pub fn read(
    text: &str,
    file: FileId,
    of: Original,
    language: &str,
    problems: &mut Vec<Diagnostic>,
) -> Read<TranslationRecord> {
    let record = |texts, story| TranslationRecord {
        file,
        language: language.to_owned(),
        original: None,
        reviewed: false,
        texts,
        skills: Vec::new(),
        reasons: Vec::new(),
        story,
    };
    if of == Original::Page
        && let Some((title, story)) = read_headed(text, file, problems)
    {
        return Ok(record(vec![(Part::Title, title)], Some(story)));
    }
    let before = problems.len();
    let (fields, story) = read_story(text, file, language, of.keys(), problems)?;
    for problem in problems.iter_mut().skip(before).filter(|problem| problem.code == Code::KeyUnknown) {
        belongs_to_original(problem, text, of);
    }
    check_summary(fields.text("summary").as_ref(), problems);
    let reasons = reasons(&fields, text, problems);
    check_mark(&fields, problems);
    if problems.len() > before && !fields.complete() {
        return Err(Loose::text(Some(story)));
    }
    let body = story.origin.whole();
    let has_body = !text.get(body.range()).unwrap_or_default().trim().is_empty();
    Ok(TranslationRecord {
        original: fields.str("original"),
        reviewed: fields.flag("reviewed"),
        skills: fields.strings("skills"),
        reasons,
        ..record(texts(&fields), has_body.then_some(story))
    })
}

/// Says of a key that the original has and a translation has not whose it is.
fn belongs_to_original(problem: &mut Diagnostic, text: &str, of: Original) {
    let crate::diagnostic::Place::At(span) = &problem.place else { return };
    let name = text.get(span.range()).unwrap_or_default();
    if of.own_keys().iter().any(|key| key.name == name) {
        problem.code = Code::TranslationKey;
        problem.message = format!("`{name}` is the original's to say, and holds for every language.");
        problem.help = Some("Delete it here. A translation has only words that differ.".to_owned());
    }
}

fn texts(fields: &Fields<'_>) -> Vec<(Part, Text)> {
    let own = [
        (Part::Title, "title"),
        (Part::Summary, "summary"),
        (Part::Quote, "quote"),
        (Part::Unit, "unit"),
        (Part::Course, "course"),
        (Part::School, "school"),
    ];
    let within = [
        (Part::Alt, "portrait", "alt"),
        (Part::Credit, "portrait", "credit"),
        (Part::Role, "outcome", "role"),
        (Part::Organisation, "outcome", "organisation"),
    ];
    let own = own.into_iter().filter_map(|(part, name)| Some((part, fields.text(name)?)));
    let within = within.into_iter().filter_map(|(part, table, name)| Some((part, fields.table(table)?.text(name)?)));
    own.chain(within).filter(|(_, text)| !text.value.trim().is_empty()).collect()
}

/// `[sdgs]`: what is no text is reported.
fn reasons(fields: &Fields<'_>, text: &str, problems: &mut Vec<Diagnostic>) -> Vec<(Spanned<String>, Text)> {
    let spans = fields.open_spans("sdgs");
    let mut found = Vec::new();
    for (name, value) in fields.open("sdgs") {
        let span = spans.get(&name).copied().unwrap_or_else(|| fields.span_of("sdgs"));
        match value {
            serde_json::Value::String(reason) => {
                let why = Text::new(reason.clone(), Origin::of_value(line_of(text, span), text, &reason));
                found.push((Spanned::new(name, span), why));
            }
            _ => {
                let message = format!("`{name}` should be a text in quotation marks.");
                let help = format!("Write the reason, as in: \"{name}\" = \"…\"");
                problems.push(Diagnostic::new(Code::KeyType, span, message).help(help));
            }
        }
    }
    found
}

/// From a key to the end of its line, where its value stands.
fn line_of(text: &str, span: Span) -> Span {
    let rest = text.get(span.range().start..).unwrap_or_default();
    let start = span.range().start;
    Span::new(span.file, start..start + rest.find('\n').unwrap_or(rest.len()))
}

fn check_mark(fields: &Fields<'_>, problems: &mut Vec<Diagnostic>) {
    let Some(mark) = fields.str("original") else { return };
    if mark.value.len() != MARK || !mark.value.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        let message = format!("`original` is `{}`, which is no mark of an original.", mark.value);
        let help = "It has eight digits, as `showcase list translations` shows them. Without it nothing is said of \
                    changes of the original.";
        problems.push(Diagnostic::new(Code::TranslationKey, mark.span, message).help(help));
    }
}

impl TranslationRecord {
    /// Puts the translation into a story. A part that the original lacks is
    /// reported and goes nowhere.
    pub fn into_story(self, facts: &mut InternFacts, problems: &mut Vec<Diagnostic>) {
        let Self { language, texts, skills, reasons, story, .. } = self;
        for (part, text) in texts {
            let portrait = facts.portrait.as_mut();
            let outcome = facts.outcome.as_mut();
            let place = match part {
                Part::Title => Some(&mut facts.title),
                Part::Summary => Some(&mut facts.summary),
                Part::Course => Some(&mut facts.course),
                Part::Quote => facts.quote.as_mut(),
                Part::Unit => facts.unit.as_mut(),
                Part::School => facts.school.as_mut(),
                Part::Alt => portrait.map(|portrait| &mut portrait.alt),
                Part::Credit => portrait.and_then(|portrait| portrait.credit.as_mut()),
                Part::Role => outcome.and_then(|outcome| outcome.role.as_mut()),
                Part::Organisation => outcome.and_then(|outcome| outcome.organisation.as_mut()),
            };
            put(&language, part.name(), text, place, problems);
        }
        for (name, why) in reasons {
            let says = |mapping: &&mut intern::Mapping| match &mapping.target {
                Some(target) => target.to_string() == name.value,
                None => mapping.goal.to_string() == name.value,
            };
            let place = facts.sdgs.iter_mut().find(says).and_then(|mapping| mapping.why.as_mut());
            put(&language, &format!("reason for {}", name.value), why, place, problems);
        }
        if !skills.is_empty() {
            facts.other_skills.push((language.clone(), skills));
        }
        facts.story.others.extend(story.map(|story| (language, story)));
    }

    /// Puts the translation into a later story.
    pub fn into_update(self, record: &mut UpdateRecord, problems: &mut Vec<Diagnostic>) {
        let UpdateRecord { title, summary, story, .. } = record;
        self.into_text(title, Some(summary), story, problems);
    }

    /// Puts the translation into a page.
    pub fn into_page(self, record: &mut PageRecord, problems: &mut Vec<Diagnostic>) {
        let PageRecord { title, summary, story, .. } = record;
        self.into_text(title, summary.as_mut(), story, problems);
    }

    fn into_text(
        self,
        title: &mut Text,
        mut summary: Option<&mut Text>,
        story: &mut Prose,
        problems: &mut Vec<Diagnostic>,
    ) {
        let Self { language, texts, story: translated, .. } = self;
        for (part, text) in texts {
            let place = match part {
                Part::Title => Some(&mut *title),
                Part::Summary => summary.as_deref_mut(),
                _ => None,
            };
            put(&language, part.name(), text, place, problems);
        }
        story.others.extend(translated.map(|translated| (language, translated)));
    }

    /// The texts in Markdown.
    pub fn prose(&mut self) -> Option<&mut Prose> {
        self.story.as_mut()
    }
}

fn put(language: &str, name: &str, text: Text, place: Option<&mut Text>, problems: &mut Vec<Diagnostic>) {
    match place {
        Some(place) => place.translate(language, text.value, text.origin),
        None => {
            let message = format!("This translates a {name}, and the original has none.");
            let help = "Delete it here, or add it to the original.";
            problems.push(Diagnostic::new(Code::TranslationOrphan, text.origin.whole(), message).help(help));
        }
    }
}
