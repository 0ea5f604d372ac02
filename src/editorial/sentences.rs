//! Sentences: how long, how loud, how hard; and quotations.

use super::Paper;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::reading;
use crate::record::Text;
use std::ops::Range;

/// The most words of a sentence that are not remarked on. The style guide of
/// GOV.UK asks for 25; stories are no forms.
const LONGEST: usize = 40;

/// How many words in a row in capitals are shouted.
const SHOUT: usize = 3;

/// The hardest text that is not remarked on: the index of the first year at a
/// university.
const HARDEST: f64 = 14.0;

/// Of fewer words an index says nothing.
const SHORTEST: usize = 100;

/// Reports sentences with too many words.
pub(super) fn long(text: &str, paper: &mut Paper<'_>) {
    for range in sentences(text) {
        let count = words(text.get(range.clone()).unwrap_or_default()).count();
        if count > LONGEST {
            let message = format!("This sentence has {count} words; more than {LONGEST} are hard to follow.");
            paper.add(Code::SentenceLong, range, message, "Make two of it.");
        }
    }
}

/// Reports a text that is hard to read, by the Automated Readability Index: R. J.
/// Senter and E. A. Smith, AMRL-TR-66-220, 1967. It counts characters and not
/// syllables, which no program knows.
pub(super) fn hard(text: &str, paper: &mut Paper<'_>) {
    let (mut characters, mut many) = (0, 0);
    for word in words(text) {
        many += 1;
        characters += word.chars().filter(|c| c.is_alphanumeric()).count();
    }
    if many < SHORTEST {
        return;
    }
    let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    let sentences = count(sentences(text).count().max(1));
    let index = 4.71 * count(characters) / count(many) + 0.5 * count(many) / sentences - 21.43;
    if index > HARDEST {
        let message =
            format!("This text is hard to read: an index of {index:.0}, where {HARDEST:.0} is a first year's.");
        let end = text.find('\n').unwrap_or(text.len());
        paper.add(Code::ReadingHard, 0..end, message, "Use shorter sentences and plainer words.");
    }
}

/// Reports words in a row that are all in capitals.
pub(super) fn loud(text: &str, paper: &mut Paper<'_>) {
    let (mut run, mut first, mut last) = (0, 0, 0);
    let mut report = |run: usize, range: Range<usize>| {
        if run >= SHOUT {
            let help = "Write it in small letters. Emphasis is `*…*`; the style sheet makes capitals.";
            let message = "These words are all in capitals: hard to read, and spelt out by some screen readers.";
            paper.add(Code::CapitalsShouted, range, message, help);
        }
    };
    let mut at = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        let letters = word.trim_matches(|c: char| !c.is_alphanumeric());
        if is_loud(letters) {
            if run == 0 {
                first = at;
            }
            run += 1;
            last = at + word.len();
        }
        // A comma or a full stop ends it: abbreviations are listed so.
        if !is_loud(letters) || word.ends_with([',', ';', '.', ':', ')', '/']) || piece.ends_with('\n') {
            report(run, first..last);
            run = 0;
        }
        at += piece.len();
    }
    report(run, first..last);
}

/// Reports a title of two words that is all in capitals; one word may be an
/// abbreviation, and more are found as words in a row.
pub(super) fn loud_title(title: &str, paper: &mut Paper<'_>) {
    let letters = title.chars().filter(|c| c.is_alphabetic());
    let two = words(title).count() == 2;
    if two && letters.clone().count() > 6 && letters.clone().all(char::is_uppercase) {
        let help = "Write it in small letters; the style sheet makes capitals.";
        paper.add(Code::CapitalsShouted, 0..title.len(), "The title is all in capitals.", help);
    }
}

fn is_loud(word: &str) -> bool {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let upper = |c: char| c.is_uppercase();
    letters.clone().count() > 1 && letters.all(upper)
}

/// The problem with a pull quote that nobody says in the story.
pub(super) fn unspoken(quote: &Text, story: &str) -> Option<Diagnostic> {
    if story.contains(quote.value.trim()) {
        return None;
    }
    let said = bare(&reading::read(story).text);
    let missing = quote.value.split(['…', '[', ']']).map(bare).any(|part| !said.contains(part.trim()));
    missing.then(|| {
        let message = "The `quote` does not stand in the story.";
        let help = "Quote the story word for word; `…` stands for what is left out.";
        Diagnostic::new(Code::QuoteUnspoken, quote.origin.whole(), message).help(help)
    })
}

/// Words without case, marks and the width of the gaps between them.
fn bare(text: &str) -> String {
    let kept = |c: char| if c.is_alphanumeric() { c } else { ' ' };
    let joined = text.replace(['\'', '’'], "");
    let spaced: String = joined.chars().map(kept).flat_map(char::to_lowercase).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric))
}

/// Where sentences stand, without the white space around them. A sentence ends
/// with its mark before white space, or with its block.
fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    let ends = text.char_indices().filter_map(|(at, c)| {
        let next = at + c.len_utf8();
        let rest = text.get(next..).unwrap_or_default();
        let closed = rest.trim_start_matches(['"', '\'', '”', '’', ')', '»']);
        let ends = c == '\n'
            || matches!(c, '.' | '!' | '?' | '…') && (closed.is_empty() || closed.starts_with(char::is_whitespace));
        ends.then_some(next)
    });
    ends.chain([text.len()]).filter_map(move |end| {
        let whole = text.get(start..end).unwrap_or_default();
        let from = start + (whole.len() - whole.trim_start().len());
        start = end;
        let sentence = whole.trim();
        (!sentence.is_empty()).then_some(from..from + sentence.len())
    })
}
