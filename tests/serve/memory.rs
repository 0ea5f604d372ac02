//! A preview runs all day: what it holds does not grow with every save.

use std::path::Path;
use std::process::Command;

use super::client::Preview;
use crate::harness::Project;

/// Resident memory of a process, in KiB.
#[cfg(target_os = "linux")]
fn resident(id: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

fn save(preview: &Preview, path: &Path, text: &str, number: usize) {
    std::fs::write(path, format!("{text}\nSaved zq{number}zq.\n")).unwrap();
    let wanted = format!("Saved zq{number}zq.");
    preview
        .until("what was saved", |preview| Some(()).filter(|()| preview.get("/interns/i-1/").text().contains(&wanted)));
}

#[test]
fn a_page_can_be_saved_again_and_again() {
    let project = Project::new();
    let preview = Preview::of(&project, &[]);
    let path = project.root().join("content/interns/i-1/index.md");
    let text = std::fs::read_to_string(&path).unwrap();
    for number in 0..30 {
        save(&preview, &path, &text, number);
    }
    assert_eq!(preview.state()["ok"], true);
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "takes minutes; `SHOWCASE_REBUILDS=2000 cargo test --release -- --ignored --nocapture grows`"]
fn memory_grows_by_less_than_a_tenth_over_many_rebuilds() {
    let rebuilds = std::env::var("SHOWCASE_REBUILDS").ok().and_then(|text| text.parse().ok()).unwrap_or(2000);
    let project = Project::new();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/corpus.py");
    let made = Command::new("python3").arg(corpus).args(["--stories", "1000", "--out"]).arg(project.root()).status();
    assert!(made.unwrap().success());
    let preview = Preview::of(&project, &[]);
    let first = std::fs::read_dir(project.root().join("content/interns")).unwrap().next().unwrap().unwrap().path();
    let (path, page) = (first.join("index.md"), format!("/interns/{}/", first.file_name().unwrap().to_string_lossy()));
    let text = std::fs::read_to_string(&path).unwrap();
    // What the first rebuilds take over from the start settles first.
    let mut before = 0;
    for number in 0..rebuilds {
        std::fs::write(&path, format!("{text}\nSaved zq{number}zq.\n")).unwrap();
        let wanted = format!("Saved zq{number}zq.");
        preview.until("what was saved", |preview| Some(()).filter(|()| preview.get(&page).text().contains(&wanted)));
        if number == rebuilds / 20 {
            before = resident(preview.id());
        }
    }
    let after = resident(preview.id());
    println!("{before} KiB after {} rebuilds, {after} KiB after {rebuilds}", rebuilds / 20);
    assert!(after < before + before / 10, "{before} KiB became {after} KiB");
}
