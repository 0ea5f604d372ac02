//! Files that pages refer to: pictures, map, style sheet, script; each under a
//! name that changes with its content. Icons keep the names that browsers know.

pub mod card;
pub mod icon;
pub mod map;
pub mod picture;
mod raster;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha384};

use crate::hash::Hash128;
use crate::path::OutPath;

/// The folder of the theme's files.
pub const THEME_FOLDER: &str = "assets";

/// The folder of pictures from the content.
pub const PICTURE_FOLDER: &str = "media";

/// The place of a file that is named after its content.
pub fn fingerprinted(folder: &str, stem: &str, extension: &str, bytes: &[u8]) -> Option<OutPath> {
    fingerprinted_by(folder, stem, extension, Hash128::of(bytes))
}

/// The same where the hash of the content is known already.
pub fn fingerprinted_by(folder: &str, stem: &str, extension: &str, hash: Hash128) -> Option<OutPath> {
    OutPath::new(&format!("{folder}/{stem}{}.{extension}", hash.short())).ok()
}

/// What `integrity` says of a file (Subresource Integrity, SHA-384): a browser
/// uses no other bytes under its address.
pub fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(bytes)))
}
