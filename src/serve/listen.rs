//! The doors: which addresses are listened on, and how many may be inside.

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, Shutdown, SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::guard::Guard;
use super::hub::Hub;
use super::watch::Signal;
use super::{clock, connection};

/// The port, unless another is asked for or it is taken.
pub const PORT: u16 = 4000;
/// How many ports behind it are tried.
const TRIED: u16 = 100;
/// How many may be connected. Whoever comes when all places are taken gets the
/// place of the one that has kept its own for longest without being served.
const PLACES: usize = 128;

/// Why nothing can be listened on.
#[derive(Debug)]
pub enum ListenError {
    /// The port is taken.
    Taken(u16),
    /// What the system says of the address.
    Failed(String, io::Error),
}

/// The addresses that are listened on.
#[derive(Debug)]
pub struct Listeners(Vec<TcpListener>);

/// What everybody inside needs.
#[derive(Debug)]
pub(super) struct Context {
    pub(super) hub: Arc<Hub>,
    pub(super) guard: Guard,
    pub(super) send: Sender<Signal>,
    pub(super) root: PathBuf,
    pub(super) drafts: bool,
}

impl Listeners {
    /// Listens on this machine's own addresses, or on the one that is named.
    /// Without a port it takes the first that is free.
    ///
    /// # Errors
    /// The port that was asked for is taken, or the address is none of this
    /// machine's.
    pub fn open(host: Option<&str>, port: Option<u16>) -> Result<Self, ListenError> {
        match port {
            Some(port) => Self::at(host, port),
            None => {
                let mut tries = (PORT..PORT + TRIED).map(|port| Self::at(host, port));
                let free = tries.find(|tried| !matches!(tried, Err(ListenError::Taken(_))));
                free.unwrap_or(Err(ListenError::Taken(PORT)))
            }
        }
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.address().port()
    }

    /// The first of the addresses.
    pub fn address(&self) -> SocketAddr {
        let first = self.0.first().and_then(|listener| listener.local_addr().ok());
        first.unwrap_or_else(|| SocketAddr::new(Ipv4Addr::LOCALHOST.into(), 0))
    }

    /// Whether others than this machine can ask.
    pub fn is_open(&self) -> bool {
        self.0.iter().any(|listener| listener.local_addr().is_ok_and(|address| !address.ip().is_loopback()))
    }

    fn at(host: Option<&str>, port: u16) -> Result<Self, ListenError> {
        let Some(host) = host else { return Self::on_loopback(port) };
        let name = host.trim_start_matches('[').trim_end_matches(']');
        let failed = |error| ListenError::Failed(host.to_owned(), error);
        let addresses: Vec<SocketAddr> = match name.parse::<IpAddr>() {
            Ok(ip) => vec![SocketAddr::new(ip, port)],
            Err(_) => (name, port).to_socket_addrs().map_err(failed)?.collect(),
        };
        let first = addresses.first().ok_or_else(|| failed(io::ErrorKind::AddrNotAvailable.into()))?;
        let listener = bind(*first).map_err(|error| taken(error, port, host))?;
        let mut all = vec![listener];
        if !first.ip().is_loopback() && !first.ip().is_unspecified() {
            // The machine itself should not have to know its number.
            let port = all.first().and_then(|l| l.local_addr().ok()).map_or(port, |address| address.port());
            all.extend(bind(SocketAddr::new(Ipv4Addr::LOCALHOST.into(), port)).ok());
        }
        Ok(Self(all))
    }

    fn on_loopback(port: u16) -> Result<Self, ListenError> {
        let four = bind(SocketAddr::new(Ipv4Addr::LOCALHOST.into(), port));
        let four = four.map_err(|error| taken(error, port, "127.0.0.1"))?;
        let port = four.local_addr().map_or(port, |address| address.port());
        match bind(SocketAddr::new(Ipv6Addr::LOCALHOST.into(), port)) {
            Ok(six) => Ok(Self(vec![four, six])),
            // Somebody else would get half of the visitors.
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => Err(ListenError::Taken(port)),
            // There are machines without the newer protocol.
            Err(_) => Ok(Self(vec![four])),
        }
    }

    /// Lets people in, each on a thread of its own.
    pub(super) fn accept(self, context: &Arc<Context>) {
        let places = Arc::new(Places::default());
        for listener in self.0 {
            let (context, places) = (Arc::clone(context), Arc::clone(&places));
            thread::spawn(move || {
                for stream in listener.incoming() {
                    match stream {
                        Ok(stream) => let_in(stream, &context, &places),
                        // Out of handles, say: it may be over in a moment.
                        Err(_) => thread::park_timeout(Duration::from_millis(20)),
                    }
                }
            });
        }
    }
}

fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    TcpListener::bind(address)
}

fn taken(error: io::Error, port: u16, host: &str) -> ListenError {
    if error.kind() == io::ErrorKind::AddrInUse {
        ListenError::Taken(port)
    } else {
        ListenError::Failed(host.to_owned(), error)
    }
}

fn let_in(stream: TcpStream, context: &Arc<Context>, places: &Arc<Places>) {
    let Some(place) = places.take(&stream) else { return };
    let context = Arc::clone(context);
    // Without a thread the connection is closed, and nothing else happens.
    drop(thread::Builder::new().stack_size(512 << 10).spawn(move || connection::serve(stream, &context, &place)));
}

/// Who is inside.
#[derive(Debug, Default)]
struct Places(Mutex<Inside>);

/// Connections by number, each with when it was last served.
#[derive(Debug, Default)]
struct Inside {
    last: u64,
    by_number: BTreeMap<u64, (TcpStream, Instant)>,
}

/// The place of a connection; given back when it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    number: u64,
    places: Arc<Places>,
}

impl Places {
    fn take(self: &Arc<Self>, stream: &TcpStream) -> Option<Place> {
        let stream = stream.try_clone().ok()?;
        let mut inside = self.lock();
        if inside.by_number.len() >= PLACES {
            let oldest = inside.by_number.iter().min_by_key(|(_, (_, since))| *since).map(|(number, _)| *number);
            if let Some((stream, _)) = oldest.and_then(|number| inside.by_number.remove(&number)) {
                drop(stream.shutdown(Shutdown::Both));
            }
        }
        inside.last += 1;
        let number = inside.last;
        inside.by_number.insert(number, (stream, clock()));
        Some(Place { number, places: Arc::clone(self) })
    }

    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    /// Notes that a request was served.
    pub(super) fn served(&self) {
        if let Some((_, since)) = self.places.lock().by_number.get_mut(&self.number) {
            *since = clock();
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.places.lock().by_number.remove(&self.number);
    }
}
