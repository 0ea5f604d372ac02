//! Social cards: a drawing of the theme as a picture that other sites show
//! beside a link.
//!
//! Text is measured with the fonts that it is drawn in, and these are the
//! theme's alone, never the system's. A drawing reaches nothing: no file, no
//! address, no picture but the portrait that it was given. Nothing here knows
//! a person or a theme: SVG and bytes in, bytes out.

mod draw;
mod fit;
mod fonts;
mod letters;

pub use self::draw::{Fault, Portrait, draw, parse};
pub use self::fit::{Anchor, Area, Fitted, Setting, Stand, fit};
pub use self::fonts::{FontBytes, Fonts, NoFont};

/// Width and height of every card, in pixels.
pub const SIZE: (u32, u32) = (1200, 630);

/// The folder of cards.
pub const FOLDER: &str = "cards";

/// Cards are named after what they are made of, and this: a new number where
/// the same drawing becomes other bytes.
pub const MAKING: &str = "card 1";

/// How the pixels are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Encoding {
    /// Flat colours and letters, each pixel as it is.
    Png,
    /// What has a photograph in it.
    Jpeg,
}

impl Encoding {
    /// The ending of the file's name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
        }
    }

    /// Its type on the web.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }
}

/// What a drawing calls the portrait, cut to so many pixels. The letters are
/// of an address that leads nowhere.
pub fn portrait_name(width: u32, height: u32) -> String {
    format!("portrait:{width}x{height}")
}
