//! The cache and the manifest are damaged, exchanged, put in each other's
//! place, made by another program: that costs time and nothing else.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use showcase::hash::Hash128;
use showcase::seal::{self, HEAD, PROGRAM};

use super::place::{Clean, Outcome, Place, Way, differing, look};
use super::steps::pick;
use super::world::{Files, World, person};
use super::{in_parallel, spread};
use crate::harness::tree;
use crate::writer::{Chance, times};

const MANIFEST: &str = ".showcase-manifest";

/// How often one place is damaged before the next takes its turn.
const TURNS: u64 = 10;

/// Three states of a site, with what a build from nothing gives of each.
fn states() -> &'static [(World, Clean); 3] {
    static STATES: OnceLock<[(World, Clean); 3]> = OnceLock::new();
    STATES.get_or_init(|| {
        let old = World::new();
        let mut new = World::new();
        new.set(&person("qzamber"), "", "title", Some("\"Another title\""));
        new.set(&person("qzbirch"), "", "office", Some("\"geneva\""));
        new.set(&person("qzcedar"), "consent", "withdrawn", Some("2019-10-10"));
        new.set("site.toml", "", "title", Some("\"Another showcase\""));
        new.set("content/offices/geneva.toml", "", "summary", Some("\"On the lake.\""));
        new.files.remove("content/pages/news/second.md");
        let mut later = World { day: "2027-03-01", ..World::new() };
        later.set(&person("qzelder"), "", "published", Some("2027-03-01"));
        let mut place = Place::new(Way::Library);
        [old, new, later].map(|world| {
            place.world = world.clone();
            let clean = place.clean();
            assert_eq!(clean.outcome.code, 0, "{:?}", clean.outcome);
            (world, clean)
        })
    })
}

/// What is kept after a build of each state.
struct Kept {
    cache: Files,
    manifest: Vec<u8>,
}

fn swap(a: &Path, b: &Path) {
    let (in_a, in_b) = (fs::read(a).unwrap_or_default(), fs::read(b).unwrap_or_default());
    fs::write(a, in_b).unwrap();
    fs::write(b, in_a).unwrap();
}

/// A file of records that says something false.
fn forged(records: &[u8], form: &str) -> Vec<u8> {
    let mut file = records.to_vec();
    let (title, lie) = (b"qzambertitle", b"qzamberfalse");
    let places: Vec<usize> = (0..file.len()).filter(|at| file[*at..].starts_with(title)).collect();
    places.into_iter().for_each(|at| file[at..at + lie.len()].copy_from_slice(lie));
    if file.len() < HEAD { file } else { seal::close(file, form) }
}

fn is_unreadable(path: &Path) -> bool {
    let mut permissions = fs::metadata(path).unwrap().permissions();
    #[cfg(unix)]
    std::os::unix::fs::PermissionsExt::set_mode(&mut permissions, 0);
    fs::set_permissions(path, permissions).unwrap();
    fs::read(path).is_err()
}

/// Writes a file, in whatever folder; one that stands in the way of a folder
/// stays.
pub(super) fn put(path: &Path, bytes: &[u8]) {
    if path.parent().is_some_and(|folder| fs::create_dir_all(folder).is_ok()) && !path.is_dir() {
        fs::write(path, bytes).unwrap();
    }
}

/// Damages something; what was done.
fn corrupt(place: &Place, kept: &[Kept; 3], chance: &mut Chance) -> String {
    let (cache, manifest) = (place.cache(), place.public().join(MANIFEST));
    let mut all: Vec<PathBuf> = tree(&cache).into_keys().map(|name| cache.join(name)).collect();
    let other = &kept[chance.below(3)];
    match chance.below(12) {
        0 => {
            let (a, b) = (all[chance.below(all.len())].clone(), all[chance.below(all.len())].clone());
            swap(&a, &b);
            return format!("{} and {} swapped", a.display(), b.display());
        }
        1 => {
            let named: Vec<(&String, &Vec<u8>)> = other.cache.iter().collect();
            let (name, bytes) = named[chance.below(named.len())];
            put(&cache.join(name), bytes);
            return format!("{name} of another build");
        }
        2 => {
            other.cache.iter().for_each(|(name, bytes)| put(&cache.join(name), bytes));
            fs::write(manifest, &other.manifest).unwrap();
            return "cache and manifest of another build".to_owned();
        }
        3 => {
            fs::write(manifest, &other.manifest).unwrap();
            return "the manifest of another build".to_owned();
        }
        4 => {
            let form = pick(&["records 2 another program", "records 2", "showcase sources 1", ""], chance);
            fs::write(cache.join("records"), forged(&other.cache["records"], form)).unwrap();
            return format!("records of the form {form:?}");
        }
        _ => {}
    }
    all.push(manifest.clone());
    let path = all[chance.below(all.len())].clone();
    let mut bytes = fs::read(&path).unwrap();
    let how = match chance.below(7) {
        0 => {
            bytes.truncate(chance.below(bytes.len()));
            "cut"
        }
        1 => {
            bytes.extend((0..chance.below(200)).map(|n| u8::try_from(n).unwrap() ^ 0x5a));
            "garbage at the end"
        }
        2 => {
            bytes.clear();
            "empty"
        }
        3 => {
            bytes.iter_mut().for_each(|byte| *byte = 0);
            "zeros"
        }
        4 if path != manifest => {
            fs::remove_file(&path).unwrap();
            fs::create_dir(&path).unwrap();
            return format!("{} is a folder", path.display());
        }
        5 if path != manifest && is_unreadable(&path) => return format!("{} cannot be read", path.display()),
        _ => {
            for _ in 0..=chance.below(3) {
                let at = chance.below(bytes.len());
                bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << chance.below(8));
            }
            "bits flipped"
        }
    };
    fs::remove_file(&path).unwrap();
    fs::write(&path, bytes).unwrap();
    format!("{}: {how}", path.display())
}

/// Builds another state upon damage, and looks.
fn turn(place: &mut Place, kept: &[Kept; 3], chance: &mut Chance) -> Result<(), String> {
    let how = corrupt(place, kept, chance);
    let (world, clean) = &states()[chance.below(3)];
    place.world = world.clone();
    let Outcome { code, told } = place.build();
    // That something cannot be kept may be said.
    let told: String =
        told.lines().filter(|line| !line.starts_with("warning: ")).map(|line| format!("{line}\n")).collect();
    if (code, &told) != (0, &clean.outcome.told) {
        return Err(format!("{how}: {code}, {told}"));
    }
    let looks = look(&place.public());
    for (path, hash) in &clean.files {
        if looks.get(path).map(|look| look.hash) != Some(*hash) {
            return Err(format!("{how}: {path} is otherwise than from nothing"));
        }
    }
    // Where the manifest is no help, a file of another state may stay.
    for (path, look) in looks.iter().filter(|(path, _)| !clean.files.contains_key(*path)) {
        let known = states().iter().any(|(_, clean)| clean.files.get(path) == Some(&look.hash));
        if !known || !how.contains("manifest") {
            return Err(format!("{how}: {path} is left"));
        }
        fs::remove_file(place.public().join(path)).unwrap();
    }
    for entry in fs::read_dir(place.cache()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            fs::remove_dir_all(path).unwrap();
        }
    }
    Ok(())
}

#[test]
fn a_damaged_cache_costs_time_and_nothing_else() {
    states();
    in_parallel(times("SHOWCASE_CORRUPTIONS", 300).div_ceil(TURNS), |seed| {
        let mut place = Place::new(Way::Library);
        let kept = states().clone().map(|(world, _)| {
            place.world = world;
            place.build();
            Kept { cache: tree(&place.cache()), manifest: fs::read(place.public().join(MANIFEST)).unwrap() }
        });
        let mut chance = Chance(spread(seed));
        (0..TURNS).try_for_each(|n| turn(&mut place, &kept, &mut chance).map_err(|error| format!("turn {n}: {error}")))
    });
}

/// Were records never recalled, the tests of this file would show nothing.
#[test]
fn what_is_kept_in_the_right_form_is_believed() {
    let mut place = Place::new(Way::Library);
    place.build();
    let config = Hash128::of(&place.world.files["site.toml"]);
    let records = place.cache().join("records");
    let file = forged(&fs::read(&records).unwrap(), &format!("records 2 {PROGRAM} {config} false"));
    fs::write(records, file).unwrap();
    let before = look(&place.public());
    assert_eq!(place.build().code, 0);
    let after = look(&place.public());
    assert!(differing(&before, &after).contains(&"interns/i-qzamber9/index.html".to_owned()));
    let page = fs::read_to_string(place.public().join("interns/i-qzamber9/index.html")).unwrap();
    assert!(page.contains("qzamberfalse") && !page.contains("qzambertitle"));
}
