//! The template contract: what each template may read, and nothing else.
//!
//! Views are plain data, made by [`pages`](crate::pages) from what is
//! published. Addresses in them are finished; nothing in them can be asked
//! for more. The list of fields that docs/views.md shows and that templates
//! are checked against comes from these declarations.

pub mod card;
pub mod contract;
pub mod lists;
pub mod map;
mod named;
pub mod profile;
pub mod statics;

use contract::{Html, Open, Rendered, Shared, Structured, view};
use map::MapStrip;

view! {
    /// The site, the same on every page.
    pub struct SiteView {
        /// Title of the site.
        pub title: String,
        /// What the site is, in a sentence or two.
        pub description: Option<String>,
        /// Language of the page, BCP 47.
        pub language: String,
        /// `ltr` or `rtl`.
        pub direction: &'static str,
        /// Address of the home page.
        pub home: String,
        /// Who publishes.
        pub organisation: OrganisationView,
        /// What the site shows.
        pub programme: ProgrammeView,
        /// The menu.
        pub menu: Vec<LinkView>,
        /// Address of the search page.
        pub search: String,
        /// Links at the foot of every page: statements, feeds.
        pub footer: Vec<LinkView>,
        /// Address of the accessibility statement, if there is one.
        pub accessibility: Option<String>,
        /// Address of the Atom feed.
        pub atom: String,
        /// Address of the JSON feed.
        pub json_feed: String,
        /// Address of the style sheet.
        pub style: String,
        /// What `integrity` says of the style sheet.
        pub style_integrity: String,
        /// Address of the script, if the theme has one.
        pub script: Option<String>,
        /// What `integrity` says of the script.
        pub script_integrity: Option<String>,
        /// Icons; none where the theme has no favicon.svg.
        pub icons: Vec<IconView>,
        /// Address of the manifest, if there are icons.
        pub manifest: Option<String>,
        /// Addresses of the fonts that theme.toml lists under `preload`.
        pub preload: Vec<String>,
        /// Content-Security-Policy, for hosts that ignore `_headers`.
        pub policy: String,
        /// What parts/head.html gives: the head of every page, as far as it is the same on all.
        pub head: Html,
        /// What parts/foot.html gives: the foot of every page.
        pub foot: Html,
        /// `[theme_options]` of site.toml.
        pub options: Open,
        /// `[extra]` of site.toml.
        pub extra: Open,
    }

    /// An icon of the site.
    pub struct IconView {
        /// `icon` or `apple-touch-icon`.
        pub rel: &'static str,
        /// Address.
        pub href: String,
        /// Width and height, `32x32`, where it has one size only.
        pub sizes: Option<String>,
        /// Type, where browsers need to know.
        pub kind: Option<&'static str>,
    }

    /// A part that is the same on every page.
    pub struct ChromeView {
        /// The site; `head` and `foot` are still empty.
        pub site: Shared<SiteView>,
    }

    /// The organisation that publishes.
    pub struct OrganisationView {
        /// Name.
        pub name: String,
        /// Its own site.
        pub url: Option<String>,
        /// E-mail address.
        pub email: Option<String>,
    }

    /// The programme.
    pub struct ProgrammeView {
        /// Name.
        pub name: String,
        /// Hosting organisation.
        pub partner: Option<String>,
        /// First year.
        pub since: Option<i64>,
    }

    /// What every page knows of itself.
    pub struct PageView {
        /// Title of the document, the site's title included.
        pub title: String,
        /// The one top heading.
        pub heading: String,
        /// For search engines and cards.
        pub description: String,
        /// Its full address.
        pub canonical: String,
        /// Kind of page, for a class on the body.
        pub kind: &'static str,
        /// Address of the top-level section, to mark it in the menu.
        pub section: String,
        /// The way back, the page itself last and without an address.
        pub breadcrumbs: Vec<Shared<Crumb>>,
        /// Notices that this page must carry.
        pub notices: Vec<String>,
        /// Whether search engines should leave it out.
        pub noindex: bool,
        /// What readers are told of the translation: that nobody has checked it, that parts are lacking.
        pub translation: Vec<String>,
        /// The same page in each language of the site, this one among them; empty on a site in one language.
        pub languages: Vec<LanguageView>,
        /// Full address of the page for those whose language the site does not have; none where search engines should leave the page out.
        pub default_language: Option<String>,
        /// Share tags.
        pub share: ShareView,
        /// Structured data (JSON-LD) for a data block; empty where there is none.
        pub structured: Structured,
        /// Feeds of the stories on this page; none where it has none of its own.
        pub feed: Option<FeedView>,
        /// Whether it shows a sample.
        pub sample: bool,
        /// Whether it shows a draft.
        pub draft: bool,
    }

    /// A page in a language.
    pub struct LanguageView {
        /// The language, BCP 47.
        pub tag: String,
        /// `ltr` or `rtl`.
        pub direction: &'static str,
        /// What the language calls itself.
        pub name: String,
        /// Address of the page in it.
        pub href: String,
        /// Its full address.
        pub address: String,
        /// Whether it is the language of this page.
        pub current: bool,
    }

    /// What a share card says.
    pub struct ShareView {
        /// Title.
        pub title: String,
        /// Description.
        pub description: String,
        /// `website`, `article` or `profile`.
        pub kind: &'static str,
        /// Full address of a picture.
        pub image: Option<String>,
        /// Its type, such as `image/png`.
        pub image_type: Option<&'static str>,
        /// Its width in pixels.
        pub image_width: Option<usize>,
        /// Its height in pixels.
        pub image_height: Option<usize>,
        /// What the picture shows.
        pub image_alt: Option<String>,
    }

    /// The feeds of a page.
    pub struct FeedView {
        /// Address of the Atom feed.
        pub atom: String,
        /// Address of the JSON feed.
        pub json: String,
    }

    /// A step of the way back.
    pub struct Crumb {
        /// Its text.
        pub title: String,
        /// Where it leads; nothing for the page itself.
        pub href: Option<String>,
    }

    /// A link.
    pub struct LinkView {
        /// Its text.
        pub title: String,
        /// Where it leads.
        pub href: String,
    }

    /// A figure as a sentence.
    pub struct FigureView {
        /// The whole sentence: "47 placement-months in 7 locations, as of March 2025".
        pub title: String,
        /// The number that it begins with, in words where it is a lower bound; empty where the language puts it elsewhere.
        pub number: String,
        /// The sentence after the number, without a date.
        pub rest: String,
        /// Of how many it is known, and the day that it goes up to.
        pub note: Option<String>,
        /// Where what it counts is.
        pub href: String,
    }

    /// A link with a count of interns.
    pub struct CountedLink {
        /// Its text.
        pub title: String,
        /// Where it leads.
        pub href: String,
        /// What filters call it: the last part of its address.
        pub id: String,
        /// How many interns are there.
        pub count: usize,
        /// The count in words: "3 interns".
        pub counted: String,
    }

    /// A day.
    pub struct DateView {
        /// For machines: 2024-09-30.
        pub iso: String,
        /// For people: 30 September 2024.
        pub text: String,
    }

    /// A picture with its size.
    pub struct PictureView {
        /// Address.
        pub src: String,
        /// Width in pixels.
        pub width: usize,
        /// Height in pixels.
        pub height: usize,
        /// The same in WebP with the width of each, for `srcset`; none of a drawing or of what moves.
        pub srcset: Option<String>,
        /// How wide a browser draws it, for `sizes`; there if `srcset` is.
        pub sizes: Option<String>,
        /// The class of the colour that stands there until it is loaded.
        pub tone: Option<String>,
        /// What it shows.
        pub alt: String,
        /// Language of `alt` where it is not the page's, for `lang`.
        pub language: Option<String>,
        /// Who made it.
        pub credit: Option<String>,
    }

    /// A heading within a text.
    pub struct OutlineView {
        /// 2 to 6.
        pub level: usize,
        /// The fragment, without `#`.
        pub id: String,
        /// Its text.
        pub text: String,
    }

    /// A tile of a Sustainable Development Goal.
    pub struct GoalTile {
        /// 1 to 17.
        pub number: usize,
        /// Short title.
        pub title: String,
        /// Its page, if it has one.
        pub href: Option<String>,
    }

    /// An intern, as rows and cards show one.
    pub struct InternCard {
        /// Address of the profile.
        pub href: String,
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
        /// City and country as UN style has them.
        pub office: Shared<String>,
        /// Year of the cohort.
        pub year: usize,
        /// Course of study.
        pub course: String,
        /// Level of the course, in words.
        pub level: Shared<String>,
        /// Length in words: "6½ months".
        pub months: Option<Shared<String>>,
        /// Day of publication.
        pub published: Shared<DateView>,
        /// The portrait.
        pub portrait: Option<PictureView>,
        /// Goals of the placement.
        pub goals: Vec<Shared<GoalTile>>,
        /// A sample and no real person.
        pub sample: bool,
        /// A draft.
        pub draft: bool,
    }

    /// The home page.
    pub struct HomeView {
        /// The site.
        pub site: Shared<SiteView>,
        /// The page.
        pub page: PageView,
        /// The story up front.
        pub lead: Option<InternCard>,
        /// Figures as sentences, each with the page of its rows.
        pub figures: Vec<FigureView>,
        /// Up to when the figures go, as a sentence.
        pub as_of: Option<String>,
        /// Further stories, as rendered cards.
        pub voices: Vec<Rendered>,
        /// A strip of the world with the offices; none without an office.
        pub map: Option<MapStrip>,
        /// Offices, in order of region.
        pub offices: Vec<CountedLink>,
        /// Goals that the programme contributes to.
        pub goals: Vec<Shared<GoalTile>>,
        /// Donors who may be named.
        pub donors: Vec<LinkView>,
        /// Address of the list of interns.
        pub interns: String,
        /// Address of the impact page.
        pub impact: String,
        /// Address of the page on taking part, if there is one.
        pub take_part: Option<String>,
    }
}
