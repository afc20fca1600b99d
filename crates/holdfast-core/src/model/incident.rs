//! A security case: what was detected on a hospital's computers, and what people did about it. Pages call it a case; in code it is
//! an incident, because [`super::Case`] is a reviewer's.
//!
//! What people did is a list of dated moves that is only added to; how a case stands follows from it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::IncidentId;
use crate::catalog::AssetId;

/// Longest note or reason, in characters.
pub const MOST_WORDS_CHARS: usize = 2_000;

/// A computer that care depends on, as the hospital names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CareMachine {
    /// Its short name in small letters: see [`super::short_name`].
    pub name: String,
    /// The kind of system it carries; `None` when it is no kind of the catalog.
    pub system: Option<AssetId>,
    /// What it carries in the hospital's words, such as "nurse call".
    pub carries: String,
}

/// One of the three things to do first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FirstStep {
    /// Whom to call.
    Call,
    /// What to take off the network.
    Unplug,
    /// What to keep as it is.
    Keep,
}

impl FirstStep {
    /// The three, in order.
    pub const ALL: [Self; 3] = [Self::Call, Self::Unplug, Self::Keep];

    /// The key used in forms and the API.
    pub fn key(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Unplug => "unplug",
            Self::Keep => "keep",
        }
    }

    /// The step with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.key() == key)
    }
}

/// Why a case was closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "because", rename_all = "snake_case")]
pub enum CloseReason {
    /// It was real, and is dealt with.
    Handled,
    /// It was something else that does no harm.
    Harmless,
    /// It was a test or a drill.
    Test,
    /// Another case holds it.
    DuplicateOf {
        /// The number of that case.
        number: u32,
    },
}

impl CloseReason {
    /// The key used in forms and the API.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Handled => "handled",
            Self::Harmless => "harmless",
            Self::Test => "test",
            Self::DuplicateOf { .. } => "duplicate",
        }
    }

    /// In words.
    pub fn in_words(&self) -> String {
        match self {
            Self::Handled => "it was real, and is dealt with".to_owned(),
            Self::Harmless => "it does no harm".to_owned(),
            Self::Test => "it was a test or a drill".to_owned(),
            Self::DuplicateOf { number } => format!("it is the same as case {number}"),
        }
    }
}

/// Something that happened to a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "move", rename_all = "snake_case")]
pub enum IncidentMove {
    /// Findings opened it.
    Opened {
        /// How many.
        n_findings: u32,
        /// The closed case it follows on, by number.
        after: Option<u32>,
    },
    /// More findings came in.
    Joined {
        /// How many.
        n_findings: u32,
    },
    /// New findings tie it to another open case. The two are not made one: a person decides that.
    Tied {
        /// The other case, by number.
        to: u32,
    },
    /// Somebody looks at it.
    Taken,
    /// One of the first steps was done.
    Done {
        /// Which.
        step: FirstStep,
    },
    /// One said to be done was not.
    NotDone {
        /// Which.
        step: FirstStep,
    },
    /// Somebody was told.
    Told {
        /// Whom: a key of [`crate::decide::incident::whom_to_tell`].
        whom: String,
    },
    /// A note.
    Note {
        /// Its text.
        text: String,
    },
    /// It was closed.
    Closed {
        /// Why.
        reason: CloseReason,
        /// The same in words.
        words: String,
    },
}

impl IncidentMove {
    /// The key used in the log and the API.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Opened { .. } => "opened",
            Self::Joined { .. } => "joined",
            Self::Tied { .. } => "tied",
            Self::Taken => "taken",
            Self::Done { .. } => "done",
            Self::NotDone { .. } => "not_done",
            Self::Told { .. } => "told",
            Self::Note { .. } => "note",
            Self::Closed { .. } => "closed",
        }
    }

    /// Whether a person made it, and no file that came in.
    pub fn is_by_a_person(&self) -> bool {
        !matches!(self, Self::Opened { .. } | Self::Joined { .. } | Self::Tied { .. })
    }
}

/// A move with who made it and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentEvent {
    /// What.
    #[serde(flatten)]
    pub moved: IncidentMove,
    /// Who, by name and role.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// A case as kept, without its findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// Its id.
    pub id: IncidentId,
    /// Its number at the hospital, from 1.
    pub number: u32,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// Everything that happened to it, in order.
    pub events: Vec<IncidentEvent>,
}

/// A move that cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IncidentMoveError {
    /// A closed case stays closed.
    #[error("this case is closed; what is found later opens a new one that names it")]
    Closed,
    /// Nothing was written.
    #[error("write why: it is kept with the case")]
    NoWords,
    /// Too much was written.
    #[error("write up to {MOST_WORDS_CHARS} characters, and add another note for the rest")]
    TooLong,
    /// There is nobody of that key.
    #[error("choose somebody from the list")]
    NoSuchPerson,
    /// It names itself, or a case that is not there.
    #[error("name another case of this hospital by its number")]
    NoSuchCase,
}

impl Incident {
    /// The move that closed it; `None` while it is open.
    pub fn closed(&self) -> Option<&IncidentEvent> {
        self.events.iter().rev().find(|e| matches!(e.moved, IncidentMove::Closed { .. }))
    }

    /// Whether it is open.
    pub fn is_open(&self) -> bool {
        self.closed().is_none()
    }

    /// The first thing a person did about it.
    pub fn first_looked(&self) -> Option<&IncidentEvent> {
        self.events.iter().find(|e| e.moved.is_by_a_person())
    }

    /// The event that did a step, unless somebody took it back since.
    pub fn step_done(&self, step: FirstStep) -> Option<&IncidentEvent> {
        let about = |e: &&IncidentEvent| match &e.moved {
            IncidentMove::Done { step: s } | IncidentMove::NotDone { step: s } => *s == step,
            _ => false,
        };
        self.events.iter().rev().find(about).filter(|e| matches!(e.moved, IncidentMove::Done { .. }))
    }

    /// When and by whom somebody was told first.
    pub fn told(&self, whom: &str) -> Option<&IncidentEvent> {
        self.events.iter().find(|e| matches!(&e.moved, IncidentMove::Told { whom: w } if w == whom))
    }

    /// Whether a move may be made now, with its words cleaned. Every move but a note needs the case open; a note may be added later.
    pub fn check(&self, moved: IncidentMove) -> Result<IncidentMove, IncidentMoveError> {
        use IncidentMoveError as E;
        let text = |text: &str| match text.trim() {
            "" => Err(E::NoWords),
            t if t.chars().count() > MOST_WORDS_CHARS => Err(E::TooLong),
            t => Ok(t.chars().filter(|c| !c.is_control() || *c == '\n').collect::<String>()),
        };
        if !self.is_open() && !matches!(moved, IncidentMove::Note { .. }) {
            return Err(E::Closed);
        }
        Ok(match moved {
            IncidentMove::Note { text: t } => IncidentMove::Note { text: text(&t)? },
            IncidentMove::Closed { reason: CloseReason::DuplicateOf { number }, .. }
                if number == self.number =>
            {
                return Err(E::NoSuchCase);
            }
            // What another case holds says enough by its number.
            IncidentMove::Closed { reason: reason @ CloseReason::DuplicateOf { .. }, words } => {
                let words = if words.trim().is_empty() { String::new() } else { text(&words)? };
                IncidentMove::Closed { reason, words }
            }
            IncidentMove::Closed { reason, words } => IncidentMove::Closed { reason, words: text(&words)? },
            other => other,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn incident(moves: &[IncidentMove]) -> Incident {
        let event = |(n, moved): (usize, &IncidentMove)| IncidentEvent {
            moved: moved.clone(),
            by: "Dana".to_owned(),
            at: Timestamp::from_second(n as i64).expect("a time"),
        };
        let events = moves.iter().enumerate().map(event).collect();
        Incident { id: IncidentId(1), number: 1, opened_at: Timestamp::UNIX_EPOCH, events }
    }

    fn closed(words: &str) -> IncidentMove {
        IncidentMove::Closed { reason: CloseReason::Harmless, words: words.to_owned() }
    }

    #[test]
    fn a_closed_case_takes_notes_and_nothing_else() {
        let case = incident(&[IncidentMove::Taken, closed("backup program")]);
        assert!(!case.is_open());
        assert_eq!(case.check(IncidentMove::Taken), Err(IncidentMoveError::Closed));
        assert_eq!(case.check(closed("again")), Err(IncidentMoveError::Closed));
        assert!(case.check(IncidentMove::Note { text: "later".to_owned() }).is_ok());
    }

    #[test]
    fn closing_takes_words_and_a_duplicate_another_case() {
        let case = incident(&[]);
        assert_eq!(case.check(closed(" \n")), Err(IncidentMoveError::NoWords));
        assert_eq!(case.check(closed(&"x".repeat(2_001))), Err(IncidentMoveError::TooLong));
        let same = |number| IncidentMove::Closed {
            reason: CloseReason::DuplicateOf { number },
            words: String::new(),
        };
        assert_eq!(case.check(same(1)), Err(IncidentMoveError::NoSuchCase));
        assert!(case.check(same(2)).is_ok());
    }

    #[test]
    fn a_step_taken_back_is_to_be_done() {
        let step = FirstStep::Call;
        let done = incident(&[IncidentMove::Done { step }]);
        assert!(done.step_done(step).is_some() && done.step_done(FirstStep::Keep).is_none());
        let back = incident(&[IncidentMove::Done { step }, IncidentMove::NotDone { step }]);
        assert!(back.step_done(step).is_none());
    }
}
