//! Pictures that are cut off, garbled, or lie about themselves.

use super::File;
use crate::pictures::craft::{self, HEIGHT, Kind, WIDTH, encoded, lying, with_segments};
use crate::pictures::{chunk, stored};

/// The picture up to some bytes before its end.
fn cut(bytes: &[u8], at: usize) -> Vec<u8> {
    bytes[..at].to_vec()
}

/// With these bytes in place of the first ones that are like those.
fn with(bytes: &[u8], those: &[u8], these: &[u8]) -> Vec<u8> {
    let at = bytes.windows(those.len()).position(|window| window == those).unwrap();
    [&bytes[..at], these, &bytes[at + those.len()..]].concat()
}

pub(super) fn jpeg() -> Vec<File> {
    let whole = encoded(Kind::Jpeg, &lying(1));
    let end = whole.len();
    let frame = whole.windows(2).position(|pair| pair == b"\xff\xc0").unwrap();
    let frame_segment = &whole[frame..frame + 19];
    let scan = whole.windows(2).position(|pair| pair == b"\xff\xda").unwrap();
    let sized = |height: u16, width: u16| {
        let sizes = [height.to_be_bytes(), width.to_be_bytes()].concat();
        [&whole[..frame + 5], &sizes, &whole[frame + 9..]].concat()
    };
    vec![
        ("start.jpg", cut(&whole, 3)),
        ("header.jpg", cut(&whole, frame + 6)),
        ("tables.jpg", cut(&whole, scan - 20)),
        ("scan.jpg", cut(&whole, end - 40)),
        ("noend.jpg", cut(&whole, end - 2)),
        ("short.jpg", [&whole[..end - 42], b"\xff\xd9"].concat()),
        ("noscan.jpg", [&whole[..scan], b"\xff\xd9"].concat()),
        ("twoframes.jpg", [&whole[..scan], frame_segment, &whole[scan..]].concat()),
        ("wide.jpg", sized(65_535, 65_535)),
        ("flat.jpg", sized(0, 48)),
        ("larger.jpg", sized(4000, 4000)),
        ("garbled.jpg", [&whole[..scan + 30], &[0x55; 20], &whole[scan + 34..scan + 50], b"\xff\xd9"].concat()),
        ("notables.jpg", with(&whole, b"\xff\xc4", b"\xff\xfe")),
        ("lengths.jpg", with_segments(&whole, &[(0xc4, &[0xff; 40])])),
    ]
}

pub(super) fn png() -> Vec<File> {
    let whole = encoded(Kind::Png, &lying(1));
    let data = whole.windows(4).position(|name| name == b"IDAT").unwrap() - 4;
    let sized = |width: u32, height: u32, kind: [u8; 2]| {
        let mut png = whole[..8].to_vec();
        let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &kind, &[0, 0, 0]].concat();
        chunk(&mut png, b"IHDR", &header);
        [&png, &whole[33..]].concat()
    };
    let profiled = |profile: &[u8]| {
        let mut png = whole[..33].to_vec();
        chunk(&mut png, b"iCCP", profile);
        [&png, &whole[33..]].concat()
    };
    let packed = |data: &[u8]| {
        let mut png = whole[..33].to_vec();
        chunk(&mut png, b"IDAT", data);
        chunk(&mut png, b"IEND", &[]);
        png
    };
    let rows = stored(&vec![0; usize::try_from((WIDTH * 3 + 1) * HEIGHT).unwrap()]);
    vec![
        ("start.png", cut(&whole, 10)),
        ("header.png", cut(&whole, 20)),
        ("data.png", cut(&whole, data + 20)),
        ("noend.png", cut(&whole, whole.len() - 12)),
        ("nodata.png", [&whole[..33], &whole[whole.len() - 12..]].concat()),
        ("short.png", packed(&rows[..rows.len() / 2])),
        ("garbled.png", packed(&[0x55; 300])),
        ("flat.png", sized(0, 32, [8, 2])),
        ("larger.png", sized(48, 64, [8, 2])),
        ("huge.png", sized(65_536, 65_536, [8, 2])),
        ("large.png", sized(11_000, 11_000, [8, 2])),
        ("kind.png", sized(48, 32, [8, 5])),
        ("profile.png", profiled(b"name\0\0no profile")),
        ("nameless.png", profiled(b"a name without an end")),
    ]
}

pub(super) fn webp() -> Vec<File> {
    let whole = encoded(Kind::WebP, &lying(1));
    let body = |chunk: &[u8], data: &[u8]| {
        let length = u32::try_from(data.len()).unwrap().to_le_bytes();
        [chunk, &length, data].concat()
    };
    let riff = |chunks: &[u8]| {
        let length = u32::try_from(chunks.len() + 4).unwrap().to_le_bytes();
        [b"RIFF", &length[..], b"WEBP", chunks].concat()
    };
    let canvas = |side: u8| [0, 0, 0, 0, side, 0, 0, side, 0, 0];
    let giant = [&[0x2f, 0xff, 0xff, 0xff, 0x0f][..], &[0x55; 40]].concat();
    let giant_lossy = [&[0x10, 0, 0, 0x9d, 0x01, 0x2a, 0xff, 0x3f, 0xff, 0x3f][..], &[0x55; 40]].concat();
    vec![
        ("start.webp", cut(&whole, 14)),
        ("data.webp", cut(&whole, whole.len() - 10)),
        ("empty.webp", riff(&[])),
        ("nopixels.webp", riff(&body(b"VP8X", &canvas(7)))),
        ("garbled.webp", riff(&body(b"VP8L", &[&whole[20..25], &[0x55; 60][..]].concat()))),
        ("giant.webp", riff(&[body(b"VP8X", &canvas(7)), body(b"VP8L", &[&giant[..], &[0]].concat())].concat())),
        ("giantlossy.webp", riff(&[body(b"VP8X", &canvas(7)), body(b"VP8 ", &giant_lossy)].concat())),
        ("large.webp", riff(&body(b"VP8L", &[&giant[..], &[0]].concat()))),
    ]
}

pub(super) fn gif() -> Vec<File> {
    let whole = craft::gif(&[0], gif::Repeat::Finite(0), b"");
    let image = whole.iter().rposition(|byte| *byte == 0x2c).unwrap();
    let mut outside = whole.clone();
    outside[image + 5] = 200;
    let mut garbled = whole.clone();
    garbled[image + 12..image + 20].fill(0xff);
    vec![
        ("start.gif", cut(&whole, 8)),
        ("data.gif", cut(&whole, whole.len() - 20)),
        ("noend.gif", cut(&whole, whole.len() - 1)),
        ("noframe.gif", [&whole[..13 + 12], b";"].concat()),
        ("outside.gif", outside),
        ("garbled.gif", garbled),
        ("restless.gif", craft::gif(&[20, 20], gif::Repeat::Infinite, b"")),
    ]
}

/// Drawings that do more than draw, or less.
pub(super) fn svg() -> Vec<File> {
    let svg = |inside: &str| {
        format!("<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' viewBox='0 0 9 9'>{inside}</svg>")
            .into_bytes()
    };
    vec![
        ("script.svg", svg("<script>alert(1)</script>")),
        ("hiddenscript.svg", svg("<metadata><script>alert(1)</script></metadata>")),
        ("handler.svg", svg("<rect onload='alert(1)'/>")),
        ("link.svg", svg("<a xlink:href='javascript:alert(1)'><rect/></a>")),
        ("address.svg", svg("<use xlink:href='https://example.org/a.svg#b'/>")),
        ("data.svg", svg("<image href='data:image/png;base64,AAAA'/>")),
        ("html.svg", svg("<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>")),
        ("import.svg", svg("<style>@import 'https://example.org/a.css';</style>")),
        ("font.svg", svg("<style>@font-face{font-family:a;src:url(https://example.org/a)}</style>")),
        ("url.svg", svg("<rect fill='url(https://example.org/a.svg#b)'/>")),
        ("escaped.svg", svg("<rect style='fill:\\75rl(https://example.org/a)'/>")),
        ("moves.svg", svg("<rect><animate attributeName='x' to='9'/></rect>")),
        ("stylemoves.svg", svg("<style>rect{animation:a 1s infinite}</style>")),
        ("elsewhere.svg", [b"<?xml-stylesheet href='https://example.org/a.css'?>".to_vec(), svg("")].concat()),
        ("open.svg", svg("<g>")),
        ("two.svg", [svg(""), svg("")].concat()),
        ("sizeless.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec()),
        ("nospace.svg", b"<svg viewBox='0 0 9 9'/>".to_vec()),
        ("wide.svg", "\u{feff}<svg/>".encode_utf16().flat_map(u16::to_le_bytes).collect()),
    ]
}
