//! Back-links: from offices, cohorts, donors, goals, levels and schools to their
//! interns. Only what is public is linked.

use std::collections::BTreeMap;

use super::published::{LevelFacet, PersonIx, PublicGoal, Published, SchoolFacet};
use crate::content::intern::Level;

/// Back-links, computed once: who was where, when, thanks to whom.
pub(super) fn link(published: &mut Published) {
    let Published { interns, offices, cohorts, donors, goals, schools, levels, .. } = published;
    let mut by_slug: BTreeMap<String, SchoolFacet> = BTreeMap::new();
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
        if let Some((school, slug)) = intern.school.as_ref().and_then(|s| Some((s, crate::path::slugify(&s.value)?))) {
            let facet = by_slug.entry(slug.clone()).or_insert_with(|| SchoolFacet {
                slug,
                name: school.value.clone(),
                interns: Vec::new(),
            });
            facet.interns.push(person);
        }
    }
    goals.sort_by_key(|goal| goal.number);
    *schools = by_slug.into_values().collect();
    levels.retain(|facet| !facet.interns.is_empty());
}
