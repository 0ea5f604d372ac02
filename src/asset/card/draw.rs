//! A drawing as pixels, and these as bytes.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jpeg_encoder::SamplingFactor;
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{self, FontFamily, FontResolver, ImageHrefResolver, ImageKind, Tree};

use super::{Encoding, Fonts, SIZE};
use crate::asset::picture;

/// Of a card with a photograph, from 1 to 100. Letters stand beside it, and
/// their edges show what is saved.
const QUALITY: u8 = 86;

/// A picture of a person, and the point that a cut keeps.
#[derive(Debug, Clone)]
pub struct Portrait {
    /// The file.
    pub bytes: Arc<Vec<u8>>,
    /// From 0 to 1, from the left and from above.
    pub focus: Option<(f64, f64)>,
}

/// Why there is no card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The drawing cannot be read, for this reason.
    Drawing(String),
    /// The portrait cannot be decoded.
    Portrait,
    /// The pixels cannot be kept.
    Encoding,
}

/// Reads a drawing, without its portrait, and draws nothing.
///
/// # Errors
/// It cannot be read.
pub fn parse(svg: &str, fonts: &Fonts) -> Result<Tree, Fault> {
    let none = ImageHrefResolver { resolve_data: Box::new(|_, _, _| None), resolve_string: Box::new(|_, _| None) };
    tree(svg, fonts, none)
}

/// Draws a card.
///
/// # Errors
/// It cannot be drawn.
pub fn draw(svg: &str, fonts: &Fonts, portrait: Option<&Portrait>, encoding: Encoding) -> Result<Vec<u8>, Fault> {
    let failed = AtomicBool::new(false);
    let named = |name: &str| {
        let (width, height) = size_of(name)?;
        let portrait = portrait?;
        let cut = picture::cut(&portrait.bytes, width, height, portrait.focus)
            .and_then(|pixels| flat(&pixels, width, height));
        failed.fetch_or(cut.is_none(), Ordering::Relaxed);
        cut.map(|png| ImageKind::PNG(Arc::new(png)))
    };
    let only_the_portrait = ImageHrefResolver {
        resolve_data: Box::new(|_, _, _| None),
        resolve_string: Box::new(move |name, _| named(name)),
    };
    // The drawing is done before `failed` is asked.
    let tree = tree(svg, fonts, only_the_portrait)?;
    if failed.load(Ordering::Relaxed) {
        return Err(Fault::Portrait);
    }
    let (width, height) = SIZE;
    let mut pixmap = Pixmap::new(width, height).ok_or(Fault::Encoding)?;
    let scale = |wanted: u32, size: f32| wanted as f32 / size;
    let transform = Transform::from_scale(scale(width, tree.size().width()), scale(height, tree.size().height()));
    pixmap.fill(Color::WHITE);
    resvg::render(&tree, transform, &mut pixmap.as_mut());
    encode(&pixmap, encoding).ok_or(Fault::Encoding)
}

fn tree<'a>(svg: &str, fonts: &'a Fonts, images: ImageHrefResolver<'a>) -> Result<Tree, Fault> {
    let options = usvg::Options {
        fontdb: Arc::clone(fonts.database()),
        font_resolver: FontResolver {
            select_font: Box::new(|font, _| fonts.select(font.families().iter().find_map(named))),
            // Every run names a font that has its letters.
            select_fallback: Box::new(|_, _, _| None),
        },
        image_href_resolver: images,
        // A picture is cut to its size.
        image_rendering: usvg::ImageRendering::OptimizeSpeed,
        ..usvg::Options::default()
    };
    Tree::from_str(svg, &options).map_err(|error| Fault::Drawing(error.to_string()))
}

fn named(family: &FontFamily) -> Option<&str> {
    match family {
        FontFamily::Named(name) => Some(name),
        _ => None,
    }
}

/// Width and height in the name of a portrait.
fn size_of(name: &str) -> Option<(u32, u32)> {
    let (width, height) = name.strip_prefix("portrait:")?.split_once('x')?;
    let side = |text: &str, most: u32| text.parse().ok().filter(|side| (1..=most).contains(side));
    Some((side(width, SIZE.0)?, side(height, SIZE.1)?))
}

/// Pixels in the one form that drawings take, as it costs least.
fn flat(pixels: &[u8], width: u32, height: u32) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(pixels.len() + 1024);
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_compression(png::Compression::NoCompression);
    encoder.write_header().ok()?.write_image_data(pixels).ok()?;
    Some(out)
}

fn encode(pixmap: &Pixmap, encoding: Encoding) -> Option<Vec<u8>> {
    let (width, height) = SIZE;
    let mut out = Vec::with_capacity(96 << 10);
    match encoding {
        Encoding::Png => {
            let mut encoder = png::Encoder::new(&mut out, width, height);
            encoder.set_color(png::ColorType::Rgb);
            encoder.set_compression(png::Compression::Fast);
            encoder.write_header().ok()?.write_image_data(&colours(pixmap)).ok()?;
        }
        Encoding::Jpeg => {
            let mut encoder = jpeg_encoder::Encoder::new(&mut out, QUALITY);
            // Coloured letters would blur at half the colour.
            encoder.set_sampling_factor(SamplingFactor::F_1_1);
            let (width, height) = (u16::try_from(width).ok()?, u16::try_from(height).ok()?);
            encoder.encode(pixmap.data(), width, height, jpeg_encoder::ColorType::Rgba).ok()?;
        }
    }
    Some(out)
}

/// The pixels without what says how much shows through, which is nothing.
fn colours(pixmap: &Pixmap) -> Vec<u8> {
    let mut rgb = vec![0; pixmap.data().len() / 4 * 3];
    for (to, from) in rgb.chunks_exact_mut(3).zip(pixmap.data().chunks_exact(4)) {
        if let (to, [from @ .., _]) = (to, from) {
            to.copy_from_slice(from);
        }
    }
    rgb
}
