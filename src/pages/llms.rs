//! What `llms.txt` says of the site: what pages say, and in no more words.

use super::wording::{self, Notices};
use super::{Maker, facets};
use crate::consent::published::{PageIx, PersonIx, PublicIntern};
use crate::format::llms::{Entry, Overview};
use crate::language::foreign;
use crate::record::Text;
use crate::route::{Facet, FacetKind, Target};

/// What it says.
pub fn overview(maker: &Maker<'_>) -> Overview {
    let mut notices = Notices::default();
    let (words, config) = (maker.words(), maker.config());
    let mut sections = vec![("say_llms_pages", pages(maker, &mut notices))];
    sections.push(("say_interns_heading", stories(maker, &mut notices)));
    for kind in [FacetKind::Offices, FacetKind::Cohorts, FacetKind::Goals, FacetKind::Donors] {
        sections.push((facets::index_key(kind), gathered(maker, kind, &mut notices)));
    }
    let name = config.programme.name.value.as_str();
    let programme = match &config.programme.partner {
        Some(partner) => words.fill("say_llms_partner", &[("programme", name), ("partner", &partner.value)]),
        None => name.to_owned(),
    };
    let samples = maker.published.interns.iter().any(|intern| intern.sample);
    let samples = samples.then(|| words.get("say_llms_samples").to_owned());
    let kosovo = notices.kosovo.then(|| wording::kosovo(maker.words()));
    Overview {
        title: config.title.clone(),
        description: config.description.as_ref().map(|text| text.value.clone()),
        notes: std::iter::once(programme).chain(samples).chain(kosovo).collect(),
        sections: sections.into_iter().map(|(key, entries)| (words.get(key).to_owned(), entries)).collect(),
    }
}

fn pages(maker: &Maker<'_>, notices: &mut Notices) -> Vec<Entry> {
    let impact = Entry {
        title: maker.words().get("say_impact_heading").to_owned(),
        url: maker.routes.absolute(&Target::Impact),
        summary: None,
    };
    let pages = maker.published.pages.iter().enumerate().map(|(index, page)| Entry {
        title: wording::marked(&page.title.value, notices),
        url: maker.routes.absolute(&Target::Page(PageIx(index))),
        summary: said(page.summary.as_ref(), notices),
    });
    std::iter::once(impact).chain(pages).collect()
}

/// As many as a feed has.
fn stories(maker: &Maker<'_>, notices: &mut Notices) -> Vec<Entry> {
    let newest = maker.published.interns.iter().enumerate().take(maker.config().feeds.entries);
    let newest = newest.map(|(index, intern)| (index, intern.as_ref()));
    let entry = |(index, intern): (usize, &PublicIntern)| Entry {
        title: wording::marked(&intern.title.value, notices),
        url: maker.routes.absolute(&Target::Intern(PersonIx(index))),
        summary: said(Some(&intern.summary), notices).map(|summary| match intern.sample {
            true => format!("{summary} {}", maker.words().get("say_feed_sample")),
            false => summary,
        }),
    };
    newest.map(entry).collect()
}

fn gathered(maker: &Maker<'_>, kind: FacetKind, notices: &mut Notices) -> Vec<Entry> {
    let published = maker.published;
    let facets = facets::all(published, kind).into_iter();
    facets
        .map(|facet| {
            let summary = match facet {
                Facet::Office(ix) => published.offices.get(ix.0).and_then(|office| office.summary.as_ref()),
                Facet::Cohort(ix) => published.cohorts.get(ix.0).and_then(|cohort| cohort.summary.as_ref()),
                Facet::Donor(ix) => published.donors.get(ix.0).and_then(|donor| donor.summary.as_ref()),
                Facet::Goal(number) => {
                    let goal = published.goals.iter().find(|goal| goal.number == number);
                    goal.and_then(|goal| goal.contribution.as_ref())
                }
                Facet::Level(_) | Facet::School(_) => None,
            };
            Entry {
                title: foreign::plain(&facets::title(maker, facet, notices)).into_owned(),
                url: maker.routes.absolute(&Target::Facet(facet, 1)),
                summary: said(summary, notices),
            }
        })
        .collect()
}

fn said(text: Option<&Text>, notices: &mut Notices) -> Option<String> {
    text.map(|text| wording::marked(&text.value, notices))
}
