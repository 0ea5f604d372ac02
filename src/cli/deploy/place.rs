//! A deploy to each kind of place.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

use super::super::run::{hidden_bar, now, wants_bar};
use super::super::{Exit, console};
use super::Ready;
use super::known;
use super::told::{self, Outcome};
use crate::config::Place;
use crate::diagnostic::reason;
use crate::disk::branch::{Branch, BranchError, Changes};
use crate::disk::cache::NAME as CACHE;
use crate::disk::output::OutputError;
use crate::disk::release::{Opened, Releases, served_in};
use crate::external::store::{Dav, Failure, Patient, S3, Sftp, Store, THREADS, waiting};
use crate::hash::Hash128;
use crate::path::OutPath;
use crate::publish::deploy::{
    Act, Done, Held, LOCK, Lock, NAME, Order, Record, State, Stopped, Taking, order, run, settle,
};

/// A complaint, and how the command ends.
type Failed = (String, Exit);

/// Puts the site there, and says what was done.
pub(super) fn deploy(ready: &Ready<'_>) -> Exit {
    let token = &ready.owner.token;
    let done = match &ready.deploy.place {
        Place::Folder(path) => to_folder(ready, Path::new(path)),
        Place::Git { remote, branch } => to_branch(ready, remote, branch),
        Place::S3 { bucket, prefix } => s3(ready, bucket, prefix).and_then(|store| to_store(ready, &store)),
        Place::Dav(address) => to_store(ready, &Dav::new(address, known::dav(address), token)),
        Place::Sftp { user, host, port, path } => {
            to_store(ready, &Sftp::new(&known::ssh(), user.as_deref(), host, *port, path, token))
        }
    };
    match done {
        Ok(outcome) => {
            told::told(ready, &outcome);
            Exit::Done
        }
        Err((complaint, exit)) => {
            console::complain(&format!("error: {complaint}\n"));
            exit
        }
    }
}

fn s3(ready: &Ready<'_>, bucket: &str, prefix: &str) -> Result<S3, Failed> {
    let login = known::aws().ok_or_else(|| {
        let help = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or keep them in ~/.aws/credentials";
        (format!("there is no key for {}; {help}.", ready.deploy.place), Exit::Usage)
    })?;
    let endpoint = ready.deploy.endpoint.clone().or_else(known::endpoint);
    let region = ready.deploy.region.clone().unwrap_or_else(known::region);
    S3::new(bucket, prefix, endpoint.as_deref(), &region, login).map_err(|why| (format!("{why}."), Exit::Usage))
}

fn to_store(ready: &Ready<'_>, hasty: &dyn Store) -> Result<Outcome, Failed> {
    let store = &Patient::new(hasty, ready.args.tries);
    let failed = |failure| store_failed(ready, &failure);
    if ready.args.dry_run {
        let record = record_of(ready, store.get(NAME).map_err(failed)?)?;
        return Ok(Outcome { order: order(&ready.site, &record), done: None, note: None });
    }
    let lock = locked(ready, store)?;
    let done = threads(ready, || under_lock(ready, store));
    let mut outcome = match done {
        Ok(outcome) => outcome,
        Err(failed) => {
            // Where nobody answers any more, nobody is waited for. What waits under
            // other names is of no use to anybody.
            let left = waiting_names(ready, &ready.owner.token, ready.args.jobs);
            let cleared = left.into_iter().try_for_each(|name| hasty.delete(&name));
            drop(cleared.and_then(|()| Lock::give_back(hasty, &ready.owner)));
            return Err(failed);
        }
    };
    Lock::give_back(store, &ready.owner).map_err(failed)?;
    if !lock.holds {
        outcome.note = Some(
            "This store knows no conditions, so nothing keeps two deploys at once apart; see that there is only one.",
        );
    }
    Ok(outcome)
}

/// Where files of a deploy may wait under other names.
fn waiting_names(ready: &Ready<'_>, token: &str, threads: u16) -> Vec<String> {
    match ready.deploy.place {
        Place::S3 { .. } => Vec::new(),
        _ => (0..usize::from(threads)).map(|thread| waiting(token, thread)).collect(),
    }
}

fn under_lock(ready: &Ready<'_>, store: &dyn Store) -> Result<Outcome, Failed> {
    let failed = |failure| store_failed(ready, &failure);
    let mut record = record_of(ready, store.get(NAME).map_err(failed)?)?;
    let said = |stopped: Stopped| stopped_words(ready, stopped);
    settle(store, &ready.site, &mut record).map_err(said)?;
    let order = order(&ready.site, &record);
    let bar = hidden_bar(order.acts().count(), "files");
    if wants_bar(ready.quiet) {
        bar.set_draw_target(indicatif::ProgressDrawTarget::stderr());
    }
    let read = |path: &OutPath| ready.read(path);
    let done = run(store, (&ready.site, &order), record, ready.args.taking(), &read, &|| bar.inc(1));
    bar.finish_and_clear();
    Ok(Outcome { done: Some(done.map_err(said)?), order, note: None })
}

fn store_failed(ready: &Ready<'_>, failure: &Failure) -> Failed {
    (format!("{}: {failure}.", ready.deploy.place), Exit::Machine)
}

fn branch_failed(ready: &Ready<'_>, error: BranchError) -> Failed {
    let why = match error {
        BranchError::Overtaken => "somebody else was there first; deploy again".to_owned(),
        BranchError::Failed(why) => why,
    };
    (format!("{}: {why}.", ready.deploy.place), Exit::Machine)
}

/// The record of a place, which has none before the first deploy.
fn record_of(ready: &Ready<'_>, bytes: Option<Vec<u8>>) -> Result<Record, Failed> {
    bytes.map_or_else(|| Ok(Record::default()), |bytes| Record::parse(&bytes).ok_or_else(|| damaged(ready)))
}

fn damaged(ready: &Ready<'_>) -> Failed {
    let place = &ready.deploy.place;
    let why = format!(
        "{place}: {NAME} there is damaged, so nobody knows which files are showcase's own. Delete that one file, and \
         deploy with --adopt; then look for old pages yourself."
    );
    (why, Exit::Machine)
}

fn stopped_words(ready: &Ready<'_>, stopped: Stopped) -> Failed {
    let place = &ready.deploy.place;
    match stopped {
        Stopped::Store(path, failure) => {
            (format!("{place}, at {path}: {failure}. Deploy again, and it goes on there."), Exit::Machine)
        }
        Stopped::Changed(path) => {
            (format!("{path} has changed while it was deployed; build, and deploy again."), Exit::Content)
        }
        Stopped::Taken(path) => {
            let help = "Move it away, or deploy with --adopt, which replaces what has a name of the site";
            (format!("{place} has another {path}, which showcase did not put there. {help}."), Exit::Content)
        }
    }
}

/// Does something on so many threads as were asked for.
fn threads<T: Send>(ready: &Ready<'_>, work: impl FnOnce() -> Result<T, Failed> + Send) -> Result<T, Failed> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(ready.args.jobs)).build();
    let pool = pool.map_err(|error| (format!("no threads can be started: {error}."), Exit::Machine))?;
    pool.install(work)
}

fn locked(ready: &Ready<'_>, store: &dyn Store) -> Result<Lock, Failed> {
    let failed = |failure| store_failed(ready, &failure);
    if ready.args.break_lock {
        let old = Lock::owner(store).map_err(failed)?;
        store.delete(LOCK).map_err(failed)?;
        let is_word = |token: &String| token.len() == 16 && token.bytes().all(|byte| byte.is_ascii_hexdigit());
        if let Some(token) = old.map(|owner| owner.token).filter(is_word) {
            waiting_names(ready, &token, THREADS).iter().try_for_each(|name| store.delete(name)).map_err(failed)?;
        }
    }
    let take = || match Lock::take(store, &ready.owner).map_err(failed)? {
        Held::Ours(lock) => Ok(Ok(lock)),
        Held::Theirs(owner) => {
            let whose = owner.map(|owner| (owner.who.clone(), owner.age(now())));
            Ok(Err(match whose {
                Some((who, age)) => format!("it is deployed to by {who}, for {age}"),
                None => format!("somebody deploys there, as {LOCK} says"),
            }))
        }
    };
    in_time(ready, take)
}

/// Tries until there is no other deploy or no more time.
#[expect(clippy::disallowed_methods, reason = "a person asked to wait")]
fn in_time<T>(ready: &Ready<'_>, mut take: impl FnMut() -> Result<Result<T, String>, Failed>) -> Result<T, Failed> {
    let (start, mut said) = (Instant::now(), false);
    loop {
        let why = match take()? {
            Ok(taken) => return Ok(taken),
            Err(why) => why,
        };
        if start.elapsed() >= ready.wait() {
            let help = "Wait for it with --wait SECONDS; if it was cut and no longer runs, deploy with --break-lock";
            return Err((format!("{}: {why}. {help}.", ready.deploy.place), Exit::Machine));
        }
        if !std::mem::replace(&mut said, true) {
            console::complain(&format!("{}: {why}; waiting.\n", ready.deploy.place));
        }
        std::thread::sleep(Duration::from_millis(500));
    }
}

fn of_listed(listed: Vec<(OutPath, Hash128)>) -> Record {
    let mut record = Record::default();
    listed.iter().for_each(|(path, hash)| record.note(path, State::There(*hash)));
    record
}

fn to_folder(ready: &Ready<'_>, dir: &Path) -> Result<Outcome, Failed> {
    let failed = |error: OutputError| match error {
        OutputError::Refused(why) => (format!("{why}."), Exit::Usage),
        OutputError::Failed { path, error } => {
            (format!("{} cannot be written: {}.", path.display(), reason(&error)), Exit::Machine)
        }
    };
    if ready.args.dry_run {
        let order = order(&ready.site, &of_listed(served_in(dir)));
        return Ok(Outcome { order, done: None, note: None });
    }
    let releases = in_time(ready, || match Releases::open(dir).map_err(failed)? {
        Opened::Ours(releases) => Ok(Ok(releases)),
        Opened::Busy => Ok(Err("another deploy is at it".to_owned())),
    })?;
    let order = order(&ready.site, &of_listed(releases.served()));
    let files: Vec<_> = ready.site.files.iter().map(|(path, entry)| (path.clone(), entry.hash)).collect();
    // An earlier release would keep what somebody has taken back.
    let keep = if ready.site.takes_down(&order) { 0 } else { ready.deploy.keep };
    releases.release(&files, &|path| ready.read(path), keep).map_err(failed)?;
    let done = Done { put: order.put().0, deleted: order.deleted(), found: 0 };
    Ok(Outcome { order, done: Some(done), note: None })
}

fn to_branch(ready: &Ready<'_>, remote: &str, branch: &str) -> Result<Outcome, Failed> {
    let name = Hash128::of(format!("{remote}#{branch}").as_bytes()).short();
    let repository = ready.args.root.join(CACHE).join(format!("deploy-{name}.git"));
    let repository = std::path::absolute(&repository).unwrap_or(repository);
    let out = std::path::absolute(&ready.out).unwrap_or_else(|_| ready.out.clone());
    let failed = |error| branch_failed(ready, error);
    in_time(ready, || {
        let branch = Branch::open(&repository, remote, branch).map_err(failed)?;
        let record = record_of(ready, branch.read(NAME).map_err(failed)?)?;
        let order = order(&ready.site, &record);
        if ready.args.dry_run || order.is_empty() {
            let done = (!ready.args.dry_run).then(Done::default);
            return Ok(Ok(Outcome { order, done, note: None }));
        }
        if ready.args.taking() == Taking::Refuse {
            free(ready, &branch, &record, &order)?;
        }
        let changes: Changes = order
            .acts()
            .map(|act| match act {
                Act::Put(path, _) => (path.clone(), Some(out.join(path.as_str()))),
                Act::Delete(path) => (path.clone(), None),
            })
            .collect();
        let entries = ready.site.files.iter().map(|(path, entry)| (path.clone(), entry.hash));
        let text = of_listed(entries.collect()).print();
        match branch.commit(&changes, (NAME, &text), "Deploy the site") {
            Err(BranchError::Overtaken) => return Ok(Err("somebody else was there first".to_owned())),
            done => done.map_err(failed)?,
        }
        let done = Done { put: order.put().0, deleted: order.deleted(), found: 0 };
        Ok(Ok(Outcome { order, done: Some(done), note: None }))
    })
}

/// Whether no file of the branch that is not showcase's own has the name of one that
/// is put.
fn free(ready: &Ready<'_>, branch: &Branch, record: &Record, order: &Order) -> Result<(), Failed> {
    let failed = |error| branch_failed(ready, error);
    let there = branch.files().map_err(failed)?;
    let there: BTreeSet<&str> = there.iter().map(String::as_str).collect();
    for act in order.acts() {
        let Act::Put(path, entry) = act else { continue };
        if record.state(path).is_none() && there.contains(path.as_str()) {
            let bytes = branch.read(path.as_str()).map_err(failed)?;
            if bytes.is_none_or(|bytes| Hash128::of(&bytes) != entry.hash) {
                return Err(stopped_words(ready, Stopped::Taken(path.clone())));
            }
        }
    }
    Ok(())
}
