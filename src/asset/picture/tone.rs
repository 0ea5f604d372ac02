//! The one colour that stands where a picture is still to come: one of sixty-
//! four, so that a class says it and no page needs a style of its own.

use serde::{Deserialize, Serialize};

/// Steps of each of red, green and blue.
const STEPS: [u8; 4] = [0x20, 0x60, 0xa0, 0xe0];

/// One of the colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tone(u8);

impl Tone {
    /// Every colour.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..64).map(Self)
    }

    fn nearest(rgb: [f64; 3]) -> Self {
        let step = |value: f64| STEPS.iter().take(3).filter(|step| value >= f64::from(**step) + 32.0).count();
        let [red, green, blue] = rgb.map(step);
        // Three numbers below four.
        Self(u8::try_from(red * 16 + green * 4 + blue).unwrap_or_default())
    }

    /// The class of an element that has the colour.
    pub fn class(self) -> String {
        format!("tone-{}", self.0)
    }

    /// The colour, for a style sheet: `#6060a0`.
    pub fn colour(self) -> String {
        let step = |place: u8| STEPS.get(usize::from(self.0 >> place & 3)).copied().unwrap_or_default();
        format!("#{:02x}{:02x}{:02x}", step(4), step(2), step(0))
    }
}

/// Every so manieth pixel is looked at: a colour that is told in four steps
/// needs no more. Prime, so that it does not fall in with columns.
const EVERY: usize = 7;

/// The mean of pixels that come piece by piece.
#[derive(Debug, Default)]
pub(super) struct Mean {
    sum: [u64; 3],
    count: u64,
}

impl Mean {
    /// Takes pixels of so many numbers each, the first three of which (or the
    /// first alone, of grey) are of interest.
    pub(super) fn add(&mut self, pixels: &[u8], numbers: usize) {
        for pixel in pixels.chunks_exact(numbers.max(1)).step_by(EVERY) {
            let rgb = match pixel {
                [red, green, blue, ..] => [*red, *green, *blue],
                [grey, ..] => [*grey; 3],
                [] => continue,
            };
            for (sum, number) in self.sum.iter_mut().zip(rgb) {
                *sum += u64::from(number);
            }
            self.count += 1;
        }
    }

    fn mean(&self) -> [f64; 3] {
        // Pictures have fewer pixels than a double counts exactly.
        self.sum.map(|sum| sum as f64 / self.count.max(1) as f64)
    }

    /// Of red, green and blue.
    pub(super) fn tone(&self) -> Tone {
        Tone::nearest(self.mean())
    }

    /// Of brightness and two differences, as JPEG stores colours (JFIF 1.02).
    pub(super) fn tone_of_ycc(&self) -> Tone {
        let [y, cb, cr] = self.mean();
        let (cb, cr) = (cb - 128.0, cr - 128.0);
        Tone::nearest([y + 1.402 * cr, y - 0.344_136 * cb - 0.714_136 * cr, y + 1.772 * cb])
    }
}

#[cfg(test)]
mod tests {
    use super::{Mean, Tone};

    #[test]
    fn a_colour_is_near_to_the_mean() {
        let mut mean = Mean::default();
        mean.add(&[250, 10, 110, 240, 30, 90].repeat(100), 3);
        assert_eq!(mean.tone().colour(), "#e02060");
        let mut grey = Mean::default();
        grey.add(&[100; 50], 1);
        assert_eq!(grey.tone().colour(), "#606060");
        assert_eq!(grey.tone().class(), "tone-21");
    }

    #[test]
    fn stored_colours_are_told_as_they_are_seen() {
        // JFIF stores pure red as these.
        let mut mean = Mean::default();
        mean.add(&[76, 85, 255].repeat(30), 3);
        assert_eq!(mean.tone_of_ycc().colour(), "#e02020");
    }

    #[test]
    fn each_has_a_class_and_colour_of_its_own() {
        let mut all: Vec<(String, String)> = Tone::all().map(|tone| (tone.class(), tone.colour())).collect();
        all.sort();
        all.dedup_by(|a, b| a.0 == b.0 || a.1 == b.1);
        assert_eq!(all.len(), 64);
    }
}
