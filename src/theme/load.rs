//! A theme put together from its files: what every language shares once, then
//! an engine for each language.

use std::sync::Arc;

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use tera::TeraResult;

use super::cards::{CardTemplates, Supplies};
use super::chain::{self, Layer};
use super::icons::Icons;
use super::layers::{self, StaticFile};
use super::scan::{self, Source};
use super::words::{self, Words};
use super::{Same, TemplateKind, Theme, engine, icons, sheet, trouble};
use crate::diagnostic::{Code, Diagnostic, Place, did_you_mean};
use crate::hash::{Hash128, Hasher};
use crate::path::OutPath;
use crate::seal::PROGRAM;
use crate::tree::Tree;

/// Loads the theme and everything it extends, in each of these languages, and
/// checks its templates. The tree gains the built-in files, so that diagnostics
/// can point into them. None when pages cannot be rendered; themes that are given
/// may still come with problems. What is wrong in several languages is told once.
pub fn load(
    tree: &mut Tree,
    name: &str,
    named_at: Place,
    languages: &[&str],
    kinds: &[TemplateKind],
    problems: &mut Vec<Diagnostic>,
) -> Vec<Theme> {
    let before = problems.len();
    let Some(mut layers) = chain::find(tree, name, named_at.clone(), problems) else { return Vec::new() };
    // A slip in a theme.toml may hide what the theme extends.
    let sound = problems.len() == before;
    let tree = &*tree;
    let chain: Vec<String> = layers.iter().map(|layer| layer.name.clone()).collect();
    let words: Vec<Arc<Words>> = languages
        .iter()
        .map(|language| {
            let mut found = Vec::new();
            let words = words::load(tree, &layers, language, &mut found);
            tell_new(found, problems);
            Arc::new(words)
        })
        .collect();
    let icons = icons::load(tree, &layers, problems);
    let mut statics = layers::statics(tree, &layers);
    let (style, colours) = sheet::style(tree, &layers, &mut statics, problems);
    let preload = preload(tree, &layers, &mut statics, problems);
    let sources = sources(tree, &layers);
    if sound {
        problems.extend(missing_templates(&sources, &chain, kinds, &named_at));
    }
    let (drawings, sources): (Vec<_>, Vec<_>) = sources.into_iter().partition(|source| is_drawing(&source.name));
    let supplies = Supplies::new(colours, layers::card_fonts(tree, &layers));
    let same = Arc::new(Same {
        files: sources.iter().map(|source| (source.name.clone(), source.file)).collect(),
        chain,
        style,
        script: layers::scripts(tree, &layers, "scripts"),
        search_script: layers::scripts(tree, &layers, "search"),
        statics,
        preload,
        // A child's spot takes the place of its parent's.
        frames: layers.iter_mut().rev().flat_map(|layer| std::mem::take(&mut layer.pictures)).collect(),
        options: layers.into_iter().rev().flat_map(|layer| layer.options).collect(),
    });
    let material = Material { same: &same, sources: &sources, drawings: &drawings, icons: &icons, kinds, supplies };
    let made: Vec<(Option<Theme>, Vec<Diagnostic>)> =
        languages.par_iter().zip(&words).map(|(language, words)| material.theme(language, words, &named_at)).collect();
    let mut themes = Vec::with_capacity(languages.len());
    for (theme, found) in made {
        tell_new(found, problems);
        themes.push(theme);
    }
    themes.into_iter().collect::<Option<_>>().unwrap_or_default()
}

/// What the theme is made of in each language, besides its words.
struct Material<'m> {
    same: &'m Arc<Same>,
    /// Templates of pages.
    sources: &'m [Source<'m>],
    /// Templates of social cards.
    drawings: &'m [Source<'m>],
    icons: &'m Icons,
    kinds: &'m [TemplateKind],
    supplies: Supplies,
}

impl Material<'_> {
    fn theme(&self, language: &str, words: &Arc<Words>, named_at: &Place) -> (Option<Theme>, Vec<Diagnostic>) {
        let Self { same, sources, drawings, icons, kinds, supplies } = self;
        let (chain, mut problems) = (&same.chain, Vec::new());
        let build = |sources: &[Source<'_>]| engine::build(sources, chain, words, icons);
        let pages = kinds.iter().filter(|kind| !is_drawing(&kind.template));
        let tera = templates(sources, chain, pages, words, icons, build, &mut problems);
        let cards: Vec<&TemplateKind> = kinds.iter().filter(|kind| is_drawing(&kind.template)).collect();
        let cards = (!cards.is_empty()).then(|| {
            let build = |sources: &[Source<'_>]| CardTemplates::build(sources, chain, words, icons, supplies.clone());
            templates(drawings, chain, cards.into_iter(), words, icons, build, &mut problems)
        });
        if words.keys().next().is_none() {
            tell_once(language, chain, named_at.clone(), &mut problems);
        }
        let theme = tera.map(|tera| Theme {
            tera,
            words: Arc::clone(words),
            cards: cards.flatten().map(Arc::new),
            digest: digest(sources, chain, words, icons),
            same: Arc::clone(same),
        });
        (theme, problems)
    }
}

/// Tells what was not told of another language.
fn tell_new(mut found: Vec<Diagnostic>, problems: &mut Vec<Diagnostic>) {
    found.retain(|problem| !problems.contains(problem));
    problems.extend(found);
}

/// A theme without words in the site's language lacks each of them at every
/// place, by one want.
fn tell_once(language: &str, chain: &[String], named_at: Place, problems: &mut Vec<Diagnostic>) {
    let count = problems.len();
    problems.retain(|problem| problem.code != Code::UiStringMissing);
    if problems.len() < count {
        let message = format!("The theme has no words in `{language}`, the language of this site.");
        let name = chain.first().map_or("…", String::as_str);
        let help = format!("Put a translation of its i18n/en.toml into themes/{name}/i18n/{language}.toml.");
        problems.push(Diagnostic::new(Code::UiStringMissing, named_at, message).help(help));
    }
}

/// What the theme, or the nearest that it extends, lists under `preload`.
fn preload(tree: &Tree, layers: &[Layer], statics: &mut [StaticFile], problems: &mut Vec<Diagnostic>) -> Vec<OutPath> {
    let listed = layers.iter().find_map(|layer| layer.preload.as_ref());
    let mut found = Vec::new();
    for name in listed.into_iter().flatten() {
        match layers::published(tree, statics, &name.value) {
            Some(out) => found.push(out),
            None => {
                let message = format!("The theme has no file static/{}.", name.value);
                let help = did_you_mean(&name.value, statics.iter().map(|file| file.name.as_str()));
                problems.push(Diagnostic::new(Code::StyleAssetMissing, name.span, message).maybe_help(help));
            }
        }
    }
    found
}

/// Everything that a page takes from the theme and the program.
fn digest(sources: &[Source<'_>], chain: &[String], words: &Words, icons: &Icons) -> Hash128 {
    let mut hasher = Hasher::new();
    hasher.part(PROGRAM.as_bytes());
    for name in chain {
        hasher.part(name.as_bytes());
    }
    for source in sources {
        hasher.part(source.name.as_bytes()).part(source.text.as_bytes());
    }
    for (key, text) in words.iter().chain(icons.iter()) {
        hasher.part(key.as_bytes()).part(text.as_bytes());
    }
    hasher.finish()
}

/// Every template of every theme in the chain.
fn sources<'a>(tree: &'a Tree, layers: &[Layer]) -> Vec<Source<'a>> {
    let of_layer = |layer: &Layer| {
        let files = layer.files(tree, "templates").into_iter();
        let templates =
            files.filter(|(_, file)| matches!(tree.path(*file).extension().as_str(), "html" | "svg" | "xml"));
        let read = |(name, file)| Source { name: format!("{}/{name}", layer.name), file, text: tree.text(file) };
        templates.map(read).collect::<Vec<_>>()
    };
    layers.iter().flat_map(of_layer).collect()
}

fn missing_templates(
    sources: &[Source<'_>],
    chain: &[String],
    kinds: &[TemplateKind],
    named_at: &Place,
) -> Vec<Diagnostic> {
    let exists = |kind: &TemplateKind| {
        chain.iter().any(|theme| sources.iter().any(|source| source.name == format!("{theme}/{}", kind.template)))
    };
    let (asked, needed): (Vec<_>, Vec<_>) =
        kinds.iter().filter(|kind| !exists(kind)).partition(|kind| kind.asked_at.is_some());
    // A theme that extends none lacks them all, by one slip.
    if needed.len() > 1 {
        let names = needed.iter().map(|kind| format!("`{}`", kind.template)).collect::<Vec<_>>().join(", ");
        let message = format!("Neither the theme nor one it extends has these templates: {names}.");
        let problem = Diagnostic::new(Code::TemplateMissing, named_at.clone(), message)
            .help("Let the theme extend `showcase`, which has them all: extends = \"showcase\" in its theme.toml.");
        return std::iter::once(problem).chain(asked.into_iter().map(|kind| one_missing(kind, named_at))).collect();
    }
    needed.into_iter().chain(asked).map(|kind| one_missing(kind, named_at)).collect()
}

fn one_missing(kind: &TemplateKind, named_at: &Place) -> Diagnostic {
    let message = format!("Neither the theme nor one it extends has the template `{}`.", kind.template);
    Diagnostic::new(Code::TemplateMissing, kind.asked_at.as_ref().unwrap_or(named_at).clone(), message)
        .help(format!("Add templates/{}, or let the theme extend one that has it.", kind.template))
}

/// Whether it is a card's template and no page's.
fn is_drawing(name: &str) -> bool {
    name.ends_with(".svg")
}

/// Makes an engine and checks what the templates read. Templates that do not
/// parse are reported alone: what the others lack may only be hidden in them.
fn templates<'k, Engine>(
    sources: &[Source<'_>],
    chain: &[String],
    kinds: impl Iterator<Item = &'k TemplateKind>,
    words: &Arc<Words>,
    icons: &Icons,
    build: impl FnOnce(&[Source<'_>]) -> TeraResult<Engine>,
    problems: &mut Vec<Diagnostic>,
) -> Option<Engine> {
    let built = build(sources);
    if let Err(error) = &built {
        let unreadable = trouble::syntax_errors(sources);
        if !unreadable.is_empty() {
            problems.extend(unreadable);
            return None;
        }
        problems.extend(trouble::misfits(error, sources));
    }
    problems.extend(scan::check(sources.to_vec(), chain.to_vec(), kinds, words, icons));
    built.ok()
}
