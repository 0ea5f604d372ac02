//! The schemas against what the program itself takes and refuses. Taplo, which
//! editors use, is asked the same in tests/browser/schema.test.mjs.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;
use showcase::author::{FileKind, Known, schema};
use showcase::record::{Form, Key};

use crate::harness::Project;

/// What a value lacks to fit a schema, as far as ours go.
fn misfits(value: &Value, schema: &Value, at: &str, out: &mut Vec<String>) {
    if let Some(options) = schema["anyOf"].as_array() {
        let fits = options.iter().any(|option| {
            let mut misfits = Vec::new();
            self::misfits(value, option, at, &mut misfits);
            misfits.is_empty()
        });
        if !fits {
            out.push(format!("{at}: fits nothing"));
        }
        return;
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let wanted = schema["type"].as_str().unwrap();
    if wanted != kind && (wanted, kind) != ("number", "integer") {
        out.push(format!("{at}: is {kind}"));
        return;
    }
    if let Some(words) = schema["enum"].as_array().filter(|words| !words.contains(value)) {
        out.push(format!("{at}: none of {}", words.len()));
    }
    if let Some(text) = value.as_str() {
        if schema["pattern"] == "\\S" && text.trim().is_empty() {
            out.push(format!("{at}: empty"));
        }
        if schema["format"] == "date" && text.parse::<jiff::civil::Date>().is_err() {
            out.push(format!("{at}: no date"));
        }
        if schema["maxLength"].as_u64().is_some_and(|most| text.chars().count() as u64 > most) {
            out.push(format!("{at}: long"));
        }
    }
    if let Some(number) = value.as_f64() {
        let out_of_bounds = schema["minimum"].as_f64().is_some_and(|least| number < least)
            || schema["maximum"].as_f64().is_some_and(|most| number > most);
        if out_of_bounds {
            out.push(format!("{at}: out of bounds"));
        }
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        misfits(item, &schema["items"], &format!("{at}[{index}]"), out);
    }
    let Some(fields) = value.as_object() else { return };
    for required in schema["required"].as_array().into_iter().flatten() {
        if !fields.contains_key(required.as_str().unwrap()) {
            out.push(format!("{at}: lacks {required}"));
        }
    }
    for (name, inner) in fields {
        match (&schema["properties"][name], &schema["additionalProperties"]) {
            (Value::Null, Value::Bool(false)) => out.push(format!("{at}: knows no {name}")),
            (Value::Null, Value::Null) => {}
            (Value::Null, other) => misfits(inner, other, &format!("{at}.{name}"), out),
            (known, _) => misfits(inner, known, &format!("{at}.{name}"), out),
        }
    }
}

/// TOML as an editor hands it to a schema: dates as texts.
fn json(value: &toml::Value) -> Value {
    match value {
        toml::Value::Datetime(date) => date.to_string().into(),
        toml::Value::Array(items) => items.iter().map(json).collect(),
        toml::Value::Table(table) => {
            table.iter().map(|(key, value)| (key.clone(), json(value))).collect::<serde_json::Map<_, _>>().into()
        }
        toml::Value::String(text) => text.as_str().into(),
        toml::Value::Integer(number) => (*number).into(),
        toml::Value::Float(number) => (*number).into(),
        toml::Value::Boolean(flag) => (*flag).into(),
    }
}

/// What the schemas say of every record of a site.
fn of_site(root: &Path) -> Vec<String> {
    let tree = showcase::disk::read(root, &Default::default()).tree;
    let known = Known::of(&tree);
    let mut found = Vec::new();
    for file in tree.sources() {
        let Some(kind) = FileKind::of(tree.path(file)) else { continue };
        let text = tree.text(file);
        let record = match text.strip_prefix("+++\n").and_then(|rest| rest.split_once("\n+++\n")) {
            Some((record, _)) => record,
            None => text,
        };
        let Ok(table) = record.trim_start_matches('\u{feff}').parse::<toml::Table>() else { continue };
        misfits(&json(&toml::Value::Table(table)), &schema::schema(kind, &known), tree.path(file).as_str(), &mut found);
    }
    found
}

#[test]
fn no_valid_record_is_refused() {
    assert_eq!(of_site(Path::new(env!("CARGO_MANIFEST_DIR"))), [""; 0]);
    assert_eq!(of_site(Project::new().root()), [""; 0]);
}

/// Codes of problems that a record alone gives away.
const CODES: [&str; 10] = [
    "cohort-unknown",
    "country-unknown",
    "donor-unknown",
    "goal-unknown",
    "key-missing",
    "key-type",
    "key-unknown",
    "office-unknown",
    "summary-too-long",
    "value-",
];

/// Cases of tests/diagnostics that a schema can express: of those codes, without
/// the ones that are beyond it.
pub(crate) fn expressible() -> Vec<String> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let folders = fs::read_dir(corpus).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let names = folders.map(|folder| folder.file_name().unwrap().to_str().unwrap().to_owned());
    let mut names: Vec<String> = names
        .filter(|name| CODES.iter().any(|code| name.starts_with(code)) && !BEYOND.contains(&name.as_str()))
        .collect();
    names.sort();
    names
}

#[test]
fn what_a_schema_can_say_it_says() {
    let cases = expressible();
    assert!(cases.len() > 30, "{cases:?}");
    let caught = |name: &String| {
        let Some(project) = crate::diagnostics::applied(name) else { return true };
        !of_site(project.root()).is_empty()
    };
    let missed: Vec<String> = cases.into_iter().filter(|name| !caught(name)).collect();
    assert_eq!(missed, [""; 0]);
}

/// Cases of those codes that no schema of a record can catch: what is wrong
/// stands in a theme, in a text by its links, or in how two values go together.
const BEYOND: &[&str] = &[
    "key-type-theme-option",
    "key-unknown-theme",
    "key-unknown-theme-contrast",
    "key-unknown-theme-option",
    // Length of a list, and order of two numbers.
    "value-range-focus-one",
    "value-range-months",
    // Which folders there are.
    "value-unknown-section",
    "value-unknown-theme-option",
    "value-unknown-time-zone",
    "value-unknown-time-zone-far",
];

#[test]
fn the_command_prints_one_and_writes_all() {
    let project = Project::new();
    let ran = project.run(&["schema", "intern"]);
    let printed: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(printed["properties"]["office"]["enum"], serde_json::json!(["nairobi"]));
    assert_eq!(printed["required"][0], "name");
    assert_eq!(project.run(&["schema"]).code, 2);
    assert_eq!(project.run(&["schema", "--out", "schemas"]).code, 0);
    for kind in FileKind::ALL {
        let path = project.root().join("schemas").join(kind.schema_name());
        let text: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        assert_eq!(text["additionalProperties"], false, "{}", kind.word());
    }
}

/// Every key by its whole name, as the reference writes it.
fn names(keys: &[Key], within: &str, out: &mut BTreeSet<String>) {
    for key in keys {
        let name = format!("{within}{}", key.name);
        out.insert(name.clone());
        match &key.form {
            Form::Table(inner) | Form::List(Form::Table(inner)) => names(inner, &format!("{name}."), out),
            Form::Named(inner) => {
                out.remove(&name);
                out.insert(format!("{name}.<tag>"));
                names(inner, &format!("{name}.<tag>."), out);
            }
            Form::List(Form::Either(_, Form::Table(inner))) => names(inner, &format!("{name}."), out),
            _ => {}
        }
    }
}

/// The reference of records has a section for each kind of file; every key of
/// its table stands there, and nothing else does.
#[test]
fn the_reference_names_every_key_and_no_other() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/content-reference.md");
    let reference = fs::read_to_string(path).unwrap();
    for (kind, heading) in [
        (FileKind::Intern, "Interns"),
        (FileKind::Update, "Later stories"),
        (FileKind::Office, "Offices"),
        (FileKind::Cohort, "Cohorts"),
        (FileKind::Donor, "Donors"),
        (FileKind::Page, "Pages"),
        (FileKind::Goals, "Goals"),
        (FileKind::Gone, "Erased records"),
        (FileKind::Site, "Settings of the site"),
    ] {
        let section = reference.split(&format!("\n## {heading}\n")).nth(1).unwrap_or_else(|| panic!("{heading}"));
        let section = section.split("\n## ").next().unwrap();
        let mut written = BTreeSet::new();
        for line in section.lines().filter(|line| line.starts_with("| `")) {
            let cell = line.split('|').nth(1).unwrap();
            let words: Vec<&str> = cell.split('`').skip(1).step_by(2).collect();
            let table = words[0].rsplit_once('.').map(|(table, _)| format!("{table}."));
            for word in &words {
                // `a.b`, `c` in one cell is `a.b` and `a.c`, or two plain keys.
                let whole = match &table {
                    Some(table) if !word.contains('.') => format!("{table}{word}"),
                    _ => (*word).to_owned(),
                };
                written.insert(whole);
            }
        }
        written.remove("extra");
        // An open table, whose keys are the codes of problems.
        written.retain(|key| !key.starts_with("lints."));
        let mut keys = BTreeSet::new();
        names(kind.keys(), "", &mut keys);
        if kind == FileKind::Site {
            // Kinds of page, each with the same limits.
            keys.retain(|key| !key.starts_with("budget.") || !written.is_disjoint(&BTreeSet::from([key.clone()])));
            written.retain(|key| !key.starts_with("budget.<"));
            // A target has a name; keys of tables that sites name are all called tags here.
            let tags = |key: &String| {
                key.replace("deploy.<name>", "deploy.<tag>").replace("sections.<folder>", "sections.<tag>")
            };
            written = written.iter().map(tags).collect();
        }
        // The form of goals is explained where it is met first.
        keys.retain(|key| kind == FileKind::Intern || !key.starts_with("sdgs."));
        // Tables are named by their keys where that says enough.
        let told = |key: &String| written.iter().any(|other| other.starts_with(&format!("{key}.")));
        let missing: Vec<&String> = keys.iter().filter(|key| !written.contains(*key) && !told(key)).collect();
        let strange: Vec<&String> = written.iter().filter(|key| !keys.contains(*key)).collect();
        assert!(missing.is_empty() && strange.is_empty(), "{heading} lacks {missing:?} and has {strange:?}");
    }
}
