//! What a scan found, each place once, and how it is said.

use std::collections::BTreeMap;

use super::known::Known;
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::text::Span;

/// Whose names a body reads.
#[derive(Debug, Clone)]
pub(super) enum Owner<'a> {
    /// An entry template and all it extends and includes.
    View(&'a str),
    /// A component.
    Component(&'a str),
}

/// The problems by place. Several pages share a base template; each of them
/// would find the same mistake again.
#[derive(Debug, Default)]
pub(super) struct Findings {
    problems: BTreeMap<Span, Diagnostic>,
    /// Places that ask whether something is there (`is defined`, `default`):
    /// a mistake only when it never is.
    probes: BTreeMap<Span, Option<Diagnostic>>,
}

impl Findings {
    pub(super) fn report(&mut self, span: Span, problem: Diagnostic) {
        self.problems.entry(span).or_insert(problem);
    }

    /// Notes that a place found what it asked for, or why not.
    pub(super) fn probe(&mut self, span: Span, missing: Option<Diagnostic>) {
        let slot = self.probes.entry(span).or_insert_with(|| missing.clone());
        if missing.is_none() {
            *slot = None;
        }
    }

    pub(super) fn into_problems(self) -> Vec<Diagnostic> {
        let Self { mut problems, probes } = self;
        for (span, missing) in probes {
            if let Some(problem) = missing {
                problems.entry(span).or_insert(problem);
            }
        }
        problems.into_values().collect()
    }
}

/// More names than these are no help.
const SHORT_LIST: usize = 16;

/// "Did you mean …?" and the names to choose from.
pub(super) fn choices(wrong: &str, names: &[String], label: &str) -> Option<String> {
    let near = did_you_mean(wrong, names.iter().map(String::as_str));
    let shown = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let list = (1..=SHORT_LIST).contains(&names.len()).then(|| format!("{label} {shown}."));
    match (near, list) {
        (Some(near), Some(list)) => Some(format!("{near} {list}")),
        (near, list) => near.or(list),
    }
}

/// A name that nothing in scope has.
pub(super) fn unknown_name(
    file: &str,
    path: &str,
    name: &str,
    owner: &Owner<'_>,
    names: &[String],
    span: Span,
) -> Diagnostic {
    let (message, label) = match owner {
        Owner::View(view) => {
            (format!("`{file}` reads `{path}`, but the view {view} has no field `{name}`."), "Visible here:")
        }
        Owner::Component(component) => (
            format!("`{file}` reads `{path}`, but the component `{component}` has no parameter `{name}`."),
            "Visible here:",
        ),
    };
    Diagnostic::new(Code::TemplateField, span, message).maybe_help(choices(name, names, label))
}

/// A field that a value does not have.
pub(super) fn unknown_field(file: &str, path: &str, name: &str, of: &Known, span: Span) -> Diagnostic {
    let owner = match of {
        Known::View(view) => format!("the view {}", view.name),
        _ => "the map".to_owned(),
    };
    let message = format!("`{file}` reads `{path}`, but {owner} has no field `{name}`.");
    let names = of.field_names();
    Diagnostic::new(Code::TemplateField, span, message).maybe_help(choices(name, &names, "It has"))
}

/// A field of a value that has none.
pub(super) fn no_fields(file: &str, path: &str, of: &str, kind: &str, span: Span) -> Diagnostic {
    let help =
        (kind == "a list").then(|| "Take one item with `[0]`, or go through them with `{% for … in … %}`.".into());
    let message = format!("`{file}` reads `{path}`, but `{of}` is {kind} and has no fields.");
    Diagnostic::new(Code::TemplateField, span, message).maybe_help(help)
}

/// A UI string that no language file has.
pub(super) fn unknown_word<'a>(file: &str, key: &str, keys: impl Iterator<Item = &'a str>, span: Span) -> Diagnostic {
    let message = format!("`{file}` uses the word `{key}`, but no language file of the theme has it.");
    Diagnostic::new(Code::UiStringMissing, span, message).maybe_help(did_you_mean(key, keys))
}

/// An icon that no file of the chain draws.
pub(super) fn unknown_icon<'a>(file: &str, name: &str, names: impl Iterator<Item = &'a str>, span: Span) -> Diagnostic {
    let message = format!("`{file}` shows the icon `{name}`, but the theme has no icons/{name}.svg.");
    Diagnostic::new(Code::IconMissing, span, message).maybe_help(did_you_mean(name, names))
}

/// An argument that a component does not take.
pub(super) fn unknown_argument(file: &str, component: &str, name: &str, names: &[String], span: Span) -> Diagnostic {
    let message = format!("`{file}` gives the component `{component}` an argument `{name}`, which it does not take.");
    Diagnostic::new(Code::TemplateField, span, message).maybe_help(choices(name, names, "It takes"))
}

/// A parameter that a call does not fill.
pub(super) fn missing_argument(file: &str, component: &str, name: &str, span: Span) -> Diagnostic {
    let message = format!("`{file}` calls the component `{component}` without its argument `{name}`.");
    Diagnostic::new(Code::TemplateField, span, message)
        .help(format!("Pass it as `{name}={{…}}`, or give the parameter a default where the component is defined."))
}
