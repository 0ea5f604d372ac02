//! Texts made of lines that are directives, or nearly.
#![no_main]

use std::fmt::Write as _;

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;

#[derive(Debug, Arbitrary)]
enum Line<'a> {
    Open { indent: Indent, colons: u8, name: Name<'a>, attributes: Vec<(Key<'a>, Value<'a>)>, close: Close<'a> },
    Shut { indent: Indent, colons: u8, after: bool },
    Text { indent: Indent, text: &'a str },
    Piece(u8),
    Empty,
}

#[derive(Debug, Arbitrary)]
enum Indent {
    None,
    Spaces(u8),
    Item,
    Number,
    Quotation,
    Meaning,
    Note,
    Cell,
    Tab,
}

#[derive(Debug, Arbitrary)]
enum Name<'a> {
    Figure,
    Quote,
    Facts,
    Video,
    Callout,
    Other(&'a str),
}

#[derive(Debug, Arbitrary)]
enum Key<'a> {
    Src,
    Alt,
    Caption,
    Credit,
    Beneficiaries,
    Decorative,
    By,
    Role,
    Title,
    Url,
    Thumbnail,
    Kind,
    Other(&'a str),
}

#[derive(Debug, Arbitrary)]
enum Value<'a> {
    Text(&'a str),
    Escaped(&'a str),
    Bare(&'a str),
    Picture(u8),
    Video(u8),
    Word(u8),
    Canary,
}

#[derive(Debug, Arbitrary)]
enum Close<'a> {
    Brace,
    Nothing,
    Then(&'a str),
}

const WORDS: &[&str] = &["true", "none", "consented", "unidentifiable", "note", "tip", "important", "warning", "x"];

const PIECES: &[&str] = &[
    "```",
    "~~~rust",
    "## Heading {#id}",
    "# Top",
    "- item",
    "> [!TIP]",
    "![alt](a.png \"title\")",
    "[link](office:nairobi)",
    "[^1] and *more*",
    "[^1]: note",
    "| a | b |\n|---|---|\n| c | d |",
    "word\n: meaning",
    "---",
    "===",
    "<b>",
    "<!--",
    "-->",
    "[r]: https://r.example \"zyxwv\"",
    "[r]",
    "\\::figure",
    "[x](<javascript:alert(1)>)",
    "    code",
];

fn write(lines: &[Line<'_>]) -> String {
    let mut text = String::new();
    for line in lines {
        match line {
            Line::Open { indent, colons, name, attributes, close } => {
                begin(&mut text, indent);
                text.push_str(&":".repeat(usize::from(colons % 6)));
                text.push_str(match name {
                    Name::Figure => "figure",
                    Name::Quote => "quote",
                    Name::Facts => "facts",
                    Name::Video => "video",
                    Name::Callout => "callout",
                    Name::Other(name) => name,
                });
                if !attributes.is_empty() {
                    text.push('{');
                }
                for (nth, (key, value)) in attributes.iter().enumerate() {
                    if nth > 0 {
                        text.push(' ');
                    }
                    attribute(&mut text, key, value);
                }
                match close {
                    Close::Brace if attributes.is_empty() => {}
                    Close::Brace => text.push('}'),
                    Close::Nothing => {}
                    Close::Then(after) => {
                        text.push('}');
                        text.push_str(after);
                    }
                }
            }
            Line::Shut { indent, colons, after } => {
                begin(&mut text, indent);
                text.push_str(&":".repeat(usize::from(colons % 6)));
                text.push_str(if *after { " \t" } else { "" });
            }
            Line::Text { indent, text: words } => {
                begin(&mut text, indent);
                text.push_str(words);
            }
            Line::Piece(nth) => text.push_str(PIECES[usize::from(*nth) % PIECES.len()]),
            Line::Empty => {}
        }
        text.push('\n');
    }
    text
}

fn begin(text: &mut String, indent: &Indent) {
    match indent {
        Indent::None => {}
        Indent::Spaces(count) => text.push_str(&" ".repeat(usize::from(count % 8))),
        Indent::Item => text.push_str("- "),
        Indent::Number => text.push_str("1. "),
        Indent::Quotation => text.push_str("> "),
        Indent::Meaning => text.push_str("word\n: "),
        Indent::Note => text.push_str("[^1]: "),
        Indent::Cell => text.push_str("| "),
        Indent::Tab => text.push('\t'),
    }
}

fn attribute(text: &mut String, key: &Key<'_>, value: &Value<'_>) {
    text.push_str(match key {
        Key::Src => "src",
        Key::Alt => "alt",
        Key::Caption => "caption",
        Key::Credit => "credit",
        Key::Beneficiaries => "beneficiaries",
        Key::Decorative => "decorative",
        Key::By => "by",
        Key::Role => "role",
        Key::Title => "title",
        Key::Url => "url",
        Key::Thumbnail => "thumbnail",
        Key::Kind => "kind",
        Key::Other(key) => key,
    });
    // Writing to a string cannot fail.
    let _ = match value {
        Value::Text(value) => write!(text, "=\"{value}\""),
        Value::Escaped(value) => write!(text, "=\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\"")),
        Value::Bare(value) => write!(text, "={value}"),
        Value::Picture(nth) => write!(text, "=\"p{nth}.png\""),
        Value::Video(nth) => write!(text, "=\"https://v.example/{nth}\""),
        Value::Word(nth) => write!(text, "=\"{}\"", WORDS[usize::from(*nth) % WORDS.len()]),
        Value::Canary => write!(text, "=\"zyxwv\""),
    };
}

fuzz_target!(|lines: Vec<Line<'_>>| showcase_fuzz::text::check(&write(&lines)));
