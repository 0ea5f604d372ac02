//! The visible text alone, for scans that look for names.

use super::directive::Directive;
use super::line::{self, Line};
use super::source::Source;
use crate::allowance;
use pulldown_cmark::{CowStr, Event, Tag, TagEnd};
use std::ops::Range;

/// The runs of text that readers see or hear, in order, each with the range of
/// `text` it comes from and with entities and escapes resolved. Alternative
/// texts, titles and the visible values of directives are among them.
///
/// Runs of one line of reading follow each other without a gap, whatever
/// markup stands between them in the source; a run of `"\n"` with an empty
/// range stands where a block ends. So a caller can join the runs, search, and
/// map a find back.
pub fn plain(text: &str) -> Vec<(Range<usize>, String)> {
    let source = Source::new(text);
    let mut runs = Runs { source: &source, runs: Vec::new() };
    for (event, range) in source.parser().into_offset_iter() {
        runs.event(event, range);
    }
    runs.runs
}

struct Runs<'a> {
    source: &'a Source<'a>,
    runs: Vec<(Range<usize>, String)>,
}

impl Runs<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::Link { title, .. } | Tag::Image { title, .. }) => self.title(title, range),
            Event::Start(tag) if is_block(&tag.to_end()) => self.gap(range.start),
            Event::End(tag) if is_block(&tag) => self.gap(range.end),
            Event::Text(text) => {
                let text = self.source.written(text, &range);
                self.push(range, text.into_string());
            }
            Event::Html(text) => {
                let text = self.source.written(text, &range);
                self.push(range, allowance::without(&text).into_owned());
            }
            Event::InlineHtml(text) => self.push(range, allowance::without(&text).into_owned()),
            Event::Code(text) => self.push(range, text.into_string()),
            Event::SoftBreak | Event::HardBreak => self.push(range, " ".into()),
            Event::Rule => self.rule(range),
            _ => {}
        }
    }

    fn push(&mut self, range: Range<usize>, text: String) {
        self.runs.push((self.source.given(&range), text));
    }

    fn gap(&mut self, at: usize) {
        if self.runs.last().is_some_and(|(_, text)| text != "\n") {
            self.push(at..at, "\n".into());
        }
    }

    /// Shown when a pointer rests on it: text of its own, before the link's.
    fn title(&mut self, title: CowStr<'_>, range: Range<usize>) {
        if !title.is_empty() {
            let start = range.start;
            self.gap(start);
            self.push(range, title.into_string());
            self.gap(start);
        }
    }

    fn rule(&mut self, range: Range<usize>) {
        self.gap(range.start);
        let Some(line) = self.source.directive(&range) else { return };
        let source = self.source;
        let Ok(Line::Open(open)) = line::read(source.text(), &line) else { return };
        for attribute in open.attributes.into_iter().filter(|attribute| Directive::is_visible(attribute.key)) {
            let end = attribute.value_range.end;
            self.push(attribute.value_range, attribute.value);
            self.gap(end);
        }
    }
}

/// Whether an element stands by itself and not in a line.
pub(super) fn is_block(tag: &TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}
