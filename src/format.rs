//! Files for programs: feeds, sitemap, tables of figures, rules for hosts, calendars. Each takes what is
//! published and gives text; none of them decides what is published.

pub mod agenda;
pub mod feed;
pub mod host;
pub mod jsonld;
pub mod llms;
pub mod schema;
pub mod security;
pub mod sitemap;
pub mod table;
pub mod webapp;

use std::borrow::Cow;

/// A text as XML shows it, in content and in attributes. What XML cannot say
/// (version 1.0, 2.2) is marked as lost.
pub(crate) fn xml(text: &str) -> Cow<'_, str> {
    // No such character begins with another byte.
    let perhaps = |byte: u8| byte == 0xEF || (byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r'));
    if text.bytes().any(perhaps) && text.contains(unspeakable) {
        let sayable = text.replace(unspeakable, "\u{fffd}");
        return quick_xml::escape::escape(sayable.as_str()).into_owned().into();
    }
    quick_xml::escape::escape(text)
}

fn unspeakable(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}
