//! A page of the output, read once from its first byte to its last.
//!
//! Knows which elements are open, so that the rules in `access` can ask. It
//! builds no tree: of an element that is closed only what a rule noted is left.

use std::borrow::Cow;

use super::access::{self, Notes};
use super::element::{Element, Open};
use super::facts::{Facts, Fault, Spot, TextNo, Texts};
use super::refer::REFERRING;
use super::repeat::{Reader, Repeats};
use super::tag::{Tag, Tags};
use super::token::{Token, Tokens, decoded, decoded_text};
use crate::diagnostic::Code;

/// So many faults of a page are told; whoever has more begins with these.
const MOST: usize = 60;

/// Bytes of a fault's surroundings that are kept.
const TAG: usize = 300;
const AROUND: usize = 80;

/// An id that something refers to.
#[derive(Debug)]
pub(super) struct Wanted<'t> {
    pub(super) id: Cow<'t, str>,
    /// The attribute.
    pub(super) by: &'static str,
    pub(super) at: usize,
    pub(super) end: usize,
}

/// What is known of a page so far.
#[derive(Debug)]
pub(super) struct Page<'t> {
    pub(super) text: &'t str,
    pub(super) url: &'t str,
    pub(super) open: Vec<Open<'t>>,
    /// Addresses, one behind the other, each with its kind and page.
    pub(super) addresses: String,
    pub(super) references: Vec<(usize, usize)>,
    /// References of parts that were passed over.
    pub(super) repeated: Vec<TextNo>,
    pub(super) ids: Vec<(Cow<'t, str>, usize, usize)>,
    /// Names of old anchors, which links may lead to as well.
    pub(super) anchors: Vec<Cow<'t, str>>,
    pub(super) wanted: Vec<Wanted<'t>>,
    faults: Vec<Fault>,
    /// Texts of links, headings and the like, one behind the other.
    pub(super) names: String,
    gathering: usize,
    /// How many open elements hide what is in them.
    pub(super) unseen: usize,
    /// How many templates are open: nothing in them is on the page.
    pub(super) inert: usize,
    pub(super) drawing: usize,
    /// How many open elements have a role that counts.
    pub(super) roles: usize,
    /// How many open elements are to be pressed or followed.
    pub(super) controls: usize,
    pub(super) notes: Notes<'t>,
}

/// The facts of a page.
pub(super) fn facts(url: &str, text: &str, texts: &Texts, repeats: &Repeats) -> Facts<'static> {
    scan(url, text, Some(Reader::new(repeats, texts)), |_, _, _| {}).into_facts(texts)
}

/// The facts of a page of which every part is read.
#[cfg(test)]
pub(super) fn facts_of_all(url: &str, text: &str, texts: &Texts) -> Facts<'static> {
    scan(url, text, None, |_, _, _| {}).into_facts(texts)
}

/// Where on a page something is referred to, as [`Reference`] writes it.
pub(super) fn spots_of(url: &str, text: &str, wanted: &dyn Fn(&str) -> bool) -> Vec<(String, Spot)> {
    let mut found = Vec::new();
    let mut known = 0;
    scan(url, text, None, |page: &Page<'_>, at, end| {
        for (from, to) in page.references.get(known..).unwrap_or_default() {
            let reference = page.addresses.get(*from..*to).unwrap_or_default();
            if wanted(reference) {
                found.push((reference.to_owned(), page.spot(at, end)));
            }
        }
        known = page.references.len();
    });
    found
}

fn scan<'t>(
    url: &'t str,
    text: &'t str,
    mut reader: Option<Reader<'_>>,
    mut seen: impl FnMut(&Page<'t>, usize, usize),
) -> Page<'t> {
    let mut page = Page::new(url, text);
    let mut tokens = Tokens::of_html(text);
    let mut attrs = Vec::with_capacity(16);
    loop {
        // Most of a page is tags, the end of what was opened last, and the ends of
        // lines between them, which only count in names.
        let is_end = page.open.last().is_some_and(|open| tokens.pass_end(open.name));
        if is_end {
            page.pop();
        }
        if is_end || page.gathering == 0 && tokens.pass_lines() {
            if let Some(reader) = &mut reader {
                reader.read_to(&page, &tokens, tokens.range().end);
            }
            continue;
        }
        let Some(token) = tokens.next(&mut attrs) else { break };
        let range = tokens.range();
        match token {
            Token::Start { name, tag, closed } => {
                let element = Element::new(name, tag, range.clone(), &attrs);
                if let Some(reader) = &mut reader
                    && reader.passes(&mut page, &mut tokens, &element)
                {
                    continue;
                }
                page.start(&element, closed);
                seen(&page, range.start, range.end);
                if let Some(reader) = &mut reader {
                    reader.opened(&mut page, &mut tokens, &element);
                }
            }
            Token::End { name, tag } => page.end(name, tag),
            Token::Text(text) => page.words(text),
            Token::Raw(text) => {
                if page.open.last().is_some_and(|open| open.tag == Tag::Style) {
                    page.style(text);
                    let style = page.open.last().copied();
                    style.into_iter().for_each(|style| seen(&page, style.at, style.end));
                }
            }
            Token::Doctype(name) => page.notes.doctype |= name.get(..4).is_some_and(|d| d.eq_ignore_ascii_case("html")),
        }
        if let Some(reader) = &mut reader {
            reader.read_to(&page, &tokens, range.end);
        }
    }
    while let Some(open) = page.open.pop() {
        page.close(&open);
    }
    access::finish(&mut page);
    page
}

impl<'t> Page<'t> {
    fn new(url: &'t str, text: &'t str) -> Self {
        Self {
            text,
            url,
            open: Vec::with_capacity(24),
            addresses: String::with_capacity(4096),
            references: Vec::with_capacity(128),
            repeated: Vec::new(),
            ids: Vec::with_capacity(24),
            anchors: Vec::new(),
            wanted: Vec::with_capacity(24),
            faults: Vec::new(),
            names: String::with_capacity(4096),
            gathering: 0,
            unseen: 0,
            inert: 0,
            drawing: 0,
            roles: 0,
            controls: 0,
            notes: Notes::default(),
        }
    }

    #[inline]
    fn start(&mut self, element: &Element<'t, '_>, closed: bool) {
        let tag = element.tag;
        self.imply_ends(tag);
        self.common(element);
        if REFERRING.has(tag) {
            self.refer(element);
        }
        if access::is_plain(self, element) {
            access::plain(self, element);
            if !(tag.is_void() || closed && self.drawing > 0) {
                self.open.push(Open::of(element, true));
            }
            return;
        }
        self.start_telling(element, closed);
    }

    /// Of which rules note more than where it stands.
    fn start_telling(&mut self, element: &Element<'t, '_>, closed: bool) {
        let tag = element.tag;
        let mut open = Open::of(element, false);
        access::start(self, element, &mut open);
        let stays = !(tag.is_void() || closed && (self.drawing > 0 || tag == Tag::Svg || tag == Tag::Math));
        if !stays {
            if open.gathers.take().is_some() {
                open.gathers = Some(self.names.len());
            }
            access::end(self, &open, "");
            return;
        }
        if open.gathers.is_some() {
            open.gathers = Some(self.names.len());
            self.gathering += 1;
        }
        self.unseen += usize::from(open.unseen);
        self.roles += usize::from(open.has_role());
        self.controls += usize::from(open.is_control());
        self.inert += usize::from(tag == Tag::Template);
        self.drawing += usize::from(matches!(tag, Tag::Svg | Tag::Math));
        self.open.push(open);
    }

    /// Ends that nobody need write.
    #[inline]
    fn imply_ends(&mut self, tag: Tag) {
        if tag.ends_paragraph() && self.open.last().is_some_and(|open| open.tag == Tag::P) {
            self.pop();
        }
        if let Some((ended, keeps)) = tag.ends() {
            self.end_implied(ended, keeps);
        }
    }

    fn end_implied(&mut self, ended: Tags, keeps: Tags) {
        let either = ended.with(keeps);
        let found = self.open.iter().rposition(|open| either.has(open.tag));
        let Some(mut from) = found.filter(|at| self.open.get(*at).is_some_and(|open| ended.has(open.tag))) else {
            return;
        };
        // A cell ends its row with it, where a row begins.
        while let Some(before) = from.checked_sub(1).filter(|at| self.open.get(*at).is_some_and(|o| ended.has(o.tag))) {
            from = before;
        }
        while self.open.len() > from {
            self.pop();
        }
    }

    #[inline]
    fn end(&mut self, name: &str, tag: Tag) {
        let ends = |open: &Open<'_>| open.tag == tag && (tag != Tag::Other || open.name.eq_ignore_ascii_case(name));
        // Nearly always it is the last one that was opened.
        if self.open.last().is_some_and(ends) {
            return self.pop();
        }
        let Some(at) = self.open.iter().rposition(ends) else { return };
        while self.open.len() > at {
            self.pop();
        }
    }

    #[inline]
    fn pop(&mut self) {
        if self.open.last().is_some_and(|open| open.plain) {
            self.open.pop();
        } else if let Some(open) = self.open.pop() {
            self.close(&open);
        }
    }

    fn close(&mut self, open: &Open<'t>) {
        if open.plain {
            return;
        }
        self.unseen -= usize::from(open.unseen);
        self.roles -= usize::from(open.has_role());
        self.controls -= usize::from(open.is_control());
        self.inert -= usize::from(open.tag == Tag::Template);
        self.drawing -= usize::from(matches!(open.tag, Tag::Svg | Tag::Math));
        self.gathering -= usize::from(open.gathers.is_some());
        if open.gathers.is_none() && open.role.is_empty() && !open.tag.tells_at_end() {
            return;
        }
        // What was gathered is looked at while the page may be changed.
        let names = std::mem::take(&mut self.names);
        let name = open.gathers.and_then(|from| names.get(from..)).unwrap_or_default();
        access::end(self, open, name);
        self.names = names;
    }

    #[inline]
    fn words(&mut self, text: &'t str) {
        if self.gathering > 0 && self.unseen == 0 {
            self.names.push_str(&decoded_text(text));
        }
        access::words(self, text);
    }

    /// Text that stands for something that is no text.
    pub(super) fn gather(&mut self, raw: &str) {
        if self.gathering > 0 && self.unseen == 0 {
            self.names.push(' ');
            self.names.push_str(&decoded(raw));
            self.names.push(' ');
        }
    }

    /// How long the lists are to which no part adds that is passed over.
    pub(super) fn lists(&self) -> [usize; 2] {
        [self.anchors.len(), self.faults.len()]
    }

    /// Whether nothing that is open counts for what is in it, but the kinds of
    /// the elements.
    pub(super) fn is_calm(&self) -> bool {
        let open = self.gathering + self.unseen + self.inert + self.drawing + self.roles + self.controls;
        let parent = self.open.last().filter(|parent| parent.tag != Tag::P && parent.role.is_empty());
        // Of a part that has no room for its faults nobody knows whether it has some.
        open == 0 && parent.is_some() && self.notes.base.is_none() && self.faults.len() < MOST
    }

    /// The nearest open element.
    pub(super) fn parent(&mut self) -> Option<&mut Open<'t>> {
        self.open.last_mut()
    }

    /// Whether an element of this kind is open.
    pub(super) fn is_in(&self, tag: Tag) -> bool {
        self.open.iter().any(|open| open.tag == tag)
    }

    /// Notes a fault at a start tag.
    pub(super) fn fault(
        &mut self,
        code: Code,
        (at, end): (usize, usize),
        message: String,
        help: &str,
    ) -> Option<&mut Fault> {
        if self.faults.len() >= MOST {
            return None;
        }
        let spot = self.spot(at, end);
        let (slight, needles, help) = (false, Vec::new(), help.to_owned());
        self.faults.push(Fault { code, slight, message, help, needles, spot });
        self.faults.last_mut()
    }

    fn spot(&self, at: usize, end: usize) -> Spot {
        Spot {
            at: u32::try_from(at).unwrap_or(u32::MAX),
            tag: cut(self.text, at, end.min(at + TAG)).to_owned(),
            before: cut(self.text, at.saturating_sub(AROUND), at).to_owned(),
            after: cut(self.text, end, end + AROUND).to_owned(),
        }
    }

    fn into_facts(self, texts: &Texts) -> Facts<'static> {
        let references: Vec<&str> =
            self.references.iter().filter_map(|(from, to)| self.addresses.get(*from..*to)).collect();
        let notes = &self.notes;
        let words = [notes.title.as_str(), notes.description.as_str(), notes.heading.as_str()];
        let onward = notes.sends_to.as_deref().unwrap_or_default();
        let single = words.into_iter().chain([onward]);
        let ids = self.ids.iter().map(|(id, ..)| &**id).chain(self.anchors.iter().map(|name| &**name));
        let help = notes.help.iter().map(|href| href.text(self.text));
        let (n, m) = (references.len(), self.ids.len() + self.anchors.len());
        let mut numbers = texts.numbers(references.into_iter().chain(ids).chain(single).chain(help)).into_iter();
        let mut references: Vec<_> = numbers.by_ref().take(n).chain(self.repeated).collect();
        references.sort_unstable();
        references.dedup();
        let ids = numbers.by_ref().take(m).collect();
        let mut one = || numbers.next().unwrap_or_default();
        let (title, description, heading, sends_to) = (one(), one(), one(), one());
        let help = numbers.collect();
        let hidden = notes.noindex;
        let (references, ids, help) = (Cow::Owned(references), Cow::Owned(ids), Cow::Owned(help));
        let faults = Cow::Owned(self.faults);
        Facts { references, ids, title, description, heading, help, sends_to, hidden, faults }
    }
}

/// A part of a text, cut where letters begin.
pub(super) fn cut(text: &str, from: usize, to: usize) -> &str {
    let inside = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    text.get(inside(from)..inside(to)).unwrap_or_default()
}
