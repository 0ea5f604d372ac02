//! Pictures from the content: what they are, and their bytes without anything
//! but the picture.
//!
//! A picture that carries the place where it was taken is refused; all other
//! hidden data (EXIF, XMP, IPTC, comments, thumbnails) is left out of what is
//! published. The file name of the source is left out too, since it may name
//! a person.

use std::collections::BTreeMap;
use std::io::Cursor;

use img_parts::jpeg::Jpeg;
use img_parts::png::Png;
use img_parts::webp::WebP;
use img_parts::{Bytes, ImageEXIF};
use rayon::prelude::*;

use super::{PICTURE_FOLDER, fingerprinted};
use crate::consent::published::{PublicPicture, PublicProse, Published};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::path::{OutPath, SourcePath};
use crate::text::Span;
use crate::tree::Blobs;

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
    /// Whether a page shows it; else it is a static file that is cleaned.
    pub shown: bool,
    format: Format,
}

/// Every published picture by its file.
pub type Pictures = BTreeMap<SourcePath, Picture>;

/// Pictures with more pixels on a side are refused: no page needs them, and
/// decoders of visitors may not survive them.
const LONGEST_SIDE: usize = 12_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Jpeg,
    Png,
    WebP,
}

impl Format {
    fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::WebP => "webp",
        }
    }
}

/// Looks at every picture that is to be published, static files among them.
pub fn inspect(published: &Published, blobs: &dyn Blobs, problems: &mut Vec<Diagnostic>) -> Pictures {
    let used = used(published);
    let statics =
        published.statics.iter().filter(|file| !used.contains_key(&file.source) && can_be_cleaned(&file.source));
    let statics: Vec<(SourcePath, Span)> = statics.map(|f| (f.source.clone(), Span::start_of(f.file))).collect();
    let mut results: Vec<Result<Picture, Diagnostic>> =
        used.into_par_iter().map(|(source, span)| inspect_one(source, span, blobs)).collect();
    let hidden = |picture| Picture { shown: false, ..picture };
    results.par_extend(statics.into_par_iter().filter_map(|(source, span)| {
        match inspect_one(source, span, blobs) {
            // What only bears the name of a picture is copied as it is.
            Err(problem) if problem.code == Code::ImageFormat => None,
            result => Some(result.map(hidden)),
        }
    }));
    let mut pictures = Pictures::new();
    for result in results {
        match result {
            Ok(picture) => drop(pictures.insert(picture.source.clone(), picture)),
            Err(problem) => problems.push(problem),
        }
    }
    pictures
}

/// The bytes of a picture as they are published.
///
/// # Errors
/// The file can no longer be read, or has changed since it was looked at.
pub fn cleaned(picture: &Picture, blobs: &dyn Blobs) -> Result<Vec<u8>, Diagnostic> {
    let bytes = read(&picture.source, blobs)?;
    clean(bytes, picture.format).ok_or_else(|| {
        Diagnostic::new(Code::ImageBroken, picture.source.clone(), "This picture changed while the site was built.")
    })
}

/// Whether a file has the name of a picture that hidden data is removed from.
fn can_be_cleaned(source: &SourcePath) -> bool {
    matches!(source.extension().as_str(), "jpg" | "jpeg" | "png" | "webp")
}

/// The pictures in use, each with the first place that names it.
fn used(published: &Published) -> BTreeMap<SourcePath, Span> {
    let mut used = BTreeMap::new();
    let mut note = |source: &SourcePath, span: Span| {
        used.entry(source.clone()).or_insert(span);
    };
    let mut prose = |prose: &PublicProse| {
        for (image, source) in prose.doc.images.iter().zip(&prose.images) {
            source.iter().for_each(|source| note(source, image.span));
        }
    };
    for intern in &published.interns {
        prose(&intern.story);
        intern.updates.iter().for_each(|update| prose(&update.story));
    }
    published.pages.iter().for_each(|page| prose(&page.story));
    let described = published.offices.iter().map(|o| &o.story).chain(published.cohorts.iter().map(|c| &c.story));
    let described =
        described.chain(published.donors.iter().map(|d| &d.story)).chain(published.goals.iter().map(|g| &g.story));
    described.flatten().for_each(&mut prose);
    let portraits = published.interns.iter().filter_map(|intern| intern.portrait.as_ref());
    let donors = published.donors.iter().flat_map(|donor| [donor.photo.as_ref(), donor.logo.as_ref()]).flatten();
    portraits.chain(donors).for_each(|PublicPicture { source, span, .. }| note(source, *span));
    used
}

fn inspect_one(source: SourcePath, span: Span, blobs: &dyn Blobs) -> Result<Picture, Diagnostic> {
    let bytes = read(&source, blobs)?;
    let problem = |code, message: &str| Diagnostic::new(code, span, format!("{source} {message}"));
    let format = match imagesize::image_type(&bytes) {
        Ok(imagesize::ImageType::Jpeg) => Format::Jpeg,
        Ok(imagesize::ImageType::Png) => Format::Png,
        Ok(imagesize::ImageType::Webp) => Format::WebP,
        _ => {
            return Err(problem(Code::ImageFormat, "is not a JPEG, PNG or WebP picture.")
                .help("Open it in a picture program and save it as JPEG or PNG."));
        }
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
    let out = fingerprinted(PICTURE_FOLDER, "", format.extension(), &bytes).ok_or_else(broken)?;
    let (width, height) = u32::try_from(size.width).ok().zip(u32::try_from(size.height).ok()).ok_or_else(broken)?;
    clean(bytes, format).ok_or_else(broken)?;
    Ok(Picture { source, out, width, height, shown: true, format })
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
    if xmp.iter().any(|name| bytes.windows(name.len()).any(|window| window == *name)) {
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

/// The picture without segments that hold anything but the picture and its
/// colour profile; `None` when its structure cannot be read.
fn clean(bytes: Vec<u8>, format: Format) -> Option<Vec<u8>> {
    let bytes = Bytes::from(bytes);
    let mut cleaned = Vec::with_capacity(bytes.len());
    match format {
        Format::Jpeg => {
            let mut jpeg = Jpeg::from_bytes(bytes).ok()?;
            // APP0 (JFIF), APP2 (colour profile) and APP14 (Adobe's transform)
            // change how the picture looks; other APPn and comments do not.
            let kept = |marker: u8| !matches!(marker, 0xE1 | 0xE3..=0xED | 0xEF | 0xFE);
            let profile = |segment: &img_parts::jpeg::JpegSegment| {
                segment.marker() != 0xE2 || segment.contents().starts_with(b"ICC_PROFILE\0")
            };
            jpeg.segments_mut().retain(|segment| kept(segment.marker()) && profile(segment));
            jpeg.encoder().write_to(&mut cleaned).ok()?;
        }
        Format::Png => {
            let mut png = Png::from_bytes(bytes).ok()?;
            let kept: [&[u8; 4]; 11] =
                [b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"cICP"];
            png.chunks_mut().retain(|chunk| kept.iter().any(|kind| **kind == chunk.kind()));
            png.encoder().write_to(&mut cleaned).ok()?;
        }
        Format::WebP => {
            let mut webp = WebP::from_bytes(bytes).ok()?;
            webp.set_exif(None);
            webp.remove_chunks_by_id(*b"XMP ");
            webp.encoder().write_to(&mut cleaned).ok()?;
        }
    }
    Some(cleaned)
}

#[cfg(test)]
mod tests {
    use super::{Format, clean};

    /// A PNG of one pixel with a comment chunk.
    fn png_with_text() -> Vec<u8> {
        let mut png =
            img_parts::png::Png::from_bytes(include_bytes!("../../tests/fixtures/pixel.png").to_vec().into()).unwrap();
        let at = png.chunks().len() - 1;
        let text = img_parts::png::PngChunk::new(*b"tEXt", b"Author\0Someone".to_vec().into());
        png.chunks_mut().insert(at, text);
        let mut bytes = Vec::new();
        png.encoder().write_to(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn comments_are_left_out() {
        let dirty = png_with_text();
        assert!(dirty.windows(7).any(|w| w == b"Someone"));
        let cleaned = clean(dirty, Format::Png).unwrap();
        assert!(!cleaned.windows(7).any(|w| w == b"Someone"));
        assert_eq!(imagesize::blob_size(&cleaned).unwrap().width, 1);
    }

    #[test]
    fn damaged_pictures_are_refused() {
        assert!(clean(b"\x89PNG\r\n\x1a\n\0\0".to_vec(), Format::Png).is_none());
        assert!(clean(b"no picture".to_vec(), Format::Jpeg).is_none());
    }
}
