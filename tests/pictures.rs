//! Small pictures with known pixels and with all kinds of hidden text.

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

/// A JPEG whose scan is these bytes. `hidden` stands in EXIF, XMP, IPTC, the
/// index of further pictures, a thumbnail, a comment, and in a whole second
/// picture after the end, as phones append one.
pub(crate) fn jpeg(pixels: &[u8], hidden: &[u8]) -> Vec<u8> {
    let mut jpeg = b"\xff\xd8".to_vec();
    segment(&mut jpeg, 0xe0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0");
    if !hidden.is_empty() {
        segment(&mut jpeg, 0xe0, &[b"JFXX\0\x10", hidden].concat());
        segment(&mut jpeg, 0xe1, &[b"Exif\0\0", &tiff(hidden)[..]].concat());
        segment(&mut jpeg, 0xe1, &[b"http://ns.adobe.com/xap/1.0/\0<x>", hidden, b"</x>"].concat());
        segment(&mut jpeg, 0xe2, &[b"MPF\0", hidden].concat());
        segment(&mut jpeg, 0xed, &[b"Photoshop 3.0\x008BIM\x04\x04\0\0", hidden].concat());
        segment(&mut jpeg, 0xee, hidden);
        segment(&mut jpeg, 0xef, hidden);
        segment(&mut jpeg, 0xfe, hidden);
    }
    segment(&mut jpeg, 0xdb, &[&[0][..], &[1; 64]].concat());
    segment(&mut jpeg, 0xc0, &[8, 0, 8, 0, 8, 1, 1, 0x11, 0]);
    segment(&mut jpeg, 0xda, &[1, 1, 0, 0, 63, 0]);
    jpeg.extend_from_slice(pixels);
    jpeg.extend_from_slice(b"\xff\xd9");
    if !hidden.is_empty() {
        jpeg.extend_from_slice(b"\xff\xd8");
        segment(&mut jpeg, 0xe1, &[b"Exif\0\0", &tiff(hidden)[..]].concat());
        jpeg.extend_from_slice(hidden);
        jpeg.extend_from_slice(b"\xff\xd9");
    }
    jpeg
}

/// A WebP whose lossless data are these bytes. `hidden` stands in EXIF, XMP,
/// an unknown chunk, and after the end.
pub(crate) fn webp(pixels: &[u8], hidden: &[u8]) -> Vec<u8> {
    let mut body = b"WEBP".to_vec();
    let flags = if hidden.is_empty() { 0 } else { 0b1100 };
    riff(&mut body, b"VP8X", &[flags, 0, 0, 0, 7, 0, 0, 7, 0, 0]);
    riff(&mut body, b"VP8L", &[&[0x2f, 7, 0xc0, 1, 0], pixels].concat());
    if !hidden.is_empty() {
        riff(&mut body, b"EXIF", &tiff(hidden));
        riff(&mut body, b"XMP ", hidden);
        riff(&mut body, b"qzAp", hidden);
    }
    let size = u32::try_from(body.len()).unwrap();
    let mut webp = [&b"RIFF"[..], &size.to_le_bytes(), &body].concat();
    webp.extend_from_slice(hidden);
    webp
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
fn stored(bytes: &[u8]) -> Vec<u8> {
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

fn chunk(png: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
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

fn segment(jpeg: &mut Vec<u8>, marker: u8, data: &[u8]) {
    jpeg.extend_from_slice(&[0xff, marker]);
    jpeg.extend_from_slice(&u16::try_from(data.len() + 2).unwrap().to_be_bytes());
    jpeg.extend_from_slice(data);
}

fn riff(body: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    body.extend_from_slice(kind);
    body.extend_from_slice(&u32::try_from(data.len()).unwrap().to_le_bytes());
    body.extend_from_slice(data);
    if !data.len().is_multiple_of(2) {
        body.push(0);
    }
}
