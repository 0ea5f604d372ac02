//! The preview: builds in memory, serves, watches, builds again.
//!
//! Listens on this machine alone unless it is told otherwise, serves nothing
//! but what a build made, and writes nothing unless it is asked to. It prints
//! nothing: what happens is told to whoever runs it.

mod answer;
mod connection;
mod engine;
mod guard;
mod hub;
mod listen;
mod own;
mod request;
mod response;
mod shelf;
mod watch;
mod write;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::civil::Date;

use self::engine::Engine;
use self::guard::Guard;
use self::hub::Hub;
use self::listen::Context;
use self::watch::Watch;
use crate::build::Kept;
use crate::config::BaseUrl;
use crate::diagnostic::Report;
use crate::disk::held::Held;
use crate::disk::output::{OutputError, Written};

pub use self::listen::{ListenError, Listeners, PORT};

/// What a preview is asked for.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Folder of the site.
    pub root: PathBuf,
    /// The name or number of this machine to listen on besides its own; with
    /// `None` nobody else can ask.
    pub host: Option<String>,
    /// The day; today without it.
    pub date: Option<Date>,
    /// Stands in for the `base_url` of site.toml.
    pub base_url: Option<BaseUrl>,
    /// Whether drafts are shown.
    pub drafts: bool,
    /// Whether changes are looked for and not waited for.
    pub poll: bool,
    /// Where the site is written, if it is.
    pub write: Option<PathBuf>,
    /// The folder of what runs keep for later ones.
    pub cache: Option<PathBuf>,
}

/// What happened.
#[derive(Debug)]
pub enum Told<'a> {
    /// It listens, and the site is found at this address.
    Ready {
        /// Where to look.
        url: &'a str,
    },
    /// The system does not tell of changes, and why; they are looked for.
    Polling(&'a str),
    /// A site was built.
    Built {
        /// What is to be said about it.
        report: &'a Report<'a>,
        /// Its pages.
        pages: usize,
        /// Files that are new or have changed.
        changed: usize,
        /// How long it took.
        took: Duration,
    },
    /// Something stopped the build; the last site stays.
    Failed {
        /// What it was.
        report: &'a Report<'a>,
    },
    /// The site was written, or not.
    Written {
        /// Where.
        out: &'a Path,
        /// What came of it.
        result: Result<Written, OutputError>,
    },
}

/// Serves until there is nobody left to serve. Builds run on the threads of the
/// caller's pool. `kept` and `held` are what earlier runs left.
pub fn run(options: &Options, listeners: Listeners, kept: Kept, held: Held, tell: &(dyn Fn(Told<'_>) + Sync)) {
    let root = crate::disk::real(&options.root);
    let hub = Arc::new(Hub::default());
    let (send, signals) = channel();
    // Whatever changes from here on is seen.
    let (mut watch, trouble) = Watch::new(&root, options.poll, send.clone(), signals);
    if let Some(trouble) = trouble {
        tell(Told::Polling(&trouble));
    }
    let guard = Guard::new(options.host.as_deref(), listeners.port());
    let context = Arc::new(Context { hub: Arc::clone(&hub), guard, send, root: root.clone(), drafts: options.drafts });
    let address = listeners.address();
    listeners.accept(&context);
    let mut engine = Engine::new(options, root, Arc::clone(&hub), tell);
    engine.first(kept, held);
    tell(Told::Ready { url: &url(address, &hub.now().shelf.base) });
    while engine.turn(watch.next()) {}
}

/// Where the site is found.
fn url(address: SocketAddr, base: &str) -> String {
    let base = if base.is_empty() { "/" } else { base };
    let ip = address.ip();
    let host = if ip.is_loopback() || ip.is_unspecified() { "localhost".to_owned() } else { host_of(address) };
    format!("http://{host}:{}{base}", address.port())
}

fn host_of(address: SocketAddr) -> String {
    if address.is_ipv6() { format!("[{}]", address.ip()) } else { address.ip().to_string() }
}

/// The time that passes, for limits and for what is told.
#[expect(clippy::disallowed_methods, reason = "limits are times; no page depends on it")]
fn clock() -> Instant {
    Instant::now()
}

/// The moment that it is, for a site of today.
#[expect(clippy::disallowed_methods, reason = "a preview lives on and sees days come")]
fn today() -> Timestamp {
    Timestamp::now()
}
