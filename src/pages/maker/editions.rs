//! What a page says of its language: where else it is, and what of it is not
//! translated.

use super::super::wording::Notices;
use super::Maker;
use crate::consent::published::PublicProse;
use crate::format::sitemap::Alternate;
use crate::language::{direction, foreign};
use crate::route::Target;
use crate::view::LanguageView;

impl Maker<'_> {
    /// The page in each language of the site; none where it has one only.
    pub(super) fn languages(&self, target: &Target) -> Vec<LanguageView> {
        if !self.published.edition.has_others() || matches!(target, Target::Gone) {
            return Vec::new();
        }
        let view = |(tongue, name): &(crate::consent::published::Tongue, String)| LanguageView {
            tag: tongue.tag.clone(),
            direction: direction(&tongue.tag),
            name: name.clone(),
            href: self.routes.href_in(tongue, target),
            address: self.routes.absolute_of(&self.routes.href_in(tongue, target)),
            current: tongue.tag == self.config().language,
        };
        self.tongues.iter().map(view).collect()
    }

    /// Where a page is for those whose language the site does not have.
    pub(super) fn default_language(&self, target: &Target) -> Option<String> {
        let first = self.tongues.first().filter(|_| target.is_listed() && self.published.edition.has_others());
        first.map(|(tongue, _)| self.routes.absolute_of(&self.routes.href_in(tongue, target)))
    }

    /// The same for the sitemap.
    pub(in crate::pages) fn alternates(&self, target: &Target) -> Vec<Alternate> {
        let address = |tongue| self.routes.absolute_of(&self.routes.href_in(tongue, target));
        let all = self.tongues.iter();
        let all = all.map(|(tongue, _)| Alternate { language: tongue.tag.clone(), url: address(tongue) });
        let default = self.tongues.first();
        let default = default.map(|(tongue, _)| Alternate { language: "x-default".to_owned(), url: address(tongue) });
        all.chain(default).collect()
    }

    /// What readers are told of the translation.
    pub(super) fn translation(&self, notices: Notices) -> Vec<String> {
        let say = |key: &str| self.words().get(key).to_owned();
        let unreviewed = self.published.edition.unreviewed.then(|| say("say_unreviewed"));
        let partly = (notices.untranslated && !notices.noted).then(|| say("say_partly_untranslated"));
        unreviewed.into_iter().chain(partly).collect()
    }

    /// A text in another language than the page says so.
    pub(super) fn in_its_language(&self, prose: &PublicProse, html: String) -> String {
        match &prose.foreign {
            Some(tag) if !html.is_empty() => {
                let note = crate::format::xml(self.words().get("say_untranslated"));
                let attributes = foreign::attributes(tag);
                format!("<p class=\"untranslated\">{note}</p>\n<div{attributes}>\n{html}</div>\n")
            }
            _ => html,
        }
    }
}
