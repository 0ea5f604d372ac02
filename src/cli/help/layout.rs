//! Markdown as text for a terminal: headings, wrapped paragraphs, lists, tables
//! as entries. Reads well without colour, and aloud. For the guide alone, which
//! is in English; every character counts as one column.

use std::mem::take;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// What the text is laid out on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paper {
    /// Columns.
    pub(super) width: usize,
    /// Whether headings may be bold.
    pub(super) colour: bool,
}

const BOLD: &str = "\u{1b}[1m";
const PLAIN: &str = "\u{1b}[0m";

/// A page of the guide as text.
pub(super) fn text(markdown: &str, paper: Paper) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_GFM;
    let mut layout = Layout::new(paper);
    for event in Parser::new_ext(markdown, options) {
        layout.event(event);
    }
    layout.out
}

/// Where the text stands, and what was collected of the paragraph.
struct Layout {
    paper: Paper,
    out: String,
    inline: String,
    /// What begins each line: the spaces of lists and quotations.
    indent: String,
    /// The sign of a list item that has not been printed.
    sign: Option<String>,
    /// Numbers of the lists that are open; none for those without.
    lists: Vec<Option<u64>>,
    code: bool,
    table: Table,
    /// Where the link leads that is open, and where its words begin.
    link: Option<(String, usize)>,
}

#[derive(Default)]
struct Table {
    head: Vec<String>,
    row: Vec<String>,
    in_head: bool,
}

impl Layout {
    fn new(paper: Paper) -> Self {
        Self {
            paper,
            out: String::new(),
            inline: String::new(),
            indent: String::new(),
            sign: None,
            lists: Vec::new(),
            code: false,
            table: Table::default(),
            link: None,
        }
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.code => {
                for line in text.lines() {
                    self.out.push_str(format!("{}    {line}", self.indent).trim_end());
                    self.out.push('\n');
                }
            }
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.inline.push_str(&text),
            Event::Code(text) => self.inline.push_str(&format!("`{}`", text.replace(' ', "\u{a0}"))),
            Event::SoftBreak => self.inline.push(' '),
            Event::HardBreak => self.flush(),
            Event::Rule => self.out.push('\n'),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::Heading { .. } => {
                self.blank();
                self.flush();
            }
            Tag::CodeBlock(kind) => {
                self.flush();
                self.blank();
                self.code = matches!(kind, CodeBlockKind::Fenced(_) | CodeBlockKind::Indented);
            }
            Tag::List(first) => {
                self.flush();
                if self.lists.is_empty() {
                    self.blank();
                }
                self.lists.push(first);
            }
            Tag::Item => {
                self.flush();
                self.sign = Some(match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", number.saturating_sub(1))
                    }
                    _ => "- ".to_owned(),
                });
            }
            Tag::BlockQuote(_) => {
                self.flush();
                self.indent.push_str("  ");
            }
            Tag::TableHead => {
                self.table = Table { in_head: true, ..Table::default() };
                self.blank();
            }
            Tag::Link { dest_url, .. } => self.link = Some((dest_url.into_string(), self.inline.len())),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => self.heading(level),
            TagEnd::Paragraph => self.flush(),
            TagEnd::CodeBlock => self.code = false,
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
            }
            TagEnd::Item => {
                self.flush();
                self.sign = None;
            }
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.indent.truncate(self.indent.len().saturating_sub(2));
            }
            TagEnd::TableCell => {
                let cell = take(&mut self.inline);
                if self.table.in_head { self.table.head.push(cell) } else { self.table.row.push(cell) }
            }
            TagEnd::TableHead => self.table.in_head = false,
            TagEnd::TableRow => self.row(),
            TagEnd::Link => self.leads_to(),
            _ => {}
        }
    }

    fn heading(&mut self, level: HeadingLevel) {
        let words = take(&mut self.inline);
        let words = if level == HeadingLevel::H1 { words.to_uppercase() } else { words };
        let line = if self.paper.colour { format!("{BOLD}{words}{PLAIN}\n") } else { format!("{words}\n") };
        self.out.push_str(&line);
        // Seen and told apart without colour too.
        if level == HeadingLevel::H2 && !self.paper.colour {
            self.out.push_str(&format!("{}\n", "-".repeat(words.chars().count())));
        }
    }

    /// A row is an entry: its first cell, and the others below it.
    fn row(&mut self) {
        let row = take(&mut self.table.row);
        let (indent, head) = (self.indent.clone(), take(&mut self.table.head));
        for (at, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let label = head.get(at).filter(|label| at > 0 && row.len() > 2 && !label.is_empty());
            self.inline = label.map_or_else(|| cell.clone(), |label| format!("{label}: {cell}"));
            self.indent = if at == 0 { indent.clone() } else { format!("{indent}    ") };
            self.flush();
        }
        self.indent = indent;
        self.table.head = head;
    }

    /// After a link's words, how to get there from a terminal.
    fn leads_to(&mut self) {
        let Some((to, from)) = self.link.take() else { return };
        let words = self.inline.get(from..).unwrap_or_default();
        let page = to.split('#').next().and_then(|path| path.strip_suffix(".md")).filter(|page| !page.contains('/'));
        if let Some(page) = page {
            let way = format!("`showcase\u{a0}help\u{a0}--guide\u{a0}{page}`");
            if words == format!("{page}.md") {
                self.inline.truncate(from);
                self.inline.push_str(&way);
            } else {
                self.inline.push_str(&format!(" ({way})"));
            }
        } else if to.contains("://") && words != to {
            self.inline.push_str(&format!(" <{to}>"));
        }
    }

    /// An empty line, unless there is one or nothing stands above.
    fn blank(&mut self) {
        let within = self.sign.is_some();
        if !within && !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// Prints what was collected, wrapped between words.
    fn flush(&mut self) {
        let words = take(&mut self.inline);
        let depth = self.lists.len().saturating_sub(1) * 2;
        let sign = self.sign.take().filter(|_| !words.trim().is_empty() || self.lists.is_empty());
        let hang = if self.lists.is_empty() { String::new() } else { " ".repeat(depth + 2) };
        let mut line = match &sign {
            Some(sign) => format!("{}{}{sign}", self.indent, " ".repeat(depth)),
            None => format!("{}{hang}", self.indent),
        };
        let (rest, mut empty) = (format!("{}{hang}", self.indent), true);
        for word in words.split([' ', '\n']).filter(|word| !word.is_empty()) {
            if !empty && line.chars().count() + 1 + word.chars().count() > self.paper.width {
                self.print(&line);
                line.clone_from(&rest);
                empty = true;
            }
            if !empty {
                line.push(' ');
            }
            line.push_str(word);
            empty = false;
        }
        if !empty {
            self.print(&line);
        }
    }

    fn print(&mut self, line: &str) {
        self.out.push_str(&line.replace('\u{a0}', " "));
        self.out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::{Paper, text};

    fn plain(markdown: &str) -> String {
        text(markdown, Paper { width: 30, colour: false })
    }

    #[test]
    fn lays_out_what_the_guide_has() {
        let page = "# A page\n\nSome words that are longer than one line, with [hosting](hosting.md#x).\n\n\
                    ## Part\n\n- one\n- two words that go on and on and on\n  1. deep\n\n```sh\nshowcase  build\n```\n";
        let expected = "A PAGE\n\nSome words that are longer\nthan one line, with hosting\n(`showcase help --guide hosting`).\n\n\
                        Part\n----\n\n- one\n- two words that go on and on\n  and on\n  1. deep\n\n    showcase  build\n";
        assert_eq!(plain(page), expected);
    }

    #[test]
    fn rows_are_entries() {
        let two = "| Key | |\n|---|---|\n| `a` | first |\n| `b` | |\n";
        assert_eq!(plain(two), "`a`\n    first\n`b`\n");
        let three = "| Key | Form | Means |\n|---|---|---|\n| `a` | text | first |\n";
        assert_eq!(plain(three), "`a`\n    Form: text\n    Means: first\n");
    }

    #[test]
    fn colour_is_for_headings_alone() {
        let page = text("## Part\n\nwords\n", Paper { width: 30, colour: true });
        assert_eq!(page, "\u{1b}[1mPart\u{1b}[0m\n\nwords\n");
    }
}
