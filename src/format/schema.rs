//! The form of the JSON of tables, as JSON Schema (2020-12), so that programs
//! can check it and people can look up what a column means.

use serde_json::{Map, Value, json};

use super::table::{Column, Holds, Table};

/// The schema of these tables, which need no rows. `address` is its own.
pub fn schema(tables: &[&Table], address: &str) -> String {
    let mut kinds: Map<String, Value> = Map::new();
    kinds.insert("source".to_owned(), source());
    kinds.insert("column".to_owned(), column());
    let any = tables.iter().map(|table| json!({ "$ref": format!("#/$defs/{}", table.name) }));
    let any: Vec<Value> = any.collect();
    kinds.extend(tables.iter().map(|table| (table.name.to_owned(), document(table))));
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        "anyOf": any,
        "$defs": kinds,
    });
    // Texts and lists: nothing here can fail to serialise.
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

fn source() -> Value {
    json!({
        "type": "object",
        "properties": { "title": { "type": "string" }, "url": { "type": ["string", "null"], "format": "uri" } },
        "required": ["title", "url"],
        "additionalProperties": false,
    })
}

fn column() -> Value {
    json!({
        "type": "object",
        "properties": { "key": { "type": "string" }, "title": { "type": "string" } },
        "required": ["key", "title"],
        "additionalProperties": false,
    })
}

fn document(table: &Table) -> Value {
    json!({
        "title": table.title,
        "type": "object",
        "properties": {
            "$schema": { "type": "string", "format": "uri" },
            "title": { "type": "string", "const": table.title },
            "page": { "type": "string", "format": "uri" },
            "as_of": { "type": ["string", "null"], "format": "date" },
            "sources": { "type": "array", "items": { "$ref": "#/$defs/source" } },
            "notices": { "type": "array", "items": { "type": "string" } },
            "columns": { "type": "array", "items": { "$ref": "#/$defs/column" } },
            "rows": { "type": "array", "items": row(table) },
        },
        "required": ["$schema", "title", "page", "as_of", "sources", "notices", "columns", "rows"],
        "additionalProperties": false,
    })
}

fn row(table: &Table) -> Value {
    let mut properties = Map::new();
    for Column { key, title, holds, whole } in &table.columns {
        properties.insert((*key).to_owned(), cell(title, *holds));
        if let Some((key, title)) = whole {
            properties.insert((*key).to_owned(), cell(title, Holds::Number));
        }
    }
    let [address, note, _] = &table.labels;
    properties.insert("url".to_owned(), json!({ "title": address, "type": ["string", "null"], "format": "uri" }));
    properties.insert("note".to_owned(), cell(note, Holds::Text));
    let required: Vec<&String> = properties.keys().collect();
    json!({ "type": "object", "required": required, "properties": properties, "additionalProperties": false })
}

fn cell(title: &str, holds: Holds) -> Value {
    match holds {
        Holds::Text => json!({ "title": title, "type": ["string", "null"] }),
        Holds::Number => json!({ "title": title, "type": ["number", "null"] }),
        Holds::List => json!({ "title": title, "type": "array", "items": { "type": "string" } }),
        Holds::Flag => json!({ "title": title, "type": "boolean" }),
    }
}
