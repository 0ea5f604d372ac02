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
use crate::consent::{Change, What};
use crate::hash::Hash128;
use crate::seal::{self, PROGRAM};
use crate::text::FileId;
use crate::tree::Tree;
use crate::view::contract::feed_bytes;

/// The form of the file.
const FORM: &str = "showcase last 2";

/// A run without problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Last {
    /// Stands for everything that the run saw; see [`inputs`].
    pub inputs: Hash128,
    /// The hash of the manifest that it left.
    pub manifest: Hash128,
    /// How many pages it made.
    pub pages: usize,
    /// When the site changes next by itself.
    pub next: Option<Change>,
}

impl Last {
    /// The run that [`to_file`](Self::to_file) wrote down; `None` from anything
    /// else.
    pub fn of_file(file: &[u8]) -> Option<Self> {
        let (inputs, rest) = seal::opened(file, FORM)?.split_first_chunk::<16>()?;
        let (manifest, rest) = rest.split_first_chunk::<16>()?;
        let (pages, rest) = rest.split_first_chunk::<8>()?;
        let next = match rest.split_first() {
            None => None,
            Some((what, day)) => {
                let on = std::str::from_utf8(day).ok()?.parse().ok()?;
                Some(Change { on, what: *What::ALL.get(usize::from(*what))? })
            }
        };
        Some(Self {
            inputs: Hash128::from_bytes(*inputs),
            manifest: Hash128::from_bytes(*manifest),
            pages: usize::try_from(u64::from_le_bytes(*pages)).ok()?,
            next,
        })
    }

    /// The run as a file.
    pub fn to_file(self) -> Vec<u8> {
        let mut file = seal::open();
        file.extend_from_slice(&self.inputs.to_bytes());
        file.extend_from_slice(&self.manifest.to_bytes());
        file.extend_from_slice(&(self.pages as u64).to_le_bytes());
        if let Some(Change { on, what }) = self.next {
            file.push(what as u8);
            file.extend_from_slice(on.to_string().as_bytes());
        }
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
    let packed = if request.precompress { "packed" } else { "" };
    for part in [PROGRAM, &day, &config.base.full(), if request.drafts { "drafts" } else { "" }, packed] {
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
    use crate::consent::{Change, What};
    use crate::hash::Hash128;
    use jiff::civil::date;

    #[test]
    fn a_run_is_remembered_whole_or_not_at_all() {
        let (inputs, manifest) = (Hash128::of(b"a"), Hash128::of(b"b"));
        for next in What::ALL.map(|what| Some(Change { on: date(2027, 1, 9), what })).into_iter().chain([None]) {
            let last = Last { inputs, manifest, pages: 7, next };
            let file = last.to_file();
            assert_eq!(Last::of_file(&file), Some(last));
            assert_eq!(Last::of_file(&file[..file.len() - 1]), None);
        }
        assert_eq!(Last::of_file(b""), None);
    }
}
