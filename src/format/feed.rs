//! Atom (RFC 4287) and JSON Feed 1.1.

use jiff::civil::Date;
use serde::Serialize;

use super::xml;
use crate::hash::Hash128;

/// A feed.
#[derive(Debug)]
pub struct Feed {
    /// Title.
    pub title: String,
    /// What it is, in a sentence.
    pub description: Option<String>,
    /// Full address of the page that it follows.
    pub home: String,
    /// Its own full address as Atom.
    pub atom: String,
    /// Its own full address as JSON.
    pub json: String,
    /// Language, BCP 47.
    pub language: String,
    /// Who publishes it.
    pub author: String,
    /// The date of the newest entry.
    pub updated: Date,
    /// Newest first.
    pub entries: Vec<Entry>,
}

/// An entry of a feed.
#[derive(Debug)]
pub struct Entry {
    /// What its permanent id is made from; never shown.
    pub key: String,
    /// Title.
    pub title: String,
    /// Full address.
    pub url: String,
    /// Whose words it is: a name only where consent gives one.
    pub author: String,
    /// Summary, with the notices that belong to it.
    pub summary: String,
    /// Day of publication.
    pub published: Date,
    /// Last change.
    pub updated: Date,
}

/// The feed as Atom.
pub fn atom(feed: &Feed) -> String {
    let mut out = String::with_capacity(1024 + feed.entries.len() * 600);
    out.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    out.push_str(&format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n<title>{}</title>\n",
        xml(&feed.language),
        xml(&feed.title)
    ));
    if let Some(description) = &feed.description {
        out.push_str(&format!("<subtitle>{}</subtitle>\n", xml(description)));
    }
    out.push_str(&format!(
        "<id>{}</id>\n<updated>{}</updated>\n<author><name>{}</name></author>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n",
        permanent_id("feed"),
        midnight(feed.updated),
        xml(&feed.author),
        xml(&feed.home),
        xml(&feed.atom)
    ));
    for entry in &feed.entries {
        out.push_str(&format!(
            "<entry>\n<title>{}</title>\n<id>{}</id>\n<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n\
             <author><name>{}</name></author>\n<published>{}</published>\n<updated>{}</updated>\n\
             <summary>{}</summary>\n</entry>\n",
            xml(&entry.title),
            permanent_id(&entry.key),
            xml(&entry.url),
            xml(&entry.author),
            midnight(entry.published),
            midnight(entry.updated),
            xml(&entry.summary)
        ));
    }
    out.push_str("</feed>\n");
    out
}

#[derive(Serialize)]
struct JsonFeed<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: &'a str,
    feed_url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    language: &'a str,
    authors: [JsonAuthor<'a>; 1],
    items: Vec<JsonItem<'a>>,
}

#[derive(Serialize)]
struct JsonAuthor<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct JsonItem<'a> {
    id: String,
    url: &'a str,
    title: &'a str,
    content_text: &'a str,
    date_published: String,
    date_modified: String,
    authors: [JsonAuthor<'a>; 1],
}

/// The feed as JSON.
pub fn json(feed: &Feed) -> String {
    let items = feed.entries.iter().map(|entry| JsonItem {
        id: permanent_id(&entry.key),
        url: &entry.url,
        title: &entry.title,
        content_text: &entry.summary,
        date_published: midnight(entry.published),
        date_modified: midnight(entry.updated),
        authors: [JsonAuthor { name: &entry.author }],
    });
    let document = JsonFeed {
        version: "https://jsonfeed.org/version/1.1",
        title: &feed.title,
        home_page_url: &feed.home,
        feed_url: &feed.json,
        description: feed.description.as_deref(),
        language: &feed.language,
        authors: [JsonAuthor { name: &feed.author }],
        items: items.collect(),
    };
    // Strings and lists of strings: nothing here can fail to serialise.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

/// An opaque id that stays when the site moves: a version 8 UUID (RFC 9562)
/// made from a hash.
fn permanent_id(key: &str) -> String {
    let hex = Hash128::of(key.as_bytes()).to_string();
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    format!("urn:uuid:{}-{}-8{}-a{}-{}", part(0, 8), part(8, 12), part(13, 16), part(17, 20), part(20, 32))
}

fn midnight(date: Date) -> String {
    format!("{date}T00:00:00Z")
}

#[cfg(test)]
mod tests {
    use super::permanent_id;

    #[test]
    fn ids_are_uuids_and_stay() {
        assert_eq!(permanent_id("intern i-7f3k"), permanent_id("intern i-7f3k"));
        let id = permanent_id("intern i-7f3k");
        assert_eq!(id.len(), "urn:uuid:00000000-0000-0000-0000-000000000000".len());
        assert!(!id.contains("7f3k") || id != "intern i-7f3k");
    }
}
