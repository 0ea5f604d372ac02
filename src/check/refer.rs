//! What the elements of a page refer to.

use std::borrow::Cow;

use super::access;
use super::css;
use super::facts::Reference;
use super::page::{Element, Page, Wanted};
use super::tag::Tag;
use super::token::decoded;

impl<'t> Page<'t> {
    pub(super) fn style(&mut self, text: &str) {
        css::urls(text, &mut |url, _| {
            if !url.starts_with('#') {
                self.reference(Reference::Asset, url);
            }
        });
    }

    /// What it leads to and what it loads.
    pub(super) fn refer(&mut self, element: &Element<'t, '_>) {
        let kinds: &[(&str, Reference)] = match element.tag {
            Tag::A | Tag::Area => &[("href", Reference::Link)],
            Tag::Form => &[("action", Reference::Form)],
            Tag::Button => &[("formaction", Reference::Form)],
            Tag::Input => &[("formaction", Reference::Form), ("src", Reference::Asset)],
            Tag::Img | Tag::Source => &[("src", Reference::Asset), ("srcset", Reference::Asset)],
            Tag::Script | Tag::Iframe | Tag::Embed | Tag::Audio | Tag::Track => &[("src", Reference::Asset)],
            Tag::Video => &[("src", Reference::Asset), ("poster", Reference::Asset)],
            Tag::Object => &[("data", Reference::Asset)],
            Tag::Use | Tag::Image => &[("href", Reference::Asset), ("xlink:href", Reference::Asset)],
            Tag::Link => return self.link(element),
            Tag::Meta => return self.meta(element),
            _ => return,
        };
        for (name, kind) in kinds {
            let Some(value) = element.get(name) else { continue };
            if *name == "srcset" {
                candidates(value, |url| self.reference(Reference::Asset, &decoded(url)));
            } else {
                self.to(*kind, &decoded(value), element);
            }
        }
        // A drawing's links are named by either.
        if let Some(value) = element.get("xlink:href").filter(|_| element.tag == Tag::A) {
            self.to(Reference::Link, &decoded(value), element);
        }
    }

    /// A reference that may stay on the page.
    fn to(&mut self, kind: Reference, address: &str, element: &Element<'t, '_>) {
        match address.trim_ascii().strip_prefix('#') {
            Some("" | "top") => {}
            Some(id) if id.starts_with(":~:") => {}
            Some(id) => {
                let id = Cow::Owned(super::address::plain(id).into_owned());
                self.wanted.push(Wanted { id, by: "href", at: element.at, end: element.end });
            }
            // A form that leads nowhere leads to its own page.
            None if address.is_empty() && kind == Reference::Form => {}
            None => self.reference(kind, address),
        }
    }

    fn link(&mut self, element: &Element<'t, '_>) {
        let rel = element.get("rel").unwrap_or_default().to_ascii_lowercase();
        let is = |word: &str| rel.split_ascii_whitespace().any(|rel| rel == word);
        let loads = ["stylesheet", "icon", "preload", "modulepreload", "manifest", "apple-touch-icon", "mask-icon"];
        let kind = if is("canonical") {
            Reference::Canonical
        } else if loads.iter().any(|word| is(word)) {
            Reference::Asset
        } else if is("preconnect") || is("dns-prefetch") {
            Reference::Hint
        } else {
            Reference::Head
        };
        if let Some(href) = element.get("href") {
            self.reference(kind, &decoded(href));
        }
        candidates(element.get("imagesrcset").unwrap_or_default(), |url| {
            self.reference(Reference::Asset, &decoded(url));
        });
    }

    fn meta(&mut self, element: &Element<'t, '_>) {
        const SHARED: [&str; 5] = ["og:image", "og:url", "og:image:url", "og:image:secure_url", "twitter:image"];
        let name = element.get("property").or_else(|| element.get("name")).unwrap_or_default();
        if SHARED.iter().any(|shared| name.eq_ignore_ascii_case(shared)) {
            self.reference(Reference::Head, &decoded(element.get("content").unwrap_or_default()));
        }
        if let Some(onward) = access::onward(element) {
            self.reference(Reference::Onward, &onward);
        }
    }

    fn reference(&mut self, kind: Reference, address: &str) {
        let from = self.addresses.len();
        self.addresses.push(kind.sign());
        self.addresses.push_str(address);
        // Most are the same from every page.
        let is_rooted = address.starts_with('/') && !address.starts_with("//");
        if !is_rooted && !address.split(['/', '?', '#']).next().is_some_and(|first| first.contains(':')) {
            self.addresses.push('\0');
            self.addresses.push_str(self.notes.base.as_deref().unwrap_or(self.url));
        }
        self.references.push((from, self.addresses.len()));
    }
}

/// Whether an attribute names ids, and whether several.
pub(super) fn id_reference(tag: Tag, name: &str) -> Option<(&'static str, bool)> {
    const NAMES: [(&str, bool); 12] = [
        ("aria-labelledby", true),
        ("aria-describedby", true),
        ("aria-controls", true),
        ("aria-owns", true),
        ("aria-details", true),
        ("aria-errormessage", true),
        ("aria-flowto", true),
        ("aria-activedescendant", false),
        ("popovertarget", false),
        ("for", true),
        ("headers", true),
        ("list", false),
    ];
    if !matches!(name.as_bytes().first(), Some(b'a' | b'p' | b'f' | b'h' | b'l' | b'A'..=b'Z')) || name.len() < 3 {
        return None;
    }
    let (by, is_list) = NAMES.iter().find(|(known, _)| name.eq_ignore_ascii_case(known))?;
    let fits = match *by {
        "for" => matches!(tag, Tag::Label | Tag::Other),
        "headers" => matches!(tag, Tag::Td | Tag::Th),
        "list" => tag == Tag::Input,
        _ => true,
    };
    fits.then_some((*by, *is_list))
}

/// The addresses of a `srcset` (HTML standard, "parse a srcset attribute").
fn candidates(value: &str, mut each: impl FnMut(&str)) {
    let mut rest = value;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        if rest.is_empty() {
            return;
        }
        let (url, after) = rest.split_at(rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len()));
        let bare = url.trim_end_matches(',');
        each(bare);
        rest = if bare.len() < url.len() { after } else { after.split_once(',').map_or("", |(_, next)| next) };
    }
}
