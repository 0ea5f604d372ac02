//! A finished site as its output directory says it: whether it may be deployed, and
//! what stores and caches are told of each file.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Mutex, PoisonError};

use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

use super::order::{Act, Order, is_named_by_bytes, plain_of};
use crate::build::Ready;
use crate::diagnostic::Diagnostic;
use crate::external::store::Facts;
use crate::format::host::{HEADERS_FILE, Obeyed, REDIRECTS_FILE, RULES, Rule, kind_of};
use crate::hash::Hash128;
use crate::manifest::{self, Manifest};
use crate::path::{OWN_PREFIX, OutPath, percent_encoded};
use crate::render::{Packed, Sink};
use crate::tree::{Blobs, Tree};

/// A file of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The hash of its bytes.
    pub hash: Hash128,
    /// How many bytes it has.
    pub size: u64,
}

/// A finished site.
#[derive(Debug)]
pub struct Site {
    /// Its files.
    pub files: BTreeMap<OutPath, Entry>,
    /// What each was made of, compressed forms and rules included.
    pub keys: BTreeMap<OutPath, Hash128>,
    /// Folders of those who are gone, as paths begin.
    pub(super) gone: Vec<String>,
    told: Obeyed,
}

/// Why an output directory may not be deployed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unready {
    /// There is no whole manifest, so nobody knows what was built.
    NoManifest,
    /// A build is at it, or was cut.
    Unfinished,
    /// Files are not what was built; the first of them, and how many there are.
    Changed(OutPath, usize),
}

impl Site {
    /// The site in an output directory. Each file is read and compared with what the
    /// manifest says of it. `rules` is whether whoever serves the target reads the
    /// files with rules for hosts; where nobody does, they would only be public.
    ///
    /// # Errors
    /// It may not be deployed.
    pub fn of(read: &(dyn Fn(&str) -> Option<Vec<u8>> + Sync), journal: bool, rules: bool) -> Result<Self, Unready> {
        let text = |name: &str| read(name).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        let manifest = Manifest::parse(text(manifest::NAME).ok_or(Unready::NoManifest)?);
        if journal {
            return Err(Unready::Unfinished);
        }
        if !manifest.is_whole() {
            return Err(Unready::NoManifest);
        }
        let rows: Vec<_> = manifest.rows().filter_map(|(path, made)| Some((OutPath::new(path).ok()?, made))).collect();
        if rows.len() != manifest.rows().len() {
            return Err(Unready::NoManifest);
        }
        let sizes: Vec<Option<u64>> = rows
            .par_iter()
            .map(|(path, made)| {
                let bytes = read(path.as_str())?;
                (Hash128::of(&bytes) == made.hash).then_some(bytes.len() as u64)
            })
            .collect();
        let changed = rows.iter().zip(&sizes).filter(|(_, size)| size.is_none());
        if let Some(((path, _), _)) = changed.clone().next() {
            return Err(Unready::Changed(path.clone(), changed.count()));
        }
        let keys = rows.iter().map(|(path, made)| (path.clone(), made.key)).collect();
        let entries = rows.into_iter().zip(sizes);
        let files = entries.filter_map(|((path, made), size)| Some((path, Entry { hash: made.hash, size: size? })));
        let files = files.filter(|(path, _)| {
            let name = path.as_str();
            !name.starts_with(OWN_PREFIX) && (rules || !RULES.contains(&name))
        });
        let told = |name: &str| text(name).unwrap_or_default();
        let told = Obeyed::parse(&told(HEADERS_FILE), &told(REDIRECTS_FILE));
        let gone = told.rules().into_iter().filter_map(|rule| match rule {
            Rule::Gone { folder, .. } => folder.strip_prefix(told.base()).map(str::to_owned),
            Rule::Moved { .. } => None,
        });
        let gone = gone.filter(|folder| !folder.is_empty()).collect();
        Ok(Self { files: files.collect(), keys, gone, told })
    }

    /// What a store is told of a file: what the rules for hosts say of it, in the
    /// store's own words.
    pub fn facts<'s>(&'s self, path: &'s OutPath) -> Facts<'s> {
        let name = path.as_str();
        let coding = match name.rsplit_once('.').map(|(_, ending)| ending) {
            Some("br") => Some("br"),
            Some("gz") => Some("gzip"),
            _ => None,
        };
        let plain = plain_of(path).filter(|plain| self.files.contains_key(plain));
        let coding = coding.filter(|_| plain.is_some());
        let asked = plain.as_ref().map_or(name, |plain| name.get(..plain.as_str().len()).unwrap_or(name));
        let address = format!("{}{asked}", self.told.base());
        let keep = self.told.header_of(&address, "Cache-Control");
        Facts { kind: kind_of(asked), keep, coding }
    }

    /// Whether it has compressed forms.
    pub fn has_forms(&self) -> bool {
        self.files.keys().any(|path| plain_of(path).is_some_and(|plain| self.files.contains_key(&plain)))
    }

    /// Whether somebody who had a page is gone by this order.
    pub fn takes_down(&self, order: &Order) -> bool {
        order.steps.contains_key(&super::Step::TakeDown)
    }
}

/// Addresses whose copies in caches are no longer right, as whoever runs one wants
/// them; `site` is the address of the site, with a slash at the end. What has
/// another name when it has other bytes is among them only if it is deleted: a cache
/// would show the picture of somebody who is gone for a year.
pub fn purged(order: &Order, site: &str) -> Vec<String> {
    let stale = order.acts().filter_map(|act| match act {
        Act::Put(path, _) => Some(path).filter(|path| !is_named_by_bytes(path)),
        Act::Delete(path) => Some(path),
    });
    let stale = stale.filter(|path| plain_of(path).is_none());
    let stale = stale.filter(|path| !RULES.contains(&path.as_str()));
    let mut urls: Vec<String> =
        stale.map(|path| format!("{site}{}", percent_encoded(path.url().as_str().trim_start_matches('/')))).collect();
    urls.sort();
    urls.dedup();
    urls
}

/// The first file that sources would make of something else today, and how many
/// there are; `keys` is what stands for the bytes of each file that they make.
pub fn differing(site: &Site, keys: &BTreeMap<OutPath, Hash128>) -> Option<(OutPath, usize)> {
    let is_form = |path: &OutPath| plain_of(path).is_some_and(|plain| keys.contains_key(&plain));
    let other = site.keys.iter().filter(|(path, key)| keys.get(*path) != Some(*key)).map(|(path, _)| path);
    // Not every text has compressed forms.
    let lacking = keys.keys().filter(|path| !site.keys.contains_key(*path) && !is_form(path));
    let all: Vec<&OutPath> = other.chain(lacking).collect();
    all.first().map(|first| ((*first).clone(), all.len()))
}

/// What stands for the bytes of each file that sources make, with compressed forms
/// if they are wanted.
///
/// # Errors
/// A file cannot be made.
pub fn made_of(
    ready: &Ready,
    tree: &Tree,
    blobs: &dyn Blobs,
    packed: bool,
) -> Result<BTreeMap<OutPath, Hash128>, Vec<Diagnostic>> {
    let noted = Noted::default();
    let failed = if packed {
        ready.list(tree, blobs, &Packed::new(&noted, ready.paths()))
    } else {
        ready.list(tree, blobs, &noted)
    };
    if failed.is_empty() { Ok(noted.0.into_inner().unwrap_or_else(PoisonError::into_inner)) } else { Err(failed) }
}

/// A sink that notes keys and wants no file.
#[derive(Default)]
struct Noted(Mutex<BTreeMap<OutPath, Hash128>>);

impl Sink for Noted {
    fn has(&self, out: &OutPath, key: Hash128) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(out.clone(), key);
        true
    }

    fn put(&self, out: &OutPath, key: Hash128, _: &[u8]) -> io::Result<()> {
        self.has(out, key);
        Ok(())
    }

    fn behind(&self) -> Option<&dyn Sink> {
        None
    }
}
