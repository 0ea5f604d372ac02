//! How long the stages of a build take, over a small made-up site.
//!
//! `cargo bench` measures; `cargo bench -- --test` runs each once. The site is
//! one of 200 stories from scripts/corpus.py, which needs Python 3; with
//! `SHOWCASE_BENCH_SITE=DIR` it is the one in DIR, on the same day. What it
//! costs to write files is not measured here: scripts/compare-speed measures
//! whole builds.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "a benchmark reaches the world and stops where it cannot go on"
)]

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::AtomicUsize;

use criterion::{BatchSize, BenchmarkGroup, Criterion, Throughput, measurement::WallTime};
use jiff::civil::{Date, date};

use showcase::asset::picture::{self, Seen};
use showcase::build::{Kept, Ready, Request, Today, inputs, prepare};
use showcase::config;
use showcase::consent::{self, Gate, Gated, Searched, Terms};
use showcase::diagnostic::{Diagnostic, Severity};
use showcase::disk::held::Held;
use showcase::disk::{self, Root};
use showcase::front_matter;
use showcase::hash::Hash128;
use showcase::lints::Known;
use showcase::markdown;
use showcase::pages;
use showcase::path::{OutPath, SourcePath};
use showcase::plan;
use showcase::render::Sink;
use showcase::site::{self, Loaded, Loading, Record, RecordCache};
use showcase::text::{FileId, Origin, Span};
use showcase::theme;
use showcase::tree::Tree;

/// The program's own, so that the figures are like its.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// All of the made-up site is public on this day.
const DAY: Date = date(2026, 1, 2);
const STORIES: usize = 200;
const REQUEST: Request = Request {
    today: Today::On(DAY),
    base_url: None,
    strict: false,
    drafts: false,
    precompress: false,
    known: Known::Heed,
};
const GATE: Gate = Gate { today: DAY, drafts: false };

fn main() {
    let site = Place::new();
    let mut criterion = Criterion::default().sample_size(20).configure_from_args();
    texts(&mut criterion, &site);
    let mut stages = criterion.benchmark_group("site");
    stages.throughput(Throughput::Elements(site.stories()));
    reading(&mut stages, &site);
    loading(&mut stages, &site);
    planning(&mut stages, &site);
    preparing(&mut stages, &site);
    rendering(&mut stages, &site);
    stages.finish();
    criterion.final_summary();
}

type Stages<'a> = BenchmarkGroup<'a, WallTime>;

/// One story, and one block of code.
fn texts(criterion: &mut Criterion, site: &Place) {
    let story = site.story();
    let body = front_matter::split(FileId(0), &story).expect("a story of the site").body;
    let origin = Origin::verbatim(Span::new(FileId(0), body.clone()));
    let body = story.get(body).expect("a part of the story");
    let mut group = criterion.benchmark_group("text");
    group.throughput(Throughput::Bytes(body.len() as u64));
    group.bench_function("markdown", |bench| bench.iter(|| markdown::parse(body, &origin, &mut Vec::new())));
    group.throughput(Throughput::Bytes(CODE.len() as u64));
    let code = |number: usize| CODE.replace("{n}", &number.to_string());
    let known = code(0);
    group.bench_function("highlight/known lines", |bench| bench.iter(|| markdown::highlight("python", &known)));
    // Numbers that never come again, so that no line has been coloured before.
    let mut number = 0;
    let mut next = || {
        number += 1;
        code(number)
    };
    group.bench_function("highlight/new lines", |bench| {
        bench.iter_batched(&mut next, |code| markdown::highlight("python", &code), BatchSize::SmallInput);
    });
    group.finish();
}

const CODE: &str = "def total_{n}(rows_{n}):
    \"\"\"Adds up sheet {n}.\"\"\"
    total_{n} = 0
    for number, row in enumerate(rows_{n}, start={n}):
        if row[\"{n}\"] is None:  # sheet {n} has holes
            raise ValueError(f\"row {number} of sheet {n}\")
        total_{n} += int(row[\"{n}\"]) * {n}
    return total_{n}
";

/// The tree of files: with nothing known, and when all look as they did; and
/// whether all is what the last run saw.
fn reading(stages: &mut Stages<'_>, site: &Place) {
    stages.bench_function("read/cold", |bench| bench.iter_with_large_drop(|| site.read(&Held::default())));
    let known = site.known();
    stages.bench_function("read/known", |bench| bench.iter_with_large_drop(|| site.read(&known)));
    let tree = site.read(&known);
    stages.bench_function("inputs/known", |bench| bench.iter(|| inputs(&tree, &REQUEST)));
}

/// Records, Markdown and references.
fn loading(stages: &mut Stages<'_>, site: &Place) {
    let fresh = || site.tree();
    stages.bench_function("load", |bench| {
        bench.iter_batched(fresh, |tree| (loaded(&tree), tree), BatchSize::LargeInput);
    });
}

/// What may be published; files and addresses.
fn planning(stages: &mut Stages<'_>, site: &Place) {
    let tree = site.tree();
    let load = || loaded(&tree).site;
    stages.bench_function("gate", |bench| {
        bench.iter_batched(load, |site| gated(site, &tree, &mut Vec::new()), BatchSize::LargeInput);
    });
    let (mut tree, mut problems) = (site.tree(), Vec::new());
    let published = gated(loaded(&tree).site, &tree, &mut problems).published;
    let (pictures, _) = picture::inspect(&published, &[], &tree, &site.root(), &Seen::default(), &mut problems);
    let (name, language) = (&published.config.theme, &published.config.language);
    let kinds = pages::template_kinds(&published);
    let theme = theme::load(&mut tree, &name.value, name.span.into(), &[language], &kinds, &mut problems).pop();
    let theme = theme.expect("a theme without mistakes");
    sound(&problems);
    stages.bench_function("plan", |bench| {
        bench.iter_with_large_drop(|| plan::plan((&published, &[]), Some(&theme), &pictures, &tree, &mut Vec::new()));
    });
}

/// All stages up to the plan: without a cache, and with one that knows all.
fn preparing(stages: &mut Stages<'_>, site: &Place) {
    stages.bench_function("prepare/cold", |bench| {
        bench.iter_batched(
            || site.tree(),
            |mut tree| (site.prepared(&mut tree, Kept::default()), tree),
            BatchSize::LargeInput,
        );
    });
    let known = site.known();
    let kept = site.prepared(&mut site.tree(), Kept::default()).take_kept();
    let known_tree = || (site.read(&known), kept.clone());
    // A run that has learnt nothing new has nothing to leave.
    assert!(site.prepared(&mut site.read(&known), kept.clone()).take_kept().records.is_none());
    stages.bench_function("prepare/kept", |bench| {
        bench.iter_batched(
            known_tree,
            |(mut tree, kept)| (site.prepared(&mut tree, kept), tree),
            BatchSize::LargeInput,
        );
    });
}

/// All pages: made and thrown away; known to be there; and made from stories
/// that have to be read and parsed once more.
fn rendering(stages: &mut Stages<'_>, site: &Place) {
    let mut tree = site.tree();
    let mut ready = site.prepared(&mut tree, Kept::default());
    stages.bench_function("render/nowhere", |bench| bench.iter(|| site.render(&ready, &tree, &Nowhere)));
    stages.bench_function("render/all there", |bench| bench.iter(|| site.render(&ready, &tree, &Everything)));
    let kept = ready.take_kept();
    let mut tree = site.read(&site.known());
    let again = site.prepared(&mut tree, kept);
    stages.bench_function("render/parsed again", |bench| bench.iter(|| site.render(&again, &tree, &Nowhere)));
}

fn loaded(tree: &Tree) -> Loaded {
    let mut problems = Vec::new();
    let config = config::load(tree, None, &mut problems).expect("a site.toml without mistakes");
    let terms = Terms::of(&config);
    let keep = |record: &Record| consent::is_wholly_public(record, terms, GATE);
    let cache = RecordCache::default();
    let room = AtomicUsize::new(usize::MAX);
    let loaded = site::load(
        tree,
        config,
        &Loading { places: None, cache: &cache, keep: &keep, today: DAY, lexicon: None, room },
        &mut problems,
    );
    sound(&problems);
    loaded
}

/// Of a site with errors nothing can be measured.
fn sound(problems: &[Diagnostic]) {
    assert!(problems.iter().all(|problem| problem.severity != Severity::Error), "{problems:?}");
}

fn gated(site: site::Site, tree: &Tree, problems: &mut Vec<Diagnostic>) -> Gated {
    consent::gate(site, tree, GATE, Searched { names: None, file: &BTreeSet::new() }, problems)
}

/// Takes pages and keeps none.
struct Nowhere;

impl Sink for Nowhere {
    fn has(&self, _: &OutPath, _: Hash128) -> bool {
        false
    }

    fn put(&self, _: &OutPath, _: Hash128, _: &[u8]) -> io::Result<()> {
        Ok(())
    }

    fn behind(&self) -> Option<&dyn Sink> {
        None
    }
}

/// Has every page already.
struct Everything;

impl Sink for Everything {
    fn has(&self, _: &OutPath, _: Hash128) -> bool {
        true
    }

    fn put(&self, _: &OutPath, _: Hash128, _: &[u8]) -> io::Result<()> {
        Ok(())
    }

    fn behind(&self) -> Option<&dyn Sink> {
        None
    }
}

/// The site that is measured.
struct Place {
    folder: PathBuf,
    /// Deletes what was made.
    _made: Option<tempfile::TempDir>,
}

impl Place {
    fn new() -> Self {
        if let Some(folder) = std::env::var_os("SHOWCASE_BENCH_SITE") {
            return Self { folder: folder.into(), _made: None };
        }
        let made = tempfile::tempdir().expect("a temporary folder");
        let folder = made.path().join("site");
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/corpus.py");
        let count = STORIES.to_string();
        let run = Command::new("python3").arg(script).args(["--stories", &count, "--out"]).arg(&folder).status();
        match run {
            Ok(status) if status.success() => Self { folder, _made: Some(made) },
            Ok(status) => panic!("scripts/corpus.py ended with {status}"),
            Err(error) => panic!("python3 cannot be run ({error}); name a site with SHOWCASE_BENCH_SITE=DIR"),
        }
    }

    fn root(&self) -> Root {
        Root::new(&self.folder)
    }

    fn read(&self, known: &Held) -> Tree {
        let sources = disk::read(&self.folder, known);
        sound(&sources.problems);
        sources.tree
    }

    fn tree(&self) -> Tree {
        self.read(&Held::default())
    }

    /// What a run finds out about the files. One that was written a moment ago
    /// is not believed by its looks, so this waits until all are, for a while:
    /// on some systems files have no looks.
    fn known(&self) -> Held {
        let look = || {
            let sources = disk::read(&self.folder, &Held::default());
            for file in sources.tree.files() {
                sources.tree.learn(file);
            }
            sources.held()
        };
        let mut known = look();
        for _ in 0..50 {
            let tree = self.read(&known);
            if tree.files().all(|file| tree.hash(file).is_some()) {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
            known = look();
        }
        known
    }

    fn stories(&self) -> u64 {
        let tree = self.tree();
        tree.below("content/interns").filter(|file| tree.path(*file).file_name() == "index.md").count() as u64
    }

    /// The story of middle length.
    fn story(&self) -> String {
        let tree = self.tree();
        let is_story = |path: &SourcePath| path.file_name() == "index.md";
        let stories = tree.below("content/interns").filter(|file| is_story(tree.path(*file)));
        let mut stories: Vec<&str> = stories.map(|file| tree.text(file)).collect();
        stories.sort_by_key(|text| text.len());
        stories.get(stories.len() / 2).expect("a site with stories").to_string()
    }

    /// Ready to be made, with what an earlier run kept.
    fn prepared(&self, tree: &mut Tree, kept: Kept) -> Ready {
        let mut problems = Vec::new();
        let ready = prepare(tree, &self.root(), &REQUEST, kept, &mut problems, &|_| ());
        ready.unwrap_or_else(|| panic!("{problems:?}"))
    }

    fn render(&self, ready: &Ready, tree: &Tree, sink: &dyn Sink) {
        let problems = ready.render(tree, &self.root(), sink, &|_| ());
        sound(&problems);
    }
}
