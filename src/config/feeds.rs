//! `[feeds]`: how much feeds hold, and what their permanent ids are made from.

use crate::record::{Fields, Form, Key, key};

/// Settings of all feeds.
#[derive(Debug, Clone)]
pub struct Feeds {
    /// The newest so many entries.
    pub entries: usize,
    /// Whether entries hold the whole text, and not its summary alone.
    pub full: bool,
    /// What ids are made from beside those of records; never shown. It stays when
    /// the site moves.
    pub seed: String,
}

pub(super) const KEYS: &[Key] = &[
    key("entries", Form::Int(1, 10_000), "Newest entries of a feed. Default 50."),
    key("content", Form::OneOf(&["summary", "full"]), "What an entry holds. Default `summary`."),
    key("id", Form::Str, "What ids of entries are made from. Default: `base_url` as it stands here."),
];

impl Feeds {
    /// The settings of a `site.toml`.
    pub(super) fn read(fields: &Fields<'_>) -> Self {
        let table = fields.table("feeds");
        let entries = table.and_then(|table| table.int("entries")).and_then(|n| usize::try_from(n.value).ok());
        let content = table.and_then(|table| table.str("content"));
        // What stands in the file, and not what a run puts in its place: a copy
        // of the site for a look has the ids of the site.
        let seed = table.and_then(|table| table.str("id")).or_else(|| fields.str("base_url"));
        Self {
            entries: entries.unwrap_or(50),
            full: content.is_some_and(|content| content.value == "full"),
            seed: seed.map(|seed| seed.value).unwrap_or_default(),
        }
    }
}
