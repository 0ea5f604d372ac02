//! Bytes that cannot lie in a repository as they are, or that nobody could
//! read there.

/// A text in which `\xff` and `\u{7}` stand for bytes and characters.
pub(super) fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        bytes.extend(before.bytes());
        if let Some(hex) = after.strip_prefix('x') {
            bytes.push(u8::from_str_radix(&hex[..2], 16).unwrap());
            rest = &hex[2..];
        } else if let Some((hex, tail)) = after.strip_prefix("u{").and_then(|hex| hex.split_once('}')) {
            let c = char::from_u32(u32::from_str_radix(hex, 16).unwrap()).unwrap();
            bytes.extend(c.to_string().bytes());
            rest = tail;
        } else {
            bytes.push(b'\\');
            rest = after;
        }
    }
    bytes.extend(rest.bytes());
    bytes
}

/// A picture of that kind.
pub(super) fn picture(kind: &str) -> Vec<u8> {
    match kind {
        "located-jpeg" => jpeg(&located()),
        "sideways-jpeg" => jpeg(&ifd(&[(0x0112, 3, 6)])),
        "plain-jpeg" => jpeg(&ifd(&[(0x0112, 3, 1)])),
        "tiff" => ifd(&[(0x0112, 3, 1)]),
        "restless-gif" => crate::pictures::craft::gif(&[20, 20], gif::Repeat::Infinite, b""),
        "svg" => {
            b"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\">\n<script>alert(1)</script></svg>".to_vec()
        }
        "torn-png" => include_bytes!("../fixtures/pixel.png")[..40].to_vec(),
        "huge-png" => {
            let mut png = include_bytes!("../fixtures/pixel.png").to_vec();
            // Width and height in the header; the check sum is nobody's concern here.
            png[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
            png
        }
        _ => panic!("there is no picture of the kind {kind}"),
    }
}

/// A small JPEG with a TIFF block as its EXIF data.
fn jpeg(tiff: &[u8]) -> Vec<u8> {
    let plain = crate::pictures::jpeg(b"pixels", b"");
    crate::pictures::craft::with_segments(&plain, &[(0xe1, &[b"Exif\0\0", tiff].concat())])
}

/// A little-endian TIFF with one directory of entries of one value: tag, type
/// (3 is short, 4 is long), value.
fn ifd(entries: &[(u16, u16, u32)]) -> Vec<u8> {
    let mut bytes = b"II*\0\x08\0\0\0".to_vec();
    bytes.extend(u16::try_from(entries.len()).unwrap().to_le_bytes());
    for (tag, kind, value) in entries {
        bytes.extend(tag.to_le_bytes());
        bytes.extend(kind.to_le_bytes());
        bytes.extend(1u32.to_le_bytes());
        bytes.extend(value.to_le_bytes());
    }
    bytes.extend([0; 4]);
    bytes
}

/// A directory that points to another one with a latitude: 46° 12' 0".
fn located() -> Vec<u8> {
    const GPS_INFO: u16 = 0x8825;
    const LATITUDE: u16 = 2;
    let start = u32::try_from(ifd(&[(GPS_INFO, 4, 0)]).len()).unwrap();
    let mut bytes = ifd(&[(GPS_INFO, 4, start)]);
    bytes.extend(1u16.to_le_bytes());
    bytes.extend(LATITUDE.to_le_bytes());
    bytes.extend(5u16.to_le_bytes());
    bytes.extend(3u32.to_le_bytes());
    bytes.extend((start + 18).to_le_bytes());
    bytes.extend([0; 4]);
    for (numerator, denominator) in [(46u32, 1u32), (12, 1), (0, 1)] {
        bytes.extend(numerator.to_le_bytes());
        bytes.extend(denominator.to_le_bytes());
    }
    bytes
}
