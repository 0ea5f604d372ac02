//! Markdown without spaces that mean nothing, as far as that can be proved.

use crate::markdown;
use crate::text::{FileId, Origin, Span};

/// A text, laid out anew; as it was, if its HTML would not be the same.
pub(super) fn format(text: &str) -> String {
    let neat = neat(text);
    if neat == text || same(text, &neat) { neat } else { text.to_owned() }
}

fn same(before: &str, after: &str) -> bool {
    let parsed = |text: &str| {
        let origin = Origin::verbatim(Span::new(FileId(0), 0..text.len()));
        markdown::parse(text, &origin, &mut Vec::new())
    };
    parsed(before).shows_as(&parsed(after))
}

/// Spaces at ends of lines go unless they break the line; of blank lines in a
/// row one stays; the text ends in one line end. Code is passed over.
fn neat(text: &str) -> String {
    if text.trim().is_empty() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut fence: Option<(char, usize)> = None;
    let mut blanks = Vec::new();
    let mut code_before = false;
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some((sign, length)) = fence {
            out.push_str(line);
            out.push('\n');
            let end = line.trim();
            if end.len() >= length && end.chars().all(|c| c == sign) {
                fence = None;
            }
            continue;
        }
        if line.trim().is_empty() {
            blanks.push(line);
            continue;
        }
        // What is indented may be code, in which blank lines count.
        let code = line.starts_with("    ") || line.starts_with('\t');
        match blanks.len() {
            0 => {}
            _ if code && code_before => blanks.iter().for_each(|blank| out.extend([blank, "\n"])),
            _ => out.push('\n'),
        }
        blanks.clear();
        code_before = code;
        let breaks = line.ends_with("  ") && lines.peek().is_some_and(|next| !next.trim().is_empty());
        out.push_str(if code || breaks { line } else { line.trim_end_matches([' ', '\t']) });
        out.push('\n');
        fence = opened(line);
    }
    // A fence that is never closed takes the blank lines at the end with it.
    match fence {
        Some(_) => text.to_owned(),
        None => out,
    }
}

/// The fence that a line opens, be it in a list or a quotation.
fn opened(line: &str) -> Option<(char, usize)> {
    let inner = line.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '>' | '-' | '*' | '+') || c.is_ascii_digit() || c == '.'
    });
    let sign = inner.chars().next().filter(|sign| matches!(sign, '`' | '~'))?;
    let length = inner.chars().take_while(|c| *c == sign).count();
    let rest = inner.get(length..).unwrap_or_default();
    (length >= 3 && !(sign == '`' && rest.contains('`'))).then_some((sign, length))
}
