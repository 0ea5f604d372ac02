//! Filling the holes: the last step, once it is known what may be shown.

use super::doc::{ImageOutcome, LinkOutcome};
use super::out::{Kind, Out, escape};
use super::wording::Wording;
use std::fmt::Write;

/// The HTML of `body` with every hole filled. What no outcome is given for is
/// left out: a caller's mistake must not show what should be hidden.
pub(super) fn splice(body: &Out, links: &[LinkOutcome], images: &[ImageOutcome], words: &Wording) -> String {
    let html = String::with_capacity(body.html.len() + body.holes.len() * 48);
    let mut splicer = Splicer { from: &body.html, at: 0, html, frames: Vec::new(), links, images, words };
    for hole in &body.holes {
        // A hole in a part that was left out.
        if hole.at < splicer.at {
            continue;
        }
        splicer.copy_to(hole.at);
        splicer.fill(hole.kind);
    }
    splicer.copy_to(body.html.len());
    splicer.html
}

struct Splicer<'a> {
    from: &'a str,
    /// How far `from` is dealt with.
    at: usize,
    html: String,
    frames: Vec<Frame>,
    links: &'a [LinkOutcome],
    images: &'a [ImageOutcome],
    words: &'a Wording,
}

/// An element that is dropped when it comes out empty, by offsets in `html`.
struct Frame {
    start: usize,
    content: usize,
}

impl Splicer<'_> {
    fn copy_to(&mut self, to: usize) {
        self.html.push_str(self.from.get(self.at..to).unwrap_or_default());
        self.at = to;
    }

    fn fill(&mut self, kind: Kind) {
        match kind {
            Kind::Link { link, tag, len } => self.link(link, tag, len),
            Kind::Frame { tag } => self.frame(self.html.len(), tag),
            Kind::End { tag } => self.end(tag),
            Kind::Image { image, len } => self.image(image, len),
            Kind::Guard { image, len } if !self.is_shown(image) => self.at += len,
            Kind::Guard { .. } | Kind::Pending { .. } => {}
            Kind::Word(word) => escape(word.of(self.words), &mut self.html),
            Kind::Note { number, nth } => self.note(number, nth),
            Kind::Back { number, nth } => self.back(number, nth),
        }
    }

    fn link(&mut self, link: usize, tag: usize, len: usize) {
        match self.links.get(link) {
            Some(LinkOutcome::To(href)) => {
                let start = self.html.len();
                self.html.push_str("<a href=\"");
                escape(href, &mut self.html);
                self.html.push('"');
                self.frame(start, tag);
            }
            Some(LinkOutcome::Withheld(neutral)) => {
                escape(neutral, &mut self.html);
                self.at += len;
            }
            None => self.at += len,
        }
    }

    fn frame(&mut self, start: usize, tag: usize) {
        self.frames.push(Frame { start, content: self.html.len() + tag });
    }

    fn end(&mut self, tag: usize) {
        let Some(frame) = self.frames.pop() else { return };
        if self.html.get(frame.content..).is_some_and(|content| content.trim().is_empty()) {
            self.html.truncate(frame.start);
            self.at += tag;
        }
    }

    fn is_shown(&self, image: usize) -> bool {
        matches!(self.images.get(image), Some(ImageOutcome::Shown { .. }))
    }

    fn image(&mut self, image: usize, len: usize) {
        let Some(ImageOutcome::Shown { src, width, height, webp, tone }) = self.images.get(image) else {
            self.at += len;
            return;
        };
        if let Some((srcset, sizes)) = webp {
            self.html.push_str("<picture><source type=\"image/webp\" srcset=\"");
            escape(srcset, &mut self.html);
            self.html.push_str("\" sizes=\"");
            escape(sizes, &mut self.html);
            self.html.push_str("\">");
        }
        self.html.push_str("<img src=\"");
        escape(src, &mut self.html);
        // Writing to a string cannot fail.
        let _ = write!(self.html, "\" width=\"{width}\" height=\"{height}\"");
        if let Some(tone) = tone {
            let _ = write!(self.html, " class=\"{tone}\"");
        }
        if webp.is_some() {
            self.copy_to(self.at + len);
            self.html.push_str("</picture>");
        }
    }

    fn note(&mut self, number: usize, nth: usize) {
        let id = NoteId(number, nth);
        let _ = write!(
            self.html,
            "<sup class=\"footnote-ref\"><a id=\"fnref_{id}\" href=\"#fn_{number}\" role=\"doc-noteref\">{number}</a></sup>"
        );
    }

    fn back(&mut self, number: usize, nth: usize) {
        let id = NoteId(number, nth);
        let _ =
            write!(self.html, " <a class=\"footnote-back\" href=\"#fnref_{id}\" role=\"doc-backlink\" aria-label=\"");
        escape(&self.words.back_to_text, &mut self.html);
        let _ = write!(self.html, " ({id})\">↩</a>");
    }
}

/// `3` for the first reference to note 3, `3_2` for the second. An underscore
/// never stands in the id of a heading.
struct NoteId(usize, usize);

impl std::fmt::Display for NoteId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.1 {
            1 => write!(f, "{}", self.0),
            nth => write!(f, "{}_{nth}", self.0),
        }
    }
}
