//! A place in the tokens of a template, and the steps that parsing takes.

use std::ops::Range;

use super::ast::Name;
use super::lexer::{Tok, Token, tokenize};

/// Where reading stopped, since no rule of Tera fits.
#[derive(Debug)]
pub(super) struct Stuck(pub(super) Range<usize>);

/// What a step of parsing gives.
pub(super) type Parsed<T> = Result<T, Stuck>;

/// Tera stops at 40 levels of either statements or expressions; these count
/// together here, and garbage must not overflow the stack.
const DEEPEST: usize = 90;

/// `a.b.c` and `1 + 2 + 3` become expressions as deep as they are long. Tera
/// stops at 256 links in an expression.
const LONGEST: usize = 1000;

/// The tokens of a template and the next one.
#[derive(Debug)]
pub(super) struct Cursor<'a> {
    tokens: Vec<Token<'a>>,
    at: usize,
    depth: usize,
    /// How many links the chains of the current statement have.
    links: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        Self { tokens: tokenize(source), at: 0, depth: 0, links: 0 }
    }

    pub(super) fn peek(&self) -> Option<Tok<'a>> {
        self.tokens.get(self.at).map(|token| token.tok)
    }

    pub(super) fn peek_second(&self) -> Option<Tok<'a>> {
        self.tokens.get(self.at + 1).map(|token| token.tok)
    }

    pub(super) fn next(&mut self) -> Option<Tok<'a>> {
        let tok = self.peek();
        self.at += usize::from(tok.is_some());
        tok
    }

    /// The bytes of the next token; empty at the end.
    pub(super) fn range(&self) -> Range<usize> {
        let end = self.end();
        self.tokens.get(self.at).map_or(end..end, |token| token.range.clone())
    }

    /// Where the last token that was taken ends.
    pub(super) fn end(&self) -> usize {
        let last = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        last.map_or(0, |token| token.range.end)
    }

    pub(super) fn is(&self, tok: Tok<'_>) -> bool {
        self.peek() == Some(tok)
    }

    pub(super) fn is_op(&self, operator: &str) -> bool {
        matches!(self.peek(), Some(Tok::Op(found)) if found == operator)
    }

    /// Takes the token if it comes next.
    pub(super) fn eat(&mut self, tok: Tok<'_>) -> bool {
        let found = self.is(tok);
        self.at += usize::from(found);
        found
    }

    pub(super) fn eat_op(&mut self, operator: &str) -> bool {
        let found = self.is_op(operator);
        self.at += usize::from(found);
        found
    }

    pub(super) fn expect(&mut self, tok: Tok<'_>) -> Parsed<()> {
        if self.eat(tok) { Ok(()) } else { self.stuck() }
    }

    pub(super) fn expect_op(&mut self, operator: &str) -> Parsed<()> {
        if self.eat_op(operator) { Ok(()) } else { self.stuck() }
    }

    pub(super) fn ident(&mut self) -> Parsed<Name<'a>> {
        let range = self.range();
        match self.peek() {
            Some(Tok::Ident(text)) => {
                self.at += 1;
                Ok(Name { text, range })
            }
            _ => self.stuck(),
        }
    }

    pub(super) fn string(&mut self) -> Parsed<Name<'a>> {
        let range = self.range();
        match self.peek() {
            Some(Tok::Str(text)) => {
                self.at += 1;
                Ok(Name { text, range })
            }
            _ => self.stuck(),
        }
    }

    /// `name` or `folder.name`, and all of its bytes.
    pub(super) fn dotted(&mut self) -> Parsed<(String, Range<usize>)> {
        let first = self.ident()?;
        let mut name = first.text.to_owned();
        while self.eat_op(".") {
            name.push('.');
            name.push_str(self.ident()?.text);
        }
        Ok((name, first.range.start..self.end()))
    }

    pub(super) fn stuck<T>(&self) -> Parsed<T> {
        Err(Stuck(self.range()))
    }

    /// Begins a statement.
    pub(super) fn begin(&mut self) {
        self.links = 0;
    }

    /// Adds a link to a chain.
    pub(super) fn link(&mut self) -> Parsed<()> {
        self.links += 1;
        if self.links > LONGEST { self.stuck() } else { Ok(()) }
    }

    /// Parses something that may hold itself.
    pub(super) fn deeper<T>(&mut self, parse: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth >= DEEPEST {
            return self.stuck();
        }
        self.depth += 1;
        let result = parse(self);
        self.depth -= 1;
        result
    }
}
