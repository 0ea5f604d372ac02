//! Text, links and pictures.

use super::Writer;
use crate::allowance;
use crate::diagnostic::Code;
use crate::markdown::doc::{ImageRef, LinkRef};
use crate::markdown::link::{self, Destination};
use crate::markdown::out::{Kind, Mark};
use crate::markdown::picture::{self, Picture};
use pulldown_cmark::{CowStr, Event, LinkType};
use std::ops::Range;

/// A link whose text is being written.
pub(super) struct OpenLink {
    kind: OpenLinkKind,
    /// What was visible before it.
    ink: usize,
    range: Range<usize>,
}

enum OpenLinkKind {
    /// Its address was refused: its text remains.
    Refused,
    /// `<a …>` of `tag` bytes was written at the mark.
    Outside { mark: Mark, tag: usize },
    /// The mark is at its hole.
    Inside { mark: Mark },
}

/// A picture whose alternative text is being gathered.
pub(super) struct OpenImage {
    /// `None` when its address was refused.
    src: Option<String>,
    title: String,
    alt: String,
    range: Range<usize>,
    /// Open elements in the alternative text.
    depth: usize,
}

/// A picture that its paragraph begins with.
pub(super) struct Lone {
    pub(super) image: usize,
    pub(super) alt: String,
    pub(super) title: String,
    /// Where the HTML ended after it.
    pub(super) end: usize,
}

impl Writer<'_> {
    pub(super) fn text(&mut self, text: CowStr<'_>, range: Range<usize>) {
        if let Some(code) = &mut self.code {
            code.text.push_str(&self.source.written(text, &range));
            return;
        }
        if self.has_brackets && &*text == "[" {
            self.check_note(range);
        }
        self.visible(&text);
    }

    /// The parser takes `[^x]` for text when no such footnote is written.
    fn check_note(&mut self, range: Range<usize>) {
        // A label is short; without a bound, a long row of `[^` would be read
        // to its end from every bracket.
        const LONGEST: usize = 100;
        let rest = self.source.text().get(range.start..).and_then(|rest| rest.strip_prefix("[^")).unwrap_or_default();
        let mut chars = rest.char_indices().take(LONGEST);
        let Some((end, ']')) = chars.find(|&(_, c)| matches!(c, '[' | ']') || c.is_whitespace()) else { return };
        let label = rest.get(..end).unwrap_or_default();
        if label.is_empty() {
            return;
        }
        let message = format!("The text refers to the footnote `{label}`, which nobody has written.");
        let help = format!("Write it on a line of its own, after a blank line: `[^{label}]: …`.");
        let place = range.start..range.start + label.len() + 3;
        self.problems.add_with(Code::FootnoteDangling, place, message, Some(help));
    }

    /// `[x]: javascript:…` is reported where it stands, used or not.
    pub(super) fn check_definition(&mut self, url: &str, range: Range<usize>) {
        if let Err(problem) = link::destination(url) {
            let (message, help) = link::explain(url, &problem);
            self.problems.add_with(Code::LinkUnsafe, range, message, help);
        }
    }

    pub(super) fn start_link(&mut self, link_type: LinkType, url: &str, title: &str, range: Range<usize>) {
        let mark = self.mark();
        let mail = if link_type == LinkType::Email { format!("mailto:{url}") } else { String::new() };
        let url = if mail.is_empty() { url } else { &mail };
        let kind = if self.open_links.is_empty() {
            self.open_link(link_type, url, title, mark, range.clone())
        } else {
            OpenLinkKind::Refused
        };
        self.open_links.push(OpenLink { kind, ink: self.words.ink, range });
    }

    fn open_link(
        &mut self,
        link_type: LinkType,
        url: &str,
        title: &str,
        mark: Mark,
        range: Range<usize>,
    ) -> OpenLinkKind {
        let kind = match link::destination(url) {
            _ if url.is_empty() => {
                let message = "This link has no address.";
                let help = "Write it between the parentheses, or take the brackets away.";
                self.problems.add_with(Code::LinkDangling, range, message, Some(help.into()));
                return OpenLinkKind::Refused;
            }
            Err(problem) => {
                if !is_reference(link_type) {
                    let (message, help) = link::explain(url, &problem);
                    self.problems.add_with(Code::LinkUnsafe, range, message, help);
                }
                return OpenLinkKind::Refused;
            }
            Ok(Destination::Outside) => {
                self.out.raw("<a href=\"");
                link::write_href(url, &mut self.out.html);
                self.out.raw("\"");
                OpenLinkKind::Outside { mark, tag: 0 }
            }
            Ok(Destination::Inside(target, fragment)) => {
                self.out.hole(Kind::Link { link: self.links.len(), tag: 0, len: 0 });
                let span = self.problems.span(range);
                self.links.push(LinkRef { target, fragment, span });
                OpenLinkKind::Inside { mark }
            }
        };
        if !title.is_empty() {
            self.out.raw(" title=\"");
            self.out.text(title);
            self.out.raw("\"");
        }
        self.out.raw(">");
        let written = self.out.html.len() - mark.html;
        match kind {
            OpenLinkKind::Outside { .. } => OpenLinkKind::Outside { mark, tag: written },
            kind => {
                if let Some(Kind::Link { tag, .. }) = self.out.hole_at(mark) {
                    *tag = written;
                }
                kind
            }
        }
    }

    pub(super) fn end_link(&mut self) {
        const CLOSE: &str = "</a>";
        let Some(link) = self.open_links.pop() else { return };
        if self.words.ink == link.ink {
            let message = "This link has no text.";
            let help = "Write between the brackets what it leads to.";
            self.problems.add_with(Code::LinkEmpty, link.range, message, Some(help.into()));
        }
        match link.kind {
            OpenLinkKind::Refused => {}
            OpenLinkKind::Outside { mark, tag } => self.out.close_frame(mark, tag, CLOSE),
            OpenLinkKind::Inside { mark } => {
                self.out.hole(Kind::End { tag: CLOSE.len() });
                self.out.raw(CLOSE);
                let written = self.out.html.len() - mark.html;
                if let Some(Kind::Link { len, .. }) = self.out.hole_at(mark) {
                    *len = written;
                }
            }
        }
    }

    pub(super) fn start_image(&mut self, link_type: LinkType, url: &str, title: &str, range: Range<usize>) {
        // An unsafe definition was reported where it stands.
        let reported = is_reference(link_type) && link::destination(url).is_err();
        let src = if reported { None } else { picture::local(url, &range, &mut self.problems) };
        self.image = Some(OpenImage { src, title: title.into(), alt: String::new(), range, depth: 0 });
    }

    /// An event between the brackets of a picture: only its text counts.
    pub(super) fn alt_event(&mut self, event: Event<'_>, range: Range<usize>) {
        let Some(image) = &mut self.image else { return };
        match event {
            Event::Start(_) => image.depth += 1,
            Event::End(_) if image.depth > 0 => image.depth -= 1,
            Event::End(_) => self.end_image(),
            Event::Text(text) | Event::Code(text) | Event::Html(text) => image.alt.push_str(&text),
            Event::InlineHtml(html) => {
                let shown = allowance::without(&html);
                if !shown.is_empty() {
                    image.alt.push_str(&shown);
                    self.raw_html(range);
                }
            }
            Event::SoftBreak | Event::HardBreak => image.alt.push(' '),
            _ => {}
        }
    }

    fn end_image(&mut self) {
        let Some(OpenImage { src, title, alt, range, .. }) = self.image.take() else { return };
        let alt = alt.trim().to_owned();
        if alt.is_empty() {
            let message = "This picture has no alternative text.";
            let help = "Write between the brackets what matters in it; for one that only decorates, use `::figure{src=\"…\" decorative=\"true\"}`.";
            self.problems.add_with(Code::ImageAltMissing, range.clone(), message, Some(help.into()));
        } else {
            // A picture with alternative text is enough to name a link.
            self.words.ink += 1;
        }
        let Some(src) = src else { return };
        let image = self.images.len();
        let span = self.problems.span(range);
        self.images.push(ImageRef { src, span, beneficiaries: None, video_thumbnail: false });
        let start = self.out.html.len();
        let picture = Picture { image, alt: &alt, title: Some(title.as_str()).filter(|title| !title.is_empty()) };
        picture::write_img(&picture, &mut self.out);
        let end = self.out.html.len();
        if let Some(paragraph) = self.paragraph.as_mut().filter(|paragraph| paragraph.content == start) {
            paragraph.lone = Some(Lone { image, alt, title, end });
        }
    }
}

fn is_reference(link_type: LinkType) -> bool {
    matches!(link_type, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut)
}
