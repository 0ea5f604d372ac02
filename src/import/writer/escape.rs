//! Signs that mean something in Markdown, made to mean themselves.

use super::Place;

/// A text between others; with `careful` every sign is escaped, needed or not.
pub(super) fn text(text: &str, place: Place, careful: bool) -> String {
    let text = smoothed(text);
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() + 8);
    for (at, &c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| chars.get(at)).copied();
        let after = chars.get(at + 1).copied();
        let special = match c {
            c if careful => c.is_ascii_punctuation(),
            '\\' | '`' | '*' | '[' | ']' | '<' | '~' => true,
            // Between letters it is no emphasis (CommonMark 0.31, 6.2).
            '_' => !(before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)),
            '&' => is_reference(chars.get(at + 1..).unwrap_or_default()),
            '|' => place == Place::Cell,
            // It may end a heading, or say its id.
            '#' | '{' | '}' => place == Place::Heading,
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// White space as single blanks, and no control characters.
fn smoothed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let blank = matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
        match c {
            _ if blank => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            '\u{feff}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Whether what follows an ampersand makes it the name of a character.
fn is_reference(after: &[char]) -> bool {
    let name: String = after.iter().take(40).take_while(|c| **c != ';').collect();
    let ends = after.get(name.chars().count()) == Some(&';');
    ends && !name.is_empty() && name.trim_start_matches('#').chars().all(|c| c.is_ascii_alphanumeric())
}

/// A line of a paragraph, so that it begins nothing but itself.
pub(super) fn line_start(line: &str) -> String {
    let line = line.trim_matches([' ', '\t']);
    let mut chars = line.chars();
    let first = chars.next();
    let second = chars.next();
    let ends = second.is_none_or(|c| c == ' ');
    let escape = match first {
        Some('#') => {
            let rest = line.trim_start_matches('#');
            rest.is_empty() || rest.starts_with(' ')
        }
        Some('>' | '|') => true,
        Some('-') => !second.is_some_and(char::is_alphanumeric),
        Some('+') => ends,
        Some('=') => line.chars().all(|c| c == '='),
        Some(':') => true,
        _ => false,
    };
    if escape {
        return format!("\\{line}");
    }
    // A number before a full stop would begin a list.
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    let (number, rest) = line.split_at_checked(digits).unwrap_or((line, ""));
    let mut after = rest.chars();
    if digits > 0 && matches!(after.next(), Some('.' | ')')) && after.next().is_none_or(|c| c == ' ') {
        return format!("{number}\\{rest}");
    }
    // A reference before a colon would begin a footnote.
    if let Some((label, rest)) = line.strip_prefix("[^").and_then(|rest| rest.split_once(']'))
        && let Some(rest) = rest.strip_prefix(':')
    {
        return format!("[^{label}]\\:{rest}");
    }
    line.to_owned()
}

/// The address of a link, between its parentheses.
pub(super) fn address(url: &str) -> String {
    let chars: Vec<char> = url.chars().collect();
    let mut out = String::with_capacity(url.len());
    for (at, &c) in chars.iter().enumerate() {
        match c {
            '(' | ')' | '<' | '>' | '\\' | '`' | '|' | '"' | ' ' | '\'' | '^' | '{' | '}' => {
                out.push_str(&format!("%{:02X}", u32::from(c)));
            }
            '&' if is_reference(chars.get(at + 1..).unwrap_or_default()) => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
    out
}

/// The value of a directive's attribute, between its quotation marks.
pub(super) fn attribute(text: &str) -> String {
    smoothed(text).trim().replace('\\', "\\\\").replace('"', "\\\"")
}

/// Backticks, more of them than stand anywhere in a text, and at least so many.
pub(super) fn fence(text: &str, least: usize) -> String {
    let (mut longest, mut run) = (0, 0);
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    "`".repeat(least.max(longest + 1))
}

/// Code between others.
pub(super) fn code(text: &str, place: Place) -> String {
    let text = smoothed(text);
    let fence = fence(&text, 1);
    let pad = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
    let text = if place == Place::Cell { text.replace('|', "\\|") } else { text };
    format!("{fence}{pad}{text}{pad}{fence}")
}
