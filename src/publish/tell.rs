//! A difference in words. What may be said was decided before; here it is only
//! said, in one order for all forms: people first, since somebody has to answer
//! for them.

mod html;
mod json;
mod markdown;
mod outline;

pub use html::html;
pub use json::json;
pub use markdown::markdown;

use outline::{Item, Most, Piece, outline};

use super::Difference;

/// What a report says of itself.
#[derive(Debug, Clone)]
pub struct Head {
    /// The old side, in words.
    pub old: String,
    /// The new side, in words.
    pub new: String,
}

/// For people, as plain text.
pub fn human(head: &Head, difference: &Difference) -> String {
    let mut text = format!("From {} to {}.\n", head.old, head.new);
    for section in outline(difference, Most::SCREEN) {
        text.push_str(&format!("\n{}\n", section.title));
        section.items.iter().for_each(|item| line(item, 1, &mut text));
    }
    text
}

fn line(item: &Item<'_>, depth: usize, text: &mut String) {
    text.push_str(&"  ".repeat(depth));
    for piece in &item.pieces {
        match piece {
            Piece::Text(words) => text.push_str(words),
            Piece::Address(address) => text.push_str(address),
            Piece::Went(words) => text.push_str(&format!("[-{words}-]")),
            Piece::Came(words) => text.push_str(&format!("{{+{words}+}}")),
            Piece::Picture(_) => {}
        }
    }
    text.push('\n');
    item.below.iter().for_each(|item| line(item, depth + 1, text));
}
