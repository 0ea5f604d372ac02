//! Finds the records below `content/`, reads them in parallel, and resolves
//! their references.

use std::collections::BTreeMap;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::known::Known;
use super::misplaced;
use super::resolve::Resolver;
use super::{CohortId, DonorId, Gone, Intern, Linked, OfficeId, Page, Site, StaticFile, Update};
use crate::config::Config;
use crate::content::Loose;
use crate::content::cohort::{self, CohortRecord};
use crate::content::donor::{self, DonorRecord};
use crate::content::intern::{self, InternFacts, InternRecord, UpdateRecord};
use crate::content::office::{self, OfficeRecord};
use crate::content::page::{self, PageRecord};
use crate::content::sdg::{self, GoalRecord};
use crate::diagnostic::Diagnostic;
use crate::path::{OutPath, SourcePath};
use crate::text::FileId;
use crate::tree::Tree;

/// Reads everything below `content/`. Records with mistakes are left out and
/// reported; they still count as existing, so that links to them do not make
/// further problems.
pub fn load(tree: &Tree, config: Config, problems: &mut Vec<Diagnostic>) -> Site {
    let found = find(tree, &config, problems);
    let mut records = read(tree, &found, &config.language, problems);
    let mut known = Known::new(&found, &records);
    misplaced::erased(&records.gone, &known, problems);
    let (interns, loose) = with_references(tree, &known, std::mem::take(&mut records.interns), problems);
    records.loose.extend(loose);
    known.number_interns(interns.iter().map(|intern| &intern.facts.id));
    assemble(tree, config, found, records, interns, &known, problems)
}

/// A file and what it should hold.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    Intern(String),
    Update(String, String),
    Office(String),
    Cohort(String),
    Donor(String),
    Page(String),
    Goals,
    Gone,
}

#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) records: Vec<(Place, FileId)>,
    /// Records whose names cannot become addresses. They are read for their
    /// mistakes, and they exist for those who name them.
    pub(super) misnamed: Vec<(Place, FileId)>,
    pub(super) statics: Vec<StaticFile>,
}

#[derive(Debug, Default)]
pub(super) struct Records {
    pub(super) interns: BTreeMap<String, InternRecord>,
    pub(super) updates: BTreeMap<String, Vec<UpdateRecord>>,
    pub(super) offices: BTreeMap<String, OfficeRecord>,
    pub(super) cohorts: BTreeMap<String, CohortRecord>,
    pub(super) donors: BTreeMap<String, DonorRecord>,
    pub(super) pages: BTreeMap<String, PageRecord>,
    pub(super) goals: Vec<GoalRecord>,
    pub(super) gone: Vec<Gone>,
    /// What is left of records with mistakes.
    pub(super) loose: Vec<(FileId, Loose)>,
}

enum One {
    Intern(Box<InternRecord>),
    Update(String, Box<UpdateRecord>),
    Office(Box<OfficeRecord>),
    Cohort(Box<CohortRecord>),
    Donor(Box<DonorRecord>),
    Page(Box<PageRecord>),
    Goals(Vec<GoalRecord>),
    Gone(Vec<Gone>),
    Loose(FileId, Box<Loose>),
    /// Read for its mistakes only.
    Nothing,
}

fn find(tree: &Tree, config: &Config, problems: &mut Vec<Diagnostic>) -> Found {
    let mut found = Found::default();
    for file in tree.below("content") {
        let path = tree.path(file);
        let rest = path.as_str().strip_prefix("content/").unwrap_or_default();
        if let Some(out) = rest.strip_prefix("static/") {
            if let Ok(out) = OutPath::new(out) {
                found.statics.push(StaticFile { source: path.clone(), out, file });
            }
            continue;
        }
        match place(rest, config) {
            Lies::Beside => {}
            Lies::Nowhere => problems.push(misplaced::nowhere(rest, file)),
            Lies::Record(place) => match misplaced::bad_name(&place) {
                Some(name) => {
                    problems.push(misplaced::misnamed(name, file));
                    found.misnamed.push((place, file));
                }
                None => found.records.push((place, file)),
            },
        }
    }
    found
}

/// What the file at a path below `content/` is.
enum Lies {
    /// A record.
    Record(Place),
    /// A picture, or a translation into a language that the site has.
    Beside,
    /// Nothing that is read.
    Nowhere,
}

fn place(rest: &str, config: &Config) -> Lies {
    let parts: Vec<&str> = rest.split('/').collect();
    let picture = |name: &str| SourcePath::new(name).is_ok_and(|p| is_picture(&p.extension()));
    match parts.as_slice() {
        ["sdgs.toml"] => Lies::Record(Place::Goals),
        ["gone.toml"] => Lies::Record(Place::Gone),
        ["interns", id, "index.md"] => Lies::Record(Place::Intern((*id).to_owned())),
        ["interns", id, name] if let Some(stem) = name.strip_suffix(".md") => {
            if is_translation(stem, config) {
                return Lies::Beside;
            }
            Lies::Record(Place::Update((*id).to_owned(), stem.to_owned()))
        }
        [folder @ ("offices" | "cohorts" | "donors"), name] if let Some(stem) = name.strip_suffix(".toml") => {
            let id = stem.to_owned();
            Lies::Record(match *folder {
                "offices" => Place::Office(id),
                "cohorts" => Place::Cohort(id),
                _ => Place::Donor(id),
            })
        }
        ["pages", folders @ .., name] if let Some(stem) = name.strip_suffix(".md") => {
            if is_translation(stem, config) {
                return Lies::Beside;
            }
            let parts: Vec<&str> = folders.iter().copied().chain([stem]).collect();
            Lies::Record(Place::Page(parts.join("/")))
        }
        ["interns" | "pages", _, .., name] | ["offices" | "cohorts" | "donors" | "pages", name] if picture(name) => {
            Lies::Beside
        }
        _ => Lies::Nowhere,
    }
}

fn is_translation(stem: &str, config: &Config) -> bool {
    stem.rsplit_once('.').is_some_and(|(_, tag)| config.languages.iter().any(|known| known == tag))
}

/// Whether a file of this extension may be a picture beside a story. Whether
/// it is one of the supported kind is told by its bytes.
pub(super) fn is_picture(extension: &str) -> bool {
    matches!(extension, "jpg" | "jpeg" | "png" | "webp" | "gif" | "svg" | "avif" | "heic" | "tif" | "tiff" | "bmp")
}

fn read(tree: &Tree, found: &Found, language: &str, problems: &mut Vec<Diagnostic>) -> Records {
    let read = |(place, file): &(Place, FileId)| {
        let mut problems = Vec::new();
        (read_one(tree, place, *file, language, &mut problems), problems)
    };
    let misnamed = found.misnamed.par_iter().map(read).map(|(one, problems)| match one {
        One::Loose(..) => (one, problems),
        _ => (One::Nothing, problems),
    });
    let results: Vec<_> = found.records.par_iter().map(read).chain(misnamed).collect();
    let mut records = Records::default();
    for (one, found) in results {
        problems.extend(found);
        match one {
            One::Intern(record) => drop(records.interns.insert(record.facts.id.clone(), *record)),
            One::Update(id, record) => records.updates.entry(id).or_default().push(*record),
            One::Office(record) => drop(records.offices.insert(record.id.clone(), *record)),
            One::Cohort(record) => drop(records.cohorts.insert(record.id.clone(), *record)),
            One::Donor(record) => drop(records.donors.insert(record.id.clone(), *record)),
            One::Page(record) => drop(records.pages.insert(record.id.clone(), *record)),
            One::Goals(goals) => records.goals = goals,
            One::Gone(gone) => records.gone = gone,
            One::Loose(file, loose) => records.loose.push((file, *loose)),
            One::Nothing => {}
        }
    }
    records
}

fn read_one(tree: &Tree, place: &Place, file: FileId, language: &str, problems: &mut Vec<Diagnostic>) -> One {
    let one = match place {
        Place::Intern(id) => intern::read(tree, file, id, language, problems).map(|r| One::Intern(Box::new(r))),
        Place::Update(id, slug) => intern::read_update(tree, file, slug, language, problems)
            .map(|record| One::Update(id.clone(), Box::new(record))),
        Place::Office(id) => office::read(tree, file, id, language, problems).map(|r| One::Office(Box::new(r))),
        Place::Cohort(id) => cohort::read(tree, file, id, language, problems).map(|r| One::Cohort(Box::new(r))),
        Place::Donor(id) => donor::read(tree, file, id, language, problems).map(|r| One::Donor(Box::new(r))),
        Place::Page(id) => page::read(tree, file, id, language, problems).map(|r| One::Page(Box::new(r))),
        Place::Goals => Ok(One::Goals(sdg::read(tree, file, language, problems))),
        Place::Gone => {
            let ids = sdg::read_gone(tree, file, problems);
            Ok(One::Gone(ids.into_iter().map(|id| Gone { id }).collect()))
        }
    };
    one.unwrap_or_else(|loose| One::Loose(file, loose))
}

struct Placed {
    facts: InternFacts,
    office: OfficeId,
    cohort: CohortId,
    donors: Vec<DonorId>,
}

/// The interns whose office and cohort exist; the others are reported, and
/// what else they name is to be checked when all are known.
fn with_references(
    tree: &Tree,
    known: &Known,
    interns: BTreeMap<String, InternRecord>,
    problems: &mut Vec<Diagnostic>,
) -> (Vec<Placed>, Vec<(FileId, Loose)>) {
    let mut resolver = Resolver::new(tree, known, problems);
    let (mut placed, mut loose) = (Vec::new(), Vec::new());
    for InternRecord { refs, facts } in interns.into_values() {
        let office = resolver.office(&refs.office);
        let cohort = resolver.cohort(&refs.cohort);
        let donors = resolver.donors(&refs.donors);
        match office.zip(cohort) {
            Some((office, cohort)) => placed.push(Placed { facts, office, cohort, donors }),
            None => {
                let pictures = facts.portrait.into_iter().map(|portrait| portrait.file).collect();
                loose.push((facts.file, Loose { pictures, ..*Loose::text(Some(facts.story)) }));
            }
        }
    }
    (placed, loose)
}

fn assemble(
    tree: &Tree,
    config: Config,
    found: Found,
    records: Records,
    placed: Vec<Placed>,
    known: &Known,
    problems: &mut Vec<Diagnostic>,
) -> Site {
    let mut resolver = Resolver::new(tree, known, problems);
    let mut updates = records.updates;
    let mut interns = Vec::new();
    for intern in placed {
        let later = updates.remove(&intern.facts.id).unwrap_or_default();
        interns.push(intern_with(&mut resolver, intern, later));
    }
    resolver.orphans(&updates);
    for update in updates.into_values().flatten() {
        resolver.loose(update.file, &Loose::text(Some(update.story)));
    }
    for (file, loose) in &records.loose {
        resolver.loose(*file, loose);
    }
    let offices = records.offices.into_values().map(|record| {
        let file = record.file;
        linked(&mut resolver, record, file)
    });
    let offices = offices.collect();
    let cohorts = records.cohorts.into_values().map(|record| {
        let file = record.file;
        linked(&mut resolver, record, file)
    });
    let cohorts = cohorts.collect();
    let donors = records.donors.into_values().map(|record| donor_with(&mut resolver, record)).collect();
    let goals = records.goals.into_iter().map(|record| {
        let file = record.span.file;
        linked(&mut resolver, record, file)
    });
    let goals = goals.collect();
    let pages = records.pages.into_values().map(|record| {
        let refs = resolver.prose(record.file, &record.story);
        Page { record, refs }
    });
    let pages = pages.collect();
    Site { config, interns, offices, cohorts, donors, goals, pages, statics: found.statics, gone: records.gone }
}

fn intern_with(resolver: &mut Resolver<'_>, placed: Placed, later: Vec<UpdateRecord>) -> Intern {
    let Placed { facts, office, cohort, donors } = placed;
    let mut updates: Vec<Update> = later
        .into_iter()
        .map(|record| {
            let refs = resolver.prose(record.file, &record.story);
            Update { record, refs }
        })
        .collect();
    updates.sort_by(|a, b| {
        (a.record.schedule.published, &a.record.slug).cmp(&(b.record.schedule.published, &b.record.slug))
    });
    Intern {
        office,
        cohort,
        donors,
        portrait: facts.portrait.as_ref().and_then(|p| resolver.picture(facts.file, &p.file.value, p.file.span)),
        refs: resolver.prose(facts.file, &facts.story),
        facts,
        updates,
    }
}

fn donor_with(resolver: &mut Resolver<'_>, record: DonorRecord) -> Linked<DonorRecord> {
    let file = record.file;
    let pictures = [&record.photo, &record.logo]
        .into_iter()
        .map(|picture| picture.as_ref().and_then(|p| resolver.picture(file, &p.file.value, p.file.span)))
        .collect();
    Linked { pictures, ..linked(resolver, record, file) }
}

fn linked<T: super::HasProse>(resolver: &mut Resolver<'_>, record: T, file: FileId) -> Linked<T> {
    let refs = record.prose().map(|prose| resolver.prose(file, prose)).unwrap_or_default();
    Linked { record, refs, pictures: Vec::new() }
}
