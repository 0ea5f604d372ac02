//! Links to other sites: whether they still lead anywhere.
//!
//! The only code that sends requests. A command asks for it by name; no build
//! and no check of a build comes here. It is polite: one request at a time to a
//! host, with a pause after each, and hosts that ask for patience get it. What
//! it learns are opinions about machines that others run, so a finding is never
//! more than a warning.

mod address;
mod client;
mod fetch;
mod memory;
mod rounds;
pub mod store;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use fetch::{Fetched, Fetcher};
pub use memory::Memory;

/// How hosts are asked.
#[derive(Debug, Clone)]
pub struct Policy {
    /// Who asks, as hosts read it in their logs.
    pub agent: String,
    /// How long a single request may take.
    pub patience: Duration,
    /// The pause between two requests to a host, and before the second of
    /// several tries; it doubles with each.
    pub pause: Duration,
    /// The longest pause that a host may ask for.
    pub longest_pause: Duration,
    /// How often a host that fails or asks for patience is asked.
    pub tries: u32,
    /// How many redirects are followed.
    pub redirects: usize,
    /// How many hosts are asked at the same time.
    pub hosts: usize,
    /// How long all of it may take; addresses whose turn does not come are told
    /// as such.
    pub limit: Duration,
    /// Whether machines in private networks and this one are asked too.
    pub private: bool,
}

impl Policy {
    /// The usual one, for the site at an address.
    pub fn of(site: &str) -> Self {
        Self {
            agent: format!("showcase/{} (link check for {site})", env!("CARGO_PKG_VERSION")),
            patience: Duration::from_secs(15),
            pause: Duration::from_millis(500),
            longest_pause: Duration::from_secs(30),
            tries: 3,
            redirects: 10,
            hosts: 16,
            limit: Duration::from_secs(600),
            private: false,
        }
    }
}

/// What became of an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// It answers.
    Sound,
    /// It answers, but for good at this other address.
    Moved(String),
    /// It leads nowhere, for this reason.
    Broken(Reason),
    /// The host lets people in, and no programs: it answered with this status.
    Refused(u16),
    /// It lies in a private network or on this machine, and was not asked.
    Private,
    /// Its turn did not come.
    NotAsked,
}

/// Why an address leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    /// The host says so with this status.
    Status(u16),
    /// No host has the name.
    NoHost,
    /// Nobody answers there, and this is all that is known.
    NoAnswer(String),
    /// What it answers is not of the web.
    Nonsense(String),
    /// The host took longer than anybody waits.
    TooSlow,
    /// No safe connection: the certificate does not hold, or there is none.
    Unsafe(String),
    /// It leads back to where it came from.
    Loop,
    /// It leads on and on.
    TooManyRedirects,
    /// It leads to what is no address of the web.
    NoAddress(String),
}

/// A verdict and its age.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What became of the address.
    pub verdict: Verdict,
    /// When the host was asked, in seconds since 1970.
    pub asked: i64,
}

/// What hosts said.
#[derive(Debug, Default)]
pub struct Asked {
    /// Every address with its answer.
    pub answers: BTreeMap<String, Answer>,
    /// How many of them this run asked for.
    pub new: usize,
    /// Whether several hosts were asked and nobody answered at all, which
    /// tells more of the network here than of theirs. Then none of what they
    /// did not say is among the answers.
    pub offline: bool,
}

/// Asks for each address that is not remembered well enough. The memory gets
/// all that is new. `asked` is called after each with how many are done, and
/// how many there are.
pub fn ask(
    addresses: &BTreeSet<String>,
    memory: &mut Memory,
    now: Timestamp,
    policy: &Policy,
    told: &(dyn Fn(usize, usize) + Sync),
) -> Asked {
    let now = now.as_second();
    let (mut asked, mut open) = (Asked::default(), Vec::new());
    for address in addresses {
        match memory.fresh(address, now) {
            Some(answer) => drop(asked.answers.insert(address.clone(), answer.clone())),
            None => open.push(address.as_str()),
        }
    }
    let verdicts = rounds::ask(&open, policy, told);
    asked.offline = is_offline(&verdicts);
    asked.new = verdicts.iter().filter(|(_, verdict)| is_from_host(verdict)).count();
    for (address, verdict) in verdicts {
        if asked.offline && is_silence(&verdict) {
            continue;
        }
        let answer = Answer { verdict, asked: now };
        memory.learn(address, &answer);
        asked.answers.insert(address.to_owned(), answer);
    }
    asked
}

fn is_offline(verdicts: &[(&str, Verdict)]) -> bool {
    let tried = || verdicts.iter().filter(|(_, verdict)| is_from_host(verdict) || is_silence(verdict));
    let hosts: BTreeSet<_> = tried().filter_map(|(address, _)| address::host(address)).collect();
    hosts.len() > 1 && tried().all(|(_, verdict)| is_silence(verdict))
}

fn is_silence(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::Broken(Reason::NoHost | Reason::NoAnswer(_) | Reason::TooSlow))
}

fn is_from_host(verdict: &Verdict) -> bool {
    !matches!(verdict, Verdict::Private | Verdict::NotAsked | Verdict::Broken(Reason::NoAddress(_)))
}
