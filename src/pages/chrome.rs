//! What every page shows of the site: title, menu, foot.

use super::feeds::{ATOM, JSON_FEED};
use super::wording::{self, Notices};
use super::{ThemeFiles, icons};
use crate::consent::published::{PageIx, Published};
use crate::diagnostic::Diagnostic;
use crate::format::host::POLICY;
use crate::path::Url;
use crate::route::{Channel, Routes, Target};
use crate::theme::Theme;
use crate::view::contract::{Html, NoBodies, Open, Shared, View};
use crate::view::{ChromeView, LinkView, OrganisationView, ProgrammeView, SiteView};

/// The view of the site, with the parts that are the same on every page.
///
/// # Errors
/// A part's template failed.
pub(super) fn site(
    published: &Published,
    routes: &Routes<'_>,
    theme: &Theme,
    files: &ThemeFiles,
) -> Result<Shared<SiteView>, Diagnostic> {
    let bare = Shared::new(bare(published, routes, theme, files));
    let context = ChromeView { site: bare.clone() }.context(&NoBodies);
    let part = |template| theme.render(template, &context).map(Html);
    let (head, foot) = (part("parts/head.html")?, part("parts/foot.html")?);
    Ok(Shared::new(SiteView { head, foot, ..bare.view().clone() }))
}

fn bare(published: &Published, routes: &Routes<'_>, theme: &Theme, files: &ThemeFiles) -> SiteView {
    let config = &published.config;
    let words = theme.words();
    let page = |id: &str| {
        let found = published.pages.iter().position(|page| page.id == id)?;
        Some(routes.href(&Target::Page(PageIx(found))))
    };
    let feed = |name| routes.link(&routes.feed(Channel::All, name));
    let entry = |key: &str, href: String| LinkView { title: words.get(key).to_owned(), href };
    let menu = config.menu.iter().map(|item| {
        let local = item.url.value.starts_with('/');
        let href = if local { internal(&item.url.value, routes) } else { item.url.value.clone() };
        LinkView { title: wording::told(&item.title, &mut Notices::default()), href }
    });
    let statements = [("say_accessibility", page("accessibility")), ("say_privacy", page("privacy"))];
    let mut footer: Vec<LinkView> = statements.into_iter().filter_map(|(key, href)| Some(entry(key, href?))).collect();
    footer.push(entry("say_atom", feed(ATOM)));
    footer.push(entry("say_json_feed", feed(JSON_FEED)));
    SiteView {
        title: config.title.clone(),
        description: config.description.as_ref().map(|text| wording::told(text, &mut Notices::default())),
        language: config.language.clone(),
        direction: crate::language::direction(&config.language),
        home: routes.href(&Target::Home),
        organisation: OrganisationView {
            name: config.organisation.name.clone(),
            url: config.organisation.url.clone(),
            email: config.organisation.email.clone(),
        },
        programme: ProgrammeView {
            name: config.programme.name.value.clone(),
            partner: config.programme.partner.as_ref().map(|partner| partner.value.clone()),
            since: config.programme.since,
        },
        menu: menu.collect(),
        search: routes.href(&Target::Search),
        footer,
        accessibility: page("accessibility"),
        atom: feed(ATOM),
        json_feed: feed(JSON_FEED),
        style: routes.file(&files.style.out),
        style_integrity: files.style.integrity.clone(),
        script: files.script.as_ref().map(|script| routes.file(&script.out)),
        script_integrity: files.script.as_ref().map(|script| script.integrity.clone()),
        icons: icons::views(routes, files),
        manifest: icons::web_manifest_link(routes, files),
        preload: files.preload.iter().map(|font| routes.file(font)).collect(),
        policy: POLICY.to_owned(),
        head: Html::default(),
        foot: Html::default(),
        options: Open(theme.options_with(&config.theme_options)),
        extra: Open(config.extra.clone()),
    }
}

/// A link to an address of the menu, its fragment kept.
fn internal(written: &str, routes: &Routes<'_>) -> String {
    let (path, fragment) = written.split_once('#').map_or((written, None), |(path, fragment)| (path, Some(fragment)));
    let href = Url::new(path).map(|url| routes.link(&routes.local(&url))).unwrap_or_default();
    fragment.map_or(href.clone(), |fragment| format!("{href}#{fragment}"))
}
