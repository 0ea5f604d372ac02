//! Variants of pictures: those of one picture together, so that it is decoded
//! once, and none that an earlier run kept.

use std::collections::BTreeMap;

use super::{Sink, not_kept};
use crate::asset::picture::{self, Variant};
use crate::diagnostic::Diagnostic;
use crate::path::{OutPath, SourcePath};
use crate::recipe::Recipe;
use crate::tree::Blobs;

/// The variants of one picture.
pub(super) struct Batch<'p> {
    source: &'p SourcePath,
    wanted: Vec<(&'p OutPath, &'p Variant)>,
}

/// Takes the variants out of a list of files.
pub(super) fn batches<'p>(files: &mut Vec<&'p (OutPath, Recipe)>) -> Vec<Batch<'p>> {
    let mut by_source: BTreeMap<&SourcePath, Vec<(&OutPath, &Variant)>> = BTreeMap::new();
    files.retain(|(out, recipe)| match recipe {
        Recipe::Variant(source, variant) => {
            by_source.entry(source).or_default().push((out, variant));
            false
        }
        _ => true,
    });
    by_source.into_iter().map(|(source, wanted)| Batch { source, wanted }).collect()
}

impl<'p> Batch<'p> {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.wanted.len()
    }

    /// Leaves those that the sink does not have. `false` if it has all.
    pub(super) fn lacks(&mut self, sink: &dyn Sink) -> bool {
        self.wanted.retain(|(out, variant)| {
            sink.uses(variant.key);
            !sink.has(out, variant.key)
        });
        !self.wanted.is_empty()
    }

    /// Gives the sink those that it lacks, kept or made.
    pub(super) fn serve(&self, blobs: &dyn Blobs, sink: &dyn Sink) -> Result<(), Diagnostic> {
        let put = |out: &OutPath, variant: &Variant, bytes: &[u8]| {
            sink.put(out, variant.key, bytes).map_err(|error| not_kept(out, &error))
        };
        let mut lacking: Vec<(&'p OutPath, &'p Variant)> = Vec::new();
        for (out, variant) in &self.wanted {
            match sink.kept(variant.key) {
                Some(bytes) => put(out, variant, &bytes)?,
                None => lacking.push((out, variant)),
            }
        }
        let wanted: Vec<&Variant> = lacking.iter().map(|(_, variant)| *variant).collect();
        if wanted.is_empty() {
            return Ok(());
        }
        let made = picture::variants(self.source, &wanted, blobs)?;
        for ((out, variant), bytes) in lacking.into_iter().zip(made) {
            sink.keep(variant.key, &bytes);
            put(out, variant, &bytes)?;
        }
        Ok(())
    }
}
