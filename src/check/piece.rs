//! Pieces of a text by their places, so that what was noted of a part of one
//! page can be noted of another that has the same part elsewhere.

/// Where a piece of a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Piece {
    pub(super) at: usize,
    pub(super) end: usize,
}

impl Piece {
    pub(super) fn new((at, end): (usize, usize)) -> Self {
        Self { at, end }
    }

    /// Of a slice of the text; nothing of any other.
    pub(super) fn of(slice: &str, text: &str) -> Self {
        let at = slice.as_ptr().addr().wrapping_sub(text.as_ptr().addr());
        let end = at.wrapping_add(slice.len());
        if at <= end && end <= text.len() { Self { at, end } } else { Self::default() }
    }

    /// What stands there.
    pub(super) fn text(self, text: &str) -> &str {
        text.get(self.at..self.end).unwrap_or_default()
    }

    pub(super) fn place(self) -> (usize, usize) {
        (self.at, self.end)
    }

    /// Counted from this place on. What lies before it is empty, and stays so.
    pub(super) fn from(self, place: usize) -> Self {
        Self { at: self.at.wrapping_sub(place), end: self.end.wrapping_sub(place) }
    }

    /// Counted from the beginning again, if it was counted from this place on.
    pub(super) fn onto(self, place: usize) -> Self {
        Self { at: self.at.wrapping_add(place), end: self.end.wrapping_add(place) }
    }
}
