//! What every page kind needs: links, words, rows and cards, texts.

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use tera::Context;

use super::wording::{self, Notices};
use crate::asset::picture::Pictures;
use crate::config::Config;
use crate::consent::published::{OfficeIx, PersonIx, PublicIntern, PublicPicture, Published};
use crate::diagnostic::Diagnostic;
use crate::format::host::POLICY;
use crate::markdown;
use crate::path::{OutPath, Url};
use crate::reference::goals;
use crate::route::{Facet, Routes, Target};
use crate::theme::{Theme, Words};
use crate::view::contract::{Html, Open, Shared};
use crate::view::{
    Crumb, GoalTile, InternCard, LinkView, OrganisationView, PageView, PictureView, ProgrammeView, ShareView, SiteView,
};

/// Notice under pages about the goals, word for word as the United Nations ask
/// (guidelines for the use of the SDG logo).
const GOALS_NOTICE: &str = "The content of this publication has not been approved by the United Nations and does not \
                            reflect the views of the United Nations or its officials or Member States.";

/// Notice on every page that names Kosovo, word for word.
pub(crate) const KOSOVO_NOTICE: &str = "References to Kosovo shall be understood to be in the context of United Nations \
                                        Security Council resolution 1244 (1999).";

/// Addresses of the theme's own files.
#[derive(Debug)]
pub struct ThemeFiles {
    /// The style sheet.
    pub style: OutPath,
    /// The script, if there is one.
    pub script: Option<OutPath>,
}

/// Makes pages. Rows and cards are rendered once and shared by every list.
#[derive(Debug)]
pub struct Maker<'a> {
    pub(super) published: &'a Published,
    pub(super) routes: Routes<'a>,
    pub(super) theme: &'a Theme,
    pub(super) pictures: &'a Pictures,
    pub(super) markdown: markdown::Wording,
    pub(super) site: Shared<SiteView>,
    listed: Vec<Listed>,
}

#[derive(Debug)]
struct Listed {
    row: Shared<Html>,
    card: Shared<Html>,
    kosovo: bool,
}

/// What a page says of itself.
pub(super) struct About<'t> {
    pub(super) target: &'t Target,
    pub(super) kind: &'static str,
    pub(super) heading: String,
    pub(super) description: Option<String>,
    /// The way back, from the section to the page above; the home page and the
    /// page itself are added.
    pub(super) trail: Vec<Crumb>,
    pub(super) notices: Notices,
}

impl<'a> Maker<'a> {
    /// Renders the rows and cards.
    ///
    /// # Errors
    /// A template of the theme failed.
    pub fn new(
        published: &'a Published,
        theme: &'a Theme,
        pictures: &'a Pictures,
        files: &ThemeFiles,
    ) -> Result<Self, Diagnostic> {
        let routes = Routes::new(published);
        let site = Shared::new(&site_view(published, &routes, theme, files));
        let mut maker = Self {
            published,
            routes,
            theme,
            pictures,
            markdown: wording::markdown(theme.words()),
            site,
            listed: Vec::new(),
        };
        let listed: Result<Vec<Listed>, Diagnostic> =
            (0..published.interns.len()).into_par_iter().map(|index| maker.list(PersonIx(index))).collect();
        maker.listed = listed?;
        Ok(maker)
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

    pub(super) fn render(&self, template: &str, context: &Context) -> Result<String, Diagnostic> {
        self.theme.render(template, context)
    }

    pub(super) fn intern(&self, person: PersonIx) -> Option<&'a PublicIntern> {
        self.published.interns.get(person.0)
    }

    /// A link to a page.
    pub(super) fn href(&self, target: &Target) -> String {
        self.routes.href(target)
    }

    /// City and country of an office.
    pub(super) fn place(&self, office: OfficeIx, notices: &mut Notices) -> String {
        self.published.offices.get(office.0).map(|office| wording::place(office, notices)).unwrap_or_default()
    }

    /// Rendered rows; the notices that they need are noted.
    pub(super) fn rows(&self, people: &[PersonIx], notices: &mut Notices) -> Vec<Shared<Html>> {
        self.rendered(people, notices, |listed| &listed.row)
    }

    /// Rendered cards.
    pub(super) fn cards(&self, people: &[PersonIx], notices: &mut Notices) -> Vec<Shared<Html>> {
        self.rendered(people, notices, |listed| &listed.card)
    }

    /// "3 interns", "1 intern", "No interns".
    pub(super) fn counted(&self, n: usize) -> String {
        if n == 0 { self.words().get("say_interns_none").to_owned() } else { self.words().count("say_interns", n) }
    }

    /// A picture, if it could be read.
    pub(super) fn picture(&self, picture: Option<&PublicPicture>, notices: &mut Notices) -> Option<PictureView> {
        let picture = picture?;
        let file = self.pictures.get(&picture.source)?;
        Some(PictureView {
            src: self.routes.file(&file.out),
            width: file.width as usize,
            height: file.height as usize,
            alt: wording::marked(&picture.alt.value, notices),
            credit: picture.credit.as_ref().map(|credit| wording::marked(&credit.value, notices)),
        })
    }

    /// A goal's tile, linked where the goal has a page.
    pub(super) fn tile(&self, number: u8) -> GoalTile {
        let has_page = self.published.goals.iter().any(|goal| goal.number == number);
        GoalTile {
            number: usize::from(number),
            title: goals::goal(number).map_or("", |goal| goal.title).to_owned(),
            href: has_page.then(|| self.href(&Target::Facet(Facet::Goal(number), 1))),
        }
    }

    /// A card of a person.
    pub(super) fn card(&self, person: PersonIx, notices: &mut Notices) -> Option<InternCard> {
        let intern = self.intern(person)?;
        let words = self.words();
        let (name, named) = wording::person(words, intern);
        let mut goals: Vec<u8> = intern.sdgs.iter().map(|mapping| mapping.goal).collect();
        goals.dedup();
        let year = self.published.cohorts.get(intern.cohort.0).and_then(|c| usize::try_from(c.year).ok());
        Some(InternCard {
            href: self.href(&Target::Intern(person)),
            person: name,
            named,
            title: wording::marked(&intern.title.value, notices),
            summary: wording::marked(&intern.summary.value, notices),
            quote: intern.quote.as_ref().map(|quote| wording::marked(&quote.value, notices)),
            office: self.place(intern.office, notices),
            year: year.unwrap_or_default(),
            course: wording::marked(&intern.course.value, notices),
            level: wording::level(words, intern.level),
            months: intern.half_months.map(|halves| wording::months(words, halves)),
            published: wording::date(words, intern.published),
            portrait: self.picture(intern.portrait.as_ref(), notices),
            goals: goals.into_iter().map(|number| self.tile(number)).collect(),
            sample: intern.sample,
            draft: intern.draft,
        })
    }

    /// What every page has: title, way back, notices, share tags.
    pub(super) fn page(&self, about: About<'_>) -> PageView {
        let config = self.config();
        let home = matches!(about.target, Target::Home);
        let title = if home { config.title.clone() } else { format!("{} – {}", about.heading, config.title) };
        let description = about
            .description
            .or_else(|| config.description.as_ref().map(|text| text.value.clone()))
            .unwrap_or_else(|| about.heading.clone());
        let mut breadcrumbs = Vec::new();
        if !home {
            let words = self.words().get("say_home").to_owned();
            breadcrumbs.push(Crumb { title: words, href: Some(self.href(&Target::Home)) });
            breadcrumbs.extend(about.trail);
            breadcrumbs.push(Crumb { title: about.heading.clone(), href: None });
        }
        let mut notices = Vec::new();
        if about.notices.kosovo {
            notices.push(format!("* {KOSOVO_NOTICE}"));
        }
        if about.notices.goals {
            notices.push(GOALS_NOTICE.to_owned());
        }
        let url = self.routes.url(about.target);
        PageView {
            share: ShareView {
                title: about.heading.clone(),
                description: description.clone(),
                kind: if home { "website" } else { "article" },
                image: None,
                image_alt: None,
            },
            title,
            heading: about.heading,
            description,
            canonical: self.routes.absolute(about.target),
            kind: about.kind,
            section: self.routes.link(&section(&url)),
            breadcrumbs,
            notices,
            noindex: matches!(about.target, Target::NotFound),
            sample: false,
            draft: false,
        }
    }

    /// A step of the way back.
    pub(super) fn crumb(&self, key: &str, target: &Target) -> Crumb {
        Crumb { title: self.words().get(key).to_owned(), href: Some(self.href(target)) }
    }

    fn list(&self, person: PersonIx) -> Result<Listed, Diagnostic> {
        let mut notices = Notices::default();
        let context = self.card(person, &mut notices).map(|card| card.context()).unwrap_or_default();
        let part = |template| self.render(template, &context).map(|html| Shared::new(&Html(html)));
        Ok(Listed { row: part("parts/row.html")?, card: part("parts/card.html")?, kosovo: notices.kosovo })
    }

    fn rendered(
        &self,
        people: &[PersonIx],
        notices: &mut Notices,
        pick: impl Fn(&Listed) -> &Shared<Html>,
    ) -> Vec<Shared<Html>> {
        let listed = people.iter().filter_map(|person| self.listed.get(person.0));
        listed
            .map(|listed| {
                notices.kosovo |= listed.kosovo;
                pick(listed).clone()
            })
            .collect()
    }
}

/// The address of the folder that an address lies in, from the root.
fn section(url: &Url) -> Url {
    let first = url.as_str().trim_matches('/').split('/').next().unwrap_or_default();
    Url::new(&format!("/{first}/")).unwrap_or_else(|| url.clone())
}

fn site_view(published: &Published, routes: &Routes<'_>, theme: &Theme, files: &ThemeFiles) -> SiteView {
    let config = &published.config;
    let words = theme.words();
    let link = |path: &str| Url::new(path).map(|url| routes.link(&url)).unwrap_or_default();
    let page = |id: &str| published.pages.iter().any(|page| page.id == id).then(|| link(&format!("/{id}/")));
    let entry = |key: &str, href: String| LinkView { title: words.get(key).to_owned(), href };
    let menu = config.menu.iter().map(|item| {
        let local = item.url.value.starts_with('/');
        let href = if local { internal(&item.url.value, routes) } else { item.url.value.clone() };
        LinkView { title: item.title.value.clone(), href }
    });
    let statements = [("say_accessibility", page("accessibility")), ("say_privacy", page("privacy"))];
    let mut footer: Vec<LinkView> = statements.into_iter().filter_map(|(key, href)| Some(entry(key, href?))).collect();
    footer.push(entry("say_atom", link("/feed.xml")));
    footer.push(entry("say_json_feed", link("/feed.json")));
    SiteView {
        title: config.title.clone(),
        description: config.description.as_ref().map(|text| text.value.clone()),
        language: config.language.clone(),
        direction: crate::language::direction(&config.language),
        home: routes.href(&Target::Home),
        organisation: OrganisationView {
            name: config.organisation.name.clone(),
            url: config.organisation.url.clone(),
            email: config.organisation.email.clone(),
        },
        programme: ProgrammeView {
            name: config.programme.name.clone(),
            partner: config.programme.partner.clone(),
            since: config.programme.since,
        },
        menu: menu.collect(),
        footer,
        accessibility: page("accessibility"),
        atom: link("/feed.xml"),
        json_feed: link("/feed.json"),
        style: routes.file(&files.style),
        script: files.script.as_ref().map(|script| routes.file(script)),
        policy: POLICY.to_owned(),
        options: Open(theme.options_with(&config.theme_options)),
        extra: Open(config.extra.clone()),
    }
}

/// A link to an address of the menu, its fragment kept.
fn internal(written: &str, routes: &Routes<'_>) -> String {
    let (path, fragment) = written.split_once('#').map_or((written, None), |(path, fragment)| (path, Some(fragment)));
    let href = Url::new(path).map(|url| routes.link(&url)).unwrap_or_default();
    fragment.map_or(href.clone(), |fragment| format!("{href}#{fragment}"))
}
