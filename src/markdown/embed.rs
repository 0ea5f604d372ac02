//! The HTML of directives.

use super::directive::{Directive, Values, list};
use super::doc::{Beneficiaries, ImageRef};
use super::link::write_href;
use super::out::{Out, escape};
use super::picture::{self, Picture};
use super::problems::Problems;
use super::url::{UrlKind, safe_url};
use super::wording::Word;
use crate::diagnostic::{Code, did_you_mean};
use std::ops::Range;

/// What a directive is written into.
pub(super) struct Embed<'w, 'p> {
    pub(super) out: &'w mut Out,
    pub(super) images: &'w mut Vec<ImageRef>,
    pub(super) problems: &'w mut Problems<'p>,
    /// The directive's line, where its problems are reported when no value is
    /// at fault.
    pub(super) line: Range<usize>,
}

impl Embed<'_, '_> {
    /// Writes a directive; for one that holds text, returns the HTML that
    /// closes it.
    pub(super) fn write(&mut self, directive: Directive, values: &Values<'_>) -> String {
        match directive {
            Directive::Figure => self.figure(values),
            Directive::Video => self.video(values),
            Directive::Quote => return self.quote(values),
            Directive::Facts => return self.facts(values),
            Directive::Callout => return self.callout(values),
        }
        String::new()
    }

    fn figure(&mut self, values: &Values<'_>) {
        let decorative = self.word_of(values, "decorative", &["true", "false"]) == Some("true");
        let names = Beneficiaries::ALL.map(Beneficiaries::name);
        let beneficiaries = self.word_of(values, "beneficiaries", &names).and_then(Beneficiaries::parse);
        let alt = values.get("alt");
        if alt.is_some() && decorative {
            let message = "A picture that only decorates has no alternative text; this `figure` has both.";
            let help = "Keep `alt` where the picture says something, `decorative=\"true\"` where it does not.";
            self.attribute_problem(values, "alt", message, help);
        } else if alt.is_none() && !decorative {
            let help = "Add `alt=\"…\"` with what matters in the picture, or `decorative=\"true\"`.";
            let message = "This `figure` has no alternative text.";
            self.problems.add_with(Code::ImageAltMissing, self.line.clone(), message, Some(help.into()));
        }
        let Some(image) = self.image(values, "src", beneficiaries, false) else { return };
        let picture = Picture { image, alt: alt.filter(|_| !decorative).unwrap_or_default(), title: None };
        picture::write_figure(&picture, values.get("caption"), values.get("credit"), self.out);
    }

    fn video(&mut self, values: &Values<'_>) {
        let url = values.get("url").unwrap_or_default();
        if safe_url(url) != Ok(UrlKind::Https) {
            let message = format!("The address of a `video` begins with https://, and `{}` does not.", url);
            let range = values.range("url").unwrap_or_else(|| self.line.clone());
            let help = "Copy the address from the browser while the video is open.";
            self.problems.add_with(Code::LinkUnsafe, range, message, Some(help.into()));
            return;
        }
        let thumbnail = values.get("thumbnail").and_then(|_| self.image(values, "thumbnail", None, true));
        self.out.raw("<figure class=\"video\"><a class=\"video-link\" href=\"");
        write_href(url, &mut self.out.html);
        self.out.raw("\">");
        if let Some(image) = thumbnail {
            // The title beside it names the link, so no alt is needed.
            picture::write_img(&Picture { image, alt: values.get("alt").unwrap_or_default(), title: None }, self.out);
        }
        self.out.raw("<span class=\"video-title\"><span class=\"video-kind\">");
        self.out.word(Word::Video);
        self.out.raw(":</span> ");
        self.out.text(values.get("title").unwrap_or_default());
        self.out.raw("</span></a></figure>\n");
    }

    fn quote(&mut self, values: &Values<'_>) -> String {
        self.out.raw("<figure class=\"pull-quote\"><blockquote>\n");
        let parts = [("quote-by", values.get("by")), ("quote-role", values.get("role"))];
        let spans: Vec<_> = parts
            .into_iter()
            .filter_map(|(class, text)| text.map(|text| format!("<span class=\"{class}\">{}</span>", escaped(text))))
            .collect();
        if spans.is_empty() {
            return "</blockquote></figure>\n".into();
        }
        format!("</blockquote><figcaption>{}</figcaption></figure>\n", spans.join(", "))
    }

    fn facts(&mut self, values: &Values<'_>) -> String {
        let title = values.get("title");
        self.out.raw("<div class=\"facts\" role=\"group\" aria-label=\"");
        self.out.text_or(title, Word::Facts);
        self.out.raw("\"><p class=\"facts-title\">");
        self.out.text_or(title, Word::Facts);
        self.out.raw("</p>\n");
        "</div>\n".into()
    }

    fn callout(&mut self, values: &Values<'_>) -> String {
        let kinds = ["note", "tip", "important", "warning"];
        let (class, word) = match self.word_of(values, "kind", &kinds) {
            Some("tip") => ("tip", Word::Tip),
            Some("important") => ("important", Word::Important),
            Some("warning") => ("warning", Word::Warning),
            _ => ("note", Word::Note),
        };
        open_callout(class, word, values.get("title"), self.out);
        CLOSE_CALLOUT.into()
    }

    /// Takes a picture in; reports one that is not beside the text.
    fn image(&mut self, values: &Values<'_>, key: &str, seen: Option<Beneficiaries>, video: bool) -> Option<usize> {
        let range = values.range(key)?;
        let src = picture::local(values.get(key)?, &range, self.problems)?;
        let span = self.problems.span(range);
        self.images.push(ImageRef { src, span, beneficiaries: seen, video_thumbnail: video });
        Some(self.images.len() - 1)
    }

    /// A value that is one of a few words; any other is reported.
    fn word_of<'v>(&mut self, values: &'v Values<'_>, key: &str, words: &[&str]) -> Option<&'v str> {
        let value = values.get(key)?;
        if words.contains(&value) {
            return Some(value);
        }
        let help = did_you_mean(value, words.iter().copied()).unwrap_or_else(|| format!("It is {}.", either(words)));
        self.attribute_problem(values, key, &format!("`{key}` cannot be `{value}`."), &help);
        None
    }

    fn attribute_problem(&mut self, values: &Values<'_>, key: &str, message: &str, help: &str) {
        let range = values.range(key).unwrap_or_else(|| self.line.clone());
        self.problems.add_with(Code::DirectiveAttribute, range, message, Some(help.into()));
    }
}

/// Opens a callout, whether a directive or an alert asked for it.
pub(super) fn open_callout(class: &str, word: Word, title: Option<&str>, out: &mut Out) {
    out.raw("<div class=\"callout callout-");
    out.raw(class);
    out.raw("\" role=\"note\" aria-label=\"");
    out.text_or(title, word);
    out.raw("\"><p class=\"callout-title\">");
    out.text_or(title, word);
    out.raw("</p>\n");
}

/// Closes what [`open_callout`] opened.
pub(super) const CLOSE_CALLOUT: &str = "</div>\n";

fn escaped(text: &str) -> String {
    let mut html = String::new();
    escape(text, &mut html);
    html
}

fn either(words: &[&str]) -> String {
    list(words).replace(" and ", " or ")
}
