//! Pictures that are damaged, that would take a machine down, or that are no
//! pictures: each is told of by name, in little memory.

mod bombs;
mod torn;

use super::craft;
#[cfg(unix)]
use crate::harness::DATE;
use crate::harness::Project;

/// A file name and its bytes.
pub(super) type File = (&'static str, Vec<u8>);

fn all() -> Vec<File> {
    let all: Vec<File> = [torn::jpeg(), torn::png(), torn::webp(), torn::gif(), torn::svg(), bombs::all()].concat();
    assert!(all.len() >= 50, "{}", all.len());
    all
}

fn placed(files: &[File]) -> Project {
    let mut project = Project::new();
    for (name, bytes) in files {
        project = project.bytes(&format!("content/static/{name}"), bytes);
    }
    project
}

/// Which of them nothing is said of.
fn passed_over(files: &[File], told: &str) -> Vec<&'static str> {
    let codes = ["image-broken", "image-format", "image-active", "image-animated"];
    let is_told =
        |name: &str| codes.iter().any(|code| told.contains(&format!("error[{code}]: content/static/{name} ")));
    files.iter().map(|(name, _)| *name).filter(|name| !is_told(name)).collect()
}

#[test]
fn each_is_told_of() {
    let files = all();
    let project = placed(&files);
    let ran = project.build();
    assert_eq!(passed_over(&files, &ran.stderr), [""; 0], "{}", ran.stderr);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(!project.public().exists(), "nothing is written");
}

/// The allocator sets addresses aside that it does not use, so the bound is
/// wider than what is used; a decoder that believed a bomb would want more.
#[cfg(unix)]
#[test]
fn each_is_told_of_in_bounded_memory() {
    let files = all();
    let project = placed(&files);
    let showcase = env!("CARGO_BIN_EXE_showcase");
    let ran = std::process::Command::new("sh")
        .args(["-c", "ulimit -v 786432 && exec \"$0\" \"$@\"", showcase, "build", "--date", DATE])
        .current_dir(project.root())
        .env("RAYON_NUM_THREADS", "2")
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&ran.stderr);
    if let Some(folder) = std::env::var_os("SHOWCASE_BROKEN") {
        let folder = std::path::Path::new(&folder);
        std::fs::create_dir_all(folder).unwrap();
        files.iter().for_each(|(name, bytes)| std::fs::write(folder.join(name), bytes).unwrap());
    }
    assert_eq!(passed_over(&files, &told), [""; 0], "{told}");
}

#[test]
fn what_moves_and_stops_is_whole() {
    let project = placed(&[
        ("moves.webp", bombs::frames(3, 1)),
        ("moves.gif", craft::gif(&[20, 20], gif::Repeat::Finite(0), b"")),
    ]);
    let files = project.built();
    assert!(files["moves.webp"].windows(4).filter(|name| *name == b"ANMF").count() == 3);
}

/// Metadata are never unpacked, so what bursts in them does no harm.
#[test]
fn a_bomb_in_what_is_left_out_is_left_out() {
    let name = "content/static/comment.png";
    let project = Project::new().bytes(name, &bombs::png_with_comment());
    let files = project.built();
    assert!(files["comment.png"].len() < 200, "{}", files["comment.png"].len());
}
