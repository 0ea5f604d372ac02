//! Views of one person's pages: the profile and later stories.

use super::contract::{Body, Open, Outline, Rendered, Shared, view};
use super::map::Locator;
use super::{CountedLink, DateView, GoalTile, InternCard, LinkView, PageView, PictureView, SiteView};

view! {
    /// An intern's profile.
    pub struct ProfileView {
        /// The site.
        pub site: Shared<SiteView>,
        /// The page.
        pub page: PageView,
        /// The person.
        pub intern: InternView,
        /// Where the office is in the world.
        pub locator: Option<Shared<Locator>>,
        /// Later stories, oldest first.
        pub updates: Vec<UpdateCard>,
        /// Other interns: of the office, then the cohort, then the goals. Rendered cards.
        pub related: Vec<Rendered>,
        /// The next story.
        pub next: Option<LinkView>,
    }

    /// A person, as far as consent goes.
    pub struct InternView {
        /// The name, or neutral words where consent gives none.
        pub person: String,
        /// Whether `person` is a name.
        pub named: bool,
        /// Title of the story.
        pub title: String,
        /// Summary of the story.
        pub summary: String,
        /// The pull quote.
        pub quote: Option<String>,
        /// The portrait.
        pub portrait: Option<PictureView>,
        /// The story.
        pub story: Body,
        /// Headings of the story.
        pub outline: Outline,
        /// Minutes that reading takes.
        pub minutes: usize,
        /// The office: city and country as UN style has them.
        pub office: Shared<LinkView>,
        /// Team in the office.
        pub unit: Option<String>,
        /// The cohort.
        pub cohort: Shared<LinkView>,
        /// Course of study.
        pub course: String,
        /// Level of the course.
        pub level: Shared<LinkView>,
        /// School of the university.
        pub school: Option<Shared<LinkView>>,
        /// First day.
        pub start: Shared<DateView>,
        /// Last day.
        pub end: Option<Shared<DateView>>,
        /// Length in words: "6½ months".
        pub months: Option<Shared<String>>,
        /// Skills.
        pub skills: Vec<String>,
        /// Donors, where both sides consent.
        pub donors: Vec<Shared<LinkView>>,
        /// Goals and targets with their reasons.
        pub goals: Vec<MappingView>,
        /// What came after.
        pub outcome: Option<OutcomeView>,
        /// Day of publication.
        pub published: Shared<DateView>,
        /// Last change.
        pub updated: Option<Shared<DateView>>,
        /// `[extra]` of the record.
        pub extra: Open,
    }

    /// A goal that a placement served.
    pub struct MappingView {
        /// The goal.
        pub goal: Shared<GoalTile>,
        /// The target, such as 10.7.
        pub target: Option<String>,
        /// Why, in a sentence.
        pub why: Option<String>,
    }

    /// What came after a placement.
    pub struct OutcomeView {
        /// Kind, in words.
        pub kind: String,
        /// The role.
        pub role: Option<String>,
        /// Where.
        pub organisation: Option<String>,
        /// Since when.
        pub since: Option<Shared<DateView>>,
    }

    /// A later story in a list.
    pub struct UpdateCard {
        /// Its address.
        pub href: String,
        /// Its title.
        pub title: String,
        /// Its summary.
        pub summary: String,
        /// Day of publication.
        pub published: Shared<DateView>,
    }

    /// A later story.
    pub struct UpdateView {
        /// The site.
        pub site: Shared<SiteView>,
        /// The page.
        pub page: PageView,
        /// The person whose story it is.
        pub intern: InternCard,
        /// Summary.
        pub summary: String,
        /// The text.
        pub story: Body,
        /// Its headings.
        pub outline: Outline,
        /// Day of publication.
        pub published: Shared<DateView>,
        /// Other stories of the person.
        pub others: Vec<LinkView>,
    }

    /// A way to narrow the list of interns.
    pub struct FacetGroup {
        /// What filters call it: `office`, `year`, `goal`, `level` or `school`.
        pub key: &'static str,
        /// Its name: "Office".
        pub title: String,
        /// Where it leads, with counts.
        pub links: Vec<CountedLink>,
    }
}
