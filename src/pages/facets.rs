//! Pages that gather interns: what all of them share, and those of levels and
//! schools.

use super::maker::About;
use super::wording::{self, Notices};
use super::{Draft, Maker, cohorts, donors, goals, offices, paging};
use crate::consent::published::{CohortIx, DonorIx, OfficeIx, PersonIx, Published};
use crate::route::{Facet, FacetKind, Target};
use crate::view::contract::{Rendered, Shared};
use crate::view::lists::{FacetView, FacetsView, Pagination};
use crate::view::{CountedLink, Crumb};

/// The part of a facet's page that every kind shows alike.
pub(super) struct Gathered {
    pub(super) counted: String,
    pub(super) rows: Vec<Rendered>,
    pub(super) pagination: Option<Pagination>,
}

/// Facets that have a page: all offices, cohorts, donors and goals, and the
/// levels and schools with an intern.
pub(super) fn all(published: &Published, kind: FacetKind) -> Vec<Facet> {
    match kind {
        FacetKind::Offices => (0..published.offices.len()).map(|n| Facet::Office(OfficeIx(n))).collect(),
        FacetKind::Cohorts => (0..published.cohorts.len()).map(|n| Facet::Cohort(CohortIx(n))).collect(),
        FacetKind::Donors => (0..published.donors.len()).map(|n| Facet::Donor(DonorIx(n))).collect(),
        FacetKind::Goals => published.goals.iter().map(|goal| Facet::Goal(goal.number)).collect(),
        FacetKind::Levels => published.levels.iter().map(|facet| Facet::Level(facet.level)).collect(),
        FacetKind::Schools => (0..published.schools.len()).map(Facet::School).collect(),
    }
}

/// Whether a kind has an index page: an empty list of schools has none.
pub(super) fn has_index(kind: FacetKind, published: &Published) -> bool {
    !matches!(kind, FacetKind::Levels | FacetKind::Schools) || !all(published, kind).is_empty()
}

pub(super) fn targets(published: &Published) -> impl Iterator<Item = Target> {
    FacetKind::ALL.into_iter().flat_map(|kind| all(published, kind)).flat_map(|facet| {
        let count = paging::parts(people(published, facet).len(), published.config.facet_per_page);
        (1..=count).map(move |part| Target::Facet(facet, part))
    })
}

/// The interns that a facet gathers, newest first.
pub(super) fn people(published: &Published, facet: Facet) -> &[PersonIx] {
    let list = match facet {
        Facet::Office(ix) => published.offices.get(ix.0).map(|office| &office.interns),
        Facet::Cohort(ix) => published.cohorts.get(ix.0).map(|cohort| &cohort.interns),
        Facet::Donor(ix) => published.donors.get(ix.0).map(|donor| &donor.interns),
        Facet::Goal(number) => published.goals.iter().find(|goal| goal.number == number).map(|goal| &goal.interns),
        Facet::Level(level) => published.levels.iter().find(|facet| facet.level == level).map(|facet| &facet.interns),
        Facet::School(ix) => published.schools.get(ix).map(|school| &school.interns),
    };
    list.map_or(&[], Vec::as_slice)
}

pub(super) fn draft(maker: &Maker<'_>, facet: Facet, part: usize) -> Option<Draft> {
    Some(match facet {
        Facet::Office(ix) => Draft::new(maker, "office.html", offices::one(maker, ix, part)?),
        Facet::Cohort(ix) => Draft::new(maker, "cohort.html", cohorts::one(maker, ix, part)?),
        Facet::Donor(ix) => Draft::new(maker, "donor.html", donors::one(maker, ix, part)?),
        Facet::Goal(number) => Draft::new(maker, "goal.html", goals::one(maker, number, part)?),
        Facet::Level(_) | Facet::School(_) => Draft::new(maker, "facet.html", one(maker, facet, part)),
    })
}

/// The interns of a part of a facet's page.
pub(super) fn gather(maker: &Maker<'_>, facet: Facet, part: usize, notices: &mut Notices) -> Gathered {
    let people = people(maker.published, facet);
    let per_page = maker.config().facet_per_page;
    let total = paging::parts(people.len(), per_page);
    Gathered {
        counted: maker.counted(people.len()),
        rows: maker.rows(paging::slice(people, per_page, part), notices),
        pagination: paging::pagination(maker, part, total, |part| Target::Facet(facet, part)),
    }
}

/// The heading of a part, and the way back to the first.
pub(super) fn titled(maker: &Maker<'_>, facet: Facet, part: usize, heading: String) -> (String, Vec<Shared<Crumb>>) {
    let index = maker.crumb(index_key(facet.kind()), &Target::Index(facet.kind()));
    if part <= 1 {
        return (heading, vec![index]);
    }
    let total = paging::parts(people(maker.published, facet).len(), maker.config().facet_per_page);
    let numbers = [("heading", heading.as_str()), ("page", &part.to_string()), ("pages", &total.to_string())];
    let numbered = maker.words().fill("say_part", &numbers);
    let first = Shared::new(Crumb { title: heading, href: Some(maker.href(&Target::Facet(facet, 1))) });
    (numbered, vec![index, first])
}

/// Links to every facet of a kind that has an intern, with counts.
pub(super) fn links(maker: &Maker<'_>, kind: FacetKind, notices: &mut Notices) -> Vec<CountedLink> {
    let facets = all(maker.published, kind).into_iter();
    facets
        .map(|facet| (facet, people(maker.published, facet).len()))
        .filter(|(_, count)| *count > 0)
        .map(|(facet, count)| CountedLink {
            title: title(maker, facet, notices),
            href: maker.href(&Target::Facet(facet, 1)),
            id: maker.routes.id(facet),
            count,
            counted: maker.counted(count),
        })
        .collect()
}

pub(super) fn index(maker: &Maker<'_>, kind: FacetKind) -> FacetsView {
    let mut notices = Notices::default();
    let links = links(maker, kind, &mut notices);
    let target = Target::Index(kind);
    let heading = maker.words().get(index_key(kind)).to_owned();
    let description = describe(maker, &heading);
    let about =
        About { target: &target, kind: "facets", heading, description: Some(description), trail: Vec::new(), notices };
    FacetsView { site: maker.site.clone(), page: maker.page(about), links }
}

/// The words at the head of a kind's index.
pub(super) fn index_key(kind: FacetKind) -> &'static str {
    match kind {
        FacetKind::Offices => "say_offices_heading",
        FacetKind::Cohorts => "say_cohorts_heading",
        FacetKind::Donors => "say_donors_heading",
        FacetKind::Goals => "say_goals_heading",
        FacetKind::Levels => "say_levels_heading",
        FacetKind::Schools => "say_schools_heading",
    }
}

/// A description for a page that has none of its own: the heading and whose
/// programme it is.
pub(super) fn describe(maker: &Maker<'_>, heading: &str) -> String {
    let values = [("heading", heading), ("programme", maker.config().programme.name.value.as_str())];
    maker.words().fill("say_page_description", &values)
}

fn one(maker: &Maker<'_>, facet: Facet, part: usize) -> FacetView {
    let mut notices = Notices::default();
    let Gathered { counted, rows, pagination } = gather(maker, facet, part, &mut notices);
    let name = title(maker, facet, &mut notices);
    let (heading, trail) = titled(maker, facet, part, name);
    let target = Target::Facet(facet, part);
    let description = Some(describe(maker, &heading));
    let about = About { target: &target, kind: "facet", heading, description, trail, notices };
    FacetView { site: maker.site.clone(), page: maker.page(about), counted, rows, pagination }
}

/// What a facet is called.
pub(super) fn title(maker: &Maker<'_>, facet: Facet, notices: &mut Notices) -> String {
    let published = maker.published;
    match facet {
        Facet::Office(ix) => maker.place(ix, notices),
        Facet::Cohort(ix) => {
            published.cohorts.get(ix.0).map(|cohort| cohorts::title(cohort, notices)).unwrap_or_default()
        }
        Facet::Donor(ix) => published.donors.get(ix.0).map(|donor| donor.name.value.clone()).unwrap_or_default(),
        Facet::Goal(number) => goals::title(maker, number),
        Facet::Level(level) => wording::level(maker.words(), level),
        Facet::School(ix) => {
            published.schools.get(ix).map(|school| wording::marked(&school.name, notices)).unwrap_or_default()
        }
    }
}
