//! Files of the theme, and the icons of the site, which may be made of one.

use super::{Kitchen, Material};
use crate::asset::icon::Icon;
use crate::asset::picture::{self, Owner};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::hash::{Hash128, Hasher};
use crate::pages::{self, IconSource};
use crate::seal::PROGRAM;
use crate::text::FileId;
use crate::theme::StaticSource;
use crate::tree::Content;

impl Kitchen<'_> {
    pub(super) fn theme_file(&self, index: usize) -> Result<Vec<u8>, Diagnostic> {
        let Material { theme, tree, .. } = self.material;
        match theme.statics().get(index).map(|file| &file.source) {
            Some(StaticSource::Embedded(bytes)) => Ok(bytes.to_vec()),
            Some(StaticSource::File(file)) => match tree.content(*file) {
                Content::Blob { .. } => picture::copied(tree.path(*file), Owner::Theme, self.blobs),
                _ => Ok(tree.text(*file).as_bytes().to_vec()),
            },
            None => Ok(Vec::new()),
        }
    }

    /// Where the drawing of the icons lies, if it is no part of the program.
    fn drawing(&self) -> Option<FileId> {
        let Material { published, theme, tree, .. } = self.material;
        match pages::icon_source(published, theme)? {
            IconSource::Site(source) => tree.find(&source),
            IconSource::Theme(index) => match theme.statics().get(index)?.source {
                StaticSource::File(file) => Some(file),
                StaticSource::Embedded(_) => None,
            },
        }
    }

    pub(super) fn icon_key(&self, icon: Icon) -> Option<Hash128> {
        let drawing = match self.drawing() {
            Some(file) => self.material.tree.learn(file)?.to_bytes(),
            None => [0; 16],
        };
        Some(Hasher::new().part(PROGRAM.as_bytes()).part(icon.name().as_bytes()).part(&drawing).finish())
    }

    pub(super) fn icon(&self, icon: Icon) -> Result<Vec<u8>, Diagnostic> {
        let Material { published, theme, .. } = self.material;
        let drawing = match pages::icon_source(published, theme) {
            Some(IconSource::Site(source)) => picture::copied(&source, Owner::Site, self.blobs)?,
            Some(IconSource::Theme(index)) => self.theme_file(index)?,
            None => Vec::new(),
        };
        icon.made(&drawing).map_err(|why| {
            let place = self.drawing().map(|file| self.material.tree.path(file).clone());
            let place = place.map_or(Place::At(published.config.theme.span), Place::Path);
            let message = format!("The icon of the site cannot be drawn: {why}.");
            Diagnostic::new(Code::FaviconInvalid, place, message)
                .help("Open it in a drawing program, and save it as plain SVG with a `viewBox`.")
        })
    }
}
