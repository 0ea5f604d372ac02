//! From the parser's events straight to HTML, in one pass.
//!
//! This file keeps the state and says which event goes where; blocks and
//! inlines have a file each.

mod block;
mod inline;

use super::doc::{Doc, ImageRef, LinkRef};
use super::heading::Headings;
use super::nesting::Nesting;
use super::note::Notes;
use super::out::{Mark, Out};
use super::problems::Problems;
use super::source::Source;
use super::words::Words;
use crate::allowance;
use crate::diagnostic::Code;
use crate::hash::Hash128;
use memchr::memmem;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

/// All that is known half-way through a text.
pub(super) struct Writer<'a> {
    source: &'a Source<'a>,
    problems: Problems<'a>,
    out: Out,
    links: Vec<LinkRef>,
    images: Vec<ImageRef>,
    words: Words,
    headings: Headings,
    heading_links: Vec<usize>,
    notes: Notes,
    nesting: Nesting,
    /// Footnotes being written, each with the HTML that waits around it.
    parked: Vec<block::ParkedNote>,
    paragraph: Option<block::OpenParagraph>,
    heading: Option<block::OpenHeading>,
    code: Option<block::OpenCode>,
    table: block::OpenTable,
    open_links: Vec<inline::OpenLink>,
    image: Option<inline::OpenImage>,
    /// Whether the HTML at hand is all comments for showcase itself.
    unseen: bool,
    /// Whether text can hold a reference to a footnote that nobody wrote.
    has_brackets: bool,
}

impl<'a> Writer<'a> {
    /// With `shift`, every heading moves one level down.
    pub(super) fn new(source: &'a Source<'a>, problems: Problems<'a>, shift: bool) -> Self {
        Self {
            source,
            problems,
            out: Out { html: String::with_capacity(source.text().len() * 5 / 4), holes: Vec::new() },
            links: Vec::new(),
            images: Vec::new(),
            words: Words::default(),
            headings: Headings::new(shift),
            heading_links: Vec::new(),
            notes: Notes::default(),
            nesting: Nesting::default(),
            parked: Vec::new(),
            paragraph: None,
            heading: None,
            code: None,
            table: block::OpenTable::default(),
            open_links: Vec::new(),
            image: None,
            unseen: false,
            has_brackets: memmem::find(source.text().as_bytes(), b"[^").is_some(),
        }
    }

    /// Writes the whole text; the second value says whether it has an h1.
    pub(super) fn run(mut self) -> (Doc, bool) {
        let source = self.source;
        let events = source.parser().into_offset_iter();
        let mut definitions: Vec<_> =
            events.reference_definitions().iter().map(|(_, d)| (d.span.clone(), d.dest.to_string())).collect();
        definitions.sort_by_key(|(span, _)| span.start);
        for (span, url) in definitions {
            self.check_definition(&url, span);
        }
        for (event, range) in events {
            if self.image.is_some() {
                self.alt_event(event, range);
            } else {
                self.event(event, range);
            }
        }
        self.finish()
    }

    fn finish(mut self) -> (Doc, bool) {
        let close = self.nesting.finish(&mut self.problems);
        self.out.raw(&close);
        for dropped in self.notes.finish(&mut self.out) {
            if dropped.end <= self.headings.outline.len() {
                self.headings.outline.drain(dropped);
            }
        }
        // Copied rather than shrunk: an allocator may leave a block as large as
        // it was, and the large one serves the next text.
        let body = Out { html: self.out.html.as_str().to_owned(), holes: self.out.holes.to_vec() };
        let (mut outline, mut links) = (self.headings.outline, self.links);
        outline.shrink_to_fit();
        links.shrink_to_fit();
        let doc = Doc {
            body: Some(body),
            digest: Hash128::of(self.source.given_text().as_bytes()),
            heading_links: self.heading_links,
            outline,
            words: self.words.count,
            links,
            images: self.images,
        };
        (doc, self.headings.has_top)
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => self.text(text, range),
            Event::Code(code) => {
                self.out.raw("<code>");
                self.visible(&code);
                self.out.raw("</code>");
            }
            Event::Html(html) => {
                let html = self.source.written(html, &range);
                if !self.unseen {
                    self.visible(&allowance::without(&html));
                }
            }
            Event::InlineHtml(html) => {
                let shown = allowance::without(&html);
                if !shown.is_empty() {
                    self.raw_html(range);
                    self.visible(&shown);
                }
            }
            Event::SoftBreak => self.line_break("\n"),
            Event::HardBreak => self.line_break("<br>\n"),
            Event::Rule => match self.source.directive(&range) {
                Some(line) => self.directive(line),
                None => self.out.raw("<hr>\n"),
            },
            Event::FootnoteReference(label) => {
                let hole = self.notes.refer(&label, !self.parked.is_empty());
                self.out.hole(hole);
            }
            Event::TaskListMarker(done) => self.task(done),
            // Mathematics is not switched on.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.visible(&text),
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Emphasis => self.out.raw("<em>"),
            Tag::Strong => self.out.raw("<strong>"),
            Tag::Strikethrough => self.out.raw("<del>"),
            Tag::Superscript => self.out.raw("<sup>"),
            Tag::Subscript => self.out.raw("<sub>"),
            Tag::Link { link_type, dest_url, title, .. } => self.start_link(link_type, &dest_url, &title, range),
            Tag::Image { link_type, dest_url, title, .. } => self.start_image(link_type, &dest_url, &title, range),
            block => {
                self.words.gap();
                self.start_block(block, range);
            }
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Emphasis => self.out.raw("</em>"),
            TagEnd::Strong => self.out.raw("</strong>"),
            TagEnd::Strikethrough => self.out.raw("</del>"),
            TagEnd::Superscript => self.out.raw("</sup>"),
            TagEnd::Subscript => self.out.raw("</sub>"),
            TagEnd::Link => self.end_link(),
            // Its start sends all events to `alt_event`, its end among them.
            TagEnd::Image => {}
            block => {
                self.words.gap();
                self.end_block(block, range);
            }
        }
    }

    /// Text of the author: counted, kept for the outline, escaped.
    fn visible(&mut self, text: &str) {
        self.words.text(text);
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(text);
        }
        self.out.text(text);
    }

    fn line_break(&mut self, html: &str) {
        self.words.gap();
        if let Some(heading) = &mut self.heading {
            heading.text.push(' ');
        }
        self.out.raw(html);
    }

    fn raw_html(&mut self, range: Range<usize>) {
        let message = "HTML in a story is shown as text, tags and all.";
        let help = "Use Markdown or a directive instead, or put `\\` before the `<`.";
        self.problems.add_with(Code::RawHtml, range, message, Some(help.into()));
    }

    fn mark(&self) -> Mark {
        self.out.mark()
    }
}
