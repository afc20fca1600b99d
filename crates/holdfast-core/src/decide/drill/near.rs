//! Places near a hospital with an open emergency department, by straight line.

use crate::decide::care::{CareModel, Site};
use crate::model::{Ccn, Point};

/// A place and how far it lies.
#[derive(Clone, Debug, PartialEq)]
pub struct NearSite {
    /// The place.
    pub site: Site,
    /// Straight kilometres to it.
    pub km: f64,
}

/// The `n` places nearest to a point, nearest first, without those of these hospitals.
pub fn near_sites(model: &CareModel, at: Point, without: &[Ccn], n: usize) -> Vec<NearSite> {
    let is_other = |site: &&Site| !site.members.iter().any(|m| without.contains(&m.ccn));
    let mut near: Vec<(f64, &Site)> =
        model.sites().iter().filter(is_other).map(|site| (at.km_to(&site.point), site)).collect();
    near.sort_by(|(a, one), (b, other)| a.total_cmp(b).then_with(|| one.first().ccn.cmp(&other.first().ccn)));
    near.into_iter().take(n).map(|(km, site)| NearSite { site: site.clone(), km }).collect()
}
