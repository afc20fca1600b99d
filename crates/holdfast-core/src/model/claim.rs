//! How far a hospital is with an offer: open, claimed, validated, active, lapsed, with a dated event for every move.

use serde::{Deserialize, Serialize};

use crate::Date;

/// Where an offer stands for one hospital.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Claim {
    /// Not asked for yet, or let go again.
    #[default]
    Open,
    /// The hospital accepted it.
    Claimed {
        /// When.
        on: Date,
    },
    /// The program office confirmed the hospital may have it.
    Validated {
        /// When.
        on: Date,
    },
    /// It is running.
    Active {
        /// Since when.
        on: Date,
        /// Its last day, when it has one.
        ends: Option<Date>,
    },
    /// It ran out.
    Lapsed {
        /// The first day without it.
        on: Date,
    },
}

/// A move, as recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "move", rename_all = "snake_case")]
pub enum ClaimMove {
    /// The hospital accepted the offer, having seen the year-two price.
    Claim,
    /// The office confirmed.
    Validate,
    /// It was switched on.
    Activate {
        /// Its last day, when it has one.
        ends: Option<Date>,
    },
    /// It ran out.
    Lapse,
    /// The hospital let it go.
    LetGo,
}

/// A dated move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimEvent {
    /// What happened.
    #[serde(flatten)]
    pub moved: ClaimMove,
    /// When.
    pub on: Date,
}

/// A move that the present state does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClaimMoveError {
    /// It has been accepted already.
    #[error("this offer has been accepted already; open it to see where it stands")]
    AlreadyClaimed,
    /// Nobody has accepted it.
    #[error("this offer has not been accepted; an administrator of the hospital accepts it first")]
    NotClaimed,
    /// Not confirmed by the program office.
    #[error("this offer is not confirmed yet; the program office confirms it first")]
    NotValidated,
    /// It is not running.
    #[error("this offer is not active, so it cannot lapse")]
    NotActive,
    /// It ends before it starts.
    #[error("an offer cannot end on {ends}, before it starts on {on}")]
    EndsBeforeStart {
        /// First day.
        on: Date,
        /// Last day.
        ends: Date,
    },
}

impl Claim {
    /// Makes one move.
    pub fn apply(self, event: ClaimEvent) -> Result<Self, ClaimMoveError> {
        let ClaimEvent { moved, on } = event;
        match (self, moved) {
            (Self::Open | Self::Lapsed { .. }, ClaimMove::Claim) => Ok(Self::Claimed { on }),
            (_, ClaimMove::Claim) => Err(ClaimMoveError::AlreadyClaimed),
            (Self::Claimed { .. }, ClaimMove::Validate) => Ok(Self::Validated { on }),
            (Self::Open | Self::Lapsed { .. }, ClaimMove::Validate) => Err(ClaimMoveError::NotClaimed),
            (_, ClaimMove::Validate) => Err(ClaimMoveError::AlreadyClaimed),
            (Self::Validated { .. }, ClaimMove::Activate { ends: Some(ends) }) if ends < on => {
                Err(ClaimMoveError::EndsBeforeStart { on, ends })
            }
            (Self::Validated { .. }, ClaimMove::Activate { ends }) => Ok(Self::Active { on, ends }),
            (Self::Claimed { .. }, ClaimMove::Activate { .. }) => Err(ClaimMoveError::NotValidated),
            (_, ClaimMove::Activate { .. }) => Err(ClaimMoveError::NotClaimed),
            (Self::Active { .. }, ClaimMove::Lapse) => Ok(Self::Lapsed { on }),
            (_, ClaimMove::Lapse) => Err(ClaimMoveError::NotActive),
            (Self::Claimed { .. } | Self::Validated { .. } | Self::Active { .. }, ClaimMove::LetGo) => {
                Ok(Self::Open)
            }
            (Self::Open | Self::Lapsed { .. }, ClaimMove::LetGo) => Err(ClaimMoveError::NotClaimed),
        }
    }

    /// The state after all recorded moves, in order. A record that does not follow is an error: records are never guessed at.
    pub fn replay(events: &[ClaimEvent]) -> Result<Self, ClaimMoveError> {
        events.iter().try_fold(Self::Open, |claim, event| claim.apply(*event))
    }

    /// The key used in tables and the API.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Claimed { .. } => "claimed",
            Self::Validated { .. } => "validated",
            Self::Active { .. } => "active",
            Self::Lapsed { .. } => "lapsed",
        }
    }

    /// The words a person reads.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Open => "Not accepted yet",
            Self::Claimed { .. } => "Accepted: the program office is checking",
            Self::Validated { .. } => "Confirmed: ready to switch on",
            Self::Active { .. } => "Active",
            Self::Lapsed { .. } => "Ended",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(n: i16) -> Date {
        Date::constant(2026, 1, 1)
            .checked_add(jiff::Span::new().days(i64::from(n)))
            .expect("a day of this century")
    }

    #[test]
    fn the_straight_path() {
        let at = |moved, n| ClaimEvent { moved, on: day(n) };
        let path = [
            at(ClaimMove::Claim, 0),
            at(ClaimMove::Validate, 3),
            at(ClaimMove::Activate { ends: Some(day(365)) }, 5),
            at(ClaimMove::Lapse, 366),
            at(ClaimMove::Claim, 400),
        ];
        let states: Vec<&str> =
            (0..=5).map(|n| Claim::replay(&path[..n]).map_or("error", |c| c.key())).collect();
        assert_eq!(states, ["open", "claimed", "validated", "active", "lapsed", "claimed"]);
        assert_eq!(
            Claim::replay(&[at(ClaimMove::Claim, 0), at(ClaimMove::Activate { ends: None }, 1)]),
            Err(ClaimMoveError::NotValidated)
        );
    }

    proptest! {
        #[test]
        fn an_offer_is_never_active_without_being_accepted_and_confirmed(moves in prop::collection::vec(0u8..5, 0..30)) {
            let mut claim = Claim::Open;
            let mut trail = Vec::new();
            for (n, m) in moves.into_iter().enumerate() {
                let moved = match m {
                    0 => ClaimMove::Claim, 1 => ClaimMove::Validate, 2 => ClaimMove::Activate { ends: None },
                    3 => ClaimMove::Lapse, _ => ClaimMove::LetGo,
                };
                if let Ok(next) = claim.apply(ClaimEvent { moved, on: day(n as i16) }) {
                    claim = next;
                    trail.push(moved);
                }
                if let Claim::Active { .. } = claim {
                    let tail = &trail[trail.len() - 3..];
                    let accepted_and_confirmed =
                        matches!(tail, [ClaimMove::Claim, ClaimMove::Validate, ClaimMove::Activate { .. }]);
                    prop_assert!(accepted_and_confirmed);
                }
            }
        }
    }
}
