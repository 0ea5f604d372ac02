//! Views that stand on many pages: places, cohorts, levels, donors, goals,
//! days, lengths. Each is made once; of days and locators, which are many, only
//! those that a page asks for.

use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::cohorts;
use super::order;
use super::wording::{self, Notices};
use crate::consent::published::{CohortIx, DonorIx, OfficeIx, PublicIntern, Published};
use crate::content::intern::Level;
use crate::reference::goals;
use crate::route::{Facet, Routes, Target};
use crate::theme::Words;
use crate::view::contract::Shared;
use crate::view::map::Locator;
use crate::view::{Crumb, DateView, GoalTile, LinkView};

/// The longest placement in half months: 366 days.
const MOST_HALF_MONTHS: u32 = 25;

/// The views.
#[derive(Debug)]
pub(super) struct Recurring {
    /// The first step of every way back.
    pub(super) home: Shared<Crumb>,
    /// The step to the list of interns.
    pub(super) interns: Shared<Crumb>,
    offices: Vec<Named>,
    locators: Vec<OnceLock<Option<Shared<Locator>>>>,
    cohorts: Vec<Named>,
    levels: [Named; 2],
    donors: Vec<Shared<LinkView>>,
    tiles: Vec<Shared<GoalTile>>,
    /// Each goal by its full title, by number.
    goals: Vec<Shared<LinkView>>,
    /// The place of each office among all in the order of their names.
    ranks: Vec<usize>,
    days: Days,
    months: Vec<Shared<String>>,
}

/// A place for each day from the first that a record names to the last.
#[derive(Debug)]
struct Days {
    first: Date,
    places: Vec<OnceLock<Shared<DateView>>>,
}

impl Days {
    /// Places are made for so many days at most, some fifty years: a slip in
    /// one year must not cost memory for a millennium.
    const MOST: usize = 20_000;

    fn of(published: &Published) -> Self {
        let own = |i: &Arc<PublicIntern>| [Some(i.start), i.end, Some(i.published), i.updated].into_iter().flatten();
        let both = |(first, last): (Date, Date), (a, b): (Date, Date)| (first.min(a), last.max(b));
        let today = || (published.date, published.date);
        let all = published.interns.par_iter().map(|intern| own(intern).map(|day| (day, day)).fold(today(), both));
        let (first, last) = all.reduce(today, both);
        let count = usize::try_from((last - first).get_days()).unwrap_or(0).saturating_add(1);
        Self { first, places: (0..count.min(Self::MOST)).map(|_| OnceLock::new()).collect() }
    }

    fn place(&self, date: Date) -> Option<&OnceLock<Shared<DateView>>> {
        self.places.get(usize::try_from((date - self.first).get_days()).ok()?)
    }
}

/// Something with a name and a page.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) label: Shared<String>,
    pub(super) link: Shared<LinkView>,
    notices: Notices,
}

impl Named {
    fn new(label: String, href: String, notices: Notices) -> Self {
        let text = Shared::new(label.clone());
        Self { label: text, link: Shared::new(LinkView { title: label, href }), notices }
    }

    fn noting(&self, notices: &mut Notices) -> &Self {
        notices.add(self.notices);
        self
    }
}

impl Recurring {
    pub(super) fn new(published: &Published, routes: &Routes<'_>, words: &Words) -> Self {
        let crumb = |key: &str, target| {
            Shared::new(Crumb { title: words.get(key).to_owned(), href: Some(routes.href(&target)) })
        };
        let facet = |facet: Facet| routes.href(&Target::Facet(facet, 1));
        let offices = published.offices.iter().enumerate().map(|(index, office)| {
            let mut notices = Notices::default();
            Named::new(wording::place(office, &mut notices), facet(Facet::Office(OfficeIx(index))), notices)
        });
        let cohorts = published.cohorts.iter().enumerate().map(|(index, cohort)| {
            let mut notices = Notices::default();
            Named::new(cohorts::title(cohort, &mut notices), facet(Facet::Cohort(CohortIx(index))), notices)
        });
        let donors = published.donors.iter().enumerate().map(|(index, donor)| {
            let href = facet(Facet::Donor(DonorIx(index)));
            Shared::new(LinkView { title: donor.name.value.clone(), href })
        });
        let level = |level| Named::new(wording::level(words, level), facet(Facet::Level(level)), Notices::default());
        let tile = |goal: &goals::Goal| {
            let has_page = published.goals.iter().any(|public| public.number == goal.number);
            Shared::new(GoalTile {
                number: usize::from(goal.number),
                title: goal.title_in(words.language()).to_owned(),
                href: has_page.then(|| facet(Facet::Goal(goal.number))),
            })
        };
        let goal = |goal: &goals::Goal| {
            let href = facet(Facet::Goal(goal.number));
            Shared::new(LinkView { title: super::goals::title_in(words, goal), href })
        };
        let offices: Vec<Named> = offices.collect();
        Self {
            home: crumb("say_home", Target::Home),
            interns: crumb("say_interns_heading", Target::Interns(1)),
            ranks: ranks(&offices, words.language()),
            offices,
            locators: published.offices.iter().map(|_| OnceLock::new()).collect(),
            cohorts: cohorts.collect(),
            levels: Level::ALL.map(level),
            donors: donors.collect(),
            tiles: goals::GOALS.iter().map(tile).collect(),
            goals: goals::GOALS.iter().map(goal).collect(),
            days: Days::of(published),
            months: (0..=MOST_HALF_MONTHS).map(|halves| Shared::new(wording::months(words, halves))).collect(),
        }
    }

    /// City and country of an office.
    pub(super) fn place(&self, office: OfficeIx, notices: &mut Notices) -> Option<&Named> {
        self.offices.get(office.0).map(|named| named.noting(notices))
    }

    /// Where an office stands in the order of names.
    pub(super) fn rank(&self, office: OfficeIx) -> usize {
        self.ranks.get(office.0).copied().unwrap_or(usize::MAX)
    }

    /// Where an office is, as `make` says it to whoever asks first; a page that
    /// shows it needs the notice.
    pub(super) fn locator(
        &self,
        office: OfficeIx,
        notices: &mut Notices,
        make: impl FnOnce() -> Option<Locator>,
    ) -> Option<Shared<Locator>> {
        let locator = self.locators.get(office.0)?.get_or_init(|| make().map(Shared::new)).clone();
        notices.map |= locator.is_some();
        locator
    }

    pub(super) fn cohort(&self, cohort: CohortIx, notices: &mut Notices) -> Option<&Named> {
        self.cohorts.get(cohort.0).map(|named| named.noting(notices))
    }

    pub(super) fn level(&self, level: Level) -> &Named {
        let [undergraduate, postgraduate] = &self.levels;
        match level {
            Level::Undergraduate => undergraduate,
            Level::Postgraduate => postgraduate,
        }
    }

    pub(super) fn donor(&self, donor: DonorIx) -> Option<Shared<LinkView>> {
        self.donors.get(donor.0).cloned()
    }

    /// A goal by its full title, whether or not it has a page.
    pub(super) fn goal(&self, number: u8) -> Option<Shared<LinkView>> {
        usize::from(number).checked_sub(1).and_then(|index| self.goals.get(index)).cloned()
    }

    pub(super) fn tile(&self, number: u8) -> Shared<GoalTile> {
        let tile = usize::from(number).checked_sub(1).and_then(|index| self.tiles.get(index));
        let unknown = || Shared::new(GoalTile { number: usize::from(number), title: String::new(), href: None });
        tile.cloned().unwrap_or_else(unknown)
    }

    pub(super) fn date(&self, words: &Words, date: Date) -> Shared<DateView> {
        let view = || Shared::new(wording::date(words, date));
        self.days.place(date).map_or_else(view, |place| place.get_or_init(view).clone())
    }

    pub(super) fn months(&self, words: &Words, halves: u32) -> Shared<String> {
        let known = usize::try_from(halves).ok().and_then(|index| self.months.get(index));
        known.cloned().unwrap_or_else(|| Shared::new(wording::months(words, halves)))
    }
}

/// The place of each in the order of names; of two that are called alike, the
/// first comes first.
fn ranks(named: &[Named], language: &str) -> Vec<usize> {
    let mut all: Vec<usize> = (0..named.len()).collect();
    all.sort_by_cached_key(|at| named.get(*at).map(|named| order::key(named.label.view(), language)));
    let mut ranks = vec![0; named.len()];
    for (rank, at) in all.into_iter().enumerate() {
        ranks.get_mut(at).into_iter().for_each(|place| *place = rank);
    }
    ranks
}
