//! Markdown of other programs. It is read as HTML, since any of it may be HTML,
//! and written anew: so what the site's dialect takes otherwise, or not at all,
//! shows on the list and not on a page.

use pulldown_cmark::{Options, Parser, html::push_html};

use super::document::Document;
use super::front::{Front, split};
use super::html::{self, Reading};
use super::remains::Kind;

/// Reads a file: its front matter, and its text.
///
/// # Errors
/// In words: why it cannot be read.
pub(super) fn read(text: &str) -> Result<Document, String> {
    let (front, body) = split(text)?;
    let mut document = body_of(body)?;
    keys(&front, &["title"], &mut document);
    document.title = front.text("title").or(document.title);
    Ok(document)
}

/// Reads a text without front matter.
pub(super) fn body_of(text: &str) -> Result<Document, String> {
    // Typographic signs are left to the site.
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST;
    let mut page = String::new();
    push_html(&mut page, Parser::new_ext(text, options));
    html::read(&page, Reading::default())
}

/// Keys that a record here has no place for.
pub(super) fn keys(front: &Front, carried: &[&str], document: &mut Document) {
    for (key, value) in &front.0 {
        if !carried.iter().any(|known| known.eq_ignore_ascii_case(key)) {
            document.remains.once(Kind::Key, &format!("{key}: {}", value.words()));
        }
    }
}
