//! WebP: chunks that the picture needs, those within its frames too, and a
//! look at whether its data are whole.

use std::io::Cursor;

use image::codecs::webp::WebPDecoder;
use image::{AnimationDecoder, ImageDecoder};
use img_parts::Bytes;
use img_parts::riff::{RiffChunk, RiffContent};
use img_parts::webp::WebP;

use super::fault::Fault;
use super::motion::Motion;
use super::room::with_room;
use super::tone::{Mean, Tone};

/// Flags of a header that promise EXIF and XMP.
const METADATA: u8 = 0b1100;

/// Chunks that hold pixels.
const PIXELS: [&[u8; 4]; 3] = [b"ALPH", b"VP8 ", b"VP8L"];

/// Bytes of a frame before its chunks: place, size, how long, how.
const FRAME_HEADER: usize = 16;

/// The picture and its colour profile, without anything else.
///
/// # Errors
/// Its structure cannot be read to its end, or it moves too long.
pub(super) fn strip(bytes: &[u8], pixels: u64) -> Result<Vec<u8>, Fault> {
    let mut webp = WebP::from_bytes(Bytes::copy_from_slice(bytes)).map_err(|_| Fault::Damaged)?;
    let kept: [&[u8; 4]; 4] = [b"VP8X", b"ICCP", b"ANIM", b"ANMF"];
    webp.chunks_mut().retain(|chunk| kept.iter().chain(&PIXELS).any(|kind| **kind == chunk.id()));
    for chunk in webp.chunks_mut() {
        let id = chunk.id();
        let RiffContent::Data(data) = chunk.content_mut() else { return Err(Fault::Damaged) };
        match &id {
            b"VP8X" => {
                let mut header = data.to_vec();
                *header.first_mut().ok_or(Fault::Damaged)? &= !METADATA;
                *data = header.into();
            }
            b"ANMF" => *data = frame(data).ok_or(Fault::Damaged)?.into(),
            _ => {}
        }
    }
    motion(&webp).check(pixels)?;
    let mut out = Vec::new();
    webp.encoder().write_to(&mut out).map_err(|_| Fault::Damaged)?;
    Ok(out)
}

/// The chunks of RIFF data that hold pixels, each with its head and padding.
fn pixel_chunks(mut rest: &[u8]) -> Option<Vec<(&[u8], &[u8])>> {
    let mut chunks = Vec::new();
    while !rest.is_empty() {
        let (head, after) = rest.split_at_checked(8)?;
        let size = usize::try_from(u32::from_le_bytes(head.last_chunk().copied()?)).ok()?;
        let (data, _) = after.split_at_checked(size)?;
        let whole = 8 + size.next_multiple_of(2);
        // The padding of the last one may lack.
        let (chunk, behind) = rest.split_at_checked(whole).unwrap_or((rest, &[]));
        if PIXELS.iter().any(|kind| head.starts_with(*kind)) {
            chunks.push((chunk, data));
        }
        rest = behind;
    }
    Some(chunks)
}

/// A frame of a moving picture with its pixels alone.
fn frame(data: &[u8]) -> Option<Vec<u8>> {
    let (header, chunks) = data.split_at_checked(FRAME_HEADER)?;
    let mut out = header.to_vec();
    pixel_chunks(chunks)?.iter().for_each(|(chunk, _)| out.extend_from_slice(chunk));
    Some(out)
}

fn data(chunk: &RiffChunk) -> Option<&Bytes> {
    chunk.content().data()
}

fn motion(webp: &WebP) -> Motion {
    let frames = || webp.chunks().iter().filter(|chunk| chunk.id() == *b"ANMF").filter_map(data);
    let lasts = |frame: &Bytes| match frame.get(12..15) {
        Some(&[a, b, c]) => u64::from(u32::from_le_bytes([a, b, c, 0])),
        _ => 0,
    };
    let times = webp.chunk_by_id(*b"ANIM").and_then(data);
    let times = times.and_then(|anim| anim.get(4..6)?.first_chunk().copied()).map_or(0, u16::from_le_bytes);
    Motion {
        frames: frames().count().try_into().unwrap_or(u64::MAX),
        lasts: frames().map(lasts).sum(),
        times: (times > 0).then_some(times.into()),
    }
}

/// Whether it moves.
pub(super) fn moves(bytes: &[u8]) -> bool {
    WebP::from_bytes(Bytes::copy_from_slice(bytes)).is_ok_and(|webp| motion(&webp).frames > 0)
}

/// Decodes a stripped picture of so many pixels to see whether it is whole.
/// Gives its colour and whether something shows through it; nothing of one
/// that moves.
///
/// # Errors
/// It is not.
pub(super) fn check(stripped: &[u8], pixels: u64) -> Result<Option<(Tone, bool)>, Fault> {
    parts_fit(stripped, pixels)?;
    with_room(pixels.saturating_mul(8), || {
        let decoder = WebPDecoder::new(Cursor::new(stripped)).map_err(|_| Fault::Damaged)?;
        if decoder.has_animation() {
            let frames = decoder.into_frames().try_for_each(|frame| frame.map(drop));
            return frames.map(|()| None).map_err(|_| Fault::Damaged);
        }
        let size = usize::try_from(decoder.total_bytes()).map_err(|_| Fault::Damaged)?;
        let numbers = usize::from(decoder.color_type().channel_count());
        let mut decoded = vec![0; size];
        decoder.read_image(&mut decoded).map_err(|_| Fault::Damaged)?;
        let mut mean = Mean::default();
        mean.add(&decoded, numbers);
        let alpha = numbers == 4 && decoded.chunks_exact(4).any(|pixel| pixel.last() != Some(&255));
        Ok(Some((mean.tone(), alpha)))
    })
}

/// Decoders set memory aside for what a part says of itself, before they
/// compare it with what the whole says.
fn parts_fit(stripped: &[u8], pixels: u64) -> Result<(), Fault> {
    let webp = WebP::from_bytes(Bytes::copy_from_slice(stripped)).map_err(|_| Fault::Damaged)?;
    for chunk in webp.chunks() {
        let Some(data) = chunk.content().data() else { return Err(Fault::Damaged) };
        if chunk.id() == *b"ANMF" {
            let chunks = data.get(FRAME_HEADER..).and_then(pixel_chunks).ok_or(Fault::Damaged)?;
            chunks.iter().try_for_each(|(chunk, data)| part_fits(chunk, data, pixels))?;
        } else if PIXELS.iter().any(|kind| **kind == chunk.id()) {
            part_fits(&chunk.id(), data, pixels)?;
        }
    }
    Ok(())
}

fn part_fits(chunk: &[u8], data: &[u8], pixels: u64) -> Result<(), Fault> {
    if chunk.starts_with(b"ALPH") {
        return Ok(());
    }
    // The size stands in the first bytes; a picture of these alone has it.
    let kind = chunk.get(..4).ok_or(Fault::Damaged)?;
    let head = data.get(..data.len().min(32)).unwrap_or_default();
    let alone = [b"RIFF\0\0\0\0WEBP".as_slice(), kind, &[32, 0, 0, 0], head, &[0; 32]].concat();
    let size = imagesize::blob_size(&alone).map_err(|_| Fault::Damaged)?;
    let own = u64::try_from(size.width.saturating_mul(size.height)).unwrap_or(u64::MAX);
    if own > pixels { Err(Fault::Damaged) } else { Ok(()) }
}
