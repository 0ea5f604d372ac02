//! Splits a story or page into its record and its text.
//!
//! Knows the two `+++` lines and nothing of what stands between them, and the
//! heading by which a page may begin in their stead.

use std::ops::Range;

use memchr::memmem;

use crate::diagnostic::{Code, Diagnostic};
use crate::text::{FileId, Span};

/// The two parts of a file, as ranges of its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// The TOML between the fences.
    pub record: Range<usize>,
    /// The text after them.
    pub body: Range<usize>,
}

/// The two parts of a page without a record, as ranges of its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headed {
    /// The words of the first heading.
    pub title: Range<usize>,
    /// The text below it.
    pub body: Range<usize>,
}

const FENCE: &str = "+++";
const BOM: char = '\u{feff}';

/// Finds the record. A byte order mark is passed over; line ends may be those
/// of any system.
///
/// # Errors
/// The file does not begin with a fence, or the record is never closed.
pub fn split(file: FileId, text: &str) -> Result<Parts, Diagnostic> {
    let bom = if text.starts_with(BOM) { BOM.len_utf8() } else { 0 };
    let first = text.split_inclusive('\n').next().filter(|line| is_fence(line.trim_start_matches(BOM)));
    let Some(opening) = first.map(|line| bom..line.len()) else {
        return Err(missing(file, text));
    };
    match closing(text, opening.end) {
        Some(fence) => Ok(Parts { record: opening.end..fence.start, body: fence.end..text.len() }),
        None => {
            let message = "The record that begins here is never closed by a second `+++` line.";
            let span = Span::new(file, opening.start..opening.start + FENCE.len());
            Err(Diagnostic::new(Code::FrontMatterUnclosed, span, message)
                .help("Put a line with `+++` alone after the last key, before the text."))
        }
    }
}

/// The title and the text of a page that has no record: it begins with a
/// heading of the top level, `# Title`, perhaps below empty lines.
pub fn headed(text: &str) -> Option<Headed> {
    let start = text.len() - text.trim_start_matches(BOM).trim_start().len();
    let line = text.get(start..)?.split_inclusive('\n').next()?;
    let title = line.strip_prefix("# ")?.trim();
    let from = start + line.find(title)?;
    (!title.is_empty()).then(|| Headed { title: from..from + title.len(), body: start + line.len()..text.len() })
}

/// The line of the second fence, its end included. Only lines with plus signs
/// in them are looked at.
fn closing(text: &str, opening: usize) -> Option<Range<usize>> {
    let mut from = opening;
    loop {
        let rest = text.get(from..)?;
        let (before, after) = rest.split_at_checked(memmem::find(rest.as_bytes(), FENCE.as_bytes())?)?;
        let start = from + before.rfind('\n').map_or(0, |end| end + 1);
        let end = from + before.len() + after.find('\n').map_or(after.len(), |end| end + 1);
        if is_fence(text.get(start..end)?.trim_start_matches(BOM)) {
            return Some(start..end);
        }
        from = end;
    }
}

fn missing(file: FileId, text: &str) -> Diagnostic {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let help = if start.starts_with("---") {
        "This file begins with `---`. Records here are TOML between two lines of `+++`."
    } else if start.lines().next().is_some_and(is_fence) {
        "Its line `+++` has to be the very first; delete the empty space before it."
    } else {
        "Begin the file with a line `+++`, the record, and another line `+++`."
    };
    Diagnostic::new(Code::FrontMatterMissing, file, "This file does not begin with a record.").help(help)
}

fn is_fence(line: &str) -> bool {
    line.trim_end() == FENCE
}

#[cfg(test)]
mod tests {
    use super::{headed, split};
    use crate::diagnostic::Code;
    use crate::text::FileId;

    fn parts(text: &str) -> (&str, &str) {
        let parts = split(FileId(0), text).unwrap();
        (text.get(parts.record).unwrap(), text.get(parts.body).unwrap())
    }

    #[test]
    fn splits() {
        assert_eq!(parts("+++\na = 1\n+++\nbody"), ("a = 1\n", "body"));
        assert_eq!(parts("\u{feff}+++\r\na = 1\r\n+++\r\nbody\r\n"), ("a = 1\r\n", "body\r\n"));
        assert_eq!(parts("+++\n+++"), ("", ""));
        assert_eq!(parts("+++ \na = \"+++\"\n +++\n++++\n+++\t\nb +++"), ("a = \"+++\"\n +++\n++++\n", "b +++"));
    }

    #[test]
    fn takes_the_first_heading_for_a_title() {
        let parts = |text: &'static str| {
            headed(text).map(|parts| (text.get(parts.title).unwrap(), text.get(parts.body).unwrap()))
        };
        assert_eq!(parts("# A page\n\nText"), Some(("A page", "\nText")));
        assert_eq!(parts("\u{feff}\r\n# A\r\nb"), Some(("A", "b")));
        assert_eq!(parts("# A"), Some(("A", "")));
        for none in ["", "# \n", "## A\n", "#A\n", "A\n# B\n", "+++\n+++\n# A\n"] {
            assert_eq!(parts(none), None, "{none:?}");
        }
    }

    #[test]
    fn refuses() {
        let code = |text| split(FileId(0), text).unwrap_err().code;
        assert_eq!(code("hello"), Code::FrontMatterMissing);
        assert_eq!(code("---\ntitle: x\n---\n"), Code::FrontMatterMissing);
        assert_eq!(code(""), Code::FrontMatterMissing);
        assert_eq!(code("+++\na = 1\n"), Code::FrontMatterUnclosed);
    }
}
