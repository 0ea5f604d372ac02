//! Styles in a drawing: what draws is kept, and may name nothing but parts of
//! the same drawing.

use std::convert::Infallible;

use lightningcss::declaration::DeclarationBlock;
use lightningcss::properties::Property;
use lightningcss::rules::{CssRule, CssRuleList};
use lightningcss::stylesheet::{ParserOptions, PrinterOptions, StyleSheet};
use lightningcss::traits::ToCss;
use lightningcss::values::url::Url;
use lightningcss::visit_types;
use lightningcss::visitor::{Visit, VisitTypes, Visitor};

use super::Trouble;
use super::allowed::property_draws;

/// Bytes of styles, and brackets within brackets, that no drawing needs. The
/// parser would follow the latter as deep as they go.
const MOST_BYTES: usize = 256 << 10;
const MOST_BRACKETS: usize = 32;

/// Whether the value of an attribute could name another file, so that it has
/// to be parsed.
pub(super) fn may_refer(value: &str) -> bool {
    let value = value.to_ascii_lowercase();
    ["url", "image", "src", "\\"].iter().any(|part| value.contains(part))
}

/// Declarations that draw; `refer` is told the ids that they name.
pub(super) fn declarations(text: &str, refer: &mut dyn FnMut(&str)) -> Result<String, Trouble> {
    bounded(text)?;
    let mut block = DeclarationBlock::parse_string(text, ParserOptions::default()).map_err(|_| unreadable())?;
    clean(&mut block, refer)?;
    let css = block.to_css_string(printer()).map_err(|_| unreadable())?;
    loads_nothing(css)
}

/// A style sheet with the rules that draw.
pub(super) fn sheet(text: &str, refer: &mut dyn FnMut(&str)) -> Result<String, Trouble> {
    bounded(text)?;
    let mut sheet = StyleSheet::parse(text, ParserOptions::default()).map_err(|_| unreadable())?;
    clean_rules(&mut sheet.rules, refer)?;
    let css = sheet.to_css(printer()).map_err(|_| unreadable())?.code;
    loads_nothing(css)
}

/// Plain rules, and those for dark colours, print and the like.
fn clean_rules(rules: &mut CssRuleList<'_>, refer: &mut dyn FnMut(&str)) -> Result<(), Trouble> {
    rules.0.iter_mut().try_for_each(|rule| match rule {
        CssRule::Style(rule) if rule.rules.0.is_empty() => clean(&mut rule.declarations, refer),
        CssRule::Media(rule) => clean_rules(&mut rule.rules, refer),
        _ => Err(Trouble::Active("styles that import, load fonts or move".to_owned())),
    })
}

fn printer() -> PrinterOptions<'static> {
    PrinterOptions { minify: true, ..PrinterOptions::default() }
}

fn unreadable() -> Trouble {
    Trouble::Active("styles that cannot be read".to_owned())
}

fn bounded(text: &str) -> Result<(), Trouble> {
    let mut depth = 0_usize;
    for byte in text.bytes() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MOST_BRACKETS {
            return Err(unreadable());
        }
    }
    if text.len() > MOST_BYTES { Err(Trouble::Unfit("has too many styles".to_owned())) } else { Ok(()) }
}

fn clean(block: &mut DeclarationBlock<'_>, refer: &mut dyn FnMut(&str)) -> Result<(), Trouble> {
    let name = |property: &Property<'_>| property.property_id().name().to_owned();
    let moves = |property: &Property<'_>| name(property).trim_start_matches("-webkit-").starts_with("animation");
    if block.declarations.iter().chain(&block.important_declarations).any(moves) {
        return Err(Trouble::Active("styles that move".to_owned()));
    }
    block.declarations.retain(|property| property_draws(&name(property)));
    block.important_declarations.retain(|property| property_draws(&name(property)));
    let mut urls = Urls { refer, outside: false };
    let Ok(()) = block.visit(&mut urls);
    if urls.outside { Err(outside()) } else { Ok(()) }
}

fn outside() -> Trouble {
    Trouble::Active("styles that load something from outside".to_owned())
}

/// Some functions take an address as a mere string.
fn loads_nothing(css: String) -> Result<String, Trouble> {
    let lower = css.to_ascii_lowercase();
    let loads = ["image(", "image-set(", "src("].iter().any(|function| lower.contains(function));
    if loads { Err(outside()) } else { Ok(css) }
}

struct Urls<'r> {
    refer: &'r mut dyn FnMut(&str),
    outside: bool,
}

impl<'i> Visitor<'i> for Urls<'_> {
    type Error = Infallible;

    fn visit_types(&self) -> VisitTypes {
        visit_types!(URLS)
    }

    fn visit_url(&mut self, url: &mut Url<'i>) -> Result<(), Infallible> {
        match url.url.strip_prefix('#') {
            Some(id) => (self.refer)(id),
            None => self.outside = true,
        }
        Ok(())
    }
}
