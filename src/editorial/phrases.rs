//! Phrases that are looked for in all texts at once: names that are misspelt,
//! words that a placement outlives, links that say nothing.

use std::fmt;
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use super::{Paper, Piece, is_whole, safety};
use crate::config::Config;
use crate::diagnostic::Code;
use crate::markdown::reading::Anchor;

/// What a phrase tells.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    /// It is true only while somebody is there.
    Present,
    /// A name is written otherwise than the site has it; how it should be.
    Misspelt(String),
    Camp,
    Street,
    /// A link may say nothing.
    Link,
    /// A name may be misspelt.
    Hint,
}

/// The phrases of a site.
pub(super) struct Phrases {
    automaton: Option<AhoCorasick>,
    kinds: Vec<Kind>,
}

impl fmt::Debug for Phrases {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Phrases").field("kinds", &self.kinds).finish_non_exhaustive()
    }
}

const PRESENT: [&str; 6] = ["currently", "Currently", "now works", "now working", "is working", "still works"];

const CAMPS: [&str; 2] = [" camp", "Camp"];

/// Texts of links that say nothing where all links of a page are listed
/// (WCAG 2.2, 2.4.4; the list of a screen reader).
const VAGUE: [&str; 17] = [
    "click",
    "click here",
    "click this",
    "here",
    "link",
    "this link",
    "the link",
    "more",
    "read more",
    "learn more",
    "find out more",
    "see more",
    "this",
    "this page",
    "this website",
    "details",
    "continue",
];

/// How names are misspelt: a part, and what is put in its place.
const SLIPS: [(&str, &str); 7] = [
    ("ization", "isation"),
    ("isation", "ization"),
    (" for ", " of "),
    (" of ", " for "),
    ("minster", "minister"),
    ("Centre", "Center"),
    ("Center", "Centre"),
];

impl Phrases {
    pub(super) fn new(config: &Config) -> Self {
        let mut phrases: Vec<(String, Kind)> = Vec::new();
        let mut add = |words: &str, kind: Kind| phrases.push((words.to_owned(), kind));
        PRESENT.iter().for_each(|words| add(words, Kind::Present));
        CAMPS.iter().for_each(|words| add(words, Kind::Camp));
        safety::STREETS.iter().for_each(|words| add(words, Kind::Street));
        for words in VAGUE {
            let (first, rest) = words.split_at(1);
            add(&format!("[{words}"), Kind::Link);
            add(&format!("[{}{rest}", first.to_uppercase()), Kind::Link);
        }
        let names = std::iter::once(config.organisation.name.as_str()).chain(config.programme.names());
        let names: Vec<&str> = names.filter(|name| name.len() > 8).collect();
        let all: Vec<_> = names.iter().flat_map(|name| misspelt(name)).collect();
        for (wrong, right) in all.iter().filter(|(wrong, _)| !names.contains(&wrong.as_str())) {
            add(wrong, Kind::Misspelt(right.clone()));
        }
        // Markup may stand between the words of a name. Of two phrases that are
        // alike the first is found.
        for (wrong, right) in &all {
            wrong
                .split(' ')
                .filter(|word| word.len() > 4 && !right.contains(word))
                .for_each(|word| add(word, Kind::Hint));
        }
        let builder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).to_owned();
        let automaton = builder.build(phrases.iter().map(|(words, _)| words)).ok();
        Self { automaton, kinds: phrases.into_iter().map(|(_, kind)| kind).collect() }
    }

    /// Whether any stands in a text, as it was written.
    pub(super) fn may_be_in(&self, text: &str) -> bool {
        self.automaton.as_ref().is_some_and(|automaton| automaton.is_match(text))
    }

    /// Reports those that stand in words without markup.
    pub(super) fn check(&self, text: &str, piece: Piece<'_>, paper: &mut Paper<'_>) {
        let Some(automaton) = &self.automaton else { return };
        for found in automaton.find_iter(text) {
            let range = found.range();
            match self.kinds.get(found.pattern().as_usize()) {
                Some(Kind::Present) => present(text, range, piece, paper),
                Some(Kind::Misspelt(right)) if is_whole(text, &range) => misspelling(text, range, right, paper),
                Some(Kind::Camp) => safety::camp(text, &range, paper),
                Some(Kind::Street) => safety::street(text, &range, piece, paper),
                Some(Kind::Misspelt(_) | Kind::Link | Kind::Hint) | None => {}
            }
        }
    }
}

fn present(text: &str, range: Range<usize>, piece: Piece<'_>, paper: &mut Paper<'_>) {
    let Some(end) = piece.over.filter(|_| is_whole(text, &range)) else { return };
    let words = text.get(range.clone()).unwrap_or_default();
    let message = format!("This says “{words}”, and the placement ended on {end}.");
    paper.add(Code::TextOutdated, range, message, "Say when it was so, or put it into the past.");
}

fn misspelling(text: &str, range: Range<usize>, right: &str, paper: &mut Paper<'_>) {
    let words = text.get(range.clone()).unwrap_or_default();
    let message = format!("“{words}” is written “{right}” in site.toml.");
    paper.add(Code::NameMisspelt, range, message, "Write it as in site.toml, or put it right there.");
}

/// Every way in which a name may be misspelt, with the right one.
fn misspelt(name: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let fitting: Vec<_> = SLIPS.iter().filter(|(right, _)| name.contains(right)).collect();
    for chosen in 1..1_u32 << fitting.len() {
        let slips = fitting.iter().enumerate().filter(|(at, _)| chosen & (1 << at) != 0);
        let wrong = slips.fold(name.to_owned(), |name, (_, (right, wrong))| name.replace(right, wrong));
        found.push((wrong, name.to_owned()));
    }
    // A word that is none in any other name either.
    for word in name.split_whitespace().filter(|word| word.contains("minster")) {
        found.push((word.replace("minster", "minister"), word.to_owned()));
    }
    found
}

/// Whether the words of a link say nothing of where it leads.
pub fn is_vague(words: &str) -> bool {
    let bare = words.trim().trim_end_matches(['.', '…', '!', '>', '›', '»', '→', ' ']);
    VAGUE.iter().any(|vague| bare.eq_ignore_ascii_case(vague))
}

/// Reports a link whose words say nothing.
pub(super) fn vague(link: &Anchor, paper: &mut Paper<'_>) {
    if is_vague(&link.text) {
        let message = format!("The link “{}” does not say where it leads.", link.text.trim());
        let help = "Link the words that name what is there: a screen reader lists links without their sentences.";
        paper.add(Code::LinkTextVague, link.range.clone(), message, help);
    }
}
