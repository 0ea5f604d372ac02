//! How much a drawing draws, with all that is drawn again by reference.
//!
//! Ten copies of ten copies of ten copies are a thousand shapes in a few
//! lines, and a few lines more stop a browser.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Elements that may be drawn, copies counted each time.
const MOST: u64 = 100_000;

/// References that may lead from one to the next.
const LONGEST_CHAIN: usize = 300;

#[derive(Debug, Default)]
struct Node {
    children: Vec<usize>,
    refers: Vec<String>,
}

/// Elements, their names and what they refer to.
#[derive(Debug, Default)]
pub(super) struct Weights {
    nodes: Vec<Node>,
    open: Vec<usize>,
    ids: BTreeMap<String, usize>,
    /// Where each id is written.
    written: Vec<(String, Range<usize>)>,
    from_styles: BTreeSet<String>,
    styles: String,
}

impl Weights {
    pub(super) fn open(&mut self) {
        let at = self.nodes.len();
        let parent = self.open.last().and_then(|parent| self.nodes.get_mut(*parent));
        if let Some(parent) = parent {
            parent.children.push(at);
        }
        self.nodes.push(Node::default());
        self.open.push(at);
    }

    pub(super) fn close(&mut self) {
        self.open.pop();
    }

    /// The open element has this id, which is written from here.
    pub(super) fn id(&mut self, id: &str, from: usize) {
        if let Some(at) = self.open.last() {
            self.ids.entry(id.to_owned()).or_insert(*at);
        }
        self.written.push((id.to_owned(), from..from));
    }

    /// The last id is written up to here.
    pub(super) fn id_ends(&mut self, to: usize) {
        if let Some((_, range)) = self.written.last_mut() {
            range.end = to;
        }
    }

    /// The open element draws what has this id.
    pub(super) fn refer(&mut self, id: &str) {
        if let Some(node) = self.open.last().and_then(|at| self.nodes.get_mut(*at)) {
            node.refers.push(id.to_owned());
        }
    }

    /// A rule lets any element draw what has this id.
    pub(super) fn refer_from_styles(&mut self, id: &str) {
        self.from_styles.insert(id.to_owned());
    }

    /// The drawing has this style sheet, which may name elements.
    pub(super) fn styled_by(&mut self, css: &str) {
        self.styles.push_str(css);
    }

    /// Where ids are written that nothing refers to.
    pub(super) fn unused_ids(&self) -> Vec<Range<usize>> {
        let referred: BTreeSet<&String> =
            self.nodes.iter().flat_map(|node| &node.refers).chain(&self.from_styles).collect();
        let plain = |id: &str| id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        // What is not plain may be written in more than one way.
        let styled = |id: &str| !self.styles.is_empty() && (!plain(id) || self.styles.contains(&format!("#{id}")));
        let unused = |id: &String| !referred.contains(id) && !styled(id);
        self.written.iter().filter(|(id, _)| unused(id)).map(|(_, range)| range.clone()).collect()
    }

    /// Whether all of it can be drawn.
    ///
    /// # Errors
    /// Why not.
    pub(super) fn check(&self) -> Result<(), String> {
        let mut known = vec![None; self.nodes.len()];
        let all = self.weigh(0, 0, &mut known)?;
        let mut anywhere = 0_u64;
        for at in self.from_styles.iter().filter_map(|id| self.ids.get(id)) {
            anywhere = anywhere.saturating_add(self.weigh(*at, 0, &mut known)?);
        }
        let count = u64::try_from(self.nodes.len()).unwrap_or(u64::MAX);
        if all.saturating_add(anywhere.saturating_mul(count)) > MOST {
            return Err(format!("draws more than {MOST} shapes"));
        }
        Ok(())
    }

    /// How much an element draws. `known` has what was weighed, and `Some(0)`
    /// for what is being weighed.
    fn weigh(&self, at: usize, depth: usize, known: &mut [Option<u64>]) -> Result<u64, String> {
        match known.get(at).copied().flatten() {
            Some(0) => return Err("draws itself within itself".to_owned()),
            Some(weight) => return Ok(weight),
            None if depth > LONGEST_CHAIN => return Err("has too long a chain of references".to_owned()),
            None => {}
        }
        let Some((node, place)) = self.nodes.get(at).zip(known.get_mut(at)) else { return Ok(0) };
        *place = Some(0);
        let referred = node.refers.iter().filter_map(|id| self.ids.get(id));
        let mut weight = 1_u64;
        for part in node.children.iter().chain(referred) {
            weight = weight.saturating_add(self.weigh(*part, depth + 1, known)?);
        }
        if let Some(place) = known.get_mut(at) {
            *place = Some(weight);
        }
        Ok(weight)
    }
}
