//! Turns the words that name records, files and headings into ids.

use std::collections::{BTreeMap, BTreeSet};

use super::find::is_picture;
use super::known::Known;
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
        let broken = |id: &str| self.known.interns.get(id).is_some();
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
        let path = match SourcePath::resolve(from.folder(), name) {
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
        let others = prose.others.iter().map(|(_, other)| self.prose(other.origin.whole().file, other)).collect();
        ProseRefs { links, images, others }
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
            return found;
        }
        let ids = ids.sorted();
        let message = format!("This names the {word} `{0}`, but there is no file {place}/{0}.toml.", id.value);
        let help = did_you_mean(&id.value, ids.iter().copied()).or_else(|| listed(&ids));
        self.problems.push(Diagnostic::new(code, id.span, message).maybe_help(help));
        None
    }

    fn here(&mut self, file: FileId, fragment: Option<&str>, span: Span) -> LinkTo {
        self.check_fragment(Some(file), fragment, span);
        LinkTo::Here
    }

    fn by_file(&mut self, file: FileId, relative: &str, fragment: Option<&str>, span: Span) -> LinkTo {
        let Ok(path) = SourcePath::resolve(self.tree.path(file).folder(), relative) else {
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
                LinkTo::Record(record(kind, index))
            }
            Some(None) => LinkTo::Broken,
            None if kind == RecordKind::Intern && self.known.erased.contains(id) => LinkTo::Record(RecordRef::Erased),
            None => {
                let ids = ids.sorted();
                let help = did_you_mean(id, ids.iter().copied()).or_else(|| listed(&ids));
                self.dangling(span, format!("There is no {} `{id}`.", kind.scheme()), help)
            }
        }
    }

    fn update(&mut self, id: &str, slug: &str, fragment: Option<&str>, span: Span) -> LinkTo {
        let key = (id.to_owned(), slug.to_owned());
        let person = self.known.interns.get(id).flatten();
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
fn listed(ids: &[&str]) -> Option<String> {
    const FEW: usize = 12;
    let all = || ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
    match ids.len() {
        1 => Some(format!("There is only {}.", all())),
        2..=FEW => Some(format!("There are {}.", all())),
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
