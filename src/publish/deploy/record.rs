//! What a store remembers of deploys: each file that showcase put there, with the
//! hash of its bytes. It lies at the store itself, so that whoever deploys next
//! knows it, and names only what is public there.
//!
//! It is written before the first change (every file that may change is marked),
//! now and then on the way, and at the end. So a deploy that is cut leaves a record
//! that names all that is there and may be there.

use std::collections::BTreeMap;

use crate::hash::Hash128;
use crate::path::OutPath;

/// The record's name at a store.
pub const NAME: &str = ".showcase-deploy";

const HEAD: &str = "showcase deploy 1\n";
const CHECKSUM: &str = "checksum ";

/// Bytes of a path at most: what S3 takes.
const LONGEST: usize = 1024;

/// What is known of a file at a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It is there, with these bytes.
    There(Hash128),
    /// It was showcase's own and was about to be replaced or deleted: nobody knows
    /// what is there.
    Changing(Hash128),
    /// It was about to be put where showcase had nothing. Only if it has these bytes
    /// is what is there showcase's own.
    Coming(Hash128),
}

/// The record of a store.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    files: BTreeMap<OutPath, State>,
}

impl State {
    fn parts(self) -> (char, Hash128) {
        match self {
            Self::There(hash) => ('=', hash),
            Self::Changing(hash) => ('~', hash),
            Self::Coming(hash) => ('+', hash),
        }
    }

    fn of(mark: &str, hash: Hash128) -> Option<Self> {
        Some(match mark {
            "=" => Self::There(hash),
            "~" => Self::Changing(hash),
            "+" => Self::Coming(hash),
            _ => return None,
        })
    }
}

impl Record {
    /// Reads a record. `None` if it is not as it was written; what a store says can
    /// name nothing outside of the site: a path is clean or the record is none.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let (before, last) = text.strip_suffix('\n')?.rsplit_once('\n')?;
        let before = text.get(..=before.len())?;
        if Hash128::parse(last.strip_prefix(CHECKSUM)?)? != Hash128::of(before.as_bytes()) {
            return None;
        }
        let mut files = BTreeMap::new();
        for line in before.strip_prefix(HEAD)?.lines() {
            let mut parts = line.splitn(3, ' ');
            let (mark, hash, path) = (parts.next()?, Hash128::parse(parts.next()?)?, parts.next()?);
            let clean = OutPath::new(path).ok().filter(|clean| clean.as_str() == path && path.len() <= LONGEST)?;
            files.insert(clean, State::of(mark, hash)?);
        }
        Some(Self { files })
    }

    /// The record as text.
    pub fn print(&self) -> String {
        let mut out = HEAD.to_owned();
        for (path, state) in &self.files {
            let (mark, hash) = state.parts();
            out.push_str(&format!("{mark} {hash} {path}\n"));
        }
        let checksum = Hash128::of(out.as_bytes());
        out.push_str(&format!("{CHECKSUM}{checksum}\n"));
        out
    }

    /// What is known of a file; nothing of one that is not showcase's own.
    pub fn state(&self, path: &OutPath) -> Option<State> {
        self.files.get(path).copied()
    }

    /// Notes what is known of a file.
    pub fn note(&mut self, path: &OutPath, state: State) {
        self.files.insert(path.clone(), state);
    }

    /// Forgets a file, which is not there or not showcase's own.
    pub fn forget(&mut self, path: &OutPath) {
        self.files.remove(path);
    }

    /// Every file, in the order of paths.
    pub fn files(&self) -> impl Iterator<Item = (&OutPath, State)> {
        self.files.iter().map(|(path, state)| (path, *state))
    }

    /// Whether no deploy was cut.
    pub fn is_settled(&self) -> bool {
        self.files.values().all(|state| matches!(state, State::There(_)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Record, State};
    use crate::hash::Hash128;
    use crate::path::OutPath;

    fn record() -> Record {
        let (mut record, hash) = (Record::default(), Hash128::of(b"x"));
        for (path, state) in
            [("a/ü b.html", State::There(hash)), ("b.html", State::Changing(hash)), ("c.html", State::Coming(hash))]
        {
            record.note(&OutPath::new(path).unwrap(), state);
        }
        record
    }

    #[test]
    fn prints_and_reads_back() {
        assert_eq!(Record::parse(record().print().as_bytes()), Some(record()));
        assert_eq!(Record::parse(Record::default().print().as_bytes()), Some(Record::default()));
        assert!(!record().is_settled() && Record::default().is_settled());
    }

    #[test]
    fn what_was_changed_on_the_way_is_no_record() {
        let text = record().print();
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1;
            assert_eq!(Record::parse(&bytes), None, "{at}");
            assert_eq!(Record::parse(&text.as_bytes()[..at]), None, "{at}");
        }
    }

    #[test]
    fn no_record_names_what_lies_outside() {
        let hash = Hash128::of(b"x");
        for path in ["../x", "/etc/passwd", "a/../../x", "a//b", "./a", "a\0b", "", &"a".repeat(2000)] {
            let body = format!("showcase deploy 1\n= {hash} {path}\n");
            let text = format!("{body}checksum {}\n", Hash128::of(body.as_bytes()));
            assert_eq!(Record::parse(text.as_bytes()), None, "{path}");
        }
    }
}
