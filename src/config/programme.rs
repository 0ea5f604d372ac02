//! `[programme]`: what the site shows.

use crate::record::{Fields, Form, Key, Text, key, required};
use crate::text::Origin;

/// The programme that the site shows.
#[derive(Debug, Clone)]
pub struct Programme {
    /// Name.
    pub name: Text,
    /// Hosting organisation.
    pub partner: Option<Text>,
    /// First year.
    pub since: Option<i64>,
}

impl Programme {
    /// The names of the programme and of the hosting organisation, in every
    /// language that they have.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.partner.iter().chain([&self.name]).flat_map(Text::forms)
    }

    /// What the file says; without a name, which was reported, an empty one.
    pub(super) fn read(fields: &Fields<'_>) -> Self {
        let table = fields.table("programme");
        let text = |name| table.and_then(|table| table.text(name));
        Self {
            name: text("name").unwrap_or_else(|| Text::new(String::new(), Origin::verbatim(fields.span()))),
            partner: text("partner"),
            since: table.and_then(|table| table.int("since")).map(|n| n.value),
        }
    }
}

/// The keys of the programme.
pub(super) const KEYS: &[Key] = &[
    required("name", Form::Text, "Name of the programme."),
    key("partner", Form::Text, "The hosting organisation."),
    key("since", Form::Int(1900, 2200), "First year."),
];
