//! PNG: chunks that the picture needs, and a look at whether its data are
//! whole. An animation (APNG) becomes its first picture.

use std::io::Cursor;

use img_parts::Bytes;
use img_parts::png::{Png, PngChunk};
use png::{Decoder, Limits};

use super::fault::Fault;

/// Bytes that a decoder may set aside for one thing, such as an unpacked
/// colour profile. Profiles of printers have two million.
const LARGEST_PART: usize = 8 << 20;

/// Chunks that say how numbers become colours.
const COLOURS: [&[u8; 4]; 5] = [b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP"];

/// The picture and its colour profile, without anything else.
///
/// # Errors
/// Its structure cannot be read to its end.
pub(super) fn strip(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    stripped(bytes).ok_or(Fault::Damaged)
}

fn stripped(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut png = Png::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
    let picture: [&[u8; 4]; 6] = [b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"sBIT"];
    png.chunks_mut().retain(|chunk| picture.iter().chain(&COLOURS).any(|kind| **kind == chunk.kind()));
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

/// Decodes a stripped picture row by row to see whether it is whole.
///
/// # Errors
/// It is not, or its colour profile is not.
pub(super) fn check(stripped: &[u8]) -> Result<(), Fault> {
    let decoder = Decoder::new_with_limits(Cursor::new(stripped), Limits { bytes: LARGEST_PART });
    let mut reader = decoder.read_info().map_err(|_| Fault::Damaged)?;
    let find = |name: &[u8]| memchr::memmem::find(stripped, name);
    let promised = find(b"iCCP").zip(find(b"IDAT")).is_some_and(|(profile, data)| profile < data);
    if promised && reader.info().icc_profile.is_none() {
        return Err(Fault::Damaged);
    }
    while reader.next_row().map_err(|_| Fault::Damaged)?.is_some() {}
    Ok(())
}

/// A picture with the colours of another in place of its own.
pub(super) fn with_colours_of(other: &[u8], bytes: Vec<u8>) -> Option<Vec<u8>> {
    let other = Png::from_bytes(Bytes::copy_from_slice(other)).ok()?;
    let mut png = Png::from_bytes(Bytes::from(bytes)).ok()?;
    let is_colour = |chunk: &PngChunk| COLOURS.iter().any(|kind| **kind == chunk.kind());
    png.chunks_mut().retain(|chunk| !is_colour(chunk));
    for (at, chunk) in other.chunks().iter().filter(|chunk| is_colour(chunk)).enumerate() {
        // Behind IHDR and before all else (PNG, third edition, 5.6).
        png.chunks_mut().insert(at + 1, chunk.clone());
    }
    let mut out = Vec::new();
    png.encoder().write_to(&mut out).ok()?;
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::{Fault, check, strip};

    #[test]
    fn comments_are_left_out() {
        let pixel = include_bytes!("../../../tests/fixtures/pixel.png").to_vec();
        let mut png = img_parts::png::Png::from_bytes(pixel.into()).unwrap();
        let at = png.chunks().len() - 1;
        let text = img_parts::png::PngChunk::new(*b"tEXt", b"Author\0Someone".to_vec().into());
        png.chunks_mut().insert(at, text);
        let mut dirty = Vec::new();
        png.encoder().write_to(&mut dirty).unwrap();
        assert!(dirty.windows(7).any(|w| w == b"Someone"));
        let stripped = strip(&dirty).unwrap();
        assert!(!stripped.windows(7).any(|w| w == b"Someone"));
        assert_eq!(imagesize::blob_size(&stripped).unwrap().width, 1);
        assert_eq!(check(&stripped), Ok(()));
    }

    #[test]
    fn what_is_cut_off_is_refused() {
        assert_eq!(strip(b"\x89PNG\r\n\x1a\n\0\0"), Err(Fault::Damaged));
    }
}
