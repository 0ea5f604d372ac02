//! Any bytes as the file of an intern, in a whole site.
#![no_main]

use libfuzzer_sys::fuzz_target;
use showcase::diagnostic::{Place, Severity};
use showcase::front_matter;
use showcase::text::FileId;
use showcase_fuzz::{report, site};

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(parts) = front_matter::split(FileId(0), text) {
        assert!(parts.record.end <= parts.body.start && parts.body.end == text.len(), "{parts:?} of {text:?}");
        assert!(text.get(parts.record.clone()).is_some() && text.get(parts.body.clone()).is_some(), "{parts:?}");
    }
    let config = site::SMALL[0].1.replace("language =", "theme = \"tiny\"\nlanguage =");
    let theme = site::tiny_theme().iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let others = [("content/interns/i-1/index.md", text), ("site.toml", config.as_str())];
    let mut tree = site::tree(theme.chain(others));
    let mut problems = site::gate(&tree);
    let mut files = None;
    // With a mistake in the record nothing is made, and the theme would be
    // loaded for nothing, which takes most of the time.
    if problems.iter().all(|problem| problem.severity != Severity::Error) {
        (problems, files) = site::build(&mut tree, false);
    }
    report::check(&tree, &problems);
    // The theme, the site and the rest of its content have no mistakes.
    let own = tree.find(&site::source("content/interns/i-1/index.md"));
    for problem in &problems {
        if let Place::At(span) = problem.place {
            let path = tree.path(span.file).as_str();
            assert!(Some(span.file) == own || path.starts_with("content/"), "{problem:?}");
        }
    }
    for (path, bytes) in files.into_iter().flatten() {
        let Ok(page) = String::from_utf8(bytes) else { continue };
        if path.ends_with(".html") {
            assert!(!page.to_ascii_lowercase().contains("<script"), "{path}: {page}");
            assert!(!page.contains("Bo Withheld") || text.contains("Bo Withheld"), "{path}: {page}");
        }
    }
});
