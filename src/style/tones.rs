//! The colours that stand where pictures are still to come, as classes. Which
//! they are is [`Tone`]'s to say.

use std::fmt::Write;

use crate::asset::picture::Tone;

/// The name it has among a theme's styles; a file of that name takes its
/// place.
pub const NAME: &str = "56-picture-tones.css";

/// `.tone-0` to `.tone-63`, in the layer `components`.
pub fn rules() -> String {
    let mut css = String::from("@layer components {\n");
    for tone in Tone::all() {
        let _ = writeln!(css, "  .{} {{ background-color: {}; }}", tone.class(), tone.colour());
    }
    css + "}\n"
}
