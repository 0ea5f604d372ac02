//! The words of a language held against those that they translate: the `en.toml`
//! of the same theme. What is lacking, unknown, or would come out wrong is
//! reported at its place.
//!
//! Nothing here may say how well a text is translated.

use std::collections::{BTreeMap, BTreeSet};

use super::chain::Layer;
use super::{table, words};
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::reference::plurals::{PluralForm, Plurals};
use crate::text::{FileId, Span};
use crate::tree::Tree;

/// The language that themes are written in.
const ORIGINAL: &str = "en";

/// Holds the files of a language, each with the place of its theme in the chain,
/// against the original words. `strings` are all words of the language; it gains
/// the original's where there is none.
pub(super) fn compare(
    tree: &Tree,
    chain: &[Layer],
    files: &[(usize, FileId)],
    plurals: &Plurals,
    strings: &mut BTreeMap<String, String>,
) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    // A language without any word is one problem, which the theme reports.
    if files.is_empty() {
        return problems;
    }
    let originals = Originals::of(tree, chain);
    for (at, file) in files {
        let Some(layer) = chain.get(*at) else { continue };
        // A variety such as en-GB is no translation.
        let name = tree.path(*file).as_str().rsplit('/').next().unwrap_or_default();
        let translation = name.split(['-', '.']).next() != Some(ORIGINAL);
        let written = Written { tree, layer, file: *file, translation };
        written.check(&originals, plurals, &mut problems);
    }
    for (key, original) in &originals.texts {
        // Of forms only the general one must be there.
        let needed = form_of(key, |base| originals.has(base)).is_none_or(|(_, form)| form == PluralForm::Other);
        if !strings.contains_key(key) && needed {
            strings.insert(key.clone(), original.text.clone());
            problems.push(lacking(tree, files, key, original));
        }
    }
    problems
}

/// A word in the original.
#[derive(Debug)]
struct Original {
    text: String,
    span: Span,
    /// The place of its theme in the chain.
    at: usize,
}

/// The words that there are to translate.
#[derive(Debug, Default)]
struct Originals {
    texts: BTreeMap<String, Original>,
}

impl Originals {
    fn of(tree: &Tree, chain: &[Layer]) -> Self {
        let mut found = Self::default();
        for (at, layer) in chain.iter().enumerate().rev() {
            let Some(file) = words::file(tree, layer, ORIGINAL) else { continue };
            // What is wrong with the file is reported where it is the site's
            // language; a theme that is written well needs no word of it.
            let ignored = &mut Vec::new();
            for entry in &table::parse(tree, file, ignored) {
                if let Some(text) = table::text(file, entry, ignored) {
                    let original = Original { text: text.value, span: text.span, at };
                    found.texts.insert(entry.0.get_ref().to_string(), original);
                }
            }
        }
        found
    }

    fn has(&self, key: &str) -> bool {
        self.texts.contains_key(key)
    }

    /// The word that a key translates: its own, or for a form the general one.
    fn of_key(&self, key: &str) -> Option<&Original> {
        let general = || form_of(key, |base| self.has(base)).map(|(base, _)| general(base));
        self.texts.get(key).or_else(|| self.texts.get(&general()?))
    }
}

/// A file of words.
#[derive(Debug)]
struct Written<'t> {
    tree: &'t Tree,
    layer: &'t Layer,
    file: FileId,
    /// Whether it is in another language than the original.
    translation: bool,
}

impl Written<'_> {
    fn check(&self, originals: &Originals, plurals: &Plurals, problems: &mut Vec<Diagnostic>) {
        let ignored = &mut Vec::new();
        let table = table::parse(self.tree, self.file, ignored);
        let has = |base: &str| table.contains_key(base) || originals.has(base);
        for entry in &table {
            let key = entry.0.get_ref();
            let span = Span::new(self.file, entry.0.span());
            let form = form_of(key, has);
            if let Some((base, form)) = form
                && !plurals.forms().any(|known| known == form)
            {
                problems.push(unused(key, base, form, plurals, span));
            }
            if !self.translation {
                continue;
            }
            let Some(original) = originals.of_key(key) else {
                problems.extend(self.unknown(key, span, originals));
                continue;
            };
            if let Some(text) = table::text(self.file, entry, ignored) {
                // A form may say a number in words: "two months".
                let may_lack = form.is_some_and(|(_, form)| form != PluralForm::Other).then_some("n");
                problems.extend(misfilled(key, &text.value, text.span, original, may_lack));
            }
        }
    }

    /// A key that translates nothing and that no template of the theme uses. In a
    /// theme without original words it is told only if it looks misspelt.
    fn unknown(&self, key: &str, span: Span, originals: &Originals) -> Option<Diagnostic> {
        let near = did_you_mean(key, originals.texts.keys().map(String::as_str));
        let own = words::file(self.tree, self.layer, ORIGINAL).is_some();
        if self.is_used(key) || (!own && near.is_none()) {
            return None;
        }
        let message = format!("There is no word `{key}` in the theme, so nothing shows this text.");
        let help = near.unwrap_or_else(|| format!("Add it to i18n/{ORIGINAL}.toml too, or take it out."));
        Some(Diagnostic::new(Code::WordUnknown, span, message).help(help))
    }

    fn is_used(&self, key: &str) -> bool {
        let templates = self.layer.files(self.tree, "templates");
        templates.iter().any(|(_, file)| self.tree.text(*file).contains(key))
    }
}

/// A key that is a form of a word which has a general form: the word and the form.
fn form_of(key: &str, has: impl Fn(&str) -> bool) -> Option<(&str, PluralForm)> {
    let (base, form) = key.rsplit_once('_')?;
    let form = PluralForm::named(form)?;
    has(&general(base)).then_some((base, form))
}

fn general(base: &str) -> String {
    format!("{base}_{}", PluralForm::Other.name())
}

/// A form that no number of the language asks for.
fn unused(key: &str, base: &str, form: PluralForm, plurals: &Plurals, span: Span) -> Diagnostic {
    let message = format!("This language has no form `{}`, so nothing ever shows `{key}`.", form.name());
    let forms: Vec<String> = plurals.forms().map(|form| format!("`{base}_{}`", form.name())).collect();
    let help = format!("It counts with {}. Take the line out.", forms.join(", "));
    Diagnostic::new(Code::WordFormUnused, span, message).help(help)
}

/// A text that has other places to fill than the original.
fn misfilled(key: &str, text: &str, span: Span, original: &Original, may_lack: Option<&str>) -> Option<Diagnostic> {
    let (wanted, found) = (places(&original.text), places(text));
    let quoted = |names: Vec<&&str>| names.iter().map(|name| format!("`{{{name}}}`")).collect::<Vec<_>>().join(", ");
    let foreign: Vec<&&str> = found.difference(&wanted).collect();
    let lost: Vec<&&str> = wanted.difference(&found).filter(|name| Some(**name) != may_lack).collect();
    let message = match (foreign.is_empty(), lost.is_empty()) {
        (true, true) => return None,
        (true, false) => format!("`{key}` lacks {}, which the original has.", quoted(lost)),
        (false, _) => format!("`{key}` has {}, which nothing fills: pages would show it as it is.", quoted(foreign)),
    };
    let help = format!("The original is: {}", original.text);
    Some(Diagnostic::new(Code::WordPlaceholder, span, message).help(help).related(original.span, "the original"))
}

/// What stands in braces.
fn places(text: &str) -> BTreeSet<&str> {
    let braced = text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name));
    braced.filter(|name| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')).collect()
}

/// A word that the language lacks, at the file that should have it: that of the
/// same theme. Where there is none, at the original.
fn lacking(tree: &Tree, files: &[(usize, FileId)], key: &str, original: &Original) -> Diagnostic {
    let help = format!("Translate the original, which is: {}", original.text);
    if let Some((_, file)) = files.iter().rev().find(|(at, _)| *at == original.at) {
        let message = format!("{} has no `{key}`.", tree.path(*file));
        let problem = Diagnostic::new(Code::WordUntranslated, *file, message).help(help);
        return problem.related(original.span, "the original");
    }
    let name = |file: FileId| tree.path(file).as_str().rsplit('/').next().unwrap_or_default();
    let theirs = tree.path(original.span.file).as_str();
    let folder = theirs.strip_suffix(name(original.span.file)).unwrap_or_default();
    let missing = files.last().map(|(_, file)| name(*file)).unwrap_or_default();
    let message = format!("The site is in several languages, and there is no {folder}{missing} with `{key}`.");
    Diagnostic::new(Code::WordUntranslated, original.span, message).help(help)
}
