//! What the elements of a page refer to.

use std::borrow::Cow;

use super::access;
use super::address::depends_on_page;
use super::attribute::{Attribute, Attributes};
use super::css;
use super::element::Element;
use super::facts::Reference;
use super::page::{Page, Wanted};
use super::tag::{Tag, Tags};
use super::token::{Attr, decoded};
use crate::path::percent_decoded;

/// Attributes with a meaning of their own on any element.
const COMMON: Attributes = Attributes::of(&[
    Attribute::Id,
    Attribute::Name,
    Attribute::Style,
    Attribute::Aria,
    Attribute::AriaLabelledby,
    Attribute::PopoverTarget,
    Attribute::For,
    Attribute::Headers,
    Attribute::List,
]);

/// Elements that lead somewhere or load something.
pub(super) const REFERRING: Tags = Tags::of(&[
    Tag::A,
    Tag::Area,
    Tag::Form,
    Tag::Button,
    Tag::Input,
    Tag::Img,
    Tag::Source,
    Tag::Script,
    Tag::Iframe,
    Tag::Embed,
    Tag::Audio,
    Tag::Track,
    Tag::Video,
    Tag::Object,
    Tag::Use,
    Tag::Image,
    Tag::Link,
    Tag::Meta,
]);

impl<'t> Page<'t> {
    /// What any element may have.
    #[inline]
    pub(super) fn common(&mut self, element: &Element<'t, '_>) {
        if element.has_any(COMMON) {
            self.common_of(element);
        }
    }

    fn common_of(&mut self, element: &Element<'t, '_>) {
        for attr in element.attrs() {
            match attr.kind {
                Attribute::Other => {}
                Attribute::Id => self.ids.push((decoded(attr.value), element.at, element.end)),
                Attribute::Name if element.tag == Tag::A => self.anchors.push(decoded(attr.value)),
                Attribute::Style => self.style(attr.value),
                _ => {
                    if let Some((by, is_list)) = id_reference(element.tag, &attr) {
                        let value = decoded(attr.value);
                        let (at, end) = (element.at, element.end);
                        match value {
                            Cow::Borrowed(value) if is_list => {
                                let each = value.split_ascii_whitespace();
                                self.wanted.extend(each.map(|id| Wanted { id: Cow::Borrowed(id), by, at, end }));
                            }
                            id => self.wanted.push(Wanted { id, by, at, end }),
                        }
                    }
                }
            }
        }
    }

    pub(super) fn style(&mut self, text: &str) {
        css::urls(text, &mut |url, _| {
            if !url.starts_with('#') {
                self.reference(Reference::Asset, url);
            }
        });
    }

    /// What one of [`REFERRING`] leads to and what it loads.
    pub(super) fn refer(&mut self, element: &Element<'t, '_>) {
        let kinds: &[(Attribute, Reference)] = match element.tag {
            Tag::A | Tag::Area => &[(Attribute::Href, Reference::Link)],
            Tag::Form => &[(Attribute::Action, Reference::Form)],
            Tag::Button => &[(Attribute::FormAction, Reference::Form)],
            Tag::Input => &[(Attribute::FormAction, Reference::Form), (Attribute::Src, Reference::Asset)],
            Tag::Img | Tag::Source => &[(Attribute::Src, Reference::Asset), (Attribute::Srcset, Reference::Asset)],
            Tag::Script | Tag::Iframe | Tag::Embed | Tag::Audio | Tag::Track => &[(Attribute::Src, Reference::Asset)],
            Tag::Video => &[(Attribute::Src, Reference::Asset), (Attribute::Poster, Reference::Asset)],
            Tag::Object => &[(Attribute::Data, Reference::Asset)],
            Tag::Use | Tag::Image => &[(Attribute::Href, Reference::Asset), (Attribute::XlinkHref, Reference::Asset)],
            Tag::Link => return self.link(element),
            Tag::Meta => return self.meta(element),
            _ => return,
        };
        for (name, kind) in kinds {
            let Some(value) = element.get(*name) else { continue };
            if *name == Attribute::Srcset {
                candidates(value, |url| self.reference(Reference::Asset, &decoded(url)));
            } else {
                self.to(*kind, &decoded(value), element);
            }
        }
        // A drawing's links are named by either.
        if let Some(value) = element.get(Attribute::XlinkHref).filter(|_| element.tag == Tag::A) {
            self.to(Reference::Link, &decoded(value), element);
        }
    }

    /// A reference that may stay on the page.
    fn to(&mut self, kind: Reference, address: &str, element: &Element<'t, '_>) {
        match address.trim_ascii().strip_prefix('#') {
            Some("" | "top") => {}
            Some(id) if id.starts_with(":~:") => {}
            Some(id) => {
                let id = Cow::Owned(percent_decoded(id).into_owned());
                self.wanted.push(Wanted { id, by: "href", at: element.at, end: element.end });
            }
            // A form that leads nowhere leads to its own page.
            None if address.is_empty() && kind == Reference::Form => {}
            None => self.reference(kind, address),
        }
    }

    fn link(&mut self, element: &Element<'t, '_>) {
        let rel = element.get(Attribute::Rel).unwrap_or_default();
        let is = |word: &str| rel.split_ascii_whitespace().any(|rel| rel.eq_ignore_ascii_case(word));
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
        if let Some(href) = element.get(Attribute::Href) {
            self.reference(kind, &decoded(href));
        }
        candidates(element.get(Attribute::ImageSrcset).unwrap_or_default(), |url| {
            self.reference(Reference::Asset, &decoded(url));
        });
    }

    fn meta(&mut self, element: &Element<'t, '_>) {
        const SHARED: [&str; 5] = ["og:image", "og:url", "og:image:url", "og:image:secure_url", "twitter:image"];
        let name = element.get(Attribute::Property).or_else(|| element.get(Attribute::Name)).unwrap_or_default();
        if SHARED.iter().any(|shared| name.eq_ignore_ascii_case(shared)) {
            self.reference(Reference::Head, &decoded(element.get(Attribute::Content).unwrap_or_default()));
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
        if depends_on_page(address) {
            self.addresses.push('\0');
            self.addresses.push_str(self.notes.base.as_deref().unwrap_or(self.url));
        }
        self.references.push((from, self.addresses.len()));
    }
}

/// Whether an attribute names ids, and whether several.
pub(super) fn id_reference(tag: Tag, attr: &Attr<'_>) -> Option<(&'static str, bool)> {
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
    let may = matches!(
        attr.kind,
        Attribute::Aria
            | Attribute::AriaLabelledby
            | Attribute::PopoverTarget
            | Attribute::For
            | Attribute::Headers
            | Attribute::List
    );
    if !may {
        return None;
    }
    let (by, is_list) = NAMES.iter().find(|(known, _)| attr.name.eq_ignore_ascii_case(known))?;
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
