//! Files for programs: feeds, sitemap, tables of figures, rules for hosts, calendars. Each takes what is
//! published and gives text; none of them decides what is published.

pub mod agenda;
pub mod feed;
pub mod host;
pub mod jsonld;
pub mod llms;
pub mod sitemap;
pub mod table;
pub mod webapp;

use std::borrow::Cow;

/// A text as XML shows it, in content and in attributes.
pub(crate) fn xml(text: &str) -> Cow<'_, str> {
    quick_xml::escape::escape(text)
}
