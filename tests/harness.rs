//! A site in a temporary folder, edited and built as a person would.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// The day that tests build for unless they say otherwise.
pub(crate) const DATE: &str = "2026-11-23";

/// The files that tell hosts which addresses are gone, and so name ids.
pub(crate) const RULES: [&str; 4] = [".htaccess", "_caddy", "_nginx.conf", "_redirects"];

/// Warnings about pages that are alike, or that stand alone.
const REPEATS: [&str; 5] = [
    "warning[title-duplicate]",
    "warning[description-duplicate]",
    "warning[link-ambiguous]",
    "warning[link-text-vague]",
    "warning[page-orphan]",
];

/// A site of one's own.
pub(crate) struct Project {
    folder: TempDir,
}

/// What a command did.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Project {
    /// An empty folder.
    pub(crate) fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A small site without mistakes: one intern, one office, one cohort, one
    /// donor, one goal, one page.
    pub(crate) fn new() -> Self {
        let project = Self::empty();
        for (path, text) in SMALL {
            project.file(path, text);
        }
        project.bytes("content/interns/i-1/portrait.png", include_bytes!("fixtures/pixel.png"))
    }

    /// A copy of parts of a folder, each a file or a folder.
    pub(crate) fn copy_of(source: &Path, parts: &[&str]) -> Self {
        let project = Self::empty();
        for part in parts {
            copy(&source.join(part), &project.root().join(part));
        }
        project
    }

    /// Where it is.
    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Where its output goes.
    pub(crate) fn public(&self) -> PathBuf {
        self.root().join("public")
    }

    /// Writes a file.
    pub(crate) fn file(&self, path: &str, text: &str) -> &Self {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    /// Writes bytes.
    pub(crate) fn bytes(self, path: &str, bytes: &[u8]) -> Self {
        let full = self.root().join(path);
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        fs::write(full, bytes).unwrap();
        self
    }

    /// Replaces a text in a file, which must be there exactly once.
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) -> &Self {
        let full = self.root().join(path);
        let text = fs::read_to_string(&full).unwrap();
        assert_eq!(text.matches(from).count(), 1, "{from:?} in {path}");
        fs::write(full, text.replace(from, to)).unwrap();
        self
    }

    /// Deletes a file.
    pub(crate) fn delete(&self, path: &str) -> &Self {
        fs::remove_file(self.root().join(path)).unwrap();
        self
    }

    /// Runs showcase in the folder.
    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        self.run_with(args, &[])
    }

    /// Runs showcase in the folder with environment variables.
    pub(crate) fn run_with(&self, args: &[&str], environment: &[(&str, &str)]) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_showcase"));
        command.args(args).current_dir(self.root()).env("NO_COLOR", "1").env("COLUMNS", "100");
        command.envs(environment.iter().copied());
        let output = command.output().unwrap();
        Ran {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Builds for [`DATE`], without summary.
    pub(crate) fn build(&self) -> Ran {
        self.run(&["build", "--date", DATE, "--quiet"])
    }

    /// Builds and expects success without a word, but for what is said of sites
    /// that repeat a story or lead to no page of theirs, as those of tests do.
    pub(crate) fn built(&self) -> BTreeMap<String, Vec<u8>> {
        let ran = self.build();
        let said = ran.stderr.split("\n\n").filter(|said| !REPEATS.iter().any(|code| said.contains(code)));
        assert_eq!((ran.code, said.collect::<String>().trim()), (0, ""), "{ran:?}");
        tree(&self.public())
    }

    /// A file of the output.
    pub(crate) fn page(&self, path: &str) -> String {
        fs::read_to_string(self.public().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }
}

/// Has git do something in a folder, and gives what it says.
pub(crate) fn git(folder: &Path, args: &[&str]) -> String {
    let mut git = Command::new("git");
    git.current_dir(folder).args(["-c", "user.name=A", "-c", "user.email=a@example.org"]);
    git.args(["-c", "core.autocrlf=false", "-c", "core.quotepath=false"]).args(args);
    let output = git.output().unwrap();
    assert!(output.status.success(), "git {args:?}: {output:?}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Every file below a folder with its bytes, by its path with `/`.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
            files.insert(path, fs::read(entry.path()).unwrap());
        }
    }
    files
}

fn copy(from: &Path, to: &Path) {
    if from.is_file() {
        fs::copy(from, to).unwrap();
        return;
    }
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.unwrap();
        // Joined with nothing, a path would end in a slash, as only a folder's may.
        let below = entry.path().strip_prefix(from).unwrap();
        let target = if below.as_os_str().is_empty() { to.to_path_buf() } else { to.join(below) };
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).unwrap();
        } else {
            fs::create_dir_all(target.parent().unwrap()).unwrap();
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

const SMALL: &[(&str, &str)] = &[
    (
        "site.toml",
        r#"title = "Small showcase"
base_url = "https://small.example/"
language = "en-GB"

[organisation]
name = "Example University"
email = "hello@small.example"

[programme]
name = "Example internships"
partner = "Example Agency"
since = 2022

[[menu]]
title = "Interns"
url = "/interns/"

[consent]
quiet_small = true

# Drawing takes longer than all the rest; tests of cards ask for them.
[cards]
kinds = []
"#,
    ),
    (
        "content/interns/i-1/index.md",
        r#"+++
name = "Ada Example"
course = "Public Health"
level = "postgraduate"
school = "School of Examples"
cohort = "2024"
office = "nairobi"
unit = "Data unit"
start = 2024-01-08
end = 2024-07-05
donors = ["trust"]
sdgs = [{ goal = 10, target = "10.7", why = "Safe movement was the subject." }]
skills = ["Statistics"]
title = "Counting what counts"
summary = "Six months of numbers and the people behind them."
quote = "I learnt to ask who is missing."
published = 2024-09-01

[portrait]
file = "portrait.png"
alt = "A person at a desk"
beneficiaries = "none"

[consent]
given = 2024-08-20
scopes = ["story", "name", "photo", "quote", "outcome", "donor_link", "social"]
method = "signed form"
review = 2040-01-01

[outcome]
kind = "sector"
role = "Analyst"
since = 2024-10-01
+++

I learnt to ask who is missing.

## My week

Monday was for the [office](office:nairobi).
"#,
    ),
    (
        "content/offices/nairobi.toml",
        r#"name = "Nairobi"
capital = true
country = "KE"
latitude = -1.28
longitude = 36.82
kind = "regional-office"
summary = "A regional office."
description = "The office on the hill. [What this is](page:about)."
"#,
    ),
    ("content/cohorts/2024.toml", "year = 2024\ntitle = \"The 2024 cohort\"\n\n[declared]\ninterns = 1\n"),
    (
        "content/donors/trust.toml",
        r#"name = "Example Trust"
kind = "trust"
years = [2024]

[permission]
on = 2024-01-01
by = "The trustees"
scopes = ["name"]
"#,
    ),
    (
        "content/sdgs.toml",
        "[[goal]]\nnumber = 10\ncontribution = \"Places for those who could not pay.\"\ntargets = [\"10.7\"]\n",
    ),
    ("content/pages/about.md", "+++\ntitle = \"About\"\n+++\n\nWhat this is.\n"),
];
