//! Colouring code by class. The theme's style sheet gives the colours.

use crate::hash::{Hash128, Hasher};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};
use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::{SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

/// Loading the syntaxes takes milliseconds, so only a site with code does it.
static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// A block takes milliseconds and comes again with every rebuild of a preview.
static MEMO: LazyLock<RwLock<HashMap<Hash128, Arc<str>>>> = LazyLock::new(RwLock::default);

/// A preview runs for days; a memo that has grown this long starts anew.
const MEMO_ENTRIES: usize = 4096;

/// The grammars' regular expressions can take very long over long lines and
/// large texts, which are data and not code to be read.
const LONGEST_CODE: usize = 64 * 1024;
const LONGEST_LINE: usize = 1024;

const STYLE: ClassStyle = ClassStyle::SpacedPrefixed { prefix: "hl-" };

/// The code as HTML with a `<span class="hl-…">` for each part; `None` for a
/// language that is not known and for code too large to be worth it. Equal
/// arguments give equal HTML.
pub fn highlight(language: &str, code: &str) -> Option<String> {
    let too_large = code.len() > LONGEST_CODE || code.lines().any(|line| line.len() > LONGEST_LINE);
    if language.is_empty() || too_large {
        return None;
    }
    let syntax = SYNTAXES.find_syntax_by_token(language)?;
    if syntax.name == SYNTAXES.find_syntax_plain_text().name {
        return None;
    }
    let key = Hasher::new().part(syntax.name.as_bytes()).part(code.as_bytes()).finish();
    let known = MEMO.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
    if let Some(known) = known {
        return Some(known.to_string());
    }
    let html = generate(syntax, code)?;
    let mut memo = MEMO.write().unwrap_or_else(PoisonError::into_inner);
    if memo.len() >= MEMO_ENTRIES {
        memo.clear();
    }
    memo.insert(key, html.as_str().into());
    Some(html)
}

fn generate(syntax: &SyntaxReference, code: &str) -> Option<String> {
    let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax, &SYNTAXES, STYLE);
    for line in LinesWithEndings::from(code) {
        generator.parse_html_for_line_which_includes_newline(line).ok()?;
    }
    Some(generator.finalize())
}
