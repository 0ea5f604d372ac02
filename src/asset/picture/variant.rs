//! The same picture narrower: which there are for a spot on pages, where each
//! goes and what decides its bytes. Nothing is decoded here.

use super::Picture;
use super::spot::{Frame, Spot};
use super::tone::Tone;
use crate::asset::PICTURE_FOLDER;
use crate::hash::{Hash128, Hasher};
use crate::path::OutPath;
use serde::{Deserialize, Serialize};

/// Variants are named and kept by what they are made of, and this: a new
/// number where the same picture is encoded into other bytes. A test knows the
/// bytes.
const MAKING: &str = "variant 1";

/// What is known of a picture of which there can be variants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Still {
    /// Stands for the picture as it is seen.
    pub(super) print: Hash128,
    /// Whether something shows through it.
    pub(super) alpha: bool,
    pub(super) tone: Tone,
}

/// A part of a picture, as it is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) left: u32,
    pub(super) top: u32,
    pub(super) width: u32,
    pub(super) height: u32,
}

/// How pixels become bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    /// As small as it looks well.
    WebP,
    /// Every pixel as it is.
    ExactWebP,
    Jpeg,
    Png,
}

impl Encoding {
    fn extension(self) -> &'static str {
        match self {
            Self::WebP | Self::ExactWebP => "webp",
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }
}

/// How one is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// Names everything that its bytes follow from, whatever program makes
    /// them.
    pub key: Hash128,
    pub(super) part: Part,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) encoding: Encoding,
    pub(super) alpha: bool,
}

/// A file that shows a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Where it goes.
    pub out: OutPath,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// How it is made; `None` for the picture as it is.
    pub variant: Option<Variant>,
}

/// The files of a picture at a spot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    /// What every browser can show.
    pub plain: Shown,
    /// WebP for all others, the narrowest first; none of a picture that stands
    /// as it is.
    pub webp: Vec<Shown>,
    /// The colour that stands there until then.
    pub tone: Option<Tone>,
}

impl Picture {
    /// The files of this picture at a spot, where a cut keeps the point
    /// `focus`.
    pub fn at(&self, spot: Spot, frame: &Frame, focus: Option<(f64, f64)>) -> Set {
        self.varied(spot, frame, focus).unwrap_or_else(|| Set {
            plain: Shown { out: self.out.clone(), width: self.width, height: self.height, variant: None },
            webp: Vec::new(),
            tone: None,
        })
    }

    fn varied(&self, spot: Spot, frame: &Frame, focus: Option<(f64, f64)>) -> Option<Set> {
        let still = self.still.filter(|_| !frame.widths.is_empty())?;
        let part = self.part(frame.ratio, focus.unwrap_or((0.5, 0.5)));
        let widths = widths(frame, part.width);
        let middle = widths.get(widths.len() / 2).copied()?;
        let exact = spot.is_drawn();
        let (webp, plain) = match (exact, still.alpha) {
            (true, _) => (Encoding::ExactWebP, Encoding::Png),
            (false, true) => (Encoding::WebP, Encoding::Png),
            (false, false) => (Encoding::WebP, Encoding::Jpeg),
        };
        let maker = Maker::new(still, part, exact);
        let webp: Option<Vec<Shown>> = widths.iter().map(|width| maker.shown(*width, webp)).collect();
        let tone = (!still.alpha).then_some(still.tone);
        Some(Set { plain: maker.shown(middle, plain)?, webp: webp?, tone })
    }

    /// What is left of it when it is cut to a ratio: as much as can be, around
    /// a point.
    fn part(&self, ratio: Option<(u32, u32)>, (x, y): (f64, f64)) -> Part {
        let (width, height) = (self.width, self.height);
        let Some((across, down)) = ratio.filter(|(across, down)| *across > 0 && *down > 0) else {
            return Part { left: 0, top: 0, width, height };
        };
        let narrow = scaled(height, across, down).min(width);
        let low = scaled(width, down, across).min(height);
        let (narrow, low) = if narrow < width { (narrow, height) } else { (width, low) };
        let place = |all: u32, kept: u32, point: f64| {
            // Between nought and a side of at most 12,000.
            let middle = (f64::from(all) * point.clamp(0.0, 1.0)).round() as u32;
            middle.saturating_sub(kept / 2).min(all - kept)
        };
        Part { left: place(width, narrow, x), top: place(height, low, y), width: narrow, height: low }
    }
}

/// A length as it is to another as `a` to `b`, at least 1.
fn scaled(length: u32, a: u32, b: u32) -> u32 {
    let scaled = (u64::from(length) * u64::from(a) + u64::from(b) / 2) / u64::from(b.max(1));
    u32::try_from(scaled).unwrap_or(u32::MAX).max(1)
}

/// The widths of a spot that a picture of this width has pixels for; where it
/// has too few for the widest, its own too, unless there is nearly that.
fn widths(frame: &Frame, own: u32) -> Vec<u32> {
    let mut widths: Vec<u32> = frame.widths.iter().copied().take_while(|width| *width <= own).collect();
    let is_near = |last: &u32| u64::from(*last) * 8 >= u64::from(own) * 7;
    if widths.len() < frame.widths.len() && !widths.last().is_some_and(is_near) {
        widths.push(own);
    }
    widths
}

/// Names variants of one part of a picture.
struct Maker {
    still: Still,
    part: Part,
    print: Hash128,
}

impl Maker {
    fn new(still: Still, part: Part, exact: bool) -> Self {
        let Part { left, top, width, height } = part;
        let mut hasher = Hasher::new();
        hasher.part(MAKING.as_bytes()).part(&still.print.to_bytes()).part(&[u8::from(exact)]);
        for number in [left, top, width, height] {
            hasher.part(&number.to_le_bytes());
        }
        Self { still, part, print: hasher.finish() }
    }

    fn shown(&self, width: u32, encoding: Encoding) -> Option<Shown> {
        let (part, extension) = (self.part, encoding.extension());
        let height = scaled(width, part.height, part.width);
        let out = OutPath::new(&format!("{PICTURE_FOLDER}/{}-{width}.{extension}", self.print.short())).ok()?;
        let mut hasher = Hasher::new();
        hasher.part(&self.print.to_bytes()).part(&width.to_le_bytes()).part(extension.as_bytes());
        let variant = Variant { key: hasher.finish(), part, width, height, encoding, alpha: self.still.alpha };
        Some(Shown { out, width, height, variant: Some(variant) })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{ProptestConfig, Strategy, prop_assert, prop_assert_eq, proptest};

    use super::super::spot::{Frame, Spot};
    use super::super::tone::Mean;
    use super::{Part, Picture, Set, Still};
    use crate::hash::Hash128;
    use crate::path::{OutPath, SourcePath};

    fn picture(width: u32, height: u32, alpha: bool) -> Picture {
        let still = Still { print: Hash128::of(b"a picture"), alpha, tone: Mean::default().tone() };
        let source = SourcePath::new("content/interns/i-1/a.jpg").unwrap();
        let out = OutPath::new("media/0123.jpg").unwrap();
        Picture { source, out, width, height, still: Some(still) }
    }

    fn frame(widths: &[u32], ratio: Option<(u32, u32)>) -> Frame {
        Frame { widths: widths.to_vec(), ratio, sizes: String::new() }
    }

    fn names(set: &Set) -> Vec<String> {
        let ending = |out: &OutPath| out.as_str().rsplit('-').next().unwrap().to_owned();
        set.webp.iter().chain([&set.plain]).map(|shown| ending(&shown.out)).collect()
    }

    #[test]
    fn none_is_wider_than_the_picture() {
        let frame = frame(&[360, 720, 1080], None);
        for (width, expected) in [
            (1200, vec!["360.webp", "720.webp", "1080.webp", "720.jpg"]),
            (1080, vec!["360.webp", "720.webp", "1080.webp", "720.jpg"]),
            (900, vec!["360.webp", "720.webp", "900.webp", "720.jpg"]),
            (800, vec!["360.webp", "720.webp", "720.jpg"]),
            (200, vec!["200.webp", "200.jpg"]),
        ] {
            assert_eq!(names(&picture(width, 1000, false).at(Spot::Text, &frame, None)), expected, "{width}");
        }
    }

    #[test]
    fn what_shows_through_and_what_is_drawn_stays_exact_for_all_browsers() {
        let frame = frame(&[100], None);
        let of = |spot, alpha| names(&picture(400, 400, alpha).at(spot, &frame, None));
        assert_eq!(of(Spot::Text, true), ["100.webp", "100.png"]);
        assert_eq!(of(Spot::Logo, false), ["100.webp", "100.png"]);
    }

    #[test]
    fn where_the_theme_says_nothing_it_stands_as_it_is() {
        let set = picture(400, 300, false).at(Spot::Text, &Frame::default(), None);
        assert_eq!((set.plain.out.as_str(), set.webp.len(), set.plain.variant), ("media/0123.jpg", 0, None));
    }

    #[test]
    fn a_cut_keeps_its_point() {
        let part = |width, height, focus| picture(width, height, false).part(Some((4, 5)), focus);
        let whole = |left, top, width, height| Part { left, top, width, height };
        assert_eq!(part(1200, 1600, (0.5, 0.5)), whole(0, 50, 1200, 1500));
        assert_eq!(part(1200, 1600, (0.5, 0.0)), whole(0, 0, 1200, 1500));
        assert_eq!(part(1600, 1000, (0.9, 0.5)), whole(800, 0, 800, 1000));
        assert_eq!(part(800, 1000, (0.1, 0.9)), whole(0, 0, 800, 1000));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn a_cut_lies_within_the_picture_and_is_as_large_as_can_be(
            (width, height) in (1..12_000_u32, 1..12_000_u32),
            (a, b) in (1..50_u32, 1..50_u32),
            (x, y) in (0..=100_u32, 0..=100_u32).prop_map(|(x, y)| (f64::from(x) / 100.0, f64::from(y) / 100.0)),
        ) {
            let part = picture(width, height, false).part(Some((a, b)), (x, y));
            prop_assert!(part.width >= 1 && part.height >= 1);
            prop_assert!(part.left + part.width <= width && part.top + part.height <= height);
            prop_assert!(part.width == width || part.height == height);
            let (across, down) = (f64::from(part.width) / f64::from(part.height), f64::from(a) / f64::from(b));
            let off = 0.51 / f64::from(part.width.min(part.height));
            prop_assert!((across / down - 1.0).abs() <= off.max(0.01) || part.width.min(part.height) < 60);
        }

        #[test]
        fn another_point_or_picture_has_other_names(
            (x, other) in (0..=10_u32, 0..=10_u32),
        ) {
            let at = |x: u32| picture(2000, 1000, false).at(Spot::Card, &frame(&[100], Some((1, 1))),
                Some((f64::from(x) / 10.0, 0.5)));
            let same = at(x).plain.variant.unwrap().part == at(other).plain.variant.unwrap().part;
            prop_assert_eq!(at(x).plain.out == at(other).plain.out, same);
        }
    }
}
