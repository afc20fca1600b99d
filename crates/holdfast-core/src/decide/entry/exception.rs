//! Exceptions: a measure left out of the count for a while, with who answers for that. None is for good.

use super::{MOST_LINE, Typing, day, keep, reason};
use crate::catalog::MeasureId;
use crate::decide::registration::{FieldError, Fields};
use crate::model::{Exception, ExceptionKind, utc_day};

/// Reads `kind` (`not_applicable` or `accepted_risk`), `reason`, `instead`, `approver` and `until`: a year at most.
pub fn exception(
    measure: &MeasureId,
    fields: &Fields,
    who: Typing<'_>,
) -> Result<Exception, Vec<FieldError>> {
    let mut errors = Vec::new();
    let kind = match fields.get("kind") {
        "not_applicable" => Some(ExceptionKind::NotApplicable),
        "accepted_risk" => Some(ExceptionKind::AcceptedRisk),
        _ => {
            errors.push(FieldError::new("kind", "Choose why it is left out."));
            None
        }
    };
    let why = keep(reason(fields, "reason", "Write why it is left out."), &mut errors);
    let instead = keep(super::note(fields, "instead"), &mut errors);
    if kind == Some(ExceptionKind::AcceptedRisk) && instead.as_deref() == Some("") {
        let message = "Write what is done instead. A risk without anything against it cannot be left out.";
        errors.push(FieldError::new("instead", message));
    }
    let ask = "Write the name of whoever approved it.";
    let approver =
        keep(fields.required("approver", "The name", MOST_LINE, ask), &mut errors).map(str::to_owned);
    let until = keep(end(fields, who), &mut errors);
    match (kind, why, instead, approver, until) {
        (Some(kind), Some(reason), Some(instead), Some(approver), Some(until)) if errors.is_empty() => {
            Ok(Exception { measure: measure.clone(), kind, reason, instead, approver, at: who.at, until })
        }
        _ => Err(errors),
    }
}

fn end(fields: &Fields, who: Typing<'_>) -> Result<crate::Date, FieldError> {
    let longest = who.today.saturating_add(jiff::Span::new().years(1));
    match day(fields, "until")? {
        None => Err(FieldError::new("until", "Write its last day.")),
        Some(day) if day < who.today => Err(FieldError::new("until", "Write a day that is not over.")),
        Some(day) if day > longest => {
            let last = crate::model::day_in_words(longest);
            Err(FieldError::new("until", format!("An exception lasts a year at most: until {last}.")))
        }
        Some(day) => Ok(day),
    }
}

/// Ends an exception early: a later one whose last day is over. Both are kept.
pub fn end_exception(current: &Exception, who: Typing<'_>) -> Exception {
    let yesterday = who.today.yesterday().unwrap_or(who.today);
    // The day turns by UTC where exceptions are weighed; whichever calendar is behind has to be over.
    let by_utc = utc_day(who.at);
    let until = yesterday.min(by_utc.yesterday().unwrap_or(by_utc));
    Exception { reason: format!("Ended early by {}.", who.by), at: who.at, until, ..current.clone() }
}
