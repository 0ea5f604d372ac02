//! The pipeline: sources and a date in, a site out.
//!
//! Reaches the world through its arguments only. The same call serves build,
//! check and preview; they differ in the sink.

mod account;
mod checking;
mod last;
mod loading;
mod themes;
mod warm;
mod weighing;
mod wordlists;

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::asset::picture::{self, Copied, Owner, Pictures, Seen};
use crate::config::{self, BaseUrl, Config, Level};
use crate::consent::published::Published;
use crate::consent::{self, Change, Gate, Gated, Searched};
use crate::diagnostic::Diagnostic;
use crate::lints::{self, Known, Reach};
use crate::pages::{self, Origin, ToSearch, Version};
use crate::path::{OutPath, SourcePath};
use crate::plan::{self, Plan};
use crate::render::{self, First, Material, Sink, Step};
use crate::seal::PROGRAM;
use crate::site::{Ahead, Loaded, Places, RecordCache, Site};
use crate::text::FileId;
use crate::theme::Theme;
use crate::tree::{Blobs, Content, Tree};

pub use account::{Account, Shown, account, consents, translations};
pub use checking::Checking;
pub use last::{Last, inputs};
pub use warm::{Changed, Checked, Warm};
pub use weighing::Weighing;

use loading::load;
use wordlists::Wordlists;

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
    /// Whether files are to lie there compressed too.
    pub precompress: bool,
    /// What becomes of the list of known findings.
    pub known: Known,
}

/// A site that is checked and ready to be made.
#[derive(Debug)]
pub struct Ready {
    published: Published,
    theme: Theme,
    further: Vec<Version>,
    pictures: Pictures,
    plan: Plan,
    kept: Kept,
    next: Option<Change>,
    weighing: Weighing,
    checking: Checking,
    known: Known,
}

/// What a run leaves to later ones, as files.
#[derive(Debug, Clone, Default)]
pub struct Kept {
    /// What the files of records gave; `None` if what the run was given says
    /// all of it.
    pub records: Option<Vec<u8>>,
    /// What looking at pictures told; `None` likewise.
    pub pictures: Option<Vec<u8>>,
    /// What reading texts for the search index gave; `None` likewise.
    pub words: Option<Vec<u8>>,
}

impl Ready {
    /// How many pages the site has.
    pub fn pages(&self) -> usize {
        self.plan.targets.len() * (self.further.len() + 1)
    }

    /// How many files the site has.
    pub fn files(&self) -> usize {
        self.plan.outputs.len()
    }

    /// Where its files go.
    pub fn paths(&self) -> impl Iterator<Item = &OutPath> {
        self.plan.outputs.iter().map(|(out, _)| out)
    }

    /// What later runs need not do again.
    pub fn take_kept(&mut self) -> Kept {
        std::mem::take(&mut self.kept)
    }

    /// When the site changes next by itself.
    pub fn next(&self) -> Option<Change> {
        self.next
    }

    /// What is published.
    pub fn published(&self) -> &Published {
        &self.published
    }

    /// Gives the problems of the whole run, pages made, the weight that they
    /// have on this site; [`lints::stops`] says whether they stop it. Returns
    /// how many entries of the list of known findings match nothing.
    pub fn settle(&self, tree: &Tree, problems: &mut Vec<Diagnostic>) -> usize {
        lints::settle(&self.published.config.lints, self.known, tree, Reach::Made, problems)
    }

    /// Makes every file and looks at it. What fails is reported; the caller drops
    /// the rest. What is wrong with what was made, `checking` knows.
    pub fn render(
        &self,
        tree: &Tree,
        blobs: &dyn Blobs,
        sink: &dyn Sink,
        watch: &(dyn Fn(Step<'_>) + Sync),
    ) -> Vec<Diagnostic> {
        let Self { published, plan, .. } = self;
        let material = self.material(tree);
        let render = |sink: &dyn Sink| render::render(material, plan, blobs, sink, None, watch);
        let again = |sink: &dyn Sink| render::render(material, plan, blobs, sink, None, &|_| ());
        let weighed = |sink: &dyn Sink| self.weighing.around(published, plan, sink, &render);
        self.checking.around(material, (plan, blobs), sink, &weighed, &again)
    }

    /// The same for those who want to know which files there are: none is looked
    /// at.
    pub fn list(&self, tree: &Tree, blobs: &dyn Blobs, sink: &dyn Sink) -> Vec<Diagnostic> {
        render::render(self.material(tree), &self.plan, blobs, sink, None, &|_| ())
    }

    /// What is known of the output.
    pub fn checking(&mut self) -> &mut Checking {
        &mut self.checking
    }

    /// Whether pages are weighed.
    pub fn has_budget(&self) -> bool {
        !self.published.config.budget.is_empty()
    }

    /// What pages weigh, for whoever sets a budget.
    pub fn weighing(&mut self) -> &mut Weighing {
        &mut self.weighing
    }

    /// The same with some files first.
    pub fn render_first(
        &self,
        tree: &Tree,
        blobs: &dyn Blobs,
        sink: &dyn Sink,
        first: First<'_>,
        watch: &(dyn Fn(Step<'_>) + Sync),
    ) -> Vec<Diagnostic> {
        render::render(self.material(tree), &self.plan, blobs, sink, Some(first), watch)
    }

    /// Where each page comes from, in the order of pages.
    pub fn origins(&self, tree: &Tree) -> Vec<Origin> {
        let all = std::iter::once(&self.published).chain(self.further.iter().map(|version| &version.published));
        let of = |published| move |target| pages::origin(published, tree, target);
        all.flat_map(|published| self.plan.targets.iter().filter_map(of(published))).collect()
    }

    fn material<'r>(&'r self, tree: &'r Tree) -> Material<'r> {
        let Self { published, theme, further, pictures, .. } = self;
        Material { published, theme, further, pictures, tree }
    }

    /// The day that it is made for.
    pub fn date(&self) -> Date {
        self.published.date
    }
}

/// What an earlier run leaves to a check.
struct Before<'b> {
    records: &'b RecordCache,
    seen: &'b Seen,
    words: &'b Wordlists,
    theme: Option<warm::Known>,
    places: Option<Arc<Places>>,
    /// Everything, read before these files changed.
    ahead: Option<(Ahead, &'b [FileId])>,
}

/// What a check gives.
struct After {
    records: RecordCache,
    seen: Seen,
    published: Published,
    pictures: Pictures,
    theme: Option<Theme>,
    /// The site in further languages; empty without a theme.
    further: Vec<Version>,
    /// Whether nothing is to be said about the theme.
    sound: bool,
    plan: Option<Plan>,
    next: Option<Change>,
    places: Option<Arc<Places>>,
}

/// Checks everything. `None` when something stops the build, which is among
/// the problems; with `strict` every problem does. The tree gains the files of
/// built-in themes. `kept` is what an earlier run left for later ones, if there
/// is any. `reached` is called at the end of each stage.
pub fn prepare(
    tree: &mut Tree,
    blobs: &dyn Blobs,
    request: &Request,
    kept: Kept,
    problems: &mut Vec<Diagnostic>,
    reached: &dyn Fn(Stage),
) -> Option<Ready> {
    let mut config = config::load(tree, request.base_url.as_ref(), problems)?;
    config.hosting.precompressed = request.precompress;
    reached(Stage::Config);
    let gate = Gate { today: day(request.today, &config), drafts: request.drafts };
    let form = form(tree, request);
    let records = RecordCache::of_file(kept.records.unwrap_or_default(), &form);
    let seen = Seen::of_file(&kept.pictures.unwrap_or_default());
    let words = Wordlists::of_file(&kept.words.unwrap_or_default(), &config.language);
    let before = Before { records: &records, seen: &seen, words: &words, theme: None, places: None, ahead: None };
    let onlookers = Onlookers { records: &mut |_| {}, planned: &|_, _| {}, reached };
    let After { records: cache, seen: now, published, pictures, theme, further, plan, next, .. } =
        check(tree, blobs, (config, gate), before, onlookers, problems);
    lints::settle(&published.config.lints, request.known, tree, Reach::Stopped, problems);
    let (theme, plan) = theme.zip(plan)?;
    (!lints::stops(problems, request.strict)).then(|| {
        let pictures_seen = (now != seen).then(|| now.to_file());
        let words = plan.index().and_then(wordlists::file);
        let kept = Kept { records: cache.into_file(&records, &form), pictures: pictures_seen, words };
        let (weighing, checking, known) = (Weighing::default(), Checking::default(), request.known);
        Ready { kept, published, theme, further, pictures, plan, next, weighing, checking, known }
    })
}

/// Who looks on while a check runs.
struct Onlookers<'o> {
    /// Sees the records before the gate does.
    records: &'o mut dyn FnMut(&Site),
    /// Sees a sound site whose plan still lacks what scripts search.
    planned: &'o dyn Fn(Material<'_>, &Plan),
    /// Is told the end of each stage.
    reached: &'o dyn Fn(Stage),
}

/// Steps 2 to 5.
fn check(
    tree: &mut Tree,
    blobs: &dyn Blobs,
    (config, gate): (Config, Gate),
    mut before: Before<'_>,
    Onlookers { records: look, planned, reached }: Onlookers<'_>,
    problems: &mut Vec<Diagnostic>,
) -> After {
    let Loaded { site, cache: mut records, recalled, places } = load(tree, config, gate, &mut before, problems);
    look(&site);
    reached(Stage::Load);
    let searched = Searched { names: before.records.names(), file: &recalled };
    let Gated { published, names, naming, next } = consent::gate(site, tree, gate, searched, problems);
    records.searched_for(names);
    records.forget(&naming);
    reached(Stage::Gate);
    let (known, told) = (before.theme.and_then(|known| known.fit_for(&published)), problems.len());
    let (theme, further) = known.map_or_else(
        || {
            tree.forget_added();
            themes::load(tree, &published, problems)
        },
        |(theme, further)| (Some(theme), further),
    );
    let further = themes::versions(&published, further);
    // Cards of all languages share their fonts.
    if let Some(cards) = theme.as_ref().and_then(Theme::cards).filter(|_| !published.config.cards.is_empty()) {
        cards.open(tree, blobs, problems);
    }
    let sound = problems.len() == told;
    reached(Stage::Theme);
    let copied = copied(&published, theme.as_ref(), tree);
    let (pictures, seen) = picture::inspect(&published, &copied, tree, blobs, before.seen, problems);
    reached(Stage::Pictures);
    let files = records.files();
    let (lexicon, kept) = (&before.words.lexicon, &before.words.kept);
    let keeps = |file: FileId| files.contains(&file);
    let to_search = ToSearch { published: &published, pictures: &pictures, tree, lexicon, kept, keeps: &keeps };
    let mut plan = plan::plan((&published, &further), theme.as_ref(), &pictures, tree, problems);
    if let Some((theme, plan)) = theme.as_ref().zip(plan.as_mut()) {
        // What a comment allows counts too: then these pages only come later.
        if !problems.iter().any(|problem| published.config.lints.level(problem.code) == Level::Deny) {
            planned(Material { published: &published, theme, further: &further, pictures: &pictures, tree }, plan);
        }
        plan.add_searched(&to_search, theme, problems);
        themes::add_searched(plan, &to_search, &further, problems);
    }
    reached(Stage::Plan);
    After { records, seen, published, pictures, theme, further, sound, plan, next, places }
}

/// Everything that decides what a record gives, its own bytes and the day apart.
fn form(tree: &Tree, request: &Request) -> String {
    let config = SourcePath::new(config::PATH).ok().and_then(|path| tree.find(&path)).and_then(|file| tree.hash(file));
    let config = config.map(|hash| hash.to_string()).unwrap_or_default();
    format!("records 2 {PROGRAM} {config} {}", request.drafts)
}

/// The day of a run; `None` where the settings cannot be used.
pub fn today(tree: &Tree, request: &Request, problems: &mut Vec<Diagnostic>) -> Option<Date> {
    config::load(tree, request.base_url.as_ref(), problems).map(|config| day(request.today, &config))
}

fn day(today: Today, config: &Config) -> Date {
    match today {
        Today::On(date) => date,
        // The zone was checked with the rest of the configuration.
        Today::At(moment) => TimeZone::get(&config.time_zone).unwrap_or(TimeZone::UTC).to_datetime(moment).date(),
    }
}

/// The files that keep their names, of the site and of the theme on disk.
fn copied(published: &Published, theme: Option<&Theme>, tree: &Tree) -> Vec<Copied> {
    let own = published.statics.iter().map(|file| (file.file, Owner::Site));
    let is_blob = |file: &FileId| matches!(tree.content(*file), Content::Blob { .. });
    let of_theme = theme.into_iter().flat_map(Theme::static_files).filter(is_blob).map(|file| (file, Owner::Theme));
    own.chain(of_theme).map(|(file, owner)| Copied { source: tree.path(file).clone(), file, owner }).collect()
}
