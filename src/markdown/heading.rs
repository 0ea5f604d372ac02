//! Headings: levels, ids and the outline.

use super::doc::Heading;
use super::problems::Problems;
use crate::diagnostic::Code;
use crate::path::slugify;
use std::collections::BTreeMap;
use std::ops::Range;

/// What is known of the headings so far.
#[derive(Debug, Default)]
pub(super) struct Headings {
    pub(super) outline: Vec<Heading>,
    /// Ids given out, each with the next number to try when it is wanted again.
    ids: BTreeMap<String, usize>,
    /// Whether every heading moves one level down.
    shift: bool,
    /// Whether an h1 was met.
    pub(super) has_top: bool,
}

impl Headings {
    pub(super) fn new(shift: bool) -> Self {
        Self { shift, ..Self::default() }
    }

    /// Takes a heading in at the level its author gave it; returns the level
    /// it gets.
    pub(super) fn add(
        &mut self,
        written: u8,
        author_id: Option<&str>,
        text: String,
        range: Range<usize>,
        problems: &mut Problems<'_>,
    ) -> u8 {
        if written == 1 && !self.has_top {
            self.has_top = true;
            let message = "This story begins its headings at the top level, which the page's title has.";
            let help = "All its headings were moved one level down. Begin them with `##`.";
            problems.add_with(Code::HeadingTop, range.clone(), message, Some(help.into()));
        }
        let level = if self.shift { (written + 1).min(6) } else { written.max(2) };
        let previous = self.outline.last().map_or(1, |heading| heading.level);
        if level > previous + 1 {
            let message =
                format!("The heading \u{201c}{text}\u{201d} skips a level: level {level} follows level {previous}.");
            let marks = "#".repeat(usize::from(if self.shift { previous } else { previous + 1 }));
            problems.add_with(Code::HeadingSkipped, range, message, Some(format!("Write it with `{marks}`.")));
        }
        let id = self.id(author_id, &text);
        self.outline.push(Heading { level, id, text });
        level
    }

    fn id(&mut self, author_id: Option<&str>, text: &str) -> String {
        let author_id = author_id.and_then(|id| if is_id(id) { Some(id.to_owned()) } else { slugify(id) });
        let wanted = author_id.or_else(|| slugify(text)).unwrap_or_else(|| "section".into());
        let Some(&next) = self.ids.get(&wanted) else {
            self.ids.insert(wanted.clone(), 2);
            return wanted;
        };
        let mut number = next;
        let mut id = format!("{wanted}-{number}");
        while self.ids.contains_key(&id) {
            number += 1;
            id = format!("{wanted}-{number}");
        }
        self.ids.insert(wanted, number + 1);
        self.ids.insert(id.clone(), 2);
        id
    }
}

/// The ids that authors may choose. None has an underscore, which every id
/// that is made here has.
fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}
