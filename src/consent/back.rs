//! Back-links: from offices, cohorts, donors, goals, levels and schools to their
//! interns. Only what is public is linked.

use std::collections::BTreeMap;

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

use super::published::{
    CohortIx, DonorIx, LevelFacet, OfficeIx, PersonIx, PublicGoal, PublicIntern, Published, SchoolFacet,
};
use crate::content::intern::Level;

/// Back-links, computed once: who was where, when, thanks to whom.
pub(super) fn link(published: &mut Published) {
    let Published { interns, offices, cohorts, donors, goals, schools, levels, .. } = published;
    // People lie far from each other in memory, so several threads ask them.
    let all = interns.par_iter().enumerate();
    let all = all.flat_map_iter(|(index, intern)| links(intern).map(move |to| (to, PersonIx(index))));
    let mut by_slug: BTreeMap<String, SchoolFacet> = BTreeMap::new();
    // Schools are few, and slugs are costly.
    let mut slugs: BTreeMap<&str, Option<String>> = BTreeMap::new();
    *levels = Level::ALL.map(|level| LevelFacet { level, interns: Vec::new() }).into();
    for (to, person) in all.collect::<Vec<_>>() {
        match to {
            To::Office(office) => offices.get_mut(office.0).into_iter().for_each(|o| o.interns.push(person)),
            To::Cohort(cohort) => cohorts.get_mut(cohort.0).into_iter().for_each(|c| c.interns.push(person)),
            To::Donor(donor) => donors.get_mut(donor.0).into_iter().for_each(|d| d.interns.push(person)),
            To::Goal(number) => PublicGoal::of(goals, number).add(person),
            To::Level(level) => {
                levels.iter_mut().filter(|facet| facet.level == level).for_each(|facet| facet.interns.push(person));
            }
            To::School(school) => {
                let slug = slugs.entry(school).or_insert_with(|| crate::path::slugify(school));
                let Some(slug) = slug else { continue };
                match by_slug.get_mut(slug) {
                    Some(facet) => facet.interns.push(person),
                    None => {
                        let facet = SchoolFacet { slug: slug.clone(), name: school.to_owned(), interns: vec![person] };
                        by_slug.insert(slug.clone(), facet);
                    }
                }
            }
        }
    }
    goals.sort_by_key(|goal| goal.number);
    *schools = by_slug.into_values().collect();
    levels.retain(|facet| !facet.interns.is_empty());
}

/// What gathers a person.
enum To<'p> {
    Office(OfficeIx),
    Cohort(CohortIx),
    Donor(DonorIx),
    Goal(u8),
    Level(Level),
    School(&'p str),
}

fn links(intern: &PublicIntern) -> impl Iterator<Item = To<'_>> {
    let own = [To::Office(intern.office), To::Cohort(intern.cohort), To::Level(intern.level)];
    let donors = intern.donors.iter().map(|donor| To::Donor(*donor));
    let goals = intern.sdgs.iter().map(|mapping| To::Goal(mapping.goal));
    let school = intern.school.iter().map(|school| To::School(&school.value));
    own.into_iter().chain(donors).chain(goals).chain(school)
}
