//! Problems as JSON Lines: one object on each line, for programs that read a
//! report as it comes. The fields are those of a problem in the JSON document.

use super::Report;
use super::json::problem;

/// One line for each problem, in the order of the report; nothing for none.
pub fn render(report: &Report<'_>) -> String {
    let mut out = String::new();
    for located in report.located() {
        // Strings and numbers only: this cannot fail.
        out.push_str(&serde_json::to_string(&problem(report, &located)).unwrap_or_default());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::json::{self, fixture};
    use super::super::{Code, Diagnostic, Report};
    use super::render;

    #[test]
    fn the_lines_are_the_items_of_the_document() {
        let tree = fixture::tree();
        let mut problems = fixture::problems(&tree);
        problems.push(Diagnostic::new(Code::KeyType, fixture::path("a\u{2028}b.md"), "one\r\ntwo\u{1b}[2J"));
        let report = Report::new(&tree, problems, false);
        let lines = render(&report);
        let parsed: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let document: Value = serde_json::from_str(&json::render(&report)).unwrap();
        assert_eq!(Value::from(parsed), document["diagnostics"]);
        assert!(lines.ends_with("}\n") && lines.lines().count() == 4 && !lines.contains('\u{1b}'));
        assert_eq!(render(&Report::new(&tree, Vec::new(), false)), "");
    }
}
