//! As much of JSON Schema (draft 7) as the schema of SARIF makes use of; a word
//! that is not known here stops the test.

use serde_json::Value;

/// Words that say nothing about what is allowed, or need no look: patterns and
/// formats hold what showcase makes by itself.
const PASSED_OVER: [&str; 9] =
    ["$schema", "$id", "title", "description", "default", "definitions", "format", "pattern", "$comment"];

/// What in a document a schema does not allow, each with its place.
pub(super) fn faults(schema: &Value, document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    check(schema, schema, document, "", &mut found);
    found
}

fn check(root: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = root.pointer(reference.trim_start_matches('#')).unwrap_or_else(|| panic!("no {reference}"));
        return check(root, target, value, at, found);
    }
    for (word, rule) in schema.as_object().unwrap() {
        let fits = |schema: &Value| {
            let mut faults = Vec::new();
            check(root, schema, value, at, &mut faults);
            faults.is_empty()
        };
        let allowed = match word.as_str() {
            "type" => has_type(rule, value),
            "enum" => rule.as_array().unwrap().contains(value),
            "minimum" => value.as_f64().is_none_or(|n| n >= rule.as_f64().unwrap()),
            "maximum" => value.as_f64().is_none_or(|n| n <= rule.as_f64().unwrap()),
            "minItems" => value.as_array().is_none_or(|items| items.len() as u64 >= rule.as_u64().unwrap()),
            "uniqueItems" => value.as_array().is_none_or(|items| {
                let double = |(n, item)| items.iter().skip(n + 1).any(|other| other == item);
                !rule.as_bool().unwrap() || !items.iter().enumerate().any(double)
            }),
            "required" => value.as_object().is_none_or(|object| {
                rule.as_array().unwrap().iter().all(|key| object.contains_key(key.as_str().unwrap()))
            }),
            "anyOf" => rule.as_array().unwrap().iter().any(fits),
            "oneOf" => rule.as_array().unwrap().iter().filter(|schema| fits(schema)).count() == 1,
            "items" => {
                for (n, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(root, rule, item, &format!("{at}/{n}"), found);
                }
                true
            }
            "properties" => {
                for (key, item) in value.as_object().into_iter().flatten() {
                    if let Some(schema) = rule.get(key) {
                        check(root, schema, item, &format!("{at}/{key}"), found);
                    }
                }
                true
            }
            "additionalProperties" => others(root, schema, rule, value, at, found),
            word => {
                assert!(PASSED_OVER.contains(&word), "the schema has `{word}`, which is not known here");
                true
            }
        };
        if !allowed {
            found.push(format!("{at}: {word}"));
        }
    }
}

/// Keys that the schema does not name.
fn others(root: &Value, schema: &Value, rule: &Value, value: &Value, at: &str, found: &mut Vec<String>) -> bool {
    let named = |key: &str| schema["properties"].get(key).is_some();
    for (key, item) in value.as_object().into_iter().flatten().filter(|(key, _)| !named(key)) {
        match rule.as_bool() {
            Some(true) => {}
            Some(false) => found.push(format!("{at}/{key} is not known")),
            None => check(root, rule, item, &format!("{at}/{key}"), found),
        }
    }
    true
}

fn has_type(rule: &Value, value: &Value) -> bool {
    let is = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "null" => value.is_null(),
        name => panic!("no type {name}"),
    };
    match rule {
        Value::Array(names) => names.iter().any(|name| is(name.as_str().unwrap())),
        name => is(name.as_str().unwrap()),
    }
}
