//! Pages in HTML, parsed as browsers do (`html5ever`), whoever wrote them: word
//! processors, browsers that saved a page, other site generators. Scripts are
//! never run, and styles are looked at for bold and slanted words alone.

mod block;
mod inline;
mod notes;
mod set;
mod table;

use super::document::{Block, Document, Inline};
use super::element::{self, Element};
use super::remains::{Kind, squeezed};
use notes::Notes;
use set::{Rules, Setting};

/// How a text in HTML is read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Reading {
    /// Whether line ends in the source end lines, and blank lines paragraphs, as
    /// in older texts of WordPress.
    pub(super) line_ends: bool,
    /// Whether comments in the source are marks of a program and no notes.
    pub(super) marks: bool,
}

/// What is known half-way through a page.
struct Page<'a> {
    reading: Reading,
    rules: Rules,
    notes: Notes<'a>,
    document: Document,
    /// Names that stand before the next block.
    ids: Vec<String>,
    /// Words that are no block yet.
    pending: Vec<Inline>,
}

/// Reads a page.
///
/// # Errors
/// In words: why it cannot be read.
pub(super) fn read(text: &str, reading: Reading) -> Result<Document, String> {
    let root = element::html(text)?;
    let empty = Element::default();
    let body = root.child("body").or_else(|| root.child("frameset")).unwrap_or(&empty);
    let head = root.child("head").unwrap_or(&empty);
    let mut page = Page {
        reading,
        rules: Rules::of(&root),
        notes: Notes::of(body),
        document: Document::default(),
        ids: Vec::new(),
        pending: Vec::new(),
    };
    page.head(head, body);
    let mut blocks = Vec::new();
    page.blocks(body, Setting::default(), &mut blocks);
    page.document.blocks = blocks;
    // In the order that references counted them; notes may have notes.
    let mut done = 0;
    while let Some(container) = page.notes.container(done) {
        done += 1;
        let mut inner = Vec::new();
        page.notes.inside = true;
        page.blocks(container, Setting::default(), &mut inner);
        page.notes.inside = false;
        page.document.notes.push(inner);
    }
    Ok(page.document)
}

impl Page<'_> {
    fn head(&mut self, head: &Element, body: &Element) {
        let title = head.child("title").map(|title| squeezed(&title.text())).unwrap_or_default();
        if !title.is_empty() {
            let headed = body.all("h1").iter().any(|heading| !heading.text().trim().is_empty());
            if headed {
                self.document.remains.once(Kind::Metadata, &format!("the title of its window: {title}"));
            } else {
                self.document.title = Some(title);
            }
        }
        let names = ["author", "changedby", "description", "keywords", "subject"];
        let mut said: Vec<&str> = Vec::new();
        for meta in head.all("meta") {
            let name = meta.value("name");
            let known = names.iter().find(|known| known.eq_ignore_ascii_case(name));
            if let Some(known) = known.filter(|_| !meta.value("content").trim().is_empty()) {
                said.push(known);
            }
        }
        if !said.is_empty() {
            self.document.remains.once(Kind::Metadata, &said.join(", "));
        }
        for script in head.all("script") {
            self.document.remains.once(Kind::Program, script.attribute("src").unwrap_or("a script"));
        }
    }

    /// Ends the paragraph at hand.
    fn flush(&mut self, out: &mut Vec<Block>) {
        let text = std::mem::take(&mut self.pending);
        if !text.is_empty() {
            out.push(Block::Paragraph(text));
        }
    }
}
