//! `[sections]`: what the pages are called that list folders of pages.

use crate::record::{Fields, Form, Key, Text, required};
use crate::text::Spanned;

/// A folder of pages that has a name of its own.
#[derive(Debug, Clone)]
pub struct Section {
    /// The folder below `content/pages`; whether it is there is not checked here.
    pub folder: Spanned<String>,
    /// Heading of the page that lists what is in it.
    pub title: Text,
}

/// The keys of a folder.
pub(super) const KEYS: &[Key] =
    &[required("title", Form::Text, "Heading of the page that lists what is in the folder, in place of its name.")];

pub(super) fn read(fields: &Fields<'_>) -> Vec<Section> {
    let named = fields.names("sections").into_iter().zip(fields.tables("sections"));
    named.filter_map(|(folder, table)| Some(Section { folder, title: table.text("title")? })).collect()
}
