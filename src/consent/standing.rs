//! What becomes of a record on a date.

use jiff::civil::Date;

use super::{Gate, Terms};
use crate::content::intern::{ConsentRecord, InternFacts, Schedule, Scope};

/// Whether a consent allows anything to be shown, and why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It is given and in force.
    Active,
    /// There is no record, or it lacks its date or its scopes.
    Missing,
    /// It has been withdrawn.
    Withdrawn,
    /// It is over.
    Expired,
    /// It begins later.
    NotYet,
    /// It does not cover the story.
    NoStory,
}

/// What becomes of a person's record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is published.
    Public,
    /// Consent withholds it; the placement counts.
    Withheld(Standing),
    /// Its own `expires` has passed; the placement counts.
    Ended,
    /// A draft, scheduled, or a sample that the site does not allow: it does
    /// not count either.
    Unborn,
}

impl Fate {
    pub(super) fn is_public(self) -> bool {
        self == Self::Public
    }

    pub(super) fn counts(self) -> bool {
        self != Self::Unborn
    }
}

/// What becomes of an intern.
pub(super) fn fate(facts: &InternFacts, terms: Terms, gate: Gate) -> Fate {
    let schedule = &facts.schedule;
    let hidden_sample = facts.sample && !terms.allow_samples;
    let scheduled = schedule.published.is_some_and(|date| date > gate.today);
    if hidden_sample || scheduled || (schedule.draft && !gate.drafts) {
        return Fate::Unborn;
    }
    match standing(&facts.consent, gate.today) {
        Standing::Active if has_ended(schedule, gate.today) => Fate::Ended,
        Standing::Active => Fate::Public,
        standing => Fate::Withheld(standing),
    }
}

/// How a consent stands on a date. From `expires` or `withdrawn` on, and
/// before `given`, it allows nothing.
pub(super) fn standing(consent: &ConsentRecord, today: Date) -> Standing {
    let reached = |date: &Option<crate::text::Spanned<Date>>| date.as_ref().is_some_and(|date| date.value <= today);
    if reached(&consent.withdrawn) {
        return Standing::Withdrawn;
    }
    let (Some(given), Some(scopes)) = (&consent.given, &consent.scopes) else { return Standing::Missing };
    if reached(&consent.expires) {
        Standing::Expired
    } else if given.value > today {
        Standing::NotYet
    } else if !scopes.contains(&Scope::Story) {
        Standing::NoStory
    } else {
        Standing::Active
    }
}

/// Whether a record without consent of its own is public.
pub(super) fn is_due(schedule: &Schedule, gate: Gate) -> bool {
    let started = schedule.published.is_none_or(|date| date <= gate.today);
    started && !has_ended(schedule, gate.today) && (!schedule.draft || gate.drafts)
}

/// Whether a record whose time is over was public on any day of it. One that
/// ended before it began never had an address, so none is gone.
fn was_public(facts: &InternFacts, today: Date) -> bool {
    let (schedule, consent) = (&facts.schedule, &facts.consent);
    let (Some(published), Some(given)) = (schedule.published, &consent.given) else { return false };
    let first = published.max(given.value);
    let ends = [&consent.withdrawn, &consent.expires].into_iter().flatten().map(|date| date.value);
    let last = ends.chain(schedule.expires).min();
    first <= today && last.is_none_or(|last| first < last)
}

/// Whether an address was public and must answer that it is gone.
pub(super) fn is_gone(facts: &InternFacts, fate: Fate, today: Date) -> bool {
    let ended = matches!(fate, Fate::Ended | Fate::Withheld(Standing::Withdrawn | Standing::Expired));
    ended && was_public(facts, today)
}

/// Whether an address is public or was on an earlier day.
pub(super) fn has_address(facts: &InternFacts, fate: Fate, today: Date) -> bool {
    fate.is_public() || is_gone(facts, fate, today)
}

pub(super) fn has_ended(schedule: &Schedule, today: Date) -> bool {
    schedule.expires.is_some_and(|date| date <= today)
}

#[cfg(test)]
mod tests {
    use super::{Standing, standing};
    use crate::content::intern::{ConsentRecord, Scope};
    use crate::text::{FileId, Span, Spanned};
    use jiff::civil::{Date, date};

    fn on(date: Date) -> Option<Spanned<Date>> {
        Some(Spanned::new(date, Span::start_of(FileId(0))))
    }

    #[test]
    fn the_day_before_the_day_and_the_day_after() {
        let consent = ConsentRecord {
            given: on(date(2024, 1, 10)),
            scopes: Some(vec![Scope::Story]),
            expires: on(date(2026, 1, 10)),
            withdrawn: on(date(2027, 1, 10)),
            ..ConsentRecord::default()
        };
        for (day, expected) in [
            (date(2024, 1, 9), Standing::NotYet),
            (date(2024, 1, 10), Standing::Active),
            (date(2026, 1, 9), Standing::Active),
            (date(2026, 1, 10), Standing::Expired),
            (date(2027, 1, 9), Standing::Expired),
            (date(2027, 1, 10), Standing::Withdrawn),
        ] {
            assert_eq!(standing(&consent, day), expected, "{day}");
        }
    }

    #[test]
    fn incomplete_records_allow_nothing() {
        let today = date(2025, 1, 1);
        assert_eq!(standing(&ConsentRecord::default(), today), Standing::Missing);
        let given = ConsentRecord { given: on(today), ..ConsentRecord::default() };
        assert_eq!(standing(&given, today), Standing::Missing);
        let nothing = ConsentRecord { given: on(today), scopes: Some(vec![Scope::Name]), ..ConsentRecord::default() };
        assert_eq!(standing(&nothing, today), Standing::NoStory);
    }
}
