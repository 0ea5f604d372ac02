//! One deploy at a time to a store: an object that is put only where there is none.
//! A store that knows no conditions is found out and said.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::external::store::{Facts, Failure, Over, Placed, Store};

/// The lock's name at a store.
pub const LOCK: &str = ".showcase-lock";

/// Bytes of a lock that are read.
const LONGEST: usize = 4096;

/// Whose a lock is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// Letters that stand for one deploy and no other.
    pub token: String,
    /// Who deploys, for people: a machine and a process.
    pub who: String,
    /// Since when, in seconds of Unix time.
    pub since: i64,
}

/// A lock that is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lock {
    /// Whether the store keeps two deploys apart at all.
    pub holds: bool,
}

/// What came of asking for a lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held {
    /// It is ours.
    Ours(Lock),
    /// Another deploy has it; nobody knows whose it is if it cannot be read.
    Theirs(Option<Owner>),
}

const FACTS: Facts<'_> = Facts { kind: "application/json", keep: Some("no-store"), coding: None };

impl Lock {
    /// Takes the lock, if nobody has it.
    ///
    /// # Errors
    /// The store fails.
    pub fn take(store: &dyn Store, owner: &Owner) -> Result<Held, Failure> {
        let text = serde_json::to_vec(owner).unwrap_or_default();
        let placed = store.put(LOCK, &text, FACTS, Over::Nothing)?;
        if placed == Placed::Taken {
            // A try that failed may have put it all the same.
            let there = Self::owner(store)?;
            if there.as_ref() != Some(owner) {
                return Ok(Held::Theirs(there));
            }
        }
        // A second try tells whether the store heeds the condition.
        let again = store.put(LOCK, &text, FACTS, Over::Nothing)?;
        // Of two who come at the same moment a store that looks first and puts then
        // may let in both: it belongs to whose name stands in it.
        let there = Self::owner(store)?;
        if there.as_ref() != Some(owner) {
            return Ok(Held::Theirs(there));
        }
        Ok(Held::Ours(Self { holds: again == Placed::Taken }))
    }

    /// Whose the lock is; `None` if there is none or it cannot be read.
    ///
    /// # Errors
    /// The store fails.
    pub fn owner(store: &dyn Store) -> Result<Option<Owner>, Failure> {
        let bytes = store.get(LOCK)?.filter(|bytes| bytes.len() <= LONGEST);
        Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
    }

    /// Gives back the lock of a deploy, if it still has it.
    ///
    /// # Errors
    /// The store fails.
    pub fn give_back(store: &dyn Store, owner: &Owner) -> Result<(), Failure> {
        if Self::owner(store)?.as_ref() == Some(owner) { store.delete(LOCK) } else { Ok(()) }
    }
}

impl Owner {
    /// For how long, in words.
    pub fn age(&self, now: Timestamp) -> String {
        let seconds = now.as_second().saturating_sub(self.since).max(0);
        match seconds {
            0..120 => format!("{seconds} seconds"),
            120..7200 => format!("{} minutes", seconds / 60),
            7200..172_800 => format!("{} hours", seconds / 3600),
            _ => format!("{} days", seconds / 86_400),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Mutex, PoisonError};

    use super::{Facts, Failure, Held, Lock, Over, Owner, Placed, Store};

    /// A store that looks first and puts then: somebody else puts a lock between.
    struct Careless(Mutex<Vec<u8>>, Owner);

    impl Store for Careless {
        fn get(&self, _: &str) -> Result<Option<Vec<u8>>, Failure> {
            Ok(Some(self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()))
        }

        fn put(&self, _: &str, _: &[u8], _: Facts<'_>, _: Over) -> Result<Placed, Failure> {
            let mut there = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let placed = if there.is_empty() { Placed::Done } else { Placed::Taken };
            *there = serde_json::to_vec(&self.1).unwrap();
            Ok(placed)
        }

        fn delete(&self, _: &str) -> Result<(), Failure> {
            Ok(())
        }
    }

    #[test]
    fn of_two_who_are_let_in_one_goes() {
        let owner = |token: &str| Owner { token: token.to_owned(), who: "a machine".to_owned(), since: 0 };
        let store = Careless(Mutex::default(), owner("theirs"));
        assert_eq!(Lock::take(&store, &owner("ours")).ok(), Some(Held::Theirs(Some(owner("theirs")))));
        let store = Careless(Mutex::default(), owner("ours"));
        assert_eq!(Lock::take(&store, &owner("ours")).ok(), Some(Held::Ours(Lock { holds: true })));
    }
}
