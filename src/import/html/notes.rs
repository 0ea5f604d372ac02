//! Footnotes: HTML has none, so every program writes links to and fro. A link
//! whose words are a number or a sign, and that leads to a text which leads back
//! or is called a note, is the reference of one.

use crate::import::element::Element;

/// The most references that are followed; each is looked for in the whole page.
const MOST: usize = 2_000;

/// A footnote.
#[derive(Debug)]
struct Note<'a> {
    /// What references lead to.
    target: String,
    container: &'a Element,
}

/// The footnotes of a page.
#[derive(Debug, Default)]
pub(super) struct Notes<'a> {
    found: Vec<Note<'a>>,
    /// Targets in the order in which references came by.
    order: Vec<usize>,
    /// Whether the text of one is being read.
    pub(super) inside: bool,
}

impl<'a> Notes<'a> {
    pub(super) fn of(body: &'a Element) -> Self {
        let mut notes = Self::default();
        let mut references = Vec::new();
        let mut above = Vec::new();
        gather(body, &mut above, &mut references);
        for reference in references.iter().take(MOST) {
            let Some(target) = reference.link.value("href").strip_prefix('#') else { continue };
            // Links in a note lead back, and are no references.
            let within =
                |note: &Note<'_>| note.container.all("a").iter().any(|link| std::ptr::eq(*link, reference.link));
            if notes.found.iter().any(|note| note.target == target || within(note)) {
                continue;
            }
            let mut path = Vec::new();
            if !find(body, target, &mut path) {
                continue;
            }
            let Some(container) = container(&path) else { continue };
            let back = container.all("a").iter().any(|link| {
                let to = link.value("href").strip_prefix('#').unwrap_or_default();
                !to.is_empty() && reference.ids.iter().any(|id| id == to)
            });
            let called = is_note_name(container.value("class"))
                || is_note_name(container.value("id"))
                || container.value("role") == "doc-footnote";
            // The reference itself must not be part of what it leads to.
            let apart = !container.all("a").iter().any(|link| std::ptr::eq(*link, reference.link));
            if apart && (back || called) {
                notes.found.push(Note { target: target.to_owned(), container });
            }
        }
        notes
    }

    /// The number of the note that a link refers to, counted from 0 in the order
    /// of references.
    pub(super) fn reference(&mut self, link: &Element) -> Option<usize> {
        let target = link.value("href").strip_prefix('#').filter(|_| is_label(&link.text()))?;
        let at = self.found.iter().position(|note| note.target == target)?;
        if let Some(known) = self.order.iter().position(|known| *known == at) {
            return Some(known);
        }
        self.order.push(at);
        Some(self.order.len() - 1)
    }

    /// Whether a link leads from a note back to its reference.
    pub(super) fn leads_back(&self, link: &Element) -> bool {
        let label = link.text();
        self.inside && link.value("href").starts_with('#') && (is_label(&label) || label.trim().chars().count() <= 2)
    }

    /// Whether an element is the text of a note.
    pub(super) fn is_container(&self, element: &Element) -> bool {
        self.found.iter().any(|note| std::ptr::eq(note.container, element))
    }

    /// The text of the note of a number.
    pub(super) fn container(&self, number: usize) -> Option<&'a Element> {
        self.order.get(number).and_then(|at| self.found.get(*at)).map(|note| note.container)
    }
}

struct Reference<'a> {
    link: &'a Element,
    /// What a link back may name.
    ids: Vec<String>,
}

fn gather<'a>(element: &'a Element, above: &mut Vec<&'a Element>, out: &mut Vec<Reference<'a>>) {
    above.push(element);
    for inner in element.elements() {
        if inner.name == "a" && inner.value("href").len() > 1 && inner.value("href").starts_with('#') {
            if is_label(&inner.text()) {
                let near = above.iter().rev().take(2).copied().chain([inner]);
                let ids = near.flat_map(|element| [element.value("id"), element.value("name")]);
                let ids = ids.filter(|id| !id.is_empty()).map(str::to_owned).collect();
                out.push(Reference { link: inner, ids });
            }
        } else {
            gather(inner, above, out);
        }
    }
    above.pop();
}

/// The elements down to the one of a name; `path` holds them.
fn find<'a>(element: &'a Element, id: &str, path: &mut Vec<&'a Element>) -> bool {
    path.push(element);
    if element.value("id") == id || (element.name == "a" && element.value("name") == id) {
        return true;
    }
    if element.elements().any(|inner| find(inner, id, path)) {
        return true;
    }
    path.pop();
    false
}

/// The smallest block around a mark; where that is a paragraph alone in a block
/// which is called a note, that block.
fn container<'a>(path: &[&'a Element]) -> Option<&'a Element> {
    let is_block =
        |element: &&&Element| matches!(element.name.as_str(), "li" | "div" | "p" | "aside" | "dd" | "section");
    let mut rest = path.iter().rev().skip_while(|element| !is_block(element));
    let block = rest.next().copied()?;
    let outer = rest.next().copied();
    let called = |element: &&Element| element.name == "div" && is_note_name(element.value("id"));
    Some(if block.name == "p" { outer.filter(called).unwrap_or(block) } else { block })
}

/// Whether a text is what stands for a note: a number, a letter, a sign.
fn is_label(text: &str) -> bool {
    let text = text.trim().trim_matches(['[', ']', '(', ')']);
    let short = (1..=5).contains(&text.chars().count());
    let roman = text.chars().all(|c| "ivxlc".contains(c));
    short && (text.chars().all(|c| c.is_numeric()) || roman || text.chars().all(|c| "*†‡§¶".contains(c)))
}

fn is_note_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["footnote", "endnote", "ftn", "edn", "fn-", "fn:"].iter().any(|part| name.contains(part))
}
