//! A map with its details: the world, and a closer look at each region where
//! markers crowd. Sizes are in units of the drawing, which are about as large
//! as CSS pixels.

use super::label::{self, Area, Placed, Want};
use super::projection::{HEIGHT, Point, WIDTH, on_map};

/// A place that a map shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Spot {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Its label.
    pub label: String,
}

/// What a map is drawn for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// Width of the world.
    pub width: f64,
    /// Width of a detail.
    pub detail: f64,
    /// Height of a label: that of a target, with room for a smaller screen.
    pub row: f64,
    /// Mean width of a letter, on the safe side.
    pub letter: f64,
    /// Markers nearer than this crowd.
    pub near: f64,
    /// The side of the largest region that one detail shows.
    pub extent: f64,
    /// So many crowded markers make a detail.
    pub least: usize,
}

/// For screens of at least 56 rem.
pub const WIDE: Style =
    Style { width: 1000.0, detail: 490.0, row: 30.0, letter: 9.0, near: 44.0, extent: 110.0, least: 3 };

/// For smaller ones.
pub const NARROW: Style =
    Style { width: 300.0, detail: 300.0, row: 26.0, letter: 7.9, near: 40.0, extent: 45.0, least: 2 };

/// A part of the world and what is drawn upon it.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// Which part.
    pub crop: Crop,
    /// Spots in it, by their place in the list, each with its dot: all of them
    /// in the world, and in a detail those that it is for.
    pub dots: Vec<(usize, Point)>,
    /// Labels of spots that found room, and are in no detail.
    pub labels: Vec<(usize, Placed)>,
    /// The regions of the details, in their order, each with the place of its
    /// letter.
    pub regions: Vec<(Area, Option<Placed>)>,
}

/// A part of the map, drawn at some scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Crop {
    /// Units of the map to the left of it.
    pub x: f64,
    /// Units of the map above it.
    pub y: f64,
    /// Units of the drawing for each of the map.
    pub scale: f64,
    /// Width of the drawing.
    pub width: f64,
    /// Height of the drawing.
    pub height: f64,
}

/// The world first, then the details.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// The world.
    pub world: Panel,
    /// The details.
    pub details: Vec<Panel>,
}

/// Degrees north of what a map of the world always shows: the tip of
/// Greenland to Cape Horn.
const WORLD: [f64; 2] = [84.0, -57.0];

/// A detail shows at least this share of the world: the outlines are coarse.
const CLOSEST: f64 = 0.06;

/// The part of a detail at each side that is left to labels.
const MARGIN: f64 = 0.2;

/// How high a detail is for its width, at least and at most.
const ASPECT: (f64, f64) = (0.62, 1.2);

/// Room at the sides of the world, as a share of it: for dots at its edge.
const EDGE: f64 = 0.015;

/// Lays out a map.
pub fn sheet(spots: &[Spot], style: &Style) -> Sheet {
    let points: Vec<Point> = spots.iter().map(|spot| on_map(spot.latitude, spot.longitude)).collect();
    let crop = Crop::world(&points, style.width);
    let drawn: Vec<Point> = points.iter().map(|point| crop.on(*point)).collect();
    let (crowds, alone): (Vec<_>, Vec<_>) =
        groups(&drawn, style.near, style.extent).into_iter().partition(|group| group.len() >= style.least);
    let alone: Vec<usize> = alone.into_iter().flatten().collect();
    let details = crowds.iter().map(|crowd| {
        let inside: Vec<Point> = crowd.iter().filter_map(|index| points.get(*index).copied()).collect();
        panel(spots, &points, Crop::around(&inside, style), (crowd, crowd), &[], style)
    });
    let details = details.collect();
    let regions: Vec<Area> = crowds.iter().filter_map(|crowd| region(crowd, &drawn)).collect();
    let all: Vec<usize> = (0..spots.len()).collect();
    Sheet { world: panel(spots, &points, crop, (&all, &alone), &regions, style), details }
}

impl Crop {
    /// The whole width, and so far north and south as land and points go.
    pub fn world(points: &[Point], width: f64) -> Self {
        let [north, south] = WORLD.map(|latitude| on_map(latitude, 0.0).y);
        let edge = WIDTH * EDGE;
        let y = points.iter().fold(north, |y, point| y.min(point.y - edge));
        let lower = points.iter().fold(south, |y, point| y.max(point.y + edge));
        let scale = width / (WIDTH + 2.0 * edge);
        Self { x: -edge, y, scale, width, height: ((lower - y) * scale).ceil() }
    }

    /// A band of the world between two latitudes.
    pub fn band(north: f64, south: f64, width: f64) -> Self {
        let [y, lower] = [north, south].map(|latitude| on_map(latitude, 0.0).y);
        let scale = width / WIDTH;
        Self { x: 0.0, y, scale, width, height: ((lower - y) * scale).ceil() }
    }

    /// So much of the world around a point, within its sides.
    pub fn near(point: Point, share: f64, width: f64, height: f64) -> Self {
        let scale = width / (WIDTH * share);
        Self { x: 0.0, y: 0.0, scale, width, height }.centred(point)
    }

    /// A detail: the points with room for their labels.
    fn around(points: &[Point], style: &Style) -> Self {
        let side = |of: fn(&Point) -> f64| {
            let least = points.iter().map(of).fold(f64::INFINITY, f64::min);
            let most = points.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
            ((least + most) / 2.0, most - least)
        };
        let ((x, across), (y, down)) = (side(|point| point.x), side(|point| point.y));
        let width = style.detail;
        // Two columns of labels beside the dots, however many there are.
        let rows = points.len() as f64 * style.row * 0.8;
        let height = rows.clamp(width * ASPECT.0, width * ASPECT.1);
        let room = 1.0 - 2.0 * MARGIN;
        let scale = (width * room / across).min(height * room / down).min(width / (WIDTH * CLOSEST));
        Self { x: 0.0, y: 0.0, scale, width, height: height.ceil() }.centred(Point { x, y })
    }

    fn centred(self, point: Point) -> Self {
        let (across, down) = (self.width / self.scale, self.height / self.scale);
        let x = (point.x - across / 2.0).clamp(0.0, (WIDTH - across).max(0.0));
        let y = (point.y - down / 2.0).clamp(0.0, (HEIGHT - down).max(0.0));
        Self { x, y, ..self }
    }

    /// A point of the map in the drawing, in whole units.
    pub fn on(&self, point: Point) -> Point {
        Point { x: ((point.x - self.x) * self.scale).round(), y: ((point.y - self.y) * self.scale).round() }
    }

    /// The whole drawing.
    pub fn frame(&self) -> Area {
        Area { x: 0.0, y: 0.0, width: self.width, height: self.height }
    }
}

/// Draws a part: the spots that are `shown`, those that are `named` with
/// labels.
fn panel(
    spots: &[Spot],
    points: &[Point],
    crop: Crop,
    (shown, named): (&[usize], &[usize]),
    regions: &[Area],
    style: &Style,
) -> Panel {
    let frame = crop.frame();
    let dots = shown.iter().filter_map(|index| Some((*index, crop.on(*points.get(*index)?))));
    let dots: Vec<(usize, Point)> = dots.collect();
    let wants = named.iter().filter_map(|index| {
        let (_, dot) = dots.iter().find(|(known, _)| known == index)?;
        Some((*index, Want { dot: *dot, width: width(&spots.get(*index)?.label, style), height: style.row }))
    });
    let (order, mut wants): (Vec<usize>, Vec<Want>) = wants.unzip();
    // A region wants its letter as a dot wants its label.
    let letters = regions.iter().map(|region| Want {
        dot: Point { x: region.x + region.width, y: region.y },
        width: style.row,
        height: style.row,
    });
    wants.extend(letters);
    let mut placed = label::place(&wants, &frame, regions);
    let letters = placed.split_off(order.len());
    let labels = order.into_iter().zip(placed).filter_map(|(index, placed)| Some((index, placed?))).collect();
    Panel { crop, dots, labels, regions: regions.iter().copied().zip(letters).collect() }
}

/// The rectangle around a crowd, wide enough to be seen as one.
fn region(crowd: &[usize], drawn: &[Point]) -> Option<Area> {
    let dots = crowd.iter().filter_map(|index| drawn.get(*index)).map(|dot| Area::around(*dot));
    dots.reduce(|all, dot| all.with(&dot))
}

/// How wide a label is at most: letters of East Asia are as wide as high, and
/// there is a little room at both ends.
fn width(label: &str, style: &Style) -> f64 {
    let letter = |letter: char| if letter >= '\u{1100}' { 2.0 } else { 1.0 };
    (label.chars().map(letter).sum::<f64>() * style.letter + 8.0).ceil().max(style.row)
}

/// Groups points: the nearest first, as long as the group stays within the
/// extent. Groups and their members are in the order of the points.
fn groups(points: &[Point], near: f64, extent: f64) -> Vec<Vec<usize>> {
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (first, a) in points.iter().enumerate() {
        let later = points.iter().enumerate().skip(first + 1);
        let with = later.map(|(second, b)| ((a.x - b.x).hypot(a.y - b.y), first, second));
        pairs.extend(with.filter(|(distance, ..)| *distance <= near));
    }
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut of: Vec<usize> = (0..points.len()).collect();
    for (_, first, second) in pairs {
        let (Some(one), Some(other)) = (of.get(first).copied(), of.get(second).copied()) else { continue };
        let together: Vec<usize> =
            (0..of.len()).filter(|i| of.get(*i).is_some_and(|g| *g == one || *g == other)).collect();
        let fits = region(&together, points).is_some_and(|area| area.width.max(area.height) <= extent);
        if one != other && fits {
            of.iter_mut().filter(|group| **group == other).for_each(|group| *group = one);
        }
    }
    let mut found: Vec<(usize, Vec<usize>)> = Vec::new();
    for (index, group) in of.into_iter().enumerate() {
        match found.iter_mut().find(|(known, _)| *known == group) {
            Some((_, members)) => members.push(index),
            None => found.push((group, vec![index])),
        }
    }
    found.into_iter().map(|(_, members)| members).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
    use proptest::test_runner::TestCaseError;

    use super::{NARROW, Panel, Sheet, Spot, Style, WIDE, sheet};
    use crate::asset::map::label::Area;

    fn spots(places: &[(f64, f64)]) -> Vec<Spot> {
        let label = |index: usize| ["Rome", "Antananarivo", "Pristina, Kosovo*", "Bujumbura"][index % 4].to_owned();
        let spot = |(index, (latitude, longitude)): (usize, &(f64, f64))| Spot {
            latitude: *latitude,
            longitude: *longitude,
            label: label(index),
        };
        places.iter().enumerate().map(spot).collect()
    }

    fn panels(sheet: &Sheet) -> impl Iterator<Item = &Panel> {
        std::iter::once(&sheet.world).chain(&sheet.details)
    }

    fn labelled(sheet: &Sheet) -> Vec<usize> {
        let mut all: Vec<usize> =
            panels(sheet).flat_map(|panel| panel.labels.iter().map(|(index, _)| *index)).collect();
        all.sort_unstable();
        all
    }

    fn holds(spots: &[Spot], style: &Style) -> Result<(), TestCaseError> {
        let sheet = sheet(spots, style);
        prop_assert_eq!(sheet.world.dots.len(), spots.len());
        let mut once = labelled(&sheet);
        once.dedup();
        prop_assert_eq!(once, labelled(&sheet));
        for panel in panels(&sheet) {
            let frame = panel.crop.frame();
            for (_, dot) in &panel.dots {
                prop_assert!((0.0..=frame.width).contains(&dot.x) && (0.0..=frame.height).contains(&dot.y), "{dot:?}");
            }
            for (at, (index, placed)) in panel.labels.iter().enumerate() {
                let target = placed.target;
                prop_assert!(frame.holds(&target) && target.holds(&placed.text), "{placed:?}");
                prop_assert!(target.width >= style.row && target.height >= style.row, "{target:?}");
                prop_assert_eq!(target, Area { x: target.x.round(), y: target.y.round(), ..target });
                for (_, other) in panel.labels.iter().skip(at + 1) {
                    prop_assert!(!other.target.meets(&target), "{other:?} {target:?}");
                }
                for (_, dot) in panel.dots.iter().filter(|(other, _)| other != index && named(panel, *other)) {
                    prop_assert!(!Area::around(*dot).meets(&placed.text), "{dot:?} {placed:?}");
                }
            }
        }
        Ok(())
    }

    fn named(panel: &Panel, index: usize) -> bool {
        panel.labels.iter().any(|(known, _)| *known == index)
    }

    proptest! {
        #[test]
        fn targets_keep_apart_and_within(
            places in proptest::collection::vec((-90.0..=90.0_f64, -180.0..=180.0_f64), 0..60),
        ) {
            holds(&spots(&places), &WIDE)?;
            holds(&spots(&places), &NARROW)?;
        }

        #[test]
        fn targets_keep_apart_where_all_are_near(
            places in proptest::collection::vec((40.0..=50.0_f64, 5.0..=25.0_f64), 0..60),
        ) {
            holds(&spots(&places), &WIDE)?;
            holds(&spots(&places), &NARROW)?;
        }
    }

    /// The offices of the programme: Sarajevo and Pristina are eight pixels
    /// apart on a map of a thousand.
    const OFFICES: [(f64, f64); 10] = [
        (46.20, 6.15),
        (48.21, 16.37),
        (51.51, -0.13),
        (43.85, 18.36),
        (42.67, 21.17),
        (-1.28, 36.82),
        (-3.38, 29.36),
        (-25.97, 32.58),
        (17.97, 102.60),
        (23.71, 90.41),
    ];

    #[test]
    fn every_office_of_the_programme_has_a_label_and_europe_a_detail() {
        for style in [WIDE, NARROW] {
            let sheet = sheet(&spots(&OFFICES), &style);
            assert_eq!(labelled(&sheet), (0..10).collect::<Vec<_>>());
            assert!(sheet.details.iter().any(|panel| (0..5).all(|office| named(panel, office))), "{style:?}");
        }
    }

    #[test]
    fn one_place_is_labelled_and_sixty_in_one_spot_do_no_harm() {
        assert_eq!(labelled(&sheet(&spots(&OFFICES[..1]), &WIDE)), [0]);
        let sheet = sheet(&spots(&[(46.2, 6.15); 60]), &NARROW);
        assert_eq!((sheet.world.dots.len(), sheet.details.len()), (60, 1));
    }
}
