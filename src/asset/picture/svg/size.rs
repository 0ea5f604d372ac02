//! How large a drawing is meant to be.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::asset::picture::fault::{Fault, LONGEST_SIDE};

/// Width and height of a stripped drawing in pixels; what has no size of its
/// own has that of its `viewBox`.
///
/// # Errors
/// It has neither.
pub(in crate::asset::picture) fn size(stripped: &[u8]) -> Result<(u32, u32), Fault> {
    let text = std::str::from_utf8(stripped).map_err(|_| Fault::Damaged)?;
    match Reader::from_str(text).read_event() {
        Ok(Event::Start(root) | Event::Empty(root)) => of(&root)
            .ok_or_else(|| Fault::Unfit("has no size: neither `width` and `height` in pixels nor a `viewBox`".into())),
        _ => Err(Fault::Damaged),
    }
}

fn of(root: &BytesStart<'_>) -> Option<(u32, u32)> {
    let value = |name: &str| root.try_get_attribute(name).ok().flatten().map(|attribute| attribute.value.into_owned());
    let side = |name| value(name).as_deref().and_then(pixels);
    let seen = || {
        let numbers: Vec<f64> = value("viewBox")?
            .split(|c: char| c == ',' || c.is_whitespace())
            .filter(|word| !word.is_empty())
            .map_while(|word| word.parse().ok())
            .collect();
        match numbers[..] {
            [_, _, width, height] => Some((width, height)),
            _ => None,
        }
    };
    let (width, height) = match (side("width"), side("height"), seen()) {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some((across, down))) => (width, width * down / across),
        (None, Some(height), Some((across, down))) => (height * across / down, height),
        (_, _, seen) => seen?,
    };
    whole(width, height)
}

/// Pixels of a length in one of the units of CSS that are always as long.
fn pixels(length: &str) -> Option<f64> {
    let length = length.trim();
    let at = length.find(|c: char| c.is_ascii_alphabetic() || c == '%').unwrap_or(length.len());
    let (number, unit) = length.split_at_checked(at)?;
    let inch = 96.0;
    let unit = match unit {
        "" | "px" => 1.0,
        "in" => inch,
        "cm" => inch / 2.54,
        "mm" => inch / 25.4,
        "pt" => inch / 72.0,
        "pc" => inch / 6.0,
        _ => return None,
    };
    number.trim().parse::<f64>().ok().map(|number| number * unit)
}

/// Whole pixels in the same proportion, about.
fn whole(width: f64, height: f64) -> Option<(u32, u32)> {
    let usable = |side: f64| side.is_finite() && side > 0.0;
    if !usable(width) || !usable(height) {
        return None;
    }
    let (short, long) = (width.min(height), width.max(height));
    let most = f64::from(u32::try_from(LONGEST_SIDE).ok()?);
    // Rounding must not tell in a small picture, such as one of 1.5 by 1.
    let rough = short < 50.0 && (width.fract() != 0.0 || height.fract() != 0.0);
    let scale = if rough { 50.0 / short } else { 1.0 }.min(most / long);
    // From 0 to 12,000.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is known")]
    let side = |side: f64| ((side * scale).round() as u32).max(1);
    Some((side(width), side(height)))
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_whole_pixels_in_proportion() {
        let of = |attributes: &str| size(format!("<svg {attributes}/>").as_bytes()).ok();
        assert_eq!(of(r#"width="640" height="480px""#), Some((640, 480)));
        assert_eq!(of(r#"width="1in" height="25.4mm""#), Some((96, 96)));
        assert_eq!(of(r#"viewBox="0 0 300 200""#), Some((300, 200)));
        assert_eq!(of(r#"width="100%" height="100%" viewBox="0,0,300,200""#), Some((300, 200)));
        assert_eq!(of(r#"width="30" viewBox="0 0 300 200""#), Some((30, 20)));
        assert_eq!(of(r#"viewBox="0 0 1.5 1""#), Some((75, 50)));
        assert_eq!(of(r#"viewBox="0 0 120000 60000""#), Some((12_000, 6000)));
        for none in ["", r#"viewBox="0 0 0 1""#, r#"width="-1" height="2""#, r#"viewBox="0 0 NaN inf""#] {
            assert_eq!(of(none), None, "{none}");
        }
    }
}
