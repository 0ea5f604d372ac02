//! Pictures: what they are, and their bytes without anything but the picture.
//!
//! A picture that carries the place where it was taken is refused; all other
//! hidden data (EXIF, XMP, IPTC, comments, thumbnails) is left out of what is
//! published, and one that lies is turned upright. Each is decoded once, so
//! that none is published that visitors could not see to its end. The file
//! name of the source is left out too, since it may name a person. Pictures
//! among the files that are copied are treated alike, but keep the names that
//! links elsewhere know.

mod cut;
mod encode;
mod fault;
mod fit;
mod format;
mod gif;
mod hidden;
mod jpeg;
mod motion;
mod png;
mod prepared;
mod room;
mod scale;
mod seen;
mod spot;
mod svg;
mod tone;
mod upright;
mod variant;
mod webp;

use std::collections::BTreeMap;

use rayon::iter::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};

pub use self::cut::{can_be_cut, cut};
pub use self::fit::{Fit, fit};
pub use self::seen::Seen;
pub use self::spot::{Frame, Frames, Spot};
pub use self::tone::Tone;
pub use self::variant::{Set, Shown, Variant};

use self::fault::Fault;
use self::format::{Format, Kind};
use self::prepared::Prepared;
use self::seen::Look;
use self::variant::Still;
use crate::consent::published::{PublicPicture, Published};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::hash::Hash128;
use crate::path::{OutPath, SourcePath};
use crate::text::{FileId, Span};
use crate::tree::{Blobs, Tree};

/// A picture that can be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The file.
    pub source: SourcePath,
    /// Where it goes.
    pub out: OutPath,
    /// Width in pixels, as it is seen.
    pub width: u32,
    /// Height in pixels, as it is seen.
    pub height: u32,
    /// What variants are made from; `None` for one that stands as it is.
    still: Option<Still>,
}

/// Every published picture by its file.
pub type Pictures = BTreeMap<SourcePath, Picture>;

/// A file that is copied under its own name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// The file.
    pub source: SourcePath,
    /// The same, for diagnostics.
    pub file: FileId,
    /// Whose it is.
    pub owner: Owner,
}

/// Who put a file there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// Who writes the site.
    Site,
    /// Who made the theme. Its drawings are code, as its scripts are, and
    /// styles may point into them; so they stay as they are.
    Theme,
}

/// Looks at every picture that is to be published, those among copied files
/// too; at those that an earlier run has `seen` not again. Also gives what
/// later runs need not look at. From here on the tree knows the hash of each.
pub fn inspect(
    published: &Published,
    copied: &[Copied],
    tree: &Tree,
    blobs: &dyn Blobs,
    seen: &Seen,
    problems: &mut Vec<Diagnostic>,
) -> (Pictures, Seen) {
    let used: Vec<(SourcePath, Span)> = used(published).into_iter().collect();
    let source = Source { tree, blobs };
    let results: Vec<Result<(Hash128, Look, Picture), Diagnostic>> =
        used.into_par_iter().map(|(path, span)| inspect_one(path, span, source, seen)).collect();
    let (mut pictures, mut now) = (Pictures::new(), Seen::default());
    for result in results {
        match result {
            Ok((hash, look, picture)) => {
                now.add_picture(hash, look);
                pictures.insert(picture.source.clone(), picture);
            }
            Err(problem) => problems.push(problem),
        }
    }
    let copies: Vec<Result<Option<Hash128>, Diagnostic>> =
        copied.par_iter().map(|file| inspect_copied(file, source, seen)).collect();
    for result in copies {
        match result {
            Ok(hash) => hash.into_iter().for_each(|hash| now.add_copy(hash)),
            Err(problem) => problems.push(problem),
        }
    }
    (pictures, now)
}

/// Where the bytes of pictures come from.
#[derive(Clone, Copy)]
struct Source<'a> {
    tree: &'a Tree,
    blobs: &'a dyn Blobs,
}

impl Source<'_> {
    /// The hash of a file, and its bytes if they had to be read for it.
    fn hash(self, path: &SourcePath) -> Result<(Hash128, Option<Vec<u8>>), Diagnostic> {
        let file = self.tree.find(path);
        match file.and_then(|file| self.tree.hash(file)) {
            Some(hash) => Ok((hash, None)),
            None => {
                let bytes = read(path, self.blobs)?;
                let hash = Hash128::of(&bytes);
                file.iter().for_each(|file| self.tree.note(*file, hash));
                Ok((hash, Some(bytes)))
            }
        }
    }
}

fn inspect_one(
    path: SourcePath,
    span: Span,
    source: Source<'_>,
    seen: &Seen,
) -> Result<(Hash128, Look, Picture), Diagnostic> {
    let (hash, bytes) = source.hash(&path)?;
    let picture = |look: &Look, out, source| {
        let Look { width, height, still, .. } = *look;
        Picture { source, out, width, height, still }
    };
    if let Some((look, out)) = seen.picture(hash) {
        return Ok((hash, look.clone(), picture(look, out, path)));
    }
    let bytes = bytes.map_or_else(|| read(&path, source.blobs), Ok)?;
    let (look, out) = look(&bytes).map_err(|fault| fault.report(&path, span))?;
    let picture = picture(&look, out, path);
    Ok((hash, look, picture))
}

/// What a picture is, decoded once to see whether it is whole.
fn look(bytes: &[u8]) -> Result<(Look, OutPath), Fault> {
    let Kind::Picture(format) = Kind::of(bytes) else { return Err(Fault::Format) };
    if hidden::is_located(bytes) {
        return Err(Fault::Located);
    }
    let prepared = Prepared::of(bytes, format)?;
    let still = prepared.check()?;
    let out = prepared.name().ok_or(Fault::Damaged)?;
    let (width, height) = prepared.upright_size();
    Ok((Look { out: out.as_str().to_owned(), width, height, still }, out))
}

/// A file that is copied: what keeps it from being published, where it is a
/// picture. Gives its hash if that says all there is to know.
fn inspect_copied(file: &Copied, source: Source<'_>, seen: &Seen) -> Result<Option<Hash128>, Diagnostic> {
    let (hash, bytes) = source.hash(&file.source)?;
    if seen.is_copy(hash) {
        return Ok(Some(hash));
    }
    let bytes = bytes.map_or_else(|| read(&file.source, source.blobs), Ok)?;
    let looked = match Kind::of(&bytes) {
        Kind::Picture(Format::Svg) if file.owner == Owner::Theme => return Ok(None),
        Kind::Picture(_) => look(&bytes).map(drop),
        Kind::Foreign => Err(Fault::Format),
        // Whoever opens it would take it for one.
        Kind::Other if promises_picture(&file.source) => Err(Fault::Format),
        // Under another name it would be none.
        Kind::Other => return Ok(None),
    };
    looked.map(|()| Some(hash)).map_err(|fault| fault.report(&file.source, Span::start_of(file.file)))
}

fn promises_picture(source: &SourcePath) -> bool {
    let names = ["avif", "gif", "heic", "heif", "jpeg", "jpg", "jxl", "png", "svg", "svgz", "tif", "tiff", "webp"];
    names.contains(&source.extension().to_ascii_lowercase().as_str())
}

/// The bytes of a file that is copied: cleaned if it is a picture.
///
/// # Errors
/// The file can no longer be read, or has changed since it was looked at.
pub fn copied(source: &SourcePath, owner: Owner, blobs: &dyn Blobs) -> Result<Vec<u8>, Diagnostic> {
    let bytes = read(source, blobs)?;
    match Kind::of(&bytes) {
        Kind::Picture(Format::Svg) if owner == Owner::Theme => Ok(bytes),
        Kind::Picture(_) => published(source, &bytes),
        Kind::Foreign | Kind::Other => Ok(bytes),
    }
}

/// The bytes of a picture as they are published.
///
/// # Errors
/// The file can no longer be read, or has changed since it was looked at.
pub fn cleaned(picture: &Picture, blobs: &dyn Blobs) -> Result<Vec<u8>, Diagnostic> {
    published(&picture.source, &read(&picture.source, blobs)?)
}

/// The bytes of variants of a picture, in their order. It is decoded once.
///
/// # Errors
/// The file can no longer be read, or has changed since it was looked at.
pub fn variants(source: &SourcePath, wanted: &[&Variant], blobs: &dyn Blobs) -> Result<Vec<Vec<u8>>, Diagnostic> {
    let made = prepared(&read(source, blobs)?).and_then(|prepared| prepared.variants(wanted));
    made.ok_or_else(|| changed(source))
}

fn published(source: &SourcePath, bytes: &[u8]) -> Result<Vec<u8>, Diagnostic> {
    prepared(bytes).and_then(Prepared::published).ok_or_else(|| changed(source))
}

fn prepared(bytes: &[u8]) -> Option<Prepared> {
    match Kind::of(bytes) {
        Kind::Picture(format) => Prepared::of(bytes, format).ok(),
        Kind::Foreign | Kind::Other => None,
    }
}

fn changed(source: &SourcePath) -> Diagnostic {
    Diagnostic::new(Code::ImageBroken, source.clone(), "This picture changed while the site was built.")
}

/// The pictures in use, each with the first place that names it.
fn used(published: &Published) -> BTreeMap<SourcePath, Span> {
    let mut used = BTreeMap::new();
    let mut note = |source: &SourcePath, span: Span| {
        used.entry(source.clone()).or_insert(span);
    };
    for prose in published.telling_proses() {
        for (image, source) in prose.doc.images.iter().zip(&prose.images) {
            source.iter().for_each(|source| note(source, image.span));
        }
    }
    let portraits = published.interns.iter().filter_map(|intern| intern.portrait.as_ref());
    let donors = published.donors.iter().flat_map(|donor| [donor.photo.as_ref(), donor.logo.as_ref()]).flatten();
    portraits.chain(donors).for_each(|PublicPicture { source, span, .. }| note(source, *span));
    used
}

fn read(source: &SourcePath, blobs: &dyn Blobs) -> Result<Vec<u8>, Diagnostic> {
    blobs.read(source).map_err(|error| {
        let place = Place::Path(source.clone());
        Diagnostic::new(Code::FileUnreadable, place, format!("{source} cannot be read: {error}."))
    })
}
