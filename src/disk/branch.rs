//! A site as a branch of a repository, for hosts that publish one. `git` does all of
//! it, with its own logins, in a repository of showcase's own that nobody works in:
//! no working tree, no hook and no configuration of the site's repository is
//! touched.
//!
//! A commit is put upon what is there and never in its place: if somebody else was
//! first, git refuses, and nothing is lost.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::path::OutPath;

/// A branch of a remote, with a repository of our own to work in.
#[derive(Debug)]
pub struct Branch {
    repository: PathBuf,
    remote: String,
    branch: String,
    /// The commit at the remote when it was last asked.
    tip: Option<String>,
}

/// Why a branch was not changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BranchError {
    /// Somebody else put a commit there in between.
    Overtaken,
    /// In words.
    Failed(String),
}

/// A change of the branch: a file with its bytes, or one that goes.
pub type Changes = BTreeMap<OutPath, Option<PathBuf>>;

/// A file that keeps GitHub from leaving out names that begin with a line.
const NO_JEKYLL: &str = ".nojekyll";

impl Branch {
    /// Fetches what is there, without its history.
    ///
    /// # Errors
    /// Git cannot be run, or cannot get there.
    pub fn open(repository: &Path, remote: &str, branch: &str) -> Result<Self, BranchError> {
        let (remote, branch) = (remote.to_owned(), branch.to_owned());
        let mut own = Self { repository: repository.to_path_buf(), remote, branch, tip: None };
        own.git(&["init", "--quiet", "--bare", "--", &repository.to_string_lossy()], None, None)?;
        let listed = own.asked(&["ls-remote", "--", &own.remote, &format!("refs/heads/{}", own.branch)])?;
        let tip = listed.split_whitespace().next().map(str::to_owned);
        if let Some(tip) = &tip {
            let from = format!("refs/heads/{}", own.branch);
            own.asked(&["fetch", "--quiet", "--no-tags", "--depth=1", "--", &own.remote, &from])?;
            own.asked(&["cat-file", "-e", &format!("{tip}^{{commit}}")]).map_err(|_| BranchError::Overtaken)?;
        }
        own.tip = tip;
        Ok(own)
    }

    /// The bytes of a file of the branch.
    ///
    /// # Errors
    /// Git fails.
    pub fn read(&self, path: &str) -> Result<Option<Vec<u8>>, BranchError> {
        let Some(tip) = &self.tip else { return Ok(None) };
        let listed = self.asked(&["ls-tree", "-z", tip, "--", path])?;
        if listed.is_empty() {
            return Ok(None);
        }
        self.git(&["cat-file", "blob", &format!("{tip}:{path}")], None, None).map(Some)
    }

    /// Every file of the branch.
    ///
    /// # Errors
    /// Git fails.
    pub fn files(&self) -> Result<Vec<String>, BranchError> {
        let Some(tip) = &self.tip else { return Ok(Vec::new()) };
        let listed = self.asked(&["ls-tree", "-r", "-z", "--name-only", tip])?;
        Ok(listed.split('\0').filter(|name| !name.is_empty()).map(str::to_owned).collect())
    }

    /// Puts a commit with these changes upon the branch, `record` being one more
    /// file with its text.
    ///
    /// # Errors
    /// Somebody else was first; or git fails.
    pub fn commit(&self, changes: &Changes, record: (&str, &str), message: &str) -> Result<(), BranchError> {
        let index = self.repository.join("deploy-index");
        let index = Some(index.as_path());
        match &self.tip {
            Some(tip) => self.git(&["read-tree", tip], index, None)?,
            None => self.git(&["read-tree", "--empty"], index, None)?,
        };
        let put: Vec<(&OutPath, &Path)> =
            changes.iter().filter_map(|(out, file)| Some((out, file.as_deref()?))).collect();
        let names: String = put.iter().map(|(_, file)| format!("{}\n", file.display())).collect();
        let ids = self.git(&["hash-object", "-w", "--no-filters", "--stdin-paths"], None, Some(names.as_bytes()))?;
        let ids = String::from_utf8_lossy(&ids).into_owned();
        if ids.lines().count() != put.len() {
            return Err(BranchError::Failed("git did not take all files".to_owned()));
        }
        let mut rows = String::new();
        for ((out, _), id) in put.iter().zip(ids.lines()) {
            rows.push_str(&format!("100644 {id}\t{out}\0"));
        }
        let zero = "0".repeat(ids.lines().next().map_or(40, str::len));
        for out in changes.iter().filter(|(_, file)| file.is_none()).map(|(out, _)| out) {
            rows.push_str(&format!("0 {zero}\t{out}\0"));
        }
        for (name, text) in [record, (NO_JEKYLL, "")] {
            let id = self.git(&["hash-object", "-w", "--stdin"], None, Some(text.as_bytes()))?;
            rows.push_str(&format!("100644 {}\t{name}\0", String::from_utf8_lossy(&id).trim()));
        }
        self.git(&["update-index", "-z", "--index-info"], index, Some(rows.as_bytes()))?;
        let tree = self.git(&["write-tree"], index, None)?;
        let tree = String::from_utf8_lossy(&tree).trim().to_owned();
        let parent: Vec<&str> = self.tip.iter().flat_map(|tip| ["-p", tip]).collect();
        let args = [&["commit-tree", &tree, "-m", message], parent.as_slice()].concat();
        let commit = self.asked(&args)?.trim().to_owned();
        let to = format!("{commit}:refs/heads/{}", self.branch);
        self.asked(&["push", "--quiet", "--", &self.remote, &to]).map(drop).map_err(|error| match error {
            BranchError::Failed(why)
                if ["rejected", "fetch first", "stale info", "failed to update ref"]
                    .iter()
                    .any(|word| why.contains(word)) =>
            {
                BranchError::Overtaken
            }
            other => other,
        })
    }

    fn asked(&self, args: &[&str]) -> Result<String, BranchError> {
        self.git(args, None, None).map(|said| String::from_utf8_lossy(&said).into_owned())
    }

    fn git(&self, args: &[&str], index: Option<&Path>, input: Option<&[u8]>) -> Result<Vec<u8>, BranchError> {
        let failed = |error: io::Error| {
            BranchError::Failed(format!("git cannot be run ({})", crate::diagnostic::reason(&error)))
        };
        let mut git = super::git::git();
        git.arg("--git-dir").arg(&self.repository);
        git.args([
            "-c",
            "protocol.ext.allow=never",
            "-c",
            "gc.auto=0",
            "-c",
            "commit.gpgSign=false",
            "-c",
            "core.quotePath=false",
        ]);
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE"] {
            git.env_remove(name);
        }
        for (name, value) in [
            ("GIT_AUTHOR_NAME", "showcase deploy"),
            ("GIT_AUTHOR_EMAIL", "showcase@localhost"),
            ("GIT_COMMITTER_NAME", "showcase deploy"),
            ("GIT_COMMITTER_EMAIL", "showcase@localhost"),
        ] {
            git.env(name, value);
        }
        git.envs(index.map(|index| ("GIT_INDEX_FILE", index)));
        git.args(args).stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() });
        git.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = git.spawn().map_err(failed)?;
        let writer = child.stdin.take().zip(input.map(<[u8]>::to_vec)).map(|(mut pipe, input)| {
            // Git reads and writes at the same time.
            std::thread::spawn(move || pipe.write_all(&input))
        });
        let output = child.wait_with_output().map_err(failed)?;
        drop(writer.map(std::thread::JoinHandle::join));
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = String::from_utf8_lossy(&output.stderr);
        let lines = said.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("hint:"));
        let said: String = lines.take(4).collect::<Vec<_>>().join("; ").chars().take(600).collect();
        Err(BranchError::Failed(format!("git says: {}", without_logins(&said))))
    }
}

/// A text without what stands in addresses before the host: the configuration of git
/// may put a token there.
fn without_logins(text: &str) -> String {
    let mut parts = text.split("://");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| c.is_whitespace() || "/'\"".contains(c)).unwrap_or(part.len());
        let (authority, rest) = part.split_at_checked(end).unwrap_or((part, ""));
        let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        out.push_str(&format!("://{host}{rest}"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::without_logins;

    #[test]
    fn what_git_says_has_no_token() {
        let said = "fatal: unable to access 'https://x:tok@h.example/a/': no; see ssh://git@b/c and d@e";
        let told = "fatal: unable to access 'https://h.example/a/': no; see ssh://b/c and d@e";
        assert_eq!(without_logins(said), told);
    }
}
