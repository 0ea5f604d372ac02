//! Letters without case and accents.

use std::sync::LazyLock;

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

/// Letters of Latin script with accents and marks, folded once: they stand in
/// many names and words. From U+00C0 to U+024F, and from U+1E00 to U+1EFF.
static LATIN: LazyLock<Vec<String>> = LazyLock::new(|| {
    let all = (0xc0..0x250).chain(0x1e00..0x1f00).filter_map(char::from_u32);
    let folded = all.map(|c| {
        let mut folded = String::new();
        fold_anew(c, &mut folded);
        folded
    });
    folded.collect()
});

/// Appends a character, folded.
pub(super) fn fold(c: char, into: &mut String) {
    let place = match u32::from(c) as usize {
        place @ 0xc0..0x250 => Some(place - 0xc0),
        place @ 0x1e00..0x1f00 => Some(place - 0x1e00 + 0x250 - 0xc0),
        _ => None,
    };
    match place.and_then(|place| LATIN.get(place)) {
        Some(folded) => into.push_str(folded),
        None => fold_anew(c, into),
    }
}

fn fold_anew(c: char, into: &mut String) {
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
