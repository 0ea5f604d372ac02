//! Small numbers: what may be counted of people who are not shown.
//!
//! Whoever subtracts those who have a page from a count knows how many others
//! are in it, and where that is one, who was where and for how long. So of
//! people who are not shown a count says nothing but their cohort, unless
//! [`LEAST`] of them share the rest. What is taken out here is in no type
//! behind the gate, so no page, file or feed can add it up again.

use std::collections::BTreeMap;

use super::published::{CohortIx, OfficeIx, Placement};
use super::standing::Fate;
use crate::config::PATH;
use crate::content::intern::{Level, Scope};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::path::SourcePath;
use crate::site::{Intern, Site};
use crate::text::{FileId, Span};

/// So many people who are not shown have to share what is told of them. Of two
/// each would know the other; the Higher Education Statistics Agency shows no
/// number of people below 2.5 either ("Rounding and suppression to anonymise
/// statistics").
const LEAST: usize = 3;

/// Every placement that counts in totals, without the person, and without
/// what would point at one who is not shown.
pub(super) fn placements(site: &Site, fates: &[Fate], problems: &mut Vec<Diagnostic>) -> Vec<Placement> {
    let counted = site.interns.iter().zip(fates).filter(|(_, fate)| fate.counts());
    let (shown, hidden): (Vec<_>, Vec<_>) = counted.partition(|(_, fate)| fate.is_public());
    let mut rows: Vec<Placement> = shown
        .into_iter()
        .map(|(intern, _)| {
            let scopes = intern.facts.consent.scopes.as_deref().unwrap_or_default();
            let outcome = intern.facts.outcome.as_ref().filter(|_| scopes.contains(&Scope::Outcome));
            Placement { outcome: outcome.map(|outcome| outcome.kind), ..placement(intern) }
        })
        .collect();
    let mut hidden: Vec<Placement> = hidden.into_iter().map(|(intern, _)| placement(intern)).collect();
    let mut found = offices(&mut hidden);
    found.extend(lengths(&mut hidden));
    found.extend(levels(&mut hidden));
    if !site.config.quiet_small {
        problems.extend(warning(&found, site));
    }
    rows.extend(hidden);
    // In an order that does not tell which row is whose.
    rows.sort();
    rows
}

/// Something that was taken out of counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Taken {
    /// So many people are counted at no office.
    Office(OfficeIx, usize),
    /// Levels of so many people of a cohort.
    Levels(CohortIx, usize),
    /// Lengths of so many placements, of an office or of those without.
    Lengths(Option<OfficeIx>, usize),
}

fn placement(intern: &Intern) -> Placement {
    Placement {
        cohort: CohortIx(intern.cohort.0),
        office: Some(OfficeIx(intern.office.0)),
        level: Some(intern.facts.level),
        half_months: intern.half_months(),
        outcome: None,
    }
}

/// How many rows there are of each kind.
fn counted<K: Ord>(rows: &[Placement], kind: impl Fn(&Placement) -> Option<K>) -> BTreeMap<K, usize> {
    let mut counts = BTreeMap::new();
    for key in rows.iter().filter_map(kind) {
        *counts.entry(key).or_default() += 1;
    }
    counts
}

/// Takes out offices that too few share. Those without an office are one more
/// group, the difference between the total and the rest; where that would be
/// too small, the smallest office that is left goes with it.
fn offices(hidden: &mut [Placement]) -> Vec<Taken> {
    let mut kept = counted(hidden, |row| row.office);
    let mut taken: Vec<(OfficeIx, usize)> = kept.iter().filter(|(_, n)| **n < LEAST).map(|(ix, n)| (*ix, *n)).collect();
    kept.retain(|_, n| *n >= LEAST);
    let without: usize = taken.iter().map(|(_, n)| n).sum();
    let smallest = kept.into_iter().min_by_key(|(ix, n)| (*n, *ix));
    taken.extend(smallest.filter(|_| (1..LEAST).contains(&without)));
    for row in hidden.iter_mut() {
        row.office = row.office.filter(|office| !taken.iter().any(|(other, _)| other == office));
    }
    taken.into_iter().map(|(office, n)| Taken::Office(office, n)).collect()
}

/// Takes out lengths where a sum would be of too few.
fn lengths(hidden: &mut [Placement]) -> Vec<Taken> {
    let known = counted(hidden, |row| row.half_months.map(|_| row.office));
    let few: Vec<_> = known.into_iter().filter(|(_, n)| *n < LEAST).collect();
    for row in hidden.iter_mut().filter(|row| few.iter().any(|(office, _)| *office == row.office)) {
        row.half_months = None;
    }
    few.into_iter().map(|(office, n)| Taken::Lengths(office, n)).collect()
}

/// Takes out the levels of a cohort if one of them has too few: there are but
/// two, so one left out alone would still be told.
fn levels(hidden: &mut [Placement]) -> Vec<Taken> {
    let by_level = counted(hidden, |row| Some((row.cohort, row.level)));
    let mut few: BTreeMap<CohortIx, usize> = BTreeMap::new();
    for ((cohort, level), n) in &by_level {
        let other = Level::ALL.into_iter().filter(|other| Some(*other) != *level);
        let others: usize = other.filter_map(|other| by_level.get(&(*cohort, Some(other)))).sum();
        if *n < LEAST {
            few.insert(*cohort, n + others);
        }
    }
    for row in hidden.iter_mut().filter(|row| few.contains_key(&row.cohort)) {
        row.level = None;
    }
    few.into_iter().map(|(cohort, n)| Taken::Levels(cohort, n)).collect()
}

/// One warning for all that was taken out, with the places that it is about.
fn warning(taken: &[Taken], site: &Site) -> Option<Diagnostic> {
    let settings = || SourcePath::new(PATH).map_or(Place::At(Span::start_of(FileId(0))), Place::Path);
    let office = |ix: OfficeIx| Some(Place::At(Span::start_of(site.offices.get(ix.0)?.record.file)));
    let cohort = |ix: CohortIx| Some(Place::At(Span::start_of(site.cohorts.get(ix.0)?.record.file)));
    let help = "Nothing need be done. `quiet_small = true` under [consent] says that you know.";
    let message = format!(
        "Fewer than {LEAST} people who are not shown could be told apart by subtraction, so figures merge them."
    );
    let all = Diagnostic::new(Code::SmallNumber, settings(), message).help(help);
    let told = taken.iter().fold(all, |told, taken| {
        let (place, message) = match *taken {
            Taken::Office(ix, n) => (office(ix), format!("{} counted in no figure of this office", people(n))),
            Taken::Levels(ix, n) => (cohort(ix), format!("{} counted at no level of this cohort", people(n))),
            Taken::Lengths(ix, n) => (ix.and_then(office), format!("{} counted without months", people(n))),
        };
        told.related(place.unwrap_or_else(settings), message)
    });
    (!taken.is_empty()).then_some(told)
}

fn people(n: usize) -> String {
    if n == 1 { "1 person who is not shown is".to_owned() } else { format!("{n} people who are not shown are") }
}

#[cfg(test)]
mod tests;
