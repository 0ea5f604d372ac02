//! JPEG: segments that the picture needs, and a look at whether its scans are
//! whole.
//!
//! What is kept is listed, not what is dropped: a camera maker's next idea
//! must not reach a page because nobody here had heard of it.

use std::borrow::Cow;

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::fault::{Fault, LONGEST_SIDE};
use super::room::with_room;
use super::tone::{Mean, Tone};

const START: u8 = 0xd8;
const END: u8 = 0xd9;
const SCAN: u8 = 0xda;
const PROGRESSIVE: u8 = 0xc2;

/// Each scan of a progressive picture passes over all of it. Encoders make a
/// dozen.
const MOST_SCANS: usize = 40;

/// Data of nothing but ones, with the zero that stands behind each 0xff. No
/// code is all ones (ITU T.81, annex C), so a decoder that reaches a row of
/// these within a scan was promised more than there is.
const ONES: [u8; 2] = [0xff, 0];
const ROW_OF_ONES: usize = 32;

/// The picture and its colour profile, without anything else.
///
/// # Errors
/// Its structure cannot be read to its end.
pub(super) fn strip(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let walk = walk(bytes, &[]).ok_or(Fault::Damaged)?;
    match walk {
        Walk { frames: 1, scans: 1..=MOST_SCANS, .. } => Ok(walk.out),
        Walk { frames: 1, scans, .. } if scans > MOST_SCANS => {
            Err(Fault::Unfit(format!("consists of {scans} scans, where a dozen are enough")))
        }
        _ => Err(Fault::Damaged),
    }
}

/// Decodes a stripped picture of so many pixels to see whether it is whole.
/// Gives its colour; none of a picture in the inks of printers.
///
/// # Errors
/// It is not.
pub(super) fn check(stripped: &[u8], pixels: u64) -> Result<Option<Tone>, Fault> {
    let Walk { out: probe, progressive, .. } = walk(stripped, &ONES.repeat(ROW_OF_ONES)).ok_or(Fault::Damaged)?;
    // Bytes a pixel: three colours, and all coefficients where they come bit
    // by bit.
    let cost = if progressive { 10 } else { 4 };
    with_room(pixels.saturating_mul(cost), || {
        let options = DecoderOptions::default()
            .set_strict_mode(true)
            .set_max_width(LONGEST_SIDE)
            .set_max_height(LONGEST_SIDE)
            .jpeg_set_max_scans(MOST_SCANS);
        let mut decoder = JpegDecoder::new_with_options(ZCursor::new(probe.as_slice()), options);
        decoder.decode_headers().map_err(|_| Fault::Damaged)?;
        // Whether data are whole does not hang on what colours they make.
        let stored = decoder.input_colorspace();
        if let Some(stored @ (ColorSpace::YCbCr | ColorSpace::Luma)) = stored {
            decoder.set_options(options.jpeg_set_out_colorspace(stored));
        }
        let decoded = decoder.decode().map_err(|_| Fault::Damaged)?;
        let mut mean = Mean::default();
        Ok(match stored {
            Some(ColorSpace::YCbCr) => {
                mean.add(&decoded, 3);
                Some(mean.tone_of_ycc())
            }
            Some(kind @ (ColorSpace::Luma | ColorSpace::RGB)) => {
                mean.add(&decoded, kind.num_components());
                Some(mean.tone())
            }
            _ => None,
        })
    })
}

struct Walk {
    out: Vec<u8>,
    frames: usize,
    scans: usize,
    progressive: bool,
}

/// Marker by marker: a picture of several scans has segments between them,
/// and phones append whole further pictures, with EXIF of their own, after
/// the end. `beyond` is put behind each scan.
fn walk(bytes: &[u8], beyond: &[u8]) -> Option<Walk> {
    let mut rest = bytes.strip_prefix(&[0xff, START])?;
    let mut walk = Walk { out: Vec::with_capacity(bytes.len()), frames: 0, scans: 0, progressive: false };
    let out = &mut walk.out;
    out.extend_from_slice(&[0xff, START]);
    loop {
        let (marker, after) = next_marker(rest)?;
        if marker == END {
            out.extend_from_slice(&[0xff, END]);
            return Some(walk);
        }
        let length = usize::from(u16::from_be_bytes(after.first_chunk().copied()?));
        let (segment, after) = after.split_at_checked(length)?;
        if let Some(kept) = kept(marker, segment.get(2..)?) {
            out.extend_from_slice(&[0xff, marker]);
            out.extend_from_slice(&u16::try_from(kept.len() + 2).ok()?.to_be_bytes());
            out.extend_from_slice(&kept);
        }
        walk.frames += usize::from(is_frame(marker));
        walk.progressive |= marker == PROGRESSIVE;
        rest = after;
        if marker == SCAN {
            let (scan, after) = after.split_at_checked(scan_length(after)?)?;
            out.extend_from_slice(scan);
            // The decoder looks for a marker right behind the first scan of a
            // progressive picture; that has no more than the coarsest of it.
            if walk.scans > 0 || !walk.progressive {
                out.extend_from_slice(beyond);
            }
            walk.scans += 1;
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

/// Whether a segment tells the size of the picture; three markers among these
/// are tables.
fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc)
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

#[cfg(test)]
mod tests {
    use super::{Fault, check, strip};

    const FRAME: &[u8] = b"\xff\xc0\0\x0b\x08\0\x08\0\x08\x01\x01\x11\0";

    #[test]
    fn scans_stay_and_what_stands_between_and_behind_goes() {
        let scan = b"\xff\xda\0\x02\x01\xff\0\x02\xff\xd0\x03";
        let table = b"\xff\xc4\0\x03\x07";
        let comment = b"\xff\xfe\0\x06name";
        let dirty =
            [b"\xff\xd8", FRAME, &scan[..], comment, b"\xff", table, scan, b"\xff\xd9", b"\xff\xd8name"].concat();
        let expected = [b"\xff\xd8", FRAME, &scan[..], table, scan, b"\xff\xd9"].concat();
        assert_eq!(strip(&dirty).unwrap(), expected);
        assert_eq!(strip(&expected).unwrap(), expected);
    }

    #[test]
    fn thumbnails_and_strange_segments_are_left_out() {
        let jfif = b"\xff\xe0\0\x16JFIF\0\x01\x02\0\0\x01\0\x01\x01\x01abcdef";
        let scan = b"\xff\xda\0\x02\x01\xff\xd9";
        let dirty =
            [b"\xff\xd8", &jfif[..], b"\xff\xe0\0\x0aJFXX\0\x10ab", b"\xff\xee\0\x06name", FRAME, scan].concat();
        let expected = [b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x02\0\0\x01\0\x01\0\0", FRAME, scan].concat();
        assert_eq!(strip(&dirty).unwrap(), expected);
    }

    #[test]
    fn what_is_cut_off_or_of_two_sizes_is_refused() {
        for (bytes, what) in [
            (b"no picture".to_vec(), "no picture"),
            (b"\xff\xd8\xff\xda\0\x02\x01\x02".to_vec(), "cut off in a scan"),
            (b"\xff\xd8\xff\xdb\0\xff".to_vec(), "cut off in a table"),
            ([b"\xff\xd8", FRAME, FRAME, b"\xff\xda\0\x02\x01\xff\xd9"].concat(), "two frames"),
            ([b"\xff\xd8", FRAME, b"\xff\xd9"].concat(), "no scan"),
        ] {
            assert_eq!(strip(&bytes), Err(Fault::Damaged), "{what}");
        }
    }

    fn noise(progressive: bool, optimised: bool, size: u16) -> Vec<u8> {
        let pixels: Vec<u8> =
            (0..u32::from(size).pow(2) * 3).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let mut bytes = Vec::new();
        let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 80);
        encoder.set_progressive(progressive);
        encoder.set_optimized_huffman_tables(optimised);
        encoder.encode(&pixels, size, size, jpeg_encoder::ColorType::Rgb).unwrap();
        bytes
    }

    #[test]
    fn whole_pictures_pass() {
        for size in [1, 7, 8, 9, 16, 17, 33, 64] {
            for (progressive, optimised) in [(false, false), (false, true), (true, false), (true, true)] {
                let bytes = strip(&noise(progressive, optimised, size)).unwrap();
                assert!(check(&bytes, 1).is_ok(), "{size} {progressive} {optimised}");
            }
        }
    }

    #[test]
    fn a_scan_that_ends_early_is_found_though_the_file_ends_well() {
        let mut missed = Vec::new();
        // One scan for all colours, and scans of more and more detail.
        for (progressive, optimised) in [(false, false), (true, true)] {
            let bytes = strip(&noise(progressive, optimised, 64)).unwrap();
            for cut in [8, 20, 100, 1000] {
                let torn = [&bytes[..bytes.len() - 2 - cut], b"\xff\xd9"].concat();
                if strip(&torn).and_then(|torn| check(&torn, 1)).is_ok() {
                    missed.push((progressive, optimised, cut));
                }
            }
        }
        assert!(missed.is_empty(), "{missed:?}");
    }
}
