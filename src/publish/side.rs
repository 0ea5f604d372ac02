//! One side of a comparison: sources that are made in memory, or a folder that
//! holds a finished site. Gives keys of all files, and the files that are asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::io::Write as _;
use std::sync::{Mutex, PoisonError};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::people::Roll;
use crate::budget::needs;
use crate::build::Ready;
use crate::check::{Visible, visible};
use crate::consent::Consent;
use crate::diagnostic::Diagnostic;
use crate::format::host::{Obeyed, REDIRECTS_FILE, Rule};
use crate::hash::Hash128;
use crate::pages;
use crate::path::{OutPath, SourcePath};
use crate::render::Sink;
use crate::tree::{Blobs, Tree};

/// Sources that passed all checks.
#[derive(Debug)]
pub struct Sources {
    /// The files.
    pub tree: Tree,
    /// The site.
    pub ready: Ready,
    /// The consents.
    pub consents: Vec<Consent>,
}

/// One side.
pub enum Side<'a> {
    /// Sources, and where their pictures are read from.
    Sources(&'a Sources, &'a dyn Blobs),
    /// The files of a finished site, and where they are read from.
    Folder(&'a [OutPath], &'a dyn Blobs),
}

impl std::fmt::Debug for Side<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Sources(..) => "Sources",
            Self::Folder(..) => "Folder",
        })
    }
}

/// Every file with what stands for its bytes: equal keys, equal bytes. The keys
/// of other programs and of folders say nothing.
pub(super) type Keys = BTreeMap<OutPath, Hash128>;

/// A file that was made or read.
#[derive(Debug)]
pub(super) struct Got {
    pub(super) hash: Hash128,
    pub(super) size: u64,
    /// Bytes as they travel: texts compressed.
    pub(super) travels: u64,
    /// What a page says.
    pub(super) page: Option<Visible>,
    /// What a browser fetches with a page.
    pub(super) needs: Vec<String>,
    /// The bytes of a picture.
    pub(super) bytes: Option<Vec<u8>>,
}

/// Files by path.
pub(super) type Files = BTreeMap<OutPath, Got>;

/// Pictures that are shown beside each other have at most so many bytes.
const SHOWN: usize = 512 << 10;

impl<'a> Side<'a> {
    /// Who is public, where that is known.
    pub(super) fn roll(&self) -> Option<Roll<'a>> {
        match self {
            Self::Sources(sources, _) => {
                Some(Roll { published: sources.ready.published(), consents: &sources.consents })
            }
            Self::Folder(..) => None,
        }
    }

    /// The path of the site on its host, with a slash at both ends. A folder does
    /// not say.
    pub(super) fn base(&self) -> &'a str {
        match self {
            Self::Sources(sources, _) => &sources.ready.published().config.base.path,
            Self::Folder(..) => "/",
        }
    }

    /// Old addresses and what is done with them.
    pub(super) fn rules(&self) -> Vec<Rule> {
        match self {
            Self::Sources(sources, _) => pages::redirects(sources.ready.published()),
            Self::Folder(_, blobs) => {
                let file = SourcePath::new(REDIRECTS_FILE).ok().and_then(|path| blobs.read(&path).ok());
                Obeyed::parse("", &String::from_utf8_lossy(&file.unwrap_or_default())).rules()
            }
        }
    }

    pub(super) fn keys(&self) -> Result<Keys, Vec<Diagnostic>> {
        match self {
            Self::Sources(sources, blobs) => {
                let gather =
                    Gather { wanted: None, base: self.base(), keys: Mutex::default(), files: Mutex::default() };
                let failed = sources.ready.list(&sources.tree, *blobs, &gather);
                if failed.is_empty() { Ok(unlocked(gather.keys)) } else { Err(failed) }
            }
            Self::Folder(files, blobs) => {
                // What cannot be read is other on both sides.
                let keys =
                    files.iter().filter_map(|out| Some((out.clone(), Hash128::of(&blobs.read(&out.into()).ok()?))));
                Ok(keys.collect())
            }
        }
    }

    /// The files that are asked for, as far as they are there.
    pub(super) fn fetch(&self, wanted: &BTreeSet<OutPath>) -> Result<Files, Vec<Diagnostic>> {
        if wanted.is_empty() {
            return Ok(Files::new());
        }
        match self {
            Self::Sources(sources, blobs) => {
                let (keys, files) = (Mutex::default(), Mutex::default());
                let gather = Gather { wanted: Some(wanted), base: self.base(), keys, files };
                let failed = sources.ready.list(&sources.tree, *blobs, &gather);
                if failed.is_empty() { Ok(unlocked(gather.files)) } else { Err(failed) }
            }
            Self::Folder(_, blobs) => {
                let read = wanted.iter().filter_map(|out| {
                    let bytes = blobs.read(&out.into()).ok()?;
                    Some((out.clone(), got(out, &bytes, self.base())))
                });
                Ok(read.collect())
            }
        }
    }
}

fn got(out: &OutPath, bytes: &[u8], base: &str) -> Got {
    let path = out.as_str();
    let is_page = path.ends_with(".html");
    let text = if is_page { std::str::from_utf8(bytes).unwrap_or_default() } else { "" };
    let packs = [".html", ".css", ".js", ".svg"].iter().any(|ending| path.ends_with(ending));
    let is_picture = path.starts_with("media/") && bytes.len() <= SHOWN;
    Got {
        hash: Hash128::of(bytes),
        size: bytes.len() as u64,
        travels: if packs { packed(bytes) } else { bytes.len() as u64 },
        page: is_page.then(|| visible(text)),
        needs: needs(text, base).into_iter().collect(),
        bytes: is_picture.then(|| bytes.to_vec()),
    }
}

fn packed(bytes: &[u8]) -> u64 {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    let packed = packer.write_all(bytes).and_then(|()| packer.finish());
    // Writing to memory does not fail.
    packed.map_or(bytes.len(), |packed| packed.len()) as u64
}

fn unlocked<T>(mutex: Mutex<T>) -> T {
    mutex.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// A sink that notes keys, and looks at the files that are wanted.
struct Gather<'w> {
    /// Without it, no file is made that has a key.
    wanted: Option<&'w BTreeSet<OutPath>>,
    base: &'w str,
    keys: Mutex<Keys>,
    files: Mutex<Files>,
}

impl Gather<'_> {
    fn note(&self, out: &OutPath, key: Hash128) {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner).insert(out.clone(), key);
    }
}

impl Sink for Gather<'_> {
    fn has(&self, out: &OutPath, key: Hash128) -> bool {
        self.note(out, key);
        self.wanted.is_none_or(|wanted| !wanted.contains(out))
    }

    fn put(&self, out: &OutPath, key: Hash128, bytes: &[u8]) -> io::Result<()> {
        self.note(out, key);
        if self.wanted.is_some_and(|wanted| wanted.contains(out)) {
            let got = got(out, bytes, self.base);
            self.files.lock().unwrap_or_else(PoisonError::into_inner).insert(out.clone(), got);
        }
        Ok(())
    }

    fn behind(&self) -> Option<&dyn Sink> {
        None
    }
}
