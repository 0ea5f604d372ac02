//! How whole numbers are cut into groups, by language: "1,234", "1234",
//! "12.345".
//!
//! Source: symbols, patterns and the least number of digits of the Unicode CLDR,
//! in `cldr/grouping.txt` with version and licence, read as the standard says
//! (UTS #35, part 3, "Number Format Patterns"). Digits are Western in every
//! language, so the signs are those that go with them.
//!
//! This module may not know what is counted. Years, pages and codes are no
//! counts and do not come here.

use super::cldr;

/// The signs, a line for languages that share them.
const SIGNS: &str = include_str!("cldr/grouping.txt");

/// How one language groups digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grouping {
    /// What stands between groups.
    sign: char,
    /// How many digits must stand before the first sign.
    least: usize,
    /// Digits of the last group.
    last: usize,
    /// Digits of the groups before it.
    before: usize,
}

impl Default for Grouping {
    /// That of the root of the CLDR, for languages that it does not know.
    fn default() -> Self {
        Self { sign: ',', least: 1, last: 3, before: 3 }
    }
}

impl Grouping {
    /// That of a language tag, or of what it is a variety of.
    pub fn of(tag: &str) -> Self {
        cldr::of(SIGNS, tag).and_then(read).unwrap_or_default()
    }

    /// A count as a reader of the language expects it.
    pub fn write(&self, n: usize) -> String {
        let digits = n.to_string();
        if digits.len() < self.last + self.least {
            return digits;
        }
        let mut written = String::with_capacity(2 * digits.len());
        for (at, digit) in digits.chars().enumerate() {
            let behind = digits.len() - at;
            let ends_group = behind >= self.last && (behind - self.last).is_multiple_of(self.before);
            if at > 0 && ends_group {
                written.push(self.sign);
            }
            written.push(digit);
        }
        written
    }
}

/// `00A0 1 3 3`
fn read(how: &str) -> Option<Grouping> {
    let mut parts = how.split_ascii_whitespace();
    let sign = char::from_u32(u32::from_str_radix(parts.next()?, 16).ok()?)?;
    let mut number = || parts.next()?.parse().ok().filter(|n| *n > 0);
    Some(Grouping { sign, least: number()?, last: number()?, before: number()? })
}

#[cfg(test)]
mod tests {
    use super::{Grouping, SIGNS, cldr, read};

    fn written(tag: &str, numbers: [usize; 3]) -> [String; 3] {
        numbers.map(|n| Grouping::of(tag).write(n))
    }

    #[test]
    fn every_line_is_read() {
        let lines: Vec<_> = cldr::lines(SIGNS).collect();
        let written = SIGNS.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).count();
        assert!(lines.len() > 9 && lines.len() == written, "{lines:?}");
        for (tags, how) in lines {
            assert!(read(how).is_some() && !tags.trim().is_empty(), "{tags} {how}");
        }
    }

    // What `Intl.NumberFormat` of ICU 78 (CLDR 48) says, with Latin digits.
    #[test]
    fn each_language_groups_as_cldr_says() {
        let numbers = [999, 1234, 1_234_567];
        assert_eq!(written("en-GB", numbers), ["999", "1,234", "1,234,567"]);
        assert_eq!(written("fr", numbers), ["999", "1\u{202f}234", "1\u{202f}234\u{202f}567"]);
        assert_eq!(written("fr-CA", numbers), ["999", "1\u{a0}234", "1\u{a0}234\u{a0}567"]);
        assert_eq!(written("es", numbers), ["999", "1234", "1.234.567"]);
        assert_eq!(written("es", [9999, 10_000, 12_345]), ["9999", "10.000", "12.345"]);
        assert_eq!(written("es-MX", numbers), ["999", "1,234", "1,234,567"]);
        assert_eq!(written("ar", numbers), ["999", "1,234", "1,234,567"]);
        assert_eq!(written("ar-MA", numbers), ["999", "1.234", "1.234.567"]);
        assert_eq!(written("hi", numbers), ["999", "1,234", "12,34,567"]);
        assert_eq!(written("de-CH", numbers), ["999", "1'234", "1'234'567"]);
        assert_eq!(written("pt-PT", numbers), ["999", "1234", "1\u{a0}234\u{a0}567"]);
        assert_eq!(written("xx", numbers), ["999", "1,234", "1,234,567"]);
        assert_eq!(written("sr-Latn-XK", [0, 10, 100_000]), ["0", "10", "100.000"]);
    }
}
