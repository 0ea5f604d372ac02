//! What there is to refer to: ids, later stories, headings.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use xxhash_rust::xxh3::Xxh3Builder;

use super::find::{Place, Places};
use super::load::Records;
use crate::content::Prose;
use crate::content::intern::UpdateRecord;
use crate::kind::RecordKind;
use crate::text::FileId;

/// Which ids exist, with the index of those that could be read.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) interns: Ids,
    offices: Ids,
    cohorts: Ids,
    donors: Ids,
    pages: Ids,
    /// Slugs of later stories in the order they will have.
    pub(super) updates: BTreeMap<String, Vec<String>>,
    pub(super) broken_updates: BTreeSet<(String, String)>,
    pub(super) erased: BTreeSet<String>,
    /// Headings of a file's text.
    pub(super) fragments: BTreeMap<FileId, BTreeSet<String>>,
    /// Filled only if somebody will ask: if some text names a heading of
    /// another, or a record is said to be erased.
    files: HashMap<(RecordKind, String), FileId>,
    with_files: bool,
    pub(super) update_files: BTreeMap<(String, String), FileId>,
}

impl Known {
    pub(super) fn new(found: &Places, records: &Records) -> Self {
        let name_headings = records.name_headings();
        let mut known = Self { with_files: name_headings || !records.gone.is_empty(), ..Self::default() };
        known.interns.0.reserve(records.interns.len());
        for (place, file) in found.records.iter().chain(&found.misnamed) {
            known.exists(place, *file);
        }
        number(&mut known.offices, records.offices.keys());
        number(&mut known.cohorts, records.cohorts.keys());
        number(&mut known.donors, records.donors.keys());
        number(&mut known.pages, records.pages.keys());
        for (id, updates) in &records.updates {
            let mut sorted: Vec<&UpdateRecord> = updates.iter().collect();
            sorted.sort_by(|a, b| (a.schedule.published, &a.slug).cmp(&(b.schedule.published, &b.slug)));
            known.updates.insert(id.clone(), sorted.iter().map(|u| u.slug.clone()).collect());
        }
        known.erased = records.gone.iter().map(|gone| gone.id.value.clone()).collect();
        if name_headings {
            known.collect_fragments(records);
        }
        known
    }

    /// Numbers the interns that could be read and whose office and cohort exist.
    pub(super) fn number_interns<'i>(&mut self, ids: impl Iterator<Item = &'i String>) {
        number(&mut self.interns, ids);
    }

    fn exists(&mut self, place: &Place, file: FileId) {
        let (kind, map, id) = match place {
            Place::Intern(id) => (RecordKind::Intern, &mut self.interns, id),
            Place::Office(id) => (RecordKind::Office, &mut self.offices, id),
            Place::Cohort(id) => (RecordKind::Cohort, &mut self.cohorts, id),
            Place::Donor(id) => (RecordKind::Donor, &mut self.donors, id),
            Place::Page(id) => (RecordKind::Page, &mut self.pages, id),
            Place::Update(id, slug) => {
                self.broken_updates.insert((id.clone(), slug.clone()));
                self.update_files.insert((id.clone(), slug.clone()), file);
                return;
            }
            Place::Goals | Place::Gone | Place::Translation(..) => return,
        };
        map.0.insert(id.clone(), None);
        if self.with_files {
            self.files.insert((kind, id.clone()), file);
        }
    }

    fn collect_fragments(&mut self, records: &Records) {
        let mut add = |file: FileId, prose: &Prose| {
            // A link may name a heading in any language; a page that lacks it is
            // linked to without.
            for prose in std::iter::once(prose).chain(prose.others.iter().map(|(_, other)| other)) {
                for file in [file, prose.origin.whole().file] {
                    let ids = prose.doc.outline.iter().map(|heading| heading.id.clone());
                    self.fragments.entry(file).or_default().extend(ids);
                }
            }
        };
        records.interns.iter().for_each(|r| add(r.facts.file, &r.facts.story));
        records.updates.values().flatten().for_each(|r| add(r.file, &r.story));
        records.pages.values().for_each(|r| add(r.file, &r.story));
        records.loose.iter().for_each(|(file, loose)| loose.texts.iter().for_each(|text| add(*file, text)));
        records.offices.values().for_each(|r| r.description.iter().for_each(|p| add(r.file, p)));
        records.cohorts.values().for_each(|r| r.description.iter().for_each(|p| add(r.file, p)));
        records.donors.values().for_each(|r| r.description.iter().for_each(|p| add(r.file, p)));
    }

    /// Whether the headings of texts are known, since somebody names one.
    pub(super) fn knows_headings(&self) -> bool {
        !self.fragments.is_empty()
    }

    /// The file of a record.
    pub(super) fn file(&self, kind: RecordKind, id: &str) -> Option<FileId> {
        self.files.get(&(kind, id.to_owned())).copied()
    }

    /// The record whose page has an address.
    pub(super) fn at(&self, address: &str) -> Option<(RecordKind, String)> {
        let inner = address.strip_prefix('/')?.strip_suffix('/')?;
        let (kind, id) = match inner.split_once('/') {
            Some(("interns", id)) => (RecordKind::Intern, id),
            Some(("offices", id)) => (RecordKind::Office, id),
            Some(("cohorts", id)) => (RecordKind::Cohort, id),
            Some(("donors", id)) => (RecordKind::Donor, id),
            _ => (RecordKind::Page, inner),
        };
        self.ids(kind)?.get(id).is_some().then(|| (kind, id.to_owned()))
    }

    pub(super) fn ids(&self, kind: RecordKind) -> Option<&Ids> {
        match kind {
            RecordKind::Intern => Some(&self.interns),
            RecordKind::Office => Some(&self.offices),
            RecordKind::Cohort => Some(&self.cohorts),
            RecordKind::Donor => Some(&self.donors),
            RecordKind::Page => Some(&self.pages),
            RecordKind::Goal => None,
        }
    }
}

fn number<'a>(known: &mut Ids, read: impl Iterator<Item = &'a String>) {
    for (index, id) in read.enumerate() {
        match known.0.get_mut(id) {
            Some(place) => *place = Some(index),
            None => drop(known.0.insert(id.clone(), Some(index))),
        }
    }
}

/// The ids of a kind, each with the index of its record if it could be read.
#[derive(Debug, Default)]
pub(super) struct Ids(HashMap<String, Option<usize>, Xxh3Builder>);

impl Ids {
    /// The index of a record, if there is a record of that id at all.
    pub(super) fn get(&self, id: &str) -> Option<Option<usize>> {
        self.0.get(id).copied()
    }

    /// All ids in order.
    pub(super) fn sorted(&self) -> Vec<&str> {
        let mut ids: Vec<&str> = self.0.keys().map(String::as_str).collect();
        ids.sort_unstable();
        ids
    }
}
