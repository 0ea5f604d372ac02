//! What files gave, kept for later runs by the hash of their bytes.
//!
//! A record is kept only if all of it is public on the day of the run: nothing
//! that consent does not cover, no record with a problem or a link to what is
//! withheld, and of the consent itself only the day on which it ends, so that a
//! build can say when the site changes next. Names of pictures, which
//! may be somebody's, are kept as hashes. People's records are recalled on that
//! same day only; on another they are read anew, and their consent with them.
//! Of the others, one whose time is over is recalled and not kept again. Texts
//! are not kept as HTML: a page that has to be made again parses its text again.
//! Whatever is wrong with the file, records are read as if it were not there.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};
use serde::{Deserialize, Serialize};

use super::find::Place;
use crate::content::Prose;
use crate::content::cohort::CohortRecord;
use crate::content::donor::{DonorRecord, Permission};
use crate::content::intern::{ConsentRecord, InternFacts, InternRecord, UpdateRecord};
use crate::content::office::OfficeRecord;
use crate::content::page::PageRecord;
use crate::content::translation::TranslationRecord;
use crate::diagnostic::Diagnostic;
use crate::editorial::Desk;
use crate::hash::Hash128;
use crate::path::SourcePath;
use crate::seal;
use crate::text::{FileId, within};
use crate::tree::Tree;

/// A record of any kind that can be recalled.
#[derive(Debug, Serialize, Deserialize)]
#[expect(clippy::large_enum_variant, reason = "whoever holds many holds them in boxes")]
pub enum Record {
    /// A person's.
    Intern(InternRecord),
    /// A later story, with the folder of the person.
    Update(String, UpdateRecord),
    /// An office's.
    Office(OfficeRecord),
    /// A cohort's.
    Cohort(CohortRecord),
    /// A donor's.
    Donor(DonorRecord),
    /// A page.
    Page(PageRecord),
    /// A translation of a story, a later story or a page.
    Translation(TranslationRecord),
}

impl Record {
    /// Whether it is what a file at this place gives.
    pub(super) fn stands_at(&self, place: &Place) -> bool {
        match (self, place) {
            (Self::Intern(record), Place::Intern(id)) => record.facts.id == *id,
            (Self::Update(person, record), Place::Update(id, slug)) => person == id && record.slug == *slug,
            (Self::Office(record), Place::Office(id)) => record.id == *id,
            (Self::Cohort(record), Place::Cohort(id)) => record.id == *id,
            (Self::Donor(record), Place::Donor(id)) => record.id == *id,
            (Self::Page(record), Place::Page(id)) => record.id == *id,
            (Self::Translation(record), Place::Translation(_, tag)) => record.language == *tag,
            _ => false,
        }
    }

    /// Reports what an editor would underline in it; `text` is its file.
    pub(super) fn edit(&self, desk: &Desk<'_>, text: &str, problems: &mut Vec<Diagnostic>) {
        match self {
            Self::Intern(record) => desk.intern(&record.facts, text, problems),
            Self::Update(_, record) => desk.update(record, text, problems),
            Self::Office(record) => desk.office(record, text, problems),
            Self::Cohort(record) => desk.cohort(record, text, problems),
            Self::Donor(record) => desk.donor(record, text, problems),
            Self::Page(record) => desk.page(record, text, problems),
            // Rules about words are those of the default language.
            Self::Translation(_) => {}
        }
    }

    /// Its texts in Markdown.
    pub(super) fn proses(&mut self) -> impl Iterator<Item = &mut Prose> {
        let (always, perhaps) = match self {
            Self::Intern(record) => (Some(&mut record.facts.story), None),
            Self::Update(_, record) => (Some(&mut record.story), None),
            Self::Page(record) => (Some(&mut record.story), None),
            Self::Translation(record) => (None, record.prose()),
            Self::Office(record) => (None, record.description.as_mut()),
            Self::Cohort(record) => (None, record.description.as_mut()),
            Self::Donor(record) => (None, record.description.as_mut()),
        };
        always.into_iter().chain(perhaps)
    }
}

/// What later runs need not read again.
#[derive(Debug, Default)]
pub struct RecordCache {
    /// The file that this came from.
    file: Arc<Vec<u8>>,
    /// The day that people's records are public on.
    day: Option<Date>,
    /// The withheld names that all texts were searched for.
    names: Option<Hash128>,
    /// By path.
    kept: Vec<Kept>,
    /// Whether the file says all of this.
    saved: bool,
    /// Records that were unpacked ahead, in the order of `kept`; each is taken
    /// once.
    unpacked: Vec<Mutex<Option<Box<Record>>>>,
}

/// A record that is kept.
#[derive(Debug)]
pub(super) struct Kept {
    file: FileId,
    path: SourcePath,
    hash: Hash128,
    bytes: Bytes,
}

#[derive(Debug)]
enum Bytes {
    New(Vec<u8>),
    /// Some bytes of the file that they came from.
    Old(Arc<Vec<u8>>, Range<usize>),
}

impl Bytes {
    fn get(&self) -> &[u8] {
        match self {
            Self::New(bytes) => bytes,
            Self::Old(file, range) => file.get(range.clone()).unwrap_or_default(),
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Index<'a> {
    day: Option<Date>,
    names: Option<Hash128>,
    #[serde(borrow)]
    entries: Vec<(&'a str, Hash128, u32)>,
}

impl Kept {
    /// Whether an earlier run kept it.
    pub(super) fn is_old(&self) -> bool {
        matches!(self.bytes, Bytes::Old(..))
    }

    /// The record of a file with this hash; `None` if it cannot be kept.
    pub(super) fn new(file: FileId, path: &SourcePath, hash: Hash128, record: &mut Record) -> Option<Self> {
        let names: Vec<String> = pictures(record).map(|name| std::mem::replace(name, of_name(name))).collect();
        let bytes = postcard::to_allocvec(record);
        pictures(record).zip(names).for_each(|(place, name)| *place = name);
        Some(Self { file, path: path.clone(), hash, bytes: Bytes::New(bytes.ok()?) })
    }
}

impl RecordCache {
    /// The records of a run, in the order of paths.
    pub(super) fn new(mut kept: Vec<Kept>, day: Date) -> Self {
        kept.sort_by(|a, b| a.path.cmp(&b.path));
        Self { file: Arc::default(), day: Some(day), names: None, kept, saved: false, unpacked: Vec::new() }
    }

    /// The records of a file that [`into_file`](Self::into_file) wrote for the
    /// same form; none from anything else.
    pub fn of_file(file: Vec<u8>, form: &str) -> Self {
        let file = Arc::new(file);
        Self::read(&file, form).unwrap_or_default()
    }

    fn read(file: &Arc<Vec<u8>>, form: &str) -> Option<Self> {
        let content = seal::opened(file, form)?;
        let (Index { day, names, entries }, blobs) = postcard::take_from_bytes::<Index<'_>>(content).ok()?;
        let mut at = file.len() - blobs.len();
        let ends: Vec<usize> = entries
            .iter()
            .map(|(.., length)| {
                at += *length as usize;
                at
            })
            .collect();
        let kept = entries.into_par_iter().zip(ends).map(|((path, hash, length), end)| {
            let bytes = Bytes::Old(Arc::clone(file), end - length as usize..end);
            Some(Kept { file: FileId(u32::MAX), path: SourcePath::new(path).ok()?, hash, bytes })
        });
        let kept = kept.collect::<Option<Vec<_>>>()?;
        Some(Self { file: Arc::clone(file), day, names, kept, saved: true, unpacked: Vec::new() })
    }

    /// The withheld names that all texts of these records were searched for.
    pub fn names(&self) -> Option<Hash128> {
        self.names
    }

    /// Notes that all texts were searched for these.
    pub fn searched_for(&mut self, names: Hash128) {
        self.names = Some(names);
    }

    /// The same records as an earlier run's, for a later build of this process.
    #[must_use]
    pub fn kept(mut self) -> Self {
        for kept in &mut self.kept {
            if let Bytes::New(bytes) = &mut kept.bytes {
                let all = 0..bytes.len();
                kept.bytes = Bytes::Old(Arc::new(std::mem::take(bytes)), all);
            }
        }
        self
    }

    /// Unpacks all records for the next build of this process, which then need
    /// not wait for it.
    pub fn unpack(&mut self) {
        let record = |kept: &Kept| within(kept.file, || postcard::from_bytes(kept.bytes.get()).ok().map(Box::new));
        self.unpacked = self.kept.par_iter().map(|kept| Mutex::new(record(kept))).collect();
    }

    /// The file of these records; `None` if `before` says all of it.
    pub fn into_file(self, before: &Self, form: &str) -> Option<Vec<u8>> {
        let same = |kept: &Kept| matches!(&kept.bytes, Bytes::Old(file, _) if Arc::ptr_eq(file, &before.file));
        let alike = before.day == self.day && before.names == self.names && before.kept.len() == self.kept.len();
        if before.saved && alike && self.kept.iter().all(same) {
            return None;
        }
        let length = |kept: &Kept| u32::try_from(kept.bytes.get().len()).unwrap_or(u32::MAX);
        let entries = self.kept.iter().map(|kept| (kept.path.as_str(), kept.hash, length(kept))).collect();
        let mut file = postcard::to_extend(&Index { day: self.day, names: self.names, entries }, seal::open()).ok()?;
        file.reserve(self.kept.iter().map(|kept| kept.bytes.get().len()).sum());
        self.kept.into_iter().for_each(|kept| file.extend_from_slice(kept.bytes.get()));
        Some(seal::close(file, form))
    }

    /// The files whose records are kept.
    pub fn files(&self) -> BTreeSet<FileId> {
        self.kept.iter().map(|kept| kept.file).collect()
    }

    /// Leaves out what files gave: it names something that is withheld.
    pub fn forget(&mut self, files: &BTreeSet<FileId>) {
        self.unpacked.clear();
        self.kept.retain(|kept| !files.contains(&kept.file));
    }

    /// Keeps this of a file in place of what was kept of it.
    pub(super) fn replace(&mut self, path: &SourcePath, kept: Option<Kept>) {
        self.unpacked.clear();
        let found = self.kept.binary_search_by(|other| other.path.cmp(path));
        if let Ok(at) = found {
            self.kept.remove(at);
        }
        if let Some(kept) = kept {
            self.kept.insert(found.unwrap_or_else(|at| at), kept);
        }
    }

    /// The record that a file gave when it had the hash that it has.
    pub(super) fn recall(&self, tree: &Tree, file: FileId, today: Date) -> Option<(Box<Record>, Kept)> {
        let (path, hash) = (tree.path(file), tree.hash(file)?);
        let at = self.place(file, path)?;
        let kept = self.kept.get(at).filter(|kept| kept.hash == hash)?;
        // Places in it are those of the file by its number of then.
        let unpacked = self.unpacked.get(at).filter(|_| kept.file == file);
        let unpacked = unpacked.and_then(|record| record.lock().unwrap_or_else(PoisonError::into_inner).take());
        let mut record: Box<Record> = match unpacked {
            Some(record) => record,
            None => within(file, || postcard::from_bytes(kept.bytes.get()).ok().map(Box::new))?,
        };
        match record.as_mut() {
            Record::Intern(_) if self.day != Some(today) => return None,
            Record::Intern(intern) => {
                let ends = intern.facts.consent.ends();
                intern.facts.consent = ConsentRecord::whole(today, ends);
            }
            Record::Donor(donor) => donor.permission = Permission::whole(),
            Record::Update(..) | Record::Office(_) | Record::Cohort(_) | Record::Page(_) | Record::Translation(_) => {}
        }
        let bytes = match &kept.bytes {
            Bytes::Old(file, range) => Bytes::Old(Arc::clone(file), range.clone()),
            Bytes::New(bytes) => Bytes::New(bytes.clone()),
        };
        for name in pictures(record.as_mut()) {
            *name = beside(tree, path, name)?;
        }
        Some((record, Kept { file, path: path.clone(), hash, bytes }))
    }

    /// Which of the records is that of a path. In a later build of one process
    /// files mostly have the numbers that they had, and numbers are compared
    /// much faster than paths; whether it is the file, its path tells.
    fn place(&self, file: FileId, path: &SourcePath) -> Option<usize> {
        let by_number = self.kept.binary_search_by_key(&file, |kept| kept.file).ok();
        let found = by_number.filter(|at| self.kept.get(*at).is_some_and(|kept| kept.path == *path));
        found.or_else(|| self.kept.binary_search_by(|kept| kept.path.cmp(path)).ok())
    }
}

/// The names of pictures that a record holds.
fn pictures(record: &mut Record) -> Box<dyn Iterator<Item = &mut String> + '_> {
    fn shown(prose: &mut Prose) -> impl Iterator<Item = &mut String> {
        let others = prose.others.iter_mut().flat_map(|(_, other)| &mut other.doc.images);
        prose.doc.images.iter_mut().chain(others).map(|image| &mut image.src)
    }
    match record {
        Record::Intern(InternRecord { facts, .. }) => {
            let InternFacts { portrait, story, .. } = facts.as_mut();
            Box::new(portrait.iter_mut().map(|portrait| &mut portrait.file.value).chain(shown(story)))
        }
        Record::Donor(DonorRecord { photo, logo, description, .. }) => {
            let own = photo.iter_mut().chain(logo).map(|picture| &mut picture.file.value);
            Box::new(own.chain(description.iter_mut().flat_map(shown)))
        }
        Record::Update(_, record) => Box::new(shown(&mut record.story)),
        Record::Page(record) => Box::new(shown(&mut record.story)),
        Record::Translation(record) => Box::new(record.prose().into_iter().flat_map(shown)),
        Record::Office(record) => Box::new(record.description.iter_mut().flat_map(shown)),
        Record::Cohort(record) => Box::new(record.description.iter_mut().flat_map(shown)),
    }
}

fn of_name(name: &str) -> String {
    Hash128::of(name.as_bytes()).to_string()
}

/// The name of the file beside another that has this hash.
fn beside(tree: &Tree, path: &SourcePath, hash: &str) -> Option<String> {
    let mut beside = tree.below(path.folder()).map(|file| tree.path(file));
    let found = beside.find(|other| other.folder() == path.folder() && of_name(other.file_name()) == hash);
    found.map(|other| other.file_name().to_owned())
}
