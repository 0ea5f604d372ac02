//! Problems as workflow commands: GitHub shows them beside the changed lines.
//!
//! A command is one line; whatever the sources hold, no text of theirs can end
//! it and begin another.

use std::fmt::Write as _;

use super::{Located, Report};

/// One `::error` or `::warning` command a line, in the order of the report;
/// nothing for no problems.
pub fn render(report: &Report<'_>) -> String {
    let mut out = String::new();
    for located in report.located() {
        let diagnostic = located.diagnostic;
        let mut message = diagnostic.message.clone();
        if let Some(help) = &diagnostic.help {
            message.push('\n');
            message.push_str(help);
        }
        for (place, text) in report.related(diagnostic) {
            // Writing to a string cannot fail.
            let _ = write!(message, "\n{}: {text}", where_it_is(&place));
        }
        let _ = writeln!(
            out,
            "::{} {},title={}::{}",
            diagnostic.severity.name(),
            properties(&located),
            property(diagnostic.code.name()),
            data(&message)
        );
    }
    out
}

/// File, lines and columns. GitHub takes columns only where a problem begins
/// and ends on one line; the end column lies behind the last character.
fn properties(located: &Located<'_>) -> String {
    let file = property(located.path.as_str());
    let (start, end) = (located.position, located.end);
    if located.text.is_empty() {
        format!("file={file}")
    } else if start.line == end.line {
        format!("file={file},line={},col={},endLine={},endColumn={}", start.line, start.column, end.line, end.column)
    } else {
        format!("file={file},line={},endLine={}", start.line, end.line)
    }
}

fn where_it_is(place: &Located<'_>) -> String {
    if place.text.is_empty() {
        place.path.to_string()
    } else {
        format!("{}:{}:{}", place.path, place.position.line, place.position.column)
    }
}

/// The text after `::`: the percent sign first, then what would end the line.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A").replace(is_obeyed, "\u{fffd}")
}

/// The value of a property, which a colon or a comma would end.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// Control characters, with which a text could colour or clear the log.
fn is_obeyed(c: char) -> bool {
    c.is_control() && c != '\t'
}

#[cfg(test)]
mod tests {
    use super::super::json::fixture;
    use super::super::{Code, Diagnostic, Report};
    use super::render;
    use crate::path::SourcePath;

    #[test]
    fn commands_as_github_reads_them() {
        let tree = fixture::tree();
        let report = Report::new(&tree, fixture::problems(&tree), false);
        assert_eq!(
            render(&report),
            "::error file=content/interns/i-1/index.md,line=2,col=27,endLine=2,endColumn=36,title=office-unknown\
             ::There is no office `genevaa`.%0ADid you mean `geneva`?\
             %0Acontent/offices/geneva.toml:1:8: This office is near in name.\n\
             ::warning file=content/interns/i-1/index.md,line=4,endLine=5,title=heading-skipped::A level is missing.\n\
             ::error file=site.toml,title=config-missing::There is no site.toml.%0ARun `showcase init`.\n"
        );
        let strict = Report::new(&tree, fixture::problems(&tree), true);
        assert!(render(&strict).lines().all(|line| line.starts_with("::error ")));
    }

    #[test]
    fn no_text_ends_a_command() {
        let tree = fixture::tree();
        let place = SourcePath::new("a,b:c 100%.md").unwrap();
        let problem = Diagnostic::new(Code::FileUnreadable, place.clone(), "50%\r\n::stop-commands::x\u{1b}[2J")
            .help("%0A\n##[error]y")
            .related(place, "one\n::error::two");
        assert_eq!(
            render(&Report::new(&tree, vec![problem], false)),
            "::error file=a%2Cb%3Ac 100%25.md,title=file-unreadable\
             ::50%25%0D%0A::stop-commands::x\u{fffd}[2J%0A%250A%0A##[error]y%0Aa,b:c 100%25.md: one%0A::error::two\n"
        );
        assert_eq!(render(&Report::new(&tree, Vec::new(), false)), "");
    }

    #[test]
    fn many_problems_one_line_each() {
        let (tree, problems) = fixture::many();
        let text = render(&Report::new(&tree, problems, false));
        assert_eq!(text.lines().count(), 50);
        let first: Vec<_> = text.lines().take(2).collect();
        assert_eq!(
            first,
            [
                "::error file=f00.md,line=1,col=1,endLine=1,endColumn=2,title=key-missing::Problem 0.",
                "::error file=f00.md,line=21,col=1,endLine=21,endColumn=2,title=key-missing::Problem 20.",
            ]
        );
    }
}
