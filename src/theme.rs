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
mod load;
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

use tera::Tera;

pub use self::cards::CardTemplates;
pub use self::layers::{StaticFile, StaticSource};
pub use self::load::load;
pub use self::options::{OptionValue, ThemeOption};
pub use self::words::Words;

use crate::asset::picture::Frames;
use crate::diagnostic::{Diagnostic, Place};
use crate::hash::Hash128;
use crate::path::OutPath;
use crate::text::{FileId, Span};
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

/// A theme with everything it extends, in one language.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    words: Arc<Words>,
    cards: Option<Arc<CardTemplates>>,
    digest: Hash128,
    same: Arc<Same>,
}

/// What is the same in every language.
#[derive(Debug)]
struct Same {
    /// The files of the templates, by `theme/name`.
    files: BTreeMap<String, FileId>,
    /// Names of the themes, child first.
    chain: Vec<String>,
    style: String,
    script: String,
    search_script: String,
    statics: Vec<StaticFile>,
    preload: Vec<OutPath>,
    frames: Frames,
    options: BTreeMap<String, ThemeOption>,
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
        self.same.chain.iter().any(|theme| self.same.files.contains_key(&format!("{theme}/{name}")))
    }

    /// The templates of pages as `theme/name`, those of the theme itself before
    /// those that it extends.
    pub fn templates(&self) -> impl Iterator<Item = (&str, FileId)> {
        let of = |theme: &'_ String| {
            let folder = format!("{theme}/");
            self.same.files.iter().filter(move |(name, _)| name.starts_with(&folder))
        };
        self.same.chain.iter().flat_map(of).map(|(name, file)| (name.as_str(), *file))
    }

    /// The theme and what it extends, by name.
    pub fn chain(&self) -> &[String] {
        &self.same.chain
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
        &self.same.style
    }

    /// All scripts as one, the parent's first.
    pub fn script(&self) -> &str {
        &self.same.script
    }

    /// The scripts of the search page as one, likewise.
    pub fn search_script(&self) -> &str {
        &self.same.search_script
    }

    /// Files that every page asks for at once: fonts.
    pub fn preload(&self) -> &[OutPath] {
        &self.same.preload
    }

    /// Where pictures stand, and how wide.
    pub fn frames(&self) -> &Frames {
        &self.same.frames
    }

    /// The files that go to the output as they are, by path.
    pub fn statics(&self) -> &[StaticFile] {
        &self.same.statics
    }

    /// Those of them that lie on disk.
    pub fn static_files(&self) -> impl Iterator<Item = FileId> {
        self.same.statics.iter().filter_map(|file| match file.source {
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
        options::option_problems(&self.same.options, set, place)
    }

    /// The options with the site's own values in place of the defaults.
    pub fn options_with(
        &self,
        set: &serde_json::Map<String, serde_json::Value>,
    ) -> serde_json::Map<String, serde_json::Value> {
        let defaults = self.same.options.iter().map(|(name, option)| (name.clone(), option.default.to_json()));
        defaults.chain(set.iter().map(|(name, value)| (name.clone(), value.clone()))).collect()
    }

    /// The options that a site may set, by name.
    pub fn options(&self) -> &BTreeMap<String, ThemeOption> {
        &self.same.options
    }

    fn trouble(&self, template: &str, error: &tera::Error) -> Diagnostic {
        let entry = self.same.chain.iter().find_map(|theme| self.same.files.get(&format!("{theme}/{template}")));
        trouble::render_error(error, entry.copied().unwrap_or(FileId(0)), |name| self.same.files.get(name))
    }
}
