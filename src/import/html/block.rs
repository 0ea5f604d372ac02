//! Blocks: paragraphs, headings, lists, quotations, figures.

use super::Page;
use super::set::Setting;
use crate::import::document::{Block, Image, Inline, Item, plain};
use crate::import::element::{Element, Node};
use crate::import::remains::{Kind, squeezed};

impl Page<'_> {
    /// Reads what is in an element, blocks and words alike.
    pub(super) fn blocks(&mut self, element: &Element, setting: Setting, out: &mut Vec<Block>) {
        for node in &element.children {
            match node {
                Node::Text(text) => self.text(text, &setting, Some(out)),
                Node::Comment(note) => self.comment(note),
                Node::Element(inner) if self.notes.is_container(inner) => {}
                Node::Element(inner) if is_block(inner) => {
                    self.flush(out);
                    self.block(inner, &setting, out);
                    self.flush(out);
                }
                Node::Element(inner) => self.inline(inner, &setting),
            }
        }
        self.flush(out);
    }

    pub(super) fn comment(&mut self, note: &str) {
        // Conditions for one browser are no notes.
        let program = self.reading.marks || note.trim_start().starts_with("[if") || note.contains("[endif]");
        if !program && !note.trim().is_empty() {
            self.document.remains.add(Kind::SourceNote, note);
        }
    }

    fn block(&mut self, element: &Element, setting: &Setting, out: &mut Vec<Block>) {
        let said = self.rules.about(element);
        if said.hidden {
            return self.hidden(element);
        }
        if said.leftward && !has_block(element) && !element.text().trim().is_empty() {
            self.document.remains.add(Kind::Direction, &element.text());
        }
        let mut setting = setting.clone();
        setting.format = said.within(element, setting.format);
        match element.name.as_str() {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(element, setting, out),
            "ul" | "ol" | "menu" | "dir" => self.list(element, &setting, out),
            "blockquote" => {
                let mut inner = Vec::new();
                self.blocks(element, setting, &mut inner);
                out.push(Block::Quote(inner));
            }
            "pre" => {
                let class = element.child("code").map(|code| code.value("class")).unwrap_or_default();
                let language = class.split_whitespace().find_map(|class| class.strip_prefix("language-"));
                let language = language.unwrap_or_default().to_owned();
                // Lines of code are that and nothing else.
                for link in element.all("a").iter().filter(|link| !link.value("href").is_empty()) {
                    self.document.remains.add(Kind::Address, &format!("{} ({})", link.text(), link.value("href")));
                }
                for picture in element.all("img") {
                    let words = format!("{} {}", picture.value("src"), picture.value("alt"));
                    self.document.remains.add(Kind::LostPicture, &words);
                }
                out.push(Block::Code { language, text: lines(element) });
            }
            "table" => self.table(element, &setting, out),
            "dl" => self.definitions(element, &setting, out),
            "figure" => self.figure(element, &setting, out),
            "hr" => out.push(Block::Rule),
            "p" | "dt" | "dd" | "li" => self.blocks(element, setting, out),
            _ => {
                let id = element.value("id");
                if !id.is_empty() {
                    self.ids.push(id.to_owned());
                }
                self.blocks(element, setting, out);
                self.ids.retain(|known| known != id || id.is_empty());
            }
        }
    }

    pub(super) fn hidden(&mut self, element: &Element) {
        if !element.text().trim().is_empty() {
            self.document.remains.add(Kind::Hidden, &element.text());
        }
    }

    fn heading(&mut self, element: &Element, mut setting: Setting, out: &mut Vec<Block>) {
        setting.heading = true;
        setting.format = Default::default();
        let level = element.name.trim_start_matches('h').parse().unwrap_or(2);
        let mut ids: Vec<String> = std::mem::take(&mut self.ids);
        let named = element.all("a").into_iter().flat_map(|link| [link.value("name"), link.value("id")]);
        ids.extend([element.value("id")].into_iter().chain(named).filter(|id| !id.is_empty()).map(str::to_owned));
        if has_block(element) {
            // No browser closes it for a block: what is in it stays a block.
            return self.blocks(element, setting, out);
        }
        let text = self.words(element, setting);
        if !plain(&text).trim().is_empty() {
            self.document.remains.below(&plain(&text));
        }
        out.push(Block::Heading { level, ids, text });
    }

    /// The words of an element that holds no block.
    pub(super) fn words(&mut self, element: &Element, setting: Setting) -> Vec<Inline> {
        let around = std::mem::take(&mut self.pending);
        for node in &element.children {
            match node {
                Node::Text(text) => self.text(text, &setting, None),
                Node::Comment(note) => self.comment(note),
                Node::Element(inner) => self.inline(inner, &setting),
            }
        }
        std::mem::replace(&mut self.pending, around)
    }

    fn list(&mut self, element: &Element, setting: &Setting, out: &mut Vec<Block>) {
        let start = (element.name == "ol").then(|| element.value("start").parse().unwrap_or(1_u64));
        if start.is_some() && !matches!(element.value("type"), "" | "1") {
            self.document.remains.once(Kind::AutomaticNumber, "a list with letters or Roman numerals");
        }
        let mut items: Vec<Item> = Vec::new();
        for node in &element.children {
            match node {
                Node::Element(inner) if self.notes.is_container(inner) => {}
                Node::Element(inner) if inner.name == "li" => {
                    let task = task(inner);
                    let mut blocks = Vec::new();
                    self.blocks(inner, setting.clone(), &mut blocks);
                    items.push(Item { task, blocks });
                }
                // A list right in a list belongs to the item before it.
                Node::Element(inner) => {
                    let mut blocks = Vec::new();
                    if is_block(inner) {
                        self.block(inner, setting, &mut blocks);
                    } else {
                        self.inline(inner, setting);
                    }
                    self.flush(&mut blocks);
                    match items.last_mut() {
                        Some(item) => item.blocks.extend(blocks),
                        None => items.push(Item { task: None, blocks }),
                    }
                }
                Node::Text(text) if !text.trim().is_empty() => {
                    let text = vec![Inline::Text(text.clone())];
                    items.push(Item { task: None, blocks: vec![Block::Paragraph(text)] });
                }
                Node::Comment(note) => self.comment(note),
                Node::Text(_) => {}
            }
        }
        out.push(Block::List { start, items });
    }

    fn definitions(&mut self, element: &Element, setting: &Setting, out: &mut Vec<Block>) {
        let mut pairs: Vec<(Vec<Inline>, Vec<Block>)> = Vec::new();
        let groups = element.elements().flat_map(|inner| match inner.name.as_str() {
            "div" => inner.elements().collect::<Vec<_>>(),
            _ => vec![inner],
        });
        for inner in groups.collect::<Vec<_>>() {
            if self.notes.is_container(inner) {
                continue;
            }
            if inner.name == "dt" && !has_block(inner) {
                let term = self.words(inner, setting.clone());
                pairs.push((term, Vec::new()));
                continue;
            }
            let mut meaning = Vec::new();
            self.blocks(inner, setting.clone(), &mut meaning);
            match pairs.last_mut() {
                Some((_, before)) => before.extend(meaning),
                None => pairs.push((Vec::new(), meaning)),
            }
        }
        out.push(Block::Definitions(pairs));
    }

    /// A picture with what stands below it; whatever else is in it stays what it
    /// is.
    fn figure(&mut self, element: &Element, setting: &Setting, out: &mut Vec<Block>) {
        let mut blocks = Vec::new();
        self.blocks(element, setting.clone(), &mut blocks);
        let caption = element.all("figcaption").first().map(|caption| squeezed(&caption.text())).unwrap_or_default();
        let one = match blocks.as_slice() {
            [first] => lone(first).cloned(),
            [first, Block::Paragraph(text)] if squeezed(&plain(text)) == caption && is_simple(text) => {
                lone(first).cloned()
            }
            _ => None,
        };
        match one {
            Some(image) => out.push(Block::Figure(image, caption)),
            None => out.extend(blocks),
        }
    }
}

/// A picture that is all that a paragraph holds, be it a link.
fn lone(block: &Block) -> Option<&Image> {
    let Block::Paragraph(text) = block else { return None };
    let mut shown = text.iter().filter(|inline| !matches!(inline, Inline::Text(text) if text.trim().is_empty()));
    match (shown.next(), shown.next()) {
        (Some(Inline::Image(image)), None) => Some(image),
        _ => None,
    }
}

/// Whether words are no more than that: a caption has no room for links.
fn is_simple(text: &[Inline]) -> bool {
    text.iter().all(|inline| matches!(inline, Inline::Text(_) | Inline::Break))
}

/// Whether an item of a list begins with a box that can be ticked.
fn task(item: &Element) -> Option<bool> {
    let first = item.elements().next()?;
    let mark = if first.name == "p" || first.name == "label" { first.elements().next()? } else { first };
    let is_box = mark.name == "input" && mark.value("type").eq_ignore_ascii_case("checkbox");
    is_box.then(|| mark.attribute("checked").is_some())
}

/// The lines of a `pre`.
fn lines(element: &Element) -> String {
    let mut out = String::new();
    for node in &element.children {
        match node {
            Node::Text(text) => out.push_str(text),
            Node::Element(inner) if inner.name == "br" => out.push('\n'),
            Node::Element(inner) => out.push_str(&lines(inner)),
            Node::Comment(_) => {}
        }
    }
    out
}

/// Whether an element stands by itself, or holds one that does.
pub(super) fn is_block(element: &Element) -> bool {
    let by_name = matches!(
        element.name.as_str(),
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "legend"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "ul"
    );
    let opaque = matches!(element.name.as_str(), "svg" | "math" | "object" | "video" | "audio" | "select" | "iframe");
    by_name || (!opaque && has_block(element))
}

fn has_block(element: &Element) -> bool {
    element.elements().any(is_block)
}
