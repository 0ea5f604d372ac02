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
        .args(["--test", "--test-reporter=spec", "controls.test.mjs", "pages.test.mjs", "pictures.test.mjs"])
        .current_dir(&tests)
        .env("SHOWCASE_SITE", project.public())
        .status()
        .expect("node can be run");
    assert!(ran.success(), "what failed is told above");
}

#[test]
#[ignore = "needs Chromium and `npm ci --prefix tests/browser`; tests/run runs it"]
fn the_preview_works_in_a_browser() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tests = root.join("tests/browser");
    assert!(tests.join("node_modules").is_dir(), "first run: npm ci --prefix tests/browser");
    let project = Project::copy_of(root, &["site.toml", "content", "themes"]);
    let config = std::fs::read_to_string(project.root().join("site.toml")).unwrap();
    let config = config.lines().filter(|line| !line.starts_with("theme = ")).collect::<Vec<_>>().join("\n");
    project.file("site.toml", &config.replacen("base_url", "theme = \"own\"\nbase_url", 1));
    project.file("themes/own/theme.toml", "name = \"own\"\nextends = \"showcase\"\n");
    project.file("themes/own/styles/96-own.css", "body { outline-offset: 0; }\n");
    let ran = Command::new("node")
        .args(["--test", "--test-reporter=spec", "preview.test.mjs"])
        .current_dir(&tests)
        .env("SHOWCASE_BIN", env!("CARGO_BIN_EXE_showcase"))
        .env("SHOWCASE_PROJECT", project.root())
        .status()
        .expect("node can be run");
    assert!(ran.success(), "what failed is told above");
}
