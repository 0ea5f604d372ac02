//! Whether text can be read on what it stands on: pairs of tokens against the
//! ratio that they need (WCAG 2.2, success criteria 1.4.3 and 1.4.11).

use palette::color_difference::Wcag21RelativeContrast;
use palette::convert::FromColorUnclamped;
use palette::{IntoColor, Oklch, Srgb};

use super::tokens::{Found, NoColour, Scheme, Tokens};
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::text::Spanned;

/// Two tokens that meet.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The token of the text, line or mark, such as `--ink`.
    pub text: Spanned<String>,
    /// The token of what lies behind it.
    pub on: Spanned<String>,
    /// The least ratio, 1 to 21.
    pub least: f32,
}

const SCHEMES: [(Scheme, &str); 4] = [
    (Scheme { dark: false, more: false }, "in the light scheme"),
    (Scheme { dark: true, more: false }, "in the dark scheme"),
    (Scheme { dark: false, more: true }, "in the light scheme with more contrast"),
    (Scheme { dark: true, more: true }, "in the dark scheme with more contrast"),
];

/// Pairs that contrast less than they must, and tokens without a colour.
pub fn check(tokens: &Tokens, pairs: &[Pair], problems: &mut Vec<Diagnostic>) {
    for pair in pairs {
        let missing = [&pair.text, &pair.on].map(|token| without_colour(tokens, token));
        if missing.iter().any(Option::is_some) {
            problems.extend(
                missing.into_iter().flatten().filter(|problem| !problems.contains(problem)).collect::<Vec<_>>(),
            );
            continue;
        }
        let mut told: Vec<[Srgb<u8>; 2]> = Vec::new();
        for (scheme, name) in SCHEMES {
            let (Ok(text), Ok(on)) = (tokens.colour(&pair.text.value, scheme), tokens.colour(&pair.on.value, scheme))
            else {
                continue;
            };
            let colours = [text.colour, on.colour];
            if ratio(text.colour, on.colour) < pair.least && !told.contains(&colours) {
                told.push(colours);
                problems.push(low(pair, text, on, name));
            }
        }
    }
}

/// The contrast of two colours, 1 to 21.
pub fn ratio(one: Srgb<u8>, other: Srgb<u8>) -> f32 {
    one.into_format::<f32>().relative_contrast(other.into_format())
}

fn without_colour(tokens: &Tokens, token: &Spanned<String>) -> Option<Diagnostic> {
    let name = &token.value;
    let why = SCHEMES.iter().find_map(|(scheme, told)| tokens.colour(name, *scheme).err().map(|why| (why, told)));
    Some(match why? {
        (NoColour::Undeclared, _) => {
            let message = format!("No style declares `{name}` on `:root`, so its contrast cannot be known.");
            let help = did_you_mean(name, tokens.names());
            Diagnostic::new(Code::ContrastUnknown, token.span, message).maybe_help(help)
        }
        (NoColour::Other(place), told) => {
            let message = format!("`{name}` is no opaque colour {told}, so its contrast cannot be known.");
            Diagnostic::new(Code::ContrastUnknown, place.unwrap_or(token.span), message)
                .help("Give it a colour such as #14213D, light-dark(#14213D, #F2EEE6) or var(--ink).")
                .related(token.span, "A pair of colours names it here.")
        }
    })
}

fn low(pair: &Pair, text: Found, on: Found, scheme: &str) -> Diagnostic {
    let (name, ground) = (&pair.text.value, &pair.on.value);
    let message = format!(
        "`{name}` ({}) on `{ground}` ({}) has a contrast of {} to 1 {scheme}, and needs {}.",
        hex(text.colour),
        hex(on.colour),
        floored(ratio(text.colour, on.colour)),
        pair.least,
    );
    let help = nearest(text.colour, on.colour, pair.least).map_or_else(
        || format!("No lightness of `{name}` reaches that on this ground; change `{ground}`."),
        |colour| format!("{} is the nearest lightness of that colour which passes.", hex(colour)),
    );
    Diagnostic::new(Code::ContrastLow, text.place.unwrap_or(pair.text.span), message)
        .help(help)
        .related(pair.text.span, "The pair is declared here.")
}

/// `4.499` is not 4.5.
fn floored(ratio: f32) -> String {
    format!("{:.2}", (f64::from(ratio) * 100.0).floor() / 100.0)
}

fn hex(colour: Srgb<u8>) -> String {
    format!("#{colour:X}")
}

/// The colour that passes and differs least in lightness (Oklch), hue and
/// chroma as they are.
fn nearest(colour: Srgb<u8>, on: Srgb<u8>, least: f32) -> Option<Srgb<u8>> {
    const STEPS: u16 = 500;
    let from: Oklch = colour.into_format::<f32>().into_color();
    let moved = |by: f32| {
        let lightness = from.l + by;
        let moved = Srgb::from_color_unclamped(Oklch { l: lightness.clamp(0.0, 1.0), ..from });
        (-0.002..=1.002).contains(&lightness).then(|| moved.into_format::<u8>())
    };
    (1..=STEPS)
        .flat_map(|step| [-1.0, 1.0].map(|way| way * f32::from(step) / f32::from(STEPS)))
        .filter_map(moved)
        .find(|moved| ratio(*moved, on) >= least)
}
