//! Goes through every branch of a template with what is known of its names.

use std::collections::BTreeSet;
use std::ops::Range;
use std::rc::Rc;

use super::ast::{Expr, Node};
use super::findings::{Findings, Owner};
use super::known::Known;
use super::library::{Assignments, Library, Read, assigned, find_block};
use super::scope::{Names, Scope};
use crate::text::Span;
use crate::view::contract::StructShape;

/// What a component was checked with.
type Checked<'a> = (String, Names<'a>, Names<'a>);

/// One scan of all entry templates.
#[derive(Debug)]
pub(super) struct Walk<'a> {
    pub(super) library: &'a Library<'a>,
    pub(super) implicit: BTreeSet<&'a str>,
    pub(super) findings: Findings,
    /// Components and the arguments they were checked with.
    pub(super) checked: Vec<Checked<'a>>,
    /// How many more bodies may be entered. Includes and components that
    /// multiply each other would otherwise take for ever.
    budget: u32,
    /// How many statements and expressions the walk is inside of.
    level: u16,
}

/// Where the walk is.
#[derive(Debug, Clone)]
pub(super) struct Place<'a> {
    pub(super) read: &'a Read<'a>,
    pub(super) owner: Owner<'a>,
    /// The template that is rendered and all it extends, most derived first.
    lineage: Rc<[&'a Read<'a>]>,
    /// The block being rendered and whose version of it.
    block: Option<(&'a str, usize)>,
    depth: u8,
}

/// Deeper than any sane nesting of includes, components and blocks.
const DEEPEST: u8 = 24;
const BODIES: u32 = 50_000;

/// Statements and expressions inside each other, over all bodies that are
/// entered. Each body may have as many as Tera allows, which is more than a
/// thread's stack holds when components call each other from there.
const LEVELS: u16 = 400;

impl<'a> Walk<'a> {
    pub(super) fn new(library: &'a Library<'a>) -> Self {
        let implicit = library.implicit_names();
        Self { library, implicit, findings: Findings::default(), checked: Vec::new(), budget: BODIES, level: 0 }
    }

    /// Checks an entry template against the view it is rendered with.
    pub(super) fn entry(&mut self, template: &str, view: &'a StructShape) {
        let lineage: Rc<[&Read<'_>]> = self.library.lineage(template).into();
        let Some(root) = lineage.last().copied() else { return };
        let mut names: Names<'_> = view.fields.iter().map(|field| (field.name, Known::from(&field.shape))).collect();
        names.entry("t").or_insert(Known::Words);
        let place = Place { read: root, owner: Owner::View(view.name), lineage, block: None, depth: 0 };
        self.nodes(&root.template.body, &place, &mut Scope::new(names, Names::new()));
    }

    /// A place inside a file that stands for itself: a component's, or one
    /// that is included. `None` when the walk has gone deep or long enough.
    pub(super) fn enter(
        &mut self,
        read: &'a Read<'a>,
        owner: Owner<'a>,
        from: Option<&Place<'a>>,
    ) -> Option<Place<'a>> {
        let depth = from.map_or(0, |place| place.depth) + 1;
        self.budget = self.budget.saturating_sub(1);
        let place = Place { read, owner, lineage: Rc::new([read]), block: None, depth };
        (depth <= DEEPEST && self.budget > 0).then_some(place)
    }

    pub(super) fn nodes(&mut self, nodes: &'a [Node<'a>], place: &Place<'a>, scope: &mut Scope<'a>) {
        for node in nodes {
            self.deeper(|walk| walk.node(node, place, scope));
        }
    }

    /// Goes into a statement or an expression; `None` when the walk has gone
    /// deep enough.
    pub(super) fn deeper<T>(&mut self, go: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.level >= LEVELS {
            return None;
        }
        self.level += 1;
        let gone = go(self);
        self.level -= 1;
        Some(gone)
    }

    fn node(&mut self, node: &'a Node<'a>, place: &Place<'a>, scope: &mut Scope<'a>) {
        match node {
            Node::Print(value) => drop(self.read(value, place, scope)),
            Node::Set { name, global, value } => {
                let value = self.read(value, place, scope);
                scope.set(name, value, *global);
            }
            Node::SetBlock { name, global, filters, body } => {
                self.reads(filters, place, scope);
                self.nodes(body, place, scope);
                scope.set(name, Known::Text, *global);
            }
            Node::FilterBlock { filters, body } => {
                self.reads(filters, place, scope);
                self.nodes(body, place, scope);
            }
            Node::If { test, then, otherwise } => self.branches(test, [then, otherwise], place, scope),
            Node::For { key, value, over, body, otherwise } => {
                let over = self.read(over, place, scope);
                let mut empty = scope.clone();
                self.loop_body(&over, *key, value, body, place, scope);
                self.nodes(otherwise, place, &mut empty);
                scope.merge(empty);
            }
            Node::Include(name) => self.include(name.text, place, scope),
            Node::Block { name, .. } => self.block(name, 0, place, scope),
        }
    }

    fn reads(&mut self, values: &'a [Expr<'a>], place: &Place<'a>, scope: &mut Scope<'a>) {
        for value in values {
            self.read(value, place, scope);
        }
    }

    /// A branch that cannot be reached with this view is not checked: a base
    /// template may ask `is defined` before it reads what few pages have.
    fn branches(
        &mut self,
        test: &'a Expr<'a>,
        [then, otherwise]: [&'a [Node<'a>]; 2],
        place: &Place<'a>,
        scope: &mut Scope<'a>,
    ) {
        match self.truth(test, place, scope) {
            Some(true) => {
                skip(otherwise, scope);
                self.nodes(then, place, scope);
            }
            Some(false) => {
                skip(then, scope);
                self.nodes(otherwise, place, scope);
            }
            None => {
                let mut other = scope.clone();
                self.nodes(then, place, scope);
                self.nodes(otherwise, place, &mut other);
                scope.merge(other);
            }
        }
    }

    fn loop_body(
        &mut self,
        over: &Known,
        key: Option<&'a str>,
        value: &'a str,
        body: &'a [Node<'a>],
        place: &Place<'a>,
        scope: &mut Scope<'a>,
    ) {
        // What the end of one round sets is there at the beginning of the next.
        let mut carried = BTreeSet::new();
        assigned(body, Assignments::Global, &mut carried);
        for name in carried {
            scope.set(name, Known::Open, true);
        }
        scope.enter_loop(loop_variables(over, key, value));
        self.nodes(body, place, scope);
        scope.leave_loop();
    }

    fn include(&mut self, name: &str, place: &Place<'a>, scope: &Scope<'a>) {
        let Some(read) = self.library.find(name) else { return };
        if let Some(inside) = self.enter(read, place.owner.clone(), Some(place)) {
            self.nodes(&read.template.body, &inside, &mut scope.for_include());
        }
    }

    /// The version of a block that is rendered, from that level of the
    /// lineage upwards.
    fn block(&mut self, name: &'a str, from: usize, place: &Place<'a>, scope: &mut Scope<'a>) {
        let versions = place.lineage.iter().enumerate().skip(from);
        let mut found =
            versions.filter_map(|(level, read)| Some((level, *read, find_block(&read.template.body, name)?)));
        let Some((level, read, body)) = found.next() else { return };
        let Some(inside) = self.enter(read, place.owner.clone(), Some(place)) else { return };
        let inside = Place { lineage: Rc::clone(&place.lineage), block: Some((name, level)), ..inside };
        self.nodes(body, &inside, scope);
    }

    /// `super()`: the next version of the block that is being rendered.
    pub(super) fn parent_block(&mut self, place: &Place<'a>, scope: &mut Scope<'a>) {
        if let Some((name, level)) = place.block {
            self.block(name, level + 1, place, scope);
        }
    }
}

/// What is set in a branch that this view never takes may still be asked for
/// after it, as after any branch that was not taken.
fn skip<'a>(nodes: &[Node<'a>], scope: &mut Scope<'a>) {
    let mut names = BTreeSet::new();
    assigned(nodes, Assignments::All, &mut names);
    for name in names {
        if scope.get(name).is_none() {
            scope.set(name, Known::Open, false);
        }
    }
}

/// The names that a loop makes.
pub(super) fn loop_variables<'a>(over: &Known, key: Option<&'a str>, value: &'a str) -> Names<'a> {
    let mut names = Names::from([(value, over.item())]);
    if let Some(key) = key {
        names.insert(key, Known::Text);
    }
    names
}

impl Place<'_> {
    /// A range of the file that is being read.
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.read.source.file, range.clone())
    }

    /// The text of a range.
    pub(super) fn text(&self, range: &Range<usize>) -> &str {
        self.read.source.text.get(range.clone()).unwrap_or_default()
    }
}
