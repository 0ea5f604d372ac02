//! A difference as Markdown, for a comment on a pull request. What an author
//! wrote stays text there: it makes no link, no picture, and calls nobody.

use super::outline::{Item, Most, Piece, outline};
use super::{Difference, Head};

/// So many bytes fit a comment on GitHub, with some room.
const ROOM: usize = 60_000;

/// As much as fits is told, from these on down.
const TRIES: [Most; 5] = [
    Most { items: 60, below: 10, words: 400 },
    Most { items: 30, below: 6, words: 300 },
    Most { items: 15, below: 4, words: 200 },
    Most { items: 5, below: 2, words: 120 },
    Most { items: 1, below: 1, words: 60 },
];

/// As Markdown that fits a comment.
pub fn markdown(head: &Head, difference: &Difference) -> String {
    let mut texts = TRIES.iter().map(|most| written(head, difference, *most));
    let mut text = texts.next().unwrap_or_default();
    for shorter in texts {
        if text.len() <= ROOM {
            break;
        }
        text = shorter;
    }
    text
}

fn written(head: &Head, difference: &Difference, most: Most) -> String {
    let mut text = format!("### What changes on the site\n\nFrom {} to {}.\n", escaped(&head.old), escaped(&head.new));
    for section in outline(difference, most) {
        text.push_str(&format!("\n#### {}\n\n", section.title));
        section.items.iter().for_each(|item| line(item, 0, &mut text));
    }
    text
}

fn line(item: &Item<'_>, depth: usize, text: &mut String) {
    text.push_str(&format!("{}- ", "  ".repeat(depth)));
    for piece in &item.pieces {
        match piece {
            Piece::Text(words) => text.push_str(&escaped(words)),
            Piece::Address(address) => text.push_str(&code(address)),
            Piece::Went(words) => text.push_str(&format!("<del>{}</del>", escaped(words))),
            Piece::Came(words) => text.push_str(&format!("<ins>{}</ins>", escaped(words))),
            Piece::Picture(_) => {}
        }
    }
    text.push('\n');
    item.below.iter().for_each(|item| line(item, depth + 1, text));
}

/// A text in which no sign means anything. A name behind `@` would be told of
/// the comment, a number behind `#` be a link.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '@' | '#' => {
                out.push(c);
                out.push('\u{200b}');
            }
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '!' | '(' | ')' | '$' | ':' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// An address as code: nothing in it can end the code.
fn code(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c == '`' || c.is_control() { '\u{fffd}' } else { c }).collect();
    format!("`{clean}`")
}
