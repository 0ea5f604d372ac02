//! Static pages: about, statements, news.

use serde::{Deserialize, Serialize};

use super::intern::{Schedule, schedule};
use super::{Loose, Prose, Read, SUMMARY_MAX, check_order, check_summary, read_headed, read_story};
use crate::diagnostic::Diagnostic;
use crate::record::{Form, Key, Meaning, Text, key, required};
use crate::text::{FileId, Spanned};

/// A page.
#[derive(Debug, Serialize, Deserialize)]
pub struct PageRecord {
    /// Path below content/pages without `.md`: `about`, `news/first`.
    pub id: String,
    /// The file.
    pub file: FileId,
    /// Title.
    pub title: Text,
    /// In a sentence or two.
    pub summary: Option<Text>,
    /// When it is public.
    pub schedule: Schedule,
    /// Old addresses.
    pub aliases: Vec<Spanned<String>>,
    /// A template other than `page.html`.
    pub template: Option<Spanned<String>>,
    /// For themes.
    #[serde(with = "super::extra")]
    pub extra: serde_json::Map<String, serde_json::Value>,
    /// The text.
    pub story: Prose,
}

/// The keys of a page.
pub const KEYS: &[Key] = &[
    required("title", Form::Text, "Title of the page."),
    key("summary", Form::Short(SUMMARY_MAX), "At most 300 characters."),
    key("published", Form::Date, "Not built before it."),
    key("draft", Form::Bool, "Not built."),
    key("expires", Form::Date, "Not built from this day on."),
    key("aliases", Form::List(&Form::Word(Meaning::Alias)), "Old addresses, redirected."),
    key("template", Form::Str, "A template of the theme other than page.html."),
];

/// Reads a page. One that begins with a heading of the top level has no record:
/// the heading is its title.
///
/// # Errors
/// The record has mistakes, which are reported; its text is given back.
pub fn read(text: &str, file: FileId, id: &str, language: &str, problems: &mut Vec<Diagnostic>) -> Read<PageRecord> {
    if let Some((title, story)) = read_headed(text, file, problems) {
        return Ok(PageRecord {
            id: id.to_owned(),
            file,
            title,
            summary: None,
            schedule: Schedule::default(),
            aliases: Vec::new(),
            template: None,
            extra: serde_json::Map::new(),
            story,
        });
    }
    let (fields, story) = read_story(text, file, language, KEYS, problems)?;
    check_summary(fields.text("summary").as_ref(), problems);
    check_order(&fields, "published", "expires", problems);
    let Some(title) = fields.text("title").filter(|_| fields.complete()) else {
        return Err(Loose::text(Some(story)));
    };
    Ok(PageRecord {
        id: id.to_owned(),
        file,
        title,
        summary: fields.text("summary"),
        schedule: schedule(&fields),
        aliases: fields.strings("aliases"),
        template: fields.str("template"),
        extra: fields.open("extra"),
        story,
    })
}
