//! The text that is drawn: what is seen of it, and nothing that would turn or
//! hide the rest.

use unicode_normalization::UnicodeNormalization;

/// A text on one line: letters and their marks joined where there is one sign
/// for both, each gap one space, and no sign that is not seen.
pub(super) fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for c in text.nfc() {
        if c.is_whitespace() && !is_fixed_space(c) {
            if !cleaned.is_empty() && !cleaned.ends_with(' ') {
                cleaned.push(' ');
            }
        } else if !is_unseen(c) {
            cleaned.push(c);
        }
    }
    cleaned.truncate(cleaned.trim_end().len());
    cleaned
}

/// Whether two letters are joined or kept apart by this sign, which no font
/// need have.
pub(super) fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// Whether somebody would miss it: letters and digits, where a sign or a
/// drawing may be left out.
pub(super) fn is_letter(c: char) -> bool {
    c.is_alphanumeric()
}

/// Spaces at which no line ends.
fn is_fixed_space(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{202f}')
}

/// Controls, those of the direction among them; fillers; signs that no text
/// may have in XML.
fn is_unseen(c: char) -> bool {
    let filler = matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}'
        | '\u{e0000}'..='\u{e0fff}');
    c.is_control() || filler || u32::from(c) & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn gaps_are_single_and_nothing_unseen_is_left() {
        assert_eq!(clean(" A \n\t B\u{2028}C "), "A B C");
        assert_eq!(clean("a\u{202e}b\u{2066}c\u{0}\u{7}\u{feff}\u{ad}d"), "abcd");
        assert_eq!(clean("a\u{a0}b"), "a\u{a0}b");
        assert_eq!(clean("\u{fffe}\u{1ffff}"), "");
    }

    #[test]
    fn marks_are_joined_to_their_letters() {
        assert_eq!(clean("e\u{302}\u{301}"), "ế");
    }
}
