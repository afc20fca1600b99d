//! Scenarios: the eight ways a hospital is hurt that plans reckon with, how often each comes and what it costs.
//!
//! Figures are ranges with a source each; what they come to for one hospital is [`crate::decide::plan`].

use serde::{Deserialize, Serialize};

use super::{LossId, Provenance, ScenarioId};

/// A guess with honest edges: low, likely, high, in that order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "[u32; 3]", into = "[u32; 3]")]
pub struct Estimate {
    /// As little as it may be.
    pub low: u32,
    /// The best guess.
    pub likely: u32,
    /// As much as it may be.
    pub high: u32,
}

impl Estimate {
    /// The same figure for low, likely and high.
    pub fn exactly(n: u32) -> Self {
        Self { low: n, likely: n, high: n }
    }

    /// Low, likely and high, to be reckoned with one after another.
    pub fn each(self) -> [u32; 3] {
        [self.low, self.likely, self.high]
    }
}

impl From<[u32; 3]> for Estimate {
    fn from([low, likely, high]: [u32; 3]) -> Self {
        Self { low, likely, high }
    }
}

impl From<Estimate> for [u32; 3] {
    fn from(e: Estimate) -> Self {
        e.each()
    }
}

/// What a sum is for one of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// Once for the hospital.
    Once,
    /// For each licensed bed and day systems are down.
    BedDay,
    /// For each licensed bed.
    LicensedBeds,
    /// For each person on staff.
    StaffedUsers,
    /// For each Windows computer or server.
    WindowsDevices,
}

/// One part of what a scenario costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loss {
    /// Its id within the scenario.
    pub id: LossId,
    /// What is lost, in a few words.
    pub says: String,
    /// For one of what.
    pub per: Per,
    /// Dollars.
    pub usd: Estimate,
    /// How the figure was reached.
    pub basis: String,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// One way a hospital is hurt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scenario {
    /// Its id. Never reused.
    pub id: ScenarioId,
    /// What people call it.
    pub name: String,
    /// What happens, in two or three sentences.
    pub story: String,
    /// How often in a thousand years, at a hospital with no safeguard in place.
    pub per_1000_years: Estimate,
    /// Days systems are down.
    pub days_down: Estimate,
    /// What it costs.
    pub losses: Vec<Loss>,
    /// Where frequency and days come from.
    pub provenance: Provenance,
}
