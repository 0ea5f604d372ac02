//! GIF: taken apart into frames and put together from these alone, without
//! comments, texts and what programs write for themselves.

use std::num::NonZeroU64;

use gif::{ColorOutput, DecodeOptions, Decoder, Encoder, Frame, MemoryLimit, Repeat};

use super::fault::Fault;
use super::motion::Motion;
use super::room::with_room;

/// The picture without anything else.
///
/// # Errors
/// It cannot be read to its end, or moves too long.
pub(super) fn strip(bytes: &[u8], pixels: u64) -> Result<Vec<u8>, Fault> {
    let mut decoder = decoder(bytes, true)?;
    let (width, height) = (decoder.width(), decoder.height());
    let palette = decoder.global_palette().unwrap_or_default().to_vec();
    let mut frames: Vec<Frame<'static>> = Vec::new();
    let mut motion = Motion { frames: 0, lasts: 0, times: None };
    while let Some(frame) = decoder.read_next_frame().map_err(|_| Fault::Damaged)? {
        motion.frames += 1;
        motion.lasts += lasts(frame.delay);
        frames.push(frame.clone());
    }
    let repeat = decoder.repeat();
    motion.times = times(repeat);
    motion.check(pixels)?;
    let mut out = Vec::with_capacity(bytes.len());
    let mut encoder = Encoder::new(&mut out, width, height, &palette).map_err(|_| Fault::Damaged)?;
    if frames.len() > 1 {
        encoder.set_repeat(repeat).map_err(|_| Fault::Damaged)?;
    }
    for frame in &frames {
        encoder.write_lzw_pre_encoded_frame(frame).map_err(|_| Fault::Damaged)?;
    }
    // The end is written when it goes.
    drop(encoder);
    if frames.is_empty() { Err(Fault::Damaged) } else { Ok(out) }
}

/// Decodes a stripped picture of so many pixels to see whether it is whole.
///
/// # Errors
/// It is not.
pub(super) fn check(stripped: &[u8], pixels: u64) -> Result<(), Fault> {
    with_room(pixels, || {
        let mut decoder = decoder(stripped, false)?;
        while decoder.read_next_frame().map_err(|_| Fault::Damaged)?.is_some() {}
        Ok(())
    })
}

/// Reads frames, as they are stored or decoded into places of the palette.
fn decoder(bytes: &[u8], stored: bool) -> Result<Decoder<&[u8]>, Fault> {
    let mut options = DecodeOptions::new();
    options.set_color_output(ColorOutput::Indexed);
    options.set_memory_limit(MemoryLimit::Bytes(NonZeroU64::new(64 << 20).unwrap_or(NonZeroU64::MIN)));
    options.check_frame_consistency(true);
    options.skip_frame_decoding(stored);
    options.read_info(bytes).map_err(|_| Fault::Damaged)
}

/// Milliseconds of a frame, from hundredths. Browsers show those of nought and
/// one for a tenth of a second.
fn lasts(delay: u16) -> u64 {
    if delay < 2 { 100 } else { u64::from(delay) * 10 }
}

/// How often browsers play it: once, and as often again as it says.
fn times(repeat: Repeat) -> Option<u64> {
    match repeat {
        Repeat::Infinite => None,
        Repeat::Finite(again) => Some(u64::from(again) + 1),
    }
}

#[cfg(test)]
mod tests {
    use gif::{Encoder, Frame, Repeat};

    use super::{Fault, check, strip};

    /// Frames of a hundredth of their number each, repeated so often.
    fn gif(delays: &[u16], repeat: Repeat) -> Vec<u8> {
        let mut out = Vec::new();
        let palette = [0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 0, 255];
        let mut encoder = Encoder::new(&mut out, 4, 4, &palette).unwrap();
        encoder.set_repeat(repeat).unwrap();
        encoder.write_raw_extension(gif::AnyExtension(0xfe), &[b"Someone"]).unwrap();
        encoder.write_raw_extension(gif::AnyExtension(0xff), &[b"XMP DataXMP", b"Someone"]).unwrap();
        for (index, delay) in delays.iter().enumerate() {
            let pixels: Vec<u8> = (0..16_usize).map(|at| u8::try_from((at + index) % 4).unwrap()).collect();
            let frame = Frame { delay: *delay, ..Frame::from_indexed_pixels(4, 4, pixels, None) };
            encoder.write_frame(&frame).unwrap();
        }
        drop(encoder);
        out.extend_from_slice(b"Someone");
        out
    }

    fn pixels(bytes: &[u8]) -> Vec<(u16, Vec<u8>)> {
        let mut decoder = super::decoder(bytes, false).unwrap();
        let mut frames = Vec::new();
        while let Some(frame) = decoder.read_next_frame().unwrap() {
            frames.push((frame.delay, frame.buffer.to_vec()));
        }
        frames
    }

    #[test]
    fn frames_stay_and_words_go() {
        for dirty in [gif(&[0], Repeat::Infinite), gif(&[20, 30, 40], Repeat::Finite(2))] {
            assert!(dirty.windows(7).any(|w| w == b"Someone"));
            let stripped = strip(&dirty, 16).unwrap();
            assert!(!stripped.windows(7).any(|w| w == b"Someone") && !stripped.windows(3).any(|w| w == b"XMP"));
            assert_eq!(pixels(&stripped), pixels(&dirty));
            assert_eq!(check(&stripped, 16), Ok(()));
            assert_eq!(strip(&stripped, 16).unwrap(), stripped);
        }
    }

    #[test]
    fn what_does_not_stop_is_refused() {
        assert_eq!(strip(&gif(&[20, 20], Repeat::Infinite), 16), Err(Fault::Restless));
        assert_eq!(strip(&gif(&[250, 251], Repeat::Finite(0)), 16), Err(Fault::Restless));
        assert_eq!(strip(&gif(&[100, 100], Repeat::Finite(2)), 16), Err(Fault::Restless));
        assert!(strip(&gif(&[100, 100], Repeat::Finite(1)), 16).is_ok());
    }

    #[test]
    fn what_is_cut_off_is_refused() {
        let whole = gif(&[20], Repeat::Finite(0));
        let end = whole.len() - b"Someone".len();
        for at in 0..end {
            let torn = strip(&whole[..at], 16).and_then(|torn| check(&torn, 16));
            assert_eq!(torn, Err(Fault::Damaged), "{at} of {end} bytes");
        }
    }
}
