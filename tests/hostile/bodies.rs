//! The same in Markdown.

use std::collections::BTreeSet;

use super::corpus::{CONTROLS, MARKDOWN, REFUSED_MARKDOWN, TEXTS};
use super::{built, errors, quoted, sound};
use crate::harness::Project;

/// Every body that a site has, each with one of the texts.
fn with_bodies(texts: &[&str]) -> Project {
    let project = Project::new();
    let pixel = crate::pictures::png(b"pixels", b"");
    let head = "title = \"Body\"\nsummary = \"A body.\"\npublished = 2024-01-01\n";
    for folder in ["content/pages/b", "content/donors", "content/interns/i-1"] {
        std::fs::create_dir_all(project.root().join(folder)).unwrap();
        std::fs::write(project.root().join(folder).join("pixel.png"), &pixel).unwrap();
    }
    for (n, text) in texts.iter().enumerate() {
        let body = format!("+++\n{head}+++\n\n{text}\n");
        project.file(&format!("content/pages/b/p-{n}.md"), &body);
        project.file(&format!("content/interns/i-1/u-{n}.md"), &body);
        // Pictures lie beside donors and stories, not beside offices.
        let text = quoted(text);
        let donor =
            format!("name = \"D {n}\"\nkind = \"trust\"\ndescription = {text}\n[permission]\nscopes = [\"name\"]\n");
        project.file(&format!("content/donors/d-{n}.toml"), &donor);
        if !text.contains("pixel.png") {
            let office =
                format!("name = \"O\"\ncountry = \"KE\"\nlatitude = 1.0\nlongitude = 1.0\ndescription = {text}\n");
            project.file(&format!("content/offices/o-{n}.toml"), &office);
            project.file(&format!("content/cohorts/c-{n}.toml"), &format!("year = 2024\ndescription = {text}\n"));
        }
    }
    project
}

#[test]
fn markdown_never_runs() {
    let texts: Vec<&str> = TEXTS.iter().chain(MARKDOWN).copied().collect();
    let project = with_bodies(&texts);
    // A handful of the texts happen to be Markdown that is an error.
    let refused = errors(&project);
    let mut numbers = BTreeSet::new();
    for (file, codes) in &refused {
        let number: usize = file.rsplit_once('-').unwrap().1.split('.').next().unwrap().parse().unwrap();
        assert!(number < TEXTS.len(), "{:?} should be accepted: {codes:?}", texts[number]);
        numbers.insert(number);
        project.delete(file);
    }
    assert!(numbers.len() <= 3, "refused: {:?}", numbers.iter().map(|n| texts[*n]).collect::<Vec<_>>());
    let pages = sound(&built(&project));
    assert!(pages.len() > texts.len() * 4);
    // Raw HTML is there to be read.
    let first = pages.iter().find(|page| page.path == "b/p-0/index.html").unwrap();
    assert!(first.text(".prose").contains("<script>alert(1)</script>"));
}

#[test]
fn unsafe_addresses_in_markdown_are_errors() {
    let project = with_bodies(REFUSED_MARKDOWN);
    let errors = errors(&project);
    for (n, text) in REFUSED_MARKDOWN.iter().enumerate() {
        for file in ["pages/b/p", "interns/i-1/u", "offices/o", "cohorts/c", "donors/d"] {
            let extension = if file.contains("/b/") || file.contains("i-1") { "md" } else { "toml" };
            let file = format!("content/{file}-{n}.{extension}");
            assert!(errors.contains_key(&file), "{text:?} in {file}");
        }
    }
}

#[test]
fn control_characters_in_bodies_are_errors() {
    let project = with_bodies(CONTROLS);
    let errors = errors(&project);
    for (n, text) in CONTROLS.iter().enumerate() {
        for file in [format!("pages/b/p-{n}.md"), format!("interns/i-1/u-{n}.md"), format!("donors/d-{n}.toml")] {
            let codes = errors.get(&format!("content/{file}"));
            assert!(codes.is_some_and(|codes| codes.iter().any(|c| c == "control-character")), "{text:?} in {file}");
        }
    }
}
