//! Every problem lies in its file and can be shown by every renderer.

use showcase::diagnostic::{Diagnostic, Place, Report, github, json, sarif, terminal};
use showcase::text::Span;
use showcase::tree::Tree;

/// More problems than these are not rendered: looking up a line takes time in
/// proportion to the text before it.
const MOST: usize = 200;

/// Checks all problems of a run against the files that they speak of.
pub fn check(tree: &Tree, problems: &[Diagnostic]) {
    for problem in problems {
        assert!(!problem.message.trim().is_empty(), "nothing said: {problem:?}");
        for place in std::iter::once(&problem.place).chain(problem.related.iter().map(|related| &related.place)) {
            if let Place::At(span) = place {
                check_span(tree, *span, problem);
            }
        }
    }
    let some: Vec<_> = problems.iter().take(MOST).cloned().collect();
    let report = Report::new(tree, some.clone(), false);
    let count = report.located().count();
    check_terminal(&report);
    check_json(&report, count);
    check_sarif(&report, count);
    check_github(&report, count);
    let strict = Report::new(tree, some, true);
    assert_eq!(strict.located().count(), count);
    check_github(&strict, count);
}

fn check_span(tree: &Tree, span: Span, problem: &Diagnostic) {
    assert!((span.file.0 as usize) < tree.len(), "no such file: {problem:?}");
    let text = tree.text(span.file);
    assert!(span.start <= span.end && span.end as usize <= text.len(), "outside of its file: {problem:?}");
    let range = span.range();
    let whole = text.is_char_boundary(range.start) && text.is_char_boundary(range.end);
    assert!(whole, "inside a character: {problem:?} in {text:?}");
}

fn check_terminal(report: &Report<'_>) {
    for width in [None, Some(0), Some(60), Some(usize::MAX)] {
        let plain = terminal::render(report, false, width);
        assert!(!plain.contains(is_obeyed), "a terminal would obey this: {plain:?}");
    }
    let styled = terminal::render(report, true, Some(100));
    // The escapes of colours are ours: ESC, `[`, digits and semicolons, `m`.
    let mut rest = styled.as_str();
    while let Some((_, after)) = rest.split_once('\u{1b}') {
        let parameters = after.strip_prefix('[').unwrap_or_else(|| panic!("a foreign escape: {styled:?}"));
        rest = parameters.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
        assert!(rest.starts_with('m'), "a foreign escape: {styled:?}");
    }
    assert!(!styled.replace('\u{1b}', "").contains(is_obeyed), "a terminal would obey this: {styled:?}");
}

fn is_obeyed(c: char) -> bool {
    let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}');
    turns || c.is_control() && c != '\n' && c != '\t'
}

fn check_json(report: &Report<'_>, count: usize) {
    let text = json::render(report);
    let document: serde_json::Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let found = document["diagnostics"].as_array().map(Vec::len);
    assert_eq!(found, Some(count), "{text}");
    for problem in document["diagnostics"].as_array().into_iter().flatten() {
        let number = |key: &str| problem[key].as_u64().unwrap_or(0);
        let start = (number("line"), number("column"));
        let end = (number("end_line"), number("end_column"));
        assert!(start.0 >= 1 && start.1 >= 1 && end >= start, "{problem}");
    }
}

fn check_sarif(report: &Report<'_>, count: usize) {
    let text = sarif::render(report, "0.0.0");
    let document: serde_json::Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let run = &document["runs"][0];
    let results = run["results"].as_array().cloned().unwrap_or_default();
    assert_eq!(results.len(), count, "{text}");
    let mut prints = Vec::new();
    for result in &results {
        let rule = result["ruleIndex"].as_u64().and_then(|index| usize::try_from(index).ok()).unwrap_or(usize::MAX);
        assert_eq!(run["tool"]["driver"]["rules"][rule]["id"], result["ruleId"], "{result}");
        assert_eq!(result["locations"].as_array().map(Vec::len), Some(1), "{result}");
        prints.push(result["partialFingerprints"]["primaryLocationLineHash"].to_string());
    }
    prints.sort_unstable();
    prints.dedup();
    assert_eq!(prints.len(), count, "two problems have one fingerprint");
}

fn check_github(report: &Report<'_>, count: usize) {
    let text = github::render(report);
    assert_eq!(text.matches('\n').count(), count, "{text:?}");
    for line in text.split_terminator('\n') {
        assert!(line.starts_with("::error file=") || line.starts_with("::warning file="), "{line:?}");
        assert!(!line.contains(|c: char| c.is_control() && c != '\t'), "{line:?}");
    }
}
