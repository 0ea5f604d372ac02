//! The list of interns, profiles, later stories.

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelExtend, ParallelIterator};

use super::maker::About;
use super::wording::{self, Notices};
use super::{Maker, cards, owner_of_intern, paging, prose};
use crate::asset::picture::Spot;
use crate::consent::published::{PersonIx, ProseIx, PublicIntern, Published};
use crate::diagnostic::Place;
use crate::language::foreign;
use crate::route::{Facet, FacetKind, Target};
use crate::text::Span;
use crate::view::contract::{Open, Shared};
use crate::view::lists::InternsView;
use crate::view::profile::{FacetGroup, InternView, MappingView, OutcomeView, ProfileView, UpdateCard, UpdateView};
use crate::view::{Crumb, LinkView, ShareView};

/// What the list can be narrowed by: the kind, what filters call it, and the
/// key of its name.
pub(super) const NARROWED_BY: [(FacetKind, &str, &str); 5] = [
    (FacetKind::Offices, "office", "say_facet_office"),
    (FacetKind::Cohorts, "year", "say_facet_cohort"),
    (FacetKind::Goals, "goal", "say_facet_goal"),
    (FacetKind::Levels, "level", "say_facet_level"),
    (FacetKind::Schools, "school", "say_facet_school"),
];

/// Related interns on a profile.
const RELATED: usize = 4;

pub(super) fn targets(published: &Published) -> Vec<(Target, Option<Place>)> {
    let count = paging::parts(published.interns.len(), published.config.interns_per_page);
    let mut all: Vec<_> = (1..=count).map(|part| (Target::Interns(part), None)).collect();
    let people = published.interns.par_iter().enumerate().flat_map_iter(|(index, intern)| {
        let person = PersonIx(index);
        let updates = intern.updates.iter().enumerate().map(move |(place, update)| {
            let owner = Place::At(Span::start_of(update.story.origin.whole().file));
            (Target::Update(person, place), Some(owner))
        });
        std::iter::once((Target::Intern(person), owner_of_intern(published, person))).chain(updates)
    });
    all.par_extend(people);
    all
}

pub(super) fn list(maker: &Maker<'_>, part: usize) -> InternsView {
    let mut notices = Notices::default();
    let words = maker.words();
    let people: Vec<PersonIx> = (0..maker.published.interns.len()).map(PersonIx).collect();
    let per_page = maker.config().interns_per_page;
    let total = paging::parts(people.len(), per_page);
    let rows = maker.rows(paging::slice(&people, per_page, part), &mut notices);
    let facets = maker.facets(&mut notices);
    // Every change of a person renames it, and need not change every part.
    let directory = maker.directory.filter(|_| part == 1);
    notices.kosovo |= directory.is_some_and(|directory| directory.kosovo);
    let heading = words.get("say_interns_heading").to_owned();
    let target = Target::Interns(part);
    let (heading, trail) = if part > 1 {
        let numbers = [("heading", heading.as_str()), ("page", &part.to_string()), ("pages", &total.to_string())];
        (words.fill("say_part", &numbers), vec![maker.recurring.interns.clone()])
    } else {
        (heading, Vec::new())
    };
    let description = words.fill(
        "say_interns_description",
        &[("programme", &maker.config().programme.name.value), ("page", &part.to_string())],
    );
    let about = About { target: &target, kind: "interns", heading, description: Some(description), trail, notices };
    InternsView {
        site: maker.site.clone(),
        page: maker.page(about),
        counted: maker.counted(people.len()),
        rows,
        pagination: paging::pagination(maker, part, total, Target::Interns),
        facets,
        directory: directory.map(|directory| maker.routes.file(&directory.out)),
    }
}

pub(super) fn profile(maker: &Maker<'_>, person: PersonIx) -> Option<ProfileView> {
    let mut notices = Notices::default();
    let intern = maker.intern(person)?;
    let view = intern_view(maker, person, intern, &mut notices);
    let updates = intern.updates.iter().enumerate().map(|(place, update)| UpdateCard {
        href: maker.href(&Target::Update(person, place)),
        title: wording::told(&update.title, &mut notices),
        summary: wording::told(&update.summary, &mut notices),
        published: maker.date(update.published),
    });
    let updates = updates.collect();
    let locator = maker.locator(intern.office, &mut notices);
    let related = maker.cards(&related(maker.published, person, intern), &mut notices);
    let next = next(maker, person, &mut notices);
    let target = Target::Intern(person);
    let heading = if view.named { view.person.clone() } else { view.title.clone() };
    let mut page = maker.page(About {
        target: &target,
        kind: "intern",
        heading,
        description: Some(view.summary.clone()),
        trail: vec![maker.recurring.interns.clone()],
        notices,
    });
    page.share = share(maker, &target, intern, &view);
    page.sample = intern.sample;
    page.draft = intern.draft;
    Some(ProfileView { site: maker.site.clone(), page, intern: view, locator, updates, related, next })
}

pub(super) fn update(maker: &Maker<'_>, person: PersonIx, place: usize) -> Option<UpdateView> {
    let mut notices = Notices::default();
    let intern = maker.intern(person)?;
    let update = intern.updates.get(place)?;
    let card = maker.card(person, &mut notices)?;
    let summary = wording::told(&update.summary, &mut notices);
    let heading = wording::told(&update.title, &mut notices);
    let (story, outline) = prose::body(maker, ProseIx::Update(person, place), &mut notices);
    let mut others = vec![LinkView { title: card.title.clone(), href: card.href.clone() }];
    others.extend(intern.updates.iter().enumerate().filter(|(other, _)| *other != place).map(|(other, update)| {
        LinkView { title: wording::told(&update.title, &mut notices), href: maker.href(&Target::Update(person, other)) }
    }));
    let person_crumb = Shared::new(Crumb { title: card.person.clone(), href: Some(card.href.clone()) });
    let target = Target::Update(person, place);
    let mut page = maker.page(About {
        target: &target,
        kind: "update",
        heading,
        description: Some(summary.clone()),
        trail: vec![maker.recurring.interns.clone(), person_crumb],
        notices,
    });
    if !intern.social {
        page.share = neutral_share(maker);
    }
    page.sample = intern.sample;
    page.draft = intern.draft || update.draft;
    let published = maker.date(update.published);
    Some(UpdateView { site: maker.site.clone(), page, intern: card, summary, story, outline, published, others })
}

fn intern_view(maker: &Maker<'_>, person: PersonIx, intern: &PublicIntern, notices: &mut Notices) -> InternView {
    let (name, named) = wording::person(maker.words(), intern);
    let school = intern.school.as_ref().and_then(|school| {
        let slug = crate::path::slugify(&school.value)?;
        let index = maker.published.schools.iter().position(|facet| facet.slug == slug)?;
        let title = wording::marked(&maker.published.schools.get(index)?.name, notices);
        Some(Shared::new(LinkView { title, href: maker.href(&Target::Facet(Facet::School(index), 1)) }))
    });
    let nowhere = || Shared::new(LinkView { title: String::new(), href: String::new() });
    let office = maker.recurring.place(intern.office, notices).map(|office| office.link.clone());
    let cohort = maker.recurring.cohort(intern.cohort, notices).map(|cohort| cohort.link.clone());
    let (story, outline) = prose::body(maker, ProseIx::Intern(person), notices);
    InternView {
        person: name,
        named,
        title: wording::told(&intern.title, notices),
        summary: wording::told(&intern.summary, notices),
        quote: intern.quote.as_ref().map(|quote| wording::told(quote, notices)),
        portrait: maker.picture(intern.portrait.as_ref(), Spot::Portrait, notices),
        story,
        outline,
        minutes: prose::minutes(&intern.story),
        office: office.unwrap_or_else(nowhere),
        unit: intern.unit.as_ref().map(|unit| wording::told(unit, notices)),
        cohort: cohort.unwrap_or_else(nowhere),
        course: wording::told(&intern.course, notices),
        level: maker.recurring.level(intern.level).link.clone(),
        school,
        start: maker.date(intern.start),
        end: intern.end.map(|end| maker.date(end)),
        months: intern.half_months.map(|halves| maker.recurring.months(maker.words(), halves)),
        skills: skills(intern, notices),
        donors: intern.donors.iter().filter_map(|ix| maker.recurring.donor(*ix)).collect(),
        goals: mappings(maker, intern, notices),
        outcome: outcome(maker, intern, notices),
        published: maker.date(intern.published),
        updated: intern.updated.map(|date| maker.date(date)),
        extra: Open(intern.extra.clone()),
    }
}

fn skills(intern: &PublicIntern, notices: &mut Notices) -> Vec<String> {
    let shown = intern.skills.iter().map(|skill| wording::marked(&skill.value, notices));
    let shown: Vec<String> = shown.collect();
    match &intern.skills_foreign {
        Some(tag) => {
            notices.untranslated |= !shown.is_empty();
            shown.iter().map(|skill| foreign::mark(skill, tag)).collect()
        }
        None => shown,
    }
}

fn mappings(maker: &Maker<'_>, intern: &PublicIntern, notices: &mut Notices) -> Vec<MappingView> {
    let mut mappings: Vec<MappingView> = Vec::with_capacity(intern.sdgs.len());
    for mapping in &intern.sdgs {
        mappings.push(MappingView {
            goal: maker.tile(mapping.goal),
            target: mapping.target.map(|target| target.to_string()),
            why: mapping.why.as_ref().map(|why| wording::told(why, notices)),
        });
    }
    mappings
}

fn outcome(maker: &Maker<'_>, intern: &PublicIntern, notices: &mut Notices) -> Option<OutcomeView> {
    let outcome = intern.outcome.as_ref()?;
    let words = maker.words();
    Some(OutcomeView {
        kind: wording::outcome_kind(words, outcome.kind),
        role: outcome.role.as_ref().map(|role| wording::told(role, notices)),
        organisation: outcome.organisation.as_ref().map(|name| wording::told(name, notices)),
        since: outcome.since.map(|date| maker.date(date)),
    })
}

/// Share tags: without the scope `social` they carry nothing of the person.
fn share(maker: &Maker<'_>, target: &Target, intern: &PublicIntern, view: &InternView) -> ShareView {
    if !intern.social {
        return neutral_share(maker);
    }
    let image = cards::image_of_intern(maker, target, intern);
    cards::share(view.title.clone(), view.summary.clone(), "article", image)
}

fn neutral_share(maker: &Maker<'_>) -> ShareView {
    let words = maker.words();
    let title = words.get("say_share_title").to_owned();
    let description = words.fill("say_share_description", &[("programme", &maker.config().programme.name.value)]);
    // The card of the site, as on pages that are about nobody.
    cards::share(title, description, "article", cards::image(maker, &Target::Home))
}

/// Interns of the same office, then of the cohort, then of a shared goal; from
/// each list those who follow this one, and from its start again.
fn related(published: &Published, person: PersonIx, intern: &PublicIntern) -> Vec<PersonIx> {
    let office = published.offices.get(intern.office.0).map(|office| &office.interns);
    let cohort = published.cohorts.get(intern.cohort.0).map(|cohort| &cohort.interns);
    let goals = intern.sdgs.iter().filter_map(|mapping| {
        published.goals.iter().find(|goal| goal.number == mapping.goal).map(|goal| &goal.interns)
    });
    let mut found: Vec<PersonIx> = Vec::with_capacity(RELATED);
    for list in office.into_iter().chain(cohort).chain(goals) {
        // Lists are sorted, since they were filled in order.
        let here = list.binary_search(&person).map_or(0, |at| at + 1);
        let after = list.get(here..).unwrap_or_default();
        let before = list.get(..here).unwrap_or_default();
        for other in after.iter().chain(before) {
            if found.len() == RELATED {
                return found;
            }
            if *other != person && !found.contains(other) {
                found.push(*other);
            }
        }
    }
    found
}

/// The next story in the order of publication, from the newest again at the end.
fn next(maker: &Maker<'_>, person: PersonIx, notices: &mut Notices) -> Option<LinkView> {
    let count = maker.published.interns.len();
    let next = PersonIx((person.0 + 1) % count.max(1));
    let intern = maker.intern(next).filter(|_| next != person)?;
    Some(LinkView { title: wording::told(&intern.title, notices), href: maker.href(&Target::Intern(next)) })
}

pub(super) fn facet_groups(maker: &Maker<'_>, notices: &mut Notices) -> Vec<FacetGroup> {
    let groups = NARROWED_BY.into_iter().map(|(kind, key, title)| FacetGroup {
        key,
        title: maker.words().get(title).to_owned(),
        links: super::facets::links(maker, kind, notices),
    });
    groups.filter(|group| !group.links.is_empty()).collect()
}
