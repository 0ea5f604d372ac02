//! What is told to hosts and search engines: redirects, what is gone, the
//! sitemap.

use super::Maker;
use crate::consent::published::{PublicTo, Published};
use crate::format::host::Rule;
use crate::format::sitemap::Location;
use crate::path::Url;
use crate::route::{Routes, Target};

/// Rules for aliases and for people whose pages are gone.
pub fn redirects(published: &Published) -> Vec<Rule> {
    let routes = Routes::new(published);
    let mut rules: Vec<Rule> = Vec::new();
    for (alias, to) in aliases(published) {
        let Some(from) = Url::new(alias) else { continue };
        let Some(target) = routes.target(&to) else { continue };
        rules.push(Rule::Moved { from: routes.link(&from), to: routes.href(&target) });
    }
    rules.sort();
    let page = routes.href(&Target::Gone);
    for id in &published.gone {
        if let Some(folder) = Url::new(&format!("/interns/{id}/")) {
            rules.push(Rule::Gone { folder: routes.link(&folder), page: page.clone() });
        }
    }
    rules
}

/// Every alias with the page that it stands for.
pub(super) fn aliases(published: &Published) -> impl Iterator<Item = (&str, PublicTo)> {
    let interns = published.interns.iter().enumerate().flat_map(|(index, intern)| {
        let to = PublicTo::Intern(crate::consent::published::PersonIx(index));
        intern.aliases.iter().map(move |alias| (alias.value.as_str(), to.clone()))
    });
    let pages = published.pages.iter().enumerate().flat_map(|(index, page)| {
        let to = PublicTo::Page(crate::consent::published::PageIx(index));
        page.aliases.iter().map(move |alias| (alias.value.as_str(), to.clone()))
    });
    interns.chain(pages)
}

/// Whether an address belongs to a person whose pages are gone.
pub fn is_gone(published: &Published, url: &Url) -> bool {
    let mut parts = url.as_str().split('/').skip(1);
    parts.next() == Some("interns") && parts.next().is_some_and(|id| published.gone.iter().any(|gone| gone == id))
}

/// Every page that search engines should know.
pub fn sitemap(maker: &Maker<'_>, targets: &[Target]) -> Vec<Location> {
    let listed = targets.iter().filter(|target| target.is_listed());
    let mut locations: Vec<Location> = listed
        .map(|target| Location { url: maker.routes.absolute(target), modified: modified(maker, target) })
        .collect();
    locations.sort();
    locations
}

fn modified(maker: &Maker<'_>, target: &Target) -> Option<jiff::civil::Date> {
    match target {
        Target::Intern(person) => maker.intern(*person).map(|intern| intern.updated.unwrap_or(intern.published)),
        Target::Update(person, place) => Some(maker.intern(*person)?.updates.get(*place)?.published),
        Target::Page(page) => maker.published.pages.get(page.0)?.published,
        Target::Home
        | Target::Interns(_)
        | Target::Index(_)
        | Target::Facet(..)
        | Target::Impact
        | Target::Search
        | Target::Section(_)
        | Target::NotFound
        | Target::Gone => None,
    }
}
