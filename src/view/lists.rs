//! Views of lists: interns, and the pages that gather interns by office,
//! cohort, donor, goal, level and school.

use super::contract::{Body, Open, Outline, Rendered, Shared, view};
use super::map::{Locator, MapView};
use super::profile::FacetGroup;
use super::{CountedLink, FigureView, GoalTile, LinkView, PageView, PictureView, SiteView};

view! {
    /// Where a list is cut, and its other parts.
    pub struct Pagination {
        /// This part, from 1.
        pub current: usize,
        /// How many parts there are.
        pub total: usize,
        /// The part before.
        pub previous: Option<String>,
        /// The part after.
        pub next: Option<String>,
        /// All parts that are linked, with gaps.
        pub pages: Vec<PageLink>,
    }

    /// A part of a cut list.
    pub struct PageLink {
        /// Its number; nothing for a gap.
        pub number: Option<usize>,
        /// Its address; nothing for a gap.
        pub href: Option<String>,
        /// Whether it is this part.
        pub current: bool,
    }

    /// The list of interns.
    pub struct InternsView {
        /// The site.
        pub site: Shared<SiteView>,
        /// The page.
        pub page: PageView,
        /// How many there are, in words.
        pub counted: String,
        /// Rendered rows, newest first.
        pub rows: Vec<Rendered>,
        /// Where the list is cut.
        pub pagination: Option<Pagination>,
        /// Ways to narrow it.
        pub facets: Shared<Vec<FacetGroup>>,
        /// Address of what the script searches; on the first part only, and only if the theme has a script.
        pub directory: Option<String>,
    }

    /// All offices.
    pub struct OfficesView {
        /// The site.
        pub site: Shared<SiteView>,
        /// The page.
        pub page: PageView,
        /// A map of them; none without an office.
        pub map: Option<MapView>,
        /// Offices by region.
        pub regions: Vec<RegionView>,
    }

    /// The offices of a region.
    pub struct RegionView {
        /// The region.
        pub title: String,
        /// Its offices.
        pub offices: Vec<OfficeCard>,
    }

    /// An office in a list.
    pub struct OfficeCard {
        /// Its address.
        pub href: String,
        /// City and country as UN style has them.
        pub label: String,
        /// Kind of office, in words.
        pub kind: Option<String>,
        /// Summary.
        pub summary: Option<String>,
        /// Interns there, in words.
        pub counted: String,
    }

    /// An office.
    pub struct OfficeView {
        /// The site.
        pub site: Shared<SiteView>,
        /// The page.
        pub page: PageView,
        /// City.
        pub city: String,
        /// Country or area, with its mark where a notice belongs to it.
        pub country: String,
        /// Region.
        pub region: String,
        /// Kind of office, in words.
        pub kind: Option<String>,
        /// Summary.
        pub summary: Option<String>,
        /// About the office.
        pub description: Body,
        /// Headings of the description.
        pub outline: Outline,
        /// Latitude and longitude in words, to city level.
        pub position: String,
        /// Where it is in the world.
        pub locator: Option<Shared<Locator>>,
        /// The office's own site.
        pub url: Option<String>,
        /// Goals that it works for.
        pub goals: Vec<Shared<GoalTile>>,
        /// Who was there, by cohort, the newest first; on the first part only.
        pub years: Vec<OfficeYear>,
        /// Years with an intern, each the link to its cohort.
        pub cohorts: Vec<LinkView>,
        /// Interns there, in words.
        pub counted: String,
        /// Rendered rows.
        pub rows: Vec<Rendered>,
        /// Where the list is cut.
        pub pagination: Option<Pagination>,
        /// `[extra]` of the record.
        pub extra: Open,
    }

    /// The interns of a cohort at an office.
    pub struct OfficeYear {
        /// The year.
        pub year: usize,
        /// The cohort.
        pub cohort: LinkView,
        /// How many they are, in words.
        pub counted: String,
        /// They, or as many as are named here; by the title of the story where there is no name.
        pub people: Vec<LinkView>,
        /// How many more there are, in words.
        pub more: Option<String>,
    }

    /// All cohorts.
    pub struct CohortsView {
        /// The site.
        pub site: Shared<SiteView>,
        /// The page.
        pub page: PageView,
        /// Cohorts, newest first.
        pub cohorts: Vec<CohortCard>,
    }

    /// A cohort in a list.
    pub struct CohortCard {
        /// Its address.
        pub href: String,
        /// Year.
        pub year: usize,
        /// Title.
        pub title: String,
        /// Summary.
        pub summary: Option<String>,
        /// What the programme declares, unknowns said as such.
        pub facts: Vec<FactView>,
        /// Profiles published here, in words.
        pub counted: String,
    }

    /// A cohort.
    pub struct CohortView {
        /// The site.
        pub site: Shared<SiteView>,
        /// The page.
        pub page: PageView,
        /// Year.
        pub year: usize,
        /// Summary.
        pub summary: Option<String>,
        /// About it.
        pub description: Body,
        /// Headings of the description.
        pub outline: Outline,
        /// What the programme declares, unknowns said as such.
        pub facts: Vec<FactView>,
        /// Where the figures come from.
        pub sources: Vec<SourceView>,
        /// Profiles published here, in words.
        pub counted: String,
        /// Rendered rows.
        pub rows: Vec<Rendered>,
        /// Where the list is cut.
        pub pagination: Option<Pagination>,
        /// `[extra]` of the record.
        pub extra: Open,
    }

    /// A label and what it says.
    pub struct FactView {
        /// Label.
        pub label: String,
        /// What it says.
        pub value: String,
    }

    /// A source of figures.
    pub struct SourceView {
        /// Title.
        pub title: String,
        /// Address.
        pub href: Option<String>,
    }

    /// All donors who may be named.
    pub struct DonorsView {
        /// The site.
        pub site: Shared<SiteView>,
        /// The page.
        pub page: PageView,
        /// What giving has made possible, as sentences.
        pub outcomes: Vec<FigureView>,
        /// Donors by tier.
        pub tiers: Vec<TierView>,
    }

    /// The donors of a tier.
    pub struct TierView {
        /// The tier.
        pub title: String,
        /// Its donors.
        pub donors: Vec<DonorCard>,
    }

    /// A donor in a list.
    pub struct DonorCard {
        /// Address.
        pub href: String,
        /// Exactly as agreed.
        pub name: String,
        /// Kind, in words.
        pub kind: String,
        /// Summary.
        pub summary: Option<String>,
        /// In memory or honour of whom, in words.
        pub tribute: Option<String>,
        /// The logo.
        pub logo: Option<PictureView>,
    }

    /// A donor.
    pub struct DonorView {
        /// The site.
        pub site: Shared<SiteView>,
        /// The page.
        pub page: PageView,
        /// Exactly as agreed.
        pub name: String,
        /// Kind, in words.
        pub kind: String,
        /// What the gift made possible, as sentences: from stories where both sides consent.
        pub figures: Vec<FigureView>,
        /// Where those interns worked.
        pub offices: Vec<Shared<LinkView>>,
        /// Goals that they served.
        pub goals: Vec<Shared<LinkView>>,
        /// Tier.
        pub tier: Option<String>,
        /// Years of giving, in words.
        pub years: Option<String>,
        /// What the gift is for.
        pub restricted_to: Option<String>,
        /// The amount, where it may be shown.
        pub amount: Option<String>,
        /// In memory or honour of whom, in words.
        pub tribute: Option<String>,
        /// Summary.
        pub summary: Option<String>,
        /// About the donor.
        pub description: Body,
        /// Headings of the description.
        pub outline: Outline,
        /// The donor's words.
        pub quote: Option<String>,
        /// The donor's own site.
        pub url: Option<String>,
        /// A photograph.
        pub photo: Option<PictureView>,
        /// The logo.
        pub logo: Option<PictureView>,
        /// Voices, in words.
        pub counted: String,
        /// Rendered rows of interns, where both sides consent.
        pub rows: Vec<Rendered>,
        /// Where the list is cut.
        pub pagination: Option<Pagination>,
        /// `[extra]` of the record.
        pub extra: Open,
    }

    /// The seventeen goals.
    pub struct GoalsView {
        /// The site.
        pub site: Shared<SiteView>,
        /// The page.
        pub page: PageView,
        /// Goals that the programme contributes to.
        pub goals: Vec<GoalCard>,
        /// All seventeen.
        pub tiles: Vec<Shared<GoalTile>>,
    }

    /// A goal in a list.
    pub struct GoalCard {
        /// The goal.
        pub goal: Shared<GoalTile>,
        /// What the programme contributes.
        pub contribution: Option<String>,
        /// Interns, in words.
        pub counted: String,
    }

    /// A goal.
    pub struct GoalView {
        /// The site.
        pub site: Shared<SiteView>,
        /// The page.
        pub page: PageView,
        /// The goal.
        pub goal: Shared<GoalTile>,
        /// What the programme contributes.
        pub contribution: Option<String>,
        /// Targets.
        pub targets: Vec<String>,
        /// More about it.
        pub description: Body,
        /// Headings of the description.
        pub outline: Outline,
        /// Offices that work for it.
        pub offices: Vec<Shared<LinkView>>,
        /// Interns, in words.
        pub counted: String,
        /// Rendered rows.
        pub rows: Vec<Rendered>,
        /// Where the list is cut.
        pub pagination: Option<Pagination>,
    }

    /// All levels, or all schools.
    pub struct FacetsView {
        /// The site.
        pub site: Shared<SiteView>,
        /// The page.
        pub page: PageView,
        /// What there is, with counts.
        pub links: Vec<CountedLink>,
    }

    /// The interns of a level or a school.
    pub struct FacetView {
        /// The site.
        pub site: Shared<SiteView>,
        /// The page.
        pub page: PageView,
        /// Interns, in words.
        pub counted: String,
        /// Rendered rows.
        pub rows: Vec<Rendered>,
        /// Where the list is cut.
        pub pagination: Option<Pagination>,
    }
}
