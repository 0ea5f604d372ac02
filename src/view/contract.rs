//! What a template may read: every view is a struct made by `view!`, which
//! knows its own fields, their types and their meaning.
//!
//! From one declaration come the struct, the value that a template sees, the
//! list of fields that templates are checked against, and the reference in
//! docs/views.md. Nothing here knows a page.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::Value;

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
    fn shape() -> Shape;

    /// The value, for the template engine.
    fn value(&self) -> Value;
}

/// HTML that was made safe: it is printed as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Html(pub String);

/// A table of free form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Open(pub serde_json::Map<String, serde_json::Value>);

/// A view that stands on many pages: its value is made once and shared.
#[derive(Debug)]
pub struct Shared<T> {
    value: Value,
    kind: std::marker::PhantomData<fn() -> T>,
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self { value: self.value.clone(), kind: std::marker::PhantomData }
    }
}

impl<T: Contract> Shared<T> {
    /// Makes the value.
    pub fn new(view: &T) -> Self {
        Self { value: view.value(), kind: std::marker::PhantomData }
    }
}

impl<T: Contract> Contract for Shared<T> {
    fn shape() -> Shape {
        T::shape()
    }

    fn value(&self) -> Value {
        self.value.clone()
    }
}

impl Contract for String {
    fn shape() -> Shape {
        Shape::Text
    }

    fn value(&self) -> Value {
        Value::normal_string(self)
    }
}

impl Contract for Arc<str> {
    fn shape() -> Shape {
        Shape::Text
    }

    fn value(&self) -> Value {
        Value::normal_string(self)
    }
}

impl Contract for &'static str {
    fn shape() -> Shape {
        Shape::Text
    }

    fn value(&self) -> Value {
        Value::normal_string(self)
    }
}

impl Contract for Html {
    fn shape() -> Shape {
        Shape::Html
    }

    fn value(&self) -> Value {
        Value::safe_string(&self.0)
    }
}

impl Contract for bool {
    fn shape() -> Shape {
        Shape::Bool
    }

    fn value(&self) -> Value {
        Value::from(*self)
    }
}

impl Contract for usize {
    fn shape() -> Shape {
        Shape::Number
    }

    fn value(&self) -> Value {
        Value::from(*self)
    }
}

impl Contract for i64 {
    fn shape() -> Shape {
        Shape::Number
    }

    fn value(&self) -> Value {
        Value::from(*self)
    }
}

impl Contract for Open {
    fn shape() -> Shape {
        Shape::Open
    }

    fn value(&self) -> Value {
        Value::try_from_serializable(&self.0).unwrap_or_else(|_| Value::none())
    }
}

impl<T: Contract> Contract for Option<T> {
    fn shape() -> Shape {
        Shape::Optional(Box::new(T::shape()))
    }

    fn value(&self) -> Value {
        self.as_ref().map_or_else(Value::none, Contract::value)
    }
}

impl<T: Contract> Contract for Vec<T> {
    fn shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }

    fn value(&self) -> Value {
        Value::from(self.iter().map(Contract::value).collect::<Vec<Value>>())
    }
}

/// A map value of named fields.
pub fn map_value<const N: usize>(fields: [(&'static str, Value); N]) -> Value {
    Value::from(BTreeMap::from(fields))
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

            /// The fields by name, as the context of a template.
            pub fn context(&self) -> ::tera::Context {
                let mut context = ::tera::Context::new();
                $(context.insert_value(
                    stringify!($field),
                    $crate::view::contract::Contract::value(&self.$field),
                );)+
                context
            }
        }

        impl $crate::view::contract::Contract for $name {
            fn shape() -> $crate::view::contract::Shape {
                $crate::view::contract::Shape::Struct(::std::sync::Arc::new(Self::fields()))
            }

            fn value(&self) -> ::tera::Value {
                $crate::view::contract::map_value([
                    $((stringify!($field), $crate::view::contract::Contract::value(&self.$field))),+
                ])
            }
        }
    )+ };
}
pub(crate) use view;
