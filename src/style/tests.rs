//! Style sheets as browsers get them, and colours as they would show them.

use std::borrow::Cow;

use palette::Srgb;

use super::contrast::{Pair, check, ratio};
use super::tokens::{NoColour, Scheme};
use super::{Asset, Part, Style, compile};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::{FileId, Span, Spanned};

const LIGHT: Scheme = Scheme { dark: false, more: false };
const DARK: Scheme = Scheme { dark: true, more: false };
const MORE: Scheme = Scheme { dark: true, more: true };

fn compiled(texts: &[&str]) -> (Option<Style>, Vec<Diagnostic>) {
    let number = |index: usize| FileId(u32::try_from(index).unwrap());
    let part = |(index, text): (usize, &&'static str)| Part { file: Some(number(index)), text: Cow::Borrowed(*text) };
    let leaked: Vec<&'static str> = texts.iter().map(|text| &*Box::leak((*text).to_owned().into_boxed_str())).collect();
    let parts: Vec<Part<'_>> = leaked.iter().enumerate().map(part).collect();
    let mut problems = Vec::new();
    let style = compile(&parts, &mut |_| Asset::Missing(None), &mut problems);
    (style, problems)
}

fn style(texts: &[&str]) -> Style {
    let (style, problems) = compiled(texts);
    assert_eq!(problems, []);
    style.unwrap()
}

fn hex(style: &Style, name: &str, scheme: Scheme) -> Result<String, NoColour> {
    style.tokens.colour(name, scheme).map(|found| format!("{:x}", found.colour))
}

#[test]
fn new_css_is_written_for_older_browsers_and_older_css_is_left() {
    let css = |text: &str| style(&[text]).css;
    assert_eq!(css(".a { &:hover { color: red } .b & { top: 0 } }"), ".a:hover{color:red}.b .a{top:0}");
    assert_eq!(css(".a { user-select: none }"), ".a{-webkit-user-select:none;user-select:none}");
    assert_eq!(css(".a:has(> img) { top: 0 }"), ".a:has(>img){top:0}");
    assert_eq!(css("@container (width > 30em) { a { top: 0 } }"), "@container (width>30em){a{top:0}}");
    assert!(css("@layer a, b; @layer b { a { top: 0 } }").starts_with("@layer a"));
    assert_eq!(css("@view-transition { navigation: auto }"), "@view-transition{navigation:auto}");
}

#[test]
fn light_dark_follows_what_a_reader_chose() {
    let css = style(&[
        ":root { color-scheme: light dark; --ink: light-dark(#111, #eee) } :root[data-theme=\"dark\"] { color-scheme: dark }",
    ])
    .css;
    assert!(css.contains("--ink:var(--lightningcss-light,#111)var(--lightningcss-dark,#eee)"), "{css}");
    assert!(css.contains(":root[data-theme=dark]{--lightningcss-light: ;--lightningcss-dark:initial;"), "{css}");
}

#[test]
fn each_file_is_read_by_itself_and_faults_are_told_where_they_stand() {
    let files =
        ["\u{feff}/* é😀 */ .é { color red }", ".a { top: 0", ".b { top: 0 } }", ".c { top: 0 /* }", ".d { top: 0 }"];
    let (style, problems) = compiled(&files);
    assert!(style.is_none());
    let places: Vec<(u32, &str)> = problems
        .iter()
        .map(|problem| {
            assert_eq!(problem.code, Code::StyleSyntax);
            let crate::diagnostic::Place::At(span) = problem.place else { panic!("{problem:?}") };
            (span.file.0, files[span.file.0 as usize].get(span.range()).unwrap())
        })
        .collect();
    assert_eq!(places, [(0, "red"), (1, "0"), (2, "}"), (3, "}")]);
}

#[test]
fn tokens_are_resolved_as_browsers_would() {
    let style = style(&[
        "@layer tokens, late; @layer late { :root { --a: #010101 } } @layer tokens { :root { --a: #020202; --b: var(--a); \
         --c: light-dark(white, var(--b)); --d: oklch(0% 0 0); --e: var(--none, #0f0); --loop: var(--pool); --pool: var(--loop) } \
         @media (prefers-color-scheme: dark) { :root { --d: #040404 } } .x { --a: red } @media print { :root { --a: red } } }",
        "@media (prefers-contrast: more) { :root { --c: #fff; @media (prefers-color-scheme: dark) { --d: #444 } } } :root { --f: #12345680 }",
    ]);
    let named = |name: &str| [LIGHT, DARK, MORE].map(|scheme| hex(&style, name, scheme).unwrap_or_default());
    assert_eq!(named("--a"), ["010101"; 3]);
    assert_eq!(named("--b"), ["010101"; 3]);
    assert_eq!(named("--c"), ["ffffff", "010101", "ffffff"]);
    assert_eq!(named("--d"), ["000000", "040404", "444444"]);
    assert_eq!(named("--e"), ["00ff00"; 3]);
    assert!(matches!(hex(&style, "--loop", LIGHT), Err(NoColour::Other(Some(_)))));
    assert!(matches!(hex(&style, "--f", LIGHT), Err(NoColour::Other(Some(_)))));
    assert_eq!(hex(&style, "--g", LIGHT), Err(NoColour::Undeclared));
}

#[test]
fn contrast_is_that_of_the_guidelines() {
    let grey = |value: u8| Srgb::new(value, value, value);
    // From WebAIM's contrast checker.
    for (one, other, expected) in [(0, 255, "21.00"), (0x76, 255, "4.54"), (0x77, 255, "4.48"), (255, 255, "1.00")] {
        assert_eq!(format!("{:.2}", ratio(grey(one), grey(other))), expected);
    }
}

#[test]
fn the_nearest_colour_that_passes_does_pass_and_keeps_its_hue() {
    let spanned = |text: &str| Spanned::new(text.to_owned(), Span::start_of(FileId(9)));
    let pair = Pair { text: spanned("--a"), on: spanned("--b"), least: 4.5 };
    let of = |a: &str, b: &str| {
        let mut problems = Vec::new();
        check(&style(&[&format!(":root {{ --a: {a}; --b: {b} }}")]).tokens, std::slice::from_ref(&pair), &mut problems);
        problems.first().map(|problem| problem.help.clone().unwrap())
    };
    let named = of("#e06c5b", "#fff").unwrap();
    let passes: String = named.chars().take(7).collect();
    assert_eq!(of(&passes, "#fff"), None, "{named}");
    let colour: Srgb<u8> = passes.parse().unwrap();
    assert!(colour.red > colour.green && colour.green > colour.blue, "{named}");
    assert!(ratio(colour, Srgb::new(255, 255, 255)) < 4.7, "{named}");
}
