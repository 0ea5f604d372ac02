//! What links, buttons, headings and pictures are called.

use std::borrow::Cow;

use xxhash_rust::xxh3::xxh3_64;

use super::squeezed;
use crate::check::attribute::Attribute;
use crate::check::element::{Element, Open};
use crate::check::page::Page;
use crate::check::piece::Piece;
use crate::check::tag::Tag;
use crate::check::token::decoded;
use crate::diagnostic::Code;
use crate::editorial::{is_file_name, is_vague};

/// The most bytes of a name that says nothing, with marks behind it.
const VAGUE_BYTES: usize = 20;

/// What was seen of links and headings.
#[derive(Debug, Default)]
pub(super) struct Seen<'t> {
    links: Vec<Link>,
    headings: u32,
    tops: u32,
    last: u8,
    /// The picture in the link, and those in the figure, that are open now.
    linked: Option<&'t str>,
    figured: Vec<(&'t str, usize, usize)>,
    /// How many figures began and captions ended so far.
    figures: u32,
}

/// A link: the hash of its name, its address and its tag.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    hash: u64,
    href: Piece,
    tag: Piece,
}

/// What a part of a page adds.
#[derive(Debug)]
pub(super) struct Part {
    links: Vec<Link>,
    headings: u32,
    /// The level of its last heading.
    last: u8,
}

impl Seen<'_> {
    /// Whether no picture waits for the end of its link.
    pub(super) fn is_settled(&self) -> bool {
        self.linked.is_none()
    }

    /// What no part adds.
    pub(super) fn marks(&self) -> (u32, usize, u32, bool) {
        (self.tops, self.figured.len(), self.figures, self.linked.is_some())
    }

    pub(super) fn lengths(&self) -> (usize, u32) {
        (self.links.len(), self.headings)
    }

    pub(super) fn last_level(&self) -> u8 {
        self.last
    }

    pub(super) fn since(&self, (links, headings): (usize, u32), at: usize) -> Part {
        let links = self.links.get(links..).unwrap_or_default().iter();
        let links = links.map(|link| Link { href: link.href.from(at), tag: link.tag.from(at), ..*link });
        Part { links: links.collect(), headings: self.headings - headings, last: self.last }
    }

    pub(super) fn leave(&mut self, part: &Part, at: usize) {
        let links = part.links.iter();
        self.links.extend(links.map(|link| Link { href: link.href.onto(at), tag: link.tag.onto(at), ..*link }));
        self.headings += part.headings;
        self.last = part.last;
    }
}

pub(super) fn start<'t>(page: &mut Page<'t>, element: &Element<'t, '_>, open: &mut Open<'t>) {
    let tag = element.tag;
    match tag {
        Tag::A => {
            open.href = element.get(Attribute::Href).or_else(|| element.get(Attribute::XlinkHref));
            if open.href.is_some() {
                open.gathers = Some(0);
                page.notes.names.linked = None;
            }
        }
        Tag::Button
        | Tag::Summary
        | Tag::Caption
        | Tag::Label
        | Tag::Title
        | Tag::Figcaption
        | Tag::Legend
        | Tag::Object => {
            open.gathers = Some(0);
        }
        Tag::Figure => {
            page.notes.names.figured.clear();
            page.notes.names.figures += 1;
        }
        Tag::Img => picture(page, element, open),
        Tag::Area
            if element.has(Attribute::Href)
                && open.label.is_empty()
                && !open.labelled
                && element.get(Attribute::Alt).is_none_or(|alt| alt.trim().is_empty()) =>
        {
            let message = "An area of a picture leads somewhere and has no alternative text.".to_owned();
            page.fault(Code::ImageAltMissing, (element.at, element.end), message, "Write into alt where it leads.");
        }
        Tag::Svg => open.gathers = None,
        _ if tag.level().is_some() => open.gathers = Some(0),
        _ => {}
    }
    if open.has_role() && matches!(open.role, "button" | "link" | "menuitem" | "heading") {
        open.gathers = Some(0);
    }
    // What an element inside is called counts for the name of what is around.
    if !open.label.is_empty() && !matches!(tag, Tag::A | Tag::Button) {
        page.gather(open.label);
    }
}

fn picture<'t>(page: &mut Page<'t>, element: &Element<'t, '_>, open: &Open<'t>) {
    let place = (element.at, element.end);
    if page.unseen == 0 && !open.unseen {
        let Some(alt) = element.get(Attribute::Alt) else {
            if open.label.is_empty() && !open.labelled && !matches!(open.role, "none" | "presentation") {
                let src = decoded(element.get(Attribute::Src).unwrap_or_default());
                let message = format!("The picture {src} has no alternative text.");
                let help = "Write into alt what it shows; alt=\"\" if it only decorates.";
                if let Some(fault) = page.fault(Code::ImageAltMissing, place, message, help) {
                    fault.needles.extend((!src.is_empty()).then(|| src.into_owned()));
                }
            }
            return sized(page, element);
        };
        if is_file_name(&decoded(alt)) {
            let message = format!("The alternative text of a picture is the name of a file: {}.", decoded(alt));
            if let Some(fault) = page.fault(Code::AltFileName, place, message, "Say what the picture shows.") {
                fault.needles.push(decoded(alt).into_owned());
            }
        }
        if !alt.trim().is_empty() {
            page.gather(alt);
            if page.is_in(Tag::A) {
                page.notes.names.linked = Some(alt);
            }
            if page.is_in(Tag::Figure) {
                page.notes.names.figured.push((alt, element.at, element.end));
            }
        }
    }
    sized(page, element);
}

/// Room is kept for a picture only if its size is known.
fn sized(page: &mut Page<'_>, element: &Element<'_, '_>) {
    let is_size = |value: &str| !value.is_empty();
    if page.inert == 0
        && ![Attribute::Width, Attribute::Height].iter().all(|side| element.get(*side).is_some_and(is_size))
    {
        let src = decoded(element.get(Attribute::Src).unwrap_or_default()).into_owned();
        let message = format!("The picture {src} does not say how large it is, so the page jumps when it comes.");
        if let Some(fault) =
            page.fault(Code::ImageSizeMissing, (element.at, element.end), message, "Write width and height.")
        {
            fault.needles.extend((!src.is_empty()).then_some(src));
        }
    }
}

pub(super) fn end<'t>(page: &mut Page<'t>, open: &Open<'t>, name: &str) {
    let place = (open.at, open.end);
    let is_named = || !name.trim().is_empty() || !open.label.trim().is_empty() || open.labelled;
    if page.inert > 0 || open.unseen || page.unseen > 0 {
        return;
    }
    match open.tag {
        Tag::A if open.href.is_some() => link(page, open, name),
        Tag::Button if !is_named() => {
            let message = "A button has no name.".to_owned();
            page.fault(Code::ButtonUnnamed, place, message, "Write into it what it does, or into aria-label.");
        }
        Tag::Summary if !is_named() => {
            let message = "What opens a part of the page has no name.".to_owned();
            page.fault(Code::ButtonUnnamed, place, message, "Write into <summary> what it opens.");
        }
        Tag::Object if !is_named() => {
            let message = "An object has no alternative text.".to_owned();
            page.fault(Code::ImageAltMissing, place, message, "Write into aria-label what it shows.");
        }
        Tag::Figcaption => captioned(page, name),
        tag => {
            if let Some(level) = tag.level() {
                heading(page, open, level, name);
            } else if open.role == "heading" {
                if !is_named() {
                    page.fault(
                        Code::HeadingEmpty,
                        place,
                        "A heading has no text.".to_owned(),
                        "Write its text, or delete it.",
                    );
                }
            } else if matches!(open.role, "button" | "link" | "menuitem")
                && !is_named()
                && !matches!(tag, Tag::A | Tag::Input)
            {
                let message = format!("An element with the role {} has no name.", open.role);
                page.fault(Code::ButtonUnnamed, place, message, "Write into it what it does, or into aria-label.");
            }
        }
    }
}

fn link<'t>(page: &mut Page<'t>, open: &Open<'t>, gathered: &str) {
    let (place, href) = ((open.at, open.end), open.href.unwrap_or_default());
    let label = decoded(open.label);
    let name = if label.trim().is_empty() { gathered.trim() } else { label.trim() };
    if name.is_empty() {
        if !open.labelled && !matches!(open.role, "none" | "presentation") {
            let message = format!("The link to {} has no text.", decoded(href));
            page.fault(
                Code::LinkEmpty,
                place,
                message,
                "Write into the link where it leads, or into the alt of its picture.",
            );
        }
        return;
    }
    let hash = hash_of(name);
    if let Some(text) = vague(name) {
        let message = format!("The link to {} is called “{text}”, which tells nobody where it leads.", decoded(href));
        let help = "Let the words of the link say what is there: [the report of 2024](…), not [here](…).";
        if let Some(fault) = page.fault(Code::LinkTextVague, place, message, help) {
            fault.needles.extend([format!("[{text}]"), decoded(href).into_owned(), text]);
        }
    }
    if let Some(alt) = page.notes.names.linked.take() {
        let alt = decoded(alt);
        let alt = squeezed(&alt);
        if squeezed(gathered).eq_ignore_ascii_case(&format!("{alt} {alt}")) {
            repeated(page, place, &alt);
        }
    }
    let href = Piece::of(href, page.text);
    page.notes.names.links.push(Link { hash, href, tag: Piece::new(place) });
}

/// The name of a link if it tells nobody where it leads.
fn vague(name: &str) -> Option<String> {
    // Most links have longer names, and need not be copied to be looked at.
    let name = Some(name.trim()).filter(|name| name.len() <= VAGUE_BYTES)?;
    Some(squeezed(name)).filter(|text| is_vague(text)).map(Cow::into_owned)
}

/// A text that is told twice to those who listen.
fn repeated(page: &mut Page<'_>, place: (usize, usize), alt: &str) {
    let message = format!("The alternative text “{alt}” repeats the text beside its picture.");
    let help = "Write alt=\"\" if the text beside it says all, or say what only the picture shows.";
    if let Some(fault) = page.fault(Code::AltRepeated, place, message, help) {
        fault.needles.push(alt.to_owned());
    }
}

fn captioned(page: &mut Page<'_>, caption: &str) {
    page.notes.names.figures += 1;
    let caption = hash_of(caption);
    let found = page.notes.names.figured.iter().find(|(alt, ..)| hash_of(&decoded(*alt)) == caption).copied();
    if let Some((alt, at, end)) = found {
        repeated(page, (at, end), &squeezed(&decoded(alt)));
    }
}

fn heading(page: &mut Page<'_>, open: &Open<'_>, level: u8, name: &str) {
    let place = (open.at, open.end);
    let text = squeezed(name);
    if text.is_empty() && open.label.is_empty() && !open.labelled {
        page.fault(Code::HeadingEmpty, place, "A heading has no text.".to_owned(), "Write its text, or delete it.");
    }
    let seen = &mut page.notes.names;
    let last = std::mem::replace(&mut seen.last, level);
    seen.headings += 1;
    seen.tops += u32::from(level == 1);
    let (is_first, tops) = (seen.headings == 1, seen.tops);
    if page.notes.heading.is_empty() {
        page.notes.heading = text.to_string();
    }
    let mut told = |code: Code, message: String, help: &str| {
        if let Some(fault) = page.fault(code, place, message, help) {
            fault.needles.extend((!text.is_empty()).then(|| text.to_string()));
        }
    };
    if level == 1 && tops > 1 {
        let message = format!("The page has a second main heading: “{text}”.");
        told(Code::PageHeading, message, "Make it an h2; a page has one h1.");
    } else if is_first && level > 1 {
        let message = format!("The first heading of the page, “{text}”, is not its main one but an h{level}.");
        told(Code::HeadingSkipped, message, "Begin with the h1.");
    } else if !is_first && level > last + 1 {
        let message = format!("The heading “{text}” skips a level: an h{level} follows an h{last}.");
        told(Code::HeadingSkipped, message, "Use the next lower level, and let styles make it smaller.");
    }
}

pub(super) fn finish(page: &mut Page<'_>) {
    let place = page.notes.structure.body.unwrap_or((0, 0));
    if page.notes.names.tops == 0 && page.notes.sends_to.is_none() {
        let message = "The page has no main heading.".to_owned();
        page.fault(Code::PageHeading, place, message, "Write an <h1> that says what the page is about.");
    }
    ambiguous(page);
}

/// Links that have one name and lead to two pages.
fn ambiguous(page: &mut Page<'_>) {
    let mut links = std::mem::take(&mut page.notes.names.links);
    links.sort_unstable_by_key(|link| (link.hash, link.tag.at));
    let text = page.text;
    let same = links.chunk_by(|a, b| a.hash == b.hash).filter(|same| same.len() > 1);
    let other = same.filter_map(|same| {
        let first = same.first()?;
        let other = same.iter().find(|link| bare(link.href.text(text)) != bare(first.href.text(text)))?;
        Some((other.tag, first.href.text(text), other.href.text(text)))
    });
    for (tag, first, other) in other {
        let message = format!("Two links of one name lead to {} and to {}.", decoded(first), decoded(other));
        let help = "Call each by what it leads to, with words or with aria-label.";
        if let Some(fault) = page.fault(Code::LinkAmbiguous, tag.place(), message, help) {
            fault.needles.extend([decoded(other).into_owned(), decoded(first).into_owned()]);
        }
    }
}

/// An address without the place on its page.
fn bare(href: &str) -> &str {
    match href.split('#').next() {
        Some("") | None => href,
        Some(bare) => bare,
    }
}

/// A hash of words, whatever their case and the space between them.
fn hash_of(text: &str) -> u64 {
    let mut words = squeezed(text).into_owned();
    words.make_ascii_lowercase();
    xxh3_64(words.as_bytes())
}
