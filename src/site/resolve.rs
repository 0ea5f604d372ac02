//! Turns the words that name records, files and headings into ids.

use std::collections::{BTreeMap, BTreeSet};

use super::load::{Found, Place, Records, folder, is_picture};
use super::{CohortId, DonorId, InternId, Link, LinkTo, OfficeId, PageId, ProseRefs, RecordRef};
use crate::content::intern::UpdateRecord;
use crate::content::{Loose, Prose};
use crate::diagnostic::{Code, Diagnostic, did_you_mean, nearest};
use crate::kind::RecordKind;
use crate::markdown::LinkTarget;
use crate::path::{OutPath, PathProblem, SourcePath, Url};
use crate::reference::goals;
use crate::text::{FileId, Span, Spanned};
use crate::tree::{Content, Tree};

/// Which ids exist, with the index of those that could be read.
#[derive(Debug, Default)]
pub(super) struct Known {
    interns: BTreeMap<String, Option<usize>>,
    offices: BTreeMap<String, Option<usize>>,
    cohorts: BTreeMap<String, Option<usize>>,
    donors: BTreeMap<String, Option<usize>>,
    pages: BTreeMap<String, Option<usize>>,
    /// Slugs of later stories in the order they will have.
    updates: BTreeMap<String, Vec<String>>,
    broken_updates: BTreeSet<(String, String)>,
    erased: BTreeSet<String>,
    /// Headings of a file's text.
    fragments: BTreeMap<FileId, BTreeSet<String>>,
    files: BTreeMap<RecordKind, BTreeMap<String, FileId>>,
    update_files: BTreeMap<(String, String), FileId>,
}

impl Known {
    pub(super) fn new(found: &Found, records: &Records) -> Self {
        let mut known = Self::default();
        for (place, file) in found.records.iter().chain(&found.misnamed) {
            known.exists(place, *file);
        }
        number(&mut known.offices, records.offices.keys());
        number(&mut known.cohorts, records.cohorts.keys());
        number(&mut known.donors, records.donors.keys());
        number(&mut known.pages, records.pages.keys());
        for (id, updates) in &records.updates {
            let mut sorted: Vec<&UpdateRecord> = updates.iter().collect();
            sorted.sort_by(|a, b| (a.schedule.published, &a.slug).cmp(&(b.schedule.published, &b.slug)));
            known.updates.insert(id.clone(), sorted.iter().map(|u| u.slug.clone()).collect());
        }
        known.erased = records.gone.iter().map(|gone| gone.id.value.clone()).collect();
        known.collect_fragments(records);
        known
    }

    /// Numbers the interns that could be read and whose office and cohort exist.
    pub(super) fn number_interns<'i>(&mut self, ids: impl Iterator<Item = &'i String>) {
        number(&mut self.interns, ids);
    }

    fn exists(&mut self, place: &Place, file: FileId) {
        let (kind, map, id) = match place {
            Place::Intern(id) => (RecordKind::Intern, &mut self.interns, id),
            Place::Office(id) => (RecordKind::Office, &mut self.offices, id),
            Place::Cohort(id) => (RecordKind::Cohort, &mut self.cohorts, id),
            Place::Donor(id) => (RecordKind::Donor, &mut self.donors, id),
            Place::Page(id) => (RecordKind::Page, &mut self.pages, id),
            Place::Update(id, slug) => {
                self.broken_updates.insert((id.clone(), slug.clone()));
                self.update_files.insert((id.clone(), slug.clone()), file);
                return;
            }
            Place::Goals | Place::Gone => return,
        };
        map.insert(id.clone(), None);
        self.files.entry(kind).or_default().insert(id.clone(), file);
    }

    fn collect_fragments(&mut self, records: &Records) {
        let mut add = |file: FileId, prose: &Prose| {
            let ids = prose.doc.outline.iter().map(|heading| heading.id.clone());
            self.fragments.entry(file).or_default().extend(ids);
        };
        records.interns.values().for_each(|r| add(r.facts.file, &r.facts.story));
        records.updates.values().flatten().for_each(|r| add(r.file, &r.story));
        records.pages.values().for_each(|r| add(r.file, &r.story));
        records.loose.iter().for_each(|(file, loose)| loose.texts.iter().for_each(|text| add(*file, text)));
        records.offices.values().for_each(|r| r.description.iter().for_each(|p| add(r.file, p)));
        records.cohorts.values().for_each(|r| r.description.iter().for_each(|p| add(r.file, p)));
        records.donors.values().for_each(|r| r.description.iter().for_each(|p| add(r.file, p)));
    }

    /// The file of a record.
    pub(super) fn file(&self, kind: RecordKind, id: &str) -> Option<FileId> {
        self.files.get(&kind)?.get(id).copied()
    }

    /// The record whose page has an address.
    fn at(&self, address: &str) -> Option<(RecordKind, String)> {
        let inner = address.strip_prefix('/')?.strip_suffix('/')?;
        let (kind, id) = match inner.split_once('/') {
            Some(("interns", id)) => (RecordKind::Intern, id),
            Some(("offices", id)) => (RecordKind::Office, id),
            Some(("cohorts", id)) => (RecordKind::Cohort, id),
            Some(("donors", id)) => (RecordKind::Donor, id),
            _ => (RecordKind::Page, inner),
        };
        self.ids(kind)?.contains_key(id).then(|| (kind, id.to_owned()))
    }

    fn ids(&self, kind: RecordKind) -> Option<&BTreeMap<String, Option<usize>>> {
        match kind {
            RecordKind::Intern => Some(&self.interns),
            RecordKind::Office => Some(&self.offices),
            RecordKind::Cohort => Some(&self.cohorts),
            RecordKind::Donor => Some(&self.donors),
            RecordKind::Page => Some(&self.pages),
            RecordKind::Goal => None,
        }
    }
}

fn number<'a>(known: &mut BTreeMap<String, Option<usize>>, read: impl Iterator<Item = &'a String>) {
    for (index, id) in read.enumerate() {
        known.insert(id.clone(), Some(index));
    }
}

/// Resolves words; what cannot be resolved is reported.
#[derive(Debug)]
pub(super) struct Resolver<'a> {
    tree: &'a Tree,
    known: &'a Known,
    problems: &'a mut Vec<Diagnostic>,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(tree: &'a Tree, known: &'a Known, problems: &'a mut Vec<Diagnostic>) -> Self {
        Self { tree, known, problems }
    }

    pub(super) fn office(&mut self, id: &Spanned<String>) -> Option<OfficeId> {
        self.reference(id, RecordKind::Office, Code::OfficeUnknown, "office", "content/offices").map(OfficeId)
    }

    pub(super) fn cohort(&mut self, id: &Spanned<String>) -> Option<CohortId> {
        self.reference(id, RecordKind::Cohort, Code::CohortUnknown, "cohort", "content/cohorts").map(CohortId)
    }

    pub(super) fn donors(&mut self, ids: &[Spanned<String>]) -> Vec<DonorId> {
        let mut found: Vec<DonorId> = Vec::new();
        for id in ids {
            let donor =
                self.reference(id, RecordKind::Donor, Code::DonorUnknown, "donor", "content/donors").map(DonorId);
            if donor.is_some_and(|donor| found.contains(&donor)) {
                let message = format!("The donor `{}` stands here twice.", id.value);
                self.problems.push(Diagnostic::new(Code::GoalRepeated, id.span, message));
            } else {
                found.extend(donor);
            }
        }
        found
    }

    /// Later stories whose person has no record.
    pub(super) fn orphans(&mut self, updates: &BTreeMap<String, Vec<UpdateRecord>>) {
        let broken = |id: &str| self.known.interns.contains_key(id);
        let orphans = updates.iter().filter(|(id, _)| !broken(id)).flat_map(|(_, updates)| updates);
        for update in orphans {
            let message = "This later story has no index.md beside it, so nobody knows whose it is.";
            let help = "Put it into the folder of the person, or call it index.md if it is the first story.";
            self.problems.push(Diagnostic::new(Code::FileUnexpected, update.file, message).help(help));
        }
    }

    /// Checks what a record with mistakes names.
    pub(super) fn loose(&mut self, file: FileId, loose: &Loose) {
        if let Some(id) = &loose.office {
            self.office(id);
        }
        if let Some(id) = &loose.cohort {
            self.cohort(id);
        }
        self.donors(&loose.donors);
        for picture in &loose.pictures {
            self.picture(file, &picture.value, picture.span);
        }
        for text in &loose.texts {
            self.prose(file, text);
        }
    }

    /// A picture beside a file.
    pub(super) fn picture(&mut self, file: FileId, name: &str, span: Span) -> Option<SourcePath> {
        let from = self.tree.path(file);
        let path = match SourcePath::resolve(folder(from), name) {
            Ok(path) => path,
            Err(problem) => {
                let message = match problem {
                    PathProblem::Absolute => format!("`{name}` begins at the root of a disk or site."),
                    PathProblem::Outside => format!("`{name}` leads out of the site's folder."),
                    PathProblem::Empty | PathProblem::Malformed => format!("`{name}` is no file name."),
                };
                self.problems.push(
                    Diagnostic::new(Code::ImageMissing, span, message)
                        .help("Put the picture into the folder of the story and write its file name."),
                );
                return None;
            }
        };
        let beside = path.as_str().starts_with("content/") && is_picture(&path.extension());
        match self.tree.find(&path).map(|id| self.tree.content(id)) {
            Some(Content::Blob { .. }) if beside => return Some(path),
            // It was reported when it could not be read.
            Some(Content::Broken(_)) => return None,
            Some(_) => {
                let message = format!("{path} is no picture.");
                let problem = Diagnostic::new(Code::ImageFormat, span, message);
                self.problems.push(problem.help("Name a JPEG, PNG or WebP file in the folder of the story."));
                return None;
            }
            None => {}
        }
        let siblings: Vec<&str> = self.siblings(&path).collect();
        let message = format!("There is no picture {path}.");
        self.problems.push(
            Diagnostic::new(Code::ImageMissing, span, message).maybe_help(did_you_mean(path.file_name(), siblings)),
        );
        None
    }

    /// The links and pictures of a text.
    pub(super) fn prose(&mut self, file: FileId, prose: &Prose) -> ProseRefs {
        let doc = &prose.doc;
        let images = doc.images.iter().map(|image| self.picture(file, &image.src, image.span)).collect();
        let mut links = Vec::with_capacity(doc.links.len());
        for link in &doc.links {
            let to = match &link.target {
                LinkTarget::Here => self.here(file, link.fragment.as_deref(), link.span),
                LinkTarget::File(path) => self.by_file(file, path, link.fragment.as_deref(), link.span),
                LinkTarget::Record(kind, id) => self.by_id(*kind, id, link.fragment.as_deref(), link.span),
                LinkTarget::Site(address) => self.by_address(address, link.fragment.as_deref(), link.span),
            };
            links.push(Link { to, fragment: link.fragment.clone(), span: link.span });
        }
        ProseRefs { links, images }
    }

    fn reference(
        &mut self,
        id: &Spanned<String>,
        kind: RecordKind,
        code: Code,
        word: &str,
        place: &str,
    ) -> Option<usize> {
        let ids = self.known.ids(kind)?;
        if let Some(found) = ids.get(&id.value) {
            return *found;
        }
        let message = format!("This names the {word} `{0}`, but there is no file {place}/{0}.toml.", id.value);
        let help = did_you_mean(&id.value, ids.keys().map(String::as_str)).or_else(|| listed(ids.keys()));
        self.problems.push(Diagnostic::new(code, id.span, message).maybe_help(help));
        None
    }

    fn here(&mut self, file: FileId, fragment: Option<&str>, span: Span) -> LinkTo {
        self.check_fragment(Some(file), fragment, span);
        LinkTo::Here
    }

    fn by_file(&mut self, file: FileId, relative: &str, fragment: Option<&str>, span: Span) -> LinkTo {
        let Ok(path) = SourcePath::resolve(folder(self.tree.path(file)), relative) else {
            return self.dangling(span, format!("`{relative}` leads out of the site's folder."), None);
        };
        let rest = path.as_str().strip_prefix("content/").unwrap_or_default();
        let parts: Vec<&str> = rest.split('/').collect();
        if self.tree.find(&path).is_none() {
            let near: Vec<&str> = self.siblings(&path).collect();
            let help = nearest(path.file_name(), near).map(|name| format!("Did you mean `{name}`?"));
            return self.dangling(span, format!("There is no file {path}."), help);
        }
        match parts.as_slice() {
            ["static", ..] => {
                let out = OutPath::new(rest.trim_start_matches("static/"));
                out.map_or(LinkTo::Broken, LinkTo::Static)
            }
            ["interns", id, "index.md"] => self.by_id(RecordKind::Intern, id, fragment, span),
            ["interns", id, name] if name.ends_with(".md") => {
                self.update(id, name.trim_end_matches(".md"), fragment, span)
            }
            ["offices", name] => self.by_id(RecordKind::Office, name.trim_end_matches(".toml"), fragment, span),
            ["cohorts", name] => self.by_id(RecordKind::Cohort, name.trim_end_matches(".toml"), fragment, span),
            ["donors", name] if name.ends_with(".toml") => {
                self.by_id(RecordKind::Donor, name.trim_end_matches(".toml"), fragment, span)
            }
            ["pages", ..] if rest.ends_with(".md") => {
                let id = rest.trim_start_matches("pages/").trim_end_matches(".md");
                self.by_id(RecordKind::Page, id, fragment, span)
            }
            _ => self.dangling(span, format!("{path} has no page on the site."), None),
        }
    }

    fn by_id(&mut self, kind: RecordKind, id: &str, fragment: Option<&str>, span: Span) -> LinkTo {
        let Some(ids) = self.known.ids(kind) else {
            return match id.parse().ok().and_then(goals::goal) {
                Some(goal) => LinkTo::Record(RecordRef::Goal(goal.number)),
                None => self.dangling(span, format!("There is no goal `{id}`; the goals are numbered 1 to 17."), None),
            };
        };
        match ids.get(id) {
            Some(Some(index)) => {
                let file = self.known.file(kind, id);
                self.check_fragment(file, fragment, span);
                LinkTo::Record(record(kind, *index))
            }
            Some(None) => LinkTo::Broken,
            None if kind == RecordKind::Intern && self.known.erased.contains(id) => LinkTo::Record(RecordRef::Erased),
            None => {
                let help = did_you_mean(id, ids.keys().map(String::as_str)).or_else(|| listed(ids.keys()));
                self.dangling(span, format!("There is no {} `{id}`.", kind.scheme()), help)
            }
        }
    }

    fn update(&mut self, id: &str, slug: &str, fragment: Option<&str>, span: Span) -> LinkTo {
        let key = (id.to_owned(), slug.to_owned());
        let person = self.known.interns.get(id).copied().flatten();
        let place = self.known.updates.get(id).and_then(|slugs| slugs.iter().position(|s| s == slug));
        if let (Some(person), Some(place)) = (person, place) {
            let file = self.known.update_files.get(&key).copied();
            self.check_fragment(file, fragment, span);
            return LinkTo::Record(RecordRef::Update(InternId(person), place));
        }
        if self.known.broken_updates.contains(&key) {
            return LinkTo::Broken;
        }
        self.dangling(span, format!("There is no story `{slug}` of `{id}`."), None)
    }

    fn by_address(&mut self, address: &str, fragment: Option<&str>, span: Span) -> LinkTo {
        // The page of a record that is withheld is not there, and yet a link
        // to it is no error: it has to be known for what it is.
        if let Some((kind, id)) = self.known.at(address) {
            return self.by_id(kind, &id, fragment, span);
        }
        match Url::new(address) {
            Some(url) => LinkTo::Address(url),
            None => {
                let help = "An address on this site is a path such as /impact/, without `?` and spaces.";
                self.dangling(span, format!("`{address}` is no address on this site."), Some(help.to_owned()))
            }
        }
    }

    fn check_fragment(&mut self, file: Option<FileId>, fragment: Option<&str>, span: Span) {
        let (Some(file), Some(fragment)) = (file, fragment) else { return };
        let none = BTreeSet::new();
        let ids = self.known.fragments.get(&file).unwrap_or(&none);
        if ids.contains(fragment) {
            return;
        }
        self.problems.push(fragment_problem(fragment, ids.iter().map(String::as_str), self.tree.path(file), span));
    }

    fn dangling(&mut self, span: Span, message: String, help: Option<String>) -> LinkTo {
        self.problems.push(Diagnostic::new(Code::LinkDangling, span, message).maybe_help(help));
        LinkTo::Broken
    }

    fn siblings<'s>(&'s self, path: &'s SourcePath) -> impl Iterator<Item = &'s str> {
        self.tree
            .below(path.folder())
            .map(|id| self.tree.path(id))
            .filter(|p| p.folder() == path.folder())
            .map(SourcePath::file_name)
    }
}

/// The problem with a link to a heading that a text does not have.
pub fn fragment_problem<'a>(
    fragment: &str,
    ids: impl Iterator<Item = &'a str> + Clone,
    place: &SourcePath,
    span: Span,
) -> Diagnostic {
    let help = nearest(fragment, ids.clone()).map(|near| format!("Did you mean `#{near}`?")).unwrap_or_else(|| {
        let all = ids.map(|id| format!("#{id}")).collect::<Vec<_>>().join(", ");
        if all.is_empty() { "That text has no headings.".to_owned() } else { format!("Its headings are: {all}.") }
    });
    let message = format!("There is no heading `#{fragment}` in {place}.");
    Diagnostic::new(Code::FragmentDangling, span, message).help(help)
}

/// The ids to choose from, where they are few.
fn listed<'i>(ids: impl ExactSizeIterator<Item = &'i String>) -> Option<String> {
    const FEW: usize = 12;
    let count = ids.len();
    let all = ids.map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
    match count {
        1 => Some(format!("There is only {all}.")),
        2..=FEW => Some(format!("There are {all}.")),
        _ => None,
    }
}

fn record(kind: RecordKind, index: usize) -> RecordRef {
    match kind {
        RecordKind::Intern => RecordRef::Intern(InternId(index)),
        RecordKind::Office => RecordRef::Office(OfficeId(index)),
        RecordKind::Cohort => RecordRef::Cohort(CohortId(index)),
        RecordKind::Donor => RecordRef::Donor(DonorId(index)),
        RecordKind::Page => RecordRef::Page(PageId(index)),
        RecordKind::Goal => RecordRef::Erased,
    }
}
