//! Styles, scripts and static files of a chain of themes: what a child has
//! under the same name takes the place of its parent's.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::chain::Layer;
use crate::asset::{THEME_FOLDER, fingerprinted_by};
use crate::hash::Hash128;
use crate::path::OutPath;
use crate::style::{Part, goals, tones};
use crate::text::FileId;
use crate::tree::Tree;

/// A file that goes to the output as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaticFile {
    /// Its path below `static/`.
    pub name: OutPath,
    /// Where it goes: there too, or among the assets if styles name it.
    pub out: OutPath,
    /// Where its bytes are.
    pub source: StaticSource,
}

/// Where the bytes of a static file are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StaticSource {
    /// In the program.
    Embedded(&'static [u8]),
    /// In the tree, as text or as a blob.
    File(FileId),
}

/// A font that cards are drawn with.
#[derive(Debug, Clone)]
pub(super) struct FontFile {
    /// What drawings call it: the file's name without the number that it may
    /// begin with, and without its ending.
    pub(super) name: String,
    pub(super) file: FileId,
    /// Its bytes, if it comes with the program.
    pub(super) embedded: Option<&'static [u8]>,
}

/// The files of a folder, parents first and each theme's by name. A child's
/// file stands where its parent's of the same name stood, so that what follows
/// still overrides it.
pub(super) fn ordered<'t>(tree: &'t Tree, chain: &[Layer], folder: &str, extension: &str) -> Vec<(&'t str, FileId)> {
    let mut order: Vec<(&str, FileId)> = Vec::new();
    for layer in chain.iter().rev() {
        for (name, file) in layer.files(tree, folder) {
            if tree.path(file).extension() != extension {
                continue;
            }
            match order.iter_mut().find(|(known, _)| *known == name) {
                Some((_, parent)) => *parent = file,
                None => order.push((name, file)),
            }
        }
    }
    order
}

/// The scripts of a folder joined.
pub(super) fn scripts(tree: &Tree, chain: &[Layer], folder: &str) -> String {
    let mut text = String::new();
    for (_, file) in ordered(tree, chain, folder, "js") {
        text.push_str(tree.text(file).trim_start_matches('\u{feff}'));
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
    }
    text
}

/// The style sheets, and among them, where none of them takes their place, the
/// colours of the goals and those that stand for pictures.
pub(super) fn styles<'t>(tree: &'t Tree, chain: &[Layer]) -> Vec<Part<'t>> {
    let order = ordered(tree, chain, "styles", "css");
    let part = |file| Part { file: Some(file), text: Cow::Borrowed(tree.text(file)) };
    let mut parts: Vec<(&str, Part<'t>)> = order.into_iter().map(|(name, file)| (name, part(file))).collect();
    for (own, rules) in [(goals::NAME, goals::rules()), (tones::NAME, tones::rules())] {
        if parts.iter().all(|(name, _)| *name != own) {
            let at = parts.iter().position(|(name, _)| *name > own).unwrap_or(parts.len());
            parts.insert(at, (own, Part { file: None, text: Cow::Owned(rules) }));
        }
    }
    parts.into_iter().map(|(_, part)| part).collect()
}

/// The static files, by where they go.
pub(super) fn statics(tree: &Tree, chain: &[Layer]) -> Vec<StaticFile> {
    let mut by_path = BTreeMap::new();
    for layer in chain.iter().rev() {
        for (name, file) in layer.files(tree, "static") {
            let Ok(name) = OutPath::new(name) else { continue };
            let source =
                layer.embedded.get(&file).map_or(StaticSource::File(file), |bytes| StaticSource::Embedded(bytes));
            by_path.insert(name, source);
        }
    }
    by_path.into_iter().map(|(name, source)| StaticFile { out: name.clone(), name, source }).collect()
}

/// The fonts of cards, the child's before its parent's and each theme's by
/// name.
pub(super) fn card_fonts(tree: &Tree, chain: &[Layer]) -> Vec<FontFile> {
    let mut known: Vec<&str> = Vec::new();
    let mut fonts = Vec::new();
    for layer in chain {
        for (name, file) in layer.files(tree, "card-fonts") {
            if matches!(tree.path(file).extension().as_str(), "ttf" | "otf") && !known.contains(&name) {
                known.push(name);
                let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
                let name = stem.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches('-').to_owned();
                fonts.push(FontFile { name, file, embedded: layer.embedded.get(&file).copied() });
            }
        }
    }
    fonts
}

/// Moves a static file among the assets, under a name that follows from its
/// bytes, and tells where that is. `None` if there is no file of that name.
pub(super) fn published(tree: &Tree, statics: &mut [StaticFile], name: &str) -> Option<OutPath> {
    let wanted = OutPath::new(name).ok()?;
    let file = statics.iter_mut().find(|file| file.name == wanted)?;
    if file.out == file.name {
        let hash = match &file.source {
            StaticSource::Embedded(bytes) => Hash128::of(bytes),
            StaticSource::File(source) => tree.learn(*source)?,
        };
        let base = name.rsplit('/').next().unwrap_or(name);
        let (stem, extension) = base.rsplit_once('.')?;
        file.out = fingerprinted_by(THEME_FOLDER, &format!("{stem}-"), extension, hash)?;
    }
    Some(file.out.clone())
}
