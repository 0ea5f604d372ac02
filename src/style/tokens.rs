//! The custom properties of `:root`, as a browser would resolve them to
//! colours in each scheme.
//!
//! Only what stands under the selector `:root` counts, plain or inside
//! `prefers-color-scheme: dark`, `prefers-contrast: more` or both.

use std::collections::BTreeMap;

use lightningcss::declaration::DeclarationBlock;
use lightningcss::media_query::MediaList;
use lightningcss::properties::Property;
use lightningcss::properties::custom::{CustomPropertyName, Token, TokenList, TokenOrValue, UnresolvedColor};
use lightningcss::rules::style::StyleRule;
use lightningcss::rules::{CssRule, Location};
use lightningcss::stylesheet::PrinterOptions;
use lightningcss::traits::ToCss;
use lightningcss::values::color::CssColor;
use palette::Srgb;

use super::{Part, fault};
use crate::text::Span;

/// For whom a colour is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scheme {
    /// `color-scheme: dark`.
    pub dark: bool,
    /// `prefers-contrast: more`.
    pub more: bool,
}

/// Why a token has no colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoColour {
    /// Nothing declares it.
    Undeclared,
    /// Its value, which stands there, is no opaque colour.
    Other(Option<Span>),
}

/// A token's colour and where it is declared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// The colour, as screens show it.
    pub colour: Srgb<u8>,
    /// The declaration that counts; `None` if the program wrote it.
    pub place: Option<Span>,
}

/// All tokens of a style sheet.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Tokens {
    declared: BTreeMap<String, Vec<Declared>>,
}

#[derive(Debug, Clone, PartialEq)]
struct Declared {
    value: Value,
    within: Scheme,
    /// What wins over what: first the layer, then the order.
    layer: usize,
    place: Option<Span>,
}

#[derive(Debug, Clone, PartialEq)]
enum Value {
    Colour(Srgb<u8>),
    LightDark(Box<Self>, Box<Self>),
    Other(String, Option<Box<Self>>),
    NoColour,
}

impl Tokens {
    /// The tokens that rules declare.
    pub(super) fn of(rules: &[CssRule<'_>], parts: &[Part<'_>]) -> Self {
        let mut reader = Reader { parts, layers: Vec::new(), tokens: Self::default() };
        reader.rules(rules, Scheme::default(), None);
        reader.tokens
    }

    /// The names of all tokens, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.declared.keys().map(String::as_str)
    }

    /// The colour of a token in a scheme.
    ///
    /// # Errors
    /// It has none.
    pub fn colour(&self, name: &str, scheme: Scheme) -> Result<Found, NoColour> {
        let declared = self.winner(name, scheme).ok_or(NoColour::Undeclared)?;
        let colour = self.resolve(&declared.value, scheme, 0).ok_or(NoColour::Other(declared.place))?;
        Ok(Found { colour, place: declared.place })
    }

    fn winner(&self, name: &str, scheme: Scheme) -> Option<&Declared> {
        let fits =
            |declared: &&Declared| (scheme.dark || !declared.within.dark) && (scheme.more || !declared.within.more);
        // Of equals the last is the maximum.
        self.declared.get(name)?.iter().filter(fits).max_by_key(|declared| declared.layer)
    }

    fn resolve(&self, value: &Value, scheme: Scheme, depth: usize) -> Option<Srgb<u8>> {
        match value {
            Value::Colour(colour) => Some(*colour),
            Value::LightDark(light, dark) => self.resolve(if scheme.dark { dark } else { light }, scheme, depth),
            Value::NoColour => None,
            Value::Other(name, fallback) => match self.winner(name, scheme) {
                // Tokens that name each other in a circle have no value.
                Some(declared) if depth < self.declared.len() => self.resolve(&declared.value, scheme, depth + 1),
                Some(_) => None,
                None => self.resolve(fallback.as_deref()?, scheme, depth),
            },
        }
    }
}

struct Reader<'p> {
    parts: &'p [Part<'p>],
    /// Layers in the order in which they were first named.
    layers: Vec<String>,
    tokens: Tokens,
}

impl Reader<'_> {
    fn rules(&mut self, rules: &[CssRule<'_>], within: Scheme, layer: Option<usize>) {
        for rule in rules {
            match rule {
                CssRule::LayerStatement(rule) if layer.is_none() => {
                    for name in &rule.names {
                        self.layer(name.0.first().map(AsRef::as_ref));
                    }
                }
                CssRule::LayerBlock(rule) => {
                    let name = rule.name.as_ref().and_then(|name| name.0.first()).map(AsRef::as_ref);
                    let of = layer.unwrap_or_else(|| self.layer(name));
                    self.rules(&rule.rules.0, within, Some(of));
                }
                CssRule::Media(rule) => {
                    if let Some(inner) = narrowed(within, &rule.query) {
                        self.rules(&rule.rules.0, inner, layer);
                    }
                }
                CssRule::Style(rule) => self.style(rule, within, layer),
                _ => {}
            }
        }
    }

    /// The rank of a layer; one without a name is like no other.
    fn layer(&mut self, name: Option<&str>) -> usize {
        let known = name.and_then(|name| self.layers.iter().position(|known| known == name));
        known.unwrap_or_else(|| {
            self.layers.push(name.unwrap_or_default().to_owned());
            self.layers.len() - 1
        })
    }

    fn style(&mut self, rule: &StyleRule<'_>, within: Scheme, layer: Option<usize>) {
        let nested = rule.rules.0.iter().any(|inner| matches!(inner, CssRule::Media(_)));
        if !(nested || has_custom(&rule.declarations)) || !is_root(rule) {
            return;
        }
        self.declarations(&rule.declarations, rule.loc, within, layer);
        // `:root { @media … { --ink: … } }`
        for inner in &rule.rules.0 {
            let CssRule::Media(media) = inner else { continue };
            let Some(within) = narrowed(within, &media.query) else { continue };
            for rule in &media.rules.0 {
                if let CssRule::NestedDeclarations(nested) = rule {
                    self.declarations(&nested.declarations, nested.loc, within, layer);
                }
            }
        }
    }

    fn declarations(&mut self, block: &DeclarationBlock<'_>, at: Location, within: Scheme, layer: Option<usize>) {
        for property in block.declarations.iter().chain(&block.important_declarations) {
            let Property::Custom(custom) = property else { continue };
            let CustomPropertyName::Custom(name) = &custom.name else { continue };
            let name = name.0.as_ref();
            let place = self.place(at, name);
            // What stands in no layer wins over all that do.
            let layer = layer.unwrap_or(usize::MAX);
            let declared = Declared { value: value_of(&custom.value), within, layer, place };
            self.tokens.declared.entry(name.to_owned()).or_default().push(declared);
        }
    }

    /// Where a rule declares a name: declarations do not tell.
    fn place(&self, rule: Location, name: &str) -> Option<Span> {
        let part = self.parts.get(rule.source_index as usize)?;
        fault::span(part, rule.line, rule.column, |rest| {
            let declares = |at: &usize| {
                let before = rest.get(..*at).and_then(|text| text.chars().next_back());
                let after = rest.get(at + name.len()..).unwrap_or_default();
                after.trim_start().starts_with(':') && before.is_none_or(|c| c.is_whitespace() || "{;/".contains(c))
            };
            rest.match_indices(name).map(|(at, _)| at).find(declares).map(|at| at..at + name.len())
        })
    }
}

fn has_custom(block: &DeclarationBlock<'_>) -> bool {
    block
        .declarations
        .iter()
        .chain(&block.important_declarations)
        .any(|property| matches!(property, Property::Custom(_)))
}

fn is_root(rule: &StyleRule<'_>) -> bool {
    let printed = |selector: &lightningcss::selector::Selector<'_>| selector.to_css_string(PrinterOptions::default());
    rule.selectors.0.iter().any(|selector| printed(selector).is_ok_and(|text| text == ":root"))
}

/// What a media query narrows a scheme to, if it asks for nothing else.
fn narrowed(within: Scheme, query: &MediaList<'_>) -> Option<Scheme> {
    let text = query.to_css_string(PrinterOptions { minify: true, ..PrinterOptions::default() }).ok()?;
    text.split(" and ").try_fold(within, |within, asked| match asked {
        "(prefers-color-scheme:dark)" => Some(Scheme { dark: true, ..within }),
        "(prefers-contrast:more)" => Some(Scheme { more: true, ..within }),
        "screen" => Some(within),
        _ => None,
    })
}

fn value_of(tokens: &TokenList<'_>) -> Value {
    let empty =
        |token: &&TokenOrValue<'_>| matches!(token, TokenOrValue::Token(Token::WhiteSpace(_) | Token::Comment(_)));
    let mut wanted = tokens.0.iter().filter(|token| !empty(token));
    let (Some(token), None) = (wanted.next(), wanted.next()) else { return Value::NoColour };
    match token {
        TokenOrValue::Color(colour) => colour_of(colour),
        TokenOrValue::UnresolvedColor(UnresolvedColor::LightDark { light, dark }) => {
            Value::LightDark(Box::new(value_of(light)), Box::new(value_of(dark)))
        }
        TokenOrValue::Var(variable) => {
            let fallback = variable.fallback.as_ref().map(|tokens| Box::new(value_of(tokens)));
            Value::Other(variable.name.ident.0.to_string(), fallback)
        }
        TokenOrValue::Token(Token::Ident(name)) => named(name),
        _ => Value::NoColour,
    }
}

/// `white` is still a word where it could be anything.
fn named(name: &str) -> Value {
    use lightningcss::traits::Parse;
    CssColor::parse_string(name).map_or(Value::NoColour, |colour| colour_of(&colour))
}

fn colour_of(colour: &CssColor) -> Value {
    match colour {
        CssColor::LightDark(light, dark) => Value::LightDark(Box::new(colour_of(light)), Box::new(colour_of(dark))),
        // These are whatever stands around them or the system has.
        CssColor::CurrentColor | CssColor::System(_) => Value::NoColour,
        _ => match colour.to_rgb() {
            Ok(CssColor::RGBA(rgba)) if rgba.alpha == u8::MAX => {
                Value::Colour(Srgb::new(rgba.red, rgba.green, rgba.blue))
            }
            _ => Value::NoColour,
        },
    }
}
