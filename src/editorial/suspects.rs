//! A quick look at a text in Markdown: whether reading it closely could find
//! anything. It may be wrong only in saying that it could.

use memchr::{memchr_iter, memchr3_iter, memmem};

use super::alt;

/// A sentence with too many words is at least so many bytes long.
const LONG: usize = 160;

/// So many words without an end are suspect: a few less than are too many, as
/// marks between them may or may not be words.
const WORDS: usize = 38;

/// So many capitals, in twice so many bytes, may be three words.
const CAPITALS: u8 = 6;
const WIDE: usize = 32;

/// Whether a text could have a long sentence, words in capitals, or a picture
/// whose words are to be remarked on.
pub(super) fn any(text: &str) -> bool {
    has_long(text) || has_capitals(text.as_bytes()) || has_alt(text)
}

fn has_long(text: &str) -> bool {
    let mut start = 0;
    memchr3_iter(b'.', b'!', b'?', text.as_bytes()).chain([text.len()]).any(|end| {
        let from = std::mem::replace(&mut start, end);
        end - from >= LONG && text.get(from..end).is_some_and(is_long)
    })
}

/// Whether words without an end are too many in one block.
fn is_long(part: &str) -> bool {
    let words = |text: &str| memchr_iter(b' ', text.as_bytes()).count() + memchr_iter(b'\n', text.as_bytes()).count();
    if words(part) < WORDS {
        return false;
    }
    let mut count = 0;
    part.split('\n').any(|line| {
        let line = line.trim_start();
        if line.is_empty() || line.starts_with(|c: char| "-*+|#>:`~".contains(c) || c.is_ascii_digit()) {
            count = 0;
        }
        count += 1 + words(line);
        count >= WORDS
    })
}

fn has_capitals(bytes: &[u8]) -> bool {
    let (chunks, rest) = bytes.as_chunks::<WIDE>();
    let count = |chunk: &[u8]| chunk.iter().map(|byte| u8::from(byte.wrapping_sub(b'A') < 26)).sum::<u8>();
    let mut before = 0;
    let ascii = chunks.iter().map(|chunk| count(chunk)).chain([count(rest)]).any(|here| {
        let both = before + here;
        before = here;
        both >= CAPITALS
    });
    ascii || has_capitals_beyond(bytes)
}

/// Whether a text in another script has capitals in a row.
fn has_capitals_beyond(bytes: &[u8]) -> bool {
    // How a text begins tells in which script it is.
    let start = bytes.get(..bytes.len().min(WIDE * 16)).unwrap_or_default();
    if start.iter().filter(|byte| **byte >= 0x80).count() < start.len() / 4 {
        return false;
    }
    let (text, mut run) = (std::str::from_utf8(bytes).unwrap_or_default(), 0);
    text.chars().filter(|c| c.is_alphabetic()).any(|c| {
        run = if c.is_uppercase() { run + 1 } else { 0 };
        run >= usize::from(CAPITALS)
    })
}

fn has_alt(text: &str) -> bool {
    let in_brackets = memmem::find_iter(text.as_bytes(), b"![").any(|at| {
        let rest = text.get(at + 2..).unwrap_or_default();
        // A title behind the address is the caption.
        let end = rest.find(']').unwrap_or(rest.len());
        let (words, behind) = rest.split_at(end);
        let target = behind.split(')').next().unwrap_or_default();
        alt::is_suspect(words) || target.contains(['"', '\''])
    });
    in_brackets
        || memmem::find_iter(text.as_bytes(), b"alt=\"").any(|at| {
            let rest = text.get(at + 5..).unwrap_or_default();
            let line = rest.split('\n').next().unwrap_or_default();
            let words = line.split('"').next().unwrap_or_default();
            alt::is_suspect(words) || line.contains(words) && line.matches(words).count() > 1
        })
}
