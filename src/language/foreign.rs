//! Texts that stand on a page in another language: marked within the text, so
//! that whatever is made of it, a sentence or a list, keeps the mark, and shown
//! with `lang` and `dir` where it is printed (WCAG 2.2, 3.1.2).
//!
//! A mark is made of control characters, which no author can write: records and
//! texts that have them are refused. No mark may reach an output.

use std::borrow::Cow;
use std::io::{self, Write};

use super::direction;

/// Before the tag of the language.
const OPEN: char = '\u{1}';
/// Between the tag and the text.
const TEXT: char = '\u{2}';
/// Behind the text.
const CLOSE: char = '\u{3}';

/// A text in a language that is not the page's.
pub fn mark(text: &str, tag: &str) -> String {
    format!("{OPEN}{tag}{TEXT}{text}{CLOSE}")
}

/// The same without marks, for what is no HTML and for attributes.
pub fn plain(text: &str) -> Cow<'_, str> {
    if memchr::memchr2(OPEN as u8, CLOSE as u8, text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Own(text) => plain.push_str(text),
            Piece::Open(_) | Piece::Close => {}
        }
    }
    Cow::Owned(plain)
}

/// The language of a text that is marked from end to end.
pub fn whole(text: &str) -> Option<&str> {
    let (tag, rest) = text.strip_prefix(OPEN)?.split_once(TEXT)?;
    let inner = rest.strip_suffix(CLOSE)?;
    (!inner.contains([OPEN, CLOSE])).then_some(tag)
}

/// The attributes of an element whose text is in a language, with a space before
/// them.
pub fn attributes(tag: &str) -> String {
    format!(" lang=\"{tag}\" dir=\"{}\"", direction(tag))
}

/// Writes a text as HTML, its marks as elements. In an attribute, where they do
/// not belong, they at least do not end it: nothing in them is quoted.
///
/// # Errors
/// The buffer failed.
pub fn escape(text: &str, out: &mut dyn Write) -> io::Result<()> {
    if memchr::memchr(OPEN as u8, text.as_bytes()).is_none() {
        return tera::escape_html(text, out);
    }
    for piece in pieces(text) {
        match piece {
            Piece::Own(text) => tera::escape_html(text, out)?,
            // A tag is letters, digits and hyphens.
            Piece::Open(tag) => write!(out, "<span lang={tag} dir={}>", direction(tag))?,
            Piece::Close => out.write_all(b"</span>")?,
        }
    }
    Ok(())
}

enum Piece<'t> {
    Own(&'t str),
    Open(&'t str),
    Close,
}

fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let next = rest.find([OPEN, CLOSE]).unwrap_or(rest.len());
        if next > 0 {
            let (own, after) = rest.split_at_checked(next)?;
            rest = after;
            return Some(Piece::Own(own));
        }
        if let Some(after) = rest.strip_prefix(CLOSE) {
            rest = after;
            return Some(Piece::Close);
        }
        let (tag, after) = rest.strip_prefix(OPEN)?.split_once(TEXT).unwrap_or_default();
        rest = after;
        Some(Piece::Open(tag))
    })
}

#[cfg(test)]
mod tests {
    use super::{escape, mark, plain, whole};

    fn shown(text: &str) -> String {
        let mut out = Vec::new();
        escape(text, &mut out).expect("a vector takes all");
        String::from_utf8(out).expect("HTML is UTF-8")
    }

    #[test]
    fn a_mark_is_an_element_and_survives_being_part_of_a_sentence() {
        let title = mark("Tea & <cake>", "en-GB");
        assert_eq!(shown(&title), "<span lang=en-GB dir=ltr>Tea &amp; &lt;cake&gt;</span>");
        let sentence = format!("« {title} » – 2");
        assert_eq!(shown(&sentence), "« <span lang=en-GB dir=ltr>Tea &amp; &lt;cake&gt;</span> » – 2");
        assert_eq!(plain(&sentence), "« Tea & <cake> » – 2");
        assert_eq!((whole(&title), whole(&sentence), whole("x")), (Some("en-GB"), None, None));
        assert_eq!(shown(&mark("مرحبا", "ar")), "<span lang=ar dir=rtl>مرحبا</span>");
    }

    #[test]
    fn whatever_stands_in_a_text_no_control_character_is_left() {
        for text in ["\u{1}", "\u{3}", "\u{1}a", "a\u{3}b", "\u{1}a\u{2}", "\u{1}\u{1}\u{2}\u{3}\u{3}"] {
            assert!(!plain(text).contains(['\u{1}', '\u{3}']), "{text:?}");
        }
    }
}
