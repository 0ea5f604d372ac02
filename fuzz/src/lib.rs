//! What the fuzz targets share: a small site in memory, and the properties
//! that hold whatever the input is. Every check panics with what it found.

pub mod html;
pub mod report;
pub mod site;
pub mod text;
pub mod view;
