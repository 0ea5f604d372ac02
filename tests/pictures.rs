//! Small pictures with known pixels and with all kinds of hidden text, and what
//! becomes of pictures.

mod broken;
mod clean;
pub(crate) mod craft;
mod variants;

/// A PNG of one row whose pixels are these bytes. `hidden` stands in text
/// chunks, EXIF, XMP, an unknown chunk, and after the end.
pub(crate) fn png(pixels: &[u8], hidden: &[u8]) -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let width = u32::try_from(pixels.len()).unwrap();
    let header = [&width.to_be_bytes()[..], &1u32.to_be_bytes(), &[8, 0, 0, 0, 0]].concat();
    chunk(&mut png, b"IHDR", &header);
    if !hidden.is_empty() {
        chunk(&mut png, b"tEXt", &[b"Author\0", hidden].concat());
        chunk(&mut png, b"iTXt", &[b"XML:com.adobe.xmp\0\0\0\0\0", hidden].concat());
        chunk(&mut png, b"zTXt", &[b"Comment\0\0", &stored(hidden)[..]].concat());
        chunk(&mut png, b"iCCP", &[hidden, b"\0\0", &stored(b"profile")[..]].concat());
        chunk(&mut png, b"eXIf", &tiff(hidden));
        chunk(&mut png, b"qzAp", hidden);
    }
    chunk(&mut png, b"IDAT", &stored(&[&[0], pixels].concat()));
    chunk(&mut png, b"IEND", &[]);
    png.extend_from_slice(hidden);
    png
}

/// A JPEG whose colour profile is these bytes. `hidden` stands in EXIF, XMP,
/// IPTC, the index of further pictures, a thumbnail, a comment, and in a whole
/// second picture after the end, as phones append one.
pub(crate) fn jpeg(profile: &[u8], hidden: &[u8]) -> Vec<u8> {
    let grey: Vec<u8> = (0..64).map(|at| at * 4).collect();
    let mut plain = Vec::new();
    jpeg_encoder::Encoder::new(&mut plain, 90).encode(&grey, 8, 8, jpeg_encoder::ColorType::Luma).unwrap();
    let profile = [b"ICC_PROFILE\0\x01\x01", profile].concat();
    if hidden.is_empty() {
        return craft::with_segments(&plain, &[(0xe2, &profile)]);
    }
    let exif = [b"Exif\0\0", &tiff(hidden)[..]].concat();
    let mut jpeg = craft::with_segments(
        &plain,
        &[
            (0xe0, &[b"JFXX\0\x10", hidden].concat()),
            (0xe1, &exif),
            (0xe1, &[b"http://ns.adobe.com/xap/1.0/\0<x>", hidden, b"</x>"].concat()),
            (0xe2, &[b"MPF\0", hidden].concat()),
            (0xe2, &profile),
            (0xed, &[b"Photoshop 3.0\x008BIM\x04\x04\0\0", hidden].concat()),
            (0xee, hidden),
            (0xef, hidden),
            (0xfe, hidden),
        ],
    );
    jpeg.extend_from_slice(&craft::with_segments(&plain, &[(0xe1, &exif)]));
    jpeg.extend_from_slice(hidden);
    jpeg
}

/// A WebP whose colour profile is these bytes. `hidden` stands in EXIF, XMP,
/// an unknown chunk, and after the end.
pub(crate) fn webp(profile: &[u8], hidden: &[u8]) -> Vec<u8> {
    let plain =
        craft::encoded(craft::Kind::WebP, &image::RgbImage::from_fn(8, 8, |x, y| image::Rgb([x as u8, y as u8, 9])));
    let mut chunks: Vec<(&[u8; 4], Vec<u8>)> = vec![(b"ICCP", profile.to_vec())];
    if !hidden.is_empty() {
        chunks.extend([(b"EXIF", tiff(hidden)), (b"XMP ", hidden.to_vec()), (b"qzAp", hidden.to_vec())]);
    }
    [&craft::webp_with(&plain, &chunks), hidden].concat()
}

/// EXIF data with a description.
fn tiff(text: &[u8]) -> Vec<u8> {
    let length = u32::try_from(text.len() + 1).unwrap();
    let mut tiff = b"II*\0\x08\0\0\0\x01\0\x0e\x01\x02\0".to_vec();
    tiff.extend_from_slice(&length.to_le_bytes());
    tiff.extend_from_slice(&26u32.to_le_bytes());
    tiff.extend_from_slice(&[0; 4]);
    tiff.extend_from_slice(text);
    tiff.push(0);
    tiff
}

/// Bytes as zlib stores them uncompressed, so that a search can see them.
pub(crate) fn stored(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).unwrap();
    let mut out = vec![0x78, 0x01, 0x01];
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(&(!length).to_le_bytes());
    out.extend_from_slice(bytes);
    let (mut a, mut b) = (1u32, 0u32);
    for byte in bytes {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    out.extend_from_slice(&((b << 16) | a).to_be_bytes());
    out
}

pub(crate) fn chunk(png: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    png.extend_from_slice(&u32::try_from(data.len()).unwrap().to_be_bytes());
    let start = png.len();
    png.extend_from_slice(kind);
    png.extend_from_slice(data);
    let mut crc = !0u32;
    for byte in &png[start..] {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg());
        }
    }
    png.extend_from_slice(&(!crc).to_be_bytes());
}
