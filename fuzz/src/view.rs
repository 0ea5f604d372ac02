//! Values of the shape that a view declares.

use std::collections::BTreeMap;

use showcase::view::contract::{Shape, StructShape};
use tera::{Context, Value};

/// A context with every field of a view.
pub fn context(view: &StructShape) -> Context {
    let mut context = Context::new();
    for field in &view.fields {
        context.insert_value(field.name, value(&field.shape));
    }
    context
}

fn value(shape: &Shape) -> Value {
    match shape {
        Shape::Text => Value::normal_string("é <b>&"),
        Shape::Html => Value::safe_string("<b>é</b>"),
        Shape::Number => Value::from(7),
        Shape::Bool => Value::from(true),
        Shape::Open => Value::from(BTreeMap::from([("key", Value::from(1))])),
        Shape::Optional(_) => Value::none(),
        Shape::List(item) => Value::from(vec![value(item), value(item)]),
        Shape::Struct(shape) => {
            let fields = shape.fields.iter().map(|field| (field.name, value(&field.shape)));
            Value::from(fields.collect::<BTreeMap<_, _>>())
        }
    }
}
