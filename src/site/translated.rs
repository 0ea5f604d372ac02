//! Translations beside their originals: joined to them, and what is to be said
//! of those that are stale, lacking, or of nothing.
//!
//! Whether an original is shown is not asked here: what becomes of its texts
//! becomes of their translations, and the gate decides of both at once.

use std::collections::BTreeMap;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::cache::Record;
use super::find::{Place, Places};
use super::load::Records;
use super::misplaced;
use super::{Site, TranslationState};
use crate::config::Config;
use crate::content::Prose;
use crate::content::intern::{InternRecord, UpdateRecord};
use crate::content::parts::Translatable;
use crate::content::translation::TranslationRecord;
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::record::Text;
use crate::text::{FileId, Span};

/// Puts each translation into its original. One whose original has mistakes goes
/// nowhere, which is no problem of its own. Says what became of them.
pub(super) fn join(
    records: &mut Records,
    found: &Places,
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) -> Vec<TranslationState> {
    let mut states = Vec::new();
    if config.languages.is_empty() {
        return states;
    }
    let translations = std::mem::take(&mut records.translations);
    for (place, translation) in translations {
        let mut state = |original: FileId, record: &dyn Translatable| {
            let stale = changed(&translation, original, record);
            states.push(TranslationState {
                original,
                language: translation.language.clone(),
                reviewed: translation.reviewed,
                stale: stale.is_some(),
            });
            problems.extend(stale);
        };
        match &place {
            Place::Intern(id) => match intern(records, id) {
                Some(record) => {
                    state(record.facts.file, record.facts.as_ref());
                    translation.into_story(&mut record.facts, problems);
                }
                None => problems.extend(orphan(&place, translation.file, found)),
            },
            Place::Update(id, slug) => match update(records, id, slug) {
                Some(record) => {
                    state(record.file, record);
                    translation.into_update(record, problems);
                }
                None => problems.extend(orphan(&place, translation.file, found)),
            },
            Place::Page(id) => match records.pages.get_mut(id) {
                Some(record) => {
                    state(record.file, record);
                    translation.into_page(record, problems);
                }
                None => problems.extend(orphan(&place, translation.file, found)),
            },
            _ => {}
        }
    }
    states
}

/// Reports texts by language in a language that the site does not have, and,
/// where the site asks for it, what has no translation.
pub(super) fn check(records: &Records, config: &Config, problems: &mut Vec<Diagnostic>) {
    let asked = config.lints.is_on(Code::TranslationMissing);
    let of_people = records.interns.par_iter().flat_map_iter(|InternRecord { facts, .. }| {
        let mut found = Vec::new();
        let mut wanted = Wanted { config, asked, problems: &mut found };
        wanted.record(facts.file.into(), facts.schedule.draft, facts.as_ref());
        found
    });
    problems.extend(of_people.collect::<Vec<_>>());
    let mut wanted = Wanted { config, asked, problems };
    config.texts().for_each(|text| wanted.languages(text));
    for record in records.updates.values().flatten() {
        wanted.record(record.file.into(), record.schedule.draft, record);
    }
    for record in records.pages.values() {
        wanted.record(record.file.into(), record.schedule.draft, record);
    }
    records.offices.values().for_each(|record| wanted.record(record.file.into(), false, record));
    records.cohorts.values().for_each(|record| wanted.record(record.file.into(), false, record));
    records.donors.values().for_each(|record| wanted.record(record.file.into(), false, record));
    for record in &records.goals {
        wanted.record(Where(record.span), false, record);
    }
}

/// The same of one record.
pub(super) fn check_one(record: &Record, file: FileId, config: &Config, problems: &mut Vec<Diagnostic>) {
    let (words, draft): (&dyn Translatable, bool) = match record {
        Record::Intern(InternRecord { facts, .. }) => (facts.as_ref(), facts.schedule.draft),
        Record::Update(_, record) => (record, record.schedule.draft),
        Record::Page(record) => (record, record.schedule.draft),
        Record::Office(record) => (record, false),
        Record::Cohort(record) => (record, false),
        Record::Donor(record) => (record, false),
        // It is looked at as a part of its original.
        Record::Translation(_) => return,
    };
    let asked = config.lints.is_on(Code::TranslationMissing);
    Wanted { config, asked, problems }.record(file.into(), draft, words);
}

/// The place of a record.
struct Where(Span);

impl From<FileId> for Where {
    fn from(file: FileId) -> Self {
        Self(Span::start_of(file))
    }
}

struct Wanted<'w> {
    config: &'w Config,
    /// Whether what is lacking is a problem.
    asked: bool,
    problems: &'w mut Vec<Diagnostic>,
}

impl Wanted<'_> {
    fn record(&mut self, place: Where, draft: bool, record: &dyn Translatable) {
        for (_, text) in record.texts() {
            self.languages(text);
        }
        if let Some((_, prose)) = record.prose() {
            prose.others.iter().for_each(|(tag, other): &(String, Prose)| self.language(tag, other.origin.whole()));
        }
        if !self.asked || draft {
            return;
        }
        for edition in &self.config.languages {
            let lacking = record.lacking(&edition.tag);
            if !lacking.is_empty() {
                let listed = lacking.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
                let message = format!("No text in `{}` for: {listed}.", edition.tag);
                let help = "Until there is one, pages show these in the default language and say so.";
                self.problems.push(Diagnostic::new(Code::TranslationMissing, place.0, message).help(help));
            }
        }
    }

    fn languages(&mut self, text: &Text) {
        for (tag, translated) in text.others() {
            self.language(tag, translated.origin.whole());
        }
    }

    fn language(&mut self, tag: &str, span: Span) {
        if self.config.languages.iter().any(|edition| edition.tag == tag) {
            return;
        }
        let message = format!("The site has no language `{tag}`, so this text is shown nowhere.");
        let near = did_you_mean(tag, self.config.languages.iter().map(|edition| edition.tag.as_str()));
        let help = near.unwrap_or_else(|| format!("Add `[languages.{tag}]` to site.toml, or delete the text."));
        self.problems.push(Diagnostic::new(Code::LanguageUndeclared, span, message).help(help));
    }
}

fn intern<'r>(records: &'r mut Records, id: &str) -> Option<&'r mut InternRecord> {
    let at = records.interns.binary_search_by(|record| record.facts.id.as_str().cmp(id)).ok()?;
    records.interns.get_mut(at)
}

fn update<'r>(records: &'r mut Records, id: &str, slug: &str) -> Option<&'r mut UpdateRecord> {
    records.updates.get_mut(id)?.iter_mut().find(|record| record.slug == slug)
}

/// The problem with a translation whose original is not what it was, if its
/// author noted what it was.
fn changed(translation: &TranslationRecord, original: FileId, record: &dyn Translatable) -> Option<Diagnostic> {
    let noted = translation.original.as_ref()?;
    let mark = record.mark();
    if noted.value.eq_ignore_ascii_case(&mark) {
        return None;
    }
    let message = "The original changed after it was translated.";
    let help = format!("Bring the translation up to date, then write: original = \"{mark}\"");
    let problem = Diagnostic::new(Code::TranslationStale, noted.span, message).help(help);
    Some(problem.related(original, "this is the original"))
}

/// The problem with a translation of what is not there. An original that could
/// not be read is there.
fn orphan(place: &Place, file: FileId, found: &Places) -> Option<Diagnostic> {
    if found.records.iter().chain(&found.misnamed).any(|(other, _)| other == place) {
        return None;
    }
    let name = match place {
        Place::Update(_, slug) => format!("{slug}.md"),
        Place::Page(id) => format!("{}.md", id.rsplit('/').next().unwrap_or_default()),
        _ => "index.md".to_owned(),
    };
    Some(misplaced::orphan(&name, file))
}

/// How far a record is translated into a language.
#[derive(Debug)]
pub struct Coverage {
    /// The file of the original.
    pub file: FileId,
    /// The goal, in a file with several records.
    pub goal: Option<u8>,
    /// Into which language.
    pub language: String,
    /// How many texts it has.
    pub texts: usize,
    /// Which of them have no translation.
    pub lacking: Vec<&'static str>,
    /// The mark of its words, for `original` of a translation.
    pub mark: String,
    /// Whether the original changed after it was translated.
    pub stale: bool,
    /// Whether somebody has checked the translation, where it is a file.
    pub reviewed: Option<bool>,
}

impl Site {
    /// How far every record is translated, in the order of files and languages.
    pub fn coverage(&self) -> Vec<Coverage> {
        let states = self.translations.iter();
        let states = states.map(|state| ((state.original, state.language.as_str()), state)).collect();
        let mut found = Covered { site: self, states, all: Vec::new() };
        for intern in &self.interns {
            found.record(intern.facts.file, None, intern.facts.as_ref());
            intern.updates.iter().for_each(|update| found.record(update.record.file, None, &update.record));
        }
        self.pages.iter().for_each(|page| found.record(page.record.file, None, &page.record));
        self.offices.iter().for_each(|office| found.record(office.record.file, None, &office.record));
        self.cohorts.iter().for_each(|cohort| found.record(cohort.record.file, None, &cohort.record));
        self.donors.iter().for_each(|donor| found.record(donor.record.file, None, &donor.record));
        for goal in &self.goals {
            found.record(goal.record.span.file, Some(goal.record.number), &goal.record);
        }
        let mut all = found.all;
        all.sort_by(|a, b| (a.file, a.goal, &a.language).cmp(&(b.file, b.goal, &b.language)));
        all
    }
}

struct Covered<'s> {
    site: &'s Site,
    states: BTreeMap<(FileId, &'s str), &'s TranslationState>,
    all: Vec<Coverage>,
}

impl Covered<'_> {
    fn record(&mut self, file: FileId, goal: Option<u8>, record: &dyn Translatable) {
        let texts = record.texts().len() + usize::from(record.prose().is_some_and(|(_, prose)| prose.doc.words > 0));
        let mark = record.mark();
        for edition in self.site.config.languages.iter().filter(|_| texts > 0) {
            let state = self.states.get(&(file, edition.tag.as_str()));
            self.all.push(Coverage {
                file,
                goal,
                language: edition.tag.clone(),
                texts,
                lacking: record.lacking(&edition.tag),
                mark: mark.clone(),
                stale: state.is_some_and(|state| state.stale),
                reviewed: state.map(|state| state.reviewed),
            });
        }
    }
}
