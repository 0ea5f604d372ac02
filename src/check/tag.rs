//! The elements that rules speak of.

/// A closed set of names, of which a text may be one in whatever case it is
/// written.
macro_rules! named {
    ($(#[$doc:meta])* $set:ident { $($variant:ident $name:literal,)+ } or $($other:ident),+) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum $set {
            $(#[doc = $name] $variant,)+
            $($other,)+
        }

        impl $set {
            #[inline]
            #[expect(non_upper_case_globals, reason = "each has the name of what it stands for")]
            pub(super) fn of(name: $crate::check::name::Name<'_>) -> Self {
                $(const $variant: u64 = $crate::check::name::packed($name);)+
                match name.number {
                    $($variant if name.is($name) => Self::$variant,)+
                    _ => Self::Other,
                }
            }
        }
    };
}

pub(super) use named;

named! {
    /// An element by its name.
    Tag {
        A "a", Address "address", Area "area", Article "article", Aside "aside", Audio "audio", Base "base",
        Blink "blink", Blockquote "blockquote", Body "body", Br "br", Button "button", Caption "caption", Col "col",
        Dd "dd", Details "details", Div "div", Dl "dl", Dt "dt", Embed "embed", Fieldset "fieldset",
        Figcaption "figcaption", Figure "figure", Footer "footer", Form "form", H1 "h1", H2 "h2", H3 "h3", H4 "h4",
        H5 "h5", H6 "h6", Head "head", Header "header", Hr "hr", Html "html", Iframe "iframe", Image "image",
        Img "img", Input "input", Label "label", Legend "legend", Li "li", Link "link", Main "main",
        Marquee "marquee", Math "math", Menu "menu", Meta "meta", Nav "nav", Object "object", Ol "ol",
        Optgroup "optgroup", Choice "option", P "p", Param "param", Pre "pre", Script "script", Section "section",
        Select "select", Source "source", Span "span", Style "style", Summary "summary", Svg "svg", Table "table",
        Tbody "tbody", Td "td", Template "template", Textarea "textarea", Tfoot "tfoot", Th "th", Thead "thead",
        Title "title", Tr "tr", Track "track", Ul "ul", Use "use", Video "video", Wbr "wbr",
    } or Other
}

impl Tag {
    /// Whether it has no content and no end tag.
    #[inline]
    pub(super) fn is_void(self) -> bool {
        matches!(
            self,
            Self::Area
                | Self::Base
                | Self::Br
                | Self::Col
                | Self::Embed
                | Self::Hr
                | Self::Img
                | Self::Input
                | Self::Link
                | Self::Meta
                | Self::Param
                | Self::Source
                | Self::Track
                | Self::Wbr
        )
    }

    /// Whether it is looked at only for where it stands, and its end not at all,
    /// as long as no attribute tells anything.
    #[inline]
    pub(super) fn is_plain(self) -> bool {
        matches!(
            self,
            Self::Address
                | Self::Article
                | Self::Aside
                | Self::Blockquote
                | Self::Br
                | Self::Dd
                | Self::Details
                | Self::Div
                | Self::Dl
                | Self::Dt
                | Self::Fieldset
                | Self::Footer
                | Self::Header
                | Self::Hr
                | Self::Li
                | Self::Ol
                | Self::P
                | Self::Pre
                | Self::Section
                | Self::Span
                | Self::Tbody
                | Self::Tfoot
                | Self::Thead
                | Self::Tr
                | Self::Ul
                | Self::Use
                | Self::Wbr
                | Self::Other
        )
    }

    /// Whether a rule looks at its end, though its text is not gathered and it has
    /// no role.
    #[inline]
    pub(super) fn tells_at_end(self) -> bool {
        matches!(self, Self::Table | Self::Video)
    }

    /// The level of a heading.
    #[inline]
    pub(super) fn level(self) -> Option<u8> {
        Some(match self {
            Self::H1 => 1,
            Self::H2 => 2,
            Self::H3 => 3,
            Self::H4 => 4,
            Self::H5 => 5,
            Self::H6 => 6,
            _ => return None,
        })
    }

    /// Whether a paragraph ends where it begins.
    #[inline]
    pub(super) fn ends_paragraph(self) -> bool {
        matches!(
            self,
            Self::Address
                | Self::Article
                | Self::Aside
                | Self::Blockquote
                | Self::Details
                | Self::Div
                | Self::Dl
                | Self::Fieldset
                | Self::Figcaption
                | Self::Figure
                | Self::Footer
                | Self::Form
                | Self::Header
                | Self::Hr
                | Self::Main
                | Self::Menu
                | Self::Nav
                | Self::Ol
                | Self::P
                | Self::Pre
                | Self::Section
                | Self::Table
                | Self::Ul
        ) || self.level().is_some()
    }

    /// Open elements that end where it begins, and those that keep others open.
    #[inline]
    pub(super) fn ends(self) -> Option<(Tags, Tags)> {
        const TEMPLATES: Tags = Tags::of(&[Tag::Table, Tag::Template]);
        const LISTS: Tags = Tags::of(&[Tag::Ul, Tag::Ol, Tag::Menu, Tag::Template]);
        const TERMS: (Tags, Tags) = (Tags::of(&[Tag::Dt, Tag::Dd]), Tags::of(&[Tag::Dl, Tag::Template]));
        const CELLS: (Tags, Tags) = (Tags::of(&[Tag::Td, Tag::Th]), Tags::of(&[Tag::Table, Tag::Tr, Tag::Template]));
        const ROWS: Tags = Tags::of(&[Tag::Td, Tag::Th, Tag::Tr]);
        const GROUPS: Tags = Tags::of(&[Tag::Td, Tag::Th, Tag::Tr, Tag::Thead, Tag::Tbody, Tag::Tfoot, Tag::Caption]);
        Some(match self {
            Self::Li => (const { Tags::of(&[Self::Li]) }, LISTS),
            Self::Dt | Self::Dd => TERMS,
            Self::Choice => (const { Tags::of(&[Self::Choice]) }, const { Tags::of(&[Self::Select]) }),
            Self::Optgroup => {
                (const { Tags::of(&[Self::Choice, Self::Optgroup]) }, const { Tags::of(&[Self::Select]) })
            }
            Self::Td | Self::Th => CELLS,
            Self::Tr => (ROWS, TEMPLATES),
            Self::Thead | Self::Tbody | Self::Tfoot => (GROUPS, TEMPLATES),
            Self::Body => (const { Tags::of(&[Self::Head]) }, const { Tags::of(&[Self::Html]) }),
            _ => return None,
        })
    }
}

/// Some of the elements.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tags(u128);

impl Tags {
    pub(super) const fn of(all: &[Tag]) -> Self {
        let (mut set, mut rest) = (0, all);
        while let [first, after @ ..] = rest {
            set |= 1 << *first as u128;
            rest = after;
        }
        Self(set)
    }

    #[inline]
    pub(super) const fn has(self, tag: Tag) -> bool {
        self.0 >> tag as u128 & 1 == 1
    }

    #[inline]
    pub(super) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}
