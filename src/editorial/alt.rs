//! Words that stand for a picture.

use super::Paper;
use crate::diagnostic::Code;
use std::ops::Range;

/// The longest alternative text in characters that is not remarked on. A screen
/// reader reads all of it in one go; longer descriptions belong into the text.
const LONGEST: usize = 150;

/// How cameras and programs end the names of files.
const ENDINGS: [&str; 11] =
    [".avif", ".bmp", ".gif", ".heic", ".jpeg", ".jpg", ".png", ".svg", ".tif", ".tiff", ".webp"];

/// What a screen reader says of a picture by itself.
const SAID_ALREADY: [&str; 5] = ["image of ", "picture of ", "photo of ", "photograph of ", "graphic of "];

/// Reports what is wrong with an alternative text (WCAG 2.2, 1.1.1).
pub(super) fn check(alt: &str, caption: Option<&str>, range: Range<usize>, english: bool, paper: &mut Paper<'_>) {
    if is_file_name(alt) {
        let message = format!("The alternative text `{}` is the name of a file.", alt.trim());
        paper.add(Code::AltFileName, range, message, "Say what matters in the picture, in a sentence.");
        return;
    }
    if english && is_redundant(alt) {
        let message = "The alternative text begins with what a screen reader says by itself.";
        paper.add(Code::AltRedundant, range.clone(), message, "Begin with what the picture shows.");
    }
    if caption.is_some_and(|caption| bare(caption) == bare(alt)) {
        let message = "The alternative text says the same as the caption, so it is heard twice.";
        let help = "Say what can be seen; the caption says what it means.";
        paper.add(Code::AltRepeated, range.clone(), message, help);
    }
    let length = alt.chars().count();
    if length > LONGEST {
        let message =
            format!("The alternative text has {length} characters; more than {LONGEST} are hard to listen to.");
        paper.add(Code::AltLong, range, message, "Keep what matters here, and tell the rest in the text.");
    }
}

/// Whether an alternative text could have something wrong with it: the rules
/// that need no caption.
pub(super) fn is_suspect(alt: &str) -> bool {
    alt.len() > LONGEST || is_file_name(alt) || is_redundant(alt)
}

/// Whether an alternative text is the name that a file has.
pub fn is_file_name(alt: &str) -> bool {
    let lower = alt.trim().to_ascii_lowercase();
    let numbered = ["img", "dsc", "dscn", "image", "photo", "screenshot"].iter().any(|word| {
        let rest = lower.strip_prefix(word).map(|rest| rest.trim_start_matches(['_', '-']));
        rest.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
    });
    numbered || ENDINGS.iter().any(|ending| lower.ends_with(ending))
}

fn is_redundant(alt: &str) -> bool {
    let start: String = alt.trim_start().chars().take(24).flat_map(char::to_lowercase).collect();
    let start = ["an ", "a ", "the "].iter().find_map(|article| start.strip_prefix(article)).unwrap_or(&start);
    SAID_ALREADY.iter().any(|words| start.starts_with(words))
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
