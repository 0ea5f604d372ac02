//! What of each record an author may translate, by the words that messages have
//! for it: for marks of originals, and for what is lacking in a language.

use super::cohort::CohortRecord;
use super::donor::DonorRecord;
use super::intern::{InternFacts, UpdateRecord};
use super::office::OfficeRecord;
use super::page::PageRecord;
use super::sdg::GoalRecord;
use super::{Prose, translation};
use crate::hash::Hasher;
use crate::record::Text;

/// A record with texts.
pub trait Translatable {
    /// Its texts. Names are none: they may stay as they are.
    fn texts(&self) -> Vec<(&'static str, &Text)>;

    /// What it says at length, and what that is called.
    fn prose(&self) -> Option<(&'static str, &Prose)>;

    /// What of it lacks a translation into a language.
    fn lacking(&self, language: &str) -> Vec<&'static str> {
        let lacks = |(_, text): &(&str, &Text)| text.others().iter().all(|(tag, _)| tag != language);
        let texts = self.texts().into_iter().filter(lacks).map(|(name, _)| name);
        let prose = self
            .prose()
            .filter(|(_, prose)| prose.doc.words > 0 && prose.others.iter().all(|(tag, _)| tag != language));
        texts.chain(prose.map(|(name, _)| name)).collect()
    }

    /// Eight digits that stand for the words of the original, whatever else its
    /// record says: they change when what is to be translated does.
    fn mark(&self) -> String {
        let mut hasher = Hasher::new();
        for (name, text) in self.texts() {
            hasher.part(name.as_bytes()).part(text.value.as_bytes());
        }
        if let Some((_, prose)) = self.prose() {
            hasher.part(&prose.doc.digest.to_bytes());
        }
        let mut digits = hasher.finish().to_string();
        digits.truncate(translation::MARK);
        digits
    }
}

fn some<'t>(name: &'static str, text: Option<&'t Text>) -> Option<(&'static str, &'t Text)> {
    text.map(|text| (name, text))
}

impl Translatable for InternFacts {
    fn texts(&self) -> Vec<(&'static str, &Text)> {
        let outcome = self.outcome.as_ref();
        let own = [
            some("title", Some(&self.title)),
            some("summary", Some(&self.summary)),
            some("course", Some(&self.course)),
            some("quote", self.quote.as_ref()),
            some("unit", self.unit.as_ref()),
            some("alt", self.portrait.as_ref().map(|portrait| &portrait.alt)),
            some("role", outcome.and_then(|outcome| outcome.role.as_ref())),
        ];
        let reasons = self.sdgs.iter().filter_map(|mapping| some("sdgs", mapping.why.as_ref()));
        own.into_iter().flatten().chain(reasons).collect()
    }

    fn prose(&self) -> Option<(&'static str, &Prose)> {
        Some(("story", &self.story))
    }
}

impl Translatable for UpdateRecord {
    fn texts(&self) -> Vec<(&'static str, &Text)> {
        vec![("title", &self.title), ("summary", &self.summary)]
    }

    fn prose(&self) -> Option<(&'static str, &Prose)> {
        Some(("story", &self.story))
    }
}

impl Translatable for PageRecord {
    fn texts(&self) -> Vec<(&'static str, &Text)> {
        [some("title", Some(&self.title)), some("summary", self.summary.as_ref())].into_iter().flatten().collect()
    }

    fn prose(&self) -> Option<(&'static str, &Prose)> {
        Some(("text", &self.story))
    }
}

impl Translatable for OfficeRecord {
    fn texts(&self) -> Vec<(&'static str, &Text)> {
        some("summary", self.summary.as_ref()).into_iter().collect()
    }

    fn prose(&self) -> Option<(&'static str, &Prose)> {
        self.description.as_ref().map(|prose| ("description", prose))
    }
}

impl Translatable for CohortRecord {
    fn texts(&self) -> Vec<(&'static str, &Text)> {
        [some("title", self.title.as_ref()), some("summary", self.summary.as_ref())].into_iter().flatten().collect()
    }

    fn prose(&self) -> Option<(&'static str, &Prose)> {
        self.description.as_ref().map(|prose| ("description", prose))
    }
}

impl Translatable for DonorRecord {
    fn texts(&self) -> Vec<(&'static str, &Text)> {
        let pictures = self.photo.iter().chain(&self.logo).map(|picture| ("alt", &picture.alt));
        let own = [
            some("summary", self.summary.as_ref()),
            some("restricted_to", self.restricted_to.as_ref()),
            some("quote", self.quote.as_ref()),
        ];
        own.into_iter().flatten().chain(pictures).collect()
    }

    fn prose(&self) -> Option<(&'static str, &Prose)> {
        self.description.as_ref().map(|prose| ("description", prose))
    }
}

impl Translatable for GoalRecord {
    fn texts(&self) -> Vec<(&'static str, &Text)> {
        vec![("contribution", &self.contribution)]
    }

    fn prose(&self) -> Option<(&'static str, &Prose)> {
        self.description.as_ref().map(|prose| ("description", prose))
    }
}
