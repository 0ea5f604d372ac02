//! Puts the records that were read together: what each names becomes an index.

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::find::Places;
use super::known::Known;
use super::load::Records;
use super::resolve::Resolver;
use super::{CohortId, DonorId, HasProse, Intern, Linked, OfficeId, Page, Site, Update};
use crate::config::Config;
use crate::content::Loose;
use crate::content::donor::DonorRecord;
use crate::content::intern::{InternFacts, InternRecord, UpdateRecord};
use crate::diagnostic::Diagnostic;
use crate::text::FileId;
use crate::tree::Tree;

/// An intern whose office and cohort exist.
pub(super) struct Placed {
    pub(super) facts: Box<InternFacts>,
    office: OfficeId,
    cohort: CohortId,
    donors: Vec<DonorId>,
}

/// Runs over many things at once; what each run reports comes in the order of
/// the things.
fn in_parallel<T: Send, R: Send>(
    things: Vec<T>,
    problems: &mut Vec<Diagnostic>,
    work: impl Fn(T, &mut Vec<Diagnostic>) -> R + Sync,
) -> Vec<R> {
    let (results, found): (Vec<R>, Vec<Vec<Diagnostic>>) = things
        .into_par_iter()
        .map(|thing| {
            let mut found = Vec::new();
            (work(thing, &mut found), found)
        })
        .unzip();
    problems.extend(found.into_iter().flatten());
    results
}

/// The interns whose office and cohort exist; the others are reported, and
/// what else they name is to be checked when all are known.
pub(super) fn with_references(
    tree: &Tree,
    known: &Known,
    interns: Vec<InternRecord>,
    problems: &mut Vec<Diagnostic>,
) -> (Vec<Placed>, Vec<(FileId, Loose)>) {
    let results =
        in_parallel(interns, problems, |record, problems| placed(&mut Resolver::new(tree, known, problems), record));
    let (mut placed, mut loose) = (Vec::with_capacity(results.len()), Vec::new());
    for result in results {
        match result {
            Ok(intern) => placed.push(intern),
            Err((file, rest)) => loose.push((file, *rest)),
        }
    }
    (placed, loose)
}

/// An intern, if office and cohort exist; if not, what else the record names.
pub(super) fn placed(
    resolver: &mut Resolver<'_>,
    InternRecord { refs, facts }: InternRecord,
) -> Result<Placed, (FileId, Box<Loose>)> {
    let office = resolver.office(&refs.office);
    let cohort = resolver.cohort(&refs.cohort);
    let donors = resolver.donors(&refs.donors);
    match office.zip(cohort) {
        Some((office, cohort)) => Ok(Placed { facts, office, cohort, donors }),
        None => {
            let InternFacts { file, portrait, story, .. } = *facts;
            let pictures = portrait.into_iter().map(|portrait| portrait.file).collect();
            Err((file, Box::new(Loose { pictures, ..*Loose::text(Some(story)) })))
        }
    }
}

/// The site, with every word that names a record resolved.
pub(super) fn assemble(
    tree: &Tree,
    config: Config,
    places: &Places,
    records: Records,
    placed: Vec<Placed>,
    known: &Known,
    problems: &mut Vec<Diagnostic>,
) -> Site {
    let mut updates = records.updates;
    let placed: Vec<(Placed, Vec<UpdateRecord>)> = placed
        .into_iter()
        .map(|intern| {
            let later = updates.remove(&intern.facts.id).unwrap_or_default();
            (intern, later)
        })
        .collect();
    let interns = in_parallel(placed, problems, |(intern, later), problems| {
        intern_with(&mut Resolver::new(tree, known, problems), intern, later)
    });
    let mut resolver = Resolver::new(tree, known, problems);
    resolver.orphans(&updates);
    for update in updates.into_values().flatten() {
        resolver.loose(update.file, &Loose::text(Some(update.story)));
    }
    for (file, loose) in &records.loose {
        resolver.loose(*file, loose);
    }
    let offices = described(&mut resolver, records.offices.into_values(), |record| record.file);
    let cohorts = described(&mut resolver, records.cohorts.into_values(), |record| record.file);
    let donors = records.donors.into_values().map(|record| donor_with(&mut resolver, record)).collect();
    let goals = described(&mut resolver, records.goals, |record| record.span.file);
    let pages = records.pages.into_values().map(|record| {
        let refs = resolver.prose(record.file, &record.story);
        Page { record, refs }
    });
    let pages = pages.collect();
    let (statics, gone, translations) = (places.statics.clone(), records.gone, Vec::new());
    Site { config, interns, offices, cohorts, donors, goals, pages, statics, gone, translations }
}

fn described<T: HasProse>(
    resolver: &mut Resolver<'_>,
    records: impl IntoIterator<Item = T>,
    file: impl Fn(&T) -> FileId,
) -> Vec<Linked<T>> {
    let linked = |record: T| {
        let file = file(&record);
        linked(resolver, record, file)
    };
    records.into_iter().map(linked).collect()
}

pub(super) fn intern_with(resolver: &mut Resolver<'_>, placed: Placed, later: Vec<UpdateRecord>) -> Intern {
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

pub(super) fn donor_with(resolver: &mut Resolver<'_>, record: DonorRecord) -> Linked<DonorRecord> {
    let file = record.file;
    let pictures = [&record.photo, &record.logo]
        .into_iter()
        .map(|picture| picture.as_ref().and_then(|p| resolver.picture(file, &p.file.value, p.file.span)))
        .collect();
    Linked { pictures, ..linked(resolver, record, file) }
}

pub(super) fn linked<T: HasProse>(resolver: &mut Resolver<'_>, record: T, file: FileId) -> Linked<T> {
    let refs = record.prose().map(|prose| resolver.prose(file, prose)).unwrap_or_default();
    Linked { record, refs, pictures: Vec::new() }
}
