//! What changes on the disk. An event only says where to look: whatever it
//! said, and even if it said nothing, a walk tells what is there. So events may
//! come twice, late or out of order, and one that is lost costs a moment.
//!
//! Events are gathered here and not by a debouncer, since a debouncer wakes all
//! the time to look at its clock, and makes a single save wait for it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use jiff::civil::Date;
use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::clock;

/// After an editor closed the file that it wrote, nothing more is to come.
const CLOSED: Duration = Duration::from_millis(1);
/// While a file is written, or many are, the next event comes within this.
const QUIET: Duration = Duration::from_millis(15);
/// Nobody waits longer than this for events to end.
const LONGEST: Duration = Duration::from_millis(150);
/// How often a file system that sends no events is looked at.
const POLL: Duration = Duration::from_millis(400);
/// When a walk looks for what events did not tell: soon, and once more when
/// every stamp is old enough to be believed.
const AFTERWARDS: [Duration; 2] = [Duration::from_millis(400), Duration::from_millis(2600)];
/// How often the day is looked at.
const IDLE: Duration = Duration::from_secs(30);

/// What comes to the builder.
#[derive(Debug)]
pub(super) enum Signal {
    /// The watcher saw something.
    Event(notify::Result<Event>),
    /// Somebody wants another day; `None` is today.
    Date(Option<Date>),
}

/// What is to be done next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// These files changed, as far as events tell.
    Files(Vec<PathBuf>),
    /// All is to be looked at.
    Walk,
    /// Another day was asked for.
    Date(Option<Date>),
    /// There is nobody left to tell of anything.
    End,
}

/// Watches the sources of a site.
#[derive(Debug)]
pub(super) struct Watch {
    root: PathBuf,
    signals: Receiver<Signal>,
    watcher: Option<RecommendedWatcher>,
    /// When walks are due, the next one last.
    due: Vec<Instant>,
    /// Files that are being written.
    open: BTreeSet<PathBuf>,
}

/// The folders that hold sources.
const FOLDERS: [&str; 2] = ["content", "themes"];

impl Watch {
    /// Watches a folder; with `poll`, or where the system does not help, by
    /// looking again and again. What is wrong with the system is given back.
    pub(super) fn new(
        root: &Path,
        poll: bool,
        send: Sender<Signal>,
        signals: Receiver<Signal>,
    ) -> (Self, Option<String>) {
        let mut watch =
            Self { root: root.to_path_buf(), signals, watcher: None, due: Vec::new(), open: BTreeSet::new() };
        if poll {
            return (watch, None);
        }
        // Who does not listen any more needs no event.
        let tell = move |event| drop(send.send(Signal::Event(event)));
        let started = notify::recommended_watcher(tell).and_then(|mut watcher| {
            watcher.watch(root, RecursiveMode::NonRecursive)?;
            FOLDERS.iter().try_for_each(|folder| folder_watch(&mut watcher, &root.join(folder)))?;
            Ok(watcher)
        });
        match started {
            Ok(watcher) => watch.watcher = Some(watcher),
            Err(error) => return (watch, Some(error.to_string())),
        }
        (watch, None)
    }

    /// Waits for what is to be done next.
    pub(super) fn next(&mut self) -> Next {
        let mut batch = Batch::default();
        let patience = match (&self.watcher, self.due.last()) {
            (None, _) => POLL,
            (Some(_), Some(due)) => due.saturating_duration_since(clock()),
            (Some(_), None) => IDLE,
        };
        match self.signals.recv_timeout(patience) {
            Ok(Signal::Date(date)) => return Next::Date(date),
            Ok(Signal::Event(event)) => self.take(event, &mut batch),
            Err(RecvTimeoutError::Timeout) => {
                self.due.pop();
                return Next::Walk;
            }
            Err(RecvTimeoutError::Disconnected) => return Next::End,
        }
        if batch.is_empty() {
            return Next::Files(Vec::new());
        }
        if let Some(date) = self.gather(&mut batch) {
            return Next::Date(date);
        }
        let now = clock();
        self.due = AFTERWARDS.iter().rev().map(|after| now + *after).collect();
        if batch.walk { Next::Walk } else { Next::Files(batch.files.into_iter().collect()) }
    }

    /// Takes what follows at once.
    fn gather(&mut self, batch: &mut Batch) -> Option<Option<Date>> {
        let end = clock() + LONGEST;
        loop {
            let still = if self.open.is_empty() && !batch.walk { CLOSED } else { QUIET };
            match self.signals.recv_timeout(still.min(end.saturating_duration_since(clock()))) {
                Ok(Signal::Event(event)) => self.take(event, batch),
                // The day needs a build of all; the files are found by it.
                Ok(Signal::Date(date)) => return Some(date),
                Err(_) => {
                    self.open.clear();
                    return None;
                }
            }
        }
    }

    fn take(&mut self, event: notify::Result<Event>, batch: &mut Batch) {
        let Ok(event) = event else {
            batch.walk = true;
            return;
        };
        let closed = event.kind == EventKind::Access(AccessKind::Close(AccessMode::Write));
        if event.need_rescan() {
            batch.walk = true;
        }
        if matches!(event.kind, EventKind::Access(_)) && !closed {
            return;
        }
        for path in &event.paths {
            let Some(below) = path.strip_prefix(&self.root).ok().filter(|below| is_source(below)) else { continue };
            // A folder that comes is to be watched, and may hold files already.
            if FOLDERS.iter().any(|folder| below == Path::new(folder)) {
                self.watch_again(path);
            }
            let written = matches!(event.kind, EventKind::Modify(notify::event::ModifyKind::Data(_)));
            if closed {
                self.open.remove(path);
            } else if written {
                self.open.insert(path.clone());
            } else {
                batch.walk = true;
            }
            batch.files.insert(path.clone());
        }
    }

    fn watch_again(&mut self, folder: &Path) {
        if let Some(watcher) = &mut self.watcher {
            drop(watcher.unwatch(folder));
            // If it is not there, the root tells when it comes.
            drop(folder_watch(watcher, folder));
        }
    }
}

fn folder_watch(watcher: &mut RecommendedWatcher, folder: &Path) -> notify::Result<()> {
    match watcher.watch(folder, RecursiveMode::Recursive) {
        Err(error) if matches!(error.kind, notify::ErrorKind::PathNotFound) => Ok(()),
        Err(error) => match &error.kind {
            notify::ErrorKind::Io(io) if io.kind() == std::io::ErrorKind::NotFound => Ok(()),
            _ => Err(error),
        },
        Ok(()) => Ok(()),
    }
}

/// Events of one moment.
#[derive(Debug, Default)]
struct Batch {
    files: BTreeSet<PathBuf>,
    walk: bool,
}

impl Batch {
    fn is_empty(&self) -> bool {
        self.files.is_empty() && !self.walk
    }
}

/// Whether a path below the root can be that of a source. The output and the
/// cache are not, wherever a build of one's own puts them.
fn is_source(below: &Path) -> bool {
    let first = below.components().next().map(|part| part.as_os_str());
    first.is_some_and(|first| FOLDERS.iter().any(|folder| first == *folder)) || below == Path::new(crate::config::PATH)
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::mpsc::channel;

    use notify::Event;
    use notify::event::{AccessKind, AccessMode, CreateKind, DataChange, EventKind, ModifyKind};

    use super::{Batch, Next, Signal, Watch, is_source};

    fn watch() -> (Watch, std::sync::mpsc::Sender<Signal>) {
        let (send, receive) = channel();
        let (watch, _) = Watch::new(Path::new("/site"), true, send.clone(), receive);
        (watch, send)
    }

    fn event(kind: EventKind, path: &str) -> Signal {
        Signal::Event(Ok(Event::new(kind).add_path(path.into())))
    }

    #[test]
    fn sources_only() {
        assert!(
            is_source(Path::new("content/a")) && is_source(Path::new("site.toml")) && is_source(Path::new("themes"))
        );
        for not in ["public/content", ".showcase/records", "contents", "a/site.toml", ""] {
            assert!(!is_source(Path::new(not)), "{not}");
        }
    }

    #[test]
    fn what_reading_sends_is_nothing() {
        let (mut watch, _send) = watch();
        let mut batch = Batch::default();
        for kind in [EventKind::Access(AccessKind::Open(AccessMode::Read)), EventKind::Access(AccessKind::Read)] {
            watch.take(Ok(Event::new(kind).add_path("/site/content/a".into())), &mut batch);
        }
        assert!(batch.is_empty());
        watch.take(Ok(Event::new(EventKind::Any).add_path("/site/public/a".into())), &mut batch);
        assert!(batch.is_empty());
    }

    #[test]
    fn a_save_is_one_batch_and_a_new_file_asks_for_a_walk() {
        let (mut watch, send) = watch();
        let data = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        let close = EventKind::Access(AccessKind::Close(AccessMode::Write));
        for kind in [data, data, close] {
            send.send(event(kind, "/site/content/a")).unwrap();
        }
        assert_eq!(watch.next(), Next::Files(vec!["/site/content/a".into()]));
        send.send(event(data, "/site/content/a")).unwrap();
        send.send(event(EventKind::Create(CreateKind::File), "/site/content/b")).unwrap();
        assert_eq!(watch.next(), Next::Walk);
    }
}
