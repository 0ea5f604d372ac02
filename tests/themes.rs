//! Themes as their makers meet them: a second look for the real site, the
//! example of the docs, and what pages load of a theme.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::harness::{Project, tree};

/// The site of the repository with another theme.
fn real(theme: &str) -> Project {
    let project = Project::copy_of(Path::new(env!("CARGO_MANIFEST_DIR")), &["content", "site.toml"]);
    project.edit("site.toml", "theme = \"showcase\"", &format!("theme = \"{theme}\""));
    project
}

/// The one file of the assets with that ending.
fn asset<'f>(files: &'f BTreeMap<String, Vec<u8>>, ending: &str) -> (&'f str, &'f [u8]) {
    let found = |(path, _): &(&'f String, &'f Vec<u8>)| path.starts_with("assets/style-") && path.ends_with(ending);
    files.iter().find(found).map(|(path, bytes)| (path.as_str(), bytes.as_slice())).unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn plain_is_a_theme_in_few_lines() {
    let files = tree(&Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/plain"));
    let lines: usize = files.values().map(|bytes| text(bytes).lines().count()).sum();
    assert!(lines < 150, "{lines} lines");
}

#[test]
fn plain_dresses_the_real_site() {
    let files = real("plain").built();
    let (path, style) = asset(&files, ".css");
    assert!(text(style).contains("--band:"));
    let home = text(&files["index.html"]);
    assert!(home.contains(&format!("href=\"/{path}\"")));
    // It has no font of its own to fetch, and the parent's is not asked for.
    assert!(!home.contains("rel=\"preload\""));
}

#[test]
fn plain_dresses_a_small_site() {
    let project = Project::new();
    project.edit("site.toml", "language = \"en-GB\"\n", "language = \"en-GB\"\ntheme = \"plain\"\n");
    assert!(text(asset(&project.built(), ".css").1).contains("--band:"));
}

#[test]
fn the_style_sheet_of_the_real_site_is_light() {
    let files = real("showcase").built();
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(asset(&files, ".css").1).unwrap();
    let bytes = encoder.finish().unwrap().len();
    assert!(bytes < 12 * 1024, "{bytes} bytes");
}

#[test]
fn pages_name_the_hash_of_what_they_load_and_ask_for_fonts_at_once() {
    let project = real("showcase");
    project.edit(
        "site.toml",
        "base_url = \"https://iom-internships.example",
        "base_url = \"https://iom-internships.example/below",
    );
    let files = project.built();
    let (path, style) = asset(&files, ".css");
    let home = text(&files["index.html"]);
    let integrity = showcase::asset::integrity(style);
    assert!(integrity.starts_with("sha384-") && integrity.len() == "sha384-".len() + 64);
    assert!(home.contains(&format!("href=\"/below/{path}\" integrity=\"{integrity}\"")), "{home}");
    let preload = home.split("rel=\"preload\" href=\"/below/").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    assert!(files.contains_key(preload), "{preload}");
    // The address in the styles is relative, so it holds below any path.
    let name = preload.strip_prefix("assets/").unwrap();
    assert!(text(style).contains(&format!("url({name})")));
}

/// The example of docs/themes.md: a heading with the path of each file, then
/// the file.
fn example() -> Vec<(String, String)> {
    let docs = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/themes.md")).unwrap();
    let from = docs.split("## An afternoon").nth(1).unwrap();
    let part = from.split("\n## ").next().unwrap();
    let mut files = Vec::new();
    for piece in part.split("\n`themes/").skip(1) {
        let (path, rest) = piece.split_once('`').unwrap();
        let body = rest.split("```").nth(1).and_then(|fenced| fenced.split_once('\n')).unwrap().1;
        files.push((format!("themes/{path}"), body.to_owned()));
    }
    files
}

#[test]
fn the_example_of_the_docs_is_a_theme() {
    let project = real("riverside");
    // The example has words in English alone, and this site is in more languages.
    for (tag, word) in [("ar", "مكتب في برنامج"), ("es", "Una oficina de"), ("fr", "Un bureau de")] {
        project
            .file(&format!("themes/riverside/i18n/{tag}.toml"), &format!("an_office_of = \"{word} {{programme}}\"\n"));
    }
    let files = example();
    assert!(files.len() >= 5, "{files:?}");
    for (path, text) in &files {
        project.file(path, text);
    }
    let made = project.built();
    let office = made.iter().find(|(path, _)| {
        path.starts_with("offices/") && path.len() > "offices/index.html".len() && path.ends_with("/index.html")
    });
    assert!(text(office.unwrap().1).contains("An office of"), "the template");
    let home = text(&made["index.html"]);
    assert!(home.contains("<svg viewBox=\"0 0 24 24\" aria-hidden=\"true\""), "the icon");
    assert!(home.contains("Riverside University"), "the option");
    assert!(text(asset(&made, ".css").1).contains("#00594f"), "the colour");
}
