//! `site.toml`: the site, who publishes it, and how it is built.
//!
//! Typed and checked; every key is described where it is declared. Nothing
//! here looks at other files, so links of the menu are checked later.

mod base_url;
mod budget;
mod cards;
mod deploy;
mod editions;
mod feeds;
mod hosting;
mod limits;
mod lints;
mod programme;
mod sections;
mod security;

use std::collections::{BTreeMap, BTreeSet};

use fluent_uri::Uri;

pub use base_url::BaseUrl;
pub use budget::{Budget, Limit, Measure, PageKind};
pub use cards::CardKind;
pub use deploy::{Deploy, FORMS, Place, Unfit};
pub use editions::Edition;
pub use feeds::Feeds;
pub use hosting::Hosting;
pub use limits::Limits;
pub use lints::{BASELINE, Level, Lints, baseline_of};
pub use programme::Programme;
pub use sections::Section;
pub use security::Security;

use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::language;
use crate::path::SourcePath;
use crate::record::{self, Fields, Form, Key, Source, Text, key, required};
use crate::text::{Span, Spanned};
use crate::tree::{Content, Tree};

/// The file's path.
pub const PATH: &str = "site.toml";

/// A site's settings.
#[derive(Debug, Clone)]
pub struct Config {
    /// Title of the site.
    pub title: String,
    /// Where it will be published.
    pub base: BaseUrl,
    /// Default language, BCP 47.
    pub language: String,
    /// Further languages, in the order of site.toml.
    pub languages: Vec<Edition>,
    /// IANA time zone in which "today" is read.
    pub time_zone: String,
    /// Theme, and where it is named.
    pub theme: Spanned<String>,
    /// What the site is, in a sentence or two.
    pub description: Option<Text>,
    /// Whether sample records are built.
    pub allow_samples: bool,
    /// Who publishes.
    pub organisation: Organisation,
    /// What it is about.
    pub programme: Programme,
    /// Interns on a page of the list; 0 is all.
    pub interns_per_page: usize,
    /// Interns on a facet's page; 0 is all.
    pub facet_per_page: usize,
    /// Feeds.
    pub feeds: Feeds,
    /// What servers are told.
    pub hosting: Hosting,
    /// Places that the site is put to, by name.
    pub deploy: BTreeMap<String, Deploy>,
    /// How much pages may weigh.
    pub budget: Budget,
    /// How much each kind of problem weighs.
    pub lints: Lints,
    /// What security.txt says, if there is to be one.
    pub security: Option<Security>,
    /// Whether there is an llms.txt.
    pub llms_txt: bool,
    /// Kinds of page with a social card.
    pub cards: BTreeSet<CardKind>,
    /// Donor tiers in their order.
    pub tiers: Vec<(String, Text)>,
    /// Folders of pages with names of their own.
    pub sections: Vec<Section>,
    /// The menu.
    pub menu: Vec<MenuItem>,
    /// Months between two reviews of a consent.
    pub review_months: i64,
    /// Days of warning before a review or an end.
    pub warn_days: i64,
    /// Whether to say nothing of small numbers that figures merge.
    pub quiet_small: bool,
    /// Where each of the `[theme_options]` stands.
    pub theme_option_spans: BTreeMap<String, Span>,
    /// `[theme_options]`.
    pub theme_options: serde_json::Map<String, serde_json::Value>,
    /// `[extra]`.
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// Who publishes the site.
#[derive(Debug, Clone, Default)]
pub struct Organisation {
    /// Name.
    pub name: String,
    /// Its own site.
    pub url: Option<String>,
    /// Shown in statements and notices.
    pub email: Option<String>,
}

/// An entry of the menu.
#[derive(Debug, Clone)]
pub struct MenuItem {
    /// Its text.
    pub title: Text,
    /// Its address as written.
    pub url: Spanned<String>,
}

impl Config {
    /// What the file says in several languages, or could.
    pub fn texts(&self) -> impl Iterator<Item = &Text> {
        let own = self.description.iter().chain([&self.programme.name]).chain(&self.programme.partner);
        let sections = self.sections.iter().map(|section| &section.title);
        let menu = self.menu.iter().map(|item| &item.title);
        own.chain(sections).chain(menu).chain(self.tiers.iter().map(|(_, title)| title))
    }
}

const ORGANISATION_KEYS: &[Key] = &[
    required("name", Form::Str, "Who publishes the site."),
    key("url", Form::Str, "The organisation's own site."),
    key("email", Form::Str, "Address for statements and notices."),
];

const PAGINATION_KEYS: &[Key] = &[
    key("interns", Form::Int(0, 10_000), "Interns on a page of the list; 0 is all. Default 24."),
    key(
        "facets",
        Form::Int(0, 10_000),
        "Interns on a page of an office, cohort, donor, goal, level or school; 0 is all.",
    ),
];

const TIER_KEYS: &[Key] = &[
    required("id", Form::Str, "The word that donors' `tier` uses."),
    required("title", Form::Text, "Heading of the tier."),
];

const MENU_KEYS: &[Key] = &[
    required("title", Form::Text, "Text of the link."),
    required("url", Form::Str, "Address on this site, beginning with `/`, or another site's."),
];

const CONSENT_KEYS: &[Key] = &[
    key("review_months", Form::Int(1, 600), "Months until a consent is reviewed. Default 24."),
    key("warn_days", Form::Int(0, 3650), "Days of warning before a review or an end. Default 60."),
    key("quiet_small", Form::Bool, "Whether to say nothing of small numbers that figures merge."),
];

/// The keys of `site.toml`.
pub const KEYS: &[Key] = &[
    required("title", Form::Text, "Title of the site."),
    required("base_url", Form::Str, "Address of the site; may carry a path."),
    required("language", Form::Str, "Default language, BCP 47."),
    key("time_zone", Form::Str, "IANA time zone in which today is read. Default UTC."),
    key("theme", Form::Str, "Folder in themes/, or a built-in theme. Default `showcase`."),
    key("description", Form::Text, "What the site is, in a sentence or two."),
    key("allow_samples", Form::Bool, "Whether records marked `sample` are built, with a badge."),
    required("organisation", Form::Table(ORGANISATION_KEYS), "Who publishes."),
    required("programme", Form::Table(programme::KEYS), "What the site shows."),
    key("languages", Form::Named(editions::KEYS), "Each further language."),
    key("pagination", Form::Table(PAGINATION_KEYS), "How long lists are cut."),
    key("feeds", Form::Table(feeds::KEYS), "Feeds."),
    key("llms_txt", Form::Bool, "Whether there is an llms.txt."),
    key("security", Form::Table(security::KEYS), "security.txt."),
    key("hosting", Form::Table(hosting::KEYS), "What servers are told."),
    key("deploy", Form::Named(deploy::KEYS), "Each place that the site is put to."),
    key("budget", Form::Table(budget::KEYS), "How much pages may weigh."),
    key("cards", Form::Table(cards::KEYS), "Social cards."),
    key("lints", Form::Open, "How much each kind of problem weighs, and the list of known findings."),
    key("tiers", Form::List(&Form::Table(TIER_KEYS)), "Donor tiers in their order."),
    key("theme_options", Form::Open, "Options that the theme declares."),
    key("menu", Form::List(&Form::Table(MENU_KEYS)), "The menu."),
    key("sections", Form::Named(sections::KEYS), "Each folder of pages with a name of its own."),
    key("consent", Form::Table(CONSENT_KEYS), "Review of consents."),
    key("limits", Form::Table(limits::KEYS), "Largest files."),
];

/// Reads `site.toml`. `base_url`, where given, stands in for the file's. Where
/// the file has mistakes, which are reported, something stands in for what is
/// missing, so that the rest of the site is checked in the same run. `None`
/// only if there is no file.
pub fn load(tree: &Tree, base_url: Option<&BaseUrl>, problems: &mut Vec<Diagnostic>) -> Option<Config> {
    let Some(file) = SourcePath::new(PATH).ok().and_then(|path| tree.find(&path)) else {
        let place = SourcePath::new(PATH).ok()?;
        problems.push(
            Diagnostic::new(Code::ConfigMissing, place, "There is no site.toml in this folder.")
                .help("Run the command in the folder of the site, or name it with --root."),
        );
        return None;
    };
    let text = tree.text(file);
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        // A file that could not be read was reported when it was not.
        if matches!(tree.content(file), Content::Text(_)) {
            let problem = Diagnostic::new(Code::FileEmpty, file, "site.toml is empty.");
            problems.push(problem.help("Restore it from the history, or copy another site's and change it."));
        }
        return None;
    }
    let language = language_of(text);
    let before = problems.len();
    let fields = record::read(Source::whole(file, text, &language), KEYS, problems);
    deploy::hide(problems.get_mut(before..).unwrap_or_default());
    let fields = fields?;
    let base = base_url.cloned().or_else(|| base_of(&fields, problems));
    check_language(&fields, problems);
    check_time_zone(&fields, problems);
    let organisation = organisation(&fields, problems);
    let tiers = tiers(&fields, problems);
    let number = |table: &str, name: &str, default: usize| {
        fields.table(table).and_then(|t| t.int(name)).and_then(|n| usize::try_from(n.value).ok()).unwrap_or(default)
    };
    let consent = |name: &str, default| fields.table("consent").and_then(|t| t.int(name)).map_or(default, |n| n.value);
    let theme = fields.str("theme").unwrap_or_else(|| Spanned::new("showcase".to_owned(), fields.span_of("language")));
    Some(Config {
        title: fields.text("title").map(|title| title.value).unwrap_or_default(),
        base: base.unwrap_or_else(BaseUrl::unknown),
        time_zone: fields.str("time_zone").map_or_else(|| "UTC".to_owned(), |zone| zone.value),
        languages: editions::read(&fields),
        theme,
        description: fields.text("description"),
        allow_samples: fields.flag("allow_samples"),
        organisation: organisation.unwrap_or_default(),
        programme: Programme::read(&fields),
        interns_per_page: number("pagination", "interns", 24),
        facet_per_page: number("pagination", "facets", 0),
        feeds: Feeds::read(&fields),
        hosting: Hosting::read(&fields),
        deploy: deploy::read(&fields, problems),
        budget: Budget::read(&fields),
        lints: Lints::read(&fields, problems),
        security: Security::read(&fields, &language, problems),
        llms_txt: fields.flag("llms_txt"),
        cards: cards::read(&fields),
        tiers,
        sections: sections::read(&fields),
        menu: menu(&fields),
        review_months: consent("review_months", 24),
        warn_days: consent("warn_days", 60),
        quiet_small: fields.table("consent").is_some_and(|consent| consent.flag("quiet_small")),
        theme_option_spans: fields.open_spans("theme_options"),
        theme_options: fields.open("theme_options"),
        extra: fields.open("extra"),
        language,
    })
}

/// The default language has to be known before texts by language can be read.
/// A tag that is wrong stands for what it was meant to be: it is one mistake,
/// and not one for each text and word.
fn language_of(text: &str) -> String {
    let table = text.trim_start_matches('\u{feff}').parse::<toml::Table>().unwrap_or_default();
    let tag = table.get("language").and_then(toml::Value::as_str).unwrap_or("en");
    if language::is_tag(tag) { tag.to_owned() } else { language::meant(tag).unwrap_or_else(|| "en".to_owned()) }
}

fn base_of(fields: &Fields<'_>, problems: &mut Vec<Diagnostic>) -> Option<BaseUrl> {
    let url = fields.str("base_url")?;
    let base = BaseUrl::parse(&url.value);
    if base.is_none() {
        let message = format!("`base_url` is `{}`, which is no full web address.", url.value);
        problems.push(
            fields
                .problem(Code::BaseUrlInvalid, "base_url", message)
                .help("Write it as in https://stories.example.org/"),
        );
    }
    base
}

fn check_language(fields: &Fields<'_>, problems: &mut Vec<Diagnostic>) {
    let default = fields.str("language");
    let further = fields.names("languages");
    for tag in default.into_iter().chain(further).filter(|tag| !language::is_tag(&tag.value)) {
        problems.push(language::problem(&tag.value, tag.span));
    }
}

fn check_time_zone(fields: &Fields<'_>, problems: &mut Vec<Diagnostic>) {
    let Some(zone) = fields.str("time_zone") else { return };
    if jiff::tz::TimeZone::get(&zone.value).is_err() {
        let message = format!("`{}` is no time zone.", zone.value);
        let names: Vec<String> = jiff::tz::db().available().map(|name| name.to_string()).collect();
        let help = did_you_mean(&zone.value, names.iter().map(String::as_str))
            .unwrap_or_else(|| "Use a name of the IANA database, such as Europe/London or UTC.".to_owned());
        problems.push(Diagnostic::new(Code::ValueUnknown, zone.span, message).help(help));
    }
}

fn organisation(fields: &Fields<'_>, problems: &mut Vec<Diagnostic>) -> Option<Organisation> {
    let table = fields.table("organisation")?;
    let email = table.str("email");
    if let Some(email) = email.as_ref().filter(|email| !is_email(&email.value)) {
        let message = format!("`{}` is no e-mail address.", email.value);
        problems
            .push(Diagnostic::new(Code::EmailInvalid, email.span, message).help("Write it as in name@example.org."));
    }
    let url = table.str("url");
    if let Some(url) = &url {
        problems.extend(url_problem(url));
    }
    Some(Organisation { name: table.str("name")?.value, url: url.map(|u| u.value), email: email.map(|e| e.value) })
}

fn tiers(fields: &Fields<'_>, problems: &mut Vec<Diagnostic>) -> Vec<(String, Text)> {
    let tables = fields.tables("tiers");
    let ids: Vec<_> = tables.iter().filter_map(|tier| tier.str("id")).collect();
    for (at, id) in ids.iter().enumerate() {
        if let Some(first) = ids.iter().take(at).find(|first| first.value == id.value) {
            let message = format!("There are two tiers with the id `{}`.", id.value);
            problems.push(
                Diagnostic::new(Code::IdDuplicate, id.span, message)
                    .help("Give one of them another id, and put that into the donors' files.")
                    .related(first.span, "the first is here"),
            );
        }
    }
    tables.iter().filter_map(|tier| Some((tier.str("id")?.value, tier.text("title")?))).collect()
}

fn menu(fields: &Fields<'_>) -> Vec<MenuItem> {
    let tables = fields.tables("menu");
    tables.iter().filter_map(|item| Some(MenuItem { title: item.text("title")?, url: item.str("url")? })).collect()
}

/// What is wrong with another site's address in a record, if anything.
pub fn url_problem(url: &Spanned<String>) -> Option<Diagnostic> {
    let web = Uri::parse(url.value.as_str())
        .ok()
        .filter(|uri| matches!(uri.scheme().as_str().to_ascii_lowercase().as_str(), "http" | "https"))
        .and_then(|uri| uri.authority())
        .is_some_and(|authority| !authority.host().is_empty());
    (!web).then(|| {
        let message = format!("`{}` is no web address.", url.value);
        Diagnostic::new(Code::UrlInvalid, url.span, message).help("Write the full address, beginning with https://.")
    })
}

pub(crate) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let word = |part: &str, more: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c))
    };
    word(local, ".+-_") && domain.contains('.') && domain.split('.').all(|part| word(part, "-"))
}
