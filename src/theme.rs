//! Themes: templates, UI strings, styles, scripts and static files, layered
//! from a parent theme to the child that extends it.
//!
//! Templates are checked against the views they get when a theme is loaded:
//! no page is rendered before every name in every branch of its template is
//! known to exist. Nothing here knows a page, and nothing reads a file: the
//! default theme is part of the program, a site's own lies in the tree.

mod cards;
mod chain;
mod engine;
mod icons;
mod layers;
mod manifest;
mod options;
mod pictures;
mod scan;
mod sheet;
mod table;
mod translation;
mod trouble;
mod words;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{Tera, TeraResult};

pub use self::cards::CardTemplates;
pub use self::layers::{StaticFile, StaticSource};
pub use self::options::{OptionValue, ThemeOption};
pub use self::words::Words;

use self::chain::Layer;
use self::icons::Icons;
use self::scan::Source;
use crate::asset::picture::Frames;
use crate::diagnostic::{Code, Diagnostic, Place, did_you_mean};
use crate::hash::{Hash128, Hasher};
use crate::path::OutPath;
use crate::seal::PROGRAM;
use crate::text::{FileId, Span};
use crate::tree::Tree;
use crate::view::contract::StructShape;

/// A template that pages are made with, and what it is given.
#[derive(Debug)]
pub struct TemplateKind {
    /// Its name, such as `home.html`.
    pub template: Cow<'static, str>,
    /// The view that it reads.
    pub view: StructShape,
    /// Where content asks for it, if not every theme must have it.
    pub asked_at: Option<Place>,
}

/// A theme with everything it extends.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    /// The files of the templates, by `theme/name`.
    files: BTreeMap<String, FileId>,
    /// Names of the themes, child first.
    chain: Vec<String>,
    words: Arc<Words>,
    style: String,
    script: String,
    search_script: String,
    statics: Vec<StaticFile>,
    preload: Vec<OutPath>,
    frames: Frames,
    options: BTreeMap<String, ThemeOption>,
    cards: Option<Arc<CardTemplates>>,
    digest: Hash128,
}

/// Loads the theme and everything it extends, and checks its templates. The
/// tree gains the built-in files, so that diagnostics can point into them.
/// `None` when pages cannot be rendered; a theme that is given may still come
/// with problems.
pub fn load(
    tree: &mut Tree,
    name: &str,
    named_at: Place,
    language: &str,
    kinds: &[TemplateKind],
    problems: &mut Vec<Diagnostic>,
) -> Option<Theme> {
    let before = problems.len();
    let mut layers = chain::find(tree, name, named_at.clone(), problems)?;
    // A slip in a theme.toml may hide what the theme extends.
    let sound = problems.len() == before;
    let tree = &*tree;
    let chain: Vec<String> = layers.iter().map(|layer| layer.name.clone()).collect();
    let words = Arc::new(words::load(tree, &layers, language, problems));
    let wordless = words.keys().next().is_none();
    let icons = icons::load(tree, &layers, problems);
    let mut statics = layers::statics(tree, &layers);
    let (style, colours) = sheet::style(tree, &layers, &mut statics, problems);
    let preload = preload(tree, &layers, &mut statics, problems);
    let sources = sources(tree, &layers);
    if sound {
        problems.extend(missing_templates(&sources, &chain, kinds, &named_at));
    }
    let (drawings, sources): (Vec<_>, Vec<_>) = sources.into_iter().partition(|source| is_drawing(&source.name));
    let files = sources.iter().map(|source| (source.name.clone(), source.file)).collect();
    let digest = digest(&sources, &chain, &words, &icons);
    let before = problems.len();
    let build = |sources: &[Source<'_>]| engine::build(sources, &chain, &words, &icons);
    let pages = kinds.iter().filter(|kind| !is_drawing(&kind.template));
    let tera = templates(sources, &chain, pages, &words, &icons, build, problems);
    let cards: Vec<&TemplateKind> = kinds.iter().filter(|kind| is_drawing(&kind.template)).collect();
    let cards = (!cards.is_empty()).then(|| {
        let fonts = layers::card_fonts(tree, &layers);
        let build = |sources: &[Source<'_>]| CardTemplates::build(sources, &chain, &words, &icons, colours, fonts);
        templates(drawings, &chain, cards.into_iter(), &words, &icons, build, problems)
    });
    if wordless {
        tell_once(language, &chain, named_at, before, problems);
    }
    let tera = tera?;
    Some(Theme {
        tera,
        files,
        chain,
        words,
        style,
        script: layers::scripts(tree, &layers, "scripts"),
        search_script: layers::scripts(tree, &layers, "search"),
        statics,
        preload,
        // A child's spot takes the place of its parent's.
        frames: layers.iter_mut().rev().flat_map(|layer| std::mem::take(&mut layer.pictures)).collect(),
        options: layers.into_iter().rev().flat_map(|layer| layer.options).collect(),
        cards: cards.flatten().map(Arc::new),
        digest,
    })
}

impl Theme {
    /// Renders a template, found along the chain, with a view's context.
    ///
    /// # Errors
    /// What Tera could not do, at its place in the template.
    pub fn render(&self, template: &str, context: &tera::Context) -> Result<String, Diagnostic> {
        self.tera.render(template, context).map_err(|error| self.trouble(template, &error))
    }

    /// The same into a buffer.
    ///
    /// # Errors
    /// As [`render`](Self::render).
    pub fn render_to(&self, template: &str, context: &tera::Context, page: &mut Vec<u8>) -> Result<(), Diagnostic> {
        self.tera.render_to(template, context, page).map_err(|error| self.trouble(template, &error))
    }

    /// Stands for everything that a page takes from the theme and from the
    /// program: equal digests, templates and views give equal pages.
    pub fn digest(&self) -> Hash128 {
        self.digest
    }

    /// Whether some theme of the chain has a template of that name.
    pub fn has_template(&self, name: &str) -> bool {
        self.chain.iter().any(|theme| self.files.contains_key(&format!("{theme}/{name}")))
    }

    /// The templates of pages as `theme/name`, those of the theme itself before
    /// those that it extends.
    pub fn templates(&self) -> impl Iterator<Item = (&str, FileId)> {
        let of = |theme: &'_ String| {
            let folder = format!("{theme}/");
            self.files.iter().filter(move |(name, _)| name.starts_with(&folder))
        };
        self.chain.iter().flat_map(of).map(|(name, file)| (name.as_str(), *file))
    }

    /// The theme and what it extends, by name.
    pub fn chain(&self) -> &[String] {
        &self.chain
    }

    /// The drawings of social cards.
    pub fn cards(&self) -> Option<&Arc<CardTemplates>> {
        self.cards.as_ref()
    }

    /// The UI strings.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// All style sheets as one, the parent's first, as browsers get it.
    pub fn style(&self) -> &str {
        &self.style
    }

    /// All scripts as one, the parent's first.
    pub fn script(&self) -> &str {
        &self.script
    }

    /// The scripts of the search page as one, likewise.
    pub fn search_script(&self) -> &str {
        &self.search_script
    }

    /// Files that every page asks for at once: fonts.
    pub fn preload(&self) -> &[OutPath] {
        &self.preload
    }

    /// Where pictures stand, and how wide.
    pub fn frames(&self) -> &Frames {
        &self.frames
    }

    /// The files that go to the output as they are, by path.
    pub fn statics(&self) -> &[StaticFile] {
        &self.statics
    }

    /// Those of them that lie on disk.
    pub fn static_files(&self) -> impl Iterator<Item = FileId> {
        self.statics.iter().filter_map(|file| match file.source {
            StaticSource::File(file) => Some(file),
            StaticSource::Embedded(_) => None,
        })
    }

    /// What is wrong with the options that a site sets.
    /// `places` says where each stands; `theme_at` where the theme is named.
    pub fn option_problems(
        &self,
        set: &serde_json::Map<String, serde_json::Value>,
        places: &BTreeMap<String, Span>,
        theme_at: Span,
    ) -> Vec<Diagnostic> {
        let place = |name: &str| places.get(name).copied().unwrap_or(theme_at);
        options::option_problems(&self.options, set, place)
    }

    /// The options with the site's own values in place of the defaults.
    pub fn options_with(
        &self,
        set: &serde_json::Map<String, serde_json::Value>,
    ) -> serde_json::Map<String, serde_json::Value> {
        let defaults = self.options.iter().map(|(name, option)| (name.clone(), option.default.to_json()));
        defaults.chain(set.iter().map(|(name, value)| (name.clone(), value.clone()))).collect()
    }

    /// The options that a site may set, by name.
    pub fn options(&self) -> &BTreeMap<String, ThemeOption> {
        &self.options
    }

    fn trouble(&self, template: &str, error: &tera::Error) -> Diagnostic {
        let entry = self.chain.iter().find_map(|theme| self.files.get(&format!("{theme}/{template}")));
        trouble::render_error(error, entry.copied().unwrap_or(FileId(0)), |name| self.files.get(name))
    }
}

/// A theme without words in the site's language lacks each of them at every
/// place, by one want.
fn tell_once(language: &str, chain: &[String], named_at: Place, before: usize, problems: &mut Vec<Diagnostic>) {
    let found = problems.split_off(before);
    let count = found.len();
    problems.extend(found.into_iter().filter(|problem| problem.code != Code::UiStringMissing));
    if problems.len() - before < count {
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
    sources: Vec<Source<'_>>,
    chain: &[String],
    kinds: impl Iterator<Item = &'k TemplateKind>,
    words: &Arc<Words>,
    icons: &Icons,
    build: impl FnOnce(&[Source<'_>]) -> TeraResult<Engine>,
    problems: &mut Vec<Diagnostic>,
) -> Option<Engine> {
    let built = build(&sources);
    if let Err(error) = &built {
        let unreadable = trouble::syntax_errors(&sources);
        if !unreadable.is_empty() {
            problems.extend(unreadable);
            return None;
        }
        problems.extend(trouble::misfits(error, &sources));
    }
    problems.extend(scan::check(sources, chain.to_vec(), kinds, words, icons));
    built.ok()
}
