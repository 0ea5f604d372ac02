//! What a page says of itself before it begins: language, title, width.

use std::borrow::Cow;

use super::language;
use super::squeezed;
use crate::check::attribute::Attribute;
use crate::check::element::{Element, Open};
use crate::check::page::Page;
use crate::check::tag::{Tag, Tags};
use crate::check::token::decoded;
use crate::diagnostic::Code;

/// Where a browser stops looking for the charset (HTML standard, 4.2.5.4).
const CHARSET_WITHIN: usize = 1024;

/// How far visitors must be able to enlarge a page (WCAG 2.2, 1.4.4).
const ENLARGED: f32 = 2.0;

/// What was seen of a head.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) struct Seen {
    html: Option<(usize, usize)>,
    titles: usize,
    description: bool,
    viewport: bool,
    charset: bool,
}

impl Seen {
    /// Whether nothing was seen but where the page begins.
    pub(super) fn is_blank(&self) -> bool {
        *self == Self { html: self.html, ..Self::default() }
    }

    /// What was seen in the head of another page that begins alike.
    pub(super) fn with(self, other: Self) -> Self {
        Self { html: self.html, ..other }
    }
}

/// Elements that its rules speak of, beside any that name a language.
pub(super) const ASKED: Tags = Tags::of(&[Tag::Html, Tag::Base, Tag::Link, Tag::Meta]);

pub(super) fn start(page: &mut Page<'_>, element: &Element<'_, '_>) {
    if let Some(tag) = element.get(Attribute::Lang) {
        let value = decoded(tag);
        // Nothing is known of a part with an empty one, which may be so.
        if !(value.is_empty() && element.tag != Tag::Html)
            && let Some(help) = language::problem(&value)
        {
            wrong_language(page, element, &value, &help);
        }
    }
    match element.tag {
        Tag::Html => {
            page.notes.head.html = Some((element.at, element.end));
            if !element.has(Attribute::Lang) {
                let message = "The page does not say in which language it is.".to_owned();
                page.fault(
                    Code::PageLanguageMissing,
                    (element.at, element.end),
                    message,
                    "Write <html lang=\"en-GB\">, with the language of the page.",
                );
            }
        }
        Tag::Base => page.notes.base = element.get(Attribute::Href).map(|href| decoded(href).into_owned()),
        Tag::Link => {
            let rel = element.get(Attribute::Rel).unwrap_or_default();
            if let Some(tag) = element.get(Attribute::HrefLang).filter(|tag| rel == "alternate" && *tag != "x-default")
                && let Some(help) = language::problem(tag)
            {
                wrong_language(page, element, tag, &help);
            }
        }
        Tag::Meta => meta(page, element),
        _ => {}
    }
}

fn wrong_language(page: &mut Page<'_>, element: &Element<'_, '_>, tag: &str, help: &str) {
    let message = format!("`{tag}` is no language tag.");
    if let Some(fault) = page.fault(Code::LanguageInvalid, (element.at, element.end), message, help) {
        fault.needles.push(tag.to_owned());
    }
}

fn meta(page: &mut Page<'_>, element: &Element<'_, '_>) {
    let content = decoded(element.get(Attribute::Content).unwrap_or_default());
    if let Some(charset) = element.get(Attribute::Charset) {
        page.notes.head.charset |= charset.eq_ignore_ascii_case("utf-8") && element.end <= CHARSET_WITHIN;
    }
    match element.get(Attribute::HttpEquiv) {
        Some(kind) if kind.eq_ignore_ascii_case("refresh") => refresh(page, element, &content),
        Some(kind) if kind.eq_ignore_ascii_case("content-type") => {
            let is_utf8 = content.to_ascii_lowercase().contains("charset=utf-8");
            page.notes.head.charset |= is_utf8 && element.end <= CHARSET_WITHIN;
        }
        _ => {}
    }
    let name = element.get(Attribute::Name).unwrap_or_default();
    if name.eq_ignore_ascii_case("description") {
        page.notes.head.description |= !content.trim().is_empty();
        page.notes.description = squeezed(&content).into_owned();
    } else if name.eq_ignore_ascii_case("robots") {
        page.notes.noindex |= content.to_ascii_lowercase().contains("noindex");
    } else if name.eq_ignore_ascii_case("viewport") {
        page.notes.head.viewport = true;
        if locks_zoom(&content) {
            let message = "The page keeps visitors from enlarging it.".to_owned();
            let help =
                "Write content=\"width=device-width, initial-scale=1\" and nothing of maximum-scale or user-scalable.";
            page.fault(Code::ViewportZoom, (element.at, element.end), message, help);
        }
    }
}

fn locks_zoom(content: &str) -> bool {
    content.split([',', ';']).filter_map(|part| part.split_once('=')).any(|(key, value)| {
        let value = value.trim();
        match key.trim().to_ascii_lowercase().as_str() {
            "user-scalable" => value.eq_ignore_ascii_case("no") || value.parse::<f32>().is_ok_and(|n| n == 0.0),
            "maximum-scale" => value.parse::<f32>().is_ok_and(|most| most < ENLARGED),
            _ => false,
        }
    })
}

/// A page that moves on by itself; at once is a redirect, later takes the page
/// from whoever still reads.
fn refresh(page: &mut Page<'_>, element: &Element<'_, '_>, content: &str) {
    let delay: String = content.trim_start().chars().take_while(char::is_ascii_digit).collect();
    if delay.parse::<u64>().is_ok_and(|delay| delay > 0) {
        let message = format!("The page loads another or itself again after {delay} seconds.");
        let help = "Delete the tag; let visitors follow a link.";
        page.fault(Code::PageRefreshes, (element.at, element.end), message, help);
    }
    if let Some(onward) = onward(element) {
        page.notes.sends_to = Some(onward.into_owned());
    }
}

/// Where a tag sends visitors on to.
pub(in crate::check) fn onward<'t>(element: &Element<'t, '_>) -> Option<Cow<'t, str>> {
    let is_refresh = element.get(Attribute::HttpEquiv).is_some_and(|kind| kind.eq_ignore_ascii_case("refresh"));
    let content = decoded(element.get(Attribute::Content).filter(|_| is_refresh)?);
    let (_, rest) = content.split_once([';', ','])?;
    let rest = rest.trim_start();
    let url = rest
        .get(..3)
        .filter(|word| word.eq_ignore_ascii_case("url"))
        .and_then(|_| rest.get(3..)?.trim_start().strip_prefix('='));
    Some(Cow::Owned(url.unwrap_or(rest).trim().trim_matches(['"', '\'']).to_owned()))
}

/// The end of a title that is not a drawing's.
pub(super) fn title(page: &mut Page<'_>, open: &Open<'_>, name: &str) {
    page.notes.head.titles += 1;
    let text = squeezed(name);
    if page.notes.head.titles > 1 {
        let message = "The page has two titles.".to_owned();
        page.fault(Code::PageTitleMissing, (open.at, open.end), message, "Leave one <title> in the head.");
    } else if text.is_empty() {
        let message = "The title of the page is empty.".to_owned();
        page.fault(Code::PageTitleMissing, (open.at, open.end), message, TITLE);
    }
    if page.notes.title.is_empty() {
        page.notes.title = text.into_owned();
    }
}

const TITLE: &str = "Write into <title> what the page is about and whose site it is.";

pub(super) fn finish(page: &mut Page<'_>) {
    let Seen { html, titles, description, viewport, charset } = page.notes.head;
    let doctype = page.notes.doctype;
    let place = html.unwrap_or((0, 0));
    let mut lacks = |is: bool, code: Code, message: &str, help: &str| {
        if is {
            page.fault(code, place, message.to_owned(), help);
        }
    };
    lacks(titles == 0, Code::PageTitleMissing, "The page has no title.", TITLE);
    let language = "Write <html lang=\"en-GB\">, with the language of the page.";
    lacks(html.is_none(), Code::PageLanguageMissing, "The page does not say in which language it is.", language);
    // Nobody stays on a page that only sends on.
    if page.notes.sends_to.is_some() {
        return;
    }
    let mut lacks = |is: bool, code: Code, message: &str, help: &str| {
        if is {
            page.fault(code, place, message.to_owned(), help);
        }
    };
    let viewport_help = "Write <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"> into the head.";
    lacks(!viewport, Code::ViewportMissing, "The page does not fit itself to narrow screens.", viewport_help);
    let charset_help = "Write <meta charset=\"utf-8\"> as the first line of the head.";
    lacks(!charset, Code::CharsetMissing, "The page does not say early enough that it is UTF-8.", charset_help);
    let doctype_help = "Begin the file with <!doctype html>.";
    lacks(!doctype, Code::DoctypeMissing, "The page does not begin with <!doctype html>.", doctype_help);
    if !description && !page.notes.noindex {
        let message = "The page has no description for search engines.".to_owned();
        let help = "Write <meta name=\"description\" content=\"…\"> into the head: one sentence that is true of this page only.";
        page.fault(Code::DescriptionMissing, place, message, help);
    }
}
