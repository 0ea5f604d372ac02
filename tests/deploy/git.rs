//! Deploys to a branch of a repository.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use super::{built, deploy, deployed, site, withdraw};
use crate::harness::git;

/// The files of a branch, but showcase's own.
fn branch(repository: &Path, name: &str) -> BTreeMap<String, Vec<u8>> {
    let names = git(repository, &["ls-tree", "-r", "-z", "--name-only", name]);
    let names =
        names.split('\0').filter(|path| !path.is_empty() && !path.starts_with(".showcase") && *path != ".nojekyll");
    names
        .map(|path| {
            let output =
                Command::new("git").arg("-C").arg(repository).args(["show", &format!("{name}:{path}")]).output();
            (path.to_owned(), output.unwrap().stdout)
        })
        .collect()
}

#[test]
fn a_branch_holds_the_site_and_what_others_put_there() {
    let project = site();
    let remote = project.root().join("remote.git");
    git(project.root(), &["init", "--quiet", "--bare", "remote.git"]);
    let url = format!("git+file://{}#pages", remote.display());
    let ran = deploy(&project, &url, &[], &[]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(branch(&remote, "pages"), deployed(&project.public(), true));

    // Somebody adds a file by hand.
    git(project.root(), &["clone", "--quiet", "--branch", "pages", "remote.git", "by-hand"]);
    let by_hand = project.root().join("by-hand");
    std::fs::write(by_hand.join("CNAME"), "small.example").unwrap();
    git(&by_hand, &["add", "CNAME"]);
    git(&by_hand, &["commit", "--quiet", "-m", "A name"]);
    git(&by_hand, &["push", "--quiet"]);

    let commits = || git(&remote, &["rev-list", "--count", "pages"]).trim().to_owned();
    assert_eq!(
        (deploy(&project, &url, &[], &[]).code, commits().as_str()),
        (0, "2"),
        "nothing differs, nothing is put"
    );
    project.edit("content/interns/i-1/index.md", "Monday was for the", "Tuesday was for the");
    built(&project);
    let ran = deploy(&project, &url, &["--format", "json"], &[]);
    let told: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{ran:?}"));
    assert!(told["put"].as_array().unwrap().len() < 10, "{told}");
    withdraw(&project);
    assert_eq!(deploy(&project, &url, &[], &[]).code, 0);
    let mut wanted = deployed(&project.public(), true);
    wanted.insert("CNAME".to_owned(), b"small.example".to_vec());
    assert_eq!(branch(&remote, "pages"), wanted);
    assert_eq!(commits(), "4");
}

#[test]
fn a_file_of_others_is_not_replaced() {
    let project = site();
    git(project.root(), &["init", "--quiet", "--initial-branch=pages", "theirs"]);
    let theirs = project.root().join("theirs");
    std::fs::write(theirs.join("index.html"), "theirs").unwrap();
    git(&theirs, &["add", "index.html"]);
    git(&theirs, &["commit", "--quiet", "-m", "Theirs"]);
    git(project.root(), &["clone", "--quiet", "--bare", "theirs", "remote.git"]);
    let url = format!("git+file://{}#pages", project.root().join("remote.git").display());
    let ran = deploy(&project, &url, &[], &[]);
    assert!(ran.code == 1 && ran.stderr.contains("another index.html"), "{ran:?}");
    assert_eq!(deploy(&project, &url, &["--adopt"], &[]).code, 0);
    assert_eq!(branch(&project.root().join("remote.git"), "pages"), deployed(&project.public(), true));
}
