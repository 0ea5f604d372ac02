//! The process is killed between two calls of the writer, or in the middle of
//! writing. What is there must be whole, and the next build must end as if
//! nothing had been.

use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use showcase::disk::ops::{Op, Ops, Verdict};

use super::{Chance, Files, Folder, Site, assert_between, assert_recovers, publish, sites, times};
use crate::harness::tree;

const ROOT: &str = "SHOWCASE_KILL_ROOT";
const SOURCE: &str = "SHOWCASE_KILL_SOURCE";
const CALL: &str = "SHOWCASE_KILL_CALL";
const HALF: &str = "SHOWCASE_KILL_HALF";

/// Counts the calls of a build, and ends the process at one.
fn killing(at: usize, half: bool, calls: Arc<AtomicUsize>) -> Ops {
    Ops::watched(Arc::new(move |op| {
        if matches!(op, Op::Torn(_)) {
            kill();
        }
        match calls.fetch_add(1, Ordering::Relaxed) {
            call if call < at => Verdict::Go,
            call if call == at && half && matches!(op, Op::Write(_)) => Verdict::Half(std::io::ErrorKind::Other.into()),
            // What could not even be begun was not torn; the next call is.
            _ => {
                kill();
                Verdict::Go
            }
        }
    }))
}

/// Nothing of this process runs after this.
fn kill() {
    rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL).unwrap();
}

/// The process that is killed: this binary, asked for this one test.
#[test]
#[ignore = "the other half of the test below, which starts it"]
fn victim() {
    let variable = |name: &str| std::env::var(name).ok();
    let (Some(root), Some(source)) = (variable(ROOT), variable(SOURCE)) else { return };
    let at = variable(CALL).unwrap().parse().unwrap();
    let ops = killing(at, variable(HALF).is_some(), Arc::default());
    publish(Path::new(&root), &tree(Path::new(&source)), ops).unwrap();
}

/// A site in a folder of its own, for the other process.
fn laid_out(site: &Site) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in &site.files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

/// Builds in a process that is killed at a call. Whether it was: a build that
/// goes on where another stopped has fewer calls.
fn is_killed(folder: &Folder, source: &Path, at: usize, half: bool) -> bool {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "writer::kills::victim", "--ignored", "--quiet", "--test-threads=1"]);
    command.env(ROOT, folder.0.path()).env(SOURCE, source).env(CALL, at.to_string());
    if half {
        command.env(HALF, "1");
    }
    let output = command.output().unwrap();
    assert!(output.status.success() || output.status.signal() == Some(9), "{output:?}");
    output.status.signal() == Some(9)
}

fn found(folder: &Folder) -> Files {
    if folder.public().exists() { folder.tree() } else { Files::new() }
}

#[test]
fn a_killed_build_leaves_whole_files_and_the_next_finishes() {
    let [old, new] = sites();
    let sources = [laid_out(old), laid_out(new)];
    // From which site to which; a first build, and both ways.
    let ways: [(Option<&Site>, &Site, &Path); 3] =
        [(None, new, sources[1].path()), (Some(old), new, sources[1].path()), (Some(new), old, sources[0].path())];
    let calls = ways.map(|(before, after, _)| {
        let calls = Arc::new(AtomicUsize::new(0));
        let folder = before.map_or_else(Folder::new, Folder::with);
        folder.publish(&after.files, killing(usize::MAX, false, Arc::clone(&calls))).unwrap();
        calls.load(Ordering::Relaxed)
    });
    let mut killed = 0;
    for seed in 0..times("SHOWCASE_KILLS", 60) {
        let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let way = chance.below(ways.len());
        let (before, after, source) = ways[way];
        let folder = before.map_or_else(Folder::new, Folder::with);
        let mut what = format!("seed {seed}, way {way}");
        // Now and then the build that is to finish is killed as well.
        let rounds = 1 + usize::from(chance.below(4) == 0);
        for round in 0..rounds {
            let (at, half) = (chance.below(calls[way]), chance.below(2) == 0);
            what += &format!(", call {at} of {}{}", calls[way], if half { ", half" } else { "" });
            let was = is_killed(&folder, source, at, half);
            assert!(was || round > 0, "{what}: it lived");
            killed += usize::from(was);
            assert_between(&found(&folder), before, after, &what);
        }
        // The next build may be of the one site or of the other.
        let next = if chance.below(2) == 0 { after } else { before.unwrap_or(after) };
        assert_recovers(&folder, next, &what);
    }
    println!("{killed} processes were killed");
}
