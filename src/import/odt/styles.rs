//! Styles (OpenDocument 1.3, part 3, 16), as far as they say what a text is.
//! How it looks is left to the site.

use std::collections::BTreeMap;

use crate::import::element::Element;
use crate::import::role::{Role, by_name, is_code};
use crate::import::span::Format;

/// A style, with what it says itself.
#[derive(Debug, Default)]
struct Style {
    parent: String,
    /// Whether it was made for one place rather than by name.
    automatic: bool,
    outline: Option<u8>,
    strong: Option<bool>,
    emphasis: Option<bool>,
    struck: Option<bool>,
    /// Underlined, raised, lowered or marked.
    styled: bool,
    hidden: bool,
    leftward: Option<bool>,
}

/// A level of a list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Level {
    /// `None` for signs.
    pub(super) start: Option<u64>,
    /// Whether it is counted in digits, or not at all.
    pub(super) plain: bool,
}

/// All styles by family and name, and lists by name and level.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: BTreeMap<(String, String), Style>,
    lists: BTreeMap<(String, usize), Level>,
    /// Levels of headings that are counted.
    counted: Vec<usize>,
}

/// How long a chain of styles may be.
const LONGEST: usize = 24;

impl Styles {
    pub(super) fn of(roots: &[&Element]) -> Self {
        let mut known = Self::default();
        for root in roots {
            for (part, automatic) in [("office:styles", false), ("office:automatic-styles", true)] {
                let Some(part) = root.child(part) else { continue };
                part.elements().for_each(|element| known.take(element, automatic));
            }
        }
        known
    }

    fn take(&mut self, element: &Element, automatic: bool) {
        match element.name.as_str() {
            "style:style" => {
                let key = (element.value("style:family").to_owned(), element.value("style:name").to_owned());
                self.styles.insert(key, read(element, automatic));
            }
            "text:list-style" => {
                let name = element.value("style:name");
                for (at, level) in element.elements().filter_map(level) {
                    self.lists.insert((name.to_owned(), at), level);
                }
            }
            "text:outline-style" => {
                let counted = |level: &&Element| !level.value("style:num-format").is_empty();
                let levels = element.elements().filter(counted);
                self.counted.extend(levels.filter_map(|level| level.value("text:level").parse::<usize>().ok()));
            }
            _ => {}
        }
    }

    fn chain<'a>(&'a self, family: &str, name: &str) -> impl Iterator<Item = (String, &'a Style)> {
        let find = |name: &str| self.styles.get(&(family.to_owned(), name.to_owned())).map(|s| (name.to_owned(), s));
        let family = family.to_owned();
        let next = move |(_, style): &(String, &'a Style)| {
            let key = (family.clone(), style.parent.clone());
            self.styles.get(&key).map(|parent| (style.parent.clone(), parent))
        };
        std::iter::successors(find(name), next).take(LONGEST)
    }

    /// What a paragraph of a style is.
    pub(super) fn role(&self, name: &str) -> Role {
        for (name, style) in self.chain("paragraph", name) {
            let role = by_name(&name);
            if role != Role::Plain {
                return role;
            }
            if let Some(level) = style.outline {
                return Role::Heading(level);
            }
        }
        by_name(name)
    }

    /// Whether a paragraph of a style runs from right to left.
    pub(super) fn is_leftward(&self, name: &str) -> bool {
        self.chain("paragraph", name).find_map(|(_, style)| style.leftward).unwrap_or_default()
    }

    /// How all words of one paragraph are set, beyond what its named style does.
    pub(super) fn paragraph(&self, name: &str) -> Format {
        let own = self.chain("paragraph", name).next().filter(|(_, style)| style.automatic);
        own.map(|(_, style)| format(style, Format::default())).unwrap_or_default()
    }

    /// How words of a style are set, amidst others that are set so.
    pub(super) fn words(&self, name: &str, around: Format) -> Format {
        let chain: Vec<_> = self.chain("text", name).collect();
        let mut now = around;
        for (name, style) in chain.iter().rev() {
            now = format(style, now);
            now.code |= is_code(name);
        }
        now
    }

    /// Whether words of a style are underlined, raised, lowered or marked.
    pub(super) fn is_styled(&self, name: &str) -> bool {
        self.chain("text", name).any(|(_, style)| style.styled && style.automatic)
    }

    /// Whether words of a style are hidden.
    pub(super) fn is_hidden(&self, name: &str) -> bool {
        self.chain("text", name).any(|(_, style)| style.hidden)
    }

    /// A level of a list, from 1.
    pub(super) fn level(&self, list: &str, at: usize) -> Level {
        self.lists.get(&(list.to_owned(), at)).copied().unwrap_or(Level { start: None, plain: true })
    }

    /// Whether headings of a level have automatic numbers.
    pub(super) fn is_counted(&self, level: usize) -> bool {
        self.counted.contains(&level)
    }
}

fn format(style: &Style, around: Format) -> Format {
    Format {
        strong: style.strong.unwrap_or(around.strong),
        emphasis: style.emphasis.unwrap_or(around.emphasis),
        struck: style.struck.unwrap_or(around.struck),
        code: around.code,
    }
}

fn read(element: &Element, automatic: bool) -> Style {
    let text = element.child("style:text-properties");
    let value = |name: &str| text.and_then(|text| text.attribute(name));
    let paragraph = element.child("style:paragraph-properties");
    let line = |name: &str| value(name).map(|line| line != "none");
    let bold = |weight: &str| weight == "bold" || weight.parse::<u16>().is_ok_and(|weight| weight >= 600);
    let raised = value("style:text-position").is_some_and(|place| !place.starts_with("0%"));
    let marked = value("fo:background-color").is_some_and(|colour| colour != "transparent");
    Style {
        parent: element.value("style:parent-style-name").to_owned(),
        automatic,
        outline: element.attribute("style:default-outline-level").and_then(|level| level.parse().ok()),
        strong: value("fo:font-weight").map(bold),
        emphasis: value("fo:font-style").map(|style| style != "normal"),
        struck: line("style:text-line-through-style").or_else(|| line("style:text-line-through-type")),
        styled: line("style:text-underline-style").unwrap_or_default() || raised || marked,
        hidden: value("text:display") == Some("none"),
        leftward: paragraph
            .and_then(|paragraph| paragraph.attribute("style:writing-mode"))
            .map(|mode| mode.starts_with("rl")),
    }
}

fn level(element: &Element) -> Option<(usize, Level)> {
    let at = element.value("text:level").parse().ok()?;
    let format = element.value("style:num-format");
    let numbered = element.name == "text:list-level-style-number" && !format.is_empty();
    let start = numbered.then(|| element.value("text:start-value").parse().unwrap_or(1));
    Some((at, Level { start, plain: !numbered || format == "1" }))
}
