//! What showcase keeps for itself is damaged: bits, lines, ends, whole files.
//! The site must come out right, and what is not showcase's own must stay.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use showcase::disk::ops::{Op, Ops, Verdict};
use showcase::disk::output::Written;

use super::{Chance, Files, Folder, publish, times};
use crate::harness::tree;

fn files(list: &[(&str, &str)]) -> Files {
    list.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

fn before() -> Files {
    files(&[
        ("index.html", "home"),
        ("a/index.html", "a"),
        ("b/index.html", "b"),
        ("old/index.html", "old"),
        ("gone.css", "gone"),
        ("turn", "file"),
    ])
}

fn after() -> Files {
    files(&[
        ("index.html", "HOME"),
        ("a/index.html", "a"),
        ("b/index.html", "B"),
        ("new/index.html", "new"),
        ("turn/index.html", "folder"),
    ])
}

/// Names that a flipped bit makes of ours.
fn neighbours() -> Vec<String> {
    let ours: BTreeSet<String> = before().into_keys().chain(after().into_keys()).collect();
    let mut found = BTreeSet::new();
    for path in ours.iter().filter(|path| ["old", "gone", "new"].iter().any(|name| path.starts_with(name))) {
        for (at, bit) in (0..3).flat_map(|at| (0..8).map(move |bit| (at, bit))) {
            let mut bytes = path.clone().into_bytes();
            bytes[at] ^= 1 << bit;
            let name = String::from_utf8(bytes).unwrap_or_default();
            if name.starts_with(|first: char| first.is_ascii_alphanumeric()) {
                found
                    .extend(name[..4].bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'/').then_some(name));
            }
        }
    }
    found.into_iter().filter(|name| !ours.contains(name)).collect()
}

/// An output after a build, or after one that stopped half way; with others'
/// files in it.
fn prepared(chance: &mut Chance) -> Folder {
    let folder = Folder::new();
    folder.publish(&before(), Ops::default()).unwrap();
    if chance.below(2) == 0 {
        let stop = chance.below(4);
        let moves = Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let watch = move |op: Op<'_>| match op {
            Op::Rename(from, _) if !from.ends_with(".showcase-journal") => {
                let count = moves.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                if count == stop { Verdict::Fail(io::ErrorKind::StorageFull.into()) } else { Verdict::Go }
            }
            _ => Verdict::Go,
        };
        folder.publish(&after(), Ops::watched(Arc::new(watch))).unwrap_err();
        assert!(folder.public().join(".showcase-journal").exists());
    }
    for name in neighbours() {
        let path = folder.public().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "mine").unwrap();
    }
    folder
}

fn damage(bytes: &mut Vec<u8>, chance: &mut Chance) -> &'static str {
    match chance.below(8) {
        0 => {
            bytes.truncate(chance.below(bytes.len() + 1));
            "cut"
        }
        1 => {
            let mut lines: Vec<Vec<u8>> = bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
            let (a, b) = (chance.below(lines.len()), chance.below(lines.len()));
            if !lines.is_empty() {
                lines.swap(a, b);
            }
            *bytes = lines.concat();
            "lines swapped"
        }
        2 => {
            let at = chance.below(bytes.len() + 1);
            bytes.splice(at..at, b"\xff\0../../x\n".iter().copied());
            "bytes put in"
        }
        3 | 4 => {
            // Into a name, which then may be that of somebody's file.
            let is_start = |at: &usize| bytes[..*at].ends_with(b" ") && bytes[*at].is_ascii_lowercase();
            let starts: Vec<usize> = (1..bytes.len()).filter(is_start).collect();
            if let Some(start) = starts.get(chance.below(starts.len())) {
                bytes[start + chance.below(3)] ^= 1 << chance.below(6);
            }
            "a name damaged"
        }
        _ => {
            for _ in 0..=chance.below(3) {
                let at = chance.below(bytes.len());
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << chance.below(8);
                }
            }
            "bits flipped"
        }
    }
}

/// Damages one of the files, or swaps two. What was done.
fn corrupt(folder: &Folder, chance: &mut Chance) -> String {
    let public = folder.public();
    let table = fs::read_dir(folder.0.path().join("cache")).unwrap().next().unwrap().unwrap().path();
    let mut all = vec![public.join(".showcase-manifest"), table];
    all.extend(Some(public.join(".showcase-journal")).filter(|path| path.exists()));
    let pick = |chance: &mut Chance, all: &[PathBuf]| all[chance.below(all.len())].clone();
    if chance.below(8) == 0 {
        let (a, b) = (pick(chance, &all), pick(chance, &all));
        let (in_a, in_b) = (fs::read(&a).unwrap(), fs::read(&b).unwrap());
        fs::write(&a, in_b).unwrap();
        fs::write(&b, in_a).unwrap();
        return format!("{} and {} swapped", a.display(), b.display());
    }
    let path = pick(chance, &all);
    let mut bytes = fs::read(&path).unwrap();
    let how = damage(&mut bytes, chance);
    fs::write(&path, &bytes).unwrap();
    format!("{}: {how}", path.display())
}

/// Builds. A file that has become a folder, or a folder a file, counts as
/// somebody else's when what said otherwise is lost: a person has to move it.
fn published(folder: &Folder, site: &Files, what: &str) -> Written {
    let build = || publish(folder.0.path(), site, Ops::default());
    let turn = folder.public().join("turn");
    match build() {
        Ok(written) => written,
        Err(failure) => {
            assert!(
                failure.why.contains("not showcase's own") && failure.place.ends_with("turn"),
                "{what}: {failure:?}"
            );
            let there = fs::read(&turn).or_else(|_| fs::read(turn.join("index.html")));
            assert!(there.is_err() || there.is_ok_and(|there| there == b"file" || there == b"folder"), "{what}");
            fs::remove_file(&turn).or_else(|_| fs::remove_dir_all(&turn)).unwrap();
            build().unwrap_or_else(|failure| panic!("{what}: {failure:?}"))
        }
    }
}

#[test]
fn damaged_files_of_showcase_cost_time_and_nothing_else() {
    let clean = |files: &Files| {
        let folder = Folder::new();
        folder.publish(files, Ops::default()).unwrap();
        tree(&folder.public())[".showcase-manifest"].clone()
    };
    let sites = [before(), after()].map(|files| (clean(&files), files));
    let (known, others) = ([before(), after()], neighbours());
    assert!(others.len() > 20, "{others:?}");
    for seed in 0..times("SHOWCASE_CORRUPTIONS", 300) {
        let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let folder = prepared(&mut chance);
        let (manifest, site) = &sites[chance.below(2)];
        let what = format!("seed {seed}: {}", corrupt(&folder, &mut chance));
        for round in 0..2 {
            let written = published(&folder, site, &what);
            let mut found = tree(&folder.public());
            for name in &others {
                assert_eq!(found.remove(name).as_deref(), Some(b"mine".as_slice()), "{what}: {name} was not ours");
            }
            assert!(found.remove(".showcase-manifest").as_ref() == Some(manifest), "{what}: another manifest");
            for (path, bytes) in site {
                assert_eq!(found.remove(path).as_ref(), Some(bytes), "{what}: {path}");
            }
            // Where the manifest is no help, a file of the old site may stay.
            for (path, bytes) in found {
                assert!(known.iter().any(|site| site.get(&path) == Some(&bytes)), "{what}: {path} is left");
            }
            assert!(round == 0 || written.written + written.deleted == 0, "{what}: {written:?}");
        }
    }
}
