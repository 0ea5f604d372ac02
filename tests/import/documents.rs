//! Ten documents of LibreOffice: what each becomes, that it builds, and that
//! every word is either in the story or on the list.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::{document, import, page_of, remains, report};
use crate::harness::Project;

const ALL: [&str; 10] = [
    "arabic.odt",
    "letter.docx",
    "lists-word.docx",
    "lists.odt",
    "notes-page.html",
    "notes.docx",
    "page.html",
    "picture.docx",
    "table.odt",
    "tracked.docx",
];

/// What each document becomes, as it was read by a person once:
/// `SHOWCASE_BLESS=1` writes it anew.
#[test]
fn each_becomes_what_it_did() {
    for name in ALL {
        let project = Project::new();
        let (text, remains) = page_of(&project, &document(name));
        let fresh = format!("{text}\n=====\n{}\n", remains.join("\n"));
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/expected").join(format!("{name}.md"));
        if std::env::var_os("SHOWCASE_BLESS").is_some() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &fresh).unwrap();
        }
        assert_eq!(fs::read_to_string(&path).unwrap_or_default(), fresh, "{name}");
    }
}

#[test]
fn each_builds_as_a_story() {
    let project = Project::new();
    let files: Vec<String> = ALL.iter().map(|name| document(name).to_string_lossy().into_owned()).collect();
    let record = ["--course", "Law LLM", "--level", "postgraduate", "--cohort", "2024", "--office", "nairobi"];
    for (at, file) in files.iter().enumerate() {
        let name = format!("Person Number{at}");
        let own = [file, "--name", &name, "--start", "2024-02-01"];
        let ran = import(&project, &[&own[..], &record].concat());
        assert_eq!(ran.code, 0, "{ran:?}");
    }
    // As drafts they withhold nothing from a build, and none of them shows.
    let quiet = project.run(&["build", "--date", "2026-11-23", "--quiet"]);
    assert_eq!(quiet.code, 0, "{}", quiet.stderr);
    assert!(!project.page("interns/index.html").contains("Person Number"));
    // Drafts are shown where somebody asks for them and consent is on record.
    for entry in fs::read_dir(project.root().join("content/interns")).unwrap() {
        let id = entry.unwrap().file_name().into_string().unwrap();
        if id != "i-1" {
            let consent = "[consent]\ngiven = 2026-01-01\nscopes = [\"story\", \"name\", \"photo\"]\n";
            project.edit(&format!("content/interns/{id}/index.md"), "\n[consent]\n", &format!("\n{consent}"));
        }
    }
    let drafts = project.run(&["build", "--drafts", "--date", "2026-11-23", "--quiet", "--out", "drafts"]);
    assert_eq!(drafts.code, 0, "{}", drafts.stderr);
    let all = crate::harness::tree(&project.root().join("drafts"));
    let pages = all.iter().filter(|(path, _)| path.starts_with("interns/i-") && path.ends_with("/index.html"));
    let text: String = pages.map(|(_, page)| String::from_utf8_lossy(page).into_owned()).collect();
    for said in [
        "<strong>Geneva</strong>",
        "<em>May</em>",
        "<blockquote>",
        "role=\"doc-endnotes\"",
        "alt=\"A desk by a window, with two maps\"",
        "<th scope=\"col\">Office</th>",
        "<li>in person</li>",
        "كنت متدربة في نيروبي",
        "splendid summer",
    ] {
        assert!(text.contains(said), "{said}");
    }
    assert!(!text.contains("boring") && !text.contains("Reviewer Private"));
}

/// Words of letters or of digits, as LibreOffice counts neither signs nor marks.
fn words(text: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for run in text.split(|c: char| !c.is_alphanumeric()) {
        let mut word = String::new();
        for c in run.chars() {
            if word.chars().next_back().is_some_and(|last| last.is_numeric() != c.is_numeric()) {
                words.insert(std::mem::take(&mut word));
            }
            word.push(c);
        }
        words.insert(word);
    }
    words.remove("");
    words
}

/// The words between the tags of a source.
fn source_words(name: &str) -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/sources").join(format!("{name}.xml"));
    let text = fs::read_to_string(path).unwrap();
    let mut out = String::new();
    for (at, part) in text.split('<').enumerate() {
        let (tag, words) = part.split_once('>').unwrap_or(("", part));
        // Who changed something and when, and the bytes of pictures, are no words.
        let private =
            tag.starts_with("dc:") || tag.starts_with("office:binary-data") || tag.starts_with("text:note-citation");
        if at > 0 && !private {
            // Bold and slanted letters do not end a word.
            if !(tag.starts_with("text:span") || tag.starts_with("/text:span")) {
                out.push(' ');
            }
            out.push_str(&words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"));
        }
    }
    words(&out)
}

#[test]
fn every_word_is_in_the_story_or_on_the_list() {
    for (name, source) in [
        ("arabic.odt", "arabic"),
        ("letter.docx", "letter"),
        ("lists-word.docx", "lists"),
        ("lists.odt", "lists"),
        ("notes-page.html", "notes"),
        ("notes.docx", "notes"),
        ("page.html", "letter"),
        ("picture.docx", "picture"),
        ("table.odt", "table"),
        ("tracked.docx", "tracked"),
    ] {
        let project = Project::new();
        let (text, remains) = page_of(&project, &document(name));
        let there = words(&format!("{text} {}", remains.join(" ")));
        let stem = name.rsplit_once('.').unwrap().0;
        let export = fs::read_to_string(document(&format!("{stem}.words.txt"))).unwrap();
        let mut wanted = source_words(source);
        wanted.extend(words(&export));
        assert!(wanted.len() > 5, "{name}");
        let missing: Vec<&String> = wanted
            .iter()
            // LibreOffice glues the number of a footnote to the word before it,
            // and counts lists with letters.
            .filter(|word| !there.contains(*word) && word.chars().count() > 1)
            .filter(|word| !there.contains(word.trim_end_matches('i')))
            // The title of a picture, which its description says too.
            .filter(|word| *word != "Desk")
            .collect();
        assert!(missing.is_empty(), "{name}: {missing:?} of {text} {remains:?}");
    }
}

#[test]
fn a_picture_comes_without_the_place_where_it_was_taken() {
    let project = Project::new();
    let path = document("picture.docx");
    let ran = import(
        &project,
        &[&*path.to_string_lossy(), "--kind", "page", "--id", "desk", "--title", "Desk", "--format", "json"],
    );
    assert_eq!(ran.code, 0, "{ran:?}");
    let report = report(&ran);
    assert_eq!(report["pictures"].as_array().unwrap().len(), 2);
    let bytes = fs::read(project.root().join("content/pages/desk-2.jpg")).unwrap();
    assert!(bytes.starts_with(&[0xff, 0xd8]) && !bytes.windows(4).any(|window| window == b"Exif"));
    let remains = remains(&report);
    let told = |start: &str| remains.iter().any(|remain| remain.starts_with(start));
    assert!(told("picture-data |  | desk-2.jpg (the place where it was taken)"), "{remains:?}");
    assert!(told("no-alt | My desk | desk-2.jpg"), "{remains:?}");
    // Published like that, it is told once more.
    project.edit("content/pages/desk.md", "\ndraft = true\n", "\n");
    let ran = project.build();
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("warning[alt-file-name]"), "{}", ran.stderr);
}
