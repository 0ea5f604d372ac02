//! theme.toml: what a theme is called, what it extends, which version of the
//! program it is written for, and what it promises and offers.

use std::collections::BTreeMap;

use super::options::{self, ThemeOption};
use super::pictures;
use super::table::{self, Entry, text, texts, unknown_key, wrong_type};
use crate::asset::picture::{Frame, Spot};
use crate::diagnostic::{Code, Diagnostic};
use crate::style::contrast::Pair;
use crate::text::{FileId, Span, Spanned};
use crate::tree::Tree;

/// What the rest of the theme needs of its theme.toml.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    pub(super) extends: Option<Spanned<String>>,
    pub(super) options: BTreeMap<String, ThemeOption>,
    /// Pairs of colours that are held to their contrast.
    pub(super) contrast: Vec<Pair>,
    /// Static files that every page asks for at once, if the theme says.
    pub(super) preload: Option<Vec<Spanned<String>>>,
    /// Where pictures stand, as far as the theme says.
    pub(super) pictures: BTreeMap<Spot, Frame>,
}

const KEYS: [&str; 9] =
    ["name", "version", "description", "extends", "showcase", "preload", "contrast", "options", "pictures"];
const PAIR_KEYS: [&str; 3] = ["text", "on", "least"];

/// Reads a theme.toml; what is wrong with it is reported and left out.
pub(super) fn read(tree: &Tree, file: FileId, problems: &mut Vec<Diagnostic>) -> Manifest {
    let mut manifest = Manifest::default();
    let before = problems.len();
    let table = table::parse(tree, file, problems);
    let readable = problems.len() == before;
    for entry in &table {
        match entry.0.get_ref().as_ref() {
            "name" | "version" | "description" => drop(text(file, entry, problems)),
            "extends" => manifest.extends = text(file, entry, problems),
            "showcase" => {
                let problem = text(file, entry, problems).and_then(|asked| too_new(&asked));
                problems.extend(problem);
            }
            "preload" => manifest.preload = Some(texts(file, entry, problems)),
            "contrast" => manifest.contrast = pairs(file, entry, problems),
            "options" => manifest.options = options::read(file, entry, problems),
            "pictures" => manifest.pictures = pictures::read(file, entry, problems),
            _ => problems.push(unknown_key(file, entry, &KEYS)),
        }
    }
    // A key may be missing only because of a slip in the line before it.
    if readable && table.get("name").is_none() {
        problems.push(
            Diagnostic::new(Code::KeyMissing, file, "This theme has no `name`.")
                .help("Write `name = \"…\"`, the name that people read."),
        );
    }
    manifest
}

/// A theme that asks for a newer program than this.
fn too_new(asked: &Spanned<String>) -> Option<Diagnostic> {
    const OURS: &str = env!("CARGO_PKG_VERSION");
    let Some(wanted) = version(&asked.value) else {
        let message = format!("`{}` is no version.", asked.value);
        let help = format!("Write up to three numbers with dots between them, such as \"{OURS}\".");
        return Some(Diagnostic::new(Code::ThemeTooNew, asked.span, message).help(help));
    };
    (wanted > version(OURS)?).then(|| {
        let message = format!("This theme needs showcase {} or newer, and this is showcase {OURS}.", asked.value);
        let help = "Install that version, or use a version of the theme that is as old as the program.";
        Diagnostic::new(Code::ThemeTooNew, asked.span, message).help(help)
    })
}

/// `0.1` is 0.1.0.
fn version(text: &str) -> Option<[u32; 3]> {
    let mut numbers = [0; 3];
    let mut places = numbers.iter_mut();
    for part in text.split('.') {
        let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        *places.next()? = digits.then(|| part.parse().ok())??;
    }
    Some(numbers)
}

fn pairs(file: FileId, (key, value): Entry<'_, '_>, problems: &mut Vec<Diagnostic>) -> Vec<Pair> {
    let Some(list) = value.get_ref().as_array() else {
        let span = Span::new(file, value.span());
        problems.push(wrong_type(span, key.get_ref(), "tables [[contrast]]", value.get_ref()));
        return Vec::new();
    };
    list.iter().filter_map(|item| pair(file, (key, item), problems)).collect()
}

fn pair(file: FileId, (key, value): Entry<'_, '_>, problems: &mut Vec<Diagnostic>) -> Option<Pair> {
    let span = Span::new(file, value.span());
    let Some(table) = value.get_ref().as_table() else {
        problems.push(wrong_type(span, key.get_ref(), "a table { text, on, least }", value.get_ref()));
        return None;
    };
    for entry in table.iter().filter(|(key, _)| !PAIR_KEYS.contains(&key.get_ref().as_ref())) {
        problems.push(unknown_key(file, entry, &PAIR_KEYS));
    }
    let [Some(words), Some(on), Some(least)] = PAIR_KEYS.map(|key| table.get_key_value(key)) else {
        let lacking: Vec<&str> = PAIR_KEYS.into_iter().filter(|key| table.get(*key).is_none()).collect();
        let message = format!("This pair has no `{}`.", lacking.join("` and no `"));
        let help = "A pair is { text = \"--ink\", on = \"--paper\", least = 4.5 }.";
        problems.push(Diagnostic::new(Code::KeyMissing, span, message).help(help));
        return None;
    };
    let least = ratio(file, least, problems);
    Some(Pair { text: text(file, words, problems)?, on: text(file, on, problems)?, least: least? })
}

/// A ratio of contrast, which none can be below 1 or above 21.
fn ratio(file: FileId, (key, value): Entry<'_, '_>, problems: &mut Vec<Diagnostic>) -> Option<f32> {
    let span = Span::new(file, value.span());
    let written = value.get_ref().as_float().map(|number| number.as_str());
    let written = written.or(value.get_ref().as_integer().map(|number| number.as_str()));
    let Some(number) = written.and_then(|number| number.parse::<f32>().ok()) else {
        problems.push(wrong_type(span, key.get_ref(), "a number", value.get_ref()));
        return None;
    };
    if !(1.0..=21.0).contains(&number) {
        let message = format!("`{}` is {number}, and ratios of contrast lie between 1 and 21.", key.get_ref());
        problems
            .push(Diagnostic::new(Code::ValueRange, span, message).help("Text needs 4.5, controls and large text 3."));
        return None;
    }
    Some(number)
}
