//! The site's icon in the forms that browsers and telephones ask for, all made
//! of one drawing.

use super::raster::square;

/// The drawing, among the static files of the site or of its theme.
pub const DRAWING: &str = "favicon.svg";

/// A form of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Icon {
    /// Where browsers look that know no SVG.
    Ico,
    /// On the home screen of a telephone, which shows no transparency.
    Touch,
    /// In the manifest.
    Small,
    /// In the manifest, at large.
    Large,
}

impl Icon {
    /// Every form.
    pub const ALL: [Self; 4] = [Self::Ico, Self::Touch, Self::Small, Self::Large];

    /// The name of its file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ico => "favicon.ico",
            Self::Touch => "apple-touch-icon.png",
            Self::Small => "icon-192.png",
            Self::Large => "icon-512.png",
        }
    }

    /// Pixels on a side.
    pub fn side(self) -> u32 {
        match self {
            Self::Ico => 32,
            Self::Touch => 180,
            Self::Small => 192,
            Self::Large => 512,
        }
    }

    /// Its bytes, from the drawing.
    ///
    /// # Errors
    /// Why the drawing cannot be drawn.
    pub fn made(self, drawing: &[u8]) -> Result<Vec<u8>, String> {
        let png = square(drawing, self.side(), self == Self::Touch)?;
        Ok(if self == Self::Ico { ico(self.side(), &png) } else { png })
    }
}

/// A PNG as an ICO with this one picture in it.
fn ico(side: u32, png: &[u8]) -> Vec<u8> {
    let side = u8::try_from(side).unwrap_or(0);
    let length = u32::try_from(png.len()).unwrap_or(u32::MAX);
    // Kind and count; then size, no palette, one plane of 32 bits, and where the
    // picture is: after these 22 bytes.
    let mut out = vec![0, 0, 1, 0, 1, 0, side, side, 0, 0, 1, 0, 32, 0];
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(&22_u32.to_le_bytes());
    out.extend_from_slice(png);
    out
}

#[cfg(test)]
mod tests {
    use super::Icon;

    #[test]
    fn every_form_has_its_size() {
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 4'><circle cx='2' cy='2' r='2'/></svg>";
        for icon in Icon::ALL {
            let made = icon.made(svg).unwrap();
            let png = if icon == Icon::Ico { &made[22..] } else { &made[..] };
            let picture = image::load_from_memory(png).unwrap().to_rgba8();
            assert_eq!((picture.width(), picture.height()), (icon.side(), icon.side()), "{icon:?}");
            assert_eq!(picture.get_pixel(0, 0).0[3] == 255, icon == Icon::Touch, "{icon:?}");
            if icon == Icon::Ico {
                assert_eq!(made[..6], [0, 0, 1, 0, 1, 0]);
                assert_eq!(made[14..18], u32::try_from(png.len()).unwrap().to_le_bytes());
            }
        }
        assert!(Icon::ALL.iter().all(|icon| icon.made(b"<svg").is_err()));
    }
}
