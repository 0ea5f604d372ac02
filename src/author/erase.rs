//! Erasing a person: the folder goes, and so does every file that showcase
//! made of it; the addresses stay known as gone.

use jiff::civil::Date;

use super::insert::{date_in, set_date};
use super::{At, Effect, Refusal, Stopping, effect, folder_of, record_of};
use crate::build::account;
use crate::diagnostic::Code;
use crate::disk::{self, Root, Sources, held::Held, source};
use crate::path::SourcePath;
use crate::tree::Tree;

/// The list of what was erased.
const GONE: &str = "content/gone.toml";

/// An erasure that is planned.
#[derive(Debug)]
pub struct Erasure {
    /// The files that are deleted, relative to the root.
    pub files: Vec<SourcePath>,
    /// Whether the addresses go on the list of what is gone: only if they were
    /// ever public, and tell nothing.
    pub recorded: bool,
    /// What becomes of the site; `None` if it has mistakes as it is.
    pub effect: Option<Effect>,
    /// What would stop the build once the person is erased.
    pub stopping: Option<Stopping>,
    id: String,
    list: Option<(Option<String>, String)>,
}

impl Erasure {
    /// Plans that a person is erased on a day.
    ///
    /// # Errors
    /// Nobody has this id.
    pub fn plan(at: At<'_>, id: &str, on: Date) -> Result<Self, Refusal> {
        let nothing = Held::default();
        let before = disk::read(at.root, &nothing);
        record_of(id, &before)?;
        let folder = folder_of(id);
        let files = source::files_below(at.root, &folder).map_err(Refusal::Record)?;
        let recorded = has_address(at, id);
        let list = recorded.then(|| listed(&before.tree, id, on)).flatten();
        let new = list.iter().filter_map(|(_, new)| Some((SourcePath::new(GONE).ok()?, new.clone()))).collect();
        let (effect, stopping) = match named_elsewhere(at, &before, id) {
            Some(named) => (None, Some(named)),
            None => {
                let after = disk::read(at.root, &nothing).tree.edited(Some(&folder), new);
                effect::between(before.tree, after, &Root::new(at.root), at.request)
            }
        };
        Ok(Self { files, recorded, effect, stopping, id: id.to_owned(), list })
    }

    /// Writes the list first, so that a run that is cut off can be repeated,
    /// then deletes the folder.
    ///
    /// # Errors
    /// Something cannot be written or deleted; in words.
    pub fn write(&self, at: At<'_>) -> Result<(), String> {
        if let (Some((old, new)), Ok(path)) = (&self.list, SourcePath::new(GONE)) {
            match old {
                Some(old) => source::replace(at.root, &path, old, new)?,
                None => source::create(at.root, &path, new)?,
            }
        }
        source::delete_folder(at.root, &folder_of(&self.id))
    }
}

/// The public texts in which the name stands written out. Once the record is
/// deleted nobody knows of the name, so they are found as for a withdrawal.
fn named_elsewhere(at: At<'_>, sources: &Sources, id: &str) -> Option<Stopping> {
    let (path, file) = record_of(id, sources).ok()?;
    let old = sources.tree.text(file);
    let day = date_in(old, "consent", "given").unwrap_or(Date::MIN);
    let new = set_date(old, "consent", "withdrawn", day).ok()?.apply(old);
    let mut tree = disk::read(at.root, &Held::default()).tree.edited(None, vec![(path, new)]);
    let mut problems = effect::files(&mut tree, &Root::new(at.root), at.request).err()?;
    problems.retain(|problem| problem.code == Code::WithheldName);
    (!problems.is_empty()).then_some((tree, problems))
}

fn has_address(at: At<'_>, id: &str) -> bool {
    let mut tree = disk::read(at.root, &Held::default()).tree;
    let account = account(&mut tree, &Root::new(at.root), at.request, None, &mut Vec::new());
    let people = account.map(|account| account.people).unwrap_or_default();
    people.iter().any(|(consent, _)| consent.id == id && consent.has_address)
}

/// The list before and after; `None` if the id stands there already.
fn listed(tree: &Tree, id: &str, on: Date) -> Option<(Option<String>, String)> {
    let file = SourcePath::new(GONE).ok().and_then(|path| tree.find(&path));
    let old = file.map(|file| tree.text(file).to_owned());
    if old.as_deref().is_some_and(|text| ids(text).iter().any(|known| known == id)) {
        return None;
    }
    let end = if old.as_deref().is_some_and(|text| text.contains("\r\n")) { "\r\n" } else { "\n" };
    let mut new = old.clone().unwrap_or_default();
    if !new.is_empty() && !new.ends_with('\n') {
        new.push_str(end);
    }
    if !new.is_empty() {
        new.push_str(end);
    }
    new.push_str(&format!("[[gone]]{end}id = \"{id}\"{end}kind = \"intern\"{end}on = {on}{end}"));
    Some((old, new))
}

fn ids(text: &str) -> Vec<String> {
    let Ok(table) = text.parse::<toml::Table>() else { return Vec::new() };
    let entries = table.get("gone").and_then(|gone| gone.as_array()).into_iter().flatten();
    entries.filter_map(|entry| entry.get("id")?.as_str().map(str::to_owned)).collect()
}
