//! `--precompress`: compressed forms beside texts, never of another text.

use std::collections::BTreeMap;
use std::io::Read as _;

use crate::harness::{DATE, Project, tree};

fn built(project: &Project, more: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let args: Vec<&str> = ["build", "--date", DATE, "--quiet"].iter().chain(more).copied().collect();
    let ran = project.run(&args);
    assert_eq!(ran.code, 0, "{ran:?}");
    tree(&project.public())
}

/// How many compressed forms there are; each is one of the text beside it.
fn forms(files: &BTreeMap<String, Vec<u8>>) -> usize {
    let mut count = 0;
    for (path, bytes) in files {
        let mut text = Vec::new();
        if let Some(plain) = path.strip_suffix(".gz") {
            flate2::read::GzDecoder::new(&bytes[..]).read_to_end(&mut text).unwrap();
            assert!(text == files[plain], "{path}");
            assert_eq!(bytes[4..8], [0; 4], "{path} has a time");
        } else if let Some(plain) = path.strip_suffix(".br") {
            brotli::Decompressor::new(&bytes[..], 4096).read_to_end(&mut text).unwrap();
            assert!(text == files[plain], "{path}");
        } else {
            continue;
        }
        assert!(bytes.len() < text.len() && text.len() >= 1024, "{path}");
        count += 1;
    }
    count
}

#[test]
fn texts_have_compressed_forms_beside_them() {
    let project = Project::new();
    let plain = built(&project, &[]);
    assert_eq!(forms(&plain), 0);
    let packed = built(&project, &["--precompress"]);
    assert!(forms(&packed) > 20 && packed.contains_key("index.html.br"), "{:?}", packed.keys());
    let others = packed.iter().filter(|(path, _)| !path.ends_with(".br") && !path.ends_with(".gz"));
    for (path, bytes) in others
        .filter(|(path, _)| ![".showcase-manifest", ".htaccess", "_nginx.conf", "_caddy"].contains(&path.as_str()))
    {
        assert!(plain.get(path) == Some(bytes), "{path} is as it is without");
    }
    assert!(
        !packed.keys().any(|path| path.ends_with(".png.gz") || path.starts_with("_headers.")),
        "{:?}",
        packed.keys()
    );
}

#[test]
fn a_later_build_has_what_a_first_one_would_have() {
    let project = Project::new();
    built(&project, &["--precompress"]);
    project.edit("content/interns/i-1/index.md", "Monday", "Tuesday");
    let later = built(&project, &["--precompress"]);
    forms(&later);
    let clean = built(&project, &["--precompress", "--clean"]);
    assert!(later == clean);
    std::fs::remove_dir_all(project.public()).unwrap();
    assert!(later == built(&project, &["--precompress"]), "bytes follow from the sources alone");
    let again = project.run(&["build", "--date", DATE, "--precompress"]);
    assert!(again.stderr.contains("0 files written"), "{}", again.stderr);
    assert_eq!(forms(&built(&project, &[])), 0, "without the flag all of them go");
}

#[test]
fn a_file_of_the_site_is_not_overwritten() {
    let project = Project::new();
    let text = "long text ".repeat(200);
    project.file("content/static/notes.txt", &text).file("content/static/notes.txt.gz", "mine");
    let files = built(&project, &["--precompress"]);
    assert_eq!(files["notes.txt.gz"], b"mine");
    assert!(files.contains_key("notes.txt.br"));
}
