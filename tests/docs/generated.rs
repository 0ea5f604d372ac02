//! Documents that are generated from the code: they are compared here, and
//! written anew with `SHOWCASE_BLESS=1 cargo test`.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use showcase::diagnostic::Code;
use showcase::pages::required_templates;
use showcase::view::contract::{Shape, StructShape};

#[test]
fn the_reference_of_views_is_up_to_date() {
    up_to_date("docs/views.md", &views());
}

#[test]
fn the_list_of_codes_is_up_to_date() {
    up_to_date("docs/codes.md", &codes());
}

fn up_to_date(document: &str, fresh: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(document);
    if std::env::var_os("SHOWCASE_BLESS").is_some() {
        fs::write(&path, fresh).unwrap();
    }
    let there = fs::read_to_string(&path).unwrap_or_default();
    assert!(there == fresh, "{document} is stale: run SHOWCASE_BLESS=1 cargo test --test main docs");
}

/// Every code with its weight, its title and its explanation.
fn codes() -> String {
    let mut out = String::from(
        "# Codes\n\n\
         Generated from the code; do not edit. Every kind of problem that showcase can find, as `showcase explain CODE`\n\
         tells it. What weights and levels are is in [diagnostics.md](diagnostics.md#levels).\n",
    );
    for code in Code::ALL {
        let weight = if code.is_off() { "off" } else { code.severity().name() };
        let level = match code.hold().reason() {
            None => "A site may set its level, and a comment may allow it.".to_owned(),
            Some(reason) => format!("It stays an error: {reason}."),
        };
        let (name, title, explanation) = (code.name(), code.title(), outside_code(code.explanation()));
        let _ = write!(out, "\n## {name}\n\n**{title}** ({weight})\n\n{explanation}\n\n{level}\n");
    }
    out
}

/// A text with every `<` of a placeholder made harmless, those in code left.
fn outside_code(text: &str) -> String {
    let parts = text.split('`').enumerate();
    let parts = parts.map(|(at, part)| if at % 2 == 0 { part.replace('<', "\\<") } else { part.to_owned() });
    parts.collect::<Vec<_>>().join("`")
}

fn views() -> String {
    let mut out = String::from(
        "# What templates may read\n\n\
         Generated from the code; do not edit. A template sees the fields of its view, `t` (the words of `i18n/`) and\n\
         nothing else. A field that may be nothing is marked *optional*: ask `{% if field %}` before reading it.\n",
    );
    let mut shared = BTreeSet::new();
    let mut named: Vec<StructShape> = Vec::new();
    for kind in required_templates() {
        let _ = write!(out, "\n## `{}`\n\n{}\n\n", kind.template, kind.view.doc);
        fields(&mut out, &kind.view, &mut named, &mut shared);
    }
    out.push_str("\n## Views within views\n");
    let mut done = 0;
    while done < named.len() {
        let mut more = Vec::new();
        let shape = &named[done];
        let _ = write!(out, "\n### {}\n\n{}\n\n", shape.name, shape.doc);
        fields(&mut out, shape, &mut more, &mut shared);
        named.extend(more);
        done += 1;
    }
    out
}

fn fields(out: &mut String, shape: &StructShape, named: &mut Vec<StructShape>, seen: &mut BTreeSet<&'static str>) {
    out.push_str("| field | type | meaning |\n| --- | --- | --- |\n");
    for field in &shape.fields {
        let _ = writeln!(out, "| `{}` | {} | {} |", field.name, type_of(&field.shape, named, seen), field.doc);
    }
}

fn type_of(shape: &Shape, named: &mut Vec<StructShape>, seen: &mut BTreeSet<&'static str>) -> String {
    match shape {
        Shape::Text => "text".to_owned(),
        Shape::Html => "HTML".to_owned(),
        Shape::Number => "number".to_owned(),
        Shape::Bool => "true or false".to_owned(),
        Shape::Open => "free table".to_owned(),
        Shape::Optional(inner) => format!("{}, *optional*", type_of(inner, named, seen)),
        Shape::List(inner) => format!("list of {}", type_of(inner, named, seen)),
        Shape::Struct(inner) => {
            if seen.insert(inner.name) {
                let fields = inner.fields.iter().map(|f| showcase::view::contract::Field {
                    name: f.name,
                    doc: f.doc,
                    shape: f.shape.clone(),
                });
                named.push(StructShape { name: inner.name, doc: inner.doc, fields: fields.collect() });
            }
            format!("[{}](#{})", inner.name, inner.name.to_lowercase())
        }
    }
}
