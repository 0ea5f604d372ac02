//! Feeds: what they hold, whatever their form; [`atom`] (RFC 4287) and
//! [`json`] (JSON Feed 1.1) print it.

mod absolute;
mod atom;
mod json;

use jiff::civil::Date;

pub use absolute::absolute;
pub use atom::atom;
pub use json::json;

use crate::hash::Hasher;

/// Stands for the form in keys of Atom feeds: a new one for another form.
pub const ATOM_FORM: &str = "atom 1";

/// The same for JSON feeds.
pub const JSON_FORM: &str = "json 1";

/// A feed.
#[derive(Debug)]
pub struct Feed<'e> {
    /// Its own [`permanent_id`].
    pub id: String,
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
    /// Full address of the site's icon.
    pub icon: Option<String>,
    /// Language, BCP 47.
    pub language: String,
    /// Who publishes it.
    pub author: String,
    /// Full address of who publishes it.
    pub author_url: Option<String>,
    /// The date of the last change of an entry.
    pub updated: Date,
    /// Newest first.
    pub entries: Vec<&'e Entry>,
}

/// An entry of a feed. It is the same in every feed that has it.
#[derive(Debug)]
pub struct Entry {
    /// Its [`permanent_id`].
    pub id: String,
    /// Title.
    pub title: String,
    /// Full address.
    pub url: String,
    /// Whose words it is: a name only where consent gives one.
    pub author: String,
    /// Summary, with the notices that belong to it.
    pub summary: String,
    /// The whole text as HTML with full addresses, where feeds hold it.
    pub content: Option<String>,
    /// Day of publication.
    pub published: Date,
    /// Last change.
    pub updated: Date,
    /// What it is about.
    pub subjects: Vec<Subject>,
}

/// Something that entries are about.
#[derive(Debug)]
pub struct Subject {
    /// Name for programs, within the scheme.
    pub term: String,
    /// Full address of the list that the name is one of.
    pub scheme: String,
    /// Name for people.
    pub label: String,
}

/// An opaque id that stays when the site moves and when a record gets another
/// name: a version 8 UUID (RFC 9562) made from a hash of what marks the site
/// and of what marks the record within it.
pub fn permanent_id(seed: &str, key: &str) -> String {
    let hex = Hasher::new().part(seed.as_bytes()).part(key.as_bytes()).finish().to_string();
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    format!("urn:uuid:{}-{}-8{}-a{}-{}", part(0, 8), part(8, 12), part(13, 16), part(17, 20), part(20, 32))
}

fn midnight(date: Date) -> String {
    format!("{date}T00:00:00Z")
}

#[cfg(test)]
mod tests;
