//! What any imported text is turned into before it is written as Markdown:
//! blocks and the words in them. Holds no layout; says nothing of files.

use super::remains::Remains;

/// A text that was read.
#[derive(Debug, Default)]
pub struct Document {
    /// Its title, where it has one of its own.
    pub title: Option<String>,
    /// The text.
    pub blocks: Vec<Block>,
    /// Footnotes and endnotes, which [`Inline::Note`] counts.
    pub notes: Vec<Vec<Block>>,
    /// Pictures, which [`Image::source`] counts.
    pub pictures: Vec<Picture>,
    /// What could not be carried.
    pub remains: Remains,
}

/// Where the bytes of a picture are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Picture {
    /// In the document.
    Held(Vec<u8>),
    /// In a file that the document names, as it names it.
    Beside(String),
}

/// A part of the text that stands by itself.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading.
    Heading {
        /// From 1, the top.
        level: u8,
        /// What links within the document call it.
        ids: Vec<String>,
        /// Its words.
        text: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list; with numbers if it has a first one.
    List {
        /// The first number.
        start: Option<u64>,
        /// What is in it.
        items: Vec<Item>,
    },
    /// A quotation.
    Quote(Vec<Block>),
    /// Lines that stand as they are.
    Code {
        /// The language, or nothing.
        language: String,
        /// The lines.
        text: String,
    },
    /// A table, its first row the head.
    Table(Vec<Vec<Vec<Inline>>>),
    /// Terms, each with its meaning.
    Definitions(Vec<(Vec<Inline>, Vec<Block>)>),
    /// A picture that stands by itself, with what stands below it.
    Figure(Image, String),
    /// A line across.
    Rule,
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Item {
    /// Of a list of tasks: whether it is done.
    pub task: Option<bool>,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A part of a paragraph.
#[derive(Debug, Clone, PartialEq)]
pub enum Inline {
    /// Words.
    Text(String),
    /// Bold words.
    Strong(Vec<Inline>),
    /// Slanted words.
    Emphasis(Vec<Inline>),
    /// Words that are struck out.
    Struck(Vec<Inline>),
    /// Code.
    Code(String),
    /// A link; an address that begins with `#` leads within the document.
    Link {
        /// Where it leads.
        to: String,
        /// Its words.
        text: Vec<Inline>,
    },
    /// A picture.
    Image(Image),
    /// A footnote, by its place in [`Document::notes`].
    Note(usize),
    /// The end of a line.
    Break,
}

/// A picture in the text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Image {
    /// Its place in [`Document::pictures`].
    pub source: usize,
    /// What it shows, in words; empty where nobody said.
    pub alt: String,
    /// Whether it says nothing.
    pub decorative: bool,
}

/// The words of inlines, without anything else.
pub fn plain(inlines: &[Inline]) -> String {
    let mut out = String::new();
    words(inlines, &mut out);
    out
}

fn words(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Struck(inner) => words(inner, out),
            Inline::Link { text, .. } => words(text, out),
            Inline::Break => out.push(' '),
            Inline::Image(_) | Inline::Note(_) => {}
        }
    }
}

/// The words of blocks, with spaces between them.
pub fn plain_blocks(blocks: &[Block]) -> String {
    let mut parts = Vec::new();
    for block in blocks {
        match block {
            Block::Heading { text, .. } | Block::Paragraph(text) => parts.push(plain(text)),
            Block::List { items, .. } => parts.extend(items.iter().map(|item| plain_blocks(&item.blocks))),
            Block::Quote(inner) => parts.push(plain_blocks(inner)),
            Block::Code { text, .. } => parts.push(text.clone()),
            Block::Table(rows) => parts.extend(rows.iter().flatten().map(|cell| plain(cell))),
            Block::Definitions(pairs) => {
                for (term, meaning) in pairs {
                    parts.push(plain(term));
                    parts.push(plain_blocks(meaning));
                }
            }
            Block::Figure(_, caption) => parts.push(caption.clone()),
            Block::Rule => {}
        }
    }
    parts.retain(|part| !part.trim().is_empty());
    parts.join(" ")
}

/// Visits every picture of blocks.
pub fn images(blocks: &[Block], visit: &mut dyn FnMut(&Image)) {
    for block in blocks {
        match block {
            Block::Heading { text, .. } | Block::Paragraph(text) => inline_images(text, visit),
            Block::List { items, .. } => items.iter().for_each(|item| images(&item.blocks, visit)),
            Block::Quote(inner) => images(inner, visit),
            Block::Table(rows) => rows.iter().flatten().for_each(|cell| inline_images(cell, visit)),
            Block::Definitions(pairs) => pairs.iter().for_each(|(term, meaning)| {
                inline_images(term, visit);
                images(meaning, visit);
            }),
            Block::Figure(image, _) => visit(image),
            Block::Code { .. } | Block::Rule => {}
        }
    }
}

fn inline_images(inlines: &[Inline], visit: &mut dyn FnMut(&Image)) {
    for inline in inlines {
        match inline {
            Inline::Image(image) => visit(image),
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Struck(inner) => inline_images(inner, visit),
            Inline::Link { text, .. } => inline_images(text, visit),
            Inline::Text(_) | Inline::Code(_) | Inline::Note(_) | Inline::Break => {}
        }
    }
}
