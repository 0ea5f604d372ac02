//! One picture on its way to be published: stripped, known to be of a size
//! that can be decoded, and not yet turned.

use image::metadata::Orientation;

use super::fault::{Fault, LONGEST_SIDE, MOST_PIXELS};
use super::format::Format;
use super::variant::{Still, Variant};
use super::{encode, gif, hidden, jpeg, png, svg, upright, webp};
use crate::asset::{PICTURE_FOLDER, fingerprinted, fingerprinted_by};
use crate::hash::Hasher;
use crate::path::OutPath;

/// A picture without anything else.
#[derive(Debug)]
pub(super) struct Prepared {
    format: Format,
    stripped: Vec<u8>,
    /// As it is stored.
    width: u32,
    height: u32,
    turn: Option<Orientation>,
}

impl Prepared {
    /// Strips a picture. Nothing is decoded yet.
    ///
    /// # Errors
    /// It is too large, or its structure is not what it should be.
    pub(super) fn of(bytes: &[u8], format: Format) -> Result<Self, Fault> {
        if format == Format::Svg {
            let stripped = svg::strip(bytes)?;
            let (width, height) = svg::size(&stripped)?;
            return Ok(Self { format, stripped, width, height, turn: None });
        }
        let (width, height) = size(bytes)?;
        let pixels = u64::from(width) * u64::from(height);
        let stripped = match format {
            Format::Jpeg => jpeg::strip(bytes)?,
            Format::Png => png::strip(bytes)?,
            Format::WebP => webp::strip(bytes, pixels)?,
            Format::Gif | Format::Svg => gif::strip(bytes, pixels)?,
        };
        // Decoders must find what was measured.
        if size(&stripped)? != (width, height) {
            return Err(Fault::Damaged);
        }
        let turn = match format {
            Format::Jpeg | Format::Png => hidden::orientation(bytes),
            Format::WebP => hidden::orientation(bytes).filter(|_| !webp::moves(bytes)),
            Format::Gif | Format::Svg => None,
        };
        Ok(Self { format, stripped, width, height, turn })
    }

    fn pixels(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }

    /// Decodes it to see whether it is whole. Gives what there must be known
    /// to make variants of it, if there can be some.
    ///
    /// # Errors
    /// It is not.
    pub(super) fn check(&self) -> Result<Option<Still>, Fault> {
        let seen = match self.format {
            Format::Jpeg => jpeg::check(&self.stripped, self.pixels())?.map(|tone| (tone, false)),
            Format::Png => png::check(&self.stripped)?,
            Format::WebP => webp::check(&self.stripped, self.pixels())?,
            Format::Gif => gif::check(&self.stripped, self.pixels()).map(|()| None)?,
            // Stripping reads all of it.
            Format::Svg => None,
        };
        let turn = [self.turn.map_or(0, Orientation::to_exif)];
        let print = || Hasher::new().part(&turn).part(&self.stripped).finish();
        Ok(seen.map(|(tone, alpha)| Still { print: print(), alpha, tone }))
    }

    /// Where it goes. Named after what is published, since hosts keep such
    /// files for ever; one that is turned, after what decides that, so that
    /// it need not be encoded to know its name.
    pub(super) fn name(&self) -> Option<OutPath> {
        let extension = self.format.extension();
        let Some(turn) = self.turn else {
            return fingerprinted(PICTURE_FOLDER, "", extension, &self.stripped);
        };
        let way = [turn.to_exif()];
        let hash = Hasher::new().part(upright::MAKING.as_bytes()).part(&way).part(&self.stripped).finish();
        fingerprinted_by(PICTURE_FOLDER, "", extension, hash)
    }

    /// Width and height as it is seen.
    pub(super) fn upright_size(&self) -> (u32, u32) {
        match self.turn {
            Some(turn) if hidden::lies(turn) => (self.height, self.width),
            _ => (self.width, self.height),
        }
    }

    /// The bytes as they are published; `None` if it cannot be turned.
    pub(super) fn published(self) -> Option<Vec<u8>> {
        let pixels = self.pixels();
        match self.turn {
            Some(turn) => upright::turn(&self.stripped, self.format, turn, pixels),
            None => Some(self.stripped),
        }
    }

    /// The bytes of variants, in their order; `None` if it cannot be decoded.
    pub(super) fn variants(&self, wanted: &[&Variant]) -> Option<Vec<Vec<u8>>> {
        encode::variants(&self.stripped, self.format, self.turn, self.pixels(), wanted)
    }
}

/// Width and height that can be decoded.
fn size(bytes: &[u8]) -> Result<(u32, u32), Fault> {
    let imagesize::ImageSize { width, height } = imagesize::blob_size(bytes).map_err(|_| Fault::Damaged)?;
    if width == 0 || height == 0 {
        return Err(Fault::Damaged);
    }
    if width > LONGEST_SIDE || height > LONGEST_SIDE || width.saturating_mul(height) > MOST_PIXELS {
        return Err(Fault::Large(width, height));
    }
    u32::try_from(width).ok().zip(u32::try_from(height).ok()).ok_or(Fault::Damaged)
}
