//! Pictures that were looked at by earlier runs, by the hash of their bytes.
//!
//! Only what is published is looked at, and only what nothing is wrong with is
//! kept. Names of files are not.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::variant::Still;
use crate::hash::Hash128;
use crate::path::OutPath;
use crate::seal::{self, PROGRAM};

/// What looking at a picture told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Look {
    pub(super) out: String,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) still: Option<Still>,
}

/// Pictures, and files that are copied, which may be published.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    pictures: BTreeMap<Hash128, Look>,
    copies: BTreeSet<Hash128>,
}

impl Seen {
    /// What [`to_file`](Self::to_file) wrote; nothing from anything else.
    pub fn of_file(file: &[u8]) -> Self {
        let content = seal::opened(file, &form());
        content.and_then(|content| postcard::from_bytes(content).ok()).unwrap_or_default()
    }

    /// All of it as a file.
    pub fn to_file(&self) -> Vec<u8> {
        // A vector takes all that it is given.
        seal::close(postcard::to_extend(self, seal::open()).unwrap_or_default(), &form())
    }

    pub(super) fn picture(&self, hash: Hash128) -> Option<(&Look, OutPath)> {
        let look = self.pictures.get(&hash)?;
        Some((look, OutPath::new(&look.out).ok()?))
    }

    pub(super) fn is_copy(&self, hash: Hash128) -> bool {
        self.copies.contains(&hash)
    }

    pub(super) fn add_picture(&mut self, hash: Hash128, look: Look) {
        self.pictures.insert(hash, look);
    }

    pub(super) fn add_copy(&mut self, hash: Hash128) {
        self.copies.insert(hash);
    }
}

/// Another program may look for more.
fn form() -> String {
    format!("showcase pictures 3 {PROGRAM}")
}
