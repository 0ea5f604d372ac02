//! What is public of each record: the one place where a part that consent does
//! not cover is dropped.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};
use rayon::slice::ParallelSliceMut;

use super::Gate;
use super::back;
use super::pictures;
use super::published::{
    CohortIx, DonorIx, Edition, OfficeIx, PageIx, PersonIx, Placement, PublicCohort, PublicDonor, PublicGoal,
    PublicIntern, PublicLink, PublicOffice, PublicOutcome, PublicPage, PublicPicture, PublicProse, PublicTo,
    PublicUpdate, Published,
};
use super::standing::{self, Fate};
use crate::content::Prose;
use crate::content::intern::{Portrait, Scope};
use crate::diagnostic::{Code, Diagnostic};
use crate::kind::RecordKind;
use crate::reference::countries;
use crate::site::{self, Intern, LinkTo, ProseRefs, RecordRef, Site};
use crate::text::{FileId, Span};

/// Where each record of the site stands among the published ones.
pub(super) struct Map {
    people: Vec<Option<PersonIx>>,
    /// For each person, the place of each later story among the public ones.
    updates: Vec<Vec<Option<usize>>>,
    donors: Vec<Option<DonorIx>>,
    pages: Vec<Option<PageIx>>,
    /// Indexes of the public interns, in the order of publication.
    order: Vec<usize>,
}

impl Map {
    pub(super) fn new(site: &Site, fates: &[Fate], gate: Gate) -> Self {
        let public = site.interns.iter().zip(fates).enumerate().filter(|(_, (_, fate))| fate.is_public());
        let mut keyed: Vec<_> = public
            .map(|(index, (i, _))| (std::cmp::Reverse(i.facts.schedule.published), i.facts.id.as_str(), index))
            .collect();
        keyed.par_sort_unstable();
        let order: Vec<usize> = keyed.into_iter().map(|(.., index)| index).collect();
        let mut people = vec![None; site.interns.len()];
        for (place, index) in order.iter().enumerate() {
            if let Some(slot) = people.get_mut(*index) {
                *slot = Some(PersonIx(place));
            }
        }
        let updates = site.interns.iter().map(|intern| {
            number(intern.updates.iter().map(|update| standing::is_due(&update.record.schedule, gate)), |n| n)
        });
        Self {
            people,
            updates: updates.collect(),
            donors: number(site.donors.iter().map(|d| !d.record.anonymous && d.record.permission.name), DonorIx),
            pages: number(site.pages.iter().map(|p| standing::is_due(&p.record.schedule, gate)), PageIx),
            order,
        }
    }

    /// Files of people that name a donor who is not named in public.
    pub(super) fn naming_donors(&self, site: &Site) -> BTreeSet<FileId> {
        let unnamed = |donor: &site::DonorId| self.donors.get(donor.0).copied().flatten().is_none();
        let naming = site.interns.iter().filter(|intern| intern.donors.iter().any(unnamed));
        naming.map(|intern| intern.facts.file).collect()
    }

    pub(super) fn publish(
        self,
        site: Site,
        placements: Vec<Placement>,
        gone: Vec<String>,
        gate: Gate,
        problems: &mut Vec<Diagnostic>,
    ) -> Published {
        let Site { config, interns, offices, cohorts, donors, goals, pages, statics, .. } = site;
        let interns = self.interns(interns, gate, problems).collect();
        let offices = offices
            .into_iter()
            .map(|office| PublicOffice {
                interns: Vec::new(),
                story: self.optional(office.record.description, office.refs, problems),
                id: office.record.id,
                name: office.record.name,
                capital: office.record.capital,
                country: countries::in_language(office.record.country, &config.language),
                latitude: office.record.latitude,
                longitude: office.record.longitude,
                kind: office.record.kind,
                summary: office.record.summary,
                sdgs: office.record.sdgs,
                url: office.record.url,
                extra: office.record.extra,
            })
            .collect();
        let cohorts = cohorts
            .into_iter()
            .map(|cohort| PublicCohort {
                interns: Vec::new(),
                story: self.optional(cohort.record.description, cohort.refs, problems),
                id: cohort.record.id,
                year: cohort.record.year,
                title: cohort.record.title,
                summary: cohort.record.summary,
                sources: cohort.record.sources,
                declared: cohort.record.declared,
                extra: cohort.record.extra,
            })
            .collect();
        let donors = donors.into_iter().filter_map(|donor| self.donor(donor, problems)).collect();
        let goals = goals
            .into_iter()
            .map(|goal| PublicGoal {
                interns: Vec::new(),
                number: goal.record.number,
                contribution: Some(goal.record.contribution),
                targets: goal.record.targets,
                story: self.optional(goal.record.description, goal.refs, problems),
            })
            .collect();
        let pages = pages.into_iter().filter_map(|page| self.page(page, gate, problems)).collect();
        let mut published = Published {
            edition: Edition::first(&config),
            config,
            date: gate.today,
            interns,
            offices,
            cohorts,
            donors,
            goals,
            pages,
            statics,
            placements,
            gone,
            schools: Vec::new(),
            levels: Vec::new(),
        };
        back::link(&mut published);
        published
    }

    /// The public ones, in the order of publication.
    fn interns(
        &self,
        interns: Vec<Intern>,
        gate: Gate,
        problems: &mut Vec<Diagnostic>,
    ) -> impl Iterator<Item = Arc<PublicIntern>> {
        let all = interns.into_par_iter().zip(&self.people);
        let (mut public, found): (Vec<Option<Arc<PublicIntern>>>, Vec<Vec<Diagnostic>>) = all
            .map(|(intern, person)| {
                let mut found = Vec::new();
                let public = person.map(|_| Arc::new(self.intern(intern, gate, &mut found).noting_texts()));
                (public, found)
            })
            .unzip();
        problems.extend(found.into_iter().flatten());
        self.order.iter().filter_map(move |index| public.get_mut(*index)?.take())
    }

    fn intern(&self, intern: Intern, gate: Gate, problems: &mut Vec<Diagnostic>) -> PublicIntern {
        let half_months = intern.half_months();
        let Intern { facts, office, cohort, donors, portrait, refs, updates } = intern;
        let facts = *facts;
        let scopes = facts.consent.scopes.unwrap_or_default();
        let has = |scope: Scope| scopes.contains(&scope);
        let story = self.prose(facts.story, refs, has(Scope::Photo), problems);
        let portrait = portrait.zip(facts.portrait).filter(|_| has(Scope::Photo)).map(|(source, portrait)| {
            pictures::warn_of_portrait(&portrait, problems);
            let Portrait { file, alt, credit, focus, .. } = portrait;
            PublicPicture { source, span: file.span, alt, credit, focus }
        });
        let outcome = facts.outcome.filter(|_| has(Scope::Outcome)).map(|outcome| PublicOutcome {
            kind: outcome.kind,
            role: outcome.role,
            organisation: outcome.organisation,
            since: outcome.since,
        });
        let donors = donors.into_iter().filter(|_| has(Scope::DonorLink));
        PublicIntern {
            id: facts.id,
            file: facts.file,
            name: has(Scope::Name).then_some(facts.name),
            course: facts.course,
            level: facts.level,
            school: facts.school,
            unit: facts.unit,
            start: facts.start,
            end: facts.end,
            half_months,
            office: OfficeIx(office.0),
            cohort: CohortIx(cohort.0),
            donors: donors.filter_map(|donor| self.donors.get(donor.0).copied().flatten()).collect(),
            sdgs: facts.sdgs,
            skills: facts.skills,
            other_skills: facts.other_skills,
            skills_foreign: None,
            title: facts.title,
            summary: facts.summary,
            quote: facts.quote.filter(|_| has(Scope::Quote)),
            published: facts.schedule.published.unwrap_or(gate.today),
            updated: facts.updated,
            draft: facts.schedule.draft,
            sample: facts.sample,
            featured: facts.featured,
            aliases: facts.aliases,
            portrait,
            outcome,
            social: has(Scope::Social),
            telling: false,
            extra: facts.extra,
            story,
            updates: updates
                .into_iter()
                .filter(|update| standing::is_due(&update.record.schedule, gate))
                .map(|update| PublicUpdate {
                    slug: update.record.slug,
                    title: update.record.title,
                    summary: update.record.summary,
                    published: update.record.schedule.published.unwrap_or(gate.today),
                    draft: update.record.schedule.draft,
                    story: self.prose(update.record.story, update.refs, has(Scope::Photo), problems),
                })
                .collect(),
        }
    }

    fn donor(
        &self,
        donor: site::Linked<crate::content::donor::DonorRecord>,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<PublicDonor> {
        let site::Linked { record, refs, pictures } = donor;
        let permission = &record.permission;
        if record.anonymous || !permission.name {
            if !record.anonymous {
                let place = permission.span.unwrap_or_else(|| record.name.origin.whole());
                let message =
                    format!("`{}` has not permitted the use of the name, so this donor stays anonymous.", record.id);
                let help = "Add `name` to the scopes of [permission] once it is on file, or `anonymous = true` if that is meant.";
                problems.push(Diagnostic::new(Code::DonorUnnamed, place, message).help(help));
            }
            return None;
        }
        let mut pictures = pictures.into_iter();
        let mut picture = |record: Option<Portrait>, allowed: bool| {
            let source = pictures.next().flatten();
            source.zip(record).filter(|_| allowed).map(|(source, p)| PublicPicture {
                source,
                span: p.file.span,
                alt: p.alt,
                credit: p.credit,
                focus: p.focus,
            })
        };
        Some(PublicDonor {
            interns: Vec::new(),
            photo: picture(record.photo, permission.photo),
            logo: picture(record.logo, permission.logo),
            quote: record.quote.filter(|_| permission.quote),
            amount: record.amount.filter(|_| permission.amount),
            story: self.optional(record.description, refs, problems),
            id: record.id,
            name: record.name,
            sort_key: record.sort_key,
            kind: record.kind,
            tier: record.tier,
            years: record.years,
            since: record.since,
            restricted_to: record.restricted_to,
            summary: record.summary,
            url: record.url,
            tribute: record.tribute,
            extra: record.extra,
        })
    }

    fn page(&self, page: site::Page, gate: Gate, problems: &mut Vec<Diagnostic>) -> Option<PublicPage> {
        let record = page.record;
        standing::is_due(&record.schedule, gate).then(|| PublicPage {
            id: record.id,
            file: record.file,
            title: record.title,
            summary: record.summary,
            published: record.schedule.published,
            draft: record.schedule.draft,
            aliases: record.aliases,
            template: record.template,
            extra: record.extra,
            story: self.prose(record.story, page.refs, true, problems),
        })
    }

    fn optional(
        &self,
        prose: Option<Prose>,
        refs: ProseRefs,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Arc<PublicProse>> {
        prose.map(|prose| self.prose(prose, refs, true, problems))
    }

    /// A text whose links to what is withheld are marked, and whose pictures
    /// are there only if they may be shown.
    fn prose(&self, prose: Prose, refs: ProseRefs, photo: bool, problems: &mut Vec<Diagnostic>) -> Arc<PublicProse> {
        // What may be shown of a text may be shown of its translations.
        let others = prose.others.into_iter().zip(refs.others);
        let others = others.map(|((tag, other), refs)| (tag, self.prose(other, refs, photo, problems))).collect();
        pictures::warn(&prose.doc, &refs.images, photo, problems);
        let links: Vec<PublicLink> = refs
            .links
            .into_iter()
            .map(|link| PublicLink {
                to: self.link(&link.to, link.span, problems),
                fragment: link.fragment,
                span: link.span,
            })
            .collect();
        for (place, link) in links.iter().enumerate() {
            if matches!(link.to, PublicTo::Withheld(_)) && prose.doc.is_in_heading(place) {
                // The words of a heading live on in its id and in contents lists.
                let message = "This heading links to a record that is withheld, and its words cannot be replaced.";
                problems.retain(|p| p.code != Code::LinkToWithheld || p.place != link.span.into());
                problems.push(
                    Diagnostic::new(Code::WithheldName, link.span, message).help("Take the link out of the heading."),
                );
            }
        }
        // What they lead to is in the links above; the words are not needed.
        let mut doc = prose.doc;
        doc.links = Vec::new();
        let images = refs.images.into_iter().map(|image| image.filter(|_| photo)).collect();
        let Prose { origin, marked, terms, .. } = prose;
        let doc = Arc::new(doc);
        let text = PublicProse { terms, links, images, doc, origin, marked, foreign: None, others };
        // Among its words may be those of a link or a picture that is left out.
        Arc::new(if text.has_gaps() { PublicProse { terms: None, ..text } } else { text })
    }

    fn link(&self, to: &LinkTo, span: Span, problems: &mut Vec<Diagnostic>) -> PublicTo {
        let record = match to {
            LinkTo::Here => return PublicTo::Here,
            LinkTo::Static(out) => return PublicTo::Static(out.clone()),
            LinkTo::Address(url) => return PublicTo::Address(url.clone()),
            // The build fails on what was reported; nothing is shown of it.
            LinkTo::Broken => return PublicTo::Here,
            LinkTo::Record(record) => *record,
        };
        let person = |id: site::InternId| self.people.get(id.0).copied().flatten();
        let (found, kind) = match record {
            RecordRef::Intern(id) => (person(id).map(PublicTo::Intern), RecordKind::Intern),
            RecordRef::Update(id, place) => {
                let place = self.updates.get(id.0).and_then(|places| places.get(place).copied().flatten());
                let kind = if person(id).is_some() { RecordKind::Page } else { RecordKind::Intern };
                (person(id).zip(place).map(|(person, place)| PublicTo::Update(person, place)), kind)
            }
            RecordRef::Office(id) => (Some(PublicTo::Office(OfficeIx(id.0))), RecordKind::Office),
            RecordRef::Cohort(id) => (Some(PublicTo::Cohort(CohortIx(id.0))), RecordKind::Cohort),
            RecordRef::Goal(number) => (Some(PublicTo::Goal(number)), RecordKind::Goal),
            RecordRef::Donor(id) => (self.donors.get(id.0).copied().flatten().map(PublicTo::Donor), RecordKind::Donor),
            RecordRef::Page(id) => (self.pages.get(id.0).copied().flatten().map(PublicTo::Page), RecordKind::Page),
            RecordRef::Erased => (None, RecordKind::Intern),
        };
        found.unwrap_or_else(|| {
            problems.push(withheld_link(kind, span));
            PublicTo::Withheld(kind)
        })
    }
}

/// The warning for a link to something that is not shown.
pub fn withheld_link(kind: RecordKind, span: Span) -> Diagnostic {
    let what = match kind {
        RecordKind::Intern => "an intern who is withheld",
        RecordKind::Donor => "a donor who is withheld",
        RecordKind::Page | RecordKind::Office | RecordKind::Cohort | RecordKind::Goal => {
            "something that is not published today"
        }
    };
    Diagnostic::new(Code::LinkToWithheld, span, format!("This link leads to {what}; it is left out."))
        .help("A neutral form of words stands in its place. Rewrite the sentence if it reads badly.")
}

fn number<T>(public: impl Iterator<Item = bool>, make: impl Fn(usize) -> T) -> Vec<Option<T>> {
    let mut next = 0;
    public
        .map(|public| {
            public.then(|| {
                next += 1;
                make(next - 1)
            })
        })
        .collect()
}
