//! Documents of LibreOffice (`.odt`, `.fodt`): OpenDocument 1.3 (ISO/IEC 26300).
//! Reads the text as it is shown with all tracked changes accepted.

mod body;
mod frame;
mod inline;
mod styles;

use std::collections::{BTreeMap, BTreeSet};

use super::archive::Archive;
use super::document::{Document, Inline};
use super::element::{Element, xml};
use super::remains::{Kind, squeezed};
use styles::Styles;

/// What is known half-way through a document.
struct Body<'a, 'b> {
    /// `None` for a document that is one file of XML.
    archive: Option<&'a mut Archive<'b>>,
    styles: Styles,
    document: Document,
    /// Places of pictures by their names.
    pictures: BTreeMap<String, usize>,
    /// Tracked insertions by their ids.
    insertions: BTreeSet<String>,
    /// Insertions that are open, with their words.
    inserting: Vec<(String, String)>,
    /// How far lists are counted, by style or id.
    counted: BTreeMap<String, u64>,
    now: Paragraph,
}

/// A paragraph that is being read.
#[derive(Debug, Default)]
struct Paragraph {
    inlines: Vec<Inline>,
    /// What links within the document call it.
    ids: Vec<String>,
    /// Texts in boxes that hang on it.
    boxes: Vec<super::document::Block>,
    /// Whether it is a heading, which is bold by itself.
    heading: bool,
}

/// Reads a document.
///
/// # Errors
/// In words: why it cannot be read.
pub(super) fn read(bytes: &[u8]) -> Result<Document, String> {
    if !bytes.starts_with(b"PK") {
        let root = xml(bytes)?;
        return text(&root, &[&root], None, &root);
    }
    let mut archive = Archive::open(bytes)?;
    let locked = archive.xml("META-INF/manifest.xml")?.is_some_and(|manifest| manifest.has("manifest:encryption-data"));
    if locked {
        return Err("it is locked with a password; save it without one".to_owned());
    }
    let content = archive.xml("content.xml")?.ok_or("it has no text")?;
    let styles = archive.xml("styles.xml")?.unwrap_or_default();
    let meta = archive.xml("meta.xml")?.unwrap_or_default();
    let macros = archive.names().iter().any(|name| name.starts_with("Basic/") && name.ends_with("script-lb.xml"));
    let mut document = text(&content, &[&styles, &content], Some(&mut archive), &meta)?;
    if macros {
        document.remains.once(Kind::Program, "macros");
    }
    Ok(document)
}

fn text(
    content: &Element,
    styles: &[&Element],
    archive: Option<&mut Archive<'_>>,
    meta: &Element,
) -> Result<Document, String> {
    let body = content.at(&["office:body", "office:text"]).ok_or("it has no text, or is a table or a presentation")?;
    let mut reader = Body {
        archive,
        styles: Styles::of(styles),
        document: Document::default(),
        pictures: BTreeMap::new(),
        insertions: BTreeSet::new(),
        inserting: Vec::new(),
        counted: BTreeMap::new(),
        now: Paragraph::default(),
    };
    reader.tracked(body);
    let blocks = reader.blocks(body)?;
    let mut document = reader.document;
    document.blocks = blocks;
    styles.iter().for_each(|root| furniture(root, &mut document));
    metadata(meta, &mut document);
    Ok(document)
}

impl Body<'_, '_> {
    /// What was deleted, and which changes add something.
    fn tracked(&mut self, body: &Element) {
        for region in body.all("text:changed-region") {
            let id = region.attribute("text:id").or_else(|| region.attribute("xml:id")).unwrap_or_default();
            if region.child("text:insertion").is_some() {
                self.insertions.insert(id.to_owned());
            }
            for deletion in region.elements().filter(|element| element.name == "text:deletion") {
                let words: Vec<String> = paragraphs(deletion);
                let words = squeezed(&words.join(" "));
                if !words.is_empty() {
                    self.document.remains.add(Kind::Deleted, &words);
                }
            }
        }
    }
}

/// The words of paragraphs, each apart; of whoever changed or noted something
/// nothing.
fn paragraphs(element: &Element) -> Vec<String> {
    let mut out = Vec::new();
    for inner in element.elements() {
        match inner.name.as_str() {
            "office:change-info" | "dc:creator" | "dc:date" | "meta:creator-initials" => {}
            "text:p" | "text:h" => out.push(words(inner)),
            _ => out.extend(paragraphs(inner)),
        }
    }
    out
}

/// The words of a paragraph.
fn words(element: &Element) -> String {
    let mut out = String::new();
    for node in &element.children {
        match node {
            super::element::Node::Text(text) => out.push_str(text),
            super::element::Node::Element(inner) => match inner.name.as_str() {
                "text:s" | "text:tab" | "text:line-break" => out.push(' '),
                "office:annotation" => {}
                _ => out.push_str(&words(inner)),
            },
            super::element::Node::Comment(_) => {}
        }
    }
    out
}

/// Heads and feet of pages.
fn furniture(root: &Element, document: &mut Document) {
    let Some(masters) = root.child("office:master-styles") else { return };
    for page in masters.elements() {
        for part in page.elements() {
            let said = squeezed(&paragraphs(part).join(" "));
            if !said.is_empty() {
                document.remains.once(Kind::PageFurniture, &said);
            }
        }
    }
}

fn metadata(root: &Element, document: &mut Document) {
    let Some(meta) = root.child("office:meta") else { return };
    let names = [
        ("meta:initial-creator", "who wrote it"),
        ("dc:creator", "who changed it last"),
        ("meta:printed-by", "who printed it"),
        ("dc:title", "a title"),
        ("dc:subject", "a subject"),
        ("meta:keyword", "keywords"),
        ("dc:description", "a description"),
        ("meta:user-defined", "fields of its own"),
    ];
    let filled = |name: &str| meta.child(name).is_some_and(|element| !element.text().trim().is_empty());
    let said: Vec<&str> = names.iter().filter(|(name, _)| filled(name)).map(|(_, words)| *words).collect();
    if !said.is_empty() {
        document.remains.once(Kind::Metadata, &said.join(", "));
    }
}
