//! Places of rural hospitals, with the people of the care model.

use std::collections::HashMap;

use serde::Serialize;

use crate::decide::care::{CareModel, Count, Criticality};
use crate::decide::directory::Directory;
use crate::decide::roster::is_rural;
use crate::model::{Ccn, Point, StateCode};

/// A place with an emergency department of a rural hospital.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RuralSite {
    /// Its state.
    pub state: StateCode,
    /// Where.
    #[serde(skip)]
    pub point: Point,
    /// The hospitals there, in order of number, rural or not; the first names the place.
    pub hospitals: Vec<Ccn>,
    /// People whose nearest emergency department it is.
    pub people: u64,
    /// Those of them for whom it is the only one within 30 minutes.
    pub only_within_30: Count,
    /// Its place among all emergency departments of the country by the criticality index; `None` where no people are on file.
    pub rank: Option<usize>,
}

/// Every place where a rural hospital has an emergency department, the most critical first.
///
/// `criticality`: every place of the model, most critical first.
pub fn rural_sites(directory: &Directory, model: &CareModel, criticality: &[Criticality]) -> Vec<RuralSite> {
    let places = model.sites().iter().zip(model.catchment());
    let places: HashMap<Ccn, (Point, u64)> =
        places.map(|(site, people)| (site.first().ccn, (site.point, *people))).collect();
    let site = |one: &Criticality| {
        let members = one.impact.down.first()?;
        let is_one_rural =
            members.iter().any(|m| directory.get(m.ccn).is_some_and(|listed| is_rural(listed) == Some(true)));
        let first = members.first().filter(|_| is_one_rural)?;
        let (point, people) = *places.get(&first.ccn)?;
        Some(RuralSite {
            state: first.state,
            point,
            hospitals: members.iter().map(|m| m.ccn).collect(),
            people,
            only_within_30: one.only_within_30,
            rank: one.rank,
        })
    };
    criticality.iter().filter_map(site).collect()
}
