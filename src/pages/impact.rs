//! The figures: who took part, where, what came after, which goals.
//!
//! Computed from the placements and from what the programme declares. Unknown
//! is never counted as none: a total over something unknown says "at least".
//! No percentages: cohorts are small, so a figure stands with its denominator.

use std::collections::{BTreeMap, BTreeSet};

use super::maker::About;
use super::wording::{self, Notices};
use super::{Maker, goals};
use crate::consent::published::{CohortIx, OfficeIx, Placement, Published};
use crate::content::intern::{Level, OutcomeKind};
use crate::route::{Facet, Target};
use crate::view::LinkView;
use crate::view::lists::SourceView;
use crate::view::statics::{ImpactSection, ImpactView, RowView, TableView};

pub(super) fn view(maker: &Maker<'_>) -> ImpactView {
    let mut notices = Notices { goals: true, ..Notices::default() };
    let words = maker.words();
    let totals = Totals::of(maker.published);
    let sections = vec![
        who(maker, &totals, &mut notices),
        places(maker, &totals, &mut notices),
        after(maker, &totals),
        served(maker),
    ];
    let as_of = as_of(maker.published);
    let mut opening: Vec<String> = figures(maker).into_iter().map(|figure| figure.title).collect();
    if maker.published.interns.iter().any(|intern| intern.sample) {
        opening.push(words.get("say_samples_counted").to_owned());
    }
    let heading = words.get("say_impact_heading").to_owned();
    let description = Some(super::facets::describe(maker, &heading));
    let mut sources: Vec<SourceView> = Vec::new();
    for source in maker.published.cohorts.iter().flat_map(|cohort| &cohort.sources) {
        let title = wording::marked(&source.title.value, &mut notices);
        if !sources.iter().any(|known| known.title == title) {
            sources.push(SourceView { title, href: source.url.clone() });
        }
    }
    let about = About { target: &Target::Impact, kind: "impact", heading, description, trail: Vec::new(), notices };
    ImpactView {
        site: maker.site.clone(),
        page: maker.page(about),
        opening: opening.join(" "),
        as_of: as_of.map(|date| maker.date(date)),
        sections,
        sources,
    }
}

/// The figures that matter, as sentences that lead to their rows.
pub(super) fn figures(maker: &Maker<'_>) -> Vec<LinkView> {
    let words = maker.words();
    let totals = Totals::of(maker.published);
    let impact = maker.href(&Target::Impact);
    let sentence = |key: &str, count: &Count, values: &[(&str, &str)], fragment: &str| {
        let number = count.words(maker);
        let mut all = vec![("n", number.as_str())];
        all.extend_from_slice(values);
        LinkView { title: words.fill(key, &all), href: format!("{impact}#{fragment}") }
    };
    let cohorts = maker.published.cohorts.len().to_string();
    let (known, placements) = (totals.lengths_known.to_string(), totals.placements.to_string());
    let mut figures = vec![sentence("say_figure_interns", &totals.interns, &[("cohorts", &cohorts)], "who_took_part")];
    if totals.lengths_known > 0 {
        let months = Count { least: totals.half_months as usize, exact: totals.months_exact };
        let number = if months.exact {
            wording::halves(totals.half_months)
        } else {
            words.fill("say_at_least", &[("n", &wording::halves(totals.half_months))])
        };
        let values = [("n", number.as_str()), ("known", known.as_str()), ("placements", placements.as_str())];
        let key = if totals.lengths_known == totals.placements { "say_figure_months_all" } else { "say_figure_months" };
        figures.push(LinkView { title: words.fill(key, &values), href: format!("{impact}#where_they_worked") });
    }
    figures.push(sentence("say_figure_locations", &totals.locations, &[], "where_they_worked"));
    figures
}

/// A count that may be a lower bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Count {
    least: usize,
    exact: bool,
}

impl Count {
    fn words(self, maker: &Maker<'_>) -> String {
        let number = self.least.to_string();
        if self.exact { number } else { maker.words().fill("say_at_least", &[("n", &number)]) }
    }
}

#[derive(Debug)]
struct Totals {
    placements: usize,
    interns: Count,
    locations: Count,
    half_months: u32,
    lengths_known: usize,
    months_exact: bool,
}

impl Totals {
    fn of(published: &Published) -> Self {
        let placements = &published.placements;
        let by_cohort = (0..published.cohorts.len()).map(|n| interns_of(published, CohortIx(n)));
        let interns = by_cohort.fold(Count { least: 0, exact: true }, |sum, count| Count {
            least: sum.least + count.least,
            exact: sum.exact && count.exact,
        });
        let offices: BTreeSet<OfficeIx> = placements.iter().map(|p| p.office).collect();
        let declared = published.cohorts.iter().filter_map(|c| usize::try_from(c.declared.locations?).ok()).max();
        let known: Vec<u32> = placements.iter().filter_map(|p| p.half_months).collect();
        Self {
            placements: placements.len(),
            interns,
            // Locations repeat from year to year, so declared numbers cannot be
            // added; more in one year than are on record makes a lower bound.
            locations: match declared {
                Some(declared) if declared > offices.len() => Count { least: declared, exact: false },
                _ => Count { least: offices.len(), exact: interns.exact && interns.least == placements.len() },
            },
            half_months: known.iter().sum(),
            lengths_known: known.len(),
            months_exact: known.len() == placements.len() && interns.exact && interns.least == placements.len(),
        }
    }
}

/// Interns of a cohort: as declared, or at least those on record.
fn interns_of(published: &Published, cohort: CohortIx) -> Count {
    let on_record = published.placements.iter().filter(|p| p.cohort == cohort).count();
    let declared = published.cohorts.get(cohort.0).and_then(|c| usize::try_from(c.declared.interns?).ok());
    match declared {
        Some(declared) if declared >= on_record => Count { least: declared, exact: true },
        _ => Count { least: on_record, exact: false },
    }
}

/// The newest date in the data: what the figures go up to.
pub(super) fn as_of(published: &Published) -> Option<jiff::civil::Date> {
    let stories = published.interns.iter().flat_map(|intern| {
        let updates = intern.updates.iter().map(|update| update.published);
        [Some(intern.published), intern.updated].into_iter().flatten().chain(updates)
    });
    stories.filter(|date| *date <= published.date).max()
}

fn section(
    maker: &Maker<'_>,
    id: &'static str,
    title: &str,
    sentences: Vec<String>,
    table: TableView,
) -> ImpactSection {
    ImpactSection { id, title: maker.words().get(title).to_owned(), sentences, table }
}

fn table(maker: &Maker<'_>, caption: &str, columns: &[&str], rows: Vec<RowView>) -> TableView {
    let words = maker.words();
    let columns = columns.iter().map(|key| words.get(key).to_owned()).collect();
    TableView { caption: words.get(caption).to_owned(), columns, rows }
}

fn who(maker: &Maker<'_>, totals: &Totals, notices: &mut Notices) -> ImpactSection {
    let words = maker.words();
    let published = maker.published;
    let mut cohorts: Vec<_> = published.cohorts.iter().enumerate().collect();
    cohorts.sort_by_key(|(_, cohort)| cohort.year);
    let rows = cohorts.into_iter().map(|(index, cohort)| {
        let ix = CohortIx(index);
        let placements: Vec<&Placement> = published.placements.iter().filter(|p| p.cohort == ix).collect();
        let level = |level: Level| placements.iter().filter(|p| p.level == level).count().to_string();
        RowView {
            heading: super::cohorts::title(cohort, notices),
            href: Some(maker.href(&Target::Facet(Facet::Cohort(ix), 1))),
            cells: vec![
                interns_of(published, ix).words(maker),
                placements.len().to_string(),
                level(Level::Undergraduate),
                level(Level::Postgraduate),
                cohort.interns.len().to_string(),
            ],
        }
    });
    let columns = [
        "say_col_cohort",
        "say_col_interns",
        "say_col_records",
        "say_col_undergraduate",
        "say_col_postgraduate",
        "say_col_profiles",
    ];
    let table = table(maker, "say_who_caption", &columns, rows.collect());
    let values = [
        ("n", totals.interns.words(maker)),
        ("records", totals.placements.to_string()),
        ("profiles", published.interns.len().to_string()),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
    section(maker, "who_took_part", "say_who_title", vec![words.fill("say_who_sentence", &values)], table)
}

fn places(maker: &Maker<'_>, totals: &Totals, notices: &mut Notices) -> ImpactSection {
    let words = maker.words();
    let published = maker.published;
    let rows = super::offices::by_place(maker).into_iter().filter_map(|ix| {
        let office = published.offices.get(ix.0)?;
        let placements: Vec<&Placement> = published.placements.iter().filter(|p| p.office == ix).collect();
        if placements.is_empty() {
            return None;
        }
        let known: Vec<u32> = placements.iter().filter_map(|p| p.half_months).collect();
        let sum = wording::halves(known.iter().sum());
        let months = match known.len() {
            0 => words.get("say_not_known").to_owned(),
            n if n == placements.len() => sum,
            _ => words.fill("say_at_least", &[("n", &sum)]),
        };
        Some(RowView {
            heading: wording::place(office, notices),
            href: Some(maker.href(&Target::Facet(Facet::Office(ix), 1))),
            cells: vec![office.country.sub_region.to_owned(), placements.len().to_string(), months],
        })
    });
    let columns = ["say_col_office", "say_col_region", "say_col_records", "say_col_months"];
    let table = table(maker, "say_where_caption", &columns, rows.collect());
    let values = [("n", totals.locations.words(maker)), ("records", totals.placements.to_string())];
    let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
    section(maker, "where_they_worked", "say_where_title", vec![words.fill("say_where_sentence", &values)], table)
}

fn after(maker: &Maker<'_>, totals: &Totals) -> ImpactSection {
    let words = maker.words();
    let mut counts: BTreeMap<OutcomeKind, usize> = BTreeMap::new();
    for kind in maker.published.placements.iter().filter_map(|placement| placement.outcome) {
        *counts.entry(kind).or_default() += 1;
    }
    let known: usize = counts.values().sum();
    let of = |n: usize| words.fill("say_n_of", &[("n", &n.to_string()), ("all", &known.to_string())]);
    let rows = OutcomeKind::ALL.into_iter().map(|kind| RowView {
        heading: wording::outcome_kind(words, kind),
        href: None,
        cells: vec![of(counts.get(&kind).copied().unwrap_or_default())],
    });
    let unknown = RowView {
        heading: words.get("say_outcome_unknown").to_owned(),
        href: None,
        cells: vec![(totals.placements - known).to_string()],
    };
    let table =
        table(maker, "say_after_caption", &["say_col_outcome", "say_col_records"], rows.chain([unknown]).collect());
    let values = [("known", known.to_string()), ("records", totals.placements.to_string())];
    let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
    section(maker, "what_came_after", "say_after_title", vec![words.fill("say_after_sentence", &values)], table)
}

fn served(maker: &Maker<'_>) -> ImpactSection {
    let words = maker.words();
    let published = maker.published;
    let mapped = published.interns.iter().filter(|intern| !intern.sdgs.is_empty()).count();
    let rows = published.goals.iter().map(|goal| RowView {
        heading: goals::title(maker, goal.number),
        href: Some(maker.href(&Target::Facet(Facet::Goal(goal.number), 1))),
        cells: vec![words.fill("say_n_of", &[("n", &goal.interns.len().to_string()), ("all", &mapped.to_string())])],
    });
    let table = table(maker, "say_goals_caption", &["say_col_goal", "say_col_stories"], rows.collect());
    let values = [("mapped", mapped.to_string()), ("profiles", published.interns.len().to_string())];
    let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
    section(maker, "which_goals", "say_goals_title", vec![words.fill("say_goals_sentence", &values)], table)
}
