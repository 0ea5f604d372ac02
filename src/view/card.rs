//! Views of social cards: what a drawing of the theme may say.
//!
//! A card is seen where nobody chose to visit the site, so it says less than a
//! page: of a person nothing without the scope `social`, and of a donor only
//! what permission to be named covers.

use super::contract::{Shared, view};

view! {
    /// The site, as every card shows it.
    pub struct CardSite {
        /// Title of the site.
        pub title: String,
        /// Who publishes.
        pub organisation: String,
        /// Name of the programme.
        pub programme: String,
        /// Language, BCP 47.
        pub language: String,
        /// `ltr` or `rtl`.
        pub direction: &'static str,
    }

    /// The card of a story, or of a later one.
    pub struct StoryCardView {
        /// The site.
        pub site: Shared<CardSite>,
        /// Title of the story.
        pub title: String,
        /// The name, or neutral words where consent gives none.
        pub person: String,
        /// Whether `person` is a name.
        pub named: bool,
        /// City and country as UN style has them.
        pub office: String,
        /// Year of the cohort.
        pub year: usize,
        /// Whether there is a portrait, which `portrait()` puts into the drawing.
        pub portrait: bool,
        /// A sample and no real person.
        pub sample: bool,
        /// A draft.
        pub draft: bool,
        /// Notices that the card must carry.
        pub notices: Vec<String>,
    }

    /// The card of an office.
    pub struct OfficeCardView {
        /// The site.
        pub site: Shared<CardSite>,
        /// City.
        pub city: String,
        /// Country or area, with its mark where a notice belongs to it.
        pub country: String,
        /// Interns there, in words.
        pub counted: String,
        /// Where it is in the world.
        pub map: CardMap,
        /// Notices that the card must carry.
        pub notices: Vec<String>,
    }

    /// A part of the map; `land()` gives the path of the land.
    pub struct CardMap {
        /// Width of the part.
        pub width: i64,
        /// Height of the part.
        pub height: i64,
        /// What puts the land in its place.
        pub transform: String,
        /// Across, from the left side of the part.
        pub x: i64,
        /// Down, from its top.
        pub y: i64,
    }

    /// The card of a donor who may be named.
    pub struct DonorCardView {
        /// The site.
        pub site: Shared<CardSite>,
        /// Exactly as agreed.
        pub name: String,
        /// Kind of donor, in words.
        pub kind: String,
        /// Notices that the card must carry.
        pub notices: Vec<String>,
    }

    /// The card of a goal.
    pub struct GoalCardView {
        /// The site.
        pub site: Shared<CardSite>,
        /// 1 to 17.
        pub number: usize,
        /// Short title.
        pub title: String,
        /// The goal's colour.
        pub colour: String,
        /// Black or white, whichever can be read on it.
        pub ink: String,
        /// Stories that name the goal, in words.
        pub counted: String,
        /// Notices that the card must carry.
        pub notices: Vec<String>,
    }

    /// The card of the site, for every page without one of its own.
    pub struct SiteCardView {
        /// The site.
        pub site: Shared<CardSite>,
        /// What the site is, in a sentence or two.
        pub description: Option<String>,
        /// Notices that the card must carry.
        pub notices: Vec<String>,
    }
}
