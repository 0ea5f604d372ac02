//! What each card says, from what is published.

use super::drawable;
use crate::asset::card::Encoding;
use crate::asset::map::projection::on_map;
use crate::asset::map::sheet::Crop;
use crate::asset::picture::Pictures;
use crate::config::CardKind;
use crate::consent::published::{PublicIntern, PublicOffice, Published};
use crate::diagnostic::Place;
use crate::pages::wording::{self, Notices};
use crate::pages::{Maker, maps};
use crate::path::SourcePath;
use crate::record::Text;
use crate::reference::goals;
use crate::route::Subject;
use crate::theme::Words;
use crate::view::card::{CardMap, CardSite, DonorCardView, GoalCardView, OfficeCardView, SiteCardView, StoryCardView};
use crate::view::contract::{Shared, View};

/// Width and height of the map on an office's card.
const MAP: (f64, f64) = (540.0, 630.0);

/// The share of the world that it shows, about a continent.
const MAP_SHARE: f64 = 0.26;

/// What a card says, and what it is drawn with.
pub(super) struct Said {
    pub(super) template: &'static str,
    pub(super) view: Box<dyn View>,
    /// The picture of a person, and the point that a cut keeps.
    pub(super) portrait: Option<(SourcePath, Option<(f64, f64)>)>,
    /// Texts that somebody wrote, and where.
    pub(super) texts: Vec<(String, Place)>,
}

impl Said {
    /// Photographs are many times larger where each pixel is kept.
    pub(super) fn encoding(&self) -> Encoding {
        if self.portrait.is_some() { Encoding::Jpeg } else { Encoding::Png }
    }
}

/// The template of a kind.
pub(super) fn template(kind: CardKind) -> &'static str {
    match kind {
        CardKind::Site => "cards/site.svg",
        CardKind::Intern => "cards/story.svg",
        CardKind::Office => "cards/office.svg",
        CardKind::Donor => "cards/donor.svg",
        CardKind::Goal => "cards/goal.svg",
    }
}

/// The site, the same on all cards.
pub(super) fn site(published: &Published) -> Shared<CardSite> {
    let config = &published.config;
    Shared::new(CardSite {
        title: config.title.clone(),
        organisation: config.organisation.name.clone(),
        programme: config.programme.name.value.clone(),
        language: config.language.clone(),
        direction: crate::language::direction(&config.language),
    })
}

/// What the card of a subject says; `None` if there is no such subject, or if
/// it has no card.
pub(super) fn say(
    published: &Published,
    words: &Words,
    site: &Shared<CardSite>,
    pictures: &Pictures,
    subject: Subject,
) -> Option<Said> {
    let site = site.clone();
    match subject {
        Subject::Site => Some(whole(published, words, site)),
        Subject::Story(person) => {
            let intern = published.interns.get(person.0)?;
            story(published, words, site, pictures, intern, (&intern.title, intern.draft))
        }
        Subject::Update(person, place) => {
            let intern = published.interns.get(person.0)?;
            let update = intern.updates.get(place)?;
            story(published, words, site, pictures, intern, (&update.title, intern.draft || update.draft))
        }
        Subject::Office(office) => {
            published.offices.get(office.0).map(|found| self::office(published, words, site, found))
        }
        Subject::Donor(donor) => {
            let donor = published.donors.get(donor.0)?;
            let mut notices = Notices::default();
            let name = wording::marked(&donor.name.value, &mut notices);
            let view = DonorCardView {
                site,
                name,
                kind: wording::donor_kind(words, donor.kind),
                notices: notices.required(organisation(published), words),
            };
            Some(said(CardKind::Donor, view, vec![written(&donor.name)]))
        }
        Subject::Goal(number) => goal(published, words, site, number),
    }
}

fn said(kind: CardKind, view: impl View + 'static, texts: Vec<(String, Place)>) -> Said {
    Said { template: template(kind), view: Box::new(view), portrait: None, texts }
}

fn written(text: &Text) -> (String, Place) {
    (text.value.clone(), Place::At(text.origin.whole()))
}

fn whole(published: &Published, words: &Words, site: Shared<CardSite>) -> Said {
    let config = &published.config;
    let mut notices = Notices::default();
    let description = config.description.as_ref().map(|text| wording::marked(&text.value, &mut notices));
    let texts = config.description.iter().map(written).collect();
    let view = SiteCardView { site, description, notices: notices.required(organisation(published), words) };
    said(CardKind::Site, view, texts)
}

fn story(
    published: &Published,
    words: &Words,
    site: Shared<CardSite>,
    pictures: &Pictures,
    intern: &PublicIntern,
    (title, draft): (&Text, bool),
) -> Option<Said> {
    // Without the scope nothing of a person goes where others share.
    if !intern.social {
        return None;
    }
    let mut notices = Notices::default();
    let (person, named) = wording::person(words, intern);
    let office = published.offices.get(intern.office.0)?;
    let portrait = intern.portrait.as_ref().filter(|portrait| drawable(portrait, pictures));
    let year = published.cohorts.get(intern.cohort.0).and_then(|cohort| usize::try_from(cohort.year).ok());
    let view = StoryCardView {
        site,
        title: wording::marked(&title.value, &mut notices),
        person,
        named,
        office: wording::place(office, &mut notices),
        year: year.unwrap_or_default(),
        portrait: portrait.is_some(),
        sample: intern.sample,
        draft,
        notices: notices.required(organisation(published), words),
    };
    let texts = std::iter::once(title).chain(&intern.name).chain([&office.name]).map(written).collect();
    let portrait = portrait.map(|portrait| (portrait.source.clone(), portrait.focus));
    Some(Said { portrait, ..said(CardKind::Intern, view, texts) })
}

fn office(published: &Published, words: &Words, site: Shared<CardSite>, office: &PublicOffice) -> Said {
    let mut notices = Notices { map: true, ..Notices::default() };
    let point = on_map(office.latitude, office.longitude);
    let crop = Crop::near(point, MAP_SHARE, MAP.0, MAP.1);
    let dot = crop.on(point);
    // Drawings are a few hundred units wide.
    let whole = |value: f64| value.round() as i64;
    let map = CardMap {
        width: whole(crop.width),
        height: whole(crop.height),
        transform: maps::transform(&crop),
        x: whole(dot.x),
        y: whole(dot.y),
    };
    let view = OfficeCardView {
        site,
        city: wording::marked(&office.name.value, &mut notices),
        country: wording::country(office, &mut notices),
        counted: counted(words, office.interns.len()),
        map,
        notices: notices.required(organisation(published), words),
    };
    said(CardKind::Office, view, vec![written(&office.name)])
}

fn goal(published: &Published, words: &Words, site: Shared<CardSite>, number: u8) -> Option<Said> {
    let public = published.goals.iter().find(|goal| goal.number == number)?;
    let goal = goals::goal(number)?;
    let view = GoalCardView {
        site,
        number: usize::from(number),
        title: goal.title_in(words.language()).to_owned(),
        colour: format!("#{}", goal.colour),
        ink: format!("#{}", goal.ink()),
        counted: counted(words, public.interns.len()),
        notices: Notices { goals: true, ..Notices::default() }.required(organisation(published), words),
    };
    Some(said(CardKind::Goal, view, Vec::new()))
}

fn organisation(published: &Published) -> &str {
    &published.config.organisation.name
}

/// "3 interns"; nothing where there is none, since a card is no list.
fn counted(words: &Words, n: usize) -> String {
    if n == 0 { String::new() } else { words.count("say_interns", n) }
}

/// What somebody is told who does not see the card.
pub(super) fn alt(maker: &Maker<'_>, subject: Subject, pictured: bool) -> String {
    let (words, published) = (maker.words(), maker.published);
    let site = || words.fill("say_card_site", &[("title", &published.config.title)]);
    match subject {
        Subject::Site => site(),
        Subject::Story(person) => match maker.intern(person) {
            Some(intern) => story_alt(maker, intern, &intern.title, pictured),
            None => site(),
        },
        Subject::Update(person, place) => match maker.intern(person).and_then(|i| Some((i, i.updates.get(place)?))) {
            Some((intern, update)) => story_alt(maker, intern, &update.title, pictured),
            None => site(),
        },
        Subject::Office(office) => {
            let place = maker.place(office, &mut Notices::default());
            words.fill("say_card_office", &[("place", &place)])
        }
        Subject::Donor(donor) => {
            let name = published.donors.get(donor.0).map_or("", |donor| donor.name.value.as_str());
            words.fill("say_card_donor", &[("name", name)])
        }
        Subject::Goal(number) => words.fill("say_card_goal", &[("title", &crate::pages::goals::title(maker, number))]),
    }
}

fn story_alt(maker: &Maker<'_>, intern: &PublicIntern, title: &Text, pictured: bool) -> String {
    let mut notices = Notices::default();
    let (person, _) = wording::person(maker.words(), intern);
    let title = wording::marked(&title.value, &mut notices);
    let place = maker.place(intern.office, &mut notices);
    let card = [("title", title.as_str()), ("person", &person), ("place", &place)];
    let card = maker.words().fill("say_card_story", &card);
    match intern.portrait.as_ref().filter(|_| pictured) {
        Some(portrait) => {
            let shown = wording::marked(&portrait.alt.value, &mut notices);
            maker.words().fill("say_card_pictured", &[("card", &card), ("picture", &shown)])
        }
        None => card,
    }
}
