//! Letters without case and accents.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Letters that do not fall apart into a letter and a mark, and what people
/// type in their stead. In step with `LETTERS` in the theme's script.
const LETTERS: [(char, &str); 13] = [
    ('ß', "ss"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('ø', "o"),
    ('đ', "d"),
    ('ð', "d"),
    ('þ', "th"),
    ('ł', "l"),
    ('ı', "i"),
    ('ħ', "h"),
    ('ŋ', "n"),
    ('ə', "e"),
    ('ς', "σ"),
];

/// Appends a character, folded.
pub(super) fn fold(c: char, into: &mut String) {
    for c in std::iter::once(c).nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match LETTERS.iter().find(|(letter, _)| *letter == c) {
            Some((_, typed)) => into.push_str(typed),
            None if is_combining_mark(c) => {}
            None => into.push(c),
        }
    }
}

/// Whether it can stand in a word: a letter, a digit, or a mark on one.
pub(super) fn is_in_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// Scripts that put no spaces between words: each of their letters is a word.
/// In step with `UNSPACED` in the theme's script.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x3040..=0x30ff | 0x3400..=0x4dbf
        | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x2_0000..=0x3_ffff)
}
