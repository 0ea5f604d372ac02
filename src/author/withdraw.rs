//! Taking back a consent: one key in one file.

use jiff::civil::Date;

use super::insert::{Edit, date_in, set_date};
use super::{At, Effect, Refusal, Stopping, effect, record_of};
use crate::disk::{self, Root, held::Held, source};
use crate::path::SourcePath;

/// A withdrawal that is planned.
#[derive(Debug)]
pub struct Withdrawal {
    /// The file that changes.
    pub path: SourcePath,
    /// What becomes of the site; `None` if it has mistakes as it is.
    pub effect: Option<Effect>,
    /// What would stop the build once the withdrawal is written.
    pub stopping: Option<Stopping>,
    old: String,
    edit: Edit,
}

/// A consent that was withdrawn before, and when.
#[derive(Debug)]
pub struct Already(pub SourcePath, pub Date);

impl Withdrawal {
    /// Plans that a person's consent is withdrawn from a day on.
    ///
    /// # Errors
    /// Nobody has this id, or the record cannot be changed. One that is
    /// withdrawn from that day or an earlier one is no error and no plan.
    pub fn plan(at: At<'_>, id: &str, on: Date) -> Result<Result<Self, Already>, Refusal> {
        let nothing = Held::default();
        let before = disk::read(at.root, &nothing);
        let (path, file) = record_of(id, &before)?;
        let old = before.tree.text(file).to_owned();
        if let Some(day) = date_in(&old, "consent", "withdrawn").filter(|day| *day <= on) {
            return Ok(Err(Already(path, day)));
        }
        let edit = set_date(&old, "consent", "withdrawn", on)?;
        let new = vec![(path.clone(), edit.apply(&old))];
        let after = disk::read(at.root, &nothing).tree.edited(None, new);
        let (effect, stopping) = effect::between(before.tree, after, &Root::new(at.root), at.request);
        Ok(Ok(Self { path, effect, stopping, old, edit }))
    }

    /// Writes it.
    ///
    /// # Errors
    /// The file has changed since, or cannot be written; in words.
    pub fn write(&self, at: At<'_>) -> Result<(), String> {
        source::replace(at.root, &self.path, &self.old, &self.edit.apply(&self.old))
    }
}
