//! Is this place rural, by three federal definitions, with every input and its data release named.
//!
//! All answers are indicative: the HRSA Rural Health Grants Eligibility Analyzer, USAC and the state offices decide.
//! The definitions speak of census tracts; the files at hand of ZIPs and counties. Where a ZIP stands in for a tract,
//! the answer says so, and where that cannot tell, the answer is unknown and a person looks.

mod fcc;
mod forhp;
mod inputs;
mod ship;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use inputs::{CountyClass, RuralInputs, UrbanReach, ZipArea};

use crate::facts::FactKind;
use crate::model::HospitalType;

/// One definition's answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuralAnswer {
    /// `None` when the inputs at hand cannot tell.
    pub holds: Option<bool>,
    /// The clause that decided, or the input that is missing, with the data release.
    pub because: String,
}

/// Rural by each definition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rural {
    /// HRSA Federal Office of Rural Health Policy.
    pub forhp: RuralAnswer,
    /// Federal Communications Commission, Rural Health Care program.
    pub fcc: RuralAnswer,
    /// Small Rural Hospital Improvement program.
    pub ship: RuralAnswer,
    /// What the answers were made from, so that one can be made again.
    #[serde(default)]
    pub inputs: RuralInputs,
}

impl Rural {
    /// Answers all three definitions from the same inputs.
    pub fn of(inputs: RuralInputs, hospital_type: HospitalType) -> Self {
        let forhp = forhp::answer(&inputs);
        let fcc = fcc::answer(&inputs);
        let ship = ship::answer(&forhp, hospital_type);
        Self { forhp, fcc, ship, inputs }
    }

    /// The three answers with the fact each states.
    pub fn facts(&self) -> [(FactKind, &RuralAnswer); 3] {
        [(FactKind::Rural, &self.forhp), (FactKind::RuralFcc, &self.fcc), (FactKind::RuralShip, &self.ship)]
    }
}

/// Who decides a definition in the end, as a sentence to show beside the answer; `None` for a fact that is no rural definition.
pub fn decided_by(kind: FactKind) -> Option<&'static str> {
    match kind {
        FactKind::Rural => Some(
            "Indicative: HRSA's Rural Health Grants Eligibility Analyzer decides, by the hospital's address.",
        ),
        FactKind::RuralFcc => {
            Some("Indicative: USAC decides, by the site's address, when the hospital applies.")
        }
        FactKind::RuralShip => {
            Some("Indicative: the state office of rural health decides when the hospital applies.")
        }
        _ => None,
    }
}

impl RuralAnswer {
    fn yes(because: String) -> Self {
        Self { holds: Some(true), because }
    }

    fn no(because: String) -> Self {
        Self { holds: Some(false), because }
    }

    fn unknown(because: String) -> Self {
        Self { holds: None, because }
    }
}
