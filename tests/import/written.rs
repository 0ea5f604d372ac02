//! What is written parses to the words that went in, whatever they are.

use proptest::prelude::{Just, ProptestConfig, Strategy, prop_assert, prop_assert_eq, proptest};
use proptest::{prop_oneof, sample};
use showcase::diagnostic::Severity;
use showcase::import::{Block, Document, Inline, Item, markdown_of, plain_blocks, shaped};
use showcase::markdown::{parse, reading};
use showcase::text::{FileId, Origin, Span};

/// Words made of signs that mean something, at starts of lines too.
fn text() -> impl Strategy<Value = String> {
    let parts: Vec<&'static str> = vec![
        "*",
        "_",
        "[",
        "]",
        "<",
        ">",
        "#",
        "&",
        "|",
        "\\",
        "`",
        "~",
        "!",
        "(",
        ")",
        "{",
        "}",
        ":",
        "::",
        "-",
        "+",
        "=",
        "1.",
        "12)",
        "---",
        "===",
        " ",
        "  ",
        "a",
        "word",
        "\u{e9}t\u{e9}",
        "\u{5d0}",
        "&amp;",
        "&#35;",
        "<b>",
        "</b>",
        "<!--",
        "[^1]",
        "http://x.y",
        "**",
        "__",
        "~~",
        "\u{201c}",
        "\u{2019}",
        "'",
        "\"",
        "...",
        "\u{a0}",
        "::figure{src=\"x\"}",
        ":::",
        "^",
        "$",
        "%",
        "@",
        "- ",
        "* ",
        "+ ",
        "# ",
        "> ",
        "1. ",
        "| a |",
        ": ",
        "[x]: /u",
        "\t",
    ];
    proptest::collection::vec(sample::select(parts), 0..9).prop_map(|parts| parts.concat())
}

fn inlines() -> impl Strategy<Value = Vec<Inline>> {
    let leaf = prop_oneof![
        6 => text().prop_map(Inline::Text),
        1 => text().prop_map(Inline::Code),
        1 => Just(Inline::Break),
    ];
    let one = leaf.prop_recursive(3, 12, 3, |inner| {
        let many = || proptest::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            many().prop_map(Inline::Strong),
            many().prop_map(Inline::Emphasis),
            many().prop_map(Inline::Struck),
            many().prop_map(|text| Inline::Link { to: "https://example.org/a_(b)?c=*&d;e".to_owned(), text }),
        ]
    });
    proptest::collection::vec(one, 1..5)
}

fn block() -> impl Strategy<Value = Block> {
    let item = |text| Item { task: None, blocks: vec![Block::Paragraph(text)] };
    prop_oneof![
        4 => inlines().prop_map(Block::Paragraph),
        1 => inlines().prop_map(|text| Block::Heading { level: 1, ids: Vec::new(), text }),
        1 => inlines().prop_map(|text| Block::Quote(vec![Block::Paragraph(text)])),
        1 => proptest::collection::vec(inlines(), 1..4).prop_map(move |texts| Block::List {
            start: None,
            items: texts.into_iter().map(item).collect(),
        }),
        1 => proptest::collection::vec(inlines(), 1..4).prop_map(move |texts| Block::List {
            start: Some(3),
            items: texts.into_iter().map(item).collect(),
        }),
        1 => proptest::collection::vec(proptest::collection::vec(inlines(), 2), 2..4).prop_map(Block::Table),
        1 => (inlines(), inlines()).prop_map(|(term, text)| Block::Definitions(vec![(term, vec![Block::Paragraph(text)])])),
    ]
}

/// Words without white space, and without what typography makes of signs.
fn folded(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().filter(|c| !c.is_whitespace() && !c.is_control()) {
        match c {
            '\u{2018}' | '\u{2019}' => out.push('\''),
            '\u{201c}' | '\u{201d}' => out.push('"'),
            '\u{2013}' => out.push_str("--"),
            '\u{2014}' => out.push_str("---"),
            '\u{2026}' => out.push_str("..."),
            c => out.push(c),
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn it_reads_as_it_was(blocks in proptest::collection::vec(block(), 1..4)) {
        let mut document = Document { blocks, ..Document::default() };
        shaped(&mut document);
        // A lone heading became the title, which the record has.
        let wanted = plain_blocks(&document.blocks);
        let markdown = markdown_of(&mut document, &[]);
        let read = reading::read(&markdown);
        prop_assert_eq!(folded(&read.text), folded(&wanted), "{}", markdown);
        let mut problems = Vec::new();
        let origin = Origin::verbatim(Span::start_of(FileId(0)));
        let _ = parse(&markdown, &origin, &mut problems);
        let errors: Vec<_> = problems.iter().filter(|problem| problem.severity == Severity::Error).collect();
        prop_assert!(errors.is_empty(), "{:?} in {}", errors, markdown);
    }
}
