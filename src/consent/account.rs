//! Who agreed to what, how it stands on a day, and what comes next: for those
//! who look after consents. It never decides what is shown, and nothing of it
//! is for an output.

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use super::standing::{self, Standing};
use super::{Gate, Terms, names};
use crate::content::intern::{ConsentRecord, InternFacts, Scope};
use crate::site::Site;
use crate::text::{FileId, Spanned};

/// A person's consent on a day.
#[derive(Debug)]
pub struct Consent {
    /// The folder's name.
    pub id: String,
    /// The record.
    pub file: FileId,
    /// As in the record, whether or not it may be shown.
    pub name: String,
    /// How the consent stands.
    pub status: Status,
    /// How the record stands, consent apart.
    pub record: RecordState,
    /// When it was given, where that is on record.
    pub given: Option<Date>,
    /// The day from which it no longer holds, where there is one.
    pub until: Option<Date>,
    /// Whether the folder's name tells the person's.
    pub tells_name: bool,
    /// What it covers.
    pub granted: Vec<Scope>,
    /// What it could cover and does not.
    pub withheld: Vec<Scope>,
    /// What is to be done or will happen, in order: of what is past, only a
    /// review that nobody has done.
    pub events: Vec<(Date, Event)>,
    /// Whether the person's address is public or was, and tells nothing: it
    /// then has to answer as gone once nothing is there.
    pub has_address: bool,
}

/// How a consent stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// In force.
    Active,
    /// In force, and somebody should ask whether it still is.
    ReviewDue,
    /// In force, and over soon.
    Expiring,
    /// Over.
    Expired,
    /// Withdrawn.
    Withdrawn,
    /// Not on record, or not for the story.
    Missing,
    /// In force from a later day on.
    NotYet,
}

impl Status {
    /// Every one, in order.
    pub const ALL: [Self; 7] =
        [Self::Active, Self::ReviewDue, Self::Expiring, Self::Expired, Self::Withdrawn, Self::Missing, Self::NotYet];

    /// Its name in reports and options.
    pub fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::ReviewDue => "review-due",
            Self::Expiring => "expiring",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
            Self::Missing => "missing",
            Self::NotYet => "not-yet",
        }
    }
}

/// How a record stands on a day, consent apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecordState {
    /// It may be shown.
    Due,
    /// It is a draft.
    Draft,
    /// It comes out later.
    Scheduled,
    /// Its own `expires` has passed.
    Ended,
    /// It is a sample, and the site allows none.
    Sample,
}

impl RecordState {
    /// Its name in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Due => "current",
            Self::Draft => "draft",
            Self::Scheduled => "scheduled",
            Self::Ended => "ended",
            Self::Sample => "sample",
        }
    }
}

/// Something with a date in a consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Event {
    /// Somebody should ask.
    Review,
    /// The consent is over.
    Expires,
    /// It ends by a withdrawal that is on record.
    Withdrawn,
    /// It begins.
    Begins,
}

impl Event {
    /// Its name in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Expires => "expires",
            Self::Withdrawn => "withdrawn",
            Self::Begins => "begins",
        }
    }
}

/// The consents of all people, by id. What comes within so many days counts
/// as soon.
pub fn account(site: &Site, gate: Gate, within: i64) -> Vec<Consent> {
    let terms = Terms::of(&site.config);
    site.interns.iter().map(|intern| consent(&intern.facts, terms, gate, within)).collect()
}

fn consent(facts: &InternFacts, terms: Terms, gate: Gate, within: i64) -> Consent {
    let given = facts.consent.scopes.as_deref().unwrap_or_default();
    let events = events(facts, terms, gate.today);
    let tells_name = names::is_in_id(&facts.name.value, &facts.id);
    Consent {
        id: facts.id.clone(),
        file: facts.file,
        name: facts.name.value.clone(),
        status: status(facts, &events, gate.today, within),
        record: record_state(facts, terms, gate),
        given: day(&facts.consent.given),
        until: end(&facts.consent),
        tells_name,
        granted: Scope::ALL.into_iter().filter(|scope| given.contains(scope)).collect(),
        withheld: Scope::ALL.into_iter().filter(|scope| !given.contains(scope)).collect(),
        events,
        has_address: standing::has_address(facts, standing::fate(facts, terms, gate), gate.today) && !tells_name,
    }
}

fn status(facts: &InternFacts, events: &[(Date, Event)], today: Date, within: i64) -> Status {
    let soon = |wanted: &[Event]| {
        let mut dates = events.iter().filter(|(_, event)| wanted.contains(event)).map(|(date, _)| *date);
        dates.any(|date| i64::from((date - today).get_days()) <= within)
    };
    match standing::standing(&facts.consent, today) {
        Standing::Withdrawn => Status::Withdrawn,
        Standing::Missing | Standing::NoStory => Status::Missing,
        Standing::Expired => Status::Expired,
        Standing::NotYet => Status::NotYet,
        Standing::Active if soon(&[Event::Expires, Event::Withdrawn]) => Status::Expiring,
        Standing::Active if soon(&[Event::Review]) => Status::ReviewDue,
        Standing::Active => Status::Active,
    }
}

fn events(facts: &InternFacts, terms: Terms, today: Date) -> Vec<(Date, Event)> {
    let consent = &facts.consent;
    let standing = standing::standing(consent, today);
    if !matches!(standing, Standing::Active | Standing::NotYet) {
        return Vec::new();
    }
    let end = end(consent);
    let mut events = Vec::new();
    let review = due(consent, terms).filter(|due| end.is_none_or(|end| *due < end));
    events.extend(review.map(|due| (due, Event::Review)));
    events.extend(day(&consent.expires).filter(|date| end == Some(*date)).map(|date| (date, Event::Expires)));
    events.extend(day(&consent.withdrawn).filter(|date| end == Some(*date)).map(|date| (date, Event::Withdrawn)));
    events.extend(day(&consent.given).filter(|date| *date > today).map(|date| (date, Event::Begins)));
    events.sort();
    events
}

fn day(date: &Option<Spanned<Date>>) -> Option<Date> {
    date.as_ref().map(|date| date.value)
}

/// The day from which a consent no longer holds.
fn end(consent: &ConsentRecord) -> Option<Date> {
    [day(&consent.expires), day(&consent.withdrawn)].into_iter().flatten().min()
}

/// When a consent is to be reviewed: the day that the record names, or the
/// site's interval after it was given.
pub(super) fn due(consent: &ConsentRecord, terms: Terms) -> Option<Date> {
    let by_default = || consent.given.as_ref()?.value.checked_add(months(terms)).ok();
    consent.review.as_ref().map(|date| date.value).or_else(by_default)
}

fn months(terms: Terms) -> Span {
    terms.review_months.months()
}

fn record_state(facts: &InternFacts, terms: Terms, gate: Gate) -> RecordState {
    let schedule = &facts.schedule;
    if facts.sample && !terms.allow_samples {
        RecordState::Sample
    } else if schedule.draft && !gate.drafts {
        RecordState::Draft
    } else if schedule.published.is_some_and(|date| date > gate.today) {
        RecordState::Scheduled
    } else if standing::has_ended(schedule, gate.today) {
        RecordState::Ended
    } else {
        RecordState::Due
    }
}

impl Consent {
    /// Whether anything is to be done about it: not while the record is a
    /// draft or a sample that the site does not show.
    pub fn matters(&self) -> bool {
        !matches!(self.record, RecordState::Draft | RecordState::Sample)
    }
}
