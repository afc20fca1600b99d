//! Where people live: ZIP areas with their people, how far these may be from the point that stands for them, and their county.

use std::collections::HashMap;

use crate::model::{CountyFips, PeopleTables, Point, StateCode, ZctaRow, Zip};

/// Square kilometres of a square mile.
const KM2_PER_SQ_MI: f64 = 2.589_988;
/// An area whose land, as a disc, has a larger radius gives ranges: its people may live anywhere on that disc.
pub const LARGE_RADIUS_KM: f64 = 5.0;
/// People for each square mile of land from which on an area is a town, where driving is slow. Declared by us.
pub const TOWN_PER_SQ_MI: f64 = 500.0;

/// A ZIP area with people.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Which.
    pub zip: Zip,
    /// People, at least one.
    pub people: u32,
    /// The Census internal point; not weighted by people.
    pub point: Point,
    /// How far from the point people may live, in kilometres; 0 where the point stands for all of them.
    pub spread_km: f64,
    /// Whether it is a town.
    pub is_town: bool,
    /// The county most of it lies in, when known.
    pub county: Option<CountyFips>,
    /// The state of that county.
    pub state: Option<StateCode>,
}

/// The areas that have people, in order of ZIP code, and how many have none.
pub(super) fn areas(zctas: &[ZctaRow], people: &PeopleTables) -> (Vec<Area>, usize) {
    let homes: HashMap<Zip, CountyFips> = people.homes.iter().map(|h| (h.zip, h.county)).collect();
    let states: HashMap<&str, StateCode> =
        StateCode::all().chain(StateCode::parse("ZZ")).map(|s| (s.fips(), s)).collect();
    let mut areas: Vec<Area> = zctas
        .iter()
        .filter(|z| z.population > 0)
        .map(|z| {
            let land_sq_mi = f64::from(z.land_sq_mi);
            let radius_km = (land_sq_mi * KM2_PER_SQ_MI / std::f64::consts::PI).sqrt();
            let county = homes.get(&z.zip).copied();
            Area {
                zip: z.zip,
                people: z.population,
                point: z.point,
                spread_km: if radius_km > LARGE_RADIUS_KM { radius_km } else { 0.0 },
                is_town: f64::from(z.population) >= TOWN_PER_SQ_MI * land_sq_mi,
                county,
                state: county.and_then(|c| states.get(&c.as_str()[..2]).copied()),
            }
        })
        .collect();
    areas.sort_by_key(|a| a.zip);
    let n_empty = zctas.len() - areas.len();
    (areas, n_empty)
}
