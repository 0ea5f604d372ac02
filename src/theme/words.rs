//! UI strings: the words of a theme that no site writes, by language.

use std::collections::BTreeMap;

use super::chain::Layer;
use super::{table, translation};
use crate::diagnostic::Diagnostic;
use crate::language::foreign;
use crate::path::SourcePath;
use crate::reference::grouping::Grouping;
use crate::reference::plurals::{Count, PluralForm, Plurals};
use crate::text::FileId;
use crate::tree::Tree;

/// Keys that the program itself asks for begin with this.
const OWN: &str = "say_";

/// The UI strings of a site's language.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Words {
    language: String,
    plurals: Plurals,
    grouping: Grouping,
    strings: BTreeMap<String, String>,
}

impl Words {
    /// The string of that key; the key itself where there is none, which a
    /// reader of the page will at least recognise.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.strings.get(key).map_or(key, String::as_str)
    }

    /// The string of that key with `{name}` replaced by its value.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.get(key), |name| values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value))
    }

    /// `<key>_one`, `<key>_few` or another form, as the language counts, with
    /// `{n}` replaced by the number.
    pub fn count(&self, key: &str, n: usize) -> String {
        self.count_with(key, Count::whole(n), &[("n", &self.number(n))])
    }

    /// A count as the language writes it: "1,234".
    pub fn number(&self, n: usize) -> String {
        self.grouping.write(n)
    }

    /// The form that goes with a number, with `{name}` replaced by its value.
    pub fn count_with(&self, key: &str, n: Count, values: &[(&str, &str)]) -> String {
        self.fill(&self.plural_key(key, n), values)
    }

    /// The language, as a tag.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The texts of a key in all forms that there are, by the form's name.
    pub fn forms<'a>(&'a self, key: &'a str) -> impl Iterator<Item = (&'static str, &'a str)> {
        let form = move |form: PluralForm| {
            let text = self.strings.get(&format!("{key}_{}", form.name()))?;
            Some((form.name(), text.as_str()))
        };
        PluralForm::ALL.into_iter().filter_map(form)
    }

    /// Whether there is such a string.
    pub fn has(&self, key: &str) -> bool {
        self.strings.contains_key(key)
    }

    /// The strings that the program itself asks for and that are not there. The
    /// built-in theme has them all.
    pub fn lacking(&self) -> Vec<&'static str> {
        let built_in = include_str!("../../themes/showcase/i18n/en.toml");
        let keys = built_in.lines().filter_map(|line| line.split_once('=')).map(|(key, _)| key.trim());
        // A form that a language lacks is said in the general one.
        let general = |key: &str| key.rsplit_once('_').is_some_and(|(word, _)| self.has(&format!("{word}_other")));
        keys.filter(|key| key.starts_with(OWN) && !self.has(key) && !general(key)).collect()
    }

    /// All keys in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.strings.keys().map(String::as_str)
    }

    /// All strings by key, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.strings.iter().map(|(key, text)| (key.as_str(), text.as_str()))
    }

    /// The key of the form that goes with a number; of the general form where
    /// the language file lacks it.
    pub(super) fn plural_key(&self, key: &str, n: Count) -> String {
        let form = format!("{key}_{}", self.plurals.form(n).name());
        if self.has(&form) { form } else { format!("{key}_{}", PluralForm::Other.name()) }
    }
}

/// Replaces every `{name}` that has a value, each once: a value that itself
/// holds `{…}` stays as it is. Quotation marks around a value in another
/// language are marked as that language with it: on a page that runs the other
/// way they would stand at the wrong ends of what is quoted.
pub(super) fn fill<V: AsRef<str>>(text: &str, value: impl Fn(&str) -> Option<V>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        match after.split_once('}').and_then(|(name, tail)| Some((value(name)?, tail))) {
            Some((value, tail)) => rest = push(&mut filled, value.as_ref(), tail),
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled + rest
}

/// Appends a value, and gives what is left of what follows it.
fn push<'t>(filled: &mut String, value: &str, after: &'t str) -> &'t str {
    let Some(tag) = foreign::whole(value) else {
        filled.push_str(value);
        return after;
    };
    let is_mark = |c: char| "«»‹›“”„‟‘’‚‛\"「」『』".contains(c);
    let space = |c: char| matches!(c, '\u{a0}' | '\u{202f}');
    let kept = filled.trim_end_matches(space).trim_end_matches(is_mark).len();
    let left = after.trim_start_matches(space).trim_start_matches(is_mark);
    let opening = filled.get(kept..).unwrap_or_default().to_owned();
    let closing = after.strip_suffix(left).unwrap_or_default();
    if !(opening.contains(is_mark) && closing.contains(is_mark)) {
        filled.push_str(value);
        return after;
    }
    let quoted = format!("{opening}{}{closing}", foreign::plain(value));
    filled.truncate(kept);
    filled.push_str(&foreign::mark(&quoted, tag));
    left
}

/// The strings for a language along a chain. For `en-GB` a theme's en.toml
/// counts, en-GB.toml before it, and a child's file before its parent's. What
/// the language lacks of a theme's original words is reported, and stands there
/// in the original.
pub(super) fn load(tree: &Tree, chain: &[Layer], language: &str, problems: &mut Vec<Diagnostic>) -> Words {
    let plurals = Plurals::of(language);
    let mut strings = BTreeMap::new();
    let mut files = Vec::new();
    for (at, layer) in chain.iter().enumerate().rev() {
        for tag in from_general(language) {
            let Some(file) = file(tree, layer, tag) else { continue };
            for entry in &table::parse(tree, file, problems) {
                if let Some(text) = table::text(file, entry, problems) {
                    strings.insert(entry.0.get_ref().to_string(), text.value);
                }
            }
            files.push((at, file));
        }
    }
    problems.extend(translation::compare(tree, chain, &files, &plurals, &mut strings));
    Words { language: language.to_owned(), plurals, grouping: Grouping::of(language), strings }
}

/// The words of a theme in one language.
pub(super) fn file(tree: &Tree, layer: &Layer, tag: &str) -> Option<FileId> {
    let path = SourcePath::new(&format!("themes/{}/i18n/{tag}.toml", layer.name));
    path.ok().and_then(|path| tree.find(&path))
}

/// `zh`, `zh-Hant`, `zh-Hant-TW`.
fn from_general(language: &str) -> impl Iterator<Item = &str> {
    let ends = language.match_indices('-').map(|(at, _)| at).chain([language.len()]);
    ends.filter_map(|end| language.get(..end))
}
