//! The writer under harm: calls that fail, processes that are killed, files
//! that are damaged, two builds at once. Two sites take turns in one folder,
//! with pages that are new, changed and gone, and files that become folders.

mod clean;
mod corruptions;
mod faults;
#[cfg(unix)]
mod kills;
mod packed;
mod waiting;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use showcase::disk::ops::Ops;
use showcase::disk::output::{Output, OutputError, Reuse, Written};
use showcase::hash::{Hash128, Hasher};
use showcase::path::OutPath;
use showcase::render::Sink;

use crate::harness::{Project, tree};

type Files = BTreeMap<String, Vec<u8>>;

/// A site as the writer gets it, and what its pages refer to.
struct Site {
    files: Files,
    references: BTreeMap<String, BTreeSet<String>>,
    /// The output of a clean build, manifest included.
    clean: Files,
}

impl Site {
    fn new(files: Files) -> Self {
        let references = files
            .iter()
            .filter(|(path, _)| path.ends_with(".html"))
            .map(|(path, bytes)| (path.clone(), references(&String::from_utf8_lossy(bytes))))
            .collect();
        let folder = Folder::new();
        folder.publish(&files, Ops::default()).unwrap();
        let clean = tree(&folder.public());
        Self { files, references, clean }
    }
}

/// The two sites.
fn sites() -> &'static [Site; 2] {
    static SITES: OnceLock<[Site; 2]> = OnceLock::new();
    SITES.get_or_init(|| {
        let project = Project::new();
        let built = || project.built().into_iter().filter(|(path, _)| !path.starts_with(".showcase"));
        let mut old: Files = built().collect();
        project.edit("site.toml", "Small showcase", "Another showcase");
        project.edit("content/interns/i-1/index.md", "Counting what counts", "What counts");
        let intern = fs::read_to_string(project.root().join("content/interns/i-1/index.md")).unwrap();
        let other = intern.replace("Ada Example", "Ben Example").replace("cohort = \"2024\"", "cohort = \"2025\"");
        let portrait = fs::read(project.root().join("content/interns/i-1/portrait.png")).unwrap();
        project.file("content/interns/i-2/index.md", &other.replace("2024", "2025").replace("[2025]", "[2024]"));
        fs::write(project.root().join("content/interns/i-2/portrait.png"), portrait).unwrap();
        project.file("content/cohorts/2025.toml", "year = 2025\ntitle = \"The 2025 cohort\"\n");
        project.delete("content/pages/about.md");
        project.edit("content/offices/nairobi.toml", "page:about", "page:history");
        project.file("content/pages/history.md", "+++\ntitle = \"History\"\n+++\n\nWhat was.\n");
        let mut new: Files = built().collect();
        for (site, paths) in
            [(&mut old, ["turn", "back/a.txt", "back/b/c.txt"]), (&mut new, ["turn/a.txt", "back", "x"])]
        {
            site.extend(paths.map(|path| (path.to_owned(), format!("this is {path}").into_bytes())));
        }
        [Site::new(old), Site::new(new)]
    })
}

/// A file that somebody else keeps in the output.
const MINE: &str = "mine.txt";

/// A folder with an output and a cache.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        // Thousands of builds take minutes on a disk and seconds in memory.
        let memory = Path::new("/dev/shm");
        Self(if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap())
    }

    /// One in which a site is published already, beside somebody's file.
    fn with(site: &Site) -> Self {
        let folder = Self::new();
        folder.publish(&site.files, Ops::default()).unwrap();
        fs::write(folder.public().join(MINE), "mine").unwrap();
        folder
    }

    fn public(&self) -> PathBuf {
        self.0.path().join("public")
    }

    fn publish(&self, files: &Files, ops: Ops) -> Result<Written, Failure> {
        publish(self.0.path(), files, ops)
    }

    /// What is in the output, without what is somebody else's.
    fn tree(&self) -> Files {
        let mut files = tree(&self.public());
        if let Some(mine) = files.remove(MINE) {
            assert_eq!(mine, b"mine");
        }
        files
    }
}

/// What a build says when it fails: where, and why.
#[derive(Debug)]
struct Failure {
    place: String,
    why: String,
}

impl From<OutputError> for Failure {
    fn from(error: OutputError) -> Self {
        match error {
            OutputError::Refused(why) => Self { place: String::new(), why },
            OutputError::Failed { path, error } => Self { place: path.display().to_string(), why: error.to_string() },
        }
    }
}

/// Writes a site as a build does.
fn publish(root: &Path, files: &Files, ops: Ops) -> Result<Written, Failure> {
    let output = Output::open(&root.join("public"), root, None)?.watched(ops);
    let cache = root.join("cache");
    let staging = output.staging(Reuse { cache: Some(&cache), clean: false }, &|| ())?;
    for (path, bytes) in files {
        let out = OutPath::new(path).unwrap();
        let key = key(path, bytes);
        if !staging.has(&out, key) {
            let failed = |error: std::io::Error| Failure { place: path.clone(), why: error.to_string() };
            staging.put(&out, key, bytes).map_err(failed)?;
        }
    }
    Ok(staging.commit()?)
}

fn key(path: &str, bytes: &[u8]) -> Hash128 {
    Hasher::new().part(path.as_bytes()).part(bytes).finish()
}

/// The files of the site that a page refers to.
fn references(html: &str) -> BTreeSet<String> {
    let values = ["href=\"", "src=\""].into_iter().flat_map(|name| html.split(name).skip(1));
    let targets = values.filter_map(|rest| {
        let value = rest.split('"').next()?;
        let value = value.strip_prefix("https://small.example").unwrap_or(value);
        let path = value.strip_prefix('/')?.split(['#', '?']).next()?;
        Some(if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() })
    });
    targets.collect()
}

/// Whether the output is one that visitors may see between two sites: every
/// file is whole old or whole new, no file that both have is missing, and
/// nothing that a page leads to is.
fn assert_between(found: &Files, before: Option<&Site>, after: &Site, what: &str) {
    let Some(before) = before else {
        let nothing = found.is_empty();
        assert!(nothing || *found == after.clean, "{what}: a first build is not whole: {:?}", found.keys());
        return;
    };
    let of_both = |path: &String| before.files.contains_key(path) && after.files.contains_key(path);
    for path in before.files.keys().filter(|path| of_both(path)) {
        assert!(found.contains_key(path), "{what}: {path} is missing");
    }
    for (path, bytes) in found.iter().filter(|(path, _)| !path.starts_with(".showcase-")) {
        let site = [before, after].into_iter().find(|site| site.files.get(path) == Some(bytes));
        let site = site.unwrap_or_else(|| panic!("{what}: {path} is neither old nor new"));
        for target in site.references.get(path).into_iter().flatten() {
            // New pages that lead to each other cannot appear in one instant,
            // nor old ones go; no page of both sites leads there by then.
            let apart = !of_both(path) && !of_both(target) && target.ends_with(".html");
            assert!(apart || found.contains_key(target), "{what}: {path} refers to {target}, which is not there");
        }
    }
    let mut reached: BTreeSet<&String> = BTreeSet::new();
    let mut ahead: Vec<&String> = before.files.keys().filter(|path| of_both(path) && path.ends_with(".html")).collect();
    while let Some(path) = ahead.pop() {
        let Some(bytes) = found.get(path) else { panic!("{what}: {path} is led to and not there") };
        let site = if after.files.get(path) == Some(bytes) { after } else { before };
        let targets = site.references.get(path).into_iter().flatten();
        ahead.extend(targets.filter(|target| reached.insert(*target)));
    }
}

/// Builds once more, unharmed: the output must be that of a clean build, and a
/// build after that finds nothing to do.
fn assert_recovers(folder: &Folder, site: &Site, what: &str) {
    let written = folder.publish(&site.files, Ops::default());
    assert!(written.is_ok(), "{what}: {written:?}");
    let found = folder.tree();
    let names = |files: &Files| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&found), names(&site.clean), "{what}");
    let differing: Vec<_> = site.clean.iter().filter(|(path, bytes)| found[*path] != **bytes).map(|(p, _)| p).collect();
    assert!(differing.is_empty(), "{what}: {differing:?} differ from a clean build");
    let again = folder.publish(&site.files, Ops::default()).unwrap();
    assert_eq!((again.written, again.deleted, again.unchanged), (0, 0, site.files.len()), "{what}");
    let left: Vec<_> = fs::read_dir(folder.0.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| name == "public" || name == "cache"), "{what}: {left:?}");
}

/// How often a test is to be repeated: a number in the environment, or what
/// takes a few seconds.
pub(crate) fn times(variable: &str, few: u64) -> u64 {
    std::env::var(variable).ok().and_then(|count| count.parse().ok()).unwrap_or(few)
}

/// Numbers without rhyme, the same on every run.
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit.max(1)
    }

    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub(crate) fn pick<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.below(of.len())]
    }
}

#[test]
fn the_two_sites_have_all_kinds_of_changes() {
    let [old, new] = sites();
    let pages = |a: &Site, b: &Site| a.references.keys().filter(|path| !b.files.contains_key(*path)).count();
    assert!(pages(new, old) >= 2 && pages(old, new) >= 1, "{:?}", new.files.keys());
    let changed = old.references.keys().filter(|path| new.files.get(*path).is_some_and(|now| *now != old.files[*path]));
    assert!(changed.count() > 5);
    for site in [old, new] {
        assert_between(&site.clean, Some(site), site, "a whole site");
        assert!(site.references.values().any(|targets| targets.iter().any(|target| target.ends_with(".css"))));
    }
}
