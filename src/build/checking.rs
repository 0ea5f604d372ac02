//! The output is looked at as it is made. What is found weighs what the site
//! says, and stops the build as a problem of the sources does.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::{Mutex, OnceLock, PoisonError};

use crate::check::{self, Inspector, Judged, Known, Links, Outside};
use crate::diagnostic::Diagnostic;
use crate::hash::Hash128;
use crate::path::OutPath;
use crate::plan::Plan;
use crate::render::{CardsAre, Material, Sink};
use crate::tree::Blobs;

/// What an earlier run knew of the files of an output, and what this one found.
#[derive(Debug, Default)]
pub struct Checking {
    known: Known,
    links: Links,
    found: OnceLock<Found>,
}

#[derive(Debug)]
struct Found {
    problems: Vec<Diagnostic>,
    outside: Vec<Outside>,
    file: Option<Vec<u8>>,
}

impl Checking {
    /// Takes what an earlier run knew.
    pub fn recall(&mut self, known: Known) {
        self.known = known;
    }

    /// What is wrong with the output.
    pub fn problems(&self) -> &[Diagnostic] {
        self.found.get().map_or(&[], |found| &found.problems)
    }

    /// Has links to other sites looked for too.
    pub fn look_outside(&mut self) {
        self.links = Links::All;
    }

    /// Links to other sites, if they were looked for.
    pub fn outside(&self) -> &[Outside] {
        self.found.get().map_or(&[], |found| &found.outside)
    }

    /// What a later run need not find out again, if that has changed.
    pub fn file(&self) -> Option<&[u8]> {
        self.found.get()?.file.as_deref()
    }

    /// Renders, and looks at all that is made. Gives what kept files from being
    /// made.
    pub(super) fn around(
        &self,
        material: Material<'_>,
        (plan, blobs): (&Plan, &dyn Blobs),
        sink: &dyn Sink,
        render: &dyn Fn(&dyn Sink) -> Vec<Diagnostic>,
        again: &dyn Fn(&dyn Sink) -> Vec<Diagnostic>,
    ) -> Vec<Diagnostic> {
        let inspector = Inspector::new(sink, plan, &self.known);
        let failed = render(&inspector);
        if !failed.is_empty() {
            return failed;
        }
        let fetch = |wanted: &BTreeSet<OutPath>| {
            let made = Again { wanted, made: Mutex::default() };
            // It failed for none of them a moment ago.
            drop(again(&made));
            made.made.into_inner().unwrap_or_else(PoisonError::into_inner)
        };
        let Judged { problems, outside, file } =
            check::judged(inspector, &self.known, material, plan, blobs, &fetch, self.links);
        // A site is rendered once.
        let _ = self.found.set(Found { problems, outside, file });
        failed
    }
}

/// A sink that lacks some files and has all others.
struct Again<'w> {
    wanted: &'w BTreeSet<OutPath>,
    made: Mutex<BTreeMap<OutPath, Vec<u8>>>,
}

impl Sink for Again<'_> {
    fn has(&self, out: &OutPath, _: Hash128) -> bool {
        !self.wanted.contains(out)
    }

    fn put(&self, out: &OutPath, _: Hash128, bytes: &[u8]) -> io::Result<()> {
        if self.wanted.contains(out) {
            self.made.lock().unwrap_or_else(PoisonError::into_inner).insert(out.clone(), bytes.to_vec());
        }
        Ok(())
    }

    fn cards(&self) -> CardsAre {
        CardsAre::PutOff
    }

    fn behind(&self) -> Option<&dyn Sink> {
        None
    }
}
