//! Pictures from the content: what they are, and their bytes without anything
//! but the picture.
//!
//! A picture that carries the place where it was taken is refused; all other
//! hidden data (EXIF, XMP, IPTC, comments, thumbnails) is left out of what is
//! published. The file name of the source is left out too, since it may name
//! a person. Pictures among the files that are copied are treated alike, but
//! keep the names that links elsewhere know.

mod clean;
mod seen;

use std::collections::BTreeMap;
use std::io::Cursor;

use rayon::iter::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};
use serde::{Deserialize, Serialize};

pub use self::seen::Seen;

use self::clean::clean;
use self::seen::Look;
use super::{PICTURE_FOLDER, fingerprinted};
use crate::consent::published::{PublicPicture, Published};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::hash::Hash128;
use crate::path::{OutPath, SourcePath};
use crate::site::StaticFile;
use crate::text::Span;
use crate::tree::{Blobs, Tree};

/// A picture that can be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The file.
    pub source: SourcePath,
    /// Where it goes.
    pub out: OutPath,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    format: Format,
}

/// Every published picture by its file.
pub type Pictures = BTreeMap<SourcePath, Picture>;

/// Pictures with more pixels on a side are refused: no page needs them, and
/// decoders of visitors may not survive them.
const LONGEST_SIDE: usize = 12_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Format {
    Jpeg,
    Png,
    WebP,
}

impl Format {
    /// The format that bytes begin as; `None` for anything else.
    fn of(bytes: &[u8]) -> Option<Self> {
        match imagesize::image_type(bytes).ok()? {
            imagesize::ImageType::Jpeg => Some(Self::Jpeg),
            imagesize::ImageType::Png => Some(Self::Png),
            imagesize::ImageType::Webp => Some(Self::WebP),
            _ => None,
        }
    }

    fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::WebP => "webp",
        }
    }
}

/// Looks at every picture that is to be published, static files among them; at
/// those that an earlier run has `seen` not again. Also gives what later runs
/// need not look at. From here on the tree knows the hash of each.
pub fn inspect(
    published: &Published,
    tree: &Tree,
    blobs: &dyn Blobs,
    seen: &Seen,
    problems: &mut Vec<Diagnostic>,
) -> (Pictures, Seen) {
    let used: Vec<(SourcePath, Span)> = used(published).into_iter().collect();
    let source = Source { tree, blobs };
    let results: Vec<Result<(Hash128, Picture), Diagnostic>> =
        used.into_par_iter().map(|(path, span)| inspect_one(path, span, source, seen)).collect();
    let (mut pictures, mut now) = (Pictures::new(), Seen::default());
    for result in results {
        match result {
            Ok((hash, picture)) => {
                let Picture { ref out, width, height, format, .. } = picture;
                now.add_picture(hash, Look { out: out.as_str().to_owned(), width, height, format });
                pictures.insert(picture.source.clone(), picture);
            }
            Err(problem) => problems.push(problem),
        }
    }
    let copied: Vec<Result<Hash128, Diagnostic>> =
        published.statics.par_iter().map(|file| inspect_copied(file, source, seen)).collect();
    for result in copied {
        match result {
            Ok(hash) => now.add_copy(hash),
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

/// A file that is copied: what keeps it from being published, where it is a
/// picture. Whether it is one is told by its bytes: a name proves nothing.
fn inspect_copied(file: &StaticFile, source: Source<'_>, seen: &Seen) -> Result<Hash128, Diagnostic> {
    let (hash, bytes) = source.hash(&file.source)?;
    if seen.is_copy(hash) {
        return Ok(hash);
    }
    let bytes = bytes.map_or_else(|| read(&file.source, source.blobs), Ok)?;
    if Format::of(&bytes).is_some() {
        inspect_bytes(file.source.clone(), Span::start_of(file.file), bytes)?;
    }
    Ok(hash)
}

/// The bytes of a file that is copied: cleaned if it is a picture.
///
/// # Errors
/// The file can no longer be read, or has changed since it was looked at.
pub fn copied(source: &SourcePath, blobs: &dyn Blobs) -> Result<Vec<u8>, Diagnostic> {
    let bytes = read(source, blobs)?;
    match Format::of(&bytes) {
        Some(format) => clean(bytes, format).ok_or_else(|| changed(source)),
        None => Ok(bytes),
    }
}

/// The bytes of a picture as they are published.
///
/// # Errors
/// The file can no longer be read, or has changed since it was looked at.
pub fn cleaned(picture: &Picture, blobs: &dyn Blobs) -> Result<Vec<u8>, Diagnostic> {
    let bytes = read(&picture.source, blobs)?;
    clean(bytes, picture.format).ok_or_else(|| changed(&picture.source))
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
    for prose in published.proses() {
        for (image, source) in prose.doc.images.iter().zip(&prose.images) {
            source.iter().for_each(|source| note(source, image.span));
        }
    }
    let portraits = published.interns.iter().filter_map(|intern| intern.portrait.as_ref());
    let donors = published.donors.iter().flat_map(|donor| [donor.photo.as_ref(), donor.logo.as_ref()]).flatten();
    portraits.chain(donors).for_each(|PublicPicture { source, span, .. }| note(source, *span));
    used
}

fn inspect_one(
    path: SourcePath,
    span: Span,
    source: Source<'_>,
    seen: &Seen,
) -> Result<(Hash128, Picture), Diagnostic> {
    let (hash, bytes) = source.hash(&path)?;
    if let Some((Look { width, height, format, .. }, out)) = seen.picture(hash) {
        return Ok((hash, Picture { source: path, out, width: *width, height: *height, format: *format }));
    }
    let bytes = bytes.map_or_else(|| read(&path, source.blobs), Ok)?;
    inspect_bytes(path, span, bytes).map(|picture| (hash, picture))
}

fn inspect_bytes(source: SourcePath, span: Span, bytes: Vec<u8>) -> Result<Picture, Diagnostic> {
    let problem = |code, message: &str| Diagnostic::new(code, span, format!("{source} {message}"));
    let Some(format) = Format::of(&bytes) else {
        return Err(problem(Code::ImageFormat, "is not a JPEG, PNG or WebP picture.")
            .help("Open it in a picture program and save it as JPEG or PNG."));
    };
    let broken = || {
        problem(Code::ImageBroken, "is damaged: it cannot be read to its end.")
            .help("Export it again from the original.")
    };
    let size = imagesize::blob_size(&bytes).map_err(|_| broken())?;
    if size.width == 0 || size.height == 0 || size.width > LONGEST_SIDE || size.height > LONGEST_SIDE {
        let message =
            format!("measures {} × {} pixels; at most {LONGEST_SIDE} a side are possible.", size.width, size.height);
        return Err(problem(Code::ImageBroken, &message).help("Export it smaller: 2000 pixels a side are plenty."));
    }
    hidden_data(&bytes).map_err(|(code, message, help)| problem(code, message).help(help))?;
    let (width, height) = u32::try_from(size.width).ok().zip(u32::try_from(size.height).ok()).ok_or_else(broken)?;
    // Named after what is published: hosts keep such files for ever.
    let cleaned = clean(bytes, format).ok_or_else(broken)?;
    let out = fingerprinted(PICTURE_FOLDER, "", format.extension(), &cleaned).ok_or_else(broken)?;
    Ok(Picture { source, out, width, height, format })
}

fn read(source: &SourcePath, blobs: &dyn Blobs) -> Result<Vec<u8>, Diagnostic> {
    blobs.read(source).map_err(|error| {
        let place = Place::Path(source.clone());
        Diagnostic::new(Code::FileUnreadable, place, format!("{source} cannot be read: {error}."))
    })
}

/// What a picture must not carry.
fn hidden_data(bytes: &[u8]) -> Result<(), (Code, &'static str, &'static str)> {
    const LOCATED: (Code, &str, &str) = (
        Code::ImageLocation,
        "carries the place where it was taken.",
        "Export it again without location data, before this version enters the history of the repository.",
    );
    // XMP is text: a position stands in it under these names.
    let xmp = [b"exif:GPSLatitude".as_slice(), b"exif:GPSLongitude".as_slice()];
    if xmp.iter().any(|name| memchr::memmem::find(bytes, name).is_some()) {
        return Err(LOCATED);
    }
    let Ok(data) = exif::Reader::new().read_from_container(&mut Cursor::new(bytes)) else { return Ok(()) };
    let position = [exif::Tag::GPSLatitude, exif::Tag::GPSLongitude];
    if data.fields().any(|field| position.contains(&field.tag)) {
        return Err(LOCATED);
    }
    let orientation =
        data.get_field(exif::Tag::Orientation, exif::In::PRIMARY).and_then(|field| field.value.get_uint(0));
    if orientation.is_some_and(|value| value > 1) {
        return Err((
            Code::ImageOrientation,
            "is stored sideways.",
            "Open it in a picture program, turn it upright if need be, and save it again.",
        ));
    }
    Ok(())
}
