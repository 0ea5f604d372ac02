//! The site in a real browser: builds it and runs tests/browser, which needs
//! `npm ci --prefix tests/browser` and Chromium. tests/run has both.

use std::path::Path;
use std::process::Command;

use crate::harness::Project;

#[test]
#[ignore = "needs Chromium and `npm ci --prefix tests/browser`; tests/run runs it"]
fn the_site_works_in_a_browser() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tests = root.join("tests/browser");
    assert!(tests.join("node_modules").is_dir(), "first run: npm ci --prefix tests/browser");
    let project = Project::copy_of(root, &["site.toml", "content", "themes"]);
    project.built();
    let ran = Command::new("node")
        .args(["--test", "--test-reporter=spec", "controls.test.mjs", "pages.test.mjs"])
        .current_dir(&tests)
        .env("SHOWCASE_SITE", project.public())
        .status()
        .expect("node can be run");
    assert!(ran.success(), "what failed is told above");
}
