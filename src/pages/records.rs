//! What is published as tables of records: stories, offices, cohorts, donors,
//! goals. A row says what the page says that it leads to, but for names of
//! people: a table is copied and kept, and a copy outlives the consent of
//! whoever withdraws. Of what came after a placement it says nothing either.
//!
//! Counts are of public stories alone, which anybody can count on the pages;
//! of people who are not shown the tables of figures speak, by their own rules.

mod stories;

use std::sync::OnceLock;

use super::wording::{self, Notices};
use super::{Maker, cohorts, data, donors, goals, offices};
use crate::consent::published::{CohortIx, DonorIx, OfficeIx};
use crate::format::schema::schema;
use crate::format::table::{Amount, Cell, Column, Holds, Row, Source, Table};
use crate::hash::{Hash128, Hasher};
use crate::route::{Facet, FacetKind, Target};

/// The names of all tables of records.
pub const RECORDS: [&str; 5] = ["stories", "offices", "cohorts", "donors", "goals"];

/// The schema's file, in the folder of all tables.
pub const SCHEMA: &str = "schema.json";

/// The table of stories, which are many, made when a file of it is wanted.
#[derive(Debug, Default)]
pub(super) struct Stories {
    table: OnceLock<Table>,
    /// What it follows from.
    digest: OnceLock<Hash128>,
}

/// Gives the table of that name to whoever prints it.
pub fn with_table<T>(maker: &Maker<'_>, name: &str, print: impl FnOnce(&Table) -> T) -> Option<T> {
    if let Some(figures) = data::tables(maker).into_iter().find(|table| table.name == name) {
        return Some(print(figures));
    }
    Some(match name {
        "stories" => print(maker.stories.table.get_or_init(|| stories::table(maker))),
        "offices" => print(&offices(maker)),
        "cohorts" => print(&cohorts(maker)),
        "donors" => print(&donors(maker)),
        "goals" => print(&goals(maker)),
        _ => return None,
    })
}

/// What stands for all that a table follows from, where that costs less than
/// making it.
pub fn table_key(maker: &Maker<'_>, name: &str, form: &str) -> Option<Hash128> {
    (name == "stories").then(|| {
        let digest = maker.stories.digest.get_or_init(|| {
            let mut key = Hasher::new();
            key.part(&maker.theme.digest().to_bytes());
            key.part(maker.config().base.full().as_bytes()).part(maker.config().organisation.name.as_bytes());
            stories::feed(maker, &mut key);
            key.finish()
        });
        Hasher::new().part(form.as_bytes()).part(&digest.to_bytes()).finish()
    })
}

/// The schema of all tables.
pub fn table_schema(maker: &Maker<'_>) -> String {
    let records = [stories::frame(maker), offices(maker), cohorts(maker), donors(maker), goals(maker)];
    let tables: Vec<&Table> = data::tables(maker).into_iter().chain(&records).collect();
    schema(&tables, &data::schema_address(maker))
}

/// What a table is about, for a link to its files.
pub(super) fn title(maker: &Maker<'_>, name: &str) -> String {
    let key = match name {
        "offices" => "say_offices_heading",
        "cohorts" => "say_cohorts_heading",
        "donors" => "say_donors_heading",
        "goals" => "say_goals_heading",
        _ => "say_col_stories",
    };
    maker.words().get(key).to_owned()
}

/// A table without rows.
fn empty(maker: &Maker<'_>, name: &'static str, page: &Target, columns: Vec<Column>) -> Table {
    let source = maker.words().fill("say_source_records", &[("organisation", &maker.config().organisation.name)]);
    Table {
        name,
        title: title(maker, name),
        as_of: None,
        page: maker.routes.absolute(page),
        sources: vec![Source { title: source, url: None }],
        notices: Vec::new(),
        columns,
        rows: Vec::new(),
        labels: data::labels(maker),
        schema: data::schema_address(maker),
    }
}

/// The table with these rows and what must be said with them.
fn filled(maker: &Maker<'_>, table: Table, rows: Vec<Row>, notices: Notices) -> Table {
    let notices = notices.required(&maker.config().organisation.name, maker.words());
    Table { rows, notices, ..table }
}

fn column(maker: &Maker<'_>, key: &'static str, title: &str, holds: Holds) -> Column {
    Column { key, title: maker.words().get(title).to_owned(), holds, whole: None }
}

/// A row; `marked` says whether it names what a notice belongs to.
fn row(maker: &Maker<'_>, heading: String, to: &Target, cells: Vec<Cell>, marked: bool) -> Row {
    let notes = marked.then(|| wording::kosovo(maker.words())).into_iter().collect();
    Row { heading, url: Some(maker.routes.absolute(to)), cells, notes }
}

fn text(text: Option<impl Into<String>>) -> Cell {
    Cell::Text(text.map(Into::into).unwrap_or_default())
}

fn whole(number: Option<i64>) -> Cell {
    let number = number.and_then(|number| usize::try_from(number).ok());
    Cell::Amount(number.map_or(Amount::Unknown, |number| Amount::count(number, true)))
}

fn count(number: usize) -> Cell {
    Cell::Amount(Amount::count(number, true))
}

fn offices(maker: &Maker<'_>) -> Table {
    let columns = vec![
        column(maker, "office", "say_col_office", Holds::Text),
        column(maker, "id", "say_col_id", Holds::Text),
        column(maker, "country", "say_col_country", Holds::Text),
        column(maker, "country_code", "say_col_country_code", Holds::Text),
        column(maker, "region", "say_col_region", Holds::Text),
        column(maker, "kind", "say_col_kind", Holds::Text),
        column(maker, "latitude", "say_col_latitude", Holds::Number),
        column(maker, "longitude", "say_col_longitude", Holds::Number),
        column(maker, "stories", "say_col_stories", Holds::Number),
        column(maker, "goals", "say_col_goals", Holds::List),
        column(maker, "website", "say_col_website", Holds::Text),
    ];
    let mut notices = Notices::default();
    let tenth = |degrees: f64| Cell::Decimal((degrees * 10.0).round() / 10.0);
    let rows = offices::by_place(maker).into_iter().filter_map(|OfficeIx(index)| {
        let office = maker.published.offices.get(index)?;
        let mut here = Notices::default();
        let mut goals: Vec<u8> = office.sdgs.iter().map(|mapping| mapping.goal).collect();
        goals.sort_unstable();
        goals.dedup();
        let cells = vec![
            Cell::Text(office.id.clone()),
            Cell::Text(wording::country(office, &mut here)),
            text(Some(office.country.code)),
            text(Some(office.country.sub_region)),
            text(office.kind.map(|kind| wording::office_kind(maker.words(), kind))),
            tenth(office.latitude),
            tenth(office.longitude),
            count(office.interns.len()),
            Cell::List(goals.iter().map(u8::to_string).collect()),
            text(office.url.as_deref()),
        ];
        let heading = wording::place(office, &mut here);
        notices.kosovo |= here.kosovo;
        Some(row(maker, heading, &Target::Facet(Facet::Office(OfficeIx(index)), 1), cells, here.kosovo))
    });
    let rows = rows.collect();
    filled(maker, empty(maker, "offices", &Target::Index(FacetKind::Offices), columns), rows, notices)
}

fn cohorts(maker: &Maker<'_>) -> Table {
    let columns = vec![
        column(maker, "cohort", "say_col_cohort", Holds::Text),
        column(maker, "id", "say_col_id", Holds::Text),
        column(maker, "year", "say_col_year", Holds::Number),
        column(maker, "stories", "say_col_stories", Holds::Number),
        column(maker, "declared_interns", "say_col_declared_interns", Holds::Number),
        column(maker, "declared_locations", "say_col_declared_locations", Holds::Number),
    ];
    let mut notices = Notices::default();
    let rows = maker.published.cohorts.iter().enumerate().map(|(index, cohort)| {
        let mut here = Notices::default();
        let cells = vec![
            Cell::Text(cohort.id.clone()),
            Cell::Year(usize::try_from(cohort.year).unwrap_or_default()),
            count(cohort.interns.len()),
            whole(cohort.declared.interns),
            whole(cohort.declared.locations),
        ];
        let heading = cohorts::plain_title(cohort, &mut here);
        notices.kosovo |= here.kosovo;
        row(maker, heading, &Target::Facet(Facet::Cohort(CohortIx(index)), 1), cells, here.kosovo)
    });
    let rows = rows.collect();
    filled(maker, empty(maker, "cohorts", &Target::Index(FacetKind::Cohorts), columns), rows, notices)
}

/// Donors who may be named; of amounts nothing is said, whatever is permitted
/// on a page.
fn donors(maker: &Maker<'_>) -> Table {
    let columns = vec![
        column(maker, "donor", "say_col_donor", Holds::Text),
        column(maker, "id", "say_col_id", Holds::Text),
        column(maker, "kind", "say_col_kind", Holds::Text),
        column(maker, "tier", "say_col_tier", Holds::Text),
        column(maker, "since", "say_col_since", Holds::Number),
        column(maker, "years", "say_col_years", Holds::List),
        column(maker, "stories", "say_col_stories", Holds::Number),
        column(maker, "website", "say_col_website", Holds::Text),
    ];
    let rows = donors::sorted(maker).into_iter().filter_map(|DonorIx(index)| {
        let donor = maker.published.donors.get(index)?;
        let cells = vec![
            Cell::Text(donor.id.clone()),
            Cell::Text(wording::donor_kind(maker.words(), donor.kind)),
            text(donor.tier.as_deref()),
            whole(donor.since),
            Cell::List(donor.years.iter().map(i64::to_string).collect()),
            count(donor.interns.len()),
            text(donor.url.as_deref()),
        ];
        let to = Target::Facet(Facet::Donor(DonorIx(index)), 1);
        Some(row(maker, donor.name.value.clone(), &to, cells, false))
    });
    let rows = rows.collect();
    filled(maker, empty(maker, "donors", &Target::Index(FacetKind::Donors), columns), rows, Notices::default())
}

fn goals(maker: &Maker<'_>) -> Table {
    let columns = vec![
        column(maker, "goal", "say_col_goal", Holds::Text),
        column(maker, "number", "say_col_number", Holds::Number),
        column(maker, "stories", "say_col_stories", Holds::Number),
        column(maker, "targets", "say_col_targets", Holds::List),
        column(maker, "contribution", "say_col_contribution", Holds::Text),
    ];
    let mut notices = Notices { goals: true, ..Notices::default() };
    let rows = maker.published.goals.iter().map(|goal| {
        let mut here = Notices::default();
        let cells = vec![
            count(usize::from(goal.number)),
            count(goal.interns.len()),
            Cell::List(goal.targets.iter().map(ToString::to_string).collect()),
            text(goal.contribution.as_ref().map(|text| wording::marked(&text.value, &mut here))),
        ];
        notices.kosovo |= here.kosovo;
        let to = Target::Facet(Facet::Goal(goal.number), 1);
        row(maker, goals::title(maker, goal.number), &to, cells, here.kosovo)
    });
    let rows = rows.collect();
    filled(maker, empty(maker, "goals", &Target::Index(FacetKind::Goals), columns), rows, notices)
}
