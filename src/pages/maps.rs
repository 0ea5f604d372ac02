//! Maps of offices: a large one with links, a strip, and a locator for each
//! office. What carries one carries the notice.

use std::collections::BTreeMap;

use super::wording::{self, Notices};
use super::{Maker, offices};
use crate::asset::map::label::Placed;
use crate::asset::map::projection::{Point, on_map};
use crate::asset::map::sheet::{Crop, NARROW, Panel, Spot, Style, WIDE, sheet};
use crate::asset::map::{LAND_ID, land_file};
use crate::consent::published::{OfficeIx, PublicOffice};
use crate::route::{Facet, Routes, Target};
use crate::theme::Words;
use crate::view::map::{Locator, MapDot, MapLabel, MapPanel, MapRegion, MapStrip, MapView};

/// Degrees north of the strip: where people live.
const STRIP: (f64, f64) = (72.0, -42.0);

/// Width of the strip.
const STRIP_WIDTH: f64 = 1000.0;

/// The share of the world that a locator shows, about a continent.
const LOCATOR_SHARE: f64 = 0.34;

/// Width and height of a locator.
const LOCATOR: (f64, f64) = (320.0, 200.0);

/// The large map; none without an office.
pub(super) fn view(maker: &Maker<'_>, notices: &mut Notices) -> Option<MapView> {
    let land = land(&maker.routes)?;
    let listed = offices::by_place(maker);
    let listed: Vec<(OfficeIx, &PublicOffice)> =
        listed.into_iter().filter_map(|ix| Some((ix, maker.published.offices.get(ix.0)?))).collect();
    if listed.is_empty() {
        return None;
    }
    notices.map = true;
    let labels = labels(&listed, notices);
    let spots = listed.iter().zip(labels).map(|((_, office), label)| Spot {
        latitude: office.latitude,
        longitude: office.longitude,
        label,
    });
    let spots: Vec<Spot> = spots.collect();
    let drawn = |style: &Style| {
        let sheet = sheet(&spots, style);
        let details = sheet.details.iter().enumerate().map(|(index, detail)| {
            let title = maker
                .words()
                .fill("say_map_detail", &[("letter", &letter(index)), ("regions", &regions(maker, detail, &listed))]);
            panel(maker, detail, &spots, &listed, Some(title))
        });
        std::iter::once(panel(maker, &sheet.world, &spots, &listed, None)).chain(details).collect()
    };
    Some(MapView { land, wide: drawn(&WIDE), narrow: drawn(&NARROW) })
}

/// The strip; none without an office.
pub(super) fn strip(maker: &Maker<'_>, notices: &mut Notices) -> Option<MapStrip> {
    let land = land(&maker.routes).filter(|_| !maker.published.offices.is_empty())?;
    notices.map = true;
    let crop = Crop::band(STRIP.0, STRIP.1, STRIP_WIDTH);
    let points = maker.published.offices.iter().map(|office| crop.on(point(office)));
    let dots = points.filter(|point| (0.0..=crop.height).contains(&point.y)).map(dot).collect();
    let (width, height) = (whole(crop.width), whole(crop.height));
    Some(MapStrip { land, width, height, transform: transform(&crop), dots })
}

/// The locator of an office.
pub(super) fn locator(office: &PublicOffice, routes: &Routes<'_>, words: &Words) -> Option<Locator> {
    let place = wording::place(office, &mut Notices::default());
    let crop = Crop::near(point(office), LOCATOR_SHARE, LOCATOR.0, LOCATOR.1);
    Some(Locator {
        land: land(routes)?,
        title: words.fill("say_map_locator", &[("place", &place)]),
        width: whole(crop.width),
        height: whole(crop.height),
        transform: transform(&crop),
        dot: dot(crop.on(point(office))),
    })
}

fn land(routes: &Routes<'_>) -> Option<String> {
    Some(format!("{}#{LAND_ID}", routes.file(&land_file()?)))
}

fn panel(
    maker: &Maker<'_>,
    panel: &Panel,
    spots: &[Spot],
    listed: &[(OfficeIx, &PublicOffice)],
    title: Option<String>,
) -> MapPanel {
    let own = |index: usize| panel.dots.iter().find(|(known, _)| *known == index).map(|(_, point)| *point);
    let labels = panel.labels.iter().filter_map(|(index, placed)| {
        let (office, spot) = (listed.get(*index)?.0, spots.get(*index)?);
        let href = maker.href(&Target::Facet(Facet::Office(office), 1));
        Some(label(href, spot.label.clone(), own(*index)?, placed))
    });
    // A label that stands beside its dot has it within its link.
    let beside = |index: usize| panel.labels.iter().any(|(known, placed)| *known == index && placed.leader.is_none());
    let alone = panel.dots.iter().filter(|(index, _)| !beside(*index));
    let regions = panel.regions.iter().enumerate().map(|(index, (area, at))| MapRegion {
        letter: letter(index),
        x: whole(area.x),
        y: whole(area.y),
        width: whole(area.width),
        height: whole(area.height),
        at: at.map(|placed| dot(middle(&placed))),
        leader: at.and_then(|placed| placed.leader).map(dot),
    });
    MapPanel {
        title,
        width: whole(panel.crop.width),
        height: whole(panel.crop.height),
        transform: transform(&panel.crop),
        regions: regions.collect(),
        dots: alone.map(|(_, point)| dot(*point)).collect(),
        labels: labels.collect(),
    }
}

fn label(href: String, title: String, point: Point, placed: &Placed) -> MapLabel {
    let (target, text) = (placed.target, middle(placed));
    MapLabel {
        href,
        title,
        x: whole(target.x),
        y: whole(target.y),
        width: whole(target.width),
        height: whole(target.height),
        text_x: whole(text.x),
        text_y: whole(text.y),
        dot: dot(point),
        leader: placed.leader.map(dot),
    }
}

/// What the map calls each place: the city; with its country or area where
/// the city's name alone stands for several, or needs a mark.
fn labels(listed: &[(OfficeIx, &PublicOffice)], notices: &mut Notices) -> Vec<String> {
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    listed.iter().for_each(|(_, office)| *known.entry(&office.name.value).or_default() += 1);
    let label = |(_, office): &(OfficeIx, &PublicOffice)| {
        let alone = known.get(office.name.value.as_str()) == Some(&1) && !wording::is_marked(office);
        if alone { wording::marked(&office.name.value, notices) } else { wording::place(office, notices) }
    };
    listed.iter().map(label).collect()
}

/// What a detail shows: the sub-region of its offices, or if there are several
/// the regions.
fn regions(maker: &Maker<'_>, detail: &Panel, listed: &[(OfficeIx, &PublicOffice)]) -> String {
    let offices = || detail.dots.iter().filter_map(|(index, _)| listed.get(*index)).map(|(_, office)| office.country);
    let mut names: Vec<&str> = offices().map(|country| country.sub_region).collect();
    names.dedup();
    if names.len() > 1 {
        names = offices().map(|country| country.region).collect();
        names.sort_unstable();
        names.dedup();
    }
    names.join(maker.words().get("say_comma"))
}

/// A, B, …, Z, AA.
fn letter(index: usize) -> String {
    let last = u8::try_from(index % 26).map_or('A', |letter| char::from(b'A' + letter));
    if index < 26 { last.to_string() } else { format!("{}{last}", letter(index / 26 - 1)) }
}

fn point(office: &PublicOffice) -> Point {
    on_map(office.latitude, office.longitude)
}

fn middle(placed: &Placed) -> Point {
    let text = placed.text;
    Point { x: text.x + text.width / 2.0, y: text.y + text.height / 2.0 }
}

fn dot(point: Point) -> MapDot {
    MapDot { x: whole(point.x), y: whole(point.y) }
}

/// Drawings are a few thousand units wide at most.
fn whole(value: f64) -> i64 {
    value.round() as i64
}

pub(super) fn transform(Crop { x, y, scale, .. }: &Crop) -> String {
    format!("matrix({scale:.4} 0 0 {scale:.4} {:.1} {:.1})", -x * scale, -y * scale)
}
