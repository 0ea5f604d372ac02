//! The seventeen Sustainable Development Goals and the numbers of their targets.
//!
//! Sources: titles in their short form and colours as the United Nations
//! publish them (guidelines for the use of the SDG logo, colour wheel and
//! icons); target numbers from the global indicator framework, A/RES/71/313.
//! No emblem or icon is drawn from this: colours stand on plain numbered tiles.

use palette::Srgb;
use palette::color_difference::Wcag21RelativeContrast;
use serde::{Deserialize, Serialize};

use super::names;

/// A goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Goal {
    /// 1 to 17.
    pub number: u8,
    /// Short title.
    pub title: &'static str,
    /// Colour as six hexadecimal digits, sRGB.
    pub colour: &'static str,
    numbered: u8,
    lettered: u8,
}

/// A target such as 10.7 or 16.b, which is known to exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Target {
    goal: u8,
    /// 1 to 19 for numbers, 101 to 104 for the letters a to d: numbers sort
    /// before letters.
    part: u8,
}

impl Goal {
    /// Black or white, whichever contrasts more with the colour (WCAG 2.2,
    /// relative luminance).
    pub fn ink(&self) -> &'static str {
        let colour: Srgb<f32> = self.colour.parse().map(Srgb::<u8>::into_format).unwrap_or_default();
        let contrast = |ink: f32| colour.relative_contrast(Srgb::new(ink, ink, ink));
        if contrast(1.0) > contrast(0.0) { "ffffff" } else { "000000" }
    }

    /// The short title in a language; in English where there is none.
    pub fn title_in(&self, language: &str) -> &'static str {
        names::name(&self.number.to_string(), language).unwrap_or(self.title)
    }

    /// How many targets the goal has.
    pub fn targets(&self) -> usize {
        usize::from(self.numbered + self.lettered)
    }

    /// Its targets as they are written: `10.1` to `10.c`.
    pub fn target_names(&self) -> Vec<String> {
        let numbered = (1..=self.numbered).map(|part| format!("{}.{part}", self.number));
        let lettered = (0..self.lettered).map(|part| format!("{}.{}", self.number, char::from(b'a' + part)));
        numbered.chain(lettered).collect()
    }
}

impl Target {
    /// Reads `10.7` or `16.b`; `None` when there is no such target.
    pub fn parse(text: &str) -> Option<Self> {
        let (goal, part) = text.split_once('.')?;
        let canonical = |n: &str| !n.starts_with(['0', '+']);
        let known = self::goal(goal.parse().ok().filter(|_| canonical(goal))?)?;
        let part = match part.as_bytes() {
            [letter @ b'a'..=b'z'] => Some(100 + (letter - b'a' + 1)).filter(|n| *n <= 100 + known.lettered),
            _ => part.parse().ok().filter(|n| canonical(part) && (1..=known.numbered).contains(n)),
        };
        Some(Self { goal: known.number, part: part? })
    }

    /// The goal that the target belongs to.
    pub fn goal(self) -> u8 {
        self.goal
    }
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.part.checked_sub(101) {
            Some(letter) => write!(f, "{}.{}", self.goal, char::from(b'a' + letter)),
            None => write!(f, "{}.{}", self.goal, self.part),
        }
    }
}

/// The goal of that number.
pub fn goal(number: u8) -> Option<&'static Goal> {
    GOALS.get(usize::from(number).checked_sub(1)?)
}

const fn row(number: u8, title: &'static str, colour: &'static str, numbered: u8, lettered: u8) -> Goal {
    Goal { number, title, colour, numbered, lettered }
}

/// The seventeen goals in order.
#[rustfmt::skip]
pub static GOALS: &[Goal] = &[
    row(1, "No poverty", "E5243B", 5, 2),
    row(2, "Zero hunger", "DDA63A", 5, 3),
    row(3, "Good health and well-being", "4C9F38", 9, 4),
    row(4, "Quality education", "C5192D", 7, 3),
    row(5, "Gender equality", "FF3A21", 6, 3),
    row(6, "Clean water and sanitation", "26BDE2", 6, 2),
    row(7, "Affordable and clean energy", "FCC30B", 3, 2),
    row(8, "Decent work and economic growth", "A21942", 10, 2),
    row(9, "Industry, innovation and infrastructure", "FD6925", 5, 3),
    row(10, "Reduced inequalities", "DD1367", 7, 3),
    row(11, "Sustainable cities and communities", "FD9D24", 7, 3),
    row(12, "Responsible consumption and production", "BF8B2E", 8, 3),
    row(13, "Climate action", "3F7E44", 3, 2),
    row(14, "Life below water", "0A97D9", 7, 3),
    row(15, "Life on land", "56C02B", 9, 3),
    row(16, "Peace, justice and strong institutions", "00689D", 10, 2),
    row(17, "Partnerships for the goals", "19486A", 19, 0),
];

#[cfg(test)]
mod tests {
    use super::{GOALS, Target, goal};

    #[test]
    fn there_are_169_targets() {
        let counts: Vec<usize> = GOALS.iter().map(super::Goal::targets).collect();
        assert_eq!(counts, [7, 8, 13, 10, 9, 8, 5, 12, 8, 10, 10, 11, 5, 10, 12, 12, 19]);
        assert_eq!(counts.iter().sum::<usize>(), 169);
    }

    #[test]
    fn targets_read_and_print() {
        for good in ["10.7", "16.10", "16.b", "17.19", "3.d"] {
            assert_eq!(Target::parse(good).unwrap().to_string(), good);
        }
        for bad in ["10.8", "16.c", "0.1", "18.1", "10", "10.", "10.07", "1.é", "+1.1", "4.z", "4.A"] {
            assert_eq!(Target::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn ink_has_the_better_contrast() {
        // From a table of contrasts with white and black.
        let white = [4, 8, 10, 13, 16, 17];
        for g in GOALS {
            assert_eq!(g.ink() == "ffffff", white.contains(&g.number), "{}", g.number);
        }
        assert!(goal(0).is_none() && goal(18).is_none());
    }
}
