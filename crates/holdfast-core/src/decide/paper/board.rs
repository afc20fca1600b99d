//! The board report: two pages in plain words for people who decide about money and risk.
//!
//! Goals met and how much of that is proven stand beside each other and are never one number. What is not known is said so.

mod asked;
mod care;
mod change;
mod goals;
mod risk;

use serde::{Deserialize, Serialize};

pub use asked::{Asked, AskedStep};
pub use care::{CanTreat, Care};
pub use change::{Changes, Missed, Moved, Promises};
pub use goals::{GoalRow, Goals};
pub use risk::{Risk, Risks, Trend};

use super::{Foot, Given, insurer, proof};
use crate::Date;
use crate::decide::care::AtStake;
use crate::decide::posture::{GateState, Label};
use crate::model::ExceptionKind;

/// The board report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardReport {
    /// What it was made from.
    pub foot: Foot,
    /// The label the gates allow.
    pub label: Label,
    /// What the label means, in a sentence.
    pub label_says: String,
    /// The day it is held against, if there is one.
    pub earlier: Option<Date>,
    /// Whether patients can be treated when systems stop.
    pub care: Care,
    /// Who loses care if it is down for three weeks; `None` where nobody looked.
    #[serde(default)]
    pub at_stake: Option<AtStake>,
    /// The largest risks; `None` when nobody has said how large the hospital is and what it can carry.
    pub risks: Option<Risks>,
    /// Essential goals met, and proven.
    pub goals: Goals,
    /// Open gates: what is to be stopped now, as sentences.
    pub stop_now: Vec<String>,
    /// What changed since the earlier day.
    pub changes: Option<Changes>,
    /// What was promised and what became of it.
    pub promises: Option<Promises>,
    /// What is asked for, and what it buys; `None` without a plan.
    pub asked: Option<Asked>,
    /// Risks someone answers for, with who and until when.
    pub accepted: Vec<Accepted>,
    /// Answers an insurer would get that evidence contradicts.
    pub insurer_contradicted: usize,
    /// Answers an insurer would get that nothing proves.
    pub insurer_unproven: usize,
}

/// A risk someone answers for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// What is not so.
    pub says: String,
    /// Who answers for it.
    pub approver: String,
    /// Until which day.
    pub until: Date,
}

/// Makes the board report.
pub fn report(given: &Given<'_>) -> BoardReport {
    let posture = given.posture;
    let sheet = insurer::sheet(given);
    let accepted = posture.measures.iter().filter_map(|m| {
        let e = m.exception.as_ref().filter(|e| e.kind == ExceptionKind::AcceptedRisk)?;
        let says = given.catalog.measure(&m.measure)?.says.clone();
        Some(Accepted { says, approver: e.approver.clone(), until: e.until })
    });
    BoardReport {
        foot: given.foot(),
        label: posture.label,
        label_says: label_says(posture.label).to_owned(),
        earlier: given.earlier.map(|e| proof::day(e.as_of)),
        care: care::care(given),
        at_stake: given.at_stake.cloned(),
        risks: risk::risks(given),
        goals: goals::goals(given),
        stop_now: posture
            .gates
            .iter()
            .filter(|g| g.state == GateState::Open)
            .map(|g| g.means.clone())
            .collect(),
        changes: change::changes(given),
        promises: change::promises(given),
        asked: asked::asked(given),
        accepted: accepted.collect(),
        insurer_contradicted: sheet.n_contradicted,
        insurer_unproven: sheet.n_unproven,
    }
}

fn label_says(label: Label) -> &'static str {
    match label {
        Label::Exposed => {
            "At least one way in that attackers use is open. Nothing else on this page makes up for it."
        }
        Label::Unproven => "No way in is known to be open, and not all are proven shut.",
        Label::Guarded => "Fresh evidence proves that every way in we look at is shut.",
    }
}
