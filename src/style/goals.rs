//! The colours of the seventeen goals as classes, each with the ink that reads
//! on it. What they are is [`reference::goals`](crate::reference::goals)' to say.

use std::fmt::Write;

use crate::reference::goals::GOALS;

/// The name it has among a theme's styles; a file of that name takes its
/// place.
pub const NAME: &str = "55-goal-colours.css";

/// `.goal-1` to `.goal-17`, in the layer `goals`.
pub fn rules() -> String {
    let mut css = String::from("@layer goals {\n");
    for goal in GOALS {
        let (number, colour, ink) = (goal.number, goal.colour, goal.ink());
        let _ = writeln!(css, "  .goal-{number} {{ --goal: #{colour}; --on-goal: #{ink}; }}");
    }
    css + "}\n"
}
