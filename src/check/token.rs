//! HTML and XML as tags and texts, in the order of the bytes.
//!
//! It cuts as a browser's tokenizer does (HTML standard, section 13.2.5):
//! comments, raw text, values without quotes, letters of entities. It builds no
//! tree, copies nothing that need not be decoded, and may not fail: whatever it
//! is given is cut somehow. A test holds it against html5ever.

use memchr::{memchr, memmem};

use super::attribute::{Attribute, Attributes};
use super::name::{Name, find_near};
use super::raw::{RawText, raw_end, raw_text};
use super::tag::Tag;

/// A text, or the value of an attribute, with its entities as the letters that
/// they stand for, by the rules of HTML for each of the two.
pub(super) use htmlize::{unescape as decoded_text, unescape_attribute as decoded};

/// An attribute as it stands there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Attr<'t> {
    pub(super) kind: Attribute,
    pub(super) name: &'t str,
    /// Undecoded; empty where there is none.
    pub(super) value: &'t str,
}

/// A piece of a text.
#[derive(Debug, Clone, Copy)]
pub(super) enum Token<'t> {
    /// A start tag; its attributes are in the list that was handed in.
    /// In XML no tag is known.
    Start {
        name: &'t str,
        tag: Tag,
        closed: bool,
    },
    End {
        name: &'t str,
        tag: Tag,
    },
    /// Text, undecoded.
    Text(&'t str),
    /// Text in which entities mean nothing: of scripts and styles.
    Raw(&'t str),
    Doctype(&'t str),
}

/// What is still to be cut.
#[derive(Debug)]
pub(super) struct Tokens<'t> {
    text: &'t str,
    at: usize,
    /// Where the last token began.
    began: usize,
    /// The element whose raw text comes next, and what kind of text it is.
    raw: Option<(&'t str, RawText)>,
    /// Open `svg` and `math` elements, and elements in them that hold HTML
    /// again; for XML, one that never closes.
    foreign: Vec<&'t str>,
    xml: bool,
}

impl<'t> Tokens<'t> {
    pub(super) fn of_html(text: &'t str) -> Self {
        Self { text, at: 0, began: 0, raw: None, foreign: Vec::new(), xml: false }
    }

    pub(super) fn of_xml(text: &'t str) -> Self {
        Self { xml: true, ..Self::of_html(text) }
    }

    /// The bytes of the token that came last.
    #[inline]
    pub(super) fn range(&self) -> std::ops::Range<usize> {
        self.began..self.at
    }

    /// The next token. The attributes of a start tag take the place of what was
    /// in the list.
    pub(super) fn next(&mut self, attrs: &mut Vec<Attr<'t>>) -> Option<Token<'t>> {
        if let Some((name, kind)) = self.raw.take() {
            let end = raw_end(self.rest(), name, kind);
            if end > 0 {
                self.began = self.at;
                let text = self.take(end);
                return Some(if kind == RawText::Escapable { Token::Text(text) } else { Token::Raw(text) });
            }
        }
        loop {
            self.began = self.at;
            let bytes = self.text.as_bytes().get(self.at..).unwrap_or_default();
            match bytes {
                [] => return None,
                [b'<', letter, ..] if letter.is_ascii_alphabetic() => return self.start_tag(attrs),
                [b'<', b'/', letter, ..] if letter.is_ascii_alphabetic() => return self.end_tag(),
                _ => {}
            }
            let text = text_length(bytes);
            if text > 0 {
                return Some(Token::Text(self.take(text)));
            }
            match bytes {
                [_, b'!', ..] => {
                    if let Some(token) = self.declaration() {
                        return Some(token);
                    }
                }
                [_, b'/', b'>', ..] => self.at += 3,
                // What is no tag counts as a comment.
                _ => self.skip_past(b'>'),
            }
        }
    }

    /// Passes over the end tag of an element, if that comes next and is written
    /// as the name is.
    #[inline]
    pub(super) fn pass_end(&mut self, name: &str) -> bool {
        let bytes = self.text.as_bytes();
        let (from, end) = (self.at + 2, self.at + 2 + name.len());
        let comes = bytes.get(self.at + 1) == Some(&b'/')
            && bytes.get(end) == Some(&b'>')
            && bytes.get(self.at) == Some(&b'<')
            && bytes.get(from..end) == Some(name.as_bytes())
            && self.raw.is_none();
        if comes {
            self.ended(name);
            (self.began, self.at) = (self.at, end + 1);
        }
        comes
    }

    /// Passes over the ends of lines, if a tag comes after them.
    #[inline]
    pub(super) fn pass_lines(&mut self) -> bool {
        let bytes = self.text.as_bytes();
        if bytes.get(self.at) != Some(&b'\n') || self.raw.is_some() {
            return false;
        }
        let mut at = self.at + 1;
        while bytes.get(at) == Some(&b'\n') {
            at += 1;
        }
        let comes = matches!(bytes.get(at..), Some([b'<', b'/', letter, ..] | [b'<', letter, ..]) if letter.is_ascii_alphabetic());
        if comes {
            (self.began, self.at) = (self.at, at);
        }
        comes
    }

    /// Goes on behind a part that began with the last token, between two tags.
    pub(super) fn pass(&mut self, to: usize) {
        (self.began, self.at) = (to, to);
        // If that was a drawing, it ended.
        self.foreign.clear();
    }

    /// Whether no drawing is open but the one that the last token began, if it
    /// did.
    pub(super) fn is_calm(&self, began: bool) -> bool {
        self.foreign.len() == usize::from(began)
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn take(&mut self, length: usize) -> &'t str {
        let from = self.at;
        self.at += length;
        self.text.get(from..self.at).unwrap_or_default()
    }

    fn skip_past(&mut self, byte: u8) {
        let rest = self.rest();
        self.at += memchr(byte, rest.as_bytes()).map_or(rest.len(), |at| at + 1);
    }

    /// What begins with `<!`: only a doctype and the text of CDATA count.
    fn declaration(&mut self) -> Option<Token<'t>> {
        let after = self.rest().get(2..).unwrap_or_default();
        if let Some(comment) = after.strip_prefix("--") {
            self.at += 4 + comment_length(comment);
            return None;
        }
        let in_foreign = self.xml || matches!(self.foreign.last(), Some(&"svg" | &"math"));
        if let Some(data) = after.strip_prefix("[CDATA[").filter(|_| in_foreign) {
            let end = memmem::find(data.as_bytes(), b"]]>");
            let text = data.get(..end.unwrap_or(data.len())).unwrap_or_default();
            self.at += 9 + text.len() + if end.is_some() { 3 } else { 0 };
            return (!text.is_empty()).then_some(Token::Raw(text));
        }
        self.skip_past(b'>');
        let is_doctype = after.get(..7).is_some_and(|word| word.eq_ignore_ascii_case("doctype"));
        let inner = after.get(7..).unwrap_or_default();
        is_doctype.then(|| Token::Doctype(inner.split('>').next().unwrap_or_default().trim_ascii()))
    }

    /// `None` if the file ends first.
    #[inline]
    fn end_tag(&mut self) -> Option<Token<'t>> {
        let mut cursor = Cursor { text: self.text, at: self.at + 2 };
        let name = cursor.name();
        cursor.rest_of_tag(&mut Vec::new())?;
        self.at = cursor.at;
        self.ended(name.text);
        Some(Token::End { name: name.text, tag: self.tag(name) })
    }

    #[inline]
    fn start_tag(&mut self, attrs: &mut Vec<Attr<'t>>) -> Option<Token<'t>> {
        let mut cursor = Cursor { text: self.text, at: self.at + 1 };
        let name = cursor.name();
        let closed = cursor.rest_of_tag(attrs)?;
        self.at = cursor.at;
        let (tag, name) = (self.tag(name), name.text);
        if self.xml {
            return Some(Token::Start { name, tag, closed });
        }
        let in_foreign = matches!(self.foreign.last(), Some(&"svg" | &"math"));
        match tag {
            Tag::Svg if !closed => self.foreign.push("svg"),
            Tag::Math if !closed => self.foreign.push("math"),
            Tag::Svg | Tag::Math => {}
            // HTML integration points.
            Tag::Title | Tag::Other
                if in_foreign
                    && !closed
                    && ["foreignobject", "desc", "title"].iter().any(|n| name.eq_ignore_ascii_case(n)) =>
            {
                self.foreign.push(name);
            }
            Tag::Script | Tag::Style | Tag::Title | Tag::Textarea | Tag::Iframe | Tag::Other if !in_foreign => {
                self.raw = raw_text(name).map(|kind| (name, kind));
            }
            _ => {}
        }
        Some(Token::Start { name, tag, closed })
    }

    #[inline]
    fn ended(&mut self, name: &str) {
        if self.foreign.last().is_some_and(|open| open.eq_ignore_ascii_case(name)) {
            self.foreign.pop();
        }
    }

    #[inline]
    fn tag(&self, name: Name<'_>) -> Tag {
        if self.xml { Tag::Other } else { Tag::of(name) }
    }
}

/// Bytes up to the next tag, comment or declaration.
#[inline]
fn text_length(bytes: &[u8]) -> usize {
    let mut from = 0;
    loop {
        let Some(found) = bytes.get(from..).and_then(|rest| memchr(b'<', rest)) else { return bytes.len() };
        let at = from + found;
        match bytes.get(at + 1) {
            Some(b'!' | b'?') => return at,
            Some(b'/') if bytes.get(at + 2).is_some() => return at,
            Some(byte) if byte.is_ascii_alphabetic() => return at,
            _ => from = at + 1,
        }
    }
}

/// Bytes of a comment behind its `<!--`, its end included.
fn comment_length(rest: &str) -> usize {
    if let Some(short) = [">", "->"].iter().find(|short| rest.starts_with(**short)) {
        return short.len();
    }
    let mut from = 0;
    while let Some(found) = rest.as_bytes().get(from..).and_then(|rest| memmem::find(rest, b"--")) {
        let after = rest.get(from + found + 2..).unwrap_or_default();
        if let Some(end) = [">", "!>"].iter().find(|end| after.starts_with(**end)) {
            return from + found + 2 + end.len();
        }
        from += found + 1;
    }
    rest.len()
}

#[derive(Debug)]
struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    #[inline]
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn until(&mut self, ends: impl Fn(u8) -> bool) -> &'t str {
        let from = self.at;
        let bytes = self.text.as_bytes();
        let rest = bytes.get(from..).unwrap_or_default();
        self.at = from + rest.iter().position(|byte| ends(*byte)).unwrap_or(rest.len());
        self.text.get(from..self.at).unwrap_or_default()
    }

    #[inline]
    fn name(&mut self) -> Name<'t> {
        let name = Name::of_element(self.text, self.at);
        self.at += name.text.len();
        name
    }

    #[inline]
    fn spaces(&mut self) {
        while self.peek().is_some_and(is_space) {
            self.at += 1;
        }
    }

    /// The attributes up to the end of the tag, and whether it closes itself;
    /// `None` if the file ends first.
    #[inline]
    fn rest_of_tag(&mut self, attrs: &mut Vec<Attr<'t>>) -> Option<bool> {
        attrs.clear();
        // Nearly all end tags and half of the others have none.
        if self.peek() == Some(b'>') {
            self.at += 1;
            return Some(false);
        }
        self.attributes(attrs)
    }

    fn attributes(&mut self, attrs: &mut Vec<Attr<'t>>) -> Option<bool> {
        let mut known = Attributes::default();
        loop {
            self.spaces();
            match self.peek()? {
                b'>' => {
                    self.at += 1;
                    return Some(false);
                }
                b'/' => {
                    self.at += 1;
                    if self.peek()? == b'>' {
                        self.at += 1;
                        return Some(true);
                    }
                }
                _ => {
                    let attr = self.attribute()?;
                    let kind = Attributes::of(&[attr.kind]);
                    // Of two the first counts; those without kinds of their own
                    // are told apart by their names.
                    let twice = known.has_any(kind)
                        && (!kind.has_any(NAMED)
                            || attrs.iter().any(|known| known.name.eq_ignore_ascii_case(attr.name)));
                    if !twice {
                        attrs.push(attr);
                        known = known.with(kind);
                    }
                }
            }
        }
    }

    #[inline]
    fn attribute(&mut self) -> Option<Attr<'t>> {
        let name = Name::of_attribute(self.text, self.at);
        self.at += name.text.len();
        let (kind, name, after_name) = (Attribute::named(name), name.text, self.at);
        self.spaces();
        if self.peek()? != b'=' {
            self.at = after_name;
            return Some(Attr { kind, name, value: "" });
        }
        self.at += 1;
        self.spaces();
        let value = match self.peek()? {
            quote @ (b'"' | b'\'') => {
                let from = self.at + 1;
                let end = from + find_near(quote, self.text.as_bytes().get(from..)?)?;
                self.at = end + 1;
                self.text.get(from..end).unwrap_or_default()
            }
            _ => self.until(|byte| byte == b'>' || is_space(byte)),
        };
        Some(Attr { kind, name, value })
    }
}

/// Kinds that attributes of several names have.
const NAMED: Attributes = Attributes::of(&[Attribute::Aria, Attribute::Other]);

#[inline]
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r' | b'\x0c')
}
