//! Page kinds: which pages exist, and the view of each.
//!
//! A file per kind. A page is made from what is published and nothing else;
//! everything that several kinds need stands in [`maker`].

mod cards;
mod chrome;
mod cohorts;
mod data;
mod directory;
mod donors;
mod facets;
mod feeds;
mod figures;
mod goals;
mod home;
mod icons;
mod impact;
mod interns;
mod llms;
mod maker;
mod maps;
mod offices;
mod order;
mod origin;
mod paging;
mod pictures;
mod prose;
mod records;
mod recurring;
mod rules;
mod search;
mod security;
mod statics;
mod structured;
mod wording;

use std::borrow::Cow;

use crate::consent::published::{PageIx, PersonIx, Published};
use crate::diagnostic::{Diagnostic, Place};
use crate::hash::Hash128;
use crate::route::{FacetKind, Target};
use crate::text::Span;
use crate::theme::{TemplateKind, Theme};
use crate::view::card::{DonorCardView, GoalCardView, OfficeCardView, SiteCardView, StoryCardView};
use crate::view::contract::{View, feed_bytes};
use crate::view::lists::{
    CohortView, CohortsView, DonorView, DonorsView, FacetView, FacetsView, GoalView, GoalsView, InternsView,
    OfficeView, OfficesView,
};
use crate::view::profile::{ProfileView, UpdateView};
use crate::view::statics::{ImpactView, NotFoundView, SearchView, SectionView, StaticView};
use crate::view::{ChromeView, HomeView, InternCard};

pub use cards::{Card, Cards, Drawing, cards, drawing};
pub use data::{FIGURES, FOLDER as DATA_FOLDER};
pub use directory::{Directory, directory};
pub use feeds::{ATOM, Feeds, JSON_FEED, channels};
pub use icons::{IconSource, WEB_MANIFEST, icon_source, is_given, web_manifest};
pub use llms::overview;
pub use maker::{Maker, ThemeFile, ThemeFiles};
pub use origin::{Origin, origin};
pub use pictures::{standings, standings_of};
pub use records::{RECORDS, SCHEMA, table_key, table_schema, with_table};
pub use rules::{is_gone, redirects, sitemap};
pub use search::{Search, ToSearch, search_file};
pub use security::security_problem;

/// Every template that a theme must have, and those that pages name
/// themselves, with the view that each reads.
pub fn template_kinds(published: &Published) -> Vec<TemplateKind> {
    let mut kinds = required_templates();
    kinds.retain(|kind| cards::wants(published, &kind.template));
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
        "search.html" SearchView,
        "page.html" StaticView,
        "section.html" SectionView,
        "404.html" NotFoundView,
        "410.html" NotFoundView,
        "parts/head.html" ChromeView,
        "parts/foot.html" ChromeView,
        "parts/row.html" InternCard,
        "parts/card.html" InternCard,
        "cards/site.svg" SiteCardView,
        "cards/story.svg" StoryCardView,
        "cards/office.svg" OfficeCardView,
        "cards/donor.svg" DonorCardView,
        "cards/goal.svg" GoalCardView,
    ]
}

/// Every page, and whose it is where an author can change its address.
pub fn targets(published: &Published) -> Vec<(Target, Option<Place>)> {
    let single = [Target::Home, Target::Impact, Target::Search, Target::NotFound];
    let mut all: Vec<_> = single.into_iter().map(|target| (target, None)).collect();
    // Rules for hosts name one page for all that is gone.
    all.extend((published.edition.number == 0).then_some((Target::Gone, None)));
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

/// A site in a further language, with the theme that has its words.
#[derive(Debug)]
pub struct Version {
    /// What is public.
    pub published: Published,
    /// The theme.
    pub theme: Theme,
}

/// A page that is ready to be made: which template with which view.
pub struct Draft {
    /// Stands for all that the page follows from.
    pub key: Hash128,
    template: Cow<'static, str>,
    view: Box<dyn View>,
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Draft").field("key", &self.key).field("template", &self.template).finish_non_exhaustive()
    }
}

impl Draft {
    fn new(maker: &Maker<'_>, template: impl Into<Cow<'static, str>>, view: impl View + 'static) -> Self {
        let template = template.into();
        let mut key = Vec::with_capacity(2048);
        key.extend_from_slice(&maker.theme.digest().to_bytes());
        feed_bytes(template.as_bytes(), &mut key);
        view.feed(&mut key);
        Self { key: Hash128::of(&key), template, view: Box::new(view) }
    }

    /// The template that it is made with.
    pub fn template(&self) -> &str {
        &self.template
    }

    /// Makes the page.
    ///
    /// # Errors
    /// The template failed; the diagnostic says where.
    pub fn render(&self, maker: &Maker<'_>, page: &mut Vec<u8>) -> Result<(), Diagnostic> {
        maker.theme.render_to(&self.template, &self.view.context(maker), page)
    }
}

/// Gets a page ready; `None` where nothing is, which no plan asks for.
pub fn draft(maker: &Maker<'_>, target: &Target) -> Option<Draft> {
    Some(match target {
        Target::Home => Draft::new(maker, "home.html", home::view(maker)),
        Target::Interns(part) => Draft::new(maker, "interns.html", interns::list(maker, *part)),
        Target::Intern(person) => Draft::new(maker, "intern.html", interns::profile(maker, *person)?),
        Target::Update(person, place) => Draft::new(maker, "update.html", interns::update(maker, *person, *place)?),
        Target::Index(kind) => match kind {
            FacetKind::Offices => Draft::new(maker, "offices.html", offices::index(maker)),
            FacetKind::Cohorts => Draft::new(maker, "cohorts.html", cohorts::index(maker)),
            FacetKind::Donors => Draft::new(maker, "donors.html", donors::index(maker)),
            FacetKind::Goals => Draft::new(maker, "goals.html", goals::index(maker)),
            FacetKind::Levels | FacetKind::Schools => Draft::new(maker, "facets.html", facets::index(maker, *kind)),
        },
        Target::Facet(facet, part) => return facets::draft(maker, *facet, *part),
        Target::Impact => Draft::new(maker, "impact.html", impact::view(maker)),
        Target::Search => Draft::new(maker, "search.html", search::view(maker)),
        Target::Page(page) => {
            let (template, view) = statics::page(maker, *page)?;
            Draft::new(maker, template, view)
        }
        Target::Section(folder) => Draft::new(maker, "section.html", statics::section(maker, folder)),
        Target::NotFound => Draft::new(maker, "404.html", statics::not_found(maker)),
        Target::Gone => Draft::new(maker, "410.html", statics::gone(maker)),
    })
}

/// The place that an author can mend a page's address at.
fn owner_of_intern(published: &Published, person: PersonIx) -> Option<Place> {
    published.interns.get(person.0).map(|intern| Place::At(Span::start_of(intern.file)))
}

fn owner_of_page(published: &Published, page: PageIx) -> Option<Place> {
    published.pages.get(page.0).map(|page| Place::At(Span::start_of(page.file)))
}
