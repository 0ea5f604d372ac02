//! Texts on pages: links become addresses, pictures become files.

use std::borrow::Cow;

use super::Maker;
use super::wording::{self, Notices};
use crate::consent::published::{ProseIx, PublicProse, PublicTo, Published};
use crate::content::{self, TextOf};
use crate::diagnostic::{Code, Diagnostic};
use crate::hash::{Hash128, Hasher};
use crate::kind::RecordKind;
use crate::language::foreign;
use crate::markdown::{Doc, ImageOutcome, LinkOutcome};
use crate::reference::usage;
use crate::tree::Tree;
use crate::view::OutlineView;
use crate::view::contract::{Body, Outline, feed_bytes};

/// Words a minute: the usual figure for silent reading of plain English
/// (Brysbaert, Journal of Memory and Language 109, 2019: 238).
const WORDS_A_MINUTE: u32 = 238;

/// A text on a page: named, and made when the page is.
pub(super) fn body(maker: &Maker<'_>, text: ProseIx, notices: &mut Notices) -> (Body, Outline) {
    let Some(prose) = maker.published.prose(text) else { return (Body::default(), Outline::default()) };
    notices.kosovo |= prose.marked;
    notices.untranslated |= prose.foreign.is_some();
    notices.noted |= prose.foreign.is_some();
    let digest = digest(maker, prose);
    let outline = match &prose.foreign {
        Some(tag) => Hasher::new().part(&prose.doc.digest.to_bytes()).part(tag.as_bytes()).finish(),
        None => prose.doc.digest,
    };
    (Body(Some((text, digest))), Outline(Some((text, outline))))
}

/// What the HTML of a text follows from, the words of the theme apart: the
/// text, and what its links and pictures became.
fn digest(maker: &Maker<'_>, prose: &PublicProse) -> Hash128 {
    let mut key = prose.doc.digest.to_bytes().to_vec();
    for link in links(maker, prose) {
        match link {
            LinkOutcome::To(href) => {
                key.push(1);
                feed_bytes(href.as_bytes(), &mut key);
            }
            LinkOutcome::Withheld(words) => {
                key.push(0);
                feed_bytes(words.as_bytes(), &mut key);
            }
        }
    }
    for image in images(maker, prose) {
        match image {
            ImageOutcome::Shown { src, width, height, webp, tone } => {
                key.push(1);
                let webp = webp.iter().flat_map(|(srcset, sizes)| [srcset, sizes]);
                for text in [&src].into_iter().chain(webp).chain(&tone) {
                    feed_bytes(text.as_bytes(), &mut key);
                }
                key.extend_from_slice(&width.to_le_bytes());
                key.extend_from_slice(&height.to_le_bytes());
            }
            ImageOutcome::Withheld => key.push(0),
        }
    }
    if let Some(tag) = &prose.foreign {
        feed_bytes(tag.as_bytes(), &mut key);
    }
    Hash128::of(&key)
}

/// A text as it was parsed; parsed again if its HTML was not kept.
///
/// # Errors
/// It is not what it was when this run began.
pub(super) fn doc<'p>(
    prose: &'p PublicProse,
    text: ProseIx,
    tree: &Tree,
    published: &Published,
) -> Result<Cow<'p, Doc>, Diagnostic> {
    if prose.doc.html_with_holes().is_some() {
        return Ok(Cow::Borrowed(prose.doc.as_ref()));
    }
    let (file, language) = (prose.origin.whole().file, &published.edition.original);
    let kind = match text {
        ProseIx::Intern(_) | ProseIx::Update(..) | ProseIx::Page(_) => TextOf::Story,
        ProseIx::Office(_) => TextOf::Office,
        ProseIx::Cohort(_) => TextOf::Cohort,
        ProseIx::Donor(_) => TextOf::Donor,
        ProseIx::Goal(number) => TextOf::Goal(number),
    };
    let source = tree.open(file).ok();
    let again = source.and_then(|source| content::parse_again(kind, &source, file, language, prose.doc.digest));
    again.filter(|doc| doc.digest == prose.doc.digest).map(Cow::Owned).ok_or_else(|| {
        let message = format!("{} changed while the site was built.", tree.path(file));
        Diagnostic::new(Code::FileUnreadable, tree.path(file).clone(), message).help("Build again.")
    })
}

/// The HTML of a text that was parsed.
pub(super) fn html(maker: &Maker<'_>, prose: &PublicProse, doc: &Doc) -> String {
    let html = doc.html(&links(maker, prose), &images(maker, prose), &maker.markdown);
    if prose.marked { usage::marked_html(html, &mut false) } else { html }
}

fn links(maker: &Maker<'_>, prose: &PublicProse) -> Vec<LinkOutcome> {
    prose.links.iter().map(|link| outcome(maker, &link.to, link.fragment.as_deref())).collect()
}

fn images(maker: &Maker<'_>, prose: &PublicProse) -> Vec<ImageOutcome> {
    prose.images.iter().map(|source| maker.image(source.as_ref())).collect()
}

/// The headings of a text.
pub(super) fn headings(prose: &PublicProse) -> Vec<OutlineView> {
    let headings = prose.doc.outline.iter();
    headings
        .map(|heading| OutlineView {
            level: usize::from(heading.level),
            id: heading.id.clone(),
            text: {
                let text = usage::marked(&heading.text, &mut false);
                prose.foreign.as_ref().map_or_else(|| text.clone(), |tag| foreign::mark(&text, tag))
            },
        })
        .collect()
}

/// Minutes that reading a text takes, at least one.
pub(super) fn minutes(prose: &PublicProse) -> usize {
    prose.doc.words.div_ceil(WORDS_A_MINUTE).max(1) as usize
}

/// Whether the page of a record has a heading; on a site in one language that
/// was found out before.
fn has_heading(maker: &Maker<'_>, to: &PublicTo, id: &str) -> bool {
    let text = match to {
        PublicTo::Intern(ix) => ProseIx::Intern(*ix),
        PublicTo::Update(ix, place) => ProseIx::Update(*ix, *place),
        PublicTo::Page(ix) => ProseIx::Page(*ix),
        _ => return true,
    };
    let prose = maker.published.prose(text);
    !maker.published.edition.has_others() || prose.is_some_and(|prose| prose.doc.fragments().any(|own| own == id))
}

fn outcome(maker: &Maker<'_>, to: &PublicTo, fragment: Option<&str>) -> LinkOutcome {
    let with = |href: String| {
        LinkOutcome::To(match fragment {
            Some(fragment) => href + "#" + fragment,
            None => href,
        })
    };
    let withheld = |kind| LinkOutcome::Withheld(wording::withheld(maker.words(), kind));
    match to {
        PublicTo::Here => with(String::new()),
        PublicTo::Static(out) => with(maker.routes.file(out)),
        PublicTo::Address(url) if super::rules::is_gone(maker.published, url) => withheld(RecordKind::Intern),
        PublicTo::Address(url) => with(maker.routes.link(&maker.routes.local(url))),
        PublicTo::Withheld(kind) => withheld(*kind),
        record => match maker.routes.target(record) {
            // Headings differ from language to language.
            Some(target) if fragment.is_some_and(|id| !has_heading(maker, record, id)) => {
                LinkOutcome::To(maker.href(&target))
            }
            Some(target) => with(maker.href(&target)),
            None => withheld(RecordKind::Page),
        },
    }
}
