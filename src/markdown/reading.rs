//! A text as it is read aloud: sentences without markup, links and pictures with
//! their words. For those who judge how it is written.

use super::line::{self, Line};
use super::plain::is_block;
use super::source::Source;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

/// What a reader meets, in order, code apart. Blocks end with a line feed.
#[derive(Debug, Default)]
pub struct Reading {
    /// The words.
    pub text: String,
    /// The links.
    pub links: Vec<Anchor>,
    /// The pictures that are not mere decoration.
    pub pictures: Vec<Alt>,
    runs: Vec<Run>,
}

/// A link, by what can be read of it.
#[derive(Debug)]
pub struct Anchor {
    /// Its words.
    pub text: String,
    /// The whole link in the source.
    pub range: Range<usize>,
}

/// A picture, by what can be heard of it.
#[derive(Debug)]
pub struct Alt {
    /// Its alternative text.
    pub text: String,
    /// What stands below it.
    pub caption: Option<String>,
    /// Where it stands in the source.
    pub range: Range<usize>,
}

#[derive(Debug)]
struct Run {
    /// Where it begins in the words.
    at: usize,
    length: usize,
    source: Range<usize>,
}

/// Reads a text.
pub fn read(text: &str) -> Reading {
    let source = Source::new(text);
    let mut reader =
        Reader { source: &source, reading: Reading::default(), links: Vec::new(), image: None, code: false };
    for (event, range) in source.parser().into_offset_iter() {
        reader.event(event, range);
    }
    reader.reading
}

impl Reading {
    /// The place in the source of some of the words.
    pub fn place(&self, range: &Range<usize>) -> Range<usize> {
        let first = self.runs.iter().rev().find(|run| run.at <= range.start);
        let last = self.runs.iter().rev().find(|run| run.at < range.end);
        let Some((first, last)) = first.zip(last) else { return 0..0 };
        // A run without escapes stands in the source letter by letter.
        let exact = |run: &Run, at: usize| {
            let offset = at.saturating_sub(run.at);
            (run.source.len() == run.length && offset <= run.length).then_some(run.source.start + offset)
        };
        let start = exact(first, range.start).unwrap_or(first.source.start);
        let end = exact(last, range.end).unwrap_or(last.source.end);
        start..end.max(start)
    }
}

struct Reader<'a> {
    source: &'a Source<'a>,
    reading: Reading,
    /// Links that are open, by where their words begin.
    links: Vec<(usize, Range<usize>)>,
    /// The picture whose words are gathered, and how deep it is.
    image: Option<(Alt, usize)>,
    code: bool,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        if let Some((alt, depth)) = &mut self.image {
            match event {
                Event::Start(_) => *depth += 1,
                Event::End(_) if *depth > 0 => *depth -= 1,
                Event::End(_) => self.reading.pictures.extend(self.image.take().map(|(alt, _)| alt)),
                Event::Text(text) | Event::Code(text) => alt.text.push_str(&text),
                Event::SoftBreak | Event::HardBreak => alt.text.push(' '),
                _ => {}
            }
            return;
        }
        match event {
            Event::Start(Tag::CodeBlock(_)) => self.code = true,
            Event::End(TagEnd::CodeBlock) => self.code = false,
            Event::Start(Tag::Link { .. }) => self.links.push((self.reading.text.len(), range)),
            Event::End(TagEnd::Link) => self.end_link(),
            Event::Start(Tag::Image { title, .. }) => {
                let caption = Some(title.to_string()).filter(|title| !title.is_empty());
                let range = self.source.given(&range);
                self.image = Some((Alt { text: String::new(), caption, range }, 0));
            }
            Event::Text(text) | Event::Code(text) if !self.code => self.push(&text, range),
            Event::SoftBreak | Event::HardBreak => self.push(" ", range),
            Event::Rule => self.rule(range),
            Event::End(tag) if is_block(&tag) => self.gap(range.end),
            _ => {}
        }
    }

    fn push(&mut self, text: &str, range: Range<usize>) {
        let source = self.source.given(&range);
        self.reading.runs.push(Run { at: self.reading.text.len(), length: text.len(), source });
        self.reading.text.push_str(text);
    }

    fn gap(&mut self, at: usize) {
        if !self.reading.text.is_empty() && !self.reading.text.ends_with('\n') {
            self.push("\n", at..at);
        }
    }

    fn end_link(&mut self) {
        let Some((from, range)) = self.links.pop() else { return };
        let text = self.reading.text.get(from..).unwrap_or_default().to_owned();
        self.reading.links.push(Anchor { text, range: self.source.given(&range) });
    }

    /// A figure says the same as a picture in brackets.
    fn rule(&mut self, range: Range<usize>) {
        self.gap(range.start);
        let Some(line) = self.source.directive(&range) else { return };
        let source = self.source;
        let Ok(Line::Open(open)) = line::read(source.text(), &line) else { return };
        let value =
            |key: &str| open.attributes.iter().find(|a| a.key == key).map(|a| (a.value.clone(), &a.value_range));
        if let Some((text, range)) = value("alt") {
            let caption = value("caption").map(|(caption, _)| caption);
            self.reading.pictures.push(Alt { text, caption, range: source.given(range) });
        }
    }
}
