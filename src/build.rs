//! The pipeline: sources and a date in, a site out.
//!
//! Reaches the world through its arguments only. The same call serves build,
//! check and preview; they differ in the sink.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::asset::picture::{self, Pictures};
use crate::config::{self, BaseUrl, Config};
use crate::consent::published::Published;
use crate::consent::{self, Gate};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::pages;
use crate::plan::{self, Plan};
use crate::render::{self, Material, Sink};
use crate::site;
use crate::theme::{self, Theme};
use crate::tree::{Blobs, Tree};

/// The day that a site is built for.
#[derive(Debug, Clone, Copy)]
pub enum Today {
    /// This day.
    On(Date),
    /// The day that it is at this moment in the site's time zone.
    At(Timestamp),
}

/// The stages of a build, in order, for those who measure them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Configuration.
    Config,
    /// Records, Markdown, references.
    Load,
    /// What may be published.
    Gate,
    /// Templates, strings, styles.
    Theme,
    /// Pictures looked at.
    Pictures,
    /// Files and addresses.
    Plan,
}

impl Stage {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Config => "config",
            Self::Load => "load",
            Self::Gate => "gate",
            Self::Theme => "theme",
            Self::Pictures => "pictures",
            Self::Plan => "plan",
        }
    }
}

/// What a run is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// The day.
    pub today: Today,
    /// Stands in for the `base_url` of site.toml.
    pub base_url: Option<BaseUrl>,
    /// Whether warnings stop the build.
    pub strict: bool,
    /// Whether drafts are shown.
    pub drafts: bool,
}

/// A site that is checked and ready to be made.
#[derive(Debug)]
pub struct Ready {
    published: Published,
    theme: Theme,
    pictures: Pictures,
    plan: Plan,
}

impl Ready {
    /// How many pages the site has.
    pub fn pages(&self) -> usize {
        self.plan.targets.len()
    }

    /// How many files the site has.
    pub fn files(&self) -> usize {
        self.plan.outputs.len()
    }

    /// What is published.
    pub fn published(&self) -> &Published {
        &self.published
    }

    /// Makes every file. What fails is reported; the caller drops the rest.
    pub fn render(&self, tree: &Tree, blobs: &dyn Blobs, sink: &dyn Sink, done: &(dyn Fn() + Sync)) -> Vec<Diagnostic> {
        let Self { published, theme, pictures, plan } = self;
        render::render(Material { published, theme, pictures, tree }, plan, blobs, sink, done)
    }
}

/// Checks everything. `None` when something stops the build, which is among
/// the problems; with `strict` every problem does. The tree gains the files of
/// built-in themes. `reached` is called at the end of each stage.
pub fn prepare(
    tree: &mut Tree,
    blobs: &dyn Blobs,
    request: &Request,
    problems: &mut Vec<Diagnostic>,
    reached: &dyn Fn(Stage),
) -> Option<Ready> {
    let config = config::load(tree, request.base_url.as_ref(), problems)?;
    reached(Stage::Config);
    let gate = Gate { today: day(request.today, &config), drafts: request.drafts };
    let site = site::load(tree, config, problems);
    reached(Stage::Load);
    let published = consent::gate(site, tree, gate, problems);
    reached(Stage::Gate);
    let theme = load_theme(tree, &published, problems);
    reached(Stage::Theme);
    let pictures = picture::inspect(&published, blobs, problems);
    reached(Stage::Pictures);
    let plan = plan::plan(&published, theme.as_ref(), &pictures, tree, problems);
    reached(Stage::Plan);
    let (theme, plan) = theme.zip(plan)?;
    let stops = |problem: &Diagnostic| request.strict || problem.severity == Severity::Error;
    let stopped = problems.iter().any(stops);
    (!stopped).then_some(Ready { published, theme, pictures, plan })
}

fn day(today: Today, config: &Config) -> Date {
    match today {
        Today::On(date) => date,
        // The zone was checked with the rest of the configuration.
        Today::At(moment) => TimeZone::get(&config.time_zone).unwrap_or(TimeZone::UTC).to_datetime(moment).date(),
    }
}

fn load_theme(tree: &mut Tree, published: &Published, problems: &mut Vec<Diagnostic>) -> Option<Theme> {
    let config = &published.config;
    let kinds = pages::template_kinds(published);
    let name = &config.theme;
    let theme = theme::load(tree, &name.value, name.span.into(), &config.language, &kinds, problems)?;
    problems.extend(theme.option_problems(&config.theme_options, &config.theme_option_spans, name.span));
    // A language without any word has been reported as one problem.
    let lacking = if theme.words().keys().next().is_some() { theme.words().lacking() } else { Vec::new() };
    if let Some(first) = lacking.first() {
        let message = format!("The theme lacks {} words that pages need, `{first}` first.", lacking.len());
        let help = format!("Add them to its i18n/{}.toml; the built-in theme's en.toml has the list.", config.language);
        problems.push(Diagnostic::new(Code::UiStringMissing, name.span, message).help(help));
    }
    Some(theme)
}
