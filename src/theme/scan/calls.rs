//! Filters, functions and components: what they give, and the names that are
//! written in their arguments.

use std::collections::BTreeMap;

use super::ast::{Component, ComponentCall, Expr, Item, Kind, Name, Parameter};
use super::findings::{Owner, missing_argument, unknown_argument, unknown_icon, unknown_word};
use super::known::Known;
use super::library::Read;
use super::scope::{Names, Scope};
use super::values::spread_into;
use super::walk::{Place, Walk};

/// The arguments of a call, as far as they are known.
#[derive(Debug, Default)]
struct Passed {
    fields: BTreeMap<String, Known>,
    /// Something was spread whose fields nobody knows.
    open: bool,
}

impl<'a> Walk<'a> {
    /// Checks a filter's value and arguments, and tells what it gives.
    pub(super) fn filter(
        &mut self,
        of: &'a Expr<'a>,
        name: &str,
        arguments: &'a [(Name<'a>, Expr<'a>)],
        place: &Place<'a>,
        scope: &mut Scope<'a>,
    ) -> Known {
        if name != "default" {
            let value = self.read(of, place, scope);
            self.arguments(arguments, place, scope);
            return self.filtered(&value, name, of, arguments, place);
        }
        let value = self.probe(of, place, scope);
        let mut instead = Known::Open;
        for (name, argument) in arguments {
            let given = self.read(argument, place, scope);
            if name.text == "value" {
                instead = given;
            }
        }
        value.map_or(instead.clone(), |value| value.or(instead))
    }

    /// What a filter makes of a value.
    fn filtered(
        &mut self,
        value: &Known,
        name: &str,
        of: &'a Expr<'a>,
        arguments: &'a [(Name<'a>, Expr<'a>)],
        place: &Place<'a>,
    ) -> Known {
        self.attribute(value, of, arguments, place);
        match name {
            "sort" | "reverse" | "unique" | "slice" | "filter" | "safe" => value.clone(),
            "first" | "last" | "nth" => value.item(),
            "group_by" => Known::map_of(value.clone()),
            "get" => self.get(value, of, arguments, place),
            "values" => Known::list(value.item()),
            "split" | "keys" => Known::list(Known::Text),
            "length" | "wordcount" | "int" | "float" | "abs" | "round" => Known::Number,
            "upper" | "lower" | "trim" | "trim_start" | "trim_end" | "replace" | "capitalize" | "title"
            | "truncate" | "indent" | "str" | "join" | "escape" | "escape_html" | "escape_xml" | "newlines_to_br"
            | "pluralize" | "fill" | "number" | "url_part" => Known::Text,
            _ => Known::Open,
        }
    }

    /// `attribute="a.b"` names a field of the items of a list.
    fn attribute(&mut self, value: &Known, of: &'a Expr<'a>, arguments: &'a [(Name<'a>, Expr<'a>)], place: &Place<'a>) {
        let Some((path, expr)) = text_argument(arguments, "attribute") else { return };
        let mut known = value.item();
        for text in path.split('.') {
            let name = Name { text, range: expr.range.clone() };
            match self.field(&known, of, &name, expr, place) {
                Ok(field) => known = field,
                Err(problem) => return self.findings.report(place.span(&expr.range), *problem),
            }
        }
    }

    /// `map | get(key="name")`; with a default the key may be absent.
    fn get(
        &mut self,
        value: &Known,
        of: &'a Expr<'a>,
        arguments: &'a [(Name<'a>, Expr<'a>)],
        place: &Place<'a>,
    ) -> Known {
        let Some((text, expr)) = text_argument(arguments, "key") else { return value.item() };
        let name = Name { text, range: expr.range.clone() };
        let optional = arguments.iter().any(|(name, _)| name.text == "default");
        match self.field(value, of, &name, expr, place) {
            Ok(_) if optional => Known::Open,
            Ok(known) => known,
            Err(problem) => {
                let span = place.span(&expr.range);
                if optional {
                    self.findings.probe(span, Some(*problem));
                } else {
                    self.findings.report(span, *problem);
                }
                Known::Open
            }
        }
    }

    /// A function: `super()` renders the parent's version of this block,
    /// `plural` takes two words.
    pub(super) fn call(
        &mut self,
        name: &str,
        arguments: &'a [(Name<'a>, Expr<'a>)],
        place: &Place<'a>,
        scope: &mut Scope<'a>,
    ) -> Known {
        self.arguments(arguments, place, scope);
        match name {
            "super" => {
                self.parent_block(place, scope);
                Known::Text
            }
            "plural" | "plural_forms" => {
                self.plural(arguments, place);
                Known::Text
            }
            "icon" => {
                self.icon(arguments, place);
                Known::Text
            }
            "range" => Known::list(Known::Number),
            _ => Known::Open,
        }
    }

    fn icon(&mut self, arguments: &'a [(Name<'a>, Expr<'a>)], place: &Place<'a>) {
        let Some((name, expr)) = text_argument(arguments, "name") else { return };
        let icons = self.library.icons;
        if !icons.has(name) {
            let span = place.span(&expr.range);
            self.findings.report(span, unknown_icon(place.read.short_name(), name, icons.names(), span));
        }
    }

    fn plural(&mut self, arguments: &'a [(Name<'a>, Expr<'a>)], place: &Place<'a>) {
        let Some((key, expr)) = text_argument(arguments, "key") else { return };
        let words = self.library.words;
        // Other forms are as the language has them; this one stands in for each.
        let word = format!("{key}_other");
        if !words.has(&word) {
            let span = place.span(&expr.range);
            self.findings.report(span, unknown_word(place.read.short_name(), &word, words.keys(), span));
        }
    }

    /// Checks a call and, with what it passes, the component's body.
    pub(super) fn component_call(&mut self, call: &'a ComponentCall<'a>, place: &Place<'a>, scope: &mut Scope<'a>) {
        let known = self.library.component(&call.name);
        let passed = self.passed(call, known.map(|(_, component)| component), place, scope);
        self.nodes(&call.body, place, scope);
        let Some((read, component)) = known else { return };
        let mut names = Names::new();
        for parameter in &component.parameters {
            let value = self.parameter(parameter, &passed, call, place, scope);
            names.insert(parameter.name, value);
        }
        if let Some(rest) = component.rest {
            names.insert(rest, rest_of(component, &passed));
        }
        let implicit = self.implicit.iter().filter_map(|name| Some((*name, scope.get_implicit(name)?.clone())));
        let ambient = implicit.collect();
        self.component_body(read, component, names, ambient, Some(place));
    }

    /// Checks the components that nothing calls, with arguments of any kind.
    pub(super) fn uncalled_components(&mut self) {
        let library = self.library;
        for (read, component) in library.components() {
            // A child's component of the same name is the one that is called.
            let overridden =
                library.component(&component.name).is_none_or(|(winner, _)| winner.source.name != read.source.name);
            if overridden || self.checked.iter().any(|(name, ..)| *name == component.name) {
                continue;
            }
            let open = |name: &'a str| (name, if name == "t" { Known::Words } else { Known::Open });
            let parameters = component.parameters.iter().map(|parameter| parameter.name);
            let names = parameters.chain(component.rest).map(open).collect();
            let ambient = self.implicit.iter().copied().map(open).collect();
            self.component_body(read, component, names, ambient, None);
        }
    }

    fn passed(
        &mut self,
        call: &'a ComponentCall<'a>,
        component: Option<&Component<'a>>,
        place: &Place<'a>,
        scope: &mut Scope<'a>,
    ) -> Passed {
        let mut passed = Passed::default();
        for attribute in &call.attributes {
            let value = self.read(attribute.value(), place, scope);
            let mut fields = BTreeMap::new();
            let range = match attribute {
                Item::Pair(name, _) => {
                    fields.insert(name.text.to_owned(), value);
                    &name.range
                }
                Item::Spread(expr) | Item::Value(expr) => {
                    passed.open |= !spread_into(&mut fields, &value);
                    &expr.range
                }
            };
            if let Some(component) = component {
                self.unknown_arguments(&fields, component, place, range);
            }
            passed.fields.extend(fields);
        }
        passed
    }

    fn unknown_arguments(
        &mut self,
        fields: &BTreeMap<String, Known>,
        component: &Component<'a>,
        place: &Place<'a>,
        range: &std::ops::Range<usize>,
    ) {
        let unknown = fields.keys().find(|name| component.parameters.iter().all(|p| p.name != name.as_str()));
        if let (Some(name), None) = (unknown, component.rest) {
            let names: Vec<String> = component.parameters.iter().map(|p| p.name.to_owned()).collect();
            let span = place.span(range);
            let file = place.read.short_name();
            self.findings.report(span, unknown_argument(file, &component.name, name, &names, span));
        }
    }

    /// What a parameter receives: the argument, the caller's name of an
    /// `@parameter`, the default.
    fn parameter(
        &mut self,
        parameter: &'a Parameter<'a>,
        passed: &Passed,
        call: &ComponentCall<'a>,
        place: &Place<'a>,
        scope: &Scope<'a>,
    ) -> Known {
        if let Some(value) = passed.fields.get(parameter.name) {
            return value.clone();
        }
        if passed.open {
            return Known::Open;
        }
        if let Some(value) = scope.get_implicit(parameter.name).filter(|_| parameter.implicit) {
            return value.clone();
        }
        let Some(default) = &parameter.default else {
            let span = place.span(&call.range);
            let file = place.read.short_name();
            self.findings.report(span, missing_argument(file, &call.name, parameter.name, span));
            return Known::Open;
        };
        default_kind(default)
    }

    fn component_body(
        &mut self,
        read: &'a Read<'a>,
        component: &'a Component<'a>,
        names: Names<'a>,
        ambient: Names<'a>,
        from: Option<&Place<'a>>,
    ) {
        let same = |(name, seen, around): &&(String, Names<'a>, Names<'a>)| {
            *name == component.name && *seen == names && *around == ambient
        };
        let variants = self.checked.iter().filter(|(name, ..)| *name == component.name).count();
        if variants >= MOST_VARIANTS || self.checked.iter().find(same).is_some() {
            return;
        }
        let Some(place) = self.enter(read, Owner::Component(&component.name), from) else { return };
        self.checked.push((component.name.clone(), names.clone(), ambient.clone()));
        // A call without a body leaves `body` undefined.
        let mut scope = Scope::new(names, ambient).with("body", Known::Text);
        self.nodes(&component.body, &place, &mut scope);
    }
}

/// A component that calls itself with an ever larger map would have no end
/// of them.
const MOST_VARIANTS: usize = 64;

fn text_argument<'a>(arguments: &'a [(Name<'a>, Expr<'a>)], name: &str) -> Option<(&'a str, &'a Expr<'a>)> {
    arguments.iter().find(|(argument, _)| argument.text == name).and_then(|(_, expr)| match expr.kind {
        Kind::Text(text) => Some((text, expr)),
        _ => None,
    })
}

fn rest_of(component: &Component<'_>, passed: &Passed) -> Known {
    let declared = |name: &String| component.parameters.iter().any(|parameter| parameter.name == name);
    let others = passed.fields.iter().filter(|(name, _)| !declared(name));
    // What one call passes another may leave out, so that a component asks
    // for it with a test: any field may be read.
    if passed.open { Known::Open } else { Known::map_of(Known::any(others.map(|(_, known)| known.clone()))) }
}

/// Defaults are literals. An empty list or map says nothing of what a call
/// will pass.
fn default_kind(default: &Expr<'_>) -> Known {
    match default.kind {
        Kind::Text(_) => Known::Text,
        Kind::Number | Kind::Operator(..) => Known::Number,
        Kind::Bool => Known::Bool,
        Kind::List(_) => Known::list(Known::Open),
        _ => Known::Open,
    }
}
