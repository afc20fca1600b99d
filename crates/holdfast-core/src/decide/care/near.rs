//! Which sites are near an area, nearest first: an R*-tree over points on the unit sphere, and what it said of every area.
//!
//! Points are three-dimensional unit vectors, so that nothing breaks at the date line or in the north, and the order of
//! chords is the order of great circles.

use rstar::RTree;
use rstar::primitives::GeomWithData;

use super::area::Area;
use super::site::Site;
use crate::model::Point;

/// At least so many sites are kept for each area: enough for any few hospitals down.
const LEAST: usize = 4;

/// A site and its distance in a straight line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Way {
    /// Place in the list of sites.
    pub site: u32,
    /// Kilometres.
    pub km: f64,
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
    pub(super) fn of(sites: &[Site], areas: &[Area]) -> Self {
        let at = |(i, site): (usize, &Site)| GeomWithData::new(unit(site.point), i as u32);
        let tree = RTree::bulk_load(sites.iter().enumerate().map(at).collect());
        let mut near = Self {
            tree,
            starts: vec![0],
            ways: Vec::with_capacity(areas.len() * 6),
            may_be_nearest: vec![Vec::new(); sites.len()],
        };
        for (i, area) in areas.iter().enumerate() {
            let first = near.ways.len();
            let mut reach_km = f64::INFINITY;
            for way in search(&near.tree, sites, area) {
                let n = near.ways.len() - first;
                if n >= LEAST && way.km > reach_km {
                    break;
                }
                near.ways.push(way);
                if n == 1 {
                    reach_km = way.km + 2.0 * area.spread_km;
                }
            }
            let ways = &near.ways[first..];
            let nearest_km = ways.first().map_or(0.0, |w| w.km);
            for (n, way) in ways.iter().enumerate() {
                if n == 0 || may(way.km, nearest_km, area) {
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
    pub(super) fn open(&self, sites: &[Site], areas: &[Area], area: u32, down: &[u32]) -> Vec<Way> {
        let here = &areas[area as usize];
        let kept = self.kept(area);
        let is_open = |way: &Way| down.binary_search(&way.site).is_err();
        let mut open: Vec<Way> = kept.iter().copied().filter(is_open).collect();
        let complete_km = kept.last().map_or(0.0, |w| w.km);
        let is_enough = open.first().is_some_and(|w| w.km + 2.0 * here.spread_km <= complete_km);
        if !is_enough && kept.len() < sites.len() {
            open.clear();
            for way in search(&self.tree, sites, here).filter(is_open) {
                if open.first().is_some_and(|first| !may(way.km, first.km, here)) {
                    break;
                }
                open.push(way);
            }
        }
        if let Some(first) = open.first().copied() {
            let mut n = 0;
            open.retain(|way| {
                n += 1;
                n == 1 || may(way.km, first.km, here)
            });
        }
        open
    }
}

/// Whether a site may be nearest for somebody of an area: nobody is farther from its point than its spread, so both ways may
/// differ by that much from what the point says. Where the point stands for all, only the first of the list is nearest.
pub(super) fn may(km: f64, nearest_km: f64, area: &Area) -> bool {
    area.spread_km > 0.0 && km <= nearest_km + 2.0 * area.spread_km
}

/// All sites, nearest first.
fn search<'n>(
    tree: &'n RTree<GeomWithData<[f64; 3], u32>>,
    sites: &'n [Site],
    area: &'n Area,
) -> impl Iterator<Item = Way> + 'n {
    let way = move |found: &GeomWithData<[f64; 3], u32>| Way {
        site: found.data,
        km: area.point.km_to(&sites[found.data as usize].point),
    };
    tree.nearest_neighbor_iter(unit(area.point)).map(way)
}

fn unit(point: Point) -> [f64; 3] {
    let (lat, lon) = (point.lat.to_radians(), point.lon.to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
}
