//! Where labels stand: beside their dots, and where dots crowd fanned out
//! around them with a line to each. The same dots always give the same labels.

use super::projection::Point;

/// A rectangle of a drawing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// A dot that wants a label of this size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Want {
    /// The dot.
    pub dot: Point,
    /// Width of the label.
    pub width: f64,
    /// Height of the label.
    pub height: f64,
}

/// A label that found its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed {
    /// Where the text stands.
    pub text: Area,
    /// What answers to a click: the text, and its dot where the two touch.
    pub target: Area,
    /// Where a line from the dot ends, if the label stands apart.
    pub leader: Option<Point>,
}

/// Half of the side of the square that is kept free around a dot.
pub const DOT: f64 = 7.0;

/// Between a dot and a label that stands beside it.
const GAP: f64 = 9.0;

/// From one ring of places to the next.
const RING: f64 = 10.0;

/// How far from its dot a label may stand.
const FURTHEST: f64 = 360.0;

/// The ways to go from a dot, the better first: a sixteenth of a turn each.
const WAYS: [u8; 16] = [0, 8, 4, 12, 1, 7, 15, 9, 2, 6, 14, 10, 3, 5, 13, 11];

impl Area {
    /// Whether the two share any point.
    pub fn meets(&self, other: &Self) -> bool {
        self.x < other.x + other.width
            && other.x < self.x + self.width
            && self.y < other.y + other.height
            && other.y < self.y + self.height
    }

    /// Whether the other lies wholly within this one.
    pub fn holds(&self, other: &Self) -> bool {
        self.x <= other.x
            && self.y <= other.y
            && other.x + other.width <= self.x + self.width
            && other.y + other.height <= self.y + self.height
    }

    /// The square around a dot.
    pub fn around(dot: Point) -> Self {
        Self { x: dot.x - DOT, y: dot.y - DOT, width: 2.0 * DOT, height: 2.0 * DOT }
    }

    /// The smallest area with both in it.
    pub fn with(&self, other: &Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        let right = (self.x + self.width).max(other.x + other.width);
        let lower = (self.y + self.height).max(other.y + other.height);
        Self { x, y, width: right - x, height: lower - y }
    }

    fn nearest(&self, point: Point) -> Point {
        let x = point.x.clamp(self.x, self.x + self.width);
        Point { x, y: point.y.clamp(self.y, self.y + self.height) }
    }

    fn is_crossed(&self, (from, to): (Point, Point)) -> bool {
        let corner = |right: bool, lower: bool| Point {
            x: self.x + if right { self.width } else { 0.0 },
            y: self.y + if lower { self.height } else { 0.0 },
        };
        let (one, other) = ((corner(false, false), corner(true, true)), (corner(true, false), corner(false, true)));
        cross((from, to), one) || cross((from, to), other)
    }
}

/// Places a label for each dot within the frame; `None` where there is no room
/// for it. No two targets meet, none covers another dot or anything that is
/// `taken`.
pub fn place(wants: &[Want], frame: &Area, taken: &[Area]) -> Vec<Option<Placed>> {
    let mut sheet = Sheet { frame, taken, wants, placed: vec![None; wants.len()] };
    // What can stand beside its dot comes first: lines go around it.
    for rule in [Rule::Beside, Rule::Clear, Rule::Anyhow] {
        for index in 0..wants.len() {
            if sheet.placed.get(index).is_some_and(Option::is_none) {
                let found = sheet.find(index, rule);
                sheet.placed.iter_mut().skip(index).take(1).for_each(|slot| *slot = found);
            }
        }
    }
    sheet.placed
}

#[derive(Clone, Copy, PartialEq)]
enum Rule {
    /// Touching its dot.
    Beside,
    /// With a line that meets nothing.
    Clear,
    /// With a line that may run below other labels and across other lines.
    Anyhow,
}

struct Sheet<'a> {
    frame: &'a Area,
    taken: &'a [Area],
    wants: &'a [Want],
    placed: Vec<Option<Placed>>,
}

impl Sheet<'_> {
    fn find(&self, index: usize, rule: Rule) -> Option<Placed> {
        let want = self.wants.get(index)?;
        if rule == Rule::Beside {
            let beside = WAYS.iter().take(4).map(|way| at(want, *way, GAP));
            let joined = beside.map(|text| Placed { text, target: text.with(&Area::around(want.dot)), leader: None });
            return joined.into_iter().find(|placed| self.is_free(index, &placed.target));
        }
        let mut distance = GAP + RING;
        while distance <= FURTHEST {
            let ring = WAYS.iter().map(|way| at(want, *way, distance)).filter(|text| self.is_free(index, text));
            for text in ring {
                let leader = text.nearest(want.dot);
                if rule == Rule::Anyhow || self.is_clear(index, (want.dot, leader)) {
                    return Some(Placed { text, target: text, leader: Some(leader) });
                }
            }
            distance += RING;
        }
        None
    }

    fn others(&self, index: usize) -> impl Iterator<Item = (&Want, Option<&Placed>)> {
        let all = self.wants.iter().zip(&self.placed).enumerate();
        all.filter(move |(other, _)| *other != index).map(|(_, (want, placed))| (want, placed.as_ref()))
    }

    fn is_free(&self, index: usize, area: &Area) -> bool {
        let line = |want: &Want, placed: &Placed| Some((want.dot, placed.leader?));
        self.frame.holds(area)
            && !self.taken.iter().any(|taken| taken.meets(area))
            && !self.others(index).any(|(want, placed)| {
                Area::around(want.dot).meets(area)
                    || placed.is_some_and(|placed| {
                        placed.target.meets(area) || line(want, placed).is_some_and(|line| area.is_crossed(line))
                    })
            })
    }

    fn is_clear(&self, index: usize, line: (Point, Point)) -> bool {
        !self.taken.iter().any(|taken| taken.is_crossed(line))
            && !self.others(index).any(|(want, placed)| {
                Area::around(want.dot).is_crossed(line)
                    || placed.is_some_and(|placed| {
                        placed.target.is_crossed(line)
                            || placed.leader.is_some_and(|leader| cross(line, (want.dot, leader)))
                    })
            })
    }
}

/// Where a label is that stands some way off its dot, in whole units.
fn at(want: &Want, way: u8, distance: f64) -> Area {
    let turn = f64::from(way) * std::f64::consts::TAU / 16.0;
    let (east, south) = (turn.cos(), turn.sin());
    let x = want.dot.x + east * (distance + want.width / 2.0) - want.width / 2.0;
    let y = want.dot.y + south * (distance + want.height / 2.0) - want.height / 2.0;
    Area { x: x.round(), y: y.round(), width: want.width, height: want.height }
}

/// Whether two lines cross.
fn cross((a, b): (Point, Point), (c, d): (Point, Point)) -> bool {
    let side = |from: Point, to: Point, point: Point| {
        (to.x - from.x) * (point.y - from.y) - (to.y - from.y) * (point.x - from.x)
    };
    side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
}
