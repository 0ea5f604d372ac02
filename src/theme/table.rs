//! The TOML files of a theme: parsed with all their problems reported.

use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Code, Diagnostic};
use crate::record;
use crate::text::{FileId, Span, Spanned};
use crate::tree::Tree;

/// An entry of a table: key and value with their places.
pub(super) type Entry<'t, 'a> = (&'t toml::Spanned<std::borrow::Cow<'a, str>>, &'t toml::Spanned<DeValue<'a>>);

/// The table of a file, as far as it can be read.
pub(super) fn parse<'a>(tree: &'a Tree, file: FileId, problems: &mut Vec<Diagnostic>) -> DeTable<'a> {
    let text = tree.text(file);
    let (table, errors) = DeTable::parse_recoverable(text.strip_prefix('\u{feff}').unwrap_or(text));
    problems.extend(record::syntax_problems(file, text, &errors));
    table.into_inner()
}

/// A text value; anything else is a problem.
pub(super) fn text(
    file: FileId,
    (key, value): Entry<'_, '_>,
    problems: &mut Vec<Diagnostic>,
) -> Option<Spanned<String>> {
    let span = Span::new(file, value.span());
    match value.get_ref().as_str() {
        Some(text) => Some(Spanned::new(text.to_owned(), span)),
        None => {
            problems.push(wrong_type(span, key.get_ref(), "a text in quotation marks", value.get_ref()));
            None
        }
    }
}

/// A value of another type than the key takes.
pub(super) fn wrong_type(span: Span, key: &str, wanted: &str, found: &DeValue<'_>) -> Diagnostic {
    let message = format!("`{key}` takes {wanted}, and this is of type {}.", found.type_str());
    Diagnostic::new(Code::KeyType, span, message)
}

/// A key that nothing reads.
pub(super) fn unknown_key(file: FileId, (key, _): Entry<'_, '_>, known: &[&'static str]) -> Diagnostic {
    let name = key.get_ref();
    let near = crate::diagnostic::did_you_mean(name, known.iter().copied());
    let help = near.unwrap_or_else(|| format!("The keys here are {}.", known.join(", ")));
    Diagnostic::new(Code::KeyUnknown, Span::new(file, key.span()), format!("There is no key `{name}` here.")).help(help)
}

/// A list of texts; anything else in it is a problem.
pub(super) fn texts(file: FileId, (key, value): Entry<'_, '_>, problems: &mut Vec<Diagnostic>) -> Vec<Spanned<String>> {
    let Some(list) = value.get_ref().as_array() else {
        let span = Span::new(file, value.span());
        problems.push(wrong_type(span, key.get_ref(), "a list of texts", value.get_ref()));
        return Vec::new();
    };
    list.iter().filter_map(|item| text(file, (key, item), problems)).collect()
}
