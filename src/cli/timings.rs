//! `--timings`: how long each stage took, and which templates took longest.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How many templates are listed.
const LISTED: usize = 10;

/// What was measured so far.
#[derive(Default)]
pub(super) struct Timings {
    stages: Mutex<Vec<(&'static str, Duration)>>,
    templates: Mutex<BTreeMap<String, Template>>,
}

/// What the pages of a template took, all threads together.
#[derive(Default, Clone, Copy)]
struct Template {
    pages: usize,
    bytes: usize,
    took: Duration,
}

thread_local! {
    /// When the page began that is being made on this thread.
    static BEGAN: Cell<Duration> = const { Cell::new(Duration::ZERO) };
}

impl Timings {
    /// A stage is done.
    pub(super) fn mark(&self, stage: &'static str, start: Instant) {
        lock(&self.stages).push((stage, start.elapsed()));
    }

    /// A page begins to be made on this thread.
    pub(super) fn begin(&self, start: Instant) {
        BEGAN.set(start.elapsed());
    }

    /// It has been made.
    pub(super) fn made(&self, template: &str, bytes: usize, start: Instant) {
        let took = start.elapsed().saturating_sub(BEGAN.get());
        let mut templates = lock(&self.templates);
        let known = match templates.get_mut(template) {
            Some(known) => known,
            None => templates.entry(template.to_owned()).or_default(),
        };
        *known = Template { pages: known.pages + 1, bytes: known.bytes + bytes, took: known.took + took };
    }

    /// A line for each stage: how long it took, and when it ended; then the
    /// templates that took longest, the rows and cards that their pages were
    /// the first to show included.
    pub(super) fn table(&self) -> String {
        let mut before = Duration::ZERO;
        let mut out = String::new();
        for (stage, at) in lock(&self.stages).iter() {
            let took = milliseconds(at.saturating_sub(before));
            out.push_str(&format!("{stage:<10} {took:>9.1} ms  {:>9.1} ms\n", milliseconds(*at)));
            before = *at;
        }
        let templates = lock(&self.templates);
        let mut slowest: Vec<(&String, &Template)> = templates.iter().collect();
        slowest.sort_by_key(|(_, template)| std::cmp::Reverse(template.took));
        for (name, Template { pages, bytes, took }) in slowest.into_iter().take(LISTED) {
            let (took, kilobytes) = (milliseconds(*took), *bytes as f64 / 1000.0);
            out.push_str(&format!("{name:<16} {took:>9.1} ms  {pages:>7} pages {kilobytes:>11.1} kB\n"));
        }
        out
    }
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
