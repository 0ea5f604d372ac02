//! A theme and all it extends: where they are, and in which order they count.
//!
//! The default theme is part of the program. A folder of the site with a
//! theme.toml takes the place of a built-in theme of the same name.

use std::collections::BTreeMap;

use include_dir::{Dir, DirEntry, include_dir};

use super::manifest::{self, Manifest};
use super::options::ThemeOption;
use crate::asset::picture::{Frame, Spot};
use crate::diagnostic::{Code, Diagnostic, Place, did_you_mean};
use crate::path::SourcePath;
use crate::style::contrast::Pair;
use crate::text::{FileId, Spanned};
use crate::tree::{Content, Tree};

static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes");

/// One theme of a chain.
#[derive(Debug)]
pub(super) struct Layer {
    pub(super) name: String,
    pub(super) options: BTreeMap<String, ThemeOption>,
    /// Pairs of colours that are held to their contrast.
    pub(super) contrast: Vec<Pair>,
    /// Static files that every page asks for at once, if the theme says.
    pub(super) preload: Option<Vec<Spanned<String>>>,
    /// Where pictures stand, as far as the theme says.
    pub(super) pictures: BTreeMap<Spot, Frame>,
    /// The bytes of those files that come with the program.
    pub(super) embedded: BTreeMap<FileId, &'static [u8]>,
}

impl Layer {
    /// The files in a folder of the theme with their paths below it, in the
    /// order of these.
    pub(super) fn files<'t>(&self, tree: &'t Tree, folder: &str) -> Vec<(&'t str, FileId)> {
        let folder = format!("themes/{}/{folder}", self.name);
        let below = |file| {
            let path: &'t str = tree.path(file).as_str();
            path.strip_prefix(&folder).and_then(|rest| rest.strip_prefix('/')).map(|rest| (rest, file))
        };
        tree.below(&folder).filter_map(below).collect()
    }
}

/// The theme and what it extends, child first. `None` when one is missing or
/// they go in a circle.
pub(super) fn find(tree: &mut Tree, name: &str, named_at: Place, problems: &mut Vec<Diagnostic>) -> Option<Vec<Layer>> {
    let mut chain: Vec<Layer> = Vec::new();
    let mut next = Some((name.to_owned(), named_at));
    while let Some((name, named_at)) = next.take() {
        if chain.iter().any(|layer| layer.name == name) {
            problems.push(circle(&chain, &name, named_at));
            return None;
        }
        let Some((file, embedded)) = open(tree, &name) else {
            problems.push(missing(tree, &name, named_at));
            return None;
        };
        let manifest = manifest::read(tree, file, problems);
        let Manifest { extends, options, contrast, preload, pictures } = manifest;
        chain.push(Layer { name, options, contrast, preload, pictures, embedded });
        next = extends.map(|parent| (parent.value, Place::At(parent.span)));
    }
    Some(chain)
}

fn circle(chain: &[Layer], name: &str, named_at: Place) -> Diagnostic {
    if chain.last().is_some_and(|last| last.name == name) {
        return Diagnostic::new(Code::ThemeCycle, named_at, format!("The theme `{name}` extends itself."))
            .help("Write the name of another theme, such as `showcase`, or delete the line.");
    }
    let round: Vec<&str> = chain.iter().map(|layer| layer.name.as_str()).chain([name]).collect();
    let message = format!("The themes extend each other in a circle: {}.", round.join(" → "));
    Diagnostic::new(Code::ThemeCycle, named_at, message)
}

/// The theme.toml of a theme. A built-in theme is added to the tree.
fn open(tree: &mut Tree, name: &str) -> Option<(FileId, BTreeMap<FileId, &'static [u8]>)> {
    if name.is_empty() || name.contains('/') {
        return None;
    }
    let path = SourcePath::new(&format!("themes/{name}/theme.toml")).ok()?;
    if let Some(file) = tree.find(&path) {
        return Some((file, BTreeMap::new()));
    }
    let mut embedded = BTreeMap::new();
    add_folder(tree, BUILT_IN.get_dir(name)?, &mut embedded);
    Some((tree.find(&path)?, embedded))
}

fn add_folder(tree: &mut Tree, folder: &'static Dir<'static>, embedded: &mut BTreeMap<FileId, &'static [u8]>) {
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(inner) => add_folder(tree, inner, embedded),
            DirEntry::File(file) => {
                let Some(path) = file.path().to_str().map(|path| path.replace('\\', "/")) else { continue };
                let Ok(path) = SourcePath::new(&format!("themes/{path}")) else { continue };
                // A site may lie beside a built-in theme with a single file
                // of its own; that file counts.
                if tree.find(&path).is_none() {
                    embedded.insert(tree.add(path, content(file.contents())), file.contents());
                }
            }
        }
    }
}

fn content(bytes: &[u8]) -> Content {
    match std::str::from_utf8(bytes) {
        Ok(text) => Content::Text(text.to_owned()),
        Err(_) => Content::Blob { size: bytes.len() as u64 },
    }
}

fn missing(tree: &Tree, name: &str, named_at: Place) -> Diagnostic {
    let own = tree.below("themes").filter_map(|file| {
        tree.path(file).as_str().strip_prefix("themes/")?.strip_suffix("/theme.toml").filter(|name| !name.contains('/'))
    });
    let built_in = BUILT_IN.dirs().filter_map(|folder| folder.path().to_str());
    let mut names: Vec<&str> = own.chain(built_in).collect();
    names.sort_unstable();
    names.dedup();
    let message = format!("There is no theme `{name}`: no folder themes/{name} with a theme.toml, and none built in.");
    let help = did_you_mean(name, names.iter().copied()).unwrap_or_else(|| format!("There are: {}.", names.join(", ")));
    Diagnostic::new(Code::ThemeMissing, named_at, message).help(help)
}
