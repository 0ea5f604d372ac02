//! Films, frames, drawings, and what moves by itself.

use super::roles;
use crate::check::attribute::Attribute;
use crate::check::element::{Element, Open};
use crate::check::page::Page;
use crate::check::tag::{Tag, Tags};
use crate::diagnostic::Code;

/// Elements that its rules speak of.
pub(super) const ASKED: Tags =
    Tags::of(&[Tag::Iframe, Tag::Video, Tag::Audio, Tag::Marquee, Tag::Blink, Tag::Track, Tag::Svg]);

pub(super) fn start<'t>(page: &mut Page<'t>, element: &Element<'t, '_>, open: &mut Open<'t>) {
    let place = (element.at, element.end);
    match element.tag {
        Tag::Iframe if open.label.trim().is_empty() && !open.labelled && !open.unseen => {
            let message = "A frame has no title.".to_owned();
            page.fault(Code::FrameUntitled, place, message, "Say in title what it shows.");
        }
        Tag::Video | Tag::Audio if element.has(Attribute::Autoplay) => {
            let message = "A film or sound begins to play by itself.".to_owned();
            page.fault(Code::MovesByItself, place, message, "Delete autoplay, and write controls.");
        }
        Tag::Marquee | Tag::Blink => {
            let message = format!("A <{}> moves, and nobody can stop it.", element.name);
            page.fault(Code::MovesByItself, place, message, "Use another element.");
        }
        Tag::Track if matches!(element.get(Attribute::Kind), Some("captions" | "subtitles") | None) => {
            if let Some(film) = page.parent().filter(|parent| parent.tag == Tag::Video) {
                film.children += 1;
            }
        }
        _ => {}
    }
    // A drawing that is a picture is named by its title or its label.
    if element.tag == Tag::Svg && matches!(open.role, "img" | "image" | "graphics-document" | "graphics-symbol") {
        open.gathers = None;
    }
}

pub(super) fn end<'t>(page: &mut Page<'t>, open: &Open<'t>) {
    let place = (open.at, open.end);
    if open.tag == Tag::Video && open.children == 0 && !open.unseen && page.unseen == 0 {
        let message = "A film has no captions.".to_owned();
        page.fault(
            Code::VideoCaptions,
            place,
            message,
            "Add <track kind=\"captions\" srclang=\"en\" src=\"…\"> with what is said and heard.",
        );
    }
}

/// The end of an element whose role means nothing without a name.
pub(super) fn named<'t>(page: &mut Page<'t>, open: &Open<'t>, name: &str) {
    if open.role.is_empty() {
        return;
    }
    // Few roles are named by what is in them.
    let by_words = roles::is_named_by_words(open.role) && !name.trim().is_empty();
    let is_named = !open.label.trim().is_empty() || open.labelled || by_words;
    let native = matches!(open.tag, Tag::Input | Tag::Select | Tag::Textarea | Tag::Button | Tag::Img);
    if is_named || native || open.unseen || page.unseen > 0 || page.inert > 0 || !roles::needs_name(open.role) {
        return;
    }
    let place = (open.at, open.end);
    let help = "Say in aria-label what it shows or does.";
    if matches!(open.role, "img" | "image" | "graphics-document" | "graphics-symbol") {
        page.fault(Code::ImageAltMissing, place, "A drawing has no alternative text.".to_owned(), help);
    } else {
        page.fault(Code::ButtonUnnamed, place, format!("An element with the role {} has no name.", open.role), help);
    }
}
