//! The theme in each language of the site, and what is made in each.

use std::sync::Arc;

use crate::consent::published::Published;
use crate::diagnostic::{Code, Diagnostic};
use crate::index;
use crate::pages::{self, ToSearch, Version};
use crate::plan::Plan;
use crate::search::{Lexicon, Table};
use crate::theme::{self, Theme};
use crate::tree::Tree;

/// The theme with the words of the default language, and of the further ones in
/// their order.
pub(super) fn load(
    tree: &mut Tree,
    published: &Published,
    problems: &mut Vec<Diagnostic>,
) -> (Option<Theme>, Vec<Theme>) {
    let config = &published.config;
    let further = config.languages.iter().map(|edition| edition.tag.as_str());
    let languages: Vec<&str> = std::iter::once(config.language.as_str()).chain(further).collect();
    let mut themes = in_languages(tree, published, &languages, problems).into_iter();
    let first = themes.next();
    if let Some(theme) = &first {
        let places = &config.theme_option_spans;
        problems.extend(theme.option_problems(&config.theme_options, places, config.theme.span));
    }
    (first, themes.collect())
}

/// The theme with the words of the default language, for those who do not say
/// what is wrong with it.
pub(super) fn load_first(tree: &mut Tree, published: &Published) -> Option<Theme> {
    in_languages(tree, published, &[&published.config.language], &mut Vec::new()).pop()
}

/// The site in further languages, if there is a theme in each.
pub(super) fn versions(published: &Published, themes: Vec<Theme>) -> Vec<Version> {
    if themes.is_empty() || themes.len() != published.config.languages.len() {
        return Vec::new();
    }
    published.further().into_iter().zip(themes).map(|(published, theme)| Version { published, theme }).collect()
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

fn in_languages(
    tree: &mut Tree,
    published: &Published,
    languages: &[&str],
    problems: &mut Vec<Diagnostic>,
) -> Vec<Theme> {
    let kinds = pages::template_kinds(published);
    let name = &published.config.theme;
    let themes = theme::load(tree, &name.value, name.span.into(), languages, &kinds, problems);
    for words in themes.iter().map(Theme::words) {
        // A language without any word has been reported as one problem.
        let lacking = if words.keys().next().is_some() { words.lacking() } else { Vec::new() };
        if let Some(first) = lacking.first() {
            let message = format!("The theme lacks {} words that pages need, `{first}` first.", lacking.len());
            let language = words.language();
            let help = format!("Add them to its i18n/{language}.toml; the built-in theme's en.toml has the list.");
            problems.push(Diagnostic::new(Code::UiStringMissing, name.span, message).help(help));
        }
    }
    themes
}
