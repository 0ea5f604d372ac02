//! `[pictures]` of a theme.toml: for each spot where pictures stand, how wide
//! they are there and how they are cut.

use std::collections::BTreeMap;

use toml::de::DeValue;

use super::table::{Entry, text, unknown_key, wrong_type};
use crate::asset::picture::{Frame, Spot};
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::text::{FileId, Span};

const KEYS: [&str; 3] = ["widths", "ratio", "sizes"];

/// Widths that a theme may ask for: an icon, and the longest side that a
/// picture may have.
const WIDTHS: std::ops::RangeInclusive<u32> = 16..=12_000;

/// Most widths of a spot: each is a file of every picture.
const MOST_WIDTHS: usize = 8;

/// What a theme says of the spots that it names.
pub(super) fn read(file: FileId, (key, value): Entry<'_, '_>, problems: &mut Vec<Diagnostic>) -> BTreeMap<Spot, Frame> {
    let Some(table) = value.get_ref().as_table() else {
        problems.push(wrong_type(Span::new(file, value.span()), key.get_ref(), "a table", value.get_ref()));
        return BTreeMap::new();
    };
    let spot = |entry: Entry<'_, '_>| {
        let name = entry.0.get_ref();
        let Some(spot) = Spot::parse(name) else {
            problems.push(unknown_spot(name, Span::new(file, entry.0.span())));
            return None;
        };
        Some((spot, frame(file, entry, problems)?))
    };
    table.iter().filter_map(spot).collect()
}

fn unknown_spot(name: &str, span: Span) -> Diagnostic {
    let names = Spot::ALL.map(Spot::name);
    let help = did_you_mean(name, names).unwrap_or_else(|| format!("There are {}.", names.join(", ")));
    Diagnostic::new(Code::KeyUnknown, span, format!("No pictures stand at `{name}`.")).help(help)
}

fn frame(file: FileId, (key, value): Entry<'_, '_>, problems: &mut Vec<Diagnostic>) -> Option<Frame> {
    let span = Span::new(file, value.span());
    let Some(table) = value.get_ref().as_table() else {
        problems.push(wrong_type(span, key.get_ref(), "a table { widths, ratio, sizes }", value.get_ref()));
        return None;
    };
    let mut frame = Frame::default();
    for entry in table {
        match entry.0.get_ref().as_ref() {
            "widths" => frame.widths = widths(file, entry, problems)?,
            "ratio" => frame.ratio = Some(ratio(file, entry, problems)?),
            "sizes" => frame.sizes = text(file, entry, problems)?.value,
            _ => problems.push(unknown_key(file, entry, &KEYS)),
        }
    }
    // A browser that is not told takes a picture for as wide as the window.
    if !frame.widths.is_empty() && frame.sizes.is_empty() {
        let message = format!("`{}` has `widths` and no `sizes`.", key.get_ref());
        let help = "Write how wide the style draws it: sizes = \"(min-width: 46em) 260px, 100vw\".";
        problems.push(Diagnostic::new(Code::KeyMissing, span, message).help(help));
        return None;
    }
    Some(frame)
}

/// Widths in order, each once.
fn widths(file: FileId, (key, value): Entry<'_, '_>, problems: &mut Vec<Diagnostic>) -> Option<Vec<u32>> {
    let span = Span::new(file, value.span());
    let Some(list) = value.get_ref().as_array() else {
        problems.push(wrong_type(span, key.get_ref(), "a list of whole numbers", value.get_ref()));
        return None;
    };
    let width = |value: &DeValue<'_>| number(value).filter(|width| WIDTHS.contains(width));
    let mut widths: Vec<u32> = list.iter().filter_map(|item| width(item.get_ref())).collect();
    if widths.len() < list.len() || widths.len() > MOST_WIDTHS {
        let (least, most) = (WIDTHS.start(), WIDTHS.end());
        let message = format!("`widths` should be at most {MOST_WIDTHS} whole numbers between {least} and {most}.");
        problems.push(Diagnostic::new(Code::ValueRange, span, message));
        return None;
    }
    widths.sort_unstable();
    widths.dedup();
    Some(widths)
}

/// `4/5`.
fn ratio(file: FileId, entry: Entry<'_, '_>, problems: &mut Vec<Diagnostic>) -> Option<(u32, u32)> {
    let written = text(file, entry, problems)?;
    let part = |text: &str| text.trim().parse().ok().filter(|number| (1..=100).contains(number));
    let ratio = written.value.split_once('/').and_then(|(across, down)| Some((part(across)?, part(down)?)));
    if ratio.is_none() {
        let message = format!("`{}` is no ratio of width to height.", written.value);
        let help = "Write two numbers between 1 and 100, such as \"4/5\" for a portrait.";
        problems.push(Diagnostic::new(Code::ValueRange, written.span, message).help(help));
    }
    ratio
}

fn number(value: &DeValue<'_>) -> Option<u32> {
    let number = value.as_integer()?;
    u32::from_str_radix(number.as_str(), number.radix()).ok()
}
