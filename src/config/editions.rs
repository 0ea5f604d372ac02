//! `[languages]`: the further languages of a site.

use crate::language;
use crate::record::{Fields, Form, Key, Text, key};

/// A further language of the site.
#[derive(Debug, Clone)]
pub struct Edition {
    /// Its tag, which its addresses begin with.
    pub tag: String,
    /// Title of the site in it.
    pub title: Option<Text>,
    /// What the site is, in it.
    pub description: Option<Text>,
    /// Whether somebody has checked the translations.
    pub reviewed: bool,
}

/// The keys of a language.
pub(super) const KEYS: &[Key] = &[
    key("title", Form::Str, "Title of the site in this language."),
    key("description", Form::Str, "What the site is, in this language."),
    key(
        "reviewed",
        Form::Bool,
        "Whether the translations were checked; with `false` every page says that not. Default true.",
    ),
];

/// The further languages, in their order. A tag that is none was reported.
pub(super) fn read(fields: &Fields<'_>) -> Vec<Edition> {
    let default = fields.str("language").map(|tag| tag.value);
    let site = fields.text("title");
    let named = fields.names("languages").into_iter().zip(fields.tables("languages"));
    let beside = |tag: &str| {
        let (_, title) = site.as_ref()?.others().iter().find(|(other, _)| other == tag)?;
        Some(Text::new(title.value.clone(), title.origin))
    };
    let editions = named.map(|(tag, table)| Edition {
        title: table.text("title").or_else(|| beside(&tag.value)),
        tag: tag.value,
        description: table.text("description"),
        reviewed: !table.has("reviewed") || table.flag("reviewed"),
    });
    let known = |edition: &Edition| language::is_tag(&edition.tag) && default.as_ref() != Some(&edition.tag);
    editions.filter(known).collect()
}
