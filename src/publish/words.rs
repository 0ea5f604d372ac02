//! Two texts word by word: what went, what came, and the words around it.

use imara_diff::{Algorithm, Diff, InternedInput};
use unicode_segmentation::UnicodeSegmentation as _;

/// Words before and after a change that are told with it.
const AROUND: usize = 5;

/// Words between two changes that are too few to tell the changes apart.
const BETWEEN: u32 = 2;

/// A change of some words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Edit {
    /// The words before it; both texts have them.
    pub(super) before: String,
    /// What is no longer there.
    pub(super) went: String,
    /// How many words these are.
    pub(super) count: usize,
    /// What is there instead.
    pub(super) came: String,
    /// The words after it; both texts have them.
    pub(super) after: String,
}

/// What changed from one text to another, in the order of the texts. Nothing if
/// the words are the same.
pub(super) fn edits(old: &str, new: &str) -> Vec<Edit> {
    let (old, new) = (Words::of(old), Words::of(new));
    let mut input = InternedInput::default();
    input.update_before(old.each());
    input.update_after(new.each());
    // Its heuristics end the search where texts have nothing in common.
    let mut diff = Diff::compute(Algorithm::Myers, &input);
    diff.postprocess_no_heuristic(&input);
    let mut hunks: Vec<(std::ops::Range<u32>, std::ops::Range<u32>)> = Vec::new();
    for hunk in diff.hunks() {
        match hunks.last_mut() {
            Some((went, came)) if hunk.before.start - went.end <= BETWEEN => {
                went.end = hunk.before.end;
                came.end = hunk.after.end;
            }
            _ => hunks.push((hunk.before, hunk.after)),
        }
    }
    let edits = hunks.into_iter().map(|(went, came)| {
        let (went, came) = (went.start as usize..went.end as usize, came.start as usize..came.end as usize);
        Edit {
            before: new.text(came.start.saturating_sub(AROUND)..came.start),
            count: went.len(),
            went: old.text(went),
            after: new.text(came.end..came.end.saturating_add(AROUND)),
            came: new.text(came),
        }
    });
    edits.collect()
}

/// A text and where its words are.
struct Words<'t> {
    text: &'t str,
    places: Vec<(usize, &'t str)>,
}

impl<'t> Words<'t> {
    fn of(text: &'t str) -> Self {
        let places = text.split_word_bound_indices().filter(|(_, word)| !word.trim().is_empty());
        Self { text, places: places.collect() }
    }

    fn each(&self) -> impl Iterator<Item = &'t str> {
        self.places.iter().map(|(_, word)| *word)
    }

    fn text(&self, words: std::ops::Range<usize>) -> String {
        let end = words.end.min(self.places.len());
        let words = self.places.get(words.start..end).unwrap_or_default();
        let ends = words.first().zip(words.last());
        let text = ends.and_then(|((from, _), (last, word))| self.text.get(*from..last + word.len()));
        text.unwrap_or_default().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::{Words, edits};

    #[test]
    fn a_changed_word_is_told_with_its_surroundings() {
        let found = edits("We count what counts, and who.", "We tally what counts, and all who.");
        let told: Vec<_> = found.iter().map(|edit| (edit.went.as_str(), edit.came.as_str())).collect();
        assert_eq!(told, [("count", "tally"), ("", "all")]);
        assert_eq!((found[0].before.as_str(), found[0].after.as_str()), ("We", "what counts, and all"));
        assert_eq!(edits("a  b\u{a0}c", "a b c"), []);
    }

    proptest! {
        #[test]
        fn nothing_is_told_of_texts_that_are_the_same_and_something_of_others(old in "[ab .é]{0,20}", new in "[ab .é]{0,20}") {
            let same = Words::of(&old).each().eq(Words::of(&new).each());
            prop_assert_eq!(edits(&old, &new).is_empty(), same);
            for edit in edits(&old, &new) {
                prop_assert!(new.contains(&edit.before) && new.contains(&edit.came) && new.contains(&edit.after));
                prop_assert!(old.contains(&edit.went));
            }
        }
    }
}
