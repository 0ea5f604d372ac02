//! Elements of a page, as rules see them: start tags, and what is open.

use std::ops::Range;

use super::attribute::{Attribute, Attributes};
use super::tag::Tag;
use super::token::Attr;

/// An element that is open.
#[derive(Debug, Clone, Copy)]
pub(super) struct Open<'t> {
    pub(super) tag: Tag,
    pub(super) name: &'t str,
    /// The bytes of its start tag.
    pub(super) at: usize,
    pub(super) end: usize,
    /// Where its text begins in what is gathered, if it is.
    pub(super) gathers: Option<usize>,
    pub(super) role: &'t str,
    /// Its name from `aria-label`, else from `title`, undecoded.
    pub(super) label: &'t str,
    /// Whether another element names it.
    pub(super) labelled: bool,
    pub(super) href: Option<&'t str>,
    /// Whether people who listen are told nothing of it.
    pub(super) unseen: bool,
    pub(super) focusable: bool,
    /// Whether nothing is known of it but where it stands.
    pub(super) plain: bool,
    /// Children of the kinds that a rule counts.
    pub(super) children: u32,
    /// Children of other kinds, or things it lacks, as its rule says.
    pub(super) strangers: u32,
}

impl<'t> Open<'t> {
    /// Of which no rule has noted anything.
    #[inline]
    pub(super) fn of(element: &Element<'t, '_>, plain: bool) -> Self {
        Self {
            tag: element.tag,
            name: element.name,
            at: element.at,
            end: element.end,
            gathers: None,
            role: "",
            label: "",
            labelled: false,
            href: None,
            unseen: false,
            focusable: false,
            plain,
            children: 0,
            strangers: 0,
        }
    }

    /// Whether its role is one that counts for what is in it.
    pub(super) fn has_role(&self) -> bool {
        !matches!(self.role, "" | "none" | "presentation" | "generic")
    }

    /// Whether it is something to press or follow.
    pub(super) fn is_control(&self) -> bool {
        self.tag == Tag::Button || self.tag == Tag::A && self.href.is_some() || matches!(self.role, "button" | "link")
    }
}

/// The start tag that a rule looks at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Element<'t, 'a> {
    pub(super) tag: Tag,
    pub(super) name: &'t str,
    pub(super) at: usize,
    pub(super) end: usize,
    attrs: &'a [Attr<'t>],
    /// Which of the known attributes it has.
    present: Attributes,
}

impl<'t, 'a> Element<'t, 'a> {
    #[inline]
    pub(super) fn new(name: &'t str, tag: Tag, range: Range<usize>, attrs: &'a [Attr<'t>]) -> Self {
        let kinds = attrs.iter().map(|attr| Attributes::of(&[attr.kind]));
        let present = kinds.fold(Attributes::default(), Attributes::with);
        Self { tag, name, at: range.start, end: range.end, attrs, present }
    }

    /// The value of an attribute, undecoded.
    #[inline]
    pub(super) fn get(&self, kind: Attribute) -> Option<&'t str> {
        let value = || self.attrs.iter().find(|attr| attr.kind == kind).map(|attr| attr.value);
        if self.has(kind) { value() } else { None }
    }

    #[inline]
    pub(super) fn has(&self, kind: Attribute) -> bool {
        self.has_any(Attributes::of(&[kind]))
    }

    #[inline]
    pub(super) fn has_any(&self, of: Attributes) -> bool {
        self.present.has_any(of)
    }

    pub(super) fn attrs(&self) -> impl Iterator<Item = Attr<'t>> {
        self.attrs.iter().copied()
    }
}
