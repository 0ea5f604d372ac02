//! A text in an area: as large as it may be, on as few lines as that takes, the
//! lines about as long as each other, each measured as it is drawn.

use std::fmt::Write as _;
use std::ops::Range;

use unicode_bidi::{BidiInfo, Direction, Level, get_base_direction};
use unicode_linebreak::linebreaks;
use unicode_segmentation::UnicodeSegmentation;

use super::fonts::{Fonts, Run};
use super::letters::clean;

/// Where a text may stand, in the units of the drawing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Its left side.
    pub x: f32,
    /// Its top.
    pub y: f32,
    /// How wide it is.
    pub width: f32,
    /// How high it is.
    pub height: f32,
}

/// How a text stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Setting<'a> {
    /// The font that is asked first for each letter.
    pub font: &'a str,
    /// The largest size.
    pub size: f32,
    /// The smallest; what does not fit then is cut.
    pub least: f32,
    /// From line to line, in em.
    pub leading: f32,
    /// The most lines.
    pub lines: usize,
    /// Which side lines keep to.
    pub anchor: Anchor,
    /// Where the lines stand if there is room left.
    pub stand: Stand,
}

/// The side of the area that lines keep to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Left.
    Start,
    /// Neither.
    Middle,
    /// Right.
    End,
}

/// Where in the height of an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// Above.
    Top,
    /// Between.
    Middle,
    /// Below.
    Bottom,
}

/// A text that fits.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// Elements of an SVG drawing; nothing where there is no text.
    pub svg: String,
    /// The size that it has.
    pub size: f32,
    /// On how many lines.
    pub lines: usize,
    /// Where it begins.
    pub top: f32,
    /// Where it ends.
    pub bottom: f32,
}

/// Puts a text into an area. `None` if the theme has no such font.
pub fn fit(fonts: &Fonts, text: &str, area: Area, setting: Setting<'_>) -> Option<Fitted> {
    let cleaned = clean(text);
    let first = fonts.best(&cleaned, fonts.find(setting.font)?);
    // What no font has must not be measured or broken either.
    let text: String = fonts.runs(&cleaned, first).iter().map(|run| run.text).collect();
    let right = get_base_direction(text.as_str()) == Direction::Rtl;
    let reach = fonts.reach(&fonts.runs(&text, first));
    let copy = Copy { fonts, first, text: &text, right, reach, leading: setting.leading };
    let (size, lines) = copy.lines(area, &setting);
    Some(copy.placed(&lines, size, area, &setting))
}

/// A text that is measured in em.
struct Copy<'a> {
    fonts: &'a Fonts,
    first: usize,
    text: &'a str,
    /// Whether it is read from the right.
    right: bool,
    /// How far lines reach up and down.
    reach: (f32, f32),
    leading: f32,
}

/// A part of a line in one font and one direction.
struct Piece<'t> {
    run: Run<'t>,
    right: bool,
    width: f32,
}

/// A line as it is seen: its parts from left to right, how wide it is, and how
/// far from its left side they begin.
struct Row<'t> {
    pieces: Vec<Piece<'t>>,
    width: f32,
    before: f32,
}

/// What stays on one line.
#[derive(Debug, Clone)]
struct Unit {
    range: Range<usize>,
    /// Without the space behind it.
    width: f32,
    /// With it.
    full: f32,
}

impl Copy<'_> {
    /// The size, and the lines, none of which is wider than the area.
    fn lines(&self, area: Area, setting: &Setting<'_>) -> (f32, Vec<String>) {
        let units = self.units();
        let mut size = setting.size.max(1.0);
        let least = setting.least.clamp(1.0, size);
        while size > least {
            if let Some(lines) = self.at(&units, size, area, setting) {
                return (size, lines);
            }
            size = (size - 1.0).max(least);
        }
        let lines = self.at(&units, least, area, setting);
        (least, lines.unwrap_or_else(|| self.cut(&units, least, area, setting)))
    }

    /// Lines of that size, if all of it fits.
    fn at(&self, units: &[Unit], size: f32, area: Area, setting: &Setting<'_>) -> Option<Vec<String>> {
        let most = area.width / size;
        let rows = wrap(units, most)?;
        if rows.len() > self.room(size, area, setting) {
            return None;
        }
        // Letters at the ends of words may keep closer than words alone.
        let (mut low, mut high, mut even) = (0.0, most, rows.clone());
        for _ in 0..12 {
            let middle = (low + high) / 2.0;
            match wrap(units, middle).filter(|tried| tried.len() == rows.len()) {
                Some(tried) => (high, even) = (middle, tried),
                None => low = middle,
            }
        }
        let lines: Vec<String> = even.into_iter().map(|row| self.line(units, row)).collect();
        lines.iter().all(|line| self.row(line).width <= most).then_some(lines)
    }

    /// Lines of the smallest size: words that are too long are broken, and
    /// what has no room is left out.
    fn cut(&self, units: &[Unit], size: f32, area: Area, setting: &Setting<'_>) -> Vec<String> {
        let most = area.width / size;
        let units: Vec<Unit> = units.iter().flat_map(|unit| self.broken(unit, most)).collect();
        let rows = wrap(&units, most).unwrap_or_default();
        let room = self.room(size, area, setting).max(1);
        let mut lines: Vec<String> = rows.iter().take(room).map(|row| self.line(&units, row.clone())).collect();
        let whole = rows.len() <= room;
        for (index, line) in lines.iter_mut().enumerate() {
            let last = !whole && index + 1 == room;
            let ended = |line: &str| if last { format!("{}…", line.trim_end()) } else { line.to_owned() };
            while !line.is_empty() && self.row(&ended(line)).width > most {
                let kept = line.grapheme_indices(true).next_back().map_or(0, |(at, _)| at);
                line.truncate(kept);
            }
            *line = ended(line);
        }
        lines
    }

    /// How many lines there is room for.
    fn room(&self, size: f32, area: Area, setting: &Setting<'_>) -> usize {
        let (up, down) = self.reach;
        let more = (area.height / size - up - down) / self.step();
        // A float becomes the nearest whole number that there is.
        (more.max(-1.0).floor() as i64 + 1).unsigned_abs().try_into().unwrap_or(usize::MAX).min(setting.lines)
    }

    /// From line to line: fonts that reach far need more.
    fn step(&self) -> f32 {
        let (up, down) = self.reach;
        self.leading.max((up + down) * 0.74).max(0.1)
    }

    fn units(&self) -> Vec<Unit> {
        let mut start = 0;
        let ends = linebreaks(self.text).map(|(end, _)| end);
        ends.filter_map(|end| {
            let range = std::mem::replace(&mut start, end)..end;
            let text = self.text.get(range.clone())?;
            Some(Unit { width: self.width(text.trim_end_matches(' ')), full: self.width(text), range })
        })
        .collect()
    }

    /// A unit that is wider than a line, letter by letter.
    fn broken(&self, unit: &Unit, most: f32) -> Vec<Unit> {
        let text = self.text.get(unit.range.clone()).unwrap_or_default();
        if unit.width <= most {
            return vec![unit.clone()];
        }
        let letters = text.grapheme_indices(true).map(|(at, letter)| {
            let from = unit.range.start + at;
            let width = self.width(letter);
            let seen = if letter.trim_end_matches(' ').is_empty() { 0.0 } else { width };
            Unit { range: from..from + letter.len(), width: seen, full: width }
        });
        letters.collect()
    }

    fn line(&self, units: &[Unit], row: Range<usize>) -> String {
        let row = units.get(row).unwrap_or_default();
        let (start, end) = (row.first().map_or(0, |u| u.range.start), row.last().map_or(0, |u| u.range.end));
        self.text.get(start..end).unwrap_or_default().trim_end_matches(' ').to_owned()
    }

    fn width(&self, text: &str) -> f32 {
        self.pieces(text).iter().map(|piece| piece.width).sum()
    }

    fn row<'t>(&self, line: &'t str) -> Row<'t> {
        let pieces = self.pieces(line);
        let overhang = |piece: &Piece<'_>| self.fonts.overhang(piece.run, piece.right);
        // A letter may stand out a little, as j does, and not a whole accent.
        let seen = |length: f32| if length > 0.1 { length } else { 0.0 };
        let before = seen(pieces.first().map_or(0.0, |piece| overhang(piece).0));
        let behind = seen(pieces.last().map_or(0.0, |piece| overhang(piece).1));
        let width = before + behind + pieces.iter().map(|piece| piece.width).sum::<f32>();
        Row { pieces, width, before }
    }

    /// The parts of a line from left to right.
    fn pieces<'t>(&self, line: &'t str) -> Vec<Piece<'t>> {
        let mut pieces = Vec::new();
        let mut add = |text: &'t str, right: bool| {
            let mut runs = self.fonts.runs(text, self.first);
            if right {
                runs.reverse();
            }
            let piece = |run| Piece { run, right, width: self.fonts.width(run, right) };
            pieces.extend(runs.into_iter().map(piece));
        };
        if !self.right && !line.chars().any(may_turn) {
            add(line, false);
            return pieces;
        }
        let level = if self.right { Level::rtl() } else { Level::ltr() };
        let info = BidiInfo::new(line, Some(level));
        for paragraph in &info.paragraphs {
            let (levels, runs) = info.visual_runs(paragraph, paragraph.range.clone());
            for run in runs {
                let right = levels.get(run.start).is_some_and(Level::is_rtl);
                line.get(run).into_iter().for_each(|text| add(text, right));
            }
        }
        pieces
    }

    fn placed(&self, lines: &[String], size: f32, area: Area, setting: &Setting<'_>) -> Fitted {
        let (up, down) = self.reach;
        let steps = lines.len().saturating_sub(1) as f32;
        let height = if lines.is_empty() { 0.0 } else { (up + down + steps * self.step()) * size };
        let left = (area.height - height).max(0.0);
        let stand = match setting.stand {
            Stand::Top => 0.0,
            Stand::Middle => left / 2.0,
            Stand::Bottom => left,
        };
        let top = area.y + stand;
        let mut svg = String::new();
        let rows: Vec<Row<'_>> = lines.iter().map(|line| self.row(line)).collect();
        let widest = rows.iter().map(|row| row.width).fold(0.0, f32::max) * size;
        for (index, row) in rows.iter().enumerate() {
            let width = row.width * size;
            // Lines begin below each other on the side that they are read from.
            let x = match (setting.anchor, self.right) {
                (Anchor::Start, false) => area.x,
                (Anchor::Start, true) => area.x + widest - width,
                (Anchor::Middle, _) => area.x + (area.width - width) / 2.0,
                (Anchor::End, true) => area.x + area.width - width,
                (Anchor::End, false) => area.x + area.width - widest,
            };
            let y = top + (up + index as f32 * self.step()) * size;
            self.draw(&mut svg, &row.pieces, size, (x + row.before * size, y));
        }
        Fitted { svg, size, lines: lines.len(), top, bottom: top + height }
    }

    /// Each piece in its font at its place: what draws them would else order
    /// and measure them anew. One that is read from the right says so, since
    /// the signs at its ends would stand at the wrong one.
    fn draw(&self, svg: &mut String, pieces: &[Piece<'_>], size: f32, (mut x, y): (f32, f32)) {
        for Piece { run, right, width } in pieces {
            let (begin, end) = if *right { ("\u{202b}", "\u{202c}") } else { ("", "") };
            let (font, text) = (escaped(self.fonts.name(*run)), escaped(run.text));
            // A string takes all that is written.
            let _ = write!(
                svg,
                "<text x=\"{x:.2}\" y=\"{y:.2}\" font-size=\"{size:.2}\" font-family=\"'{font}'\" \
                 xml:space=\"preserve\">{begin}{text}{end}</text>"
            );
            x += width * size;
        }
    }
}

/// Whether letters of this kind may be read from the right.
fn may_turn(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{1efff}')
}

/// Rows of units, each as full as can be; `None` if one unit is too wide.
fn wrap(units: &[Unit], most: f32) -> Option<Vec<Range<usize>>> {
    let mut rows: Vec<Range<usize>> = Vec::new();
    let mut taken = 0.0;
    for (index, unit) in units.iter().enumerate() {
        if unit.width > most {
            return None;
        }
        match rows.last_mut() {
            Some(row) if taken + unit.width <= most => row.end = index + 1,
            _ => {
                rows.push(index..index + 1);
                taken = 0.0;
            }
        }
        taken += unit.full;
    }
    Some(rows)
}

fn escaped(text: &str) -> String {
    quick_xml::escape::escape(text).into_owned()
}
