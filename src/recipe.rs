//! How one file of the output is made.

use crate::asset::icon::Icon;
use crate::asset::picture::Variant;
use crate::path::SourcePath;
use crate::route::{Channel, Subject, Target};

/// A way to make a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipe {
    /// A page.
    Page(Target),
    /// A picture, cleaned.
    Picture(SourcePath),
    /// A social card.
    Card(Subject),
    /// A picture, cut and narrower.
    Variant(SourcePath, Variant),
    /// A file that is copied as it is.
    Copy(SourcePath),
    /// A static file of the theme, by its place among them.
    ThemeFile(usize),
    /// The style sheet.
    Style,
    /// The script.
    Script,
    /// The script of the search page.
    SearchScript,
    /// The land of the map.
    Land,
    /// What the script searches interns by.
    Directory,
    /// A file of the search index, by its place among them.
    Search(usize),
    /// A feed as Atom.
    Atom(Channel),
    /// A feed as JSON.
    JsonFeed(Channel),
    /// A table as CSV, by its name.
    Csv(&'static str),
    /// A table as JSON, by its name.
    Json(&'static str),
    /// The schema of all tables.
    TableSchema,
    /// A file of the sitemap, by its name.
    Sitemap(String),
    /// A form of the site's icon.
    Icon(Icon),
    /// `site.webmanifest`.
    WebManifest,
    /// `security.txt`.
    Security,
    /// `llms.txt`.
    Llms,
    /// `robots.txt`.
    Robots,
    /// `_headers`.
    Headers,
    /// `_redirects`.
    Redirects,
    /// Rules for nginx.
    Nginx,
    /// Rules for Caddy.
    Caddy,
    /// Rules for Apache.
    Apache,
    /// The same in a further language, by its place among the languages.
    In(usize, Box<Recipe>),
}

impl Recipe {
    /// The same for a language, of which the default has the place 0.
    #[must_use]
    pub fn of(self, edition: usize) -> Self {
        if edition == 0 { self } else { Self::In(edition, Box::new(self)) }
    }

    /// What it makes, whatever the language, and the place of the language.
    pub fn inner(&self) -> (usize, &Self) {
        match self {
            Self::In(edition, inner) => (*edition, inner),
            other => (0, other),
        }
    }

    /// Whether it makes a file of `content/static`.
    pub fn is_static(&self) -> bool {
        matches!(self, Self::Copy(_) | Self::Picture(_))
    }

    /// Whether it makes a file of the theme that every page refers to.
    pub fn is_asset(&self) -> bool {
        matches!(self.inner().1, Self::Style | Self::Script | Self::SearchScript | Self::Directory)
    }

    /// What it makes, for people.
    pub fn describe(&self) -> String {
        match self {
            Self::Page(target) => match target {
                Target::Home => "the home page".to_owned(),
                Target::Interns(_) => "the list of interns".to_owned(),
                Target::Intern(_) => "an intern's profile".to_owned(),
                Target::Update(..) => "a later story".to_owned(),
                Target::Index(kind) => format!("the list of {}", kind.folder()),
                Target::Facet(facet, _) => format!("a page in {}", facet.kind().folder()),
                Target::Impact => "the impact page".to_owned(),
                Target::Search => "the search page".to_owned(),
                Target::Page(_) => "a page in content/pages".to_owned(),
                Target::Section(folder) => format!("the index of content/pages/{folder}"),
                Target::NotFound => "the page for what is not found".to_owned(),
                Target::Gone => "the page for what was taken down".to_owned(),
            },
            Self::In(_, inner) => format!("{} in a further language", inner.describe()),
            Self::Card(_) => "a social card".to_owned(),
            Self::Picture(source) | Self::Variant(source, _) | Self::Copy(source) => source.to_string(),
            Self::ThemeFile(_) => "a file of the theme".to_owned(),
            Self::Style => "the style sheet".to_owned(),
            Self::Script | Self::SearchScript => "the script".to_owned(),
            Self::Land => "the land of the map".to_owned(),
            Self::Directory => "what the script searches".to_owned(),
            Self::Search(_) => "a file of the search index".to_owned(),
            Self::Atom(_) | Self::JsonFeed(_) => "a feed".to_owned(),
            Self::Csv(_) | Self::Json(_) => "a table".to_owned(),
            Self::TableSchema => "the schema of the tables".to_owned(),
            Self::Sitemap(_) => "the sitemap".to_owned(),
            Self::Icon(_) | Self::WebManifest => "an icon of the site, or its manifest".to_owned(),
            Self::Security => "security.txt".to_owned(),
            Self::Llms => "llms.txt".to_owned(),
            Self::Robots => "robots.txt".to_owned(),
            Self::Headers | Self::Redirects | Self::Nginx | Self::Caddy | Self::Apache => {
                "the rules for the host".to_owned()
            }
        }
    }
}
