//! Where everything is: the only maker of addresses.
//!
//! A [`Target`] is a page; [`Routes`] gives its address, its link from
//! another page, and its full address. Knows nothing of what a page shows.

mod subject;

pub use self::subject::Subject;

use crate::config::BaseUrl;
use crate::consent::published::{CohortIx, DonorIx, Edition, OfficeIx, PageIx, PersonIx, PublicTo, Published, Tongue};
use crate::content::intern::Level;
use crate::path::{OutPath, Url};

/// A page of the site.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// The home page.
    Home,
    /// A part of the list of interns, from 1.
    Interns(usize),
    /// A profile.
    Intern(PersonIx),
    /// A later story, by its place among the person's.
    Update(PersonIx, usize),
    /// The index of a kind of facet.
    Index(FacetKind),
    /// A part of a facet's page, from 1.
    Facet(Facet, usize),
    /// The figures.
    Impact,
    /// The search page.
    Search,
    /// A static page.
    Page(PageIx),
    /// The index of a folder of static pages.
    Section(String),
    /// What answers where nothing is.
    NotFound,
    /// What answers where a page was taken down.
    Gone,
}

impl Target {
    /// Whether search engines should know it: not what answers in place of
    /// another page, and no search of our own.
    pub fn is_listed(&self) -> bool {
        !matches!(self, Self::Search | Self::NotFound | Self::Gone)
    }
}

/// A way to gather interns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// By office.
    Office(OfficeIx),
    /// By cohort.
    Cohort(CohortIx),
    /// By donor.
    Donor(DonorIx),
    /// By goal.
    Goal(u8),
    /// By level.
    Level(Level),
    /// By school, an index of [`Published::schools`].
    School(usize),
}

/// The kinds of [`Facet`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FacetKind {
    /// Offices.
    Offices,
    /// Cohorts.
    Cohorts,
    /// Donors.
    Donors,
    /// Goals.
    Goals,
    /// Levels.
    Levels,
    /// Schools.
    Schools,
}

impl FacetKind {
    /// Every kind.
    pub const ALL: [Self; 6] = [Self::Offices, Self::Cohorts, Self::Donors, Self::Goals, Self::Levels, Self::Schools];

    /// Whether each of its facets has feeds.
    pub fn has_feeds(self) -> bool {
        matches!(self, Self::Offices | Self::Cohorts | Self::Goals)
    }

    /// The first part of its addresses.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Offices => "offices",
            Self::Cohorts => "cohorts",
            Self::Donors => "donors",
            Self::Goals => "sdgs",
            Self::Levels => "levels",
            Self::Schools => "schools",
        }
    }
}

impl Facet {
    /// Its kind.
    pub fn kind(self) -> FacetKind {
        match self {
            Self::Office(_) => FacetKind::Offices,
            Self::Cohort(_) => FacetKind::Cohorts,
            Self::Donor(_) => FacetKind::Donors,
            Self::Goal(_) => FacetKind::Goals,
            Self::Level(_) => FacetKind::Levels,
            Self::School(_) => FacetKind::Schools,
        }
    }
}

/// What a feed follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// All stories.
    All,
    /// Those that a facet gathers.
    Of(Facet),
}

impl Channel {
    /// The page that it belongs to.
    pub fn page(self) -> Target {
        match self {
            Self::All => Target::Home,
            Self::Of(facet) => Target::Facet(facet, 1),
        }
    }
}

/// Gives addresses.
#[derive(Debug, Clone, Copy)]
pub struct Routes<'a> {
    base: &'a BaseUrl,
    published: &'a Published,
}

impl<'a> Routes<'a> {
    /// The addresses of what is published.
    pub fn new(published: &'a Published) -> Self {
        Self { base: &published.config.base, published }
    }

    /// The address of a page, without the base path.
    pub fn url(&self, target: &Target) -> Url {
        let mut text = String::with_capacity(48);
        self.write(target, &mut text);
        // Every part is a slug or a number, which the content kinds checked.
        Url::of_slugs(&text)
    }

    /// A link to a page, as other pages write it.
    pub fn href(&self, target: &Target) -> String {
        let mut href = String::with_capacity(64);
        href.push_str(self.base.path.trim_end_matches('/'));
        self.write(target, &mut href);
        href
    }

    /// A link to an address.
    pub fn link(&self, url: &Url) -> String {
        [self.base.path.trim_end_matches('/'), url.as_str()].concat()
    }

    /// The address of a feed: a file of this name in the folder of its page.
    pub fn feed(&self, channel: Channel, name: &str) -> Url {
        let page = self.url(&channel.page());
        Url::of_slugs(&format!("{page}{name}"))
    }

    /// The address that a link to an address leads to on a page of this language:
    /// pages are there in every language, files are not.
    pub fn local(&self, url: &Url) -> Url {
        let Edition { prefix, all, .. } = &self.published.edition;
        let is_page = url.as_str().ends_with('/');
        if prefix.is_empty() || !is_page || self.published.statics.iter().any(|file| file.out.url() == *url) {
            return url.clone();
        }
        let inside = |tongue: &Tongue| {
            let rest = url.as_str().strip_prefix(&tongue.prefix);
            !tongue.prefix.is_empty() && rest.is_some_and(|rest| rest.starts_with('/'))
        };
        if all.iter().any(inside) { url.clone() } else { Url::of_slugs(&format!("{prefix}{url}")) }
    }

    /// The address of a page in another language of the site.
    pub fn href_in(&self, tongue: &Tongue, target: &Target) -> String {
        let mut own = String::with_capacity(64);
        self.write(target, &mut own);
        let rest = own.strip_prefix(&self.published.edition.prefix).unwrap_or(&own);
        format!("{}{}{rest}", self.base.path.trim_end_matches('/'), tongue.prefix)
    }

    /// A link to a file of the output.
    pub fn file(&self, out: &OutPath) -> String {
        self.link(&out.url())
    }

    /// The full address of a page.
    pub fn absolute(&self, target: &Target) -> String {
        let mut address = String::with_capacity(96);
        address.push_str(&self.base.origin);
        address.push_str(self.base.path.trim_end_matches('/'));
        self.write(target, &mut address);
        address
    }

    /// The full address of a link.
    pub fn absolute_of(&self, href: &str) -> String {
        format!("{}{href}", self.base.origin)
    }

    /// What addresses and filters call a facet, within its kind.
    pub fn id(&self, facet: Facet) -> String {
        match facet {
            Facet::Goal(goal) => goal.to_string(),
            _ => self.facet(facet).to_owned(),
        }
    }

    /// The page that a link of a text leads to; nothing for links within the
    /// text, to files, to addresses, and to what is withheld.
    pub fn target(&self, to: &PublicTo) -> Option<Target> {
        match to {
            PublicTo::Intern(person) => Some(Target::Intern(*person)),
            PublicTo::Update(person, place) => Some(Target::Update(*person, *place)),
            PublicTo::Office(office) => Some(Target::Facet(Facet::Office(*office), 1)),
            PublicTo::Cohort(cohort) => Some(Target::Facet(Facet::Cohort(*cohort), 1)),
            PublicTo::Donor(donor) => Some(Target::Facet(Facet::Donor(*donor), 1)),
            PublicTo::Goal(number) => {
                let known = self.published.goals.iter().any(|goal| goal.number == *number);
                known.then_some(Target::Facet(Facet::Goal(*number), 1))
            }
            PublicTo::Page(page) => Some(Target::Page(*page)),
            PublicTo::Here | PublicTo::Static(_) | PublicTo::Address(_) | PublicTo::Withheld(_) => None,
        }
    }

    /// Appends the address of a page. Every part of it is a slug or a number.
    fn write(&self, target: &Target, text: &mut String) {
        text.push_str(&self.published.edition.prefix);
        match target {
            Target::Home => text.push('/'),
            Target::Interns(part) => {
                text.push_str("/interns/");
                number(*part, text);
            }
            Target::Intern(person) => folder(&["interns", self.person(*person)], text),
            Target::Update(person, place) => {
                let intern = self.published.interns.get(person.0);
                let slug = intern.and_then(|i| i.updates.get(*place)).map_or("", |update| update.slug.as_str());
                folder(&["interns", self.person(*person), slug], text);
            }
            Target::Index(kind) => folder(&[kind.folder()], text),
            Target::Facet(facet, part) => {
                match facet {
                    Facet::Goal(goal) => folder(&[facet.kind().folder(), &goal.to_string()], text),
                    _ => folder(&[facet.kind().folder(), self.facet(*facet)], text),
                }
                number(*part, text);
            }
            Target::Impact => text.push_str("/impact/"),
            Target::Search => text.push_str("/search/"),
            Target::Page(page) => {
                let id = self.published.pages.get(page.0).map_or("", |page| page.id.as_str());
                let id = id.strip_suffix("/index").unwrap_or(id);
                match id {
                    "index" => text.push('/'),
                    id => folder(&[id], text),
                }
            }
            Target::Section(section) => folder(&[section], text),
            Target::NotFound => text.push_str("/404.html"),
            Target::Gone => text.push_str("/410.html"),
        }
    }

    fn person(&self, person: PersonIx) -> &str {
        self.published.interns.get(person.0).map_or("", |intern| intern.id.as_str())
    }

    /// The id of what gathers; a goal has a number.
    fn facet(&self, facet: Facet) -> &str {
        let published = self.published;
        let id = match facet {
            Facet::Office(ix) => published.offices.get(ix.0).map(|office| office.id.as_str()),
            Facet::Cohort(ix) => published.cohorts.get(ix.0).map(|cohort| cohort.id.as_str()),
            Facet::Donor(ix) => published.donors.get(ix.0).map(|donor| donor.id.as_str()),
            Facet::Level(level) => Some(level.word()),
            Facet::School(ix) => published.schools.get(ix).map(|school| school.slug.as_str()),
            Facet::Goal(_) => None,
        };
        id.unwrap_or_default()
    }
}

/// Appends the address of a folder.
fn folder(parts: &[&str], text: &mut String) {
    text.push('/');
    for part in parts {
        text.push_str(part);
        text.push('/');
    }
}

/// Appends which part of a list it is, but for the first.
fn number(part: usize, text: &mut String) {
    if part > 1 {
        // The folder before ends in the slash that this one begins with.
        text.pop();
        folder(&["page", &part.to_string()], text);
    }
}
