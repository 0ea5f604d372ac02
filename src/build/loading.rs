//! Step 2 of a run: the content, with what earlier runs know of it.

use std::sync::atomic::AtomicUsize;

use super::Before;
use crate::config::Config;
use crate::consent::{self, Gate, Terms};
use crate::diagnostic::Diagnostic;
use crate::site::{self, Ahead, Loaded, Loading, Record};
use crate::tree::Tree;

/// Bytes of stories that are held as HTML between their being read and their
/// pages being made: so many, or so many for each file where there are more. A
/// quarter of a story, about, so that memory is mostly that of the records.
const ROOM: usize = 48 << 20;
const ROOM_A_FILE: usize = 1536;

/// All content: what was read ahead if that will do, else read now.
pub(super) fn load(
    tree: &Tree,
    config: Config,
    gate: Gate,
    before: &mut Before<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Loaded {
    let (ahead, keep) = (before.ahead.take(), keep(&config, gate));
    let loading = loading(tree, gate, before, &keep);
    let loaded = ahead.and_then(|(ahead, changed)| ahead.with(tree, &config, changed, &loading, problems));
    loaded.unwrap_or_else(|| site::load(tree, config, &loading, problems))
}

/// All content, for a build to come.
pub(super) fn read_ahead(tree: &Tree, config: Config, gate: Gate, before: &Before<'_>) -> Option<Ahead> {
    let keep = keep(&config, gate);
    Ahead::read(tree, config, &loading(tree, gate, before, &keep))
}

/// Which records later runs may have.
fn keep(config: &Config, gate: Gate) -> impl Fn(&Record) -> bool + Sync + use<> {
    let terms = Terms::of(config);
    move |record| consent::is_wholly_public(record, terms, gate)
}

fn loading<'l>(
    tree: &Tree,
    gate: Gate,
    before: &Before<'l>,
    keep: &'l (dyn Fn(&Record) -> bool + Sync),
) -> Loading<'l> {
    let room = AtomicUsize::new(ROOM.max(tree.len().saturating_mul(ROOM_A_FILE)));
    let (cache, lexicon) = (before.records, Some(&*before.words.lexicon));
    Loading { places: before.places.clone(), cache, keep, today: gate.today, lexicon, room }
}
