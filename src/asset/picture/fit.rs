//! A picture from elsewhere, made fit to lie in the sources: without hidden
//! data, upright, and known to be whole. Its place, where it says one, is gone
//! before the file is ever written.

use super::fault::{Fault, LONGEST_SIDE, MOST_PIXELS};
use super::format::Kind;
use super::hidden;
use super::prepared::Prepared;

/// A picture that may lie in the sources.
#[derive(Debug)]
pub struct Fit {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The extension of its name.
    pub extension: &'static str,
    /// Whether it said where it was taken.
    pub was_located: bool,
    /// Whether anything was taken out.
    pub changed: bool,
}

/// Makes a picture fit.
///
/// # Errors
/// In words: why it cannot be published.
pub fn fit(bytes: &[u8]) -> Result<Fit, String> {
    let Kind::Picture(format) = Kind::of(bytes) else { return Err(words(&Fault::Format)) };
    let made = Prepared::of(bytes, format).and_then(|prepared| {
        prepared.check()?;
        prepared.published().ok_or(Fault::Damaged)
    });
    let made = made.map_err(|fault| words(&fault))?;
    let changed = made != bytes;
    Ok(Fit { bytes: made, extension: format.extension(), was_located: hidden::is_located(bytes), changed })
}

fn words(fault: &Fault) -> String {
    match fault {
        Fault::Format => "it is no JPEG, PNG, WebP, GIF or SVG".to_owned(),
        Fault::Damaged => "it is damaged".to_owned(),
        Fault::Large(width, height) => format!(
            "it measures {width} × {height} pixels, and at most {LONGEST_SIDE} a side and {} million in all are \
             possible",
            MOST_PIXELS / 1_000_000
        ),
        Fault::Unfit(why) => format!("it {why}"),
        Fault::Located => "it says where it was taken".to_owned(),
        Fault::Restless => "it moves for more than five seconds".to_owned(),
        Fault::Active(what, _) => format!("it has {what}"),
    }
}
