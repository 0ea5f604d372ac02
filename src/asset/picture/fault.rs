//! What keeps a picture from being published, as problems.

use crate::diagnostic::{Code, Diagnostic};
use crate::path::SourcePath;
use crate::text::Span;

/// Pictures with more pixels on a side are refused: no page needs them, and
/// decoders of visitors may not survive them.
pub(super) const LONGEST_SIDE: usize = 12_000;

/// Pictures with more pixels are refused: decoding one must not take more
/// memory than a small machine has. Cameras make 24 million.
pub(super) const MOST_PIXELS: usize = 25_000_000;

/// Why a picture cannot be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is in no format that can be cleaned and shown.
    Format,
    /// It cannot be decoded to its end.
    Damaged,
    /// It has too many pixels, so wide and so high.
    Large(usize, usize),
    /// It is not made as a picture should be, or is far more work to show than
    /// it is worth; how.
    Unfit(String),
    /// It says where it was taken.
    Located,
    /// It moves, and does not stop within five seconds.
    Restless,
    /// A drawing holds something that draws nothing, on this line.
    Active(String, usize),
}

impl Fault {
    /// The problem of a file that is named at a place.
    pub(super) fn report(&self, source: &SourcePath, span: Span) -> Diagnostic {
        let problem = |code, message: &str| Diagnostic::new(code, span, format!("{source} {message}"));
        match self {
            Self::Format => problem(Code::ImageFormat, "is not a JPEG, PNG, WebP, GIF or SVG picture.")
                .help("Open it in a picture program and save it as JPEG or PNG."),
            Self::Damaged => problem(Code::ImageBroken, "is damaged: it cannot be read to its end.")
                .help("Export it again from the original."),
            Self::Large(width, height) => {
                let most = MOST_PIXELS / 1_000_000;
                let message = format!(
                    "measures {width} × {height} pixels; at most {LONGEST_SIDE} a side and {most} million in all are \
                     possible."
                );
                problem(Code::ImageBroken, &message).help("Export it smaller: 2000 pixels a side are plenty.")
            }
            Self::Unfit(why) => problem(Code::ImageBroken, &format!("{why}."))
                .help("Export it again from the original, in a plain way."),
            Self::Located => problem(Code::ImageLocation, "carries the place where it was taken.").help(
                "Export it again without location data, before this version enters the history of the repository.",
            ),
            Self::Restless => problem(Code::ImageAnimated, "moves for more than five seconds.").help(
                "Export it so that it plays within five seconds and then stops, save one frame of it, or show a \
                 film with `::video`.",
            ),
            Self::Active(what, line) => problem(Code::ImageActive, &format!("has {what} on line {line}.")).help(
                "Export it as a plain SVG (scripts, links, text in HTML and pictures taken out), or save it as PNG.",
            ),
        }
    }
}
