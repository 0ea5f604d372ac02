//! Makes every planned file, in parallel, and hands each to the sink as soon
//! as it is made, so that memory never holds the whole site.

mod packed;
mod sink;
mod theme_files;
mod variants;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::{Mutex, OnceLock, PoisonError};

use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};

pub use self::packed::{PACKED, Packed};
pub use self::sink::{CardsAre, Memory, Sink, Step};

use self::variants::Batch;
use crate::asset::map;
use crate::asset::picture::{self, Owner, Pictures};
use crate::consent::published::Published;
use crate::diagnostic::{Code, Diagnostic};
use crate::format::{feed, host, llms, security, sitemap, table};
use crate::hash::{Hash128, Hasher};
use crate::pages::{self, Cards, Feeds, Maker, ThemeFiles, Version};
use crate::path::{OutPath, SourcePath, Url};
use crate::plan::Plan;
use crate::recipe::Recipe;
use crate::route::{Routes, Subject};
use crate::seal::PROGRAM;
use crate::theme::{StaticSource, Theme};
use crate::tree::{Blobs, Tree};

/// What pages are made from.
#[derive(Debug, Clone, Copy)]
pub struct Material<'a> {
    /// What is public.
    pub published: &'a Published,
    /// The theme.
    pub theme: &'a Theme,
    /// The same in each further language.
    pub further: &'a [Version],
    /// Pictures in use.
    pub pictures: &'a Pictures,
    /// The sources, for the theme's own files.
    pub tree: &'a Tree,
}

impl<'a> Material<'a> {
    /// The material of a language, by its place among the languages.
    pub fn edition(self, number: usize) -> Self {
        match number.checked_sub(1).and_then(|further| self.further.get(further)) {
            Some(Version { published, theme }) => Self { published, theme, ..self },
            None => self,
        }
    }

    /// Whoever makes the pages of each language, the default first.
    ///
    /// # Errors
    /// A template of what all pages share failed.
    pub fn makers(self, plan: &'a Plan) -> Result<Vec<Maker<'a>>, Diagnostic> {
        let themes = std::iter::once(self.theme).chain(self.further.iter().map(|version| &version.theme));
        let names: Vec<String> = themes.map(|theme| theme.words().get("say_language").to_owned()).collect();
        let maker = |number: usize| {
            let Self { published, theme, pictures, tree, .. } = self.edition(number);
            let (files, cards) = plan.files(number);
            Maker::new((published, &names), theme, pictures, files, cards, tree)
        };
        (0..=self.further.len()).map(maker).collect()
    }
}

/// Files that somebody waits for, and who is told when they are made.
#[derive(Clone, Copy)]
pub struct First<'a> {
    /// Whether a file is one of them; files that pages refer to are.
    pub wanted: &'a (dyn Fn(&OutPath) -> bool + Sync),
    /// Called when all of them are made and nothing was wrong with any.
    pub made: &'a dyn Fn(),
}

impl std::fmt::Debug for First<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("First").finish_non_exhaustive()
    }
}

/// Makes all files that the sink does not have, some of them `first`. `watch`
/// is told of each.
pub fn render(
    material: Material<'_>,
    plan: &Plan,
    blobs: &dyn Blobs,
    sink: &dyn Sink,
    first: Option<First<'_>>,
    watch: &(dyn Fn(Step<'_>) + Sync),
) -> Vec<Diagnostic> {
    let makers = match material.makers(plan) {
        Ok(makers) => makers,
        Err(problem) => return vec![problem],
    };
    let kitchen = Kitchen::new(material, plan, &makers, blobs, watch);
    let mut problems = Vec::new();
    let mut rest: Vec<&(OutPath, Recipe)> = plan.outputs.iter().collect();
    let pictures = kitchen.lacking(variants::batches(&mut rest), sink);
    if let Some(First { wanted, made }) = first {
        let (soon, later) = rest.into_iter().partition(|(out, recipe)| recipe.is_asset() || wanted(out));
        let sound = |problems: &[Diagnostic]| problems.is_empty() && failure(&makers).is_none();
        problems.extend(kitchen.serve_all(soon, sink));
        if sound(&problems) {
            made();
        }
        problems.extend(kitchen.serve_all(later, sink));
        // Nobody need wait for a picture to read.
        if !pictures.is_empty() && sound(&problems) {
            made();
        }
        problems.extend(kitchen.vary_all(&pictures, sink));
    } else {
        let (made, varied) = rayon::join(|| kitchen.serve_all(rest, sink), || kitchen.vary_all(&pictures, sink));
        problems.extend(made.into_iter().chain(varied));
    }
    if problems.is_empty() { failure(&makers).into_iter().collect() } else { problems }
}

/// Makes the pages that somebody waits for before all is planned, but those
/// that name what is not. Whether nothing was wrong with any; what was, the
/// whole run will meet.
pub fn render_ahead(
    material: Material<'_>,
    plan: &Plan,
    blobs: &dyn Blobs,
    sink: &dyn Sink,
    wanted: &(dyn Fn(&OutPath) -> bool + Sync),
) -> bool {
    let Ok(makers) = material.makers(plan) else { return false };
    let kitchen = Kitchen::new(material, plan, &makers, blobs, &|_| {});
    let is_wanted = |(out, recipe): &&(OutPath, Recipe)| match recipe.inner().1 {
        Recipe::Page(target) => !Plan::waits(target) && wanted(out),
        recipe => recipe.is_asset(),
    };
    let problems = kitchen.serve_all(plan.outputs.iter().filter(is_wanted).collect(), sink);
    problems.is_empty() && failure(&makers).is_none()
}

/// What kept a part of a page from being made, if anything did.
fn failure(makers: &[Maker<'_>]) -> Option<Diagnostic> {
    makers.iter().find_map(Maker::failure)
}

fn not_kept(out: &OutPath, error: &io::Error) -> Diagnostic {
    Diagnostic::new(Code::OutputFailed, SourcePath::from(out), format!("{out} could not be written: {error}."))
}

struct Kitchen<'a> {
    material: Material<'a>,
    plan: &'a Plan,
    maker: &'a Maker<'a>,
    /// All makers, for the sitemap.
    makers: &'a [Maker<'a>],
    /// Those of further languages.
    further: Vec<Kitchen<'a>>,
    files: &'a ThemeFiles,
    cards: &'a Cards,
    blobs: &'a dyn Blobs,
    /// The files of the sitemap, made by whichever comes first.
    sitemap: OnceLock<BTreeMap<String, String>>,
    feeds: Feeds<'a>,
    /// Templates of cards of which one was looked at.
    looked_at: Mutex<BTreeSet<&'static str>>,
    watch: &'a (dyn Fn(Step<'_>) + Sync),
}

impl<'a> Kitchen<'a> {
    fn new(
        material: Material<'a>,
        plan: &'a Plan,
        makers: &'a [Maker<'a>],
        blobs: &'a dyn Blobs,
        watch: &'a (dyn Fn(Step<'_>) + Sync),
    ) -> Self {
        let kitchen = |(number, maker): (usize, &'a Maker<'a>)| {
            let (files, cards) = plan.files(number);
            Self {
                material: material.edition(number),
                plan,
                maker,
                makers,
                further: Vec::new(),
                files,
                cards,
                blobs,
                sitemap: OnceLock::new(),
                feeds: Feeds::new(maker),
                looked_at: Mutex::default(),
                watch,
            }
        };
        let mut all: Vec<Self> = makers.iter().enumerate().map(kitchen).collect();
        let further = all.split_off(1);
        let first = all.pop();
        #[expect(clippy::expect_used, reason = "every site has its default language")]
        let first = first.expect("a maker of the default language");
        Self { further, ..first }
    }
}

impl Kitchen<'_> {
    fn serve_all(&self, files: Vec<&(OutPath, Recipe)>, sink: &dyn Sink) -> Vec<Diagnostic> {
        let made = files.par_iter().map_init(Vec::new, |page, (out, recipe)| {
            let result = self.serve(out, recipe, sink, page);
            (self.watch)(Step::Done);
            result.err()
        });
        made.flatten().collect()
    }

    /// The variants that the sink lacks.
    fn lacking<'p>(&self, batches: Vec<Batch<'p>>, sink: &dyn Sink) -> Vec<Batch<'p>> {
        let lacks = |mut batch: Batch<'p>| {
            let all = batch.len();
            let lacks = batch.lacks(sink);
            (batch.len()..all).for_each(|_| (self.watch)(Step::Done));
            lacks.then_some(batch)
        };
        batches.into_par_iter().filter_map(lacks).collect()
    }

    /// Makes variants. A picture is much work, so each goes to whoever is free.
    fn vary_all(&self, batches: &[Batch<'_>], sink: &dyn Sink) -> Vec<Diagnostic> {
        let made = batches.par_iter().with_max_len(1).map(|batch| {
            let result = batch.serve(self.blobs, sink);
            (0..batch.len()).for_each(|_| (self.watch)(Step::Done));
            result.err()
        });
        made.flatten().collect()
    }

    /// Makes a file and gives it to the sink, unless that has it. `page` is a
    /// buffer that is used again and again.
    fn serve(&self, out: &OutPath, recipe: &Recipe, sink: &dyn Sink, page: &mut Vec<u8>) -> Result<(), Diagnostic> {
        if let Recipe::In(edition, inner) = recipe {
            let kitchen = edition.checked_sub(1).and_then(|further| self.further.get(further));
            return kitchen.map_or(Ok(()), |kitchen| kitchen.serve(out, inner, sink, page));
        }
        let put = |key: Hash128, bytes: &[u8]| sink.put(out, key, bytes).map_err(|error| not_kept(out, &error));
        if let Recipe::Page(target) = recipe {
            let Some(draft) = pages::draft(self.maker, target) else { return Ok(()) };
            if sink.has(out, draft.key) {
                return Ok(());
            }
            page.clear();
            (self.watch)(Step::Page(draft.template()));
            draft.render(self.maker, page)?;
            (self.watch)(Step::Made(draft.template(), page.len()));
            // A part that failed is missing in it.
            return match self.maker.failure() {
                Some(problem) => Err(problem),
                None => put(draft.key, page),
            };
        }
        if let Recipe::Card(subject) = recipe {
            return self.card(out, *subject, sink);
        }
        if let Some(key) = self.key(recipe) {
            return if sink.has(out, key) { Ok(()) } else { put(key, &self.make(recipe)?) };
        }
        let bytes = self.make(recipe)?;
        put(Hash128::of(&bytes), &bytes)
    }

    /// Draws a card, unless the sink has it or does without.
    fn card(&self, out: &OutPath, subject: Subject, sink: &dyn Sink) -> Result<(), Diagnostic> {
        let Material { published, theme, pictures, .. } = self.material;
        let Some(key) = self.cards.get(subject).map(|card| card.key) else { return Ok(()) };
        sink.uses(key);
        if sink.has(out, key) {
            return Ok(());
        }
        let put = |bytes: &[u8]| sink.put(out, key, bytes).map_err(|error| not_kept(out, &error));
        let Some(drawing) = pages::drawing(published, theme, pictures, subject) else { return Ok(()) };
        let template = drawing.template();
        match sink.cards() {
            CardsAre::PutOff => {
                sink.put_off(out, key, drawing);
                Ok(())
            }
            CardsAre::LookedAt => {
                let mut seen = self.looked_at.lock().unwrap_or_else(PoisonError::into_inner);
                if seen.insert(template) { drawing.check() } else { Ok(()) }
            }
            CardsAre::Drawn => {
                if let Some(bytes) = sink.kept(key) {
                    return put(&bytes);
                }
                (self.watch)(Step::Page(template));
                let bytes = drawing.draw(self.blobs)?;
                (self.watch)(Step::Made(template, bytes.len()));
                sink.keep(key, &bytes);
                put(&bytes)
            }
        }
    }

    /// The key of a file that costs more to make than to name.
    fn key(&self, recipe: &Recipe) -> Option<Hash128> {
        let Material { theme, tree, .. } = self.material;
        if let Recipe::Search(number) = recipe {
            return self.files.search.as_ref()?.files.get(*number).map(|file| file.key);
        }
        let file = match recipe {
            Recipe::Picture(source) | Recipe::Copy(source) => tree.find(source)?,
            Recipe::ThemeFile(index) => match theme.statics().get(*index)?.source {
                StaticSource::File(file) => file,
                StaticSource::Embedded(_) => return None,
            },
            Recipe::Atom(channel) => return Some(self.feeds.key(*channel, feed::ATOM_FORM)),
            Recipe::JsonFeed(channel) => return Some(self.feeds.key(*channel, feed::JSON_FORM)),
            Recipe::Icon(icon) => return self.icon_key(*icon),
            Recipe::Csv(name) => return pages::table_key(self.maker, name, "csv 1"),
            Recipe::Json(name) => return pages::table_key(self.maker, name, "json 1"),
            _ => return None,
        };
        // Known since each was looked at.
        let hash = tree.hash(file)?;
        Some(Hasher::new().part(PROGRAM.as_bytes()).part(&hash.to_bytes()).finish())
    }

    fn make(&self, recipe: &Recipe) -> Result<Vec<u8>, Diagnostic> {
        let Material { published, theme, pictures, .. } = self.material;
        let config = &published.config;
        let text = match recipe {
            // Served without coming here.
            Recipe::Page(_) | Recipe::Card(_) | Recipe::Variant(..) | Recipe::In(..) => String::new(),
            Recipe::Picture(source) => {
                return pictures.get(source).map_or(Ok(Vec::new()), |picture| picture::cleaned(picture, self.blobs));
            }
            Recipe::Copy(source) => return picture::copied(source, Owner::Site, self.blobs),
            Recipe::ThemeFile(index) => return self.theme_file(*index),
            Recipe::Icon(icon) => return self.icon(*icon),
            Recipe::WebManifest => pages::web_manifest(published),
            Recipe::Style => theme.style().to_owned(),
            Recipe::Script => theme.script().to_owned(),
            Recipe::SearchScript => theme.search_script().to_owned(),
            Recipe::Land => map::LAND.to_owned(),
            Recipe::Directory => {
                return Ok(self.files.directory.as_ref().map(|file| file.bytes.clone()).unwrap_or_default());
            }
            Recipe::Search(number) => return Ok(pages::search_file(self.maker, *number)),
            Recipe::Atom(channel) => feed::atom(&self.feeds.feed(*channel)),
            Recipe::JsonFeed(channel) => feed::json(&self.feeds.feed(*channel)),
            Recipe::Csv(name) => return Ok(pages::with_table(self.maker, name, table::csv).unwrap_or_default()),
            Recipe::Json(name) => pages::with_table(self.maker, name, table::json).unwrap_or_default(),
            Recipe::TableSchema => pages::table_schema(self.maker),
            Recipe::Sitemap(name) => {
                let files = self.sitemap.get_or_init(|| sitemap_files(self.makers, self.plan));
                files.get(name).cloned().unwrap_or_default()
            }
            Recipe::Security => config
                .security
                .as_ref()
                .map(|said| security::security(said, &absolute(published, &format!("/{}", security::FILE))))
                .unwrap_or_default(),
            Recipe::Llms => llms::text(&pages::overview(self.maker)),
            Recipe::Robots => host::robots(&absolute(published, "/sitemap.xml")),
            Recipe::Headers => host::headers(&config.base.path, config.hosting),
            Recipe::Redirects => host::redirects(&pages::redirects(published)),
            Recipe::Nginx => host::nginx(&config.base.path, &pages::redirects(published), config.hosting),
            Recipe::Caddy => host::caddy(&config.base.path, &pages::redirects(published), config.hosting),
            Recipe::Apache => host::apache(&config.base.path, &pages::redirects(published), config.hosting),
        };
        Ok(text.into_bytes())
    }
}

fn sitemap_files(makers: &[Maker<'_>], plan: &Plan) -> BTreeMap<String, String> {
    let locations = pages::sitemap(makers, &plan.targets);
    let address =
        |name: &str| makers.first().map_or_else(String::new, |maker| absolute(maker.published(), &format!("/{name}")));
    sitemap::files(&locations, plan.in_a_sitemap, address).into_iter().collect()
}

fn absolute(published: &Published, path: &str) -> String {
    let routes = Routes::new(published);
    let link = Url::new(path).map(|url| routes.link(&url)).unwrap_or_default();
    routes.absolute_of(&link)
}
