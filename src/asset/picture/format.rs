//! What kind of picture bytes are. A file name proves nothing.

use serde::{Deserialize, Serialize};

use super::svg;

/// A format that can be cleaned and shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Format {
    Jpeg,
    Png,
    WebP,
    Gif,
    Svg,
}

/// What bytes begin as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A picture that can be cleaned.
    Picture(Format),
    /// One that nobody here can clean: TIFF, HEIC and the like.
    Foreign,
    /// Something else.
    Other,
}

impl Kind {
    pub(super) fn of(bytes: &[u8]) -> Self {
        use imagesize::ImageType;
        match imagesize::image_type(bytes) {
            Ok(ImageType::Jpeg) => Self::Picture(Format::Jpeg),
            Ok(ImageType::Png) => Self::Picture(Format::Png),
            Ok(ImageType::Webp) => Self::Picture(Format::WebP),
            Ok(ImageType::Gif) => Self::Picture(Format::Gif),
            Ok(ImageType::Tiff | ImageType::Heif(_) | ImageType::Jxl | ImageType::Psd) => Self::Foreign,
            _ if svg::is_svg(bytes) => Self::Picture(Format::Svg),
            _ => Self::Other,
        }
    }
}

impl Format {
    pub(super) fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::WebP => "webp",
            Self::Gif => "gif",
            Self::Svg => "svg",
        }
    }
}
