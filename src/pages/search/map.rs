//! The file that the script loads first: where everything else is, and of each
//! document its length and what filters ask for.

use std::collections::BTreeMap;

use super::super::facets;
use super::super::interns::NARROWED_BY;
use super::documents::Fields;
use super::{CARDS, SearchFile, What};
use crate::consent::published::{PersonIx, Published};
use crate::index::{Index, Numbers};
use crate::route::{Routes, Target};
use crate::search::stop_words;

/// Words of a text that count as one step of its length, and the last step.
const STEP: u32 = 16;
const LONGEST: u32 = 80;

/// Digits of a file's name: what tells it from others of its stem.
const DIGITS: usize = 16;

/// The file, as JSON.
pub(super) fn map(
    published: &Published,
    targets: &[Target],
    index: &Index,
    files: &[SearchFile],
    fields: &[Fields],
) -> Vec<u8> {
    let mut json = b"{".to_vec();
    let mut lengths: Vec<u32> = Vec::with_capacity(fields.len());
    lengths.extend(fields.iter().map(|fields| (fields.words / STEP).min(LONGEST)));
    let sum: u64 = lengths.iter().copied().map(u64::from).sum();
    let mean = sum as f64 / lengths.len().max(1) as f64;
    let named = |wanted: fn(&What) -> bool| {
        let all = files.iter().filter(|file| wanted(&file.what));
        all.map(name).collect::<String>()
    };
    let from: Vec<&str> = index.shards().map(|(from, _)| from).collect();
    let stop = stop_words(&published.config.language);
    put(&mut json, "language", &published.config.language);
    put(&mut json, "stop", &stop.join(" "));
    put(&mut json, "mean", &((mean * 10.0).round() / 10.0).max(0.1));
    put(&mut json, "from", &from.join(" "));
    put(&mut json, "words", &named(|what| matches!(what, What::Words(_))));
    put(&mut json, "spelling", &named(|what| matches!(what, What::Spellings(_))));
    put(&mut json, "cards", &named(|what| matches!(what, What::Cards(_))));
    put(&mut json, "size", &CARDS);
    column(&mut json, "lengths", lengths);
    facets_of(published, targets, &mut json);
    json.pop();
    json.push(b'}');
    json
}

fn name(file: &SearchFile) -> &str {
    let name = file.out.as_str().strip_suffix(".json").unwrap_or_default();
    name.get(name.len().saturating_sub(DIGITS)..).unwrap_or_default()
}

fn put(json: &mut Vec<u8>, key: &str, value: &impl serde::Serialize) {
    // Texts and numbers have a form in JSON.
    json.extend_from_slice(&serde_json::to_vec(key).unwrap_or_default());
    json.push(b':');
    json.extend_from_slice(&serde_json::to_vec(value).unwrap_or_default());
    json.push(b',');
}

fn column(json: &mut Vec<u8>, key: &str, values: impl IntoIterator<Item = u32>) {
    json.extend_from_slice(format!("\"{key}\":").as_bytes());
    let mut numbers = Numbers::begin(std::mem::take(json));
    values.into_iter().for_each(|value| numbers.push(value));
    *json = numbers.end();
    json.push(b',');
}

/// For each group of filters the ids of its values, and for each document how
/// many of these it has and which.
fn facets_of(published: &Published, targets: &[Target], json: &mut Vec<u8>) {
    let routes = Routes::new(published);
    let mut ids: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut columns: Vec<(&str, Values)> = Vec::new();
    for (kind, key, _) in NARROWED_BY {
        let all = facets::all(published, kind).into_iter();
        let all: Vec<_> = all.filter(|facet| !facets::people(published, *facet).is_empty()).collect();
        let people = all.iter().map(|facet| facets::people(published, *facet));
        columns.push((key, Values::new(published.interns.len(), people)));
        ids.insert(key, all.into_iter().map(|facet| routes.id(facet)).collect());
    }
    put(json, "groups", &ids);
    for (key, values) in columns {
        let of = |target: &Target| match target {
            Target::Intern(PersonIx(person)) => values.of(*person),
            _ => &[],
        };
        let counted = |values: &[u32]| u32::try_from(values.len()).unwrap_or(u32::MAX);
        let all =
            targets.iter().map(of).flat_map(|values| std::iter::once(counted(values)).chain(values.iter().copied()));
        column(json, key, all);
    }
}

/// Which values of a group each person has, one after another.
struct Values {
    ends: Vec<u32>,
    all: Vec<u32>,
}

impl Values {
    /// `groups` has the people of each value, in order.
    fn new<'p>(people: usize, groups: impl Iterator<Item = &'p [PersonIx]> + Clone) -> Self {
        let mut ends = vec![0u32; people];
        for PersonIx(person) in groups.clone().flatten() {
            ends.get_mut(*person).into_iter().for_each(|count| *count += 1);
        }
        let mut sum = 0;
        for end in &mut ends {
            // For now where each begins; every value moves it on.
            (sum, *end) = (sum + *end, sum);
        }
        let mut all = vec![0; sum as usize];
        for (group, value) in groups.zip(0..) {
            for PersonIx(person) in group {
                let Some(place) = ends.get_mut(*person) else { continue };
                all.get_mut(*place as usize).into_iter().for_each(|slot| *slot = value);
                *place += 1;
            }
        }
        Self { ends, all }
    }

    fn of(&self, person: usize) -> &[u32] {
        let end = |at: usize| self.ends.get(at).map_or(0, |end| *end as usize);
        let start = person.checked_sub(1).map_or(0, end);
        self.all.get(start..end(person)).unwrap_or_default()
    }
}
