//! Page kinds: which pages exist, and the view of each.
//!
//! A file per kind. A page is made from what is published and nothing else;
//! everything that several kinds need stands in [`maker`].

mod cohorts;
mod donors;
mod facets;
mod feeds;
mod goals;
mod home;
mod impact;
mod interns;
mod maker;
mod offices;
mod paging;
mod prose;
mod rules;
mod statics;
mod wording;

use crate::consent::published::{PageIx, PersonIx, Published};
use crate::diagnostic::{Diagnostic, Place};
use crate::route::{FacetKind, Target};
use crate::text::Span;
use crate::theme::TemplateKind;
use crate::view::lists::{
    CohortView, CohortsView, DonorView, DonorsView, FacetView, FacetsView, GoalView, GoalsView, InternsView,
    OfficeView, OfficesView,
};
use crate::view::profile::{ProfileView, UpdateView};
use crate::view::statics::{ImpactView, NotFoundView, SectionView, StaticView};
use crate::view::{HomeView, InternCard};

pub use feeds::feed;
pub use maker::{Maker, ThemeFiles};
pub use rules::{is_gone, redirects, sitemap};

/// Every template that a theme must have, and those that pages name
/// themselves, with the view that each reads.
pub fn template_kinds(published: &Published) -> Vec<TemplateKind> {
    let mut kinds = required_templates();
    for template in published.pages.iter().filter_map(|page| page.template.as_ref()) {
        if kinds.iter().all(|kind| kind.template != template.value) {
            let asked_at = Some(Place::At(template.span));
            kinds.push(TemplateKind { template: template.value.clone().into(), view: StaticView::fields(), asked_at });
        }
    }
    kinds
}

/// Every template that a theme must have, with the view that it reads.
pub fn required_templates() -> Vec<TemplateKind> {
    macro_rules! kinds {
        ($($template:literal $view:ident,)+) => {
            vec![$(TemplateKind { template: $template.into(), view: $view::fields(), asked_at: None }),+]
        };
    }
    kinds![
        "home.html" HomeView,
        "interns.html" InternsView,
        "intern.html" ProfileView,
        "update.html" UpdateView,
        "offices.html" OfficesView,
        "office.html" OfficeView,
        "cohorts.html" CohortsView,
        "cohort.html" CohortView,
        "donors.html" DonorsView,
        "donor.html" DonorView,
        "goals.html" GoalsView,
        "goal.html" GoalView,
        "facets.html" FacetsView,
        "facet.html" FacetView,
        "impact.html" ImpactView,
        "page.html" StaticView,
        "section.html" SectionView,
        "404.html" NotFoundView,
        "parts/row.html" InternCard,
        "parts/card.html" InternCard,
    ]
}

/// Every page, and whose it is where an author can change its address.
pub fn targets(published: &Published) -> Vec<(Target, Option<Place>)> {
    let mut all = vec![(Target::Home, None), (Target::Impact, None), (Target::NotFound, None)];
    all.extend(interns::targets(published));
    all.extend(
        FacetKind::ALL
            .into_iter()
            .filter(|kind| facets::has_index(*kind, published))
            .map(|kind| (Target::Index(kind), None)),
    );
    all.extend(facets::targets(published).map(|target| (target, None)));
    all.extend(statics::targets(published));
    all
}

/// Makes a page.
///
/// # Errors
/// The template failed; the diagnostic says where.
pub fn render(maker: &Maker<'_>, target: &Target) -> Result<String, Diagnostic> {
    match target {
        Target::Home => maker.render("home.html", &home::view(maker).context()),
        Target::Interns(part) => maker.render("interns.html", &interns::list(maker, *part).context()),
        Target::Intern(person) => match interns::profile(maker, *person) {
            Some(view) => maker.render("intern.html", &view.context()),
            None => Ok(String::new()),
        },
        Target::Update(person, place) => match interns::update(maker, *person, *place) {
            Some(view) => maker.render("update.html", &view.context()),
            None => Ok(String::new()),
        },
        Target::Index(kind) => match kind {
            FacetKind::Offices => maker.render("offices.html", &offices::index(maker).context()),
            FacetKind::Cohorts => maker.render("cohorts.html", &cohorts::index(maker).context()),
            FacetKind::Donors => maker.render("donors.html", &donors::index(maker).context()),
            FacetKind::Goals => maker.render("goals.html", &goals::index(maker).context()),
            FacetKind::Levels | FacetKind::Schools => {
                maker.render("facets.html", &facets::index(maker, *kind).context())
            }
        },
        Target::Facet(facet, part) => facets::render(maker, *facet, *part),
        Target::Impact => maker.render("impact.html", &impact::view(maker).context()),
        Target::Page(page) => match statics::page(maker, *page) {
            Some((template, view)) => maker.render(&template, &view.context()),
            None => Ok(String::new()),
        },
        Target::Section(folder) => maker.render("section.html", &statics::section(maker, folder).context()),
        Target::NotFound => maker.render("404.html", &statics::not_found(maker).context()),
    }
}

/// The place that an author can mend a page's address at.
fn owner_of_intern(published: &Published, person: PersonIx) -> Option<Place> {
    published.interns.get(person.0).map(|intern| Place::At(Span::start_of(intern.file)))
}

fn owner_of_page(published: &Published, page: PageIx) -> Option<Place> {
    published.pages.get(page.0).map(|page| Place::At(Span::start_of(page.file)))
}
