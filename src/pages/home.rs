//! The home page: one story up front, then what earns its place below.

use super::maker::About;
use super::wording::Notices;
use super::{Maker, donors, facets, figures, maps, wording};
use crate::asset::picture::Spot;
use crate::consent::published::{PersonIx, Published};
use crate::route::{Facet, FacetKind, Target};
use crate::view::{HomeView, InternCard, LinkView};

/// Further voices below the lead story.
const VOICES: usize = 2;

pub(super) fn view(maker: &Maker<'_>) -> HomeView {
    let mut notices = Notices::default();
    let published = maker.published;
    let lead = lead(published);
    let voices: Vec<PersonIx> =
        (0..published.interns.len()).map(PersonIx).filter(|person| Some(*person) != lead).take(VOICES).collect();
    let lead = lead.and_then(|person| {
        let portrait = maker.intern(person).and_then(|intern| intern.portrait.as_ref());
        let portrait = maker.picture(portrait, Spot::Lead, &mut notices);
        Some(InternCard { portrait, ..maker.card(person, &mut notices)? })
    });
    let figures = figures::programme(maker);
    let as_of = maker.numbers().totals.as_of.map(|date| {
        let words = maker.words();
        words.fill("say_as_of", &[("month", &wording::month(words, date))])
    });
    let map = maps::strip(maker, &mut notices);
    let offices = facets::links(maker, FacetKind::Offices, &mut notices);
    let goals: Vec<_> =
        published.goals.iter().filter(|goal| goal.contribution.is_some()).map(|goal| maker.tile(goal.number)).collect();
    notices.goals |= !goals.is_empty();
    let donors = donors::sorted(maker).into_iter().filter_map(|ix| {
        let donor = published.donors.get(ix.0)?;
        Some(LinkView { title: donor.name.value.clone(), href: maker.href(&Target::Facet(Facet::Donor(ix), 1)) })
    });
    let take_part = published.pages.iter().position(|page| page.id == "take-part");
    let voices = maker.cards(&voices, &mut notices);
    let about = About {
        target: &Target::Home,
        kind: "home",
        heading: maker.config().title.clone(),
        description: None,
        trail: Vec::new(),
        notices,
    };
    HomeView {
        site: maker.site.clone(),
        page: maker.page(about),
        lead,
        figures,
        as_of,
        voices,
        map,
        offices,
        goals,
        donors: donors.collect(),
        interns: maker.href(&Target::Interns(1)),
        impact: maker.href(&Target::Impact),
        take_part: take_part.map(|index| maker.href(&Target::Page(crate::consent::published::PageIx(index)))),
    }
}

/// The newest featured story with a quote, else the newest featured, else the
/// newest with a quote, else the newest.
pub(super) fn lead(published: &Published) -> Option<PersonIx> {
    let find = |fits: &dyn Fn(&crate::consent::published::PublicIntern) -> bool| {
        published.interns.iter().position(|intern| fits(intern))
    };
    find(&|intern| intern.featured && intern.quote.is_some())
        .or_else(|| find(&|intern| intern.featured))
        .or_else(|| find(&|intern| intern.quote.is_some()))
        .or_else(|| find(&|_| true))
        .map(PersonIx)
}
