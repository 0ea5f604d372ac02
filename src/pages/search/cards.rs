//! What a result shows of a document, before anybody opens its page.

use serde::Serialize;

use super::super::maker::Maker;
use super::super::wording::{self, Notices};
use super::super::{cohorts, goals};
use crate::asset::picture::Spot;
use crate::consent::published::{PersonIx, PublicIntern, Published};
use crate::record::Text;
use crate::route::{Facet, Target};

/// A card; what it lacks is left out.
#[derive(Serialize, Default)]
struct Card {
    href: String,
    title: String,
    /// Language of title and summary, if it is not that of the search page.
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<String>,
    /// Place, year and length of a placement; for another page, its kind.
    meta: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    picture: Option<Picture>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    sample: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    draft: bool,
}

/// Address, width and height. It stands beside the name, so it has no text.
type Picture = (String, usize, usize);

/// The cards of some documents as a file.
pub(super) fn file(maker: &Maker<'_>, targets: &[Target]) -> Vec<u8> {
    let cards: Vec<Card> = targets.iter().map(|target| card(maker, target)).collect();
    // Texts, numbers and lists have a form in JSON.
    serde_json::to_vec(&cards).unwrap_or_default()
}

fn card(maker: &Maker<'_>, target: &Target) -> Card {
    // The page carries the notice if any card needs it.
    let notices = &mut Notices::default();
    let published = maker.published;
    let mut card = match target {
        Target::Intern(person) => maker.intern(*person).map(|intern| of_intern(maker, *person, intern, notices)),
        Target::Update(person, place) => maker.intern(*person).and_then(|intern| {
            let update = intern.updates.get(*place)?;
            Some(Card {
                title: marked(&update.title, notices),
                summary: Some(marked(&update.summary, notices)),
                draft: intern.draft || update.draft,
                picture: None,
                ..of_intern(maker, *person, intern, notices)
            })
        }),
        Target::Page(ix) => published.pages.get(ix.0).map(|page| Card {
            title: marked(&page.title, notices),
            meta: maker.words().get("say_kind_page").to_owned(),
            summary: page.summary.as_ref().map(|text| marked(text, notices)),
            draft: page.draft,
            ..Card::default()
        }),
        Target::Facet(facet, _) => Some(of_facet(maker, *facet, notices)),
        _ => None,
    }
    .unwrap_or_default();
    card.href = maker.href(target);
    card.lang = language(published, target);
    card
}

fn language(published: &Published, target: &Target) -> Option<String> {
    let title = match target {
        Target::Intern(person) => &published.interns.get(person.0)?.title,
        Target::Update(person, place) => &published.interns.get(person.0)?.updates.get(*place)?.title,
        Target::Page(ix) => &published.pages.get(ix.0)?.title,
        _ => return None,
    };
    title.foreign().map(ToString::to_string)
}

fn of_intern(maker: &Maker<'_>, person: PersonIx, intern: &PublicIntern, notices: &mut Notices) -> Card {
    let year = maker.published.cohorts.get(intern.cohort.0).map(|cohort| cohort.year.to_string());
    let months = intern.half_months.map(|halves| wording::months(maker.words(), halves));
    let meta = [Some(maker.place(intern.office, notices)), year, months].into_iter().flatten();
    let picture = maker.picture(intern.portrait.as_ref(), Spot::Card, notices);
    Card {
        href: maker.href(&Target::Intern(person)),
        title: marked(&intern.title, notices),
        lang: None,
        person: Some(wording::person(maker.words(), intern).0),
        meta: meta.collect::<Vec<_>>().join(" · "),
        summary: Some(marked(&intern.summary, notices)),
        picture: picture.map(|picture| (picture.src, picture.width, picture.height)),
        sample: intern.sample,
        draft: intern.draft,
    }
}

fn of_facet(maker: &Maker<'_>, facet: Facet, notices: &mut Notices) -> Card {
    let (published, words) = (maker.published, maker.words());
    let (key, title, summary) = match facet {
        Facet::Office(ix) => {
            let summary = published.offices.get(ix.0).and_then(|office| office.summary.as_ref());
            ("say_facet_office", maker.place(ix, notices), summary)
        }
        Facet::Cohort(ix) => {
            let cohort = published.cohorts.get(ix.0);
            let title = cohort.map(|cohort| cohorts::plain_title(cohort, notices)).unwrap_or_default();
            ("say_facet_cohort", title, cohort.and_then(|cohort| cohort.summary.as_ref()))
        }
        Facet::Donor(ix) => {
            let donor = published.donors.get(ix.0);
            let title = donor.map(|donor| donor.name.value.clone()).unwrap_or_default();
            ("say_kind_donor", title, donor.and_then(|donor| donor.summary.as_ref()))
        }
        Facet::Goal(number) => {
            let goal = published.goals.iter().find(|goal| goal.number == number);
            ("say_facet_goal", goals::title(maker, number), goal.and_then(|goal| goal.contribution.as_ref()))
        }
        Facet::Level(level) => ("say_facet_level", wording::level(words, level), None),
        Facet::School(ix) => {
            let school = published.schools.get(ix);
            let title = school.map(|school| wording::marked(&school.name, notices)).unwrap_or_default();
            ("say_facet_school", title, None)
        }
    };
    let summary = summary.map(|text| marked(text, notices));
    Card { title, meta: words.get(key).to_owned(), summary, ..Card::default() }
}

fn marked(text: &Text, notices: &mut Notices) -> String {
    wording::marked(&text.value, notices)
}
