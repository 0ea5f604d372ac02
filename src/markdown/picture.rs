//! Pictures: which may be named, and their HTML.

use super::out::{Kind, Out};
use super::problems::Problems;
use super::url::{UrlKind, UrlProblem, safe_path_or_url};
use crate::diagnostic::Code;
use crate::path::percent_decoded;
use std::ops::Range;

/// A picture in the text.
#[derive(Debug, Default)]
pub(super) struct Picture<'a> {
    /// Its index among the text's pictures.
    pub(super) image: usize,
    /// Empty for one that only decorates.
    pub(super) alt: &'a str,
    pub(super) title: Option<&'a str>,
}

/// The path of a picture beside the text; what is elsewhere is reported.
pub(super) fn local(src: &str, range: &Range<usize>, problems: &mut Problems<'_>) -> Option<String> {
    let (code, message) = match safe_path_or_url(src) {
        Ok(UrlKind::Relative) if !src.starts_with(['/', '#', '?']) => return Some(percent_decoded(src).into_owned()),
        Err(UrlProblem::Empty) => (Code::ImageMissing, "This picture has no file name.".to_owned()),
        Ok(UrlKind::Relative) => {
            (Code::ImageMissing, format!("The picture `{src}` is not named by a file beside the story."))
        }
        Ok(_) => (Code::LinkUnsafe, format!("The picture `{src}` lies on another website.")),
        Err(_) => (Code::LinkUnsafe, format!("`{src}` is no address for a picture.")),
    };
    let help = "Put the picture into the story's folder and name it by its file name, as in `desk.jpg`.";
    problems.add_with(code, range.clone(), message, Some(help.into()));
    None
}

/// `<img>`, which vanishes when the picture is withheld.
pub(super) fn write_img(picture: &Picture<'_>, out: &mut Out) {
    let hole = out.mark();
    out.hole(Kind::Image { image: picture.image, len: 0 });
    out.raw(" alt=\"");
    out.text(picture.alt);
    if let Some(title) = picture.title {
        out.raw("\" title=\"");
        out.text(title);
    }
    out.raw("\" loading=\"lazy\" decoding=\"async\">");
    let tag = out.html.len() - hole.html;
    if let Some(Kind::Image { len, .. }) = out.hole_at(hole) {
        *len = tag;
    }
}

/// `<figure>`, which vanishes with its caption when the picture is withheld.
pub(super) fn write_figure(picture: &Picture<'_>, caption: Option<&str>, credit: Option<&str>, out: &mut Out) {
    let hole = out.mark();
    out.hole(Kind::Guard { image: picture.image, len: 0 });
    out.raw("<figure class=\"figure\">");
    write_img(picture, out);
    if caption.is_some() || credit.is_some() {
        out.raw("<figcaption>");
        out.text(caption.unwrap_or_default());
        if let Some(credit) = credit {
            out.raw(if caption.is_some() { " <span class=\"credit\">" } else { "<span class=\"credit\">" });
            out.text(credit);
            out.raw("</span>");
        }
        out.raw("</figcaption>");
    }
    out.raw("</figure>\n");
    let whole = out.html.len() - hole.html;
    if let Some(Kind::Guard { len, .. }) = out.hole_at(hole) {
        *len = whole;
    }
}
