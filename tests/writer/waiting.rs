//! Two builds into one folder: one after the other.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::harness::{DATE, Project, tree};

fn start(project: &Project) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_showcase"));
    command.args(["build", "--date", DATE, "--quiet"]).current_dir(project.root()).env("NO_COLOR", "1");
    command.stderr(Stdio::piped()).spawn().unwrap()
}

/// Starts a build while another has the folder; it must say so, and go on when
/// the other is done.
#[cfg(unix)]
fn waits(project: &Project, folder: &Path) {
    let other = fs::File::open(folder).unwrap();
    other.lock().unwrap();
    let mut child = start(project);
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    stderr.read_line(&mut line).unwrap();
    assert_eq!(line, "Another showcase build is writing to ./public; waiting for it.\n");
    assert_eq!(child.try_wait().unwrap(), None, "it does not wait");
    drop(other);
    let mut rest = String::new();
    stderr.read_to_string(&mut rest).unwrap();
    assert_eq!((child.wait().unwrap().code(), rest.as_str()), (Some(0), ""));
}

#[cfg(unix)]
#[test]
fn the_second_build_waits_for_the_first() {
    let project = Project::new();
    let first = project.public().with_file_name(".public.showcase-new");
    fs::create_dir(&first).unwrap();
    waits(&project, &first);
    let built = tree(&project.public());
    project.edit("site.toml", "Small showcase", "Another showcase");
    waits(&project, &project.public());
    assert_ne!(tree(&project.public()), built);
    assert!(!first.exists());
}

#[test]
fn many_builds_at_once_end_as_one() {
    let expected = Project::new().built();
    let project = Project::new();
    for round in 0..2 {
        let children: Vec<Child> = (0..6).map(|_| start(&project)).collect();
        for child in children {
            let output = child.wait_with_output().unwrap();
            assert_eq!(output.status.code(), Some(0), "round {round}: {output:?}");
        }
        assert_eq!(tree(&project.public()), expected, "round {round}");
    }
    let left: Vec<_> = fs::read_dir(project.root()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains("showcase-new")), "{left:?}");
}
