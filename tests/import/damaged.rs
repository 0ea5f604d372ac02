//! Documents that are torn, turned or made to do harm: none stops the program.

use std::fs;
use std::io::{Cursor, Read as _, Write as _};

use showcase::import::{Format, read};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::document;

/// Chance that is the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides.max(1)
    }
}

const DOCUMENTS: [(&str, Format); 6] = [
    ("letter.docx", Format::Docx),
    ("picture.docx", Format::Docx),
    ("tracked.docx", Format::Docx),
    ("notes.docx", Format::Docx),
    ("lists.odt", Format::Odt),
    ("table.odt", Format::Odt),
];

#[test]
fn torn_and_turned_bytes_are_an_error_or_a_text() {
    let mut dice = Dice(7);
    for (name, format) in DOCUMENTS {
        let bytes = fs::read(document(name)).unwrap();
        for _ in 0..30 {
            let _ = read(format, &bytes[..dice.roll(bytes.len())]);
            let mut turned = bytes.clone();
            for _ in 0..=dice.roll(8) {
                let at = dice.roll(turned.len());
                turned[at] ^= 1 << dice.roll(8);
            }
            let _ = read(format, &turned);
        }
    }
}

/// The parts of an archive, each changed.
fn packed(bytes: &[u8], change: &mut dyn FnMut(&str, Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    let mut old = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut new = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..old.len() {
        let mut part = old.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        drop(part);
        new.start_file(&*name, SimpleFileOptions::default().compression_method(CompressionMethod::Stored)).unwrap();
        new.write_all(&change(&name, content)).unwrap();
    }
    new.finish().unwrap().into_inner()
}

#[test]
fn parts_that_are_shuffled_are_an_error_or_a_text() {
    let mut dice = Dice(11);
    for (name, format) in DOCUMENTS {
        let bytes = fs::read(document(name)).unwrap();
        for _ in 0..20 {
            let shuffled = packed(&bytes, &mut |name, content| {
                if !name.ends_with(".xml") || dice.roll(2) == 0 {
                    return content;
                }
                // Whole tags are taken out, doubled or put elsewhere.
                let text = String::from_utf8_lossy(&content).into_owned();
                let mut tags: Vec<&str> = text.split_inclusive('>').collect();
                for _ in 0..=dice.roll(4) {
                    let (from, to) = (dice.roll(tags.len()), dice.roll(tags.len()));
                    match dice.roll(3) {
                        0 => drop(tags.remove(from)),
                        1 => tags.insert(to, tags[from]),
                        _ => tags.swap(from, to),
                    }
                }
                tags.concat().into_bytes()
            });
            let _ = read(format, &shuffled);
        }
    }
}

#[test]
fn bombs_are_refused() {
    let bytes = fs::read(document("letter.docx")).unwrap();
    let with = |text: String| {
        packed(&bytes, &mut |name, content| {
            if name == "word/document.xml" { text.clone().into_bytes() } else { content }
        })
    };
    let head = "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>";
    let deep = format!("{head}{}{}", "<w:sdt>".repeat(100_000), "</w:sdt>".repeat(100_000));
    let why = read(Format::Docx, &with(deep)).unwrap_err();
    assert!(why.contains("nest too deeply"), "{why}");
    // Entities that a document declares are not expanded.
    let entity =
        format!("<!DOCTYPE x [<!ENTITY a \"b\">]>{head}<w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>");
    assert!(read(Format::Docx, &with(entity)).is_err());
    // What an archive says of the size of a part is not believed.
    let mut large = ZipWriter::new(Cursor::new(Vec::new()));
    large.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    for _ in 0..34 {
        large.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    let why = read(Format::Docx, &large.finish().unwrap().into_inner()).unwrap_err();
    assert!(why.contains("far too large"), "{why}");
}

#[test]
fn html_that_nests_without_end_keeps_its_words() {
    let text = format!("{}deepest words", "<div><b>".repeat(20_000));
    let found = read(Format::Html, text.as_bytes()).unwrap();
    assert!(showcase::import::plain_blocks(&found.blocks).contains("deepest words"));
}
