//! Paragraphs and tables.

use std::collections::BTreeMap;

use super::field::Field;
use super::numbering::Numbering;
use super::styles::{Styles, is_on, number, outline_role};
use super::{Relations, empty_note, spaced};
use crate::import::archive::Archive;
use crate::import::document::{Block, Document, Inline, plain};
use crate::import::element::Element;
use crate::import::remains::Kind;
use crate::import::role::Role;
use crate::import::span::{Cell, Line, code_line, gathered, table};

/// What is known half-way through a document.
pub(super) struct Body<'a, 'b> {
    pub(super) archive: &'a mut Archive<'b>,
    pub(super) styles: &'a Styles,
    numbering: Numbering,
    pub(super) comments: BTreeMap<String, String>,
    /// Of the part at hand.
    pub(super) relations: Relations,
    pub(super) document: Document,
    /// Places of notes by their ids.
    notes: BTreeMap<String, usize>,
    /// Places of pictures by the names of their parts.
    pub(super) pictures: BTreeMap<String, usize>,
    /// Fields that are open.
    pub(super) fields: Vec<Field>,
    /// The paragraph at hand.
    pub(super) now: Paragraph,
    /// What a paragraph holds whose end is deleted: the next one begins with it.
    carried: Vec<Inline>,
}

/// A paragraph that is being read.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    pub(super) inlines: Vec<Inline>,
    /// What links within the document call it.
    pub(super) ids: Vec<String>,
    /// Texts in boxes that hang on it.
    pub(super) boxes: Vec<Block>,
    /// Whether it is a heading, which is bold by itself.
    pub(super) heading: bool,
}

impl<'a, 'b> Body<'a, 'b> {
    pub(super) fn new(
        archive: &'a mut Archive<'b>,
        styles: &'a Styles,
        numbering: Numbering,
        comments: BTreeMap<String, String>,
    ) -> Self {
        Self {
            archive,
            styles,
            numbering,
            comments,
            relations: Relations::default(),
            document: Document::default(),
            notes: BTreeMap::new(),
            pictures: BTreeMap::new(),
            fields: Vec::new(),
            now: Paragraph::default(),
            carried: Vec::new(),
        }
    }

    /// The blocks of a part.
    pub(super) fn part(&mut self, element: &Element, relations: Relations) -> Result<Vec<Block>, String> {
        self.relations = relations;
        let blocks = self.blocks(element)?;
        // Fields that nobody closed hold words all the same.
        for field in std::mem::take(&mut self.fields) {
            if !field.index.is_empty() {
                self.document.remains.add(Kind::Index, &field.index);
            }
        }
        Ok(blocks)
    }

    /// The place of a note, which its text takes later.
    pub(super) fn note(&mut self, key: &str) -> usize {
        if let Some(&at) = self.notes.get(key) {
            return at;
        }
        self.document.notes.push(empty_note());
        let at = self.document.notes.len() - 1;
        self.notes.insert(key.to_owned(), at);
        at
    }

    /// The text of a note.
    pub(super) fn set_note(&mut self, key: &str, blocks: Vec<Block>) {
        let at = self.note(key);
        if let Some(note) = self.document.notes.get_mut(at) {
            *note = blocks;
        }
    }

    pub(super) fn blocks(&mut self, element: &Element) -> Result<Vec<Block>, String> {
        let mut lines = Vec::new();
        self.lines(element, &mut lines)?;
        let carried = std::mem::take(&mut self.carried);
        if !carried.is_empty() {
            lines.push(Line::Block(Block::Paragraph(carried)));
        }
        Ok(gathered(lines))
    }

    fn lines(&mut self, element: &Element, lines: &mut Vec<Line>) -> Result<(), String> {
        for inner in element.elements() {
            match inner.name.as_str() {
                "w:p" => self.paragraph(inner, lines)?,
                "w:tbl" => {
                    let rows = self.rows(inner)?;
                    lines.extend(table(rows, &mut self.document.remains).into_iter().map(Line::Block));
                }
                "w:sdt" if is_contents(inner) => self.document.remains.add(Kind::Index, &spaced(inner)),
                "w:altChunk" | "w:subDoc" => self.document.remains.add(Kind::Object, "a document within it"),
                "w:del" | "w:moveFrom" => self.document.remains.add(Kind::Deleted, &spaced(inner)),
                "w:sectPr" | "w:pPr" | "w:tblPr" | "w:sdtPr" => {}
                "m:oMathPara" | "m:oMath" => self.document.remains.add(Kind::Equation, &inner.text()),
                // Whatever stands around paragraphs, they are read.
                _ => self.lines(inner, lines)?,
            }
        }
        Ok(())
    }

    fn paragraph(&mut self, element: &Element, lines: &mut Vec<Line>) -> Result<(), String> {
        let properties = element.child("w:pPr");
        let style = properties.and_then(|properties| properties.child("w:pStyle")).map(|style| style.value("w:val"));
        let style = style.unwrap_or_default();
        let own = properties.and_then(|properties| properties.child("w:outlineLvl"));
        let own = own.and_then(|level| level.value("w:val").parse().ok()).map(outline_role);
        let role = match (self.styles.role(style), own) {
            (Role::Plain, Some(role)) => role,
            (role, _) => role,
        };
        let around = std::mem::take(&mut self.now);
        self.now.inlines = std::mem::take(&mut self.carried);
        self.now.heading = matches!(role, Role::Heading(_) | Role::Title);
        self.inlines(element, None)?;
        if properties.is_some_and(|properties| properties.at(&["w:rPr", "w:del"]).is_some()) {
            let Paragraph { inlines, boxes, .. } = std::mem::replace(&mut self.now, around);
            self.carried = inlines;
            lines.extend(boxes.into_iter().map(Line::Block));
            return Ok(());
        }
        let Paragraph { inlines, ids, boxes, .. } = std::mem::replace(&mut self.now, around);
        if properties.and_then(|p| p.child("w:bidi")).is_some_and(is_on) && !plain(&inlines).trim().is_empty() {
            self.document.remains.add(Kind::Direction, &plain(&inlines));
        }
        let place = properties.and_then(|properties| properties.child("w:numPr")).and_then(number);
        let place = place.or_else(|| self.styles.number(style));
        lines.extend(self.line(role, place, inlines, ids));
        lines.extend(boxes.into_iter().map(Line::Block));
        Ok(())
    }

    fn line(
        &mut self,
        role: Role,
        place: Option<(String, usize)>,
        inlines: Vec<Inline>,
        ids: Vec<String>,
    ) -> Option<Line> {
        let words = plain(&inlines);
        let blank = words.trim().is_empty();
        let listed = place.filter(|_| !blank || !inlines.is_empty()).and_then(|(list, level)| {
            let next = self.numbering.next(&list, level)?;
            Some((list, level, next))
        });
        match role {
            Role::Title if !blank && self.document.title.is_none() => {
                let simple = !inlines.iter().any(|i| matches!(i, Inline::Note(_) | Inline::Image(_)));
                if simple {
                    self.document.title = Some(words);
                    return None;
                }
                Some(Line::Block(Block::Heading { level: 1, ids, text: inlines }))
            }
            Role::Title if !blank => Some(Line::Block(Block::Heading { level: 1, ids, text: inlines })),
            Role::Heading(level) if !blank => {
                self.document.remains.below(&words);
                if listed.is_some_and(|(.., next)| next.number.is_some()) {
                    self.document.remains.add(Kind::AutomaticNumber, &words);
                }
                Some(Line::Block(Block::Heading { level, ids, text: inlines }))
            }
            Role::Quote => Some(Line::Quoted(inlines)),
            Role::Code => Some(Line::Code(code_line(&inlines))),
            _ => Some(match listed {
                Some((list, level, next)) => {
                    if !next.plain {
                        self.document.remains.once(Kind::AutomaticNumber, "a list with letters or Roman numerals");
                    }
                    Line::Listed { list, level, number: next.number, text: inlines }
                }
                None => Line::Block(Block::Paragraph(inlines)),
            }),
        }
    }

    fn rows(&mut self, element: &Element) -> Result<Vec<Vec<Cell>>, String> {
        let mut rows = Vec::new();
        for row in within(element, "w:tr") {
            let properties = row.child("w:trPr");
            if properties.is_some_and(|properties| properties.child("w:del").is_some()) {
                self.document.remains.add(Kind::Deleted, &spaced(row));
                continue;
            }
            let mut cells = Vec::new();
            for cell in within(row, "w:tc") {
                let properties = cell.child("w:tcPr");
                let find = |name: &str| properties.and_then(|properties| properties.child(name));
                let columns = find("w:gridSpan").and_then(|span| span.value("w:val").parse().ok()).unwrap_or(1);
                let rows_joined = find("w:vMerge").is_some();
                cells.push(Cell { blocks: self.blocks(cell)?, columns, rows_joined });
            }
            rows.push(cells);
        }
        Ok(rows)
    }
}

/// Rows of a table or cells of a row, whatever holds them together.
fn within<'a>(element: &'a Element, name: &str) -> Vec<&'a Element> {
    let mut found = Vec::new();
    for inner in element.elements() {
        if inner.name == name {
            found.push(inner);
        } else if matches!(inner.name.as_str(), "w:sdt" | "w:sdtContent" | "w:customXml" | "w:ins") {
            found.extend(within(inner, name));
        }
    }
    found
}

fn is_contents(element: &Element) -> bool {
    let kinds = element.child("w:sdtPr").map(|properties| properties.all("w:docPartGallery")).unwrap_or_default();
    kinds.iter().any(|kind| kind.value("w:val").eq_ignore_ascii_case("table of contents"))
}
