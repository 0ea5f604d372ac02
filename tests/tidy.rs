//! Rules of the tree that no compiler holds: floors, headers, sizes, words.

mod source;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use source::Source;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Files below a folder of the repository with one of these endings.
fn files(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let installed = |entry: &walkdir::DirEntry| entry.file_name() == "node_modules";
    let walk = walkdir::WalkDir::new(root().join(folder)).sort_by_file_name();
    for entry in walk.into_iter().filter_entry(|entry| !installed(entry)) {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
        if entry.file_type().is_file() && endings.iter().any(|ending| path.ends_with(ending)) {
            found.push((path, fs::read_to_string(entry.path()).unwrap()));
        }
    }
    assert!(!found.is_empty(), "{folder}");
    found
}

/// Top modules in the order of ARCHITECTURE.md, each with its floor.
fn floors() -> Vec<(String, u8)> {
    let document = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let mut rows = Vec::new();
    for line in document.lines() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, floor, names, ..] = cells[..] else { continue };
        let Ok(floor) = floor.parse() else { continue };
        for name in names.split('`').skip(1).step_by(2) {
            let module = name.trim_end_matches(".rs").split('/').next().unwrap().to_owned();
            if !rows.iter().any(|(known, _)| *known == module) {
                rows.push((module, floor));
            }
        }
    }
    rows
}

/// The module of a file: `src/theme/scan.rs` is `theme::scan`.
fn module(path: &str) -> Vec<&str> {
    path.trim_start_matches("src/").trim_end_matches(".rs").split('/').collect()
}

/// References that lead up: from a module to one that stands below it in the
/// table, whether on a higher floor or further down on its own.
fn upward(path: &str, text: &str, floors: &[(String, u8)]) -> Vec<String> {
    let here = module(path);
    let rank = |name: &str| floors.iter().position(|(known, _)| known == name);
    let own = rank(here[0]).unwrap_or_else(|| panic!("ARCHITECTURE.md does not say on which floor {path} stands"));
    let mut found = Vec::new();
    for reference in Source::new(text).references(&here) {
        let Some(target) = reference.first() else { continue };
        // What is no module of the crate is a name within this one.
        if rank(target).is_some_and(|rank| rank > own) {
            found.push(format!("{path} reaches up to {}", reference.join("::")));
        }
    }
    found
}

#[test]
fn no_file_imports_from_a_higher_floor() {
    let floors = floors();
    assert!(floors.windows(2).all(|pair| pair[0].1 <= pair[1].1), "the table goes from the ground up");
    let found: Vec<String> =
        files("src", &[".rs"]).iter().flat_map(|(path, text)| upward(path, text, &floors)).collect();
    assert_eq!(found, [""; 0]);
}

#[test]
fn every_module_has_a_floor_and_every_floor_its_modules() {
    let floors = floors();
    let known: BTreeSet<&str> = floors.iter().map(|(name, _)| name.as_str()).collect();
    let sources = files("src", &[".rs"]);
    let there: BTreeSet<&str> = sources.iter().map(|(path, _)| module(path)[0]).collect();
    assert_eq!(known, there);
}

#[test]
fn a_planted_upward_import_is_found() {
    let floors = floors();
    let planted = [
        ("src/path.rs", "use crate::diagnostic::Code;"),
        ("src/hash.rs", "use crate::text::Span;"),
        ("src/tree.rs", "fn f() { crate::diagnostic::x() }"),
        ("src/consent/published.rs", "use crate::{text::Span, route::{Target, Url}};"),
        ("src/theme/words.rs", "use super::super::pages::Maker;"),
        ("src/content/intern.rs", "use crate::text::Span;\nuse super::super::site;"),
        ("src/pages/home.rs", "let x = 'x'; let s = \"//\"; crate::render::render(x);"),
        ("src/disk.rs", "use crate::cli::Exit;"),
        ("src/build.rs", "pub(in crate::disk) fn x() {}"),
    ];
    for (path, text) in planted {
        assert!(!upward(path, text, &floors).is_empty(), "{path}: {text}");
    }
    let fine = [
        ("src/pages/home.rs", "use super::Maker; use crate::{path::Url, text::Span}; use self::x::y;"),
        ("src/text.rs", "// use crate::cli::Exit;\nlet x = \"crate::cli\"; use std::path::Path; use crate::hash::x;"),
        ("src/theme/scan/walk.rs", "use super::super::words::Words; use super::walk; use crate::theme::Theme;"),
    ];
    for (path, text) in fine {
        assert_eq!(upward(path, text, &floors), [""; 0], "{path}: {text}");
    }
}

#[test]
fn every_module_says_what_it_is() {
    for (path, text) in ["src", "tests", "benches"].iter().flat_map(|folder| files(folder, &[".rs"])) {
        assert!(text.starts_with("//! ") && !text.starts_with("//! \n"), "{path} does not open with what it is for");
    }
}

/// A table of facts is as long as there are facts.
const TABLES: &[&str] = &["src/reference/countries.rs", "tests/hostile/corpus.rs"];

#[test]
fn no_file_is_longer_than_four_hundred_lines() {
    let all = ["src", "tests", "benches"].iter().flat_map(|folder| files(folder, &[".rs"]));
    let long: Vec<_> = all
        .map(|(path, text)| (text.lines().count(), path))
        .filter(|(lines, path)| *lines > 400 && !TABLES.contains(&path.as_str()))
        .collect();
    assert!(long.is_empty(), "{long:?}");
}

#[test]
fn there_are_no_drawers_and_no_glob_imports() {
    for (path, text) in files("src", &[".rs"]) {
        let last = module(&path).pop().unwrap().to_owned();
        assert!(
            !["utils", "util", "common", "helpers", "helper", "misc", "prelude"].contains(&last.as_str()),
            "{path}"
        );
        let code = Source::new(&text).code;
        let globs: Vec<&str> = code.lines().filter(|line| line.contains("use ") && line.contains("::*")).collect();
        assert_eq!(globs, [""; 0], "{path}");
    }
}

#[test]
fn the_world_is_reached_from_disk_and_the_command_line_only() {
    let world = [
        "std::fs",
        "std::env",
        "std::net",
        "std::process",
        "SystemTime",
        "Instant",
        "Timestamp::now",
        "Zoned::now",
        "thread::sleep",
        "File::open",
        "read_dir",
        "tempfile",
    ];
    let printing = ["println!", "print!", "eprintln!", "eprint!", "dbg!", "stdout()", "stderr()"];
    for (path, text) in files("src", &[".rs"]) {
        let code = Source::new(&text).code;
        let top = module(&path)[0].to_owned();
        let uses = |word: &&&str| {
            code.match_indices(**word).any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
        };
        let own: &[&str] = match top.as_str() {
            // A preview listens, and has limits in time; the disk is not its business.
            "serve" => &["std::net", "Instant", "Timestamp::now"],
            // Hosts are asked, with pauses and an end.
            // A deploy through SSH starts the user's own.
            "external" if path == "src/external/store/wire.rs" => &["std::process"],
            "external" => &["std::net", "Instant", "thread::sleep"],
            _ => &[],
        };
        if !["disk", "cli", "main"].contains(&top.as_str()) {
            let used: Vec<_> = world.iter().filter(uses).filter(|word| !own.contains(word)).collect();
            assert_eq!(used, [&""; 0], "{path}");
        }
        if top != "cli" {
            assert_eq!(printing.iter().filter(uses).collect::<Vec<_>>(), [&""; 0], "{path}");
        }
    }
}

/// The words of the theme, by key.
fn words() -> BTreeMap<String, String> {
    let text = fs::read_to_string(root().join("themes/showcase/i18n/en.toml")).unwrap();
    let table: toml::Table = text.parse().unwrap();
    table.into_iter().map(|(key, value)| (key, value.as_str().unwrap().to_owned())).collect()
}

/// `key`, or both of its forms for numbers.
fn forms(words: &BTreeMap<String, String>, key: &str) -> Vec<String> {
    let plural = [format!("{key}_one"), format!("{key}_other")];
    if words.contains_key(key) {
        vec![key.to_owned()]
    } else if plural.iter().all(|key| words.contains_key(key)) {
        plural.to_vec()
    } else {
        Vec::new()
    }
}

#[test]
fn every_word_of_the_program_is_in_the_theme_and_every_word_there_is_used() {
    let words = words();
    let mut used = BTreeSet::new();
    for (path, text) in files("src", &[".rs"]) {
        for key in
            Source::new(&text).texts.iter().filter(|text| is_key(text) && text.len() > 4 && text.starts_with("say_"))
        {
            let found = forms(&words, key);
            assert!(!found.is_empty(), "{path} says `{key}`, which en.toml lacks");
            used.extend(found);
        }
    }
    let unused: Vec<&String> = words.keys().filter(|key| key.starts_with("say_") && !used.contains(*key)).collect();
    assert!(used.len() > 80 && unused.is_empty(), "nothing says {unused:?}");
}

#[test]
fn every_word_of_the_templates_is_used() {
    let words = words();
    let mut used = BTreeSet::new();
    for (path, text) in files("themes/showcase/templates", &[".html", ".svg"]) {
        let fields =
            text.split("t.").skip(1).map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap());
        used.extend(fields.filter(|key| words.contains_key(*key)).map(str::to_owned));
        let counts = ["plural(key=\"", "plural_forms(key=\""].into_iter();
        for key in counts.flat_map(|call| text.split(call).skip(1)).map(|rest| rest.split('"').next().unwrap()) {
            let found = forms(&words, key);
            assert!(!found.is_empty(), "{path} counts `{key}`, which en.toml lacks");
            used.extend(found);
        }
    }
    let unused: Vec<&String> = words.keys().filter(|key| !key.starts_with("say_") && !used.contains(*key)).collect();
    assert!(unused.is_empty(), "no template has {unused:?}");
}

fn is_key(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

#[test]
fn every_template_that_pages_ask_for_is_in_the_theme() {
    for kind in showcase::pages::required_templates() {
        let path = root().join("themes/showcase/templates").join(&*kind.template);
        assert!(path.is_file(), "{}", path.display());
    }
}

/// What the project needs, it contains: nothing names a folder beside it or a
/// place on somebody's machine.
#[test]
fn nothing_points_out_of_the_repository() {
    let outside = ["../shared", "/home/", "/root/", "/work/"];
    let mut all = Vec::new();
    all.extend(files("scripts", &[""]));
    for folder in ["src", "tests", "benches", "docs", "content", "themes"] {
        all.extend(files(folder, &[".rs", ".md", ".toml", ".html", ".css", ".json", ".js", ".py"]));
    }
    for name in ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "Cargo.toml", "site.toml", "build.rs", "clippy.toml"] {
        all.push((name.to_owned(), fs::read_to_string(root().join(name)).unwrap()));
    }
    for (path, text) in all.iter().filter(|(path, _)| path != "tests/tidy.rs") {
        assert!(outside.iter().all(|place| !text.contains(place)), "{path}");
    }
}

/// Pages run from right to left too: the themes say where a text begins and
/// ends, not what is left and right.
#[test]
fn styles_of_themes_name_no_side() {
    const SIDES: [&str; 8] = [
        "-left",
        "-right",
        "text-align: left",
        "text-align: right",
        "float: left",
        "float: right",
        "to left",
        "to right",
    ];
    let mut seen = 0;
    for (path, text) in files("themes", &[".css"]) {
        seen += 1;
        for (number, line) in text.lines().enumerate() {
            let rule = line.trim();
            let selector = rule.ends_with('{') || rule.ends_with(',');
            let placed = rule.starts_with("left:") || rule.starts_with("right:");
            assert!(
                selector || (!placed && !SIDES.iter().any(|side| rule.contains(side))),
                "{path}:{}: {rule}",
                number + 1
            );
        }
    }
    assert!(seen > 8, "{seen}");
}
