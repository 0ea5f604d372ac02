//! A picture cut and scaled to a size, as pixels.

use std::io::Cursor;

use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::{DynamicImage, ImageDecoder, Rgba, RgbaImage};

use super::format::{Format, Kind};
use super::hidden;
use super::room::with_room;
use super::scale::{Area, Curve, Scaler, without_alpha};

/// Whether [`cut`] can be made of files of this name: what is drawn in lines or
/// moves has no pixels of its own.
pub fn can_be_cut(extension: &str) -> bool {
    matches!(extension, "jpg" | "png" | "webp")
}

/// Red, green and blue of a picture that fills `width` × `height`, upright, as
/// much of it as can be, the point `focus` (from 0 to 1) in the middle as far
/// as that goes. `None` if it cannot be decoded.
pub fn cut(bytes: &[u8], width: u32, height: u32, focus: Option<(f64, f64)>) -> Option<Vec<u8>> {
    let Kind::Picture(format) = Kind::of(bytes) else { return None };
    let size = imagesize::blob_size(bytes).ok()?;
    let pixels = (size.width as u64).saturating_mul(size.height as u64);
    // Decoded, turned, and without what shows through.
    with_room(pixels.saturating_mul(12), || {
        let image = decode(bytes, format)?;
        scale(&image, width, height, focus.unwrap_or((0.5, 0.5)))
    })
}

fn decode(bytes: &[u8], format: Format) -> Option<RgbaImage> {
    let read = Cursor::new(bytes);
    let mut image = match format {
        Format::Jpeg => pixels(JpegDecoder::new(read).ok()?)?,
        Format::Png => pixels(PngDecoder::new(read).ok()?)?,
        Format::WebP => pixels(WebPDecoder::new(read).ok()?)?,
        Format::Gif | Format::Svg => return None,
    };
    if let Some(turn) = hidden::orientation(bytes) {
        image.apply_orientation(turn);
    }
    Some(if image.color().has_alpha() { on_white(image) } else { image.into_rgba8() })
}

fn pixels(decoder: impl ImageDecoder) -> Option<DynamicImage> {
    DynamicImage::from_decoder(decoder).ok()
}

/// What shows through, shows paper.
fn on_white(image: DynamicImage) -> RgbaImage {
    let mut image = image.into_rgba8();
    for pixel in image.pixels_mut() {
        let [red, green, blue, alpha] = pixel.0.map(u32::from);
        let over = |part: u32| u8::try_from((part * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX);
        *pixel = Rgba([over(red), over(green), over(blue), u8::MAX]);
    }
    image
}

fn scale(image: &RgbaImage, width: u32, height: u32, focus: (f64, f64)) -> Option<Vec<u8>> {
    let (across, down) = image.dimensions();
    let (all, wanted) = ((f64::from(across), f64::from(down)), (f64::from(width), f64::from(height)));
    let share = (wanted.0 / all.0).max(wanted.1 / all.1);
    let kept = ((wanted.0 / share).min(all.0), (wanted.1 / share).min(all.1));
    let from = |all: f64, kept: f64, point: f64| (all * point - kept / 2.0).clamp(0.0, all - kept);
    let (left, top) = (from(all.0, kept.0, focus.0), from(all.1, kept.1, focus.1));
    let area = Area { left, top, width: kept.0, height: kept.1 };
    let source = (image.as_raw().as_slice(), (across, down));
    let scaled = Scaler::default().scaled(source, area, (width, height), Curve::CatmullRom, false)?;
    Some(without_alpha(&scaled))
}
