//! Places in source text: files, byte spans, lines and columns.
//!
//! Knows nothing of where the text comes from; it never reads a file.

use std::cell::Cell;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A source file of this run, by its index in the [`Tree`](crate::tree::Tree).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

thread_local! {
    /// The file that places are being recalled for.
    static FILE: Cell<FileId> = const { Cell::new(FileId(0)) };
}

/// Recalls something that was kept of a file. Its places are kept without the
/// file, which has another number in each run; here they get the number that
/// it has in this one.
pub fn within<T>(file: FileId, recall: impl FnOnce() -> T) -> T {
    FILE.set(file);
    recall()
}

impl Serialize for FileId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

impl<'de> Deserialize<'de> for FileId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <()>::deserialize(deserializer).map(|()| FILE.get())
    }
}

/// A range of bytes in one file; `start <= end`. Offsets count from the
/// first byte of the file, front matter and byte order mark included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset past the last byte.
    pub end: u32,
}

impl Span {
    /// The span of `range` in `file`. Files are bounded far below 4 GiB when
    /// they are read; offsets past that are clamped.
    pub fn new(file: FileId, range: std::ops::Range<usize>) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { file, start: clamp(range.start), end: clamp(range.end.max(range.start)) }
    }

    /// The first character of `file`.
    pub fn start_of(file: FileId) -> Self {
        Self { file, start: 0, end: 0 }
    }

    /// The bytes as a range for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value and the place it was written at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Joins a value with its place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// Where a text was written, to turn its offsets into places in a file.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Origin {
    whole: Span,
    /// Offset in the file of the text's first byte, where the text stands in
    /// the file letter by letter.
    base: Option<u32>,
}

impl Origin {
    /// A text that is the bytes of `whole`, letter by letter.
    pub fn verbatim(whole: Span) -> Self {
        Self { whole, base: Some(whole.start) }
    }

    /// A text that was written at `whole`, perhaps with quotation marks and
    /// escapes around and in it: exact when `source` holds it unescaped.
    pub fn of_value(whole: Span, source: &str, text: &str) -> Self {
        let raw = source.get(whole.range()).unwrap_or_default();
        // Nearly every value is the text between two quotation marks, which
        // needs no search.
        let quoted = raw.get(1..).is_some_and(|inner| inner.starts_with(text)) && !raw.starts_with(text);
        let at = if quoted { Some(1) } else { raw.find(text) };
        let base = at.and_then(|at| u32::try_from(at).ok()).map(|at| whole.start + at);
        Self { whole, base }
    }

    /// The place of a range of the text; the whole value where it is not known
    /// more exactly.
    pub fn span(&self, range: std::ops::Range<usize>) -> Span {
        match self.base {
            Some(base) => {
                let base = base as usize;
                Span::new(self.whole.file, base + range.start..base + range.end)
            }
            None => self.whole,
        }
    }

    /// The whole text.
    pub fn whole(&self) -> Span {
        self.whole
    }
}

/// A place for people: both numbers count from 1, columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// The line and column of a byte offset. An offset inside a character or past
/// the end counts as the nearest place before it. A byte order mark is no
/// column.
pub fn position(text: &str, offset: usize) -> Position {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = text.get(..offset).unwrap_or_default();
    let line = before.bytes().filter(|&b| b == b'\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let column = before.get(start..).unwrap_or_default().trim_start_matches('\u{feff}').chars().count() + 1;
    Position { line, column }
}

#[cfg(test)]
mod tests {
    use super::position;

    #[test]
    fn columns_count_characters() {
        let text = "é1\r\nzwölf = x";
        let at = |needle: &str| {
            let p = position(text, text.find(needle).unwrap());
            (p.line, p.column)
        };
        assert_eq!(at("1"), (1, 2));
        assert_eq!(at("="), (2, 7));
        assert_eq!(position(text, 999).line, 2);
        assert_eq!(position("\u{feff}a", 3).column, 1);
    }
}
