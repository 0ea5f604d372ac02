//! Tags of templates, to be compared with tags of pages.
//!
//! A template's tag has holes where values come, and parts that stand there only
//! sometimes. Which tag of a page it can have made follows from what is left.

use std::ops::Range;

use super::facts::Spot;
use super::token::{Attr, Token, Tokens};

/// A tag of a page.
#[derive(Debug)]
pub(super) struct PageTag<'t> {
    name: &'t str,
    attrs: Vec<Attr<'t>>,
}

/// A tag of a template.
#[derive(Debug)]
pub(super) struct Shape<'t> {
    pub(super) range: Range<usize>,
    name: &'t str,
    parts: Vec<Part<'t>>,
}

#[derive(Debug)]
struct Part<'t> {
    name: &'t str,
    value: &'t str,
    /// Whether it stands there only sometimes.
    sometimes: bool,
}

/// Reads the tag of a fault.
pub(super) fn read_tag(tag: &str) -> Option<PageTag<'_>> {
    let (mut tokens, mut attrs) = (Tokens::of_xml(tag), Vec::new());
    match tokens.next(&mut attrs)? {
        Token::Start { name, .. } => Some(PageTag { name, attrs }),
        _ => None,
    }
}

/// All tags of a template, in their order.
pub(super) fn shapes(template: &str) -> Vec<Shape<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = template.get(at..).filter(|rest| !rest.is_empty()) {
        let Some(next) = rest.find(['<', '{']) else { break };
        at += next;
        let rest = template.get(at..).unwrap_or_default();
        if let Some(length) = engine(rest) {
            at += length;
            continue;
        }
        let names = rest
            .get(1..)
            .is_some_and(|after| rest.starts_with('<') && after.starts_with(|c: char| c.is_ascii_alphabetic()));
        match names.then(|| shape(template, at)).flatten() {
            Some(shape) => {
                at = shape.range.end;
                found.push(shape);
            }
            None => at += 1,
        }
    }
    found
}

/// Bytes of what is the engine's and no HTML, if the text begins with it.
fn engine(rest: &str) -> Option<usize> {
    let end = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")]
        .iter()
        .find(|(open, _)| rest.starts_with(open))
        .map(|(_, end)| *end)?;
    Some(rest.find(end).map_or(rest.len(), |at| at + end.len()))
}

fn shape(template: &str, start: usize) -> Option<Shape<'_>> {
    let text = template.get(start..)?;
    let name_end = text.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/' | '{'))?;
    let name = text.get(1..name_end)?;
    let (mut at, mut depth, mut parts) = (name_end, 0_u32, Vec::new());
    loop {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        if let Some(length) = engine(rest) {
            let inner = rest.get(2..length)?.trim_start_matches('-').trim_start();
            if inner.starts_with("if ") || inner.starts_with("for ") {
                depth += 1;
            } else if inner.starts_with("end") {
                depth = depth.saturating_sub(1);
            }
            at += length;
        } else if rest.starts_with('>') {
            return Some(Shape { range: start..start + at + 1, name, parts });
        } else if rest.starts_with(|c: char| c.is_whitespace() || c == '/') {
            at += 1;
        } else {
            let (part, length) = part(rest, depth > 0)?;
            parts.push(part);
            at += length;
        }
    }
}

fn part(rest: &str, sometimes: bool) -> Option<(Part<'_>, usize)> {
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/' | '{')).unwrap_or(rest.len());
    let name = rest.get(..end)?;
    let Some(after) = rest.get(end..).and_then(|after| after.strip_prefix('=')) else {
        return (end > 0).then_some((Part { name, value: "", sometimes }, end));
    };
    let quote = after.chars().next().filter(|quote| matches!(quote, '"' | '\''));
    let Some(quote) = quote else {
        let length = after.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(after.len());
        return Some((Part { name, value: after.get(..length)?, sometimes }, end + 1 + length));
    };
    let mut at = 1;
    loop {
        let here = after.get(at..).filter(|here| !here.is_empty())?;
        if let Some(length) = engine(here) {
            at += length;
        } else if here.starts_with(quote) {
            return Some((Part { name, value: after.get(1..at)?, sometimes }, end + 2 + at));
        } else {
            at += here.chars().next().map_or(1, char::len_utf8);
        }
    }
}

impl Shape<'_> {
    /// How well a tag of a page fits, if it can have been made by this one.
    pub(super) fn fits(&self, tag: &PageTag<'_>) -> Option<u32> {
        if !self.name.eq_ignore_ascii_case(tag.name) {
            return None;
        }
        let mut fit = 1;
        for attr in &tag.attrs {
            let same = self.parts.iter().filter(|part| part.name.eq_ignore_ascii_case(attr.name));
            let best = same.filter_map(|part| agrees(part.value, attr.value)).max()?;
            fit += best;
        }
        let lacks = |part: &&Part<'_>| {
            !part.sometimes && tag.attrs.iter().all(|attr| !part.name.eq_ignore_ascii_case(attr.name))
        };
        self.parts.iter().find(lacks).is_none().then_some(fit)
    }

    /// Letters before and behind that are the same on the page.
    pub(super) fn around(&self, template: &str, spot: &Spot) -> u32 {
        let before = template.get(..self.range.start).unwrap_or_default().bytes().rev();
        let before = before.zip(spot.before.bytes().rev()).take_while(|(a, b)| a == b).count();
        let after = template.get(self.range.end..).unwrap_or_default().bytes();
        let after = after.zip(spot.after.bytes()).take_while(|(a, b)| a == b).count();
        u32::try_from(before + after).unwrap_or(u32::MAX)
    }

    /// Whether it says itself all that the page has, and says something, with no
    /// values of others.
    pub(super) fn is_literal(&self) -> bool {
        !self.parts.is_empty() && self.parts.iter().all(|part| !part.value.contains("{{"))
    }
}

/// How well a value fits what a template says of it.
fn agrees(pattern: &str, value: &str) -> Option<u32> {
    if !pattern.contains('{') {
        return (pattern == value).then_some(4);
    }
    let mut rest = value;
    let mut pattern = pattern;
    let mut first = true;
    let mut letters = 0;
    // Words that stand there only sometimes may be missing.
    let strict = !pattern.contains("{%");
    while !pattern.is_empty() {
        let literal = pattern.find('{').filter(|at| engine(pattern.get(*at..).unwrap_or_default()).is_some());
        let (text, after) = pattern.split_at(literal.unwrap_or(pattern.len()));
        if !text.is_empty() && strict {
            let found = rest.find(text).filter(|at| !first || *at == 0)?;
            letters += text.len();
            rest = rest.get(found + text.len()..)?;
        }
        first = false;
        pattern = after.get(engine(after).unwrap_or(after.len())..).unwrap_or_default();
    }
    Some(1 + u32::try_from(letters.min(16)).unwrap_or_default() / 8)
}

/// What a tag of a page has in common with others that one template makes.
pub(super) fn signature(tag: &str) -> String {
    let Some(PageTag { name, attrs }) = read_tag(tag) else { return String::new() };
    attrs.iter().fold(name.to_owned(), |all, attr| format!("{all} {}", attr.name))
}
