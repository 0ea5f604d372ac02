//! What the builder and those who answer requests share: the site as it is now,
//! what is wrong with it, and which pages somebody looks at.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::civil::Date;

use super::shelf::{File, Files, Shelf};
use crate::path::{OutPath, SourcePath};

/// Pages that were asked for last and are made first.
const WARM: usize = 24;

/// A problem, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) source: SourcePath,
    pub(super) error: bool,
    /// As a terminal shows it, without colours.
    pub(super) text: String,
}

/// The state at a moment. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct Now {
    /// How many builds have ended; 0 before the first.
    pub(super) builds: u64,
    /// Changes whenever there is something new to tell.
    pub(super) version: u64,
    /// The last good site.
    pub(super) shelf: Arc<Shelf>,
    /// Files of the next one that are made already.
    pub(super) ahead: Arc<Files>,
    /// Whether a build is under way.
    pub(super) busy: bool,
    /// Whether the last build gave a site.
    pub(super) sound: bool,
    pub(super) problems: Arc<Vec<Problem>>,
    /// The day of the site.
    pub(super) date: Option<Date>,
}

impl Now {
    /// A file as it is now.
    pub(super) fn file(&self, out: &OutPath) -> Option<&Arc<File>> {
        self.ahead.get(out).or_else(|| self.shelf.files.get(out))
    }
}

/// The shared state.
#[derive(Debug, Default)]
pub(super) struct Hub {
    now: Mutex<Now>,
    changed: Condvar,
    warm: Mutex<VecDeque<OutPath>>,
}

impl Hub {
    /// The state now.
    pub(super) fn now(&self) -> Now {
        self.lock().clone()
    }

    /// Changes the state, and tells everybody who waits.
    pub(super) fn change(&self, change: impl FnOnce(&mut Now)) {
        // What is replaced may be a whole site, and nobody should wait for that
        // to be given back.
        let old = {
            let mut now = self.lock();
            let old = now.clone();
            change(&mut now);
            now.version += 1;
            old
        };
        self.changed.notify_all();
        drop(old);
    }

    /// The state once `ready` says so, or as it is after this long.
    pub(super) fn wait(&self, most: Duration, ready: impl Fn(&Now) -> bool) -> Now {
        let waited = self.changed.wait_timeout_while(self.lock(), most, |now| !ready(now));
        waited.map_or_else(|error| error.into_inner().0.clone(), |(now, _)| now.clone())
    }

    /// Notes that somebody looks at a page.
    pub(super) fn seen(&self, out: &OutPath) {
        let mut warm = self.warm.lock().unwrap_or_else(PoisonError::into_inner);
        if warm.front() != Some(out) {
            warm.retain(|other| other != out);
            warm.push_front(out.clone());
            warm.truncate(WARM);
        }
    }

    /// The pages that were looked at last.
    pub(super) fn warm(&self) -> BTreeSet<OutPath> {
        self.warm.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
