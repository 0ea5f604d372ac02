//! Pictures as cameras and programs make them: lying, with thumbnails, notes
//! and positions.

use std::io::Cursor;

use exif::experimental::Writer;
use exif::{Field, In, Tag, Value};
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, Rgb, RgbImage};
use img_parts::riff::{RiffChunk, RiffContent};
use img_parts::webp::WebP;

/// A format with pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Jpeg,
    Png,
    WebP,
}

impl Kind {
    pub(crate) const ALL: [Self; 3] = [Self::Jpeg, Self::Png, Self::WebP];

    pub(crate) fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::WebP => "webp",
        }
    }
}

pub(crate) const WIDTH: u32 = 48;
pub(crate) const HEIGHT: u32 = 32;

/// Quarters of four colours; clockwise from above left: red, green, white,
/// blue.
pub(crate) fn colour(x: u32, y: u32) -> [u8; 3] {
    match (x < WIDTH / 2, y < HEIGHT / 2) {
        (true, true) => [230, 20, 20],
        (false, true) => [20, 200, 20],
        (false, false) => [240, 240, 240],
        (true, false) => [20, 20, 220],
    }
}

/// The quarters as a camera stores them that is held so.
pub(crate) fn lying(orientation: u8) -> RgbImage {
    let upright = DynamicImage::from(RgbImage::from_fn(WIDTH, HEIGHT, |x, y| Rgb(colour(x, y))));
    let mut image = upright;
    image.apply_orientation(match Orientation::from_exif(orientation).unwrap() {
        Orientation::Rotate90 => Orientation::Rotate270,
        Orientation::Rotate270 => Orientation::Rotate90,
        own => own,
    });
    image.into_rgb8()
}

/// A picture without anything else.
pub(crate) fn encoded(kind: Kind, image: &RgbImage) -> Vec<u8> {
    let mut out = Vec::new();
    match kind {
        Kind::Jpeg => {
            let (width, height) = (image.width().try_into().unwrap(), image.height().try_into().unwrap());
            jpeg_encoder::Encoder::new(&mut out, 95)
                .encode(image.as_raw(), width, height, jpeg_encoder::ColorType::Rgb)
                .unwrap();
        }
        Kind::Png => image.write_with_encoder(PngEncoder::new(&mut out)).unwrap(),
        Kind::WebP => image.write_with_encoder(WebPEncoder::new_lossless(&mut out)).unwrap(),
    }
    out
}

/// What stands beside the picture.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Notes<'a> {
    /// In EXIF: which way it lies, a maker's notes, a thumbnail.
    pub(crate) orientation: Option<u8>,
    /// Words in comments, XMP and IPTC.
    pub(crate) words: Option<&'a str>,
    /// Positions in EXIF and XMP.
    pub(crate) located: Option<Located>,
    /// A colour profile.
    pub(crate) profile: Option<&'a [u8]>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Located {
    Exif,
    Xmp,
}

/// The picture with all that.
pub(crate) fn noted(kind: Kind, plain: &[u8], notes: Notes<'_>) -> Vec<u8> {
    let tiff = tiff(notes);
    let xmp = xmp(notes);
    let words = notes.words.unwrap_or_default();
    let iptc =
        [b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x0a\x1c\x02\x78\0\x05", &words.as_bytes()[..words.len().min(5)]];
    match kind {
        Kind::Jpeg => {
            let exif = [b"Exif\0\0", &tiff[..]].concat();
            let xmp = [b"http://ns.adobe.com/xap/1.0/\0", xmp.as_bytes()].concat();
            let profile = [b"ICC_PROFILE\0\x01\x01", notes.profile.unwrap_or_default()].concat();
            let mut segments: Vec<(u8, &[u8])> = vec![(0xe1, &exif), (0xe1, &xmp)];
            let iptc = iptc.concat();
            if notes.words.is_some() {
                segments.extend([(0xed, &iptc[..]), (0xfe, words.as_bytes())]);
            }
            if notes.profile.is_some() {
                segments.push((0xe2, &profile));
            }
            let mut out = with_segments(plain, &segments);
            out.extend_from_slice(words.as_bytes());
            out
        }
        Kind::Png => {
            let mut out = plain[..33].to_vec();
            if let Some(profile) = notes.profile {
                super::chunk(&mut out, b"iCCP", &[b"camera\0\0", &super::stored(profile)[..]].concat());
            }
            super::chunk(&mut out, b"eXIf", &tiff);
            super::chunk(&mut out, b"iTXt", &[b"XML:com.adobe.xmp\0\0\0\0\0", xmp.as_bytes()].concat());
            super::chunk(&mut out, b"tEXt", &[b"Author\0", words.as_bytes()].concat());
            out.extend_from_slice(&plain[33..]);
            out.extend_from_slice(words.as_bytes());
            out
        }
        Kind::WebP => {
            let mut chunks = vec![(b"EXIF", tiff), (b"XMP ", xmp.into_bytes())];
            chunks.extend(notes.profile.map(|profile| (b"ICCP", profile.to_vec())));
            [&webp_with(plain, &chunks), words.as_bytes()].concat()
        }
    }
}

/// A JPEG with further segments behind its start.
pub(crate) fn with_segments(plain: &[u8], segments: &[(u8, &[u8])]) -> Vec<u8> {
    let mut out = plain[..2].to_vec();
    for (marker, data) in segments {
        out.extend_from_slice(&[0xff, *marker]);
        out.extend_from_slice(&u16::try_from(data.len() + 2).unwrap().to_be_bytes());
        out.extend_from_slice(data);
    }
    out.extend_from_slice(&plain[2..]);
    out
}

/// A WebP with further chunks, and the header that promises them.
pub(crate) fn webp_with(plain: &[u8], more: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let size = imagesize::blob_size(plain).unwrap();
    let mut webp = WebP::from_bytes(plain.to_vec().into()).unwrap();
    let flag = |id: &[u8; 4]| match id {
        b"ICCP" => 0b10_0000,
        b"EXIF" => 0b1000,
        b"XMP " => 0b100,
        _ => 0,
    };
    let flags = more.iter().fold(0, |flags, (id, _)| flags | flag(id));
    let side = |side: usize| u32::try_from(side - 1).unwrap().to_le_bytes()[..3].to_vec();
    let header = [vec![flags, 0, 0, 0], side(size.width), side(size.height)].concat();
    let chunk = |id: &[u8; 4], data: Vec<u8>| RiffChunk::new(*id, RiffContent::Data(data.into()));
    webp.chunks_mut().retain(|chunk| chunk.id() != *b"VP8X");
    webp.chunks_mut().insert(0, chunk(b"VP8X", header));
    for (id, data) in more {
        let at = if **id == *b"ICCP" { 1 } else { webp.chunks().len() };
        webp.chunks_mut().insert(at, chunk(id, data.clone()));
    }
    let mut out = Vec::new();
    webp.encoder().write_to(&mut out).unwrap();
    out
}

fn tiff(notes: Notes<'_>) -> Vec<u8> {
    let words = notes.words.unwrap_or("nothing").as_bytes().to_vec();
    let field = |tag, value| Field { tag, ifd_num: In::PRIMARY, value };
    let mut fields = vec![
        field(Tag::Make, Value::Ascii(vec![words.clone()])),
        field(Tag::MakerNote, Value::Undefined(words.clone(), 0)),
        field(Tag::UserComment, Value::Undefined(words, 0)),
    ];
    fields.extend(notes.orientation.map(|way| field(Tag::Orientation, Value::Short(vec![way.into()]))));
    if notes.located == Some(Located::Exif) {
        let degree = |degrees: u32| exif::Rational { num: degrees, denom: 1 };
        let place = Value::Rational(vec![degree(46), degree(12), degree(0)]);
        fields.push(field(Tag::GPSLatitude, place.clone()));
        fields.push(field(Tag::GPSLongitude, place));
    }
    let thumbnail = encoded(Kind::Jpeg, &RgbImage::new(8, 8));
    let mut writer = Writer::new();
    fields.iter().for_each(|field| writer.push_field(field));
    writer.set_jpeg(&thumbnail, In::THUMBNAIL);
    let mut out = Cursor::new(Vec::new());
    writer.write(&mut out, true).unwrap();
    out.into_inner()
}

fn xmp(notes: Notes<'_>) -> String {
    let place = if notes.located == Some(Located::Xmp) { "exif:GPSLatitude=\"46,12N\"" } else { "" };
    format!(
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
         <rdf:Description xmlns:exif=\"http://ns.adobe.com/exif/1.0/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         {place} dc:source=\"{}\"/></rdf:RDF></x:xmpmeta>",
        notes.words.unwrap_or_default()
    )
}

/// A GIF with a frame for each of these delays, and words in its extensions
/// and behind it.
pub(crate) fn gif(delays: &[u16], repeat: gif::Repeat, words: &[u8]) -> Vec<u8> {
    let palette: Vec<u8> =
        [(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)].iter().flat_map(|(x, y)| colour(*x, *y)).collect();
    let (width, height) = (u16::try_from(WIDTH).unwrap(), u16::try_from(HEIGHT).unwrap());
    let pixels: Vec<u8> = (0..HEIGHT)
        .flat_map(|y| (0..WIDTH).map(move |x| (x, y)))
        .map(|(x, y)| match (x < WIDTH / 2, y < HEIGHT / 2) {
            (true, true) => 0,
            (false, true) => 1,
            (false, false) => 2,
            (true, false) => 3,
        })
        .collect();
    let mut out = Vec::new();
    let mut encoder = gif::Encoder::new(&mut out, width, height, &palette).unwrap();
    encoder.set_repeat(repeat).unwrap();
    if !words.is_empty() {
        encoder.write_raw_extension(gif::AnyExtension(0xfe), &[words]).unwrap();
        encoder.write_raw_extension(gif::AnyExtension(0xff), &[b"XMP DataXMP", words]).unwrap();
    }
    for delay in delays {
        let frame = gif::Frame::from_indexed_pixels(width, height, pixels.clone(), None);
        encoder.write_frame(&gif::Frame { delay: *delay, ..frame }).unwrap();
    }
    drop(encoder);
    out.extend_from_slice(words);
    out
}

/// A colour profile for pixels of RGB: a header and one tag, words that can be
/// found again (ICC.1:2022, 7).
pub(crate) fn profile() -> Vec<u8> {
    let words = b"text\0\0\0\0a profile that is kept\0";
    let tags = [&1u32.to_be_bytes()[..], b"cprt", &144u32.to_be_bytes(), &31u32.to_be_bytes()].concat();
    let mut profile = [0; 128];
    profile[..4].copy_from_slice(&(144 + 31u32).to_be_bytes());
    profile[8..12].copy_from_slice(&[2, 0x10, 0, 0]);
    profile[12..16].copy_from_slice(b"mntr");
    profile[16..20].copy_from_slice(b"RGB ");
    profile[20..24].copy_from_slice(b"XYZ ");
    profile[36..40].copy_from_slice(b"acsp");
    [&profile[..], &tags, words].concat()
}
