//! A picture decoded once, cut, made narrower and encoded for browsers, as
//! often as is asked for. What comes out has pixels and nothing else: no
//! profile either, since colours are brought to those that browsers take for
//! granted.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{PixelType, ResizeOptions, Resizer};
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::metadata::Orientation;
use image::{DynamicImage, ExtendedColorType, ImageEncoder};
use jpeg_encoder::SamplingFactor;
use moxcms::{ColorProfile, Layout, TransformOptions};
use webp::WebPConfig;

use super::format::Format;
use super::room::with_room;
use super::upright::decode;
use super::variant::{Encoding, Part, Variant};

/// From 1 to 100. A test holds what is left to a likeness.
const WEBP_QUALITY: f32 = 80.0;
const JPEG_QUALITY: u8 = 82;

/// How hard WebP tries, from 0 to 6: twice the work makes files smaller by a
/// thirtieth.
const WEBP_EFFORT: i32 = 2;

/// The stripped picture as each of the variants, in their order. `None` for
/// what cannot be decoded or encoded.
pub(super) fn variants(
    stripped: &[u8],
    format: Format,
    turn: Option<Orientation>,
    pixels: u64,
    wanted: &[&Variant],
) -> Option<Vec<Vec<u8>>> {
    let largest = wanted.iter().map(|variant| u64::from(variant.width) * u64::from(variant.height)).max()?;
    let alpha = wanted.iter().any(|variant| variant.alpha);
    // Coefficients or pixels twice; then what the encoder holds of one.
    with_room(pixels.saturating_mul(10) + largest.saturating_mul(16), || {
        let (mut image, profile) = decode(stripped, format)?;
        if let Some(turn) = turn {
            image.apply_orientation(turn);
        }
        let original = Pixels::of(image, profile.as_deref(), alpha);
        let mut resizer = Resizer::new();
        wanted.iter().map(|variant| encode(&original.narrower(variant, &mut resizer)?, variant.encoding)).collect()
    })
}

/// Red, green and blue of every pixel, perhaps with how opaque it is.
struct Pixels {
    width: u32,
    height: u32,
    alpha: bool,
    bytes: Vec<u8>,
}

impl Pixels {
    fn of(image: DynamicImage, profile: Option<&[u8]>, alpha: bool) -> Self {
        let (width, height) = (image.width(), image.height());
        let (image, profile) = match profile {
            Some(profile) if !image.color().has_color() => (coloured_grey(image, profile), None),
            profile => (image, profile),
        };
        let bytes = if alpha { image.into_rgba8().into_raw() } else { image.into_rgb8().into_raw() };
        let mut pixels = Self { width, height, alpha, bytes };
        profile.iter().for_each(|profile| pixels.convert(profile));
        pixels
    }

    fn numbers(&self) -> usize {
        if self.alpha { 4 } else { 3 }
    }

    /// Brings colours of a profile to those of the web. One that nobody can
    /// read is passed over, as browsers do.
    fn convert(&mut self, profile: &[u8]) {
        let layout = if self.alpha { Layout::Rgba } else { Layout::Rgb };
        let Ok(from) = ColorProfile::new_from_slice(profile) else { return };
        let to = ColorProfile::new_srgb();
        let Ok(transform) = from.create_transform_8bit(layout, &to, layout, TransformOptions::default()) else {
            return;
        };
        let row = self.width as usize * self.numbers();
        let mut before = vec![0; row];
        for row in self.bytes.chunks_exact_mut(row) {
            before.copy_from_slice(row);
            if transform.transform(&before, row).is_err() {
                row.copy_from_slice(&before);
            }
        }
    }

    fn narrower(&self, variant: &Variant, resizer: &mut Resizer) -> Option<Self> {
        let kind = if self.alpha { PixelType::U8x4 } else { PixelType::U8x3 };
        let from = ImageRef::new(self.width, self.height, &self.bytes, kind).ok()?;
        let mut to = Image::new(variant.width, variant.height, kind);
        let Part { left, top, width, height } = variant.part;
        let options = ResizeOptions::new().crop(left.into(), top.into(), width.into(), height.into());
        resizer.resize(&from, &mut to, &options).ok()?;
        Some(Self { width: variant.width, height: variant.height, alpha: self.alpha, bytes: to.into_vec() })
    }
}

/// A grey picture in the greys of the web, by its profile.
fn coloured_grey(image: DynamicImage, profile: &[u8]) -> DynamicImage {
    let transform = ColorProfile::new_from_slice(profile).ok().and_then(|from| {
        let options = TransformOptions::default();
        from.create_transform_8bit(Layout::Gray, &ColorProfile::new_srgb(), Layout::Rgb, options).ok()
    });
    let Some(transform) = transform else { return image };
    // What grey each of the 256 becomes.
    let greys: Vec<u8> = (0..=255).collect();
    let mut colours = vec![0; greys.len() * 3];
    if transform.transform(&greys, &mut colours).is_err() {
        return image;
    }
    let become_of = |grey: u8| colours.get(usize::from(grey) * 3).copied().unwrap_or(grey);
    let mut grey = image.into_luma_alpha8();
    for pixel in grey.pixels_mut() {
        let [luma, alpha] = pixel.0;
        pixel.0 = [become_of(luma), alpha];
    }
    grey.into()
}

fn encode(pixels: &Pixels, encoding: Encoding) -> Option<Vec<u8>> {
    match encoding {
        Encoding::WebP => webp(pixels, false),
        Encoding::ExactWebP => webp(pixels, true),
        Encoding::Jpeg => jpeg(pixels),
        Encoding::Png => png(pixels),
    }
}

fn webp(pixels: &Pixels, exact: bool) -> Option<Vec<u8>> {
    let mut config = WebPConfig::new().ok()?;
    config.quality = WEBP_QUALITY;
    config.method = WEBP_EFFORT;
    config.lossless = exact.into();
    let Pixels { width, height, alpha, ref bytes } = *pixels;
    let encoder = match alpha {
        true => webp::Encoder::from_rgba(bytes, width, height),
        false => webp::Encoder::from_rgb(bytes, width, height),
    };
    Some(encoder.encode_advanced(&config).ok()?.to_vec())
}

fn jpeg(pixels: &Pixels) -> Option<Vec<u8>> {
    let (width, height) = (u16::try_from(pixels.width).ok()?, u16::try_from(pixels.height).ok()?);
    let kind = if pixels.alpha { jpeg_encoder::ColorType::Rgba } else { jpeg_encoder::ColorType::Rgb };
    let mut out = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut out, JPEG_QUALITY);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.set_progressive(true);
    encoder.set_optimized_huffman_tables(true);
    encoder.encode(&pixels.bytes, width, height, kind).ok()?;
    Some(out)
}

fn png(pixels: &Pixels) -> Option<Vec<u8>> {
    let kind = if pixels.alpha { ExtendedColorType::Rgba8 } else { ExtendedColorType::Rgb8 };
    let mut out = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut out, CompressionType::Default, FilterType::Adaptive);
    encoder.write_image(&pixels.bytes, pixels.width, pixels.height, kind).ok()?;
    Some(out)
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, GrayImage, Luma, Rgb, RgbImage};
    use moxcms::ColorProfile;

    use super::Pixels;

    fn first(image: DynamicImage, profile: &ColorProfile) -> Vec<u8> {
        Pixels::of(image, Some(&profile.encode().unwrap()), false).bytes[..3].to_vec()
    }

    fn near(found: &[u8], should: [u8; 3]) -> bool {
        found.iter().zip(should).all(|(found, should)| found.abs_diff(should) < 4)
    }

    #[test]
    fn colours_of_a_wider_space_are_brought_to_those_of_the_web() {
        let plain = |rgb| DynamicImage::from(RgbImage::from_pixel(4, 2, Rgb(rgb)));
        let wide = ColorProfile::new_display_p3();
        // The red of screens as Display P3 has it.
        let red = first(plain([234, 51, 35]), &wide);
        assert!(near(&red, [255, 0, 0]), "{red:?}");
        let grey = first(plain([128, 128, 128]), &wide);
        assert!(near(&grey, [128, 128, 128]), "{grey:?}");
        let same = first(plain([234, 51, 35]), &ColorProfile::new_srgb());
        assert!(near(&same, [234, 51, 35]), "{same:?}");
    }

    #[test]
    fn greys_are_told_by_their_own_curve() {
        let grey = DynamicImage::from(GrayImage::from_pixel(4, 2, Luma([55])));
        // Light in proportion to the number: a fifth of it looks half as bright.
        let found = first(grey.clone(), &ColorProfile::new_gray_with_gamma(1.0));
        assert!(near(&found, [128, 128, 128]), "{found:?}");
        let unreadable = Pixels::of(grey, Some(b"no profile at all"), false);
        assert_eq!(&unreadable.bytes[..3], [55, 55, 55]);
    }
}
