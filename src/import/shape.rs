//! A document as a story takes it: a title apart, headings from the second level
//! on without gaps, no blank paragraphs, links that lead somewhere. What is
//! moved on the way is put on the list.

use std::collections::{BTreeMap, BTreeSet};

use super::document::{Block, Document, Inline, plain};
use super::remains::{Kind, Remains, squeezed};
use crate::markdown::safe_url;
use crate::path::slugify;

/// Brings a document into shape. With `titled`, a lone heading of the top level
/// with which the text begins is its title.
pub(super) fn shape(document: &mut Document, titled: bool) {
    document.remains.below("");
    let blocks = std::mem::take(&mut document.blocks);
    document.blocks = blocks.into_iter().filter_map(tidy).collect();
    for note in &mut document.notes {
        *note = std::mem::take(note).into_iter().filter_map(tidy).collect();
    }
    if titled {
        take_title(document);
    }
    document.title = document.title.take().map(|title| squeezed(&title)).filter(|title| !title.is_empty());
    levels(&mut document.blocks, &mut document.remains);
    let ids = heading_ids(&mut document.blocks);
    let Document { blocks, notes, remains, .. } = document;
    let mut linker = Linker { ids: &ids, used: BTreeSet::new(), remains };
    blocks.iter_mut().for_each(|block| linker.block(block));
    notes.iter_mut().flatten().for_each(|block| linker.block(block));
    let used = linker.used;
    for block in blocks {
        if let Block::Heading { ids, .. } = block {
            ids.retain(|id| used.contains(id));
        }
    }
}

/// The first heading, if it is the only one of its level and stands above all
/// others.
fn take_title(document: &mut Document) {
    let tops = document.blocks.iter().filter(|block| matches!(block, Block::Heading { level: 1, .. })).count();
    let first = document.blocks.first();
    if tops == 1
        && let Some(Block::Heading { level: 1, text, .. }) = first
        && !text.iter().any(|inline| matches!(inline, Inline::Note(_) | Inline::Image(_)))
    {
        let heading = plain(text);
        // A title that was given elsewhere may be repeated above the text.
        if document.title.as_ref().is_none_or(|title| squeezed(title) == squeezed(&heading)) {
            document.title = Some(heading);
            document.blocks.remove(0);
        }
    }
}

/// A block without what is blank; `None` if nothing is left.
fn tidy(block: Block) -> Option<Block> {
    match block {
        Block::Paragraph(text) => {
            let text = trimmed(text);
            if let [Inline::Image(image)] = text.as_slice() {
                return Some(Block::Figure(image.clone(), String::new()));
            }
            (!text.is_empty()).then_some(Block::Paragraph(text))
        }
        Block::Heading { level, ids, text } => {
            let text = trimmed(text);
            if plain(&text).trim().is_empty() {
                return tidy(Block::Paragraph(text));
            }
            Some(Block::Heading { level, ids, text })
        }
        Block::List { start, items } => {
            let mut items: Vec<_> = items;
            for item in &mut items {
                let blocks = std::mem::take(&mut item.blocks);
                item.blocks = blocks.into_iter().filter_map(tidy).map(no_heading).collect();
            }
            items.retain(|item| !item.blocks.is_empty());
            (!items.is_empty()).then_some(Block::List { start, items })
        }
        Block::Quote(blocks) => {
            let blocks: Vec<Block> = blocks.into_iter().filter_map(tidy).map(no_heading).collect();
            (!blocks.is_empty()).then_some(Block::Quote(blocks))
        }
        Block::Code { language, text } => {
            let text = text.trim_end().to_owned();
            (!text.trim().is_empty()).then_some(Block::Code { language, text })
        }
        Block::Table(rows) => {
            let rows: Vec<Vec<Vec<Inline>>> =
                rows.into_iter().map(|row| row.into_iter().map(trimmed).collect()).collect();
            let blank = rows.iter().flatten().all(Vec::is_empty);
            (!blank).then_some(Block::Table(rows))
        }
        Block::Definitions(pairs) => {
            let pairs: Vec<_> = pairs
                .into_iter()
                .map(|(term, meaning)| (trimmed(term), meaning.into_iter().filter_map(tidy).map(no_heading).collect()))
                .filter(|(term, meaning): &(Vec<_>, Vec<_>)| !term.is_empty() || !meaning.is_empty())
                .collect();
            (!pairs.is_empty()).then_some(Block::Definitions(pairs))
        }
        Block::Figure(..) | Block::Rule => Some(block),
    }
}

/// In a list or a quotation a heading would end up in the outline of the page,
/// between headings that it does not belong to.
fn no_heading(block: Block) -> Block {
    match block {
        Block::Heading { text, .. } => Block::Paragraph(vec![Inline::Strong(text)]),
        block => block,
    }
}

/// Inlines without blanks at their ends, neighbours of one kind joined.
pub(super) fn trimmed(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut out = joined(inlines);
    while let Some(first) = out.first_mut() {
        match first {
            Inline::Text(text) => {
                let rest = text.trim_start_matches(is_blank).to_owned();
                *text = rest;
                if !text.is_empty() {
                    break;
                }
                out.remove(0);
            }
            Inline::Break => drop(out.remove(0)),
            _ => break,
        }
    }
    while let Some(last) = out.last_mut() {
        match last {
            Inline::Text(text) => {
                text.truncate(text.trim_end_matches(is_blank).len());
                if !text.is_empty() {
                    break;
                }
                out.pop();
            }
            Inline::Break => drop(out.pop()),
            _ => break,
        }
    }
    out
}

/// Blanks that Markdown drops at the ends of lines; a blank that holds words
/// together is none.
fn is_blank(c: char) -> bool {
    c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}'
}

/// Neighbours of one kind as one, and blanks at the ends of emphasis and links
/// outside of them.
fn joined(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    for inline in inlines {
        for part in outside(inline) {
            match (out.last_mut(), part) {
                (_, Inline::Text(text)) if text.is_empty() => {}
                (_, Inline::Code(text)) if text.trim().is_empty() => {}
                (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
                (Some(Inline::Code(before)), Inline::Code(text)) => before.push_str(&text),
                (Some(Inline::Strong(before)), Inline::Strong(inner))
                | (Some(Inline::Emphasis(before)), Inline::Emphasis(inner))
                | (Some(Inline::Struck(before)), Inline::Struck(inner)) => {
                    before.extend(inner);
                    *before = joined(std::mem::take(before));
                }
                (Some(Inline::Link { to, text }), Inline::Link { to: next, text: inner }) if *to == next => {
                    text.extend(inner);
                    *text = joined(std::mem::take(text));
                }
                (_, part) => out.push(part),
            }
        }
    }
    out
}

/// What puts words into emphasis or a link.
type Making = dyn Fn(Vec<Inline>) -> Inline;

/// An inline, with the blanks that it begins and ends with beside it.
fn outside(inline: Inline) -> Vec<Inline> {
    let (make, inner): (Box<Making>, Vec<Inline>) = match inline {
        Inline::Strong(inner) => (Box::new(Inline::Strong), inner),
        Inline::Emphasis(inner) => (Box::new(Inline::Emphasis), inner),
        Inline::Struck(inner) => (Box::new(Inline::Struck), inner),
        Inline::Link { to, text } => (Box::new(move |text| Inline::Link { to: to.clone(), text }), text),
        other => return vec![other],
    };
    let mut inner = joined(inner);
    let mut out = Vec::new();
    while let Some(first) = inner.first_mut() {
        match first {
            Inline::Text(text) => {
                let rest = text.trim_start_matches(is_blank).to_owned();
                if rest.len() < text.len() {
                    out.push(Inline::Text(" ".to_owned()));
                }
                if rest.is_empty() {
                    inner.remove(0);
                } else {
                    *text = rest;
                    break;
                }
            }
            Inline::Break => out.push(inner.remove(0)),
            _ => break,
        }
    }
    let mut after = Vec::new();
    while let Some(last) = inner.last_mut() {
        match last {
            Inline::Text(text) => {
                let rest = text.trim_end_matches(is_blank).len();
                if rest < text.len() {
                    after.push(Inline::Text(" ".to_owned()));
                }
                text.truncate(rest);
                if rest > 0 {
                    break;
                }
                inner.pop();
            }
            Inline::Break => after.extend(inner.pop()),
            _ => break,
        }
    }
    if !inner.is_empty() {
        out.push(make(inner));
    }
    after.reverse();
    out.extend(after);
    out
}

/// Moves headings so that the highest is of the second level and none skips one.
fn levels(blocks: &mut [Block], remains: &mut Remains) {
    let highest = blocks.iter().filter_map(|block| match block {
        Block::Heading { level, .. } => Some(*level),
        _ => None,
    });
    let Some(highest) = highest.min() else { return };
    let mut previous = 1_u8;
    for block in blocks {
        let Block::Heading { level, text, .. } = block else { continue };
        // The title of the page is the first level; what stands right below it
        // is simply one level down.
        let plainly = level.saturating_sub(highest).saturating_add(2);
        let new = plainly.min(previous.saturating_add(1)).min(6);
        if new != plainly {
            remains.add(Kind::HeadingLevel, &plain(text));
        }
        previous = new;
        *level = new;
    }
}

/// What links within the document call its headings, as ids of the story.
fn heading_ids(blocks: &mut [Block]) -> BTreeMap<String, String> {
    let mut ids = BTreeMap::new();
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    for block in blocks {
        let Block::Heading { ids: names, text, .. } = block else { continue };
        let wanted = slugify(&plain(text)).unwrap_or_else(|| "section".to_owned());
        let count = taken.entry(wanted.clone()).or_default();
        *count += 1;
        let id = if *count == 1 { wanted } else { format!("{wanted}-part-{count}") };
        for name in names.iter() {
            ids.entry(name.clone()).or_insert_with(|| id.clone());
        }
        *names = vec![id];
    }
    ids
}

/// Links, each to where it leads in a story; where it leads nowhere its words
/// remain.
struct Linker<'a> {
    ids: &'a BTreeMap<String, String>,
    /// Ids of headings that links lead to.
    used: BTreeSet<String>,
    remains: &'a mut Remains,
}

impl Linker<'_> {
    fn block(&mut self, block: &mut Block) {
        match block {
            Block::Heading { text, .. } => {
                self.remains.below(&plain(text));
                self.inlines(text);
            }
            Block::Paragraph(text) => self.inlines(text),
            Block::List { items, .. } => {
                items.iter_mut().flat_map(|item| &mut item.blocks).for_each(|block| self.block(block));
            }
            Block::Quote(blocks) => blocks.iter_mut().for_each(|block| self.block(block)),
            Block::Table(rows) => rows.iter_mut().flatten().for_each(|cell| self.inlines(cell)),
            Block::Definitions(pairs) => {
                for (term, meaning) in pairs {
                    self.inlines(term);
                    meaning.iter_mut().for_each(|block| self.block(block));
                }
            }
            Block::Code { .. } | Block::Figure(..) | Block::Rule => {}
        }
    }

    fn inlines(&mut self, inlines: &mut Vec<Inline>) {
        let mut out = Vec::with_capacity(inlines.len());
        for mut inline in std::mem::take(inlines) {
            match &mut inline {
                Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Struck(inner) => self.inlines(inner),
                Inline::Link { to, text } => {
                    self.inlines(text);
                    let shown = plain(text).trim().is_empty() && !text.iter().any(|i| matches!(i, Inline::Image(_)));
                    match self.target(to) {
                        Some(_) if shown => {
                            if !to.starts_with('#') {
                                self.remains.add(Kind::Address, to);
                            }
                            out.append(text);
                            continue;
                        }
                        Some(target) => *to = target,
                        None => {
                            self.remains.add(Kind::Address, &format!("{} ({to})", plain(text)));
                            out.append(text);
                            continue;
                        }
                    }
                }
                _ => {}
            }
            out.push(inline);
        }
        *inlines = joined(out);
    }

    /// Where a link leads; `None` if it leads nowhere in a story.
    fn target(&mut self, to: &str) -> Option<String> {
        if let Some(name) = to.strip_prefix('#') {
            let id = self.ids.get(name)?;
            self.used.insert(id.clone());
            return Some(format!("#{id}"));
        }
        // Programs leave blanks in addresses, which browsers encode.
        let encoded = to.trim().replace(' ', "%20");
        let scheme = encoded.split(':').next().unwrap_or_default().to_ascii_lowercase();
        let known = ["http", "https", "mailto", "tel", "page", "intern"].contains(&scheme.as_str());
        if scheme == "page" || scheme == "intern" {
            return Some(encoded);
        }
        (known && encoded.contains(':') && safe_url(&encoded).is_ok()).then_some(encoded)
    }
}
