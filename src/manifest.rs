//! The list of what showcase wrote into an output directory: the proof that
//! the directory is its own, the reason why it deletes nothing else, and what
//! each file was made of, so that a later build need not make it again.
//!
//! In the order of paths, and nothing of the run in it: the same site has the
//! same manifest, byte for byte, however it was built.

use std::ops::Range;

use crate::hash::Hash128;
use crate::path::OutPath;

/// The manifest's file in the output.
pub const NAME: &str = ".showcase-manifest";

const HEAD: &str = "showcase manifest 2\n";
const FIRST_HEAD: &str = "showcase manifest 1\n";
const CHECKSUM: &str = "checksum ";
const JOURNAL_HEAD: &str = "showcase journal 2\n";

/// How many bytes a printed hash takes.
const HEX: usize = 32;

/// What a file of the output is and what it was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Made {
    /// The hash of its bytes.
    pub hash: Hash128,
    /// The hash of everything that the bytes follow from.
    pub key: Hash128,
}

/// A manifest as it was found.
#[derive(Debug, Default)]
pub struct Manifest {
    text: String,
    rows: Vec<(Range<usize>, Made)>,
    whole: bool,
}

impl Manifest {
    /// Reads a manifest, or what is left of one: a line that cannot be read is
    /// passed over.
    pub fn parse(text: String) -> Self {
        let whole = checked(&text).is_some();
        let keyed = !text.starts_with(FIRST_HEAD);
        let mut rows = Vec::with_capacity(text.len() / 96);
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            rows.extend(row(line, keyed).map(|(path, made)| (at + path.start..at + path.end, made)));
            at += line.len();
        }
        Self { text, rows, whole }
    }

    /// Whether it is as it was written. If not, its paths are a hint whose a
    /// file is, and its hashes and keys say nothing.
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// Its text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its files. The paths are as they were found and may be anything.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = (&str, Made)> {
        self.rows.iter().map(|(path, made)| (self.text.get(path.clone()).unwrap_or_default(), *made))
    }

    /// The path of a row.
    pub fn path(&self, row: usize) -> &str {
        self.rows.get(row).and_then(|(path, _)| self.text.get(path.clone())).unwrap_or_default()
    }
}

/// A manifest as text; the rows come in the order of paths.
pub fn print<'a>(rows: impl ExactSizeIterator<Item = (&'a str, Made)>) -> String {
    let mut out = String::with_capacity(HEAD.len() + (rows.len() + 1) * 112);
    out.push_str(HEAD);
    for (path, made) in rows {
        push_hex(&mut out, made.hash);
        out.push(' ');
        push_hex(&mut out, made.key);
        out.push(' ');
        out.push_str(path);
        out.push('\n');
    }
    let checksum = Hash128::of(out.as_bytes());
    out.push_str(CHECKSUM);
    push_hex(&mut out, checksum);
    out.push('\n');
    out
}

/// The journal as text: files that a build is about to put into place, with
/// the hashes of their bytes.
pub fn print_journal<'a>(rows: impl Iterator<Item = (&'a str, Hash128)>) -> String {
    let mut out = JOURNAL_HEAD.to_owned();
    for (path, hash) in rows {
        push_hex(&mut out, hash);
        out.push(' ');
        out.push_str(path);
        out.push('\n');
    }
    out
}

/// Reads a journal, or what is left of one. It needs no checksum: what only
/// the journal names is believed if the bytes have the hash.
pub fn parse_journal(text: &str) -> Vec<(OutPath, Hash128)> {
    let line = |line: &str| {
        let (hash, path) = line.split_at_checked(HEX)?;
        Some((OutPath::new(path.strip_prefix(' ')?).ok()?, hex(hash)?))
    };
    text.lines().filter_map(line).collect()
}

/// What the checksum in the last line stands for, if it does.
fn checked(text: &str) -> Option<&str> {
    let (before, last) = text.strip_prefix(HEAD).and(text.strip_suffix('\n'))?.rsplit_once('\n')?;
    let before = text.get(..=before.len())?;
    (hex(last.strip_prefix(CHECKSUM)?)? == Hash128::of(before.as_bytes())).then_some(before)
}

/// Where the path stands in a line, and what the line says of it.
fn row(line: &str, keyed: bool) -> Option<(Range<usize>, Made)> {
    let line = line.strip_suffix('\n')?;
    let (hash, rest) = line.split_at_checked(HEX)?;
    let (hash, mut rest) = (hex(hash)?, rest.strip_prefix(' ')?);
    let mut key = hash;
    if keyed {
        let (text, path) = rest.split_at_checked(HEX)?;
        (key, rest) = (hex(text)?, path.strip_prefix(' ')?);
    }
    (!rest.is_empty()).then(|| (line.len() - rest.len()..line.len(), Made { hash, key }))
}

/// A hash from its digits. A manifest has twenty thousand of them.
fn hex(text: &str) -> Option<Hash128> {
    let digits: &[u8; HEX] = text.as_bytes().try_into().ok()?;
    if !digits.iter().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    let value = |digit: &u8| u64::from((digit & 15) + 9 * (digit >> 6));
    let half = |digits: &[u8]| digits.iter().fold(0, |sum, digit| sum << 4 | value(digit));
    let (high, low) = digits.split_at(HEX / 2);
    let value = u128::from(half(high)) << 64 | u128::from(half(low));
    Some(Hash128::from_bytes(value.to_be_bytes()))
}

fn push_hex(out: &mut String, hash: Hash128) {
    let digit = |value: u8| char::from(if value < 10 { b'0' + value } else { b'a' + value - 10 });
    for byte in hash.to_bytes() {
        out.push(digit(byte >> 4));
        out.push(digit(byte & 15));
    }
}

#[cfg(test)]
mod tests {
    use super::{Made, Manifest, parse_journal, print, print_journal};
    use crate::hash::Hash128;

    fn made(text: &str) -> Made {
        Made { hash: Hash128::of(text.as_bytes()), key: Hash128::of(format!("key of {text}").as_bytes()) }
    }

    fn printed() -> String {
        print([("a b/ü.html", made("b")), ("index.html", made("a"))].into_iter())
    }

    fn rows(text: &str) -> Vec<(String, Made)> {
        Manifest::parse(text.to_owned()).rows().map(|(path, made)| (path.to_owned(), made)).collect()
    }

    #[test]
    fn prints_and_reads_back() {
        let text = printed();
        assert_eq!(rows(&text), [("a b/ü.html".to_owned(), made("b")), ("index.html".to_owned(), made("a"))]);
        assert!(Manifest::parse(text.clone()).is_whole());
        assert!(text.contains(&format!("\n{} {} index.html\n", made("a").hash, made("a").key)), "{text}");
        assert!(Manifest::parse(print([].into_iter())).is_whole());
    }

    #[test]
    fn any_change_breaks_the_checksum() {
        let text = printed();
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1;
            assert!(!Manifest::parse(String::from_utf8_lossy(&bytes).into_owned()).is_whole(), "{at}");
            assert!(!Manifest::parse(String::from_utf8_lossy(&bytes[..at]).into_owned()).is_whole(), "{at}");
        }
        assert!(!Manifest::parse(format!("{text}\n")).is_whole());
        assert!(!Manifest::parse(format!("{text}{text}")).is_whole());
    }

    #[test]
    fn the_first_version_names_paths_and_is_not_trusted() {
        let first = Manifest::parse(format!("showcase manifest 1\n{} index.html\nnonsense\n", made("a").hash));
        assert!(!first.is_whole());
        let found: Vec<_> = first.rows().map(|(path, made)| (path, made.hash)).collect();
        assert_eq!(found, [("index.html", made("a").hash)]);
    }

    #[test]
    fn a_journal_never_leads_out_of_the_directory() {
        let hash = made("a").hash;
        let text = print_journal([("a/b.html", hash), ("../../etc/passwd", hash), ("x", hash)].into_iter());
        let found: Vec<_> = parse_journal(&text).into_iter().map(|(path, _)| path.to_string()).collect();
        assert_eq!(found, ["a/b.html", "x"]);
        assert!(parse_journal("added.html\nindex.html\n\u{fffd}").is_empty());
    }
}
