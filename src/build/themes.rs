//! The theme in each language of the site, and what is made in each.

use std::sync::Arc;

use crate::consent::published::Published;
use crate::diagnostic::{Code, Diagnostic};
use crate::index;
use crate::pages::{self, ToSearch, Version};
use crate::plan::Plan;
use crate::search::{Lexicon, Table};
use crate::theme::{self, Theme};
use crate::tree::{Blobs, Tree};

/// The theme with the words of the default language, and of the further ones in
/// their order. What is wrong with it in all of them is reported once.
pub(super) fn load(
    tree: &mut Tree,
    published: &Published,
    problems: &mut Vec<Diagnostic>,
) -> (Option<Theme>, Vec<Theme>) {
    let config = &published.config;
    let first = in_language(tree, published, &config.language, problems);
    if let Some(theme) = &first {
        let places = &config.theme_option_spans;
        problems.extend(theme.option_problems(&config.theme_options, places, config.theme.span));
    }
    let mut further = Vec::with_capacity(config.languages.len());
    for edition in &config.languages {
        let mut found = Vec::new();
        // Built-in files come into the tree once more, under the same numbers.
        tree.forget_added();
        further.extend(in_language(tree, published, &edition.tag, &mut found));
        found.retain(|problem| !problems.contains(problem));
        problems.extend(found);
    }
    (first, further)
}

/// The site in further languages, if there is a theme in each.
pub(super) fn versions(published: &Published, themes: Vec<Theme>) -> Vec<Version> {
    if themes.is_empty() || themes.len() != published.config.languages.len() {
        return Vec::new();
    }
    published.further().into_iter().zip(themes).map(|(published, theme)| Version { published, theme }).collect()
}

/// Opens the fonts of social cards, which each language has open for itself. What
/// is wrong with one is reported once.
pub(super) fn open_fonts(
    first: Option<&Theme>,
    further: &[Version],
    tree: &Tree,
    blobs: &dyn Blobs,
    problems: &mut Vec<Diagnostic>,
) {
    for cards in first.into_iter().chain(further.iter().map(|version| &version.theme)).filter_map(Theme::cards) {
        let mut found = Vec::new();
        cards.open(tree, blobs, &mut found);
        found.retain(|problem| !problems.contains(problem));
        problems.extend(found);
    }
}

/// Adds what scripts search in further languages. Words are numbered for each
/// by itself, since words that tell nothing differ.
pub(super) fn add_searched(plan: &mut Plan, first: &ToSearch<'_>, further: &[Version], problems: &mut Vec<Diagnostic>) {
    let kept = Arc::new(index::Kept::default());
    for Version { published, theme } in further {
        let lexicon = Arc::new(Lexicon::new(&published.config.language, Table::default()));
        let to_search = ToSearch { published, lexicon: &lexicon, kept: &kept, keeps: &|_| false, ..*first };
        plan.add_searched(&to_search, theme, problems);
    }
}

/// The theme with the words of a language.
pub(super) fn in_language(
    tree: &mut Tree,
    published: &Published,
    language: &str,
    problems: &mut Vec<Diagnostic>,
) -> Option<Theme> {
    let kinds = pages::template_kinds(published);
    let name = &published.config.theme;
    let theme = theme::load(tree, &name.value, name.span.into(), language, &kinds, problems)?;
    // A language without any word has been reported as one problem.
    let lacking = if theme.words().keys().next().is_some() { theme.words().lacking() } else { Vec::new() };
    if let Some(first) = lacking.first() {
        let message = format!("The theme lacks {} words that pages need, `{first}` first.", lacking.len());
        let help = format!("Add them to its i18n/{language}.toml; the built-in theme's en.toml has the list.");
        problems.push(Diagnostic::new(Code::UiStringMissing, name.span, message).help(help));
    }
    Some(theme)
}
