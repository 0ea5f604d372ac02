//! Tokens → expressions, with the precedence that Tera gives its operators.

use super::ast::{ComponentCall, Expr, Item, Kind, Name};
use super::cursor::{Cursor, Parsed, Stuck};
use super::lexer::Tok;
use super::statements::component_body;

/// A whole expression.
pub(super) fn expression<'a>(cursor: &mut Cursor<'a>) -> Parsed<Expr<'a>> {
    at_least(cursor, 0)
}

/// `name` or `name(argument=value)` after a `|` or an `is`.
pub(super) fn named_call<'a>(cursor: &mut Cursor<'a>) -> Parsed<(&'a str, Vec<(Name<'a>, Expr<'a>)>)> {
    let name = cursor.ident()?.text;
    let arguments = if cursor.is_op("(") { arguments(cursor)? } else { Vec::new() };
    Ok((name, arguments))
}

/// `<name attribute={value}`, up to its `/>` or `>`. The `<` was taken.
pub(super) fn call_head<'a>(cursor: &mut Cursor<'a>) -> Parsed<ComponentCall<'a>> {
    let (name, range) = cursor.dotted()?;
    let mut attributes = Vec::new();
    loop {
        if cursor.eat_op("{") {
            cursor.expect_op("...")?;
            attributes.push(Item::Spread(expression(cursor)?));
            cursor.expect_op("}")?;
        } else if matches!(cursor.peek(), Some(Tok::Ident(_))) {
            attributes.push(attribute(cursor)?);
        } else {
            return Ok(ComponentCall { name, range, attributes, body: Vec::new() });
        }
    }
}

/// Looser than any operator but the ternary, which ends the iterable and the
/// condition of a comprehension.
const ABOVE_TERNARY: u8 = 1;

/// How tightly an operator binds: to its left and to its right.
fn binding(tok: Tok<'_>) -> Option<(u8, u8)> {
    Some(match tok {
        Tok::Ident("or") => (1, 2),
        Tok::Ident("and") => (3, 4),
        Tok::Ident("in" | "is" | "not") => (5, 6),
        Tok::Op("==" | "!=" | "<" | "<=" | ">" | ">=") => (7, 8),
        Tok::Op("+" | "-") => (11, 12),
        Tok::Op("*" | "/" | "%" | "~" | "//") => (13, 14),
        Tok::Op("**") => (16, 15),
        Tok::Op("|") => (17, 18),
        _ => return None,
    })
}

fn at_least<'a>(cursor: &mut Cursor<'a>, power: u8) -> Parsed<Expr<'a>> {
    cursor.deeper(|cursor| {
        let mut left = operand(cursor)?;
        loop {
            cursor.link()?;
            if cursor.is_op("[") {
                left = subscript(cursor, left)?;
            } else if cursor.is(Tok::Ident("if")) && power == 0 {
                return ternary(cursor, left);
            } else {
                match cursor.peek().and_then(binding) {
                    Some((to_left, to_right)) if to_left >= power => left = operation(cursor, left, to_right)?,
                    _ => return Ok(left),
                }
            }
        }
    })
}

fn operation<'a>(cursor: &mut Cursor<'a>, left: Expr<'a>, power: u8) -> Parsed<Expr<'a>> {
    let start = left.range.start;
    let operator = cursor.next();
    let of = Box::new(left);
    let kind = match operator {
        Some(Tok::Op("|")) => {
            let (name, arguments) = named_call(cursor)?;
            Kind::Filter { of, name, arguments }
        }
        Some(Tok::Ident("is")) => {
            let negated = cursor.eat(Tok::Ident("not"));
            let (name, arguments) = named_call(cursor)?;
            let test = Kind::Test { of, name, arguments };
            if negated { Kind::Not(Box::new(Expr { kind: test, range: start..cursor.end() })) } else { test }
        }
        Some(Tok::Ident("not")) => {
            cursor.expect(Tok::Ident("in"))?;
            Kind::Operator(of, Box::new(at_least(cursor, power)?))
        }
        Some(Tok::Ident("and")) => Kind::And(of, Box::new(at_least(cursor, power)?)),
        Some(Tok::Ident("or")) => Kind::Or(of, Box::new(at_least(cursor, power)?)),
        _ => Kind::Operator(of, Box::new(at_least(cursor, power)?)),
    };
    Ok(Expr { kind, range: start..cursor.end() })
}

fn ternary<'a>(cursor: &mut Cursor<'a>, then: Expr<'a>) -> Parsed<Expr<'a>> {
    let start = then.range.start;
    cursor.expect(Tok::Ident("if"))?;
    let test = Box::new(expression(cursor)?);
    cursor.expect(Tok::Ident("else"))?;
    let otherwise = Box::new(expression(cursor)?);
    Ok(Expr { kind: Kind::Ternary { test, then: Box::new(then), otherwise }, range: start..cursor.end() })
}

fn operand<'a>(cursor: &mut Cursor<'a>) -> Parsed<Expr<'a>> {
    let range = cursor.range();
    let Some(tok) = cursor.next() else { return cursor.stuck() };
    let kind = match tok {
        Tok::Number => Kind::Number,
        Tok::Str(text) => Kind::Text(text),
        Tok::Ident("true" | "True" | "false" | "False") => Kind::Bool,
        Tok::Ident("none" | "None" | "null") => Kind::None,
        Tok::Ident("not") => Kind::Not(Box::new(at_least(cursor, 5)?)),
        Tok::Op("-") => {
            let zero = Expr { kind: Kind::Number, range: range.clone() };
            Kind::Operator(Box::new(zero), Box::new(at_least(cursor, 20)?))
        }
        Tok::Ident(name) => return path(cursor, name, range.start),
        Tok::Op("<") => {
            let call = call_head(cursor)?;
            cursor.expect_op("/")?;
            cursor.expect_op(">")?;
            Kind::Component(Box::new(call))
        }
        Tok::Op("[") => list(cursor)?,
        Tok::Op("{") => Kind::Map(map(cursor)?),
        Tok::Op("(") => {
            let inner = expression(cursor)?;
            cursor.expect_op(")")?;
            return Ok(inner);
        }
        _ => return Err(Stuck(range)),
    };
    Ok(Expr { kind, range: range.start..cursor.end() })
}

/// `name`, `name.field[index]?.field` or `name(argument=value)`.
fn path<'a>(cursor: &mut Cursor<'a>, name: &'a str, start: usize) -> Parsed<Expr<'a>> {
    if cursor.is_op("(") {
        let arguments = arguments(cursor)?;
        return Ok(Expr { kind: Kind::Call { name, arguments }, range: start..cursor.end() });
    }
    let mut expr = Expr { kind: Kind::Var(name), range: start..cursor.end() };
    loop {
        cursor.link()?;
        if cursor.eat_op(".") || cursor.eat_op("?.") {
            let name = cursor.ident()?;
            expr = Expr { kind: Kind::Field { of: Box::new(expr), name }, range: start..cursor.end() };
        } else if cursor.is_op("[") || cursor.is_op("?[") {
            expr = subscript(cursor, expr)?;
        } else {
            return Ok(expr);
        }
    }
}

/// `[index]` or `[from:to:step]`.
fn subscript<'a>(cursor: &mut Cursor<'a>, of: Expr<'a>) -> Parsed<Expr<'a>> {
    let start = of.range.start;
    let of = Box::new(of);
    cursor.next();
    let mut parts = Vec::new();
    let mut slice = false;
    while !cursor.eat_op("]") {
        if cursor.eat_op(":") {
            slice = true;
        } else {
            parts.push(expression(cursor)?);
        }
    }
    let kind = match parts.pop() {
        Some(index) if !slice && parts.is_empty() => Kind::Index { of, index: Box::new(index) },
        None if !slice => return cursor.stuck(),
        last => {
            parts.extend(last);
            Kind::Slice { of, bounds: parts }
        }
    };
    Ok(Expr { kind, range: start..cursor.end() })
}

fn arguments<'a>(cursor: &mut Cursor<'a>) -> Parsed<Vec<(Name<'a>, Expr<'a>)>> {
    cursor.expect_op("(")?;
    let mut arguments = Vec::new();
    while !cursor.eat_op(")") {
        let name = cursor.ident()?;
        cursor.expect_op("=")?;
        arguments.push((name, expression(cursor)?));
        if !cursor.eat_op(",") && !cursor.is_op(")") {
            return cursor.stuck();
        }
    }
    Ok(arguments)
}

/// `name="text"`, `name={value}`, or `name` for `name={name}`.
fn attribute<'a>(cursor: &mut Cursor<'a>) -> Parsed<Item<'a>> {
    let name = cursor.ident()?;
    if !cursor.eat_op("=") {
        let value = Expr { kind: Kind::Var(name.text), range: name.range.clone() };
        return Ok(Item::Pair(name, value));
    }
    if cursor.eat_op("{") {
        let value = expression(cursor)?;
        cursor.expect_op("}")?;
        return Ok(Item::Pair(name, value));
    }
    let text = cursor.string()?;
    Ok(Item::Pair(name, Expr { kind: Kind::Text(text.text), range: text.range }))
}

fn list<'a>(cursor: &mut Cursor<'a>) -> Parsed<Kind<'a>> {
    let mut items = Vec::new();
    while !cursor.eat_op("]") {
        if cursor.eat_op("...") {
            items.push(Item::Spread(expression(cursor)?));
        } else {
            let value = expression(cursor)?;
            if items.is_empty() && cursor.eat(Tok::Ident("for")) {
                return comprehension(cursor, value);
            }
            items.push(Item::Value(value));
        }
        if !cursor.eat_op(",") && !cursor.is_op("]") {
            return cursor.stuck();
        }
    }
    Ok(Kind::List(items))
}

fn comprehension<'a>(cursor: &mut Cursor<'a>, value: Expr<'a>) -> Parsed<Kind<'a>> {
    let (key, name) = loop_names(cursor)?;
    let over = Box::new(at_least(cursor, ABOVE_TERNARY)?);
    let test = match cursor.eat(Tok::Ident("if")) {
        true => Some(Box::new(at_least(cursor, ABOVE_TERNARY)?)),
        false => None,
    };
    cursor.expect_op("]")?;
    Ok(Kind::Comprehension { value: Box::new(value), key, name, over, test })
}

/// `value in` or `key, value in`.
pub(super) fn loop_names<'a>(cursor: &mut Cursor<'a>) -> Parsed<(Option<&'a str>, &'a str)> {
    let first = cursor.ident()?.text;
    let second = if cursor.eat_op(",") { Some(cursor.ident()?.text) } else { None };
    cursor.expect(Tok::Ident("in"))?;
    Ok(second.map_or((None, first), |value| (Some(first), value)))
}

fn map<'a>(cursor: &mut Cursor<'a>) -> Parsed<Vec<Item<'a>>> {
    let mut items = Vec::new();
    while !cursor.eat_op("}") {
        if cursor.eat_op("...") {
            items.push(Item::Spread(expression(cursor)?));
        } else {
            let range = cursor.range();
            let text = match cursor.next() {
                Some(Tok::Str(text) | Tok::Ident(text)) => text,
                Some(Tok::Number) => "",
                _ => return Err(Stuck(range)),
            };
            cursor.expect_op(":")?;
            items.push(Item::Pair(Name { text, range }, expression(cursor)?));
        }
        if !cursor.eat_op(",") && !cursor.is_op("}") {
            return cursor.stuck();
        }
    }
    Ok(items)
}

/// `{% <name …> %}…{% </name> %}`; the first `<` was taken.
pub(super) fn call_with_body<'a>(cursor: &mut Cursor<'a>) -> Parsed<Expr<'a>> {
    let start = cursor.range().start;
    let mut call = call_head(cursor)?;
    cursor.expect_op(">")?;
    call.body = component_body(cursor)?;
    Ok(Expr { kind: Kind::Component(Box::new(call)), range: start..cursor.end() })
}
