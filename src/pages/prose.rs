//! Texts on pages: links become addresses, pictures become files.

use super::Maker;
use super::wording::{self, Notices};
use crate::consent::published::{PublicProse, PublicTo};
use crate::kind::RecordKind;
use crate::markdown::{ImageOutcome, LinkOutcome};
use crate::view::OutlineView;
use crate::view::contract::Html;

/// Words a minute: the usual figure for silent reading of plain English
/// (Brysbaert, Journal of Memory and Language 109, 2019: 238).
const WORDS_A_MINUTE: u32 = 238;

/// The HTML of a text.
pub(super) fn html(maker: &Maker<'_>, prose: &PublicProse, notices: &mut Notices) -> Html {
    let links: Vec<LinkOutcome> =
        prose.links.iter().map(|link| outcome(maker, &link.to, link.fragment.as_deref())).collect();
    let images: Vec<ImageOutcome> = prose
        .images
        .iter()
        .map(|image| {
            let picture = image.as_ref().and_then(|source| maker.pictures.get(source));
            picture.map_or(ImageOutcome::Withheld, |picture| ImageOutcome::Shown {
                src: maker.routes.file(&picture.out),
                width: picture.width,
                height: picture.height,
            })
        })
        .collect();
    Html(wording::marked_html(prose.doc.html(&links, &images, &maker.markdown), notices))
}

/// The HTML of a text that may be absent.
pub(super) fn optional(maker: &Maker<'_>, prose: Option<&PublicProse>, notices: &mut Notices) -> Html {
    prose.map(|prose| html(maker, prose, notices)).unwrap_or_default()
}

/// The headings of a text.
pub(super) fn outline(prose: Option<&PublicProse>, notices: &mut Notices) -> Vec<OutlineView> {
    let headings = prose.into_iter().flat_map(|prose| &prose.doc.outline);
    headings
        .map(|heading| OutlineView {
            level: usize::from(heading.level),
            id: heading.id.clone(),
            text: wording::marked(&heading.text, notices),
        })
        .collect()
}

/// Minutes that reading a text takes, at least one.
pub(super) fn minutes(prose: &PublicProse) -> usize {
    prose.doc.words.div_ceil(WORDS_A_MINUTE).max(1) as usize
}

fn outcome(maker: &Maker<'_>, to: &PublicTo, fragment: Option<&str>) -> LinkOutcome {
    let with = |href: String| LinkOutcome::To(fragment.map_or(href.clone(), |fragment| format!("{href}#{fragment}")));
    let withheld = |kind| LinkOutcome::Withheld(wording::withheld(maker.words(), kind));
    match to {
        PublicTo::Here => with(String::new()),
        PublicTo::Static(out) => with(maker.routes.file(out)),
        PublicTo::Address(url) if super::rules::is_gone(maker.published, url) => withheld(RecordKind::Intern),
        PublicTo::Address(url) => with(maker.routes.link(url)),
        PublicTo::Withheld(kind) => withheld(*kind),
        record => match maker.routes.target(record) {
            Some(target) => with(maker.href(&target)),
            None => withheld(RecordKind::Page),
        },
    }
}
