//! The site in memory: each file once, as the build made it. Nothing is served
//! but what lies here, so no request can reach a file of the disk.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::disk::store::Store;
use crate::format::host::Obeyed;
use crate::hash::Hash128;
use crate::pages::{Drawing, Origin};
use crate::path::{OutPath, SourcePath};
use crate::render::{CardsAre, Sink};
use crate::tree::Blobs;

/// A file of the site.
#[derive(Debug)]
pub(super) struct File {
    /// Names everything that the bytes follow from.
    pub(super) key: Hash128,
    pub(super) hash: Hash128,
    bytes: OnceLock<Arc<[u8]>>,
    compressed: OnceLock<Arc<[u8]>>,
    put_off: Option<PutOff>,
}

/// A social card that is drawn when somebody asks for it.
struct PutOff {
    drawing: Drawing,
    blobs: Arc<dyn Blobs>,
}

impl std::fmt::Debug for PutOff {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("PutOff").field(&self.drawing).finish()
    }
}

impl File {
    fn new(key: Hash128, bytes: &[u8]) -> Self {
        let hash = Hash128::of(bytes);
        Self { key, hash, bytes: OnceLock::from(Arc::from(bytes)), compressed: OnceLock::new(), put_off: None }
    }

    /// A card, which its key alone tells from others.
    fn put_off(key: Hash128, drawing: Drawing, blobs: Arc<dyn Blobs>) -> Self {
        let put_off = Some(PutOff { drawing, blobs });
        Self { key, hash: key, bytes: OnceLock::new(), compressed: OnceLock::new(), put_off }
    }

    /// Whether it is a card that could not be drawn.
    pub(super) fn is_lost(&self) -> bool {
        self.put_off.is_some() && self.bytes().is_empty()
    }

    /// The bytes; those of a card are drawn when somebody first asks. Of one
    /// that cannot be drawn there are none.
    pub(super) fn bytes(&self) -> Arc<[u8]> {
        let draw = || {
            let drawn = self.put_off.as_ref().and_then(|card| card.drawing.draw(card.blobs.as_ref()).ok());
            Arc::from(drawn.unwrap_or_default())
        };
        Arc::clone(self.bytes.get_or_init(draw))
    }

    /// The bytes as gzip, made when somebody first asks.
    pub(super) fn compressed(&self) -> Arc<[u8]> {
        Arc::clone(self.compressed.get_or_init(|| gzip(&self.bytes()).into()))
    }
}

/// Bytes as gzip. Speed is worth more than size on one machine.
pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::fast());
    // A vector takes all that it is given.
    drop(encoder.write_all(bytes));
    encoder.finish().unwrap_or_default()
}

/// Files by path.
pub(super) type Files = BTreeMap<OutPath, Arc<File>>;

/// Something that is not shown, and whose record it is.
#[derive(Debug, Clone)]
pub(super) struct Veiled {
    pub(super) source: SourcePath,
    pub(super) whole: bool,
    pub(super) message: String,
}

/// A whole site.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    pub(super) files: Files,
    pub(super) rules: Obeyed,
    /// The path of the site on its host, with a slash at both ends.
    pub(super) base: String,
    /// Where each page comes from.
    pub(super) origins: BTreeMap<OutPath, Origin>,
    /// What is not shown.
    pub(super) veiled: Vec<Veiled>,
}

/// Takes the files of a build. What an earlier one left is taken over by its
/// key.
pub(super) struct Filling<'s> {
    before: &'s Files,
    /// What took long to make, in this process or another. What of it is used
    /// is for builds to say; a preview shows drafts and other days.
    store: Option<&'s Store>,
    /// What cards are drawn from later.
    blobs: Arc<dyn Blobs>,
    made: Mutex<Vec<(OutPath, Arc<File>)>>,
    /// What of it was shown before the rest was made.
    shown: OnceLock<Arc<Files>>,
    changed: AtomicUsize,
}

impl<'s> Filling<'s> {
    pub(super) fn new(before: &'s Files, store: Option<&'s Store>, blobs: Arc<dyn Blobs>) -> Self {
        let made = Mutex::new(Vec::with_capacity(before.len()));
        Self { before, store, blobs, made, shown: OnceLock::new(), changed: AtomicUsize::new(0) }
    }

    /// What has come so far, to be shown.
    pub(super) fn so_far(&self) -> Arc<Files> {
        let files = Arc::new(self.made.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect());
        self.shown.get_or_init(|| Arc::clone(&files));
        files
    }

    /// A file that came before the rest was made.
    fn early(&self, out: &OutPath) -> Option<&Arc<File>> {
        self.shown.get()?.get(out)
    }

    /// All files, and how many of them are new or have changed.
    pub(super) fn finish(self) -> (Files, usize) {
        let files = self.made.into_inner().unwrap_or_else(PoisonError::into_inner);
        (files.into_iter().collect(), self.changed.into_inner())
    }

    fn take(&self, out: &OutPath, file: Arc<File>) {
        self.made.lock().unwrap_or_else(PoisonError::into_inner).push((out.clone(), file));
    }
}

impl Sink for Filling<'_> {
    fn has(&self, out: &OutPath, key: Hash128) -> bool {
        if self.early(out).is_some_and(|file| file.key == key) {
            return true;
        }
        let Some(file) = self.before.get(out).filter(|file| file.key == key) else { return false };
        self.take(out, Arc::clone(file));
        true
    }

    fn put(&self, out: &OutPath, key: Hash128, bytes: &[u8]) -> io::Result<()> {
        let hash = Hash128::of(bytes);
        if self.early(out).is_some_and(|file| file.key == key && file.hash == hash) {
            return Ok(());
        }
        let file = match self.before.get(out).filter(|file| file.hash == hash) {
            // Held once, whatever it was made of.
            Some(same) if same.key == key => Arc::clone(same),
            Some(same) => {
                let (bytes, compressed) = (same.bytes.clone(), same.compressed.clone());
                Arc::new(File { key, hash, bytes, compressed, put_off: None })
            }
            None => {
                self.changed.fetch_add(1, Ordering::Relaxed);
                Arc::new(File::new(key, bytes))
            }
        };
        self.take(out, file);
        Ok(())
    }

    fn cards(&self) -> CardsAre {
        CardsAre::PutOff
    }

    fn put_off(&self, out: &OutPath, key: Hash128, drawing: Drawing) {
        self.changed.fetch_add(1, Ordering::Relaxed);
        self.take(out, Arc::new(File::put_off(key, drawing, Arc::clone(&self.blobs))));
    }

    fn kept(&self, key: Hash128) -> Option<Vec<u8>> {
        self.store?.get(key)
    }

    fn keep(&self, key: Hash128, bytes: &[u8]) {
        self.store.iter().for_each(|store| store.keep(key, bytes));
    }

    fn behind(&self) -> Option<&dyn Sink> {
        None
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Files, Filling};
    use crate::disk::Root;
    use crate::hash::Hash128;
    use crate::path::OutPath;
    use crate::render::Sink;
    use crate::tree::Blobs;

    fn blobs() -> Arc<dyn Blobs> {
        Arc::new(Root::new(std::path::Path::new(".")))
    }

    #[test]
    fn what_is_as_it_was_is_held_once() {
        let (a, b) = (OutPath::new("a").unwrap(), OutPath::new("b").unwrap());
        let key = |text: &str| Hash128::of(text.as_bytes());
        let nothing = Files::new();
        let first = Filling::new(&nothing, None, blobs());
        assert!(!first.has(&a, key("1")));
        first.put(&a, key("1"), b"one").unwrap();
        first.put(&b, key("2"), b"two").unwrap();
        let (files, changed) = first.finish();
        assert_eq!((files.len(), changed), (2, 2));
        let second = Filling::new(&files, None, blobs());
        assert!(second.has(&a, key("1")) && !second.has(&b, key("3")));
        second.put(&b, key("3"), b"two").unwrap();
        let (later, changed) = second.finish();
        assert_eq!(changed, 0, "another key, the same bytes");
        assert!(Arc::ptr_eq(&later[&a], &files[&a]) && Arc::ptr_eq(&later[&b].bytes(), &files[&b].bytes()));
    }
}
