//! A hundred pictures with all that pictures carry, and what is left of it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::process::Command;

use image::{GenericImageView, ImageReader};

use super::craft::{HEIGHT, Kind, Located, Notes, WIDTH, colour, encoded, gif, lying, noted, profile};
use crate::harness::Project;

const WORDS: &str = "qzhiddenwordsqz";

/// Pictures by file name: each format, each way to lie, with and without
/// words and a profile; and GIF, which cannot say that it lies.
fn pictures() -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    let profile = profile();
    for kind in Kind::ALL {
        for way in 1..=8 {
            let plain = encoded(kind, &lying(way));
            for (index, (words, profile)) in
                [(None, None), (Some(WORDS), None), (None, Some(&profile[..])), (Some(WORDS), Some(&profile[..]))]
                    .into_iter()
                    .enumerate()
            {
                let notes = Notes { orientation: Some(way), words, profile, located: None };
                all.insert(format!("p{way}{index}.{}", kind.extension()), noted(kind, &plain, notes));
            }
        }
    }
    for (index, delays) in [&[0][..], &[50], &[50, 50], &[100, 100, 100]].into_iter().enumerate() {
        all.insert(format!("g{index}.gif"), gif(delays, gif::Repeat::Finite(0), WORDS.as_bytes()));
    }
    assert_eq!(all.len(), 100);
    all
}

/// A site that shows each picture on a page, and copies it too.
fn shown(pictures: &BTreeMap<String, Vec<u8>>) -> Project {
    let mut project = Project::new();
    let mut page = String::from("+++\ntitle = \"Pictures\"\n+++\n\n");
    for (name, bytes) in pictures {
        page.push_str(&format!("::figure{{src=\"{name}\" alt=\"The picture {name}.\" beneficiaries=\"none\"}}\n\n"));
        project = project.bytes(&format!("content/pages/{name}"), bytes);
        project = project.bytes(&format!("content/static/files/{name}"), bytes);
    }
    project.file("content/pages/pictures.md", &page);
    project
}

/// The files that the page offers for each picture, by the name of its source:
/// the one for all browsers first.
fn offered(page: &str) -> BTreeMap<String, Vec<String>> {
    let html = scraper::Html::parse_document(page);
    let sources = scraper::Selector::parse("picture source").unwrap();
    let mut all: BTreeMap<String, Vec<String>> =
        addresses(page).into_iter().map(|(name, (address, ..))| (name, vec![address])).collect();
    for source in html.select(&sources) {
        let img = source.next_sibling().and_then(scraper::ElementRef::wrap).unwrap();
        let name = img.attr("alt").unwrap().trim_start_matches("The picture ").trim_end_matches('.');
        let files = source.attr("srcset").unwrap().split(", ").map(|file| file.split(' ').next().unwrap());
        all.get_mut(name).unwrap().extend(files.map(|file| file.trim_start_matches('/').to_owned()));
    }
    all
}

/// Where the pictures of the page are, by the name of their source, and the
/// size that the page gives them.
fn addresses(page: &str) -> BTreeMap<String, (String, u32, u32)> {
    let html = scraper::Html::parse_document(page);
    let images = scraper::Selector::parse("img[alt^='The picture ']").unwrap();
    html.select(&images)
        .map(|image| {
            let side = |name| image.attr(name).unwrap().parse().unwrap();
            let name = image.attr("alt").unwrap().trim_start_matches("The picture ").trim_end_matches('.').to_owned();
            let address = image.attr("src").unwrap();
            let at = address.find("media/").unwrap();
            (name, (address[at..].to_owned(), side("width"), side("height")))
        })
        .collect()
}

fn expect_upright(name: &str, bytes: &[u8]) {
    if name.ends_with(".gif") {
        assert_eq!(imagesize::blob_size(bytes).map(|size| (size.width, size.height)).unwrap(), (48, 32), "{name}");
        return;
    }
    let image = ImageReader::new(Cursor::new(bytes)).with_guessed_format().unwrap().decode().unwrap();
    assert_eq!(image.dimensions(), (WIDTH, HEIGHT), "{name}");
    for (x, y) in [(4, 4), (WIDTH - 5, 4), (WIDTH - 5, HEIGHT - 5), (4, HEIGHT - 5)] {
        let (is, should) = (image.get_pixel(x, y).0, colour(x, y));
        let near = is.iter().zip(should).all(|(is, should)| is.abs_diff(should) < 24);
        assert!(near, "{name} at {x}, {y}: {is:?}, not {should:?}");
    }
}

fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn expect_clean(name: &str, bytes: &[u8]) {
    assert!(!has(bytes, WORDS.as_bytes()), "{name} has words");
    for part in [&b"Exif"[..], b"EXIF", b"eXIf", b"XMP", b"xmpmeta", b"Photoshop", b"JFXX", b"tEXt", b"GPS"] {
        assert!(!has(bytes, part), "{name} has {}", part.escape_ascii());
    }
    assert!(exif::Reader::new().read_from_container(&mut Cursor::new(bytes)).is_err(), "{name} has EXIF");
}

#[test]
fn a_hundred_pictures_stand_upright_and_carry_nothing() {
    let pictures = pictures();
    let project = shown(&pictures);
    let files = project.built();
    let page = project.page("pictures/index.html");
    let (addresses, offered) = (addresses(&page), offered(&page));
    assert_eq!(addresses.len(), 100);
    for (name, source) in &pictures {
        let (address, width, height) = &addresses[name];
        assert_eq!((*width, *height), (WIDTH, HEIGHT), "{name} on the page");
        let bytes = &files[&format!("files/{name}")];
        match name.ends_with(".gif") {
            true => assert_eq!(bytes, &files[address], "{name} is copied as it is shown"),
            false => assert_eq!(offered[name].len(), 2, "{name} as WebP too"),
        }
        for (path, bytes) in offered[name].iter().map(|path| (path, &files[path])) {
            expect_clean(path, bytes);
            expect_upright(if name.ends_with(".gif") { name } else { path }, bytes);
            for profile in [&b"ICC"[..], b"iCCP", b"a profile that is kept"] {
                assert!(!has(bytes, profile), "{path} has a profile, and its colours are those of the web");
            }
        }
        expect_clean(name, bytes);
        expect_upright(name, bytes);
        // It is packed in a PNG.
        if !name.ends_with(".png") {
            let kept = |bytes: &[u8]| has(bytes, b"a profile that is kept");
            assert_eq!(kept(bytes), kept(source), "the profile of {name}");
        } else {
            assert_eq!(has(bytes, b"iCCP"), has(source, b"iCCP"), "the profile of {name}");
        }
    }
}

#[test]
fn a_picture_that_is_turned_is_made_once() {
    let lying = noted(Kind::Jpeg, &encoded(Kind::Jpeg, &lying(6)), Notes { orientation: Some(6), ..Notes::default() });
    let project = shown(&BTreeMap::from([("a.jpg".to_owned(), lying)]));
    let before = project.built();
    let (address, ..) = addresses(&project.page("pictures/index.html"))["a.jpg"].clone();
    // What the output has is not made again, so what was put there stays.
    let touched = |path: &str| std::fs::metadata(project.public().join(path)).unwrap().modified().unwrap();
    let stamps = (touched(&address), touched("files/a.jpg"));
    project.file("content/pages/other.md", "+++\ntitle = \"Other\"\n+++\n\nText.\n");
    let after = project.built();
    assert_eq!((touched(&address), touched("files/a.jpg")), stamps);
    assert_eq!(before[&address], after[&address]);
    assert!(after.contains_key("other/index.html"));
}

#[test]
fn the_bytes_of_turned_pictures_have_not_changed() {
    // Their names do not follow from their bytes. If this fails, give
    // `MAKING` in src/asset/picture/upright.rs a new
    // number, and these their new values.
    let pictures = pictures().into_iter().filter(|(name, _)| name.starts_with("p63")).collect();
    let files = shown(&pictures).built();
    let hashes: Vec<String> = pictures
        .keys()
        .map(|name| format!("{name} {:x}", xxhash_rust::xxh3::xxh3_128(&files[&format!("files/{name}")])))
        .collect();
    let known = [
        "p63.jpg 4bf5f05f263a0dcf8612f49a03ba25f0",
        "p63.png 8ff74122ba25935bd0e0bd78cb431905",
        "p63.webp ea29674820dbf28e6628aabc92f1a8ea",
    ];
    assert_eq!(hashes, known);
}

#[test]
fn a_position_is_an_error_in_every_format() {
    let mut located = BTreeMap::new();
    for kind in Kind::ALL {
        for (name, place) in [("exif", Located::Exif), ("xmp", Located::Xmp)] {
            let notes = Notes { located: Some(place), ..Notes::default() };
            located.insert(format!("{name}.{}", kind.extension()), noted(kind, &encoded(kind, &lying(1)), notes));
        }
    }
    located.insert("xmp.gif".to_owned(), gif(&[0], gif::Repeat::Finite(0), b"exif:GPSLatitude=\"46,12N\""));
    let project = shown(&located);
    let ran = project.build();
    assert_eq!(ran.code, 1);
    for name in located.keys() {
        for path in [format!("content/pages/{name}"), format!("content/static/files/{name}")] {
            let told = format!("error[image-location]: {path} carries the place");
            assert!(ran.stderr.contains(&told), "{path}: {}", ran.stderr);
        }
    }
    assert!(!project.public().exists(), "nothing is written");
}

#[test]
fn drawings_keep_what_draws() {
    let drawing = br##"<?xml version="1.0" encoding="utf-8"?>
<!-- qzhiddenwordsqz -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
  xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" inkscape:version="qzhiddenwordsqz"
  width="60mm" viewBox="0 0 300 200" id="qzhiddenwordsqz" data-name="qzhiddenwordsqz">
  <title>qzhiddenwordsqz</title><metadata><a:b xmlns:a="urn:a">qzhiddenwordsqz</a:b></metadata>
  <style>/* qzhiddenwordsqz */ .a{fill:url(#sun);stroke:#123456} @media (prefers-color-scheme:dark){.a{fill:#fff}}</style>
  <defs><linearGradient id="sun"><stop offset="1" style="stop-color:#ff0000;-inkscape-stroke:none"/></linearGradient></defs>
  <g inkscape:label="qzhiddenwordsqz"><path class="a" d="M0 0h9v9z"/><use xlink:href="#sun"/><text>R&amp;D &#233;</text></g>
</svg>"##;
    let project = shown(&BTreeMap::from([("d.svg".to_owned(), drawing.to_vec())]));
    let files = project.built();
    let (address, width, height) = &addresses(&project.page("pictures/index.html"))["d.svg"];
    assert_eq!((*width, *height), (227, 151));
    let svg = String::from_utf8(files[address].clone()).unwrap();
    assert!(address.ends_with(".svg") && files["files/d.svg"] == files[address]);
    assert!(!svg.contains(WORDS), "{svg}");
    for kept in [
        "d=\"M0 0h9v9z\"",
        "href=\"#sun\"",
        "R&amp;D \u{e9}",
        "stop-color:red",
        "url(#sun)",
        "<linearGradient id=\"sun\"",
        "@media",
    ] {
        assert!(svg.contains(kept), "{kept} in {svg}");
    }
}

/// Groups of exiftool's that tell of the file, of pixels or of colours.
const PLAIN: [&str; 4] = ["System", "File", "Composite", "JFIF"];

/// What the other formats say of their pixels.
const STRUCTURE: [&str; 25] = [
    "ExifToolVersion",
    "ImageWidth",
    "ImageHeight",
    "BitDepth",
    "ColorType",
    "Compression",
    "Filter",
    "Interlace",
    "VP8Version",
    "HorizontalScale",
    "VerticalScale",
    "AlphaIsUsed",
    "WebP_Flags",
    "GIFVersion",
    "HasColorMap",
    "ColorResolutionDepth",
    "BitsPerPixel",
    "BackgroundColor",
    "FrameCount",
    "Duration",
    "ProfileName",
    "AnimationIterations",
    "TransparentColor",
    "PixelsPerUnitX",
    "PixelAspectRatio",
];

#[test]
#[ignore = "needs exiftool (Debian: libimage-exiftool-perl); tests/run has it"]
fn exiftool_finds_nothing_but_colour_profiles() {
    let project = shown(&pictures());
    project.built();
    let ran = Command::new("exiftool")
        .args(["-json", "-G1", "-a", "-u", "-U", "-r", "-ext", "*"])
        .arg(project.public().join("media"))
        .arg(project.public().join("files"))
        .output();
    let ran = ran.expect("exiftool is missing: apt-get install libimage-exiftool-perl");
    let found: Vec<BTreeMap<String, serde_json::Value>> = serde_json::from_slice(&ran.stdout).unwrap();
    assert!(found.len() >= 100, "{} pictures were looked at", found.len());
    let mut profiles = 0;
    let mut more = BTreeSet::new();
    for picture in &found {
        profiles += usize::from(picture.keys().any(|key| key.starts_with("ICC")));
        let tags = picture.keys().filter(|key| *key != "SourceFile");
        more.extend(tags.filter(|tag| {
            let (group, name) = tag.split_once(':').unwrap();
            !PLAIN.contains(&group) && !group.starts_with("ICC") && !STRUCTURE.contains(&name)
        }));
    }
    println!("exiftool looked at {} pictures, {profiles} of them with a colour profile", found.len());
    assert!(more.is_empty(), "{more:?}");
    assert!(profiles > 0);
    // It does find what there is.
    let sources =
        Command::new("exiftool").args(["-json", "-G1", "-r"]).arg(project.root().join("content/pages")).output();
    let sources = String::from_utf8(sources.unwrap().stdout).unwrap();
    for tag in ["IFD0:Orientation", "XMP-dc:Source", "IPTC:", "IFD1:ThumbnailImage", "ICC_Profile:"] {
        assert!(sources.contains(tag), "{tag} is nowhere in the sources");
    }
}
