//! Pictures that lie, turned so that they stand.
//!
//! A camera that is held upright stores its picture lying, and says so in
//! EXIF data. These are removed, so the pixels have to be turned.

use std::io::Cursor;

use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::{CompressionType, FilterType, PngDecoder, PngEncoder};
use image::codecs::webp::{WebPDecoder, WebPEncoder};
use image::metadata::Orientation;
use image::{ColorType, DynamicImage, ImageDecoder, ImageEncoder};
use jpeg_encoder::SamplingFactor;

use super::format::Format;
use super::png;
use super::room::with_room;

/// Pictures that are turned are named after what they are made of, and this:
/// a new number where the same picture is encoded into other bytes.
pub(super) const MAKING: &str = "upright 1";

/// Of a JPEG that is encoded again, from 1 to 100: more cannot be seen, and
/// cameras save no better.
const QUALITY: u8 = 90;

/// A stripped picture of so many pixels, turned and encoded in its own format
/// with its own colours: a JPEG anew, others without loss. `None` for what
/// cannot be decoded or has no upright.
pub(super) fn turn(stripped: &[u8], format: Format, orientation: Orientation, pixels: u64) -> Option<Vec<u8>> {
    // Coefficients, then pixels twice, or pixels and coefficients.
    with_room(pixels.saturating_mul(12), || {
        let (mut image, profile) = decode(stripped, format)?;
        image.apply_orientation(orientation);
        encode(&image, format, profile, stripped)
    })
}

/// The pixels of a stripped picture, and its colour profile if that is one for
/// pixels of this kind.
pub(super) fn decode(stripped: &[u8], format: Format) -> Option<(DynamicImage, Option<Vec<u8>>)> {
    let bytes = Cursor::new(stripped);
    match format {
        Format::Jpeg => read(JpegDecoder::new(bytes).ok()?),
        Format::Png => read(PngDecoder::new(bytes).ok()?),
        Format::WebP => read(WebPDecoder::new(bytes).ok()?),
        Format::Gif | Format::Svg => None,
    }
}

fn read(mut decoder: impl ImageDecoder) -> Option<(DynamicImage, Option<Vec<u8>>)> {
    let profile = decoder.icc_profile().ok().flatten();
    let image = DynamicImage::from_decoder(decoder).ok()?;
    let space: &[u8] = if image.color().has_color() { b"RGB " } else { b"GRAY" };
    // What its numbers mean stands at byte 16 (ICC.1:2022, 7.2.8). A picture
    // for printers is decoded to RGB, which its profile does not speak of.
    let profile = profile.filter(|profile| profile.get(16..20) == Some(space));
    Some((image, profile))
}

fn encode(image: &DynamicImage, format: Format, profile: Option<Vec<u8>>, stripped: &[u8]) -> Option<Vec<u8>> {
    match format {
        Format::Jpeg => jpeg(image, profile.as_deref()),
        Format::Png => {
            let mut out = Vec::new();
            let encoder = PngEncoder::new_with_quality(&mut out, CompressionType::Default, FilterType::Adaptive);
            image.write_with_encoder(encoder).ok()?;
            png::with_colours_of(stripped, out)
        }
        Format::WebP => {
            let mut out = Vec::new();
            let mut encoder = WebPEncoder::new_lossless(&mut out);
            if let Some(profile) = profile {
                encoder.set_icc_profile(profile).ok()?;
            }
            image.write_with_encoder(encoder).ok()?;
            Some(out)
        }
        Format::Gif | Format::Svg => None,
    }
}

fn jpeg(image: &DynamicImage, profile: Option<&[u8]>) -> Option<Vec<u8>> {
    let kind = match image.color() {
        ColorType::L8 => jpeg_encoder::ColorType::Luma,
        ColorType::Rgb8 => jpeg_encoder::ColorType::Rgb,
        _ => return None,
    };
    let (width, height) = (u16::try_from(image.width()).ok()?, u16::try_from(image.height()).ok()?);
    let mut out = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut out, QUALITY);
    // As cameras have it: colours at half the size.
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.set_progressive(true);
    encoder.set_optimized_huffman_tables(true);
    if let Some(profile) = profile {
        encoder.add_icc_profile(profile).ok()?;
    }
    encoder.encode(image.as_bytes(), width, height, kind).ok()?;
    Some(out)
}
