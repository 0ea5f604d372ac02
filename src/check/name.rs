//! Names of elements and attributes, cut letter by letter, and told apart by a
//! number that is made on the way; and where values end. It knows bytes only.

use memchr::memchr;

/// A name that was cut from a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name<'t> {
    pub(super) text: &'t str,
    /// Its last letters, as [`packed`] has them.
    pub(super) number: u64,
}

impl<'t> Name<'t> {
    /// The name of an element at this place, up to a space, `/` or `>`.
    #[inline]
    pub(super) fn of_element(text: &'t str, at: usize) -> Self {
        let (mut end, mut number) = letters(text, at, 0);
        // Only in attributes it stands between a name and a value.
        while text.as_bytes().get(end) == Some(&b'=') {
            (end, number) = letters(text, end + 1, number << 8 | u64::from(b'='));
        }
        Self { text: text.get(at..end).unwrap_or_default(), number }
    }

    /// The name of an attribute at this place, up to `=` as well. One that comes
    /// first is part of the name.
    #[inline]
    pub(super) fn of_attribute(text: &'t str, at: usize) -> Self {
        let first = text.as_bytes().get(at) == Some(&b'=');
        let (end, number) = letters(text, at + usize::from(first), if first { u64::from(b'=') } else { 0 });
        Self { text: text.get(at..end).unwrap_or_default(), number }
    }

    /// Whether it is one of which the number is known, in whatever case it is
    /// written.
    #[inline]
    pub(super) fn is(self, name: &str) -> bool {
        // Up to eight letters stand in the number.
        self.text.len() == name.len() && (name.len() <= 8 || self.text.eq_ignore_ascii_case(name))
    }
}

/// How a name ends, as a number, in small letters. Numbers are told apart in a
/// few steps, and every tag of a site asks.
pub(super) const fn packed(name: &str) -> u64 {
    let (mut bytes, mut number) = (name.as_bytes(), 0);
    while let [byte, rest @ ..] = bytes {
        number = number << 8 | byte.to_ascii_lowercase() as u64;
        bytes = rest;
    }
    number
}

/// Where a byte stands first. Most values are short, and eight bytes at a time
/// are looked at sooner than a search for a far one begins.
#[inline]
pub(super) fn find_near(byte: u8, bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = u64::MAX / 0xff;
    const NEAR: usize = 4;
    for (place, chunk) in bytes.as_chunks().0.iter().take(NEAR).enumerate() {
        // Equal bytes leave nothing, and the lowest that is nothing borrows first.
        let left = u64::from_le_bytes(*chunk) ^ (u64::from(byte) * ONES);
        let found = left.wrapping_sub(ONES) & !left & (ONES << 7);
        if found != 0 {
            return Some(place * 8 + found.trailing_zeros() as usize / 8);
        }
    }
    let near = bytes.len().min(NEAR * 8) / 8 * 8;
    memchr(byte, bytes.get(near..)?).map(|found| near + found)
}

/// Where letters of a name end, and the number that they make.
#[inline]
fn letters(text: &str, at: usize, number: u64) -> (usize, u64) {
    let (mut end, mut number) = (at, number);
    for byte in text.as_bytes().get(at..).unwrap_or_default() {
        let letter = LETTERS.get(usize::from(*byte)).copied().unwrap_or_default();
        if letter == 0 {
            break;
        }
        number = number << 8 | u64::from(letter);
        end += 1;
    }
    (end, number)
}

/// Letters by byte, small ones for capitals; 0 for what ends a name.
static LETTERS: [u8; 256] = small_letters();

#[expect(clippy::indexing_slicing, reason = "the index is below 256, and the compiler runs it")]
const fn small_letters() -> [u8; 256] {
    let mut letters = [0; 256];
    let mut byte = 0_u8;
    loop {
        letters[byte as usize] = match byte {
            b'/' | b'>' | b'=' | b' ' | b'\n' | b'\t' | b'\r' | b'\x0c' => 0,
            // It ends no name, and no known one has it or this.
            0 => 1,
            letter => letter.to_ascii_lowercase(),
        };
        if byte == u8::MAX {
            return letters;
        }
        byte += 1;
    }
}
