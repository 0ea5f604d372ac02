//! What the files of an output refer to, each kind in its own language.

use std::borrow::Cow;

use super::address::depends_on_page;
use super::css;
use super::facts::{Facts, Reference, Spot, Texts};
use super::json;
use super::page;
use super::repeat::Repeats;
use super::token::{Token, Tokens, decoded};
use crate::path::OutPath;

/// What a file is written in, as far as it can refer to others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Language {
    Html,
    Css,
    /// Drawings.
    Svg,
    /// Feeds and sitemaps.
    Xml,
    /// Feeds and the manifest.
    Json,
    Robots,
}

const EXTENSIONS: [(&str, Language); 8] = [
    ("html", Language::Html),
    ("htm", Language::Html),
    ("css", Language::Css),
    ("svg", Language::Svg),
    ("xml", Language::Xml),
    ("atom", Language::Xml),
    ("rss", Language::Xml),
    ("webmanifest", Language::Json),
];

/// Whether a file of this name may refer to others.
pub(super) fn tells(out: &str) -> bool {
    language(out).is_some()
}

/// Whether links may name places in a file of this name.
pub(super) fn has_places(out: &str) -> bool {
    matches!(language(out), Some(Language::Html | Language::Svg))
}

/// Whether a file of this name is a page.
pub(super) fn is_page(out: &str) -> bool {
    language(out) == Some(Language::Html)
}

fn language(out: &str) -> Option<Language> {
    // Nearly all of them.
    if out.ends_with(".html") {
        return Some(Language::Html);
    }
    let name = out.rsplit('/').next().unwrap_or(out);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let known = EXTENSIONS.iter().find(|(known, _)| extension.eq_ignore_ascii_case(known));
    known.map(|(_, language)| *language).or_else(|| match name {
        "feed.json" | "manifest.json" => Some(Language::Json),
        "robots.txt" if out == name => Some(Language::Robots),
        _ => None,
    })
}

/// The facts of a file.
pub(super) fn facts(out: &OutPath, bytes: &[u8], texts: &Texts, repeats: &Repeats) -> Facts<'static> {
    let text = simdutf8::basic::from_utf8(bytes).unwrap_or_default();
    if is_page(out.as_str()) {
        return page::facts(out.url().as_str(), text, texts, repeats);
    }
    let url = out.url();
    let mut all: Vec<String> = Vec::new();
    let mut ids: Vec<String> = Vec::new();
    others(out, text, &mut |kind, address, _| all.push(written(kind, address, url.as_str())), &mut |id| ids.push(id));
    all.sort_unstable();
    all.dedup();
    let mut numbers = texts.numbers(all.iter().chain(&ids).map(String::as_str));
    let ids = numbers.split_off(all.len());
    Facts { references: Cow::Owned(numbers), ids: Cow::Owned(ids), ..Facts::default() }
}

/// Where in a file something is referred to, as [`Reference`] writes it.
pub(super) fn spots_of(out: &OutPath, bytes: &[u8], wanted: &dyn Fn(&str) -> bool) -> Vec<(String, Spot)> {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let url = out.url();
    if is_page(out.as_str()) {
        return page::spots_of(url.as_str(), text, wanted);
    }
    let mut found = Vec::new();
    others(
        out,
        text,
        &mut |kind, address, at| {
            let reference = written(kind, address, url.as_str());
            if wanted(&reference) {
                // The parser of JSON does not tell where it found anything.
                let at = if at == 0 { text.find(address).unwrap_or_default() } else { at };
                let tag = page::cut(text, at, at + address.len()).to_owned();
                let at = u32::try_from(at).unwrap_or(u32::MAX);
                found.push((reference, Spot { at, tag, ..Spot::default() }));
            }
        },
        &mut |_| {},
    );
    found
}

fn written(kind: Reference, address: &str, url: &str) -> String {
    match depends_on_page(address) {
        false => format!("{}{address}", kind.sign()),
        true => format!("{}{address}\0{url}", kind.sign()),
    }
}

/// What files that are no pages refer to, with the offset of each.
fn others(out: &OutPath, text: &str, each: &mut dyn FnMut(Reference, &str, usize), id: &mut dyn FnMut(String)) {
    match language(out.as_str()) {
        Some(Language::Css) => css::urls(text, &mut |url, at| {
            if !url.starts_with('#') {
                each(Reference::Asset, url, at);
            }
        }),
        Some(Language::Svg) => drawing(text, each, id),
        Some(Language::Xml) => feed(text, each),
        // The reader of JSON does not tell where it found anything.
        Some(Language::Json) => json::addresses(text, &mut |address| each(Reference::Listed, address, 0)),
        Some(Language::Robots) => {
            let mut at = 0;
            for line in text.split_inclusive('\n') {
                if let Some(address) =
                    line.get(..8).filter(|word| word.eq_ignore_ascii_case("sitemap:")).and(line.get(8..))
                {
                    each(Reference::Listed, address.trim(), at);
                }
                at += line.len();
            }
        }
        Some(Language::Html) | None => {}
    }
}

fn drawing(text: &str, each: &mut dyn FnMut(Reference, &str, usize), id: &mut dyn FnMut(String)) {
    let (mut tokens, mut attrs) = (Tokens::of_xml(text), Vec::new());
    let mut in_style = false;
    while let Some(token) = tokens.next(&mut attrs) {
        let at = tokens.range().start;
        match token {
            Token::Start { name, closed, .. } => {
                in_style = name == "style" && !closed;
                for attr in &attrs {
                    let kind = if name == "a" { Reference::Link } else { Reference::Asset };
                    match attr.name {
                        "href" | "xlink:href" if !attr.value.starts_with(['#']) && !attr.value.starts_with("data:") => {
                            each(kind, &decoded(attr.value), at);
                        }
                        "id" => id(decoded(attr.value).into_owned()),
                        _ => {}
                    }
                }
            }
            Token::End { .. } => in_style = false,
            Token::Text(css) | Token::Raw(css) if in_style => css::urls(css, &mut |url, _| {
                if !url.starts_with('#') {
                    each(Reference::Asset, url, at);
                }
            }),
            Token::Text(_) | Token::Raw(_) | Token::Doctype(_) => {}
        }
    }
}

/// Elements of feeds and sitemaps whose text is an address.
const ADDRESSES: [&str; 6] = ["loc", "link", "logo", "icon", "comments", "image:loc"];

fn feed(text: &str, each: &mut dyn FnMut(Reference, &str, usize)) {
    let (mut tokens, mut attrs) = (Tokens::of_xml(text), Vec::new());
    let mut inside = false;
    while let Some(token) = tokens.next(&mut attrs) {
        let at = tokens.range().start;
        match token {
            Token::Start { name, closed, .. } => {
                inside = !closed && ADDRESSES.contains(&name);
                let named = attrs.iter().find(|attr| attr.name == "href" || attr.name == "url");
                if let Some(attr) = named.filter(|_| matches!(name, "link" | "xhtml:link" | "enclosure")) {
                    each(Reference::Listed, &decoded(attr.value), at);
                }
            }
            Token::Text(address) if inside => {
                let address = decoded(address);
                if !address.trim().is_empty() {
                    each(Reference::Listed, address.trim(), at);
                }
            }
            Token::End { .. } => inside = false,
            Token::Text(_) | Token::Raw(_) | Token::Doctype(_) => {}
        }
    }
}
