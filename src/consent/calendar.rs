//! When what is public changes next, with no hand laid to a source: a
//! publication, an expiry, the beginning or the end of a consent.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::standing::{self, Fate};
use super::{Gate, Terms};
use crate::content::intern::{InternFacts, Schedule};
use crate::site::{Intern, Site};

/// A day on which a build gives another site from the same sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// The day.
    pub on: Date,
    /// What happens on it; of several things the first in the order of
    /// [`What`].
    pub what: What,
}

/// What happens on such a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A consent ends.
    ConsentEnds,
    /// The time of a record is over.
    Expiry,
    /// A consent begins.
    ConsentBegins,
    /// A record comes out.
    Publication,
}

impl What {
    /// Every one, in order.
    pub const ALL: [Self; 4] = [Self::ConsentEnds, Self::Expiry, Self::ConsentBegins, Self::Publication];

    /// In words that follow a date.
    pub fn words(self) -> &'static str {
        match self {
            Self::ConsentEnds => "a consent ends",
            Self::Expiry => "a record expires",
            Self::ConsentBegins => "a consent begins",
            Self::Publication => "a record is published",
        }
    }
}

/// The next change after a gate's day, if one is to be foreseen.
pub(super) fn next(site: &Site, terms: Terms, gate: Gate) -> Option<Change> {
    let people = site.interns.iter().filter_map(|intern| of_person(intern, terms, gate));
    let pages = site.pages.iter().filter_map(|page| of_schedule(&page.record.schedule, gate));
    people.chain(pages).min()
}

fn of_person(intern: &Intern, terms: Terms, gate: Gate) -> Option<Change> {
    let facts = &intern.facts;
    let state = |day: Date| {
        let gate = Gate { today: day, ..gate };
        let fate = standing::fate(facts, terms, gate);
        let updates: Vec<bool> = match fate {
            Fate::Public => intern.updates.iter().map(|u| standing::is_due(&u.record.schedule, gate)).collect(),
            _ => Vec::new(),
        };
        (fate.is_public(), fate.counts(), standing::is_gone(facts, fate, day), updates)
    };
    let schedules = intern.updates.iter().map(|update| update.record.schedule);
    let own = schedules.chain([facts.schedule]).flat_map(|schedule| [schedule.published, schedule.expires]);
    let consent = &facts.consent;
    let given = [&consent.given, &consent.expires, &consent.withdrawn].into_iter().flatten().map(|date| date.value);
    let days: BTreeSet<Date> = own.flatten().chain(given).filter(|day| *day > gate.today).collect();
    let today = (!days.is_empty()).then(|| state(gate.today))?;
    let on = days.into_iter().find(|day| state(*day) != today)?;
    Some(Change { on, what: what(facts, on) })
}

/// What a record says of a day; the most telling where it says several things.
fn what(facts: &InternFacts, on: Date) -> What {
    let consent = &facts.consent;
    let is = |date: &Option<crate::text::Spanned<Date>>| date.as_ref().is_some_and(|date| date.value == on);
    if is(&consent.withdrawn) || is(&consent.expires) {
        What::ConsentEnds
    } else if facts.schedule.expires == Some(on) {
        What::Expiry
    } else if is(&consent.given) {
        What::ConsentBegins
    } else {
        What::Publication
    }
}

fn of_schedule(schedule: &Schedule, gate: Gate) -> Option<Change> {
    let due = |day: Date| standing::is_due(schedule, Gate { today: day, ..gate });
    let days = [(schedule.expires, What::Expiry), (schedule.published, What::Publication)];
    let coming = days.into_iter().filter_map(|(day, what)| Some(Change { on: day?, what }));
    coming.filter(|change| change.on > gate.today && due(change.on) != due(gate.today)).min()
}
