//! The same sources and the same date give the same bytes, whatever else
//! differs. Tried on this repository's own site.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::{Duration, SystemTime};

use crate::harness::{DATE, Project, tree};

type Tree = BTreeMap<String, Vec<u8>>;

const PARTS: &[&str] = &["site.toml", "content", "themes"];

fn source() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// This repository's own site.
pub(crate) fn own_site() -> Project {
    Project::copy_of(source(), PARTS)
}

/// What this repository's own site is built into, once for all tests that look
/// at it.
pub(crate) fn own_files() -> &'static Tree {
    static FILES: LazyLock<Tree> = LazyLock::new(|| own_site().built());
    &FILES
}

/// Builds in a folder of its own and takes the output away.
fn built(project: &Project, args: &[&str], environment: &[(&str, &str)]) -> Tree {
    let out = tempfile::tempdir().unwrap();
    let all = [&["build", "--date", DATE, "--quiet", "--out", out.path().to_str().unwrap()], args].concat();
    let ran = project.run_with(&all, environment);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    tree(out.path())
}

fn assert_same(expected: &Tree, found: &Tree, what: &str) {
    let names = |tree: &Tree| tree.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(expected), names(found), "{what}");
    let differing: Vec<_> = expected.iter().filter(|(path, bytes)| found[*path] != **bytes).map(|(p, _)| p).collect();
    assert!(differing.is_empty(), "{what}: {differing:?}");
}

#[test]
fn threads_do_not_matter() {
    let project = own_site();
    let one = built(&project, &["--jobs", "1"], &[]);
    assert!(one.len() > 80, "{}", one.len());
    for jobs in ["2", "3", "8"] {
        for run in 0..3 {
            assert_same(&one, &built(&project, &["--jobs", jobs], &[]), &format!("{jobs} threads, run {run}"));
        }
    }
}

#[test]
fn the_machine_does_not_matter() {
    let project = own_site();
    let plain = built(&project, &[], &[]);
    let variants: [&[(&str, &str)]; 7] = [
        &[("TZ", "Pacific/Kiritimati")],
        &[("TZ", "America/Adak"), ("LANG", "C")],
        &[("LANG", "tr_TR.UTF-8"), ("LC_ALL", "tr_TR.UTF-8")],
        &[("LANG", "ar_EG.UTF-8"), ("LC_ALL", "C.UTF-8"), ("LANGUAGE", "ar")],
        &[("SOURCE_DATE_EPOCH", "0"), ("USER", "somebody"), ("HOSTNAME", "elsewhere")],
        &[("COLUMNS", "20"), ("TERM", "dumb"), ("CLICOLOR_FORCE", "1")],
        &[("RAYON_NUM_THREADS", "5"), ("RUST_LOG", "trace"), ("TMPDIR", "/var/tmp")],
    ];
    for variant in variants {
        assert_same(&plain, &built(&project, &[], variant), &format!("{variant:?}"));
    }
}

#[test]
fn the_place_does_not_matter() {
    let plain = built(&own_site(), &[], &[]);
    let elsewhere = Project::empty();
    for place in ["a", "a much longer path/with spaces/and-ünïcode", "content/themes/public"] {
        let root = elsewhere.root().join(place);
        let files: Vec<PathBuf> = files().collect();
        copy(&files, &root);
        let root = root.to_str().unwrap();
        assert_same(&plain, &built(&elsewhere, &["--root", root], &[]), place);
        assert_same(&plain, &built(&elsewhere, &["--root", &format!("./{place}/.")], &[]), place);
    }
}

/// Names come from the directory in the order of their making on some file
/// systems, and of a hash on others.
#[test]
fn the_order_and_the_age_of_files_do_not_matter() {
    let plain = built(&own_site(), &[], &[]);
    let mut order: Vec<PathBuf> = files().collect();
    order.sort();
    let mut seed: usize = 7;
    for round in 0..4u64 {
        // A shuffle that is the same on every run of the test.
        for n in (1..order.len()).rev() {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            order.swap(n, (seed >> 33) % (n + 1));
        }
        let project = Project::empty();
        copy(&order, project.root());
        for (n, path) in order.iter().enumerate() {
            let age = Duration::from_secs(round * 400_000_000 + n as u64 * 9_999);
            let file = fs::File::options().append(true).open(project.root().join(path)).unwrap();
            file.set_modified(SystemTime::UNIX_EPOCH + age).unwrap();
        }
        assert_same(&plain, &built(&project, &[], &[]), &format!("shuffle {round}"));
    }
}

#[test]
fn what_was_there_before_does_not_matter() {
    let project = own_site();
    let plain = project.built();
    assert_same(&plain, &project.built(), "a second run");
    // From a site of another day and of another address.
    for before in [
        &["build", "--date", "2037-01-01", "--quiet"][..],
        &["build", "--date", DATE, "--base-url", "https://x.example/sub/", "--quiet"],
    ] {
        assert_eq!(project.run(before).code, 0);
        assert_ne!(tree(&project.public()), plain, "{before:?}");
        assert_same(&plain, &project.built(), &format!("after {before:?}"));
    }
    let (file, title) = ("content/interns/i-7f3k/index.md", "title = \"Four months of other people’s commas\"");
    project.edit(file, title, "title = \"Another title\"");
    assert_ne!(project.built(), plain);
    project.edit(file, "title = \"Another title\"", title);
    assert_same(&plain, &project.built(), "after an edit and back");
}

/// Paths of the sources, from the root of the repository.
fn files() -> impl Iterator<Item = PathBuf> {
    PARTS.iter().flat_map(|part| walkdir::WalkDir::new(source().join(part))).filter_map(|entry| {
        let entry = entry.unwrap();
        entry.file_type().is_file().then(|| entry.path().strip_prefix(source()).unwrap().to_path_buf())
    })
}

fn copy(files: &[PathBuf], to: &Path) {
    for path in files {
        fs::create_dir_all(to.join(path).parent().unwrap()).unwrap();
        fs::write(to.join(path), fs::read(source().join(path)).unwrap()).unwrap();
    }
}
