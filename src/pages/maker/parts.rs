//! Rows and cards of people, which stand in many lists: each is rendered when a
//! page first shows it, and once.

use std::sync::OnceLock;

use tera::Value;

use super::super::wording::Notices;
use super::Maker;
use crate::consent::published::PersonIx;
use crate::hash::Hash128;
use crate::view::contract::{Contract, NoBodies, Part, Rendered, View};

/// A person in lists.
#[derive(Debug)]
pub(super) struct Listed {
    /// Stands for what row and card are made from.
    digest: Hash128,
    notices: Notices,
    row: OnceLock<Value>,
    card: OnceLock<Value>,
}

impl Maker<'_> {
    /// Rows; the notices that they need are noted.
    pub(in crate::pages) fn rows(&self, people: &[PersonIx], notices: &mut Notices) -> Vec<Rendered> {
        self.rendered(people, notices, Part::Row)
    }

    /// Cards.
    pub(in crate::pages) fn cards(&self, people: &[PersonIx], notices: &mut Notices) -> Vec<Rendered> {
        self.rendered(people, notices, Part::Card)
    }

    /// The HTML of a row or card.
    pub(super) fn rendered_part(&self, person: PersonIx, part: Part) -> Value {
        let Some(listed) = self.listed(person) else { return Value::safe_string("") };
        let value = match part {
            Part::Row => listed.row.get_or_init(|| self.render_part(person, "parts/row.html")),
            Part::Card => listed.card.get_or_init(|| self.render_part(person, "parts/card.html")),
        };
        value.clone()
    }

    fn listed(&self, person: PersonIx) -> Option<&Listed> {
        Some(self.listed.get(person.0)?.get_or_init(|| self.list(person)))
    }

    fn list(&self, person: PersonIx) -> Listed {
        let mut notices = Notices::default();
        let mut key = self.theme.digest().to_bytes().to_vec();
        self.card(person, &mut notices).feed(&mut key);
        Listed { digest: Hash128::of(&key), notices, row: OnceLock::new(), card: OnceLock::new() }
    }

    fn rendered(&self, people: &[PersonIx], notices: &mut Notices, part: Part) -> Vec<Rendered> {
        let listed = people.iter().filter_map(|person| Some((*person, self.listed(*person)?)));
        listed
            .map(|(person, listed)| {
                notices.add(listed.notices);
                Rendered(person, part, listed.digest)
            })
            .collect()
    }

    fn render_part(&self, person: PersonIx, template: &str) -> Value {
        let context = self.card(person, &mut Notices::default()).map(|card| card.context(&NoBodies));
        let rendered = self.theme.render(template, &context.unwrap_or_default());
        Value::safe_string(&self.or_note(rendered).unwrap_or_default())
    }
}
