//! Blocks of stories: an article, and its author where consent gives a name.
//! They are made for others to show, so they need the scope `social` as share
//! tags do.

use super::{donor_id, goal, organisation, trail};
use crate::asset::picture::Spot;
use crate::consent::published::{PersonIx, PublicIntern, PublicProse};
use crate::format::jsonld::{Node, block};
use crate::pages::wording::{self, Notices};
use crate::pages::{Maker, feeds};
use crate::route::{Facet, Target};

/// The block of a profile.
pub(in crate::pages) fn profile(maker: &Maker<'_>, person: PersonIx) -> Option<String> {
    let mut notices = Notices::default();
    let intern = maker.intern(person)?;
    let page = maker.routes.absolute(&Target::Intern(person));
    if !intern.social {
        return Some(unshared(maker, page));
    }
    let title = wording::marked(&intern.title.value, &mut notices);
    let summary = wording::marked(&intern.summary.value, &mut notices);
    let changed = feeds::changed(maker.published, intern);
    let mut goals: Vec<u8> = intern.sdgs.iter().map(|mapping| mapping.goal).collect();
    goals.sort_unstable();
    goals.dedup();
    let article = Node::new("Article")
        .id(story_id(&page))
        .text("headline", title.clone())
        .text("description", summary)
        .text("inLanguage", language(maker, &intern.story))
        .text("url", page.clone())
        .text("datePublished", intern.published.to_string())
        .perhaps("dateModified", (changed > intern.published).then(|| changed.to_string()))
        .perhaps("creativeWorkStatus", intern.sample.then_some("Sample"))
        .node("image", portrait(maker, intern))
        .node("author", author(maker, intern, &page))
        .node("publisher", Some(organisation(maker)))
        .node("contentLocation", Some(place(maker, intern)))
        .nodes("about", goals.into_iter().map(|number| goal(number, maker.words().language())).collect());
    let heading = intern.name.as_ref().map_or(title, |name| name.value.clone());
    Some(block(&[article, trail(above(maker).into_iter().chain([(heading, page)]))]))
}

/// The block of a later story.
pub(in crate::pages) fn update(maker: &Maker<'_>, person: PersonIx, place_of: usize) -> Option<String> {
    let mut notices = Notices::default();
    let intern = maker.intern(person)?;
    let update = intern.updates.get(place_of)?;
    let page = maker.routes.absolute(&Target::Update(person, place_of));
    if !intern.social {
        return Some(unshared(maker, page));
    }
    let profile = maker.routes.absolute(&Target::Intern(person));
    let title = wording::marked(&update.title.value, &mut notices);
    let article = Node::new("Article")
        .id(story_id(&page))
        .text("headline", title.clone())
        .text("description", wording::marked(&update.summary.value, &mut notices))
        .text("inLanguage", language(maker, &update.story))
        .text("url", page.clone())
        .text("datePublished", update.published.to_string())
        .perhaps("creativeWorkStatus", intern.sample.then_some("Sample"))
        .node("author", name(intern, &profile))
        .node("publisher", Some(organisation(maker)))
        .reference("isBasedOn", story_id(&profile));
    let person_step = (wording::person(maker.words(), intern).0, profile);
    Some(block(&[article, trail(above(maker).into_iter().chain([person_step, (title, page)]))]))
}

/// The block of somebody who has not agreed to be shared: a page, of which
/// nothing is said that is theirs.
fn unshared(maker: &Maker<'_>, page: String) -> String {
    let title = maker.words().get("say_share_title").to_owned();
    let node = Node::new("WebPage")
        .id(page.clone())
        .text("url", page.clone())
        .text("name", title.clone())
        .text("inLanguage", maker.config().language.as_str())
        .node("publisher", Some(organisation(maker)));
    block(&[node, trail(above(maker).into_iter().chain([(title, page)]))])
}

/// The way to every profile.
fn above(maker: &Maker<'_>) -> [(String, String); 2] {
    [("say_home", Target::Home), ("say_interns_heading", Target::Interns(1))]
        .map(|(key, target)| (maker.words().get(key).to_owned(), maker.routes.absolute(&target)))
}

/// The language that a story is in, which is not always the page's.
fn language(maker: &Maker<'_>, story: &PublicProse) -> String {
    story.foreign.as_ref().map_or_else(|| maker.config().language.clone(), ToString::to_string)
}

fn story_id(page: &str) -> String {
    format!("{page}#story")
}

/// The author, with the donors of the placement where both sides agreed.
fn author<'n>(maker: &Maker<'n>, intern: &'n PublicIntern, page: &str) -> Option<Node<'n>> {
    let grants = intern.donors.iter().map(|donor| {
        let donor = maker.routes.absolute(&Target::Facet(Facet::Donor(*donor), 1));
        Node::new("MonetaryGrant").reference("funder", donor_id(&donor))
    });
    Some(name(intern, page)?.nodes("funding", grants.collect()))
}

/// Somebody with a name; without one there is nobody to speak of.
fn name<'n>(intern: &'n PublicIntern, page: &str) -> Option<Node<'n>> {
    let name = intern.name.as_ref()?.value.as_str();
    Some(Node::new("Person").id(format!("{page}#person")).text("name", name).text("url", page.to_owned()))
}

fn portrait<'n>(maker: &Maker<'n>, intern: &PublicIntern) -> Option<Node<'n>> {
    let picture = maker.picture(intern.portrait.as_ref(), Spot::Portrait, &mut Notices::default())?;
    let node = Node::new("ImageObject")
        .text("contentUrl", maker.routes.absolute_of(&picture.src))
        .whole("width", picture.width)
        .whole("height", picture.height)
        .text("caption", picture.alt);
    Some(node.perhaps("creditText", picture.credit))
}

fn place<'n>(maker: &Maker<'n>, intern: &PublicIntern) -> Node<'n> {
    let office = Target::Facet(Facet::Office(intern.office), 1);
    let name = maker.place(intern.office, &mut Notices::default());
    Node::new("Place").text("name", name).text("url", maker.routes.absolute(&office))
}
