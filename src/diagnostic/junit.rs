//! Problems as JUnit XML, which many programs show as tests: a suite for each
//! file, a test for each code and line that has a problem. A run without
//! problems is one test that passes, since some programs take a report without
//! tests for one that went wrong.
//!
//! There is no standard; this keeps to what Jenkins, GitLab and Azure read, and
//! to the attributes that the schema of Apache Ant's report has.

use std::fmt::Write as _;

use super::{Located, Report, Severity, Waiver};

/// The whole document; ends with a line feed.
pub fn render(report: &Report<'_>) -> String {
    let mut all: Vec<Located<'_>> = report.located().chain(report.waived()).collect();
    // Sorted by file in each half, and so again in the whole.
    all.sort_by(|a, b| (a.path, a.span.start).cmp(&(b.path, b.span.start)));
    let (failures, skipped) = count(&all);
    let tests = all.len().max(1);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    // Writing to a string cannot fail.
    let _ = writeln!(
        out,
        "<testsuites name=\"showcase\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\">"
    );
    if all.is_empty() {
        out.push_str("  <testsuite name=\"showcase\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\">\n");
        out.push_str("    <testcase name=\"no problems\" classname=\"showcase\"/>\n  </testsuite>\n");
    }
    for suite in all.chunk_by(|a, b| a.path == b.path) {
        let (failures, skipped) = count(suite);
        let name = suite.first().map(|located| escaped(located.path.as_str())).unwrap_or_default();
        let _ = writeln!(
            out,
            "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\">",
            suite.len()
        );
        suite.iter().for_each(|located| test(report, located, &name, &mut out));
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

/// How many fail, and how many are passed over. A warning does not stop the
/// build, so as a test it is passed over and not failed.
fn count(all: &[Located<'_>]) -> (usize, usize) {
    let failures = all.iter().filter(|located| fails(located)).count();
    (failures, all.len() - failures)
}

fn fails(located: &Located<'_>) -> bool {
    located.diagnostic.severity == Severity::Error && located.diagnostic.waiver.is_none()
}

fn test(report: &Report<'_>, located: &Located<'_>, file: &str, out: &mut String) {
    let diagnostic = located.diagnostic;
    let (code, line) = (diagnostic.code.name(), located.position.line);
    // Writing to a string cannot fail.
    let _ = writeln!(
        out,
        "    <testcase name=\"{code}, line {line}\" classname=\"{file}\" file=\"{file}\" line=\"{line}\">"
    );
    let message = escaped(&diagnostic.message);
    let _ = match diagnostic.waiver.as_deref() {
        Some(Waiver::Comment(reason)) => writeln!(out, "      <skipped message=\"allowed: {}\"/>", escaped(reason)),
        Some(Waiver::Baseline) => writeln!(out, "      <skipped message=\"known from before: {message}\"/>"),
        None if !fails(located) => writeln!(out, "      <skipped message=\"warning: {message}\"/>"),
        None => {
            let mut text = format!("{}:{line}:{}: {}", located.path, located.position.column, diagnostic.message);
            diagnostic.help.iter().for_each(|help| text.extend(["\n", help]));
            for (place, message) in report.related(diagnostic) {
                let _ = write!(text, "\n{}:{}: {message}", place.path, place.position.line);
            }
            writeln!(out, "      <failure type=\"{code}\" message=\"{message}\">{}</failure>", escaped(&text))
        }
    };
    out.push_str("    </testcase>\n");
}

/// A text that is safe in an attribute and in an element. What no document of
/// XML 1.0 can hold, even as a reference, becomes a mark.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use quick_xml::Reader;
    use quick_xml::events::Event;

    use super::super::json::fixture;
    use super::super::{Code, Diagnostic, Report, Waiver};
    use super::render;

    /// Names of elements in order, and all values of attributes, unescaped.
    fn parsed(xml: &str) -> (Vec<String>, Vec<String>) {
        let (mut names, mut values) = (Vec::new(), Vec::new());
        let mut reader = Reader::from_str(xml);
        loop {
            match reader.read_event().unwrap() {
                Event::Start(e) | Event::Empty(e) => {
                    names.push(e.name().as_ref().to_owned());
                    for attribute in e.attributes() {
                        let value = attribute.unwrap().value.into_owned();
                        values.push(quick_xml::escape::unescape(&value).unwrap().into_owned());
                    }
                }
                Event::Eof => return (names, values),
                _ => {}
            }
        }
    }

    #[test]
    fn a_suite_a_file_and_a_test_a_problem() {
        let tree = fixture::tree();
        let mut problems = fixture::problems(&tree);
        let mut waived = problems[2].clone();
        (waived.code, waived.waiver) = (Code::RawHtml, Some(Box::new(Waiver::Comment("so be it".into()))));
        problems.push(waived);
        let xml = render(&Report::new(&tree, problems, false));
        assert_eq!(
            xml,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <testsuites name=\"showcase\" tests=\"4\" failures=\"2\" errors=\"0\" skipped=\"2\">\n  \
             <testsuite name=\"content/interns/i-1/index.md\" tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"2\">\n    \
             <testcase name=\"office-unknown, line 2\" classname=\"content/interns/i-1/index.md\" \
             file=\"content/interns/i-1/index.md\" line=\"2\">\n      \
             <failure type=\"office-unknown\" message=\"There is no office `genevaa`.\">\
             content/interns/i-1/index.md:2:27: There is no office `genevaa`.&#10;Did you mean `geneva`?&#10;\
             content/offices/geneva.toml:1: This office is near in name.</failure>\n    </testcase>\n    \
             <testcase name=\"raw-html, line 2\" classname=\"content/interns/i-1/index.md\" \
             file=\"content/interns/i-1/index.md\" line=\"2\">\n      <skipped message=\"allowed: so be it\"/>\n    \
             </testcase>\n    \
             <testcase name=\"heading-skipped, line 4\" classname=\"content/interns/i-1/index.md\" \
             file=\"content/interns/i-1/index.md\" line=\"4\">\n      \
             <skipped message=\"warning: A level is missing.\"/>\n    </testcase>\n  </testsuite>\n  \
             <testsuite name=\"site.toml\" tests=\"1\" failures=\"1\" errors=\"0\" skipped=\"0\">\n    \
             <testcase name=\"config-missing, line 1\" classname=\"site.toml\" file=\"site.toml\" line=\"1\">\n      \
             <failure type=\"config-missing\" message=\"There is no site.toml.\">\
             site.toml:1:1: There is no site.toml.&#10;Run `showcase init`.</failure>\n    </testcase>\n  \
             </testsuite>\n</testsuites>\n"
        );
        parsed(&xml);
    }

    #[test]
    fn no_text_breaks_the_document() {
        let tree = fixture::tree();
        let evil = "\"><![CDATA[ ]]> & <x a='b'>\u{1b}[2J\u{0}\u{ffff}\r\nnext";
        let problem = Diagnostic::new(Code::KeyType, fixture::path("a&\"<b>.md"), evil).help(evil);
        let (names, values) = parsed(&render(&Report::new(&tree, vec![problem], false)));
        assert_eq!(names, ["testsuites", "testsuite", "testcase", "failure"]);
        assert!(values.contains(&"a&\"<b>.md".to_owned()), "{values:?}");
        let told = evil.replace(['\u{1b}', '\u{0}', '\u{ffff}', '\r'], "\u{fffd}");
        assert!(values.contains(&told), "{values:?}");
    }

    #[test]
    fn nothing_is_a_test_that_passes() {
        let xml = render(&Report::new(&fixture::tree(), Vec::new(), false));
        let (names, values) = parsed(&xml);
        assert_eq!(names, ["testsuites", "testsuite", "testcase"]);
        assert_eq!(values[..5], ["showcase", "1", "0", "0", "0"]);
    }
}
