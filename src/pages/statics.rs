//! Static pages, the index of a folder of them, and the page for what is not
//! found.

use std::collections::BTreeSet;

use super::facets::describe;
use super::maker::About;
use super::wording::{self, Notices};
use super::{Maker, owner_of_page, prose};
use crate::consent::published::{PageIx, ProseIx, Published};
use crate::diagnostic::Place;
use crate::language::foreign;
use crate::route::{FacetKind, Target};
use crate::view::contract::{Open, Shared};
use crate::view::statics::{EntryView, NotFoundView, SectionView, StaticView};
use crate::view::{Crumb, LinkView};

pub(super) fn targets(published: &Published) -> Vec<(Target, Option<Place>)> {
    let pages = (0..published.pages.len()).map(PageIx);
    let mut all: Vec<_> = pages.map(|page| (Target::Page(page), owner_of_page(published, page))).collect();
    // A folder whose index somebody wrote has it already.
    let written: BTreeSet<&str> =
        published.pages.iter().map(|page| page.id.strip_suffix("/index").unwrap_or(&page.id)).collect();
    let folders: BTreeSet<&str> = published.pages.iter().flat_map(|page| folders(&page.id)).collect();
    let folders = folders.into_iter().filter(|folder| !written.contains(folder));
    all.extend(folders.map(|folder| (Target::Section(folder.to_owned()), None)));
    all
}

pub(super) fn page(maker: &Maker<'_>, ix: PageIx) -> Option<(String, StaticView)> {
    let mut notices = Notices::default();
    let page = maker.published.pages.get(ix.0)?;
    let heading = wording::told(&page.title, &mut notices);
    let summary = page.summary.as_ref().map(|text| wording::told(text, &mut notices));
    let (body, outline) = prose::body(maker, ProseIx::Page(ix), &mut notices);
    let described = summary.clone().unwrap_or_else(|| describe(maker, &heading));
    let target = Target::Page(ix);
    let mut about = maker.page(About {
        target: &target,
        kind: "page",
        heading,
        description: Some(described),
        trail: trail(maker, &page.id),
        notices,
    });
    about.draft = page.draft;
    let template = page.template.as_ref().map_or("page.html", |template| template.value.as_str());
    let view = StaticView {
        site: maker.site.clone(),
        page: about,
        summary,
        body,
        outline,
        published: page.published.map(|date| maker.date(date)),
        extra: Open(page.extra.clone()),
    };
    Some((template.to_owned(), view))
}

pub(super) fn section(maker: &Maker<'_>, folder: &str) -> SectionView {
    let mut notices = Notices::default();
    let inside = |id: &str| {
        id.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')).is_some_and(|rest| !rest.contains('/'))
    };
    let mut pages: Vec<_> = maker.published.pages.iter().enumerate().filter(|(_, page)| inside(&page.id)).collect();
    pages.sort_by(|(_, a), (_, b)| b.published.cmp(&a.published).then(a.id.cmp(&b.id)));
    let entries = pages.into_iter().map(|(index, page)| EntryView {
        href: maker.href(&Target::Page(PageIx(index))),
        title: wording::told(&page.title, &mut notices),
        summary: page.summary.as_ref().map(|text| wording::told(text, &mut notices)),
        published: page.published.map(|date| maker.date(date)),
    });
    let entries = entries.collect();
    let target = Target::Section(folder.to_owned());
    let heading = title_of(maker, folder, &mut notices);
    let description = Some(describe(maker, &heading));
    let trail = trail(maker, folder);
    let about = About { target: &target, kind: "section", heading, description, trail, notices };
    SectionView { site: maker.site.clone(), page: maker.page(about), entries }
}

pub(super) fn not_found(maker: &Maker<'_>) -> NotFoundView {
    instead(maker, &Target::NotFound, "not-found", "say_not_found_heading")
}

/// Says that a page was taken down, and neither whose nor why.
pub(super) fn gone(maker: &Maker<'_>) -> NotFoundView {
    instead(maker, &Target::Gone, "gone", "say_gone_heading")
}

/// A page that answers in place of another.
fn instead(maker: &Maker<'_>, target: &Target, kind: &'static str, heading: &str) -> NotFoundView {
    let words = maker.words();
    let heading = words.get(heading).to_owned();
    let about = About {
        target,
        kind,
        description: Some(describe(maker, &heading)),
        heading,
        trail: Vec::new(),
        notices: Notices::default(),
    };
    let link = |key: &str, target: Target| LinkView { title: words.get(key).to_owned(), href: maker.href(&target) };
    let links = vec![
        link("say_home", Target::Home),
        link("say_interns_heading", Target::Interns(1)),
        link("say_offices_heading", Target::Index(FacetKind::Offices)),
        link("say_impact_heading", Target::Impact),
    ];
    NotFoundView { site: maker.site.clone(), page: maker.page(about), links }
}

/// Every folder above a page.
fn folders(id: &str) -> impl Iterator<Item = &str> {
    id.match_indices('/').filter_map(|(at, _)| id.get(..at))
}

fn trail(maker: &Maker<'_>, id: &str) -> Vec<Shared<Crumb>> {
    let crumb = |folder: &str| {
        let named = |page: &&crate::consent::published::PublicPage| {
            page.id.strip_suffix("/index").unwrap_or(&page.id) == folder
        };
        let page = maker.published.pages.iter().find(named);
        let title = page.map(|page| wording::told(&page.title, &mut Notices::default()));
        let href = maker.href(&Target::Section(folder.to_owned()));
        Shared::new(Crumb {
            title: title.unwrap_or_else(|| title_of(maker, folder, &mut Notices::default())),
            href: Some(href),
        })
    };
    folders(id.strip_suffix("/index").unwrap_or(id)).map(crumb).collect()
}

/// What a folder is called, or its name as a title: `annual-reports` is "Annual
/// reports", in the language that folders are named in.
fn title_of(maker: &Maker<'_>, folder: &str, notices: &mut Notices) -> String {
    if let Some(section) = maker.config().sections.iter().find(|section| section.folder.value == folder) {
        return wording::told(&section.title, notices);
    }
    let title = named(folder);
    let original = &maker.published.edition.original;
    if **original == *maker.config().language {
        return title;
    }
    notices.untranslated = true;
    foreign::mark(&title, original)
}

fn named(folder: &str) -> String {
    let name = folder.rsplit('/').next().unwrap_or(folder).replace('-', " ");
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
