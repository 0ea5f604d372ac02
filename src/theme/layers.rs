//! Styles, scripts and static files of a chain of themes: what a child has
//! under the same name takes the place of its parent's.

use std::collections::BTreeMap;

use super::chain::Layer;
use crate::path::OutPath;
use crate::text::FileId;
use crate::tree::Tree;

/// A file that goes to the output as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaticFile {
    /// Where it goes.
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

/// The files of a folder joined, parents first and each theme's by name. A
/// child's file stands where its parent's of the same name stood, so that
/// what follows still overrides it.
pub(super) fn joined(tree: &Tree, chain: &[Layer], folder: &str, extension: &str) -> String {
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
    let mut text = String::new();
    for (_, file) in order {
        text.push_str(tree.text(file).trim_start_matches('\u{feff}'));
        if !text.ends_with('\n') {
            text.push('\n');
        }
    }
    text
}

/// The static files, by where they go.
pub(super) fn statics(tree: &Tree, chain: &[Layer]) -> Vec<StaticFile> {
    let mut by_path = BTreeMap::new();
    for layer in chain.iter().rev() {
        for (name, file) in layer.files(tree, "static") {
            let Ok(out) = OutPath::new(name) else { continue };
            let source =
                layer.embedded.get(&file).map_or(StaticSource::File(file), |bytes| StaticSource::Embedded(bytes));
            by_path.insert(out, source);
        }
    }
    by_path.into_iter().map(|(out, source)| StaticFile { out, source }).collect()
}
