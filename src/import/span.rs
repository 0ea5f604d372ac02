//! Runs of words with what is set about them, and what becomes of them: this is
//! how word processors see a paragraph.

use super::document::{Block, Image, Inline, Item};
use super::remains::{Kind, Remains};

/// How words are set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Format {
    pub(super) strong: bool,
    pub(super) emphasis: bool,
    pub(super) struck: bool,
    pub(super) code: bool,
}

impl Format {
    /// A text that is set so, and may be a link.
    pub(super) fn text(self, text: &str, link: Option<&str>) -> Inline {
        let inline = if self.code { Inline::Code(text.to_owned()) } else { Inline::Text(text.to_owned()) };
        self.around(inline, link)
    }

    /// Something that stands in words that are set so.
    pub(super) fn around(self, mut inline: Inline, link: Option<&str>) -> Inline {
        if self.struck {
            inline = Inline::Struck(vec![inline]);
        }
        if self.emphasis {
            inline = Inline::Emphasis(vec![inline]);
        }
        if self.strong {
            inline = Inline::Strong(vec![inline]);
        }
        match link {
            Some(to) => Inline::Link { to: to.to_owned(), text: vec![inline] },
            None => inline,
        }
    }
}

/// What a paragraph is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Line {
    /// It stands by itself.
    Block(Block),
    /// It belongs to a quotation.
    Quoted(Vec<Inline>),
    /// It is a line of code.
    Code(String),
    /// It is an item of a list: of which one, how deep, and its number if it
    /// has one.
    Listed { list: String, level: usize, number: Option<u64>, text: Vec<Inline> },
}

/// Paragraphs as blocks: those that belong together in one.
pub(super) fn gathered(lines: Vec<Line>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = lines.into_iter().peekable();
    while let Some(line) = lines.next() {
        match line {
            Line::Block(block) => blocks.push(block),
            Line::Quoted(text) => {
                let mut inner = vec![Block::Paragraph(text)];
                while let Some(Line::Quoted(text)) = lines.next_if(|line| matches!(line, Line::Quoted(_))) {
                    inner.push(Block::Paragraph(text));
                }
                blocks.push(Block::Quote(inner));
            }
            Line::Code(mut text) => {
                while let Some(Line::Code(more)) = lines.next_if(|line| matches!(line, Line::Code(_))) {
                    text.push('\n');
                    text.push_str(&more);
                }
                blocks.push(Block::Code { language: String::new(), text });
            }
            Line::Listed { list, level, number, text } => {
                let mut items = vec![Entry { list, level, number, text }];
                while let Some(Line::Listed { list, level, number, text }) =
                    lines.next_if(|line| matches!(line, Line::Listed { .. }))
                {
                    items.push(Entry { list, level, number, text });
                }
                blocks.extend(lists(items));
            }
        }
    }
    blocks
}

/// An item of a list.
struct Entry {
    list: String,
    level: usize,
    number: Option<u64>,
    text: Vec<Inline>,
}

fn lists(entries: Vec<Entry>) -> Vec<Block> {
    let mut out: Vec<(Block, String, usize)> = Vec::new();
    let mut entries = entries.into_iter().peekable();
    while let Some(Entry { list, level, number, text }) = entries.next() {
        let mut item = Item { task: None, blocks: vec![Block::Paragraph(text)] };
        let mut inner = Vec::new();
        while let Some(deeper) = entries.next_if(|entry| entry.level > level) {
            inner.push(deeper);
        }
        if !inner.is_empty() {
            item.blocks.extend(lists(inner));
        }
        match out.last_mut() {
            Some((Block::List { start, items }, of, at))
                if *of == list && *at == level && start.is_some() == number.is_some() =>
            {
                items.push(item);
            }
            _ => out.push((Block::List { start: number, items: vec![item] }, list, level)),
        }
    }
    out.into_iter().map(|(block, ..)| block).collect()
}

/// A cell of a table.
#[derive(Debug, Default)]
pub(super) struct Cell {
    pub(super) blocks: Vec<Block>,
    /// How many columns it takes, 1 or more.
    pub(super) columns: usize,
    /// Whether it goes on from the row above, or to the row below.
    pub(super) rows_joined: bool,
}

/// The most cells of a row that a span may add.
const WIDEST: usize = 64;

/// A table of cells, as blocks: one cell alone is a box around its text.
pub(super) fn table(mut rows: Vec<Vec<Cell>>, remains: &mut Remains) -> Vec<Block> {
    rows.retain(|row| !row.is_empty());
    if let [row] = rows.as_mut_slice()
        && let [cell] = row.as_mut_slice()
    {
        let blocks = std::mem::take(&mut cell.blocks);
        if !blocks.is_empty() {
            remains.add(Kind::TextBox, &super::document::plain_blocks(&blocks));
        }
        return blocks;
    }
    let mut whole = true;
    let rows: Vec<Vec<Vec<Inline>>> = rows
        .into_iter()
        .map(|row| {
            let mut out = Vec::new();
            for cell in row {
                whole &= cell.columns <= 1 && !cell.rows_joined;
                let mut inlines = Vec::new();
                whole &= flat(cell.blocks, &mut inlines);
                out.push(inlines);
                out.extend((1..cell.columns.min(WIDEST)).map(|_| Vec::new()));
            }
            out
        })
        .collect();
    if !whole {
        let first = rows.iter().flatten().map(|cell| super::document::plain(cell)).find(|text| !text.trim().is_empty());
        remains.add(Kind::TableShape, &first.unwrap_or_default());
    }
    if rows.is_empty() { Vec::new() } else { vec![Block::Table(rows)] }
}

/// Blocks as the words of one line; whether nothing but a paragraph was there.
pub(super) fn flat(mut blocks: Vec<Block>, out: &mut Vec<Inline>) -> bool {
    blocks.retain(|block| !matches!(block, Block::Paragraph(text) if text.is_empty()));
    let mut whole = blocks.len() <= 1;
    for block in blocks {
        if !out.is_empty() {
            out.push(Inline::Text(" ".to_owned()));
        }
        match block {
            Block::Paragraph(text) => out.extend(text),
            Block::Heading { text, .. } => out.push(Inline::Strong(text)),
            Block::Figure(image, caption) => {
                out.push(Inline::Image(image));
                if !caption.is_empty() {
                    out.push(Inline::Text(format!(" {caption}")));
                }
            }
            Block::List { items, start } => {
                whole = false;
                for (at, item) in items.into_iter().enumerate() {
                    let sign = start.map_or_else(|| "\u{2022} ".to_owned(), |start| format!("{}. ", start + at as u64));
                    out.push(Inline::Text(format!(" {sign}")));
                    flat(item.blocks, out);
                }
            }
            Block::Quote(inner) => {
                whole = false;
                flat(inner, out);
            }
            Block::Code { text, .. } => {
                whole = false;
                out.push(Inline::Code(text));
            }
            Block::Table(rows) => {
                whole = false;
                for cell in rows.into_iter().flatten() {
                    out.push(Inline::Text(" ".to_owned()));
                    out.extend(cell);
                }
            }
            Block::Definitions(pairs) => {
                whole = false;
                for (term, meaning) in pairs {
                    out.push(Inline::Strong(term));
                    out.push(Inline::Text(" ".to_owned()));
                    flat(meaning, out);
                }
            }
            Block::Rule => whole = false,
        }
    }
    whole
}

/// A line of code, or several where the author broke it.
pub(super) fn code_line(inlines: &[Inline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Break => out.push('\n'),
            other => out.push_str(&super::document::plain(std::slice::from_ref(other))),
        }
    }
    out
}

/// What a picture shows, of a title and a description: both, unless one says
/// what the other does.
pub(super) fn told(title: &str, description: &str) -> String {
    let (title, description) = (title.trim(), description.trim());
    if title.is_empty() || description.to_lowercase().contains(&title.to_lowercase()) {
        description.to_owned()
    } else if description.is_empty() {
        title.to_owned()
    } else {
        format!("{title}: {description}")
    }
}

/// A picture that says what it shows, or nothing.
pub(super) fn image(source: usize, alt: &str, decorative: bool) -> Image {
    Image { source, alt: super::remains::squeezed(alt), decorative }
}
