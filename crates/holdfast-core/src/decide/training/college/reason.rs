//! Who reads why a class ended. A reason is typed in free words and may name somebody, so it goes to those alone whom it is about.

use crate::model::{CohortState, Seat};

/// Somebody who looks at a class.
#[derive(Clone, Copy, Debug)]
pub enum Reader<'a> {
    /// The program office, which learns how many sit in a class and never who.
    Office,
    /// Whoever teaches it.
    Instructor,
    /// A hospital.
    Hospital {
        /// Its own seats in the class.
        seats: &'a [Seat],
        /// Whether this person may see the names of its people.
        sees_names: bool,
    },
}

/// Why a class was called off or has people without a grade, as far as this reader may know; else empty.
///
/// Why it was called off, in the office's words, is for everybody who has to do with the class. Why some have no grade, in the
/// instructor's, is read by a hospital only when all of them are its own people: of another's it must not learn.
pub fn reason<'c>(state: &'c CohortState, reader: Reader<'_>) -> &'c str {
    let is_told = match (state, reader) {
        (CohortState::CalledOff { .. }, Reader::Office | Reader::Instructor) => true,
        (CohortState::CalledOff { .. }, Reader::Hospital { seats, .. }) => !seats.is_empty(),
        (CohortState::Closed { .. }, Reader::Instructor) => true,
        (CohortState::Closed { n_ungraded, .. }, Reader::Hospital { seats, sees_names }) => {
            let own = seats.iter().filter(|seat| seat.grade.is_none()).count();
            sees_names && own > 0 && usize::try_from(*n_ungraded).is_ok_and(|all| all == own)
        }
        _ => false,
    };
    match state {
        CohortState::Closed { why, .. } | CohortState::CalledOff { why, .. } if is_told => why,
        _ => "",
    }
}
