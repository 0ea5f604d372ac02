//! What the last run saw and made, so that a run that sees the same need not
//! find out again that it would make the same.
//!
//! A build is a function of its sources, its day and its request. This keeps
//! one argument and one result of it; whether the result is still in the
//! output is for the sink to tell. Only runs without any problem are kept, so
//! nothing that has to be reported is passed over.

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::{Request, day};
use crate::config;
use crate::hash::Hash128;
use crate::seal::{self, PROGRAM};
use crate::text::FileId;
use crate::tree::Tree;
use crate::view::contract::feed_bytes;

/// The form of the file.
const FORM: &str = "showcase last 1";

/// A run without problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Last {
    /// Stands for everything that the run saw; see [`inputs`].
    pub inputs: Hash128,
    /// The hash of the manifest that it left.
    pub manifest: Hash128,
    /// How many pages it made.
    pub pages: usize,
}

impl Last {
    /// The run that [`to_file`](Self::to_file) wrote down; `None` from anything
    /// else.
    pub fn of_file(file: &[u8]) -> Option<Self> {
        let (inputs, rest) = seal::opened(file, FORM)?.split_first_chunk::<16>()?;
        let (manifest, rest) = rest.split_first_chunk::<16>()?;
        let pages = u64::from_le_bytes(*rest.first_chunk::<8>()?);
        Some(Self {
            inputs: Hash128::from_bytes(*inputs),
            manifest: Hash128::from_bytes(*manifest),
            pages: usize::try_from(pages).ok()?,
        })
    }

    /// The run as a file.
    pub fn to_file(self) -> Vec<u8> {
        let mut file = seal::open();
        file.extend_from_slice(&self.inputs.to_bytes());
        file.extend_from_slice(&self.manifest.to_bytes());
        file.extend_from_slice(&(self.pages as u64).to_le_bytes());
        seal::close(file, FORM)
    }
}

/// Stands for everything that a run sees: the program, the day, what is asked
/// for, and every source with its name. Files that were not read are; `None`
/// if one cannot be.
pub fn inputs(tree: &Tree, request: &Request) -> Option<Hash128> {
    // What is wrong with it is told by whoever builds.
    let config = config::load(tree, request.base_url.as_ref(), &mut Vec::new())?;
    let files: Vec<FileId> = tree.sources().collect();
    let hashes: Option<Vec<Hash128>> = files.par_iter().map(|file| tree.learn(*file)).collect();
    let mut seen = Vec::with_capacity(files.len() * 80);
    let day = day(request.today, &config).to_string();
    for part in [PROGRAM, &day, &config.base.full(), if request.drafts { "drafts" } else { "" }] {
        feed_bytes(part.as_bytes(), &mut seen);
    }
    for (file, hash) in files.iter().zip(hashes?) {
        feed_bytes(tree.path(*file).as_str().as_bytes(), &mut seen);
        seen.extend_from_slice(&hash.to_bytes());
    }
    Some(Hash128::of(&seen))
}

#[cfg(test)]
mod tests {
    use super::Last;
    use crate::hash::Hash128;

    #[test]
    fn a_run_is_remembered_whole_or_not_at_all() {
        let last = Last { inputs: Hash128::of(b"a"), manifest: Hash128::of(b"b"), pages: 7 };
        let file = last.to_file();
        assert_eq!(Last::of_file(&file), Some(last));
        assert_eq!(Last::of_file(&file[..file.len() - 1]), None);
        assert_eq!(Last::of_file(b""), None);
    }
}
