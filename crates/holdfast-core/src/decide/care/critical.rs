//! The criticality index: for how many people a site is the only emergency department within 30 minutes. It ranks whom to help first.
//!
//! Ranked by the likely count, then by how many lose their nearest, then by number: no two runs differ.

use serde::Serialize;

use super::CareModel;
use super::impact::Impact;
use super::range::Count;

/// One site down alone, with its place among all.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Criticality {
    /// 1 is the most critical. Sites that are nobody's only one share the last place; `None` where no people are on file.
    pub rank: Option<usize>,
    /// People whose only emergency department within 30 minutes it is.
    pub only_within_30: Count,
    /// What it does when it is down alone.
    pub impact: Impact,
}

impl CareModel {
    /// Every site down in turn for so many days, most critical first.
    pub fn criticality(&self, days: u16) -> Vec<Criticality> {
        let alone = |site: &super::Site| self.impact(&[site.first().ccn], days).ok();
        let mut all: Vec<Criticality> = self
            .sites
            .iter()
            .filter_map(alone)
            .map(|impact| Criticality { rank: None, only_within_30: impact.beyond_30(), impact })
            .collect();
        let weight = |c: &Criticality| (c.only_within_30.mid, c.impact.people.map_or(0, |p| p.mid));
        let key = |c: &Criticality| c.impact.down.first().and_then(|m| m.first()).map(|m| m.ccn);
        all.sort_by(|a, b| weight(b).cmp(&weight(a)).then_with(|| key(a).cmp(&key(b))));
        let n_ranked = all.iter().take_while(|c| c.only_within_30.mid > 0).count();
        for (i, one) in all.iter_mut().enumerate() {
            one.rank = one.impact.people.map(|_| i.min(n_ranked) + 1);
        }
        all
    }
}
