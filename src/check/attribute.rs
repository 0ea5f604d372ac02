//! The attributes that rules ask for, and which of them an element has.

use super::name::{Name, packed};
use super::tag::named;

named! {
    /// An attribute by its name.
    Attribute {
        Action "action", Alt "alt", AriaHidden "aria-hidden", AriaLabel "aria-label",
        AriaLabelledby "aria-labelledby", Autocomplete "autocomplete", Autoplay "autoplay", Charset "charset",
        Content "content", Controls "controls", Data "data", Disabled "disabled", For "for",
        FormAction "formaction", Headers "headers", Height "height", Hidden "hidden", Href "href",
        HrefLang "hreflang", HttpEquiv "http-equiv", Id "id", ImageSrcset "imagesrcset", Kind "kind", Lang "lang",
        List "list", Multiple "multiple", Name "name", PopoverTarget "popovertarget", Poster "poster",
        Property "property", Rel "rel", Role "role", Src "src", Srcset "srcset", Style "style",
        TabIndex "tabindex", Title "title", Type "type", Value "value", Width "width", XlinkHref "xlink:href",
    } or Aria, Other
}

impl Attribute {
    /// The attribute of a name; of WAI-ARIA those without a rule of their own are
    /// one.
    #[inline]
    pub(super) fn named(name: Name<'_>) -> Self {
        const CLASS: u64 = packed("class");
        // No rule asks for the one that most elements have.
        if name.number == CLASS && name.is("class") {
            return Self::Other;
        }
        match Self::of(name) {
            Self::Other if is_aria(name.text) => Self::Aria,
            known => known,
        }
    }
}

#[inline]
fn is_aria(name: &str) -> bool {
    matches!(name.as_bytes(), [b'a' | b'A', ..])
        && name.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("aria-"))
}

/// Attributes of one element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Attributes(u64);

impl Attributes {
    #[inline]
    pub(super) const fn of(all: &[Attribute]) -> Self {
        let (mut set, mut rest) = (0, all);
        while let [first, after @ ..] = rest {
            set |= 1 << *first as u64;
            rest = after;
        }
        Self(set)
    }

    #[inline]
    pub(super) const fn has_any(self, of: Self) -> bool {
        self.0 & of.0 != 0
    }

    #[inline]
    pub(super) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}
