//! Documents of Word (`.docx`): ECMA-376, Office Open XML, as Word, LibreOffice
//! and Google Docs write them. Reads the text as it is shown with all tracked
//! changes accepted.

mod body;
mod field;
mod numbering;
mod picture;
mod run;
mod styles;

use std::collections::BTreeMap;

use super::archive::Archive;
use super::document::{Block, Document};
use super::element::Element;
use super::remains::{Kind, squeezed};
use body::Body;
use numbering::Numbering;
use styles::Styles;

/// Where a part refers to others: targets by id, with whether they lie outside.
#[derive(Debug, Default, Clone)]
struct Relations(BTreeMap<String, (String, bool)>);

impl Relations {
    fn of(archive: &mut Archive<'_>, part: &str) -> Result<Self, String> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let path = if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") };
        let Some(root) = archive.xml(&path)? else { return Ok(Self::default()) };
        let read = |relation: &Element| {
            let external = relation.value("TargetMode").eq_ignore_ascii_case("external");
            let target = relation.value("Target");
            let whole = if external { target.to_owned() } else { joined(folder, target) };
            (relation.value("Id").to_owned(), (whole, external))
        };
        Ok(Self(root.elements().map(read).collect()))
    }

    fn get(&self, id: &str) -> Option<(&str, bool)> {
        self.0.get(id).map(|(target, external)| (target.as_str(), *external))
    }
}

/// The name of a part from a folder; one that leads out of the archive is the
/// name of none.
fn joined(folder: &str, target: &str) -> String {
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Reads a document.
///
/// # Errors
/// In words: why it cannot be read.
pub(super) fn read(bytes: &[u8]) -> Result<Document, String> {
    let mut archive = Archive::open(bytes)?;
    let main = main_part(&mut archive)?;
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let part = |name: &str| joined(&folder, name);
    let root = archive.xml(&main)?.ok_or("it has no text")?;
    let text = root.child("w:body").ok_or("it has no text")?;
    let styles = Styles::of(archive.xml(&part("styles.xml"))?.as_ref());
    let numbering = Numbering::of(archive.xml(&part("numbering.xml"))?.as_ref());
    let comments = comments(archive.xml(&part("comments.xml"))?.as_ref());
    let relations = Relations::of(&mut archive, &main)?;
    let mut body = Body::new(&mut archive, &styles, numbering, comments);
    let blocks = body.part(text, relations)?;
    body.document.blocks = blocks;
    for name in ["footnotes.xml", "endnotes.xml"] {
        notes(&mut body, &part(name))?;
    }
    let mut document = body.document;
    furniture(&mut archive, &folder, &mut document)?;
    metadata(&mut archive, &mut document)?;
    Ok(document)
}

fn main_part(archive: &mut Archive<'_>) -> Result<String, String> {
    let root = archive.xml("_rels/.rels")?;
    let of_document = |relation: &&Element| relation.value("Type").ends_with("/officeDocument");
    let found = root.as_ref().and_then(|root| root.elements().find(of_document));
    Ok(found.map_or_else(|| "word/document.xml".to_owned(), |relation| joined("", relation.value("Target"))))
}

/// The words of comments, by id.
fn comments(root: Option<&Element>) -> BTreeMap<String, String> {
    let all = root.map(|root| root.all("w:comment")).unwrap_or_default();
    all.iter().map(|comment| (comment.value("w:id").to_owned(), spaced(comment))).collect()
}

/// The words of an element, paragraphs apart.
fn spaced(element: &Element) -> String {
    let paragraphs: Vec<String> = element.all("w:p").iter().map(|paragraph| words(paragraph)).collect();
    squeezed(&if paragraphs.is_empty() { words(element) } else { paragraphs.join(" ") })
}

/// The words of runs, deleted ones too.
fn words(element: &Element) -> String {
    let mut out = String::new();
    for inner in element.elements() {
        match inner.name.as_str() {
            "w:t" | "w:delText" => out.push_str(&inner.text()),
            "w:tab" | "w:br" | "w:cr" => out.push(' '),
            "w:instrText" | "w:delInstrText" => {}
            _ => out.push_str(&words(inner)),
        }
    }
    out
}

/// Footnotes or endnotes, in the places that references took for them.
fn notes(body: &mut Body<'_, '_>, name: &str) -> Result<(), String> {
    let Some(root) = body.archive.xml(name)? else { return Ok(()) };
    let relations = Relations::of(body.archive, name)?;
    let kind = if name.ends_with("endnotes.xml") { "endnote" } else { "footnote" };
    for note in root.elements() {
        let separator = note.attribute("w:type").is_some_and(|kind| kind != "normal");
        if separator || !note.name.ends_with(kind) {
            continue;
        }
        let blocks = body.part(note, relations.clone())?;
        let key = format!("{kind}-{}", note.value("w:id"));
        body.set_note(&key, blocks);
    }
    Ok(())
}

/// Heads and feet of pages.
fn furniture(archive: &mut Archive<'_>, folder: &str, document: &mut Document) -> Result<(), String> {
    let is_one = |name: &String| {
        let rest = name.strip_prefix(&format!("{folder}/")).unwrap_or_default();
        (rest.starts_with("header") || rest.starts_with("footer")) && rest.ends_with(".xml")
    };
    for name in archive.names().into_iter().filter(is_one) {
        let words = archive.xml(&name)?.map(|root| spaced(&root)).unwrap_or_default();
        if !words.is_empty() {
            document.remains.once(Kind::PageFurniture, &words);
        }
    }
    Ok(())
}

fn metadata(archive: &mut Archive<'_>, document: &mut Document) -> Result<(), String> {
    let mut said = Vec::new();
    if let Some(core) = archive.xml("docProps/core.xml")? {
        let names = [
            ("dc:creator", "who wrote it"),
            ("cp:lastModifiedBy", "who changed it last"),
            ("dc:title", "a title"),
            ("dc:subject", "a subject"),
            ("cp:keywords", "keywords"),
            ("dc:description", "a description"),
        ];
        for (name, words) in names {
            if core.child(name).is_some_and(|element| !element.text().trim().is_empty()) {
                said.push(words);
            }
        }
    }
    if !said.is_empty() {
        document.remains.once(Kind::Metadata, &said.join(", "));
    }
    if archive.names().iter().any(|name| name.ends_with("vbaProject.bin")) {
        document.remains.once(Kind::Program, "macros");
    }
    Ok(())
}

/// A note that is still to come.
fn empty_note() -> Vec<Block> {
    Vec::new()
}
