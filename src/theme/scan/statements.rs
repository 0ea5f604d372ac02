//! Tokens → statements: tags, their bodies, and component definitions.

use super::ast::{Component, Expr, Node, Parameter, Template};
use super::cursor::{Cursor, Parsed};
use super::expressions::{call_with_body, expression, loop_names, named_call};
use super::lexer::Tok;

/// Reads a template; what no rule fits is where the reading got stuck.
pub(super) fn parse(source: &str) -> Parsed<Template<'_>> {
    let mut cursor = Cursor::new(source);
    let mut template = Template::default();
    while cursor.peek().is_some() {
        if cursor.is(Tok::TagStart) && cursor.peek_second() == Some(Tok::Ident("extends")) {
            open_tag(&mut cursor);
            template.extends = Some(cursor.string()?);
            cursor.expect(Tok::TagEnd)?;
        } else if cursor.is(Tok::TagStart) && cursor.peek_second() == Some(Tok::Ident("component")) {
            open_tag(&mut cursor);
            template.components.push(component(&mut cursor)?);
        } else {
            template.body.extend(statement(&mut cursor)?);
        }
    }
    Ok(template)
}

/// What stands between `{% <name> %}` and `{% </name> %}`, both ends taken.
pub(super) fn component_body<'a>(cursor: &mut Cursor<'a>) -> Parsed<Vec<Node<'a>>> {
    cursor.expect(Tok::TagEnd)?;
    let body = until(cursor, &[Tok::Op("</")])?;
    cursor.expect_op("</")?;
    cursor.dotted()?;
    cursor.expect_op(">")?;
    Ok(body)
}

/// Takes `{%` and the word after it.
fn open_tag(cursor: &mut Cursor<'_>) {
    cursor.next();
    cursor.next();
}

/// Statements up to a tag that begins with one of `ends`; its `{%` is taken,
/// the word itself is not.
fn until<'a>(cursor: &mut Cursor<'a>, ends: &[Tok<'_>]) -> Parsed<Vec<Node<'a>>> {
    cursor.deeper(|cursor| {
        let mut nodes = Vec::new();
        loop {
            if cursor.is(Tok::TagStart) && cursor.peek_second().is_some_and(|word| ends.contains(&word)) {
                cursor.next();
                return Ok(nodes);
            }
            nodes.extend(statement(cursor)?);
        }
    })
}

/// `%}`, statements, and the end tag of that name, with what may repeat the
/// name of the block after it.
fn body_until<'a>(cursor: &mut Cursor<'a>, end: &'static str) -> Parsed<Vec<Node<'a>>> {
    cursor.expect(Tok::TagEnd)?;
    let body = until(cursor, &[Tok::Ident(end)])?;
    cursor.next();
    if !cursor.is(Tok::TagEnd) {
        cursor.dotted()?;
    }
    cursor.expect(Tok::TagEnd)?;
    Ok(body)
}

fn statement<'a>(cursor: &mut Cursor<'a>) -> Parsed<Option<Node<'a>>> {
    cursor.begin();
    if cursor.eat(Tok::PrintStart) {
        let value = expression(cursor)?;
        cursor.expect(Tok::PrintEnd)?;
        return Ok(Some(Node::Print(value)));
    }
    cursor.expect(Tok::TagStart)?;
    let node = match cursor.next() {
        Some(Tok::Ident("set")) => set(cursor, false)?,
        Some(Tok::Ident("set_global")) => set(cursor, true)?,
        Some(Tok::Ident("if")) => condition(cursor)?,
        Some(Tok::Ident("for")) => for_loop(cursor)?,
        Some(Tok::Ident("filter")) => {
            let mut filters = Vec::new();
            filter(cursor, &mut filters)?;
            filter_chain(cursor, &mut filters)?;
            Node::FilterBlock { filters, body: body_until(cursor, "endfilter")? }
        }
        Some(Tok::Ident("block")) => {
            let name = cursor.ident()?.text;
            Node::Block { name, body: body_until(cursor, "endblock")? }
        }
        Some(Tok::Ident("include")) => {
            let name = cursor.string()?;
            cursor.expect(Tok::TagEnd)?;
            Node::Include(name)
        }
        Some(Tok::Ident("break" | "continue")) => {
            cursor.expect(Tok::TagEnd)?;
            return Ok(None);
        }
        Some(Tok::Op("<")) => {
            let call = call_with_body(cursor)?;
            cursor.expect(Tok::TagEnd)?;
            Node::Print(call)
        }
        _ => return cursor.stuck(),
    };
    Ok(Some(node))
}

fn set<'a>(cursor: &mut Cursor<'a>, global: bool) -> Parsed<Node<'a>> {
    let name = cursor.ident()?.text;
    if cursor.eat_op("=") {
        let value = expression(cursor)?;
        cursor.expect(Tok::TagEnd)?;
        return Ok(Node::Set { name, global, value });
    }
    let mut filters = Vec::new();
    filter_chain(cursor, &mut filters)?;
    Ok(Node::SetBlock { name, global, filters, body: body_until(cursor, "endset")? })
}

/// Of the filters of a block only their arguments read anything.
fn filter_chain<'a>(cursor: &mut Cursor<'a>, values: &mut Vec<Expr<'a>>) -> Parsed<()> {
    while cursor.eat_op("|") {
        filter(cursor, values)?;
    }
    Ok(())
}

fn filter<'a>(cursor: &mut Cursor<'a>, values: &mut Vec<Expr<'a>>) -> Parsed<()> {
    let (_, arguments) = named_call(cursor)?;
    values.extend(arguments.into_iter().map(|(_, value)| value));
    Ok(())
}

/// More branches than these are garbage; each is a level deeper.
const MOST_BRANCHES: usize = 200;

/// After `if`, up to and with its `endif`.
fn condition<'a>(cursor: &mut Cursor<'a>) -> Parsed<Node<'a>> {
    let mut branches = vec![branch(cursor)?];
    while cursor.eat(Tok::Ident("elif")) {
        if branches.len() == MOST_BRANCHES {
            return cursor.stuck();
        }
        branches.push(branch(cursor)?);
    }
    let mut otherwise = if cursor.eat(Tok::Ident("else")) {
        body_until(cursor, "endif")?
    } else {
        cursor.expect(Tok::Ident("endif"))?;
        cursor.expect(Tok::TagEnd)?;
        Vec::new()
    };
    let (first_test, first_then) = branches.remove(0);
    for (test, then) in branches.into_iter().rev() {
        otherwise = vec![Node::If { test, then, otherwise }];
    }
    Ok(Node::If { test: first_test, then: first_then, otherwise })
}

/// A condition and what follows it, up to the next word of the same `if`.
fn branch<'a>(cursor: &mut Cursor<'a>) -> Parsed<(Expr<'a>, Vec<Node<'a>>)> {
    let test = expression(cursor)?;
    cursor.expect(Tok::TagEnd)?;
    Ok((test, until(cursor, &[Tok::Ident("elif"), Tok::Ident("else"), Tok::Ident("endif")])?))
}

fn for_loop<'a>(cursor: &mut Cursor<'a>) -> Parsed<Node<'a>> {
    let (key, value) = loop_names(cursor)?;
    let over = expression(cursor)?;
    cursor.expect(Tok::TagEnd)?;
    let body = until(cursor, &[Tok::Ident("else"), Tok::Ident("endfor")])?;
    let otherwise = if cursor.eat(Tok::Ident("else")) {
        body_until(cursor, "endfor")?
    } else {
        cursor.next();
        cursor.expect(Tok::TagEnd)?;
        Vec::new()
    };
    Ok(Node::For { key, value, over, body, otherwise })
}

/// After the word `component`.
fn component<'a>(cursor: &mut Cursor<'a>) -> Parsed<Component<'a>> {
    let (name, _) = cursor.dotted()?;
    cursor.expect_op("(")?;
    let mut parameters = Vec::new();
    let mut rest = None;
    while !cursor.eat_op(")") {
        if cursor.eat_op("...") {
            rest = Some(cursor.ident()?.text);
        } else {
            parameters.push(parameter(cursor)?);
        }
        if !cursor.eat_op(",") && !cursor.is_op(")") {
            return cursor.stuck();
        }
    }
    if !cursor.is(Tok::TagEnd) {
        // Its metadata: a map of literals, which reads nothing.
        expression(cursor)?;
    }
    Ok(Component { name, parameters, rest, body: body_until(cursor, "endcomponent")? })
}

/// `name`, `@name`, `name: type`, `name = default`.
fn parameter<'a>(cursor: &mut Cursor<'a>) -> Parsed<Parameter<'a>> {
    let implicit = cursor.eat_op("@");
    let name = cursor.ident()?.text;
    if cursor.eat_op(":") {
        cursor.ident()?;
    }
    let default = if cursor.eat_op("=") { Some(expression(cursor)?) } else { None };
    Ok(Parameter { name, implicit, default })
}
