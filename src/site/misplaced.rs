//! Files that lie where nothing is read, that have names which cannot become
//! addresses, or that should no longer be there.

use std::collections::BTreeSet;

use super::Gone;
use super::find::{Place, Places};
use super::known::Known;
use crate::config::{Edition, Section};
use crate::diagnostic::{Code, Diagnostic, Place as At, did_you_mean};
use crate::kind::RecordKind;
use crate::path::{is_slug, slugify};
use crate::text::FileId;

/// The part of a record's name that cannot stand in an address.
pub(super) fn bad_name(place: &Place) -> Option<&str> {
    let mut names: Box<dyn Iterator<Item = &str>> = match place {
        Place::Intern(id) | Place::Office(id) | Place::Cohort(id) | Place::Donor(id) => {
            Box::new([id.as_str()].into_iter())
        }
        Place::Update(id, slug) => Box::new([id.as_str(), slug.as_str()].into_iter()),
        Place::Page(id) => Box::new(id.split('/')),
        Place::Goals | Place::Gone => Box::new(std::iter::empty()),
        Place::Translation(original, _) => return bad_name(original),
    };
    names.find(|name| !is_slug(name))
}

/// The problem with such a name.
pub(super) fn misnamed(name: &str, file: FileId) -> Diagnostic {
    let help = slugify(name).map(|slug| format!("Rename it to `{slug}`, here and where it is named."));
    let message = format!("`{name}` cannot become part of an address.");
    Diagnostic::new(Code::FileNameInvalid, file, message)
        .maybe_help(help)
        .maybe_help(Some("Use lower-case letters, digits and hyphens.".to_owned()))
}

/// The problem with a file below content/ that nothing reads.
pub(super) fn nowhere(rest: &str, file: FileId) -> Diagnostic {
    let parts: Vec<&str> = rest.split('/').collect();
    let help = match parts.as_slice() {
        ["interns", _] => "Each person has a folder of their own, with the story in index.md.".to_owned(),
        ["interns", _, _] => {
            "Beside a story lie pictures and later stories, which end in .md. Documents go into content/static."
                .to_owned()
        }
        [kind @ ("offices" | "cohorts" | "donors"), _] => format!("Files in content/{kind} end in .toml."),
        ["pages", ..] => "Pages end in .md. Documents go into content/static.".to_owned(),
        _ => {
            "Content lies in interns, offices, cohorts, donors, pages or static; news goes into pages/news.".to_owned()
        }
    };
    let message = "No content of any kind is read from here, so this file will not appear on the site.";
    Diagnostic::new(Code::FileUnexpected, file, message).help(help)
}

/// The problems with folders that are called something and have no page. One
/// whose page has mistakes is there.
pub(super) fn sections(sections: &[Section], found: &Places, problems: &mut Vec<Diagnostic>) {
    if sections.is_empty() {
        return;
    }
    let pages = found.records.iter().filter_map(|(place, _)| match place {
        Place::Page(id) => Some(id),
        _ => None,
    });
    let folders: BTreeSet<&str> =
        pages.flat_map(|id| id.match_indices('/').filter_map(|(at, _)| id.get(..at))).collect();
    for folder in sections.iter().map(|section| &section.folder) {
        if folders.contains(folder.value.as_str()) {
            continue;
        }
        let message = format!("`{}` is no folder with pages below content/pages.", folder.value);
        let help = did_you_mean(&folder.value, folders.iter().copied())
            .unwrap_or_else(|| "Write the folder as it is there, such as `news`, or delete this group.".to_owned());
        problems.push(Diagnostic::new(Code::ValueUnknown, folder.span, message).help(help));
    }
}

/// The problem with a translation into a language that the site does not have.
pub(super) fn foreign(tag: &str, languages: &[Edition], file: FileId) -> Diagnostic {
    let message = format!("The site has no language `{tag}`, so this translation is shown nowhere.");
    let near = did_you_mean(tag, languages.iter().map(|edition| edition.tag.as_str()));
    let help = near.unwrap_or_else(|| format!("Add `[languages.{tag}]` to site.toml, or delete the file."));
    Diagnostic::new(Code::LanguageUndeclared, file, message).help(help)
}

/// The problem with a translation of something that is not there.
pub(super) fn orphan(original: &str, file: FileId) -> Diagnostic {
    let message = format!("There is no `{original}` beside this translation, so nobody knows what it translates.");
    let help = "A translation has the name of its original with the language behind it: index.md, index.fr.md.";
    Diagnostic::new(Code::TranslationOrphan, file, message).help(help)
}

/// Persons whose erasure is on record and whose folder is there all the same.
pub(super) fn erased(gone: &[Gone], known: &Known, problems: &mut Vec<Diagnostic>) {
    for Gone { id } in gone {
        let Some(file) = known.file(RecordKind::Intern, &id.value) else { continue };
        let message = format!("`{}` is on record as erased, and yet there is a story with this id.", id.value);
        problems.push(
            Diagnostic::new(Code::IdDuplicate, At::At(id.span), message)
                .help("Delete the story. If the person came back with a new consent, give the folder another name.")
                .related(file, "the story is here"),
        );
    }
}
