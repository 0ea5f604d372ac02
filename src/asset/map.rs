//! The map: the land as one file that all pages share, and what is drawn upon
//! it. Geometry only; words and addresses are put in by `pages/`.

pub mod label;
#[cfg(test)]
mod outline;
pub mod projection;
pub mod sheet;

use super::{THEME_FOLDER, fingerprinted};
use crate::path::OutPath;

/// The file of the land, as `build.rs` drew it.
pub const LAND: &str = include_str!(concat!(env!("OUT_DIR"), "/land.svg"));

/// The id of the land in it.
pub const LAND_ID: &str = "land";

/// Where the file goes.
pub fn land_file() -> Option<OutPath> {
    fingerprinted(THEME_FOLDER, "land-", "svg", LAND.as_bytes())
}

/// The path of the land, as the `d` of a `path` has it.
pub fn land_path() -> &'static str {
    LAND.split_once(" d=\"").and_then(|(_, rest)| rest.split_once('"')).map_or("", |(path, _)| path)
}

#[cfg(test)]
mod tests {
    use super::{LAND, outline};

    #[test]
    fn the_land_is_drawn_from_the_data_and_small() {
        assert_eq!(LAND, outline::draw(include_str!("map/land-110m.json")).unwrap());
        assert!(LAND.len() < 35_000, "{}", LAND.len());
    }

    /// A coast that crosses the meridian of 180 degrees is not torn.
    #[test]
    fn no_line_runs_across_the_world() {
        let numbers = |text: &str| -> Vec<i64> {
            let spaced = text.replace('-', " -").replace(['M', 'l', 'z'], " ");
            spaced.split_whitespace().map(|number| number.parse().unwrap()).collect()
        };
        let path = LAND.split(" d=\"").nth(1).unwrap().split('"').next().unwrap();
        let rings: Vec<Vec<i64>> = path.split_inclusive('z').map(numbers).collect();
        assert!(rings.len() > 100, "{}", rings.len());
        assert!(rings.iter().flat_map(|ring| &ring[2..]).all(|step| step.abs() < 200));
    }
}
