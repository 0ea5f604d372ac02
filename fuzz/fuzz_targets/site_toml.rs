//! Any bytes as site.toml.
#![no_main]

use libfuzzer_sys::fuzz_target;
use showcase::config::{self, BaseUrl, Limits};
use showcase::path::Url;
use showcase_fuzz::{report, site};

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let _ = Limits::of(text);
    let theme = site::tiny_theme().iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let mut tree = site::tree(theme.chain([("site.toml", text)]));
    let mut problems = Vec::new();
    let loaded = config::load(&tree, None, &mut problems);
    report::check(&tree, &problems);
    // A site is refused with a reason, and taken without an objection to what
    // it cannot do without.
    assert!(loaded.is_some() || !problems.is_empty(), "refused without a reason: {text:?}");
    if let Some(config) = loaded {
        assert_eq!(BaseUrl::parse(&config.base.full()).as_ref(), Some(&config.base));
        assert!(Url::new(&config.base.path).is_some() && config.base.path.ends_with('/'));
        assert!(!config.base.origin.contains(['"', '<', '>', ' ', '@']), "{:?}", config.base);
    }
    let (problems, files) = site::build(&mut tree, false);
    report::check(&tree, &problems);
    assert!(files.is_some() || !problems.is_empty(), "not built without a reason: {text:?}");
});
