//! Everything a decision may know about one hospital or applicant on one day: named facts, each known, unknown or disputed.
//!
//! A missing fact stays missing. Nothing here decides; see [`crate::decide`].

mod gather;
mod kind;
mod show;
mod vocabulary;

use serde::{Deserialize, Serialize};

pub use gather::{Attestation, Settlement, of_applicant, of_hospital};
pub use kind::{FactKind, FactType};

use crate::Date;

/// The value of a fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FactValue {
    /// Yes or no.
    Bool(bool),
    /// A count.
    Int(i64),
    /// One of a fixed set of words, or a short text such as a state's two letters.
    Word(String),
}

impl FactValue {
    /// Whether the value is of the type its kind asks for.
    pub fn fits(&self, kind: FactKind) -> bool {
        matches!(
            (self, kind.fact_type()),
            (Self::Bool(_), FactType::Bool) | (Self::Int(_), FactType::Int) | (Self::Word(_), FactType::Word)
        )
    }
}

impl std::fmt::Display for FactValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Bool(true) => f.write_str("yes"),
            Self::Bool(false) => f.write_str("no"),
            Self::Int(n) => write!(f, "{n}"),
            Self::Word(w) => f.write_str(w),
        }
    }
}

/// Where a fact came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum FactSource {
    /// A public file, with its release.
    Directory {
        /// The file, in words a person can look up.
        file: String,
        /// Its release date.
        released_on: Date,
    },
    /// Someone at the hospital said so.
    Attested {
        /// When.
        on: Date,
    },
    /// A reviewer settled it.
    Reviewer {
        /// When.
        on: Date,
    },
    /// Follows from other facts by a rule, named here.
    Computed {
        /// The rule.
        rule: String,
    },
}

/// One fact, as known on a day.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Fact {
    /// Nobody has said, and no file tells.
    #[default]
    Unknown,
    /// One value, with its source.
    Known {
        /// The value.
        value: FactValue,
        /// Where it came from.
        source: FactSource,
    },
    /// Two sources disagree and no reviewer has settled it.
    Disputed {
        /// What the public file says, or a reviewer found before the hospital said otherwise.
        on_file: FactValue,
        /// What the hospital says.
        attested: FactValue,
    },
}

impl Fact {
    /// The value, when there is exactly one.
    pub fn value(&self) -> Option<&FactValue> {
        match self {
            Self::Known { value, .. } => Some(value),
            Self::Unknown | Self::Disputed { .. } => None,
        }
    }
}

/// All facts about one subject as of one day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// The day the facts are asked for.
    pub as_of: Date,
    values: Vec<Fact>,
}

impl Facts {
    /// No facts at all.
    pub fn none(as_of: Date) -> Self {
        Self { as_of, values: vec![Fact::Unknown; FactKind::ALL.len()] }
    }

    /// The fact of a kind; `Unknown` when it was never set.
    pub fn get(&self, kind: FactKind) -> &Fact {
        &self.values[kind as usize]
    }

    /// Sets a fact. A value of the wrong type for its kind is dropped to `Unknown`, never guessed at.
    pub fn set(&mut self, kind: FactKind, fact: Fact) {
        let fits = match &fact {
            Fact::Unknown => true,
            Fact::Known { value, .. } => value.fits(kind),
            Fact::Disputed { on_file, attested } => on_file.fits(kind) && attested.fits(kind),
        };
        self.values[kind as usize] = if fits { fact } else { Fact::Unknown };
    }

    /// Sets a known value.
    pub fn know(&mut self, kind: FactKind, value: FactValue, source: FactSource) {
        self.set(kind, Fact::Known { value, source });
    }

    /// A yes-or-no fact, when known.
    pub fn bool(&self, kind: FactKind) -> Option<bool> {
        match self.get(kind).value() {
            Some(FactValue::Bool(b)) => Some(*b),
            _ => None,
        }
    }

    /// A count, when known.
    pub fn int(&self, kind: FactKind) -> Option<i64> {
        match self.get(kind).value() {
            Some(FactValue::Int(n)) => Some(*n),
            _ => None,
        }
    }

    /// A word, when known.
    pub fn word(&self, kind: FactKind) -> Option<&str> {
        match self.get(kind).value() {
            Some(FactValue::Word(w)) => Some(w),
            _ => None,
        }
    }

    /// Every fact that is known or disputed, in the order of [`FactKind::ALL`].
    pub fn stated(&self) -> impl Iterator<Item = (FactKind, &Fact)> {
        FactKind::ALL.iter().map(|k| (*k, self.get(*k))).filter(|(_, f)| **f != Fact::Unknown)
    }
}
