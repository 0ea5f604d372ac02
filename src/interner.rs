//! Texts by number, each held once, one behind the other.
//!
//! Which number a text gets depends on who asks first, so no number may reach
//! an output.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use xxhash_rust::xxh3::xxh3_64;

use crate::hash::Itself;

/// Texts, each with a number of its own.
#[derive(Debug, Default)]
pub struct Interner {
    text: String,
    /// Where each ends in `text`.
    ends: Vec<u32>,
    /// By the hash of the text, which is as good as the text.
    numbers: HashMap<u64, u32, BuildHasherDefault<Itself>>,
    /// How many were entered in `numbers`; those of a file only when somebody
    /// asks.
    entered: usize,
}

impl Interner {
    /// Texts that were numbered before: all of them in one, and where each ends.
    /// `None` if that cannot be. An empty one keeps its place and is never found.
    pub fn of(text: &str, ends: Vec<u32>) -> Option<Self> {
        let fits = |end: &u32| text.is_char_boundary(*end as usize);
        let whole = ends.last().map_or(0, |end| *end as usize) == text.len();
        let sound = whole && ends.is_sorted() && ends.iter().all(fits);
        sound.then(|| Self { text: text.to_owned(), ends, ..Self::default() })
    }

    /// How many numbers were given.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether none was.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// A text by its number; an empty one for a number that was not given.
    pub fn get(&self, number: u32) -> &str {
        let at = number as usize;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize);
        self.ends.get(at).and_then(|end| self.text.get(start..*end as usize)).unwrap_or_default()
    }

    /// The number of a text, with its hash by [`hash`](Self::hash); `None` if it
    /// would be `most` or more.
    pub fn number(&mut self, hash: u64, text: &str, most: u32) -> Option<u32> {
        self.enter();
        if let Some(number) = self.numbers.get(&hash) {
            return Some(*number);
        }
        let number = u32::try_from(self.ends.len()).ok().filter(|number| *number < most)?;
        let end = u32::try_from(self.text.len() + text.len()).ok()?;
        self.text.push_str(text);
        self.ends.push(end);
        self.numbers.insert(hash, number);
        self.entered = self.ends.len();
        Some(number)
    }

    /// The hash by which a text is found.
    pub fn hash(text: &str) -> u64 {
        xxh3_64(text.as_bytes())
    }

    /// All texts in one, and where each ends.
    pub fn parts(&self) -> (&str, &[u32]) {
        (&self.text, &self.ends)
    }

    fn enter(&mut self) {
        let all = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        let first = u32::try_from(self.entered).unwrap_or(u32::MAX);
        if first < all {
            self.numbers.reserve(self.ends.len() - self.entered);
            for number in first..all {
                let (text, hash) = (self.get(number), Self::hash(self.get(number)));
                if !text.is_empty() {
                    self.numbers.insert(hash, number);
                }
            }
            self.entered = self.ends.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Interner;

    #[test]
    fn a_text_keeps_its_number_across_runs() {
        let number = |interner: &mut Interner, text: &str| interner.number(Interner::hash(text), text, u32::MAX);
        let mut first = Interner::default();
        assert_eq!(["a", "šč", "a", "b"].map(|text| number(&mut first, text)), [Some(0), Some(1), Some(0), Some(2)]);
        let (text, ends) = first.parts();
        let mut second = Interner::of(text, ends.to_vec()).unwrap();
        assert_eq!(["b", "new", "šč"].map(|text| number(&mut second, text)), [Some(2), Some(3), Some(1)]);
        assert_eq!([1, 3, 9].map(|number| second.get(number).to_owned()), ["šč", "new", ""]);
    }

    #[test]
    fn what_cannot_be_is_not_read() {
        let ends = [vec![1, 3], vec![3, 2], vec![4, 4], vec![2], vec![9]];
        assert!(ends.into_iter().all(|ends| Interner::of("aščb", ends).is_none()));
        assert!(Interner::of("", Vec::new()).is_some_and(|none| none.is_empty()));
    }
}
