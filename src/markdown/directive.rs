//! The directives there are, and what each takes.

use super::line::{Attribute, Open};
use super::problems::Problems;
use crate::diagnostic::{Code, did_you_mean};
use std::ops::Range;

/// A directive of the dialect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Directive {
    Figure,
    Quote,
    Facts,
    Video,
    Callout,
}

impl Directive {
    pub(super) const ALL: [Self; 5] = [Self::Figure, Self::Quote, Self::Facts, Self::Video, Self::Callout];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Figure => "figure",
            Self::Quote => "quote",
            Self::Facts => "facts",
            Self::Video => "video",
            Self::Callout => "callout",
        }
    }

    /// Whether text stands between an opening and a closing line.
    fn holds_text(self) -> bool {
        matches!(self, Self::Quote | Self::Facts | Self::Callout)
    }

    /// The attributes it takes, and how many of the first it cannot do without.
    fn keys(self) -> (&'static [&'static str], usize) {
        match self {
            Self::Figure => (&["src", "alt", "caption", "credit", "beneficiaries", "decorative"], 1),
            Self::Quote => (&["by", "role"], 0),
            Self::Facts => (&["title"], 0),
            Self::Video => (&["url", "title", "thumbnail", "alt"], 2),
            Self::Callout => (&["kind", "title"], 0),
        }
    }

    /// Whether an attribute's value is shown to readers.
    pub(super) fn is_visible(key: &str) -> bool {
        matches!(key, "alt" | "caption" | "credit" | "by" | "role" | "title")
    }
}

/// The attributes of one directive, known to be there.
pub(super) struct Values<'a>(Vec<Attribute<'a>>);

impl Values<'_> {
    /// A value that is not blank.
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.attribute(key).map(|a| a.value.trim()).filter(|value| !value.is_empty())
    }

    /// Where a value stands.
    pub(super) fn range(&self, key: &str) -> Option<Range<usize>> {
        self.attribute(key).map(|a| a.value_range.clone())
    }

    fn attribute(&self, key: &str) -> Option<&Attribute<'_>> {
        self.0.iter().find(|a| a.key == key)
    }
}

/// Looks a directive up and checks its form and the keys of its attributes;
/// `None` when it cannot be rendered. Every problem is reported.
pub(super) fn check<'a>(open: Open<'a>, problems: &mut Problems<'_>) -> Option<(Directive, Values<'a>)> {
    let name = open.name;
    let Some(directive) = Directive::ALL.into_iter().find(|d| d.name() == name) else {
        let names = Directive::ALL.map(Directive::name);
        let help = did_you_mean(name, names).unwrap_or_else(|| format!("There are {}.", list(&names)));
        let message = format!("There is no directive `{name}`.");
        problems.add_with(Code::DirectiveUnknown, open.name_range, message, Some(help));
        return None;
    };
    let (keys, required) = directive.keys();
    let mut complete = check_form(directive, &open, problems);
    for (at, attribute) in open.attributes.iter().enumerate() {
        let repeated = open.attributes.iter().take(at).any(|before| before.key == attribute.key);
        check_key(directive, attribute, repeated, problems);
    }
    let values = Values(open.attributes);
    for &key in keys.iter().take(required).filter(|key| values.get(key).is_none()) {
        let message = format!("The directive `{name}` has no `{key}`.");
        let help = format!("Write it as `{key}=\"…\"` between the braces.");
        problems.add_with(Code::DirectiveAttribute, open.name_range.clone(), message, Some(help));
        complete = false;
    }
    complete.then_some((directive, values))
}

fn check_form(directive: Directive, open: &Open<'_>, problems: &mut Problems<'_>) -> bool {
    let name = directive.name();
    let message = match (directive.holds_text(), open.colons) {
        (true, 2) => format!("The directive `{name}` holds text, so it begins with three colons."),
        (false, 3..) => format!("The directive `{name}` stands alone, so it begins with two colons."),
        _ => return true,
    };
    let help = if directive.holds_text() {
        format!("Write `:::{name}` before the text and `:::` on a line of its own after it.")
    } else {
        format!("Write `::{name}{{…}}`, and delete the line of colons that closes it.")
    };
    problems.add_with(Code::DirectiveSyntax, open.name_range.clone(), message, Some(help));
    false
}

fn check_key(directive: Directive, attribute: &Attribute<'_>, repeated: bool, problems: &mut Problems<'_>) {
    let (name, key, (keys, _)) = (directive.name(), attribute.key, directive.keys());
    let range = attribute.key_range.clone();
    if repeated {
        problems.add(Code::DirectiveAttribute, range, format!("`{key}` stands twice in the directive `{name}`."));
    } else if !keys.contains(&key) {
        let help = did_you_mean(key, keys.iter().copied()).unwrap_or_else(|| format!("It takes {}.", list(keys)));
        let message = format!("The directive `{name}` takes no `{key}`.");
        problems.add_with(Code::DirectiveAttribute, range, message, Some(help));
    }
}

/// `` `a`, `b` and `c` ``.
pub(super) fn list(names: &[&str]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => quoted.concat(),
    }
}
