//! A document as Markdown that reads as it did: what is written here parses, in
//! the dialect of the site, to the words that went in.

mod escape;
mod inline;

use super::document::{Block, Document, Image, Inline, Item, plain, plain_blocks};
use super::remains::{Kind, Remains};
use escape::{attribute, fence, line_start};

/// The Markdown of a document. `names` has the file of each of its pictures;
/// what has none is left out. What cannot be written is put on the list.
pub(super) fn markdown(document: &Document, names: &[Option<String>], remains: &mut Remains) -> String {
    let mut writer = Writer { names, remains, notes: Vec::new(), place: Place::Paragraph, careful: false };
    writer.remains.below("");
    let mut lines = writer.blocks(&document.blocks);
    let mut done = 0;
    // Footnotes may refer to others, so the order grows on the way.
    while let Some(&note) = writer.notes.get(done) {
        done += 1;
        let body = document.notes.get(note).map(Vec::as_slice).unwrap_or_default();
        let inner = writer.blocks(body);
        lines.push(String::new());
        lines.extend(hung(&inner, &format!("[^{done}]: "), "    "));
    }
    for (at, body) in document.notes.iter().enumerate() {
        if !writer.notes.contains(&at) {
            writer.remains.add(Kind::LooseNote, &plain_blocks(body));
        }
    }
    let mut text = lines.join("\n");
    text.push('\n');
    text
}

/// What is known half-way through a document.
struct Writer<'a> {
    names: &'a [Option<String>],
    remains: &'a mut Remains,
    /// Footnotes in the order of their first references.
    notes: Vec<usize>,
    place: Place,
    /// Whether every sign is escaped, needed or not.
    careful: bool,
}

/// Where words stand, which decides what their signs mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Paragraph,
    Heading,
    /// A line upright would end it.
    Cell,
}

/// Lines that hang from a sign: the sign before the first, blanks or the same
/// before the others.
fn hung(lines: &[String], first: &str, rest: &str) -> Vec<String> {
    let prefixed = lines.iter().enumerate().map(|(at, line)| {
        let prefix = if at == 0 { first } else { rest };
        format!("{prefix}{line}").trim_end_matches(' ').to_owned()
    });
    prefixed.collect()
}

impl Writer<'_> {
    fn blocks(&mut self, blocks: &[Block]) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        // Lists that follow each other would else be one.
        let mut other = false;
        let mut before: Option<&Block> = None;
        for block in blocks {
            other = matches!((before, block), (Some(Block::List { .. }), Block::List { .. })) && !other;
            let written = self.block(block, other);
            if written.is_empty() {
                continue;
            }
            if !lines.is_empty() {
                lines.push(String::new());
            }
            lines.extend(written);
            before = Some(block);
        }
        lines
    }

    fn block(&mut self, block: &Block, other: bool) -> Vec<String> {
        match block {
            Block::Heading { level, ids, text } => self.heading(*level, ids, text),
            Block::Paragraph(text) => self.paragraph(text),
            Block::List { start, items } => self.list(*start, items, other),
            Block::Quote(blocks) => {
                let inner = self.blocks(blocks);
                hung(&inner, "> ", "> ")
            }
            Block::Code { language, text } => {
                let fence = fence(text, 3);
                let mut lines = vec![format!("{fence}{language}")];
                lines.extend(text.lines().map(str::to_owned));
                lines.push(fence);
                lines
            }
            Block::Table(rows) => self.table(rows),
            Block::Definitions(pairs) => self.definitions(pairs),
            Block::Figure(image, caption) => self.figure(image, caption),
            // After a hyphen, hyphens would be one line across with it.
            Block::Rule => vec!["___".to_owned()],
        }
    }

    fn heading(&mut self, level: u8, ids: &[String], text: &[Inline]) -> Vec<String> {
        self.remains.below(&plain(text));
        self.place = Place::Heading;
        let words = self.inlines(&without_breaks(text));
        self.place = Place::Paragraph;
        let id = ids.first().map(|id| format!(" {{#{id}}}")).unwrap_or_default();
        vec![format!("{} {words}{id}", "#".repeat(usize::from(level)))]
    }

    fn paragraph(&mut self, text: &[Inline]) -> Vec<String> {
        self.inlines(text).split('\n').map(line_start).filter(|line| !line.is_empty()).collect()
    }

    fn list(&mut self, start: Option<u64>, items: &[Item], other: bool) -> Vec<String> {
        let short = |item: &Item| match item.blocks.as_slice() {
            [Block::Paragraph(_)] => true,
            [Block::Paragraph(_), Block::List { start, .. }] => start.is_none_or(|start| start == 1),
            _ => false,
        };
        let tight = items.iter().all(short);
        let mut lines = Vec::new();
        for (at, item) in items.iter().enumerate() {
            let marker = match start {
                // A longer number is none (CommonMark 0.31, 5.2).
                Some(start) => {
                    let number = (start + at as u64).min(999_999_999);
                    format!("{number}{} ", if other { ')' } else { '.' })
                }
                None => if other { "* " } else { "- " }.to_owned(),
            };
            let mut inner = if tight { self.tight(item) } else { self.blocks(&item.blocks) };
            if let (Some(done), Some(first)) = (item.task, inner.first_mut()) {
                *first = format!("[{}] {first}", if done { 'x' } else { ' ' });
            }
            if !tight && !lines.is_empty() {
                lines.push(String::new());
            }
            lines.extend(hung(&inner, &marker, &" ".repeat(marker.len())));
        }
        lines
    }

    /// An item without blank lines.
    fn tight(&mut self, item: &Item) -> Vec<String> {
        item.blocks.iter().flat_map(|block| self.block(block, false)).collect()
    }

    fn table(&mut self, rows: &[Vec<Vec<Inline>>]) -> Vec<String> {
        let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
        let mut lines = Vec::new();
        self.place = Place::Cell;
        for (at, row) in rows.iter().enumerate() {
            let mut line = String::from("|");
            for column in 0..columns {
                let cell = row.get(column).map(|cell| self.inlines(&without_breaks(cell))).unwrap_or_default();
                line.push_str(&format!(" {cell} |"));
            }
            lines.push(line);
            if at == 0 {
                lines.push(format!("|{}", " --- |".repeat(columns)));
            }
        }
        self.place = Place::Paragraph;
        lines
    }

    fn definitions(&mut self, pairs: &[(Vec<Inline>, Vec<Block>)]) -> Vec<String> {
        let plainly = |(term, meaning): &(Vec<Inline>, Vec<Block>)| {
            !plain(term).trim().is_empty() && matches!(meaning.as_slice(), [Block::Paragraph(_)])
        };
        if !pairs.iter().all(plainly) {
            let blocks = pairs.iter().flat_map(|(term, meaning)| {
                let term = Block::Paragraph(vec![Inline::Strong(term.clone())]);
                std::iter::once(term).chain(meaning.iter().cloned())
            });
            return self.blocks(&blocks.collect::<Vec<_>>());
        }
        let mut lines = Vec::new();
        for (term, meaning) in pairs {
            if !lines.is_empty() {
                lines.push(String::new());
            }
            lines.push(line_start(&self.inlines(&without_breaks(term))));
            let inner = self.blocks(meaning);
            lines.extend(hung(&inner, ": ", "  "));
        }
        lines
    }

    fn figure(&mut self, image: &Image, caption: &str) -> Vec<String> {
        let Some(name) = self.names.get(image.source).cloned().flatten() else {
            return if caption.is_empty() { Vec::new() } else { self.paragraph(&[Inline::Text(caption.to_owned())]) };
        };
        let mut line = format!("::figure{{src=\"{}\"", attribute(&name));
        if image.decorative {
            line.push_str(" decorative=\"true\"");
        } else {
            line.push_str(&format!(" alt=\"{}\"", attribute(&self.alt(image, &name))));
        }
        if !caption.is_empty() {
            line.push_str(&format!(" caption=\"{}\"", attribute(caption)));
        }
        line.push('}');
        vec![line]
    }

    /// What a picture shows. Where nobody said, its file's name stands there,
    /// which checks name until somebody does.
    fn alt(&mut self, image: &Image, name: &str) -> String {
        if image.alt.trim().is_empty() {
            self.remains.add(Kind::NoAlt, name);
            return name.to_owned();
        }
        image.alt.trim().to_owned()
    }
}

/// Inlines on one line.
fn without_breaks(inlines: &[Inline]) -> Vec<Inline> {
    let one = |inline: &Inline| match inline {
        Inline::Break => Inline::Text(" ".to_owned()),
        Inline::Strong(inner) => Inline::Strong(without_breaks(inner)),
        Inline::Emphasis(inner) => Inline::Emphasis(without_breaks(inner)),
        Inline::Struck(inner) => Inline::Struck(without_breaks(inner)),
        Inline::Link { to, text } => Inline::Link { to: to.clone(), text: without_breaks(text) },
        other => other.clone(),
    };
    inlines.iter().map(one).collect()
}
