//! Offices: the index by region, and each office.

use std::collections::BTreeMap;

use super::facets::{Gathered, describe, gather, titled};
use super::maker::About;
use super::wording::{self, Notices};
use super::{Maker, maps, order, prose};
use crate::consent::published::{CohortIx, OfficeIx, PersonIx, ProseIx, PublicOffice};
use crate::route::{Facet, FacetKind, Target};
use crate::view::LinkView;
use crate::view::contract::Open;
use crate::view::lists::{OfficeCard, OfficeView, OfficeYear, OfficesView, RegionView};

/// So many interns of a cohort are named on the page of an office.
const NAMED: usize = 12;

pub(super) fn index(maker: &Maker<'_>) -> OfficesView {
    let mut notices = Notices::default();
    let language = maker.words().language();
    let mut regions: BTreeMap<order::Key, RegionView> = BTreeMap::new();
    for ix in by_place(maker) {
        if let Some(office) = maker.published.offices.get(ix.0) {
            let card = card(maker, ix, office, &mut notices);
            let title = office.country.sub_region;
            let region = || RegionView { title: title.to_owned(), offices: Vec::new() };
            regions.entry(order::key(title, language)).or_insert_with(region).offices.push(card);
        }
    }
    let map = maps::view(maker, &mut notices);
    let target = Target::Index(FacetKind::Offices);
    let heading = maker.words().get("say_offices_heading").to_owned();
    let description = Some(describe(maker, &heading));
    let about = About { target: &target, kind: "offices", heading, description, trail: Vec::new(), notices };
    OfficesView { site: maker.site.clone(), page: maker.page(about), map, regions: regions.into_values().collect() }
}

pub(super) fn one(maker: &Maker<'_>, ix: OfficeIx, part: usize) -> Option<OfficeView> {
    let mut notices = Notices::default();
    let office = maker.published.offices.get(ix.0)?;
    let words = maker.words();
    let facet = Facet::Office(ix);
    let Gathered { counted, rows, pagination } = gather(maker, facet, part, &mut notices);
    let (heading, trail) = titled(maker, facet, part, wording::place(office, &mut notices));
    let summary = office.summary.as_ref().map(|text| wording::told(text, &mut notices));
    let (description, outline) = prose::body(maker, ProseIx::Office(ix), &mut notices);
    let mut cohorts: Vec<_> = office.interns.iter().filter_map(|p| maker.intern(*p)).map(|i| i.cohort).collect();
    cohorts.sort();
    cohorts.dedup();
    let cohorts = cohorts.into_iter().rev().filter_map(|ix| {
        let cohort = maker.published.cohorts.get(ix.0)?;
        let title = super::cohorts::title(cohort, &mut notices);
        Some(LinkView { title, href: maker.href(&Target::Facet(Facet::Cohort(ix), 1)) })
    });
    let cohorts = cohorts.collect();
    let years = if part == 1 { years(maker, office, &mut notices) } else { Vec::new() };
    let locator = maker.locator(ix, &mut notices);
    let mut numbers: Vec<u8> = office.sdgs.iter().map(|mapping| mapping.goal).collect();
    numbers.dedup();
    let city = wording::marked(&office.name.value, &mut notices);
    let country = wording::country(office, &mut notices);
    let target = Target::Facet(facet, part);
    let described = if part == 1 { summary.clone() } else { None }.unwrap_or_else(|| describe(maker, &heading));
    let about = About { target: &target, kind: "office", heading, description: Some(described), trail, notices };
    Some(OfficeView {
        site: maker.site.clone(),
        page: maker.page(about),
        city,
        country,
        region: office.country.sub_region.to_owned(),
        kind: office.kind.map(|kind| wording::office_kind(words, kind)),
        summary,
        description,
        outline,
        position: position(maker, office),
        locator,
        url: office.url.clone(),
        goals: numbers.into_iter().map(|number| maker.tile(number)).collect(),
        years,
        cohorts,
        counted,
        rows,
        pagination,
        extra: Open(office.extra.clone()),
    })
}

/// Offices by region, then by city.
pub(super) fn by_place(maker: &Maker<'_>) -> Vec<OfficeIx> {
    let mut all: Vec<OfficeIx> = (0..maker.published.offices.len()).map(OfficeIx).collect();
    let language = maker.words().language();
    let key = |ix: &OfficeIx| {
        let office = maker.published.offices.get(ix.0)?;
        let region = order::key(office.country.sub_region, language);
        Some((region, order::key(&office.name.value, language), office.id.as_str()))
    };
    all.sort_by_cached_key(key);
    all
}

fn card(maker: &Maker<'_>, ix: OfficeIx, office: &PublicOffice, notices: &mut Notices) -> OfficeCard {
    OfficeCard {
        href: maker.href(&Target::Facet(Facet::Office(ix), 1)),
        label: wording::place(office, notices),
        kind: office.kind.map(|kind| wording::office_kind(maker.words(), kind)),
        summary: office.summary.as_ref().map(|text| wording::told(text, notices)),
        counted: maker.counted(office.interns.len()),
    }
}

/// Who was there, cohort by cohort, the newest first.
fn years(maker: &Maker<'_>, office: &PublicOffice, notices: &mut Notices) -> Vec<OfficeYear> {
    let mut cohorts: BTreeMap<CohortIx, Vec<PersonIx>> = BTreeMap::new();
    for person in &office.interns {
        if let Some(intern) = maker.intern(*person) {
            cohorts.entry(intern.cohort).or_default().push(*person);
        }
    }
    let mut years = Vec::with_capacity(cohorts.len());
    for (ix, people) in cohorts.into_iter().rev() {
        let Some(cohort) = maker.published.cohorts.get(ix.0) else { continue };
        let title = super::cohorts::title(cohort, notices);
        let more = people.len().saturating_sub(NAMED);
        let named = people.iter().take(NAMED).filter_map(|person| person_link(maker, *person, notices));
        years.push(OfficeYear {
            year: usize::try_from(cohort.year).unwrap_or_default(),
            cohort: LinkView { title, href: maker.href(&Target::Facet(Facet::Cohort(ix), 1)) },
            counted: maker.counted(people.len()),
            people: named.collect(),
            more: (more > 0).then(|| maker.words().count("say_more", more)),
        });
    }
    years
}

/// By name, or where there is none by the title of the story: several links of
/// the same words could not be told apart.
fn person_link(maker: &Maker<'_>, person: PersonIx, notices: &mut Notices) -> Option<LinkView> {
    let intern = maker.intern(person)?;
    let (name, named) = wording::person(maker.words(), intern);
    let title = if named { name } else { wording::told(&intern.title, notices) };
    Some(LinkView { title, href: maker.href(&Target::Intern(person)) })
}

/// To city level: a tenth of a degree is about eleven kilometres.
fn position(maker: &Maker<'_>, office: &PublicOffice) -> String {
    let words = maker.words();
    let (north, east) = (office.latitude >= 0.0, office.longitude >= 0.0);
    let degrees = |value: f64| format!("{:.1}°", value.abs()).replace('.', words.get("say_decimal_mark"));
    let latitude = words.get(if north { "say_north" } else { "say_south" });
    let longitude = words.get(if east { "say_east" } else { "say_west" });
    let values = [
        ("latitude", &*degrees(office.latitude)),
        ("longitude", &*degrees(office.longitude)),
        ("north", latitude),
        ("east", longitude),
    ];
    words.fill("say_position", &values)
}
