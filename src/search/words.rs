//! Where words begin and end.
//!
//! A word is a run of letters, digits and marks, by their properties in Unicode;
//! an apostrophe inside it is left out, and in scripts without spaces each
//! letter is a word. That is what UAX #29 gives, but for points and commas
//! between digits and between initials, which end a word here: a browser can do
//! the same with a pattern, whatever dictionaries it has.

use memchr::memchr;

use super::fold::{fold, is_in_word, is_unspaced};

/// The longest word in characters; what is longer is cut.
const LONGEST: usize = 32;

/// What a byte of ASCII does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Byte {
    Gap,
    Letter,
    Capital,
    Apostrophe,
    Tag,
    Entity,
    Beyond,
}

const BYTES: [Byte; 256] = bytes();

#[expect(clippy::indexing_slicing, reason = "the index is below 256, and the compiler runs it")]
const fn bytes() -> [Byte; 256] {
    let mut table = [Byte::Gap; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'a'..=b'z' | b'0'..=b'9' => Byte::Letter,
            b'A'..=b'Z' => Byte::Capital,
            b'\'' => Byte::Apostrophe,
            b'<' => Byte::Tag,
            b'&' => Byte::Entity,
            0x80.. => Byte::Beyond,
            _ => Byte::Gap,
        };
        byte += 1;
    }
    table
}

/// How many of the first eight bytes are small letters before one is not: the
/// bytes of a number are compared all at once, by the bit that carrying sets.
fn small_letters(bytes: &[u8]) -> usize {
    const TOP: u64 = 0x8080_8080_8080_8080;
    const EACH: u64 = 0x0101_0101_0101_0101;
    let Some(first) = bytes.first_chunk::<8>() else { return 0 };
    let number = u64::from_le_bytes(*first);
    let from_a = (number | TOP) - EACH * u64::from(b'a');
    let past_z = (number & !TOP) + EACH * u64::from(0x7f - b'z');
    let others = !(from_a & !past_z & !number) & TOP;
    (others.trailing_zeros() / 8) as usize
}

/// Gives each word, folded, and whether it stands in a heading.
pub(super) struct Cutter<'w, F> {
    word: &'w mut String,
    heading: bool,
    give: F,
}

/// The folded words of a plain text, in order.
pub fn words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut word = String::new();
    Cutter::new(&mut word, |word: &str, _| found.push(word.to_owned())).plain(text);
    found
}

impl<'w, F: FnMut(&str, bool)> Cutter<'w, F> {
    pub(super) fn new(word: &'w mut String, give: F) -> Self {
        word.clear();
        Self { word, heading: false, give }
    }

    /// Reads a plain text.
    pub(super) fn plain(&mut self, text: &str) {
        self.read(text, false);
    }

    /// Reads the HTML of a text: what stands between tags.
    pub(super) fn html(&mut self, html: &str) {
        self.read(html, true);
    }

    #[inline]
    fn read(&mut self, text: &str, markup: bool) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            at += 1;
            match BYTES.get(usize::from(byte)).copied().unwrap_or(Byte::Gap) {
                Byte::Letter => at = self.letters(text, at - 1),
                Byte::Capital => self.word.push(char::from(byte | 0x20)),
                Byte::Gap => self.end(),
                Byte::Beyond => at = self.beyond(text, at - 1),
                Byte::Apostrophe => {}
                Byte::Tag if markup => at = self.tag(bytes, at),
                Byte::Entity if markup => {
                    self.end();
                    at += bytes.get(at..).and_then(|rest| memchr(b';', rest)).map_or(0, |end| end + 1);
                }
                Byte::Tag | Byte::Entity => self.end(),
            }
        }
        self.end();
    }

    /// Letters of ASCII that stand as they are, from `at` on; gives where they
    /// end, or behind the gap that ends the word with them.
    #[inline]
    fn letters(&mut self, text: &str, at: usize) -> usize {
        let rest = text.as_bytes().get(at..).unwrap_or_default();
        let of = |byte: &u8| BYTES.get(usize::from(*byte)).copied();
        let small = small_letters(rest);
        let more = rest.get(small..).unwrap_or_default();
        let length = small + more.iter().position(|byte| of(byte) != Some(Byte::Letter)).unwrap_or(more.len());
        let letters = text.get(at..at + length).unwrap_or_default();
        // Most words are no more than that, and need not be copied.
        if self.word.is_empty() && length <= LONGEST && rest.get(length).and_then(of) == Some(Byte::Gap) {
            (self.give)(letters, self.heading);
            return at + length + 1;
        }
        self.word.push_str(letters);
        at + length
    }

    /// A character beyond ASCII, whose bytes begin at `at`; gives where they
    /// end.
    fn beyond(&mut self, text: &str, at: usize) -> usize {
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { return at + 1 };
        match c {
            '\u{2019}' | '\u{2bc}' => {}
            c if is_unspaced(c) && c.is_alphanumeric() => {
                self.end();
                fold(c, self.word);
            }
            c if is_in_word(c) => fold(c, self.word),
            _ => self.end(),
        }
        if is_unspaced(c) {
            self.end();
        }
        at + c.len_utf8()
    }

    /// A tag whose name begins at `at`; gives where it ends. Those that stand
    /// inside of lines may stand inside of words.
    fn tag(&mut self, bytes: &[u8], at: usize) -> usize {
        let rest = bytes.get(at..).unwrap_or_default();
        let (closes, name) = match rest.split_first() {
            Some((b'/', name)) => (true, name),
            _ => (false, rest),
        };
        let end = name.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(name.len());
        let name = name.get(..end).unwrap_or_default();
        if !matches!(name, b"a" | b"em" | b"strong" | b"del" | b"code" | b"span" | b"b" | b"i") {
            self.end();
            if let [b'h', b'2'..=b'6'] = name {
                self.heading = !closes;
            }
        }
        memchr(b'>', rest).map_or(bytes.len(), |end| at + end + 1)
    }

    fn end(&mut self) {
        if self.word.is_empty() {
            return;
        }
        if self.word.len() > LONGEST
            && let Some((cut, _)) = self.word.char_indices().nth(LONGEST)
        {
            self.word.truncate(cut);
        }
        (self.give)(self.word, self.heading);
        self.word.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::{Cutter, words};

    #[test]
    fn words_are_cut_and_folded() {
        assert_eq!(words("Vientián, O’Neill's 2nd day-trip!"), ["vientian", "oneills", "2nd", "day", "trip"]);
        assert_eq!(words("Đorđe Łukasz Straße Ærø İZMİR"), ["dorde", "lukasz", "strasse", "aero", "izmir"]);
        assert_eq!(words("e\u{301}t\u{e9}"), ["ete"]);
        assert_eq!(words("移民 ວຽງ"), ["移", "民", "ວ", "ຽ", "ງ"]);
        assert_eq!(words("' ’ & <"), [""; 0]);
        assert_eq!(words(&"x".repeat(50)), ["x".repeat(32)]);
        assert_eq!(words("aZ z{a`b @A x0y azazazaz zazazazaz- ǅ ằn"), {
            ["az", "z", "a", "b", "a", "x0y", "azazazaz", "zazazazaz", "dz", "an"]
        });
    }

    #[test]
    fn html_is_read_between_tags() {
        let mut found = Vec::new();
        let html = "<h2 id=\"ids\">Big <em>Day</em></h2>\n<p>in<strong>tern</strong>al &amp; a<br>b</p>";
        Cutter::new(&mut String::new(), |word: &str, heading| found.push((word.to_owned(), heading))).html(html);
        let found: Vec<_> = found.iter().map(|(word, heading)| (word.as_str(), *heading)).collect();
        assert_eq!(found, [("big", true), ("day", true), ("internal", false), ("a", false), ("b", false)]);
    }
}
