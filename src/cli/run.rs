//! What all commands that look at a site have in common: reading, checking,
//! making, reporting, measuring.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::Timestamp;

use super::timings::Timings;
use super::{Exit, Format, SiteArgs, console};
use crate::build::{Kept, Ready, Request, Stage, Today, prepare};
use crate::consent::Change;
use crate::diagnostic::{Diagnostic, Report, Severity};
use crate::disk::held::Held;
use crate::disk::output::Written;
use crate::disk::{self, Root, Sources};
use crate::lints::Known;
use crate::render::{Sink, Step};
use crate::tree::Tree;

/// A bar appears when a build takes longer than this.
const PATIENCE: Duration = Duration::from_secs(1);

/// A command that is under way.
pub(super) struct Run<'a> {
    pub(super) args: &'a SiteArgs,
    pub(super) request: Request,
    /// How it ends if it goes no further.
    pub(super) exit: Exit,
    /// Whether nothing is told but the day on which the site changes next.
    pub(super) next_change: bool,
    start: Instant,
    tally: Option<String>,
    /// How many entries of the list of known findings match nothing.
    pub(super) unmatched: usize,
    aside: String,
    timings: Timings,
}

/// The sources, as they were found.
pub(super) struct Read {
    pub(super) sources: Sources,
    pub(super) problems: Vec<Diagnostic>,
}

/// A site that is ready to be made.
pub(super) struct Prepared {
    pub(super) sources: Sources,
    pub(super) ready: Ready,
    pub(super) problems: Vec<Diagnostic>,
}

/// Runs a command on its own threads.
#[expect(clippy::disallowed_methods, reason = "time is measured on the command line")]
pub(super) fn run(args: &SiteArgs, work: impl FnOnce(&mut Run<'_>) -> Exit + Send) -> Exit {
    let request = Request {
        today: args.date.map_or_else(|| Today::At(now()), Today::On),
        base_url: args.base_url.clone(),
        strict: args.strict,
        drafts: args.drafts,
        precompress: false,
        known: Known::Heed,
    };
    let (start, timings) = (Instant::now(), Timings::default());
    let mut run = Run {
        args,
        request,
        exit: Exit::Done,
        next_change: false,
        start,
        tally: None,
        unmatched: 0,
        aside: String::new(),
        timings,
    };
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
    /// Reads; `None` if there is nothing to read, which has been said.
    pub(super) fn read(&mut self, known: &Held) -> Option<Read> {
        let root = &self.args.root;
        if !disk::is_folder(root) {
            console::complain(&format!("error: there is no folder {}\n", root.display()));
            self.exit = Exit::Usage;
            return None;
        }
        let mut sources = disk::read(root, known);
        let problems = std::mem::take(&mut sources.problems);
        self.mark("read");
        Some(Read { sources, problems })
    }

    /// Checks; `None` when something stops the build, which has been reported.
    pub(super) fn prepare(&mut self, read: Read, kept: Kept) -> Option<Prepared> {
        let Read { mut sources, mut problems } = read;
        let reached = |stage: Stage| self.mark(stage.name());
        let blobs = Root::new(&self.args.root);
        match prepare(&mut sources.tree, &blobs, &self.request, kept, &mut problems, &reached) {
            Some(ready) => Some(Prepared { sources, ready, problems }),
            None => {
                self.exit = self.report(&sources.tree, problems);
                None
            }
        }
    }

    /// Notes that a stage is done.
    pub(super) fn mark(&self, stage: &'static str) {
        self.timings.mark(stage, self.start);
    }

    /// Makes every file that the sink does not have.
    pub(super) fn render(&self, tree: &Tree, ready: &Ready, sink: &dyn Sink) -> Vec<Diagnostic> {
        let bar = hidden_bar(ready.files(), "files");
        let shown = AtomicUsize::new(0);
        let wanted = wants_bar(self.args);
        let watch = |step: Step<'_>| match step {
            Step::Done => {
                if wanted && self.start.elapsed() > PATIENCE && shown.fetch_add(1, Ordering::Relaxed) == 0 {
                    bar.set_draw_target(ProgressDrawTarget::stderr());
                }
                bar.inc(1);
            }
            Step::Page(_) if self.args.timings => self.timings.begin(self.start),
            Step::Made(template, bytes) if self.args.timings => self.timings.made(template, bytes, self.start),
            Step::Page(_) | Step::Made(..) => {}
        };
        let problems = ready.render(tree, &Root::new(&self.args.root), sink, &watch);
        bar.finish_and_clear();
        self.mark("render");
        problems
    }

    /// Reports problems.
    pub(super) fn report(&mut self, tree: &Tree, problems: Vec<Diagnostic>) -> Exit {
        let report = Report::new(tree, problems, self.args.strict);
        let exit = console::report(&report, self.args.format);
        self.tally = console::tally(&report);
        self.aside = console::aside(&report, self.unmatched);
        if exit != Exit::Done && self.args.format == Format::Human {
            let tally = self.tally.clone().unwrap_or_default();
            let most = report.count(Severity::Error).min(1);
            let hint =
                if most > 0 { "; nothing was written. `showcase explain CODE` says more about a code" } else { "" };
            console::err(&format!("{tally}{hint}.\n{}", self.aside));
        }
        exit
    }

    /// Whether anything but problems is told.
    fn is_chatty(&self) -> bool {
        !self.args.quiet && !self.next_change && self.args.format == Format::Human
    }

    /// Says when the site changes next without anybody's doing.
    pub(super) fn foresee(&self, next: Option<Change>) {
        let Some(Change { on, what }) = next else { return };
        if self.next_change {
            console::out(&format!("{on}\n"));
        } else if self.is_chatty() {
            console::complain(&format!("The site changes next on {on}: {}.\n", what.words()));
        }
    }

    /// Says in a line what was done.
    pub(super) fn summary(&self, pages: usize, written: Option<(&Path, Written)>) {
        if self.args.timings {
            console::err(&self.timings.table());
        }
        if !self.is_chatty() {
            return;
        }
        let warnings = self.tally.as_ref().map(|tally| format!(", {tally}")).unwrap_or_default();
        let seconds = self.start.elapsed().as_secs_f64();
        let text = match written {
            Some((out, w)) => {
                let deleted = if w.deleted > 0 { format!(", {} deleted", w.deleted) } else { String::new() };
                let restored = match w.restored {
                    0 => String::new(),
                    n => format!("\n{n} of the written files had been changed by hand and were restored."),
                };
                format!(
                    "{pages} pages in {}: {} written, {} unchanged{deleted}{warnings}; {seconds:.2} s{restored}\n{}",
                    out.display(),
                    if w.written == 1 { "1 file".to_owned() } else { format!("{} files", w.written) },
                    w.unchanged,
                    self.aside
                )
            }
            None => format!("{pages} pages checked{warnings}; {seconds:.2} s\n{}", self.aside),
        };
        console::complain(&text);
    }
}

/// Whether somebody watches how far a command is.
pub(super) fn wants_bar(args: &SiteArgs) -> bool {
    !args.quiet && args.format == Format::Human && console::is_interactive()
}

/// A bar for so many things, not yet shown.
pub(super) fn hidden_bar(length: usize, things: &str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(length as u64), ProgressDrawTarget::hidden());
    if let Ok(style) = ProgressStyle::with_template(&format!("{{bar:40}} {{pos}} of {{len}} {things}")) {
        bar.set_style(style);
    }
    bar
}

#[expect(clippy::disallowed_methods, reason = "the clock enters on the command line")]
pub(super) fn now() -> Timestamp {
    Timestamp::now()
}
