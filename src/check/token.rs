//! HTML and XML as tags and texts, in the order of the bytes.
//!
//! It cuts as a browser's tokenizer does (HTML standard, section 13.2.5):
//! comments, raw text, values without quotes, letters of entities. It builds no
//! tree, copies nothing that need not be decoded, and may not fail: whatever it
//! is given is cut somehow. A test holds it against html5ever.

use memchr::{memchr, memmem};

use super::attribute::Attribute;
use super::raw::{RawText, raw_end, raw_text};

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
    Start {
        name: &'t str,
        closed: bool,
    },
    End {
        name: &'t str,
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
            let rest = self.rest();
            if rest.is_empty() {
                return None;
            }
            // Where a tag begins, no text is looked for.
            let text = if may_begin(rest.as_bytes()) { 0 } else { text_length(rest) };
            if text > 0 {
                return Some(Token::Text(self.take(text)));
            }
            match rest.as_bytes().get(1) {
                Some(b'!') => {
                    if let Some(token) = self.declaration(rest) {
                        return Some(token);
                    }
                }
                Some(b'/') => match self.end_tag(rest) {
                    Some(Some(token)) => return Some(token),
                    Some(None) => {}
                    None => return None,
                },
                Some(b'?') => self.skip_past(b'>'),
                _ => return self.start_tag(rest, attrs),
            }
        }
    }

    /// Goes on at a later place, between two tags.
    pub(super) fn pass(&mut self, to: usize) {
        (self.began, self.at) = (to, to);
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn take(&mut self, length: usize) -> &'t str {
        let taken = self.rest().get(..length).unwrap_or_default();
        self.at += length;
        taken
    }

    fn skip_past(&mut self, byte: u8) {
        let rest = self.rest();
        self.at += memchr(byte, rest.as_bytes()).map_or(rest.len(), |at| at + 1);
    }

    /// What begins with `<!`: only a doctype and the text of CDATA count.
    fn declaration(&mut self, rest: &'t str) -> Option<Token<'t>> {
        let after = rest.get(2..).unwrap_or_default();
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

    /// `None` at the end of the file, `Some(None)` for what counts as a comment.
    #[expect(clippy::option_option, reason = "three ways to go on")]
    fn end_tag(&mut self, rest: &'t str) -> Option<Option<Token<'t>>> {
        if !rest.as_bytes().get(2).is_some_and(u8::is_ascii_alphabetic) {
            match rest.as_bytes().get(2) {
                Some(b'>') => self.at += 3,
                // `</` at the end of a file is text that nobody misses.
                _ => self.skip_past(b'>'),
            }
            return Some(None);
        }
        let mut cursor = Cursor { text: self.text, at: self.at + 2 };
        let name = cursor.name();
        if cursor.peek() == Some(b'>') {
            cursor.at += 1;
        } else {
            cursor.attributes(&mut Vec::new())?;
        }
        self.at = cursor.at;
        if self.foreign.last().is_some_and(|open| open.eq_ignore_ascii_case(name)) {
            self.foreign.pop();
        }
        Some(Some(Token::End { name }))
    }

    fn start_tag(&mut self, rest: &'t str, attrs: &mut Vec<Attr<'t>>) -> Option<Token<'t>> {
        debug_assert!(rest.starts_with('<'), "texts end at tags");
        let mut cursor = Cursor { text: self.text, at: self.at + 1 };
        let name = cursor.name();
        let closed = cursor.attributes(attrs)?;
        self.at = cursor.at;
        if self.xml {
            return Some(Token::Start { name, closed });
        }
        let in_foreign = !self.foreign.is_empty() && matches!(self.foreign.last(), Some(&"svg" | &"math"));
        let opens = match name.len() {
            1 | 2 => None,
            3 if name.eq_ignore_ascii_case("svg") => Some("svg"),
            4 if name.eq_ignore_ascii_case("math") => Some("math"),
            // HTML integration points.
            4.. if in_foreign && ["foreignobject", "desc", "title"].iter().any(|n| name.eq_ignore_ascii_case(n)) => {
                Some(name)
            }
            _ => None,
        };
        match opens {
            Some(opened) if !closed => self.foreign.push(opened),
            Some(_) => {}
            None if !in_foreign => self.raw = raw_text(name).map(|kind| (name, kind)),
            None => {}
        }
        Some(Token::Start { name, closed })
    }
}

/// Whether a tag begins here.
fn may_begin(bytes: &[u8]) -> bool {
    match bytes {
        [b'<', b'/', letter, ..] | [b'<', letter, ..] => letter.is_ascii_alphabetic(),
        _ => false,
    }
}

/// Bytes up to the next tag, comment or declaration.
fn text_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
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

    fn name(&mut self) -> &'t str {
        self.until(|byte| matches!(byte, b'/' | b'>') || is_space(byte))
    }

    fn spaces(&mut self) {
        self.until(|byte| !is_space(byte));
    }

    /// The attributes up to the end of the tag, and whether it closes itself;
    /// `None` if the file ends first.
    fn attributes(&mut self, attrs: &mut Vec<Attr<'t>>) -> Option<bool> {
        attrs.clear();
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
                    // Of two the first counts.
                    let same = |known: &Attr<'_>| match attr.kind {
                        Attribute::Aria | Attribute::Other => known.name.eq_ignore_ascii_case(attr.name),
                        kind => known.kind == kind,
                    };
                    if !attrs.iter().any(same) {
                        attrs.push(attr);
                    }
                }
            }
        }
    }

    fn attribute(&mut self) -> Option<Attr<'t>> {
        let from = self.at;
        // A sign of equality that comes first is part of the name.
        self.at += usize::from(self.peek() == Some(b'='));
        self.until(|byte| matches!(byte, b'/' | b'>' | b'=') || is_space(byte));
        let name = self.text.get(from..self.at).unwrap_or_default();
        let (kind, after_name) = (Attribute::named(name), self.at);
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
                let end = from + memchr(quote, self.text.as_bytes().get(from..)?)?;
                self.at = end + 1;
                self.text.get(from..end).unwrap_or_default()
            }
            _ => self.until(|byte| byte == b'>' || is_space(byte)),
        };
        Some(Attr { kind, name, value })
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r' | b'\x0c')
}
