//! Every problem as its author meets it: exact words, place, exit code, and an
//! output directory that is as it was.
//!
//! A case is a folder in tests/diagnostics. Its files are laid over the
//! harness's small site; five names in it are no files of the site:
//!
//! - `expected`: `exit N` on the first line, then standard error to the letter;
//!   `exit 0, same output` where the case changes nothing of what is written.
//! - `edit`: a path, then `- ` lines that stand in that file exactly once and
//!   the `+ ` lines that take their place.
//! - `remove`: paths, one a line.
//! - `make`: what cannot lie in a repository, one a line; see [`Case::make`].
//! - `shows` and `hides`: `path: text` that a written file must (not) hold.
//!
//! `SHOWCASE_BLESS=1 cargo test diagnostics` writes `expected` anew. Read each
//! changed message aloud before you commit it.

mod crafted;
mod report;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::harness::{Project, Ran, tree};

/// The code that no content brings about; report.rs has a test for it.
const BY_HAND: &str = "output-failed";

const OWN: [&str; 6] = ["expected", "edit", "remove", "make", "shows", "hides"];

struct Case {
    name: String,
    folder: PathBuf,
}

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics")
}

fn cases() -> Vec<Case> {
    let folders = fs::read_dir(corpus()).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let named = |folder: PathBuf| Case { name: folder.file_name().unwrap().to_str().unwrap().to_owned(), folder };
    let mut cases: Vec<Case> = folders.map(named).collect();
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    cases
}

/// The small site with a case laid over it, for those who look at it in another
/// way; `None` where this system cannot hold it.
pub(crate) fn applied(name: &str) -> Option<Project> {
    let case = Case { name: name.to_owned(), folder: corpus().join(name) };
    let project = Project::new();
    case.apply(&project).then_some(project)
}

/// A small site that has been built, as any number of cases begin with it.
fn built() -> Project {
    let project = Project::new();
    project.built();
    project
}

fn copy(project: &Project) -> Project {
    let names = fs::read_dir(project.root()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let parts: Vec<String> = names.collect();
    Project::copy_of(project.root(), &parts.iter().map(String::as_str).collect::<Vec<_>>())
}

fn write(root: &Path, path: &str, bytes: &[u8]) {
    let full = root.join(path);
    fs::create_dir_all(full.parent().unwrap()).unwrap();
    fs::write(full, bytes).unwrap();
}

impl Case {
    fn own(&self, name: &str) -> String {
        fs::read_to_string(self.folder.join(name)).unwrap_or_default()
    }

    /// Lays the case over a site; `false` where this system cannot hold it.
    fn apply(&self, project: &Project) -> bool {
        for (path, bytes) in tree(&self.folder) {
            if !OWN.contains(&path.as_str()) {
                write(project.root(), &path, &bytes);
            }
        }
        self.edit(project);
        for path in self.own("remove").lines() {
            project.delete(path);
        }
        self.own("make").lines().all(|line| self.make(line, project))
    }

    fn edit(&self, project: &Project) {
        let text = self.own("edit");
        let mut lines = text.lines().peekable();
        let mut path = "";
        while let Some(line) = lines.next() {
            let Some(first) = line.strip_prefix('-') else {
                path = line;
                continue;
            };
            let body = |line: &str| format!("{}\n", line.strip_prefix(' ').unwrap_or(line));
            let mut from = body(first);
            while let Some(line) = lines.next_if(|line| line.starts_with('-')) {
                from.push_str(&body(&line[1..]));
            }
            let mut to = String::new();
            while let Some(line) = lines.next_if(|line| line.starts_with('+')) {
                to.push_str(&body(&line[1..]));
            }
            project.edit(path, &from, &to);
        }
    }

    /// - `unescape PATH`: `\xff` and `\u{7}` in it become what they stand for
    /// - `crlf` and `bom`: every text file gets CRLF line ends, a byte order mark
    /// - `grow PATH BYTES`: the file becomes so large
    /// - `folder PATH`
    /// - `symlink PATH TARGET`
    /// - `copy FROM TO`: for names that differ in case only
    /// - `picture PATH KIND`: see crafted.rs
    fn make(&self, line: &str, project: &Project) -> bool {
        let words: Vec<&str> = line.split(' ').collect();
        let full = |path: &str| project.root().join(path);
        match words.as_slice() {
            ["unescape", path] => {
                let text = fs::read_to_string(full(path)).unwrap();
                fs::write(full(path), crafted::unescape(&text)).unwrap();
            }
            ["crlf"] => each_text(project, |text| text.replace('\n', "\r\n")),
            ["bom"] => each_text(project, |text| format!("\u{feff}{text}")),
            ["grow", path, bytes] => {
                let file = fs::OpenOptions::new().create(true).append(true).open(full(path)).unwrap();
                file.set_len(bytes.parse().unwrap()).unwrap();
            }
            #[cfg(unix)]
            ["symlink", path, target] => {
                fs::create_dir_all(full(path).parent().unwrap()).unwrap();
                std::os::unix::fs::symlink(target, full(path)).unwrap();
            }
            #[cfg(not(unix))]
            ["symlink", ..] => return false,
            ["folder", path] => fs::create_dir_all(full(path)).unwrap(),
            ["copy", _, to] if full(to).exists() => return false,
            ["copy", from, to] => {
                fs::create_dir_all(full(to).parent().unwrap()).unwrap();
                fs::copy(full(from), full(to)).unwrap();
            }
            ["picture", path, kind] => fs::write(full(path), crafted::picture(kind)).unwrap(),
            _ => panic!("{}: nobody knows how to make {line:?}", self.name),
        }
        true
    }

    /// What is wrong with the case, if anything.
    fn run(&self, clean: &Project, bless: bool) -> Option<String> {
        let project = copy(clean);
        let before = tree(&project.public());
        if !self.apply(&project) {
            return None;
        }
        let Ran { code, stdout, stderr } = project.build();
        let after = tree(&project.public());
        if code != 0 && after != before {
            return Some(format!("{}: there was an error, and yet the output changed", self.name));
        }
        if !stdout.is_empty() {
            return Some(format!("{}: standard output is for machines, and has {stdout:?}", self.name));
        }
        // The manifest says what files were made of, and that has changed.
        let files = |tree: &BTreeMap<String, Vec<u8>>| {
            let mut files = tree.clone();
            files.remove(".showcase-manifest");
            files
        };
        let same = if code == 0 && files(&after) == files(&before) { ", same output" } else { "" };
        let actual = format!("exit {code}{same}\n{stderr}");
        if bless && actual != self.own("expected") {
            fs::write(self.folder.join("expected"), &actual).unwrap();
        }
        let expected = self.own("expected");
        if actual != expected {
            return Some(format!("{}\n--- expected\n{expected}\n--- actual\n{actual}", self.name));
        }
        self.pages(&after)
    }

    fn pages(&self, files: &BTreeMap<String, Vec<u8>>) -> Option<String> {
        let has = |line: &str| {
            let (path, text) = line.split_once(": ").unwrap_or_else(|| panic!("{}: {line:?}", self.name));
            let bytes = files.get(path).unwrap_or_else(|| panic!("{}: there is no {path}", self.name));
            String::from_utf8_lossy(bytes).contains(text)
        };
        let (shows, hides) = (self.own("shows"), self.own("hides"));
        let missing = shows.lines().find(|line| !has(line)).map(|line| format!("{} should show {line}", self.name));
        missing.or_else(|| hides.lines().find(|line| has(line)).map(|line| format!("{} should hide {line}", self.name)))
    }
}

fn each_text(project: &Project, change: impl Fn(&str) -> String) {
    for path in tree(project.root()).keys().filter(|path| !path.starts_with("public/")) {
        if path.ends_with(".toml") || path.ends_with(".md") {
            let full = project.root().join(path);
            fs::write(&full, change(&fs::read_to_string(&full).unwrap())).unwrap();
        }
    }
}

#[test]
fn every_case_says_what_it_should() {
    let clean = built();
    let bless = std::env::var_os("SHOWCASE_BLESS").is_some();
    let failed: Vec<String> = cases().par_iter().filter_map(|case| case.run(&clean, bless)).collect();
    assert!(failed.is_empty(), "{} cases differ:\n\n{}", failed.len(), failed.join("\n\n"));
}

#[test]
fn every_code_has_a_case() {
    let all = Project::empty().run(&["explain"]).stdout;
    let said: String = cases().iter().map(|case| case.own("expected")).collect();
    let has = |code: &str| said.contains(&format!("error[{code}]")) || said.contains(&format!("warning[{code}]"));
    let codes = || all.lines().filter_map(|line| line.split_whitespace().next());
    // No case asks another host; tests/external.rs does.
    let is_external = |code: &str| code.starts_with("external-link-");
    let missing: Vec<&str> = codes().filter(|code| !has(code) && *code != BY_HAND && !is_external(code)).collect();
    assert!(missing.is_empty(), "no case in tests/diagnostics shows {missing:?}");
    assert!(codes().any(|code| code == BY_HAND) && !has(BY_HAND), "{BY_HAND} needs no exception");
}
