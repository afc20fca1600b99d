//! Is this place rural, by three federal definitions, with every input and its data release named.
//!
//! All answers are indicative: the HRSA Rural Health Grants Eligibility Analyzer, USAC and the state offices decide.

use serde::{Deserialize, Serialize};

use crate::facts::FactKind;

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
}

impl Rural {
    /// The three answers with the fact each states.
    pub fn facts(&self) -> [(FactKind, &RuralAnswer); 3] {
        [(FactKind::Rural, &self.forhp), (FactKind::RuralFcc, &self.fcc), (FactKind::RuralShip, &self.ship)]
    }
}
