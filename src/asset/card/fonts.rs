//! The fonts of a theme: which letters they have, and how wide a text is.
//!
//! A text is cut into runs of one font each, so that no letter is asked of a
//! font that lacks it; what none has is left out and can be asked for.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use harfrust::{Direction, FontRef, GlyphBuffer, GlyphId, GlyphInfo, ShapeOptions, ShaperData, UnicodeBuffer};
use resvg::usvg::fontdb::{Database, ID, Source};
use skrifa::MetadataProvider;
use skrifa::instance::{LocationRef, Size};
use unicode_segmentation::UnicodeSegmentation;

use super::letters::{is_joiner, is_letter};
use crate::hash::{Hash128, Hasher};

/// The bytes of a font file.
pub type FontBytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// A file that is no font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoFont;

/// Fonts in the order in which letters are looked for.
#[derive(Default)]
pub struct Fonts {
    database: Arc<Database>,
    faces: Vec<Face>,
    hasher: Hasher,
}

struct Face {
    /// What drawings call it.
    name: String,
    id: ID,
    bytes: FontBytes,
    index: u32,
    shaper: ShaperData,
    /// In em, as the next two.
    unit: f32,
    ascent: f32,
    descent: f32,
    /// Whether it has every letter of plain English.
    ascii: bool,
}

/// A part of a text in one font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run<'t> {
    face: usize,
    pub(super) text: &'t str,
}

impl Fonts {
    /// Adds the font of a file behind those that are there, under the name
    /// that drawings call it by.
    ///
    /// # Errors
    /// It has none that can be read.
    pub fn add(&mut self, name: &str, bytes: FontBytes) -> Result<(), NoFont> {
        let database = Arc::make_mut(&mut self.database);
        let ids = database.load_font_source(Source::Binary(Arc::clone(&bytes)));
        let id = ids.first().copied().ok_or(NoFont)?;
        let index = database.face(id).map_or(0, |face| face.index);
        self.faces.push(Face::new(name.to_owned(), id, Arc::clone(&bytes), index).ok_or(NoFont)?);
        self.hasher.part(name.as_bytes()).part((*bytes).as_ref());
        Ok(())
    }

    /// The names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.faces.iter().map(|face| face.name.as_str())
    }

    /// Stands for all fonts and their order.
    pub fn digest(&self) -> Hash128 {
        self.hasher.finish()
    }

    /// Letters of a text that no font has.
    pub fn lacking(&self, text: &str) -> BTreeSet<char> {
        let ascii = self.faces.iter().any(|face| face.ascii);
        if ascii && text.is_ascii() {
            return BTreeSet::new();
        }
        let cleaned = super::letters::clean(text);
        let lost = cleaned.graphemes(true).filter(|cluster| self.face_of(cluster, None).is_none());
        lost.flat_map(str::chars).filter(|c| is_letter(*c)).collect()
    }

    pub(super) fn database(&self) -> &Arc<Database> {
        &self.database
    }

    /// The place of a font.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.faces.iter().position(|face| face.name == name)
    }

    /// The font of a name, or the first.
    pub(super) fn select(&self, name: Option<&str>) -> Option<ID> {
        let found = name.and_then(|name| self.find(name)).unwrap_or_default();
        self.faces.get(found).map(|face| face.id)
    }

    pub(super) fn name(&self, run: Run<'_>) -> &str {
        self.faces.get(run.face).map_or("", |face| face.name.as_str())
    }

    /// The font for a whole text: this one, or the first that has every letter
    /// of it, so that no word is set in two; this one if none has.
    pub(super) fn best(&self, text: &str, first: usize) -> usize {
        let all = |index: &usize| {
            let face = self.faces.get(*index);
            face.is_some_and(|face| {
                text.graphemes(true).filter(|cluster| cluster.chars().any(is_letter)).all(|c| face.has(c))
            })
        };
        std::iter::once(first).chain(0..self.faces.len()).find(all).unwrap_or(first)
    }

    /// A cleaned text in runs; where the first font has a letter it is taken,
    /// and what stands between two letters of another goes with these.
    pub(super) fn runs<'t>(&self, text: &'t str, first: usize) -> Vec<Run<'t>> {
        let mut runs: Vec<(usize, std::ops::Range<usize>)> = Vec::new();
        for (start, cluster) in text.grapheme_indices(true) {
            let loose = !cluster.chars().any(is_letter);
            let here = runs.last().map(|(face, _)| *face).filter(|_| loose);
            let Some(face) = self.face_of(cluster, Some(here.unwrap_or(first))) else { continue };
            let end = start + cluster.len();
            match runs.last_mut() {
                Some((known, range)) if *known == face && range.end == start => range.end = end,
                _ => runs.push((face, start..end)),
            }
        }
        runs.into_iter().filter_map(|(face, range)| Some(Run { face, text: text.get(range)? })).collect()
    }

    /// How wide a run is, in em.
    pub(super) fn width(&self, run: Run<'_>, right: bool) -> f32 {
        self.faces.get(run.face).and_then(|face| face.width(run.text, right)).unwrap_or_default()
    }

    /// How far the ink of a run stands out of its width, in em.
    pub(super) fn overhang(&self, run: Run<'_>, right: bool) -> (f32, f32) {
        self.faces.get(run.face).and_then(|face| face.overhang(run.text, right)).unwrap_or_default()
    }

    /// How far runs reach above and below their line, in em.
    pub(super) fn reach(&self, runs: &[Run<'_>]) -> (f32, f32) {
        let faces = runs.iter().filter_map(|run| self.faces.get(run.face));
        faces.fold((0.0, 0.0), |(up, down), face| (face.ascent.max(up), face.descent.max(down)))
    }

    /// The font for letters that belong together: this one, or the first that
    /// has all of them.
    fn face_of(&self, cluster: &str, first: Option<usize>) -> Option<usize> {
        let has = |index: &usize| self.faces.get(*index).is_some_and(|face| face.has(cluster));
        first.into_iter().chain(0..self.faces.len()).find(has)
    }
}

impl Face {
    fn new(name: String, id: ID, bytes: FontBytes, index: u32) -> Option<Self> {
        let font = FontRef::from_index((*bytes).as_ref(), index).ok()?;
        let metrics = font.metrics(Size::unscaled(), LocationRef::default());
        let unit = 1.0 / f32::from(metrics.units_per_em.max(1));
        let charmap = font.charmap();
        let ascii = (' '..='~').all(|c| charmap.map(c).is_some());
        let (ascent, descent) = (metrics.ascent * unit, -metrics.descent * unit);
        let shaper = ShaperData::new(&font);
        Some(Self { name, id, index, shaper, unit, ascent, descent, ascii, bytes })
    }

    fn font(&self) -> Option<FontRef<'_>> {
        FontRef::from_index((*self.bytes).as_ref(), self.index).ok()
    }

    fn has(&self, cluster: &str) -> bool {
        if self.ascii && cluster.is_ascii() {
            return true;
        }
        let Some(font) = self.font() else { return false };
        let charmap = font.charmap();
        cluster.chars().filter(|c| !is_joiner(*c)).all(|c| charmap.map(c).is_some_and(|glyph| glyph.to_u32() != 0))
    }

    fn width(&self, text: &str, right: bool) -> Option<f32> {
        let font = self.font()?;
        let units: i64 =
            self.shaped(&font, text, right).glyph_positions().iter().map(|at| i64::from(at.x_advance)).sum();
        Some(units as f32 * self.unit)
    }

    /// How far the first sign stands out to the left, and the last to the right.
    fn overhang(&self, text: &str, right: bool) -> Option<(f32, f32)> {
        let font = self.font()?;
        let shaped = self.shaped(&font, text, right);
        let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        let ink = |glyph: &GlyphInfo| metrics.bounds(GlyphId::new(glyph.glyph_id));
        let (glyphs, places) = (shaped.glyph_infos(), shaped.glyph_positions());
        let left = glyphs.first().and_then(ink).zip(places.first());
        let left = left.map_or(0.0, |(ink, at)| -ink.x_min - at.x_offset as f32);
        let end = glyphs.last().and_then(ink).zip(places.last());
        let end = end.map_or(0.0, |(ink, at)| ink.x_max + (at.x_offset - at.x_advance) as f32);
        Some((left.max(0.0) * self.unit, end.max(0.0) * self.unit))
    }

    fn shaped(&self, font: &FontRef<'_>, text: &str, right: bool) -> GlyphBuffer {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.set_direction(if right { Direction::RightToLeft } else { Direction::LeftToRight });
        buffer.guess_segment_properties();
        self.shaper.shaper(font).build().shape(buffer, ShapeOptions::new())
    }
}

impl fmt::Debug for Fonts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}
