//! Tables of records and their schema: what rows say, and what they never say.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::harness::Project;
use crate::reproducible::own_site;

fn json(files: &BTreeMap<String, Vec<u8>>, path: &str) -> Value {
    serde_json::from_slice(files.get(path).unwrap_or_else(|| panic!("there is no {path}"))).unwrap()
}

/// Whether a value fits a schema, as far as ours go.
fn fits(value: &Value, schema: &Value, root: &Value, at: &str) {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.strip_prefix("#/$defs/").unwrap();
        return fits(value, &root["$defs"][name], root, at);
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let allowed = &schema["type"];
    let fit = allowed == kind || allowed.as_array().is_some_and(|kinds| kinds.iter().any(|each| each == kind));
    assert!(fit, "{at} is {kind}: {schema}");
    if let Some(wanted) = schema.get("const") {
        assert_eq!(value, wanted, "{at}");
    }
    if schema["format"] == "uri" && !value.is_null() {
        assert!(value.as_str().unwrap().starts_with("http"), "{at}: {value}");
    }
    if let Some(items) = value.as_array() {
        items
            .iter()
            .enumerate()
            .for_each(|(index, item)| fits(item, &schema["items"], root, &format!("{at}[{index}]")));
    }
    if let Some(fields) = value.as_object() {
        let known = schema["properties"].as_object().unwrap();
        let required: Vec<&str> =
            schema["required"].as_array().unwrap().iter().map(|key| key.as_str().unwrap()).collect();
        assert!(required.iter().all(|key| fields.contains_key(*key)), "{at} lacks one of {required:?}");
        assert_eq!(schema["additionalProperties"], false, "{at}");
        for (key, field) in fields {
            let schema = known.get(key).unwrap_or_else(|| panic!("{at}.{key} is in no schema"));
            fits(field, schema, root, &format!("{at}.{key}"));
        }
    }
}

#[test]
fn every_table_is_as_its_schema_says() {
    for project in [own_site(), Project::new()] {
        let files = project.built();
        let schema = json(&files, "data/schema.json");
        let tables: Vec<&String> = files
            .keys()
            .filter(|path| path.starts_with("data/") && path.ends_with(".json") && !path.ends_with("schema.json"))
            .collect();
        assert_eq!(tables.len(), 10);
        for path in tables {
            let table = json(&files, path);
            let name = path.trim_start_matches("data/").trim_end_matches(".json");
            fits(&table, &schema["$defs"][name], &schema, name);
            let address = table["$schema"].as_str().unwrap();
            assert_eq!(address, schema["$id"], "{path}");
            // Every column is explained, in the order of the rows.
            let keys: Vec<&str> =
                table["columns"].as_array().unwrap().iter().map(|column| column["key"].as_str().unwrap()).collect();
            for row in table["rows"].as_array().unwrap() {
                assert!(row.as_object().unwrap().keys().all(|key| keys.contains(&key.as_str())), "{path}");
            }
            // The same cells for spreadsheets.
            let csv = String::from_utf8(files[&path.replace(".json", ".csv")].clone()).unwrap();
            let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
            assert_eq!(reader.headers().unwrap().len(), keys.len() + 1, "{path}");
            assert_eq!(reader.records().count(), table["rows"].as_array().unwrap().len(), "{path}");
        }
        let any = schema["anyOf"].as_array().unwrap();
        assert_eq!(any.len(), 10);
    }
}

#[test]
fn a_row_says_what_its_page_says_but_for_names_and_what_came_after() {
    let project = Project::new();
    let files = project.built();
    let stories = json(&files, "data/stories.json");
    let row = &stories["rows"][0];
    for (key, value) in [
        ("title", Value::from("Counting what counts")),
        ("office", "Nairobi".into()),
        ("office_id", "nairobi".into()),
        ("cohort", "The 2024 cohort".into()),
        ("months", 6.into()),
        ("goals", serde_json::json!(["10"])),
        ("targets", serde_json::json!(["10.7"])),
        ("donors", serde_json::json!(["trust"])),
        ("start", "2024-01-08".into()),
        ("updated", Value::Null),
        ("sample", false.into()),
        ("url", "https://small.example/interns/i-1/".into()),
        ("note", Value::Null),
    ] {
        assert_eq!(row[key], value, "{key}");
    }
    for (path, bytes) in files.iter().filter(|(path, _)| path.starts_with("data/")) {
        let text = String::from_utf8_lossy(bytes);
        assert!(
            !text.contains("Ada Example") && !text.contains("Analyst") && !text.contains("who is missing"),
            "{path}"
        );
    }
    assert_eq!(json(&files, "data/donors.json")["rows"][0]["donor"], "Example Trust");
    assert_eq!(json(&files, "data/offices.json")["rows"][0]["latitude"], -1.3);
    assert_eq!(json(&files, "data/cohorts.json")["rows"][0]["declared_interns"], 1);
    assert_eq!(json(&files, "data/goals.json")["rows"][0]["targets"], serde_json::json!(["10.7"]));
}

#[test]
fn who_is_withheld_is_in_no_row_and_no_pairing() {
    let project = Project::new();
    let story = "content/interns/i-1/index.md";
    project.edit(story, "\"donor_link\", ", "");
    let files = project.built();
    assert_eq!(json(&files, "data/stories.json")["rows"][0]["donors"], serde_json::json!([]));
    assert_eq!(json(&files, "data/donors.json")["rows"][0]["stories"], 0);
    project.edit("content/donors/trust.toml", "kind = \"trust\"", "kind = \"trust\"\nanonymous = true");
    project.edit(story, "given = 2024-08-20", "given = 2024-08-20\nwithdrawn = 2026-01-01");
    let files = project.built();
    for name in ["stories", "donors"] {
        assert_eq!(json(&files, &format!("data/{name}.json"))["rows"], serde_json::json!([]), "{name}");
    }
    for (path, bytes) in files.iter().filter(|(path, _)| path.starts_with("data/")) {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("Counting") && !text.contains("Example Trust") && !text.contains("i-1"), "{path}");
    }
}

#[test]
fn no_cell_is_a_formula() {
    let project = Project::new();
    project.edit("content/interns/i-1/index.md", "title = \"Counting what counts\"", "title = \"=HYPERLINK(1)\"");
    project.edit("content/interns/i-1/index.md", "course = \"Public Health\"", "course = \"@SUM(1)\"");
    project.edit("content/donors/trust.toml", "name = \"Example Trust\"", "name = \"+Trust\"");
    let files = project.built();
    let csv = |name: &str| String::from_utf8(files[&format!("data/{name}.csv")].clone()).unwrap();
    assert!(csv("stories").contains("\r\n'=HYPERLINK(1),") && csv("stories").contains(",'@SUM(1),"));
    assert!(csv("donors").contains("\r\n'+Trust,"));
    assert_eq!(json(&files, "data/stories.json")["rows"][0]["title"], "=HYPERLINK(1)");
}

#[test]
fn a_table_of_kosovo_carries_the_notice() {
    let project = own_site();
    let files = project.built();
    for name in ["stories", "offices"] {
        let table = json(&files, &format!("data/{name}.json"));
        assert!(table["notices"][0].as_str().unwrap().contains(crate::kosovo::NOTICE), "{name}");
        for row in table["rows"].as_array().unwrap() {
            let names = row["office"].as_str().unwrap().contains("Kosovo");
            assert_eq!(row["office"].as_str().unwrap().contains("Kosovo*"), names, "{row}");
            assert!(!names || row["note"].as_str().unwrap().contains(crate::kosovo::NOTICE), "{row}");
        }
    }
}
