//! The file system's own tests: what reading and keeping must survive.

#![allow(clippy::disallowed_methods, reason = "tests look at the disk themselves")]

use std::fs;
use std::io;
use std::path::Path;

use super::Margin;
use super::held::Held;
use super::output::{Output, OutputError, Reuse, Written};
use crate::diagnostic::Code;
use crate::hash::Hash128;
use crate::path::OutPath;
use crate::render::Sink;

fn out(path: &str) -> OutPath {
    OutPath::new(path).unwrap()
}

fn publish(root: &Path, files: &[(&str, &str)]) -> Result<Written, OutputError> {
    let staging = Output::open(&root.join("public"), root, None)?.staging(Reuse::default(), &|| ())?;
    for (path, text) in files {
        staging.put(&out(path), Hash128::of(text.as_bytes()), text.as_bytes()).unwrap();
    }
    staging.commit()
}

fn read(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join("public").join(path)).unwrap()
}

#[test]
fn a_file_that_cannot_be_read_is_the_machines_fault() {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir_all(root.path().join("content/pages")).unwrap();
    fs::write(root.path().join("content/pages/about.md"), "x").unwrap();
    let refuse = |path: &Path, most: u64| {
        if path.ends_with("about.md") {
            Err(io::ErrorKind::PermissionDenied.into())
        } else {
            super::read_at_most(path, most)
        }
    };
    let super::Sources { tree, problems, .. } =
        super::read_with(root.path(), &Held::default(), &refuse, Margin::default());
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].code, Code::FileUnreadable);
    assert!(problems[0].code.is_machine());
    assert_eq!(tree.len(), 1, "it still counts as being there");
}

#[test]
fn a_first_build_appears_whole_and_a_second_touches_nothing() {
    let root = tempfile::tempdir().unwrap();
    let files = [("index.html", "home"), ("a/index.html", "a")];
    let first = publish(root.path(), &files).unwrap();
    assert_eq!((first.written, first.unchanged), (2, 0));
    let before = fs::metadata(root.path().join("public/index.html")).unwrap().modified().unwrap();
    let second = publish(root.path(), &files).unwrap();
    assert_eq!((second.written, second.unchanged), (0, 2));
    assert_eq!(fs::metadata(root.path().join("public/index.html")).unwrap().modified().unwrap(), before);
    let left: Vec<_> = fs::read_dir(root.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left, ["public"]);
}

#[test]
fn only_what_the_manifest_lists_is_deleted() {
    let root = tempfile::tempdir().unwrap();
    publish(root.path(), &[("index.html", "1"), ("old/index.html", "old")]).unwrap();
    fs::write(root.path().join("public/old/notes.txt"), "mine").unwrap();
    fs::write(root.path().join("public/CNAME"), "mine").unwrap();
    let summary = publish(root.path(), &[("index.html", "2")]).unwrap();
    assert_eq!((summary.written, summary.deleted), (1, 1));
    assert!(!root.path().join("public/old/index.html").exists());
    assert_eq!(read(root.path(), "old/notes.txt"), "mine");
    assert_eq!(read(root.path(), "CNAME"), "mine");
}

#[test]
fn files_changed_by_hand_are_restored() {
    let root = tempfile::tempdir().unwrap();
    publish(root.path(), &[("index.html", "ours")]).unwrap();
    fs::write(root.path().join("public/index.html"), "hand").unwrap();
    let summary = publish(root.path(), &[("index.html", "ours")]).unwrap();
    assert_eq!(summary.restored, 1);
    assert_eq!(read(root.path(), "index.html"), "ours");
}

#[test]
fn a_dropped_build_leaves_nothing() {
    let root = tempfile::tempdir().unwrap();
    publish(root.path(), &[("index.html", "old")]).unwrap();
    let staging = Output::open(&root.path().join("public"), root.path(), None)
        .unwrap()
        .staging(Reuse::default(), &|| ())
        .unwrap();
    staging.put(&out("index.html"), Hash128::of(b"new"), b"new").unwrap();
    drop(staging);
    assert_eq!(read(root.path(), "index.html"), "old");
    assert!(!root.path().join("public/.showcase-staging").exists());
    let fresh = tempfile::tempdir().unwrap();
    let staging = Output::open(&fresh.path().join("public"), fresh.path(), None)
        .unwrap()
        .staging(Reuse::default(), &|| ())
        .unwrap();
    staging.put(&out("index.html"), Hash128::of(b"new"), b"new").unwrap();
    drop(staging);
    assert_eq!(fs::read_dir(fresh.path()).unwrap().count(), 0);
}

#[test]
fn a_build_that_was_killed_is_finished_by_the_next() {
    let root = tempfile::tempdir().unwrap();
    publish(root.path(), &[("index.html", "old")]).unwrap();
    // As after a kill between two renames: a new file is there and only the
    // journal knows of it; a changed file is there and the manifest lies.
    let public = root.path().join("public");
    let new = Hash128::of(b"new");
    fs::write(public.join(".showcase-journal"), format!("{new} added.html\n{new} index.html\n{new} mine.html\n"))
        .unwrap();
    fs::write(public.join("mine.html"), "not what the journal says").unwrap();
    fs::write(public.join("added.html"), "new").unwrap();
    fs::write(public.join("index.html"), "new").unwrap();
    fs::create_dir(public.join(".showcase-staging")).unwrap();
    let summary = publish(root.path(), &[("index.html", "old")]).unwrap();
    assert_eq!(summary.deleted, 1);
    assert_eq!(read(root.path(), "index.html"), "old");
    assert!(!public.join("added.html").exists() && !public.join(".showcase-journal").exists());
    assert!(public.join("mine.html").exists());
}

#[test]
fn a_folder_becomes_a_file_and_a_file_a_folder() {
    let root = tempfile::tempdir().unwrap();
    publish(root.path(), &[("a", "file"), ("b/index.html", "folder")]).unwrap();
    publish(root.path(), &[("a/index.html", "folder"), ("b", "file")]).unwrap();
    assert_eq!(read(root.path(), "a/index.html"), "folder");
    assert_eq!(read(root.path(), "b"), "file");
}

#[test]
fn foreign_directories_are_refused() {
    let root = tempfile::tempdir().unwrap();
    let dir = root.path().join("site");
    fs::create_dir_all(dir.join("content")).unwrap();
    let refused = |out: &Path| match Output::open(out, &dir, Some(root.path())) {
        Err(OutputError::Refused(message)) => message,
        other => panic!("{other:?}"),
    };
    for out in [
        dir.clone(),
        root.path().to_path_buf(),
        "/".into(),
        dir.join("content"),
        dir.join("content/x"),
        dir.join("themes/y"),
    ] {
        refused(&out);
    }
    let mine = root.path().join("mine");
    fs::create_dir(&mine).unwrap();
    fs::write(mine.join("thesis.odt"), "").unwrap();
    assert!(refused(&mine).contains("not empty"));
    fs::write(root.path().join("file"), "").unwrap();
    assert!(refused(&root.path().join("file")).contains("is a file"));
    assert!(refused(&dir.join("public/../content")).contains("sources"));
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    let root = tempfile::tempdir().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    publish(root.path(), &[("index.html", "home")]).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), root.path().join("public/a")).unwrap();
    let result = publish(root.path(), &[("index.html", "home"), ("a/index.html", "a")]);
    assert!(matches!(result, Err(OutputError::Failed { .. })), "{result:?}");
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
}
