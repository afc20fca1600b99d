//! Where evidence contradicts what was said: what it is, and which way out somebody takes.

use jiff::{SignedDuration, Timestamp};

use super::{Typing, day, keep, reason};
use crate::Date;
use crate::catalog::Method;
use crate::decide::posture::{FIXING_DAYS, MeasurePosture, State};
use crate::decide::registration::{FieldError, Fields};
use crate::model::{EvidenceId, Exit, Resolution, utc_day};

/// A contradiction that waits for somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// Since when both sides were known.
    pub since: Timestamp,
    /// Whether it has waited too long and counts as not met.
    pub is_overdue: bool,
    /// The evidence that stands against what others say; never empty.
    pub against: Vec<EvidenceId>,
    /// All evidence on either side: any of it may be the wrong one.
    pub sides: Vec<EvidenceId>,
    /// The last day by which it may be promised to be fixed.
    pub longest: Date,
}

/// The contradiction of a measure; `None` where there is none.
pub fn dispute(measure: &MeasurePosture) -> Option<Dispute> {
    let State::Contradicted { since, is_overdue } = measure.state else { return None };
    let fresh = || measure.voices.iter().filter(|v| !v.is_stale);
    let against = fresh().next()?.evidence.clone();
    if against.is_empty() {
        return None;
    }
    let sides = fresh().filter(|v| v.method > Method::Interview).flat_map(|v| v.evidence.clone()).collect();
    let end = since.checked_add(SignedDuration::from_hours(24 * i64::from(FIXING_DAYS))).unwrap_or(since);
    let longest = utc_day(end);
    Some(Dispute { since, is_overdue, against, sides, longest })
}

/// Reads `exit` (`fixing`, `evidence_wrong`, `scope_differs`), `reason`, `by` for fixing, and `evidence` for the one that is
/// wrong. Changing the answer is no resolution.
pub fn resolution(
    dispute: &Dispute,
    fields: &Fields,
    who: Typing<'_>,
) -> Result<Resolution, Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut evidence = dispute.against.last().copied();
    let (exit, ask) = match fields.get("exit") {
        "fixing" => (keep(fixed_by(dispute, fields, who), &mut errors), "Write what will be done."),
        "evidence_wrong" => {
            evidence = match (fields.get("evidence"), dispute.sides.as_slice()) {
                ("", [one]) => Some(*one),
                (chosen, sides) => sides.iter().find(|id| id.to_string() == chosen).copied(),
            };
            if evidence.is_none() {
                errors.push(FieldError::new("evidence", "Choose which evidence is wrong."));
            }
            (Some(Exit::EvidenceWrong), "Write why the evidence is wrong.")
        }
        "scope_differs" => {
            (Some(Exit::ScopeDiffers), "Write what the answer was about, and what it left out.")
        }
        _ => {
            errors.push(FieldError::new("exit", "Choose a way out."));
            (None, "Write the reason.")
        }
    };
    let why = keep(reason(fields, "reason", ask), &mut errors);
    match (exit, evidence, why) {
        (Some(exit), Some(evidence), Some(reason)) if errors.is_empty() => {
            Ok(Resolution { evidence, exit, reason, by: who.by.to_owned(), at: who.at })
        }
        _ => Err(errors),
    }
}

fn fixed_by(dispute: &Dispute, fields: &Fields, who: Typing<'_>) -> Result<Exit, FieldError> {
    match day(fields, "by")? {
        None => Err(FieldError::new("by", "Write the day by which it will be fixed.")),
        Some(day) if day < who.today => Err(FieldError::new("by", "Write a day that is not over.")),
        Some(day) if day > dispute.longest => {
            let last = crate::model::day_in_words(dispute.longest);
            let message = if dispute.longest < who.today {
                "It has been open for 90 days, so another promise does not help. Fix it and send in evidence, or change the answer.".to_owned()
            } else {
                format!("Fixing may take 90 days from the day it came up: until {last}.")
            };
            Err(FieldError::new("by", message))
        }
        Some(by) => Ok(Exit::Fixing { by }),
    }
}
