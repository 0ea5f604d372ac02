//! A drawing as pixels.
//!
//! The drawing is an SVG of the site or of its theme. It can name nothing
//! outside itself: no file and no address is asked for.

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{ImageHrefResolver, Options, Tree};

/// Draws an SVG as a square PNG, in the middle and as large as it goes; on
/// white, or on nothing.
///
/// # Errors
/// Why it cannot be drawn.
pub(super) fn square(svg: &[u8], side: u32, on_white: bool) -> Result<Vec<u8>, String> {
    let nothing = ImageHrefResolver { resolve_data: Box::new(|_, _, _| None), resolve_string: Box::new(|_, _| None) };
    let options = Options { image_href_resolver: nothing, ..Options::default() };
    let tree = Tree::from_data(svg, &options).map_err(|error| error.to_string())?;
    let mut pixels = Pixmap::new(side, side).ok_or("it has no size")?;
    if on_white {
        pixels.fill(Color::WHITE);
    }
    let (size, side) = (tree.size(), side as f32);
    let scale = side / size.width().max(size.height());
    let middle = |length: f32| (side - length * scale) / 2.0;
    let place = Transform::from_scale(scale, scale).post_translate(middle(size.width()), middle(size.height()));
    resvg::render(&tree, place, &mut pixels.as_mut());
    encoded(&pixels).map_err(|error| error.to_string())
}

fn encoded(pixels: &Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, pixels.width(), pixels.height());
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_compression(png::Compression::Balanced);
    let straight: Vec<u8> = pixels
        .pixels()
        .iter()
        .flat_map(|pixel| {
            let colour = pixel.demultiply();
            [colour.red(), colour.green(), colour.blue(), colour.alpha()]
        })
        .collect();
    encoder.write_header()?.write_image_data(&straight)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::square;

    fn pixel(png: &[u8], x: usize, y: usize) -> [u8; 4] {
        let picture = image::load_from_memory(png).unwrap().to_rgba8();
        picture.get_pixel(x as u32, y as u32).0
    }

    #[test]
    fn a_drawing_stands_in_the_middle() {
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 10'><rect width='20' height='10' fill='#f00'/></svg>";
        let clear = square(svg, 32, false).unwrap();
        assert_eq!((pixel(&clear, 16, 2), pixel(&clear, 16, 16)), ([0, 0, 0, 0], [255, 0, 0, 255]));
        let white = square(svg, 32, true).unwrap();
        assert_eq!((pixel(&white, 16, 30), pixel(&white, 1, 16)), ([255; 4], [255, 0, 0, 255]));
        assert_eq!(clear, square(svg, 32, false).unwrap());
    }

    #[test]
    fn nothing_outside_is_drawn_and_nothing_panics() {
        let outside = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><image href='/etc/hostname' width='8' \
                       height='8'/><image href='https://x.example/a.png' width='8' height='8'/></svg>";
        assert_eq!(pixel(&square(outside.as_bytes(), 8, false).unwrap(), 4, 4), [0; 4]);
        for broken in ["", "<svg", "<p/>", "\u{0}", "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 0 0'/>"] {
            assert!(square(broken.as_bytes(), 8, false).is_err() || !broken.is_empty(), "{broken}");
        }
    }
}
