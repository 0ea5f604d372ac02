//! Icons: SVG files of a theme that templates put into pages.
//!
//! An icon is decoration beside words. It is hidden from screen readers, and
//! nothing in it may run, load or be pointed at.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::Event;
use quick_xml::events::attributes::Attribute;

use super::chain::Layer;
use super::layers;
use crate::diagnostic::{Code, Diagnostic};
use crate::text::Span;
use crate::tree::Tree;

/// The icons of a chain of themes, by name, as they stand in pages.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Icons(BTreeMap<String, String>);

impl Icons {
    /// Whether there is such an icon.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Their names, in order.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// All, in order of names.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, svg)| (name.as_str(), svg.as_str()))
    }
}

/// Reads `icons/*.svg` of all themes; a child's takes the place of its
/// parent's.
pub(super) fn load(tree: &Tree, chain: &[Layer], problems: &mut Vec<Diagnostic>) -> Icons {
    let mut icons = BTreeMap::new();
    for (name, file) in layers::ordered(tree, chain, "icons", "svg") {
        let name = name.strip_suffix(".svg").unwrap_or(name);
        match inline(tree.text(file)) {
            Ok(svg) => drop(icons.insert(name.to_owned(), svg)),
            Err((at, why)) => {
                let message = format!("The icon `{name}` cannot be put into pages: {why}.");
                problems.push(Diagnostic::new(Code::IconInvalid, Span::new(file, at..at), message));
                // It is there, so that templates that show it are not at fault.
                icons.insert(name.to_owned(), String::new());
            }
        }
    }
    Icons(icons)
}

/// The `svg` element, hidden from screen readers.
fn inline(text: &str) -> Result<String, (usize, String)> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut svg = String::new();
    let mut depth = 0_usize;
    loop {
        let start = usize::try_from(reader.buffer_position()).unwrap_or_default();
        let event = reader.read_event().map_err(|error| (start, format!("it is no well-formed XML ({error})")))?;
        let end = usize::try_from(reader.buffer_position()).unwrap_or_default();
        let raw = text.get(start..end).unwrap_or_default();
        match event {
            Event::Start(ref element) | Event::Empty(ref element) => {
                let name = element.name().as_ref().to_owned();
                allowed(&name, depth == 0).map_err(|why| (start, why))?;
                svg.push_str(&format!("<{name}"));
                for attribute in element.attributes() {
                    let attribute =
                        attribute.map_err(|error| (start, format!("an attribute cannot be read ({error})")))?;
                    svg.push_str(&kept(&attribute, depth == 0).map_err(|why| (start, why))?);
                }
                svg.push_str(if depth == 0 { " aria-hidden=\"true\" focusable=\"false\"" } else { "" });
                let empty = matches!(event, Event::Empty(_));
                svg.push_str(if empty { "/>" } else { ">" });
                depth += usize::from(!empty);
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                svg.push_str(raw);
            }
            Event::Eof if depth > 0 => return Err((start, "it ends too early".to_owned())),
            Event::Eof if svg.is_empty() => return Err((start, "it has no `svg` element".to_owned())),
            Event::Eof => return Ok(svg),
            Event::Text(_) | Event::GeneralRef(_) if depth > 0 => svg.push_str(raw.trim()),
            // Declarations and comments are for editors.
            _ => {}
        }
    }
}

fn allowed(element: &str, outermost: bool) -> Result<(), String> {
    match element {
        "svg" if outermost => Ok(()),
        _ if outermost => Err(format!("its outermost element is `{element}` and not `svg`")),
        "script" | "style" | "foreignObject" | "image" | "a" | "animate" | "set" => {
            Err(format!("it has the element `{element}`"))
        }
        _ => Ok(()),
    }
}

fn kept(attribute: &Attribute<'_>, outermost: bool) -> Result<String, String> {
    let name = attribute.key.as_ref().to_owned();
    let value = attribute.value.to_string();
    // Each page says these in its own way, or has no use for them.
    let own = matches!(name.as_str(), "aria-hidden" | "focusable" | "role") || name.starts_with("xmlns");
    if outermost && own {
        return Ok(String::new());
    }
    if name.starts_with("on")
        || matches!(name.as_str(), "style" | "id")
        || value.contains("url(")
        || name.ends_with("href")
    {
        return Err(format!("it has the attribute `{name}`"));
    }
    Ok(format!(" {name}=\"{}\"", value.replace('"', "&quot;")))
}
