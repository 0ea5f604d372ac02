//! A single request: what is sent, and what came of it. Follows no redirect and
//! reads no page: the head of an answer says all that is asked.

use std::fmt;
use std::io;
use std::time::Duration;

use jiff::fmt::rfc2822;
use ureq::config::Config;
use ureq::http::{HeaderMap, Uri};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error};

use super::address::is_private;
use super::{Policy, Reason};

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    /// The head alone.
    Head,
    /// The page, of which the head is read.
    Get,
}

/// What came of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reply {
    /// The host answered.
    Answer(Head),
    /// It did not.
    Failed(Reason),
    /// It lies where nobody is asked.
    Private,
}

/// The head of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) status: u16,
    /// Where it leads.
    pub(super) location: Option<String>,
    /// How long the host wants to be left alone.
    pub(super) wait: Option<Duration>,
    /// Whether it wants something to be remembered, which a browser would do.
    pub(super) cookie: bool,
}

/// Sends requests.
#[derive(Debug)]
pub(super) struct Client(Agent);

impl Client {
    pub(super) fn new(policy: &Policy) -> Self {
        let config = Config::builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(policy.agent.as_str())
            .accept("text/html,application/xhtml+xml,*/*;q=0.8")
            .max_response_header_size(64 << 10)
            .timeout_global(Some(policy.patience))
            // Some hosts send a page after a head, which the next answer would begin with.
            .max_idle_connections(0)
            .build();
        let names = Names { private: policy.private, all: DefaultResolver::default() };
        Self(Agent::with_parts(config, DefaultConnector::default(), names))
    }

    pub(super) fn send(&self, method: Method, address: &str) -> Reply {
        let sent = match method {
            Method::Head => self.0.head(address).call(),
            Method::Get => self.0.get(address).call(),
        };
        match sent {
            Ok(answer) => Reply::Answer(head(answer.status().as_u16(), answer.headers())),
            Err(error) => failed(&error),
        }
    }
}

fn head(status: u16, headers: &HeaderMap) -> Head {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    // A date is read against the clock of the host.
    let until = |until: &str| {
        let (until, now) = (rfc2822::parse(until).ok()?, rfc2822::parse(text("date")?).ok()?);
        u64::try_from(until.timestamp().as_second() - now.timestamp().as_second()).ok()
    };
    let wait = text("retry-after").and_then(|wait| wait.trim().parse().ok().or_else(|| until(wait)));
    Head {
        status,
        location: text("location").map(str::to_owned),
        wait: wait.map(Duration::from_secs),
        cookie: headers.contains_key("set-cookie"),
    }
}

fn failed(error: &Error) -> Reply {
    Reply::Failed(match error {
        Error::Other(other) if other.is::<PrivateHost>() => return Reply::Private,
        Error::HostNotFound => Reason::NoHost,
        Error::Timeout(_) => Reason::TooSlow,
        Error::Io(io) => of_io(io),
        Error::Rustls(error) => Reason::Unsafe(error.to_string()),
        Error::Tls(what) => Reason::Unsafe((*what).to_owned()),
        Error::BadUri(what) => Reason::NoAddress(what.clone()),
        other => Reason::Nonsense(other.to_string()),
    })
}

fn of_io(error: &io::Error) -> Reason {
    let inner = error.get_ref().map(ToString::to_string);
    match (error.kind(), inner) {
        (io::ErrorKind::TimedOut, _) => Reason::TooSlow,
        // What rustls says of a certificate or of a host that does not speak it.
        (io::ErrorKind::InvalidData, Some(what)) => Reason::Unsafe(what),
        // The standard library has no kind for it.
        (_, Some(what)) if what.contains("lookup address") && !what.contains("Temporary") => Reason::NoHost,
        _ => Reason::NoAnswer(crate::diagnostic::reason(error)),
    }
}

/// Finds the machines of a host, and none that is nobody's business, whatever
/// its name says: a story could name an address that leads into the network
/// of whoever checks it.
#[derive(Debug)]
struct Names {
    private: bool,
    all: DefaultResolver,
}

impl Resolver for Names {
    fn resolve(&self, uri: &Uri, config: &Config, within: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.all.resolve(uri, config, within)?;
        if !self.private && found.iter().any(|machine| is_private(machine.ip())) {
            return Err(Error::Other(Box::new(PrivateHost)));
        }
        Ok(found)
    }
}

/// A host is in a private network.
#[derive(Debug)]
struct PrivateHost;

impl fmt::Display for PrivateHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the host is in a private network")
    }
}

impl std::error::Error for PrivateHost {}
