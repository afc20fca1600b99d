//! Which sites are near an area, nearest first: an R*-tree over points on the unit sphere, and what it said of every area.
//!
//! Points are three-dimensional unit vectors, so that nothing breaks at the date line or in the north, and the order of
//! chords is the order of great circles. Where a file gives minutes of a way, the way is put where its minutes belong.

use std::iter::from_fn;

use rstar::RTree;
use rstar::primitives::GeomWithData;

use super::area::Area;
use super::road::Roads;
use super::site::Site;
use super::times::Times;
use crate::model::Point;

/// At least so many sites are kept for each area: enough for any few hospitals down.
const LEAST: usize = 4;

/// A site and how far it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Way {
    /// Place in the list of sites.
    pub site: u32,
    /// Kilometres in a straight line.
    pub km: f64,
    /// Minutes by road, where a file has them.
    pub minutes: Option<f64>,
    /// What ways are ordered by: the straight kilometres, or those that take as long as the file says, at the likely pace.
    pub reach_km: f64,
}

impl Way {
    /// Minutes for someone of the area who lives so many kilometres farther off than its point, or nearer where below zero. A file's
    /// minutes are those of the point; none is below zero.
    pub(super) fn minutes(&self, roads: &Roads, farther_km: f64, area: &Area) -> f64 {
        let Some(minutes) = self.minutes else {
            return roads.minutes(self.km + farther_km, area.is_town);
        };
        let more = roads.minutes(farther_km.abs(), false);
        (minutes + more.copysign(farther_km)).max(0.0)
    }
}

/// What near sites are looked for with.
#[derive(Clone, Copy)]
pub(super) struct Ground<'g> {
    pub(super) sites: &'g [Site],
    pub(super) areas: &'g [Area],
    pub(super) times: &'g Times,
}

/// The sites near every area.
#[derive(Clone, Debug)]
pub(super) struct Near {
    tree: RTree<GeomWithData<[f64; 3], u32>>,
    /// Where each area's ways begin; one more at the end.
    starts: Vec<usize>,
    /// Complete to the last kilometre each area's list names.
    ways: Vec<Way>,
    /// For each site the areas whose nearest it may be for somebody.
    may_be_nearest: Vec<Vec<u32>>,
}

impl Near {
    pub(super) fn of(ground: Ground<'_>) -> Self {
        let at = |(i, site): (usize, &Site)| GeomWithData::new(unit(site.point), i as u32);
        let tree = RTree::bulk_load(ground.sites.iter().enumerate().map(at).collect());
        let mut near = Self {
            tree,
            starts: vec![0],
            ways: Vec::with_capacity(ground.areas.len() * 6),
            may_be_nearest: vec![Vec::new(); ground.sites.len()],
        };
        for (i, area) in ground.areas.iter().enumerate() {
            let first = near.ways.len();
            let mut reach_km = f64::INFINITY;
            for way in search(&near.tree, ground, i as u32) {
                let n = near.ways.len() - first;
                if n >= LEAST && way.reach_km > reach_km {
                    break;
                }
                near.ways.push(way);
                if n == 1 {
                    reach_km = way.reach_km + 2.0 * area.spread_km;
                }
            }
            let ways = &near.ways[first..];
            let nearest_km = ways.first().map_or(0.0, |w| w.reach_km);
            for (n, way) in ways.iter().enumerate() {
                if n == 0 || may(way.reach_km, nearest_km, area) {
                    near.may_be_nearest[way.site as usize].push(i as u32);
                }
            }
            near.starts.push(near.ways.len());
        }
        near
    }

    /// The ways kept for an area, nearest first.
    pub(super) fn kept(&self, area: u32) -> &[Way] {
        &self.ways[self.starts[area as usize]..self.starts[area as usize + 1]]
    }

    /// The areas some of whose people may have one of these sites as their nearest, in order.
    pub(super) fn may_lose(&self, down: &[u32]) -> Vec<u32> {
        let mut areas: Vec<u32> =
            down.iter().flat_map(|site| &self.may_be_nearest[*site as usize]).copied().collect();
        areas.sort_unstable();
        areas.dedup();
        areas
    }

    /// The open sites an area's people may turn to: the nearest, and those that may be nearest for somebody there.
    pub(super) fn open(&self, ground: Ground<'_>, area: u32, down: &[u32]) -> Vec<Way> {
        let here = &ground.areas[area as usize];
        let kept = self.kept(area);
        let is_open = |way: &Way| down.binary_search(&way.site).is_err();
        let mut open: Vec<Way> = kept.iter().copied().filter(is_open).collect();
        let complete_km = kept.last().map_or(0.0, |w| w.reach_km);
        let is_enough = open.first().is_some_and(|w| w.reach_km + 2.0 * here.spread_km <= complete_km);
        if !is_enough && kept.len() < ground.sites.len() {
            open.clear();
            for way in search(&self.tree, ground, area).filter(is_open) {
                if open.first().is_some_and(|first| !may(way.reach_km, first.reach_km, here)) {
                    break;
                }
                open.push(way);
            }
        }
        if let Some(first) = open.first().copied() {
            let mut n = 0;
            open.retain(|way| {
                n += 1;
                n == 1 || may(way.reach_km, first.reach_km, here)
            });
        }
        open
    }

    /// Every way of an area that is no farther than this, nearest first.
    pub(super) fn within<'n>(
        &'n self,
        ground: Ground<'n>,
        area: u32,
        reach_km: f64,
    ) -> impl Iterator<Item = Way> + 'n {
        search(&self.tree, ground, area).take_while(move |way| way.reach_km <= reach_km)
    }
}

/// Whether a site may be nearest for somebody of an area: nobody is farther from its point than its spread, so both ways may
/// differ by that much from what the point says. Where the point stands for all, only the first of the list is nearest.
pub(super) fn may(km: f64, nearest_km: f64, area: &Area) -> bool {
    area.spread_km > 0.0 && km <= nearest_km + 2.0 * area.spread_km
}

/// All sites, nearest first: those of the tree, with those of a file put in where their minutes belong.
fn search<'n>(
    tree: &'n RTree<GeomWithData<[f64; 3], u32>>,
    ground: Ground<'n>,
    area: u32,
) -> impl Iterator<Item = Way> + 'n {
    let here = &ground.areas[area as usize];
    let timed = ground.times.from(area);
    let km = move |site: u32| here.point.km_to(&ground.sites[site as usize].point);
    let mut by_line = tree
        .nearest_neighbor_iter(unit(here.point))
        .filter(move |found| !ground.times.has(area, found.data))
        .map(move |found| {
            let km = km(found.data);
            Way { site: found.data, km, minutes: None, reach_km: km }
        })
        .peekable();
    let mut by_road = timed
        .iter()
        .map(move |(site, minutes)| Way {
            site: *site,
            km: km(*site),
            minutes: Some(*minutes),
            reach_km: Roads::LIKELY.straight_km(*minutes, here.is_town),
        })
        .peekable();
    from_fn(move || match (by_line.peek(), by_road.peek()) {
        (Some(line), Some(road)) if road.reach_km <= line.reach_km => by_road.next(),
        (None, _) => by_road.next(),
        _ => by_line.next(),
    })
}

fn unit(point: Point) -> [f64; 3] {
    let (lat, lon) = (point.lat.to_radians(), point.lon.to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
}
