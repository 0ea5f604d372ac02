//! Any text as a path or an address: nothing leads out of the site.
#![no_main]

use libfuzzer_sys::fuzz_target;
use showcase::config::BaseUrl;
use showcase::markdown::{UrlKind, safe_url};
use showcase::path::{OutPath, SourcePath, Url, is_slug, slugify};

fuzz_target!(|pair: (&str, &str)| {
    let (folder, text) = pair;
    if let Ok(folder) = SourcePath::new(folder) {
        inside(folder.as_str());
        if let Ok(path) = SourcePath::resolve(folder.as_str(), text) {
            inside(path.as_str());
            assert_eq!(SourcePath::new(path.as_str()).as_ref(), Ok(&path));
            let joined = [path.folder(), path.file_name()].join("/");
            assert_eq!(joined.trim_start_matches('/'), path.as_str());
            assert!(path.file_name().starts_with(path.stem()) && !path.extension().contains('/'));
        }
    }
    if let Ok(out) = OutPath::new(text) {
        inside(out.as_str());
    }
    if let Some(url) = Url::new(text) {
        address(&url);
        assert_eq!(url.as_str(), text);
    }
    address(&Url::of_slugs(text));
    if let Some(slug) = slugify(text) {
        assert!(is_slug(&slug), "{slug:?} of {text:?}");
    }
    if let Some(base) = BaseUrl::parse(text) {
        assert!(base.path.starts_with('/') && base.path.ends_with('/'), "{base:?}");
        assert!(base.origin.starts_with("http://") || base.origin.starts_with("https://"), "{base:?}");
        assert_eq!(BaseUrl::parse(&base.full()), Some(base));
    }
    if let Ok(kind) = safe_url(text) {
        let lower = text.to_ascii_lowercase();
        let starts = ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| lower.starts_with(scheme));
        assert!(starts || kind == UrlKind::Relative, "{text:?}");
        assert!(!lower.starts_with("javascript:") && !lower.starts_with("data:"), "{text:?}");
    }
});

/// A path that stays where it is, on every system.
fn inside(path: &str) {
    assert!(!path.is_empty() && !path.starts_with('/') && !path.contains('\\'), "{path:?}");
    for part in path.split('/') {
        assert!(!part.is_empty() && part != "." && part != "..", "{path:?}");
    }
    assert!(!path.contains(char::is_control), "{path:?}");
    let drive = path.as_bytes().get(1) == Some(&b':') && path.as_bytes()[0].is_ascii_alphabetic();
    assert!(!drive, "{path:?} begins with a drive");
}

fn address(url: &Url) {
    let text = url.as_str();
    assert!(text.starts_with('/') && !text.starts_with("//") && !text.contains(['\\', '?', '#']), "{text:?}");
    inside(url.out_path().as_str());
    assert!(text.split('/').all(|part| part != "." && part != ".."), "{text:?}");
}
