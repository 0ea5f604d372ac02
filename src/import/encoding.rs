//! Bytes as text, in the encodings that programs still write.

/// What the bytes 0x80 to 0x9F are in windows-1252, as browsers read it
/// (WHATWG Encoding Standard, index windows-1252).
const WINDOWS: [char; 32] = [
    '\u{20ac}', '\u{81}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}', '\u{2c6}', '\u{2030}',
    '\u{160}', '\u{2039}', '\u{152}', '\u{8d}', '\u{17d}', '\u{8f}', '\u{90}', '\u{2018}', '\u{2019}', '\u{201c}',
    '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}', '\u{2dc}', '\u{2122}', '\u{161}', '\u{203a}', '\u{153}', '\u{9d}',
    '\u{17e}', '\u{178}',
];

/// A text in UTF-8, in UTF-16 with its mark, or else in windows-1252, in which
/// every byte is a character.
pub(super) fn text(bytes: &[u8]) -> String {
    match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
            Err(_) => bytes.iter().map(|byte| narrow(*byte)).collect(),
        },
    }
}

fn narrow(byte: u8) -> char {
    let known = byte.checked_sub(0x80).and_then(|at| WINDOWS.get(usize::from(at)));
    known.copied().unwrap_or(char::from(byte))
}

fn wide(bytes: &[u8], of: fn([u8; 2]) -> u16) -> String {
    let (pairs, _) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|pair| of(*pair)).collect();
    String::from_utf16_lossy(&units)
}
