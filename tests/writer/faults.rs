//! Each call of the writer fails once, and from there on.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use showcase::disk::ops::{Ops, Verdict};

use super::{Folder, Site, assert_between, assert_recovers, sites};

const KINDS: &[(io::ErrorKind, &str)] = &[
    (io::ErrorKind::StorageFull, "the disk is full"),
    (io::ErrorKind::PermissionDenied, "no permission"),
    (io::ErrorKind::ReadOnlyFilesystem, "the disk can only be read"),
    (io::ErrorKind::QuotaExceeded, "you may not use more of the disk"),
];

/// How a call fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Once.
    Once,
    /// Once, with half of the bytes written.
    Half,
    /// With all that come after it.
    FromThere,
}

/// Calls of which the one of this number fails. How many there were.
fn failing(at: usize, way: Way) -> (Ops, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let calls = Arc::clone(&count);
    let watch = move |_: showcase::disk::ops::Op<'_>| {
        let call = calls.fetch_add(1, Ordering::Relaxed);
        let error = || io::Error::from(KINDS[at % KINDS.len()].0);
        match way {
            Way::Once if call == at => Verdict::Fail(error()),
            Way::Half if call == at => Verdict::Half(error()),
            Way::FromThere if call >= at => Verdict::Fail(error()),
            _ => Verdict::Go,
        }
    };
    (Ops::watched(Arc::new(watch)), count)
}

/// Lets every call of a build fail in turn.
fn fail_everywhere(before: Option<&Site>, after: &Site) {
    for way in [Way::Once, Way::Half, Way::FromThere] {
        let mut failures = 0;
        for at in 0.. {
            let folder = before.map_or_else(Folder::new, Folder::with);
            let (ops, calls) = failing(at, way);
            let result = folder.publish(&after.files, ops);
            if calls.load(Ordering::Relaxed) <= at {
                assert!(at > 30 && failures > 30, "{way:?}: {failures} of {at} calls");
                break;
            }
            let what = format!("call {at} {way:?}: {result:?}");
            let found = if folder.public().exists() { folder.tree() } else { super::Files::new() };
            assert_between(&found, before, after, &what);
            match result {
                Err(failure) => {
                    failures += 1;
                    assert!(!failure.place.is_empty() && failure.why.contains(KINDS[at % KINDS.len()].1), "{what}");
                }
                // What failed was not needed, such as clearing up.
                Ok(_) => assert_eq!(files(&found), files(&after.clean), "{what}"),
            }
            // The next build may be of the one site or of the other.
            let next = if at % 2 == 0 { after } else { before.unwrap_or(after) };
            assert_recovers(&folder, next, &what);
        }
    }
}

fn files(tree: &super::Files) -> Vec<(&String, &Vec<u8>)> {
    tree.iter().filter(|(path, _)| !path.starts_with(".showcase-staging/")).collect()
}

#[test]
fn a_first_build_fails_whole() {
    fail_everywhere(None, &sites()[1]);
}

#[test]
fn a_later_build_fails_whole() {
    fail_everywhere(Some(&sites()[0]), &sites()[1]);
}

#[test]
fn the_way_back_fails_whole() {
    fail_everywhere(Some(&sites()[1]), &sites()[0]);
}

/// A first build that was cut short leaves a folder under another name, which
/// the next clears away; that may be cut short as well.
#[test]
fn clearing_up_fails_whole() {
    let site = &sites()[1];
    for at in 0..60 {
        let folder = Folder::new();
        for at in [60, at] {
            let (ops, _) = failing(at, Way::FromThere);
            folder.publish(&site.files, ops).unwrap_err();
            assert!(folder.0.path().join(".public.showcase-new").exists(), "{at}");
        }
        assert_recovers(&folder, site, &format!("call {at}"));
    }
}

/// What is in the way is found before anything is touched.
#[test]
fn what_is_in_the_way_leaves_the_old_site() {
    let [old, new] = sites();
    for (path, inside) in [("x", "deep/mine"), ("history/index.html", "mine"), ("back", "mine"), ("x", "")] {
        let folder = Folder::with(old);
        let deep = folder.public().join(path).join(inside);
        if inside.is_empty() {
            std::fs::create_dir(&deep).unwrap();
        } else {
            std::fs::create_dir_all(deep.parent().unwrap()).unwrap();
            std::fs::write(deep, "").unwrap();
        }
        let before = crate::harness::tree(&folder.public());
        let failure = folder.publish(&new.files, Ops::default()).unwrap_err();
        assert!(failure.place.ends_with(path) && failure.why.contains("not showcase's own"), "{failure:?}");
        assert_eq!(crate::harness::tree(&folder.public()), before, "{path}");
    }
    let folder = Folder::with(old);
    std::fs::write(folder.public().join("cohorts/2025"), "mine").unwrap();
    let before = crate::harness::tree(&folder.public());
    let failure = folder.publish(&new.files, Ops::default()).unwrap_err();
    assert!(failure.place.ends_with("cohorts/2025") && failure.why.contains("a folder has to be"), "{failure:?}");
    assert_eq!(crate::harness::tree(&folder.public()), before);
}
