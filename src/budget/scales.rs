//! A sink that weighs what goes through it.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::check::fetched;
use crate::hash::Hash128;
use crate::path::OutPath;
use crate::render::Sink;
use crate::seal;

/// The form of the file of weights.
const FORM: &str = "showcase weights 1";

/// Files with their keys and weights.
pub(super) type Weighed = BTreeMap<OutPath, (Hash128, Weight)>;

/// What a file weighs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Weight {
    pub(super) bytes: u64,
    /// Paths of the files that a browser fetches with it.
    pub(super) needs: Vec<String>,
}

/// What an earlier build weighed, by keys.
#[derive(Debug, Default)]
pub struct Weights(BTreeMap<Hash128, Weight>);

impl Weights {
    /// From the file of a build; nothing from anything else.
    pub fn of_file(file: &[u8]) -> Self {
        let rows = seal::opened(file, FORM).and_then(|rows| postcard::from_bytes::<Vec<(Hash128, Weight)>>(rows).ok());
        Self(rows.into_iter().flatten().collect())
    }

    /// The weights of these files as a file.
    pub(super) fn to_file(weighed: &Weighed) -> Vec<u8> {
        let rows: BTreeMap<Hash128, &Weight> = weighed.values().map(|(key, weight)| (*key, weight)).collect();
        let rows: Vec<(Hash128, &Weight)> = rows.into_iter().collect();
        // Numbers and texts have a form.
        seal::close(postcard::to_extend(&rows, seal::open()).unwrap_or_else(|_| seal::open()), FORM)
    }
}

/// Stands before a sink. A file whose weight is not known counts as absent, so
/// that it comes by once more; the sink sees that it is the same.
pub struct Scales<'s> {
    sink: &'s dyn Sink,
    /// The path of the site on its host, with a slash at both ends.
    base: &'s str,
    known: &'s Weights,
    weighed: Mutex<Weighed>,
}

impl std::fmt::Debug for Scales<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scales").field("base", &self.base).finish_non_exhaustive()
    }
}

impl<'s> Scales<'s> {
    /// Before this sink.
    pub fn new(sink: &'s dyn Sink, base: &'s str, known: &'s Weights) -> Self {
        Self { sink, base, known, weighed: Mutex::default() }
    }

    /// Everything that came by.
    pub(super) fn done(self) -> Weighed {
        self.weighed.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, out: &OutPath, key: Hash128, weight: Weight) {
        self.weighed.lock().unwrap_or_else(PoisonError::into_inner).insert(out.clone(), (key, weight));
    }
}

impl Sink for Scales<'_> {
    fn has(&self, out: &OutPath, key: Hash128) -> bool {
        match self.known.0.get(&key) {
            Some(weight) if self.sink.has(out, key) => {
                self.note(out, key, weight.clone());
                true
            }
            _ => false,
        }
    }

    fn put(&self, out: &OutPath, key: Hash128, bytes: &[u8]) -> io::Result<()> {
        let html = out.as_str().ends_with(".html");
        let text = if html { std::str::from_utf8(bytes).unwrap_or_default() } else { "" };
        let needs = needs(text, self.base);
        self.note(out, key, Weight { bytes: bytes.len() as u64, needs: needs.into_iter().collect() });
        self.sink.put(out, key, bytes)
    }

    fn behind(&self) -> Option<&dyn Sink> {
        Some(self.sink)
    }
}

/// The files of the site that a browser fetches to show a page of ours.
pub fn needs(html: &str, base: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    fetched(html, &mut |address| {
        let path = address.split(['#', '?']).next().and_then(|path| path.strip_prefix(base));
        found.extend(path.filter(|path| !path.is_empty()).map(str::to_owned));
    });
    found
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::Mutex;

    use super::{Scales, Weights, needs};
    use crate::hash::Hash128;
    use crate::path::OutPath;
    use crate::render::{CardsAre, Sink};

    /// Tells what it is asked.
    #[derive(Default)]
    struct Asked(Mutex<Vec<String>>);

    impl Asked {
        fn note(&self, what: &str) {
            self.0.lock().unwrap().push(what.to_owned());
        }
    }

    impl Sink for Asked {
        fn has(&self, _: &OutPath, _: Hash128) -> bool {
            false
        }

        fn put(&self, _: &OutPath, _: Hash128, _: &[u8]) -> io::Result<()> {
            Ok(())
        }

        fn uses(&self, _: Hash128) {
            self.note("uses");
        }

        fn kept(&self, _: Hash128) -> Option<Vec<u8>> {
            Some(b"kept".to_vec())
        }

        fn keep(&self, _: Hash128, bytes: &[u8]) {
            self.note(std::str::from_utf8(bytes).unwrap());
        }

        fn cards(&self) -> CardsAre {
            CardsAre::LookedAt
        }

        fn behind(&self) -> Option<&dyn Sink> {
            None
        }
    }

    /// Or a site with a budget would lose what took long to make.
    #[test]
    fn what_is_weighed_goes_the_same_ways_as_without_scales() {
        let (sink, known, key) = (Asked::default(), Weights::default(), Hash128::of(b"key"));
        let scales = Scales::new(&sink, "/", &known);
        scales.uses(key);
        scales.keep(key, b"made");
        assert_eq!((scales.kept(key), scales.cards()), (Some(b"kept".to_vec()), CardsAre::LookedAt));
        assert_eq!(*sink.0.lock().unwrap(), ["uses", "made"]);
    }

    #[test]
    fn what_a_page_fetches_is_found_once() {
        let html = "<!doctype html><link rel=\"stylesheet\" href=\"/b/assets/s.css\" integrity=\"x\"><link rel=\"icon\" \
                    href=\"/b/favicon.svg\"><link href=\"/b/assets/f.woff2\" rel=\"preload\"><script \
                    src=\"/b/assets/s.js\"></script><script type=\"application/ld+json\">{\"src\":\"/b/x.js\"}</script>\
                    <img alt=\"a > b\" src=\"/b/media/1.png\"><img src=\"/b/media/1.png\"><use href=\"/b/assets/l.svg#l\"/>\
                    <img src=\"https://x.example/y.png\"><a href=\"/b/media/2.png\">src=\"/b/3.png\"</a><p>";
        let found: Vec<String> = needs(html, "/b/").into_iter().collect();
        assert_eq!(found, ["assets/f.woff2", "assets/l.svg", "assets/s.css", "assets/s.js", "media/1.png"]);
    }
}
