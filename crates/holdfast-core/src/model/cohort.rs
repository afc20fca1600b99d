//! A cohort: a class that a college teaches, its way from planned to closed, and the seats in it.
//!
//! A seat keeps the name it was taken with, so that an instructor needs nothing of a hospital's roster.

use serde::{Deserialize, Serialize};

use super::{Ccn, CohortId, CollegeId, EmailAddress, LearnerId};
use crate::Date;
use crate::catalog::{LessonId, PackId};

/// Longest reason somebody writes for a move, in characters.
pub const MOST_WHY: usize = 500;

/// Who teaches it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instructor {
    /// The name.
    pub name: String,
    /// Where the link to the class goes.
    pub email: EmailAddress,
}

/// What a class is, as the office wrote it down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CohortPlan {
    /// What it is called.
    pub title: String,
    /// The role pack it teaches, if a whole one.
    pub pack: Option<PackId>,
    /// Lessons and labs it teaches beside, in order.
    pub lessons: Vec<LessonId>,
    /// The first day.
    pub starts_on: Date,
    /// The last day.
    pub ends_on: Date,
    /// Seats.
    pub n_seats: u32,
    /// Who teaches it.
    pub instructor: Instructor,
    /// What the college's own system calls it; empty where nobody said.
    pub external_id: String,
}

/// A class as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cohort {
    /// Its id.
    pub id: CohortId,
    /// Whose it is.
    pub college: CollegeId,
    /// Counts up by one with each change of its plan, from 1.
    pub version: u32,
    /// What it is.
    pub plan: CohortPlan,
    /// How far it is.
    pub state: CohortState,
}

/// How far a class is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum CohortState {
    /// The office is preparing it; nobody else sees it.
    Planned,
    /// Hospitals put their people forward.
    Open {
        /// Since when.
        on: Date,
    },
    /// It is being taught; grades come in.
    Running {
        /// Since when.
        on: Date,
    },
    /// It is over, and what was passed counts.
    Closed {
        /// Since when.
        on: Date,
        /// How many have no grade.
        n_ungraded: u32,
        /// Why some have no grade; empty when all have one.
        why: String,
    },
    /// It does not take place.
    CalledOff {
        /// Since when.
        on: Date,
        /// Why.
        why: String,
    },
}

/// A move of a class.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "moved")]
pub enum CohortMove {
    /// Hospitals may put people forward.
    Open,
    /// It begins: the list of who sits in it stands.
    Start,
    /// It is over.
    Close {
        /// How many have no grade.
        n_ungraded: u32,
        /// Why they have none.
        why: String,
    },
    /// It does not take place.
    CallOff {
        /// Why.
        why: String,
    },
}

/// A move that the present state does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CohortMoveError {
    /// It was opened before.
    #[error("this class is open already, or past that")]
    NotPlanned,
    /// It is not open.
    #[error("only an open class can start; open it first")]
    NotOpen,
    /// It does not run.
    #[error("only a running class can be closed; start it first")]
    NotRunning,
    /// It is closed or called off.
    #[error("this class is over, and nothing about it changes any more")]
    Over,
    /// Some have no grade, and nobody said why.
    #[error("{n} without a grade in this class; grade them, or write why they have none")]
    Ungraded {
        /// How many.
        n: u32,
    },
    /// Nobody said why.
    #[error("write why the class is called off")]
    NoWords,
    /// Too much was written.
    #[error("write up to {MOST_WHY} characters")]
    TooLong,
}

impl CohortMove {
    /// The key kept and used in the API and the log.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Start => "start",
            Self::Close { .. } => "close",
            Self::CallOff { .. } => "call_off",
        }
    }
}

impl CohortState {
    /// Makes one move.
    pub fn apply(self, moved: &CohortMove, on: Date) -> Result<Self, CohortMoveError> {
        use CohortMoveError as E;
        let words = |why: &str| match why.trim() {
            long if long.chars().count() > MOST_WHY => Err(E::TooLong),
            why => Ok(why.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>()),
        };
        match (self, moved) {
            (Self::Closed { .. } | Self::CalledOff { .. }, _) => Err(E::Over),
            (_, CohortMove::CallOff { why }) => match words(why)? {
                why if why.is_empty() => Err(E::NoWords),
                why => Ok(Self::CalledOff { on, why }),
            },
            (Self::Planned, CohortMove::Open) => Ok(Self::Open { on }),
            (_, CohortMove::Open) => Err(E::NotPlanned),
            (Self::Open { .. }, CohortMove::Start) => Ok(Self::Running { on }),
            (_, CohortMove::Start) => Err(E::NotOpen),
            (Self::Running { .. }, CohortMove::Close { n_ungraded, why }) => match (*n_ungraded, words(why)?)
            {
                (0, _) => Ok(Self::Closed { on, n_ungraded: 0, why: String::new() }),
                (n, why) if why.is_empty() => Err(E::Ungraded { n }),
                (n_ungraded, why) => Ok(Self::Closed { on, n_ungraded, why }),
            },
            (_, CohortMove::Close { .. }) => Err(E::NotRunning),
        }
    }

    /// The key kept and used in the API.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Open { .. } => "open",
            Self::Running { .. } => "running",
            Self::Closed { .. } => "closed",
            Self::CalledOff { .. } => "called_off",
        }
    }

    /// The words a person reads.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Planned => "Planned",
            Self::Open { .. } => "Open for hospitals",
            Self::Running { .. } => "Running",
            Self::Closed { .. } => "Closed",
            Self::CalledOff { .. } => "Called off",
        }
    }

    /// Whether nothing about it changes any more.
    pub fn is_over(&self) -> bool {
        matches!(self, Self::Closed { .. } | Self::CalledOff { .. })
    }
}

/// How somebody came through a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// They passed.
    Passed,
    /// They did not.
    DidNotPass,
    /// They left before the end.
    Withdrew,
}

impl Grade {
    /// All of them, with key and words.
    pub const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Passed, "passed", "Passed"),
        (Self::DidNotPass, "did_not_pass", "Did not pass"),
        (Self::Withdrew, "withdrew", "Withdrew"),
    ];

    /// The key kept and used in files and the API.
    pub fn key(self) -> &'static str {
        Self::ALL.iter().find(|(grade, ..)| *grade == self).map_or("", |(_, key, _)| key)
    }

    /// The words a person reads.
    pub fn label(self) -> &'static str {
        Self::ALL.iter().find(|(grade, ..)| *grade == self).map_or("", |(.., label)| label)
    }

    /// The one with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, k, _)| *k == key).map(|(grade, ..)| *grade)
    }
}

/// Somebody's place in a class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// Which class.
    pub cohort: CohortId,
    /// Its number in the class, from 1; never given twice.
    pub number: u32,
    /// The hospital that put them forward; `None` for somebody of the college's own list.
    pub ccn: Option<Ccn>,
    /// Who they are on that hospital's staff roster; `None` for a name alone.
    pub learner: Option<LearnerId>,
    /// The name.
    pub name: String,
    /// How they came through, when it is known.
    pub grade: Option<Grade>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DAY: Date = Date::constant(2026, 9, 1);

    fn close(n_ungraded: u32, why: &str) -> CohortMove {
        CohortMove::Close { n_ungraded, why: why.to_owned() }
    }

    #[track_caller]
    fn check(moves: &[CohortMove], expect: &str) {
        let end = moves.iter().try_fold(CohortState::Planned, |state, moved| state.apply(moved, DAY));
        assert_eq!(end.map_or_else(|e| e.to_string(), |state| state.key().to_owned()), expect);
    }

    #[test]
    fn a_class_goes_one_way() {
        use CohortMove as M;
        let off = |why: &str| M::CallOff { why: why.to_owned() };
        check(&[M::Open, M::Start, close(0, "")], "closed");
        check(&[M::Open, M::Start, close(2, "Two moved away")], "closed");
        check(&[off("Too few came")], "called_off");
        check(&[M::Open, M::Start, off("Fire")], "called_off");
        check(&[M::Start], "only an open class can start; open it first");
        check(&[M::Open, M::Open], "this class is open already, or past that");
        check(&[M::Open, close(0, "")], "only a running class can be closed; start it first");
        check(
            &[M::Open, M::Start, close(2, " \n")],
            "2 without a grade in this class; grade them, or write why they have none",
        );
        check(&[off(" ")], "write why the class is called off");
        check(&[off(&"x".repeat(501))], "write up to 500 characters");
        check(&[M::Open, off("x"), M::Start], "this class is over, and nothing about it changes any more");
    }

    #[test]
    fn grades_read_back_by_their_keys() {
        for (grade, key, _) in Grade::ALL {
            assert_eq!((grade.key(), Grade::from_key(key)), (*key, Some(*grade)));
        }
        assert_eq!(Grade::from_key("opened"), None, "opening a page is no grade");
    }

    proptest! {
        #[test]
        fn what_is_over_stays_so_and_nobody_closes_over_those_without_a_grade(
            moves in prop::collection::vec((0u8..4, 0u32..3, "[a-z ]{0,3}"), 0..20)
        ) {
            let mut state = CohortState::Planned;
            for (which, n, why) in moves {
                let moved = match which {
                    0 => CohortMove::Open,
                    1 => CohortMove::Start,
                    2 => close(n, &why),
                    _ => CohortMove::CallOff { why: why.clone() },
                };
                let was_over = state.is_over();
                if let Ok(next) = state.clone().apply(&moved, DAY) {
                    prop_assert!(!was_over);
                    if next.key() == "closed" {
                        prop_assert!(n == 0 || !why.trim().is_empty());
                    }
                    state = next;
                }
            }
        }
    }
}
