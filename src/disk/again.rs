//! Sources that changed since they were read, looked at by themselves.
//!
//! A preview hears which files changed and wants to show them at once. Whether
//! it heard of all, only a walk can tell, which it does afterwards.

use std::path::{Path, PathBuf};

use super::held::Held;
use super::near::Look;
use super::{Found, Reader, Sources, read_at_most, source_path};
use crate::config::{self, Limits};
use crate::path::SourcePath;
use crate::text::FileId;

impl Sources {
    /// Reads these files again, and says which they are. `None` if that is not
    /// enough: if one of them is new or gone, is a link, decides about others, or
    /// has something wrong with it. Then all is to be read.
    pub fn renew(&mut self, root: &Path, changed: &[PathBuf]) -> Option<Vec<FileId>> {
        if !self.plain {
            return None;
        }
        let found = changed.iter().map(|path| self.look(root, path)).collect::<Option<Vec<_>>>()?;
        let mut files = Vec::with_capacity(found.len());
        for (path, file) in found {
            // A stamp this young is not believed; the next walk reads the file.
            if let Ok(at) = self.stamps.binary_search_by(|(other, _)| other.cmp(&path)) {
                self.stamps.remove(at);
            }
            files.push(self.tree.find(&path)?);
            self.tree.renew(&path, file.entry);
        }
        Some(files)
    }

    #[expect(clippy::disallowed_methods, reason = "this is the file system's own module")]
    fn look(&self, root: &Path, path: &Path) -> Option<(SourcePath, Found)> {
        let metadata = std::fs::symlink_metadata(path).ok().filter(std::fs::Metadata::is_file)?;
        let mut problems = Vec::new();
        let source = source_path(root, path, &mut problems)?;
        if source.as_str() == config::PATH || self.tree.find(&source).is_none() {
            return None;
        }
        let config = SourcePath::new(config::PATH).ok().and_then(|path| self.tree.find(&path));
        let limits = Limits::of(config.map_or("", |file| self.tree.text(file)));
        let nothing = Held::default();
        let reader = Reader { root, canonical: None, limits, read_file: &read_at_most, known: &nothing };
        let (_, file) = reader.file(path, Some(Look::of(&metadata)), &mut problems)?;
        (problems.is_empty() && file.broken_at.is_none()).then_some((source, file))
    }
}
