//! HTML under construction, and the holes in it.

use super::wording::Word;
use memchr::{memchr, memchr3};

/// HTML with holes, sorted by place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Out {
    pub(super) html: String,
    pub(super) holes: Vec<Hole>,
}

/// Something to be decided or filled in when the page is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hole {
    /// The offset in the HTML before which it stands.
    pub(super) at: usize,
    pub(super) kind: Kind,
}

/// What a hole is for. Lengths count bytes of the HTML after the hole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `<a href="…"`. `tag` bytes finish the tag, `len` bytes reach past `</a>`.
    Link { link: usize, tag: usize, len: usize },
    /// An element whose opening tag is `tag` bytes: dropped when withheld
    /// pictures leave nothing in it.
    Frame { tag: usize },
    /// The end of a link or frame, before a closing tag of `tag` bytes.
    End { tag: usize },
    /// `<img src="…" width="…" height="…"`; `len` bytes finish the tag.
    Image { image: usize, len: usize },
    /// `len` bytes that go when the picture goes.
    Guard { image: usize, len: usize },
    /// A word in the language of the page.
    Word(Word),
    /// A reference to a footnote: its number, and the how-manieth it is.
    Note { number: usize, nth: usize },
    /// A way back from a footnote to a reference to it.
    Back { number: usize, nth: usize },
    /// A reference inside a footnote, numbered after those of the text.
    Pending { note: usize },
}

/// A place to come back to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    pub(super) html: usize,
    holes: usize,
}

impl Out {
    /// Appends HTML as it is; never text of an author.
    pub(super) fn raw(&mut self, html: &str) {
        self.html.push_str(html);
    }

    /// Appends text, escaped for content and for values in double quotes.
    pub(super) fn text(&mut self, text: &str) {
        escape(text, &mut self.html);
    }

    pub(super) fn hole(&mut self, kind: Kind) {
        self.holes.push(Hole { at: self.html.len(), kind });
    }

    pub(super) fn word(&mut self, word: Word) {
        self.hole(Kind::Word(word));
    }

    /// The author's text, or the word that stands in for it.
    pub(super) fn text_or(&mut self, text: Option<&str>, word: Word) {
        match text {
            Some(text) => self.text(text),
            None => self.word(word),
        }
    }

    pub(super) fn mark(&self) -> Mark {
        Mark { html: self.html.len(), holes: self.holes.len() }
    }

    /// Forgets all that was written since.
    pub(super) fn rewind(&mut self, mark: Mark) {
        self.html.truncate(mark.html);
        self.holes.truncate(mark.holes);
    }

    /// Puts HTML before all that was written since.
    pub(super) fn insert(&mut self, mark: Mark, html: &str) {
        self.html.insert_str(mark.html, html);
        for hole in self.holes.iter_mut().skip(mark.holes) {
            hole.at += html.len();
        }
    }

    /// Whether the HTML ends at `end` and no hole was made since the mark.
    pub(super) fn is_at(&self, end: usize, mark: Mark) -> bool {
        self.html.len() == end && self.holes.len() == mark.holes
    }

    /// The hole that was made at a mark.
    pub(super) fn hole_at(&mut self, mark: Mark) -> Option<&mut Kind> {
        self.holes.get_mut(mark.holes).map(|hole| &mut hole.kind)
    }

    /// Closes an element that goes when withheld pictures leave it empty.
    pub(super) fn close_frame(&mut self, mark: Mark, tag: usize, close: &str) {
        let pictured = self.holes.iter().skip(mark.holes).any(|hole| matches!(hole.kind, Kind::Image { .. }));
        if pictured {
            self.holes.insert(mark.holes, Hole { at: mark.html, kind: Kind::Frame { tag } });
            self.hole(Kind::End { tag: close.len() });
        }
        self.raw(close);
    }

    pub(super) fn append(&mut self, other: &Self) {
        let base = self.html.len();
        self.html.push_str(&other.html);
        self.holes.extend(other.holes.iter().map(|hole| Hole { at: base + hole.at, kind: hole.kind }));
    }
}

/// Appends `text` with `&`, `<`, `>` and `"` escaped.
pub(super) fn escape(text: &str, into: &mut String) {
    // Most texts have nothing to escape, which two searches by the machine's
    // widest registers tell faster than a look at each byte.
    let bytes = text.as_bytes();
    let Some(first) = min(memchr3(b'&', b'<', b'>', bytes), memchr(b'"', bytes)) else {
        return into.push_str(text);
    };
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate().skip(first) {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        into.push_str(text.get(done..at).unwrap_or_default());
        into.push_str(entity);
        done = at + 1;
    }
    into.push_str(text.get(done..).unwrap_or_default());
}

/// The smaller of those there are.
fn min(a: Option<usize>, b: Option<usize>) -> Option<usize> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}
