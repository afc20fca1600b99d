//! Goals: what the measures of a safeguard come to together, and the two numbers over all that are never blended.
//!
//! A goal is met when every measure that counts is. A share short of that is shown and is no goal.

use serde::{Deserialize, Serialize};

use super::measure::{MeasurePosture, State};
use crate::catalog::{Safeguard, SafeguardId, SafeguardSet};
use crate::model::{Coverage, Finding};

/// Ten-thousandths, rounded down, so that only all is all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Share(pub u32);

impl Share {
    /// All of it.
    pub const ALL: Self = Self(10_000);

    /// Whole percent, rounded down.
    pub fn percent(self) -> u32 {
        self.0 / 100
    }
}

/// What a goal has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GoalStatus {
    /// Every measure that counts is met.
    Met,
    /// Some are.
    Partly,
    /// None is, and something is known.
    NotMet,
    /// Nothing is known of any measure that counts.
    Unknown,
    /// Exceptions leave out every measure.
    LeftOut,
}

/// One safeguard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// Which.
    pub safeguard: SafeguardId,
    /// Its place on its list.
    pub code: String,
    /// Which list.
    pub set: SafeguardSet,
    /// What it has come to.
    pub status: GoalStatus,
    /// How far it is, by weight. Unknown counts as nothing.
    pub share: Share,
    /// Measures met, of those that count; `None` when none counts.
    pub measures: Option<Coverage>,
}

/// Sums up one safeguard, with exceptions or without.
pub(super) fn sum_up(safeguard: &Safeguard, measures: &[MeasurePosture], with_exceptions: bool) -> Goal {
    let counted: Vec<&MeasurePosture> =
        measures.iter().filter(|m| !(with_exceptions && m.exception.is_some())).collect();
    let n = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let met = counted.iter().filter(|m| m.state.is_met()).count();
    let status = if counted.is_empty() {
        GoalStatus::LeftOut
    } else if met == counted.len() {
        GoalStatus::Met
    } else if counted.iter().all(|m| matches!(m.state, State::Unknown | State::Stale)) {
        GoalStatus::Unknown
    } else if counted.iter().all(|m| m.counts == Finding::NotMet) {
        GoalStatus::NotMet
    } else {
        GoalStatus::Partly
    };
    Goal {
        safeguard: safeguard.id.clone(),
        code: safeguard.code.clone(),
        set: safeguard.set,
        status,
        share: share(&counted),
        measures: Coverage::new(n(met), n(counted.len())).ok(),
    }
}

fn share(measures: &[&MeasurePosture]) -> Share {
    let weight: u64 = measures.iter().map(|m| u64::from(m.weight)).sum();
    if weight == 0 {
        return Share(0);
    }
    let sum: u64 = measures
        .iter()
        .map(|m| {
            let part = match m.counts {
                Finding::Met => 10_000,
                Finding::Partly(c) => 10_000 * u64::from(c.n()) / u64::from(c.of()),
                Finding::NotMet => 0,
            };
            part * u64::from(m.weight)
        })
        .sum();
    Share(u32::try_from(sum / weight).unwrap_or(0).min(Share::ALL.0))
}

/// Goals met. Counts, never a mean of means: an empty list moves nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attainment {
    /// Essential goals met.
    pub essential_met: u8,
    /// Essential goals that count.
    pub essential_of: u8,
    /// Enhanced goals met.
    pub enhanced_met: u8,
    /// Enhanced goals that count.
    pub enhanced_of: u8,
    /// Extras met.
    pub extra_met: u8,
    /// Extras that count.
    pub extra_of: u8,
    /// Goals partly met, of the essential and enhanced ones.
    pub partly: u8,
    /// Of those, how far they are together, in ten-thousandths of a goal.
    pub partly_share: u32,
    /// Essential and enhanced goals of which nothing is known.
    pub unknown: u8,
    /// Essential and enhanced goals that exceptions leave out.
    pub left_out: u8,
}

impl Attainment {
    pub(super) fn of(goals: &[Goal]) -> Self {
        let mut sum = Self::default();
        for goal in goals {
            let is_hhs = goal.set != SafeguardSet::Extra;
            match goal.status {
                GoalStatus::LeftOut => {
                    sum.left_out += u8::from(is_hhs);
                    continue;
                }
                GoalStatus::Unknown => sum.unknown += u8::from(is_hhs),
                GoalStatus::Partly if is_hhs => {
                    sum.partly += 1;
                    sum.partly_share += goal.share.0;
                }
                GoalStatus::Partly | GoalStatus::Met | GoalStatus::NotMet => {}
            }
            let met = u8::from(goal.status == GoalStatus::Met);
            let (n, of) = match goal.set {
                SafeguardSet::Essential => (&mut sum.essential_met, &mut sum.essential_of),
                SafeguardSet::Enhanced => (&mut sum.enhanced_met, &mut sum.enhanced_of),
                SafeguardSet::Extra => (&mut sum.extra_met, &mut sum.extra_of),
            };
            *n += met;
            *of += 1;
        }
        sum
    }

    /// Goals met of the 20.
    pub fn met(self) -> u8 {
        self.essential_met + self.enhanced_met
    }

    /// Goals of the 20 that count.
    pub fn of_goals(self) -> u8 {
        self.essential_of + self.enhanced_of
    }
}

/// Of the measures of essential and enhanced goals that are met, how many are proven and fresh.
pub(super) fn assurance(goals: &[Goal], measures: &[MeasurePosture]) -> Option<Coverage> {
    let is_met = |m: &&MeasurePosture| {
        goals.iter().any(|g| {
            g.safeguard == m.safeguard && g.status == GoalStatus::Met && g.set != SafeguardSet::Extra
        })
    };
    let counted = measures.iter().filter(is_met).filter(|m| m.exception.is_none());
    let (mut proven, mut of) = (0, 0);
    for measure in counted {
        of += 1;
        proven += u32::from(measure.state == State::Verified);
    }
    Coverage::new(proven, of).ok()
}
