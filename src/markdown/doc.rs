//! What a text holds: its outline, its references and its HTML with holes.

use serde::{Deserialize, Serialize};

use super::out::Out;
use crate::hash::Hash128;
use crate::kind::RecordKind;
use crate::text::Span;

/// A text, read: safe HTML with holes, and what stands in it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Doc {
    /// The HTML; none in a text that was recalled and not parsed.
    #[serde(skip)]
    pub(super) body: Option<Out>,
    /// The hash of what was parsed, which everything else here follows from.
    pub digest: Hash128,
    /// Indexes of the links that stand in headings, in order.
    pub(super) heading_links: Vec<usize>,
    /// The headings, in order.
    pub outline: Vec<Heading>,
    /// How many words a reader meets; each Chinese or Japanese character
    /// counts as one.
    pub words: u32,
    /// The internal links, in order of the text.
    pub links: Vec<LinkRef>,
    /// The pictures, in order of the text.
    pub images: Vec<ImageRef>,
}

impl Doc {
    /// The ids that a link can name, in order.
    pub fn fragments(&self) -> impl Iterator<Item = &str> + Clone {
        self.outline.iter().map(|heading| heading.id.as_str())
    }

    /// Whether another text becomes the same on every page, wherever its words
    /// stand in its file. Both must be held.
    pub fn shows_as(&self, other: &Self) -> bool {
        let links = |doc: &Self| -> Vec<(LinkTarget, Option<String>)> {
            doc.links.iter().map(|link| (link.target.clone(), link.fragment.clone())).collect()
        };
        let images = |doc: &Self| -> Vec<(String, Option<Beneficiaries>, bool)> {
            doc.images.iter().map(|image| (image.src.clone(), image.beneficiaries, image.video_thumbnail)).collect()
        };
        self.body.is_some()
            && self.body == other.body
            && self.heading_links == other.heading_links
            && self.outline == other.outline
            && self.words == other.words
            && links(self) == links(other)
            && images(self) == images(other)
    }

    /// How many bytes of HTML it holds.
    pub fn held(&self) -> usize {
        self.body.as_ref().map_or(0, |body| body.html.len())
    }

    /// The HTML with its holes; `None` if it is not held.
    pub fn html_with_holes(&self) -> Option<&str> {
        self.body.as_ref().map(|body| body.html.as_str())
    }

    /// Drops the HTML, which parsing the text again gives back.
    pub fn let_go(&mut self) {
        self.body = None;
    }
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// 2 to 6: the page's title is the only h1.
    pub level: u8,
    /// Unique in its text.
    pub id: String,
    /// Its words without any markup.
    pub text: String,
}

/// A link within the site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkRef {
    /// What it leads to.
    pub target: LinkTarget,
    /// The heading it names there.
    pub fragment: Option<String>,
    /// The whole link.
    pub span: Span,
}

/// What a link within the site leads to. Links to elsewhere never come here:
/// they are written straight into the HTML.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkTarget {
    /// The same text: `#my-week`.
    Here,
    /// A file, by its path relative to the text's folder.
    File(String),
    /// A record, by kind and id: `office:geneva`.
    Record(RecordKind, String),
    /// An address of the site: `/impact/`.
    Site(String),
}

/// A picture beside the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageRef {
    /// Its path relative to the text's folder.
    pub src: String,
    /// Where it is named.
    pub span: Span,
    /// Whether beneficiaries can be seen in it; `None` when nobody said.
    pub beneficiaries: Option<Beneficiaries>,
    /// Whether it stands for a video and is no picture of its own.
    pub video_thumbnail: bool,
}

/// Whether people who receive assistance can be seen in a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Beneficiaries {
    /// None can be seen.
    None,
    /// They can, and have agreed to it.
    Consented,
    /// They can, but nobody could tell who they are.
    Unidentifiable,
}

impl Beneficiaries {
    /// Every value.
    pub const ALL: [Self; 3] = [Self::None, Self::Consented, Self::Unidentifiable];

    /// The word that authors write.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Consented => "consented",
            Self::Unidentifiable => "unidentifiable",
        }
    }

    /// The value of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|value| value.name() == word)
    }
}

/// What became of a link within the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkOutcome {
    /// It leads to this address, which is not yet escaped.
    To(String),
    /// Its target may not be shown; these neutral words replace the link and
    /// its text.
    Withheld(String),
}

/// What became of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImageOutcome {
    /// It is shown.
    Shown {
        /// Its address, not yet escaped.
        src: String,
        /// In pixels.
        width: u32,
        /// In pixels.
        height: u32,
        /// The same in WebP, as the attributes `srcset` and `sizes` have it,
        /// not yet escaped.
        webp: Option<(String, String)>,
        /// The class of the colour that stands there until it is loaded.
        tone: Option<String>,
    },
    /// It vanishes with its caption, credit and alternative text.
    Withheld,
}
