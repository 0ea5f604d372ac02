//! Pictures that move: how long, and how much work it is to show them.
//!
//! What begins by itself, lasts for more than five seconds and stands beside
//! other content must have a way to stop it (WCAG 2.2.2). Pictures have none
//! without a script.

use super::fault::Fault;

/// Seconds after which something that moves must have stopped (WCAG 2.2.2), in
/// milliseconds.
const LONGEST: u64 = 5000;

/// Pixels that the frames of a moving picture may have together.
const MOST_PIXELS: u64 = 100_000_000;

/// Most frames: 50 a second, as long as they may last.
const MOST_FRAMES: u64 = 250;

/// A moving picture; one of one frame stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Motion {
    /// How many frames it has.
    pub(super) frames: u64,
    /// How long all of them take, in milliseconds.
    pub(super) lasts: u64,
    /// How often it plays; `None` for ever.
    pub(super) times: Option<u64>,
}

impl Motion {
    /// Whether it may be published, in a picture of so many pixels.
    ///
    /// # Errors
    /// It moves too long, or is too much work.
    pub(super) fn check(self, pixels: u64) -> Result<(), Fault> {
        if self.frames < 2 {
            return Ok(());
        }
        let Some(times) = self.times else { return Err(Fault::Restless) };
        if self.lasts.saturating_mul(times) > LONGEST {
            return Err(Fault::Restless);
        }
        if self.frames > MOST_FRAMES || self.frames.saturating_mul(pixels) > MOST_PIXELS {
            return Err(Fault::Unfit(format!("has {} frames, which is more than visitors can load", self.frames)));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Fault, Motion};

    #[test]
    fn five_seconds_are_enough() {
        let of = |frames, lasts, times| Motion { frames, lasts, times }.check(1);
        assert_eq!(of(1, 9000, None), Ok(()));
        assert_eq!(of(2, 5000, Some(1)), Ok(()));
        assert_eq!(of(2, 2500, Some(2)), Ok(()));
        assert_eq!(of(2, 2501, Some(2)), Err(Fault::Restless));
        assert_eq!(of(2, 100, None), Err(Fault::Restless));
        assert!(matches!(of(251, 5000, Some(1)), Err(Fault::Unfit(_))));
        assert!(matches!(Motion { frames: 101, lasts: 1, times: Some(1) }.check(1_000_000), Err(Fault::Unfit(_))));
    }
}
