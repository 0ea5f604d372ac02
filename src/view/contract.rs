//! What a template may read: every view is a struct made by `view!`, which
//! knows its own fields, their types and their meaning.
//!
//! From one declaration come the struct, the value that a template sees, the
//! list of fields that templates are checked against, and the reference in
//! docs/views.md. Nothing here knows a page.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use tera::Value;

use crate::consent::published::{PersonIx, ProseIx};
use crate::hash::Hash128;

pub use super::named::{Body, Outline, Rendered, Structured};

/// The type of a field, as templates are checked against it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// Text, escaped where it is printed.
    Text,
    /// HTML that is safe as it is.
    Html,
    /// A number.
    Number,
    /// True or false.
    Bool,
    /// A table that a site fills (`[extra]`, theme options): any field may be
    /// asked for.
    Open,
    /// Perhaps nothing.
    Optional(Box<Shape>),
    /// Several, in order.
    List(Box<Shape>),
    /// Named fields.
    Struct(Arc<StructShape>),
}

/// The fields of a view.
#[derive(Debug, PartialEq, Eq)]
pub struct StructShape {
    /// Name of the view.
    pub name: &'static str,
    /// What it stands for.
    pub doc: &'static str,
    /// Its fields in the order of the declaration.
    pub fields: Vec<Field>,
}

/// A field of a view.
#[derive(Debug, PartialEq, Eq)]
pub struct Field {
    /// The name that templates use.
    pub name: &'static str,
    /// What it holds.
    pub doc: &'static str,
    /// Its type.
    pub shape: Shape,
}

impl StructShape {
    /// The field of that name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// Something that a template can read.
pub trait Contract {
    /// The type, for the check of templates.
    fn shape() -> Shape
    where
        Self: Sized;

    /// Appends what the value follows from: what feeds the same bytes has the
    /// same value. This costs less than the value, which an unchanged page
    /// never needs.
    fn feed(&self, key: &mut Vec<u8>);

    /// The value, for the template engine.
    fn value(&self, bodies: &dyn Bodies) -> Value;
}

/// Gives what views name and do not hold.
pub trait Bodies {
    /// The HTML of a text.
    fn prose(&self, text: ProseIx) -> Value;

    /// The headings of a text.
    fn outline(&self, text: ProseIx) -> Value;

    /// A rendered row or card.
    fn part(&self, person: PersonIx, part: Part) -> Value;

    /// Structured data of a person's profile, or of a later story.
    fn structured(&self, person: PersonIx, place: Option<usize>) -> Value;
}

/// Where nothing is named.
#[derive(Debug)]
pub struct NoBodies;

impl Bodies for NoBodies {
    fn prose(&self, _: ProseIx) -> Value {
        Value::safe_string("")
    }

    fn outline(&self, _: ProseIx) -> Value {
        Value::from(Vec::<Value>::new())
    }

    fn part(&self, _: PersonIx, _: Part) -> Value {
        Value::safe_string("")
    }

    fn structured(&self, _: PersonIx, _: Option<usize>) -> Value {
        Value::safe_string("")
    }
}

/// A piece of HTML that stands for a person in lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// In a list.
    Row,
    /// Among others that are shown at large.
    Card,
}

/// HTML that was made safe: it is printed as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Html(pub String);

/// A table of free form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Open(pub serde_json::Map<String, serde_json::Value>);

/// A view that stands on many pages: its digest is made once, and its value when
/// a template first reads it.
#[derive(Debug)]
pub struct Shared<T>(Arc<Once<T>>);

#[derive(Debug)]
struct Once<T> {
    view: T,
    digest: Hash128,
    value: OnceLock<Value>,
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T: Contract> Shared<T> {
    /// Shares a view.
    pub fn new(view: T) -> Self {
        let mut key = Vec::new();
        view.feed(&mut key);
        Self(Arc::new(Once { view, digest: Hash128::of(&key), value: OnceLock::new() }))
    }

    /// The view.
    pub fn view(&self) -> &T {
        &self.0.view
    }
}

impl<T: Contract> Contract for Shared<T> {
    fn shape() -> Shape {
        T::shape()
    }

    fn feed(&self, key: &mut Vec<u8>) {
        key.extend_from_slice(&self.0.digest.to_bytes());
    }

    fn value(&self, _: &dyn Bodies) -> Value {
        self.0.value.get_or_init(|| self.0.view.value(&NoBodies)).clone()
    }
}

/// Appends bytes behind their number, so that no two sequences feed the same.
pub fn feed_bytes(bytes: &[u8], key: &mut Vec<u8>) {
    key.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
    key.extend_from_slice(bytes);
}

macro_rules! texts {
    ($($type:ty),+) => { $(
        impl Contract for $type {
            fn shape() -> Shape {
                Shape::Text
            }

            fn feed(&self, key: &mut Vec<u8>) {
                feed_bytes(self.as_bytes(), key);
            }

            fn value(&self, _: &dyn Bodies) -> Value {
                Value::normal_string(self)
            }
        }
    )+ };
}
texts!(String, Arc<str>, &'static str);

macro_rules! scalars {
    ($($type:ty, $shape:expr;)+) => { $(
        impl Contract for $type {
            fn shape() -> Shape {
                $shape
            }

            fn feed(&self, key: &mut Vec<u8>) {
                key.extend_from_slice(&(*self as u64).to_le_bytes());
            }

            fn value(&self, _: &dyn Bodies) -> Value {
                Value::from(*self)
            }
        }
    )+ };
}
scalars! {
    bool, Shape::Bool;
    usize, Shape::Number;
    i64, Shape::Number;
}

impl Contract for Html {
    fn shape() -> Shape {
        Shape::Html
    }

    fn feed(&self, key: &mut Vec<u8>) {
        feed_bytes(self.0.as_bytes(), key);
    }

    fn value(&self, _: &dyn Bodies) -> Value {
        Value::safe_string(&self.0)
    }
}

impl Contract for Open {
    fn shape() -> Shape {
        Shape::Open
    }

    fn feed(&self, key: &mut Vec<u8>) {
        if self.0.is_empty() {
            return feed_bytes(b"", key);
        }
        // A table of strings, numbers, lists and tables has a form in JSON.
        feed_bytes(&serde_json::to_vec(&self.0).unwrap_or_default(), key);
    }

    fn value(&self, _: &dyn Bodies) -> Value {
        Value::try_from_serializable(&self.0).unwrap_or_else(|_| Value::none())
    }
}

impl<T: Contract> Contract for Option<T> {
    fn shape() -> Shape {
        Shape::Optional(Box::new(T::shape()))
    }

    fn feed(&self, key: &mut Vec<u8>) {
        key.push(u8::from(self.is_some()));
        self.iter().for_each(|inner| inner.feed(key));
    }

    fn value(&self, bodies: &dyn Bodies) -> Value {
        self.as_ref().map_or_else(Value::none, |inner| inner.value(bodies))
    }
}

impl<T: Contract> Contract for Vec<T> {
    fn shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }

    fn feed(&self, key: &mut Vec<u8>) {
        self.len().feed(key);
        self.iter().for_each(|item| item.feed(key));
    }

    fn value(&self, bodies: &dyn Bodies) -> Value {
        Value::from(self.iter().map(|item| item.value(bodies)).collect::<Vec<Value>>())
    }
}

/// A map value of named fields.
pub fn map_value<const N: usize>(fields: [(&'static str, Value); N]) -> Value {
    Value::from(BTreeMap::from(fields))
}

/// A view that a template is rendered with.
pub trait View: Contract {
    /// The fields by name.
    fn context(&self, bodies: &dyn Bodies) -> tera::Context;
}

/// Declares a view: a plain struct whose fields a template may read. Every
/// field has a doc comment, which becomes the reference for theme authors.
macro_rules! view {
    ($(
        #[doc = $doc:literal]
        pub struct $name:ident { $(#[doc = $field_doc:literal] pub $field:ident: $type:ty,)+ }
    )+) => { $(
        #[doc = $doc]
        #[derive(Debug, Clone)]
        pub struct $name { $(#[doc = $field_doc] pub $field: $type,)+ }

        impl $name {
            /// The fields that a template may read.
            pub fn fields() -> $crate::view::contract::StructShape {
                $crate::view::contract::StructShape {
                    name: stringify!($name),
                    doc: $doc.trim_ascii(),
                    fields: vec![$($crate::view::contract::Field {
                        name: stringify!($field),
                        doc: $field_doc.trim_ascii(),
                        shape: <$type as $crate::view::contract::Contract>::shape(),
                    }),+],
                }
            }

        }

        impl $crate::view::contract::View for $name {
            fn context(&self, bodies: &dyn $crate::view::contract::Bodies) -> ::tera::Context {
                let mut context = ::tera::Context::new();
                $(context.insert_value(
                    stringify!($field),
                    $crate::view::contract::Contract::value(&self.$field, bodies),
                );)+
                context
            }
        }

        impl $crate::view::contract::Contract for $name {
            fn shape() -> $crate::view::contract::Shape {
                $crate::view::contract::Shape::Struct(::std::sync::Arc::new(Self::fields()))
            }

            fn feed(&self, key: &mut ::std::vec::Vec<u8>) {
                $($crate::view::contract::Contract::feed(&self.$field, key);)+
            }

            fn value(&self, bodies: &dyn $crate::view::contract::Bodies) -> ::tera::Value {
                $crate::view::contract::map_value([
                    $((stringify!($field), $crate::view::contract::Contract::value(&self.$field, bodies))),+
                ])
            }
        }
    )+ };
}
pub(crate) use view;
