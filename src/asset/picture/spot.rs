//! Where pages show pictures, and what a theme says of each such spot: how wide
//! a picture is drawn there, and how it is cut.

use std::collections::BTreeMap;

/// A spot on pages where pictures stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// The portrait of the story up front on the home page.
    Lead,
    /// The portrait at the top of a profile.
    Portrait,
    /// The face on a card.
    Card,
    /// Pictures in texts.
    Text,
    /// A donor's photograph.
    Photo,
    /// A donor's logo.
    Logo,
}

impl Spot {
    /// Every spot.
    pub const ALL: [Self; 6] = [Self::Lead, Self::Portrait, Self::Card, Self::Text, Self::Photo, Self::Logo];

    /// What theme.toml calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::Portrait => "portrait",
            Self::Card => "card",
            Self::Text => "text",
            Self::Photo => "photo",
            Self::Logo => "logo",
        }
    }

    /// The spot of a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|spot| spot.name() == name)
    }

    /// Whether what stands there is drawn rather than photographed, so that
    /// what is left out in encoding would be seen at every edge.
    pub(super) fn is_drawn(self) -> bool {
        self == Self::Logo
    }
}

/// What a theme says of a spot.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frame {
    /// The widths in pixels that there should be, narrowest first. Without one
    /// a picture stands there as it is.
    pub widths: Vec<u32>,
    /// Width and height that pictures are cut to; as they are without it.
    pub ratio: Option<(u32, u32)>,
    /// How wide a browser draws it, as the attribute `sizes` says it.
    pub sizes: String,
}

static AS_IT_IS: Frame = Frame { widths: Vec::new(), ratio: None, sizes: String::new() };

/// What a theme says of all spots.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frames(BTreeMap<Spot, Frame>);

impl Frames {
    /// What is said of a spot. Where nothing is, pictures stand as they are.
    pub fn of(&self, spot: Spot) -> &Frame {
        self.0.get(&spot).unwrap_or(&AS_IT_IS)
    }
}

impl FromIterator<(Spot, Frame)> for Frames {
    fn from_iter<T: IntoIterator<Item = (Spot, Frame)>>(frames: T) -> Self {
        Self(frames.into_iter().collect())
    }
}
