//! Drawings as pictures: their size, what is in the files, and what a drawing
//! may not reach.

use super::fit::fonts;
use super::pages::with_cards;
use crate::harness::DATE;
use showcase::asset::card::{Encoding, Fault, Portrait, draw};

fn svg(inner: &str) -> String {
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1200 630\">{inner}</svg>")
}

fn pixels(bytes: &[u8]) -> image::RgbImage {
    image::load_from_memory(bytes).unwrap().into_rgb8()
}

#[test]
fn cards_have_the_size_that_tags_say_and_nothing_but_pixels() {
    let project = with_cards();
    let files = project.built();
    let cards: Vec<_> = files.iter().filter(|(path, _)| path.starts_with("cards/")).collect();
    assert_eq!(cards.len(), 5);
    for (path, bytes) in cards {
        assert_eq!(pixels(bytes).dimensions(), (1200, 630), "{path}");
        assert!(bytes.len() < 300_000, "{path}: {}", bytes.len());
        for chunk in ["tEXt", "zTXt", "iTXt", "eXIf", "Exif", "Ada", "svg"] {
            assert!(!bytes.windows(chunk.len()).any(|window| window == chunk.as_bytes()), "{path}: {chunk}");
        }
    }
}

#[test]
fn a_drawing_reaches_no_file_and_no_address() {
    let fonts = fonts();
    let blank = pixels(&draw(&svg(""), &fonts, None, Encoding::Png).unwrap());
    assert!(blank.pixels().all(|pixel| pixel.0 == [255; 3]));
    let picture = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/pixel.png");
    for href in [
        picture,
        "file:///etc/hostname",
        "https://example.org/a.png",
        "data:image/png;base64,iVBORw0KGgo=",
        "portrait:10x10",
    ] {
        let inner = format!("<image href=\"{href}\" width=\"1200\" height=\"630\"/>");
        let drawn = pixels(&draw(&svg(&inner), &fonts, None, Encoding::Png).unwrap());
        assert!(drawn == blank, "{href}");
    }
}

#[test]
fn a_portrait_fills_its_place_around_its_point() {
    // Left half black, right half white.
    let mut picture = image::RgbImage::new(200, 100);
    picture
        .enumerate_pixels_mut()
        .for_each(|(x, _, pixel)| *pixel = image::Rgb(if x < 100 { [0; 3] } else { [255; 3] }));
    let mut bytes = Vec::new();
    picture.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Png).unwrap();
    let bytes = std::sync::Arc::new(bytes);
    let inner = svg(
        "<rect width=\"1200\" height=\"630\" fill=\"#888\"/><image href=\"portrait:100x100\" x=\"0\" y=\"0\" width=\"100\" height=\"100\"/>",
    );
    let at = |focus| {
        let portrait = Portrait { bytes: std::sync::Arc::clone(&bytes), focus };
        pixels(&draw(&inner, &fonts(), Some(&portrait), Encoding::Png).unwrap())
    };
    let (left, right) = (at(Some((0.0, 0.5))), at(Some((1.0, 0.5))));
    assert_eq!((left.get_pixel(50, 50).0, right.get_pixel(50, 50).0), ([0; 3], [255; 3]));
    assert_eq!(left.get_pixel(110, 50).0, [0x88; 3]);
    let middle = at(None);
    assert_eq!((middle.get_pixel(10, 50).0, middle.get_pixel(90, 50).0), ([0; 3], [255; 3]));
}

#[test]
fn a_portrait_that_cannot_be_decoded_is_a_fault() {
    let portrait = Portrait { bytes: std::sync::Arc::new(b"no picture".to_vec()), focus: None };
    let inner = svg("<image href=\"portrait:10x10\" width=\"10\" height=\"10\"/>");
    assert_eq!(draw(&inner, &fonts(), Some(&portrait), Encoding::Jpeg), Err(Fault::Portrait));
    assert!(matches!(draw("<svg", &fonts(), None, Encoding::Png), Err(Fault::Drawing(_))));
}

#[test]
fn letters_that_no_font_has_are_told_and_the_page_has_another_picture() {
    let project = with_cards();
    project.edit("content/interns/i-1/index.md", "name = \"Ada Example\"", "name = \"สมชาย\"");
    let ran = project.run(&["build", "--date", DATE, "--quiet"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("warning[card-letters]") && ran.stderr.contains("i-1/index.md:2:"), "{}", ran.stderr);
    let image = |page: &str| super::pages::image(&project.page(page)).unwrap();
    assert!(image("interns/i-1/index.html").contains("/media/"), "the portrait, which consent covers");
    project.edit("content/interns/i-1/index.md", "\"photo\", ", "");
    assert_eq!(project.build().code, 0);
    assert_eq!(image("interns/i-1/index.html"), image("index.html"));
}
