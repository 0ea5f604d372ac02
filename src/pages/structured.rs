//! Structured data of pages, in words of schema.org. It says what the page
//! says and no more: who has not agreed to a name has none here, and of what
//! came after a placement, of amounts and of tributes nothing is said at all.
//!
//! A block of a person's page is made when the page is, from what its view
//! holds; what the view lacks may not stand in it, since the key would not
//! tell. The other pages are few, and their blocks are part of their views.

mod gathered;
mod story;

use std::sync::Arc;

use super::Maker;
use crate::format::jsonld::{Node, block};
use crate::language::foreign;
use crate::route::Target;
use crate::view::Crumb;
use crate::view::contract::{Shared, Structured};

pub(super) use story::{profile, update};

/// Where the United Nations keep the goals as linked data.
const GOALS: &str = "http://metadata.un.org/sdg";

/// What a page says of itself.
pub(super) struct Said<'s> {
    pub(super) target: &'s Target,
    pub(super) heading: &'s str,
    pub(super) description: &'s str,
    pub(super) breadcrumbs: &'s [Shared<Crumb>],
}

/// The block of a page; of a person's it is named, and made when the page is.
pub(super) fn of(maker: &Maker<'_>, said: &Said<'_>) -> Structured {
    let mut nodes = match said.target {
        Target::Intern(person) => return Structured::Person(*person, None),
        Target::Update(person, place) => return Structured::Person(*person, Some(*place)),
        Target::NotFound | Target::Gone => return Structured::None,
        _ => gathered::nodes(maker, said),
    };
    let steps: Vec<(String, String)> = said.breadcrumbs.iter().filter_map(|crumb| step(maker, crumb)).collect();
    if !steps.is_empty() {
        let here = (said.heading.to_owned(), maker.routes.absolute(said.target));
        nodes.push(trail(steps.into_iter().chain([here])));
    }
    Structured::Block(Arc::from(block(&nodes)))
}

/// A step of the way back that leads somewhere: its text and full address.
fn step(maker: &Maker<'_>, crumb: &Shared<Crumb>) -> Option<(String, String)> {
    let Crumb { title, href } = crumb.view();
    Some((foreign::plain(title).into_owned(), maker.routes.absolute_of(href.as_deref()?)))
}

/// The way to a page.
fn trail<'n>(steps: impl IntoIterator<Item = (String, String)>) -> Node<'n> {
    let items = steps.into_iter().enumerate().map(|(index, (name, address))| {
        Node::new("ListItem").whole("position", index + 1).text("name", name).text("item", address)
    });
    Node::new("BreadcrumbList").nodes("itemListElement", items.collect())
}

/// Who publishes.
fn organisation<'n>(maker: &Maker<'n>) -> Node<'n> {
    let organisation = &maker.config().organisation;
    Node::new("Organization")
        .id(format!("{}#organisation", maker.config().base.full()))
        .text("name", organisation.name.as_str())
        .perhaps("url", organisation.url.as_deref())
}

/// A goal.
fn goal<'n>(number: u8, language: &str) -> Node<'n> {
    let title = crate::reference::goals::goal(number).map(|goal| goal.title_in(language));
    Node::new("DefinedTerm")
        .id(format!("{GOALS}/{number}"))
        .perhaps("name", title)
        .text("termCode", number.to_string())
        .text("inDefinedTermSet", GOALS)
}

/// The address that a donor is known by, in every block.
fn donor_id(page: &str) -> String {
    format!("{page}#donor")
}
