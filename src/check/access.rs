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

pub(super) use head::onward;

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
