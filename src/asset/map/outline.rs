//! The outline of the land: TopoJSON in, an SVG file out. `build.rs` runs
//! this; the program itself has only what it gives, and no test but its own
//! compiles it. Reads nothing and writes nothing.

use std::fmt::Write;

use serde::Deserialize;

use super::projection::{HEIGHT, Point, WIDTH, on_map};

/// Land that lies south of this throughout is left out: Antarctica.
const SOUTHERNMOST: f64 = -60.0;

/// The part of TopoJSON that the land uses.
/// <https://github.com/topojson/topojson-specification>
#[derive(Deserialize)]
struct Topology {
    transform: Transform,
    arcs: Vec<Vec<[i64; 2]>>,
    objects: Objects,
}

#[derive(Deserialize)]
struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

#[derive(Deserialize)]
struct Objects {
    land: Collection,
}

#[derive(Deserialize)]
struct Collection {
    geometries: Vec<MultiPolygon>,
}

/// Polygons, each of rings, each of arcs; the first ring is the coast, others
/// are lakes.
#[derive(Deserialize)]
struct MultiPolygon {
    arcs: Vec<Vec<Vec<i64>>>,
}

/// Draws the land: a file with one shape that takes the colour of the page
/// that uses it.
///
/// # Errors
/// The text is not such a topology.
pub(super) fn draw(topology: &str) -> serde_json::Result<String> {
    let topology: Topology = serde_json::from_str(topology)?;
    let arcs: Vec<Vec<Place>> = topology.arcs.iter().map(|arc| unpacked(arc, &topology.transform)).collect();
    let mut path = String::new();
    for ring in topology.objects.land.geometries.iter().flat_map(|shape| shape.arcs.iter().flatten()) {
        let places = unwrapped(joined(ring, &arcs));
        if places.iter().any(|place| place.latitude > SOUTHERNMOST) {
            draw_ring(places.iter().map(|place| on_map(place.latitude, place.longitude)), &mut path);
        }
    }
    let (width, height) = (WIDTH.round(), HEIGHT.round());
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\">\
         <!-- Natural Earth, public domain -->\
         <path id=\"land\" fill-rule=\"evenodd\" d=\"{path}\"/></svg>\n"
    ))
}

/// Degrees.
#[derive(Clone, Copy)]
struct Place {
    longitude: f64,
    latitude: f64,
}

/// The places of an arc. The first position of an arc is whole, each further
/// one the difference from the one before.
fn unpacked(arc: &[[i64; 2]], Transform { scale: [kx, ky], translate: [dx, dy] }: &Transform) -> Vec<Place> {
    let (mut x, mut y) = (0, 0);
    let place = |[step_x, step_y]: &[i64; 2]| {
        (x, y) = (x + step_x, y + step_y);
        // Quantised positions are small.
        Place { longitude: x as f64 * kx + dx, latitude: y as f64 * ky + dy }
    };
    arc.iter().map(place).collect()
}

/// The places of a ring. A negative number stands for an arc backwards: −1 for
/// the first.
fn joined(ring: &[i64], arcs: &[Vec<Place>]) -> Vec<Place> {
    let mut places = Vec::new();
    for number in ring {
        let backwards = *number < 0;
        let index = if backwards { !*number } else { *number };
        let Some(arc) = usize::try_from(index).ok().and_then(|index| arcs.get(index)) else { continue };
        // The last place of an arc is the first of the next.
        places.pop();
        if backwards { places.extend(arc.iter().rev()) } else { places.extend(arc) }
    }
    places
}

/// Goes on counting where a ring crosses the meridian of 180 degrees, so that
/// no shape is torn: the east of Siberia lies to the right of the rest of it.
fn unwrapped(mut places: Vec<Place>) -> Vec<Place> {
    let (mut turn, mut last) = (0.0, None);
    for place in &mut places {
        let step = last.replace(place.longitude).map_or(0.0, |last| place.longitude - last);
        turn -= if step.abs() > 180.0 { step.signum() * 360.0 } else { 0.0 };
        place.longitude += turn;
    }
    let west = places.iter().map(|place| place.longitude).fold(f64::INFINITY, f64::min);
    let east = places.iter().map(|place| place.longitude).fold(f64::NEG_INFINITY, f64::max);
    let middle = (west + east) / 2.0;
    let shift = if middle.abs() > 180.0 { -middle.signum() * 360.0 } else { 0.0 };
    places.iter_mut().for_each(|place| place.longitude += shift);
    places
}

/// Appends a closed shape in whole units; what is smaller than a unit is no
/// shape.
fn draw_ring(points: impl Iterator<Item = Point>, path: &mut String) {
    // The map is 5000 units wide.
    let mut corners: Vec<(i32, i32)> = points.map(|point| (point.x.round() as i32, point.y.round() as i32)).collect();
    corners.dedup();
    if corners.len() > 1 && corners.first() == corners.last() {
        corners.pop();
    }
    let &[(mut x, mut y), ref rest @ ..] = corners.as_slice() else { return };
    if rest.len() < 2 {
        return;
    }
    let _ = write!(path, "M{x} {y}l");
    for (index, (next_x, next_y)) in rest.iter().enumerate() {
        let (step_x, step_y) = (next_x - x, next_y - y);
        // A sign separates as a space does.
        let _ = write!(path, "{}{step_x}", if index == 0 || step_x < 0 { "" } else { " " });
        let _ = write!(path, "{}{step_y}", if step_y < 0 { "" } else { " " });
        (x, y) = (*next_x, *next_y);
    }
    path.push('z');
}
