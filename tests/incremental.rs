//! Laws of the cache: after whatever happened to sources, output and cache, a
//! build gives what a build from nothing gives, byte for byte and word for
//! word; a second one touches nothing; and what is kept says nothing that the
//! pages do not say.

mod corruptions;
mod edits;
mod place;
mod secrets;
mod steps;
mod tongues;
mod world;

use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::harness::tree;
use crate::writer::{Chance, times};
use place::{FOREIGN, Look, Outcome, Place, Way, differing, look};
use steps::{Past, step};
use world::Files;

const STEPS: usize = 8;

fn spread(seed: u64) -> u64 {
    seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Holds the law against what is there now.
fn check(place: &mut Place, past: &mut Past) -> Result<(), String> {
    let public = place.public();
    place.sync();
    let before = look(&public);
    let outcome = place.build();
    let clean = place.clean();
    past.failed = outcome.code != 0;
    if outcome != clean.outcome {
        return Err(format!("it ends otherwise than from nothing: {}", apart(&outcome, &clean.outcome)));
    }
    let mut after = look(&public);
    if outcome.code != 0 {
        let touched = differing(&before, &after);
        return if touched.is_empty() { Ok(()) } else { Err(format!("it failed and touched {touched:?}")) };
    }
    for name in FOREIGN {
        let (was, is) = (before.get(name), after.remove(name));
        if was.is_some() && was != is.as_ref() {
            return Err(format!("{name} was not ours"));
        }
    }
    let hashes = after.iter().map(|(path, look)| (path.clone(), look.hash)).collect();
    let wrong = differing(&clean.files, &hashes);
    if !wrong.is_empty() {
        return Err(format!("otherwise than from nothing: {wrong:?}"));
    }
    let twice: Vec<&String> = after.keys().filter(|path| is_rewritten(before.get(*path), after.get(*path))).collect();
    if !twice.is_empty() {
        return Err(format!("written though it was there: {twice:?}"));
    }
    let cache = tree(&place.cache());
    let leaks = secrets::leaks(&cache, &tree(&public));
    if !leaks.is_empty() {
        return Err(format!("kept and not shown: {leaks:?}"));
    }
    let again = place.build();
    let mut looks = look(&public);
    looks.retain(|name, _| !FOREIGN.contains(&name.as_str()));
    let touched = differing(&after, &looks);
    if again != outcome || !touched.is_empty() {
        return Err(format!("once more, it touches {touched:?} and says {again:?}"));
    }
    past.worlds.push(place.world.clone());
    past.caches.push(cache);
    for name in FOREIGN {
        if !public.join(name).exists() && public.join(name).parent().is_some_and(std::path::Path::exists) {
            fs::write(public.join(name), "mine").unwrap();
        }
    }
    Ok(())
}

/// What one says and the other does not.
fn apart(now: &Outcome, clean: &Outcome) -> String {
    let only = |a: &Outcome, b: &Outcome, mark: &str| -> String {
        let lines = a.told.lines().filter(|line| !b.told.lines().any(|other| other == *line));
        lines.map(|line| format!("\n{mark} {line}")).collect()
    };
    format!("{} and not {}{}{}", now.code, clean.code, only(now, clean, "+"), only(clean, now, "-"))
}

/// Whether a file was written with the bytes that it had.
fn is_rewritten(before: Option<&Look>, after: Option<&Look>) -> bool {
    before.zip(after).is_some_and(|(before, after)| before.hash == after.hash && before != after)
}

/// Runs steps; what they were, and what was wrong after the last, or how many
/// times a site was built.
fn run(way: Way, seeds: &[u64]) -> (Vec<String>, Result<usize, String>) {
    let mut told = Vec::new();
    let result = catch_unwind(AssertUnwindSafe(|| {
        let mut place = Place::new(way);
        let mut past = Past::default();
        check(&mut place, &mut past)?;
        for seed in seeds {
            let mut chance = Chance(*seed);
            told.push(step(&mut place, &past, &mut chance));
            check(&mut place, &mut past)?;
        }
        Ok(past.worlds.len())
    }));
    (told, result.unwrap_or_else(|panic| Err(format!("panic: {:?}", panic.downcast_ref::<String>()))))
}

/// The fewest of these steps that still go wrong, with what they were.
fn shrunk(way: Way, mut seeds: Vec<u64>) -> String {
    let (mut told, mut result) = run(way, &seeds);
    let mut at = 0;
    while at < seeds.len() {
        let mut fewer = seeds.clone();
        fewer.remove(at);
        match run(way, &fewer) {
            (_, Ok(_)) => at += 1,
            (steps, error) => (seeds, told, result) = (fewer, steps, error),
        }
    }
    format!("{way:?}, after\n- {}\n{}", told.join("\n- "), result.err().unwrap_or_default())
}

/// Works through numbers with all processors, a thread of its own for each.
pub(crate) fn in_parallel(count: u64, work: impl Fn(u64) -> Result<(), String> + Sync) {
    let (next, failed) = (AtomicU64::new(0), Mutex::new(BTreeSet::new()));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
                while failed.lock().unwrap_or_else(PoisonError::into_inner).is_empty() {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= count {
                        break;
                    }
                    if let Err(error) = pool.install(|| work(seed)) {
                        failed.lock().unwrap_or_else(PoisonError::into_inner).insert((seed, error));
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().unwrap();
    if let Some((seed, error)) = failed.first() {
        panic!("seed {seed}: {error}");
    }
}

fn sequences(few: u64, way: impl Fn(u64) -> Way + Sync) {
    let (count, built) = (times("SHOWCASE_SEQUENCES", few), AtomicUsize::new(0));
    in_parallel(count, |seed| {
        let seeds: Vec<u64> = (0..STEPS as u64).map(|n| spread(seed * STEPS as u64 + n)).collect();
        match run(way(seed), &seeds) {
            (_, Ok(worlds)) => {
                built.fetch_add(worlds, Ordering::Relaxed);
                Ok(())
            }
            _ => Err(shrunk(way(seed), seeds)),
        }
    });
    let (built, all) = (built.into_inner(), usize::try_from(count).unwrap() * (STEPS + 1));
    // Where most builds fail, the law is held against nothing.
    assert!(built * 10 > all * 6, "{built} of {all}");
}

#[test]
fn a_build_after_anything_is_a_build_from_nothing() {
    sequences(40, |seed| if seed % 8 == 0 { Way::Program } else { Way::Library });
}

/// In the test above all files are too young for their stamps to be believed.
/// Here they look old, and a change of the same length shows in the time of
/// the last change of status and nowhere else.
#[cfg(unix)]
#[test]
fn nor_is_there_a_difference_where_stamps_are_believed() {
    sequences(20, |_| Way::Believing);
}

/// Files whose stamps are in a table, by its length.
fn stamped(cache: &Files, name: &str) -> usize {
    let table = cache.iter().find(|(path, _)| path.starts_with(name)).unwrap().1;
    (table.len() - showcase::seal::HEAD) / 72
}

#[cfg(unix)]
#[test]
fn stamps_are_believed_only_when_they_are_old() {
    for (way, believed) in [(Way::Library, false), (Way::Believing, true)] {
        let mut place = Place::new(way);
        place.build();
        place.build();
        // A picture that nobody may see is never looked at.
        let texts = place.world.files.keys().filter(|path| !path.ends_with(".png")).count();
        let wanted = if believed { texts..=place.world.files.len() } else { 0..=0 };
        let cache = tree(&place.cache());
        let sources = cache.get("sources").map_or(0, |_| stamped(&cache, "sources"));
        assert!(wanted.contains(&sources), "{way:?}: {sources} of {wanted:?}");
        if believed {
            assert_eq!(stamped(&cache, "outputs-"), tree(&place.public()).len() - 1);
        }
    }
}
