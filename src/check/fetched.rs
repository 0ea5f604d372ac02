//! What a browser fetches to show a page, for those who weigh it.

use super::attribute::Attribute;
use super::element::Element;
use super::tag::Tag;
use super::token::{Token, Tokens, decoded};

/// Gives the address of each style sheet, script, font and picture that a page
/// loads. Of a picture in several sizes it is the one that stands in `src`.
pub fn fetched(html: &str, each: &mut dyn FnMut(&str)) {
    let (mut tokens, mut attrs) = (Tokens::of_html(html), Vec::with_capacity(16));
    while let Some(token) = tokens.next(&mut attrs) {
        let Token::Start { name, tag, .. } = token else { continue };
        let element = Element::new(name, tag, tokens.range(), &attrs);
        let address = match element.tag {
            Tag::Img | Tag::Script => element.get(Attribute::Src),
            Tag::Use | Tag::Image => element.get(Attribute::Href),
            Tag::Link if matches!(element.get(Attribute::Rel), Some("stylesheet" | "preload")) => {
                element.get(Attribute::Href)
            }
            _ => None,
        };
        address.into_iter().for_each(|address| each(&decoded(address)));
    }
}
