//! What is published in each further language: the same records under the same
//! indexes, each text in that language or marked as being in the default one.
//!
//! Made after the gate from what it let through, so nothing can be shown in one
//! language that is withheld in another.

use std::sync::Arc;

use super::{
    PublicCohort, PublicDonor, PublicGoal, PublicIntern, PublicOffice, PublicPage, PublicProse, PublicUpdate,
    Published, SchoolFacet,
};
use crate::config::{self, Config};
use crate::record::Text;
use crate::reference::countries;

/// Which of a site's languages something is in.
#[derive(Debug, Clone)]
pub struct Edition {
    /// Its place among the languages of the site, of which the default is the
    /// first.
    pub number: usize,
    /// What its addresses begin with: nothing, or `/fr`.
    pub prefix: String,
    /// The default language.
    pub original: Arc<str>,
    /// All languages of the site.
    pub all: Arc<[Tongue]>,
    /// Whether nobody has checked the translations.
    pub unreviewed: bool,
}

/// A language of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tongue {
    /// Its tag.
    pub tag: String,
    /// What its addresses begin with.
    pub prefix: String,
}

impl Edition {
    /// The edition in the default language.
    pub fn first(config: &Config) -> Self {
        let further = config.languages.iter().map(|edition| edition.tag.as_str());
        let prefix = |tag: &str| if tag == config.language { String::new() } else { format!("/{tag}") };
        let tongue = |tag: &str| Tongue { tag: tag.to_owned(), prefix: prefix(tag) };
        let all = std::iter::once(config.language.as_str()).chain(further).map(tongue).collect();
        let original = config.language.as_str().into();
        Self { number: 0, prefix: String::new(), original, all, unreviewed: false }
    }

    /// Whether the site is in several languages.
    pub fn has_others(&self) -> bool {
        self.all.len() > 1
    }

    fn further(&self, number: usize, edition: &config::Edition) -> Self {
        let prefix = self.all.get(number).map(|tongue| tongue.prefix.clone()).unwrap_or_default();
        Self { number, prefix, unreviewed: !edition.reviewed, ..self.clone() }
    }
}

/// Turns texts into a language.
struct Turn<'t> {
    language: &'t str,
    original: &'t Arc<str>,
}

impl Published {
    /// The site in each of its further languages, in their order.
    pub fn further(&self) -> Vec<Self> {
        let editions = self.config.languages.iter().enumerate();
        let mut plain: Vec<Option<Arc<PublicIntern>>> = Vec::new();
        editions.map(|(place, edition)| self.turned(place + 1, edition, &mut plain)).collect()
    }

    /// `plain` has the people without any translation, who are the same in all
    /// further languages.
    fn turned(&self, number: usize, edition: &config::Edition, plain: &mut Vec<Option<Arc<PublicIntern>>>) -> Self {
        let turn = Turn { language: &edition.tag, original: &self.edition.original };
        plain.resize(self.interns.len(), None);
        let interns = self.interns.iter().zip(plain).map(|(intern, plain)| {
            let turned = || Arc::new(turn.intern(intern));
            if intern.is_translated() { turned() } else { Arc::clone(plain.get_or_insert_with(turned)) }
        });
        let schools = self.schools.iter().map(|school| {
            let named = school.interns.iter().find_map(|person| {
                let school = self.interns.get(person.0)?.school.as_ref()?;
                school.others().iter().find(|(tag, _)| *tag == edition.tag).map(|(_, name)| name.value.clone())
            });
            SchoolFacet { name: named.unwrap_or_else(|| school.name.clone()), ..school.clone() }
        });
        Self {
            config: turn.config(&self.config, edition),
            edition: self.edition.further(number, edition),
            date: self.date,
            interns: interns.collect(),
            offices: self.offices.iter().map(|office| turn.office(office)).collect(),
            cohorts: self.cohorts.iter().map(|cohort| turn.cohort(cohort)).collect(),
            donors: self.donors.iter().map(|donor| turn.donor(donor)).collect(),
            goals: self.goals.iter().map(|goal| turn.goal(goal)).collect(),
            pages: self.pages.iter().map(|page| turn.page(page)).collect(),
            statics: self.statics.clone(),
            placements: self.placements.clone(),
            gone: self.gone.clone(),
            schools: schools.collect(),
            levels: self.levels.clone(),
        }
    }
}

impl PublicIntern {
    /// Whether any text of a person is in any further language.
    pub fn is_translated(&self) -> bool {
        let update = |update: &PublicUpdate| {
            !update.title.others().is_empty() || !update.summary.others().is_empty() || !update.story.others.is_empty()
        };
        let portrait = self.portrait.iter().flat_map(|portrait| std::iter::once(&portrait.alt).chain(&portrait.credit));
        let outcome = self.outcome.iter().flat_map(|outcome| outcome.role.iter().chain(&outcome.organisation));
        let reasons = self.sdgs.iter().filter_map(|mapping| mapping.why.as_ref());
        let own = [&self.title, &self.summary, &self.course].into_iter().chain(&self.quote).chain(&self.unit);
        let mut texts = own.chain(portrait).chain(outcome).chain(reasons);
        !self.story.others.is_empty()
            || !self.other_skills.is_empty()
            || texts.any(|text| !text.others().is_empty())
            || self.updates.iter().any(update)
    }
}

impl Turn<'_> {
    fn text(&self, text: &mut Text) {
        text.turn_into(self.language, self.original);
    }

    fn texts<'x>(&self, texts: impl IntoIterator<Item = &'x mut Text>) {
        texts.into_iter().for_each(|text| self.text(text));
    }

    fn prose(&self, prose: &mut Arc<PublicProse>) {
        let found = prose.others.iter().find(|(tag, _)| tag == self.language).map(|(_, other)| Arc::clone(other));
        *prose = found.unwrap_or_else(|| {
            let foreign = Some(Arc::clone(self.original));
            // Its words have the numbers of the default language's lexicon.
            Arc::new(PublicProse { foreign, terms: None, others: Vec::new(), ..PublicProse::clone(prose) })
        });
    }

    fn config(&self, config: &Config, edition: &config::Edition) -> Config {
        let mut config = config.clone();
        config.language.clone_from(&edition.tag);
        if let Some(title) = &edition.title {
            config.title.clone_from(&title.value);
        }
        match &edition.description {
            Some(description) => config.description = Some(description.clone()),
            None => self.texts(&mut config.description),
        }
        // Names stay as they are where they have no form in the language.
        self.text(&mut config.programme.name);
        self.texts(&mut config.programme.partner);
        self.texts(config.sections.iter_mut().map(|section| &mut section.title));
        self.texts(config.menu.iter_mut().map(|item| &mut item.title));
        self.texts(config.tiers.iter_mut().map(|(_, title)| title));
        config
    }

    fn intern(&self, intern: &PublicIntern) -> PublicIntern {
        let mut intern = intern.clone();
        self.texts([&mut intern.title, &mut intern.summary, &mut intern.course]);
        self.texts(intern.quote.iter_mut().chain(&mut intern.unit));
        self.texts(intern.sdgs.iter_mut().filter_map(|mapping| mapping.why.as_mut()));
        if let Some(portrait) = &mut intern.portrait {
            self.text(&mut portrait.alt);
            self.texts(&mut portrait.credit);
        }
        if let Some(outcome) = &mut intern.outcome {
            self.texts(outcome.role.iter_mut().chain(&mut outcome.organisation));
        }
        match intern.other_skills.iter().position(|(tag, _)| tag == self.language) {
            Some(at) => intern.skills = intern.other_skills.swap_remove(at).1,
            None => intern.skills_foreign = Some(Arc::clone(self.original)),
        }
        intern.other_skills = Vec::new();
        self.prose(&mut intern.story);
        for update in &mut intern.updates {
            self.texts([&mut update.title, &mut update.summary]);
            self.prose(&mut update.story);
        }
        intern
    }

    fn office(&self, office: &PublicOffice) -> PublicOffice {
        let mut office = office.clone();
        office.country = countries::in_language(office.country, self.language);
        self.text(&mut office.name);
        self.texts(&mut office.summary);
        self.texts(office.sdgs.iter_mut().filter_map(|mapping| mapping.why.as_mut()));
        office.story.iter_mut().for_each(|story| self.prose(story));
        office
    }

    fn cohort(&self, cohort: &PublicCohort) -> PublicCohort {
        let mut cohort = cohort.clone();
        self.texts(cohort.title.iter_mut().chain(&mut cohort.summary));
        self.texts(cohort.sources.iter_mut().map(|source| &mut source.title));
        cohort.story.iter_mut().for_each(|story| self.prose(story));
        cohort
    }

    fn donor(&self, donor: &PublicDonor) -> PublicDonor {
        let mut donor = donor.clone();
        let own = donor.summary.iter_mut().chain(&mut donor.restricted_to).chain(&mut donor.quote);
        self.texts(own.chain(&mut donor.amount));
        for picture in donor.photo.iter_mut().chain(&mut donor.logo) {
            self.text(&mut picture.alt);
            self.texts(&mut picture.credit);
        }
        donor.story.iter_mut().for_each(|story| self.prose(story));
        donor
    }

    fn goal(&self, goal: &PublicGoal) -> PublicGoal {
        let mut goal = goal.clone();
        self.texts(&mut goal.contribution);
        goal.story.iter_mut().for_each(|story| self.prose(story));
        goal
    }

    fn page(&self, page: &PublicPage) -> PublicPage {
        let mut page = page.clone();
        self.text(&mut page.title);
        self.texts(&mut page.summary);
        self.prose(&mut page.story);
        page
    }
}
