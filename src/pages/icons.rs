//! The icons of the site and its manifest: which there are, and where.

use super::ThemeFiles;
use crate::asset::icon::{DRAWING, Icon};
use crate::consent::published::Published;
use crate::format::webapp::{self, WebApp, WebIcon};
use crate::path::{OutPath, SourcePath, Url};
use crate::route::{Routes, Target};
use crate::theme::Theme;
use crate::view::IconView;

/// The manifest's file.
pub const WEB_MANIFEST: &str = "site.webmanifest";

/// Where the drawing is that all icons are made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IconSource {
    /// The site's own.
    Site(SourcePath),
    /// The theme's, by its place among the static files.
    Theme(usize),
}

/// The drawing, if there is one.
pub fn icon_source(published: &Published, theme: &Theme) -> Option<IconSource> {
    let own = published.statics.iter().find(|file| file.out.as_str() == DRAWING);
    let own = own.map(|file| IconSource::Site(file.source.clone()));
    own.or_else(|| theme.statics().iter().position(|file| file.out.as_str() == DRAWING).map(IconSource::Theme))
}

/// Whether the site or its theme has a static file of that name.
pub fn is_given(published: &Published, theme: &Theme, out: &OutPath) -> bool {
    published.statics.iter().any(|file| file.out == *out) || theme.statics().iter().any(|file| file.out == *out)
}

/// What pages say of icons.
pub(super) fn views(routes: &Routes<'_>, files: &ThemeFiles) -> Vec<IconView> {
    let view = |rel, name: &str, sizes: Option<u32>, kind| IconView {
        rel,
        href: link(routes, name),
        sizes: sizes.map(|side| format!("{side}x{side}")),
        kind,
    };
    let all = [
        view("icon", Icon::Ico.name(), Some(Icon::Ico.side()), None),
        view("icon", DRAWING, None, Some("image/svg+xml")),
        view("apple-touch-icon", Icon::Touch.name(), None, None),
    ];
    if files.icons { all.into() } else { Vec::new() }
}

/// Full address of the picture that stands for the site in feeds.
pub(super) fn of_feeds(routes: &Routes<'_>, files: &ThemeFiles) -> Option<String> {
    files.icons.then(|| routes.absolute_of(&link(routes, Icon::Small.name())))
}

/// Link to the manifest.
pub(super) fn web_manifest_link(routes: &Routes<'_>, files: &ThemeFiles) -> Option<String> {
    files.icons.then(|| link(routes, WEB_MANIFEST))
}

/// The manifest.
pub fn web_manifest(published: &Published) -> String {
    let (routes, config) = (Routes::new(published), &published.config);
    let home = routes.href(&Target::Home);
    let icon = |icon: Icon| WebIcon {
        src: link(&routes, icon.name()),
        sizes: format!("{0}x{0}", icon.side()),
        kind: "image/png",
    };
    let drawing = WebIcon { src: link(&routes, DRAWING), sizes: "any".to_owned(), kind: "image/svg+xml" };
    webapp::manifest(&WebApp {
        name: &config.title,
        lang: &config.language,
        dir: crate::language::direction(&config.language),
        description: config.description.as_ref().map(|text| text.value.as_str()),
        id: &home,
        start_url: &home,
        scope: &home,
        display: "browser",
        icons: vec![drawing, icon(Icon::Small), icon(Icon::Large)],
    })
}

fn link(routes: &Routes<'_>, name: &str) -> String {
    Url::new(&format!("/{name}")).map(|url| routes.link(&url)).unwrap_or_default()
}
