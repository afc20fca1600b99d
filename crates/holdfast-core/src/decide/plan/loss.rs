//! Loss to expect in a year: how often each scenario comes times what it costs, each cut by what is in place.
//!
//! Cuts multiply, so the fourth lock on one door is worth less than the first. What is in place in part cuts by the square
//! of its share, and by half of that while someone with more rights than others is left out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Means;
use crate::catalog::{Acts, Catalog, Estimate, MeasureId, ScenarioId, StepId};
use crate::decide::posture::{MeasurePosture, Posture};
use crate::model::Finding;

/// A whole share, in ten-thousandths.
const ALL: u64 = 10_000;
/// A whole scenario, in billionths, so that forty cuts in a row lose less than a dollar to rounding. Times `ALL` it fits 64 bits.
const WHOLE: u64 = 1_000_000_000;

/// Dollars a year: low, likely, high.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dollars {
    /// As little as it may be.
    pub low: u64,
    /// The best guess.
    pub likely: u64,
    /// As much as it may be.
    pub high: u64,
}

impl Dollars {
    pub(super) fn of(each: [u64; 3]) -> Self {
        Self { low: each[0], likely: each[1], high: each[2] }
    }

    pub(super) fn each(self) -> [u64; 3] {
        [self.low, self.likely, self.high]
    }
}

impl std::iter::Sum for Dollars {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |a, b| Self::of([0, 1, 2].map(|i| a.each()[i].saturating_add(b.each()[i]))))
    }
}

/// What one scenario is expected to cost in a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScenarioLoss {
    /// Which.
    pub scenario: ScenarioId,
    /// Dollars a year.
    pub a_year: Dollars,
    /// Dollars when it comes.
    pub when_it_comes: Dollars,
}

/// A scenario reckoned for one hospital, before any cut.
struct Threat {
    often: [u64; 3],
    cost: [u64; 3],
}

/// One effect of a step, by places in lists.
struct Cut {
    threat: usize,
    acts: Acts,
    percent: [u64; 3],
}

/// The catalog's steps and scenarios with what they come to for one hospital. Made once for a plan.
pub(super) struct Reckoning<'c> {
    catalog: &'c Catalog,
    threats: Vec<Threat>,
    cuts: Vec<Vec<Cut>>,
    closes: Vec<Vec<usize>>,
    closed_by: Vec<Vec<usize>>,
    by_id: BTreeMap<&'c StepId, usize>,
}

impl<'c> Reckoning<'c> {
    pub(super) fn new(catalog: &'c Catalog, means: &Means) -> Self {
        let threats = catalog.scenarios.iter().map(|s| {
            let days = s.days_down.each();
            let cost = [0, 1, 2].map(|i| {
                let part = |l: &crate::catalog::Loss| {
                    u64::from(l.usd.each()[i]).saturating_mul(means.count(l.per, days[i]))
                };
                s.losses.iter().map(part).fold(0, u64::saturating_add)
            });
            Threat { often: s.per_1000_years.each().map(u64::from), cost }
        });
        let cuts = catalog.steps.iter().map(|s| {
            let cut = |e: &crate::catalog::Effect| {
                let threat = catalog.scenarios.iter().position(|s| s.id == e.scenario)?;
                Some(Cut {
                    threat,
                    acts: e.acts,
                    percent: e.cut_percent.each().map(|p| u64::from(p).min(90)),
                })
            };
            s.effects.iter().filter_map(cut).collect()
        });
        let measures: Vec<&MeasureId> = catalog.measures().map(|(_, m)| &m.id).collect();
        let place = |id: &MeasureId| measures.iter().position(|m| *m == id);
        let closes: Vec<Vec<usize>> =
            catalog.steps.iter().map(|s| s.closes.iter().filter_map(place).collect()).collect();
        let mut closed_by = vec![Vec::new(); measures.len()];
        for (step, of) in closes.iter().enumerate() {
            for measure in of {
                closed_by[*measure].push(step);
            }
        }
        let by_id = catalog.steps.iter().enumerate().map(|(i, s)| (&s.id, i)).collect();
        Self { catalog, threats: threats.collect(), cuts: cuts.collect(), closes, closed_by, by_id }
    }

    pub(super) fn place_of(&self, step: &StepId) -> Option<usize> {
        self.by_id.get(step).copied()
    }

    /// How far each step is in place, as a posture shows it.
    pub(super) fn in_place(&self, posture: &Posture) -> InPlace {
        let found: BTreeMap<&MeasureId, &MeasurePosture> =
            posture.measures.iter().map(|m| (&m.measure, m)).collect();
        let mut shares = Vec::new();
        let mut without_admins = Vec::new();
        for (_, measure) in self.catalog.measures() {
            let m = found.get(&measure.id);
            shares.push(m.map_or(0, |m| share(m)));
            without_admins.push(m.is_some_and(|m| {
                m.voices.iter().any(|v| !v.is_stale && v.outliers.iter().any(|o| o.is_privileged))
            }));
        }
        let n = self.catalog.steps.len();
        let mut place = InPlace { shares, without_admins, steps: vec![0; n], left: Vec::new() };
        for step in 0..n {
            place.steps[step] = self.share_of(&place, step);
        }
        place.left = self.left(&place);
        place
    }

    fn share_of(&self, place: &InPlace, step: usize) -> u64 {
        let least = self.closes[step].iter().map(|m| place.shares[*m]).min().unwrap_or(0);
        let half = if self.closes[step].iter().any(|m| place.without_admins[*m]) { 2 } else { 1 };
        least * least / ALL / half
    }

    /// Takes a step as done, and with it every step whose measures are all met now.
    pub(super) fn finish(&self, place: &mut InPlace, step: usize) {
        for measure in &self.closes[step] {
            place.shares[*measure] = ALL;
            place.without_admins[*measure] = false;
        }
        place.steps[step] = ALL;
        for measure in &self.closes[step] {
            for other in &self.closed_by[*measure] {
                place.steps[*other] = place.steps[*other].max(self.share_of(place, *other));
            }
        }
        place.left = self.left(place);
    }

    /// What is left of every scenario's frequency and loss at the likely guess.
    fn left(&self, place: &InPlace) -> Vec<[u64; 2]> {
        (0..self.threats.len()).map(|threat| self.left_of(place, threat, 1)).collect()
    }

    /// What is left of a scenario's frequency and of its loss, in billionths.
    ///
    /// A low guess of loss goes with the high guess of each cut, so that the range is as wide as what is not known.
    fn left_of(&self, place: &InPlace, threat: usize, guess: usize) -> [u64; 2] {
        let mut left = [WHOLE; 2];
        for (step, cuts) in self.cuts.iter().enumerate() {
            for cut in cuts.iter().filter(|c| c.threat == threat) {
                let stays = ALL - cut.percent[2 - guess] * place.steps[step] / 100;
                let part = &mut left[usize::from(cut.acts == Acts::Loss)];
                *part = *part * stays / ALL;
            }
        }
        left
    }

    /// What is expected of every scenario, in the catalog's order.
    pub(super) fn by_scenario(&self, place: &InPlace) -> Vec<ScenarioLoss> {
        let one = |(threat, s): (usize, &crate::catalog::Scenario)| {
            let left = [0, 1, 2].map(|guess| self.left_of(place, threat, guess));
            let t = &self.threats[threat];
            ScenarioLoss {
                scenario: s.id.clone(),
                a_year: Dollars::of([0, 1, 2].map(|i| a_year(t.often[i], t.cost[i], left[i]))),
                when_it_comes: Dollars::of([0, 1, 2].map(|i| times(t.cost[i], left[i][1]))),
            }
        };
        self.catalog.scenarios.iter().enumerate().map(one).collect()
    }

    /// How often every scenario is to be expected in a thousand years, in the catalog's order. What is rarer than once in a
    /// thousand years reads as once.
    pub(super) fn often_by_scenario(&self, place: &InPlace) -> Vec<(ScenarioId, Estimate)> {
        let one = |(threat, s): (usize, &crate::catalog::Scenario)| {
            let [low, likely, high] = [0, 1, 2].map(|guess| {
                let often = times(self.threats[threat].often[guess], self.left_of(place, threat, guess)[0]);
                u32::try_from(often.max(1)).unwrap_or(u32::MAX)
            });
            (s.id.clone(), Estimate { low, likely, high })
        };
        self.catalog.scenarios.iter().enumerate().map(one).collect()
    }

    /// Loss a year that doing these steps would avoid, at the likely guess, close enough to choose by.
    ///
    /// Only what the steps change is reckoned anew: a hundred thousand of these make a plan for the whole nation.
    pub(super) fn gain(&self, place: &InPlace, steps: &[usize]) -> u64 {
        let mut left = place.left.clone();
        for step in steps {
            for cut in &self.cuts[*step] {
                let was = ALL - cut.percent[1] * place.steps[*step] / 100;
                let part = &mut left[cut.threat][usize::from(cut.acts == Acts::Loss)];
                *part = *part * (ALL - cut.percent[1] * ALL / 100) / was.max(1);
            }
        }
        let sum = |left: &[[u64; 2]]| -> u64 {
            self.threats
                .iter()
                .zip(left)
                .map(|(t, left)| a_year(t.often[1], t.cost[1], *left))
                .fold(0, u64::saturating_add)
        };
        sum(&place.left).saturating_sub(sum(&left))
    }
}

/// How far each step is in place, in ten-thousandths of its whole effect.
#[derive(Clone, Debug)]
pub(super) struct InPlace {
    shares: Vec<u64>,
    without_admins: Vec<bool>,
    steps: Vec<u64>,
    left: Vec<[u64; 2]>,
}

impl InPlace {
    /// Whether a step is wholly in place.
    pub(super) fn is_done(&self, step: usize) -> bool {
        self.steps[step] == ALL
    }
}

fn share(m: &MeasurePosture) -> u64 {
    match m.counts {
        Finding::Met => ALL,
        Finding::Partly(c) => ALL * u64::from(c.n()) / u64::from(c.of()),
        Finding::NotMet => 0,
    }
}

fn a_year(often: u64, cost: u64, [fewer, cheaper]: [u64; 2]) -> u64 {
    let sum =
        u128::from(times(cost, cheaper)) * u128::from(often) * u128::from(fewer) / u128::from(WHOLE) / 1_000;
    u64::try_from(sum).unwrap_or(u64::MAX)
}

fn times(dollars: u64, billionths: u64) -> u64 {
    u64::try_from(u128::from(dollars) * u128::from(billionths) / u128::from(WHOLE)).unwrap_or(u64::MAX)
}
