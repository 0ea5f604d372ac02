//! What makes a page unusable for some of its visitors, as far as its HTML
//! tells: a rule for each, gathered by subject. The criteria of WCAG 2.2 stand in
//! the explanations of the codes.
//!
//! Each rule sees start tags and ends as they come by, and may look at what is
//! open. None looks at another page, a style or a script.

mod aria;
mod forms;
mod head;
mod language;
mod media;
mod names;
mod roles;
mod structure;

use super::attribute::{Attribute, Attributes};
use super::element::{Element, Open};
use super::page::Page;
use super::tag::Tag;

pub(super) use head::{Seen as HeadSeen, onward};
pub(super) use names::Link;

/// What rules note until the page ends.
#[derive(Debug, Default)]
pub(super) struct Notes<'t> {
    pub(super) doctype: bool,
    /// What relative addresses start from, if the page says.
    pub(super) base: Option<String>,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) heading: String,
    pub(super) noindex: bool,
    pub(super) sends_to: Option<String>,
    /// Where links in the footer lead.
    pub(super) help: Vec<&'t str>,
    head: head::Seen,
    names: names::Seen<'t>,
    structure: structure::Seen<'t>,
    forms: forms::Seen<'t>,
}

/// How much was noted of a page, for those who look what a part of it adds.
#[derive(Debug)]
pub(super) struct Marks {
    /// What no part may change that is passed over later.
    pub(super) fixed: Fixed,
    pub(super) head: HeadSeen,
    links: usize,
    headings: u32,
}

/// Notes that are no list of links or headings, as lengths and signs.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fixed {
    signs: [bool; 4],
    lengths: [usize; 4],
    names: (u32, usize, bool),
    structure: (bool, u32, usize, bool, usize),
    forms: (usize, usize, bool),
}

impl Notes<'_> {
    /// Whether a part may begin here that other pages have as well: what the
    /// first of anything on a page is told must be told of the page.
    pub(super) fn repeats_may_begin(&self, is_head: bool) -> bool {
        if is_head {
            return self.head.is_blank() && self.structure.is_blank();
        }
        !self.heading.is_empty() && self.names.is_settled() && self.structure.is_settled()
    }

    pub(super) fn marks(&self) -> Marks {
        let fixed = Fixed {
            signs: [self.doctype, self.base.is_some(), self.noindex, self.sends_to.is_some()],
            lengths: [self.title.len(), self.description.len(), self.heading.len(), self.help.len()],
            names: self.names.marks(),
            structure: self.structure.marks(),
            forms: self.forms.marks(),
        };
        let (links, headings) = self.names.lengths();
        Marks { fixed, head: self.head, links, headings }
    }

    /// Links since then, their places counted from one on the page, and how many
    /// headings.
    pub(super) fn since(&self, before: &Marks, at: usize) -> (Vec<Link>, u32) {
        let links = self.names.links_from(before.links).iter().filter_map(|link| link.counted_from(at));
        (links.collect(), self.names.lengths().1 - before.headings)
    }

    /// Notes what a part at this place holds.
    pub(super) fn leave(&mut self, links: &[Link], at: usize, headings: (u32, u8), head: Option<HeadSeen>) {
        self.names.leave(links.iter().map(|link| link.counted_to(at)), headings);
        if let Some(head) = head {
            self.head = self.head.with(head);
        }
    }

    /// The level of the last heading so far.
    pub(super) fn last_level(&self) -> u8 {
        self.names.last_level()
    }
}

/// Attributes that a rule asks for, whatever the element.
const TOLD: Attributes = aria::TELLING.with(Attributes::of(&[Attribute::Lang]));

/// A start tag.
pub(super) fn start<'t>(page: &mut Page<'t>, element: &Element<'t, '_>, open: &mut Open<'t>) {
    // Most elements are such, and their roles count only within others.
    open.plain = element.tag.is_plain() && page.roles == 0 && !element.has_any(TOLD);
    if open.plain {
        aria::count(page);
        return structure::plain(page, element, open);
    }
    head::start(page, element);
    aria::start(page, element, open);
    names::start(page, element, open);
    structure::start(page, element, open);
    forms::start(page, element, open);
    media::start(page, element, open);
}

/// An element ends; `name` is what was gathered of its text.
pub(super) fn end<'t>(page: &mut Page<'t>, open: &Open<'t>, name: &str) {
    match open.tag {
        Tag::Title if page.drawing == 0 => head::title(page, open, name),
        Tag::Title => {
            // A drawing is named by its title.
            let drawing = page.open.iter_mut().rev().find(|outer| outer.tag == Tag::Svg);
            if let Some(drawing) = drawing.filter(|_| !name.trim().is_empty()) {
                drawing.labelled = true;
            }
        }
        _ => {}
    }
    names::end(page, open, name);
    structure::end(page, open, name);
    forms::end(page, open, name);
    media::end(page, open);
    media::named(page, open, name);
    aria::end(page, open);
}

/// Text on the page.
pub(super) fn words(page: &mut Page<'_>, text: &str) {
    structure::words(page, text);
}

/// The page ends.
pub(super) fn finish(page: &mut Page<'_>) {
    structure::finish(page);
    names::finish(page);
    forms::finish(page);
    head::finish(page);
}

/// Words without the white space around and between them.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
