//! The Equal Earth projection: areas keep their proportions, so that no part
//! of the world is drawn larger than it is. Knows numbers only; `build.rs`
//! draws the land with it, and the program the markers.
//!
//! Source: Bojan Šavrič, Tom Patterson, Bernhard Jenny, "The Equal Earth map
//! projection", International Journal of Geographical Information Science 33
//! (2019, online 2018), pages 454 to 465.

/// The polynomial of the projection.
const A: [f64; 4] = [1.340264, -0.081106, 0.000893, 0.003796];

/// Half of the width of the projected world.
const HALF_WIDTH: f64 = 2.706_63;

/// Half of its height.
const HALF_HEIGHT: f64 = 1.317_36;

/// Width of the world on the map; a unit is about eight kilometres at the
/// equator, less than the outlines are exact to.
pub const WIDTH: f64 = 5000.0;

/// Height of the world on the map.
pub const HEIGHT: f64 = WIDTH * HALF_HEIGHT / HALF_WIDTH;

/// A point of the plane: x grows to the east, y to the south.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// Projects degrees north and east, as the authors of the projection give
/// it: from the centre, to the north and east, on a globe of radius 1.
pub fn equal_earth(latitude: f64, longitude: f64) -> (f64, f64) {
    let [a1, a2, a3, a4] = A;
    let m = 3_f64.sqrt() / 2.0;
    let theta = (m * latitude.to_radians().sin()).clamp(-1.0, 1.0).asin();
    let square = theta * theta;
    let sixth = square * square * square;
    let slope = a1 + 3.0 * a2 * square + sixth * (7.0 * a3 + 9.0 * a4 * square);
    let x = longitude.to_radians() * theta.cos() / (m * slope);
    let y = theta * (a1 + a2 * square + sixth * (a3 + a4 * square));
    (x, y)
}

/// Where a place is on the map, from its top left corner.
pub fn on_map(latitude: f64, longitude: f64) -> Point {
    let (x, y) = equal_earth(latitude, longitude);
    let scale = WIDTH / (2.0 * HALF_WIDTH);
    Point { x: (x + HALF_WIDTH) * scale, y: (HALF_HEIGHT - y) * scale }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};

    use super::{HALF_HEIGHT, HALF_WIDTH, HEIGHT, WIDTH, equal_earth, on_map};

    #[test]
    fn cities_are_where_they_should_be() {
        for (city, latitude, longitude, x, y) in [
            ("Geneva", 46.20, 6.15, 0.0786, 0.8802),
            ("Nairobi", -1.28, 36.82, 0.5536, -0.0259),
            ("Maputo", -25.97, 32.58, 0.4661, -0.5165),
            ("Vientiane", 17.97, 102.60, 1.5067, 0.3609),
        ] {
            let (found_x, found_y) = equal_earth(latitude, longitude);
            assert!((found_x - x).abs() < 0.0001 && (found_y - y).abs() < 0.0001, "{city}: {found_x}, {found_y}");
        }
    }

    #[test]
    fn the_extent_is_that_of_the_projection() {
        let ((x, _), (_, y)) = (equal_earth(0.0, 180.0), equal_earth(90.0, 0.0));
        assert!((x - HALF_WIDTH).abs() < 0.00001 && (y - HALF_HEIGHT).abs() < 0.00001, "{x}, {y}");
    }

    proptest! {
        #[test]
        fn every_place_lies_on_the_map(latitude in -90.0..=90.0_f64, longitude in -180.0..=180.0_f64) {
            let point = on_map(latitude, longitude);
            prop_assert!((-0.01..=WIDTH + 0.01).contains(&point.x), "{point:?}");
            prop_assert!((-0.01..=HEIGHT + 0.01).contains(&point.y), "{point:?}");
        }

        #[test]
        fn further_north_is_higher_and_further_east_is_to_the_right(
            latitude in -89.0..89.0_f64,
            longitude in -179.0..179.0_f64,
            step in 0.01..1.0_f64,
        ) {
            let here = on_map(latitude, longitude);
            prop_assert!(on_map(latitude + step, longitude).y < here.y);
            prop_assert!(on_map(latitude, longitude + step).x > here.x);
        }
    }
}
