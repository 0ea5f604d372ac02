//! The impact page: four questions, each answered in a sentence, a chart and
//! the table that it is drawn from.

use super::data::{self, Numbers};
use super::figures::{self, Totals};
use super::maker::About;
use super::wording::{self, Notices};
use super::{Maker, facets, records};
use crate::content::intern::OutcomeKind;
use crate::format::table::{Amount, Cell, Row, Table};
use crate::reference::plurals::Count;
use crate::route::Target;
use crate::view::lists::SourceView;
use crate::view::statics::{BarView, ChartView, FilesView, ImpactSection, ImpactView, RowView, TableView};

pub(super) fn view(maker: &Maker<'_>) -> ImpactView {
    let mut notices = Notices { goals: true, ..Notices::default() };
    let words = maker.words();
    let numbers = maker.numbers();
    let totals = &numbers.totals;
    let sections = vec![who(maker, numbers), places(maker, numbers), after(maker, numbers), served(maker, numbers)];
    notices.kosovo |= sections.iter().any(names_kosovo);
    let heading = words.get("say_impact_heading").to_owned();
    let description = Some(facets::describe(maker, &heading));
    let sources = data::sources(maker, &mut notices).into_iter();
    let sources = sources.map(|source| SourceView { title: source.title, href: source.url }).collect();
    let about = About { target: &Target::Impact, kind: "impact", heading, description, trail: Vec::new(), notices };
    ImpactView {
        site: maker.site.clone(),
        page: maker.page(about),
        opening: opening(maker, totals),
        as_of: totals.as_of.map(|date| maker.date(date)),
        figures: figures::programme(maker),
        sections,
        sources,
        records: records::RECORDS.map(|name| files(maker, name)).into(),
        schema: data::link(maker, "schema", "json"),
    }
}

/// The files of a table of records.
fn files(maker: &Maker<'_>, name: &str) -> FilesView {
    FilesView {
        title: records::title(maker, name),
        csv: data::link(maker, name, "csv"),
        json: data::link(maker, name, "json"),
    }
}

/// Whether a row of a section is about an office that is marked.
fn names_kosovo(section: &ImpactSection) -> bool {
    let mut found = Notices::default();
    let rows = std::iter::once(&section.table).chain(&section.more).flat_map(|table| &table.rows);
    rows.for_each(|row| drop(wording::marked(&row.heading, &mut found)));
    found.kosovo
}

/// The figures as a paragraph that can be read aloud; what is not known is
/// passed over.
fn opening(maker: &Maker<'_>, totals: &Totals) -> String {
    let (words, published) = (maker.words(), maker.published);
    let programme = maker.config().programme.name.value.as_str();
    let mut sentences = Vec::new();
    let mut say = |key: &str, n: Count, values: &[(&str, &str)]| {
        if n != Count::whole(0) {
            sentences.push(words.count_with(key, n, values));
        }
    };
    let of = |amount: Amount| Count::halves(amount.least().unwrap_or_default());
    let since = published.cohorts.iter().map(|cohort| cohort.year).min().unwrap_or_default().to_string();
    let interns = figures::begun(maker, totals.interns);
    say("say_opening_who", of(totals.interns), &[("n", &interns), ("programme", programme), ("since", &since)]);
    let locations = figures::amount(maker, totals.locations);
    say("say_opening_where", of(totals.locations), &[("n", &locations)]);
    let placements = words.count("say_placements", totals.all.placements);
    let months = figures::amount(maker, totals.all.months());
    say("say_opening_months", of(totals.all.months()), &[("placements", &placements), ("n", &months)]);
    let stories = published.interns.len();
    say("say_opening_stories", Count::whole(stories), &[("n", &words.number(stories))]);
    let partner = totals.outcomes.get(&OutcomeKind::Partner).copied().unwrap_or_default();
    let known = words.number(totals.outcomes_known);
    say("say_opening_after", Count::whole(partner), &[("n", &words.number(partner)), ("known", &known)]);
    if totals.samples {
        sentences.push(words.get("say_samples_counted").to_owned());
    }
    sentences.join(" ")
}

/// A question without its answer.
fn section(
    maker: &Maker<'_>,
    id: &'static str,
    title: &str,
    sentence: (&str, &[(&str, String)]),
    table: TableView,
    more: Vec<TableView>,
) -> ImpactSection {
    let words = maker.words();
    let values: Vec<(&str, &str)> = sentence.1.iter().map(|(key, value)| (*key, value.as_str())).collect();
    ImpactSection {
        id,
        title: words.get(title).to_owned(),
        sentences: vec![words.fill(sentence.0, &values)],
        table,
        more,
    }
}

fn who(maker: &Maker<'_>, numbers: &Numbers) -> ImpactSection {
    let totals = &numbers.totals;
    let values = [
        ("n", figures::amount(maker, totals.interns)),
        ("records", maker.words().number(totals.all.placements)),
        ("profiles", maker.words().number(maker.published.interns.len())),
    ];
    // A bar for each cohort, by its year; two of one year keep their titles.
    let year = |row: &Row| match row.cells.first() {
        Some(cell) => cell_words(maker, cell),
        None => row.heading.clone(),
    };
    let twice = |pair: &[Row]| matches!(pair, [a, b] if a.cells.first() == b.cells.first());
    let twice = numbers.by_cohort.rows.windows(2).any(twice);
    let label = |row: &Row| if twice { row.heading.clone() } else { year(row) };
    let table = with_chart(maker, &numbers.by_cohort, 1, "say_who_chart", label);
    section(maker, "who_took_part", "say_who_title", ("say_who_sentence", &values), table, Vec::new())
}

fn places(maker: &Maker<'_>, numbers: &Numbers) -> ImpactSection {
    let totals = &numbers.totals;
    let values =
        [("n", figures::amount(maker, totals.locations)), ("records", maker.words().number(totals.all.placements))];
    let regions = with_chart(maker, &numbers.by_region, 2, "say_where_chart", |row| row.heading.clone());
    let offices = vec![shown(maker, &numbers.by_office, None)];
    section(maker, "where_they_worked", "say_where_title", ("say_where_sentence", &values), regions, offices)
}

fn after(maker: &Maker<'_>, numbers: &Numbers) -> ImpactSection {
    let totals = &numbers.totals;
    let values = [
        ("known", maker.words().number(totals.outcomes_known)),
        ("records", maker.words().number(totals.all.placements)),
    ];
    let table = with_chart(maker, &numbers.outcomes, 0, "say_after_chart", |row| row.heading.clone());
    section(maker, "what_came_after", "say_after_title", ("say_after_sentence", &values), table, Vec::new())
}

fn served(maker: &Maker<'_>, numbers: &Numbers) -> ImpactSection {
    let totals = &numbers.totals;
    let values = [
        ("mapped", maker.words().number(totals.mapped)),
        ("profiles", maker.words().number(maker.published.interns.len())),
    ];
    let mut table = with_chart(maker, &numbers.by_goal, 0, "say_goals_chart", |row| row.heading.clone());
    let bars = table.chart.iter_mut().flat_map(|chart| &mut chart.bars);
    for (bar, goal) in bars.zip(&maker.published.goals) {
        bar.goal = Some(usize::from(goal.number));
    }
    section(maker, "which_goals", "say_goals_title", ("say_goals_sentence", &values), table, Vec::new())
}

/// A table with a chart of one of its columns.
fn with_chart(
    maker: &Maker<'_>,
    table: &Table,
    column: usize,
    title: &str,
    label: impl Fn(&Row) -> String,
) -> TableView {
    let most = table.rows.iter().filter_map(|row| least(row.cells.get(column)?)).max().unwrap_or_default();
    let parted = table.columns.get(column + 1).is_some_and(|column| column.whole.is_some());
    let bars = table.rows.iter().filter_map(|row| {
        let cell = row.cells.get(column)?;
        let state = match cell {
            Cell::Amount(Amount::Unknown) => "unstated",
            Cell::Amount(Amount::AtLeast(_)) => "least",
            // A count beside parts of a whole is of those it leaves out.
            Cell::Amount(_) if parted => "unknown",
            _ => "known",
        };
        let share = share(least(cell).unwrap_or_default(), most);
        Some(BarView { label: label(row), value: cell_words(maker, cell), share, state, goal: None })
    });
    let bars: Vec<BarView> = bars.collect();
    // One bar alone compares nothing.
    let chart = (bars.len() > 1 && most > 0).then(|| ChartView { title: maker.words().get(title).to_owned(), bars });
    shown(maker, table, chart)
}

/// A table as the page shows it.
fn shown(maker: &Maker<'_>, table: &Table, chart: Option<ChartView>) -> TableView {
    let relative = |url: &String| url.strip_prefix(&maker.config().base.origin).unwrap_or(url).to_owned();
    let rows = table.rows.iter().map(|row| RowView {
        heading: row.heading.clone(),
        href: row.url.as_ref().map(relative),
        cells: row.cells.iter().map(|cell| cell_words(maker, cell)).collect(),
    });
    let source = table.sources.first().map(|source| source.title.clone());
    TableView {
        id: table.name,
        caption: table.title.clone(),
        columns: table.columns.iter().map(|column| column.title.clone()).collect(),
        rows: rows.collect(),
        chart,
        source,
        csv: data::link(maker, table.name, "csv"),
        json: data::link(maker, table.name, "json"),
    }
}

fn cell_words(maker: &Maker<'_>, cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Amount(amount) => figures::amount(maker, *amount),
        Cell::Year(year) => year.to_string(),
        Cell::Part(part, whole) => figures::part(maker, *part, *whole),
        Cell::List(items) => items.join(maker.words().get("say_comma")),
        Cell::Flag(flag) => flag.to_string(),
        Cell::Decimal(number) => number.to_string(),
    }
}

/// The number of a cell, in halves.
fn least(cell: &Cell) -> Option<u64> {
    match cell {
        Cell::Text(_) | Cell::List(_) | Cell::Flag(_) | Cell::Decimal(_) | Cell::Year(_) => None,
        Cell::Amount(amount) => amount.least(),
        Cell::Part(part, _) => Some(*part as u64 * 2),
    }
}

/// How long a bar is beside the longest: per cent with one decimal, for
/// drawing and not for reading.
fn share(n: u64, most: u64) -> String {
    let tenths = (n * 1000).checked_div(most).unwrap_or_default().min(1000);
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn bars_are_no_longer_than_the_longest() {
        assert_eq!(
            [(0, 0), (0, 9), (1, 3), (9, 9), (10, 9)].map(|(n, most)| share(n, most)),
            ["0.0", "0.0", "33.3", "100.0", "100.0"]
        );
    }
}
