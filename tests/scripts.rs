//! The scripts: sites that they make up are sites, and documents name scripts
//! that are there.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::harness::{Project, tree};

/// A day on which all of a made-up site is public.
pub(crate) const DAY: &str = "2026-01-02";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A made-up site; `None` where there is no Python to make it.
#[expect(clippy::print_stdout, reason = "a test that was passed over should say so")]
pub(crate) fn corpus(args: &[&str]) -> Option<Project> {
    let project = Project::empty();
    let script = root().join("scripts/corpus.py");
    match Command::new("python3").arg(script).args(args).arg("--out").arg(project.root()).output() {
        Ok(output) => {
            assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
            Some(project)
        }
        Err(error) => {
            println!("python3 cannot be run ({error}): scripts/corpus.py was not tried");
            None
        }
    }
}

#[test]
fn a_made_up_site_builds_without_a_word_and_is_the_same_each_time() {
    let args = ["--stories", "12", "--seed", "7"];
    let Some((first, second)) = corpus(&args).zip(corpus(&args)) else { return };
    assert_eq!(tree(first.root()), tree(second.root()));
    let ran = first.run(&["build", "--date", DAY, "--strict", "--quiet"]);
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (0, "", ""), "{ran:?}");
    let listed = first.run(&["list", "interns", "--date", DAY]);
    // A head and a row for each.
    assert_eq!(listed.stdout.lines().count(), 13, "{}", listed.stdout);
}

#[test]
fn withheld_people_of_a_made_up_site_are_withheld() {
    let Some(project) = corpus(&["--stories", "40", "--withheld", "25"]) else { return };
    let ran = project.run(&["build", "--date", DAY, "--quiet"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let listed = project.run(&["list", "interns", "--date", DAY]);
    assert_eq!(listed.stdout.lines().count(), 31, "{}", listed.stdout);
}

#[test]
fn scripts_that_measure_say_what_they_do() {
    for name in ["scripts/compare-speed", "scripts/scale"] {
        let Ok(output) = Command::new("python3").arg(root().join(name)).arg("--help").output() else { continue };
        assert!(output.status.success() && output.stdout.starts_with(b"usage: "), "{name}: {output:?}");
    }
}

#[test]
fn scripts_that_documents_name_are_there() {
    let mut documents: Vec<_> =
        ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "benches/stages.rs"].map(|name| root().join(name)).to_vec();
    for folder in ["docs", "scripts", ".github/workflows"] {
        documents.extend(fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path()));
    }
    let mut named = BTreeSet::new();
    for document in documents.iter().filter(|path| path.is_file()) {
        let text = fs::read_to_string(document).unwrap();
        let ends = |c: char| !c.is_ascii_alphanumeric() && !"-_./".contains(c);
        for (at, _) in text.match_indices("scripts/").filter(|(at, _)| text[..*at].ends_with(ends)) {
            let name = text[at..].split(ends).next().unwrap_or_default();
            named.insert(name.trim_end_matches(['.', '/']).to_owned());
        }
    }
    assert!(named.contains("scripts/corpus.py") && named.contains("scripts/compare-speed"), "{named:?}");
    let missing: Vec<&String> = named.iter().filter(|name| !root().join(name).exists()).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn the_page_of_speed_is_made_of_what_was_kept() {
    let project = Project::empty();
    let table = "| build | time A | time B | time: B/A | CPU A |\n| --- | --: | --: | --: | --: |\n| cold | 1 s | 1 s | 0.97 (0.9–1.1) | 3 |\n";
    project.file("speed-2026-11-20-abcdef1/speed.md", table);
    project.file("speed-2026-11-21-bcdef12/speed.md", &table.replace("0.97", "1.03"));
    project.file("another/speed.md", table);
    let script = root().join("scripts/speed-history");
    let Ok(output) = Command::new("python3").arg(script).arg(project.root()).output() else { return };
    let page = String::from_utf8(output.stdout).unwrap();
    let rows: Vec<&str> = page.lines().filter(|line| line.contains("`")).collect();
    assert_eq!(
        rows,
        ["| 2026-11-21 | `bcdef12` | 1.03 (0.9–1.1) |", "| 2026-11-20 | `abcdef1` | 0.97 (0.9–1.1) |"],
        "{page}"
    );
}
