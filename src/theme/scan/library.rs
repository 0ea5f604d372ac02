//! All templates of a chain of themes: found by name as Tera finds them, the
//! child's before the parent's.

use std::collections::{BTreeMap, BTreeSet};

use super::Source;
use super::ast::{Component, Expr, Item, Kind, Node, Template};
use super::statements::parse;
use crate::diagnostic::{Code, Diagnostic};
use crate::text::Span;
use crate::theme::icons::Icons;
use crate::theme::words::Words;

/// A template that was read.
#[derive(Debug)]
pub(super) struct Read<'a> {
    pub(super) source: Source<'a>,
    pub(super) template: Template<'a>,
}

/// The templates and what they define.
#[derive(Debug)]
pub(super) struct Library<'a> {
    templates: BTreeMap<String, Read<'a>>,
    /// Names of the themes, child first.
    themes: Vec<String>,
    pub(super) words: &'a Words,
    pub(super) icons: &'a Icons,
}

impl<'a> Read<'a> {
    /// The name that authors use, without the theme.
    pub(super) fn short_name(&self) -> &str {
        self.source.name.split_once('/').map_or(self.source.name.as_str(), |(_, name)| name)
    }
}

impl<'a> Library<'a> {
    /// Reads all templates. Tera accepted them already; one that cannot be
    /// read here could not be checked, so it is a problem too.
    pub(super) fn new(
        sources: Vec<Source<'a>>,
        themes: Vec<String>,
        words: &'a Words,
        icons: &'a Icons,
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut templates = BTreeMap::new();
        for source in sources {
            let template = parse(source.text).unwrap_or_else(|stuck| {
                let message = format!("`{}` cannot be checked from here on.", source.name);
                problems.push(Diagnostic::new(Code::TemplateSyntax, Span::new(source.file, stuck.0), message));
                Template::default()
            });
            templates.insert(source.name.clone(), Read { source, template });
        }
        Self { templates, themes, words, icons }
    }

    /// The template of that name: `theme/home.html` exactly, or `home.html`
    /// along the chain.
    pub(super) fn find(&self, name: &str) -> Option<&Read<'a>> {
        let along_chain = || self.themes.iter().find_map(|theme| self.templates.get(&format!("{theme}/{name}")));
        self.templates.get(name).or_else(along_chain)
    }

    /// The component of that name, and the template that defines it.
    pub(super) fn component(&self, name: &str) -> Option<(&Read<'a>, &Component<'a>)> {
        self.components().find(|(_, component)| component.name == name)
    }

    /// Every component that a call may reach, those of children first.
    pub(super) fn components(&self) -> impl Iterator<Item = (&Read<'a>, &Component<'a>)> {
        let of_theme = |theme: &'_ String| {
            let folder = format!("{theme}/");
            self.templates.iter().filter(move |(name, _)| name.starts_with(&folder)).map(|(_, read)| read)
        };
        self.themes.iter().flat_map(of_theme).flat_map(|read| read.template.components.iter().map(move |c| (read, c)))
    }

    /// The names of all `@parameters`.
    pub(super) fn implicit_names(&self) -> BTreeSet<&'a str> {
        let parameters = self.components().flat_map(|(_, component)| &component.parameters);
        parameters.filter(|parameter| parameter.implicit).map(|parameter| parameter.name).collect()
    }

    /// A template and what it extends, the most derived first. A circle ends
    /// where it closes.
    pub(super) fn lineage(&self, name: &str) -> Vec<&Read<'a>> {
        let mut lineage: Vec<&Read<'a>> = Vec::new();
        let mut next = self.find(name);
        while let Some(read) = next {
            if lineage.iter().any(|seen| seen.source.name == read.source.name) {
                break;
            }
            lineage.push(read);
            next = read.template.extends.as_ref().and_then(|parent| self.find(parent.text));
        }
        lineage
    }
}

/// The block of that name in a template, however deep.
pub(super) fn find_block<'n, 'a>(nodes: &'n [Node<'a>], wanted: &str) -> Option<&'n [Node<'a>]> {
    nodes.iter().find_map(|node| match node {
        Node::Block { name, body } if *name == wanted => Some(body.as_slice()),
        _ => node.bodies().into_iter().find_map(|body| find_block(body, wanted)),
    })
}

/// Which assignments count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Assignments {
    All,
    /// Those of `set_global`, which reach out of loops.
    Global,
}

/// The names that are set anywhere in these statements.
pub(super) fn assigned<'a>(nodes: &[Node<'a>], which: Assignments, names: &mut BTreeSet<&'a str>) {
    for node in nodes {
        if let Node::Set { name, global, .. } | Node::SetBlock { name, global, .. } = node
            && (*global || which == Assignments::All)
        {
            names.insert(name);
        }
        for body in node.bodies() {
            assigned(body, which, names);
        }
    }
}

impl<'a> Node<'a> {
    /// The statements in it.
    fn bodies(&self) -> [&[Self]; 2] {
        match self {
            Self::Block { body, .. } | Self::SetBlock { body, .. } | Self::FilterBlock { body, .. } => [body, &[]],
            Self::If { then, otherwise, .. } | Self::For { body: then, otherwise, .. } => [then, otherwise],
            Self::Print(Expr { kind: Kind::Component(call), .. }) => [&call.body, &[]],
            Self::Print(_) | Self::Set { .. } | Self::Include(_) => [&[], &[]],
        }
    }
}

impl<'a> Item<'a> {
    /// The expression in it.
    pub(super) fn value(&self) -> &Expr<'a> {
        match self {
            Self::Spread(value) | Self::Value(value) | Self::Pair(_, value) => value,
        }
    }
}
