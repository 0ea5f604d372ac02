//! Documents that are archives of parts: each part read when it is wanted, and
//! never more of it than a text can need. Parts are found by their names and
//! never written under them, so a name that leads out of a folder leads nowhere.

use std::borrow::Cow;
use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::element::{Element, xml};

/// The largest part of XML, unpacked.
const MOST_XML: u64 = 32 << 20;

/// The largest picture, unpacked.
const MOST_PICTURE: u64 = 32 << 20;

/// The most bytes of all parts that are read, unpacked.
const MOST_IN_ALL: u64 = 256 << 20;

/// How many parts there may be.
const MOST_PARTS: usize = 10_000;

/// An archive.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// How many bytes may still be read.
    left: u64,
}

impl<'a> Archive<'a> {
    /// Opens one.
    ///
    /// # Errors
    /// In words.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, String> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| "it is damaged, or was not sent whole".to_owned())?;
        if zip.len() > MOST_PARTS {
            return Err(format!("it has more than {MOST_PARTS} parts"));
        }
        Ok(Self { zip, left: MOST_IN_ALL })
    }

    /// Whether there is a part.
    pub(super) fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// The names of all parts, sorted.
    pub(super) fn names(&self) -> Vec<String> {
        let names = self.zip.file_names();
        let mut names: Vec<String> = names.filter_map(|name| name.ok().map(Cow::into_owned)).collect();
        names.sort();
        names
    }

    /// A part of XML; `None` if there is none.
    ///
    /// # Errors
    /// In words: it is too large, or damaged.
    pub(super) fn xml(&mut self, name: &str) -> Result<Option<Element>, String> {
        if !self.has(name) {
            return Ok(None);
        }
        let bytes = self.bytes(name, MOST_XML).map_err(|why| format!("{why} ({name})"))?;
        xml(&bytes).map(Some).map_err(|why| format!("{why} ({name})"))
    }

    /// The bytes of a picture.
    ///
    /// # Errors
    /// In words: there is none, it is too large, or damaged.
    pub(super) fn picture(&mut self, name: &str) -> Result<Vec<u8>, String> {
        self.bytes(name, MOST_PICTURE)
    }

    fn bytes(&mut self, name: &str, most: u64) -> Result<Vec<u8>, String> {
        let part = self.zip.by_name(name).map_err(|_| "a part of it is damaged or locked".to_owned())?;
        // What the archive says of sizes is no more than a promise.
        let most = most.min(self.left);
        let mut bytes = Vec::new();
        let read = part.take(most + 1).read_to_end(&mut bytes);
        self.left = self.left.saturating_sub(bytes.len() as u64);
        if bytes.len() as u64 > most {
            return Err("a part of it is far too large".to_owned());
        }
        read.map(|_| bytes).map_err(|_| "a part of it is damaged".to_owned())
    }
}

impl std::fmt::Debug for Archive<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Archive").field("parts", &self.zip.len()).finish_non_exhaustive()
    }
}
