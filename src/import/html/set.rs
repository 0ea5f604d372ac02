//! How words are set: by elements, by the `style` of one, by simple rules of a
//! style sheet. Only what says something is looked at: bold, slanted, struck
//! out, hidden, from right to left.

use std::collections::BTreeMap;

use crate::import::element::Element;
use crate::import::span::Format;

/// How words are set, with the link that they are in.
#[derive(Debug, Clone, Default)]
pub(super) struct Setting {
    pub(super) format: Format,
    pub(super) link: Option<String>,
    /// Whether it is a heading, which is bold by itself.
    pub(super) heading: bool,
}

/// What a rule says.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Said {
    strong: Option<bool>,
    emphasis: Option<bool>,
    struck: Option<bool>,
    pub(super) hidden: bool,
    pub(super) leftward: bool,
    /// Underlined, raised or lowered.
    pub(super) styled: bool,
}

/// Rules for classes.
#[derive(Debug, Default)]
pub(super) struct Rules(BTreeMap<String, Said>);

impl Rules {
    /// The rules of a page's style sheets that are for one class alone.
    pub(super) fn of(root: &Element) -> Self {
        let mut rules = BTreeMap::new();
        for sheet in root.all("style") {
            for rule in sheet.text().split('}') {
                let Some((selectors, declarations)) = rule.split_once('{') else { continue };
                let said = said(declarations);
                for selector in selectors.split(',') {
                    let name = selector.trim().rsplit_once('.').filter(|(element, _)| is_word(element));
                    if let Some((_, class)) = name.filter(|(_, class)| is_word(class)) {
                        rules.insert(class.to_owned(), said);
                    }
                }
            }
        }
        Self(rules)
    }

    /// What is said of an element.
    pub(super) fn about(&self, element: &Element) -> Said {
        let mut now = Said::default();
        for class in element.value("class").split_whitespace() {
            if let Some(said) = self.0.get(class) {
                now = now.and(*said);
            }
        }
        now = now.and(said(element.value("style")));
        now.hidden |= element.attribute("hidden").is_some();
        now.leftward |= element.value("dir").eq_ignore_ascii_case("rtl");
        now
    }
}

impl Said {
    fn and(self, other: Self) -> Self {
        Self {
            strong: other.strong.or(self.strong),
            emphasis: other.emphasis.or(self.emphasis),
            struck: other.struck.or(self.struck),
            hidden: self.hidden || other.hidden,
            leftward: self.leftward || other.leftward,
            styled: self.styled || other.styled,
        }
    }

    /// How words in an element are set, amidst others that are set so.
    pub(super) fn within(self, element: &Element, around: Format) -> Format {
        let mut now = around;
        match element.name.as_str() {
            "b" | "strong" => now.strong = true,
            "i" | "em" | "cite" | "dfn" | "var" => now.emphasis = true,
            "s" | "strike" | "del" => now.struck = true,
            "code" | "kbd" | "samp" | "tt" => now.code = true,
            _ => {}
        }
        Format {
            strong: self.strong.unwrap_or(now.strong),
            emphasis: self.emphasis.unwrap_or(now.emphasis),
            struck: self.struck.unwrap_or(now.struck),
            code: now.code,
        }
    }
}

fn is_word(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

fn said(declarations: &str) -> Said {
    let mut said = Said::default();
    for declaration in declarations.split(';') {
        let Some((name, value)) = declaration.split_once(':') else { continue };
        let value = value.trim().to_ascii_lowercase();
        match name.trim().to_ascii_lowercase().as_str() {
            "font-weight" => {
                let heavy = value.parse::<u16>().map_or(value.starts_with("bold"), |weight| weight >= 600);
                said.strong = Some(heavy);
            }
            "font-style" => said.emphasis = Some(value.starts_with("italic") || value.starts_with("oblique")),
            "text-decoration" | "text-decoration-line" => {
                said.struck = Some(value.contains("line-through"));
                said.styled |= value.contains("underline");
            }
            "vertical-align" => said.styled |= value == "super" || value == "sub",
            "display" => said.hidden |= value == "none",
            "visibility" => said.hidden |= value == "hidden",
            "mso-hide" => said.hidden |= value == "all",
            "direction" => said.leftward |= value == "rtl",
            _ => {}
        }
    }
    said
}
