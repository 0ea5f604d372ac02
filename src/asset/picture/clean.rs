//! A picture's bytes without anything that is not the picture.
//!
//! What is kept is listed, not what is dropped: a camera maker's next idea
//! must not reach a page because nobody here had heard of it.

use std::borrow::Cow;

use img_parts::Bytes;
use img_parts::png::{Png, PngChunk};
use img_parts::riff::RiffContent;
use img_parts::webp::WebP;

use super::Format;

/// The picture and its colour profile; `None` when its structure cannot be
/// read to its end.
pub(super) fn clean(bytes: Vec<u8>, format: Format) -> Option<Vec<u8>> {
    match format {
        Format::Jpeg => jpeg(&bytes),
        Format::Png => png(bytes),
        Format::WebP => webp(bytes),
    }
}

const START: u8 = 0xd8;
const END: u8 = 0xd9;
const SCAN: u8 = 0xda;

/// Marker by marker: a picture of several scans has segments between them,
/// and phones append whole further pictures, with EXIF of their own, after
/// the end.
fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes.strip_prefix(&[0xff, START])?;
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(&[0xff, START]);
    loop {
        let (marker, after) = next_marker(rest)?;
        if marker == END {
            out.extend_from_slice(&[0xff, END]);
            return Some(out);
        }
        let length = usize::from(u16::from_be_bytes(after.first_chunk().copied()?));
        let (segment, after) = after.split_at_checked(length)?;
        if let Some(kept) = kept(marker, segment.get(2..)?) {
            out.extend_from_slice(&[0xff, marker]);
            out.extend_from_slice(&u16::try_from(kept.len() + 2).ok()?.to_be_bytes());
            out.extend_from_slice(&kept);
        }
        rest = after;
        if marker == SCAN {
            let (scan, after) = after.split_at_checked(scan_length(after)?)?;
            out.extend_from_slice(scan);
            rest = after;
        }
    }
}

/// A marker that is more than filling, and what follows it.
fn next_marker(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let after = bytes.strip_prefix(&[0xff])?;
    let at = after.iter().position(|byte| *byte != 0xff)?;
    let (marker, after) = after.get(at..)?.split_first()?;
    Some((*marker, after))
}

/// The part of a segment that the picture needs.
fn kept(marker: u8, contents: &[u8]) -> Option<Cow<'_, [u8]>> {
    match marker {
        // JFIF's version and density; a thumbnail of nought by nought.
        0xe0 => {
            let jfif = contents.get(..12).filter(|jfif| jfif.starts_with(b"JFIF\0"))?;
            Some([jfif, &[0, 0]].concat().into())
        }
        0xe2 => contents.starts_with(b"ICC_PROFILE\0").then_some(contents.into()),
        // Which colour transform Adobe's encoder used.
        0xee => contents.get(..12).filter(|adobe| adobe.starts_with(b"Adobe")).map(Cow::from),
        // Frames, tables, scans, restarts.
        0xc0..=0xcf | SCAN..=0xdf => Some(contents.into()),
        _ => None,
    }
}

/// How many bytes of a scan there are before the next marker; a stuffed zero
/// and restart markers belong to the scan.
fn scan_length(bytes: &[u8]) -> Option<usize> {
    let mut pairs = bytes.windows(2);
    pairs.position(|pair| matches!(pair, [0xff, next] if !matches!(next, 0x00 | 0xd0..=0xd7 | 0xff)))
}

fn png(bytes: Vec<u8>) -> Option<Vec<u8>> {
    let mut png = Png::from_bytes(Bytes::from(bytes)).ok()?;
    let kept: [&[u8; 4]; 11] =
        [b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"cICP"];
    png.chunks_mut().retain(|chunk| kept.iter().any(|kind| **kind == chunk.kind()));
    for chunk in png.chunks_mut().iter_mut().filter(|chunk| chunk.kind() == *b"iCCP") {
        // The profile stays; its name is free text.
        let name = chunk.contents().iter().position(|byte| *byte == 0)?;
        let profile = [b"icc", chunk.contents().get(name..)?].concat();
        *chunk = PngChunk::new(*b"iCCP", profile.into());
    }
    let whole = png.chunks().last().is_some_and(|chunk| chunk.kind() == *b"IEND");
    let mut out = Vec::new();
    png.encoder().write_to(&mut out).ok()?;
    whole.then_some(out)
}

/// Flags of a WebP header that promise EXIF and XMP.
const WEBP_METADATA: u8 = 0b1100;

fn webp(bytes: Vec<u8>) -> Option<Vec<u8>> {
    let mut webp = WebP::from_bytes(Bytes::from(bytes)).ok()?;
    let kept: [&[u8; 4]; 7] = [b"VP8X", b"ICCP", b"ANIM", b"ANMF", b"ALPH", b"VP8 ", b"VP8L"];
    webp.chunks_mut().retain(|chunk| kept.iter().any(|kind| **kind == chunk.id()));
    for chunk in webp.chunks_mut().iter_mut().filter(|chunk| chunk.id() == *b"VP8X") {
        if let RiffContent::Data(data) = chunk.content_mut() {
            let mut header = data.to_vec();
            *header.first_mut()? &= !WEBP_METADATA;
            *data = header.into();
        }
    }
    let mut out = Vec::new();
    webp.encoder().write_to(&mut out).ok()?;
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::{Format, clean, jpeg};

    #[test]
    fn comments_are_left_out() {
        let mut png =
            img_parts::png::Png::from_bytes(include_bytes!("../../../tests/fixtures/pixel.png").to_vec().into())
                .unwrap();
        let at = png.chunks().len() - 1;
        let text = img_parts::png::PngChunk::new(*b"tEXt", b"Author\0Someone".to_vec().into());
        png.chunks_mut().insert(at, text);
        let mut dirty = Vec::new();
        png.encoder().write_to(&mut dirty).unwrap();
        assert!(dirty.windows(7).any(|w| w == b"Someone"));
        let cleaned = clean(dirty, Format::Png).unwrap();
        assert!(!cleaned.windows(7).any(|w| w == b"Someone"));
        assert_eq!(imagesize::blob_size(&cleaned).unwrap().width, 1);
    }

    #[test]
    fn a_jpeg_keeps_its_scans_and_loses_what_stands_between_and_behind() {
        let scan = b"\xff\xda\0\x02\x01\xff\0\x02\xff\xd0\x03";
        let table = b"\xff\xc4\0\x03\x07";
        let comment = b"\xff\xfe\0\x06name";
        let dirty = [b"\xff\xd8", &scan[..], comment, b"\xff", table, scan, b"\xff\xd9", b"\xff\xd8name"].concat();
        let expected = [b"\xff\xd8", &scan[..], table, scan, b"\xff\xd9"].concat();
        assert_eq!(jpeg(&dirty).unwrap(), expected);
        assert_eq!(jpeg(&expected).unwrap(), expected);
    }

    #[test]
    fn thumbnails_and_strange_segments_are_left_out() {
        let jfif = b"\xff\xe0\0\x16JFIF\0\x01\x02\0\0\x01\0\x01\x01\x01abcdef";
        let dirty = [b"\xff\xd8", &jfif[..], b"\xff\xe0\0\x0aJFXX\0\x10ab", b"\xff\xee\0\x06name\xff\xd9"].concat();
        let cleaned = jpeg(&dirty).unwrap();
        assert_eq!(cleaned, b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x02\0\0\x01\0\x01\0\0\xff\xd9");
    }

    #[test]
    fn damaged_pictures_are_refused() {
        assert!(clean(b"\x89PNG\r\n\x1a\n\0\0".to_vec(), Format::Png).is_none());
        assert!(clean(b"no picture".to_vec(), Format::Jpeg).is_none());
        assert!(clean(b"\xff\xd8\xff\xda\0\x02\x01\x02".to_vec(), Format::Jpeg).is_none(), "cut off in a scan");
        assert!(clean(b"\xff\xd8\xff\xdb\0\xff".to_vec(), Format::Jpeg).is_none(), "cut off in a table");
    }
}
