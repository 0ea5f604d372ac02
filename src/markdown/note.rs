//! Footnotes: numbered by first reference, gathered at the end.

use super::out::{Kind, Out};
use super::wording::Word;
use std::collections::HashMap;
use std::ops::Range;

/// The footnotes met so far, by reference or by definition.
#[derive(Debug, Default)]
pub(super) struct Notes {
    by_label: HashMap<String, usize>,
    notes: Vec<Note>,
    /// Indexes of notes in order of their numbers.
    order: Vec<usize>,
}

#[derive(Debug, Default)]
struct Note {
    number: usize,
    references: usize,
    body: Option<Out>,
    /// The headings in it.
    outline: Range<usize>,
}

impl Notes {
    /// A reference, in the text or inside a footnote.
    pub(super) fn refer(&mut self, label: &str, inside_note: bool) -> Kind {
        let note = self.index(label);
        if inside_note { Kind::Pending { note } } else { self.number(note) }
    }

    /// A definition; the first of a label counts.
    pub(super) fn define(&mut self, label: &str, body: Out, outline: Range<usize>) {
        let index = self.index(label);
        if let Some(note) = self.notes.get_mut(index).filter(|note| note.body.is_none()) {
            note.body = Some(body);
            note.outline = outline;
        }
    }

    /// Writes the notes that are referred to; returns the ranges of the
    /// outline that went with the others, last first.
    pub(super) fn finish(mut self, out: &mut Out) -> Vec<Range<usize>> {
        let bodies = self.bodies();
        if !bodies.is_empty() {
            out.raw("<section class=\"footnotes\" role=\"doc-endnotes\" aria-labelledby=\"fn_title\">\n");
            out.raw("<h2 class=\"footnotes-title\" id=\"fn_title\">");
            out.word(Word::Footnotes);
            out.raw("</h2>\n<ol>\n");
            for (&note, body) in self.order.iter().zip(&bodies) {
                let Some(note) = self.notes.get(note) else { continue };
                write_note(note, body, out);
            }
            out.raw("</ol>\n</section>\n");
        }
        let dropped = self.notes.into_iter().filter(|note| note.number == 0 && !note.outline.is_empty());
        let mut dropped: Vec<_> = dropped.map(|note| note.outline).collect();
        dropped.sort_by_key(|range| std::cmp::Reverse(range.start));
        dropped
    }

    /// The bodies in order of their numbers. References inside footnotes are
    /// numbered here, so the order grows on the way.
    fn bodies(&mut self) -> Vec<Out> {
        let mut bodies = Vec::new();
        while let Some(&note) = self.order.get(bodies.len()) {
            let mut body = self.notes.get_mut(note).and_then(|note| note.body.take()).unwrap_or_default();
            for hole in &mut body.holes {
                if let Kind::Pending { note } = hole.kind {
                    hole.kind = self.number(note);
                }
            }
            bodies.push(body);
        }
        bodies
    }

    /// Labels are compared without regard to case, as references to links are.
    fn index(&mut self, label: &str) -> usize {
        let next = self.notes.len();
        let index = *self.by_label.entry(label.to_lowercase()).or_insert(next);
        if index == next {
            self.notes.push(Note::default());
        }
        index
    }

    fn number(&mut self, index: usize) -> Kind {
        let next = self.order.len() + 1;
        let Some(note) = self.notes.get_mut(index) else { return Kind::Pending { note: index } };
        if note.number == 0 {
            note.number = next;
            self.order.push(index);
        }
        note.references += 1;
        Kind::Note { number: note.number, nth: note.references }
    }
}

fn write_note(note: &Note, body: &Out, out: &mut Out) {
    const END: &str = "</p>\n";
    out.raw(&format!("<li id=\"fn_{}\">", note.number));
    out.append(body);
    let last_is_open = out.html.ends_with(END) && {
        let end = out.html.len() - END.len();
        // Nothing may come between a hole and the tag that it is about.
        out.holes.last().is_none_or(|hole| hole.at < end)
    };
    if last_is_open {
        out.html.truncate(out.html.len() - END.len());
    } else {
        out.raw("<p>");
    }
    for nth in 1..=note.references {
        out.hole(Kind::Back { number: note.number, nth });
    }
    out.raw(END);
    out.raw("</li>\n");
}
