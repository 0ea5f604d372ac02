//! The site of the guide: showcase builds its own documentation, strictly.

use super::root;
use crate::harness::{DATE, Project, tree};

fn guide_site() -> Project {
    Project::copy_of(&root().join("docs"), &["content", "site.toml", "themes"])
}

#[test]
fn the_guide_builds_without_a_word() {
    let project = guide_site();
    let ran = project.run(&["build", "--date", DATE, "--strict", "--quiet"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{ran:?}");
    let files = tree(&project.public());
    for page in ["cli", "themes", "codes", "content-reference", "comms-guide", "architecture"] {
        let html = String::from_utf8_lossy(&files[&format!("{page}/index.html")]).into_owned();
        assert!(html.contains("class=\"guide\""), "{page} has the list of all pages");
        assert!(html.contains("aria-current=\"page\""), "{page} is marked in it");
    }
    let home = String::from_utf8_lossy(&files["index.html"]).into_owned();
    assert!(home.contains("href=\"/hosting/\""), "the home page leads to each page");
    assert!(files.keys().any(|path| path.starts_with("assets/words-")), "it can be searched");
}

#[test]
fn a_page_that_goes_is_missed() {
    let project = guide_site();
    project.delete("content/pages/hosting.md");
    let ran = project.run(&["build", "--date", DATE, "--strict", "--quiet"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("hosting"), "{}", ran.stderr);
}
