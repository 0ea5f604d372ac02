//! What the theme's script searches and filters the list of interns by: the
//! facts that rows show, and which facets each person stands in. It is made
//! before pages are, since its name follows from its content.

use std::collections::BTreeMap;

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use serde::Serialize;

use super::facets;
use super::interns::NARROWED_BY;
use super::wording::{self, Notices};
use crate::asset::{THEME_FOLDER, fingerprinted};
use crate::consent::published::{PersonIx, PublicIntern, Published};
use crate::path::OutPath;
use crate::route::{Routes, Target};
use crate::theme::Words;

/// The file, ready to be written.
#[derive(Debug)]
pub struct Directory {
    /// Where it goes.
    pub out: OutPath,
    /// Its bytes: JSON.
    pub bytes: Vec<u8>,
    /// Whether it names what a notice belongs to.
    pub(super) kosovo: bool,
}

#[derive(Serialize)]
struct File {
    /// Ids of the values of each facet, by the key of the facet.
    groups: BTreeMap<&'static str, Vec<String>>,
    /// Names of the offices, in the order of their ids.
    places: Vec<String>,
    /// Lengths in words, by half months.
    months: BTreeMap<u32, String>,
    people: Vec<Row>,
}

/// Address, person, title, course, year, half months (0: unknown), 1 for a
/// sample and 2 for a draft, and the places of its values in each group.
type Row = (String, String, String, String, i64, u32, u8, Values);

/// For each of [`NARROWED_BY`], which of its values a person has.
type Values = [Vec<usize>; NARROWED_BY.len()];

/// Makes the file; nothing only if its name cannot be made.
pub fn directory(published: &Published, words: &Words) -> Option<Directory> {
    let routes = Routes::new(published);
    let mut notices = Notices::default();
    let mut groups = BTreeMap::new();
    let mut places = Vec::new();
    let mut values: Vec<Values> = vec![Values::default(); published.interns.len()];
    for (group, (kind, key, _)) in NARROWED_BY.into_iter().enumerate() {
        let mut ids = Vec::new();
        for facet in facets::all(published, kind) {
            let people = facets::people(published, facet);
            if people.is_empty() {
                continue;
            }
            for person in people {
                values.get_mut(person.0).and_then(|row| row.get_mut(group)).into_iter().for_each(|v| v.push(ids.len()));
            }
            if let crate::route::Facet::Office(office) = facet {
                let office = published.offices.get(office.0);
                places.push(office.map(|office| wording::place(office, &mut notices)).unwrap_or_default());
            }
            ids.push(routes.id(facet));
        }
        groups.insert(key, ids);
    }
    let rows = published.interns.par_iter().zip(values.par_iter()).enumerate();
    let (people, marked): (Vec<Row>, Vec<bool>) = rows
        .map(|(index, (intern, values))| {
            row(published, words, &routes.href(&Target::Intern(PersonIx(index))), intern, values)
        })
        .unzip();
    let lengths = published.interns.iter().filter_map(|intern| intern.half_months);
    let months = lengths.collect::<std::collections::BTreeSet<u32>>().into_iter();
    let months = months.map(|halves| (halves, wording::months(words, halves))).collect();
    // Texts, numbers and lists have a form in JSON.
    let bytes = serde_json::to_vec(&File { groups, places, months, people }).unwrap_or_default();
    let out = fingerprinted(THEME_FOLDER, "interns-", "json", &bytes)?;
    Some(Directory { out, bytes, kosovo: notices.kosovo || marked.contains(&true) })
}

fn row(published: &Published, words: &Words, href: &str, intern: &PublicIntern, values: &Values) -> (Row, bool) {
    let mut notices = Notices::default();
    let (person, _) = wording::person(words, intern);
    let year = published.cohorts.get(intern.cohort.0).map_or(0, |cohort| cohort.year);
    let flags = u8::from(intern.sample) | u8::from(intern.draft) << 1;
    let title = wording::marked(&intern.title.value, &mut notices);
    let course = wording::marked(&intern.course.value, &mut notices);
    let months = intern.half_months.unwrap_or(0);
    ((href.to_owned(), person, title, course, year, months, flags, values.clone()), notices.kosovo)
}
