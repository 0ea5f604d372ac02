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

use std::borrow::Cow;

use super::attribute::{Attribute, Attributes};
use super::element::{Element, Open};
use super::page::Page;
use super::piece::Piece;
use super::tag::Tag;

pub(super) use head::{Seen as HeadSeen, onward};

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
    pub(super) help: Vec<Piece>,
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
    help: usize,
    names: (usize, u32),
    navs: usize,
    forms: (usize, usize),
}

/// Notes that are no lists, and lists to which no part may add.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fixed {
    signs: [bool; 4],
    lengths: [usize; 3],
    names: (u32, usize, u32, bool),
    structure: (bool, u32, bool, usize),
    forms: bool,
}

/// What a part of a page adds to the notes, its places counted from where it
/// begins.
#[derive(Debug)]
pub(super) struct Added {
    help: Vec<Piece>,
    names: names::Part,
    structure: structure::Part,
    forms: forms::Part,
}

impl Notes<'_> {
    /// Whether a part may begin here that other pages have as well.
    pub(super) fn repeats_may_begin(&self, is_head: bool) -> bool {
        if is_head {
            return self.head.is_blank() && self.structure.is_blank();
        }
        self.names.is_settled() && self.structure.is_settled()
    }

    pub(super) fn marks(&self) -> Marks {
        let fixed = Fixed {
            signs: [self.doctype, self.base.is_some(), self.noindex, self.sends_to.is_some()],
            lengths: [self.title.len(), self.description.len(), self.heading.len()],
            names: self.names.marks(),
            structure: self.structure.marks(),
            forms: self.forms.marks(),
        };
        let (names, navs, forms) = (self.names.lengths(), self.structure.length(), self.forms.lengths());
        Marks { fixed, head: self.head, help: self.help.len(), names, navs, forms }
    }

    /// What was noted since then of a part that begins at this place.
    pub(super) fn since(&self, before: &Marks, at: usize) -> Added {
        Added {
            help: self.help.get(before.help..).unwrap_or_default().iter().map(|href| href.from(at)).collect(),
            names: self.names.since(before.names, at),
            structure: self.structure.since(before.navs, at),
            forms: self.forms.since(before.forms, at),
        }
    }

    /// Notes what a part at this place adds.
    pub(super) fn leave(&mut self, added: &Added, at: usize) {
        self.help.extend(added.help.iter().map(|href| href.onto(at)));
        self.names.leave(&added.names, at);
        self.structure.leave(&added.structure, at);
        self.forms.leave(&added.forms, at);
    }

    /// Takes what was seen of the head of a page that begins alike.
    pub(super) fn leave_head(&mut self, head: HeadSeen) {
        self.head = self.head.with(head);
    }

    /// The level of the last heading so far, and whether it had words.
    pub(super) fn last_level(&self) -> [u8; 2] {
        [self.names.last_level(), u8::from(self.heading.is_empty())]
    }
}

/// Attributes that a rule asks for, whatever the element.
const TOLD: Attributes = aria::TELLING.with(Attributes::of(&[Attribute::Lang]));

/// Whether nothing is known of an element but where it stands. Most are such,
/// and their roles count only within others.
#[inline]
pub(super) fn is_plain(page: &Page<'_>, element: &Element<'_, '_>) -> bool {
    element.tag.is_plain() && page.roles == 0 && !element.has_any(TOLD)
}

/// A start tag of which only its place counts.
#[inline]
pub(super) fn plain<'t>(page: &mut Page<'t>, element: &Element<'t, '_>) {
    aria::count(page);
    structure::plain(page, element);
}

/// Any other start tag.
pub(super) fn start<'t>(page: &mut Page<'t>, element: &Element<'t, '_>, open: &mut Open<'t>) {
    if head::ASKED.has(element.tag) || element.has(Attribute::Lang) {
        head::start(page, element);
    }
    aria::start(page, element, open);
    names::start(page, element, open);
    structure::start(page, element, open);
    if forms::ASKED.has(element.tag) {
        forms::start(page, element, open);
    }
    if media::ASKED.has(element.tag) {
        media::start(page, element, open);
    }
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
    // Most are links and headings, of which nothing else is asked.
    if open.role.is_empty() && !matches!(open.tag, Tag::Caption | Tag::Table | Tag::Label | Tag::Video) {
        return;
    }
    structure::end(page, open, name);
    forms::end(page, open, name);
    media::end(page, open);
    media::named(page, open, name);
    aria::end(page, open);
}

/// Text on the page.
#[inline]
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
fn squeezed(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if is_squeezed(text) {
        return Cow::Borrowed(text);
    }
    let mut squeezed = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !squeezed.is_empty() {
            squeezed.push(' ');
        }
        squeezed.push_str(word);
    }
    Cow::Owned(squeezed)
}

/// Whether there is only one space at a time in a text, and no other white
/// space. It may err by saying no: other signs may begin with the bytes that
/// white space beyond ASCII begins with.
fn is_squeezed(text: &str) -> bool {
    let bytes = text.as_bytes();
    let may_be = |byte: &u8| matches!(byte, b'\t'..=b'\r' | 0xc2 | 0xe1..=0xe3);
    let twice = |pair: (&u8, &u8)| *pair.0 == b' ' && *pair.1 == b' ';
    // To the end in any case: so the processor looks at many bytes at a time.
    let other = bytes.iter().fold(false, |found, byte| found | may_be(byte));
    let pairs = bytes.iter().zip(bytes.iter().skip(1));
    !(other | pairs.fold(false, |found, pair| found | twice(pair)))
}
