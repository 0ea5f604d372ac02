//! Landmarks, the skip link, lists and tables.

use crate::check::attribute::Attribute;
use crate::check::element::{Element, Open};
use crate::check::page::Page;
use crate::check::piece::Piece;
use crate::check::tag::Tag;
use crate::check::token::{decoded, decoded_text};
use crate::diagnostic::Code;

/// What was seen of the order of a page.
#[derive(Debug, Default)]
pub(super) struct Seen<'t> {
    pub(super) body: Option<(usize, usize)>,
    mains: u32,
    navs: Vec<Nav>,
    /// Whether something was met that can be reached by keyboard.
    reached: bool,
    /// Where the first link leads on the page.
    skip: Option<(&'t str, usize, usize)>,
    tables: Vec<Table>,
}

#[derive(Debug, Clone, Copy)]
struct Nav {
    label: Piece,
    labelled: bool,
    tag: Piece,
}

/// What a part of a page adds.
#[derive(Debug)]
pub(super) struct Part(Vec<Nav>);

impl Seen<'_> {
    /// Whether the body has not begun.
    pub(super) fn is_blank(&self) -> bool {
        self.body.is_none()
    }

    /// Whether what a keyboard reaches first is known, and no table is open.
    pub(super) fn is_settled(&self) -> bool {
        self.reached && self.tables.is_empty()
    }

    /// What no part adds.
    pub(super) fn marks(&self) -> (bool, u32, bool, usize) {
        (self.body.is_some(), self.mains, self.reached, self.tables.len())
    }

    pub(super) fn length(&self) -> usize {
        self.navs.len()
    }

    pub(super) fn since(&self, navs: usize, at: usize) -> Part {
        let navs = self.navs.get(navs..).unwrap_or_default().iter();
        Part(navs.map(|nav| Nav { label: nav.label.from(at), tag: nav.tag.from(at), ..*nav }).collect())
    }

    pub(super) fn leave(&mut self, Part(navs): &Part, at: usize) {
        self.navs.extend(navs.iter().map(|nav| Nav { label: nav.label.onto(at), tag: nav.tag.onto(at), ..*nav }));
    }
}

/// A table that is open.
#[derive(Debug, Default)]
struct Table {
    headers: u32,
    cells: u32,
    caption: bool,
    /// Whether it only sets things side by side.
    layout: bool,
}

pub(super) fn start<'t>(page: &mut Page<'t>, element: &Element<'t, '_>, open: &mut Open<'t>) {
    if element.tag == Tag::Body {
        page.notes.structure.body = Some((element.at, element.end));
    }
    if page.drawing > 0 {
        return;
    }
    children(page, element, open.role);
    tables(page, element, open);
    if page.inert > 0 {
        return;
    }
    let hidden = open.unseen || page.unseen > 0;
    if (element.tag == Tag::Main && open.role.is_empty() || open.role == "main") && !hidden {
        page.notes.structure.mains += 1;
        if page.notes.structure.mains > 1 {
            let message = "The page has a second main part.".to_owned();
            page.fault(
                Code::MainLandmark,
                (element.at, element.end),
                message,
                "Leave one <main> and make the other a <section> or <div>.",
            );
        }
    }
    if (element.tag == Tag::Nav && open.role.is_empty() || open.role == "navigation") && !hidden {
        let (label, tag) = (Piece::of(open.label, page.text), Piece::new((element.at, element.end)));
        page.notes.structure.navs.push(Nav { label, labelled: open.labelled, tag });
    }
    if open.focusable && !page.notes.structure.reached && page.notes.structure.body.is_some() && !hidden {
        page.notes.structure.reached = true;
        let to = element.get(Attribute::Href).and_then(|href| href.strip_prefix('#'));
        page.notes.structure.skip = Some((to.unwrap_or_default(), element.at, element.end));
    }
    if element.tag == Tag::A && page.open.iter().any(|open| open.tag == Tag::Footer && !is_part(page, open.at)) {
        let text = page.text;
        page.notes.help.extend(element.get(Attribute::Href).map(|href| Piece::of(href, text)));
    }
}

/// An element of which only its place counts.
#[inline]
pub(super) fn plain<'t>(page: &mut Page<'t>, element: &Element<'t, '_>) {
    if page.drawing == 0 {
        children(page, element, "");
    }
}

/// Whether an element lies in a part of the page that has feet of its own.
fn is_part(page: &Page<'_>, at: usize) -> bool {
    let around = page.open.iter().take_while(|open| open.at < at);
    around.into_iter().any(|open| {
        matches!(
            open.tag,
            Tag::Article | Tag::Aside | Tag::Blockquote | Tag::Figure | Tag::Main | Tag::Section | Tag::Nav
        )
    })
}

/// What may stand where: parts of lists in lists and nothing else in these.
#[inline]
fn children<'t>(page: &mut Page<'t>, element: &Element<'t, '_>, own: &str) {
    let Some(parent) = page.open.last() else { return };
    let is_part = matches!(element.tag, Tag::Li | Tag::Dt | Tag::Dd);
    if is_part || matches!(parent.tag, Tag::Ul | Tag::Ol | Tag::Menu | Tag::Dl) {
        in_list(page, element, own, (parent.tag, parent.role));
    }
}

fn in_list<'t>(page: &mut Page<'t>, element: &Element<'t, '_>, own: &str, (parent, role): (Tag, &str)) {
    let kind = match parent {
        Tag::Ul | Tag::Ol | Tag::Menu if role.is_empty() || role == "list" => "a list",
        Tag::Dl if role.is_empty() => "a list of terms",
        _ => "",
    };
    if kind.is_empty() && !matches!(element.tag, Tag::Li | Tag::Dt | Tag::Dd) {
        return;
    }
    let fits = match element.tag {
        Tag::Script | Tag::Template => true,
        Tag::Li => kind == "a list" && matches!(own, "" | "listitem"),
        Tag::Dt | Tag::Dd | Tag::Div => kind == "a list of terms",
        _ => false,
    };
    let place = (element.at, element.end);
    if !kind.is_empty() && !fits && own != "listitem" {
        let message = format!("A <{}> stands directly in {kind}.", element.name);
        let help = if kind == "a list" {
            "Put it into an <li>."
        } else {
            "A <dl> holds <dt> and <dd>, or <div> around these."
        };
        page.fault(Code::ListStructure, place, message, help);
        return;
    }
    terms(page, element);
    let in_template = parent == Tag::Template;
    match element.tag {
        Tag::Li if kind.is_empty() && own.is_empty() && !in_template => {
            let is_list = matches!(parent, Tag::Ul | Tag::Ol | Tag::Menu) || role == "list";
            if !is_list {
                let message = "An <li> stands outside of a list.".to_owned();
                page.fault(Code::ListStructure, place, message, "Put it into a <ul> or an <ol>.");
            }
        }
        Tag::Dt | Tag::Dd if kind.is_empty() && !in_template => {
            let grouped = parent == Tag::Div && page.open.iter().rev().nth(1).is_some_and(|outer| outer.tag == Tag::Dl);
            if !grouped {
                let message = format!("A <{}> stands outside of a list of terms.", element.name);
                page.fault(Code::ListStructure, place, message, "Put it into a <dl>.");
            }
        }
        _ => {}
    }
}

/// What is said of a term comes after it.
fn terms(page: &mut Page<'_>, element: &Element<'_, '_>) {
    if !matches!(element.tag, Tag::Dt | Tag::Dd) {
        return;
    }
    let Some(parent) = page.open.last_mut().filter(|parent| matches!(parent.tag, Tag::Dl | Tag::Div)) else { return };
    match element.tag {
        Tag::Dt => parent.children += 1,
        Tag::Dd if parent.children == 0 => {
            let message = "A <dd> has no <dt> before it.".to_owned();
            page.fault(Code::ListStructure, (element.at, element.end), message, "Write the term first, as a <dt>.");
        }
        _ => {}
    }
}

fn tables<'t>(page: &mut Page<'t>, element: &Element<'t, '_>, open: &Open<'t>) {
    match element.tag {
        Tag::Table => {
            let layout = matches!(open.role, "none" | "presentation") || page.inert > 0;
            // What scrolls a wide table has a name, as it must be reached by keyboard.
            let around = page.open.last().filter(|outer| matches!(outer.role, "region" | "group"));
            let caption = [Some(open), around].iter().flatten().any(|named| !named.label.is_empty() || named.labelled);
            page.notes.structure.tables.push(Table { caption, layout, ..Table::default() });
        }
        Tag::Th | Tag::Td => {
            let is_header = element.tag == Tag::Th || matches!(open.role, "columnheader" | "rowheader");
            if let Some(table) = page.notes.structure.tables.last_mut() {
                table.headers += u32::from(is_header);
                table.cells += u32::from(!is_header);
            }
        }
        _ => {}
    }
}

/// Text directly in a list is in none of its items.
#[inline]
pub(super) fn words(page: &mut Page<'_>, text: &str) {
    if page.open.last().is_some_and(|parent| matches!(parent.tag, Tag::Ul | Tag::Ol | Tag::Dl))
        && !text.trim_ascii().is_empty()
    {
        words_in_list(page, text);
    }
}

fn words_in_list(page: &mut Page<'_>, text: &str) {
    let Some(parent) = page.open.last() else { return };
    let (is_list, place) = (parent.role.is_empty(), (parent.at, parent.end));
    if is_list && page.drawing == 0 && !decoded_text(text).trim().is_empty() {
        let message = "Text stands directly in a list.".to_owned();
        page.fault(Code::ListStructure, place, message, "Put it into an item of the list.");
    }
}

pub(super) fn end<'t>(page: &mut Page<'t>, open: &Open<'t>, name: &str) {
    match open.tag {
        Tag::Caption => {
            if let Some(table) = page.notes.structure.tables.last_mut() {
                table.caption |= !name.trim().is_empty();
            }
        }
        Tag::Table => {
            let Some(table) = page.notes.structure.tables.pop() else { return };
            let place = (open.at, open.end);
            if !table.layout && table.cells > 0 && table.headers == 0 {
                let message = "A table has no headers.".to_owned();
                let help = "Write the first cells of rows or columns as <th scope=\"row\"> or <th scope=\"col\">.";
                page.fault(Code::TableHeaders, place, message, help);
            }
            if !table.layout && table.cells > 0 && !table.caption {
                let message = "A table has no caption.".to_owned();
                page.fault(Code::TableCaption, place, message, "Write a <caption> as the first thing in it.");
            }
        }
        _ => {}
    }
}

pub(super) fn finish(page: &mut Page<'_>) {
    if page.notes.sends_to.is_some() && page.notes.structure.mains == 0 {
        return;
    }
    let place = page.notes.structure.body.unwrap_or((0, 0));
    if page.notes.structure.mains == 0 {
        let message = "The page does not say which part is its main one.".to_owned();
        page.fault(Code::MainLandmark, place, message, "Put what the page is about into one <main>.");
    }
    skip(page, place);
    navs(page);
}

fn skip(page: &mut Page<'_>, body: (usize, usize)) {
    let help =
        "Write <a href=\"#main_content\">Skip to content</a> as the first thing in <body>, and that id at <main>.";
    match page.notes.structure.skip {
        Some(("", at, end)) => {
            let message = "The first thing that a keyboard reaches does not lead to the main part.".to_owned();
            page.fault(Code::SkipLink, (at, end), message, help);
        }
        // One that leads nowhere is a fragment that is missing.
        Some(_) => {}
        None => {
            let message = "The page has no link that leads to its main part.".to_owned();
            page.fault(Code::SkipLink, body, message, help);
        }
    }
}

fn navs(page: &mut Page<'_>) {
    let navs = std::mem::take(&mut page.notes.structure.navs);
    if navs.len() < 2 {
        return;
    }
    for (place, nav) in navs.iter().enumerate() {
        let (at, label) = (nav.tag.place(), nav.label.text(page.text));
        if nav.labelled {
        } else if label.trim().is_empty() {
            let message = "The page has several navigations, and this one has no name.".to_owned();
            page.fault(Code::NavUnnamed, at, message, "Say in aria-label what it leads through.");
        } else if navs.iter().take(place).any(|other| other.label.text(page.text) == label) {
            let message = format!("Two navigations of the page are called “{}”.", decoded(label));
            page.fault(Code::NavUnnamed, at, message, "Give each a name of its own in aria-label.");
        }
    }
}
