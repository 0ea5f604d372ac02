//! What could lead somebody to a door: street addresses, and camps by name. Who
//! tells of humanitarian work names regions and cities, no more.

use super::{Paper, Piece, is_capitalised, is_whole, word_before};
use crate::diagnostic::Code;
use std::ops::Range;

/// Words for a street, behind its name.
pub(super) const STREETS: [&str; 7] = [" Street", " Road", " Avenue", " Lane", " Boulevard", " Crescent", " Terrace"];

/// Reports a number, a name and the word for a street.
pub(super) fn street(text: &str, word: &Range<usize>, piece: Piece<'_>, paper: &mut Paper<'_>) {
    if !piece.told || !is_whole(text, &(word.start + 1..word.end)) {
        return;
    }
    let mut at = word.start + 1;
    for names in 0..4 {
        let Some((start, before)) = word_before(text, at) else { return };
        if names > 0 && before.starts_with(|c: char| c.is_ascii_digit()) && !is_year(before) {
            let message = "This looks like a street address, which can lead strangers to people.";
            let help = "Name the city or the district, not the door.";
            paper.add(Code::StreetAddress, start..word.end, message, help);
            return;
        }
        if !is_capitalised(before) {
            return;
        }
        at = start;
    }
}

/// In 2024 Kenyatta Avenue was closed.
fn is_year(word: &str) -> bool {
    word.len() == 4 && (word.starts_with("19") || word.starts_with("20")) && word.bytes().all(|b| b.is_ascii_digit())
}

/// Kinds of camp, between its name and the word.
const KINDS: [&str; 6] = ["refugee", "refugees", "displacement", "transit", "reception", "holding"];

/// What is capitalised before the word and names no camp.
const NO_NAMES: [&str; 18] = [
    "The", "This", "That", "Each", "Every", "One", "Our", "Their", "Her", "His", "My", "Boot", "Summer", "Training",
    "Base", "Day", "Coding", "English",
];

/// Reports a camp that is named: `Kakuma camp`, `the Azraq refugee camp`, `Camp 4`.
pub(super) fn camp(text: &str, word: &Range<usize>, paper: &mut Paper<'_>) {
    let found = text.get(word.clone()).unwrap_or_default();
    let start = word.end - "camp".len();
    let rest = text.get(word.end..).unwrap_or_default();
    let end = word.end + rest.strip_prefix('s').map_or(0, |_| 1);
    if !is_whole(text, &(start..end)) {
        return;
    }
    let named = named_before(text, start).or_else(|| named_behind(text, end, found.ends_with("Camp")));
    if let Some(other) = named {
        let message = "This names a camp, which can put people there at risk.";
        let help = "Name the region or the country, not the camp.";
        paper.add(Code::CampNamed, other.start.min(start)..other.end.max(end), message, help);
    }
}

fn named_before(text: &str, start: usize) -> Option<Range<usize>> {
    let (mut at, mut word) = word_before(text, start)?;
    if KINDS.contains(&word.to_lowercase().as_str()) {
        (at, word) = word_before(text, at)?;
    }
    // Whatever begins a sentence has a capital.
    let before = text.get(..at).unwrap_or_default().trim_end();
    let begins = before.is_empty() || before.ends_with(['.', '!', '?', ':', '…']) || text.get(..at)?.ends_with('\n');
    (is_capitalised(word) && !begins && word.chars().count() > 2 && !NO_NAMES.contains(&word)).then_some(at..start)
}

fn named_behind(text: &str, end: usize, capital: bool) -> Option<Range<usize>> {
    let rest = text.get(end..)?.strip_prefix(' ')?;
    let length = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    let word = rest.get(..length)?;
    let numbered = word.starts_with(|c: char| c.is_ascii_digit());
    (capital && (is_capitalised(word) || numbered) && !word.is_empty()).then_some(end..end + 1 + length)
}
