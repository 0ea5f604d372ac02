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

impl Words {
    pub(super) fn text(&mut self, text: &str) {
        if text.is_ascii() {
            return self.ascii(text);
        }
        let mut ink = false;
        for c in text.chars() {
            if c.is_whitespace() {
                self.inside = false;
                continue;
            }
            ink = true;
            if !self.inside && c.is_alphanumeric() {
                self.count += 1;
                self.inside = !is_unspaced(c);
            }
        }
        self.ink += usize::from(ink);
    }

    /// The same for a text whose bytes are its characters.
    fn ascii(&mut self, text: &str) {
        let mut ink = false;
        for byte in text.bytes() {
            if byte.is_ascii_whitespace() || byte == 0x0b {
                self.inside = false;
                continue;
            }
            ink = true;
            if !self.inside && byte.is_ascii_alphanumeric() {
                self.count += 1;
                self.inside = true;
            }
        }
        self.ink += usize::from(ink);
    }

    /// The end of a line or block.
    pub(super) fn gap(&mut self) {
        self.inside = false;
    }
}

/// Scripts that write no spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c), 0x3040..=0x30ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x2_0000..=0x3_ffff)
}
