//! A world on disk, built again and again into one output with one cache, and
//! beside it from nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use showcase::build::{Kept, Last, Request, Today, inputs, prepare};
use showcase::config::BaseUrl;
use showcase::diagnostic::{Diagnostic, Report, Severity, reason, terminal};
use showcase::disk::cache::Cache;
use showcase::disk::held::Held;
use showcase::disk::output::{Output, OutputError, Reuse, manifest_of};
use showcase::disk::{self, Margin, Root, Sources};
use showcase::hash::{Hash128, Hasher};

use super::world::{Files, World};
use crate::harness::tree;

/// How a place is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// By the library, as the program does it.
    Library,
    /// By the program.
    Program,
    /// By the library, with files that all look old: stamps are believed.
    Believing,
}

/// What a build did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) code: i32,
    pub(super) told: String,
}

/// What a build from nothing gives.
#[derive(Debug, Clone)]
pub(super) struct Clean {
    pub(super) outcome: Outcome,
    /// The hash of each file.
    pub(super) files: BTreeMap<String, Hash128>,
}

pub(super) struct Place {
    folder: tempfile::TempDir,
    pub(super) way: Way,
    pub(super) world: World,
    on_disk: Files,
    /// What builds from nothing gave, by what they were given.
    known: BTreeMap<Hash128, Clean>,
}

/// What a person keeps in the output.
pub(super) const FOREIGN: [&str; 2] = ["mine.txt", "interns/mine.txt"];

impl Place {
    pub(super) fn new(way: Way) -> Self {
        let memory = Path::new("/dev/shm");
        let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
        Self { folder, way, world: World::new(), on_disk: Files::new(), known: BTreeMap::new() }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn root(&self) -> PathBuf {
        self.path("site")
    }

    pub(super) fn public(&self) -> PathBuf {
        self.path("public")
    }

    pub(super) fn cache(&self) -> PathBuf {
        self.path("cache")
    }

    pub(super) fn source(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    /// Writes the sources that differ, in place, and deletes those that are gone.
    pub(super) fn sync(&mut self) {
        for (path, bytes) in &self.world.files {
            if self.on_disk.get(path) != Some(bytes) {
                let full = self.source(path);
                fs::create_dir_all(full.parent().unwrap()).unwrap();
                fs::write(full, bytes).unwrap();
            }
        }
        for path in self.on_disk.keys().filter(|path| !self.world.files.contains_key(*path)) {
            fs::remove_file(self.source(path)).unwrap();
        }
        self.on_disk = self.world.files.clone();
        if self.way == Way::Believing {
            // Whatever changes, the time of its last change of status tells.
            self.on_disk.keys().for_each(|path| set_old(&self.source(path)));
            self.age();
        }
    }

    /// Makes the output look old.
    fn age(&self) {
        let outputs = if self.public().exists() { tree(&self.public()) } else { Files::new() };
        outputs.keys().for_each(|path| set_old(&self.public().join(path)));
        self.tick();
    }

    /// Writes all sources anew.
    pub(super) fn touch(&mut self) {
        self.on_disk.values_mut().for_each(|bytes| *bytes = b"anything else".to_vec());
        self.sync();
    }

    /// Goes on when the file system's clock does.
    fn tick(&self) {
        let probe = self.path("probe");
        let now = || {
            fs::write(&probe, "").unwrap();
            fs::metadata(&probe).unwrap().modified().unwrap()
        };
        let start = now();
        while now() == start {}
    }

    /// Builds with what is there from before.
    pub(super) fn build(&mut self) -> Outcome {
        self.sync();
        let outcome = self.build_into("public", "cache");
        if self.way == Way::Believing {
            self.age();
        }
        outcome
    }

    /// Builds from nothing; once for the same sources.
    pub(super) fn clean(&mut self) -> Clean {
        self.sync();
        let mut hasher = Hasher::new();
        for (path, bytes) in &self.world.files {
            hasher.part(path.as_bytes()).part(bytes);
        }
        let World { day, drafts, base, .. } = self.world;
        let key = hasher.part(format!("{day} {drafts} {base:?}").as_bytes()).finish();
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let outcome = self.build_into("fresh-public", "fresh-cache");
        let public = self.path("fresh-public");
        let made = if public.exists() { tree(&public) } else { Files::new() };
        let files = made.into_iter().map(|(path, bytes)| (path, Hash128::of(&bytes))).collect();
        for name in ["fresh-public", "fresh-cache"] {
            drop(fs::remove_dir_all(self.path(name)));
        }
        let clean = Clean { outcome, files };
        self.known.insert(key, clean.clone());
        clean
    }

    fn build_into(&self, public: &str, cache: &str) -> Outcome {
        match self.way {
            Way::Program => self.program(public, cache),
            Way::Library => self.library(public, cache, Margin::YEAR),
            Way::Believing => self.library(public, cache, Margin::NONE),
        }
    }

    fn program(&self, public: &str, cache: &str) -> Outcome {
        let mut command = Command::new(env!("CARGO_BIN_EXE_showcase"));
        command.args(["build", "--quiet", "--root", "site", "--out", public, "--cache-dir", cache, "--date"]);
        command.arg(self.world.day).args(self.world.drafts.then_some("--drafts"));
        command.args(self.world.base.iter().flat_map(|base| ["--base-url", base]));
        let output = command.current_dir(self.folder.path()).env("NO_COLOR", "1").output().unwrap();
        Outcome { code: output.status.code().unwrap_or(-1), told: String::from_utf8(output.stderr).unwrap() }
    }

    /// What src/cli/build.rs does.
    fn library(&self, public: &str, cache: &str, margin: Margin) -> Outcome {
        let failed = |error: OutputError| Outcome { code: 2, told: format!("{error:?}") };
        let (root, cache) = (self.root(), Cache::at(&self.path(cache)));
        let mut output = match Output::open(&self.path(public), &root, None) {
            Ok(output) => output.within(margin),
            Err(error) => return failed(error),
        };
        if let Err(error) = output.claim(&|| ()) {
            return failed(error);
        }
        let known = Held::of_file(&cache.read("sources"));
        let mut sources =
            disk::read_with(&root, known.as_ref().unwrap_or(&Held::default()), &disk::read_at_most, margin);
        let mut problems = std::mem::take(&mut sources.problems);
        let request = Request {
            today: Today::On(self.world.day.parse().unwrap()),
            base_url: self.world.base.map(|base| BaseUrl::parse(base).unwrap()),
            strict: false,
            drafts: self.world.drafts,
            precompress: false,
            known: showcase::lints::Known::Heed,
        };
        let last = Last::of_file(&cache.read(&format!("last-{public}")));
        let seen = last.and_then(|_| inputs(&sources.tree, &request));
        let reuse = Reuse { cache: Some(cache.path()), clean: false };
        let (mut output, mut staging) = (Some(output), None);
        if let Some(last) = last.filter(|last| seen == Some(last.inputs)) {
            match output.take().unwrap().staging(reuse, &|| ()) {
                Ok(same) if same.has_all(last.manifest) => {
                    same.commit().unwrap();
                    return told(&sources, problems, "");
                }
                Ok(other) => staging = Some(other),
                Err(error) => return failed(error),
            }
        }
        let files = Root::new(&root);
        let read = |name: &str| Some(cache.read(name));
        let kept = Kept { records: read("records"), pictures: read("pictures"), words: read("words") };
        let prepared = prepare(&mut sources.tree, &files, &request, kept, &mut problems, &|_| ());
        let Some(mut ready) = prepared else { return told(&sources, problems, "") };
        let staging = match staging.map_or_else(|| output.unwrap().staging(reuse, &|| ()), Ok) {
            Ok(staging) => staging,
            Err(error) => return failed(error),
        };
        let seen = if problems.is_empty() { seen.or_else(|| inputs(&sources.tree, &request)) } else { None };
        let held = sources.held();
        let table = (known.as_ref() != Some(&held)).then(|| held.to_file());
        let kept = ready.take_kept();
        let kept = [("records", kept.records), ("pictures", kept.pictures), ("words", kept.words)];
        let unsaved = kept
            .into_iter()
            .chain([("sources", table)])
            .filter_map(|(name, file)| cache.write(name, &file?).err())
            .next();
        let mut more = unsaved.map_or_else(String::new, |error| format!("warning: {}\n", reason(&error)));
        let failures = ready.render(&sources.tree, &files, &staging, &|_| ());
        if !failures.is_empty() {
            return told(&sources, problems.into_iter().chain(failures).collect(), &more);
        }
        match staging.commit() {
            Ok(written) => {
                if let (Some(inputs), Some(manifest)) = (seen, manifest_of(&self.path(public))) {
                    let last = Last { inputs, manifest, pages: ready.pages(), next: ready.next() };
                    drop(cache.write(&format!("last-{public}"), &last.to_file()));
                }
                more += &written.unkept.map_or_else(String::new, |why| format!("warning: {why}\n"));
                told(&sources, problems, &more)
            }
            Err(error) => failed(error),
        }
    }
}

fn told(sources: &Sources, problems: Vec<Diagnostic>, more: &str) -> Outcome {
    let report = Report::new(&sources.tree, problems, false);
    let code = i32::from(report.count(Severity::Error) > 0);
    Outcome { code, told: more.to_owned() + &terminal::render(&report, false, None) }
}

fn set_old(path: &Path) {
    let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let file = fs::File::options().append(true).open(path).unwrap();
    if file.metadata().unwrap().modified().unwrap() != old {
        file.set_modified(old).unwrap();
    }
}

/// Everything that shows whether a file was touched, bytes included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) hash: Hash128,
    modified: SystemTime,
    #[cfg(unix)]
    inode: u64,
}

/// How every file of a folder looks.
pub(super) fn look(folder: &Path) -> BTreeMap<String, Look> {
    if !folder.exists() {
        return BTreeMap::new();
    }
    let looks = tree(folder).into_iter().map(|(path, bytes)| {
        let metadata = fs::symlink_metadata(folder.join(&path)).unwrap();
        let look = Look {
            hash: Hash128::of(&bytes),
            modified: metadata.modified().unwrap(),
            #[cfg(unix)]
            inode: std::os::unix::fs::MetadataExt::ino(&metadata),
        };
        (path, look)
    });
    looks.collect()
}

/// Paths that are in one and not in the other, or differ.
pub(super) fn differing<'a, T: PartialEq>(
    a: &'a BTreeMap<String, T>,
    b: &'a BTreeMap<String, T>,
) -> BTreeSet<&'a String> {
    a.keys().chain(b.keys()).filter(|path| a.get(*path) != b.get(*path)).collect()
}
