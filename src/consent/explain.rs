//! What is not shown of people and why, for a preview on the machine that has
//! the sources anyway. It says which scope is missing and never what is hidden.
//!
//! Nothing of it reaches a page or a file: only `build::Warm` asks for it.

use jiff::civil::Date;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::standing::{self, Standing};
use super::{Gate, Terms};
use crate::content::intern::{InternFacts, Schedule, Scope};
use crate::site::{Intern, Site};
use crate::text::FileId;

/// Something that is not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hidden {
    /// The record.
    pub file: FileId,
    /// Whether all of it is hidden.
    pub whole: bool,
    /// A sentence that says so.
    pub message: String,
}

/// Everything that is not shown on the day, in the order of records.
pub fn explain(site: &Site, gate: Gate) -> Vec<Hidden> {
    let terms = Terms::of(&site.config);
    let of_person = |intern: &Intern| {
        let facts = &intern.facts;
        let mut hidden = match whole(facts, terms, gate) {
            Some(message) => vec![Hidden { file: facts.file, whole: true, message }],
            None => parts(facts, !intern.donors.is_empty()),
        };
        let updates = intern.updates.iter().map(|update| (update.record.file, &update.record.schedule));
        hidden.extend(updates.filter_map(|(file, schedule)| of_schedule(file, schedule, gate)));
        hidden
    };
    let mut hidden: Vec<Hidden> = site.interns.par_iter().flat_map_iter(of_person).collect();
    let pages = site.pages.iter().map(|page| (page.record.file, &page.record.schedule));
    hidden.extend(pages.filter_map(|(file, schedule)| of_schedule(file, schedule, gate)));
    hidden
}

fn whole(facts: &InternFacts, terms: Terms, gate: Gate) -> Option<String> {
    let fate = standing::fate(facts, terms, gate);
    if fate.is_public() {
        return None;
    }
    if facts.sample && !terms.allow_samples {
        return Some("This person is not shown: it is a sample, and `allow_samples` is not set.".to_owned());
    }
    let consent = match standing::standing(&facts.consent, gate.today) {
        Standing::Active => return schedule(&facts.schedule, gate, "person"),
        Standing::Missing => "there is no consent on record",
        Standing::Withdrawn => "consent has been withdrawn",
        Standing::Expired => "consent is over",
        Standing::NotYet => "consent begins later",
        Standing::NoStory => "consent does not cover `story`",
    };
    let scheduled = schedule(&facts.schedule, gate, "person");
    Some(scheduled.unwrap_or_else(|| format!("This person is not shown: {consent}.")))
}

fn of_schedule(file: FileId, times: &Schedule, gate: Gate) -> Option<Hidden> {
    schedule(times, gate, "page").map(|message| Hidden { file, whole: true, message })
}

fn schedule(times: &Schedule, gate: Gate, what: &str) -> Option<String> {
    let reached = |date: Option<Date>| date.filter(|date| *date <= gate.today);
    let why = if times.draft && !gate.drafts {
        "it is a draft".to_owned()
    } else if let Some(date) = times.published.filter(|date| *date > gate.today) {
        format!("it is scheduled for {date}")
    } else {
        format!("it ended on {}", reached(times.expires)?)
    };
    Some(format!("This {what} is not shown: {why}."))
}

/// What a public record has that its consent does not cover.
fn parts(facts: &InternFacts, donors: bool) -> Vec<Hidden> {
    let scopes = facts.consent.scopes.as_deref().unwrap_or_default();
    let all = [
        (Scope::Name, "name", "This name", true),
        (Scope::Photo, "photo", "This portrait", facts.portrait.is_some()),
        (Scope::Photo, "photo", "Pictures in this story", !facts.story.doc.images.is_empty()),
        (Scope::Quote, "quote", "This quotation", facts.quote.is_some()),
        (Scope::Outcome, "outcome", "What came after", facts.outcome.is_some()),
        (Scope::DonorLink, "donor_link", "The link to donors", donors),
        (Scope::Social, "social", "What share cards could say", true),
    ];
    let lacking = all.into_iter().filter(|(scope, _, _, there)| *there && !scopes.contains(scope));
    lacking
        .map(|(_, name, what, _)| {
            let verb = if what.starts_with("Pictures") { "are" } else { "is" };
            let message = format!("{what} {verb} hidden: consent does not cover `{name}`.");
            Hidden { file: facts.file, whole: false, message }
        })
        .collect()
}
