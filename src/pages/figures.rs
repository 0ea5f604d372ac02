//! What is counted, once for all pages, and the figures as sentences.
//!
//! Unknown is never counted as none: a total over something unknown says "at
//! least". A part stands with its whole, and with a percentage only where the
//! whole is so large that one person is less than a few of them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::Maker;
use super::wording;
use crate::consent::published::{CohortIx, PersonIx, Published};
use crate::content::intern::{Level, OutcomeKind};
use crate::format::table::Amount;
use crate::reference::plurals::Count;
use crate::route::{Facet, FacetKind, Target};
use crate::view::FigureView;

/// Below this denominator there are no percentages: they would promise more
/// than so few people can tell, and could point at one of them.
const LEAST_FOR_PERCENT: usize = 23;

/// How many placements of a kind there are, and what is known of them.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    pub(super) placements: usize,
    undergraduate: usize,
    postgraduate: usize,
    /// Placements whose level may be told.
    levels_known: usize,
    half_months: u64,
    lengths_known: usize,
}

impl Tally {
    /// Months of these placements: a lower bound if one of them is open.
    pub(super) fn months(&self) -> Amount {
        Amount::halves(self.half_months, self.lengths_known == self.placements)
    }

    /// Placements of a level: a lower bound if some are counted at none.
    pub(super) fn of_level(&self, level: Level) -> Amount {
        let count = if level == Level::Undergraduate { self.undergraduate } else { self.postgraduate };
        Amount::count(count, self.levels_known == self.placements)
    }

    pub(super) fn plus(self, other: Self) -> Self {
        Self {
            placements: self.placements + other.placements,
            levels_known: self.levels_known + other.levels_known,
            undergraduate: self.undergraduate + other.undergraduate,
            postgraduate: self.postgraduate + other.postgraduate,
            half_months: self.half_months + other.half_months,
            lengths_known: self.lengths_known + other.lengths_known,
        }
    }
}

/// Everything that is counted.
#[derive(Debug)]
pub(super) struct Totals {
    pub(super) all: Tally,
    /// By cohort, as the cohorts stand in what is published.
    pub(super) cohorts: Vec<Tally>,
    /// By office, likewise.
    pub(super) offices: Vec<Tally>,
    /// Placements whose office may not be told.
    pub(super) elsewhere: Tally,
    pub(super) outcomes: BTreeMap<OutcomeKind, usize>,
    /// Placements whose outcome is known.
    pub(super) outcomes_known: usize,
    /// Stories that name a goal.
    pub(super) mapped: usize,
    /// Everybody who took part, on record or not.
    pub(super) interns: Amount,
    pub(super) locations: Amount,
    /// Months of everybody who took part.
    pub(super) months: Amount,
    /// Whether there are invented stories among what is counted.
    pub(super) samples: bool,
    /// The newest date in the data: what the figures go up to.
    pub(super) as_of: Option<Date>,
}

impl Totals {
    pub(super) fn of(published: &Published) -> Self {
        let mut cohorts = vec![Tally::default(); published.cohorts.len()];
        let mut offices = vec![Tally::default(); published.offices.len()];
        let (mut all, mut elsewhere) = (Tally::default(), Tally::default());
        let mut outcomes: BTreeMap<OutcomeKind, usize> = BTreeMap::new();
        for placement in &published.placements {
            let one = Tally {
                placements: 1,
                undergraduate: usize::from(placement.level == Some(Level::Undergraduate)),
                postgraduate: usize::from(placement.level == Some(Level::Postgraduate)),
                levels_known: usize::from(placement.level.is_some()),
                half_months: placement.half_months.map_or(0, u64::from),
                lengths_known: usize::from(placement.half_months.is_some()),
            };
            let office = match placement.office {
                Some(office) => offices.get_mut(office.0),
                None => Some(&mut elsewhere),
            };
            let places = [cohorts.get_mut(placement.cohort.0), office, Some(&mut all)];
            places.into_iter().flatten().for_each(|tally| *tally = tally.plus(one));
            if let Some(kind) = placement.outcome {
                *outcomes.entry(kind).or_default() += 1;
            }
        }
        let each = cohorts.iter().enumerate().map(|(index, tally)| interns(published, CohortIx(index), tally));
        let interns = each.fold(Amount::Exactly(0), Amount::plus);
        let everybody = interns == Amount::count(all.placements, true);
        Self {
            interns,
            locations: locations(published, &offices, everybody && elsewhere.placements == 0),
            months: Amount::halves(all.half_months, everybody && all.lengths_known == all.placements),
            outcomes_known: outcomes.values().sum(),
            mapped: published.interns.iter().filter(|intern| !intern.sdgs.is_empty()).count(),
            samples: published.interns.iter().any(|intern| intern.sample),
            as_of: as_of(published),
            all,
            cohorts,
            offices,
            elsewhere,
            outcomes,
        }
    }
}

/// Interns of a cohort: as declared, or at least those on record.
pub(super) fn interns(published: &Published, cohort: CohortIx, tally: &Tally) -> Amount {
    let declared = published.cohorts.get(cohort.0).and_then(|c| usize::try_from(c.declared.interns?).ok());
    match declared {
        Some(declared) if declared >= tally.placements => Amount::count(declared, true),
        _ => Amount::count(tally.placements, false),
    }
}

/// Locations repeat from year to year, so declared numbers cannot be added;
/// more in one year than are on record makes a lower bound.
fn locations(published: &Published, offices: &[Tally], everybody: bool) -> Amount {
    let on_record = offices.iter().filter(|tally| tally.placements > 0).count();
    let declared = published.cohorts.iter().filter_map(|c| usize::try_from(c.declared.locations?).ok()).max();
    match declared {
        Some(declared) if declared > on_record => Amount::count(declared, false),
        _ => Amount::count(on_record, everybody),
    }
}

fn as_of(published: &Published) -> Option<Date> {
    let stories = published.interns.iter().flat_map(|intern| {
        let updates = intern.updates.iter().map(|update| update.published);
        [Some(intern.published), intern.updated].into_iter().flatten().chain(updates)
    });
    stories.filter(|date| *date <= published.date).max()
}

/// A number in words: "12", "at least 6½", "not stated".
pub(super) fn amount(maker: &Maker<'_>, amount: Amount) -> String {
    said(maker, amount, "say_at_least")
}

/// A part of a whole: "3 of 12", from 23 on with a percentage.
pub(super) fn part(maker: &Maker<'_>, part: usize, whole: usize) -> String {
    let percent = (part * 200 + whole).checked_div(whole * 2).unwrap_or_default().to_string();
    let key = if whole < LEAST_FOR_PERCENT { "say_n_of" } else { "say_n_of_percent" };
    let words = maker.words();
    words.fill(key, &[("n", &words.number(part)), ("all", &words.number(whole)), ("percent", &percent)])
}

/// The same at the beginning of a sentence.
pub(super) fn begun(maker: &Maker<'_>, amount: Amount) -> String {
    said(maker, amount, "say_at_least_first")
}

fn said(maker: &Maker<'_>, amount: Amount, at_least: &str) -> String {
    let number = |halves: u64| wording::halves(maker.words(), halves);
    match amount {
        Amount::Unknown => maker.words().get("say_number_not_stated").to_owned(),
        Amount::Exactly(halves) => number(halves),
        Amount::AtLeast(halves) => maker.words().fill(at_least, &[("n", &number(halves))]),
    }
}

/// A sentence that begins with its number.
struct Sentence<'s> {
    /// Its words, in the forms that go with numbers.
    key: &'static str,
    number: String,
    count: Count,
    values: &'s [(&'s str, &'s str)],
    notes: Vec<String>,
    href: String,
}

impl Sentence<'_> {
    /// One with nothing in it but its number.
    fn plain(key: &'static str, number: String, count: Count, href: String) -> Self {
        Self { key, number, count, values: &[], notes: Vec::new(), href }
    }
}

fn sentence(maker: &Maker<'_>, as_of: Option<&str>, sentence: Sentence<'_>) -> FigureView {
    let Sentence { key, number, count, values, mut notes, href } = sentence;
    let words = maker.words();
    let mut all = vec![("n", number.as_str())];
    all.extend_from_slice(values);
    let text = words.count_with(key, count, &all);
    let rest = text.strip_prefix(&number).map(|rest| rest.trim_start().to_owned());
    notes.extend(as_of.map(|month| words.fill("say_as_of", &[("month", month)])));
    FigureView {
        title: text.clone(),
        number: if rest.is_some() { number } else { String::new() },
        rest: rest.unwrap_or(text),
        note: (!notes.is_empty()).then(|| notes.join(" ")),
        href,
    }
}

/// What decides the form of a word that goes with an amount.
fn several(amount: Amount) -> Count {
    Count::halves(amount.least().unwrap_or_default())
}

/// Sentences about lengths, for whoever they are counted.
fn lengths(maker: &Maker<'_>, known: usize, all: usize) -> Vec<String> {
    if known == all {
        return Vec::new();
    }
    let words = maker.words();
    vec![words.fill("say_lengths_known", &[("known", &words.number(known)), ("all", &words.number(all))])]
}

/// The figures of the programme, each leading to what it counts. What nothing
/// is known of is left out.
pub(super) fn programme(maker: &Maker<'_>) -> Vec<FigureView> {
    let (words, totals) = (maker.words(), &maker.numbers().totals);
    let month = totals.as_of.map(|date| wording::month(words, date));
    let section = |id: &str| format!("{}#{id}", maker.href(&Target::Impact));
    let cohorts = words.count("say_cohorts", totals.cohorts.len());
    let offices = totals.offices.iter().filter(|tally| tally.placements > 0).count();
    let locations = words.count("say_locations", offices);
    let (stories, partner) = (maker.published.interns.len(), totals.outcomes.get(&OutcomeKind::Partner));
    let mut sentences = Vec::new();
    if totals.interns.least().is_some_and(|least| least > 0) {
        let count = several(totals.interns);
        let values = &[("cohorts", cohorts.as_str())];
        let plain =
            Sentence::plain("say_figure_interns", begun(maker, totals.interns), count, section("who_took_part"));
        sentences.push(sentence(maker, month.as_deref(), Sentence { values, ..plain }));
    }
    if totals.months.least().is_some_and(|least| least > 0) {
        let notes = lengths(maker, totals.all.lengths_known, totals.all.placements);
        let values = &[("locations", locations.as_str())];
        let count = several(totals.months);
        let plain =
            Sentence::plain("say_figure_months", begun(maker, totals.months), count, section("where_they_worked"));
        sentences.push(sentence(maker, month.as_deref(), Sentence { values, notes, ..plain }));
    }
    if stories > 0 {
        let plain = Sentence::plain(
            "say_figure_stories",
            words.number(stories),
            Count::whole(stories),
            maker.href(&Target::Interns(1)),
        );
        sentences.push(sentence(maker, month.as_deref(), plain));
    }
    if let Some(partner) = partner {
        let number = part(maker, *partner, totals.outcomes_known);
        let plain = Sentence::plain("say_figure_partner", number, Count::whole(*partner), section("what_came_after"));
        sentences.push(sentence(maker, month.as_deref(), plain));
    }
    sentences
}

/// What the stories that are paired with a donor come to: pairings to which
/// both sides agreed, and nothing else.
pub(super) fn of_people(maker: &Maker<'_>, people: &[PersonIx], rows: &str) -> Vec<FigureView> {
    let (words, published) = (maker.words(), maker.published);
    let interns: Vec<_> = people.iter().filter_map(|person| maker.intern(*person)).collect();
    if interns.is_empty() {
        return Vec::new();
    }
    let as_of = interns.iter().flat_map(|intern| [Some(intern.published), intern.updated]).flatten().max();
    let month = as_of.map(|date| wording::month(words, date));
    let here = || format!("#{rows}");
    let count = interns.len();
    let mut figures = vec![sentence(
        maker,
        month.as_deref(),
        Sentence::plain("say_gift_interns", words.number(count), Count::whole(count), here()),
    )];
    let lengths_of: Vec<u64> = interns.iter().filter_map(|i| i.half_months).map(u64::from).collect();
    let months = Amount::halves(lengths_of.iter().sum(), lengths_of.len() == count);
    if months.least().is_some_and(|least| least > 0) {
        let notes = lengths(maker, lengths_of.len(), count);
        let number = begun(maker, months);
        let plain = Sentence::plain("say_gift_months", number, several(months), here());
        figures.push(sentence(maker, month.as_deref(), Sentence { notes, ..plain }));
    }
    let offices: BTreeSet<_> = interns.iter().map(|intern| intern.office).collect();
    let offices_at = maker.href(&Target::Index(FacetKind::Offices));
    // One office is a page of its own; several are a list.
    let to = match offices.iter().next() {
        Some(only) if offices.len() == 1 => maker.href(&Target::Facet(Facet::Office(*only), 1)),
        _ => offices_at,
    };
    figures.push(sentence(
        maker,
        month.as_deref(),
        Sentence::plain("say_gift_locations", words.number(offices.len()), Count::whole(offices.len()), to),
    ));
    let goals: BTreeSet<u8> = interns.iter().flat_map(|i| &i.sdgs).map(|mapping| mapping.goal).collect();
    if !goals.is_empty() && !published.goals.is_empty() {
        let to = maker.href(&Target::Index(FacetKind::Goals));
        figures.push(sentence(
            maker,
            month.as_deref(),
            Sentence::plain("say_gift_goals", words.number(goals.len()), Count::whole(goals.len()), to),
        ));
    }
    figures
}
