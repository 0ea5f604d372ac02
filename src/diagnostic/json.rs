//! Problems for programs: one JSON document, whose form is versioned.
//!
//! Lines and columns count from 1, columns count characters, and an end lies
//! behind the last character. A file that could not be read, or is not there,
//! has its problem at line 1, column 1.

use serde::Serialize;

use super::{Located, Report, Severity};

/// Goes up when a reader of the old form could misread the new one.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    diagnostics: Vec<Problem<'a>>,
    errors: usize,
    warnings: usize,
}

/// A problem as all documents in JSON have it.
#[derive(Serialize)]
pub(super) struct Problem<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    help: Option<&'a str>,
    related: Vec<Place<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    message: &'a str,
}

/// All problems as one indented document that ends with a line feed.
pub fn render(report: &Report<'_>) -> String {
    let located: Vec<_> = report.located().collect();
    let diagnostics = located.iter().map(|located| problem(report, located)).collect();
    let document = Document {
        version: VERSION,
        diagnostics,
        errors: report.count(Severity::Error),
        warnings: report.count(Severity::Warning),
    };
    // Strings and numbers only: this cannot fail.
    let mut out = serde_json::to_string_pretty(&document).unwrap_or_default();
    out.push('\n');
    out
}

pub(super) fn problem<'a>(report: &'a Report<'_>, located: &Located<'a>) -> Problem<'a> {
    let Located { diagnostic, path, position, end, .. } = *located;
    let related = report.related(diagnostic).map(|(place, message)| Place {
        file: place.path.as_str(),
        line: place.position.line,
        column: place.position.column,
        message,
    });
    Problem {
        code: diagnostic.code.name(),
        severity: diagnostic.severity.name(),
        message: &diagnostic.message,
        file: path.as_str(),
        line: position.line,
        column: position.column,
        end_line: end.line,
        end_column: end.column,
        help: diagnostic.help.as_deref(),
        related: related.collect(),
    }
}

/// A small site and its problems, for the tests of every renderer.
#[cfg(test)]
pub(super) mod fixture {
    use super::super::{Code, Diagnostic};
    use crate::path::SourcePath;
    use crate::text::Span;
    use crate::tree::{Content, Tree};

    pub(in super::super) fn path(text: &str) -> SourcePath {
        SourcePath::new(text).unwrap()
    }

    pub(in super::super) fn tree_of<const N: usize>(files: [(&str, &str); N]) -> Tree {
        Tree::new(files.map(|(name, text)| (path(name), Content::Text(text.to_owned()))))
    }

    /// Where `needle` first stands in a file.
    pub(in super::super) fn at(tree: &Tree, name: &str, needle: &str) -> Span {
        let file = tree.find(&path(name)).unwrap();
        let start = tree.text(file).find(needle).unwrap();
        Span::new(file, start..start + needle.len())
    }

    /// A CRLF file with accents before the column, another file, and no
    /// site.toml.
    pub(in super::super) fn tree() -> Tree {
        tree_of([
            (
                "content/interns/i-1/index.md",
                "+++\r\na = { école = 1, office = \"genevaa\" }\r\n+++\r\n## Été\r\n#### Nuit\r\n",
            ),
            ("content/offices/geneva.toml", "city = \"Geneva\"\n"),
        ])
    }

    /// Out of order: a warning over two lines, a missing file, and an error
    /// with a related place.
    pub(in super::super) fn problems(tree: &Tree) -> Vec<Diagnostic> {
        let story = "content/interns/i-1/index.md";
        let city = at(tree, "content/offices/geneva.toml", "\"Geneva\"");
        vec![
            Diagnostic::new(Code::HeadingSkipped, at(tree, story, "## Été\r\n###"), "A level is missing."),
            Diagnostic::new(Code::ConfigMissing, path("site.toml"), "There is no site.toml.")
                .help("Run `showcase init`."),
            Diagnostic::new(Code::OfficeUnknown, at(tree, story, "\"genevaa\""), "There is no office `genevaa`.")
                .help("Did you mean `geneva`?")
                .related(city, "This office is near in name."),
        ]
    }

    /// Fifty problems in twenty files, from last to first.
    pub(in super::super) fn many() -> (Tree, Vec<Diagnostic>) {
        let text: String = "x\n".repeat(60);
        let files = (0..20).map(|n| (path(&format!("f{n:02}.md")), Content::Text(text.clone())));
        let tree = Tree::new(files);
        let problems = (0..50).rev().map(|n| {
            let file = tree.find(&path(&format!("f{:02}.md", n % 20))).unwrap();
            Diagnostic::new(Code::KeyMissing, Span::new(file, 2 * n..2 * n + 1), format!("Problem {n}."))
        });
        let problems = problems.collect();
        (tree, problems)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::Report;
    use super::fixture;
    use super::render;

    #[test]
    fn every_field_in_its_order() {
        let tree = fixture::tree();
        let report = Report::new(&tree, fixture::problems(&tree), false);
        assert_eq!(
            render(&report),
            r#"{
  "version": 1,
  "diagnostics": [
    {
      "code": "office-unknown",
      "severity": "error",
      "message": "There is no office `genevaa`.",
      "file": "content/interns/i-1/index.md",
      "line": 2,
      "column": 27,
      "end_line": 2,
      "end_column": 36,
      "help": "Did you mean `geneva`?",
      "related": [
        {
          "file": "content/offices/geneva.toml",
          "line": 1,
          "column": 8,
          "message": "This office is near in name."
        }
      ]
    },
    {
      "code": "heading-skipped",
      "severity": "warning",
      "message": "A level is missing.",
      "file": "content/interns/i-1/index.md",
      "line": 4,
      "column": 1,
      "end_line": 5,
      "end_column": 4,
      "help": null,
      "related": []
    },
    {
      "code": "config-missing",
      "severity": "error",
      "message": "There is no site.toml.",
      "file": "site.toml",
      "line": 1,
      "column": 1,
      "end_line": 1,
      "end_column": 1,
      "help": "Run `showcase init`.",
      "related": []
    }
  ],
  "errors": 2,
  "warnings": 1
}
"#
        );
    }

    #[test]
    fn nothing_and_strict() {
        let tree = fixture::tree();
        let empty = "{\n  \"version\": 1,\n  \"diagnostics\": [],\n  \"errors\": 0,\n  \"warnings\": 0\n}\n";
        assert_eq!(render(&Report::new(&tree, Vec::new(), true)), empty);

        let strict: Value = serde_json::from_str(&render(&Report::new(&tree, fixture::problems(&tree), true))).unwrap();
        assert_eq!((&strict["errors"], &strict["warnings"]), (&3.into(), &0.into()));
        assert_eq!(strict["diagnostics"][1]["severity"], "error");
    }

    #[test]
    fn many_problems_stand_by_file_and_line() {
        let (tree, problems) = fixture::many();
        let document: Value = serde_json::from_str(&render(&Report::new(&tree, problems, false))).unwrap();
        let places: Vec<_> = document["diagnostics"]
            .as_array()
            .unwrap()
            .iter()
            .map(|d| (d["file"].as_str().unwrap(), d["line"].as_u64().unwrap()))
            .collect();
        assert_eq!(places.len(), 50);
        assert!(places.is_sorted());
        assert_eq!(places[..4], [("f00.md", 1), ("f00.md", 21), ("f00.md", 41), ("f01.md", 2)]);
    }
}
