//! The gate: a [`Site`] and a date become what may be published.
//!
//! One place decides. What it withholds is dropped here: the types of
//! [`published`] have no field that could hold it, so no later stage can name
//! it. The placement of a withheld intern stays, as a row without a person and
//! without what would point at one.

mod account;
mod back;
mod calendar;
mod explain;
mod names;
mod pictures;
mod publish;
pub mod published;
mod review;
mod small;
mod standing;

use std::collections::BTreeSet;

use jiff::civil::Date;
use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

use crate::config::Config;
use crate::content::intern::{InternFacts, Scope};
use crate::diagnostic::{Code, Diagnostic};
use crate::hash::Hash128;
use crate::site::{Record, Site};
use crate::text::FileId;
use crate::tree::Tree;
use publish::Map;
use published::{PublicProse, PublicTo, Published};
use standing::Fate;

pub use account::{Consent, Event, RecordState, Status, account};
pub use calendar::{Change, What};
pub use explain::{Hidden, explain};
pub use publish::withheld_link;

/// How a run is to be gated.
#[derive(Debug, Clone, Copy)]
pub struct Gate {
    /// The date that the site is built for.
    pub today: Date,
    /// Whether drafts are shown, for a preview.
    pub drafts: bool,
}

/// Settings of the site that decide about people's records.
#[derive(Debug, Clone, Copy)]
pub struct Terms {
    allow_samples: bool,
    review_months: i64,
    warn_days: i64,
}

impl Terms {
    /// The settings of a site.
    pub fn of(config: &Config) -> Self {
        let Config { allow_samples, review_months, warn_days, .. } = *config;
        Self { allow_samples, review_months, warn_days }
    }
}

/// What earlier runs found out, as far as it holds today.
#[derive(Debug, Clone, Copy)]
pub struct Searched<'a> {
    /// The names that were looked for; see [`Gated::names`].
    pub names: Option<Hash128>,
    /// Whether the texts of a file are those that were searched.
    pub file: &'a BTreeSet<FileId>,
}

/// What the gate gives.
#[derive(Debug)]
pub struct Gated {
    /// What is public.
    pub published: Published,
    /// Stands for the withheld names that public texts were searched for.
    /// Nothing can be learnt from it: it is made from whole private records.
    pub names: Hash128,
    /// Files whose record names something that is withheld.
    pub naming: BTreeSet<FileId>,
    /// When the site changes next by itself.
    pub next: Option<Change>,
}

/// Decides what is public on a date.
pub fn gate(site: Site, tree: &Tree, gate: Gate, searched: Searched<'_>, problems: &mut Vec<Diagnostic>) -> Gated {
    let terms = Terms::of(&site.config);
    let fates: Vec<Fate> = site.interns.par_iter().map(|intern| standing::fate(&intern.facts, terms, gate)).collect();
    let warnings = site.interns.par_iter().zip(&fates).flat_map_iter(|(intern, fate)| {
        let mut problems = Vec::new();
        review::warn(&intern.facts, *fate, terms, gate.today, &mut problems);
        if *fate != Fate::Unborn {
            problems.extend(telling_id(&intern.facts));
        }
        problems
    });
    problems.extend(warnings.collect::<Vec<_>>());
    let (withheld, map) = rayon::join(|| names::withheld(&site, &fates, tree), || Map::new(&site, &fates, gate));
    let (placements, (gone, next, mut naming)) = rayon::join(
        || small::placements(&site, &fates, problems),
        || (gone(&site, &fates, gate), calendar::next(&site, terms, gate), map.naming_donors(&site)),
    );
    let published = map.publish(site, placements, gone, gate, problems);
    let withheld_links = |prose: &&PublicProse| prose.links.iter().any(|link| matches!(link.to, PublicTo::Withheld(_)));
    let telling = published.telling_proses().into_iter();
    naming.extend(telling.filter(withheld_links).map(|prose| prose.origin.whole().file));
    let skip = |file: FileId| searched.names == Some(withheld.digest()) && searched.file.contains(&file);
    names::check(&withheld, &published, tree, &skip, problems);
    Gated { published, names: withheld.digest(), naming, next }
}

/// Whether all that a record says is public on the date and nothing is to be
/// said about its consent: only then may it be kept outside the sources. What
/// only a theme of the site's own may show does not count as public.
pub fn is_wholly_public(record: &Record, terms: Terms, gate: Gate) -> bool {
    match record {
        Record::Intern(intern) => {
            let facts = &intern.facts;
            let fate = standing::fate(facts, terms, gate);
            let mut problems = Vec::new();
            review::warn(facts, fate, terms, gate.today, &mut problems);
            let scopes = facts.consent.scopes.as_deref().unwrap_or_default();
            fate.is_public()
                && problems.is_empty()
                && facts.extra.is_empty()
                && Scope::SHOWN.iter().all(|scope| scopes.contains(scope))
        }
        Record::Donor(donor) => {
            let permission = &donor.permission;
            !donor.anonymous
                && permission.name
                && donor.sort_key.is_none()
                && donor.extra.is_empty()
                && (permission.quote || donor.quote.is_none())
                && (permission.amount || donor.amount.is_none())
                && (permission.photo || donor.photo.is_none())
                && (permission.logo || donor.logo.is_none())
        }
        Record::Page(page) => standing::is_due(&page.schedule, gate) && page.extra.is_empty(),
        // Whether its person is public, the file alone does not tell.
        Record::Update(..) | Record::Translation(_) => false,
        Record::Office(office) => office.extra.is_empty(),
        Record::Cohort(cohort) => cohort.extra.is_empty(),
    }
}

fn telling_id(facts: &InternFacts) -> Option<Diagnostic> {
    let message = "The folder is named after the person, so every address would repeat the name.";
    names::is_in_id(&facts.name.value, &facts.id).then(|| {
        Diagnostic::new(Code::IdIsName, facts.file, message)
            .help("Rename the folder to something that tells nothing, such as i-7f3k.")
    })
}

/// Ids whose addresses were public and are no longer: from the sources alone.
fn gone(site: &Site, fates: &[Fate], gate: Gate) -> Vec<String> {
    let over = site.interns.iter().zip(fates).filter(|(intern, fate)| {
        // A rule for an address that is somebody's name would go on telling it.
        standing::is_gone(&intern.facts, **fate, gate.today)
            && !names::is_in_id(&intern.facts.name.value, &intern.facts.id)
    });
    let mut ids: Vec<String> = over.map(|(intern, _)| intern.facts.id.clone()).collect();
    ids.extend(site.gone.iter().map(|gone| gone.id.value.clone()));
    ids.sort();
    ids.dedup();
    ids
}
