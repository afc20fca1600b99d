//! What people type about one measure, read into what is kept: answers, evidence, exceptions, ways out of a contradiction,
//! an assessor's look. What does not fit is refused field by field, with what to do.
//!
//! It weighs nothing; what comes of it all is decided in [`crate::decide::posture`]. It keeps nothing either.

mod collected;
mod evidence;
mod exception;
mod resolution;
mod review;

pub use collected::{CollectedRow, MOST_HOSPITAL_EVIDENCE, MOST_ROWS, collected, row_digest};
pub use evidence::{MOST_LIMITS, MOST_OUTLIERS, effective_on, evidence, kinds_sent_in};
pub use exception::{end_exception, exception};
pub use resolution::{Dispute, dispute, resolution};
pub use review::{ASSESSOR_REVIEW, Review, agreed, review};

use jiff::Timestamp;

use crate::Date;
use crate::catalog::MeasureId;
use crate::decide::registration::{FieldError, Fields};
use crate::model::{Answer, Coverage, Finding, Reply};

/// Longest reason, note or statement, in characters.
pub const MOST_REASON: usize = 2_000;

/// Longest single line, in characters.
pub const MOST_LINE: usize = 120;

/// Most things that are counted.
const MOST_COUNTED: u32 = 1_000_000;

/// Who types, and when.
#[derive(Clone, Copy, Debug)]
pub struct Typing<'a> {
    /// By whom, as shown: a name and a role.
    pub by: &'a str,
    /// When.
    pub at: Timestamp,
    /// The program's day.
    pub today: Date,
}

/// Reads an answer given on a measure's own page.
pub fn answer(measure: &MeasureId, fields: &Fields, who: Typing<'_>) -> Result<Answer, Vec<FieldError>> {
    let finding = finding(fields)?;
    let reply = Reply::Finds { finding };
    Ok(Answer { measure: measure.clone(), reply, by: who.by.to_owned(), at: who.at })
}

/// Reads the fields `finding`, and for a part of them `n` and `of`.
pub(super) fn finding(fields: &Fields) -> Result<Finding, Vec<FieldError>> {
    match fields.get("finding") {
        "met" => Ok(Finding::Met),
        "not_met" => Ok(Finding::NotMet),
        "partly" => {
            let mut errors = Vec::new();
            let mut number =
                |field, what: &str, least, ask: &str| match fields.count(field, what, least, MOST_COUNTED) {
                    Ok(Some(n)) => Some(n),
                    Ok(None) => {
                        errors.push(FieldError::new(field, ask));
                        None
                    }
                    Err(error) => {
                        errors.push(error);
                        None
                    }
                };
            let n = number("n", "How many it is so for", 0, "Write for how many it is so.");
            let of = number("of", "How many there are", 1, "Write how many there are in all.");
            match (n, of) {
                (Some(n), Some(of)) => Coverage::new(n, of).map(Finding::of).map_err(|_| {
                    vec![FieldError::new(
                        "n",
                        format!("Write a number up to {of}: no more than there are in all."),
                    )]
                }),
                _ => Err(errors),
            }
        }
        _ => Err(vec![FieldError::new("finding", "Choose yes, partly or no.")]),
    }
}

/// Reads a day: `name` as 2026-03-02, or `name-month`, `name-day` and `name-year`. `None` when nothing was typed.
pub(super) fn day(fields: &Fields, name: &'static str) -> Result<Option<Date>, FieldError> {
    let wrong = || FieldError::new(name, "Write a day that exists, like 10 13 2026.");
    let whole = fields.get(name);
    if !whole.is_empty() {
        return whole.parse().map(Some).map_err(|_| wrong());
    }
    let part = |part: &str| fields.get(&format!("{name}-{part}")).to_owned();
    let (month, day, year) = (part("month"), part("day"), part("year"));
    if month.is_empty() && day.is_empty() && year.is_empty() {
        return Ok(None);
    }
    let made = || {
        let year: i16 = year.parse().ok().filter(|y| (1990..=2100).contains(y))?;
        Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
    };
    made().map(Some).ok_or_else(wrong)
}

/// Reads a text of several lines that must be there.
pub(super) fn reason(fields: &Fields, field: &'static str, ask: &str) -> Result<String, FieldError> {
    let text = note(fields, field)?;
    if text.is_empty() { Err(FieldError::new(field, ask)) } else { Ok(text) }
}

/// Reads a text of several lines; empty when nothing was typed.
pub(super) fn note(fields: &Fields, field: &'static str) -> Result<String, FieldError> {
    let text = fields.get(field).replace("\r\n", "\n");
    if text.chars().count() > MOST_REASON {
        return Err(FieldError::new(field, "Shorten it to 2,000 characters."));
    }
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(FieldError::new(field, "Write it as plain text."));
    }
    Ok(text)
}

/// When something was so that was so on a day: now, when the day is today, else as that day began.
pub(super) fn observed(day: Date, who: Typing<'_>) -> Timestamp {
    if day == who.today {
        return who.at;
    }
    let began = day.to_zoned(jiff::tz::TimeZone::UTC).map_or(who.at, |z| z.timestamp());
    began.min(who.at)
}

/// Takes what could be read, or puts down why not.
pub(super) fn keep<T>(read: Result<T, FieldError>, errors: &mut Vec<FieldError>) -> Option<T> {
    read.map_err(|e| errors.push(e)).ok()
}

/// As [`keep`], for what may have several things wrong.
pub(super) fn keep_all<T>(read: Result<T, Vec<FieldError>>, errors: &mut Vec<FieldError>) -> Option<T> {
    read.map_err(|mut e| errors.append(&mut e)).ok()
}

#[cfg(test)]
mod tests;
