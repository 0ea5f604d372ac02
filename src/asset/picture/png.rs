//! PNG: chunks that the picture needs, and a look at whether its data are
//! whole. An animation (APNG) becomes its first picture.

use std::io::Cursor;

use img_parts::Bytes;
use img_parts::png::{Png, PngChunk};
use png::{Decoder, Info, Limits, ScaledFloat, SourceChromaticities, Transformations};

use super::fault::Fault;
use super::tone::{Mean, Tone};

/// Bytes that a decoder may set aside for one thing, such as an unpacked
/// colour profile. Profiles of printers have two million.
const LARGEST_PART: usize = 8 << 20;

/// Chunks that say how numbers become colours.
const COLOURS: [&[u8; 4]; 5] = [b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP"];

/// What PNG says of the colours of the web (third edition, 11.3.2.5), in
/// hundred-thousandths, and how far from it is the same.
const WEB_GAMMA: u32 = 45_455;
const WEB_PRIMARIES: [[u32; 2]; 4] = [[31_270, 32_900], [64_000, 33_000], [30_000, 60_000], [15_000, 6_000]];
const NEAR: u32 = 500;

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

/// Decodes a stripped picture row by row to see whether it is whole. Gives its
/// colour and whether something shows through it; nothing of one whose colours
/// are told in a way that variants would lose.
///
/// # Errors
/// It is not, or its colour profile is not.
pub(super) fn check(stripped: &[u8]) -> Result<Option<(Tone, bool)>, Fault> {
    let mut decoder = Decoder::new_with_limits(Cursor::new(stripped), Limits { bytes: LARGEST_PART });
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    let mut reader = decoder.read_info().map_err(|_| Fault::Damaged)?;
    let find = |name: &[u8]| memchr::memmem::find(stripped, name);
    let promised = find(b"iCCP").zip(find(b"IDAT")).is_some_and(|(profile, data)| profile < data);
    if promised && reader.info().icc_profile.is_none() {
        return Err(Fault::Damaged);
    }
    let numbers = reader.output_color_type().0.samples();
    let (mut mean, mut alpha) = (Mean::default(), false);
    while let Some(row) = reader.next_row().map_err(|_| Fault::Damaged)? {
        let row = row.data();
        mean.add(row, numbers);
        // The last of two or four numbers says how opaque a pixel is.
        alpha = alpha || numbers % 2 == 0 && row.chunks_exact(numbers).any(|pixel| pixel.last() != Some(&255));
    }
    Ok(is_usual(reader.info()).then(|| (mean.tone(), alpha)))
}

/// Whether its colours are those of the web or of a profile. Some files tell
/// the primaries of the web in numbers.
fn is_usual(info: &Info<'_>) -> bool {
    if info.coding_independent_code_points.is_some() {
        return false;
    }
    if info.icc_profile.is_some() || info.srgb.is_some() {
        return true;
    }
    let near = |value: ScaledFloat, wanted: u32| value.into_scaled().abs_diff(wanted) <= NEAR;
    let gamma = info.gama_chunk.is_none_or(|gamma| near(gamma, WEB_GAMMA));
    let primaries = info.chrm_chunk.is_none_or(|SourceChromaticities { white, red, green, blue }| {
        let pairs = [white, red, green, blue].into_iter().zip(WEB_PRIMARIES);
        pairs.into_iter().all(|((x, y), [across, up])| near(x, across) && near(y, up))
    });
    gamma && primaries
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
        assert!(check(&stripped).is_ok());
    }

    #[test]
    fn what_is_cut_off_is_refused() {
        assert_eq!(strip(b"\x89PNG\r\n\x1a\n\0\0"), Err(Fault::Damaged));
    }
}
