//! Pixels made fewer. Always four numbers to a pixel, also where nothing shows
//! through: the resizer is then compiled for one kind of pixel and not for
//! fourteen, which took most of the time of a build of this program.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};

/// What is kept of a picture, in its pixels: from the left, from the top, how
/// wide and how high.
#[derive(Debug, Clone, Copy)]
pub(super) struct Area {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// The curve that pixels between others are found by.
#[derive(Debug, Clone, Copy)]
pub(super) enum Curve {
    /// Sharp edges, and hardly a ring about them.
    CatmullRom,
    /// Sharper still, for pictures made much smaller.
    Lanczos3,
}

/// Scales pictures, one after another in the same memory.
#[derive(Debug, Default)]
pub(super) struct Scaler(Resizer);

impl Scaler {
    /// Red, green, blue and how opaque, of the area at another size. `None`
    /// where the bytes are not those of a picture of that size. How opaque
    /// pixels are weighs their colours only if `alpha` says so.
    pub(super) fn scaled(
        &mut self,
        (bytes, from): (&[u8], (u32, u32)),
        area: Area,
        to: (u32, u32),
        curve: Curve,
        alpha: bool,
    ) -> Option<Vec<u8>> {
        let source = ImageRef::new(from.0, from.1, bytes, PixelType::U8x4).ok()?;
        let mut scaled = Image::new(to.0, to.1, PixelType::U8x4);
        let filter = match curve {
            Curve::CatmullRom => FilterType::CatmullRom,
            Curve::Lanczos3 => FilterType::Lanczos3,
        };
        let options = ResizeOptions::new()
            .resize_alg(ResizeAlg::Convolution(filter))
            .crop(area.left, area.top, area.width, area.height)
            .use_alpha(alpha);
        self.0.resize(&source, &mut scaled, &options).ok()?;
        Some(scaled.into_vec())
    }
}

/// Red, green and blue alone.
pub(super) fn without_alpha(pixels: &[u8]) -> Vec<u8> {
    let mut colours = Vec::with_capacity(pixels.len() / 4 * 3);
    for pixel in pixels.as_chunks::<4>().0 {
        let [red, green, blue, _] = *pixel;
        colours.extend_from_slice(&[red, green, blue]);
    }
    colours
}
