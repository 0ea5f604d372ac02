//! What holds of any text in Markdown.

use std::collections::BTreeSet;

use showcase::diagnostic::Diagnostic;
use showcase::markdown::{self, Doc, ImageOutcome, LinkOutcome, Wording};
use showcase::text::{Origin, Span};
use showcase::tree::{Content, Tree};

use crate::{html, report, site};

/// A word that seeds and the dictionary have: what readers are shown of it,
/// the scan for withheld names must see too.
pub const CANARY: &str = "zyxwv";

/// Stands before the text in its file, so that offsets are not those of the
/// text by chance.
const FRONT: &str = "+++\ntitle = \"é\"\n+++\n";

const SCHEMES: &[&str] = &["https", "http", "mailto", "tel"];

/// Reads a text and checks everything that is known of the result.
pub fn check(text: &str) {
    let file = format!("{FRONT}{text}");
    let tree = Tree::new([(site::source("content/pages/text.md"), Content::Text(file.clone()))]);
    let id = tree.find(&site::source("content/pages/text.md")).unwrap_or_else(|| panic!("no file"));
    let origin = Origin::verbatim(Span::new(id, FRONT.len()..file.len()));
    let mut problems: Vec<Diagnostic> = Vec::new();
    let doc = markdown::parse(text, &origin, &mut problems);
    report::check(&tree, &problems);
    check_doc(&doc, &file);
    check_plain(text);

    let words = Wording::default();
    let to = |n: usize| LinkOutcome::To(format!("/in/{n}/?a=\"<b>&'"));
    let shown = |n: usize| ImageOutcome::Shown { src: format!("/pic/{n}.png?\"<b>&'"), width: 4, height: 3 };
    let away = LinkOutcome::Withheld("\"<somebody>&".to_owned());
    let all_links: Vec<_> = (0..doc.links.len()).map(to).collect();
    let all_images: Vec<_> = (0..doc.images.len()).map(shown).collect();
    let no_links = vec![away.clone(); doc.links.len()];
    let no_images = vec![ImageOutcome::Withheld; doc.images.len()];
    let some_links: Vec<_> = (0..doc.links.len()).map(|n| if n % 2 == 0 { to(n) } else { away.clone() }).collect();
    let some_images: Vec<_> =
        (0..doc.images.len()).map(|n| if n % 2 == 0 { ImageOutcome::Withheld } else { shown(n) }).collect();

    let whole = html::check(&doc.html(&all_links, &all_images, &words), SCHEMES);
    let ours = |seen: &html::Seen| seen.hrefs.iter().filter(|href| href.starts_with("/in/")).count();
    assert!(whole.srcs.iter().all(|src| src.starts_with("/pic/")), "{:?}", whole.srcs);
    let seen = whole.words.to_lowercase();
    if seen.contains(CANARY) {
        let plain: String = markdown::plain(text).into_iter().map(|(_, run)| run).collect();
        assert!(plain.to_lowercase().contains(CANARY), "shown, but not scanned: {text:?} gives {seen:?}");
    }

    for (links, images) in [(&no_links[..], &no_images[..]), (&[], &[])] {
        let none = html::check(&doc.html(links, images, &words), SCHEMES);
        assert!(none.srcs.is_empty() && ours(&none) == 0, "withheld, but there: {none:?}");
        assert_eq!(none.hrefs.iter().filter(|href| href.starts_with("http")).count(), external(&whole, &none));
    }
    let some = html::check(&doc.html(&some_links, &some_images, &words), SCHEMES);
    assert!(ours(&some) <= ours(&whole) && some.srcs.len() <= whole.srcs.len());
}

/// Links to elsewhere do not depend on outcomes, unless they held a picture
/// alone and went with it: then there are fewer, never others.
fn external(whole: &html::Seen, some: &html::Seen) -> usize {
    let of = |seen: &html::Seen| seen.hrefs.iter().filter(|href| href.starts_with("http")).count();
    of(some).min(of(whole))
}

fn check_doc(doc: &Doc, file: &str) {
    let mut ids = BTreeSet::new();
    for heading in &doc.outline {
        assert!((2..=6).contains(&heading.level), "{heading:?}");
        assert!(ids.insert(&heading.id), "{:?} twice in {:?}", heading.id, doc.outline);
        assert!(doc.fragments().any(|id| id == heading.id), "{heading:?} cannot be linked to");
    }
    let spans = doc.links.iter().map(|link| link.span).chain(doc.images.iter().map(|image| image.span));
    for span in spans {
        let part = file.get(span.range());
        assert!(span.start as usize >= FRONT.len() && part.is_some_and(|part| !part.is_empty()), "{span:?}");
    }
    for image in &doc.images {
        assert!(markdown::safe_url(&image.src.replace(' ', "%20")) == Ok(markdown::UrlKind::Relative), "{image:?}");
    }
}

fn check_plain(text: &str) {
    for (range, run) in markdown::plain(text) {
        assert!(text.get(range.clone()).is_some(), "{range:?} of {run:?} is no part of {text:?}");
    }
}
