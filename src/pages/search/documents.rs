//! The documents of the index and the words of each.

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

use super::super::wording::{self, Notices};
use super::super::{cohorts, facets, prose, rules};
use super::{ToSearch, prose_of};
use crate::asset::picture::{Frame, Spot};
use crate::consent::published::{PageIx, PersonIx, ProseIx, PublicIntern, PublicProse, PublicTo, Published};
use crate::diagnostic::Diagnostic;
use crate::hash::Hash128;
use crate::index::{Entry, List};
use crate::markdown::{ImageOutcome, LinkOutcome, Wording};
use crate::reference::goals;
use crate::route::{Facet, FacetKind, Routes, Target};
use crate::search::Terms;
use crate::theme::{Theme, Words};
use crate::view::contract::feed_bytes;

/// What a word counts for, by where it stands; in a text it counts one.
const NAME: u8 = 24;
const TITLE: u8 = 8;
const PLACE: u8 = 6;
const FACT: u8 = 3;
const SUMMARY: u8 = 2;
/// What a page is called that is not one person's: who looks for "Nairobi"
/// wants the office first.
const HEADING: u8 = 32;

/// What is known of a document besides its text.
#[derive(Debug)]
pub(super) struct Fields {
    /// Stands for its card.
    pub(super) hash: Hash128,
    /// How many words its text has.
    pub(super) words: u32,
    pub(super) kosovo: bool,
}

/// The documents: pages that gather, pages, and then stories, oldest first, so
/// that a new story changes the number of no other.
pub(super) fn targets(published: &Published) -> Vec<Target> {
    let gathering = FacetKind::ALL.into_iter().flat_map(|kind| facets::all(published, kind));
    let mut all: Vec<Target> = gathering.map(|facet| Target::Facet(facet, 1)).collect();
    all.extend((0..published.pages.len()).map(|page| Target::Page(PageIx(page))));
    let interns = published.interns.iter().enumerate().rev();
    let mut stories = Vec::with_capacity(published.interns.len());
    for (index, intern) in interns {
        stories.push((intern.published, Target::Intern(PersonIx(index))));
        let updates = intern.updates.iter().enumerate();
        stories.extend(updates.map(|(place, update)| (update.published, Target::Update(PersonIx(index), place))));
    }
    stories.sort_by_key(|(day, _)| *day);
    all.extend(stories.into_iter().map(|(_, target)| target));
    all
}

/// Reads documents, with names at hand that many of them share.
pub(super) struct Documents<'a> {
    searched: &'a ToSearch<'a>,
    words: &'a Words,
    /// How portraits stand on cards.
    frame: &'a Frame,
    routes: Routes<'a>,
    places: Vec<(String, bool)>,
    /// Title and year.
    cohorts: Vec<(String, String)>,
    levels: [String; 2],
}

/// The words of a document under construction.
struct Page<'p> {
    fields: Vec<(&'p str, u8)>,
    /// Further parts of its card.
    card: Vec<u8>,
    notices: Notices,
}

impl<'a> Documents<'a> {
    pub(super) fn new(searched: &'a ToSearch<'a>, theme: &'a Theme) -> Self {
        let words = theme.words();
        let published = searched.published;
        let places = published.offices.iter().map(|office| {
            let mut notices = Notices::default();
            (wording::place(office, &mut notices), notices.kosovo)
        });
        let cohorts = published
            .cohorts
            .iter()
            .map(|cohort| (cohorts::plain_title(cohort, &mut Notices::default()), cohort.year.to_string()));
        Self {
            searched,
            words,
            frame: theme.frames().of(Spot::Card),
            routes: Routes::new(published),
            places: places.collect(),
            cohorts: cohorts.collect(),
            levels: crate::content::intern::Level::ALL.map(|level| wording::level(words, level)),
        }
    }

    pub(super) fn entries(&self, targets: &[Target]) -> Result<Vec<(Entry, Fields)>, Diagnostic> {
        targets.par_iter().enumerate().map(|(number, target)| self.entry(number, target)).collect()
    }

    fn entry(&self, number: usize, target: &Target) -> Result<(Entry, Fields), Diagnostic> {
        let mut page = Page { fields: Vec::with_capacity(24), card: Vec::new(), notices: Notices::default() };
        self.fill(target, &mut page);
        let mut key = Vec::with_capacity(1024);
        for (text, weight) in &page.fields {
            key.push(*weight);
            feed_bytes(text.as_bytes(), &mut key);
        }
        feed_bytes(&page.card, &mut key);
        feed_bytes(self.routes.href(target).as_bytes(), &mut key);
        let hash = Hash128::of(&key);
        let ix = prose_of(target);
        let text = ix.and_then(|ix| Some((ix, self.searched.published.prose(ix)?)));
        let words = text.map_or(0, |(_, prose)| prose.doc.words);
        let fields = Fields { hash, words, kosovo: page.notices.kosovo || text.is_some_and(|(_, prose)| prose.marked) };
        let whole = |(_, prose): &(ProseIx, &PublicProse)| !self.has_gaps(prose);
        let key = text.filter(whole).map(|(_, prose)| {
            feed_bytes(&prose.doc.digest.to_bytes(), &mut key);
            (Hash128::of(&key), prose.origin.whole().file)
        });
        let key = key.filter(|(_, file)| (self.searched.keeps)(*file)).map(|(key, _)| key);
        if let Some(place) = key.and_then(|key| self.searched.kept.place(number, key)) {
            return Ok((Entry { key, list: List::Kept(place) }, fields));
        }
        let body = text.map(|(ix, prose)| self.body(ix, prose)).transpose()?;
        let terms = self.searched.lexicon.fields(page.fields.iter().copied(), body.as_ref());
        Ok((Entry { key, list: List::New(terms) }, fields))
    }

    /// Whether words of a text are left out of its page.
    fn has_gaps(&self, prose: &PublicProse) -> bool {
        prose.has_gaps() || prose.links.iter().any(|link| self.is_withheld(&link.to))
    }

    fn is_withheld(&self, to: &PublicTo) -> bool {
        match to {
            PublicTo::Withheld(_) => true,
            PublicTo::Here | PublicTo::Static(_) => false,
            PublicTo::Address(url) => rules::is_gone(self.searched.published, url),
            record => self.routes.target(record).is_none(),
        }
    }

    /// The words of a text, as far as its page shows them.
    fn body(&self, ix: ProseIx, prose: &PublicProse) -> Result<Terms, Diagnostic> {
        let lexicon = self.searched.lexicon;
        let gaps = self.has_gaps(prose);
        if let Some(terms) = prose.terms.as_ref().filter(|_| !gaps) {
            return Ok(terms.clone());
        }
        let doc = prose::doc(prose, ix, self.searched.tree, self.searched.published)?;
        if !gaps {
            return Ok(doc.html_with_holes().map(|html| lexicon.html(html)).unwrap_or_default());
        }
        let links = prose.links.iter().map(|link| match self.is_withheld(&link.to) {
            true => LinkOutcome::Withheld(String::new()),
            false => LinkOutcome::To(String::new()),
        });
        let images = prose.images.iter().map(|image| match image {
            Some(_) => ImageOutcome::Shown { src: String::new(), width: 1, height: 1, webp: None, tone: None },
            None => ImageOutcome::Withheld,
        });
        let html = doc.html(&links.collect::<Vec<_>>(), &images.collect::<Vec<_>>(), &Wording::default());
        Ok(lexicon.html(&html))
    }

    fn fill<'p>(&'p self, target: &Target, page: &mut Page<'p>) {
        let published = self.searched.published;
        match target {
            Target::Intern(person) => {
                if let Some(intern) = published.interns.get(person.0) {
                    self.intern(intern, page);
                }
            }
            Target::Update(person, place) => {
                let intern = published.interns.get(person.0);
                if let Some((intern, update)) = intern.and_then(|intern| Some((intern, intern.updates.get(*place)?))) {
                    page.add(intern.name.as_ref().map(|name| name.value.as_str()), TITLE);
                    page.add(Some(&update.title.value), TITLE);
                    page.add(Some(&update.summary.value), SUMMARY);
                    page.card.extend([u8::from(intern.sample), u8::from(intern.draft || update.draft)]);
                }
            }
            Target::Page(ix) => {
                if let Some(of) = published.pages.get(ix.0) {
                    page.add(Some(&of.title.value), HEADING);
                    page.add(of.summary.as_ref().map(|text| text.value.as_str()), SUMMARY);
                    page.card.push(u8::from(of.draft));
                }
            }
            Target::Facet(facet, _) => self.facet(*facet, page),
            _ => {}
        }
    }

    fn intern<'p>(&'p self, intern: &'p PublicIntern, page: &mut Page<'p>) {
        let published = self.searched.published;
        let place = self.places.get(intern.office.0);
        page.notices.kosovo |= place.is_some_and(|(_, marked)| *marked);
        page.add(intern.name.as_ref().map(|name| name.value.as_str()), NAME);
        page.add(Some(&intern.title.value), TITLE);
        page.add(place.map(|(place, _)| place.as_str()), PLACE);
        if let Some((title, year)) = self.cohorts.get(intern.cohort.0) {
            page.fields.extend([(title.as_str(), FACT), (year.as_str(), FACT)]);
        }
        page.add(self.levels.get(intern.level as usize).map(String::as_str), FACT);
        page.add(Some(&intern.course.value), FACT);
        for text in [&intern.school, &intern.unit].into_iter().flatten() {
            page.add(Some(&text.value), FACT);
        }
        intern.skills.iter().for_each(|skill| page.add(Some(&skill.value), FACT));
        for donor in intern.donors.iter().filter_map(|donor| published.donors.get(donor.0)) {
            page.add(Some(&donor.name.value), FACT);
        }
        for mapping in &intern.sdgs {
            page.add(goals::goal(mapping.goal).map(|goal| goal.title_in(self.words.language())), SUMMARY);
            page.add(mapping.why.as_ref().map(|why| why.value.as_str()), 1);
        }
        page.add(Some(&intern.summary.value), SUMMARY);
        page.add(intern.quote.as_ref().map(|quote| quote.value.as_str()), SUMMARY);
        if let Some(outcome) = &intern.outcome {
            for text in [&outcome.role, &outcome.organisation].into_iter().flatten() {
                page.add(Some(&text.value), 1);
            }
        }
        page.card.extend([u8::from(intern.sample), u8::from(intern.draft), u8::from(intern.name.is_some())]);
        let shown = intern.portrait.as_ref().and_then(|portrait| {
            let picture = self.searched.pictures.get(&portrait.source)?;
            // Its name tells how it is cut, too.
            Some(picture.at(Spot::Card, self.frame, portrait.focus).plain.out)
        });
        shown.iter().for_each(|out| feed_bytes(out.as_str().as_bytes(), &mut page.card));
    }

    fn facet<'p>(&'p self, facet: Facet, page: &mut Page<'p>) {
        let published = self.searched.published;
        match facet {
            Facet::Office(ix) => {
                let Some(office) = published.offices.get(ix.0) else { return };
                page.notices.kosovo |= wording::is_marked(office);
                page.add(Some(&office.name.value), HEADING);
                page.add(Some(office.country.name), NAME);
                page.add(Some(office.country.sub_region), FACT);
                page.add(office.summary.as_ref().map(|text| text.value.as_str()), SUMMARY);
            }
            Facet::Cohort(ix) => {
                if let Some((title, year)) = self.cohorts.get(ix.0) {
                    page.fields.extend([(title.as_str(), HEADING), (year.as_str(), HEADING)]);
                }
                let cohort = published.cohorts.get(ix.0);
                page.add(cohort.and_then(|cohort| cohort.summary.as_ref()).map(|text| text.value.as_str()), SUMMARY);
            }
            Facet::Donor(ix) => {
                let Some(donor) = published.donors.get(ix.0) else { return };
                page.add(Some(&donor.name.value), HEADING);
                for text in [&donor.summary, &donor.restricted_to, &donor.quote].into_iter().flatten() {
                    page.add(Some(&text.value), SUMMARY);
                }
            }
            Facet::Goal(number) => {
                page.add(goals::goal(number).map(|goal| goal.title_in(self.words.language())), HEADING);
                page.add(Some(self.words.get("say_facet_goal")), NAME);
                page.add(Some(NUMBERS.get(usize::from(number)).copied().unwrap_or_default()), NAME);
                let goal = published.goals.iter().find(|goal| goal.number == number);
                page.add(goal.and_then(|goal| goal.contribution.as_ref()).map(|text| text.value.as_str()), SUMMARY);
            }
            Facet::Level(level) => page.add(self.levels.get(level as usize).map(String::as_str), HEADING),
            Facet::School(ix) => page.add(published.schools.get(ix).map(|school| school.name.as_str()), HEADING),
        }
    }
}

/// The numbers of the goals.
const NUMBERS: [&str; 18] =
    ["", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17"];

impl<'p> Page<'p> {
    fn add(&mut self, text: Option<&'p str>, weight: u8) {
        self.fields.extend(text.map(|text| (text, weight)));
    }
}
