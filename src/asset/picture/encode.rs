//! A picture decoded once, cut, made narrower and encoded for browsers, as
//! often as is asked for. What comes out has pixels and nothing else: no
//! profile either, since colours are brought to those that browsers take for
//! granted.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::metadata::Orientation;
use image::{DynamicImage, ExtendedColorType, ImageEncoder};
use jpeg_encoder::SamplingFactor;
use moxcms::{ColorProfile, Layout, TransformOptions};
use webp::WebPConfig;

use super::format::Format;
use super::room::with_room;
use super::scale::{Area, Curve, Scaler, without_alpha};
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
        let mut scaler = Scaler::default();
        wanted.iter().map(|variant| encode(&original.narrower(variant, &mut scaler)?, variant.encoding)).collect()
    })
}

/// Red, green and blue of every pixel, and how opaque it is, which tells
/// nothing where `alpha` says that all are.
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
        let bytes = image.into_rgba8().into_raw();
        let mut pixels = Self { width, height, alpha, bytes };
        profile.iter().for_each(|profile| pixels.convert(profile));
        pixels
    }

    /// Brings colours of a profile to those of the web. One that nobody can
    /// read is passed over, as browsers do.
    fn convert(&mut self, profile: &[u8]) {
        let Ok(from) = ColorProfile::new_from_slice(profile) else { return };
        let to = ColorProfile::new_srgb();
        let Ok(transform) = from.create_transform_8bit(Layout::Rgba, &to, Layout::Rgba, TransformOptions::default())
        else {
            return;
        };
        let row = self.width as usize * 4;
        let mut before = vec![0; row];
        for row in self.bytes.chunks_exact_mut(row) {
            before.copy_from_slice(row);
            if transform.transform(&before, row).is_err() {
                row.copy_from_slice(&before);
            }
        }
    }

    fn narrower(&self, variant: &Variant, scaler: &mut Scaler) -> Option<Self> {
        let Part { left, top, width, height } = variant.part;
        let area = Area { left: left.into(), top: top.into(), width: width.into(), height: height.into() };
        let (source, to) = ((self.bytes.as_slice(), (self.width, self.height)), (variant.width, variant.height));
        let bytes = scaler.scaled(source, area, to, Curve::Lanczos3, self.alpha)?;
        Some(Self { width: variant.width, height: variant.height, alpha: self.alpha, bytes })
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
    let encoded = match alpha {
        true => webp::Encoder::from_rgba(bytes, width, height).encode_advanced(&config),
        false => webp::Encoder::from_rgb(&without_alpha(bytes), width, height).encode_advanced(&config),
    };
    Some(encoded.ok()?.to_vec())
}

fn jpeg(pixels: &Pixels) -> Option<Vec<u8>> {
    let (width, height) = (u16::try_from(pixels.width).ok()?, u16::try_from(pixels.height).ok()?);
    let mut out = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut out, JPEG_QUALITY);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.set_progressive(true);
    encoder.set_optimized_huffman_tables(true);
    encoder.encode(&pixels.bytes, width, height, jpeg_encoder::ColorType::Rgba).ok()?;
    Some(out)
}

fn png(pixels: &Pixels) -> Option<Vec<u8>> {
    let Pixels { width, height, alpha, ref bytes } = *pixels;
    let mut out = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut out, CompressionType::Default, FilterType::Adaptive);
    match alpha {
        true => encoder.write_image(bytes, width, height, ExtendedColorType::Rgba8).ok()?,
        false => encoder.write_image(&without_alpha(bytes), width, height, ExtendedColorType::Rgb8).ok()?,
    }
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
