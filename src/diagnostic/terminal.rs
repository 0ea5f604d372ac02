//! Problems for people at a terminal, in the manner of rustc.
//!
//! Names, messages and source lines come from files that anybody may have
//! written: no control character and no bidirectional override of theirs
//! reaches the terminal, and no line of theirs floods it. Nothing here looks
//! at the terminal itself; whether it has colours and how wide it is are
//! arguments.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Located, Report, Severity};

/// How wide a line may be when nobody knows how wide the terminal is.
const DEFAULT_WIDTH: usize = 140;

/// Between these a source line is cut to the width of the terminal; narrower
/// ones would show nothing of it.
const NARROWEST: usize = 40;
const WIDEST: usize = 1000;

/// A line of a message is cut behind so many characters: it may quote a file.
const LONGEST: usize = 1000;

/// Columns for the line number and for the dots where a line is cut.
const MARGIN: usize = 24;

/// All problems, each followed by an empty line; nothing for none.
pub fn render(report: &Report<'_>, colour: bool, width: Option<usize>) -> String {
    each(report, colour, width).map(|problem| problem + "\n").collect()
}

/// The problems one by one, in the order of the report.
pub fn each(report: &Report<'_>, colour: bool, width: Option<usize>) -> impl Iterator<Item = String> {
    let width = width.unwrap_or(DEFAULT_WIDTH).clamp(NARROWEST, WIDEST);
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() }.term_width(width);
    report.located().map(move |located| {
        let mut out = String::new();
        let places = report.related(located.diagnostic).map(|(place, _)| place.text);
        let textless = places.chain([located.text]).all(str::is_empty);
        // Without line numbers there is no margin; anonymous ones lend theirs.
        let renderer = renderer.clone().anonymized_snippet_line_numbers(textless);
        for line in renderer.render(&groups(report, &located, width)).lines() {
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    })
}

/// The problem itself, then one note for every related place.
fn groups<'a>(report: &Report<'_>, located: &Located<'_>, width: usize) -> Vec<Group<'a>> {
    let diagnostic = located.diagnostic;
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(paragraph(&diagnostic.message)).id(diagnostic.code.name());
    let mut problem = show(Group::with_title(title), located, width);
    if let Some(help) = &diagnostic.help {
        problem = problem.element(Level::HELP.message(paragraph(help)));
    }
    let mut groups = vec![problem];
    for (place, message) in report.related(diagnostic) {
        let title = Level::NOTE.secondary_title(paragraph(message));
        groups.push(show(Group::with_title(title), &place, width));
    }
    groups
}

/// Adds the path and, where there is text, the line.
fn show<'a>(group: Group<'a>, located: &Located<'_>, width: usize) -> Group<'a> {
    let path: String = located.path.as_str().chars().map(printable).collect();
    if located.text.is_empty() {
        return group.element(Origin::path(path));
    }
    let excerpt = Excerpt::new(located.text, &located.span, width);
    group.element(
        Snippet::source(excerpt.line)
            .line_start(located.position.line)
            .path(path)
            .annotation(AnnotationKind::Primary.span(excerpt.span)),
    )
}

/// The line where a span begins, fit to be printed, and the part of the span
/// that lies in it. One character stands for one, so that columns stay true.
struct Excerpt {
    line: String,
    span: Range<usize>,
}

impl Excerpt {
    fn new(text: &str, span: &Range<usize>, width: usize) -> Self {
        let before = text.get(..text.floor_char_boundary(span.start)).unwrap_or_default();
        let begin = before.rfind('\n').map_or(0, |at| at + 1);
        let full = text.get(begin..).unwrap_or_default();
        let full = full.split_once('\n').map_or(full, |(line, _)| line.strip_suffix('\r').unwrap_or(line));

        let secrets = secrets(full);
        let room = width.saturating_sub(MARGIN);
        let (mut line, mut start, mut end) = (String::new(), 0, 0);
        let (mut shown, mut columns) = (0, 0);
        for (at, c) in full.char_indices().skip_while(|&(_, c)| c == '\u{feff}') {
            let is_secret = secrets.iter().any(|secret| secret.contains(&at));
            let at = begin + at;
            line.push(if is_secret { '*' } else { printable(c) });
            if at < before.len() {
                start = line.len();
                end = start;
                continue;
            }
            columns += columns_of(c);
            if at < span.end && columns <= room {
                end = line.len();
            }
            // The renderer cuts to the width; it need not see a megabyte for it.
            shown += 1;
            if shown > 2 * width {
                break;
            }
        }
        Self { line, span: start..end }
    }
}

/// So long are tokens that stand in an address in place of a name, and hardly
/// any name.
const TOKEN: usize = 20;

/// Where a line has a password in an address, as in
/// `https://name:password@host`, or a token: a report may be read by many.
fn secrets(line: &str) -> Vec<Range<usize>> {
    let starts = line.match_indices("://").map(|(at, sign)| at + sign.len());
    let secret = |from: usize| {
        let rest = line.get(from..)?;
        let end = rest.find(|c: char| matches!(c, '/' | '"' | '\'') || c.is_whitespace()).unwrap_or(rest.len());
        let user = rest.get(..end)?.rsplit_once('@')?.0;
        let begin = match user.find(':') {
            Some(colon) => colon + 1,
            None if user.len() >= TOKEN => 0,
            None => return None,
        };
        Some(from + begin..from + user.len())
    };
    starts.filter_map(secret).collect()
}

/// At most how many columns a terminal gives a character.
fn columns_of(c: char) -> usize {
    match c {
        '\t' => 4,
        '\u{0}'..'\u{1100}' => 1,
        _ => 2,
    }
}

/// A character that a terminal shows and does not obey: the picture of a
/// control character where Unicode has one.
fn printable(c: char) -> char {
    match c {
        '\t' => c,
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' => char::REPLACEMENT_CHARACTER,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => char::REPLACEMENT_CHARACTER,
        '\u{2028}' | '\u{2029}' | '\u{feff}' => char::REPLACEMENT_CHARACTER,
        _ => c,
    }
}

/// A text of unknown origin, made fit for a terminal; its line breaks stay.
pub fn harmless(text: &str) -> String {
    text.chars().map(|c| if c == '\n' { c } else { printable(c) }).collect()
}

/// A message that may have several lines; the renderer indents them.
fn paragraph(text: &str) -> String {
    let mut out = String::new();
    for (nth, line) in text.trim().lines().enumerate() {
        if nth > 0 {
            out.push('\n');
        }
        out.extend(line.chars().map(|c| if c == '\t' { ' ' } else { printable(c) }).take(LONGEST));
        if line.chars().nth(LONGEST).is_some() {
            out.push_str("...");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{ProptestConfig, any, prop, proptest};

    use super::super::json::fixture::{self, at, path, tree_of};
    use super::super::{Code, Diagnostic, Report};
    use super::render;
    use crate::text::Span;
    use crate::tree::Tree;

    fn plain(tree: &Tree, problem: Diagnostic, width: Option<usize>) -> String {
        render(&Report::new(tree, vec![problem], false), false, width)
    }

    #[test]
    fn as_people_see_it() {
        let tree = fixture::tree();
        let report = Report::new(&tree, fixture::problems(&tree), false);
        assert_eq!(
            render(&report, false, Some(80)),
            r#"error[office-unknown]: There is no office `genevaa`.
 --> content/interns/i-1/index.md:2:27
  |
2 | a = { école = 1, office = "genevaa" }
  |                           ^^^^^^^^^
  |
  = help: Did you mean `geneva`?
note: This office is near in name.
 --> content/offices/geneva.toml:1:8
  |
1 | city = "Geneva"
  |        ^^^^^^^^

warning[heading-skipped]: A level is missing.
 --> content/interns/i-1/index.md:4:1
  |
4 | ## Été
  | ^^^^^^

error[config-missing]: There is no site.toml.
  --> site.toml
   = help: Run `showcase init`.

"#
        );
        let strict = Report::new(&tree, fixture::problems(&tree), true);
        assert!(!render(&strict, false, None).contains("warning"));
        assert_eq!(render(&Report::new(&tree, Vec::new(), false), true, None), "");
    }

    #[test]
    fn colours_change_nothing_else() {
        let tree = fixture::tree();
        let report = Report::new(&tree, fixture::problems(&tree), false);
        let coloured = render(&report, true, None);
        assert!(coloured.starts_with("\u{1b}[1m\u{1b}[91merror[office-unknown]\u{1b}[0m"));
        assert_eq!(stripped(&coloured), render(&report, false, None));
    }

    /// Without colour sequences and the spaces that they kept at line ends.
    fn stripped(text: &str) -> String {
        let mut parts = text.split('\u{1b}');
        let mut out = parts.next().unwrap().to_owned();
        out.extend(parts.map(|part| part.split_once('m').unwrap().1));
        out.lines().map(|line| format!("{}\n", line.trim_end())).collect()
    }

    #[test]
    fn places_at_the_edges() {
        let tree = tree_of([("a.toml", "a = 1\r\nb\r\n"), ("bom.toml", "\u{feff}é = 1"), ("empty.toml", "")]);
        let file = |name| tree.find(&path(name)).unwrap();
        let look = |name, range| {
            let problem = Diagnostic::new(Code::KeyMissing, Span::new(file(name), range), "No.");
            plain(&tree, problem, None).replace("error[key-missing]: No.\n", "")
        };
        assert_eq!(look("a.toml", 10..10), " --> a.toml:3:1\n  |\n3 |\n  | ^\n\n");
        assert_eq!(look("a.toml", 5..6), " --> a.toml:1:6\n  |\n1 | a = 1\n  |      ^\n\n");
        assert_eq!(look("a.toml", 6..7), " --> a.toml:1:6\n  |\n1 | a = 1\n  |      ^\n\n");
        assert_eq!(look("a.toml", 0..999), " --> a.toml:1:1\n  |\n1 | a = 1\n  | ^^^^^\n\n");
        assert_eq!(look("bom.toml", 0..0), " --> bom.toml:1:1\n  |\n1 | é = 1\n  | ^\n\n");
        assert_eq!(look("bom.toml", 4..4), " --> bom.toml:1:1\n  |\n1 | é = 1\n  | ^\n\n");
        assert_eq!(look("bom.toml", 8..9), " --> bom.toml:1:5\n  |\n1 | é = 1\n  |     ^\n\n");
        assert_eq!(look("empty.toml", 0..0), "  --> empty.toml\n\n");
    }

    #[test]
    fn sources_cannot_command_the_terminal() {
        let name = "evil\u{202e}dm.md";
        let tree = tree_of([(name, "\tx\u{1b}[31m\u{7}\r\u{9b}2J\u{202e} 漢字 = \"z\"\n")]);
        let problem = Diagnostic::new(Code::KeyType, at(&tree, name, "\"z\""), "Two\r\nlines\u{1b}]0;title\u{7}.")
            .help("\u{1b}[8m\thidden")
            .related(path("b.md"), "\u{1b}c");
        assert_eq!(
            plain(&tree, problem, None),
            r#"error[key-type]: Two
                 lines␛]0;title␇.
 --> evil�dm.md:1:20
  |
1 |     x␛[31m␇␍�2J� 漢字 = "z"
  |                         ^^^
  |
  = help: ␛[8m hidden
note: ␛c
 --> b.md

"#
        );
    }

    #[test]
    fn long_lines_are_cut() {
        let text = format!("{}key = \"{}\" # {}", "x".repeat(500), "v".repeat(300), "y".repeat(1_000_000));
        let tree = tree_of([("a.toml", &text)]);
        let file = tree.find(&path("a.toml")).unwrap();
        let look = |range, width| {
            let text = plain(&tree, Diagnostic::new(Code::KeyType, Span::new(file, range), "m".repeat(5000)), width);
            assert!(text.len() < 2000);
            text.lines().skip(1).map(|line| format!("{line}\n")).collect::<String>()
        };
        assert_eq!(
            look(500..503, Some(40)),
            " --> a.toml:1:501\n  |\n1 | ...xxxxxxxxxxxxxkey = \"vvvvvvvvvv...\n  |                 ^^^\n\n"
        );
        assert_eq!(
            look(506..807, Some(40)),
            " --> a.toml:1:507\n  |\n1 | ...xkey = \"vvvvvvvvvvvvvvvvvvvvvv...\n  |           ^^^^^^^^^^^^^^^^\n\n"
        );
        assert!(look(900_000..900_001, Some(1)).starts_with(" --> a.toml:1:900001\n"));
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        for (c, columns) in [("x", 1), ("漢", 2), ("\t", 4)] {
            let text = c.repeat(300);
            let tree = tree_of([("a.toml", &text)]);
            let file = tree.find(&path("a.toml")).unwrap();
            for width in 40..160 {
                for (start, len) in [(0, 1), (3, 300), (90, 0), (150, 3), (150, 80), (290, 10), (300, 0)] {
                    let span = Span::new(file, start * c.len()..(start + len) * c.len());
                    let out = plain(&tree, Diagnostic::new(Code::KeyType, span, "No."), Some(width));
                    let source = out.lines().find(|line| line.starts_with("1 |")).unwrap();
                    let wide = source.matches(c).count() * (columns - 1);
                    assert!(source.chars().count() + wide <= width, "{width} {start} {len}\n{out}");
                    assert!(out.contains('^'));
                }
            }
        }
    }

    #[test]
    fn many_problems_stand_by_file_and_line() {
        let (tree, problems) = fixture::many();
        let text = render(&Report::new(&tree, problems, false), false, None);
        let places: Vec<_> = text.lines().filter_map(|line| line.trim_start().strip_prefix("--> ")).collect();
        assert_eq!(places.len(), 50);
        assert_eq!(places[..4], ["f00.md:1:1", "f00.md:21:1", "f00.md:41:1", "f01.md:2:1"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn any_text_any_place(
            text in "([ -~]|[\u{0}-\u{ff}]|[\t\r\n]|.|[é漢😀\u{300}\u{200d}\u{feff}\u{202e}]){0,400}",
            span in (0..1700usize, 0..1700usize),
            width in prop::option::of(0..200usize),
            colour in any::<bool>(),
        ) {
            let tree = tree_of([("a.md", &text)]);
            let file = tree.find(&path("a.md")).unwrap();
            let problem = Diagnostic::new(Code::KeyType, Span::new(file, span.0..span.1), text.clone())
                .help(text.clone())
                .related(Span::new(file, span.1..span.1), text.clone());
            let out = render(&Report::new(&tree, vec![problem], false), colour, width);
            let out = if colour { stripped(&out) } else { out };
            assert!(!out.contains(|c: char| c.is_control() && c != '\n' || c == '\u{202e}'));
        }
    }

    #[test]
    fn passwords_and_tokens_in_addresses_are_not_shown() {
        let line = "a = dav://ann:s3cr@t@web.example/x # https://ann@a.example, https://a.example/@ann\n";
        let token = "b = https://ghp_0123456789abcdefghij@a.example/x\n";
        let tree = tree_of([("site.toml", &format!("{line}{token}"))]);
        let shown =
            |needle| plain(&tree, Diagnostic::new(Code::TomlSyntax, at(&tree, "site.toml", needle), "What?"), None);
        let (one, other) = (shown("dav"), shown("ghp"));
        assert!(
            one.contains("a = dav://ann:******@web.example/x # https://ann@a.example, https://a.example/@ann"),
            "{one}"
        );
        assert!(other.contains("b = https://************************@a.example/x"), "{other}");
    }
}
