//! Views of maps: the land is a file that all of them share, what is drawn
//! upon it is here. Positions and sizes are in units of the drawing.

use super::contract::view;

view! {
    /// A map of places, each with a link, drawn once for wide screens and once for narrow ones.
    pub struct MapView {
        /// Address of the land, with its fragment, for `<use>`.
        pub land: String,
        /// For wide screens: the world, then details.
        pub wide: Vec<MapPanel>,
        /// For narrow screens: the world, then details.
        pub narrow: Vec<MapPanel>,
    }

    /// A part of the world.
    pub struct MapPanel {
        /// What it shows, where it is a detail.
        pub title: Option<String>,
        /// Width of the drawing.
        pub width: i64,
        /// Height of the drawing.
        pub height: i64,
        /// What brings the land into place, for the attribute `transform`.
        pub transform: String,
        /// Regions that have a detail.
        pub regions: Vec<MapRegion>,
        /// Dots that stand alone: those that have no label here, or one with a line.
        pub dots: Vec<MapDot>,
        /// Labels.
        pub labels: Vec<MapLabel>,
    }

    /// A dot.
    pub struct MapDot {
        /// From the left.
        pub x: i64,
        /// From the top.
        pub y: i64,
    }

    /// A label that is a link.
    pub struct MapLabel {
        /// Where it leads.
        pub href: String,
        /// The place.
        pub title: String,
        /// Left edge of what answers to a click.
        pub x: i64,
        /// Its upper edge.
        pub y: i64,
        /// Its width: at least 24.
        pub width: i64,
        /// Its height: at least 24.
        pub height: i64,
        /// The middle of the text, from the left.
        pub text_x: i64,
        /// The middle of the text, from the top.
        pub text_y: i64,
        /// Its dot.
        pub dot: MapDot,
        /// The end of the line from the dot; nothing where the label stands beside it.
        pub leader: Option<MapDot>,
    }

    /// The frame of a region that has a detail.
    pub struct MapRegion {
        /// The letter of the detail.
        pub letter: String,
        /// Left edge.
        pub x: i64,
        /// Upper edge.
        pub y: i64,
        /// Width.
        pub width: i64,
        /// Height.
        pub height: i64,
        /// The middle of the letter; nothing where there is no room for it.
        pub at: Option<MapDot>,
        /// Where a line from the corner of the frame to the letter ends.
        pub leader: Option<MapDot>,
    }

    /// A strip of the world with dots: an ornament beside a list of the places.
    pub struct MapStrip {
        /// Address of the land, with its fragment, for `<use>`.
        pub land: String,
        /// Width of the drawing.
        pub width: i64,
        /// Height of the drawing.
        pub height: i64,
        /// What brings the land into place, for the attribute `transform`.
        pub transform: String,
        /// The places.
        pub dots: Vec<MapDot>,
    }

    /// Where in the world one place is.
    pub struct Locator {
        /// Address of the land, with its fragment, for `<use>`.
        pub land: String,
        /// What it shows, in words.
        pub title: String,
        /// Width of the drawing.
        pub width: i64,
        /// Height of the drawing.
        pub height: i64,
        /// What brings the land into place, for the attribute `transform`.
        pub transform: String,
        /// The place.
        pub dot: MapDot,
    }
}
