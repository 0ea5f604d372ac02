//! What there is once for each language: pages, cards and feeds.

use super::Claims;
use crate::asset::picture::Pictures;
use crate::consent::published::Published;
use crate::pages::{self, Cards, Version};
use crate::recipe::Recipe;
use crate::route::Routes;
use crate::tree::Tree;

impl Claims<'_> {
    /// The feeds of a language.
    pub(super) fn feeds(&mut self, published: &Published) {
        let (routes, edition) = (Routes::new(published), published.edition.number);
        for channel in pages::channels(published) {
            let both = [(pages::ATOM, Recipe::Atom(channel)), (pages::JSON_FEED, Recipe::JsonFeed(channel))];
            for (name, recipe) in both {
                self.claim(routes.feed(channel, name).out_path(), recipe.of(edition), None);
            }
        }
    }

    /// What there is of a further language. Its cards are given back.
    pub(super) fn version(&mut self, version: &Version, pictures: &Pictures, tree: &Tree) -> Cards {
        let Version { published, theme } = version;
        let (routes, edition) = (Routes::new(published), published.edition.number);
        for (target, owner) in pages::targets(published) {
            let out = routes.url(&target).out_path();
            self.claim(out, Recipe::Page(target).of(edition), owner);
        }
        let mut lacking = Vec::new();
        let cards = pages::cards(published, theme, pictures, tree, &mut lacking);
        // What is not translated was looked at before.
        lacking.retain(|problem| !self.problems.contains(problem));
        self.problems.extend(lacking);
        for (subject, card) in cards.iter() {
            self.share(card.out.clone(), Recipe::Card(subject).of(edition));
        }
        self.feeds(published);
        cards
    }
}
