//! Builds the site again and again in one process, and hands each to the hub.
//!
//! What a build needs of the one before stays in memory: the sources, what
//! records gave, the theme, every file that was made. After a save that events
//! tell of, only that file is read; a walk afterwards tells whether that was
//! all. Pages that somebody looks at are made first and shown at once, the
//! others behind them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;

use super::hub::{Hub, Now, Problem};
use super::shelf::{Files, Filling, Shelf, Veiled};
use super::watch::Next;
use super::{Options, Told, clock, today};
use crate::build::{Changed, Checked, Kept, Ready, Request, Today, Warm, inputs};
use crate::diagnostic::{Diagnostic, Report, terminal};
use crate::disk::held::Held;
use crate::disk::store::Store;
use crate::disk::{self, Root, Sources};
use crate::format::host::{HEADERS_FILE, Obeyed, REDIRECTS_FILE};
use crate::hash::{Hash128, Hasher};
use crate::lints::Known;
use crate::path::OutPath;
use crate::plan::Plan;
use crate::render::{First, Material, render_ahead};
use crate::text::FileId;
use crate::tree::Tree;

/// How wide problems are laid out for a page.
const WIDTH: usize = 100;

/// Who is told what happens.
pub(super) type Tell<'t> = &'t (dyn Fn(Told<'_>) + Sync);

/// The builder.
pub(super) struct Engine<'o> {
    options: &'o Options,
    root: PathBuf,
    hub: Arc<Hub>,
    tell: Tell<'o>,
    sources: Option<Sources>,
    /// What took long to make, if there is a place for it.
    store: Option<Store>,
    /// What was wrong with the files themselves.
    faults: Vec<Diagnostic>,
    held: Held,
    warm: Warm,
    /// Stands for all sources and the day of the last build.
    seen: Option<Hash128>,
    /// The day that was asked for.
    date: Option<Date>,
    /// The day and moment of the last build.
    request: Request,
}

impl<'o> Engine<'o> {
    pub(super) fn new(options: &'o Options, root: PathBuf, hub: Arc<Hub>, tell: Tell<'o>) -> Self {
        let request = Request {
            today: Today::At(today()),
            base_url: options.base_url.clone(),
            strict: false,
            drafts: options.drafts,
            precompress: false,
            known: Known::Heed,
        };
        let (faults, held, warm) = (Vec::new(), Held::default(), Warm::default());
        let store = options.cache.as_ref().map(|cache| Store::new(cache, true));
        let (sources, seen, date) = (None, None, options.date);
        Self { options, root, hub, tell, sources, store, faults, held, warm, seen, date, request }
    }

    /// Makes the first site; `kept` is what earlier runs left.
    pub(super) fn first(&mut self, kept: Kept, held: Held) {
        self.held = held;
        self.request.today = self.day();
        let tree = self.walk();
        if let Some(tree) = tree {
            self.warm = Warm::of_files(&tree.tree, &self.request, kept);
            self.sources = Some(tree);
        }
        self.build(Changed::Anything);
    }

    /// Does what is to be done next. `false` at the end.
    pub(super) fn turn(&mut self, next: Next) -> bool {
        match next {
            Next::End => return false,
            Next::Files(files) if files.is_empty() => {}
            Next::Files(files) => match self.renewed(&files) {
                Some(renewed) => {
                    let themed = files.iter().any(|file| file.starts_with(self.root.join("themes")));
                    self.build(if themed { Changed::Anything } else { Changed::Files(&renewed) });
                    self.note();
                }
                None => self.walk_and_build(),
            },
            Next::Walk => self.walk_and_build(),
            Next::Date(date) => {
                self.date = date;
                self.request.today = self.day();
                if let Some(sources) = self.walk() {
                    self.sources = Some(sources);
                }
                self.build(Changed::Anything);
            }
        }
        true
    }

    fn walk_and_build(&mut self) {
        self.request.today = self.day();
        if let Some(sources) = self.walk() {
            self.sources = Some(sources);
            self.build(Changed::Anything);
        }
    }

    fn day(&self) -> Today {
        self.date.map_or_else(|| Today::At(today()), Today::On)
    }

    fn renewed(&mut self, files: &[PathBuf]) -> Option<Vec<FileId>> {
        self.sources.as_mut()?.renew(&self.root, files)
    }

    /// Looks at every file. `None` if all is as it was.
    fn walk(&mut self) -> Option<Sources> {
        let mut sources = disk::read(&self.root, &self.held);
        let faults = std::mem::take(&mut sources.problems);
        let seen = seen(&sources.tree, &self.request, &faults);
        self.held = sources.held();
        if self.seen == Some(seen) {
            return None;
        }
        (self.seen, self.faults) = (Some(seen), faults);
        Some(sources)
    }

    /// Notes what was seen of the sources when single files were read.
    fn note(&mut self) {
        self.seen = self.sources.as_ref().map(|sources| seen(&sources.tree, &self.request, &self.faults));
    }

    fn build(&mut self, changed: Changed<'_>) {
        let Some(sources) = &mut self.sources else { return };
        let begun = clock();
        self.hub.change(|now| now.busy = true);
        let mut problems = self.faults.clone();
        let blobs = Root::new(&self.root);
        let before = self.hub.now().shelf;
        let filling = Filling::new(&before.files, self.store.as_ref(), Arc::new(Root::new(&self.root)));
        let warm = self.hub.warm();
        let wanted = |out: &OutPath| warm.contains(out);
        let made = || {
            let files = filling.so_far();
            self.hub.change(|now| now.ahead = files);
        };
        let ahead = |material: Material<'_>, plan: &Plan| {
            if render_ahead(material, plan, &blobs, &filling, &wanted) {
                made();
            }
        };
        let Checked { ready, hidden } =
            self.warm.prepare(&mut sources.tree, &blobs, &self.request, changed, &ahead, &mut problems);
        let tree = &sources.tree;
        let Some(ready) = ready else {
            return self.failed(problems);
        };
        let first = First { wanted: &wanted, made: &made };
        let failed = ready.render_first(tree, &blobs, &filling, first, &|_| {});
        if !failed.is_empty() {
            problems.extend(failed);
            self.failed(problems);
            self.rest(ready);
            return;
        }
        let (files, changed) = filling.finish();
        let veiled = hidden.into_iter().map(|hidden| Veiled {
            source: tree.path(hidden.file).clone(),
            whole: hidden.whole,
            message: hidden.message,
        });
        let shelf = Arc::new(shelf(&ready, tree, files, veiled.collect()));
        let report = Report::new(tree, problems, false);
        let pages = ready.pages();
        publish(&self.hub, &shelf, &report, ready.date());
        (self.tell)(Told::Built { report: &report, pages, changed, took: begun.elapsed() });
        if let Some(out) = &self.options.write {
            self.write(out, &shelf.files);
        }
        drop(before);
        self.rest(ready);
    }

    /// Makes ready for the next build while nobody waits.
    fn rest(&mut self, ready: Ready) {
        if let Some(sources) = &self.sources {
            self.warm.take_back(ready, &sources.tree, &self.request);
        }
    }

    /// The last good site stays; what is wrong is told.
    fn failed(&self, problems: Vec<Diagnostic>) {
        let Some(sources) = &self.sources else { return };
        let report = Report::new(&sources.tree, problems, false);
        let shown = Arc::new(shown(&report));
        self.hub.change(|now| {
            now.builds += 1;
            now.ahead = Arc::default();
            (now.busy, now.sound, now.problems) = (false, false, shown);
        });
        (self.tell)(Told::Failed { report: &report });
    }

    fn write(&self, out: &Path, files: &Files) {
        let written = super::write::write(out, &self.root, files);
        (self.tell)(Told::Written { out, result: written });
    }
}

/// Puts a site in place of the one before.
fn publish(hub: &Hub, shelf: &Arc<Shelf>, report: &Report<'_>, date: Date) {
    let (shelf, problems) = (Arc::clone(shelf), Arc::new(shown(report)));
    hub.change(|now| {
        *now = Now {
            builds: now.builds + 1,
            version: now.version,
            shelf,
            ahead: Arc::default(),
            busy: false,
            sound: true,
            problems,
            date: Some(date),
        };
    });
}

fn shelf(ready: &Ready, tree: &Tree, files: Files, veiled: Vec<Veiled>) -> Shelf {
    let origins: BTreeMap<_, _> = ready.origins(tree).into_iter().map(|origin| (origin.out.clone(), origin)).collect();
    let text = |name: &str| {
        let file = OutPath::new(name).ok().and_then(|out| files.get(&out));
        file.map(|file| String::from_utf8_lossy(&file.bytes()).into_owned()).unwrap_or_default()
    };
    let rules = Obeyed::parse(&text(HEADERS_FILE), &text(REDIRECTS_FILE));
    Shelf { rules, files, origins, veiled, base: ready.published().config.base.path.clone() }
}

/// Stands for all that a build would see.
fn seen(tree: &Tree, request: &Request, faults: &[Diagnostic]) -> Hash128 {
    let mut hasher = Hasher::new();
    match inputs(tree, request) {
        Some(hash) => drop(hasher.part(&hash.to_bytes())),
        // Something cannot be read: what can be is compared one by one.
        None => {
            for file in tree.sources() {
                hasher.part(tree.path(file).as_str().as_bytes());
                hasher.part(&tree.learn(file).map(Hash128::to_bytes).unwrap_or_default());
            }
        }
    }
    for fault in faults {
        hasher.part(fault.message.as_bytes());
    }
    hasher.finish()
}

fn shown(report: &Report<'_>) -> Vec<Problem> {
    let texts = terminal::each(report, false, Some(WIDTH));
    let located = report.located();
    let problem = |(at, text): (crate::diagnostic::Located<'_>, String)| Problem {
        source: at.path.clone(),
        error: at.diagnostic.severity == crate::diagnostic::Severity::Error,
        text,
    };
    located.zip(texts).map(problem).collect()
}
