//! The places of an impact on a flat piece of ground, in miles from its upper left: those whose people lose their nearest emergency
//! department, the hospitals that are down and those that people turn to. How it is drawn is none of its business.
//!
//! North is up. Degrees become miles at the latitude of the hospital, which at these distances bends nothing that can be seen.

use serde::Serialize;

use crate::decide::care::road::KM_PER_MILE;
use crate::decide::care::{Affected, CareModel, Impact, way_level};
use crate::model::Point;

/// Kilometres of a degree of latitude, to a tenth.
const KM_PER_DEGREE: f64 = 111.2;
/// Discs at most. Those with the most people are drawn.
const MOST_DISCS: usize = 300;
/// Receivers at most: as many as a page may name.
const MOST_RECEIVERS: usize = 8;
/// Miles across a picture that would show one place alone.
const LEAST_MILES: f64 = 20.0;
/// White at each side, as a share of the longer one.
const MARGIN: f64 = 0.08;

/// A place, in miles from the upper left.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Spot {
    /// Miles to the right.
    pub x: f64,
    /// Miles down.
    pub y: f64,
}

/// A ZIP area.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Disc {
    /// Its point.
    pub at: Spot,
    /// Its people as a share of those of the area with the most, 0 to 1.
    pub share: f64,
    /// How long the way to the next one is, 1 to 4; see [`way_level`].
    pub level: u8,
}

/// The picture.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Picture {
    /// Miles across.
    pub width: f64,
    /// Miles from top to bottom.
    pub height: f64,
    /// Areas, most people first.
    pub discs: Vec<Disc>,
    /// Hospitals that are down.
    pub down: Vec<Spot>,
    /// Places that people turn to, in the order of the list of them.
    pub receivers: Vec<Spot>,
    /// Areas with fewer people that are not drawn.
    pub n_left_out: usize,
}

impl Picture {
    /// Of an impact; `None` where no hospital that is down has a place, or nobody loses anything.
    pub fn of(model: &CareModel, impact: &Impact) -> Option<Self> {
        let down: Vec<Point> = impact
            .down
            .iter()
            .filter_map(|members| {
                let first = members.first()?;
                let site =
                    model.sites().iter().find(|site| site.members.iter().any(|m| m.ccn == first.ccn))?;
                Some(site.point)
            })
            .collect();
        let middle = *down.first()?;
        let mut areas: Vec<&Affected> = impact.areas.iter().filter(|a| a.people.high > 0).collect();
        areas.sort_by(|a, b| b.people.high.cmp(&a.people.high).then(a.zip.cmp(&b.zip)));
        let most = areas.first()?.people.high as f64;
        let n_left_out = areas.len().saturating_sub(MOST_DISCS);
        areas.truncate(MOST_DISCS);
        let flat = |point: &Point| from(&middle, point);
        let mut down: Vec<Spot> = down.iter().map(flat).collect();
        let mut receivers: Vec<Spot> =
            impact.receivers.iter().take(MOST_RECEIVERS).map(|r| flat(&r.site.point)).collect();
        let mut discs: Vec<Disc> = areas
            .iter()
            .map(|area| Disc {
                at: flat(&area.point),
                share: area.people.high as f64 / most,
                level: way_level(area.minutes_after),
            })
            .collect();
        let all = || down.iter().chain(&receivers).chain(discs.iter().map(|d| &d.at));
        let edge =
            |pick: fn(&Spot) -> f64, other: fn(f64, f64) -> f64, from: f64| all().map(pick).fold(from, other);
        let (left, right) =
            (edge(|s| s.x, f64::min, f64::INFINITY), edge(|s| s.x, f64::max, f64::NEG_INFINITY));
        let (top, foot) =
            (edge(|s| s.y, f64::min, f64::INFINITY), edge(|s| s.y, f64::max, f64::NEG_INFINITY));
        let margin = MARGIN * (right - left).max(foot - top).max(LEAST_MILES);
        let width = (right - left + 2.0 * margin).max(LEAST_MILES);
        let height = (foot - top + 2.0 * margin).max(LEAST_MILES / 2.0);
        let (left, top) = ((left + right - width) / 2.0, (top + foot - height) / 2.0);
        for spot in down.iter_mut().chain(&mut receivers).chain(discs.iter_mut().map(|d| &mut d.at)) {
            *spot = Spot { x: spot.x - left, y: spot.y - top };
        }
        Some(Self { width, height, discs, down, receivers, n_left_out })
    }
}

/// Miles right and down from a point. Over the date line the short way counts.
pub(super) fn from(middle: &Point, point: &Point) -> Spot {
    let east = (point.lon - middle.lon + 540.0).rem_euclid(360.0) - 180.0;
    let per_degree = KM_PER_DEGREE / KM_PER_MILE;
    Spot { x: east * per_degree * middle.lat.to_radians().cos(), y: (middle.lat - point.lat) * per_degree }
}
