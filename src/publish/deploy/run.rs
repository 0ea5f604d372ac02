//! Brings a store to hold a site, step by step, and keeps the record true on the
//! way.

use std::sync::{Mutex, MutexGuard, PoisonError};

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::order::{Act, Order};
use super::record::{NAME, Record, State};
use super::site::{Entry, Site};
use crate::external::store::{Facts, Failure, Over, Placed, Store};
use crate::hash::Hash128;
use crate::path::OutPath;

/// The record is written again after so many changes, or a tenth of all where that
/// is more: what a cut makes to be done once more.
const OFTEN: usize = 256;

/// What becomes of files at a store that have names of the site and are not
/// showcase's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taking {
    /// They stay, and the deploy stops, unless they are what would be put.
    Refuse,
    /// They are replaced, and are showcase's own from then on.
    Adopt,
}

/// What was done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Done {
    /// Files that were put.
    pub put: usize,
    /// Files that were deleted.
    pub deleted: usize,
    /// Files that were there and not in the record, with the right bytes.
    pub found: usize,
}

/// Why a deploy stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stopped {
    /// The store failed at a file.
    Store(String, Failure),
    /// A file of the site has changed since it was looked at, or cannot be read.
    Changed(OutPath),
    /// A file with this name is there, and is not showcase's own.
    Taken(OutPath),
}

/// Is called after every change.
pub type Progress<'p> = &'p (dyn Fn() + Sync);

/// Does what an order says. `read` gives the bytes of a file of the site.
///
/// # Errors
/// It stopped; what was done is in the record, and a later run goes on there.
pub fn run(
    store: &dyn Store,
    (site, order): (&Site, &Order),
    record: Record,
    taking: Taking,
    read: &(dyn Fn(&OutPath) -> Option<Vec<u8>> + Sync),
    progress: Progress<'_>,
) -> Result<Done, Stopped> {
    if order.is_empty() && record.is_settled() {
        return Ok(Done::default());
    }
    let before = record.clone();
    let often = OFTEN.max(order.acts().count() / 10);
    let under_way = UnderWay {
        store,
        site,
        taking,
        read,
        often,
        before: &before,
        known: Mutex::new((marked(record, order), Done::default(), 0)),
        writing: Mutex::default(),
    };
    under_way.keep()?;
    let done = order.steps.values().try_for_each(|groups| {
        groups.par_iter().try_for_each(|acts| {
            acts.iter().try_for_each(|act| {
                let changed = under_way.act(act);
                progress();
                changed
            })
        })
    });
    if let Err(stopped) = done {
        // What could not be kept is done once more.
        drop(under_way.keep());
        return Err(stopped);
    }
    under_way.keep()?;
    let (_, done, _) = *under_way.known();
    Ok(done)
}

/// Finds out what became of files that an earlier deploy was about to put and that
/// are other ones now, or no more: only their bytes say whose they are.
///
/// # Errors
/// The store failed.
pub fn settle(store: &dyn Store, site: &Site, record: &mut Record) -> Result<(), Stopped> {
    let open = record.files().filter_map(|(path, state)| match state {
        State::Coming(hash) if site.files.get(path).is_none_or(|entry| entry.hash != hash) => {
            Some((path.clone(), hash))
        }
        _ => None,
    });
    let open: Vec<(OutPath, Hash128)> = open.collect();
    let found: Vec<bool> =
        open.par_iter().map(|(path, hash)| Ok(there(store, path)? == Some(*hash))).collect::<Result<_, _>>()?;
    for ((path, hash), is_ours) in open.iter().zip(found) {
        if is_ours {
            record.note(path, State::There(*hash));
        } else {
            record.forget(path);
        }
    }
    Ok(())
}

fn there(store: &dyn Store, path: &OutPath) -> Result<Option<Hash128>, Stopped> {
    let got = store.get(path.as_str()).map_err(|failure| Stopped::Store(path.to_string(), failure))?;
    Ok(got.map(|bytes| Hash128::of(&bytes)))
}

/// The record before the first change: every file that changes is marked.
fn marked(mut record: Record, order: &Order) -> Record {
    for act in order.acts() {
        match act {
            Act::Put(path, entry) => {
                let state = match record.state(path) {
                    Some(State::There(_) | State::Changing(_)) => State::Changing(entry.hash),
                    Some(State::Coming(_)) | None => State::Coming(entry.hash),
                };
                record.note(path, state);
            }
            Act::Delete(path) => {
                if let Some(State::There(hash)) = record.state(path) {
                    record.note(path, State::Changing(hash));
                }
            }
        }
    }
    record
}

struct UnderWay<'r> {
    store: &'r dyn Store,
    site: &'r Site,
    taking: Taking,
    read: &'r (dyn Fn(&OutPath) -> Option<Vec<u8>> + Sync),
    often: usize,
    before: &'r Record,
    known: Mutex<(Record, Done, usize)>,
    /// Held while the record is written, so that no older one comes last.
    writing: Mutex<()>,
}

impl UnderWay<'_> {
    fn act(&self, act: &Act) -> Result<(), Stopped> {
        match act {
            Act::Put(path, entry) => self.put(path, *entry)?,
            Act::Delete(path) => self.delete(path)?,
        }
        let is_time = {
            let mut known = self.known();
            known.2 += 1;
            known.2.is_multiple_of(self.often)
        };
        if is_time { self.keep() } else { Ok(()) }
    }

    fn put(&self, path: &OutPath, entry: Entry) -> Result<(), Stopped> {
        let bytes = (self.read)(path).filter(|bytes| Hash128::of(bytes) == entry.hash);
        let bytes = bytes.ok_or_else(|| Stopped::Changed(path.clone()))?;
        let is_ours = matches!(self.before.state(path), Some(State::There(_) | State::Changing(_)));
        let over = if is_ours || self.taking == Taking::Adopt { Over::Anything } else { Over::Nothing };
        let put = self.store.put(path.as_str(), &bytes, self.site.facts(path), over);
        let found = put.map_err(|failure| Stopped::Store(path.to_string(), failure))? == Placed::Taken;
        if found && there(self.store, path)? != Some(entry.hash) {
            self.known().0.forget(path);
            return Err(Stopped::Taken(path.clone()));
        }
        let mut known = self.known();
        known.0.note(path, State::There(entry.hash));
        if found {
            known.1.found += 1;
        } else {
            known.1.put += 1;
        }
        Ok(())
    }

    fn delete(&self, path: &OutPath) -> Result<(), Stopped> {
        let is_ours = matches!(self.before.state(path), Some(State::There(_) | State::Changing(_)));
        if is_ours {
            self.store.delete(path.as_str()).map_err(|failure| Stopped::Store(path.to_string(), failure))?;
        }
        let mut known = self.known();
        known.0.forget(path);
        known.1.deleted += usize::from(is_ours);
        Ok(())
    }

    fn keep(&self) -> Result<(), Stopped> {
        let writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let text = self.known().0.print();
        let facts = Facts { kind: "text/plain; charset=utf-8", keep: Some("no-store"), coding: None };
        let put = self.store.put(NAME, text.as_bytes(), facts, Over::Anything);
        drop(writing);
        put.map(drop).map_err(|failure| Stopped::Store(NAME.to_owned(), failure))
    }

    fn known(&self) -> MutexGuard<'_, (Record, Done, usize)> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
