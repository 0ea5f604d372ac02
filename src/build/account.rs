//! Consents, and what is public because of them: the first half of a build,
//! for those who look after people's records.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::loading::load;
use super::{Request, Warm, day, themes};
use crate::asset::picture::{self, Frames, Pictures, Seen};
use crate::config;
use crate::consent::published::{PersonIx, Published};
use crate::consent::{self, Change, Consent, Gate, Gated, Searched};
use crate::diagnostic::Diagnostic;
use crate::pages;
use crate::path::OutPath;
use crate::route::{Routes, Target};
use crate::site::Coverage;
use crate::tree::{Blobs, Tree};

/// The consents of a site on a day.
#[derive(Debug)]
pub struct Account {
    /// The day.
    pub today: Date,
    /// The address of the site.
    pub base: String,
    /// Every person's, by id.
    pub people: Vec<(Consent, Shown)>,
    /// When the site changes next by itself.
    pub next: Option<Change>,
}

/// What is public of a person.
#[derive(Debug, Default)]
pub struct Shown {
    /// Full addresses of the person's own pages.
    pub pages: Vec<String>,
    /// Full addresses of the person's pictures.
    pub pictures: Vec<String>,
}

/// Accounts for every consent; what comes within so many days counts as soon,
/// as `warn_days` of site.toml says without a number. Records with mistakes
/// are not among them: that is said among the problems. `None` where the
/// settings cannot be used.
pub fn account(
    tree: &mut Tree,
    blobs: &dyn Blobs,
    request: &Request,
    within: Option<i64>,
    problems: &mut Vec<Diagnostic>,
) -> Option<Account> {
    let config = config::load(tree, request.base_url.as_ref(), problems)?;
    let (base, within) = (config.base.full(), within.unwrap_or(config.warn_days));
    let gate = Gate { today: day(request.today, &config), drafts: request.drafts };
    let nothing = Warm::default();
    let site = load(tree, config, gate, &mut nothing.before(), problems).site;
    let people = consent::account(&site, gate, within);
    let searched = Searched { names: None, file: &BTreeSet::new() };
    let Gated { published, next, .. } = consent::gate(site, tree, gate, searched, problems);
    let (pictures, _) = picture::inspect(&published, &[], tree, blobs, &Seen::default(), problems);
    // How pictures are cut and named hangs on the theme; what is wrong with it
    // is for those to hear who build.
    let theme = themes::load_first(tree, &published);
    let frames = theme.map(|theme| theme.frames().clone()).unwrap_or_default();
    let places: BTreeMap<&str, PersonIx> =
        published.interns.iter().enumerate().map(|(place, intern)| (intern.id.as_str(), PersonIx(place))).collect();
    let shown =
        |id: &str| places.get(id).map(|person| shown(&published, *person, &pictures, &frames)).unwrap_or_default();
    let people = people.into_iter().map(|consent| {
        let shown = shown(&consent.id);
        (consent, shown)
    });
    Some(Account { today: gate.today, base, people: people.collect(), next })
}

/// How every consent stands, by id, and nothing of what is public because of
/// it. `None` where the settings cannot be used.
pub fn consents(tree: &Tree, request: &Request, problems: &mut Vec<Diagnostic>) -> Option<Vec<Consent>> {
    let config = config::load(tree, request.base_url.as_ref(), problems)?;
    let (within, gate) = (config.warn_days, Gate { today: day(request.today, &config), drafts: request.drafts });
    let nothing = Warm::default();
    Some(consent::account(&load(tree, config, gate, &mut nothing.before(), problems).site, gate, within))
}

/// How far each record is translated into each further language. `None` where
/// the settings cannot be used.
pub fn translations(tree: &Tree, request: &Request, problems: &mut Vec<Diagnostic>) -> Option<Vec<Coverage>> {
    let config = config::load(tree, request.base_url.as_ref(), problems)?;
    let gate = Gate { today: day(request.today, &config), drafts: request.drafts };
    let nothing = Warm::default();
    Some(load(tree, config, gate, &mut nothing.before(), problems).site.coverage())
}

fn shown(published: &Published, person: PersonIx, pictures: &Pictures, frames: &Frames) -> Shown {
    let Some(intern) = published.interns.get(person.0) else { return Shown::default() };
    let routes = Routes::new(published);
    let updates = (0..intern.updates.len()).map(|place| Target::Update(person, place));
    let pages = std::iter::once(Target::Intern(person)).chain(updates);
    let in_all = |target: Target| published.edition.all.iter().map(move |tongue| (tongue, target.clone()));
    let pages = pages.flat_map(in_all).map(|(tongue, target)| routes.absolute_of(&routes.href_in(tongue, &target)));
    let sets = pages::standings_of(published, person)
        .filter_map(|(source, spot, focus)| Some(pictures.get(source)?.at(spot, frames.of(spot), focus)));
    let files: BTreeSet<OutPath> =
        sets.flat_map(|set| set.webp.into_iter().chain([set.plain])).map(|file| file.out).collect();
    let pictures = files.iter().map(|out| routes.absolute_of(&routes.file(out)));
    Shown { pages: pages.collect(), pictures: pictures.collect() }
}
