//! A feed as JSON Feed 1.1.

use serde::Serialize;

use super::{Entry, Feed, midnight};

#[derive(Serialize)]
struct JsonFeed<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: &'a str,
    feed_url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    icon: Option<&'a str>,
    language: &'a str,
    authors: [JsonAuthor<'a>; 1],
    items: Vec<JsonItem<'a>>,
}

#[derive(Serialize)]
struct JsonAuthor<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonItem<'a> {
    id: &'a str,
    url: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_html: Option<&'a str>,
    /// Every item has the one or the other.
    #[serde(skip_serializing_if = "Option::is_none")]
    content_text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'a str>,
    date_published: String,
    date_modified: String,
    authors: [JsonAuthor<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'a str>,
}

/// The feed as JSON.
pub fn json(feed: &Feed<'_>) -> String {
    let document = JsonFeed {
        version: "https://jsonfeed.org/version/1.1",
        title: &feed.title,
        home_page_url: &feed.home,
        feed_url: &feed.json,
        description: feed.description.as_deref(),
        icon: feed.icon.as_deref(),
        language: &feed.language,
        authors: [JsonAuthor { name: &feed.author, url: feed.author_url.as_deref() }],
        items: feed.entries.iter().map(|entry| item(entry)).collect(),
    };
    // Strings and lists of strings: nothing here can fail to serialise.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn item(entry: &Entry) -> JsonItem<'_> {
    let content = entry.content.as_deref();
    JsonItem {
        id: &entry.id,
        url: &entry.url,
        title: &entry.title,
        content_html: content,
        content_text: if content.is_none() { Some(&entry.summary) } else { None },
        summary: content.map(|_| entry.summary.as_str()),
        date_published: midnight(entry.published),
        date_modified: midnight(entry.updated),
        authors: [JsonAuthor { name: &entry.author, url: None }],
        tags: entry.subjects.iter().map(|subject| subject.label.as_str()).collect(),
    }
}
