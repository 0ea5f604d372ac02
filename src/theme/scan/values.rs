//! What is known of an expression, and what is wrong with the names in it.

use std::collections::BTreeMap;

use super::ast::{Expr, Item, Kind, Name};
use super::findings::{no_fields, unknown_field, unknown_name, unknown_word};
use super::known::{Known, Lookup};
use super::scope::Scope;
use super::walk::{Place, Walk, loop_variables};
use crate::diagnostic::Diagnostic;

/// A path that leads to nothing, and what would be said of it.
type Missing = Box<Diagnostic>;

impl<'a> Walk<'a> {
    /// Checks every name in an expression and tells what its value is.
    pub(super) fn read(&mut self, expr: &'a Expr<'a>, place: &Place<'a>, scope: &mut Scope<'a>) -> Known {
        self.resolve(expr, place, scope).unwrap_or_else(|missing| {
            if let crate::diagnostic::Place::At(span) = missing.place {
                self.findings.report(span, *missing);
            }
            Known::Open
        })
    }

    /// Checks a condition; tells its outcome where `is defined` settles it.
    pub(super) fn truth(&mut self, expr: &'a Expr<'a>, place: &Place<'a>, scope: &mut Scope<'a>) -> Option<bool> {
        self.deeper(|walk| walk.truth_here(expr, place, scope)).flatten()
    }

    fn truth_here(&mut self, expr: &'a Expr<'a>, place: &Place<'a>, scope: &mut Scope<'a>) -> Option<bool> {
        match &expr.kind {
            Kind::Not(inner) => self.truth(inner, place, scope).map(|truth| !truth),
            Kind::And(left, right) => match self.truth(left, place, scope) {
                Some(false) => Some(false),
                known => self.truth(right, place, scope).filter(|right| !right || known == Some(true)),
            },
            Kind::Or(left, right) => match self.truth(left, place, scope) {
                Some(true) => Some(true),
                known => self.truth(right, place, scope).filter(|right| *right || known == Some(false)),
            },
            Kind::Test { of, name: name @ ("defined" | "undefined"), .. } => {
                let there = self.probe(of, place, scope).is_some();
                let certain = matches!(of.kind, Kind::Var(name) if scope.is_certain(name));
                (certain || !there).then_some(there == (*name == "defined"))
            }
            _ => {
                self.read(expr, place, scope);
                None
            }
        }
    }

    /// The value if it is there. That it is not is a mistake only when no page
    /// ever has it.
    pub(super) fn probe(&mut self, expr: &'a Expr<'a>, place: &Place<'a>, scope: &mut Scope<'a>) -> Option<Known> {
        let span = place.span(&expr.range);
        match self.resolve(expr, place, scope) {
            Ok(known) => {
                self.findings.probe(span, None);
                Some(known)
            }
            Err(missing) => {
                self.findings.probe(span, Some(*missing));
                None
            }
        }
    }

    fn resolve(&mut self, expr: &'a Expr<'a>, place: &Place<'a>, scope: &mut Scope<'a>) -> Result<Known, Missing> {
        self.deeper(|walk| walk.resolve_here(expr, place, scope)).unwrap_or(Ok(Known::Open))
    }

    fn resolve_here(&mut self, expr: &'a Expr<'a>, place: &Place<'a>, scope: &mut Scope<'a>) -> Result<Known, Missing> {
        Ok(match &expr.kind {
            Kind::Text(_) => Known::Text,
            Kind::Number => Known::Number,
            Kind::Bool => Known::Bool,
            Kind::None => Known::Open,
            Kind::Var(name) => return variable(name, expr, place, scope),
            Kind::Field { of, name } => {
                let value = self.resolve(of, place, scope)?;
                return self.field(&value, of, name, expr, place);
            }
            Kind::Index { of, index } => return self.index(of, index, expr, place, scope),
            Kind::Slice { of, bounds } => {
                for bound in bounds {
                    self.read(bound, place, scope);
                }
                return self.resolve(of, place, scope);
            }
            Kind::Filter { of, name, arguments } => self.filter(of, name, arguments, place, scope),
            Kind::Call { name, arguments } => self.call(name, arguments, place, scope),
            Kind::Test { .. } | Kind::Not(_) | Kind::And(..) | Kind::Or(..) => self.logic(expr, place, scope),
            Kind::Operator(left, right) => {
                self.read(left, place, scope);
                self.read(right, place, scope);
                Known::Open
            }
            Kind::Ternary { test, then, otherwise } => match self.truth(test, place, scope) {
                Some(true) => self.read(then, place, scope),
                Some(false) => self.read(otherwise, place, scope),
                None => self.read(then, place, scope).or(self.read(otherwise, place, scope)),
            },
            Kind::List(items) => self.list(items, place, scope),
            Kind::Map(items) => self.map(items, place, scope),
            Kind::Comprehension { value, key, name, over, test } => {
                let over = self.read(over, place, scope);
                scope.enter_loop(loop_variables(&over, *key, name));
                let truth = test.as_ref().and_then(|test| self.truth(test, place, scope));
                let item = if truth == Some(false) { Known::Open } else { self.read(value, place, scope) };
                scope.leave_loop();
                Known::list(item)
            }
            Kind::Component(call) => {
                self.component_call(call, place, scope);
                Known::Text
            }
        })
    }

    fn logic(&mut self, expr: &'a Expr<'a>, place: &Place<'a>, scope: &mut Scope<'a>) -> Known {
        match &expr.kind {
            Kind::Test { of, name, arguments } if !matches!(*name, "defined" | "undefined") => {
                self.read(of, place, scope);
                self.arguments(arguments, place, scope);
            }
            _ => drop(self.truth(expr, place, scope)),
        }
        match expr.kind {
            // These give one of their two sides.
            Kind::And(..) | Kind::Or(..) => Known::Open,
            _ => Known::Bool,
        }
    }

    /// Checks the values of arguments; their names are no variables.
    pub(super) fn arguments(
        &mut self,
        arguments: &'a [(Name<'a>, Expr<'a>)],
        place: &Place<'a>,
        scope: &mut Scope<'a>,
    ) {
        for (_, value) in arguments {
            self.read(value, place, scope);
        }
    }

    /// A field of a value that was found. `whole` is the path up to it.
    pub(super) fn field(
        &self,
        value: &Known,
        of: &Expr<'a>,
        name: &Name<'a>,
        whole: &Expr<'a>,
        place: &Place<'a>,
    ) -> Result<Known, Missing> {
        let file = place.read.short_name();
        let path = place.text(&whole.range);
        let span = place.span(&name.range);
        Err(Box::new(match value.field(name.text, self.library.words) {
            Lookup::Found(known) => return Ok(known),
            Lookup::NoFields(kind) => no_fields(file, path, place.text(&of.range), kind, span),
            Lookup::Missing if *value == Known::Words => unknown_word(file, name.text, self.library.words.keys(), span),
            Lookup::Missing => unknown_field(file, path, name.text, value, span),
        }))
    }

    /// `of["name"]` is a field; any other index takes an item.
    fn index(
        &mut self,
        of: &'a Expr<'a>,
        index: &'a Expr<'a>,
        whole: &'a Expr<'a>,
        place: &Place<'a>,
        scope: &mut Scope<'a>,
    ) -> Result<Known, Missing> {
        self.read(index, place, scope);
        let value = self.resolve(of, place, scope)?;
        if let Kind::Text(text) = index.kind {
            let name = Name { text, range: index.range.clone() };
            return self.field(&value, of, &name, whole, place);
        }
        Ok(match value {
            // Which field it is depends on the page.
            Known::View(_) | Known::Record(_) => Known::Open,
            value => value.item(),
        })
    }

    fn list(&mut self, items: &'a [Item<'a>], place: &Place<'a>, scope: &mut Scope<'a>) -> Known {
        let mut all = Vec::new();
        for item in items {
            let value = self.read(item.value(), place, scope);
            all.push(if matches!(item, Item::Spread(_)) { value.item() } else { value });
        }
        Known::list(Known::any(all))
    }

    fn map(&mut self, items: &'a [Item<'a>], place: &Place<'a>, scope: &mut Scope<'a>) -> Known {
        let mut fields = BTreeMap::new();
        let mut open = false;
        for item in items {
            let value = self.read(item.value(), place, scope);
            match item {
                Item::Pair(name, _) if !name.text.is_empty() => drop(fields.insert(name.text.to_owned(), value)),
                Item::Spread(_) => open |= !spread_into(&mut fields, &value),
                _ => open = true,
            }
        }
        if open { Known::Open } else { Known::record(fields) }
    }
}

/// Adds the fields of a value to those of a map; whether all of them are
/// known.
pub(super) fn spread_into(fields: &mut BTreeMap<String, Known>, value: &Known) -> bool {
    match value {
        Known::Record(more) => fields.extend(more.iter().map(|(name, known)| (name.clone(), known.clone()))),
        Known::View(view) => fields.extend(view.fields.iter().map(|f| (f.name.to_owned(), Known::from(&f.shape)))),
        _ => return false,
    }
    true
}

fn variable<'a>(name: &str, expr: &Expr<'a>, place: &Place<'a>, scope: &Scope<'a>) -> Result<Known, Missing> {
    // Tera itself refuses fields that `loop` does not have.
    if name == "__tera_context" || (name == "loop" && scope.in_loop()) {
        return Ok(Known::Open);
    }
    scope.get(name).cloned().ok_or_else(|| {
        let names: Vec<String> = scope.names().map(str::to_owned).collect();
        let file = place.read.short_name();
        let span = place.span(&expr.range);
        Box::new(unknown_name(file, place.text(&expr.range), name, &place.owner, &names, span))
    })
}
