//! Problems as SARIF 2.1.0, in the part of it that GitHub code scanning reads.
//!
//! GitHub refuses a whole upload for one result without a file and a region,
//! so a file that could not be read has its problem at line 1, column 1. Paths
//! are relative to the root of the site; they are found in the repository when
//! the two are the same folder.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Code, Located, Report, Waiver};
use crate::path::percent_encoded;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The name by which GitHub knows the root of the checked-out sources.
const ROOT: &str = "%SRCROOT%";

/// All problems as one run of the tool `showcase` of this version, with the
/// rules that occur in it; ends with a line feed.
pub fn render(report: &Report<'_>, version: &str) -> String {
    let located: Vec<_> = report.located().chain(report.waived()).collect();
    let mut rules: Vec<Code> = located.iter().map(|l| l.diagnostic.code).collect();
    rules.sort_unstable();
    rules.dedup();

    let mut seen = BTreeMap::new();
    let results: Vec<Value> = located
        .iter()
        .map(|l| {
            let line = l.fingerprint();
            let nth: &mut usize = seen.entry(line).or_default();
            *nth += 1;
            let rule = rules.binary_search(&l.diagnostic.code).unwrap_or_default();
            result(report, l, rule, &format!("{}:{nth}", line.short()))
        })
        .collect();
    let document = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "showcase",
                "semanticVersion": version,
                "rules": rules.iter().map(|code| rule(*code)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{document:#}\n")
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.name(),
        "name": format!("{code:?}"),
        "shortDescription": { "text": code.title() },
        "fullDescription": { "text": code.explanation() },
        "help": { "text": code.explanation() },
        "defaultConfiguration": { "level": code.severity().name() },
    })
}

/// One problem. Its text names every related place as a link, since GitHub
/// shows no other.
fn result(report: &Report<'_>, located: &Located<'_>, rule: usize, fingerprint: &str) -> Value {
    let diagnostic = located.diagnostic;
    let mut text = unlinked(&diagnostic.message);
    if let Some(help) = &diagnostic.help {
        text.push('\n');
        text.push_str(&unlinked(help));
    }
    let mut related = Vec::new();
    for (id, (place, message)) in (1_usize..).zip(report.related(diagnostic)) {
        let link = message.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]");
        text.push_str(&format!("\n[{link}]({id})"));
        related.push(json!({
            "id": id,
            "message": { "text": unlinked(message) },
            "physicalLocation": physical(&place),
        }));
    }
    let mut result = json!({
        "ruleId": diagnostic.code.name(),
        "ruleIndex": rule,
        "level": diagnostic.severity.name(),
        "message": { "text": text },
        "locations": [{ "physicalLocation": physical(located) }],
        "relatedLocations": related,
        "partialFingerprints": { "primaryLocationLineHash": fingerprint },
    });
    let suppression = diagnostic.waiver.as_deref().map(|waiver| match waiver {
        Waiver::Comment(reason) => json!({ "kind": "inSource", "justification": reason }),
        Waiver::Baseline => json!({ "kind": "external" }),
    });
    if let (Some(suppression), Some(result)) = (suppression, result.as_object_mut()) {
        result.insert("suppressions".to_owned(), json!([suppression]));
    }
    result
}

fn physical(located: &Located<'_>) -> Value {
    json!({
        "artifactLocation": { "uri": percent_encoded(located.path.as_str()), "uriBaseId": ROOT },
        "region": {
            "startLine": located.position.line,
            "startColumn": located.position.column,
            "endLine": located.end.line,
            "endColumn": located.end.column,
        },
    })
}

/// A text in which nothing is a link: `[text](target)` would be one.
fn unlinked(text: &str) -> String {
    text.replace("](", "] (")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::json::fixture::{self, at, path, tree_of};
    use super::super::{Code, Diagnostic, Report};
    use super::render;
    use crate::tree::Tree;

    fn run(tree: &Tree, problems: Vec<Diagnostic>, strict: bool) -> Value {
        let text = render(&Report::new(tree, problems, strict), "1.2.3");
        assert!(text.ends_with("}\n"));
        let document: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(document["version"], "2.1.0");
        assert!(document["$schema"].as_str().unwrap().ends_with("/sarif-2.1.0.json"));
        assert_eq!(document["runs"].as_array().unwrap().len(), 1);
        check(&document["runs"][0]);
        document["runs"][0].clone()
    }

    /// The keys that GitHub requires, and what the specification says of them.
    fn check(run: &Value) {
        let text = |value: &Value| assert!(!value.as_str().unwrap().is_empty());
        let driver = &run["tool"]["driver"];
        assert_eq!((&driver["name"], &driver["semanticVersion"]), (&json!("showcase"), &json!("1.2.3")));
        assert_eq!(run["columnKind"], "unicodeCodePoints");
        let rules = driver["rules"].as_array().unwrap();
        for rule in rules {
            text(&rule["id"]);
            text(&rule["name"]);
            text(&rule["shortDescription"]["text"]);
            text(&rule["fullDescription"]["text"]);
            text(&rule["help"]["text"]);
            assert!(["error", "warning"].contains(&rule["defaultConfiguration"]["level"].as_str().unwrap()));
        }
        for result in run["results"].as_array().unwrap() {
            let rule = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[rule]["id"], result["ruleId"]);
            assert!(["error", "warning"].contains(&result["level"].as_str().unwrap()));
            text(&result["message"]["text"]);
            text(&result["partialFingerprints"]["primaryLocationLineHash"]);
            let locations = result["locations"].as_array().unwrap();
            assert_eq!(locations.len(), 1);
            for place in locations.iter().chain(result["relatedLocations"].as_array().unwrap()) {
                let place = &place["physicalLocation"];
                let uri = place["artifactLocation"]["uri"].as_str().unwrap();
                assert!(!uri.is_empty() && !uri.starts_with('/') && uri.is_ascii() && !uri.contains([' ', ':']));
                assert_eq!(place["artifactLocation"]["uriBaseId"], "%SRCROOT%");
                let number = |key: &str| place["region"][key].as_u64().unwrap();
                let start = (number("startLine"), number("startColumn"));
                assert!(start >= (1, 1) && number("startColumn") >= 1 && number("endColumn") >= 1);
                assert!((number("endLine"), number("endColumn")) >= start);
            }
        }
    }

    fn fingerprints(run: &Value) -> Vec<String> {
        let results = run["results"].as_array().unwrap().iter();
        results.map(|r| r["partialFingerprints"]["primaryLocationLineHash"].as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn a_result_and_its_rule() {
        let tree = fixture::tree();
        let run = run(&tree, fixture::problems(&tree), false);
        assert_eq!(
            run["results"][0],
            json!({
                "ruleId": "office-unknown",
                "ruleIndex": 1,
                "level": "error",
                "message": { "text":
                    "There is no office `genevaa`.\nDid you mean `geneva`?\n[This office is near in name.](1)" },
                "locations": [{ "physicalLocation": {
                    "artifactLocation": { "uri": "content/interns/i-1/index.md", "uriBaseId": "%SRCROOT%" },
                    "region": { "startLine": 2, "startColumn": 27, "endLine": 2, "endColumn": 36 },
                }}],
                "relatedLocations": [{
                    "id": 1,
                    "message": { "text": "This office is near in name." },
                    "physicalLocation": {
                        "artifactLocation": { "uri": "content/offices/geneva.toml", "uriBaseId": "%SRCROOT%" },
                        "region": { "startLine": 1, "startColumn": 8, "endLine": 1, "endColumn": 16 },
                    },
                }],
                "partialFingerprints": { "primaryLocationLineHash": "cc036c5fc7f608a8:1" },
            })
        );
        let ids: Vec<_> =
            run["tool"]["driver"]["rules"].as_array().unwrap().iter().map(|r| r["id"].as_str().unwrap()).collect();
        assert_eq!(ids, ["config-missing", "office-unknown", "heading-skipped"]);
        let office = &run["tool"]["driver"]["rules"][1];
        assert_eq!(
            office,
            &json!({
                "id": "office-unknown",
                "name": "OfficeUnknown",
                "shortDescription": { "text": Code::OfficeUnknown.title() },
                "fullDescription": { "text": Code::OfficeUnknown.explanation() },
                "help": { "text": Code::OfficeUnknown.explanation() },
                "defaultConfiguration": { "level": "error" },
            })
        );
        assert_eq!(run["results"][1]["level"], "warning");
        let region = json!({ "startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1 });
        assert_eq!(run["results"][2]["locations"][0]["physicalLocation"]["region"], region);
    }

    #[test]
    fn strict_raises_results_and_leaves_rules() {
        let tree = fixture::tree();
        let run = run(&tree, fixture::problems(&tree), true);
        assert_eq!(run["results"][1]["level"], "error");
        assert_eq!(run["tool"]["driver"]["rules"][2]["defaultConfiguration"]["level"], "warning");
    }

    #[test]
    fn texts_and_paths_are_escaped() {
        let tree = tree_of([("content/été 1%/a:b#c?.md", "x")]);
        let place = at(&tree, "content/été 1%/a:b#c?.md", "x");
        let problem = Diagnostic::new(Code::KeyType, place, "[click](https://evil.example) \\")
            .related(path("a b.md"), "](2) [x");
        let run = run(&tree, vec![problem], false);
        let result = &run["results"][0];
        let uri = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        assert_eq!(uri, "content/%C3%A9t%C3%A9%201%25/a%3Ab%23c%3F.md");
        assert_eq!(result["message"]["text"], "[click] (https://evil.example) \\\n[\\](2) \\[x](1)");
    }

    #[test]
    fn fingerprints_survive_what_does_not_matter() {
        let of = |text: &str| {
            let tree = tree_of([("a.toml", text)]);
            let first = at(&tree, "a.toml", "bad");
            let mut second = first;
            second.start += 2;
            let problems = [first, second].map(|place| Diagnostic::new(Code::KeyUnknown, place, "No."));
            fingerprints(&run(&tree, problems.to_vec(), false))
        };
        let plain = of("bad = 1\nlast = 2\n");
        assert_eq!(plain, of("\u{feff}bad = 1"));
        assert_eq!(plain, of("\u{feff}new = 0\r\n\r\n  bad = 1\r\nlast = 3\r\n"));
        assert_ne!(plain, of("bad = 2\n"));
        assert_eq!(plain, ["d6fbde706497ad54:1", "d6fbde706497ad54:2"]);
    }

    #[test]
    fn many_problems_have_one_rule_and_fingerprints_of_their_own() {
        let (tree, problems) = fixture::many();
        let run = run(&tree, problems, false);
        assert_eq!(run["tool"]["driver"]["rules"].as_array().unwrap().len(), 1);
        let mut all = fingerprints(&run);
        assert_eq!(all.len(), 50);
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 50);
        assert_eq!(run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "f00.md");
        assert_eq!(run["results"][49]["locations"][0]["physicalLocation"]["region"]["startLine"], 40);
    }

    #[test]
    fn no_problems_are_a_run_too() {
        let run = run(&fixture::tree(), Vec::new(), false);
        assert_eq!((&run["results"], &run["tool"]["driver"]["rules"]), (&json!([]), &json!([])));
    }
}
