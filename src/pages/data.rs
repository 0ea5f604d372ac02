//! The tables of figures, each made once: the impact page shows them, and
//! files for spreadsheets and programs hold the same cells.
//!
//! They count the whole programme. What came after is never told by cohort: a
//! cohort is about a dozen people, and one of them may not wish to be known.

use std::collections::BTreeMap;

use super::figures::{self, Tally, Totals};
use super::wording::{self, Notices};
use super::{Maker, cohorts, goals, offices, order};
use crate::consent::published::{CohortIx, OfficeIx};
use crate::content::intern::{Level, OutcomeKind};
use crate::format::table::{Amount, Cell, Column, Holds, Row, Source, Table};
use crate::path::Url;
use crate::reference::notices;
use crate::route::{Facet, Target};

/// The names of all tables, in the order of the impact page.
pub const FIGURES: [&str; 5] =
    ["interns-by-cohort", "months-by-region", "placements-by-office", "outcomes", "stories-by-goal"];

/// The folder of their files.
pub const FOLDER: &str = "data";

/// What is counted, and the tables of it.
#[derive(Debug)]
pub(super) struct Numbers {
    pub(super) totals: Totals,
    pub(super) by_cohort: Table,
    pub(super) by_region: Table,
    pub(super) by_office: Table,
    pub(super) outcomes: Table,
    pub(super) by_goal: Table,
}

impl Numbers {
    pub(super) fn of(maker: &Maker<'_>) -> Self {
        let totals = Totals::of(maker.published);
        Self {
            by_cohort: by_cohort(maker, &totals),
            by_region: by_region(maker, &totals),
            by_office: by_office(maker, &totals),
            outcomes: outcomes(maker, &totals),
            by_goal: by_goal(maker, &totals),
            totals,
        }
    }

    fn tables(&self) -> [&Table; 5] {
        [&self.by_cohort, &self.by_region, &self.by_office, &self.outcomes, &self.by_goal]
    }
}

/// All tables of figures.
pub(super) fn tables<'m>(maker: &'m Maker<'_>) -> [&'m Table; 5] {
    maker.numbers().tables()
}

/// Full address of the schema of all tables.
pub(super) fn schema_address(maker: &Maker<'_>) -> String {
    maker.routes.absolute_of(&link(maker, "schema", "json"))
}

/// A link to a file of a table.
pub(super) fn link(maker: &Maker<'_>, name: &str, ending: &str) -> String {
    Url::new(&format!("/{FOLDER}/{name}.{ending}")).map(|url| maker.routes.link(&url)).unwrap_or_default()
}

/// Sources that cohorts name, each once.
pub(super) fn sources(maker: &Maker<'_>, notices: &mut Notices) -> Vec<Source> {
    let mut sources: Vec<Source> = Vec::new();
    for source in maker.published.cohorts.iter().flat_map(|cohort| &cohort.sources) {
        let title = wording::told(&source.title, notices);
        if !sources.iter().any(|known| known.title == title) {
            sources.push(Source { title, url: source.url.clone() });
        }
    }
    sources
}

/// What a table is made of.
struct Frame {
    name: &'static str,
    /// Fragment of its section.
    section: &'static str,
    title: &'static str,
    columns: Vec<Column>,
    rows: Vec<Row>,
    notices: Notices,
}

fn framed(maker: &Maker<'_>, totals: &Totals, frame: Frame) -> Table {
    let Frame { name, section, title, columns, mut rows, mut notices } = frame;
    let words = maker.words();
    let record = if section == "who_took_part" { "say_source_declared" } else { "say_source_records" };
    let record = words.fill(record, &[("organisation", &maker.config().organisation.name)]);
    let mut sources_of = vec![Source { title: record, url: None }];
    if section == "who_took_part" {
        sources_of.extend(sources(maker, &mut notices));
    }
    // A file of rows is read far from the page that says so.
    if totals.samples {
        rows.iter_mut().for_each(|row| row.notes.push(words.get("say_note_samples").to_owned()));
    }
    let kosovo = notices.kosovo.then(|| wording::kosovo(maker.words()));
    let goals = notices.goals.then(|| notices::goals(maker.words().language()).to_owned());
    let sample = totals.samples.then(|| words.get("say_samples_counted").to_owned());
    Table {
        name,
        title: words.get(title).to_owned(),
        as_of: totals.as_of,
        page: format!("{}#{section}", maker.routes.absolute(&Target::Impact)),
        sources: sources_of,
        notices: kosovo.into_iter().chain(goals).chain(sample).collect(),
        columns,
        rows,
        labels: labels(maker),
        schema: schema_address(maker),
    }
}

/// Titles of the columns that only files have.
pub(super) fn labels(maker: &Maker<'_>) -> [String; 3] {
    ["say_col_page", "say_col_note", "say_col_as_of"].map(|key| maker.words().get(key).to_owned())
}

fn column(maker: &Maker<'_>, key: &'static str, title: &str) -> Column {
    let words = ["cohort", "region", "office", "outcome", "goal"];
    let holds = if words.contains(&key) { Holds::Text } else { Holds::Number };
    Column { key, title: maker.words().get(title).to_owned(), holds, whole: None }
}

/// A column of parts of a whole.
fn parts(maker: &Maker<'_>, key: &'static str, title: &str, whole: (&'static str, &str)) -> Column {
    let whole = (whole.0, maker.words().get(whole.1).to_owned());
    Column { whole: Some(whole), ..column(maker, key, title) }
}

/// A row, with what must be said of its numbers and of its words.
fn row(maker: &Maker<'_>, columns: &[Column], heading: String, to: Option<Target>, cells: Vec<Cell>) -> Row {
    let words = maker.words();
    let mut notes: Vec<String> = Vec::new();
    for (column, cell) in columns.iter().skip(1).zip(&cells) {
        let key = match cell {
            Cell::Amount(Amount::Unknown) => "say_note_unknown",
            Cell::Amount(Amount::AtLeast(_)) => "say_note_at_least",
            _ => continue,
        };
        notes.push(words.fill(key, &[("column", &column.title)]));
    }
    let mut found = Notices::default();
    wording::marked(&heading, &mut found);
    if found.kosovo {
        notes.push(wording::kosovo(maker.words()));
    }
    Row { heading, url: to.map(|target| maker.routes.absolute(&target)), cells, notes }
}

fn count(n: usize) -> Cell {
    Cell::Amount(Amount::count(n, true))
}

/// The row of those who are counted at no place, if there are any.
fn merged(maker: &Maker<'_>, columns: &[Column], totals: &Totals, cells: impl Fn(&Tally) -> Vec<Cell>) -> Option<Row> {
    let heading = maker.words().get("say_place_merged").to_owned();
    (totals.elsewhere.placements > 0).then(|| {
        let mut merged = row(maker, columns, heading, None, cells(&totals.elsewhere));
        merged.notes.push(maker.words().get("say_note_merged").to_owned());
        merged
    })
}

fn by_cohort(maker: &Maker<'_>, totals: &Totals) -> Table {
    let mut notices = Notices::default();
    let published = maker.published;
    let columns = vec![
        column(maker, "cohort", "say_col_cohort"),
        column(maker, "year", "say_col_year"),
        column(maker, "interns", "say_col_interns"),
        column(maker, "placements", "say_col_records"),
        column(maker, "undergraduate", "say_col_undergraduate"),
        column(maker, "postgraduate", "say_col_postgraduate"),
        column(maker, "profiles", "say_col_profiles"),
    ];
    let mut cohorts: Vec<_> = published.cohorts.iter().zip(&totals.cohorts).enumerate().collect();
    cohorts.sort_by_key(|(_, (cohort, _))| cohort.year);
    let rows = cohorts.into_iter().map(|(index, (cohort, tally))| {
        let ix = CohortIx(index);
        let cells = vec![
            Cell::Year(usize::try_from(cohort.year).unwrap_or_default()),
            Cell::Amount(figures::interns(published, ix, tally)),
            count(tally.placements),
            Cell::Amount(tally.of_level(Level::Undergraduate)),
            Cell::Amount(tally.of_level(Level::Postgraduate)),
            count(cohort.interns.len()),
        ];
        let target = Target::Facet(Facet::Cohort(ix), 1);
        row(maker, &columns, cohorts::title(cohort, &mut notices), Some(target), cells)
    });
    let rows = rows.collect();
    let frame =
        Frame { name: "interns-by-cohort", section: "who_took_part", title: "say_who_caption", columns, rows, notices };
    framed(maker, totals, frame)
}

fn by_region(maker: &Maker<'_>, totals: &Totals) -> Table {
    let columns = vec![
        column(maker, "region", "say_col_region"),
        column(maker, "locations", "say_col_locations"),
        column(maker, "placements", "say_col_records"),
        column(maker, "months", "say_col_months"),
    ];
    let language = maker.words().language();
    let mut regions: BTreeMap<order::Key, (&str, usize, Tally)> = BTreeMap::new();
    for (office, tally) in maker.published.offices.iter().zip(&totals.offices).filter(|(_, t)| t.placements > 0) {
        let region = office.country.sub_region;
        let (_, locations, sum) = regions.entry(order::key(region, language)).or_insert((region, 0, Tally::default()));
        *locations += 1;
        *sum = sum.plus(*tally);
    }
    let rows = regions.into_values().map(|(region, locations, tally)| {
        let cells = vec![count(locations), count(tally.placements), Cell::Amount(tally.months())];
        row(maker, &columns, region.to_owned(), None, cells)
    });
    let cells = |elsewhere: &Tally| {
        vec![Cell::Amount(Amount::Unknown), count(elsewhere.placements), Cell::Amount(elsewhere.months())]
    };
    let (rows, notices) = (rows.chain(merged(maker, &columns, totals, cells)).collect(), Notices::default());
    let (name, title) = ("months-by-region", "say_region_caption");
    framed(maker, totals, Frame { name, section: "where_they_worked", title, columns, rows, notices })
}

fn by_office(maker: &Maker<'_>, totals: &Totals) -> Table {
    let mut notices = Notices::default();
    let columns = vec![
        column(maker, "office", "say_col_office"),
        column(maker, "region", "say_col_region"),
        column(maker, "placements", "say_col_records"),
        column(maker, "months", "say_col_months"),
    ];
    let rows = offices::by_place(maker).into_iter().filter_map(|OfficeIx(index)| {
        let (office, tally) = (maker.published.offices.get(index)?, totals.offices.get(index)?);
        let region = Cell::Text(office.country.sub_region.to_owned());
        let cells = vec![region, count(tally.placements), Cell::Amount(tally.months())];
        let target = Target::Facet(Facet::Office(OfficeIx(index)), 1);
        (tally.placements > 0).then(|| row(maker, &columns, wording::place(office, &mut notices), Some(target), cells))
    });
    let cells = |elsewhere: &Tally| {
        vec![Cell::Text(String::new()), count(elsewhere.placements), Cell::Amount(elsewhere.months())]
    };
    let rows = rows.chain(merged(maker, &columns, totals, cells)).collect();
    let (name, title) = ("placements-by-office", "say_where_caption");
    framed(maker, totals, Frame { name, section: "where_they_worked", title, columns, rows, notices })
}

fn outcomes(maker: &Maker<'_>, totals: &Totals) -> Table {
    let words = maker.words();
    let columns = vec![
        column(maker, "outcome", "say_col_outcome"),
        parts(maker, "placements", "say_col_records", ("known", "say_col_known")),
    ];
    let known = totals.outcomes_known;
    let mut rows = Vec::new();
    if known > 0 {
        rows.extend(OutcomeKind::ALL.into_iter().map(|kind| {
            let part = totals.outcomes.get(&kind).copied().unwrap_or_default();
            row(maker, &columns, wording::outcome_kind(words, kind), None, vec![Cell::Part(part, known)])
        }));
    }
    if totals.all.placements > known {
        let unknown = words.get("say_outcome_unknown").to_owned();
        rows.push(row(maker, &columns, unknown, None, vec![count(totals.all.placements - known)]));
    }
    let (name, title, notices) = ("outcomes", "say_after_caption", Notices::default());
    framed(maker, totals, Frame { name, section: "what_came_after", title, columns, rows, notices })
}

fn by_goal(maker: &Maker<'_>, totals: &Totals) -> Table {
    let columns = vec![
        column(maker, "goal", "say_col_goal"),
        parts(maker, "stories", "say_col_stories", ("mapped", "say_col_mapped")),
    ];
    let rows = maker.published.goals.iter().map(|goal| {
        let stories = Cell::Part(goal.interns.len(), totals.mapped);
        let target = Target::Facet(Facet::Goal(goal.number), 1);
        row(maker, &columns, goals::title(maker, goal.number), Some(target), vec![stories])
    });
    let (rows, notices) = (rows.collect(), Notices { goals: true, ..Notices::default() });
    let (name, title) = ("stories-by-goal", "say_goals_caption");
    framed(maker, totals, Frame { name, section: "which_goals", title, columns, rows, notices })
}
