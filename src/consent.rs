//! The gate: a [`Site`] and a date become what may be published.
//!
//! One place decides. What it withholds is dropped here: the types of
//! [`published`] have no field that could hold it, so no later stage can name
//! it. The placement of a withheld intern stays, as a row without a person.

mod names;
mod pictures;
mod publish;
pub mod published;
mod review;
mod standing;

use jiff::civil::Date;

use crate::content::intern::Scope;
use crate::diagnostic::{Code, Diagnostic};
use crate::site::Site;
use crate::tree::Tree;
use publish::Map;
use published::{CohortIx, OfficeIx, Placement, Published};
use standing::{Fate, Standing};

pub use publish::withheld_link;

/// How a run is to be gated.
#[derive(Debug, Clone, Copy)]
pub struct Gate {
    /// The date that the site is built for.
    pub today: Date,
    /// Whether drafts are shown, for a preview.
    pub drafts: bool,
}

/// Decides what is public on a date.
pub fn gate(site: Site, tree: &Tree, gate: Gate, problems: &mut Vec<Diagnostic>) -> Published {
    let fates: Vec<Fate> = site.interns.iter().map(|intern| standing::fate(intern, &site.config, gate)).collect();
    for (intern, fate) in site.interns.iter().zip(&fates) {
        review::warn(intern, *fate, &site.config, gate.today, problems);
        if *fate != Fate::Unborn && names::is_in_id(&intern.facts.name.value, &intern.facts.id) {
            let message = "The folder is named after the person, so every address would repeat the name.";
            problems.push(
                Diagnostic::new(Code::IdIsName, intern.facts.file, message)
                    .help("Rename the folder to something that tells nothing, such as i-7f3k."),
            );
        }
    }
    let withheld = names::withheld(&site, &fates);
    let map = Map::new(&site, &fates, gate);
    let placements = placements(&site, &fates);
    let gone = gone(&site, &fates, gate);
    let published = map.publish(site, placements, gone, gate, problems);
    names::check(&withheld, &published, tree, problems);
    published
}

/// Every placement that counts in totals, without the person.
fn placements(site: &Site, fates: &[Fate]) -> Vec<Placement> {
    let counted = site.interns.iter().zip(fates).filter(|(_, fate)| fate.counts());
    let mut rows: Vec<Placement> = counted
        .map(|(intern, fate)| {
            let covered = intern.facts.consent.scopes.as_ref().is_some_and(|scopes| scopes.contains(&Scope::Outcome));
            Placement {
                cohort: CohortIx(intern.cohort.0),
                office: OfficeIx(intern.office.0),
                level: intern.facts.level,
                half_months: intern.half_months(),
                outcome: intern.facts.outcome.as_ref().filter(|_| fate.is_public() && covered).map(|o| o.kind),
            }
        })
        .collect();
    // In an order that does not tell which row is whose.
    rows.sort();
    rows
}

/// Ids whose addresses were public and are no longer: from the sources alone.
fn gone(site: &Site, fates: &[Fate], gate: Gate) -> Vec<String> {
    let over = site.interns.iter().zip(fates).filter(|(intern, fate)| {
        let ended = matches!(fate, Fate::Ended | Fate::Withheld(Standing::Withdrawn | Standing::Expired));
        // A rule for an address that is somebody's name would go on telling it.
        let telling = names::is_in_id(&intern.facts.name.value, &intern.facts.id);
        ended && !telling && standing::was_public(intern, gate.today)
    });
    let mut ids: Vec<String> = over.map(|(intern, _)| intern.facts.id.clone()).collect();
    ids.extend(site.gone.iter().map(|gone| gone.id.value.clone()));
    ids.sort();
    ids.dedup();
    ids
}
