//! Language tags (BCP 47), as far as a site needs them.

pub mod foreign;

use crate::diagnostic::{Code, Diagnostic};
use crate::text::Span;

/// Whether a tag is well-formed: a language of two or three letters, then
/// perhaps a script, a region and variants, in the usual letter case. `en-UK`
/// is refused: the region's code is GB (RFC 5646, ISO 3166-1).
pub fn is_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    let language_ok = (2..=3).contains(&language.len()) && language.bytes().all(|b| b.is_ascii_lowercase());
    language_ok && parts.clone().all(is_subtag) && !parts.any(|part| part == "UK")
}

/// What is wrong with a tag that [`is_tag`] refuses.
pub fn problem(tag: &str, span: Span) -> Diagnostic {
    let problem = Diagnostic::new(Code::LanguageInvalid, span, format!("`{tag}` is no language tag."));
    problem.help(match meant(tag) {
        Some(near) => format!("Did you mean `{near}`?"),
        None => "Write a tag such as `en-GB`, `fr` or `ar`.".to_owned(),
    })
}

/// The tag that one which [`is_tag`] refuses was probably meant to be.
pub fn meant(tag: &str) -> Option<String> {
    let near = tag.replace('_', "-").replace("-UK", "-GB").replace("-uk", "-GB");
    (near != tag && is_tag(&near)).then_some(near)
}

/// Whether text in this language runs from right to left.
pub fn direction(tag: &str) -> &'static str {
    match tag.split('-').next().unwrap_or_default() {
        "ar" | "dv" | "fa" | "he" | "ps" | "sd" | "ug" | "ur" | "yi" => "rtl",
        _ => "ltr",
    }
}

fn is_subtag(part: &str) -> bool {
    let bytes = part.as_bytes();
    let letters = bytes.iter().all(u8::is_ascii_alphabetic);
    match bytes.len() {
        2 => bytes.iter().all(u8::is_ascii_uppercase),
        3 => bytes.iter().all(u8::is_ascii_digit),
        4 if letters => {
            bytes.first().is_some_and(u8::is_ascii_uppercase) && bytes.iter().skip(1).all(u8::is_ascii_lowercase)
        }
        4 => bytes.first().is_some_and(u8::is_ascii_digit) && bytes.iter().all(u8::is_ascii_alphanumeric),
        5..=8 => bytes.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_tag;

    #[test]
    fn tags() {
        assert!(["en", "en-GB", "fr", "zh-Hant-TW", "es-419", "sr-Latn"].iter().all(|t| is_tag(t)));
        assert!(["", "EN", "english", "en-UK", "en_GB", "en-gb", "e", "en-"].iter().all(|t| !is_tag(t)));
    }
}
