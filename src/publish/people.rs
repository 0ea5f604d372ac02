//! Who becomes public, of whom something else is public, who no longer is; and
//! whether anything is taken back, for then no word of the old site may be told.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::Audience;
use crate::consent::published::{PersonIx, PublicDonor, PublicIntern, PublicPicture, PublicProse, Published};
use crate::consent::{Consent, Status};
use crate::content::intern::Scope;
use crate::hash::{Hash128, Hasher};
use crate::route::{Routes, Target};

/// What becomes of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// Becomes public.
    Begins,
    /// Something else is public.
    Changes,
    /// Is no longer public.
    Ends,
}

/// The changes of all people and donors, as far as they may be told.
#[derive(Debug, Default)]
pub struct People {
    /// People, by what becomes of them and by id.
    pub people: Vec<Person>,
    /// Donors, likewise.
    pub donors: Vec<Donor>,
    /// How many are no longer public whose very id would tell a name.
    pub untold: usize,
}

/// A person of whom something else is public.
#[derive(Debug)]
pub struct Person {
    /// The folder's name.
    pub id: String,
    /// What becomes of them.
    pub turn: Turn,
    /// As in the record, or as public, as the audience may know it.
    pub name: Option<String>,
    /// Their page on the new site, with the path of the site.
    pub address: Option<String>,
    /// Their parts.
    pub parts: Parts,
    /// What allows it; of those who are no longer public, what ended it.
    pub consent: Option<Basis>,
}

/// A donor of whom something else is public.
#[derive(Debug)]
pub struct Donor {
    /// The file's name.
    pub id: String,
    /// What becomes of them.
    pub turn: Turn,
    /// Their parts.
    pub parts: Parts,
}

/// Parts of what is public of somebody, by the words of scopes.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// Public now.
    pub gained: Vec<&'static str>,
    /// No longer public.
    pub lost: Vec<&'static str>,
    /// Public, and other than before.
    pub altered: Vec<&'static str>,
}

/// A consent as it stands.
#[derive(Debug)]
pub struct Basis {
    /// How.
    pub status: Status,
    /// What it covers.
    pub granted: Vec<Scope>,
    /// When it was given.
    pub given: Option<Date>,
    /// From when on it no longer holds.
    pub until: Option<Date>,
}

/// What is public on one side, and the consents there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Roll<'a> {
    /// What is public.
    pub(super) published: &'a Published,
    /// The consents.
    pub(super) consents: &'a [Consent],
}

/// What is known of all changes of people, before anything is told.
#[derive(Debug)]
pub(super) struct Changes {
    pub(super) people: People,
    /// Whether something that was public of somebody is public no longer, or
    /// something else stands in its place.
    pub(super) takes_back: bool,
    /// Ids of people who are no longer public; and those of them whose ids tell
    /// no name.
    pub(super) ended: BTreeSet<String>,
    pub(super) nameless: BTreeSet<String>,
}

/// Compares who is public.
pub(super) fn changes(old: Roll<'_>, new: Roll<'_>, audience: Audience) -> Changes {
    let (was, is) = (parts_of_people(old.published), parts_of_people(new.published));
    let turns = turns(&was, &is);
    let donors = self::turns(&parts_of_donors(old.published), &parts_of_donors(new.published));
    let takes_back = turns.iter().chain(&donors).any(|(_, turn, parts)| parts.take_back(*turn))
        || loses_updates(old.published, new.published)
        || loses_donors(old.published, new.published)
        || told_of_placements(new.published) < told_of_placements(old.published);
    let tells = |id: &str| {
        let consents = old.consents.iter().chain(new.consents);
        consents.filter(|consent| consent.id == id).any(|consent| consent.tells_name)
    };
    let ends = turns.iter().filter(|(_, turn, _)| *turn == Turn::Ends);
    let ended: BTreeSet<String> = ends.map(|(id, ..)| (*id).to_owned()).collect();
    let nameless = ended.iter().filter(|id| !tells(id)).cloned().collect();
    let mut people = People::default();
    for (id, turn, parts) in turns {
        if turn == Turn::Ends && audience == Audience::Anyone && tells(id) {
            people.untold += 1;
        } else {
            people.people.push(person(id, turn, parts, new, old, audience));
        }
    }
    for (id, turn, parts) in donors {
        // The file of a donor is named after them.
        if turn == Turn::Ends && audience == Audience::Anyone {
            people.untold += 1;
        } else {
            people.donors.push(Donor { id: id.to_owned(), turn, parts });
        }
    }
    Changes { people, takes_back, ended, nameless }
}

impl Parts {
    fn take_back(&self, turn: Turn) -> bool {
        // Texts are edited; what else stands for somebody is replaced for a reason.
        let rewritten = self.altered.iter().any(|part| ![Scope::Story.word(), ABOUT].contains(part));
        turn == Turn::Ends || !self.lost.is_empty() || rewritten
    }
}

fn person(id: &str, turn: Turn, parts: Parts, new: Roll<'_>, old: Roll<'_>, audience: Audience) -> Person {
    let of = |roll: Roll<'_>| roll.consents.iter().position(|consent| consent.id == id);
    let now = of(new).and_then(|at| new.consents.get(at));
    let record = now.or_else(|| of(old).and_then(|at| old.consents.get(at)));
    let place = new.published.interns.iter().position(|intern| intern.id == id);
    let intern = place.and_then(|place| new.published.interns.get(place));
    let name = match audience {
        Audience::Named => record.map(|consent| consent.name.clone()),
        Audience::Anyone | Audience::Team => None,
    };
    let hidden = turn == Turn::Ends && audience == Audience::Anyone;
    let basis = |consent: &Consent| Basis {
        status: consent.status,
        granted: consent.granted.clone(),
        given: consent.given,
        until: consent.until,
    };
    let routes = Routes::new(new.published);
    Person {
        id: id.to_owned(),
        turn,
        name,
        address: intern.and(place).map(|place| routes.href(&Target::Intern(PersonIx(place)))),
        parts,
        consent: now.filter(|_| !hidden).map(basis),
    }
}

/// What is public of each, by id, each part by what it says.
type Known<'p> = BTreeMap<&'p str, BTreeMap<&'static str, Hash128>>;

fn turns<'p>(was: &Known<'p>, is: &Known<'p>) -> Vec<(&'p str, Turn, Parts)> {
    let nothing = BTreeMap::new();
    let ids: BTreeSet<&'p str> = was.keys().chain(is.keys()).copied().collect();
    let each = ids.into_iter().filter_map(|id| {
        let turn = match (was.contains_key(id), is.contains_key(id)) {
            (false, _) => Turn::Begins,
            (_, false) => Turn::Ends,
            _ => Turn::Changes,
        };
        let (old, new) = (was.get(id).unwrap_or(&nothing), is.get(id).unwrap_or(&nothing));
        let parts = Parts {
            gained: new.keys().filter(|part| !old.contains_key(*part)).copied().collect(),
            lost: old.keys().filter(|part| !new.contains_key(*part)).copied().collect(),
            altered: new
                .iter()
                .filter(|(part, is)| old.get(*part).is_some_and(|was| was != *is))
                .map(|(p, _)| *p)
                .collect(),
        };
        (turn != Turn::Changes || parts != Parts::default()).then_some((id, turn, parts))
    });
    let mut all: Vec<_> = each.collect();
    all.sort_by_key(|(id, turn, _)| (*turn, *id));
    all
}

fn parts_of_people(published: &Published) -> Known<'_> {
    published.interns.iter().map(|intern| (intern.id.as_str(), parts_of_person(intern, published))).collect()
}

fn parts_of_person(intern: &PublicIntern, published: &Published) -> BTreeMap<&'static str, Hash128> {
    let mut parts = BTreeMap::new();
    let mut add = |scope: Scope, said: Option<String>| {
        parts.extend(said.map(|said| (scope.word(), Hash128::of(said.as_bytes()))));
    };
    let office = published.offices.get(intern.office.0).map(|office| &office.id);
    let cohort = published.cohorts.get(intern.cohort.0).map(|cohort| &cohort.id);
    let updates: Vec<_> =
        intern.updates.iter().map(|u| (&u.slug, &u.title.value, &u.summary.value, digest(&u.story))).collect();
    let optional = [&intern.school, &intern.unit].map(|text| text.as_ref().map(|text| &text.value));
    let skills: Vec<&String> = intern.skills.iter().map(|skill| &skill.value).collect();
    let story = (
        (&intern.course.value, intern.level, optional, intern.start, intern.end),
        (office, cohort, skills, &intern.title.value, &intern.summary.value),
        (digest(&intern.story), updates, &intern.extra),
    );
    add(Scope::Story, Some(format!("{story:?}")));
    add(Scope::Name, intern.name.as_ref().map(|name| name.value.clone()));
    let stories = std::iter::once(&intern.story).chain(intern.updates.iter().map(|update| &update.story));
    let mut pictures: Vec<String> = intern.portrait.iter().map(picture).collect();
    pictures.extend(stories.flat_map(|story| story.images.iter().flatten()).map(ToString::to_string));
    add(Scope::Photo, (!pictures.is_empty()).then(|| format!("{pictures:?}")));
    add(Scope::Quote, intern.quote.as_ref().map(|quote| quote.value.clone()));
    let outcome = intern.outcome.as_ref().map(|outcome| {
        let texts = [&outcome.role, &outcome.organisation].map(|text| text.as_ref().map(|text| &text.value));
        format!("{:?} {texts:?} {:?}", outcome.kind, outcome.since)
    });
    add(Scope::Outcome, outcome);
    let donors = donors_of(intern, published);
    add(Scope::DonorLink, (!donors.is_empty()).then(|| format!("{donors:?}")));
    add(Scope::Social, intern.social.then(String::new));
    parts
}

fn donors_of<'p>(intern: &PublicIntern, published: &'p Published) -> BTreeSet<&'p str> {
    intern.donors.iter().filter_map(|donor| Some(published.donors.get(donor.0)?.id.as_str())).collect()
}

fn digest(story: &PublicProse) -> Hash128 {
    Hasher::new().part(&story.doc.digest.to_bytes()).part(&[u8::from(story.has_gaps())]).finish()
}

fn picture(picture: &PublicPicture) -> String {
    format!("{} {:?} {:?}", picture.source, picture.alt.value, picture.credit.as_ref().map(|credit| &credit.value))
}

/// The part of a donor that no scope stands for.
const ABOUT: &str = "about";

fn parts_of_donors(published: &Published) -> Known<'_> {
    published.donors.iter().map(|donor| (donor.id.as_str(), parts_of_donor(donor))).collect()
}

fn parts_of_donor(donor: &PublicDonor) -> BTreeMap<&'static str, Hash128> {
    let text = |text: &Option<crate::record::Text>| text.as_ref().map(|text| text.value.clone());
    let about = (text(&donor.summary), donor.story.as_deref().map(digest), &donor.url, text(&donor.restricted_to));
    let story = format!("{about:?} {:?} {:?} {:?}", donor.years, donor.tier, donor.tribute);
    let said = [
        (ABOUT, Some(story)),
        ("name", Some(donor.name.value.clone())),
        ("quote", text(&donor.quote)),
        ("amount", text(&donor.amount)),
        ("photo", donor.photo.as_ref().map(picture)),
        ("logo", donor.logo.as_ref().map(picture)),
    ];
    said.into_iter().filter_map(|(part, said)| Some((part, Hash128::of(said?.as_bytes())))).collect()
}

fn loses_updates(old: &Published, new: &Published) -> bool {
    let of = |published: &Published| -> BTreeSet<(String, String)> {
        let each = published.interns.iter().flat_map(|i| i.updates.iter().map(move |u| (i.id.clone(), u.slug.clone())));
        each.collect()
    };
    !of(old).is_subset(&of(new))
}

fn loses_donors(old: &Published, new: &Published) -> bool {
    let of = |published: &Published| -> BTreeSet<(String, String)> {
        let pairs = published.interns.iter().flat_map(|intern| {
            donors_of(intern, published).into_iter().map(|donor| (intern.id.clone(), donor.to_owned()))
        });
        pairs.collect()
    };
    !of(old).is_subset(&of(new))
}

/// How many things totals tell of placements: small numbers make some of them
/// disappear though nobody took anything back.
fn told_of_placements(published: &Published) -> usize {
    let told = published.placements.iter().map(|placement| {
        usize::from(placement.office.is_some())
            + usize::from(placement.level.is_some())
            + usize::from(placement.half_months.is_some())
            + usize::from(placement.outcome.is_some())
    });
    told.sum()
}
