//! Counting words while a text streams by in pieces.

/// A word may be cut into several pieces by emphasis or by an apostrophe that
/// smart punctuation set; it counts once.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub(super) count: u32,
    inside: bool,
    /// How many pieces had anything to see in them.
    pub(super) ink: usize,
}

/// How many bytes are looked at together: what the registers of any machine
/// hold.
const WIDE: usize = 32;

impl Words {
    pub(super) fn text(&mut self, text: &str) {
        self.ink += usize::from(!text.trim_start().is_empty());
        // The first character has no byte before it here.
        let mut at = self.chars(text, 0, 1);
        while at < text.len() {
            at = self.wide(text.as_bytes(), at).unwrap_or_else(|| self.chars(text, at, WIDE));
        }
    }

    /// Counts the words that begin in the next bytes and returns where these
    /// end; `None` where the bytes alone do not tell.
    fn wide(&mut self, bytes: &[u8], at: usize) -> Option<usize> {
        let before = window(bytes, at.checked_sub(1)?);
        let [first, ..] = before;
        if !self.inside && !is_space(first) {
            return None;
        }
        self.count += u32::from(beginnings(&before, &window(bytes, at))?);
        let end = bytes.len().min(at + WIDE);
        self.inside = bytes.get(end - 1).is_some_and(|&last| !is_space(last));
        Some(end)
    }

    /// Reads some characters one by one; returns where they end.
    fn chars(&mut self, text: &str, at: usize, many: usize) -> usize {
        // The bytes before may have ended inside a character, which is read.
        let Some(rest) = text.get(at..) else { return at + 1 };
        let mut chars = rest.chars();
        for c in chars.by_ref().take(many) {
            if c.is_whitespace() {
                self.inside = false;
            } else if !self.inside && c.is_alphanumeric() {
                self.count += 1;
                self.inside = !is_unspaced(c);
            }
        }
        text.len() - chars.as_str().len()
    }

    /// The end of a line or block.
    pub(super) fn gap(&mut self) {
        self.inside = false;
    }
}

/// The bytes from an offset on, with spaces where they end.
fn window(bytes: &[u8], at: usize) -> [u8; WIDE] {
    let rest = bytes.get(at..).unwrap_or_default();
    rest.first_chunk().copied().unwrap_or_else(|| {
        let mut padded = [b' '; WIDE];
        padded.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        padded
    })
}

/// How many of the bytes begin a word, each with the byte before it; `None` if
/// that takes more than a look at two bytes. Nothing here waits for what was
/// found a byte earlier, so the compiler looks at all of them at once.
fn beginnings(before: &[u8; WIDE], bytes: &[u8; WIDE]) -> Option<u8> {
    let (mut count, mut unclear) = (0, false);
    for (&before, &byte) in before.iter().zip(bytes) {
        // What comes after a space and is no letter does not end the wait for
        // one.
        let (begins, letter) = (is_space(before), is_letter(byte));
        count += u8::from(begins & letter);
        unclear |= (begins & !letter & !is_space(byte)) | is_unclear(byte);
    }
    (!unclear).then_some(count)
}

fn is_space(byte: u8) -> bool {
    byte == b' ' || byte.wrapping_sub(b'\t') < 5
}

/// A letter or digit of ASCII, the first byte of a character from U+0100 to
/// U+027F, which are letters all, or a byte within a character.
fn is_letter(byte: u8) -> bool {
    (byte | 0x20).wrapping_sub(b'a') < 26
        || byte.wrapping_sub(b'0') < 10
        || byte.wrapping_sub(0x80) < 0x40
        || byte.wrapping_sub(0xc4) < 6
}

/// The first byte of a character that may be a space, or may be written
/// without spaces around it. C3 is not among them: it has only letters and two
/// signs, and letters that end no word differ from signs only at its beginning.
fn is_unclear(byte: u8) -> bool {
    byte == 0xc2 || byte >= 0xca
}

/// Scripts that write no spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c), 0x3040..=0x30ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x2_0000..=0x3_ffff)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::{Words, is_unspaced};

    /// The rule itself, a character at a time.
    fn count(pieces: &[String]) -> u32 {
        let (mut count, mut inside) = (0, false);
        for c in pieces.iter().flat_map(|piece| piece.chars()) {
            if c.is_whitespace() {
                inside = false;
            } else if !inside && c.is_alphanumeric() {
                count += 1;
                inside = !is_unspaced(c);
            }
        }
        count
    }

    fn counted(pieces: &[String]) -> u32 {
        let mut words = Words::default();
        pieces.iter().for_each(|piece| words.text(piece));
        words.count
    }

    #[test]
    fn every_character_counts_as_it_should() {
        for c in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
            let text = format!("some words before{c}it and {c}, {c}x (after {c}{c} it, and some more");
            assert_eq!(counted(std::slice::from_ref(&text)), count(&[text]), "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn pieces_count_as_the_rule_says(pieces in proptest::collection::vec("[a-z0-9 .(’é×ş\u{a0}\u{3000}漢\t]{0,80}", 0..6)) {
            prop_assert_eq!(counted(&pieces), count(&pieces));
        }
    }
}
