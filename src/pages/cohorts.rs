//! Cohorts: the index, and each year.

use super::facets::{Gathered, describe, gather, titled};
use super::maker::About;
use super::wording::{self, Notices};
use super::{Maker, prose};
use crate::consent::published::{CohortIx, ProseIx, PublicCohort};
use crate::language::foreign;
use crate::route::{Facet, FacetKind, Target};
use crate::view::contract::Open;
use crate::view::lists::{CohortCard, CohortView, CohortsView, FactView, SourceView};

/// A cohort's title, or its year, for what is no page.
pub(super) fn plain_title(cohort: &PublicCohort, notices: &mut Notices) -> String {
    foreign::plain(&title(cohort, notices)).into_owned()
}

/// A cohort's title, or its year.
pub(super) fn title(cohort: &PublicCohort, notices: &mut Notices) -> String {
    cohort.title.as_ref().map_or_else(|| cohort.year.to_string(), |title| wording::told(title, notices))
}

pub(super) fn index(maker: &Maker<'_>) -> CohortsView {
    let mut notices = Notices::default();
    let mut cohorts: Vec<_> = maker.published.cohorts.iter().enumerate().collect();
    cohorts.sort_by(|(_, a), (_, b)| b.year.cmp(&a.year).then(a.id.cmp(&b.id)));
    let cards = cohorts.into_iter().map(|(index, cohort)| CohortCard {
        href: maker.href(&Target::Facet(Facet::Cohort(CohortIx(index)), 1)),
        year: usize::try_from(cohort.year).unwrap_or_default(),
        title: title(cohort, &mut notices),
        facts: facts(maker, cohort),
        summary: cohort.summary.as_ref().map(|text| wording::told(text, &mut notices)),
        counted: maker.counted(cohort.interns.len()),
    });
    let cards = cards.collect();
    let target = Target::Index(FacetKind::Cohorts);
    let heading = maker.words().get("say_cohorts_heading").to_owned();
    let description = Some(describe(maker, &heading));
    let about = About { target: &target, kind: "cohorts", heading, description, trail: Vec::new(), notices };
    CohortsView { site: maker.site.clone(), page: maker.page(about), cohorts: cards }
}

pub(super) fn one(maker: &Maker<'_>, ix: CohortIx, part: usize) -> Option<CohortView> {
    let mut notices = Notices::default();
    let cohort = maker.published.cohorts.get(ix.0)?;
    let facet = Facet::Cohort(ix);
    let Gathered { counted, rows, pagination } = gather(maker, facet, part, &mut notices);
    let (heading, trail) = titled(maker, facet, part, title(cohort, &mut notices));
    let summary = cohort.summary.as_ref().map(|text| wording::told(text, &mut notices));
    let (description, outline) = prose::body(maker, ProseIx::Cohort(ix), &mut notices);
    let target = Target::Facet(facet, part);
    let described = if part == 1 { summary.clone() } else { None }.unwrap_or_else(|| describe(maker, &heading));
    let sources = cohort.sources.iter();
    let sources =
        sources.map(|s| SourceView { title: wording::told(&s.title, &mut notices), href: s.url.clone() }).collect();
    let about = About { target: &target, kind: "cohort", heading, description: Some(described), trail, notices };
    Some(CohortView {
        site: maker.site.clone(),
        page: maker.page(about),
        year: usize::try_from(cohort.year).unwrap_or_default(),
        summary,
        description,
        outline,
        facts: facts(maker, cohort),
        sources,
        counted,
        rows,
        pagination,
        extra: Open(cohort.extra.clone()),
    })
}

/// What the programme declares; what it does not is said to be unknown.
fn facts(maker: &Maker<'_>, cohort: &PublicCohort) -> Vec<FactView> {
    let words = maker.words();
    let unknown = || words.get("say_not_stated").to_owned();
    let declared = &cohort.declared;
    let number = |n: Option<i64>| n.map_or_else(unknown, |n| words.number(usize::try_from(n).unwrap_or_default()));
    let halves = |months: f64| wording::halves(words, (months * 2.0).round().clamp(0.0, 1000.0) as u64);
    let months = match (declared.months_min, declared.months_max) {
        (Some(least), Some(most)) if least < most => {
            words.fill("say_months_range", &[("least", &halves(least)), ("most", &halves(most))])
        }
        (Some(n), _) | (None, Some(n)) => wording::months(words, (n * 2.0).round().clamp(0.0, 1000.0) as u32),
        (None, None) => unknown(),
    };
    let fact = |key: &str, value: String| FactView { label: words.get(key).to_owned(), value };
    vec![
        fact("say_fact_interns", number(declared.interns)),
        fact("say_fact_locations", number(declared.locations)),
        fact("say_fact_months", months),
    ]
}
