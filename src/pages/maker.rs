//! What every page kind needs: links, words, rows and cards, texts.

mod editions;
mod parts;

use std::sync::{Mutex, OnceLock, PoisonError};

use jiff::civil::Date;
use tera::Value;

use super::cards::{self, Cards};
use super::chrome::site;
use super::data::Numbers;
use super::directory::Directory;
use super::feeds;
use super::icons;
use super::maps;
use super::prose;
use super::records::Stories;
use super::recurring::Recurring;
use super::search::Search;
use super::structured::{self, Said};
use super::wording::{self, Notices};
use crate::asset::picture::{Pictures, Spot};
use crate::config::Config;
use crate::consent::published::{OfficeIx, PersonIx, ProseIx, PublicIntern, Published, Tongue};
use crate::diagnostic::Diagnostic;
use crate::language::foreign;
use crate::markdown;
use crate::path::{OutPath, Url};
use crate::route::{Channel, Routes, Target};
use crate::theme::{Theme, Words};
use crate::tree::Tree;
use crate::view::contract::{Bodies, Contract, NoBodies, Part, Shared};
use crate::view::map::Locator;
use crate::view::profile::FacetGroup;
use crate::view::{Crumb, DateView, FeedView, GoalTile, InternCard, PageView, SiteView};

/// The theme's own files: where they are, and what its script loads.
#[derive(Debug)]
pub struct ThemeFiles {
    /// The style sheet.
    pub style: ThemeFile,
    /// The script, if there is one.
    pub script: Option<ThemeFile>,
    /// Fonts that every page asks for at once.
    pub preload: Vec<OutPath>,
    /// What the script searches interns by.
    pub directory: Option<Directory>,
    /// The script of the search page, if there is one.
    pub search_script: Option<ThemeFile>,
    /// What that script searches.
    pub search: Option<Search>,
    /// Whether there are icons.
    pub icons: bool,
}

impl ThemeFiles {
    /// The same for a further language, whose words scripts search in files of
    /// their own.
    pub fn of_further(&self) -> Self {
        let Self { style, script, preload, search_script, icons, .. } = self;
        Self {
            style: style.clone(),
            script: script.clone(),
            preload: preload.clone(),
            directory: None,
            search_script: search_script.clone(),
            search: None,
            icons: *icons,
        }
    }
}

/// A file and the hash that browsers hold it to.
#[derive(Debug, Clone)]
pub struct ThemeFile {
    /// Where it lies.
    pub out: OutPath,
    /// What `integrity` says of it.
    pub integrity: String,
}

/// Makes pages. Rows and cards are rendered at most once and shared by every
/// list.
#[derive(Debug)]
pub struct Maker<'a> {
    pub(super) published: &'a Published,
    pub(super) routes: Routes<'a>,
    pub(super) theme: &'a Theme,
    pub(super) pictures: &'a Pictures,
    pub(super) cards: &'a Cards,
    /// The languages of the site, each with its name in itself.
    tongues: Vec<(Tongue, String)>,
    pub(super) markdown: markdown::Wording,
    pub(super) site: Shared<SiteView>,
    pub(super) recurring: Recurring,
    pub(super) directory: Option<&'a Directory>,
    pub(super) search_script: Option<&'a ThemeFile>,
    pub(super) search: Option<&'a Search>,
    /// Full address of the picture that stands for the site in feeds.
    pub(super) feed_icon: Option<String>,
    tree: &'a Tree,
    /// Each filled when somebody first asks for that person.
    listed: Vec<OnceLock<parts::Listed>>,
    facets: OnceLock<(Shared<Vec<FacetGroup>>, Notices)>,
    numbers: OnceLock<Numbers>,
    pub(super) stories: Stories,
    failed: Mutex<Option<Diagnostic>>,
}

/// What a page says of itself.
pub(super) struct About<'t> {
    pub(super) target: &'t Target,
    pub(super) kind: &'static str,
    pub(super) heading: String,
    pub(super) description: Option<String>,
    /// The way back, from the section to the page above; the home page and the
    /// page itself are added.
    pub(super) trail: Vec<Shared<Crumb>>,
    pub(super) notices: Notices,
}

impl<'a> Maker<'a> {
    /// Gets ready. Rows and cards are rendered when a page first shows them.
    /// `names` are those of the site's languages, each in itself.
    ///
    /// # Errors
    /// A template of what all pages share failed.
    pub fn new(
        (published, names): (&'a Published, &[String]),
        theme: &'a Theme,
        pictures: &'a Pictures,
        files: &'a ThemeFiles,
        cards: &'a Cards,
        tree: &'a Tree,
    ) -> Result<Self, Diagnostic> {
        let routes = Routes::new(published);
        let tongues = published.edition.all.iter().zip(names);
        let site = site(published, &routes, theme, files)?;
        Ok(Self {
            published,
            routes,
            theme,
            pictures,
            cards,
            tongues: tongues.map(|(tongue, name)| (tongue.clone(), name.clone())).collect(),
            markdown: wording::markdown(theme.words()),
            site,
            recurring: Recurring::new(published, &routes, theme.words()),
            directory: files.directory.as_ref(),
            search_script: files.search_script.as_ref(),
            search: files.search.as_ref(),
            feed_icon: icons::of_feeds(&routes, files),
            tree,
            listed: published.interns.iter().map(|_| OnceLock::new()).collect(),
            facets: OnceLock::new(),
            numbers: OnceLock::new(),
            stories: Stories::default(),
            failed: Mutex::new(None),
        })
    }

    /// What kept a part of a page from being made, if anything did.
    pub fn failure(&self) -> Option<Diagnostic> {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What the pages are made from.
    pub fn published(&self) -> &'a Published {
        self.published
    }

    pub(super) fn words(&self) -> &'a Words {
        self.theme.words()
    }

    pub(super) fn config(&self) -> &'a Config {
        &self.published.config
    }

    /// What is counted, for every page and file that shows it.
    pub(super) fn numbers(&self) -> &Numbers {
        self.numbers.get_or_init(|| Numbers::of(self))
    }

    pub(super) fn intern(&self, person: PersonIx) -> Option<&'a PublicIntern> {
        self.published.interns.get(person.0).map(AsRef::as_ref)
    }

    /// A link to a page.
    pub(super) fn href(&self, target: &Target) -> String {
        self.routes.href(target)
    }

    /// City and country of an office.
    pub(super) fn place(&self, office: OfficeIx, notices: &mut Notices) -> String {
        self.published.offices.get(office.0).map(|office| wording::place(office, notices)).unwrap_or_default()
    }

    /// The ways to narrow the list of interns, the same on all its parts.
    pub(super) fn facets(&self, notices: &mut Notices) -> Shared<Vec<FacetGroup>> {
        let (facets, needed) = self.facets.get_or_init(|| {
            let mut notices = Notices::default();
            (Shared::new(super::interns::facet_groups(self, &mut notices)), notices)
        });
        notices.add(*needed);
        facets.clone()
    }

    /// "3 interns", "1 intern", "No interns".
    pub(super) fn counted(&self, n: usize) -> String {
        if n == 0 { self.words().get("say_interns_none").to_owned() } else { self.words().count("say_interns", n) }
    }

    /// A goal's tile, linked where the goal has a page.
    pub(super) fn tile(&self, number: u8) -> Shared<GoalTile> {
        self.recurring.tile(number)
    }

    /// Where an office is, on a small map.
    pub(super) fn locator(&self, office: OfficeIx, notices: &mut Notices) -> Option<Shared<Locator>> {
        let make = || maps::locator(self.published.offices.get(office.0)?, &self.routes, self.words());
        self.recurring.locator(office, notices, make)
    }

    /// A day.
    pub(super) fn date(&self, date: Date) -> Shared<DateView> {
        self.recurring.date(self.words(), date)
    }

    /// A card of a person.
    pub(super) fn card(&self, person: PersonIx, notices: &mut Notices) -> Option<InternCard> {
        let intern = self.intern(person)?;
        let (name, named) = wording::person(self.words(), intern);
        let mut goals: Vec<u8> = intern.sdgs.iter().map(|mapping| mapping.goal).collect();
        goals.dedup();
        let year = self.published.cohorts.get(intern.cohort.0).and_then(|c| usize::try_from(c.year).ok());
        Some(InternCard {
            href: self.href(&Target::Intern(person)),
            person: name,
            named,
            title: wording::told(&intern.title, notices),
            summary: wording::told(&intern.summary, notices),
            quote: intern.quote.as_ref().map(|quote| wording::told(quote, notices)),
            office: self.recurring.place(intern.office, notices).map(|place| place.label.clone())?,
            year: year.unwrap_or_default(),
            course: wording::told(&intern.course, notices),
            level: self.recurring.level(intern.level).label.clone(),
            months: intern.half_months.map(|halves| self.recurring.months(self.words(), halves)),
            published: self.date(intern.published),
            portrait: self.picture(intern.portrait.as_ref(), Spot::Card, notices),
            goals: goals.into_iter().map(|number| self.tile(number)).collect(),
            sample: intern.sample,
            draft: intern.draft,
        })
    }

    /// What every page has: title, way back, notices, share tags.
    pub(super) fn page(&self, about: About<'_>) -> PageView {
        let config = self.config();
        let home = matches!(about.target, Target::Home);
        let heading = foreign::plain(&about.heading).into_owned();
        let title = if home { config.title.clone() } else { [&heading, " – ", &config.title].concat() };
        let description = about
            .description
            .map(|text| foreign::plain(&text).into_owned())
            .or_else(|| config.description.as_ref().map(|text| text.value.clone()))
            .unwrap_or_else(|| heading.clone());
        let mut breadcrumbs = Vec::new();
        if !home {
            breadcrumbs.push(self.recurring.home.clone());
            breadcrumbs.extend(about.trail);
            breadcrumbs.push(Shared::new(Crumb { title: about.heading.clone(), href: None }));
        }
        let notices = about.notices.required(&config.organisation.name, self.words());
        let url = self.routes.url(about.target);
        let feed = match about.target {
            Target::Facet(facet, _) if facet.kind().has_feeds() => Some(Channel::Of(*facet)),
            _ => None,
        };
        let feed = feed.map(|channel| {
            let file = |name| self.routes.link(&self.routes.feed(channel, name));
            FeedView { atom: file(feeds::ATOM), json: file(feeds::JSON_FEED) }
        });
        let kind = if home { "website" } else { "article" };
        let image = cards::image(self, about.target);
        let said =
            Said { target: about.target, heading: &heading, description: &description, breadcrumbs: &breadcrumbs };
        PageView {
            structured: structured::of(self, &said),
            feed,
            share: cards::share(heading, description.clone(), kind, image),
            translation: self.translation(about.notices),
            languages: self.languages(about.target),
            default_language: self.default_language(about.target),
            title,
            heading: about.heading,
            description,
            canonical: self.routes.absolute(about.target),
            kind: about.kind,
            section: self.routes.link(&section(&url, &self.published.edition.prefix)),
            breadcrumbs,
            notices,
            noindex: !about.target.is_listed(),
            sample: false,
            draft: false,
        }
    }

    /// A step of the way back.
    pub(super) fn crumb(&self, key: &str, target: &Target) -> Shared<Crumb> {
        Shared::new(Crumb { title: self.words().get(key).to_owned(), href: Some(self.href(target)) })
    }

    /// Notes what failed where no error can be given back.
    fn or_note<T>(&self, result: Result<T, Diagnostic>) -> Option<T> {
        result
            .map_err(|problem| {
                self.failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(problem);
            })
            .ok()
    }
}

impl Bodies for Maker<'_> {
    fn prose(&self, text: ProseIx) -> Value {
        let html = self.published.prose(text).and_then(|prose| {
            let doc = self.or_note(prose::doc(prose, text, self.tree, self.published))?;
            Some(self.in_its_language(prose, prose::html(self, prose, &doc)))
        });
        Value::safe_string(&html.unwrap_or_default())
    }

    fn outline(&self, text: ProseIx) -> Value {
        let outline = self.published.prose(text).map(prose::headings).unwrap_or_default();
        outline.value(&NoBodies)
    }

    fn part(&self, person: PersonIx, part: Part) -> Value {
        self.rendered_part(person, part)
    }

    fn structured(&self, person: PersonIx, place: Option<usize>) -> Value {
        let block = match place {
            Some(place) => structured::update(self, person, place),
            None => structured::profile(self, person),
        };
        Value::safe_string(&block.unwrap_or_default())
    }
}

/// The address of the folder that an address lies in, from the root of its
/// language.
fn section(url: &Url, prefix: &str) -> Url {
    let inside = url.as_str().strip_prefix(prefix).unwrap_or_default();
    let first = inside.trim_matches('/').split('/').next().unwrap_or_default();
    Url::new(&[prefix, "/", first, "/"].concat()).unwrap_or_else(|| url.clone())
}
