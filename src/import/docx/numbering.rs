//! Lists (ECMA-376, part 1, 17.9): which are numbered, and where each number is.

use std::collections::BTreeMap;

use crate::import::element::Element;

/// A level of a list.
#[derive(Debug, Clone)]
struct Level {
    /// `None` for signs.
    start: Option<u64>,
    /// Whether it is counted in digits, or not at all.
    plain: bool,
    /// Whether there is neither sign nor number.
    bare: bool,
}

/// A place in a list.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Its number, if it has one.
    pub(super) number: Option<u64>,
    /// Whether it is counted in digits, or not at all.
    pub(super) plain: bool,
}

/// All lists, and how far each is counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    levels: BTreeMap<(String, usize), Level>,
    counted: BTreeMap<(String, usize), u64>,
}

impl Numbering {
    pub(super) fn of(root: Option<&Element>) -> Self {
        let Some(root) = root else { return Self::default() };
        let mut kinds: BTreeMap<String, Vec<(usize, Level)>> = BTreeMap::new();
        for kind in root.all("w:abstractNum") {
            let levels = kind.elements().filter(|element| element.name == "w:lvl").map(level).collect();
            kinds.insert(kind.value("w:abstractNumId").to_owned(), levels);
        }
        let mut levels = BTreeMap::new();
        for list in root.all("w:num") {
            let id = list.value("w:numId");
            let kind = list.child("w:abstractNumId").map(|kind| kind.value("w:val")).unwrap_or_default();
            for (at, level) in kinds.get(kind).into_iter().flatten() {
                levels.insert((id.to_owned(), *at), level.clone());
            }
            for change in list.elements().filter(|element| element.name == "w:lvlOverride") {
                let at: usize = change.value("w:ilvl").parse().unwrap_or_default();
                if let Some(own) = change.child("w:lvl") {
                    levels.insert((id.to_owned(), at), level(own).1);
                }
                let start = change.child("w:startOverride").and_then(|start| start.value("w:val").parse().ok());
                let level = levels.get_mut(&(id.to_owned(), at)).filter(|level| level.start.is_some());
                if let (Some(start), Some(level)) = (start, level) {
                    level.start = Some(start);
                }
            }
        }
        Self { levels, counted: BTreeMap::new() }
    }

    /// The next place in a list; `None` if the paragraph stands in none.
    pub(super) fn next(&mut self, list: &str, at: usize) -> Option<Place> {
        if list == "0" {
            return None;
        }
        let level = self.levels.get(&(list.to_owned(), at))?;
        if level.bare {
            return None;
        }
        let Some(start) = level.start else { return Some(Place { number: None, plain: true }) };
        let plain = level.plain;
        // Deeper levels begin again.
        self.counted.retain(|(of, deep), _| of != list || *deep <= at);
        let number = self.counted.get(&(list.to_owned(), at)).map_or(start, |before| before.saturating_add(1));
        self.counted.insert((list.to_owned(), at), number);
        Some(Place { number: Some(number), plain })
    }
}

fn level(element: &Element) -> (usize, Level) {
    let value = |name: &str| element.child(name).map(|found| found.value("w:val")).unwrap_or_default();
    let format = value("w:numFmt");
    let start = match format {
        "bullet" | "none" => None,
        _ => Some(value("w:start").parse().unwrap_or(1)),
    };
    let plain = matches!(format, "bullet" | "none" | "decimal" | "decimalZero" | "");
    (element.value("w:ilvl").parse().unwrap_or_default(), Level { start, plain, bare: format == "none" })
}
