//! A drill as it is asked for: which hospital is dark, what is near, and from these the pack.

use super::{DrillGiven, DrillPack, drill_pack, near_sites};
use crate::Date;
use crate::catalog::{Catalog, Drill, WhoIsDark};
use crate::decide::care::{CareError, CareModel, Doubt, Impact, NoSite};
use crate::decide::directory::Directory;
use crate::decide::downtime::OwnServices;
use crate::decide::paper::Subject;
use crate::decide::registration::display_case;
use crate::model::{Ccn, HospitalRow, Point};

/// Near places that are looked at: more than a pack needs, so that those that are down may fall away.
const N_NEAR: usize = 16;

/// What is asked for beside the scenario.
#[derive(Clone, Copy, Debug)]
pub struct DrillAsked<'g> {
    /// Whose pack it is.
    pub own: Ccn,
    /// The neighbour that is dark, where the scenario has one; the nearest where none is named.
    pub neighbour: Option<Ccn>,
    /// For how many days.
    pub days: u16,
    /// The day it is made.
    pub as_of: Date,
    /// The hospital's word on its services.
    pub own_services: &'g OwnServices,
}

/// Why there is no pack.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DrillError {
    /// The hospital itself has a number that no listed hospital has.
    #[error(transparent)]
    Care(#[from] CareError),
    /// The neighbour that was named has a number that no listed hospital has.
    #[error("no hospital in the directory has the number `{0}`; name another neighbour")]
    NeighbourNotListed(Ccn),
    /// The neighbour that was named takes no emergencies of everybody, so nobody's way is longer without it.
    #[error("hospital `{0}` has no emergency department that is open to everybody; name another neighbour")]
    NotOpen(Ccn),
    /// Nobody knows what is near.
    #[error("no neighbour with an open emergency department is known; name one by its number")]
    NoNeighbour,
    /// The neighbour is the hospital itself, or stands under its roof.
    #[error("hospital `{0}` stands at the same place; name another neighbour")]
    SamePlace(Ccn),
}

/// The pack of a hospital, from the directory and the country's emergency departments.
pub fn drill_for(
    catalog: &Catalog,
    drill: &Drill,
    directory: &Directory,
    model: &CareModel,
    asked: &DrillAsked<'_>,
) -> Result<DrillPack, DrillError> {
    let own = asked.own;
    let at = place_of(directory, model, own);
    let near = at.map_or_else(Vec::new, |at| near_sites(model, at, &[own], N_NEAR));
    let down = match drill.dark {
        WhoIsDark::Us => own,
        WhoIsDark::Neighbour => {
            let nearest = near.first().map(|near| near.site.first().ccn);
            asked.neighbour.or(nearest).ok_or(DrillError::NoNeighbour)?
        }
    };
    let impact = model.impact(&[down], asked.days).map_err(|e| match e {
        CareError::NotListed(ccn) if ccn != own => DrillError::NeighbourNotListed(ccn),
        other => DrillError::Care(other),
    })?;
    if down != own && is_not_open(&impact) {
        return Err(DrillError::NotOpen(down));
    }
    let is_here = down == own || impact.down.iter().flatten().any(|m| m.ccn == own);
    if drill.dark == WhoIsDark::Neighbour && is_here {
        return Err(DrillError::SamePlace(down));
    }
    let given = DrillGiven {
        hospital: &Subject::known(directory, own),
        own,
        at,
        as_of: asked.as_of,
        down,
        impact: &impact,
        near: &near,
        own_services: asked.own_services,
        sources: model.sources(),
    };
    Ok(drill_pack(catalog, drill, &given))
}

/// Where it stands: as its emergency department does, else as the directory has it.
fn place_of(directory: &Directory, model: &CareModel, own: Ccn) -> Option<Point> {
    model.site(own).map(|site| site.point).or_else(|| directory.known(own)?.location.as_ref()?.point)
}

/// Whether it is known that what is down takes no emergencies. Where nobody knows where it stands, it may.
fn is_not_open(impact: &Impact) -> bool {
    let is_closed = |doubt: &Doubt| matches!(doubt, Doubt::NoSite { why, .. } if *why != NoSite::NoPoint);
    impact.down.is_empty() && impact.doubts.iter().any(is_closed)
}

impl Subject {
    /// The hospital of a row of the directory.
    pub fn of(hospital: &HospitalRow) -> Self {
        Self {
            name: Some(display_case(&hospital.name)),
            ccn: Some(hospital.ccn),
            city: Some(display_case(&hospital.city)),
            state: Some(hospital.state),
        }
    }

    /// The hospital with a number, as far as the directory knows it.
    pub fn known(directory: &Directory, ccn: Ccn) -> Self {
        let unknown = || Self { ccn: Some(ccn), ..Self::default() };
        directory.known(ccn).map_or_else(unknown, |listed| Self::of(&listed.hospital))
    }
}
