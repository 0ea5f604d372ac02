//! Small files that want much memory or time.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::File;
use crate::pictures::chunk;
use crate::pictures::craft::{self, Kind, encoded, lying};

/// So many zeros, packed.
fn zeros(count: usize) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
    let block = vec![0; 1 << 20];
    for _ in 0..count >> 20 {
        packer.write_all(&block).unwrap();
    }
    packer.finish().unwrap()
}

fn png(width: u32, height: u32, depth: u8, chunks: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut png, b"IHDR", &[&width.to_be_bytes()[..], &height.to_be_bytes(), &[depth, 6, 0, 0, 0]].concat());
    chunks.iter().for_each(|(kind, data)| chunk(&mut png, kind, data));
    chunk(&mut png, b"IEND", &[]);
    png
}

/// A whole picture whose comment unpacks to 256 MiB.
pub(super) fn png_with_comment() -> Vec<u8> {
    let comment = [b"Comment\0\0".to_vec(), zeros(256 << 20)].concat();
    let pixel = include_bytes!("../../fixtures/pixel.png");
    let mut png = pixel[..33].to_vec();
    chunk(&mut png, b"zTXt", &comment);
    [&png, &pixel[33..]].concat()
}

/// A progressive JPEG of almost as many pixels as are allowed, and so many
/// scans with nothing in them.
fn scans(count: usize) -> Vec<u8> {
    let mut plain = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut plain, 50);
    encoder.set_progressive(true);
    encoder.encode(&[0; 64 * 64], 64, 64, jpeg_encoder::ColorType::Luma).unwrap();
    let last = plain.windows(2).rposition(|pair| pair == b"\xff\xda").unwrap();
    let frame = plain.windows(2).position(|pair| pair == b"\xff\xc2").unwrap();
    plain[frame + 5..frame + 9].copy_from_slice(&[4990u16.to_be_bytes(), 4990u16.to_be_bytes()].concat());
    let scan = plain[last..plain.len() - 2].to_vec();
    plain.truncate(last);
    (0..count).for_each(|_| plain.extend_from_slice(&scan));
    plain.extend_from_slice(b"\xff\xd9");
    plain
}

/// A WebP of so many frames.
pub(super) fn frames(count: usize, times: u16) -> Vec<u8> {
    let plain = encoded(Kind::WebP, &lying(1));
    let pixels = &plain[12..];
    let place = [0, 0, 0, 0, 0, 0, 47, 0, 0, 31, 0, 0, 1, 0, 0, 0];
    let frame = [&place[..], pixels].concat();
    let mut chunks: Vec<(&[u8; 4], Vec<u8>)> = vec![(b"ANIM", [&[0; 4][..], &times.to_le_bytes()].concat())];
    (0..count).for_each(|_| chunks.push((b"ANMF", frame.clone())));
    let mut webp = craft::webp_with(&plain, &chunks);
    // It moves, and its first frame is no picture of its own.
    webp[20] |= 2;
    let own = webp[30..].windows(4).position(|name| name == b"VP8L").unwrap() + 30;
    webp.drain(own..own + pixels.len());
    let size = u32::try_from(webp.len() - 8).unwrap();
    webp[4..8].copy_from_slice(&size.to_le_bytes());
    webp
}

fn svg(inside: &str) -> Vec<u8> {
    format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>{inside}</svg>").into_bytes()
}

/// Ten copies of ten copies, so many times.
fn copies(levels: usize) -> Vec<u8> {
    let level = |level: usize| {
        let copies = format!("<use href='#c{}'/>", level - 1).repeat(10);
        format!("<g id='c{level}'>{copies}</g>")
    };
    svg(&format!("<path id='c0' d='M0 0'/>{}", (1..levels).map(level).collect::<String>()))
}

pub(super) fn all() -> Vec<File> {
    let profile = [b"icc\0\0".to_vec(), zeros(256 << 20)].concat();
    let entities: String =
        (1..9).map(|level| format!("<!ENTITY e{level} '{}'>", format!("&e{};", level - 1).repeat(10))).collect();
    vec![
        ("bomb-sides.png", png(12_000, 12_000, 8, &[(b"IDAT", zeros(64 << 20))])),
        ("bomb-rows.png", png(5000, 5000, 16, &[(b"IDAT", zeros(64 << 20))])),
        ("bomb-profile.png", png(1, 1, 8, &[(b"iCCP", profile), (b"IDAT", zeros(1 << 20))])),
        ("bomb-scans.jpg", scans(2000)),
        ("bomb-thirty-scans.jpg", scans(30)),
        ("bomb-frames.gif", craft::gif(&vec![2; 5000], gif::Repeat::Finite(0), b"")),
        ("bomb-slow-frames.gif", craft::gif(&vec![9; 400], gif::Repeat::Finite(0), b"")),
        ("bomb-frames.webp", frames(5000, 1)),
        ("bomb-forever.webp", frames(2, 0)),
        ("bomb-levels.svg", svg(&format!("{}{}", "<g>".repeat(100_000), "</g>".repeat(100_000)))),
        ("bomb-copies.svg", copies(12)),
        ("bomb-circle.svg", svg("<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>")),
        (
            "bomb-entities.svg",
            [format!("<!DOCTYPE svg [<!ENTITY e0 'x'>{entities}]>").into_bytes(), svg("<text>&e8;</text>")].concat(),
        ),
        ("bomb-brackets.svg", svg(&format!("<style>a{{fill:{}}}</style>", "(".repeat(200_000)))),
        ("bomb-length.svg", svg(&format!("<path d='{}'/>", "M0 0".repeat(2 << 20)))),
        (
            "bomb-attributes.svg",
            svg(&format!("<g {}/>", (0..200_000).map(|at| format!("a{at}='' ")).collect::<String>())),
        ),
    ]
}
