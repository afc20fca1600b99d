//! Whether a class is offered to hospitals, and how many seats it has left; or why not.

use crate::Date;
use crate::model::{Cohort, CohortState, day_in_words};

/// Why a class is not offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotOffered {
    /// The office is still preparing it.
    Planned,
    /// Its first day is over, or it runs.
    Started(Date),
    /// Its last day is over.
    Over(Date),
    /// Every seat is taken.
    Full(u32),
    /// It was closed.
    Closed,
    /// It does not take place. Why is told to those alone who sit in it.
    CalledOff,
}

impl NotOffered {
    /// Why, as a sentence.
    pub fn in_words(&self) -> String {
        match self {
            Self::Planned => "The program office is still preparing it.".to_owned(),
            Self::Started(on) => format!("It began on {}.", day_in_words(*on)),
            Self::Over(on) => format!("It ended on {}.", day_in_words(*on)),
            Self::Full(1) => "Its one seat is taken.".to_owned(),
            Self::Full(n) => format!("All {n} seats are taken."),
            Self::Closed => "It is closed.".to_owned(),
            Self::CalledOff => "It was called off.".to_owned(),
        }
    }
}

/// Seats a hospital may still take. `n_taken`: those that are taken; `as_of`: the day. People are put forward until the first day, and
/// on it.
pub fn offered(cohort: &Cohort, n_taken: u32, as_of: Date) -> Result<u32, NotOffered> {
    match &cohort.state {
        CohortState::Planned => return Err(NotOffered::Planned),
        CohortState::Closed { .. } => return Err(NotOffered::Closed),
        CohortState::CalledOff { .. } => return Err(NotOffered::CalledOff),
        CohortState::Running { on } => return Err(NotOffered::Started(*on)),
        CohortState::Open { .. } => {}
    }
    let plan = &cohort.plan;
    if plan.ends_on < as_of {
        return Err(NotOffered::Over(plan.ends_on));
    }
    if plan.starts_on < as_of {
        return Err(NotOffered::Started(plan.starts_on));
    }
    match plan.n_seats.saturating_sub(n_taken) {
        0 => Err(NotOffered::Full(plan.n_seats)),
        left => Ok(left),
    }
}
