//! The style sheet of a theme and those that it extends, and the colours in it.

use palette::Srgb;

use super::cards::Colours;
use super::chain::Layer;
use super::layers::{self, StaticFile};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::style::contrast::Pair;
use crate::style::tokens::{Scheme, Tokens};
use crate::style::{self, Asset, contrast};
use crate::tree::Tree;

/// The style sheet, its files among the assets, its colours held to the pairs
/// that the themes declare.
pub(super) fn style(
    tree: &Tree,
    layers: &[Layer],
    statics: &mut [StaticFile],
    problems: &mut Vec<Diagnostic>,
) -> (String, Colours) {
    let parts = layers::styles(tree, layers);
    let mut asset = |name: &str| match layers::published(tree, statics, name) {
        // The style sheet lies beside it.
        Some(out) => Asset::At(out.as_str().rsplit('/').next().unwrap_or_default().to_owned()),
        None => Asset::Missing(did_you_mean(name, statics.iter().map(|file| file.name.as_str()))),
    };
    let Some(style) = style::compile(&parts, &mut asset, problems) else { return Default::default() };
    contrast::check(&style.tokens, &pairs(layers), problems);
    (style.css, colours(&style.tokens))
}

/// What the custom properties are by day.
fn colours(tokens: &Tokens) -> Colours {
    let colour = |name: &str| {
        let Srgb { red, green, blue, .. } = tokens.colour(name, Scheme::default()).ok()?.colour;
        Some((name.to_owned(), format!("#{red:02x}{green:02x}{blue:02x}")))
    };
    tokens.names().filter_map(colour).collect()
}

/// The pairs of all themes; a child's takes the place of its parent's of the
/// same two tokens.
fn pairs(layers: &[Layer]) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    for pair in layers.iter().rev().flat_map(|layer| &layer.contrast) {
        let same = |known: &&mut Pair| known.text.value == pair.text.value && known.on.value == pair.on.value;
        match pairs.iter_mut().find(same) {
            Some(known) => *known = pair.clone(),
            None => pairs.push(pair.clone()),
        }
    }
    pairs
}
