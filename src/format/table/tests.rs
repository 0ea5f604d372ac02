//! Both forms of a table, and what spreadsheets would make of texts.

use super::{Amount, Cell, Column, Holds, Row, Table, csv, json};

fn table(heading: &str, cells: Vec<Cell>) -> Table {
    let column = |key, whole| Column { key, title: format!("The {key}"), holds: Holds::Number, whole };
    let whole = Some(("whole", "Of".to_owned()));
    Table {
        name: "t",
        title: "T".to_owned(),
        as_of: Some(jiff::civil::date(2025, 3, 9)),
        page: "https://x.example/impact/".to_owned(),
        sources: Vec::new(),
        notices: vec!["N".to_owned()],
        columns: vec![column("what", None), column("n", None), column("part", whole)],
        rows: vec![Row { heading: heading.to_owned(), url: None, cells, notes: vec!["A.".into(), "B.".into()] }],
        labels: ["Page", "Note", "As of"].map(str::to_owned),
        schema: "https://x.example/data/schema.json".to_owned(),
    }
}

#[test]
fn both_hold_the_same_cells() {
    let table = table("a, \"b\"\né", vec![Cell::Amount(Amount::AtLeast(13)), Cell::Part(3, 12)]);
    let text = String::from_utf8(csv(&table)).unwrap();
    let (head, row) = text.split_once("\r\n").unwrap();
    assert_eq!(head, "\u{feff}The what,The n,The part,Of,Page,Note,As of");
    assert_eq!(row, "\"a, \"\"b\"\"\né\",6.5,3,12,,A. B.,2025-03-09\r\n");
    let document: serde_json::Value = serde_json::from_str(&json(&table)).unwrap();
    let expected = r#"{"what": "a, \"b\"\né", "n": 6.5, "part": 3, "whole": 12, "url": null, "note": "A. B."}"#;
    assert_eq!(document["rows"][0], serde_json::from_str::<serde_json::Value>(expected).unwrap());
    assert_eq!(document["as_of"], "2025-03-09");
}

#[test]
fn no_text_is_a_formula_and_numbers_stay_numbers() {
    for start in ["=", "+", "-", "@", "\t", "\r", "\n", "＝"] {
        let table = table(&format!("{start}1+1"), vec![Cell::Text("-2".into()), Cell::Part(0, 2)]);
        let text = String::from_utf8(csv(&table)).unwrap();
        let row = text.split_once("\r\n").unwrap().1;
        assert!(row.trim_start_matches('"').starts_with(&format!("'{start}1+1")), "{row:?}");
        assert!(row.contains(",'-2,0,2,"), "{row:?}");
    }
}

#[test]
fn unknown_is_no_number() {
    let table = table("a", vec![Cell::Amount(Amount::Unknown), Cell::Amount(Amount::Exactly(0))]);
    let text = String::from_utf8(csv(&table)).unwrap();
    assert!(text.contains("\r\na,,0,,,A. B.,"), "{text:?}");
    let document: serde_json::Value = serde_json::from_str(&json(&table)).unwrap();
    assert!(document["rows"][0]["n"].is_null() && document["rows"][0]["part"] == 0);
}

#[test]
fn a_sum_with_something_unknown_is_a_lower_bound() {
    let sum = |parts: &[Amount]| parts.iter().fold(Amount::Exactly(0), |sum, part| sum.plus(*part));
    assert_eq!(sum(&[]), Amount::Exactly(0));
    assert_eq!(sum(&[Amount::Exactly(3), Amount::Exactly(4)]), Amount::Exactly(7));
    assert_eq!(sum(&[Amount::Exactly(3), Amount::Unknown]), Amount::AtLeast(3));
    assert_eq!(sum(&[Amount::Unknown, Amount::Unknown]), Amount::Unknown);
    assert_eq!(Amount::count(0, false), Amount::Unknown);
}

#[test]
fn lists_flags_and_fractions_have_their_forms() {
    let cells = vec![Cell::List(vec!["=a".into(), "b; c".into()]), Cell::Flag(true), Cell::Decimal(-1.3)];
    let mut table = table("a", cells);
    table.columns.push(Column { key: "at", title: "At".to_owned(), holds: Holds::Number, whole: None });
    table.columns[2].whole = None;
    let text = String::from_utf8(csv(&table)).unwrap();
    assert!(text.contains("\r\na,'=a; b; c,true,-1.3,,A. B.,"), "{text:?}");
    let document: serde_json::Value = serde_json::from_str(&json(&table)).unwrap();
    let row = &document["rows"][0];
    assert_eq!(
        (&row["n"], &row["part"], &row["at"]),
        (&serde_json::json!(["=a", "b; c"]), &true.into(), &(-1.3).into())
    );
    assert_eq!(document["$schema"], "https://x.example/data/schema.json");
}
