//! XML and HTML as one tree of elements, of bounded depth and size. Entities
//! that a document declares itself are never expanded, and nothing that it
//! names is fetched.

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use scraper::ElementRef;

/// How deep elements may nest: deep enough for a text box in a table in a text
/// box, and shallow enough for every thread's stack.
const DEEPEST: usize = 128;

/// How many elements and texts a document may have.
const MOST: usize = 2_000_000;

/// A node of a document.
#[derive(Debug, Clone)]
pub(super) enum Node {
    Element(Element),
    Text(String),
    /// A comment in the source.
    Comment(String),
}

/// An element, by its name with the prefix that stands in the document.
#[derive(Debug, Clone, Default)]
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) children: Vec<Node>,
}

impl Element {
    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The value of an attribute, or nothing.
    pub(super) fn value(&self, name: &str) -> &str {
        self.attribute(name).unwrap_or_default()
    }

    /// The elements in it.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) | Node::Comment(_) => None,
        })
    }

    /// The first element of a name in it.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// The first element at a path of names.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Element> {
        path.iter().try_fold(self, |element, name| element.child(name))
    }

    /// All elements of a name below it, in order, those in each other too.
    pub(super) fn all<'a>(&'a self, name: &str) -> Vec<&'a Element> {
        let mut found = Vec::new();
        self.gather(&mut |element| {
            if element.name == name {
                found.push(element);
            }
        });
        found
    }

    fn gather<'a>(&'a self, visit: &mut impl FnMut(&'a Element)) {
        for element in self.elements() {
            visit(element);
            element.gather(visit);
        }
    }

    /// Whether there is an element of a name below it.
    pub(super) fn has(&self, name: &str) -> bool {
        self.elements().any(|element| element.name == name || element.has(name))
    }

    /// All text below it.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        self.push_text(&mut out);
        out
    }

    fn push_text(&self, out: &mut String) {
        for node in &self.children {
            match node {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) => element.push_text(out),
                Node::Comment(_) => {}
            }
        }
    }
}

/// Reads XML; gives its outermost element.
///
/// # Errors
/// In words.
pub(super) fn xml(bytes: &[u8]) -> Result<Element, String> {
    let damaged = || "it holds XML that is damaged".to_owned();
    let text = std::str::from_utf8(bytes).map_err(|_| "it holds XML in another encoding than UTF-8".to_owned())?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut open: Vec<Element> = vec![Element::default()];
    let mut count = 0_usize;
    loop {
        let event = reader.read_event().map_err(|_| damaged())?;
        count += 1;
        if count > MOST {
            return Err("it has more parts than any text needs".to_owned());
        }
        match event {
            Event::Start(start) => {
                if open.len() > DEEPEST {
                    return Err("its parts nest too deeply".to_owned());
                }
                open.push(element(&start).ok_or_else(damaged)?);
            }
            Event::Empty(start) => push(&mut open, Node::Element(element(&start).ok_or_else(damaged)?)),
            Event::End(_) => {
                let closed = open.pop().filter(|_| !open.is_empty()).ok_or_else(damaged)?;
                push(&mut open, Node::Element(closed));
            }
            Event::Text(text) => push_text(&mut open, &text.xml10_content()),
            Event::CData(text) => push_text(&mut open, &text.xml10_content()),
            Event::GeneralRef(reference) => push_text(&mut open, &referred(&reference).ok_or_else(damaged)?),
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    let document = open.pop().filter(|_| open.is_empty()).ok_or_else(damaged)?;
    let mut elements = document.children.into_iter().filter_map(|node| match node {
        Node::Element(element) => Some(element),
        Node::Text(_) | Node::Comment(_) => None,
    });
    elements.next().ok_or_else(damaged)
}

fn push(open: &mut [Element], node: Node) {
    if let Some(last) = open.last_mut() {
        last.children.push(node);
    }
}

fn push_text(open: &mut [Element], text: &str) {
    let Some(last) = open.last_mut() else { return };
    match last.children.last_mut() {
        Some(Node::Text(before)) => before.push_str(text),
        _ => last.children.push(Node::Text(text.to_owned())),
    }
}

fn element(start: &BytesStart<'_>) -> Option<Element> {
    let name: &str = start.name().into_inner();
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.ok()?;
        let key: &str = attribute.key.into_inner();
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
        attributes.push((key.to_owned(), value.into_owned()));
    }
    Some(Element { name: name.to_owned(), attributes, children: Vec::new() })
}

fn referred(reference: &BytesRef<'_>) -> Option<String> {
    if let Some(character) = reference.resolve_char_ref().ok()? {
        return Some(character.to_string());
    }
    resolve_predefined_entity(&reference.xml10_content()).map(str::to_owned)
}

/// Reads HTML as a browser does; gives its `html`. What nests too deeply is
/// given as the words that it holds.
///
/// # Errors
/// In words: it has too many parts.
pub(super) fn html(text: &str) -> Result<Element, String> {
    let parsed = scraper::Html::parse_document(text);
    let mut left = MOST;
    let root = html_element(parsed.root_element(), 0, &mut left);
    if left == 0 { Err("it has more parts than any text needs".to_owned()) } else { Ok(root) }
}

fn html_element(from: ElementRef<'_>, depth: usize, left: &mut usize) -> Element {
    let attributes = from.value().attrs().map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
    let mut element = Element { name: from.value().name().to_owned(), attributes, children: Vec::new() };
    for child in from.children() {
        *left = left.saturating_sub(1);
        if *left == 0 {
            break;
        }
        match (child.value(), ElementRef::wrap(child)) {
            (scraper::Node::Text(text), _) => element.children.push(Node::Text(text.text.to_string())),
            (scraper::Node::Comment(note), _) => element.children.push(Node::Comment(note.comment.to_string())),
            (_, Some(inner)) if depth >= DEEPEST => {
                element.children.push(Node::Text(inner.text().collect::<Vec<_>>().join(" ")));
            }
            (_, Some(inner)) => element.children.push(Node::Element(html_element(inner, depth + 1, left))),
            _ => {}
        }
    }
    element
}
