//! Whether git knows of changes that are not committed. Asks git itself, and
//! only for commands that change sources: no build starts a process.

use std::path::Path;
use std::process::Stdio;

use crate::disk::git::git;

/// What git says of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unsaved {
    /// All of it is committed, or there is no repository.
    Nothing,
    /// There are changes.
    Changes,
    /// There is a repository, and git cannot be asked.
    Unknown,
}

/// Asks for a file or folder, relative to the root.
pub(super) fn unsaved(root: &Path, path: &str) -> Unsaved {
    let mut git = git();
    // Nothing is locked or written for a question.
    git.arg("-C").arg(root).args(["status", "--porcelain", "--untracked-files=all", "--"]).arg(path);
    git.env("GIT_OPTIONAL_LOCKS", "0").stdin(Stdio::null()).stderr(Stdio::null());
    match git.output() {
        Ok(output) if output.status.success() && output.stdout.is_empty() => Unsaved::Nothing,
        Ok(output) if output.status.success() => Unsaved::Changes,
        _ if in_repository(root) => Unsaved::Unknown,
        _ => Unsaved::Nothing,
    }
}

#[expect(clippy::disallowed_methods, reason = "asking git is this command's own business")]
fn in_repository(root: &Path) -> bool {
    let whole = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
    whole.ancestors().any(|folder| folder.join(".git").exists())
}
