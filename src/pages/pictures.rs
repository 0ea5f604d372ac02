//! Pictures on pages: at which spots each stands, and what templates and texts
//! get to know of its files.

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::wording::{self, Notices};
use super::{Maker, home};
use crate::asset::picture::{Set, Shown, Spot};
use crate::consent::published::{PersonIx, PublicIntern, PublicPicture, Published};
use crate::markdown::ImageOutcome;
use crate::path::SourcePath;
use crate::view::PictureView;

/// A picture at a spot, and the point that a cut keeps.
type Standing<'p> = (&'p SourcePath, Spot, Option<(f64, f64)>);

/// Every picture at every spot where pages may show it.
pub fn standings(published: &Published) -> impl Iterator<Item = Standing<'_>> {
    let texts = published.telling_proses().into_iter();
    let texts = texts.flat_map(|prose| prose.images.iter().flatten()).map(in_text);
    let shown: Vec<_> = published.interns.par_iter().filter(|intern| intern.portrait.is_some()).collect();
    let portraits = shown.into_iter().flat_map(|intern| portrait(intern));
    let lead = home::lead(published).and_then(|person| published.interns.get(person.0)?.portrait.as_ref());
    let donors = published.donors.iter().flat_map(|donor| [(Spot::Photo, &donor.photo), (Spot::Logo, &donor.logo)]);
    let donors = donors.filter_map(|(spot, picture)| Some((spot, picture.as_ref()?)));
    let recorded = lead.map(|picture| (Spot::Lead, picture)).into_iter().chain(donors);
    texts.chain(portraits).chain(recorded.map(|(spot, picture)| (&picture.source, spot, picture.focus)))
}

/// The same of one person.
pub fn standings_of(published: &Published, person: PersonIx) -> impl Iterator<Item = Standing<'_>> {
    let lead = home::lead(published) == Some(person);
    published.interns.get(person.0).into_iter().flat_map(move |intern| {
        let stories = std::iter::once(&intern.story).chain(intern.updates.iter().map(|update| &update.story));
        let texts = stories.flat_map(|story| story.images.iter().flatten()).map(in_text);
        let lead = intern.portrait.iter().filter(move |_| lead);
        portrait(intern).chain(lead.map(|picture| (&picture.source, Spot::Lead, picture.focus))).chain(texts)
    })
}

fn in_text(source: &SourcePath) -> Standing<'_> {
    (source, Spot::Text, None)
}

fn portrait(intern: &PublicIntern) -> impl Iterator<Item = Standing<'_>> {
    let at = |spot| intern.portrait.as_ref().map(|picture| (&picture.source, spot, picture.focus));
    [Spot::Portrait, Spot::Card].into_iter().filter_map(at)
}

impl Maker<'_> {
    /// A picture at a spot, if it could be read.
    pub(super) fn picture(
        &self,
        picture: Option<&PublicPicture>,
        spot: Spot,
        notices: &mut Notices,
    ) -> Option<PictureView> {
        let picture = picture?;
        let frame = self.theme.frames().of(spot);
        let Set { plain, webp, tone } = self.pictures.get(&picture.source)?.at(spot, frame, picture.focus);
        notices.untranslated |= picture.alt.foreign().is_some();
        Some(PictureView {
            src: self.routes.file(&plain.out),
            width: plain.width as usize,
            height: plain.height as usize,
            srcset: self.srcset(&webp),
            sizes: (!webp.is_empty()).then(|| frame.sizes.clone()),
            tone: tone.map(|tone| tone.class()),
            alt: wording::marked(&picture.alt.value, notices),
            language: picture.alt.foreign().map(ToString::to_string),
            credit: picture.credit.as_ref().map(|credit| wording::marked(&credit.value, notices)),
        })
    }

    /// What becomes of a picture in a text.
    pub(super) fn image(&self, source: Option<&SourcePath>) -> ImageOutcome {
        let frame = self.theme.frames().of(Spot::Text);
        let Some(picture) = source.and_then(|source| self.pictures.get(source)) else {
            return ImageOutcome::Withheld;
        };
        let Set { plain, webp, tone } = picture.at(Spot::Text, frame, None);
        ImageOutcome::Shown {
            src: self.routes.file(&plain.out),
            width: plain.width,
            height: plain.height,
            webp: self.srcset(&webp).map(|srcset| (srcset, frame.sizes.clone())),
            tone: tone.map(|tone| tone.class()),
        }
    }

    /// The files with their widths, as the attribute `srcset` has them.
    fn srcset(&self, files: &[Shown]) -> Option<String> {
        let file = |shown: &Shown| format!("{} {}w", self.routes.file(&shown.out), shown.width);
        (!files.is_empty()).then(|| files.iter().map(file).collect::<Vec<_>>().join(", "))
    }
}
