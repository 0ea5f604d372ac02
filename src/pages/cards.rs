//! Social cards: which there are, what each says, and where it goes.
//!
//! Made from what is published and nothing else. A person without the scope
//! `social` has no card: their page is shared with the card of the site, which
//! says nothing of them.

mod drawing;
mod say;

use std::collections::BTreeMap;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

pub use self::drawing::Drawing;

use self::say::Said;
use super::Maker;
use super::wording::{self, Notices};
use crate::asset::card::{Encoding, FOLDER, SIZE};
use crate::asset::fingerprinted_by;
use crate::asset::picture::{Picture, Pictures, Spot, can_be_cut};
use crate::config::CardKind;
use crate::consent::published::{DonorIx, OfficeIx, PersonIx, PublicIntern, PublicPicture, Published};
use crate::diagnostic::{Code, Diagnostic};
use crate::hash::{Hash128, Hasher};
use crate::language::foreign;
use crate::path::{OutPath, SourcePath};
use crate::route::{Subject, Target};
use crate::theme::{CardTemplates, Theme};
use crate::tree::Tree;
use crate::view::ShareView;

/// The file of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Where it goes.
    pub out: OutPath,
    /// Stands for everything that it is made from.
    pub key: Hash128,
    /// How it is kept.
    pub encoding: Encoding,
}

/// Every card of a site.
#[derive(Debug, Default)]
pub struct Cards(BTreeMap<Subject, Card>);

impl Cards {
    /// All, in the order of their subjects.
    pub fn iter(&self) -> impl Iterator<Item = (Subject, &Card)> {
        self.0.iter().map(|(subject, card)| (*subject, card))
    }

    /// The card of a subject, if it has one of its own.
    pub fn get(&self, subject: Subject) -> Option<&Card> {
        self.0.get(&subject)
    }
}

/// A picture that other sites show beside a link to a page.
#[derive(Debug)]
pub(super) struct ShareImage {
    /// Its full address.
    pub(super) src: String,
    pub(super) media_type: &'static str,
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) alt: String,
}

/// The templates that the wanted kinds of card need.
pub(super) fn wants(published: &Published, template: &str) -> bool {
    let kind = CardKind::ALL.into_iter().find(|kind| say::template(*kind) == template);
    kind.is_none_or(|kind| published.config.cards.contains(&kind))
}

/// Names every card. What a font lacks is a warning, and there is no card.
pub fn cards(
    published: &Published,
    theme: &Theme,
    pictures: &Pictures,
    tree: &Tree,
    problems: &mut Vec<Diagnostic>,
) -> Cards {
    let Some(templates) = theme.cards() else { return Cards::default() };
    let words = theme.words();
    let site = say::site(published);
    let digest = templates.digest();
    let made = subjects(published).into_par_iter().filter_map(|subject| {
        let said = say::say(published, words, &site, pictures, subject)?;
        if let Some(problem) = lacking(templates, &said) {
            return Some(Err(problem));
        }
        Some(Ok((subject, name(&said, digest, tree)?)))
    });
    let made: Vec<Result<(Subject, Card), Diagnostic>> = made.collect();
    let mut cards = Cards::default();
    for made in made {
        match made {
            Ok((subject, card)) => drop(cards.0.insert(subject, card)),
            Err(problem) => problems.push(problem),
        }
    }
    cards
}

/// What is drawn; `None` for what no plan asks for.
pub fn drawing(published: &Published, theme: &Theme, pictures: &Pictures, subject: Subject) -> Option<Drawing> {
    let site = say::site(published);
    let said = say::say(published, theme.words(), &site, pictures, subject)?;
    Some(Drawing::new(theme.cards()?, said))
}

/// Everything that may have a card of its own.
fn subjects(published: &Published) -> Vec<Subject> {
    let mut all = vec![Subject::Site];
    for (index, intern) in published.interns.iter().enumerate().filter(|(_, intern)| intern.social) {
        let person = PersonIx(index);
        all.push(Subject::Story(person));
        all.extend((0..intern.updates.len()).map(|place| Subject::Update(person, place)));
    }
    all.extend((0..published.offices.len()).map(|index| Subject::Office(OfficeIx(index))));
    all.extend((0..published.donors.len()).map(|index| Subject::Donor(DonorIx(index))));
    all.extend(published.goals.iter().map(|goal| Subject::Goal(goal.number)));
    all.retain(|subject| published.config.cards.contains(&subject.kind()));
    all
}

/// Whether a portrait can be part of a drawing.
fn drawable(portrait: &PublicPicture, pictures: &Pictures) -> bool {
    let ending = |picture: &Picture| SourcePath::from(&picture.out).extension();
    pictures.get(&portrait.source).is_some_and(|picture| can_be_cut(&ending(picture)))
}

/// The picture that a page is shared with: its own card, or that of the site.
pub(super) fn image(maker: &Maker<'_>, target: &Target) -> Option<ShareImage> {
    of_subject(maker, Subject::of(target)).or_else(|| of_subject(maker, Subject::Site))
}

/// The picture of a person who may be shared: their card, else their portrait.
pub(super) fn image_of_intern(maker: &Maker<'_>, target: &Target, intern: &PublicIntern) -> Option<ShareImage> {
    let portrait = || intern.portrait.as_ref().and_then(|portrait| of_portrait(maker, portrait));
    of_subject(maker, Subject::of(target)).or_else(portrait).or_else(|| image(maker, target))
}

fn of_subject(maker: &Maker<'_>, subject: Subject) -> Option<ShareImage> {
    let card = maker.cards.get(subject)?;
    let (width, height) = SIZE;
    Some(ShareImage {
        src: maker.routes.absolute_of(&maker.routes.file(&card.out)),
        media_type: card.encoding.media_type(),
        width: width as usize,
        height: height as usize,
        alt: say::alt(maker, subject, card.encoding == Encoding::Jpeg),
    })
}

/// Platforms show JPEG, PNG and WebP, and neither drawings nor what moves.
fn of_portrait(maker: &Maker<'_>, portrait: &PublicPicture) -> Option<ShareImage> {
    let picture = maker.pictures.get(&portrait.source)?;
    let file = picture.at(Spot::Portrait, maker.theme.frames().of(Spot::Portrait), portrait.focus).plain;
    let media_type = match SourcePath::from(&file.out).extension().as_str() {
        "jpg" => "image/jpeg",
        "png" => "image/png",
        "webp" => "image/webp",
        _ => return None,
    };
    Some(ShareImage {
        src: maker.routes.absolute_of(&maker.routes.file(&file.out)),
        media_type,
        width: file.width as usize,
        height: file.height as usize,
        alt: wording::marked(&portrait.alt.value, &mut Notices::default()),
    })
}

/// What a page is shared with.
pub(super) fn share(title: String, description: String, kind: &'static str, image: Option<ShareImage>) -> ShareView {
    // What is shared stands on no page that could say in which language it is.
    let [title, description] = [title, description].map(|text| foreign::plain(&text).into_owned());
    let Some(ShareImage { src, media_type, width, height, alt }) = image else {
        return ShareView {
            title,
            description,
            kind,
            image: None,
            image_type: None,
            image_width: None,
            image_height: None,
            image_alt: None,
        };
    };
    ShareView {
        title,
        description,
        kind,
        image: Some(src),
        image_type: Some(media_type),
        image_width: Some(width),
        image_height: Some(height),
        image_alt: Some(alt),
    }
}

fn lacking(templates: &CardTemplates, said: &Said) -> Option<Diagnostic> {
    let fonts = templates.fonts()?;
    let (letters, span) = said.texts.iter().find_map(|(text, span)| {
        let letters = fonts.lacking(text);
        (!letters.is_empty()).then_some((letters, span))
    })?;
    let listed: Vec<String> = letters.iter().take(6).map(|letter| format!("`{letter}`")).collect();
    let more = if letters.len() > listed.len() { ", …" } else { "" };
    let message =
        format!("No font of the theme has {}{more}, so this has no social card of its own.", listed.join(", "));
    let help = "Put a font with these letters into the theme's folder card-fonts/.";
    Some(Diagnostic::new(Code::CardLetters, span.clone(), message).help(help))
}

/// A name that follows from everything that the card is made of.
fn name(said: &Said, digest: Hash128, tree: &Tree) -> Option<Card> {
    let mut feed = Vec::with_capacity(512);
    said.view.feed(&mut feed);
    let mut hasher = Hasher::new();
    hasher.part(&digest.to_bytes()).part(said.template.as_bytes()).part(&feed);
    if let Some((source, focus)) = &said.portrait {
        let (x, y) = focus.unwrap_or((0.5, 0.5));
        // Known since each picture was looked at.
        let hash = tree.find(source).and_then(|file| tree.hash(file))?;
        hasher.part(&hash.to_bytes()).part(&x.to_bits().to_le_bytes()).part(&y.to_bits().to_le_bytes());
    }
    let encoding = said.encoding();
    let key = hasher.part(encoding.extension().as_bytes()).finish();
    Some(Card { out: fingerprinted_by(FOLDER, "", encoding.extension(), key)?, key, encoding })
}
