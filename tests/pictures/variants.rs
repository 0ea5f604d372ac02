//! Pictures in the widths that pages need: what there is, what is left of the
//! original in it, and that none is made twice.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::time::SystemTime;

use image::imageops::FilterType;
use image::{DynamicImage, ImageReader, Rgb, RgbImage};
use scraper::{ElementRef, Html, Selector};

use super::craft::{Kind, Notes, encoded, lying, noted};
use crate::harness::{DATE, Project, tree};

/// Something like a photograph: soft light, edges, and fine grain.
fn photograph(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let (across, down) = (f64::from(x) / f64::from(width), f64::from(y) / f64::from(height));
        let light = 90.0 + 110.0 * (1.0 - (across - 0.4).powi(2) - (down - 0.3).powi(2));
        let face = if (across - 0.5).hypot((down - 0.45) * 1.2) < 0.28 { 35.0 } else { 0.0 };
        let folds = 18.0 * (across * 40.0 + down * 9.0).sin();
        let grain = f64::from((x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(2_246_822_519)) >> 29) - 3.5;
        let tone = |shift: f64| (light + face * shift + folds + grain).clamp(0.0, 255.0) as u8;
        Rgb([tone(1.0), tone(0.2), tone(-0.8)])
    })
}

/// The small site with this portrait, which a cut keeps the point of.
fn with_portrait(portrait: &[u8], more: &str) -> Project {
    let project = Project::new().bytes("content/interns/i-1/portrait.jpg", portrait);
    project.delete("content/interns/i-1/portrait.png");
    let lines = format!("file = \"portrait.jpg\"\ncredit = \"A. Photographer\"\n{more}");
    project.edit("content/interns/i-1/index.md", "file = \"portrait.png\"\n", &lines);
    project
}

/// What an `img` offers: its own file and those of the `source` beside it,
/// with the widths that the page says they have.
struct Offered {
    plain: String,
    webp: Vec<(String, u32)>,
    img: BTreeMap<String, String>,
}

fn offered(page: &str, selector: &str) -> Offered {
    let html = Html::parse_document(page);
    let img = html.select(&Selector::parse(selector).unwrap()).next().unwrap_or_else(|| panic!("{selector}: {page}"));
    let attributes = |element: ElementRef<'_>| -> BTreeMap<String, String> {
        element.value().attrs().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    };
    let source = ElementRef::wrap(img.parent().unwrap())
        .and_then(|parent| parent.select(&Selector::parse("source[type='image/webp']").unwrap()).next());
    let webp = source.map(|source| attributes(source)["srcset"].clone()).unwrap_or_default();
    let webp = webp.split(", ").filter(|file| !file.is_empty()).map(|file| {
        let (address, width) = file.split_once(' ').unwrap();
        (address.trim_start_matches('/').to_owned(), width.trim_end_matches('w').parse().unwrap())
    });
    let img = attributes(img);
    Offered { plain: img["src"].trim_start_matches('/').to_owned(), webp: webp.collect(), img }
}

fn decoded(bytes: &[u8]) -> DynamicImage {
    ImageReader::new(Cursor::new(bytes)).with_guessed_format().unwrap().decode().unwrap()
}

#[test]
fn a_portrait_is_offered_in_the_widths_of_its_spot_and_never_wider() {
    let project = with_portrait(&encoded(Kind::Jpeg, &photograph(1200, 1600)), "");
    let files = project.built();
    let page = project.page("interns/i-1/index.html");
    let Offered { plain, webp, img } = offered(&page, ".portrait img");
    assert_eq!(webp.iter().map(|(_, width)| *width).collect::<Vec<_>>(), [360, 720, 960]);
    for (path, width) in &webp {
        let size = imagesize::blob_size(&files[path]).unwrap();
        assert_eq!((size.width, size.height), (*width as usize, *width as usize * 5 / 4), "{path}");
        assert!(files[path].starts_with(b"RIFF"));
    }
    assert!(plain.ends_with("-720.jpg") && files[&plain].starts_with(&[0xff, 0xd8]));
    let has = |name: &str| img.get(name).map(String::as_str);
    assert_eq!((has("width"), has("height"), has("alt")), (Some("720"), Some("900"), Some("A person at a desk")));
    assert_eq!((has("fetchpriority"), has("loading")), (Some("high"), None), "it stands at the top");
    assert!(page.contains("Credit: A. Photographer"));
    let class = has("class").unwrap();
    let style = files.iter().find(|(path, _)| path.ends_with(".css")).unwrap().1;
    assert!(String::from_utf8_lossy(style).contains(&format!(".{class}{{background-color:#")), "{class}");
    // The lead of the home page shares the files of the profile.
    assert_eq!(offered(&project.page("index.html"), ".portrait img").webp, webp);
    let shown: BTreeSet<&String> = files.keys().filter(|path| path.starts_with("media/")).collect();
    let expected = ["-120.webp", "-240.webp", "-360.webp", "-720.webp", "-960.webp", "-240.jpg", "-720.jpg"];
    assert_eq!(shown.len(), expected.len(), "{shown:?}, and no original");
    assert!(expected.iter().all(|end| shown.iter().any(|path| path.ends_with(end))), "{shown:?}");
}

#[test]
fn pictures_further_down_wait() {
    let project = with_portrait(&encoded(Kind::Jpeg, &photograph(300, 400)), "");
    let project = project.bytes("content/interns/i-1/desk.jpg", &encoded(Kind::Jpeg, &photograph(1000, 600)));
    let figure = "\n::figure{src=\"desk.jpg\" alt=\"A desk\" credit=\"B. Painter\" beneficiaries=\"none\"}\n\nWords ![A \
                  lamp](desk.jpg \"In the evening\").\n";
    let text = std::fs::read_to_string(project.root().join("content/interns/i-1/index.md")).unwrap();
    project.file("content/interns/i-1/index.md", &(text + figure));
    assert_eq!(project.build().code, 0);
    let page = project.page("interns/i-1/index.html");
    for (selector, alt) in [(".prose .figure img", "A desk"), (".prose p img", "A lamp")] {
        let Offered { webp, img, .. } = offered(&page, selector);
        assert_eq!(webp.iter().map(|(_, width)| *width).collect::<Vec<_>>(), [480, 720, 1000]);
        assert_eq!((img["alt"].as_str(), img["loading"].as_str()), (alt, "lazy"));
        assert!(!img.contains_key("fetchpriority") && img["class"].starts_with("tone-"));
    }
    assert!(page.contains("<span class=\"credit\">B. Painter</span>") && page.contains("title=\"In the evening\""));
    assert!(!page.contains("style="), "the policy allows no style of an element");
}

/// Structural similarity of the brightness (Wang and others, 2004), over
/// squares of eight pixels that overlap by half.
fn likeness(a: &DynamicImage, b: &DynamicImage) -> f64 {
    let (a, b) = (a.to_luma8(), b.to_luma8());
    assert_eq!(a.dimensions(), b.dimensions());
    let (mut sum, mut count) = (0.0, 0.0);
    for y in (0..a.height() - 7).step_by(4) {
        for x in (0..a.width() - 7).step_by(4) {
            let square = |image: &image::GrayImage| -> Vec<f64> {
                (0..64).map(|at| f64::from(image.get_pixel(x + at % 8, y + at / 8).0[0])).collect()
            };
            let (a, b) = (square(&a), square(&b));
            let mean = |of: &[f64]| of.iter().sum::<f64>() / 64.0;
            let (ma, mb) = (mean(&a), mean(&b));
            let spread = |p: &[f64], mp: f64, q: &[f64], mq: f64| {
                p.iter().zip(q).map(|(p, q)| (p - mp) * (q - mq)).sum::<f64>() / 63.0
            };
            let (va, vb, both) = (spread(&a, ma, &a, ma), spread(&b, mb, &b, mb), spread(&a, ma, &b, mb));
            let (c1, c2) = (6.5025, 58.5225);
            sum += (2.0 * ma * mb + c1) * (2.0 * both + c2) / ((ma * ma + mb * mb + c1) * (va + vb + c2));
            count += 1.0;
        }
    }
    sum / count
}

/// What docs/pictures.md promises.
const FLOOR: f64 = 0.95;

#[test]
fn every_variant_is_like_the_original() {
    let original = photograph(1200, 1600);
    let project = with_portrait(&encoded(Kind::Jpeg, &original), "");
    let files = project.built();
    // Four by five, of the middle.
    let cut = DynamicImage::from(original).crop_imm(0, 50, 1200, 1500);
    let mut found = Vec::new();
    for (path, bytes) in files.iter().filter(|(path, _)| path.starts_with("media/")) {
        let variant = decoded(bytes);
        let should = cut.resize_exact(variant.width(), variant.height(), FilterType::Lanczos3);
        found.push((path.rsplit('-').next().unwrap().to_owned(), likeness(&variant, &should)));
    }
    println!("{found:.4?}");
    assert!(found.iter().all(|(_, likeness)| *likeness > FLOOR), "{found:?}");
    // It can tell.
    let (small, turned) = (cut.resize_exact(240, 300, FilterType::Lanczos3), cut.fliph());
    assert!(likeness(&small, &turned.resize_exact(240, 300, FilterType::Lanczos3)) < FLOOR);
}

#[test]
fn a_cut_keeps_the_focus() {
    // Left red, right blue.
    let wide = RgbImage::from_fn(1000, 500, |x, _| if x < 500 { Rgb([220, 20, 20]) } else { Rgb([20, 20, 220]) });
    for (focus, red) in [("[0.1, 0.5]", true), ("[0.9, 0.5]", false)] {
        let project = with_portrait(&encoded(Kind::Jpeg, &wide), &format!("focus = {focus}\n"));
        let files = project.built();
        for (path, bytes) in files.iter().filter(|(path, _)| path.starts_with("media/")) {
            let Rgb([r, _, b]) = *decoded(bytes).to_rgb8().get_pixel(20, 20);
            assert_eq!(r > b, red, "{path} with {focus}");
        }
    }
}

/// When each file of a folder was written.
fn stamps(project: &Project, folder: &str) -> BTreeMap<String, SystemTime> {
    let entries = std::fs::read_dir(project.root().join(folder)).unwrap().map(Result::unwrap);
    let stamp = |entry: std::fs::DirEntry| {
        (entry.file_name().into_string().unwrap(), entry.metadata().unwrap().modified().unwrap())
    };
    entries.map(stamp).filter(|(name, _)| name != "swept").collect()
}

#[test]
fn nothing_is_encoded_twice_though_the_output_is_new() {
    let project = with_portrait(&encoded(Kind::Jpeg, &photograph(500, 700)), "");
    let first = project.built();
    let kept = stamps(&project, ".showcase/made");
    assert_eq!(kept.len(), first.keys().filter(|path| path.starts_with("media/")).count());
    std::fs::remove_dir_all(project.public()).unwrap();
    assert_eq!(project.built(), first);
    let other = project.run(&["build", "--date", DATE, "--quiet", "--out", "other"]);
    assert_eq!(other.code, 0, "{other:?}");
    assert_eq!(stamps(&project, ".showcase/made"), kept, "taken and not made");
    assert_eq!(tree(&project.root().join("other")), first);
    // What is damaged is made again, and what is lost too.
    let name = kept.keys().next().unwrap();
    std::fs::write(project.root().join(".showcase/made").join(name), "damaged").unwrap();
    std::fs::remove_dir_all(project.public()).unwrap();
    assert_eq!(project.built(), first);
    assert_ne!(stamps(&project, ".showcase/made")[name], kept[name]);
}

#[test]
fn a_withdrawn_portrait_leaves_the_cache_too() {
    let project = with_portrait(&encoded(Kind::Jpeg, &photograph(500, 700)), "");
    project.built();
    assert!(!stamps(&project, ".showcase/made").is_empty());
    project.edit("content/interns/i-1/index.md", "\"photo\", ", "");
    assert_eq!(project.build().code, 0);
    assert_eq!(stamps(&project, ".showcase/made"), BTreeMap::new());
    assert!(!project.public().join("media").exists());
}

#[test]
fn what_variants_would_spoil_stands_as_it_is_or_stays_exact() {
    let photo = photograph(600, 400);
    let mut glass = image::RgbaImage::from_fn(600, 400, |x, _| image::Rgba([200, 40, 40, (x / 3) as u8]));
    glass.put_pixel(0, 0, image::Rgba([0, 0, 0, 0]));
    let opaque = DynamicImage::from(photo.clone()).to_rgba8();
    let png = |image: DynamicImage| {
        let mut out = Cursor::new(Vec::new());
        image.write_to(&mut out, image::ImageFormat::Png).unwrap();
        out.into_inner()
    };
    let mut dim = png(photo.clone().into());
    let mut gamma = Vec::new();
    super::chunk(&mut gamma, b"gAMA", &100_000u32.to_be_bytes());
    dim.splice(33..33, gamma);
    let cases: [(&str, Vec<u8>, &[&str]); 6] = [
        ("glass.png", png(glass.into()), &["webp", "webp", "png"]),
        ("opaque.png", png(opaque.into()), &["webp", "webp", "jpg"]),
        ("deep.png", png(DynamicImage::from(photo.clone()).to_rgb16().into()), &["webp", "webp", "jpg"]),
        ("grey.png", png(DynamicImage::from(photo.clone()).to_luma8().into()), &["webp", "webp", "jpg"]),
        ("dim.png", dim, &["png"]),
        ("moving.gif", super::craft::gif(&[50, 50], gif::Repeat::Finite(0), b"words"), &["gif"]),
    ];
    let mut page = String::from("+++\ntitle = \"Pictures\"\n+++\n\n");
    let mut project = Project::new();
    for (name, bytes, _) in &cases {
        page.push_str(&format!("::figure{{src=\"{name}\" alt=\"The drawing {name}.\" beneficiaries=\"none\"}}\n\n"));
        project = project.bytes(&format!("content/pages/{name}"), bytes);
    }
    project.file("content/pages/pictures.md", &page);
    let files = project.built();
    let page = project.page("pictures/index.html");
    for (name, _, expected) in cases {
        let Offered { plain, webp, .. } = offered(&page, &format!("img[alt='The drawing {name}.']"));
        let all: Vec<&String> = webp.iter().map(|(path, _)| path).chain([&plain]).collect();
        let endings: Vec<&str> = all.iter().map(|path| path.rsplit('.').next().unwrap()).collect();
        assert_eq!(endings, expected, "{name}");
        if name == "glass.png" {
            for path in all {
                let image = decoded(&files[path]).to_rgba8();
                let (left, right) = (image.get_pixel(2, 100).0[3], image.get_pixel(image.width() - 3, 100).0[3]);
                assert!(left < 12 && right > 185, "{path}: {left}, {right}");
            }
        }
    }
}

#[test]
fn the_bytes_of_variants_have_not_changed() {
    // Their names do not follow from their bytes. If this fails, give
    // `MAKING` in src/asset/picture/variant.rs a new number, and these their
    // new values.
    let lying = noted(Kind::Jpeg, &encoded(Kind::Jpeg, &lying(6)), Notes { orientation: Some(6), ..Notes::default() });
    let files = with_portrait(&lying, "").built();
    let hash = |bytes: &[u8]| format!("{:x}", xxhash_rust::xxh3::xxh3_128(bytes));
    let found: Vec<(String, String)> = files
        .iter()
        .filter(|(path, _)| path.starts_with("media/"))
        .map(|(path, bytes)| (path.rsplit('-').next().unwrap().to_owned(), hash(bytes)))
        .collect();
    let known: [(&str, &str); 2] =
        [("26.jpg", "886291cc759806cf7035066acec49939"), ("26.webp", "2ca101a24322b34c6545e95949351f03")];
    assert_eq!(found, known.map(|(path, hash)| (path.to_owned(), hash.to_owned())));
}
