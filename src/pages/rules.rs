//! What is told to hosts and search engines: redirects, what is gone, the
//! sitemap.

use jiff::civil::Date;

use super::{Maker, feeds};
use crate::consent::published::{PublicIntern, PublicTo, Published};
use crate::format::host::Rule;
use crate::format::sitemap::Location;
use crate::path::Url;
use crate::route::{Facet, Routes, Target};

/// Rules for aliases and for people whose pages are gone.
pub fn redirects(published: &Published) -> Vec<Rule> {
    let routes = Routes::new(published);
    let mut rules: Vec<Rule> = Vec::new();
    for (alias, to) in aliases(published) {
        let Some(from) = Url::new(alias) else { continue };
        let Some(target) = routes.target(&to) else { continue };
        rules.push(Rule::Moved { from: routes.link(&from), to: routes.href(&target) });
    }
    rules.sort();
    let page = routes.href(&Target::Gone);
    for id in &published.gone {
        if let Some(folder) = Url::new(&format!("/interns/{id}/")) {
            rules.push(Rule::Gone { folder: routes.link(&folder), page: page.clone() });
        }
    }
    rules
}

/// Every alias with the page that it stands for.
pub(super) fn aliases(published: &Published) -> impl Iterator<Item = (&str, PublicTo)> {
    let interns = published.interns.iter().enumerate().flat_map(|(index, intern)| {
        let to = PublicTo::Intern(crate::consent::published::PersonIx(index));
        intern.aliases.iter().map(move |alias| (alias.value.as_str(), to.clone()))
    });
    let pages = published.pages.iter().enumerate().flat_map(|(index, page)| {
        let to = PublicTo::Page(crate::consent::published::PageIx(index));
        page.aliases.iter().map(move |alias| (alias.value.as_str(), to.clone()))
    });
    interns.chain(pages)
}

/// Whether an address belongs to a person whose pages are gone.
pub fn is_gone(published: &Published, url: &Url) -> bool {
    let mut parts = url.as_str().split('/').skip(1);
    parts.next() == Some("interns") && parts.next().is_some_and(|id| published.gone.iter().any(|gone| gone == id))
}

/// Every page that search engines should know, in every language.
pub fn sitemap(makers: &[Maker<'_>], targets: &[Target]) -> Vec<Location> {
    let mut locations = Vec::with_capacity(targets.len() * makers.len());
    let Some(first) = makers.first() else { return locations };
    let days = Days::of(first.published);
    for target in targets.iter().filter(|target| target.is_listed()) {
        let modified = modified(first, &days, target);
        let all = if makers.len() > 1 { first.alternates(target) } else { Vec::new() };
        locations.extend(makers.iter().map(|maker| Location {
            url: maker.routes.absolute(target),
            modified,
            languages: all.clone(),
        }));
    }
    locations.sort_unstable();
    locations
}

/// When stories last changed: all together, and those that a facet gathers.
#[derive(Default)]
struct Days {
    all: Option<Date>,
    offices: Vec<Option<Date>>,
    cohorts: Vec<Option<Date>>,
    donors: Vec<Option<Date>>,
    goals: [Option<Date>; 18],
}

impl Days {
    fn of(published: &Published) -> Self {
        let mut days = Self {
            offices: vec![None; published.offices.len()],
            cohorts: vec![None; published.cohorts.len()],
            donors: vec![None; published.donors.len()],
            ..Self::default()
        };
        for intern in &published.interns {
            let day = told(published, intern);
            let Self { all, offices, cohorts, donors, goals } = &mut days;
            for slot in [Some(all), offices.get_mut(intern.office.0), cohorts.get_mut(intern.cohort.0)] {
                later(slot, day);
            }
            intern.donors.iter().for_each(|donor| later(donors.get_mut(donor.0), day));
            intern.sdgs.iter().for_each(|mapping| later(goals.get_mut(usize::from(mapping.goal)), day));
        }
        days
    }

    fn facet(&self, facet: Facet) -> Option<Date> {
        match facet {
            Facet::Office(ix) => *self.offices.get(ix.0)?,
            Facet::Cohort(ix) => *self.cohorts.get(ix.0)?,
            Facet::Donor(ix) => *self.donors.get(ix.0)?,
            Facet::Goal(number) => *self.goals.get(usize::from(number))?,
            Facet::Level(_) | Facet::School(_) => None,
        }
    }
}

fn later(slot: Option<&mut Option<Date>>, day: Date) {
    if let Some(slot) = slot {
        *slot = (*slot).max(Some(day));
    }
}

/// The day of the last change of what a person tells, later stories included.
fn told(published: &Published, intern: &PublicIntern) -> Date {
    let stories = intern.updates.iter().map(|update| update.published);
    stories.max().unwrap_or(intern.published).max(feeds::changed(published, intern))
}

/// The day that the content of a page last changed on, where content has a day;
/// never that of the build. A list is as new as its newest story. Later parts
/// of a list move with every story, so nothing is said of them.
fn modified(maker: &Maker<'_>, days: &Days, target: &Target) -> Option<Date> {
    match target {
        Target::Intern(person) => maker.intern(*person).map(|intern| told(maker.published, intern)),
        Target::Update(person, place) => Some(maker.intern(*person)?.updates.get(*place)?.published),
        Target::Page(page) => maker.published.pages.get(page.0)?.published,
        Target::Home | Target::Interns(1) => days.all,
        Target::Facet(facet, 1) => days.facet(*facet),
        Target::Interns(_)
        | Target::Index(_)
        | Target::Facet(..)
        | Target::Impact
        | Target::Search
        | Target::Section(_)
        | Target::NotFound
        | Target::Gone => None,
    }
}
