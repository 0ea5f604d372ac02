//! The content read before anybody asks, for a preview: when a story is saved, only
//! that file is read, and what its record names is looked up among what is known.
//!
//! What comes of it is what reading everything would give, or nothing: wherever one
//! record says more about another than that it is there, all is to be read.

use super::assemble::{donor_with, intern_with, linked, placed};
use super::cache::Record;
use super::known::Known;
use super::load::{Loaded, Loading, One, Read, load_with, read_or_recall};
use super::resolve::Resolver;
use super::translated;
use super::{Intern, Page};
use crate::config::Config;
use crate::diagnostic::{self, Diagnostic};
use crate::editorial::Desk;
use crate::kind::RecordKind;
use crate::text::FileId;
use crate::tree::{Content, Tree};

/// Everything, as it was read.
#[derive(Debug)]
pub struct Ahead {
    loaded: Loaded,
    known: Known,
    problems: Vec<Diagnostic>,
    today: jiff::civil::Date,
}

impl Ahead {
    /// Reads everything. `None` if records depend on what is in others.
    pub fn read(tree: &Tree, config: Config, loading: &Loading<'_>) -> Option<Self> {
        let mut problems = Vec::new();
        let (loaded, known) = load_with(tree, config, loading, &mut problems);
        let depends = known.knows_headings() || loaded.places.as_ref()?.have_translations();
        (!depends).then_some(Self { loaded, known, problems, today: loading.today })
    }

    /// What reading everything gives if these files alone changed since; `None` if
    /// it has to be read to know.
    pub fn with(
        mut self,
        tree: &Tree,
        config: &Config,
        changed: &[FileId],
        loading: &Loading<'_>,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Loaded> {
        if self.today != loading.today {
            return None;
        }
        let desk = Desk::new(config, self.today);
        for file in changed {
            match self.loaded.places.as_ref()?.of(*file) {
                Some(place) => {
                    let read = read_or_recall(tree, place, *file, &desk, loading);
                    self.replace(tree, config, read)?;
                }
                // Of a picture nothing is known here but that it is there.
                None if matches!(tree.content(*file), Content::Blob { .. }) => {}
                None => return None,
            }
        }
        problems.append(&mut self.problems);
        Some(self.loaded)
    }

    /// Puts a record in place of the one that its file gave before.
    fn replace(&mut self, tree: &Tree, config: &Config, read: Read) -> Option<()> {
        let Read { file, one: One::Record(mut record), problems, kept, .. } = read else { return None };
        if record.proses().any(|prose| prose.names_headings()) {
            return None;
        }
        let (path, site) = (tree.path(file), &mut self.loaded.site);
        self.problems.retain(|problem| match &problem.place {
            diagnostic::Place::At(span) => span.file != file,
            diagnostic::Place::Path(other) => other != path,
        });
        self.problems.extend(problems);
        translated::check_one(&record, file, config, &mut self.problems);
        let mut resolver = Resolver::new(tree, &self.known, &mut self.problems);
        let at = |kind: RecordKind, id: &str| self.known.ids(kind)?.get(id).flatten();
        match *record {
            Record::Intern(record) => {
                let place = site.interns.get_mut(at(RecordKind::Intern, &record.facts.id)?)?;
                let placed = placed(&mut resolver, record).ok()?;
                let updates = std::mem::take(&mut place.updates);
                *place = Intern { updates, ..intern_with(&mut resolver, placed, Vec::new()) };
            }
            Record::Office(record) => {
                let place = site.offices.get_mut(at(RecordKind::Office, &record.id)?)?;
                *place = linked(&mut resolver, record, file);
            }
            Record::Cohort(record) => {
                let place = site.cohorts.get_mut(at(RecordKind::Cohort, &record.id)?)?;
                *place = linked(&mut resolver, record, file);
            }
            Record::Donor(record) => {
                let place = site.donors.get_mut(at(RecordKind::Donor, &record.id)?)?;
                *place = donor_with(&mut resolver, record);
            }
            Record::Page(record) => {
                let place = site.pages.get_mut(at(RecordKind::Page, &record.id)?)?;
                let refs = resolver.prose(file, &record.story);
                *place = Page { record, refs };
            }
            // The days of later stories decide in which order others know them.
            Record::Update(..) | Record::Translation(_) => return None,
        }
        if !kept.as_ref().is_some_and(super::cache::Kept::is_old) {
            self.loaded.recalled.remove(&file);
        }
        self.loaded.cache.replace(path, kept);
        Some(())
    }
}
