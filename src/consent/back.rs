//! Back-links: from offices, cohorts, donors, goals, levels and schools to their
//! interns. Only what is public is linked.

use std::collections::BTreeMap;

use super::published::{LevelFacet, PersonIx, PublicGoal, Published, SchoolFacet};
use crate::content::intern::Level;

/// Back-links, computed once: who was where, when, thanks to whom.
pub(super) fn link(published: &mut Published) {
    let Published { interns, offices, cohorts, donors, goals, schools, levels, .. } = published;
    let mut by_slug: BTreeMap<String, SchoolFacet> = BTreeMap::new();
    // Schools are few, and slugs are costly.
    let mut slugs: BTreeMap<&str, Option<String>> = BTreeMap::new();
    *levels = Level::ALL.map(|level| LevelFacet { level, interns: Vec::new() }).into();
    for (index, intern) in interns.iter().enumerate() {
        let person = PersonIx(index);
        offices.get_mut(intern.office.0).into_iter().for_each(|o| o.interns.push(person));
        cohorts.get_mut(intern.cohort.0).into_iter().for_each(|c| c.interns.push(person));
        for donor in &intern.donors {
            donors.get_mut(donor.0).into_iter().for_each(|d| d.interns.push(person));
        }
        for mapping in &intern.sdgs {
            PublicGoal::of(goals, mapping.goal).add(person);
        }
        levels.iter_mut().filter(|facet| facet.level == intern.level).for_each(|facet| facet.interns.push(person));
        let Some(school) = intern.school.as_ref().map(|school| school.value.as_str()) else { continue };
        let Some(slug) = slugs.entry(school).or_insert_with(|| crate::path::slugify(school)) else { continue };
        match by_slug.get_mut(slug) {
            Some(facet) => facet.interns.push(person),
            None => {
                let facet = SchoolFacet { slug: slug.clone(), name: school.to_owned(), interns: vec![person] };
                by_slug.insert(slug.clone(), facet);
            }
        }
    }
    goals.sort_by_key(|goal| goal.number);
    *schools = by_slug.into_values().collect();
    levels.retain(|facet| !facet.interns.is_empty());
}
