//! The worst few hospitals a state could lose, by greedy choice, with a bound on how much worse any other choice could be.
//!
//! What is counted: people pushed beyond 30 minutes. An area's people are pushed when all the sites within 30 minutes of it are down,
//! so the count of a set is the sum over areas whose sites all lie in it. That function is supermodular and not submodular: a
//! second hospital may count for nothing without the first. So the well-known bound of greedy choice, 1 - 1/e, does not
//! hold, and no constant does. What holds is worked out for each answer: sharing each area's people evenly among its sites gives
//! every site a weight, and no set of k counts more than the k largest weights together. `docs/care.md` has the proof.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::CareModel;
use super::down_set::DownSet;
use super::impact::MINUTES;
use super::road::Roads;
use crate::model::{Ccn, StateCode};

/// So many hospitals at most.
pub const MOST_WORST: usize = 20;

/// Shares are counted in thousandths and rounded up, so that the bound stays one.
const PARTS: u64 = 1_000;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WorstError {
    /// No number, or too large a one.
    #[error("ask for 1 to {MOST_WORST} hospitals, not {0}")]
    HowMany(usize),
    /// The state has no open emergency department on file.
    #[error("{0} has no open emergency department on file")]
    NoSites(&'static str),
    /// People of the state are not on file.
    #[error(
        "the Census file gives no people by ZIP area for {0}, so which hospitals count most is not known"
    )]
    NoPeople(&'static str),
}

/// The hospitals chosen, with what they come to and what no other choice can exceed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Worst {
    /// The state.
    pub state: StateCode,
    /// One hospital of each place, in the order they were chosen. Fewer than asked for when the state has fewer.
    pub hospitals: Vec<Ccn>,
    /// People whom each pushes beyond 30 minutes in addition to those before it.
    pub more_people: Vec<u64>,
    /// People pushed beyond 30 minutes when all of them are down. They may live in other states.
    pub people: u64,
    /// No set of so many hospitals of the state pushes more people.
    pub at_most: u64,
}

impl Worst {
    /// How near the best this surely is: 1 is proven best. `None` where no set pushes anybody.
    pub fn share_of_bound(&self) -> Option<f64> {
        (self.at_most > 0).then(|| self.people as f64 / self.at_most as f64)
    }

    /// The hospitals as a set with a name.
    pub fn as_set(&self) -> DownSet {
        let state = self.state.name();
        let subject = match self.hospitals.len() {
            1 => format!("the hospital of {state} whose loss pushes the most people beyond 30 minutes is"),
            n => format!("{n} hospitals of {state}, chosen to push the most people beyond 30 minutes, are"),
        };
        DownSet { subject, hospitals: self.hospitals.clone(), found_by: vec![self.sentence()] }
    }

    /// The choice and its bound, in a sentence.
    pub fn sentence(&self) -> String {
        let n = match self.hospitals.len() {
            1 => "hospital".to_owned(),
            n => format!("{n} hospitals"),
        };
        let (people, most) = (crate::model::grouped(self.people), crate::model::grouped(self.at_most));
        match self.share_of_bound() {
            None => format!("No {n} of {} would push anybody beyond 30 minutes.", self.state.name()),
            Some(share) if share >= 1.0 => format!(
                "No other {n} of {} would push more people beyond 30 minutes: {people} is the most there can be.",
                self.state.name()
            ),
            Some(share) => format!(
                "They were chosen one after another and push {people} people beyond 30 minutes. No other {n} of {} would push more than {most}, so \
                 this choice is at least {:.0} % of the worst there can be.",
                self.state.name(),
                (share * 100.0).floor()
            ),
        }
    }
}

/// Sites that are all within 30 minutes of some people, and how many people: the only ones within it.
type Only = BTreeMap<Vec<u32>, u64>;

impl CareModel {
    /// The `k` hospitals of a state whose loss pushes the most people beyond 30 minutes, by two greedy rules of which the better answer
    /// counts: the most people at once, and the largest share of people not pushed yet.
    pub fn worst(&self, state: StateCode, k: usize) -> Result<Worst, WorstError> {
        if !(1..=MOST_WORST).contains(&k) {
            return Err(WorstError::HowMany(k));
        }
        let sites = self.sites_of(state);
        if sites.is_empty() {
            return Err(WorstError::NoSites(state.name()));
        }
        if !self.peopled.contains(&state) {
            return Err(WorstError::NoPeople(state.name()));
        }
        let only = self.only(&sites, k);
        let by_people = greedy(&sites, &only, k, |now, later| (now, later));
        let by_share = greedy(&sites, &only, k, |now, later| (later, now));
        let chosen = if pushed(&only, &by_share) > pushed(&only, &by_people) { by_share } else { by_people };
        let before: Vec<u64> = (0..=chosen.len()).map(|n| pushed(&only, &chosen[..n])).collect();
        Ok(Worst {
            state,
            hospitals: chosen.iter().map(|site| self.sites[*site as usize].first().ccn).collect(),
            more_people: before.windows(2).map(|two| two[1] - two[0]).collect(),
            people: pushed(&only, &chosen),
            at_most: at_most(&only, k),
        })
    }

    fn sites_of(&self, state: StateCode) -> BTreeSet<u32> {
        let here = self.sites.iter().enumerate().filter(|(_, site)| site.first().state == state);
        here.map(|(i, _)| i as u32).collect()
    }

    /// Groups of at most `k` of these sites that are all there is within 30 minutes of some people. Larger groups count in no answer.
    fn only(&self, sites: &BTreeSet<u32>, k: usize) -> Only {
        let limit = f64::from(MINUTES[1]);
        let mut only = Only::new();
        for (i, area) in self.areas.iter().enumerate() {
            let at = i as u32;
            if !self.near.kept(at).first().is_some_and(|way| sites.contains(&way.site)) {
                continue;
            }
            let limit_km = Roads::LIKELY.straight_km(limit, area.is_town);
            // A hair more, for what rounding did; the minutes decide.
            let within = self.near.within(self.ground(), at, limit_km + 0.001);
            let within = within.filter(|way| way.minutes(&Roads::LIKELY, 0.0, area) <= limit).take(k + 1);
            let mut group: Vec<u32> = within.map(|way| way.site).collect();
            if group.is_empty() || group.len() > k || !group.iter().all(|site| sites.contains(site)) {
                continue;
            }
            group.sort_unstable();
            *only.entry(group).or_default() += u64::from(area.people);
        }
        only
    }
}

/// People pushed when these sites are down.
fn pushed(only: &Only, down: &[u32]) -> u64 {
    only.iter().filter(|(group, _)| group.iter().all(|site| down.contains(site))).map(|(_, n)| n).sum()
}

/// Takes one site after another; `order` weighs the people it pushes at once against its share of those it would push with others.
fn greedy(sites: &BTreeSet<u32>, only: &Only, k: usize, order: impl Fn(u64, u64) -> (u64, u64)) -> Vec<u32> {
    let mut chosen: Vec<u32> = Vec::new();
    while chosen.len() < k.min(sites.len()) {
        let mut weights: BTreeMap<u32, (u64, u64)> = BTreeMap::new();
        for (group, people) in only {
            let missing: Vec<u32> = group.iter().copied().filter(|site| !chosen.contains(site)).collect();
            if missing.is_empty() || missing.len() > k - chosen.len() {
                continue;
            }
            for site in &missing {
                let weight = weights.entry(*site).or_default();
                weight.0 += if missing.len() == 1 { *people } else { 0 };
                weight.1 += (people * PARTS).div_ceil(missing.len() as u64);
            }
        }
        let weight = |site: &u32| {
            let (now, later) = weights.get(site).copied().unwrap_or_default();
            order(now, later)
        };
        let open = sites.iter().copied().filter(|site| !chosen.contains(site));
        // Of equals the first in the list, so that no two runs differ.
        match open.max_by(|a, b| weight(a).cmp(&weight(b)).then(b.cmp(a))) {
            Some(next) => chosen.push(next),
            None => break,
        }
    }
    chosen
}

/// What no set of `k` sites exceeds: the `k` largest of all sites' even shares.
fn at_most(only: &Only, k: usize) -> u64 {
    let mut shares: BTreeMap<u32, u64> = BTreeMap::new();
    for (group, people) in only {
        for site in group {
            *shares.entry(*site).or_default() += (people * PARTS).div_ceil(group.len() as u64);
        }
    }
    let mut shares: Vec<u64> = shares.into_values().collect();
    shares.sort_unstable_by(|a, b| b.cmp(a));
    let all: u64 = only.values().sum();
    (shares.iter().take(k).sum::<u64>() / PARTS).min(all)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn best(sites: &BTreeSet<u32>, only: &Only, k: usize) -> u64 {
        let sites: Vec<u32> = sites.iter().copied().collect();
        (0u32..1 << sites.len())
            .filter(|mask| mask.count_ones() as usize == k.min(sites.len()))
            .map(|mask| {
                let down: Vec<u32> =
                    sites.iter().enumerate().filter(|(i, _)| mask & (1 << i) != 0).map(|(_, s)| *s).collect();
                pushed(only, &down)
            })
            .max()
            .unwrap_or(0)
    }

    fn better(sites: &BTreeSet<u32>, only: &Only, k: usize) -> u64 {
        let by_people = greedy(sites, only, k, |now, later| (now, later));
        let by_share = greedy(sites, only, k, |now, later| (later, now));
        pushed(only, &by_people).max(pushed(only, &by_share))
    }

    #[test]
    fn two_that_count_only_together_are_found_by_share() {
        // Alone, neither of the pair pushes anybody; the third pushes one. Taking the most at once, greedy would end at 1.
        let only = Only::from([(vec![0, 1], 100), (vec![2], 1)]);
        let sites = BTreeSet::from([0, 1, 2]);
        assert_eq!(pushed(&only, &greedy(&sites, &only, 2, |now, later| (now, later))), 1);
        assert_eq!((better(&sites, &only, 2), at_most(&only, 2)), (100, 100));
    }

    fn groups() -> impl Strategy<Value = Only> {
        let group = proptest::collection::btree_set(0u32..9, 1..4);
        proptest::collection::btree_map(group.prop_map(|g| g.into_iter().collect()), 1u64..9_000, 0..30)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_set_exceeds_the_bound_and_one_is_chosen_exactly(only in groups(), k in 1usize..5) {
            let only: Only = only.into_iter().filter(|(group, _)| group.len() <= k).collect();
            let sites: BTreeSet<u32> = (0..9).collect();
            let (found, best, bound) = (better(&sites, &only, k), best(&sites, &only, k), at_most(&only, k));
            prop_assert!(found <= best && best <= bound, "{} {} {}", found, best, bound);
            if k == 1 {
                prop_assert_eq!(found, best);
                prop_assert_eq!(found, bound);
            }
        }

        #[test]
        fn what_a_site_adds_grows_with_what_is_down(only in groups(), few in 0u32..512, more in 0u32..512, site in 0u32..9) {
            let set = |mask: u32| -> Vec<u32> { (0..9).filter(|i| mask & (1 << i) != 0).collect() };
            let adds = |mask: u32| {
                let with = mask | (1 << site);
                pushed(&only, &set(with)) - pushed(&only, &set(mask & !(1 << site)))
            };
            prop_assert!(adds(few) <= adds(few | more));
        }
    }
}
