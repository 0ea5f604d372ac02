//! The site in a real browser: builds it and runs tests/browser, which needs
//! `npm ci --prefix tests/browser` and Chromium. tests/run has both.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::harness::{Project, tree};
use crate::scripts::{DAY, corpus};

#[test]
#[ignore = "needs Chromium and `npm ci --prefix tests/browser`; tests/run runs it"]
fn the_site_works_in_a_browser() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tests = root.join("tests/browser");
    assert!(tests.join("node_modules").is_dir(), "first run: npm ci --prefix tests/browser");
    let project = Project::copy_of(root, &["site.toml", "content", "themes"]);
    project.built();
    let ran = Command::new("node")
        .args([
            "--test",
            "--test-reporter=spec",
            "controls.test.mjs",
            "pages.test.mjs",
            "pictures.test.mjs",
            "search.test.mjs",
        ])
        .current_dir(&tests)
        .env("SHOWCASE_SITE", project.public())
        .status()
        .expect("node can be run");
    assert!(ran.success(), "what failed is told above");
}

#[test]
#[ignore = "needs Chromium, Python and `npm ci --prefix tests/browser`; tests/run runs it"]
fn a_thousand_stories_are_searched_in_a_browser() {
    search_among("1000");
}

/// Letters of the countries that the programme has offices in, and of many
/// others: the page would not find what the program folds in another way.
#[test]
#[ignore = "needs Node; tests/run runs it"]
fn the_script_cuts_words_as_the_program_does() {
    let mut texts: Vec<String> =
        ["Vientián O’Neill's", "Đorđe Łukasz", "İZMİR ΟΔΟΣ", "e\u{301}t\u{e9} ½ ﬁne", "移民の 2nd"]
            .map(str::to_owned)
            .into();
    // Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic, Bengali, Thai and Lao,
    // Ethiopic, Khmer; signs; and what is written without spaces.
    let letters = [0x20..0x0590u32, 0x05d0..0x0700, 0x0980..0x0a00, 0x0e00..0x0f00, 0x1200..0x1380, 0x1780..0x1800];
    let more = [0x1e00..0x2200, 0x3040..0x3100, 0x4e00..0x4f00, 0xac00..0xad00, 0xfb00..0xfb07, 0xff00..0xff60];
    for c in letters.into_iter().chain(more).flatten().filter_map(char::from_u32) {
        texts.push(format!("ab{c}cd {c} {c}x"));
    }
    let expected: Vec<(String, Vec<String>)> = texts
        .into_iter()
        .map(|text| {
            let words = showcase::search::words(&text);
            (text, words)
        })
        .collect();
    let project = Project::empty();
    project.file("expected.json", &serde_json::to_string(&expected).unwrap());
    let script = "const { readFileSync } = require('fs');\
                  const [words, expected] = process.argv.slice(1).map((name) => readFileSync(name, 'utf8'));\
                  const { cut } = new Function(words + '; return searchWords;')();\
                  const wrong = JSON.parse(expected).filter(([text, all]) => cut(text).join() !== all.join());\
                  for (const [text, all] of wrong) console.log(JSON.stringify([text, all, cut(text)]));\
                  process.exitCode = wrong.length ? 1 : 0;";
    let words = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/showcase/search/10-words.js");
    let ran = Command::new("node").args(["-e", script]).arg(words).arg(project.root().join("expected.json")).output();
    let ran = ran.expect("node can be run");
    assert!(ran.status.success(), "{}{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
}

/// Ten times as many take a minute longer to write and to build.
#[test]
#[ignore = "needs Chromium, Python and `npm ci --prefix tests/browser`; tests/run runs it"]
fn ten_thousand_stories_are_searched_in_a_browser() {
    search_among("10000");
}

/// Builds a made-up site with people whose stories are known among the others,
/// and one who withdrew.
fn search_among(stories: &str) {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    assert!(tests.join("node_modules").is_dir(), "first run: npm ci --prefix tests/browser");
    let project = corpus(&["--stories", stories]).expect("python3 can be run");
    for (office, name) in [("porto-claro", "Porto Claro"), ("vallombreuse", "Vallombreuse")] {
        let at = "country = \"PE\"\nlatitude = -12.0\nlongitude = -77.0\n";
        project.file(&format!("content/offices/{office}.toml"), &format!("name = \"{name}\"\n{at}"));
    }
    let seeds: serde_json::Value = serde_json::from_slice(include_bytes!("browser/seeds.json")).unwrap();
    for seed in seeds.as_array().unwrap() {
        plant(&project, seed, "");
    }
    let gone = serde_json::json!({"id": "i-gone", "name": "Perpetua Vanterpool", "title": "Zeppelins", "office": "porto-claro",
        "level": "undergraduate", "text": "Two zeppelins were moored at the quay."});
    plant(&project, &gone, "withdrawn = 2025-11-01\n");
    let ran = project.run(&["build", "--date", DAY, "--quiet"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let ran = Command::new("node")
        .args(["--test", "--test-reporter=spec", "search-large.test.mjs"])
        .current_dir(&tests)
        .env("SHOWCASE_SITE", project.public())
        .env("SHOWCASE_STORIES", stories)
        .status()
        .expect("node can be run");
    assert!(ran.success(), "what failed is told above");
}

fn plant(project: &Project, seed: &serde_json::Value, consent: &str) {
    let [id, name, title, office, level, text] =
        ["id", "name", "title", "office", "level", "text"].map(|key| seed[key].as_str().unwrap());
    let story = format!(
        "+++\nname = \"{name}\"\ncourse = \"Arithmetic BSc\"\nlevel = \"{level}\"\ncohort = \"2024\"\noffice = \"{office}\"\n\
         start = 2024-02-01\nend = 2024-08-01\ntitle = \"{title}\"\nsummary = \"Put among the others to be found.\"\n\
         published = 2025-10-01\n\n[consent]\ngiven = 2024-09-01\nmethod = \"Generated\"\nreview = 2040-01-01\n\
         scopes = [\"story\", \"name\", \"photo\", \"quote\", \"outcome\", \"donor_link\", \"social\"]\n{consent}+++\n\n\
         A made-up story. {text}\n"
    );
    project.file(&format!("content/interns/{id}/index.md"), &story);
}

#[test]
#[ignore = "needs Chromium and `npm ci --prefix tests/browser`; tests/run runs it"]
fn the_preview_works_in_a_browser() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tests = root.join("tests/browser");
    assert!(tests.join("node_modules").is_dir(), "first run: npm ci --prefix tests/browser");
    let project = Project::copy_of(root, &["site.toml", "content", "themes"]);
    let config = fs::read_to_string(project.root().join("site.toml")).unwrap();
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

/// Taplo, which editors ask, takes every record of the sample and of a new
/// site, and refuses every case of tests/diagnostics that a schema can express.
#[test]
#[ignore = "needs Node and `npm ci --prefix tests/browser`; tests/run runs it"]
fn taplo_takes_what_the_program_takes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sample = Project::copy_of(root, &["site.toml", "content"]);
    let new = Project::empty();
    let basics =
        ["--organisation", "X", "--programme", "Y", "--base-url", "https://x.example/", "--email", "a@x.example"];
    assert_eq!(new.run(&[&["init"], &basics[..]].concat()).code, 0);
    let config = fs::read_to_string(new.root().join(".taplo.toml")).unwrap();
    for project in [&sample, &new] {
        let (good, said) = taplo(project, &config);
        assert!(good, "{said}");
    }
    let cases = crate::author::expressible();
    assert!(cases.len() > 30, "{cases:?}");
    for name in cases {
        let Some(project) = crate::diagnostics::applied(&name) else { continue };
        let (good, said) = taplo(&project, &config);
        assert!(!good && said.contains("schema validation failed"), "{name}: {said}");
    }
}

/// What Taplo says of a site with its schemas, and whether it is content. Front
/// matter is laid beside the records as TOML, since Taplo reads no Markdown.
fn taplo(project: &Project, config: &str) -> (bool, String) {
    assert_eq!(project.run(&["schema", "--out", "schemas"]).code, 0);
    let mut config = config.replace("\"content/**/*.toml\"]", "\"content/**/*.toml\", \"front/**/*.toml\"]");
    for kind in ["intern", "update", "page"] {
        config.push_str(&format!(
            "\n[[rule]]\ninclude = [\"front/{kind}/*.toml\"]\n\n[rule.schema]\npath = \"schemas/{kind}.schema.json\"\n"
        ));
    }
    project.file(".taplo.toml", &config);
    for (at, (path, bytes)) in tree(&project.root().join("content")).into_iter().enumerate() {
        let Ok(text) = String::from_utf8(bytes) else { continue };
        // Translations have no schema.
        let original = path.strip_suffix(".md").is_some_and(|stem| !stem.contains('.'));
        let kind = match path.split('/').collect::<Vec<_>>()[..] {
            _ if !original => continue,
            ["interns", _, "index.md"] => "intern",
            ["interns", ..] => "update",
            ["pages", ..] => "page",
            _ => continue,
        };
        if let Some((record, _)) = text.strip_prefix("+++\n").and_then(|rest| rest.split_once("\n+++\n")) {
            project.file(&format!("front/{kind}/{at}.toml"), &format!("{record}\n"));
        }
    }
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/node_modules/@taplo/cli/dist/cli.js");
    let output = Command::new("node").arg(program).arg("lint").current_dir(project.root()).output();
    let output = output.expect("node can be run");
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    (output.status.success(), said)
}
