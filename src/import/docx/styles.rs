//! Styles of paragraphs and characters (ECMA-376, part 1, 17.7), as far as they
//! say what a text is. How it looks is left to the site.

use std::collections::BTreeMap;

use crate::import::element::Element;
use crate::import::role::{Role, by_name, is_code};
use crate::import::span::Format;

/// A style, with what it says itself.
#[derive(Debug, Default)]
struct Style {
    /// In lower case; that of built-in styles is English in every language.
    name: String,
    parent: String,
    outline: Option<u8>,
    number: Option<(String, usize)>,
    strong: Option<bool>,
    emphasis: Option<bool>,
    struck: Option<bool>,
}

/// All styles by id.
#[derive(Debug, Default)]
pub(super) struct Styles(BTreeMap<String, Style>);

/// How long a chain of styles may be.
const LONGEST: usize = 24;

impl Styles {
    pub(super) fn of(root: Option<&Element>) -> Self {
        let all = root.map(|root| root.all("w:style")).unwrap_or_default();
        Self(all.into_iter().map(|style| (style.value("w:styleId").to_owned(), read(style))).collect())
    }

    fn chain<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Style> {
        let first = self.0.get(id);
        std::iter::successors(first, |style| self.0.get(&style.parent)).take(LONGEST)
    }

    /// What a paragraph of a style is.
    pub(super) fn role(&self, id: &str) -> Role {
        for style in self.chain(id) {
            let role = by_name(&style.name);
            if role != Role::Plain {
                return role;
            }
            if let Some(outline) = style.outline {
                return outline_role(outline);
            }
        }
        by_name(&id.to_lowercase())
    }

    /// The list that a style puts its paragraphs into.
    pub(super) fn number(&self, id: &str) -> Option<(String, usize)> {
        self.chain(id).find_map(|style| style.number.clone())
    }

    /// How a style of characters sets them.
    pub(super) fn format(&self, id: &str) -> Format {
        let of = |get: fn(&Style) -> Option<bool>| self.chain(id).find_map(get).unwrap_or_default();
        let code = self.chain(id).any(|style| is_code(&style.name));
        Format {
            strong: of(|style| style.strong),
            emphasis: of(|style| style.emphasis),
            struck: of(|style| style.struck),
            code,
        }
    }
}

/// What an outline level makes of a paragraph; 9 is that of texts.
pub(super) fn outline_role(outline: u8) -> Role {
    if outline < 9 { Role::Heading(outline + 1) } else { Role::Plain }
}

fn read(style: &Element) -> Style {
    let value = |element: &Element, path: &[&str]| element.at(path).map(|found| found.value("w:val").to_owned());
    let number = style.at(&["w:pPr", "w:numPr"]).and_then(number);
    let set = |name: &str| style.at(&["w:rPr", name]).map(is_on);
    Style {
        name: value(style, &["w:name"]).unwrap_or_default().to_lowercase(),
        parent: value(style, &["w:basedOn"]).unwrap_or_default(),
        outline: value(style, &["w:pPr", "w:outlineLvl"]).and_then(|level| level.parse().ok()),
        number,
        strong: set("w:b"),
        emphasis: set("w:i"),
        struck: set("w:strike"),
    }
}

/// The list and level of a `numPr`.
pub(super) fn number(element: &Element) -> Option<(String, usize)> {
    let list = element.child("w:numId")?.value("w:val").to_owned();
    let level = element.child("w:ilvl").and_then(|level| level.value("w:val").parse().ok());
    Some((list, level.unwrap_or_default()))
}

/// Whether an element that switches something on does so (17.17.4).
pub(super) fn is_on(element: &Element) -> bool {
    !matches!(element.attribute("w:val"), Some("false" | "0" | "off" | "none"))
}
