//! What pages of a build weigh, where the site has a budget; elsewhere nothing
//! of this is done.

use std::sync::OnceLock;

use crate::budget::{self, Scales, Weights};
use crate::consent::published::Published;
use crate::diagnostic::Diagnostic;
use crate::plan::Plan;
use crate::render::Sink;

/// The weights of an earlier build, and what is found out in this one.
#[derive(Debug, Default)]
pub struct Weighing {
    known: Weights,
    found: OnceLock<Found>,
}

#[derive(Debug)]
struct Found {
    exceeded: Vec<Diagnostic>,
    file: Vec<u8>,
}

impl Weighing {
    /// Takes what an earlier build left as a file.
    pub fn recall(&mut self, file: &[u8]) {
        self.known = Weights::of_file(file);
    }

    /// Limits that pages pass, a warning for each.
    pub fn exceeded(&self) -> &[Diagnostic] {
        self.found.get().map_or(&[], |found| &found.exceeded)
    }

    /// What a later build need not weigh again, if anything was weighed.
    pub fn file(&self) -> Option<&[u8]> {
        self.found.get().map(|found| found.file.as_slice())
    }

    /// Renders, and weighs what is made if there is a budget.
    pub(super) fn around(
        &self,
        published: &Published,
        plan: &Plan,
        sink: &dyn Sink,
        render: &dyn Fn(&dyn Sink) -> Vec<Diagnostic>,
    ) -> Vec<Diagnostic> {
        let config = &published.config;
        if config.budget.is_empty() {
            return render(sink);
        }
        let scales = Scales::new(sink, &config.base.path, &self.known);
        let problems = render(&scales);
        if problems.is_empty() {
            let (exceeded, file) = budget::judged(&config.budget, plan, scales);
            // A site is rendered once.
            let _ = self.found.set(Found { exceeded, file });
        }
        problems
    }
}
