//! Where comments stand in a text, and which lines each is about.

use std::ops::Range;

use super::{Allowance, Says, read};
use crate::path::SourcePath;

/// How comments are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tongue {
    /// Markdown behind a record in TOML.
    Story,
    /// TOML, with Markdown in its texts of several lines.
    Record,
    /// A template.
    Template,
    /// A style sheet.
    Style,
}

impl Tongue {
    pub(super) fn of(path: &SourcePath) -> Option<Self> {
        let themed = path.as_str().starts_with("themes/");
        match path.extension().as_str() {
            "md" => Some(Self::Story),
            "toml" => Some(Self::Record),
            "html" | "xml" | "svg" if themed => Some(Self::Template),
            "css" if themed => Some(Self::Style),
            _ => None,
        }
    }
}

/// What the line at hand belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Toml,
    /// A text of several lines in TOML, until these three marks.
    Quoted(&'static str),
    Markdown,
    /// Code in Markdown, until a fence of as many of these.
    Fenced(char, usize),
    Template,
    Style,
}

impl Part {
    fn marks(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Toml => Some(("#", "")),
            Self::Quoted(_) | Self::Markdown => Some(("<!--", "-->")),
            Self::Fenced(..) => None,
            Self::Template => Some(("{#", "#}")),
            Self::Style => Some(("/*", "*/")),
        }
    }

    /// Whether a comment is about a block that an empty line ends, and not
    /// about one line.
    fn has_blocks(self) -> bool {
        matches!(self, Self::Quoted(_) | Self::Markdown | Self::Fenced(..))
    }

    /// What the next line belongs to.
    fn after(self, bare: &str) -> Self {
        let fence = |c: char| bare.len() - bare.trim_start_matches(c).len();
        match self {
            Self::Markdown => {
                let opens = ['`', '~'].into_iter().find(|c| fence(*c) >= 3);
                opens.map_or(self, |c| Self::Fenced(c, fence(c)))
            }
            Self::Fenced(c, length) if fence(c) >= length && bare.trim_start_matches(c).is_empty() => Self::Markdown,
            Self::Toml if !bare.starts_with('#') => {
                let opens = ["\"\"\"", "'''"].into_iter().find(|marks| bare.matches(marks).count() % 2 == 1);
                opens.map_or(self, Self::Quoted)
            }
            Self::Quoted(marks) if bare.contains(marks) => Self::Toml,
            _ => self,
        }
    }

    /// The allowances of a line that begins at an offset, with their places.
    fn comments(self, line: &str, start: usize) -> Vec<(Range<usize>, Says)> {
        let Some((open, close)) = self.marks() else { return Vec::new() };
        let (mut found, mut at) = (Vec::new(), 0);
        while let Some(begin) = line.get(at..).and_then(|rest| rest.find(open)).map(|offset| at + offset) {
            let inner = begin + open.len();
            let rest = line.get(inner..).unwrap_or_default();
            let length = if close.is_empty() { Some(rest.trim_end().len()) } else { rest.find(close) };
            let Some(length) = length else { break };
            let quoted = close.is_empty() && line.get(..begin).unwrap_or_default().matches('"').count() % 2 == 1;
            let says = rest.get(..length).filter(|_| !quoted).and_then(read);
            at = if says.is_some() { inner + length + close.len() } else { inner };
            found.extend(says.map(|says| (start + begin..start + at, says)));
        }
        found
    }
}

/// A line, and what it belongs to.
struct Row {
    range: Range<usize>,
    /// What its beginning and its end belong to.
    parts: (Part, Part),
    /// Whether there is nothing to see in it.
    empty: bool,
    comments: Vec<(Range<usize>, Says)>,
    /// Whether there is nothing in it but comments that are allowances.
    alone: bool,
}

/// A text, line by line.
pub(super) struct Lines {
    rows: Vec<Row>,
}

impl Lines {
    pub(super) fn new(text: &str, tongue: Tongue) -> Self {
        let front = text.trim_start_matches('\u{feff}').trim_start().starts_with("+++");
        let (mut part, mut fences) = match tongue {
            Tongue::Story if front => (Part::Toml, 2),
            Tongue::Story => (Part::Markdown, 0),
            Tongue::Record => (Part::Toml, 0),
            Tongue::Template => (Part::Template, 0),
            Tongue::Style => (Part::Style, 0),
        };
        let (mut rows, mut start) = (Vec::new(), 0);
        for line in text.split_inclusive('\n') {
            let bare = line.trim_start_matches('\u{feff}').trim();
            let range = start..start + line.len();
            start = range.end;
            if fences > 0 && bare == "+++" {
                fences -= 1;
                let next = if fences == 0 { Part::Markdown } else { Part::Toml };
                rows.push(Row { range, parts: (next, next), empty: true, comments: Vec::new(), alone: false });
                part = next;
                continue;
            }
            let comments = part.comments(line, range.start);
            let shown = bare.trim_start_matches(['>', ' ', '\t']);
            let taken: usize = comments.iter().map(|(range, _)| range.len()).sum();
            let gaps = shown.len().saturating_sub(taken);
            let alone = !comments.is_empty() && gaps < comments.len();
            let next = if alone { part } else { part.after(bare) };
            rows.push(Row { range, parts: (part, next), empty: shown.is_empty(), comments, alone });
            part = next;
        }
        Self { rows }
    }

    pub(super) fn allowances(mut self) -> Vec<Allowance> {
        let comments: Vec<_> = self.rows.iter_mut().map(|row| std::mem::take(&mut row.comments)).collect();
        let (mut found, mut on_top) = (Vec::new(), true);
        for ((at, row), comments) in self.rows.iter().enumerate().zip(comments) {
            let covers = if row.alone { self.below(at) } else { row.range.clone() };
            let allowance =
                |(span, says)| Allowance { span, says, covers: covers.clone(), on_top: on_top && row.alone };
            found.extend(comments.into_iter().map(allowance));
            on_top &= row.empty || row.alone;
        }
        found
    }

    /// What a comment alone on its line is about.
    fn below(&self, at: usize) -> Range<usize> {
        let mut rows = self.rows.iter().skip(at + 1).skip_while(|row| row.empty || row.alone);
        let Some(first) = rows.next() else { return 0..0 };
        let last = match first.parts {
            // A text of several lines, to where it closes.
            (Part::Toml, Part::Quoted(_)) => rows.find(|row| row.parts.1 == Part::Toml),
            (part, _) if part.has_blocks() => {
                rows.take_while(|row| !row.empty && !row.alone && row.parts.0 != Part::Toml).last()
            }
            _ => None,
        };
        first.range.start..last.map_or(first.range.end, |row| row.range.end)
    }
}
