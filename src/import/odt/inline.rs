//! What stands in paragraphs: words, links, notes, marks of changes.

use super::{Body, paragraphs};
use crate::import::document::Inline;
use crate::import::element::{Element, Node};
use crate::import::remains::Kind;
use crate::import::span::Format;

/// The most blanks that one mark stands for.
const MOST_BLANKS: usize = 64;

impl Body<'_, '_> {
    /// Reads what stands in a paragraph, or in a part of one.
    pub(super) fn inlines(&mut self, element: &Element, format: Format, to: Option<&str>) -> Result<(), String> {
        for node in &element.children {
            match node {
                Node::Text(text) => self.text(text, format, to),
                Node::Element(inner) => self.inline(inner, format, to)?,
                Node::Comment(_) => {}
            }
        }
        Ok(())
    }

    fn inline(&mut self, element: &Element, format: Format, to: Option<&str>) -> Result<(), String> {
        match element.name.as_str() {
            "text:span" => self.span(element, format, to)?,
            "text:a" => {
                let target = element.value("xlink:href");
                let target = target.strip_suffix("|outline").unwrap_or(target);
                self.inlines(element, format, Some(target))?;
            }
            "text:s" => {
                let count = element.value("text:c").parse().unwrap_or(1_usize).min(MOST_BLANKS);
                self.text(&" ".repeat(count), format, to);
            }
            "text:tab" => self.text(" ", format, to),
            "text:line-break" => self.now.inlines.push(Inline::Break),
            "text:note" => {
                let body = element.child("text:note-body");
                let around = std::mem::take(&mut self.now);
                let blocks = body.map_or(Ok(Vec::new()), |body| self.blocks(body));
                self.now = around;
                let blocks = blocks?;
                self.document.notes.push(blocks);
                self.now.inlines.push(Inline::Note(self.document.notes.len() - 1));
            }
            "office:annotation" => self.document.remains.add(Kind::Comment, &paragraphs(element).join(" ")),
            "text:bookmark" | "text:bookmark-start" => self.now.ids.push(element.value("text:name").to_owned()),
            "text:change-start" | "text:change-end" | "text:change" => self.change(element),
            "text:ruby" => {
                let reading = element.child("text:ruby-text").map(Element::text).unwrap_or_default();
                self.document.remains.add(Kind::Styling, &reading);
                if let Some(base) = element.child("text:ruby-base") {
                    self.inlines(base, format, to)?;
                }
            }
            "text:hidden-text" => self.document.remains.add(Kind::Hidden, element.value("text:string-value")),
            "text:script" => self.document.remains.once(Kind::Program, "a script"),
            "text:soft-page-break" | "office:annotation-end" | "text:note-citation" => {}
            "draw:a" => {
                let target = element.value("xlink:href").to_owned();
                for inner in element.elements() {
                    self.drawing(inner, Some(&target))?;
                }
            }
            name if name.starts_with("draw:") => self.drawing(element, to)?,
            // Fields: the words that they last gave.
            _ => self.inlines(element, format, to)?,
        }
        Ok(())
    }

    fn span(&mut self, element: &Element, format: Format, to: Option<&str>) -> Result<(), String> {
        let style = element.value("text:style-name");
        if self.styles.is_hidden(style) {
            self.document.remains.add(Kind::Hidden, &super::words(element));
            return Ok(());
        }
        let holds_note = element.has("text:note");
        if to.is_none() && !holds_note && self.styles.is_styled(style) && !super::words(element).trim().is_empty() {
            self.document.remains.add(Kind::Styling, &super::words(element));
        }
        let mut inner = self.styles.words(style, format);
        inner.strong &= !self.now.heading;
        inner.emphasis &= !self.now.heading;
        self.inlines(element, inner, to)
    }

    fn text(&mut self, text: &str, format: Format, to: Option<&str>) {
        if text.is_empty() {
            return;
        }
        for (_, words) in &mut self.inserting {
            words.push_str(text);
        }
        self.now.inlines.push(format.text(text, to));
    }

    /// A tracked change begins or ends.
    pub(super) fn change(&mut self, element: &Element) {
        let id = element.value("text:change-id");
        match element.name.as_str() {
            "text:change-start" if self.insertions.contains(id) => {
                self.inserting.push((id.to_owned(), String::new()));
            }
            "text:change-end" => {
                if let Some(at) = self.inserting.iter().position(|(open, _)| open == id) {
                    let (_, words) = self.inserting.remove(at);
                    self.document.remains.add(Kind::Inserted, &words);
                }
            }
            _ => {}
        }
    }
}
