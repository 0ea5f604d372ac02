//! Finds out what each file below `content/` is, from its path alone.

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::StaticFile;
use super::misplaced;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::language;
use crate::path::{OutPath, SourcePath};
use crate::text::FileId;
use crate::tree::Tree;

/// A file and what it should hold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    Intern(String),
    Update(String, String),
    Office(String),
    Cohort(String),
    Donor(String),
    Page(String),
    Goals,
    Gone,
    /// Of a story, a later story or a page, into a language that the site has.
    Translation(Box<Place>, String),
}

/// What every file below `content/` is, as its path tells.
#[derive(Debug, Default)]
pub struct Places {
    pub(super) records: Vec<(Place, FileId)>,
    /// Records whose names cannot become addresses. They are read for their
    /// mistakes, and they exist for those who name them.
    pub(super) misnamed: Vec<(Place, FileId)>,
    pub(super) statics: Vec<StaticFile>,
}

impl Places {
    /// What a file is, if it has a record.
    pub(super) fn of(&self, file: FileId) -> Option<&Place> {
        self.records.iter().find(|(_, other)| *other == file).map(|(place, _)| place)
    }

    /// Whether any of them translates another.
    pub(super) fn have_translations(&self) -> bool {
        self.records.iter().any(|(place, _)| matches!(place, Place::Translation(..)))
    }
}

/// What every file is; a file that is nothing is reported.
pub(super) fn find(tree: &Tree, config: &Config, problems: &mut Vec<Diagnostic>) -> Places {
    let mut found = Places::default();
    let files: Vec<FileId> = tree.below("content").collect();
    let below = |file: &FileId| tree.path(*file).as_str().strip_prefix("content/").unwrap_or_default();
    let places: Vec<Lies> = files
        .par_iter()
        .map(|file| match below(file).strip_prefix("static/") {
            Some(out) => OutPath::new(out).map_or(Lies::Beside, Lies::Static),
            None => place(below(file), config),
        })
        .collect();
    for (file, lies) in files.into_iter().zip(places) {
        match lies {
            Lies::Beside => {}
            Lies::Static(out) => found.statics.push(StaticFile { source: tree.path(file).clone(), out, file }),
            Lies::Nowhere => problems.push(misplaced::nowhere(below(&file), file)),
            Lies::Foreign(tag) => problems.push(misplaced::foreign(&tag, &config.languages, file)),
            Lies::Record(place) => match misplaced::bad_name(&place) {
                Some(name) => {
                    problems.push(misplaced::misnamed(name, file));
                    found.misnamed.push((place, file));
                }
                None => found.records.push((place, file)),
            },
        }
    }
    found
}

/// What the file at a path below `content/` is.
enum Lies {
    /// A record.
    Record(Place),
    /// A file that is copied.
    Static(OutPath),
    /// A picture.
    Beside,
    /// A translation into a language that the site does not have.
    Foreign(String),
    /// Nothing that is read.
    Nowhere,
}

fn place(rest: &str, config: &Config) -> Lies {
    let parts: Vec<&str> = rest.split('/').collect();
    let picture = |name: &str| SourcePath::new(name).is_ok_and(|p| is_picture(&p.extension()));
    match parts.as_slice() {
        ["sdgs.toml"] => Lies::Record(Place::Goals),
        ["gone.toml"] => Lies::Record(Place::Gone),
        ["interns", id, "index.md"] => Lies::Record(Place::Intern((*id).to_owned())),
        ["interns", id, name] if let Some(stem) = name.strip_suffix(".md") => {
            translated(stem, config, |stem| match stem {
                "index" => Place::Intern((*id).to_owned()),
                slug => Place::Update((*id).to_owned(), slug.to_owned()),
            })
        }
        [folder @ ("offices" | "cohorts" | "donors"), name] if let Some(stem) = name.strip_suffix(".toml") => {
            let id = stem.to_owned();
            Lies::Record(match *folder {
                "offices" => Place::Office(id),
                "cohorts" => Place::Cohort(id),
                _ => Place::Donor(id),
            })
        }
        ["pages", folders @ .., name] if let Some(stem) = name.strip_suffix(".md") => {
            translated(stem, config, |stem| {
                let parts: Vec<&str> = folders.iter().copied().chain([stem]).collect();
                Place::Page(parts.join("/"))
            })
        }
        ["interns" | "pages", _, .., name] | ["offices" | "cohorts" | "donors" | "pages", name] if picture(name) => {
            Lies::Beside
        }
        _ => Lies::Nowhere,
    }
}

/// What the Markdown file of that stem is: a translation has its language behind
/// the name of the original.
fn translated(stem: &str, config: &Config, place: impl Fn(&str) -> Place) -> Lies {
    match stem.rsplit_once('.') {
        Some((stem, tag)) if config.languages.iter().any(|known| known.tag == tag) => {
            Lies::Record(Place::Translation(Box::new(place(stem)), tag.to_owned()))
        }
        Some((_, tag)) if language::is_tag(tag) => Lies::Foreign(tag.to_owned()),
        _ => Lies::Record(place(stem)),
    }
}

/// Whether a file of this extension may be a picture beside a story. Whether
/// it is one of the supported kind is told by its bytes.
pub(super) fn is_picture(extension: &str) -> bool {
    matches!(extension, "jpg" | "jpeg" | "png" | "webp" | "gif" | "svg" | "avif" | "heic" | "tif" | "tiff" | "bmp")
}
