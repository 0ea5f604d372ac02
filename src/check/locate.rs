//! Where an author can mend a fault that a file of the output has: the line of
//! a record, of a site's own file, or of a template.
//!
//! A page does not say what each of its letters came from. So the texts that a
//! fault is about are looked for in what the page was made from, and its tag in
//! the templates; what surrounds it decides between equals.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::facts::Spot;
use super::shape::{self, Shape};
use crate::diagnostic::Place;
use crate::pages;
use crate::path::{OutPath, SourcePath};
use crate::plan::Plan;
use crate::recipe::Recipe;
use crate::render::Material;
use crate::route::{Facet, Target};
use crate::text::{FileId, Span};
use crate::theme::StaticSource;
use crate::tree::{Blobs, Content};

/// Finds places, and remembers those that it found.
pub(super) struct Locator<'m> {
    material: Material<'m>,
    plan: &'m Plan,
    blobs: &'m dyn Blobs,
    /// Tags of templates, those of the theme itself before what it extends; read
    /// when the first fault is looked for.
    templates: OnceCell<Vec<Template<'m>>>,
    shared: HashMap<String, Option<Span>>,
}

struct Template<'m> {
    /// `theme/name`.
    name: &'m str,
    file: FileId,
    text: &'m str,
    shapes: Vec<Shape<'m>>,
    /// Whether a theme that extends this one has its own.
    replaced: bool,
}

/// Where a fault is, and whether that place is one that many pages share.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) place: Place,
    pub(super) shared: bool,
}

impl<'m> Locator<'m> {
    pub(super) fn new(material: Material<'m>, plan: &'m Plan, blobs: &'m dyn Blobs) -> Self {
        Self { material, plan, blobs, templates: OnceCell::new(), shared: HashMap::new() }
    }

    fn templates(&self) -> &[Template<'m>] {
        self.templates.get_or_init(|| {
            let mut known: Vec<&str> = Vec::new();
            let read = |(name, file): (&'m str, FileId)| {
                let text = self.material.tree.text(file);
                let own = name.split_once('/').map_or(name, |(_, own)| own);
                let replaced = known.contains(&own);
                known.push(own);
                Template { name, file, text, shapes: shape::shapes(text), replaced }
            };
            self.material.theme.templates().map(read).collect()
        })
    }

    /// The template that a page is made with; for any other file, nothing.
    pub(super) fn template(&self, page: usize) -> &'m str {
        match self.plan.outputs.get(page) {
            Some((_, recipe)) => match recipe.inner() {
                (_, Recipe::Page(target)) => template_of(self.material, target),
                _ => "",
            },
            None => "",
        }
    }

    /// The place of a fault of a file. `lacking` says that the fault is what the
    /// whole page lacks.
    pub(super) fn find(&mut self, page: usize, needles: &[String], spot: &Spot, lacking: bool) -> Found {
        let alone = |place: Place| Found { place, shared: false };
        let Some((out, recipe)) = self.plan.outputs.get(page) else {
            return alone(Place::At(Span::start_of(FileId(0))));
        };
        let (edition, recipe) = recipe.inner();
        match recipe {
            Recipe::Copy(source) | Recipe::Picture(source) => alone(self.in_copy(source, needles, spot)),
            Recipe::ThemeFile(index) => alone(self.in_theme_file(out, *index, needles, spot)),
            Recipe::Page(target) => self.on_page(out, (edition, target), needles, spot, lacking),
            _ => {
                let span = self.in_shared(needles).or_else(|| self.in_content(needles));
                Found { place: span.map_or_else(|| Place::from(self.settings()), Place::At), shared: true }
            }
        }
    }

    fn settings(&self) -> FileId {
        let path = SourcePath::new(crate::config::PATH).ok();
        path.and_then(|path| self.material.tree.find(&path)).unwrap_or(FileId(0))
    }

    fn on_page(
        &mut self,
        out: &OutPath,
        (edition, target): (usize, &Target),
        needles: &[String],
        spot: &Spot,
        lacking: bool,
    ) -> Found {
        let alone = |span: Span| Found { place: Place::At(span), shared: false };
        let shared = |span: Span| Found { place: Place::At(span), shared: true };
        let published = self.material.edition(edition).published;
        let own = pages::origin(published, self.material.tree, target).and_then(|origin| origin.source);
        let own = own.and_then(|path| self.material.tree.find(&path));
        if let Some(span) = own.and_then(|file| self.in_file(file, needles)) {
            return alone(span);
        }
        let template = template_of(self.material, target);
        if lacking {
            let file = self.template_file(template);
            return file.map_or_else(
                || Found { place: Place::Path(SourcePath::from(out)), shared: false },
                |file| shared(Span::start_of(file)),
            );
        }
        // What a template says word for word is its own.
        let matched = self.in_templates(template, spot);
        if let Some((span, true)) = matched {
            return shared(span);
        }
        if let Some(span) = self.in_shared(needles) {
            return shared(span);
        }
        if let Some(span) = self.in_content(needles) {
            return alone(span);
        }
        match (matched, own) {
            (Some((span, _)), _) => shared(span),
            (None, Some(file)) => alone(Span::start_of(file)),
            (None, None) => self.template_file(template).map_or_else(
                || Found { place: Place::Path(SourcePath::from(out)), shared: false },
                |file| shared(Span::start_of(file)),
            ),
        }
    }

    fn template_file(&self, name: &str) -> Option<FileId> {
        let is = |template: &&Template<'_>| template.name.split_once('/').is_some_and(|(_, own)| own == name);
        self.templates().iter().find(is).map(|template| template.file)
    }

    /// A file of the site that is copied byte for byte, or nearly.
    fn in_copy(&self, source: &SourcePath, needles: &[String], spot: &Spot) -> Place {
        let tree = self.material.tree;
        let Some(file) = tree.find(source) else { return Place::Path(source.clone()) };
        if matches!(tree.content(file), Content::Blob { .. }) {
            // Whoever reports it wants to see the line.
            let bytes = self.blobs.read(source).unwrap_or_default();
            tree.show(file, String::from_utf8_lossy(&bytes).into_owned());
        }
        Place::At(in_bytes(file, tree.text(file), needles, spot))
    }

    fn in_theme_file(&self, out: &OutPath, index: usize, needles: &[String], spot: &Spot) -> Place {
        let Some(found) = self.material.theme.statics().get(index) else { return Place::Path(SourcePath::from(out)) };
        match found.source {
            StaticSource::File(file) => self.in_copy(&self.material.tree.path(file).clone(), needles, spot),
            StaticSource::Embedded(_) => Place::Path(SourcePath::from(out)),
        }
    }

    /// The first needle that stands in a file.
    fn in_file(&self, file: FileId, needles: &[String]) -> Option<Span> {
        if needles.is_empty() {
            return None;
        }
        let text = self.material.tree.open(file).ok()?;
        let found = needles.iter().find_map(|needle| whole(&text, needle));
        let is_markdown = self.material.tree.path(file).extension() == "md";
        let found = found.or_else(|| if is_markdown { unmarked(&text, needles) } else { None });
        let span = found.map(|at| Span::new(file, at));
        if span.is_some() {
            self.material.tree.keep(file, text);
        }
        span
    }

    /// The settings, templates, words and styles: what many pages are made from.
    fn in_shared(&mut self, needles: &[String]) -> Option<Span> {
        if needles.is_empty() {
            return None;
        }
        let key = needles.join("\0");
        if let Some(known) = self.shared.get(&key) {
            return *known;
        }
        let tree = self.material.tree;
        let below = |folder: &'static str| {
            tree.below(folder).filter(|file| !matches!(tree.content(*file), Content::Blob { .. }))
        };
        let templates: Vec<FileId> = self.templates().iter().filter(|t| !t.replaced).map(|t| t.file).collect();
        let of_chain =
            |file: &FileId| {
                let path = tree.path(*file).as_str();
                self.material.theme.chain().iter().any(|theme| {
                    path.strip_prefix("themes/").is_some_and(|rest| rest.starts_with(&format!("{theme}/")))
                })
            };
        let rest: Vec<FileId> = below("themes").filter(of_chain).collect();
        let all = std::iter::once(self.settings()).chain(templates).chain(rest);
        let found = all.into_iter().find_map(|file| self.in_file(file, needles));
        self.shared.insert(key, found);
        found
    }

    /// Any record.
    fn in_content(&mut self, needles: &[String]) -> Option<Span> {
        if needles.is_empty() {
            return None;
        }
        let key = format!("\0{}", needles.join("\0"));
        if let Some(known) = self.shared.get(&key) {
            return *known;
        }
        let tree = self.material.tree;
        let is_text = |file: &FileId| matches!(tree.path(*file).extension().as_str(), "md" | "toml");
        let found = tree.below("content").filter(is_text).find_map(|file| self.in_file(file, needles));
        self.shared.insert(key, found);
        found
    }

    /// The tag of a template that a tag of a page was made by, and whether it says
    /// word for word what the page does.
    fn in_templates(&self, own: &str, spot: &Spot) -> Option<(Span, bool)> {
        let tag = shape::read_tag(&spot.tag)?;
        let mut best: Option<((u32, u32), Span, bool)> = None;
        for template in self.templates().iter().filter(|template| !template.replaced) {
            let near = u32::from(template.name.split_once('/').is_some_and(|(_, name)| name == own));
            for shape in &template.shapes {
                let Some(fit) = shape.fits(&tag) else { continue };
                let around = shape.around(template.text, spot);
                let rank = (fit * 8 + around, near);
                if best.as_ref().is_none_or(|(known, ..)| rank > *known) {
                    best = Some((rank, Span::new(template.file, shape.range.clone()), shape.is_literal()));
                }
            }
        }
        best.map(|(_, span, literal)| (span, literal))
    }
}

/// Where in a file that was copied a fault is.
fn in_bytes(file: FileId, text: &str, needles: &[String], spot: &Spot) -> Span {
    let at = spot.at as usize;
    let begins = text.get(at..).is_some_and(|rest| rest.starts_with(&spot.tag));
    if begins && !spot.tag.is_empty() {
        return Span::new(file, at..at + spot.tag.len());
    }
    let searched = std::iter::once(&spot.tag).chain(needles).filter(|needle| !needle.is_empty());
    let found = searched.into_iter().find_map(|needle| text.find(needle.as_str()).map(|at| at..at + needle.len()));
    found.map_or_else(|| Span::start_of(file), |range| Span::new(file, range))
}

/// Where the first needle stands in a text of Markdown whose words have marks of
/// emphasis or code between them, which a page does not show.
fn unmarked(text: &str, needles: &[String]) -> Option<std::ops::Range<usize>> {
    let shown = || text.char_indices().filter(|(_, letter)| !matches!(letter, '*' | '_' | '`'));
    let bare: String = shown().map(|(_, letter)| letter).collect();
    let found = needles.iter().find_map(|needle| whole(&bare, needle))?;
    let skipped = |to: usize| bare.get(..to).map_or(0, |before| before.chars().count());
    let (first, last) = (skipped(found.start), skipped(found.end).checked_sub(1)?);
    let (start, _) = shown().nth(first)?;
    let (end, letter) = shown().nth(last)?;
    Some(start..end + letter.len_utf8())
}

/// Where a text stands in another and is no part of a longer word or address.
fn whole(text: &str, needle: &str) -> Option<std::ops::Range<usize>> {
    let part = |letter: Option<char>| letter.is_some_and(|l| l.is_alphanumeric() || matches!(l, '_' | '-' | '/' | '.'));
    let (first, last) = (part(needle.chars().next()), part(needle.chars().next_back()));
    text.match_indices(needle).find_map(|(at, found)| {
        let end = at + found.len();
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(end..).and_then(|after| after.chars().next()).filter(|after| *after != '.');
        let inside = first && part(before) || last && part(after);
        (!inside).then_some(at..end)
    })
}

/// The template of a kind of page.
fn template_of<'m>(material: Material<'m>, target: &Target) -> &'m str {
    match target {
        Target::Home => "home.html",
        Target::Interns(_) => "interns.html",
        Target::Intern(_) => "intern.html",
        Target::Update(..) => "update.html",
        Target::Index(kind) => match kind.folder() {
            "offices" => "offices.html",
            "cohorts" => "cohorts.html",
            "donors" => "donors.html",
            "sdgs" => "goals.html",
            _ => "facets.html",
        },
        Target::Facet(facet, _) => match facet {
            Facet::Office(_) => "office.html",
            Facet::Cohort(_) => "cohort.html",
            Facet::Donor(_) => "donor.html",
            Facet::Goal(_) => "goal.html",
            Facet::Level(_) | Facet::School(_) => "facet.html",
        },
        Target::Impact => "impact.html",
        Target::Search => "search.html",
        Target::Page(page) => {
            let page = material.published.pages.get(page.0);
            page.and_then(|page| page.template.as_ref()).map_or("page.html", |template| template.value.as_str())
        }
        Target::Section(_) => "section.html",
        Target::NotFound => "404.html",
        Target::Gone => "410.html",
    }
}
