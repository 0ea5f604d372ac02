//! Text in which tags mean nothing, but the one that ends it.

use memchr::{memchr2, memmem};

/// A kind of raw text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RawText {
    /// Entities count: `title`, `textarea`.
    Escapable,
    Plain,
    Script,
    /// To the end of the file.
    Rest,
}

/// What kind of text an element holds, if it is raw.
pub(super) fn raw_text(name: &str) -> Option<RawText> {
    const NAMES: [(&str, RawText); 9] = [
        ("script", RawText::Script),
        ("style", RawText::Plain),
        ("title", RawText::Escapable),
        ("textarea", RawText::Escapable),
        ("iframe", RawText::Plain),
        ("noembed", RawText::Plain),
        ("noframes", RawText::Plain),
        ("xmp", RawText::Plain),
        ("plaintext", RawText::Rest),
    ];
    let may = matches!(name.as_bytes().first(), Some(b's' | b't' | b'i' | b'n' | b'x' | b'p' | b'A'..=b'Z'));
    if !may || !matches!(name.len(), 3 | 5..=9) {
        return None;
    }
    NAMES.iter().find(|(raw, _)| name.eq_ignore_ascii_case(raw)).map(|(_, kind)| *kind)
}

/// Bytes of raw text up to the end tag of its element.
pub(super) fn raw_end(rest: &str, name: &str, kind: RawText) -> usize {
    if kind == RawText::Rest {
        return rest.len();
    }
    let bytes = rest.as_bytes();
    let mut from = 0;
    while let Some(found) = bytes.get(from..).and_then(|rest| memmem::find(rest, b"</")) {
        let at = from + found;
        let after = rest.get(at + 2..).unwrap_or_default();
        if is_tag_of(after, name) && !(kind == RawText::Script && is_escaped(rest.get(..at).unwrap_or_default())) {
            return at;
        }
        from = at + 2;
    }
    rest.len()
}

fn is_tag_of(after: &str, name: &str) -> bool {
    let named = after.get(..name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name));
    named && matches!(after.as_bytes().get(name.len()), Some(b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' | b'/' | b'>'))
}

/// Whether an end tag behind this part of a script ends another script that
/// stands in a comment of it (the standard's "double escaped" state).
fn is_escaped(script: &str) -> bool {
    let begins = memmem::find(script.as_bytes(), b"<!--");
    let Some(comment) = begins.map(|at| script.get(at + 2..).unwrap_or_default()) else { return false };
    let (mut inner, mut rest) = (false, comment);
    while let Some(at) = memchr2(b'<', b'-', rest.as_bytes()) {
        let here = rest.get(at..).unwrap_or_default();
        if here.starts_with("-->") {
            return is_escaped(here.get(3..).unwrap_or_default());
        } else if let Some(after) = here.strip_prefix("</") {
            inner &= !is_tag_of(after, "script");
        } else if let Some(after) = here.strip_prefix('<') {
            inner |= is_tag_of(after, "script");
        }
        rest = here.get(1..).unwrap_or_default();
    }
    inner
}
