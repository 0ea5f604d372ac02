//! Finds the records below `content/`, reads them in parallel, and resolves
//! their references.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::civil::Date;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::assemble::{assemble, with_references};
use super::cache::{Kept, Record, RecordCache};
use super::find::{Place, Places, find};
use super::known::Known;
use super::misplaced;
use super::translated;
use super::{Gone, Site};
use crate::allowance;
use crate::config::Config;
use crate::content::cohort::{self, CohortRecord};
use crate::content::donor::{self, DonorRecord};
use crate::content::intern::{self, InternRecord, UpdateRecord};
use crate::content::office::{self, OfficeRecord};
use crate::content::page::{self, PageRecord};
use crate::content::sdg::{self, GoalRecord};
use crate::content::translation::{self, Original, TranslationRecord};
use crate::content::{Loose, Prose, fault_problem};
use crate::diagnostic::Diagnostic;
use crate::editorial::Desk;
use crate::search::Lexicon;
use crate::text::FileId;
use crate::tree::Tree;

/// What a load works with besides the sources.
pub struct Loading<'a> {
    /// What every file is, if an earlier build of this process found it out and
    /// the list of files, the settings and the themes are as they were.
    pub places: Option<Arc<Places>>,
    /// What earlier runs read.
    pub cache: &'a RecordCache,
    /// Whether the record may be kept for later runs: whether all of it is
    /// public on the day of this one.
    pub keep: &'a (dyn Fn(&Record) -> bool + Sync),
    /// The day that records from the cache are public on.
    pub today: Date,
    /// Where words get their numbers, if anybody wants the words.
    pub lexicon: Option<&'a Lexicon>,
    /// How many bytes of stories may be held as HTML. What does not fit in is
    /// parsed again when its page is made.
    pub room: AtomicUsize,
}

impl Loading<'_> {
    fn has_room(&self, bytes: usize) -> bool {
        let take = |room: usize| room.checked_sub(bytes);
        self.room.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok()
    }
}

impl std::fmt::Debug for Loading<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Loading").field("today", &self.today).finish_non_exhaustive()
    }
}

/// What a load gives.
#[derive(Debug)]
pub struct Loaded {
    /// The site.
    pub site: Site,
    /// What later runs need not read again.
    pub cache: RecordCache,
    /// The files that were not read, since an earlier run had.
    pub recalled: BTreeSet<FileId>,
    /// What every file is; `None` if something was to be said about that.
    pub places: Option<Arc<Places>>,
}

/// Reads everything below `content/`. Records with mistakes are left out and
/// reported; they still count as existing, so that links to them do not make
/// further problems. Also gives what later runs need not read again.
pub fn load(tree: &Tree, config: Config, loading: &Loading<'_>, problems: &mut Vec<Diagnostic>) -> Loaded {
    load_with(tree, config, loading, problems).0
}

/// The same, and what there is to refer to.
pub(super) fn load_with(
    tree: &Tree,
    config: Config,
    loading: &Loading<'_>,
    problems: &mut Vec<Diagnostic>,
) -> (Loaded, Known) {
    let told = problems.len();
    let found = loading.places.clone().unwrap_or_else(|| Arc::new(find(tree, &config, problems)));
    let is_sound = problems.len() == told;
    let (mut records, cache, recalled) = read(tree, &found, &config, loading, problems);
    let translations = translated::join(&mut records, &found, &config, problems);
    translated::check(&records, &config, problems);
    misplaced::sections(&config.sections, &found, problems);
    let mut known = Known::new(&found, &records);
    misplaced::erased(&records.gone, &known, problems);
    let (interns, loose) = with_references(tree, &known, std::mem::take(&mut records.interns), problems);
    records.loose.extend(loose);
    known.number_interns(interns.iter().map(|intern| &intern.facts.id));
    let site = assemble(tree, config, &found, records, interns, &known, problems);
    let places = is_sound.then_some(found);
    (Loaded { site: Site { translations, ..site }, cache, recalled, places }, known)
}

#[derive(Debug, Default)]
pub(super) struct Records {
    /// By id.
    pub(super) interns: Vec<InternRecord>,
    pub(super) updates: BTreeMap<String, Vec<UpdateRecord>>,
    pub(super) offices: BTreeMap<String, OfficeRecord>,
    pub(super) cohorts: BTreeMap<String, CohortRecord>,
    pub(super) donors: BTreeMap<String, DonorRecord>,
    pub(super) pages: BTreeMap<String, PageRecord>,
    pub(super) goals: Vec<GoalRecord>,
    pub(super) gone: Vec<Gone>,
    /// Translations, until they are joined to their originals.
    pub(super) translations: Vec<(Place, TranslationRecord)>,
    /// What is left of records with mistakes.
    pub(super) loose: Vec<(FileId, Loose)>,
}

impl Records {
    /// Whether any text names a heading of another.
    pub(super) fn name_headings(&self) -> bool {
        let names = Prose::names_headings;
        self.interns.par_iter().any(|record| names(&record.facts.story))
            || self.updates.values().flatten().any(|record| names(&record.story))
            || self.pages.values().any(|record| names(&record.story))
            || self.loose.iter().any(|(_, loose)| loose.texts.iter().any(names))
            || self.offices.values().any(|record| record.description.as_ref().is_some_and(names))
            || self.cohorts.values().any(|record| record.description.as_ref().is_some_and(names))
            || self.donors.values().any(|record| record.description.as_ref().is_some_and(names))
            || self.goals.iter().any(|record| record.description.as_ref().is_some_and(names))
    }
}

/// What a file gave.
pub(super) enum One {
    Record(Box<Record>),
    Goals(Vec<GoalRecord>),
    Gone(Vec<Gone>),
    Loose(FileId, Box<Loose>),
    /// Read for its mistakes only.
    Nothing,
}

/// A file as it was read: what it gave, what was wrong with it, and what later
/// runs need not read again.
pub(super) struct Read {
    pub(super) file: FileId,
    /// What it is a translation of.
    of: Option<Place>,
    pub(super) one: One,
    pub(super) problems: Vec<Diagnostic>,
    pub(super) kept: Option<Kept>,
}

fn read(
    tree: &Tree,
    found: &Places,
    config: &Config,
    loading: &Loading<'_>,
    problems: &mut Vec<Diagnostic>,
) -> (Records, RecordCache, BTreeSet<FileId>) {
    let desk = Desk::new(config, loading.today);
    let read = |(place, file): &(Place, FileId)| read_or_recall(tree, place, *file, &desk, loading);
    let misnamed = found.misnamed.par_iter().map(read).map(|read| match read.one {
        One::Loose(..) => Read { kept: None, ..read },
        _ => Read { one: One::Nothing, kept: None, ..read },
    });
    let results: Vec<Read> = found.records.par_iter().map(read).chain(misnamed).collect();
    let mut records = Records::default();
    let mut kept = Vec::with_capacity(results.len());
    let mut recalled = Vec::with_capacity(results.len());
    for read in results {
        problems.extend(read.problems);
        recalled.extend(read.kept.iter().filter(|kept| kept.is_old()).map(|_| read.file));
        kept.extend(read.kept);
        match read.one {
            One::Record(record) => match *record {
                Record::Intern(record) => records.interns.push(record),
                Record::Update(id, record) => records.updates.entry(id).or_default().push(record),
                Record::Office(record) => drop(records.offices.insert(record.id.clone(), record)),
                Record::Cohort(record) => drop(records.cohorts.insert(record.id.clone(), record)),
                Record::Donor(record) => drop(records.donors.insert(record.id.clone(), record)),
                Record::Page(record) => drop(records.pages.insert(record.id.clone(), record)),
                Record::Translation(record) => records.translations.extend(read.of.map(|place| (place, record))),
            },
            One::Goals(goals) => records.goals = goals,
            One::Gone(gone) => records.gone = gone,
            One::Loose(file, loose) => records.loose.push((file, *loose)),
            One::Nothing => {}
        }
    }
    records.interns.sort_by(|a, b| a.facts.id.cmp(&b.facts.id));
    (records, RecordCache::new(kept, loading.today), recalled.into_iter().collect())
}

/// What a file gives: recalled where its bytes are those of an earlier run,
/// else read.
pub(super) fn read_or_recall(tree: &Tree, place: &Place, file: FileId, desk: &Desk<'_>, loading: &Loading<'_>) -> Read {
    let path = tree.path(file);
    let of = || match place {
        Place::Translation(original, _) => Some(original.as_ref().clone()),
        _ => None,
    };
    let recall = || {
        let found = loading.cache.recall(tree, file, loading.today)?;
        found.0.stands_at(place).then_some(found)
    };
    let recalled = |(record, kept): (Box<Record>, Kept)| {
        // What was public on that day may be over on this.
        let kept = (loading.keep)(&record).then_some(kept);
        Read { file, of: of(), one: One::Record(record), problems: Vec::new(), kept }
    };
    if let Some(found) = recall() {
        return recalled(found);
    }
    let mut problems = Vec::new();
    let text = match tree.open(file) {
        Ok(text) => text,
        Err(fault) => {
            problems.extend(fault.map(|fault| fault_problem(path, file, &fault)));
            return Read { file, of: None, one: One::Loose(file, Box::default()), problems, kept: None };
        }
    };
    // Its hash may only be known now.
    if let Some(found) = recall() {
        return recalled(found);
    }
    let mut one = read_one(&text, place, file, desk.language(), &mut problems);
    if let One::Record(record) = &one {
        record.edit(desk, &text, &mut problems);
    }
    problems.retain(|problem| desk.minds(problem.code));
    // Comments are to be heeded in every run.
    let allows = allowance::may_have(&text);
    // The words of translations are numbered in lexicons of their own.
    if let (One::Record(record), Some(lexicon), None) = (&mut one, loading.lexicon, of()) {
        for prose in record.proses() {
            prose.terms = prose.doc.html_with_holes().map(|html| lexicon.html(html));
        }
    }
    if let One::Record(record) = &mut one
        && let Record::Intern(intern) = record.as_mut()
        && !loading.has_room(intern.facts.story.doc.held())
    {
        intern.facts.story.doc.let_go();
    }
    let kept = match &mut one {
        One::Record(record) if problems.is_empty() && !allows && (loading.keep)(record) => {
            tree.hash(file).and_then(|hash| Kept::new(file, path, hash, record))
        }
        _ => None,
    };
    if allows || !problems.is_empty() {
        tree.keep(file, text);
    }
    Read { file, of: of(), one, problems, kept }
}

fn read_one(text: &str, place: &Place, file: FileId, language: &str, problems: &mut Vec<Diagnostic>) -> One {
    let record = match place {
        Place::Intern(id) => intern::read(text, file, id, language, problems).map(Record::Intern),
        Place::Update(id, slug) => {
            intern::read_update(text, file, slug, language, problems).map(|record| Record::Update(id.clone(), record))
        }
        Place::Office(id) => office::read(text, file, id, language, problems).map(Record::Office),
        Place::Cohort(id) => cohort::read(text, file, id, language, problems).map(Record::Cohort),
        Place::Donor(id) => donor::read(text, file, id, language, problems).map(Record::Donor),
        Place::Page(id) => page::read(text, file, id, language, problems).map(Record::Page),
        Place::Translation(original, tag) => {
            let of = match original.as_ref() {
                Place::Update(..) => Original::Update,
                Place::Page(_) => Original::Page,
                _ => Original::Story,
            };
            translation::read(text, file, of, tag, problems).map(Record::Translation)
        }
        Place::Goals => return One::Goals(sdg::read(text, file, language, problems)),
        Place::Gone => {
            let ids = sdg::read_gone(text, file, problems);
            return One::Gone(ids.into_iter().map(|id| Gone { id }).collect());
        }
    };
    record.map_or_else(|loose| One::Loose(file, loose), |record| One::Record(Box::new(record)))
}
