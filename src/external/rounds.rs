//! Who is asked when: hosts side by side, each one request at a time, with
//! pauses, with second and third tries, and with an end.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use super::address::{host, is_private_host, redirected, without_fragment};
use super::client::{Client, Head, Method, Reply};
use super::{Policy, Reason, Verdict};

/// A host that did not answer so often in a row is not asked again.
const GIVEN_UP: u32 = 2;

/// Asks for all addresses, in no particular order.
pub(super) fn ask<'a>(
    addresses: &[&'a str],
    policy: &Policy,
    told: &(dyn Fn(usize, usize) + Sync),
) -> Vec<(&'a str, Verdict)> {
    let mut queues: BTreeMap<String, VecDeque<&'a str>> = BTreeMap::new();
    let mut verdicts = Vec::with_capacity(addresses.len());
    for address in addresses {
        match host(address) {
            None => verdicts.push((*address, Verdict::Broken(Reason::NoAddress((*address).to_owned())))),
            Some(host) if !policy.private && is_private_host(&host) => verdicts.push((*address, Verdict::Private)),
            Some(host) => queues.entry(host).or_default().push_back(address),
        }
    }
    let mut queues: Vec<_> = queues.into_values().collect();
    // The longest queue ends last, so it begins first.
    queues.sort_by_key(VecDeque::len);
    let threads = policy.hosts.min(queues.len());
    let rounds = Rounds { policy, client: Client::new(policy), end: now() + policy.limit, hosts: Mutex::default() };
    let (done, all) = (AtomicUsize::new(verdicts.len()), addresses.len());
    let (queues, found) = (Mutex::new(queues), Mutex::new(verdicts));
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    // The lock goes before anybody is asked.
                    let Some(queue) = lock(&queues).pop() else { break };
                    for address in queue {
                        let verdict = rounds.verdict(address);
                        lock(&found).push((address, verdict));
                        told(done.fetch_add(1, Ordering::Relaxed) + 1, all);
                    }
                }
            });
        }
    });
    found.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn lock<T>(what: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    what.lock().unwrap_or_else(PoisonError::into_inner)
}

#[expect(clippy::disallowed_methods, reason = "hosts are given time, and not for ever")]
fn now() -> Instant {
    Instant::now()
}

#[expect(clippy::disallowed_methods, reason = "a host is left alone between two requests")]
fn pause(until: Instant) {
    thread::sleep(until.saturating_duration_since(now()));
}

struct Rounds<'r> {
    policy: &'r Policy,
    client: Client,
    /// When nobody is asked any more.
    end: Instant,
    hosts: Mutex<BTreeMap<String, Arc<Mutex<Host>>>>,
}

/// What is known of a host. Who asks it holds it.
#[derive(Default)]
struct Host {
    /// It wants to be left alone until then.
    free: Option<Instant>,
    /// How often in a row it did not answer, and why.
    silent: u32,
    reason: Option<Reason>,
}

impl Rounds<'_> {
    /// Follows an address to where it ends.
    fn verdict(&self, address: &str) -> Verdict {
        let start = without_fragment(address);
        let mut way = vec![start.to_owned()];
        let mut for_good = true;
        for _ in 0..=self.policy.redirects {
            let at = way.last().map_or(start, String::as_str);
            let head = match self.reply(at) {
                Some(Reply::Answer(head)) => head,
                Some(Reply::Failed(reason)) => return Verdict::Broken(reason),
                Some(Reply::Private) => return Verdict::Private,
                None => return Verdict::NotAsked,
            };
            let Head { status, location, cookie, .. } = head;
            match (status, location) {
                (300..=399, Some(location)) => {
                    let Some(to) = redirected(at, &location) else {
                        return Verdict::Broken(Reason::NoAddress(location));
                    };
                    for_good &= matches!(status, 301 | 308);
                    if way.contains(&to) {
                        // A browser with the cookie might get in.
                        return if cookie { Verdict::Refused(status) } else { Verdict::Broken(Reason::Loop) };
                    }
                    if !self.policy.private && host(&to).is_some_and(|host| is_private_host(&host)) {
                        return Verdict::Private;
                    }
                    way.push(to);
                }
                (200..=399, _) if way.len() > 1 && for_good => return Verdict::Moved(at.to_owned()),
                (200..=399, _) => return Verdict::Sound,
                (401 | 402 | 403 | 407 | 429 | 451 | 999.., _) => return Verdict::Refused(status),
                _ => return Verdict::Broken(Reason::Status(status)),
            }
        }
        Verdict::Broken(Reason::TooManyRedirects)
    }

    /// What a host says after some tries; `None` if its turn does not come.
    fn reply(&self, address: &str) -> Option<Reply> {
        let host = Arc::clone(lock(&self.hosts).entry(host(address)?).or_default());
        let mut host = lock(&host);
        let mut back_off = self.policy.pause;
        for left in (0..self.policy.tries.max(1)).rev() {
            if let Some(reason) = host.reason.as_ref().filter(|_| host.silent >= GIVEN_UP) {
                return Some(Reply::Failed(reason.clone()));
            }
            let reply = self.once(&mut host, address)?;
            let wait = match &reply {
                Reply::Answer(Head { status: 429 | 500.., wait, .. }) => wait.unwrap_or(back_off),
                Reply::Failed(Reason::TooSlow | Reason::NoAnswer(_) | Reason::NoHost) => back_off,
                _ => {
                    host.note(&reply);
                    return Some(reply);
                }
            };
            if left == 0 || wait > self.policy.longest_pause {
                host.note(&reply);
                return Some(reply);
            }
            host.free = host.free.max(Some(now() + wait));
            back_off = back_off.saturating_mul(2);
        }
        None
    }

    /// Asks for the head, and for the page where a host knows no heads.
    fn once(&self, host: &mut Host, address: &str) -> Option<Reply> {
        let reply = self.send(host, Method::Head, address)?;
        match reply {
            Reply::Answer(Head { status: 400..=428 | 430.., .. }) => self.send(host, Method::Get, address),
            reply => Some(reply),
        }
    }

    fn send(&self, host: &mut Host, method: Method, address: &str) -> Option<Reply> {
        let turn = host.free.unwrap_or_else(now);
        if turn.max(now()) >= self.end {
            return None;
        }
        pause(turn);
        let reply = self.client.send(method, address);
        host.free = Some(now() + self.policy.pause);
        Some(reply)
    }
}

impl Host {
    fn note(&mut self, reply: &Reply) {
        match reply {
            Reply::Failed(reason) => {
                self.silent += 1;
                self.reason = Some(reason.clone());
            }
            _ => self.silent = 0,
        }
    }
}
