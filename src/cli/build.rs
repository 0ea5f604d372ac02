//! `showcase build` and `showcase check`.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::Timestamp;

use super::{Exit, Format, SiteArgs, console};
use crate::build::{Ready, Request, Stage, Today, prepare};
use crate::diagnostic::{Diagnostic, Report, Severity, reason};
use crate::disk::cache::{self, Cache};
use crate::disk::held::Held;
use crate::disk::output::{Output, OutputError, Reuse, Written};
use crate::disk::{self, Root, Sources};
use crate::hash::Hash128;
use crate::path::OutPath;
use crate::render::Sink;
use crate::tree::Tree;

/// A bar appears when a build takes longer than this.
const PATIENCE: Duration = Duration::from_secs(1);

/// Checks and writes the site.
pub(super) fn build(args: &SiteArgs, out: Option<&Path>, clean: bool) -> Exit {
    let out = out.map_or_else(|| args.root.join("public"), Path::to_path_buf);
    let cache = Cache::at(&args.cache_dir.clone().unwrap_or_else(|| args.root.join(cache::NAME)));
    run(args, |run| {
        // Whose the directory is comes first: nobody should mend forty
        // mistakes to hear that the output is refused.
        let mut output = match Output::open(&out, &args.root, home().as_deref()) {
            Ok(output) => output,
            Err(error) => return refused(error),
        };
        // Before anything is read, so that whoever comes last has the latest.
        let wait = || waiting(&out);
        if let Err(error) = output.claim(&wait) {
            return refused(error);
        }
        let recalled = if clean { None } else { Some(&cache) };
        let Some(Prepared { sources, mut ready, problems, known }) = run.prepare(recalled) else {
            return run.exit;
        };
        let tree = &sources.tree;
        let staging = match output.staging(Reuse { cache: Some(cache.path()), clean }, &wait) {
            Ok(staging) => staging,
            Err(error) => return refused(error),
        };
        let kept = ready.take_kept();
        let save = || {
            let held = sources.held();
            let table = (held != known).then(|| held.to_file());
            let files = [(RECORDS, kept), (SOURCES, table)].into_iter();
            files.filter_map(|(name, file)| cache.write(name, &file?).err()).next()
        };
        let (failed, unsaved) = rayon::join(|| run.render(tree, &ready, &staging), save);
        if let Some(error) = unsaved {
            let why = reason(&error);
            let text = format!("warning: the cache in {} cannot be written: {why}\n", cache.path().display());
            console::complain(&text);
        }
        if !failed.is_empty() {
            drop(staging);
            return run.report(tree, problems.into_iter().chain(failed).collect());
        }
        match staging.commit() {
            Ok(written) => {
                run.timings.mark("write", run.start);
                let exit = run.report(tree, problems);
                if let Some(unkept) = &written.unkept {
                    console::complain(&format!("warning: {unkept}; the next build takes longer\n"));
                }
                run.summary(&ready, Some((&out, written)));
                // The system takes all of it back faster than it can be given.
                std::mem::forget((ready, sources));
                exit
            }
            Err(error) => refused(error),
        }
    })
}

/// Checks the site and makes every file, in memory and one at a time.
pub(super) fn check(args: &SiteArgs) -> Exit {
    run(args, |run| {
        let Some(Prepared { sources, ready, mut problems, .. }) = run.prepare(None) else { return run.exit };
        problems.extend(run.render(&sources.tree, &ready, &Nowhere));
        let exit = run.report(&sources.tree, problems);
        if exit == Exit::Done {
            run.summary(&ready, None);
        }
        exit
    })
}

/// Prepares a site for a command that only looks at it.
pub(super) fn with_site(args: &SiteArgs, look: impl FnOnce(&Ready) -> Exit + Send) -> Exit {
    run(args, |run| match run.prepare(None) {
        Some(Prepared { ready, .. }) => look(&ready),
        None => run.exit,
    })
}

/// A sink that keeps nothing.
struct Nowhere;

impl Sink for Nowhere {
    fn has(&self, _: &OutPath, _: Hash128) -> bool {
        false
    }

    fn put(&self, _: &OutPath, _: Hash128, _: &[u8]) -> std::io::Result<()> {
        Ok(())
    }
}

/// A site that is ready to be made, and how it came to be.
struct Prepared {
    sources: Sources,
    ready: Ready,
    problems: Vec<Diagnostic>,
    /// What the sources held in an earlier run.
    known: Held,
}

/// Names of files in the cache.
const RECORDS: &str = "records";
const SOURCES: &str = "sources";

struct Run<'a> {
    args: &'a SiteArgs,
    start: Instant,
    exit: Exit,
    tally: Option<String>,
    timings: Timings,
}

/// When each stage ended.
#[derive(Default)]
struct Timings(Mutex<Vec<(&'static str, Duration)>>);

impl Timings {
    fn mark(&self, stage: &'static str, start: Instant) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push((stage, start.elapsed()));
    }

    /// A line for each stage: how long it took, and when it ended.
    fn table(&self) -> String {
        let marks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut before = Duration::ZERO;
        let mut out = String::new();
        for (stage, at) in marks.iter() {
            let took = at.saturating_sub(before).as_secs_f64() * 1000.0;
            out.push_str(&format!("{stage:<10} {took:>9.1} ms  {:>9.1} ms\n", at.as_secs_f64() * 1000.0));
            before = *at;
        }
        out
    }
}

#[expect(clippy::disallowed_methods, reason = "time is measured on the command line")]
fn run(args: &SiteArgs, work: impl FnOnce(&mut Run<'_>) -> Exit + Send) -> Exit {
    let mut run = Run { args, start: Instant::now(), exit: Exit::Done, tally: None, timings: Timings::default() };
    let threads = usize::from(args.jobs.unwrap_or(0));
    match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
        Ok(pool) => pool.install(|| work(&mut run)),
        Err(error) => {
            console::complain(&format!("error: no threads can be started: {error}\n"));
            Exit::Machine
        }
    }
}

impl Run<'_> {
    /// Reads and checks; `None` when something stops the build, which has been
    /// reported.
    fn prepare(&mut self, cache: Option<&Cache>) -> Option<Prepared> {
        let args = self.args;
        if !disk::is_folder(&args.root) {
            console::complain(&format!("error: there is no folder {}\n", args.root.display()));
            self.exit = Exit::Usage;
            return None;
        }
        let remembered = |name| cache.map(|cache| cache.read(name)).unwrap_or_default();
        let known = Held::of_file(&remembered(SOURCES));
        let mut sources = disk::read(&args.root, &known);
        let mut problems = std::mem::take(&mut sources.problems);
        self.timings.mark("read", self.start);
        let request = Request {
            today: args.date.map_or_else(|| Today::At(now()), Today::On),
            base_url: args.base_url.clone(),
            strict: args.strict,
            drafts: args.drafts,
        };
        let reached = |stage: Stage| self.timings.mark(stage.name(), self.start);
        let (tree, kept) = (&mut sources.tree, remembered(RECORDS));
        match prepare(tree, &Root::new(&args.root), &request, kept, &mut problems, &reached) {
            Some(ready) => Some(Prepared { sources, ready, problems, known }),
            None => {
                self.exit = self.report(&sources.tree, problems);
                None
            }
        }
    }

    fn render(&self, tree: &Tree, ready: &Ready, sink: &dyn Sink) -> Vec<Diagnostic> {
        let bar = ProgressBar::with_draw_target(Some(ready.files() as u64), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos} of {len} files") {
            bar.set_style(style);
        }
        let shown = AtomicUsize::new(0);
        let wanted = !self.args.quiet && self.args.format == Format::Human && console::is_interactive();
        let done = || {
            if wanted && self.start.elapsed() > PATIENCE && shown.fetch_add(1, Ordering::Relaxed) == 0 {
                bar.set_draw_target(ProgressDrawTarget::stderr());
            }
            bar.inc(1);
        };
        let problems = ready.render(tree, &Root::new(&self.args.root), sink, &done);
        bar.finish_and_clear();
        self.timings.mark("render", self.start);
        problems
    }

    fn report(&mut self, tree: &Tree, problems: Vec<Diagnostic>) -> Exit {
        let report = Report::new(tree, problems, self.args.strict);
        let exit = console::report(&report, self.args.format);
        self.tally = console::tally(&report);
        if exit != Exit::Done && self.args.format == Format::Human {
            let tally = self.tally.clone().unwrap_or_default();
            let most = report.count(Severity::Error).min(1);
            let hint =
                if most > 0 { "; nothing was written. `showcase explain CODE` says more about a code" } else { "" };
            console::err(&format!("{tally}{hint}.\n"));
        }
        exit
    }

    fn summary(&self, ready: &Ready, written: Option<(&PathBuf, Written)>) {
        if self.args.timings {
            console::err(&self.timings.table());
        }
        if self.args.quiet || self.args.format != Format::Human {
            return;
        }
        let warnings = self.tally.as_ref().map(|tally| format!(", {tally}")).unwrap_or_default();
        let seconds = self.start.elapsed().as_secs_f64();
        let pages = ready.pages();
        let text = match written {
            Some((out, w)) => {
                let deleted = if w.deleted > 0 { format!(", {} deleted", w.deleted) } else { String::new() };
                let restored = match w.restored {
                    0 => String::new(),
                    n => format!("\n{n} of the written files had been changed by hand and were restored."),
                };
                format!(
                    "{pages} pages in {}: {} written, {} unchanged{deleted}{warnings}; {seconds:.2} s{restored}\n",
                    out.display(),
                    if w.written == 1 { "1 file".to_owned() } else { format!("{} files", w.written) },
                    w.unchanged
                )
            }
            None => format!("{pages} pages checked{warnings}; {seconds:.2} s\n"),
        };
        console::complain(&text);
    }
}

fn waiting(out: &Path) {
    console::complain(&format!("Another showcase build is writing to {}; waiting for it.\n", out.display()));
}

fn refused(error: OutputError) -> Exit {
    match error {
        OutputError::Refused(message) => {
            console::complain(&format!("error: {message}\n"));
            Exit::Usage
        }
        OutputError::Failed { path, error } => {
            console::complain(&format!("error[output-failed]: {} cannot be written: {error}\n", path.display()));
            Exit::Machine
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the clock enters on the command line")]
fn now() -> Timestamp {
    Timestamp::now()
}

#[expect(clippy::disallowed_methods, reason = "the environment enters on the command line")]
fn home() -> Option<PathBuf> {
    std::env::var_os("HOME").map(PathBuf::from)
}
