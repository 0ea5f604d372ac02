//! What is known of a value while a template is scanned.
//!
//! Where two branches disagree, or nothing is known, a value is `Open` and
//! any field of it may be read: the scan would rather miss a mistake than
//! report one that is none.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::theme::words::Words;
use crate::view::contract::{Shape, StructShape};

/// What is known of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Known {
    /// Nothing: any field may be asked for.
    Open,
    /// Text, safe HTML included.
    Text,
    Number,
    Bool,
    /// `t`, the UI strings.
    Words,
    View(Arc<StructShape>),
    /// A map that a template wrote. Made by [`Known::record`], as the next two
    /// are by their functions.
    Record(Arc<BTreeMap<String, Self>>),
    /// A map with keys that only the site knows.
    MapOf(Arc<Self>),
    List(Arc<Self>),
}

/// Values of more parts than these are as good as unknown. A template can put
/// a value into itself again and again: comparing would then take for ever,
/// and dropping would overflow the stack.
const LARGEST: usize = 500;

/// What a field of a value is.
#[derive(Debug)]
pub(super) enum Lookup {
    Found(Known),
    /// The value has fields, this is none of them.
    Missing,
    /// The value is of a kind that has no fields at all.
    NoFields(&'static str),
}

impl From<&Shape> for Known {
    fn from(shape: &Shape) -> Self {
        match shape {
            Shape::Text | Shape::Html => Self::Text,
            Shape::Number => Self::Number,
            Shape::Bool => Self::Bool,
            Shape::Open => Self::Open,
            Shape::Optional(inner) => Self::from(inner.as_ref()),
            Shape::List(inner) => Self::list(Self::from(inner.as_ref())),
            Shape::Struct(shape) => Self::View(Arc::clone(shape)),
        }
    }
}

impl Known {
    /// A list of these.
    pub(super) fn list(item: Self) -> Self {
        Self::List(Arc::new(item)).bounded()
    }

    /// A map with values of this kind.
    pub(super) fn map_of(value: Self) -> Self {
        Self::MapOf(Arc::new(value)).bounded()
    }

    /// A map of these fields.
    pub(super) fn record(fields: BTreeMap<String, Self>) -> Self {
        Self::Record(Arc::new(fields)).bounded()
    }

    fn bounded(self) -> Self {
        let mut room = LARGEST;
        if self.fits(&mut room) { self } else { Self::Open }
    }

    /// Whether the value has no more parts than `room`, which those that it
    /// has are taken from.
    fn fits(&self, room: &mut usize) -> bool {
        let Some(left) = room.checked_sub(1) else { return false };
        *room = left;
        match self {
            Self::Record(fields) => fields.values().all(|field| field.fits(room)),
            Self::MapOf(value) | Self::List(value) => value.fits(room),
            Self::Open | Self::Text | Self::Number | Self::Bool | Self::Words | Self::View(_) => true,
        }
    }

    /// What is known when it may be either of the two.
    pub(super) fn or(self, other: Self) -> Self {
        match (self, other) {
            (left, right) if left == right => left,
            (Self::List(left), Self::List(right)) => Self::list(left.as_ref().clone().or(right.as_ref().clone())),
            _ => Self::Open,
        }
    }

    /// What all of these have in common.
    pub(super) fn any(values: impl IntoIterator<Item = Self>) -> Self {
        values.into_iter().reduce(Self::or).unwrap_or(Self::Open)
    }

    /// An item of a list, a value of a map.
    pub(super) fn item(&self) -> Self {
        match self {
            Self::List(item) | Self::MapOf(item) => item.as_ref().clone(),
            Self::Record(fields) => Self::any(fields.values().cloned()),
            Self::View(view) => Self::any(view.fields.iter().map(|field| Self::from(&field.shape))),
            Self::Words | Self::Text => Self::Text,
            Self::Open | Self::Number | Self::Bool => Self::Open,
        }
    }

    /// The field of that name.
    pub(super) fn field(&self, name: &str, words: &Words) -> Lookup {
        let found = match self {
            Self::Open => Some(Self::Open),
            Self::MapOf(value) => Some(value.as_ref().clone()),
            Self::Words => words.has(name).then_some(Self::Text),
            Self::View(view) => view.field(name).map(|field| Self::from(&field.shape)),
            Self::Record(fields) => fields.get(name).cloned(),
            Self::Text => return Lookup::NoFields("a text"),
            Self::Number => return Lookup::NoFields("a number"),
            Self::Bool => return Lookup::NoFields("true or false"),
            Self::List(_) => return Lookup::NoFields("a list"),
        };
        found.map_or(Lookup::Missing, Lookup::Found)
    }

    /// The names of its fields, where they are known.
    pub(super) fn field_names(&self) -> Vec<String> {
        match self {
            Self::View(view) => view.fields.iter().map(|field| field.name.to_owned()).collect(),
            Self::Record(fields) => fields.keys().cloned().collect(),
            _ => Vec::new(),
        }
    }
}
