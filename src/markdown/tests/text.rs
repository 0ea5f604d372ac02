//! Line ends, places, words, and the plain text.

use super::{any_html, problems, read};
use crate::diagnostic::Place;
use crate::markdown::{parse, plain};
use crate::text::{FileId, Origin, Span};

const MANY: &str = "# A\n\na `b\nc` <i>\nd\\\ne\n\n```rust\nfn a() {}\n```\n\n> ::figure{src=\"x\"}\n> y\n\n:::quote{by=\"é\"}\nä\n:::\n\n|a|\n|-|\n|b|\n\n<p>\nx\n</p>\n\n[^q]\n";

#[test]
fn line_ends_make_no_difference() {
    let windows = MANY.replace('\n', "\r\n");
    assert_eq!(any_html(&windows), any_html(MANY));
    assert_eq!(any_html(&MANY.replace('\n', "\r")), any_html(MANY));
    assert_eq!(problems(&windows), problems(MANY));
    assert_eq!(read(&windows).0.words, read(MANY).0.words);
    let joined = |text: &str| plain(text).into_iter().map(|(_, run)| run).collect::<String>();
    assert_eq!(joined(&windows), joined(MANY));
}

#[test]
fn places_count_from_the_start_of_the_file() {
    let file = "+++\nx\n+++\na <b>";
    let origin = Origin::verbatim(Span::new(FileId(3), 10..file.len()));
    let mut problems = Vec::new();
    parse(file.get(10..).unwrap(), &origin, &mut problems);
    assert_eq!(problems[0].place, Place::At(Span { file: FileId(3), start: 12, end: 15 }));
}

#[test]
fn an_empty_text_is_empty() {
    for text in ["", "\n\n", "  \r\n", "[a]: https://b.example/"] {
        let (doc, problems) = read(text);
        assert!(doc.is_empty() && problems.is_empty() && doc.words == 0, "{text:?}");
    }
}

#[test]
fn words() {
    for (text, count) in [
        ("one two", 2),
        ("it's **o**ne -- two", 3),
        ("one\ntwo\n\n- three\n- four", 4),
        ("## A b\n\n`c d`", 4),
        ("这次实习", 4),
        ("![not counted](a.png) x", 1),
        (":::facts{title=\"a b\"}\nc\n:::", 3),
    ] {
        assert_eq!(read(text).0.words, count, "{text}");
    }
}

#[test]
fn plain_text_hides_no_name() {
    let joined = |text: &str| plain(text).into_iter().map(|(_, run)| run).collect::<String>();
    assert_eq!(joined("J*an*e [D](office:x)oe &amp; `c`\nd"), "Jane Doe & c d\n");
    assert_eq!(joined("J&aacute;n\\*\n\n- a\n- b"), "Ján*\na\nb\n");
    assert_eq!(joined("![Jane](a.png \"Doe\")"), "Doe\nJane\n");
    assert_eq!(joined("a\n::figure{src=\"n.png\" alt=\"b\" caption=\"Jane \\\"D\\\"\"}\nc"), "a\nb\nJane \"D\"\nc\n");
    assert_eq!(joined(":::quote{by=\"Jane\"}\na\n:::"), "Jane\na\n");
    assert_eq!(joined("```\n::figure{x}\n```"), "::figure{x}\n\n");
    assert_eq!(joined("Ja[^1]ne\n\n[^1]: Doe"), "Jane\nDoe\n");
}

#[test]
fn plain_runs_know_their_place() {
    for text in ["é *Jane*\r\n> x **Doe**", "::figure{src=\"a\" alt=\"Jane\" caption=\"Doe\"}"] {
        for name in ["Jane", "Doe"] {
            let (range, _) = plain(text).into_iter().find(|(_, run)| run == name).unwrap();
            assert_eq!(text.get(range), Some(name));
        }
    }
}
