//! Files that pages refer to: pictures, map, style sheet, script; each under a
//! name that changes with its content.

pub mod map;
pub mod picture;

use crate::hash::Hash128;
use crate::path::OutPath;

/// The folder of the theme's files.
pub const THEME_FOLDER: &str = "assets";

/// The folder of pictures from the content.
pub const PICTURE_FOLDER: &str = "media";

/// The place of a file that is named after its content.
pub fn fingerprinted(folder: &str, stem: &str, extension: &str, bytes: &[u8]) -> Option<OutPath> {
    OutPath::new(&format!("{folder}/{stem}{}.{extension}", Hash128::of(bytes).short())).ok()
}
