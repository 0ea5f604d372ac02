//! Entities as the letters that they stand for.

use std::borrow::Cow;

use memchr::memchr;
use quick_xml::escape::resolve_html5_entity;

/// The value of an attribute with its entities as the letters that they stand
/// for; one without semicolon counts only for the four that markup needs.
pub(super) fn decoded(raw: &str) -> Cow<'_, str> {
    decoded_in(raw, Place::Value)
}

/// The same of a text, where these four need nothing behind them.
pub(super) fn decoded_text(raw: &str) -> Cow<'_, str> {
    decoded_in(raw, Place::Text)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Value,
    Text,
}

fn decoded_in(raw: &str, place: Place) -> Cow<'_, str> {
    let Some(first) = memchr(b'&', raw.as_bytes()) else { return Cow::Borrowed(raw) };
    let mut out = String::with_capacity(raw.len());
    let (clean, mut rest) = raw.split_at(first);
    out.push_str(clean);
    while let Some(after) = rest.strip_prefix('&') {
        let used = entity(after, place, &mut out);
        if used == 0 {
            out.push('&');
        }
        let after = after.get(used..).unwrap_or_default();
        let (text, next) = after.split_at(memchr(b'&', after.as_bytes()).unwrap_or(after.len()));
        out.push_str(text);
        rest = next;
    }
    Cow::Owned(out)
}

/// Bytes of the entity that stands behind an ampersand; 0 if there is none.
fn entity(after: &str, place: Place, out: &mut String) -> usize {
    if let Some(number) = after.strip_prefix('#') {
        let hex = number.starts_with(['x', 'X']);
        let digits = number.get(usize::from(hex)..).unwrap_or_default();
        let radix = if hex { 16 } else { 10 };
        let length = digits.bytes().take_while(|byte| char::from(*byte).is_digit(radix)).count();
        let Some(digits) = digits.get(..length).filter(|digits| !digits.is_empty()) else { return 0 };
        let letter = u32::from_str_radix(digits, radix).ok().and_then(char::from_u32).filter(|letter| *letter != '\0');
        out.push(letter.unwrap_or('\u{fffd}'));
        let used = 1 + usize::from(hex) + length;
        return used + usize::from(after.as_bytes().get(used) == Some(&b';'));
    }
    let length = after.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let name = after.get(..length).unwrap_or_default();
    if after.as_bytes().get(length) == Some(&b';')
        && let Some(letters) = resolve_html5_entity(name)
    {
        out.push_str(letters);
        return length + 1;
    }
    let bare = [("amp", "&"), ("lt", "<"), ("gt", ">"), ("quot", "\"")];
    let found = bare.iter().find(|(bare, _)| match place {
        Place::Text => name.starts_with(bare),
        Place::Value => *bare == name && after.as_bytes().get(length) != Some(&b'='),
    });
    found.map_or(0, |(name, letters)| {
        out.push_str(letters);
        name.len()
    })
}
