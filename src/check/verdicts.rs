//! Where all addresses of an output lead; those that nothing changed for are not
//! looked up again.

use std::collections::BTreeMap;

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

use super::kept::{Lead, Leads, Looked};
use super::links::{Atlas, Trouble};
use crate::hash::Hash128;
use crate::interner::Interner;

/// Where addresses lead, and what is wrong with some.
#[derive(Debug)]
pub(super) struct Verdicts {
    leads: Vec<Lead>,
    troubles: BTreeMap<u32, Trouble>,
}

impl Verdicts {
    /// The file of the plan that an address leads to.
    pub(super) fn file(&self, number: u32) -> Option<usize> {
        match self.leads.get(number as usize)? {
            Lead::File(place) => Some(*place as usize),
            Lead::Away | Lead::Unknown => None,
        }
    }

    pub(super) fn trouble(&self, number: u32) -> Option<&Trouble> {
        self.troubles.get(&number)
    }

    /// What a later run need not look up: places on pages come and go, and what
    /// is wrong is to be said again.
    pub(super) fn leads(&self, rules: Hash128, texts: &Interner) -> Leads {
        let lasting = |(number, lead): (u32, &Lead)| {
            let passes = self.troubles.contains_key(&number) || texts.get(number).contains('#');
            if passes { Lead::Unknown } else { *lead }
        };
        Leads { rules: Some(rules), all: (0..).zip(&self.leads).map(lasting).collect() }
    }
}

/// Where addresses led in the last run and still do. A file that was added takes
/// no address from one that is there.
pub(super) fn recalled(leads: &Leads, moved: &[Option<u32>], rules: Hash128) -> Vec<Lead> {
    if leads.rules != Some(rules) {
        return Vec::new();
    }
    let now = |lead: &Lead| match lead {
        Lead::File(file) => moved.get(*file as usize).copied().flatten().map_or(Lead::Unknown, Lead::File),
        Lead::Away | Lead::Unknown => *lead,
    };
    leads.all.iter().map(now).collect()
}

/// Where each address that some file names leads, by the number of its text.
pub(super) fn verdicts(
    atlas: &Atlas<'_>,
    files: &[Option<Looked<'_>>],
    texts: &Interner,
    recalled: &[Lead],
) -> Verdicts {
    let mut used = vec![false; texts.len()];
    for (_, facts) in files.iter().flatten() {
        for number in facts.references.iter() {
            if let Some(place) = used.get_mut(*number as usize) {
                *place = true;
            }
        }
    }
    let mut leads = vec![Lead::Unknown; texts.len()];
    let mut unknown = Vec::new();
    let named = (0..).zip(&mut leads).zip(used).filter(|(_, used)| *used);
    for ((number, lead), _) in named {
        *lead = recalled.get(number as usize).copied().unwrap_or_default();
        if *lead == Lead::Unknown {
            unknown.push(number);
        }
    }
    let looked_up = unknown.par_iter().with_min_len(256).map(|number| (*number, atlas.verdict(texts.get(*number))));
    let mut troubles = BTreeMap::new();
    for (number, verdict) in looked_up.collect::<Vec<_>>() {
        if let Some(lead) = leads.get_mut(number as usize) {
            *lead = verdict.lead;
        }
        troubles.extend(verdict.trouble.map(|trouble| (number, trouble)));
    }
    Verdicts { leads, troubles }
}
