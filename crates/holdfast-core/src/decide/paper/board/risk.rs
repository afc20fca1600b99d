//! The three largest risks: what each is likely to cost a year, what one case costs, and whether that went up or down.
//!
//! Ranges stay ranges, and figures nobody has checked at their source say so.

use serde::{Deserialize, Serialize};

use super::super::Given;
use crate::catalog::{Estimate, ScenarioId};
use crate::decide::plan::{Dollars, loss_to_expect};

/// How many a board is shown.
const N_SHOWN: usize = 3;

/// Which way a risk went since the earlier day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trend {
    /// It grew by more than a twentieth.
    Up,
    /// It stayed about the same.
    Same,
    /// It shrank by more than a twentieth.
    Down,
    /// There is no earlier day.
    Unknown,
}

impl Trend {
    fn between(before: u64, now: u64) -> Self {
        let least = before.max(now) / 20;
        if now > before.saturating_add(least) {
            Self::Up
        } else if before > now.saturating_add(least) {
            Self::Down
        } else {
            Self::Same
        }
    }

    /// In a word.
    pub fn label(self) -> &'static str {
        match self {
            Self::Up => "higher",
            Self::Same => "about the same",
            Self::Down => "lower",
            Self::Unknown => "no earlier day to compare",
        }
    }
}

/// One risk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Risk {
    /// Which scenario.
    pub scenario: ScenarioId,
    /// What people call it.
    pub name: String,
    /// What happens.
    pub story: String,
    /// Dollars to expect in a year.
    pub a_year: Dollars,
    /// Dollars a single case costs.
    pub when_it_comes: Dollars,
    /// Days systems are down in a single case.
    pub days_down: Estimate,
    /// Dollars a year, likely, on the earlier day.
    pub a_year_earlier: Option<u64>,
    /// Which way it went.
    pub trend: Trend,
    /// Whether someone has checked its figures at their source.
    pub is_verified: bool,
}

/// The largest risks, and all of them together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Risks {
    /// Largest first.
    pub largest: Vec<Risk>,
    /// Dollars to expect in a year from every scenario.
    pub all: Dollars,
    /// The same on the earlier day, likely.
    pub all_earlier: Option<u64>,
    /// How many scenarios were reckoned with.
    pub n_scenarios: usize,
    /// What was assumed where a fact is unknown, as sentences.
    pub assumed: Vec<String>,
}

pub(super) fn risks(given: &Given<'_>) -> Option<Risks> {
    let means = given.means?;
    let now = loss_to_expect(given.catalog, given.posture, means);
    let before = given.earlier.map(|e| loss_to_expect(given.catalog, e, means));
    let mut largest: Vec<Risk> = now
        .iter()
        .filter_map(|loss| {
            let scenario = given.catalog.scenario(&loss.scenario)?;
            let earlier = before.as_ref().and_then(|b| b.iter().find(|l| l.scenario == loss.scenario));
            let earlier = earlier.map(|l| l.a_year.likely);
            let sources = scenario.losses.iter().map(|l| &l.provenance).chain([&scenario.provenance]);
            Some(Risk {
                scenario: loss.scenario.clone(),
                name: scenario.name.clone(),
                story: scenario.story.clone(),
                a_year: loss.a_year,
                when_it_comes: loss.when_it_comes,
                days_down: scenario.days_down,
                a_year_earlier: earlier,
                trend: earlier.map_or(Trend::Unknown, |e| Trend::between(e, loss.a_year.likely)),
                is_verified: sources.map(|p| p.verified_on).all(|on| on.is_some()),
            })
        })
        .collect();
    largest.sort_by(|a, b| b.a_year.likely.cmp(&a.a_year.likely).then_with(|| a.scenario.cmp(&b.scenario)));
    largest.truncate(N_SHOWN);
    Some(Risks {
        largest,
        all: now.iter().map(|l| l.a_year).sum(),
        all_earlier: before.map(|b| b.iter().map(|l| l.a_year.likely).fold(0, u64::saturating_add)),
        n_scenarios: now.len(),
        assumed: given.plan.map(|p| p.assumed.clone()).unwrap_or_default(),
    })
}
