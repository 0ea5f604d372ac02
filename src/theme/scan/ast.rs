//! What the scan keeps of a template: every name that is read, every name
//! that is made, and where. Literal text and operators are of no interest.

use std::ops::Range;

/// A template, read.
#[derive(Debug, Default)]
pub(super) struct Template<'a> {
    /// The parent that `extends` names.
    pub(super) extends: Option<Name<'a>>,
    pub(super) body: Vec<Node<'a>>,
    pub(super) components: Vec<Component<'a>>,
}

/// A name and where it is written.
#[derive(Debug, Clone)]
pub(super) struct Name<'a> {
    pub(super) text: &'a str,
    pub(super) range: Range<usize>,
}

/// `{% component name(…) %}…{% endcomponent %}`
#[derive(Debug)]
pub(super) struct Component<'a> {
    /// Its name as it is called, with dots.
    pub(super) name: String,
    pub(super) parameters: Vec<Parameter<'a>>,
    /// The name that collects all other arguments.
    pub(super) rest: Option<&'a str>,
    pub(super) body: Vec<Node<'a>>,
}

/// A parameter of a component.
#[derive(Debug)]
pub(super) struct Parameter<'a> {
    pub(super) name: &'a str,
    /// `@name`: taken from the caller's scope when it is not passed.
    pub(super) implicit: bool,
    pub(super) default: Option<Expr<'a>>,
}

/// A statement.
#[derive(Debug)]
pub(super) enum Node<'a> {
    Print(Expr<'a>),
    Set {
        name: &'a str,
        global: bool,
        value: Expr<'a>,
    },
    /// `{% set name %}…{% endset %}`, with the arguments of its filters.
    SetBlock {
        name: &'a str,
        global: bool,
        filters: Vec<Expr<'a>>,
        body: Vec<Node<'a>>,
    },
    FilterBlock {
        filters: Vec<Expr<'a>>,
        body: Vec<Node<'a>>,
    },
    If {
        test: Expr<'a>,
        then: Vec<Node<'a>>,
        otherwise: Vec<Node<'a>>,
    },
    For {
        key: Option<&'a str>,
        value: &'a str,
        over: Expr<'a>,
        body: Vec<Node<'a>>,
        otherwise: Vec<Node<'a>>,
    },
    Include(Name<'a>),
    Block {
        name: &'a str,
        body: Vec<Node<'a>>,
    },
}

/// An expression and all of its bytes.
#[derive(Debug)]
pub(super) struct Expr<'a> {
    pub(super) kind: Kind<'a>,
    pub(super) range: Range<usize>,
}

/// What an expression is.
#[derive(Debug)]
pub(super) enum Kind<'a> {
    Text(&'a str),
    Number,
    Bool,
    None,
    Var(&'a str),
    Field {
        of: Box<Expr<'a>>,
        name: Name<'a>,
    },
    Index {
        of: Box<Expr<'a>>,
        index: Box<Expr<'a>>,
    },
    Slice {
        of: Box<Expr<'a>>,
        bounds: Vec<Expr<'a>>,
    },
    Filter {
        of: Box<Expr<'a>>,
        name: &'a str,
        arguments: Vec<(Name<'a>, Expr<'a>)>,
    },
    Test {
        of: Box<Expr<'a>>,
        name: &'a str,
        arguments: Vec<(Name<'a>, Expr<'a>)>,
    },
    Call {
        name: &'a str,
        arguments: Vec<(Name<'a>, Expr<'a>)>,
    },
    Not(Box<Expr<'a>>),
    And(Box<Expr<'a>>, Box<Expr<'a>>),
    Or(Box<Expr<'a>>, Box<Expr<'a>>),
    /// Arithmetic, comparison, `~` and `in`: all give a plain value.
    Operator(Box<Expr<'a>>, Box<Expr<'a>>),
    Ternary {
        test: Box<Expr<'a>>,
        then: Box<Expr<'a>>,
        otherwise: Box<Expr<'a>>,
    },
    List(Vec<Item<'a>>),
    Map(Vec<Item<'a>>),
    Comprehension {
        value: Box<Expr<'a>>,
        key: Option<&'a str>,
        name: &'a str,
        over: Box<Expr<'a>>,
        test: Option<Box<Expr<'a>>>,
    },
    Component(Box<ComponentCall<'a>>),
}

/// A part of a list, a map, or a component's attributes.
#[derive(Debug)]
pub(super) enum Item<'a> {
    /// `...value`
    Spread(Expr<'a>),
    /// `value` in a list.
    Value(Expr<'a>),
    /// `key: value` in a map, `key={value}` in a call.
    Pair(Name<'a>, Expr<'a>),
}

/// `<name attribute={value} />`
#[derive(Debug)]
pub(super) struct ComponentCall<'a> {
    pub(super) name: String,
    pub(super) range: Range<usize>,
    pub(super) attributes: Vec<Item<'a>>,
    pub(super) body: Vec<Node<'a>>,
}
