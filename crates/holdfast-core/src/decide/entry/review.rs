//! An assessor's own look at a measure: how it was found out, whether it is as it was said, and a note.
//!
//! What was only heard counts as a word and never as proof, whoever heard it.

use super::evidence::{outliers, past_day};
use super::{MOST_LINE, Typing, finding, keep, keep_all, note, observed};
use crate::catalog::{EvidenceKindId, Measure, Method};
use crate::decide::posture::{MeasurePosture, State};
use crate::decide::registration::{FieldError, Fields};
use crate::model::{Answer, Evidence, EvidenceId, Finding, Reply};

/// The kind of evidence an assessor's look is.
pub const ASSESSOR_REVIEW: &str = "assessor-review";

/// What an assessor's look comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// The look itself.
    pub evidence: Evidence,
    /// The same as a person's word: for what was only heard, and where no look of an assessor is proof.
    pub answer: Option<Answer>,
}

/// What an assessor agrees with; `None` where nothing stands that one could agree with.
pub fn agreed(measure: &MeasurePosture) -> Option<Finding> {
    match measure.state {
        State::Verified | State::Attested => Some(Finding::Met),
        State::Partly { coverage, .. } => Some(Finding::Partly(coverage)),
        State::NotMet { .. } => Some(Finding::NotMet),
        State::Contradicted { .. } | State::Stale | State::Unknown => None,
    }
}

/// Reads `method` (`examine`, `interview`, `test`), `verdict` (`agree`, `correct`), `finding` with `n` and `of` when
/// correcting, `outliers`, `looked` (the day), `note` and `firm`.
pub fn review(
    measure: &Measure,
    stands: &MeasurePosture,
    fields: &Fields,
    who: Typing<'_>,
) -> Result<Review, Vec<FieldError>> {
    let mut errors = Vec::new();
    let method = match fields.get("method") {
        "examine" => Some(Method::Examine),
        "interview" => Some(Method::Interview),
        "test" => Some(Method::Test),
        _ => {
            errors.push(FieldError::new("method", "Choose how you found out."));
            None
        }
    };
    let is_correction = fields.get("verdict") == "correct";
    let found = match fields.get("verdict") {
        "agree" => {
            let found = agreed(stands);
            if found.is_none() {
                let message = "There is nothing to agree with yet. Choose “I found this”, and say what.";
                errors.push(FieldError::new("verdict", message));
            }
            found
        }
        "correct" => keep_all(finding(fields), &mut errors),
        _ => {
            errors.push(FieldError::new("verdict", "Choose whether you agree."));
            None
        }
    };
    let named = match is_correction {
        true => keep_all(outliers(fields, found), &mut errors),
        false => Some(Vec::new()),
    };
    let looked = match fields.get("looked").is_empty() && fields.get("looked-month").is_empty() {
        true => Some(who.today),
        false => keep(past_day(fields, "looked", who), &mut errors),
    };
    let text = keep(note(fields, "note"), &mut errors);
    if is_correction && text.as_deref() == Some("") {
        errors.push(FieldError::new("note", "Write what you saw and why it differs. The hospital reads it."));
    }
    let firm = keep(
        fields.required("firm", "The firm's name", MOST_LINE, "Write the firm you come from."),
        &mut errors,
    );
    let (Some(method), Some(finding), Some(outliers), Some(looked), Some(text), Some(firm)) =
        (method, found, named, looked, text, firm)
    else {
        return Err(errors);
    };
    if !errors.is_empty() {
        return Err(errors);
    }
    let collector = format!("{}, {firm}", who.by);
    let kind = EvidenceKindId::new(ASSESSOR_REVIEW);
    let is_word = method == Method::Interview || !measure.proven_by.contains(&kind);
    let answer = is_word.then(|| Answer {
        measure: measure.id.clone(),
        reply: Reply::Finds { finding },
        by: collector.clone(),
        at: who.at,
    });
    let evidence = Evidence {
        id: EvidenceId(0),
        measure: measure.id.clone(),
        kind,
        method,
        collector,
        // One subject for all looks, so that the next look takes this one's place.
        subject: "the hospital".to_owned(),
        observed_at: observed(looked, who),
        received_at: who.at,
        digest: None,
        finding,
        seen: None,
        outliers,
        limits: Vec::new(),
        note: text,
    };
    Ok(Review { evidence, answer })
}
