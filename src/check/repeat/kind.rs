//! Which parts of pages other pages may have as well.

use crate::check::element::Element;
use crate::check::page::Page;
use crate::check::tag::Tag;

/// A kind of part, by where it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Head,
    Article,
    Header,
    Footer,
    Aside,
    Details,
    Drawing,
    Item,
    Term,
}

impl Kind {
    /// In the order of their numbers.
    pub(super) const ALL: [Self; 9] = [
        Self::Head,
        Self::Article,
        Self::Header,
        Self::Footer,
        Self::Aside,
        Self::Details,
        Self::Drawing,
        Self::Item,
        Self::Term,
    ];

    /// What begins with this start tag.
    #[inline]
    pub(super) fn of(page: &Page<'_>, element: &Element<'_, '_>) -> Option<Self> {
        let is_in = |parents: &[Tag]| page.open.last().is_some_and(|parent| parents.contains(&parent.tag));
        Some(match element.tag {
            Tag::Article => Self::Article,
            // Those of pages; others are of one page.
            Tag::Header if is_in(&[Tag::Body]) => Self::Header,
            Tag::Footer if is_in(&[Tag::Body]) => Self::Footer,
            Tag::Aside if is_in(&[Tag::Body]) => Self::Aside,
            Tag::Details => Self::Details,
            Tag::Svg => Self::Drawing,
            // In any other element it may end what stands before it.
            Tag::Li if is_in(&[Tag::Ul, Tag::Ol, Tag::Menu]) && is_row(page, element) => Self::Item,
            Tag::Div if is_in(&[Tag::Dl]) => Self::Term,
            _ => return None,
        })
    }

    /// What it ends with; a head is one part up to its title, and the rest of it
    /// another page does not have.
    pub(super) fn mark(self) -> &'static str {
        match self {
            Self::Head => "<title",
            Self::Article => "</article>",
            Self::Header => "</header>",
            Self::Footer => "</footer>",
            Self::Aside => "</aside>",
            Self::Details => "</details>",
            Self::Drawing => "</svg>",
            Self::Item => "</li>",
            Self::Term => "</div>",
        }
    }

    /// Whether it is so small, and so often of one page only, that it is not
    /// worth keeping before it was met twice.
    pub(super) fn is_small(self) -> bool {
        matches!(self, Self::Item | Self::Term)
    }
}

/// Whether an item is neither bare words, nor a card, which is a part of its own,
/// nor leads to a place on its page.
fn is_row(page: &Page<'_>, element: &Element<'_, '_>) -> bool {
    let inner = page.text.as_bytes().get(element.end..).unwrap_or_default();
    inner.starts_with(b"<") && !inner.starts_with(b"<article") && !inner.starts_with(b"<a href=\"#")
}
