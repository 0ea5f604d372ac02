//! Icons and manifest, all made of one drawing.

use serde_json::Value;

use crate::harness::Project;
use crate::html::pages;

const ICONS: [(&str, u32); 3] = [("apple-touch-icon.png", 180), ("icon-192.png", 192), ("icon-512.png", 512)];

fn drawing(colour: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\"><rect width=\"8\" height=\"8\" fill=\"{colour}\"/></svg>"
    )
}

#[test]
fn one_drawing_gives_all_icons() {
    let project = Project::new();
    let of_theme = project.built();
    project.file("content/static/favicon.svg", &drawing("#ff0000"));
    let files = project.built();
    for (name, side) in ICONS {
        let picture = image::load_from_memory(&files[name]).unwrap().to_rgb8();
        assert_eq!((picture.width(), picture.height()), (side, side), "{name}");
        assert_eq!(picture.get_pixel(side / 2, side / 2).0, [255, 0, 0], "{name}");
        assert_ne!(of_theme[name], files[name], "{name}");
    }
    assert_eq!(files["favicon.ico"][..6], [0, 0, 1, 0, 1, 0]);
    // Another drawing, other icons; the same, none is written again.
    project.file("content/static/favicon.svg", &drawing("#0000ff"));
    let other = project.built();
    assert!(ICONS.iter().all(|(name, _)| other[*name] != files[*name]) && other["favicon.ico"] != files["favicon.ico"]);
    for page in pages(&other) {
        for selector in [
            "link[rel=icon][href='/favicon.ico'][sizes='32x32']",
            "link[rel=icon][href='/favicon.svg'][type='image/svg+xml']",
            "link[rel='apple-touch-icon'][href='/apple-touch-icon.png']",
            "link[rel=manifest][href='/site.webmanifest']",
        ] {
            assert_eq!(page.all(selector).len(), 1, "{}: {selector}", page.path);
        }
    }
    let manifest: Value = serde_json::from_slice(&other["site.webmanifest"]).unwrap();
    assert_eq!((&manifest["name"], &manifest["start_url"]), (&"Small showcase".into(), &"/".into()));
    for icon in manifest["icons"].as_array().unwrap() {
        assert!(other.contains_key(icon["src"].as_str().unwrap().trim_start_matches('/')), "{icon}");
    }
}

#[test]
fn what_the_site_has_itself_stands() {
    let project = Project::new().bytes("content/static/icon-192.png", include_bytes!("fixtures/pixel.png"));
    let files = project.built();
    let picture = image::load_from_memory(&files["icon-192.png"]).unwrap();
    assert_eq!(picture.width(), image::load_from_memory(include_bytes!("fixtures/pixel.png")).unwrap().width());
    assert!(files.contains_key("icon-512.png"));
}
