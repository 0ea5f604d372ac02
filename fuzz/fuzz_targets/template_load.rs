//! Any bytes as a template of a theme that extends the built-in one.
#![no_main]

use std::time::{Duration, Instant};

use libfuzzer_sys::fuzz_target;
use showcase::diagnostic::{Place, Severity};
use showcase::pages::required_templates;
use showcase::text::{FileId, Span};
use showcase::theme;
use showcase::tree::{Content, Tree};
use showcase::view::HomeView;
use showcase_fuzz::{report, site, view};

/// Far more than a template of this size can need, sanitizers included.
const PATIENCE: Duration = Duration::from_secs(5);

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    // The built-in theme takes most of a run's time, and always the same: a
    // part of the inputs meets it, the others a small one.
    let parent =
        if bytes.iter().fold(0_u8, |sum, byte| sum.wrapping_add(*byte)) % 16 == 0 { "showcase" } else { "plain" };
    let manifest = format!("name = \"Own\"\nextends = \"{parent}\"\n");
    let own = [("themes/own/theme.toml", manifest.as_str()), ("themes/own/templates/home.html", text)];
    let mut tree = Tree::new(
        own.iter().chain(site::PLAIN).map(|(path, text)| (site::source(path), Content::Text((*text).to_owned()))),
    );
    let mut kinds = required_templates();
    kinds.retain(|kind| kind.template == "home.html");
    let mut problems = Vec::new();
    let start = Instant::now();
    let named_at = Place::At(Span::new(FileId(0), 0..0));
    let theme = theme::load(&mut tree, "own", named_at, &["en-GB"], &kinds, &mut problems).pop();
    assert!(start.elapsed() < PATIENCE, "took {:?}", start.elapsed());
    report::check(&tree, &problems);
    let refused = problems.iter().any(|problem| problem.severity == Severity::Error);
    assert!(theme.is_some() || refused, "refused without a reason");
    if let Some(theme) = theme.filter(|_| is_short(text)) {
        // What cannot be rendered is a problem in the template, not a panic.
        if let Err(problem) = theme.render("home.html", &view::context(&HomeView::fields())) {
            report::check(&tree, &[problem]);
        }
    }
});

/// Whether a template can be rendered soon: a theme may loop as long as it
/// likes, and a fuzzer finds the way to do so.
fn is_short(text: &str) -> bool {
    let count = |word: &str| text.matches(word).count();
    ["range", "indent"].iter().all(|word| count(word) == 0)
        && [("for", 2), ("set", 4), ("~", 4), ("component", 2)].iter().all(|(word, most)| count(word) <= *most)
}
