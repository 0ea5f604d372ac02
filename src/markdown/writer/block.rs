//! Blocks: paragraphs, headings, lists, tables, code, callouts, directives.

use super::Writer;
use super::inline::Lone;
use crate::allowance;
use crate::diagnostic::Code;
use crate::markdown::directive;
use crate::markdown::embed::{self, Embed};
use crate::markdown::highlight::highlight;
use crate::markdown::line::{self, Line};
use crate::markdown::out::{Mark, Out};
use crate::markdown::picture::{self, Picture};
use crate::markdown::wording::Word;
use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Tag, TagEnd};
use std::ops::Range;

/// A paragraph being written.
pub(super) struct OpenParagraph {
    mark: Mark,
    /// Where its content begins.
    pub(super) content: usize,
    pub(super) lone: Option<Lone>,
}

/// A heading being written; its tag comes last, since its id may be its text.
pub(super) struct OpenHeading {
    mark: Mark,
    id: Option<String>,
    pub(super) text: String,
    /// How many links stand before it.
    links: usize,
}

/// A code block being gathered.
pub(super) struct OpenCode {
    language: String,
    pub(super) text: String,
}

/// The table being written; tables do not nest.
#[derive(Default)]
pub(super) struct OpenTable {
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    has_body: bool,
    /// How many there were: each region has a name of its own.
    count: usize,
}

/// A footnote being written, and the HTML that waits around it.
pub(super) struct ParkedNote {
    around: Out,
    label: String,
    outline_start: usize,
}

const PARAGRAPH: &str = "<p>";

impl Writer<'_> {
    pub(super) fn start_block(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.start_paragraph(),
            Tag::Heading { id, .. } => {
                let id = id.map(|id| id.to_string());
                self.heading =
                    Some(OpenHeading { mark: self.mark(), id, text: String::new(), links: self.links.len() });
            }
            Tag::BlockQuote(kind) => {
                self.nesting.enter();
                match kind {
                    None => self.out.raw("<blockquote>\n"),
                    Some(kind) => {
                        let (class, word) = alert(kind);
                        embed::open_callout(class, word, None, &mut self.out);
                    }
                }
            }
            Tag::CodeBlock(kind) => {
                self.code = Some(OpenCode { language: language(&kind), text: String::new() });
            }
            Tag::HtmlBlock => {
                let html = self.source.text().get(range.clone()).unwrap_or_default();
                self.unseen = allowance::without(html).trim().is_empty();
                if self.unseen {
                    return;
                }
                self.raw_html(range);
                self.out.raw(PARAGRAPH);
            }
            Tag::List(start) => self.start_list(start),
            Tag::Item => self.enter("<li>"),
            Tag::DefinitionList => self.out.raw("<dl>\n"),
            Tag::DefinitionListTitle => self.out.raw("<dt>"),
            Tag::DefinitionListDefinition => self.enter("<dd>"),
            Tag::FootnoteDefinition(label) => self.start_note(&label),
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::TableHead => {
                self.table.column = 0;
                self.out.raw("<thead><tr>");
            }
            Tag::TableRow => self.start_row(),
            Tag::TableCell => self.start_cell(),
            // Inlines do not come here, and metadata is not switched on.
            _ => {}
        }
    }

    pub(super) fn end_block(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Paragraph => self.end_paragraph(),
            TagEnd::Heading(level) => self.end_heading(level as u8, range),
            TagEnd::BlockQuote(None) => self.leave("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.leave(embed::CLOSE_CALLOUT),
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock => self.end_html(),
            TagEnd::List(ordered) => self.out.raw(if ordered { "</ol>\n" } else { "</ul>\n" }),
            TagEnd::Item => self.leave("</li>\n"),
            TagEnd::DefinitionList => self.out.raw("</dl>\n"),
            TagEnd::DefinitionListTitle => self.out.raw("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.leave("</dd>\n"),
            TagEnd::FootnoteDefinition => self.end_note(),
            TagEnd::Table => {
                self.out.raw(if self.table.has_body { "</tbody></table></div>\n" } else { "</table></div>\n" })
            }
            TagEnd::TableHead => {
                self.table.in_head = false;
                self.out.raw("</tr></thead>\n");
            }
            TagEnd::TableRow => self.out.raw("</tr>\n"),
            TagEnd::TableCell => {
                self.table.column += 1;
                self.out.raw(if self.table.in_head { "</th>" } else { "</td>" });
            }
            _ => {}
        }
    }

    fn enter(&mut self, html: &str) {
        self.nesting.enter();
        self.out.raw(html);
    }

    fn leave(&mut self, html: &str) {
        let unclosed = self.nesting.leave(&mut self.problems);
        self.out.raw(&unclosed);
        self.out.raw(html);
    }

    fn start_paragraph(&mut self) {
        let mark = self.mark();
        self.out.raw(PARAGRAPH);
        self.paragraph = Some(OpenParagraph { mark, content: self.out.html.len(), lone: None });
    }

    /// A picture alone in its paragraph is a figure, and its title the caption.
    fn end_paragraph(&mut self) {
        let Some(OpenParagraph { mark, content, lone }) = self.paragraph.take() else { return };
        match lone.filter(|lone| lone.end == self.out.html.len()) {
            Some(lone) => {
                self.out.rewind(mark);
                let picture = Picture { image: lone.image, alt: &lone.alt, title: None };
                let caption = Some(lone.title.as_str()).filter(|title| !title.is_empty());
                picture::write_figure(&picture, caption, None, &mut self.out);
            }
            None if self.out.is_at(content, mark) => self.out.rewind(mark),
            None => self.out.close_frame(mark, PARAGRAPH.len(), "</p>\n"),
        }
    }

    fn end_heading(&mut self, written: u8, range: Range<usize>) {
        let Some(OpenHeading { mark, id, text, links }) = self.heading.take() else { return };
        let text = text.trim();
        if text.is_empty() {
            self.out.rewind(mark);
            let help = "Write its words after the `#`, or delete the line. A picture alone is no heading.";
            self.problems.add_with(Code::HeadingEmpty, range, "This heading has no text.", Some(help.into()));
            return;
        }
        self.heading_links.extend(links..self.links.len());
        let level = self.headings.add(written, id.as_deref(), text.into(), range, &mut self.problems);
        let (open, close) = heading_tags(level);
        let id = self.headings.outline.last().map_or("", |heading| &heading.id);
        self.out.insert(mark, &[open, id, "\">"].concat());
        self.out.raw(close);
    }

    fn start_list(&mut self, start: Option<u64>) {
        match start {
            None => self.out.raw("<ul>\n"),
            Some(1) => self.out.raw("<ol>\n"),
            Some(start) => self.out.raw(&format!("<ol start=\"{start}\">\n")),
        }
    }

    /// A mark that is read out, not a form control that cannot be used.
    pub(super) fn task(&mut self, done: bool) {
        let (class, word, mark) = if done { ("done", Word::TaskDone, "☑") } else { ("open", Word::TaskOpen, "☐") };
        // The marker is the first thing in its item, in a paragraph or not.
        let class = format!(" class=\"task task-{class}\"");
        let item = ["<li>", "<li><p>"].into_iter().find(|item| self.out.html.ends_with(item));
        if let Some(item) = item {
            let at = self.out.html.len() - item.len() + "<li".len();
            self.out.html.insert_str(at, &class);
            self.moved(class.len());
        }
        self.out.raw("<span class=\"task-mark\" role=\"img\" aria-label=\"");
        self.out.word(word);
        self.out.raw(&format!("\">{mark}</span> "));
    }

    /// The block being written begins so much later than when it was opened.
    fn moved(&mut self, by: usize) {
        if let Some(paragraph) = &mut self.paragraph {
            paragraph.mark.html += by;
            paragraph.content += by;
        }
        if let Some(heading) = &mut self.heading {
            heading.mark.html += by;
        }
    }

    fn start_note(&mut self, label: &str) {
        self.nesting.enter();
        let around = std::mem::take(&mut self.out);
        let outline_start = self.headings.outline.len();
        self.parked.push(ParkedNote { around, label: label.into(), outline_start });
    }

    fn end_note(&mut self) {
        self.leave("");
        let Some(ParkedNote { around, label, outline_start }) = self.parked.pop() else { return };
        let body = std::mem::replace(&mut self.out, around);
        self.notes.define(&label, body, outline_start..self.headings.outline.len());
    }

    fn start_table(&mut self, alignments: Vec<Alignment>) {
        let count = self.table.count + 1;
        self.table = OpenTable { alignments, in_head: true, count, ..OpenTable::default() };
        self.out.raw("<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"");
        self.out.word(Word::Table);
        if count > 1 {
            self.out.raw(&format!(" {count}"));
        }
        self.out.raw("\"><table>\n");
    }

    fn start_row(&mut self) {
        self.table.column = 0;
        if !self.table.has_body {
            self.table.has_body = true;
            self.out.raw("<tbody>\n");
        }
        self.out.raw("<tr>");
    }

    fn start_cell(&mut self) {
        self.out.raw(if self.table.in_head { "<th scope=\"col\"" } else { "<td" });
        self.out.raw(match self.table.alignments.get(self.table.column) {
            Some(Alignment::Left) => " class=\"align-left\">",
            Some(Alignment::Center) => " class=\"align-center\">",
            Some(Alignment::Right) => " class=\"align-right\">",
            Some(Alignment::None) | None => ">",
        });
    }

    fn end_code(&mut self) {
        let Some(OpenCode { language, text }) = self.code.take() else { return };
        self.words.text(&text);
        self.out.raw("<pre tabindex=\"0\" role=\"group\" aria-label=\"");
        self.out.word(Word::Code);
        self.out.raw("\"><code");
        if !language.is_empty() {
            self.out.raw(" class=\"language-");
            self.out.text(&language);
            self.out.raw("\"");
        }
        self.out.raw(">");
        match highlight(&language, &text) {
            Some(html) => self.out.raw(&html),
            None => self.out.text(&text),
        }
        self.out.raw("</code></pre>\n");
    }

    fn end_html(&mut self) {
        if std::mem::take(&mut self.unseen) {
            return;
        }
        let len = self.out.html.trim_end().len();
        self.out.html.truncate(len);
        self.out.raw("</p>\n");
    }

    pub(super) fn directive(&mut self, range: Range<usize>) {
        let source = self.source;
        match line::read(source.text(), &range) {
            Ok(Line::Close { colons }) => {
                let close = self.nesting.close(colons, range, &mut self.problems);
                self.out.raw(&close);
            }
            Ok(Line::Open(open)) => {
                let (name, colons) = (open.name, open.colons);
                let close = self.embed(open, range.clone());
                // A name that does not exist still waits for its closing line,
                // which would else be a second problem.
                if colons > 2 {
                    self.nesting.open(name, colons, range, close);
                }
            }
            Err(fault) => {
                let help = "Write it as `::name{key=\"value\"}`, all on one line.";
                self.problems.add_with(Code::DirectiveSyntax, fault.range, fault.message, Some(help.into()));
                if fault.colons > 2 {
                    self.nesting.open("", fault.colons, range, String::new());
                }
            }
        }
    }

    fn embed(&mut self, open: line::Open<'_>, line: Range<usize>) -> String {
        let Some((directive, values)) = directive::check(open, &mut self.problems) else { return String::new() };
        for key in ["title", "caption", "credit", "by", "role"] {
            self.words.gap();
            self.words.text(values.get(key).unwrap_or_default());
        }
        let (out, images, problems) = (&mut self.out, &mut self.images, &mut self.problems);
        Embed { out, images, problems, line }.write(directive, &values)
    }
}

/// The tag of a heading up to its id, and the tag that closes it.
fn heading_tags(level: u8) -> (&'static str, &'static str) {
    match level {
        ..=2 => ("<h2 id=\"", "</h2>\n"),
        3 => ("<h3 id=\"", "</h3>\n"),
        4 => ("<h4 id=\"", "</h4>\n"),
        5 => ("<h5 id=\"", "</h5>\n"),
        6.. => ("<h6 id=\"", "</h6>\n"),
    }
}

fn alert(kind: BlockQuoteKind) -> (&'static str, Word) {
    match kind {
        BlockQuoteKind::Note => ("note", Word::Note),
        BlockQuoteKind::Tip => ("tip", Word::Tip),
        BlockQuoteKind::Important => ("important", Word::Important),
        BlockQuoteKind::Warning => ("warning", Word::Warning),
        BlockQuoteKind::Caution => ("caution", Word::Caution),
    }
}

/// The first word after the fence, where it can be the name of a language; it
/// becomes part of a class, so nothing else may stand in it.
fn language(kind: &CodeBlockKind<'_>) -> String {
    let CodeBlockKind::Fenced(info) = kind else { return String::new() };
    let word = info.split([' ', '\t', ',', '{']).next().unwrap_or_default();
    let is_name = word.chars().all(|c| c.is_ascii_alphanumeric() || "+-#._".contains(c));
    if is_name { word.into() } else { String::new() }
}
