//! Donors who may be named: outcomes first, then who gave.

use std::collections::BTreeSet;

use super::facets::{Gathered, describe, gather, titled};
use super::maker::About;
use super::wording::{self, Notices};
use super::{Maker, figures, order, prose};
use crate::asset::picture::Spot;
use crate::consent::published::{DonorIx, OfficeIx, ProseIx, PublicDonor};
use crate::route::{Facet, FacetKind, Target};
use crate::view::LinkView;
use crate::view::contract::{Open, Shared};
use crate::view::lists::{DonorCard, DonorView, DonorsView, TierView};

pub(super) fn index(maker: &Maker<'_>) -> DonorsView {
    let mut notices = Notices::default();
    let outcomes = figures::programme(maker);
    let tiers = tiers(maker, &mut notices);
    let target = Target::Index(FacetKind::Donors);
    let heading = maker.words().get("say_donors_heading").to_owned();
    let description = Some(describe(maker, &heading));
    let about = About { target: &target, kind: "donors", heading, description, trail: Vec::new(), notices };
    DonorsView { site: maker.site.clone(), page: maker.page(about), outcomes, tiers }
}

pub(super) fn one(maker: &Maker<'_>, ix: DonorIx, part: usize) -> Option<DonorView> {
    let mut notices = Notices::default();
    let words = maker.words();
    let donor = maker.published.donors.get(ix.0)?;
    let facet = Facet::Donor(ix);
    let Gathered { counted, rows, pagination } = gather(maker, facet, part, &mut notices);
    let (heading, trail) = titled(maker, facet, part, donor.name.value.clone());
    let mut text = |text: Option<&crate::record::Text>| text.map(|text| wording::told(text, &mut notices));
    let summary = text(donor.summary.as_ref());
    let restricted_to = text(donor.restricted_to.as_ref());
    let quote = text(donor.quote.as_ref());
    let amount = text(donor.amount.as_ref());
    let (description, outline) = prose::body(maker, ProseIx::Donor(ix), &mut notices);
    let tier = donor.tier.as_ref().map(|tier| tier_title(maker, tier, &mut notices));
    let photo = maker.picture(donor.photo.as_ref(), Spot::Photo, &mut notices);
    let logo = maker.picture(donor.logo.as_ref(), Spot::Logo, &mut notices);
    // Later parts of a long list hold the rest of the list.
    let figures = if part == 1 { figures::of_people(maker, &donor.interns, "people_title") } else { Vec::new() };
    let (offices, goals) = if part == 1 { reached(maker, donor, &mut notices) } else { (Vec::new(), Vec::new()) };
    let target = Target::Facet(facet, part);
    let described = if part == 1 { summary.clone() } else { None }.unwrap_or_else(|| describe(maker, &heading));
    let about = About { target: &target, kind: "donor", heading, description: Some(described), trail, notices };
    Some(DonorView {
        site: maker.site.clone(),
        page: maker.page(about),
        name: donor.name.value.clone(),
        kind: wording::donor_kind(words, donor.kind),
        figures,
        offices,
        goals,
        tier,
        years: years(maker, donor),
        restricted_to,
        amount,
        tribute: tribute(maker, donor),
        summary,
        description,
        outline,
        quote,
        url: donor.url.clone(),
        photo,
        logo,
        counted,
        rows,
        pagination,
        extra: Open(donor.extra.clone()),
    })
}

/// Where the interns of public pairings were, and which goals they served.
fn reached(
    maker: &Maker<'_>,
    donor: &PublicDonor,
    notices: &mut Notices,
) -> (Vec<Shared<LinkView>>, Vec<Shared<LinkView>>) {
    let interns: Vec<_> = donor.interns.iter().filter_map(|person| maker.intern(*person)).collect();
    let mut offices: Vec<OfficeIx> = interns.iter().map(|intern| intern.office).collect();
    offices.sort_unstable_by_key(|office| maker.recurring.rank(*office));
    offices.dedup();
    let offices = offices.into_iter().filter_map(|office| maker.recurring.place(office, notices));
    let offices = offices.map(|office| office.link.clone()).collect();
    let goals: BTreeSet<u8> = interns.iter().flat_map(|intern| &intern.sdgs).map(|mapping| mapping.goal).collect();
    notices.goals |= !goals.is_empty();
    (offices, goals.into_iter().filter_map(|number| maker.recurring.goal(number)).collect())
}

/// Donors in the order of what they are sorted by.
pub(super) fn sorted(maker: &Maker<'_>) -> Vec<DonorIx> {
    let mut all: Vec<DonorIx> = (0..maker.published.donors.len()).map(DonorIx).collect();
    let key = |ix: &DonorIx| {
        let donor = maker.published.donors.get(ix.0)?;
        let name = donor.sort_key.as_ref().unwrap_or(&donor.name.value).to_lowercase();
        Some((order::key(&name, maker.words().language()), donor.id.as_str()))
    };
    all.sort_by_cached_key(key);
    all
}

fn tiers(maker: &Maker<'_>, notices: &mut Notices) -> Vec<TierView> {
    let listed = &maker.config().tiers;
    // A tier that site.toml does not list comes last, by name; donors without
    // one come after all.
    let place = |tier: Option<&String>| match tier {
        Some(tier) => (listed.iter().position(|(id, _)| id == tier).unwrap_or(listed.len()), tier.clone()),
        None => (listed.len() + 1, String::new()),
    };
    let mut tiers: Vec<((usize, String), TierView)> = Vec::new();
    for ix in sorted(maker) {
        let Some(donor) = maker.published.donors.get(ix.0) else { continue };
        let key = place(donor.tier.as_ref());
        let card = card(maker, ix, donor, notices);
        match tiers.iter_mut().find(|(other, _)| *other == key) {
            Some((_, tier)) => tier.donors.push(card),
            None => {
                let title = donor.tier.as_ref().map(|tier| tier_title(maker, tier, notices));
                let title = title.unwrap_or_else(|| maker.words().get("say_tier_none").to_owned());
                tiers.push((key, TierView { title, donors: vec![card] }));
            }
        }
    }
    tiers.sort_by(|(a, _), (b, _)| a.cmp(b));
    tiers.into_iter().map(|(_, tier)| tier).collect()
}

fn tier_title(maker: &Maker<'_>, tier: &str, notices: &mut Notices) -> String {
    let listed = maker.config().tiers.iter().find(|(id, _)| id == tier);
    match listed {
        Some((_, title)) => wording::told(title, notices),
        None => wording::marked(tier, notices),
    }
}

fn card(maker: &Maker<'_>, ix: DonorIx, donor: &PublicDonor, notices: &mut Notices) -> DonorCard {
    DonorCard {
        href: maker.href(&Target::Facet(Facet::Donor(ix), 1)),
        name: donor.name.value.clone(),
        kind: wording::donor_kind(maker.words(), donor.kind),
        summary: donor.summary.as_ref().map(|text| wording::told(text, notices)),
        tribute: tribute(maker, donor),
        logo: maker.picture(donor.logo.as_ref(), Spot::Logo, notices),
    }
}

/// In memory or honour of whom; the honoree first, as is the custom.
fn tribute(maker: &Maker<'_>, donor: &PublicDonor) -> Option<String> {
    let tribute = donor.tribute.as_ref()?;
    let key = if tribute.memory { "say_in_memory" } else { "say_in_honour" };
    Some(maker.words().fill(key, &[("name", &tribute.honoree.value)]))
}

fn years(maker: &Maker<'_>, donor: &PublicDonor) -> Option<String> {
    if let Some(since) = donor.since {
        return Some(maker.words().fill("say_since", &[("year", &since.to_string())]));
    }
    let mut years = donor.years.clone();
    years.sort_unstable();
    years.dedup();
    let listed: Vec<String> = years.iter().map(i64::to_string).collect();
    (!listed.is_empty()).then(|| listed.join(maker.words().get("say_comma")))
}
