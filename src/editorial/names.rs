//! First names of people who are not named. Full names are looked for by the
//! gate, in all texts and as an error.

use super::{Paper, is_whole};
use crate::diagnostic::Code;

/// First names that are words too, or places: to find them says nothing.
const WORDS: &[&str] = &[
    "Amber",
    "Angel",
    "April",
    "Art",
    "August",
    "Bill",
    "Bishop",
    "Blessing",
    "Brook",
    "Carol",
    "Charity",
    "Chase",
    "Chelsea",
    "Christian",
    "Cliff",
    "Constance",
    "Daisy",
    "Dawn",
    "Dean",
    "Destiny",
    "Drew",
    "Duke",
    "Earl",
    "Faith",
    "Florence",
    "Frank",
    "Georgia",
    "Gift",
    "Grace",
    "Grant",
    "Guy",
    "Harmony",
    "Heath",
    "Heather",
    "Holly",
    "Hope",
    "Hunter",
    "India",
    "Innocent",
    "Iris",
    "Ivy",
    "Jack",
    "Jade",
    "Jordan",
    "Joy",
    "June",
    "Justice",
    "Kenya",
    "Liberty",
    "Lily",
    "Love",
    "Lucky",
    "Mark",
    "Mason",
    "Max",
    "May",
    "Melody",
    "Mercy",
    "Miles",
    "Olive",
    "Paris",
    "Patience",
    "Peace",
    "Pearl",
    "Penny",
    "Porter",
    "Precious",
    "Prince",
    "Prosper",
    "Prudence",
    "Queen",
    "Rich",
    "Robin",
    "Rose",
    "Ruby",
    "Sage",
    "Sandy",
    "Savannah",
    "Sky",
    "Star",
    "Sterling",
    "Summer",
    "Sunny",
    "Sydney",
    "Taylor",
    "Unity",
    "Verity",
    "Victor",
    "Violet",
    "Virginia",
    "Ward",
    "Will",
    "Wisdom",
];

/// Shorter ones would be found inside abbreviations.
const SHORTEST: usize = 3;

/// A first name that must not be read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hidden<'n> {
    pub(super) first: &'n str,
    full: &'n str,
}

/// The first name of a person, if finding it would say something.
pub(super) fn hidden(full: &str) -> Option<Hidden<'_>> {
    let mut words = full.split_whitespace();
    let first = words.next().filter(|_| words.next().is_some())?;
    (first.chars().count() >= SHORTEST && !WORDS.contains(&first)).then_some(Hidden { first, full })
}

/// Reports a first name where it stands alone; the full one is an error of the
/// gate.
pub(super) fn find(text: &str, name: Hidden<'_>, paper: &mut Paper<'_>) {
    for (at, _) in text.match_indices(name.first) {
        let range = at..at + name.first.len();
        let full = text.get(at..).is_some_and(|rest| rest.starts_with(name.full));
        if is_whole(text, &range) && !full {
            let message = "This is the first name of the person, whose consent does not cover `name`.";
            paper.add(Code::FirstName, range, message, "Take it out, or put a neutral form of words in its place.");
        }
    }
}
