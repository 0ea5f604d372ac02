//! UI strings: the words of a theme that no site writes, by language.

use std::collections::BTreeMap;

use super::chain::Layer;
use super::table;
use crate::diagnostic::Diagnostic;
use crate::path::SourcePath;
use crate::tree::Tree;

/// Keys that the program itself asks for begin with this.
const OWN: &str = "say_";

/// The UI strings of a site's language.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Words {
    language: String,
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
        fill(self.get(key), |name| {
            values.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        })
    }

    /// `<key>_one` or `<key>_other`, as the language counts, with `{n}`
    /// replaced by the number.
    pub fn count(&self, key: &str, n: usize) -> String {
        self.count_with(key, n, &[("n", &n.to_string())])
    }

    /// The form that goes with a number, with `{name}` replaced by its value.
    pub fn count_with(&self, key: &str, n: usize, values: &[(&str, &str)]) -> String {
        self.fill(&self.plural_key(key, n), values)
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
        keys.filter(|key| key.starts_with(OWN) && !self.has(key)).collect()
    }

    /// All keys in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.strings.keys().map(String::as_str)
    }

    /// All strings by key, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.strings.iter().map(|(key, text)| (key.as_str(), text.as_str()))
    }

    /// Which of the two forms goes with a number.
    pub(super) fn plural_key(&self, key: &str, n: usize) -> String {
        let one = match self.language.split('-').next().unwrap_or_default() {
            "fr" | "pt" | "hy" => n <= 1,
            "ja" | "ko" | "zh" | "th" | "vi" | "id" | "ms" | "my" | "lo" | "km" => false,
            _ => n == 1,
        };
        format!("{key}_{}", if one { "one" } else { "other" })
    }
}

/// Replaces every `{name}` that has a value, each once: a value that itself
/// holds `{…}` stays as it is.
pub(super) fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        match after.split_once('}').and_then(|(name, tail)| Some((value(name)?, tail))) {
            Some((value, tail)) => {
                filled.push_str(&value);
                rest = tail;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled + rest
}

/// The strings for a language along a chain. For `en-GB` a theme's en.toml
/// counts, en-GB.toml before it, and a child's file before its parent's.
pub(super) fn load(tree: &Tree, chain: &[Layer], language: &str, problems: &mut Vec<Diagnostic>) -> Words {
    let mut words = Words { language: language.to_owned(), strings: BTreeMap::new() };
    for layer in chain.iter().rev() {
        for tag in from_general(language) {
            let path = SourcePath::new(&format!("themes/{}/i18n/{tag}.toml", layer.name));
            let Some(file) = path.ok().and_then(|path| tree.find(&path)) else { continue };
            for entry in &table::parse(tree, file, problems) {
                if let Some(text) = table::text(file, entry, problems) {
                    words.strings.insert(entry.0.get_ref().to_string(), text.value);
                }
            }
        }
    }
    words
}

/// `zh`, `zh-Hant`, `zh-Hant-TW`.
fn from_general(language: &str) -> impl Iterator<Item = &str> {
    let ends = language.match_indices('-').map(|(at, _)| at).chain([language.len()]);
    ends.filter_map(|end| language.get(..end))
}
