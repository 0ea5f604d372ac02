//! Tera source → tokens with byte ranges.
//!
//! Follows Tera's own lexer, which keeps its tokens to itself. Whitespace
//! control (`{{-`, `-%}`) is recognised and dropped: it changes no name.

use std::ops::Range;

/// What a token is. Literal text between tags is no token at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tok<'a> {
    /// `{{`
    PrintStart,
    /// `}}`
    PrintEnd,
    /// `{%`
    TagStart,
    /// `%}`
    TagEnd,
    /// A name, reserved words included.
    Ident(&'a str),
    /// A string, without its quotation marks, escapes as written.
    Str(&'a str),
    /// A number.
    Number,
    /// An operator or a bracket.
    Op(&'static str),
    /// What no template may hold.
    Garbage,
}

/// A token and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Token<'a> {
    pub(super) tok: Tok<'a>,
    pub(super) range: Range<usize>,
}

/// All tokens of a template, in order.
pub(super) fn tokenize(source: &str) -> Vec<Token<'_>> {
    let mut lexer = Lexer { source, at: 0, tokens: Vec::new() };
    while let Some(start) = lexer.next_marker() {
        lexer.at = start;
        if lexer.rest().starts_with("{#") {
            lexer.skip_past("#}");
        } else if let Some(end) = raw_end(lexer.rest()) {
            lexer.at += end;
        } else {
            lexer.tag();
        }
    }
    lexer.tokens
}

/// Longest first, so that `...` is never read as `.`.
const OPERATORS: [&str; 34] = [
    "...", "//", "**", "==", "!=", ">=", "<=", "</", "?.", "?[", "+", "-", "*", "/", "%", "!", ".", ",", ":", "~", "|",
    "=", ">", "<", "(", ")", "[", "]", "{", "}", "@", "?", "&", ";",
];

struct Lexer<'a> {
    source: &'a str,
    at: usize,
    tokens: Vec<Token<'a>>,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        self.source.get(self.at..).unwrap_or_default()
    }

    fn next_marker(&self) -> Option<usize> {
        let found = self.rest().as_bytes().windows(2).position(|w| matches!(w, b"{{" | b"{%" | b"{#"));
        found.map(|offset| self.at + offset)
    }

    fn skip_past(&mut self, end: &str) {
        self.at = self.rest().find(end).map_or(self.source.len(), |found| self.at + found + end.len());
    }

    fn push(&mut self, tok: Tok<'a>, length: usize) {
        self.tokens.push(Token { tok, range: self.at..self.at + length });
        self.at += length;
    }

    /// Everything from `{{` or `{%` to its end.
    fn tag(&mut self) {
        let (start, end_tok, end) = if self.rest().starts_with("{{") {
            (Tok::PrintStart, Tok::PrintEnd, "}}")
        } else {
            (Tok::TagStart, Tok::TagEnd, "%}")
        };
        let dash = usize::from(self.rest().as_bytes().get(2) == Some(&b'-'));
        self.push(start, 2 + dash);
        loop {
            self.at += self.rest().len() - self.rest().trim_ascii_start().len();
            let rest = self.rest();
            if rest.is_empty() {
                return;
            }
            if rest.strip_prefix('-').is_some_and(|after| after.starts_with(end)) {
                return self.push(end_tok, 3);
            }
            if rest.starts_with(end) {
                return self.push(end_tok, 2);
            }
            self.inside(rest);
        }
    }

    fn inside(&mut self, rest: &'a str) {
        let Some(first) = rest.chars().next() else { return };
        if matches!(first, '"' | '\'' | '`') {
            let length = string_length(rest);
            let inner = rest.get(1..length.saturating_sub(1)).unwrap_or_default();
            self.push(Tok::Str(inner), length);
        } else if first.is_ascii_digit() {
            let length = number_length(rest);
            self.push(Tok::Number, length);
        } else if first == '_' || first.is_ascii_alphabetic() {
            let length = rest.bytes().take_while(|b| *b == b'_' || b.is_ascii_alphanumeric()).count();
            self.push(Tok::Ident(rest.get(..length).unwrap_or_default()), length);
        } else if let Some(operator) = OPERATORS.iter().find(|operator| rest.starts_with(**operator)) {
            self.push(Tok::Op(operator), operator.len());
        } else {
            self.push(Tok::Garbage, first.len_utf8());
        }
    }
}

/// Length of the string that begins here, both quotation marks included.
fn string_length(rest: &str) -> usize {
    let quote = rest.as_bytes().first().copied();
    let mut escaped = false;
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            _ if Some(byte) == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

fn number_length(rest: &str) -> usize {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(rest);
    match rest.get(whole..).and_then(|after| after.strip_prefix('.')) {
        Some(fraction) => whole + 1 + digits(fraction),
        None => whole,
    }
}

/// The length of the raw block that begins here, its end tag included.
fn raw_end(rest: &str) -> Option<usize> {
    let mut at = 2 + tag_named(rest.strip_prefix("{%")?, "raw")?;
    while let Some(found) = rest.get(at..).and_then(|body| body.find("{%")) {
        at += found + 2;
        if let Some(length) = rest.get(at..).and_then(|tag| tag_named(tag, "endraw")) {
            return Some(at + length);
        }
    }
    // Not closed: nothing after it is a tag.
    Some(rest.len())
}

/// The length of ` name %}` after its `{%`.
fn tag_named(after: &str, name: &str) -> Option<usize> {
    let rest = after.strip_prefix('-').unwrap_or(after).trim_ascii_start();
    let rest = rest.strip_prefix(name)?.trim_ascii_start();
    let rest = rest.strip_prefix('-').unwrap_or(rest).strip_prefix("%}")?;
    Some(after.len() - rest.len())
}
