//! The names that are visible at a place in a template, as Tera resolves
//! them: loops from the inner to the outer, then what was set, then the view.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::known::Known;

/// Names and what is known of them.
pub(super) type Names<'a> = BTreeMap<&'a str, Known>;

/// The visible names.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope<'a> {
    names: Names<'a>,
    loops: Vec<Names<'a>>,
    /// What `@parameters` find with whoever called this component.
    ambient: Names<'a>,
    /// What is there on every path, since it was there at the beginning.
    certain: Rc<BTreeSet<&'a str>>,
}

impl<'a> Scope<'a> {
    pub(super) fn new(names: Names<'a>, ambient: Names<'a>) -> Self {
        let certain = Rc::new(names.keys().copied().collect());
        Self { names, loops: Vec::new(), ambient, certain }
    }

    /// Whether the name is there whatever happened before.
    pub(super) fn is_certain(&self, name: &str) -> bool {
        self.certain.contains(name)
    }

    /// Adds a name that may be there.
    #[must_use]
    pub(super) fn with(mut self, name: &'a str, value: Known) -> Self {
        self.names.entry(name).or_insert(value);
        self
    }

    pub(super) fn get(&self, name: &str) -> Option<&Known> {
        self.loops.iter().rev().find_map(|names| names.get(name)).or_else(|| self.names.get(name))
    }

    /// What an `@parameter` of a component called here would receive.
    pub(super) fn get_implicit(&self, name: &str) -> Option<&Known> {
        self.get(name).or_else(|| self.ambient.get(name))
    }

    /// `{% set %}`, or `{% set_global %}`, which reaches out of all loops.
    pub(super) fn set(&mut self, name: &'a str, value: Known, global: bool) {
        match self.loops.last_mut() {
            Some(names) if !global => names.insert(name, value),
            _ => self.names.insert(name, value),
        };
    }

    pub(super) fn enter_loop(&mut self, names: Names<'a>) {
        self.loops.push(names);
    }

    pub(super) fn leave_loop(&mut self) {
        self.loops.pop();
    }

    pub(super) fn in_loop(&self) -> bool {
        !self.loops.is_empty()
    }

    /// The scope of an included file: it sees all names of its place, but
    /// `loop`, and what it sets stays with it.
    pub(super) fn for_include(&self) -> Self {
        let mut names = self.names.clone();
        for inner in &self.loops {
            names.extend(inner.clone());
        }
        Self { names, loops: Vec::new(), ambient: self.ambient.clone(), certain: Rc::clone(&self.certain) }
    }

    /// What is known after one of two branches was taken.
    pub(super) fn merge(&mut self, other: Self) {
        merge_names(&mut self.names, other.names);
        for (mine, theirs) in self.loops.iter_mut().zip(other.loops) {
            merge_names(mine, theirs);
        }
    }

    /// Every visible name.
    pub(super) fn names(&self) -> impl Iterator<Item = &'a str> {
        self.loops.iter().chain([&self.names]).flat_map(|names| names.keys().copied())
    }
}

fn merge_names<'a>(mine: &mut Names<'a>, theirs: Names<'a>) {
    for (name, value) in theirs {
        let merged = match mine.remove(name) {
            Some(known) => known.or(value),
            None => value,
        };
        mine.insert(name, merged);
    }
}
