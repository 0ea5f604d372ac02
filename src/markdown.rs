//! Markdown: text to a [`Doc`], and a `Doc` with resolved links to safe HTML.
//!
//! Stories are untrusted. No raw HTML, no unsafe address, no inline style or
//! script gets from a text into a page: HTML is written here from events, never
//! copied. Knows nothing of records, routes and files: what a link or a picture
//! becomes is decided by the caller and put into the holes of the `Doc`.
//!
//! The dialect is described for authors in docs/markdown.md.

mod directive;
mod doc;
mod embed;
mod heading;
mod highlight;
mod line;
mod link;
mod nesting;
mod note;
mod out;
mod picture;
mod plain;
mod problems;
pub mod reading;
mod source;
mod splice;
#[cfg(test)]
mod tests;
mod url;
mod wording;
mod words;
mod writer;

pub use doc::{Beneficiaries, Doc, Heading, ImageOutcome, ImageRef, LinkOutcome, LinkRef, LinkTarget};
pub use highlight::highlight;
pub use plain::plain;
pub use url::{UrlKind, UrlProblem, safe_url};
pub use wording::Wording;

use crate::diagnostic::Diagnostic;
use crate::text::Origin;
use problems::Problems;
use source::Source;
use writer::Writer;

/// Reads a text and reports what is wrong with it. `origin` says where the
/// text stands, so that every problem points at its place in the file.
pub fn parse(text: &str, origin: &Origin, problems: &mut Vec<Diagnostic>) -> Doc {
    let source = Source::new(text);
    let before = problems.len();
    let render = |shift, problems: &mut Vec<Diagnostic>| {
        Writer::new(&source, Problems::new(&source, origin, problems), shift).run()
    };
    let (doc, has_top) = render(false, problems);
    if !has_top {
        return doc;
    }
    // An h1 moves every heading, those before it too. It is rare and warned
    // of, so such a text is rendered twice rather than every text kept open.
    problems.truncate(before);
    render(true, problems).0
}

impl Doc {
    /// The HTML with its holes filled: `links` and `images` answer
    /// [`Doc::links`] and [`Doc::images`], index by index. What has no answer
    /// is withheld.
    ///
    /// Nothing is left of a text whose HTML was let go.
    pub fn html(&self, links: &[LinkOutcome], images: &[ImageOutcome], words: &Wording) -> String {
        self.body.as_ref().map(|body| splice::splice(body, links, images, words)).unwrap_or_default()
    }

    /// Whether nothing would be shown.
    pub fn is_empty(&self) -> bool {
        self.body.as_ref().is_none_or(|body| body.html.is_empty())
    }

    /// Whether a link stands in a heading, by its index in [`Doc::links`]. The
    /// outline and the heading's id repeat its text, so withholding the link
    /// alone would not hide what it names.
    pub fn is_in_heading(&self, link: usize) -> bool {
        self.heading_links.binary_search(&link).is_ok()
    }
}
