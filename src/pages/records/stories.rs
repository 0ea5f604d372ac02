//! The table of stories, and what stands for it while nothing in it is new.

use std::io::Write;
use std::sync::Arc;

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use rayon::slice::ParallelSlice;

use super::{column, empty, filled, row, text};
use crate::consent::published::{PersonIx, PublicIntern};
use crate::format::table::{Amount, Cell, Holds, Row, Table};
use crate::hash::{Hash128, Hasher};
use crate::pages::wording::{self, Notices};
use crate::pages::{Maker, cohorts};
use crate::route::Target;
use crate::view::contract::feed_bytes;

/// The table without its rows.
pub(super) fn frame(maker: &Maker<'_>) -> Table {
    let columns = vec![
        column(maker, "title", "say_col_title", Holds::Text),
        column(maker, "office", "say_col_office", Holds::Text),
        column(maker, "office_id", "say_col_office_id", Holds::Text),
        column(maker, "cohort", "say_col_cohort", Holds::Text),
        column(maker, "cohort_id", "say_col_cohort_id", Holds::Text),
        column(maker, "level", "say_col_level", Holds::Text),
        column(maker, "course", "say_col_course", Holds::Text),
        column(maker, "school", "say_col_school", Holds::Text),
        column(maker, "start", "say_col_start", Holds::Text),
        column(maker, "end", "say_col_end", Holds::Text),
        column(maker, "months", "say_col_months", Holds::Number),
        column(maker, "goals", "say_col_goals", Holds::List),
        column(maker, "targets", "say_col_targets", Holds::List),
        column(maker, "donors", "say_col_donor_ids", Holds::List),
        column(maker, "published", "say_col_published", Holds::Text),
        column(maker, "updated", "say_col_updated", Holds::Text),
        column(maker, "sample", "say_col_sample", Holds::Flag),
    ];
    empty(maker, "stories", &Target::Interns(1), columns)
}

/// The table, newest first.
pub(super) fn table(maker: &Maker<'_>) -> Table {
    let interns = maker.published.interns.par_iter().enumerate();
    let rows: Vec<Row> = interns.map(|(index, intern)| story(maker, PersonIx(index), intern)).collect();
    let kosovo = rows.iter().any(|row| row.notes.iter().any(|note| note.starts_with('*')));
    let as_of = maker.published.interns.first().map(|intern| intern.published);
    Table { as_of, ..filled(maker, frame(maker), rows, Notices { kosovo, goals: true, ..Notices::default() }) }
}

/// Feeds what the rows follow from, the words of the theme and the address of
/// the site apart. It must hold all that [`story`] reads.
pub(super) fn feed(maker: &Maker<'_>, key: &mut Hasher) {
    let published = maker.published;
    let mut notices = Notices::default();
    for office in &published.offices {
        key.part(office.id.as_bytes()).part(wording::place(office, &mut notices).as_bytes());
    }
    for cohort in &published.cohorts {
        key.part(cohort.id.as_bytes()).part(cohorts::plain_title(cohort, &mut notices).as_bytes());
    }
    for donor in &published.donors {
        key.part(donor.id.as_bytes());
    }
    let digests: Vec<Hash128> = published.interns.par_chunks(CHUNK).map(digest).collect();
    digests.iter().for_each(|digest| {
        key.part(&digest.to_bytes());
    });
}

/// So many stories are hashed at a time.
const CHUNK: usize = 512;

fn digest(interns: &[Arc<PublicIntern>]) -> Hash128 {
    let mut facts = Vec::with_capacity(interns.len() * 192);
    for intern in interns {
        let school = intern.school.as_ref().map_or("", |school| school.value.as_str());
        for text in [&intern.id, &intern.title.value, &intern.course.value, school, intern.level.word()] {
            feed_bytes(text.as_bytes(), &mut facts);
        }
        for date in [Some(intern.start), intern.end, Some(intern.published), intern.updated] {
            let (year, month, day) = date.map_or((0, 0, 0), |date| (date.year(), date.month(), date.day()));
            facts.extend_from_slice(&year.to_le_bytes());
            facts.extend([month.unsigned_abs(), day.unsigned_abs()]);
        }
        let months = intern.half_months.map_or(u64::MAX, u64::from);
        let counts = [intern.donors.len() as u64, intern.sdgs.len() as u64];
        let places = [intern.office.0 as u64, intern.cohort.0 as u64, months].into_iter().chain(counts);
        let donors = intern.donors.iter().map(|donor| donor.0 as u64);
        places.chain(donors).for_each(|number| facts.extend_from_slice(&number.to_le_bytes()));
        for mapping in &intern.sdgs {
            facts.push(mapping.goal);
            if let Some(target) = mapping.target {
                // Writing to memory cannot fail.
                let _ = write!(facts, "{target}");
            }
            facts.push(0);
        }
        facts.push(u8::from(intern.sample));
    }
    Hash128::of(&facts)
}

fn story(maker: &Maker<'_>, person: PersonIx, intern: &PublicIntern) -> Row {
    let published = maker.published;
    let mut notices = Notices::default();
    let office = published.offices.get(intern.office.0);
    let cohort = published.cohorts.get(intern.cohort.0);
    let mut goals: Vec<u8> = intern.sdgs.iter().map(|mapping| mapping.goal).collect();
    goals.sort_unstable();
    goals.dedup();
    let targets = intern.sdgs.iter().filter_map(|mapping| mapping.target.map(|target| target.to_string()));
    let donors = intern.donors.iter().filter_map(|donor| published.donors.get(donor.0)).map(|donor| donor.id.clone());
    let months = intern.half_months.map_or(Amount::Unknown, |halves| Amount::halves(u64::from(halves), true));
    let cells = vec![
        text(office.map(|office| wording::place(office, &mut notices))),
        text(office.map(|office| office.id.as_str())),
        text(cohort.map(|cohort| cohorts::plain_title(cohort, &mut notices))),
        text(cohort.map(|cohort| cohort.id.as_str())),
        Cell::Text(wording::level(maker.words(), intern.level)),
        Cell::Text(wording::marked(&intern.course.value, &mut notices)),
        text(intern.school.as_ref().map(|school| wording::marked(&school.value, &mut notices))),
        Cell::Text(intern.start.to_string()),
        text(intern.end.map(|end| end.to_string())),
        Cell::Amount(months),
        Cell::List(goals.iter().map(u8::to_string).collect()),
        Cell::List(targets.collect()),
        Cell::List(donors.collect()),
        Cell::Text(intern.published.to_string()),
        text(intern.updated.map(|updated| updated.to_string())),
        Cell::Flag(intern.sample),
    ];
    let heading = wording::marked(&intern.title.value, &mut notices);
    let mut row = row(maker, heading, &Target::Intern(person), cells, notices.kosovo);
    if intern.sample {
        row.notes.push(maker.words().get("say_feed_sample").to_owned());
    }
    row
}
