//! What becomes of the published site when sources change, found out by
//! preparing it before and after.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::build::{Kept, Request, prepare};
use crate::diagnostic::{Diagnostic, Severity};
use crate::hash::Hash128;
use crate::path::OutPath;
use crate::render::Sink;
use crate::tree::{Blobs, Tree};

/// The difference between two states of a site.
#[derive(Debug, Default)]
pub struct Effect {
    /// Files that are no longer there.
    pub removed: Vec<OutPath>,
    /// Files that say something else.
    pub changed: Vec<OutPath>,
}

impl Effect {
    /// The difference between two lists of files.
    fn of(before: &Files, after: &Files) -> Self {
        let gone = before.keys().filter(|out| !after.contains_key(*out));
        let other = before.iter().filter(|(out, key)| after.get(*out).is_some_and(|now| now != *key));
        Self { removed: gone.cloned().collect(), changed: other.map(|(out, _)| out.clone()).collect() }
    }
}

/// What would stop a build, with the sources that it is about.
pub type Stopping = (Tree, Vec<Diagnostic>);

/// What becomes of a site: the difference, unless the site has mistakes as it
/// is, and what would stop the build afterwards.
pub(super) fn between(
    mut before: Tree,
    mut after: Tree,
    blobs: &dyn Blobs,
    request: &Request,
) -> (Option<Effect>, Option<Stopping>) {
    match (files(&mut before, blobs, request), files(&mut after, blobs, request)) {
        (Ok(was), Ok(is)) => (Some(Effect::of(&was, &is)), None),
        (Err(_), Ok(_)) => (None, None),
        (_, Err(problems)) => (None, Some((after, problems))),
    }
}

/// Every file of a site with its key.
type Files = BTreeMap<OutPath, Hash128>;

/// The files that a tree would give.
///
/// # Errors
/// What would stop the build.
pub(super) fn files(tree: &mut Tree, blobs: &dyn Blobs, request: &Request) -> Result<Files, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let ready = prepare(tree, blobs, request, Kept::default(), &mut problems, &|_| ());
    let stopping = |problem: &Diagnostic| problem.severity == Severity::Error && problem.waiver.is_none();
    let errors = |problems: Vec<Diagnostic>| problems.into_iter().filter(stopping).collect();
    let Some(ready) = ready else { return Err(errors(problems)) };
    let listing = Listing::default();
    let failed: Vec<Diagnostic> = errors(ready.list(tree, blobs, &listing));
    if failed.is_empty() { Ok(listing.0.into_inner().unwrap_or_else(PoisonError::into_inner)) } else { Err(failed) }
}

/// A sink that notes which files there are, and has all of them.
#[derive(Debug, Default)]
struct Listing(Mutex<Files>);

impl Listing {
    fn note(&self, out: &OutPath, key: Hash128) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(out.clone(), key);
    }
}

impl Sink for Listing {
    fn has(&self, out: &OutPath, key: Hash128) -> bool {
        self.note(out, key);
        true
    }

    fn put(&self, out: &OutPath, key: Hash128, _: &[u8]) -> std::io::Result<()> {
        self.note(out, key);
        Ok(())
    }

    fn behind(&self) -> Option<&dyn Sink> {
        None
    }
}
