//! What views name and do not hold: texts, their headings, rows and cards.
//! They are made when a page is, and only then.

use std::sync::Arc;

use tera::Value;

use super::OutlineView;
use super::contract::{Bodies, Contract, Part, Shape, feed_bytes};
use crate::consent::published::{PersonIx, ProseIx};
use crate::hash::Hash128;

/// The HTML of a text that an author wrote; nothing where there is none.
#[derive(Debug, Clone, Copy, Default)]
pub struct Body(pub Option<(ProseIx, Hash128)>);

/// The headings of such a text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Outline(pub Option<(ProseIx, Hash128)>);

/// Structured data of a page, safe inside the tags of its data block.
#[derive(Debug, Clone, Default)]
pub enum Structured {
    /// There is none.
    #[default]
    None,
    /// Of a person's profile, or of a later story by its place. It follows from
    /// what else the view holds.
    Person(PersonIx, Option<usize>),
    /// This.
    Block(Arc<str>),
}

/// A rendered row or card, with the hash of what it is made from.
#[derive(Debug, Clone, Copy)]
pub struct Rendered(pub PersonIx, pub Part, pub Hash128);

fn feed_named(named: Option<Hash128>, key: &mut Vec<u8>) {
    match named {
        Some(digest) => {
            key.push(1);
            key.extend_from_slice(&digest.to_bytes());
        }
        None => key.push(0),
    }
}

impl Contract for Body {
    fn shape() -> Shape {
        Shape::Html
    }

    fn feed(&self, key: &mut Vec<u8>) {
        feed_named(self.0.map(|(_, digest)| digest), key);
    }

    fn value(&self, bodies: &dyn Bodies) -> Value {
        self.0.map_or_else(|| Value::safe_string(""), |(text, _)| bodies.prose(text))
    }
}

impl Contract for Outline {
    fn shape() -> Shape {
        Vec::<OutlineView>::shape()
    }

    fn feed(&self, key: &mut Vec<u8>) {
        feed_named(self.0.map(|(_, digest)| digest), key);
    }

    fn value(&self, bodies: &dyn Bodies) -> Value {
        self.0.map_or_else(|| Value::from(Vec::<Value>::new()), |(text, _)| bodies.outline(text))
    }
}

impl Contract for Structured {
    fn shape() -> Shape {
        Shape::Html
    }

    fn feed(&self, key: &mut Vec<u8>) {
        match self {
            Self::None => key.push(0),
            Self::Person(..) => key.push(1),
            Self::Block(text) => {
                key.push(2);
                feed_bytes(text.as_bytes(), key);
            }
        }
    }

    fn value(&self, bodies: &dyn Bodies) -> Value {
        match self {
            Self::None => Value::safe_string(""),
            Self::Person(person, place) => bodies.structured(*person, *place),
            Self::Block(text) => Value::safe_string(text),
        }
    }
}

impl Contract for Rendered {
    fn shape() -> Shape {
        Shape::Html
    }

    fn feed(&self, key: &mut Vec<u8>) {
        key.push(self.1 as u8);
        key.extend_from_slice(&self.2.to_bytes());
    }

    fn value(&self, bodies: &dyn Bodies) -> Value {
        bodies.part(self.0, self.1)
    }
}
