//! Words, links, pictures, and what is no text at all.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::Page;
use super::set::Setting;
use crate::import::document::{Block, Inline, Picture};
use crate::import::element::{Element, Node};
use crate::import::remains::Kind;
use crate::import::span::image;

impl Page<'_> {
    /// A text. Where line ends count, `out` takes the paragraphs that end.
    pub(super) fn text(&mut self, text: &str, setting: &Setting, out: Option<&mut Vec<Block>>) {
        if !self.reading.line_ends || !text.contains('\n') {
            return self.push(text, setting);
        }
        let text = text.replace("\r\n", "\n");
        let mut paragraphs = text.split("\n\n");
        self.lines(paragraphs.next().unwrap_or_default(), setting);
        match out {
            Some(out) => {
                for paragraph in paragraphs {
                    self.flush(out);
                    self.lines(paragraph, setting);
                }
            }
            None => paragraphs.for_each(|paragraph| {
                self.pending.push(Inline::Break);
                self.lines(paragraph, setting);
            }),
        }
    }

    fn lines(&mut self, text: &str, setting: &Setting) {
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                self.pending.push(Inline::Break);
            }
            self.push(line, setting);
        }
    }

    fn push(&mut self, text: &str, setting: &Setting) {
        if !text.is_empty() {
            self.pending.push(setting.format.text(text, setting.link.as_deref()));
        }
    }

    /// An element that stands in a line.
    pub(super) fn inline(&mut self, element: &Element, setting: &Setting) {
        let said = self.rules.about(element);
        if said.hidden {
            return self.hidden(element);
        }
        let mut setting = setting.clone();
        let words = element.text();
        let shown = !words.trim().is_empty();
        if !setting.heading {
            setting.format = said.within(element, setting.format);
        }
        let refers = element.name == "a" || element.elements().any(|inner| inner.name == "a");
        let label = element.value("class").contains("footnote-definition-label");
        let styled = matches!(element.name.as_str(), "u" | "sup" | "sub" | "mark") || said.styled;
        if styled && shown && !refers && !label && setting.link.is_none() {
            self.document.remains.add(Kind::Styling, &words);
        }
        match element.name.as_str() {
            "br" => self.pending.push(Inline::Break),
            "wbr" => {}
            "img" => self.image(element, &setting),
            "a" => self.link(element, setting),
            // A change that is dated is a tracked one.
            "del" if element.attribute("datetime").is_some() || element.attribute("cite").is_some() => {
                if shown {
                    self.document.remains.add(Kind::Deleted, &words);
                }
            }
            "ins" if element.attribute("datetime").is_some() || element.attribute("cite").is_some() => {
                self.document.remains.add(Kind::Inserted, &words);
                self.inside(element, &setting);
            }
            "sup" if label => {}
            "q" => {
                self.push("\u{201c}", &setting);
                self.inside(element, &setting);
                self.push("\u{201d}", &setting);
            }
            "script" | "style" | "template" | "link" | "meta" | "base" | "noscript" => self.program(element),
            "iframe" | "video" | "audio" | "embed" | "object" | "source" | "track" => self.embedded(element),
            "svg" | "canvas" => self.document.remains.add(Kind::Object, &words),
            "math" => self.document.remains.add(Kind::Equation, &words),
            "input"
                if element.value("type").eq_ignore_ascii_case("checkbox")
                    && element.value("disabled").is_empty()
                    && element.attribute("disabled").is_some() => {}
            "input" | "select" | "textarea" | "button" => {
                let said = element.attribute("value").unwrap_or_default();
                self.document.remains.add(Kind::FormField, &format!("{words} {said}"));
            }
            _ => self.inside(element, &setting),
        }
    }

    fn inside(&mut self, element: &Element, setting: &Setting) {
        for node in &element.children {
            match node {
                Node::Text(text) => self.text(text, setting, None),
                Node::Element(inner) => self.inline(inner, setting),
                Node::Comment(note) => self.comment(note),
            }
        }
    }

    fn link(&mut self, element: &Element, mut setting: Setting) {
        let name = element.attribute("name").or_else(|| element.attribute("id")).unwrap_or_default();
        if !name.is_empty() {
            self.ids.push(name.to_owned());
        }
        if let Some(note) = self.notes.reference(element) {
            return self.pending.push(Inline::Note(note));
        }
        if self.notes.leads_back(element) {
            return;
        }
        let to = element.value("href");
        if !to.is_empty() {
            setting.link = Some(to.to_owned());
        }
        self.inside(element, &setting);
    }

    fn image(&mut self, element: &Element, setting: &Setting) {
        let from = element.value("src").trim();
        let alt = element.value("alt");
        // Programs give the name of a frame where nobody wrote anything.
        let alt = if alt == element.value("name") { "" } else { alt };
        let lower = from.to_ascii_lowercase();
        let picture = if let Some(data) = lower.starts_with("data:").then(|| from.split_once(',')).flatten() {
            let (head, data) = data;
            let data: String = data.split_whitespace().collect();
            match STANDARD.decode(data) {
                Ok(bytes) if head.to_ascii_lowercase().ends_with(";base64") => Picture::Held(bytes),
                _ => return self.document.remains.add(Kind::LostPicture, alt),
            }
        } else if from.is_empty() {
            return self.document.remains.add(Kind::LostPicture, alt);
        } else if lower.starts_with("//") || (lower.contains(':') && !lower.contains('/')) || lower.contains("://") {
            return self.document.remains.add(Kind::RemotePicture, &format!("{from} {alt}"));
        } else {
            Picture::Beside(from.to_owned())
        };
        let pictures = &mut self.document.pictures;
        let source = pictures.iter().position(|known| *known == picture).unwrap_or_else(|| {
            pictures.push(picture);
            pictures.len() - 1
        });
        let inline = Inline::Image(image(source, alt, false));
        self.pending.push(setting.format.around(inline, setting.link.as_deref()));
    }

    fn program(&mut self, element: &Element) {
        match element.name.as_str() {
            "script" => self.document.remains.once(Kind::Program, element.attribute("src").unwrap_or("a script")),
            // Words for those without scripts are words.
            "noscript" | "template" if !element.text().trim().is_empty() => {
                self.document.remains.add(Kind::Hidden, &element.text());
            }
            _ => {}
        }
    }

    fn embedded(&mut self, element: &Element) {
        let own = element.attribute("src").or_else(|| element.attribute("data"));
        let inner = element.all("source");
        let from = own.or_else(|| inner.first().and_then(|source| source.attribute("src"))).unwrap_or_default();
        let said = [element.value("title"), from, &element.text()].join(" ");
        self.document.remains.add(Kind::Embedded, &said);
    }
}
