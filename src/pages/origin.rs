//! Where a page comes from, for whoever wants to edit it.

use crate::consent::published::Published;
use crate::path::{OutPath, SourcePath};
use crate::route::{Facet, Routes, Target};
use crate::text::FileId;
use crate::tree::Tree;

/// Where a page comes from.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The page.
    pub out: OutPath,
    /// The record, if there is one.
    pub source: Option<SourcePath>,
    /// Whether it is a draft.
    pub draft: bool,
}

/// Where a page comes from.
pub fn origin(published: &Published, tree: &Tree, target: &Target) -> Option<Origin> {
    let of = |file: FileId, draft| (Some(tree.path(file).clone()), draft);
    let at = |path: String| {
        let path = SourcePath::new(&path).ok().filter(|path| tree.find(path).is_some());
        (path, false)
    };
    let (source, draft) = match target {
        Target::Intern(person) => {
            let intern = published.interns.get(person.0)?;
            of(intern.file, intern.draft)
        }
        Target::Update(person, place) => {
            let update = published.interns.get(person.0)?.updates.get(*place)?;
            of(update.story.origin.whole().file, update.draft)
        }
        Target::Page(page) => {
            let page = published.pages.get(page.0)?;
            of(page.file, page.draft)
        }
        Target::Facet(Facet::Office(ix), _) => at(format!("content/offices/{}.toml", published.offices.get(ix.0)?.id)),
        Target::Facet(Facet::Cohort(ix), _) => at(format!("content/cohorts/{}.toml", published.cohorts.get(ix.0)?.id)),
        Target::Facet(Facet::Donor(ix), _) => at(format!("content/donors/{}.toml", published.donors.get(ix.0)?.id)),
        Target::Facet(Facet::Goal(_), _) => at("content/sdgs.toml".to_owned()),
        Target::Facet(..)
        | Target::Home
        | Target::Interns(_)
        | Target::Index(_)
        | Target::Impact
        | Target::Search
        | Target::Section(_)
        | Target::NotFound
        | Target::Gone => (None, false),
    };
    let out = Routes::new(published).url(target).out_path();
    Some(Origin { out, source, draft })
}
