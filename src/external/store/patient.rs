//! A store that is asked again when it fails for a moment: after a pause that
//! doubles each time.

use std::thread;
use std::time::Duration;

use super::{Facts, Failure, Over, Placed, Store};

/// Stands before a store.
pub struct Patient<'s> {
    store: &'s dyn Store,
    tries: u32,
    pause: Duration,
}

impl std::fmt::Debug for Patient<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Patient").field("tries", &self.tries).finish_non_exhaustive()
    }
}

/// The longest pause.
const LONGEST: Duration = Duration::from_secs(20);

impl<'s> Patient<'s> {
    /// Before this store, which is asked so often; the first pause is half a second.
    pub fn new(store: &'s dyn Store, tries: u32) -> Self {
        Self { store, tries: tries.max(1), pause: Duration::from_millis(500) }
    }

    #[expect(clippy::disallowed_methods, reason = "a store that fails gets a pause")]
    fn ask<T>(&self, ask: impl Fn() -> Result<T, Failure>) -> Result<T, Failure> {
        let mut pause = self.pause;
        for _ in 1..self.tries {
            match ask() {
                Err(failure) if failure.passing => thread::sleep(pause),
                answer => return answer,
            }
            pause = pause.saturating_mul(2).min(LONGEST);
        }
        ask()
    }
}

impl Store for Patient<'_> {
    fn get(&self, path: &str) -> Result<Option<Vec<u8>>, Failure> {
        self.ask(|| self.store.get(path))
    }

    fn put(&self, path: &str, bytes: &[u8], facts: Facts<'_>, over: Over) -> Result<Placed, Failure> {
        self.ask(|| self.store.put(path, bytes, facts, over))
    }

    fn delete(&self, path: &str) -> Result<(), Failure> {
        self.ask(|| self.store.delete(path))
    }
}
