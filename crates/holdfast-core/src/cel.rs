//! Clauses: the part of the Common Expression Language (CEL) that conditions over named facts need, three-valued.
//!
//! An expression is compiled once, its names and types checked against [`crate::facts::FactKind`]; evaluation reads
//! fact slots and allocates nothing. A fact that is unknown or disputed makes a part unknown, never true or false,
//! and the facts that mattered are reported.

mod check;
mod eval;
mod faults;
#[cfg(test)]
mod laws;
mod lex;
mod parse;
#[cfg(test)]
mod tests;
mod tree;
mod words;

use std::sync::Arc;

use self::eval::BoolExpr;
use self::faults::Faults;
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

/// Longest source of a condition, in bytes; what is longer belongs in several clauses.
const MAX_BYTES: usize = 4_000;

/// A compiled, type-checked condition. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Expr {
    source: Arc<str>,
    names: FactSet,
    condition: Arc<BoolExpr>,
}

impl Expr {
    /// Compiles a condition over facts.
    ///
    /// `source`: at most 4,000 bytes of CEL, using facts by their keys, `true`, `false`, whole numbers, words in
    /// quotes, `! - + * < <= > >= == != && || ?:`, `in [..]`, parentheses and `known(fact)`; `//` begins a comment.
    /// Fails with every fault (20 at most), in order of place. Any text may be given; none makes it panic.
    pub fn compile(source: &str) -> Result<Self, Vec<CelError>> {
        if source.len() > MAX_BYTES {
            let what = format!("this is {} bytes long, and {MAX_BYTES} is the most; split it", source.len());
            return Err(vec![CelError { at: 0..source.len(), what }]);
        }
        if source.trim().is_empty() {
            let what = "this condition is empty; write `true` when everyone qualifies".to_owned();
            return Err(vec![CelError { at: 0..source.len(), what }]);
        }
        let mut faults = Faults::default();
        let tree = parse::parse(source, &mut faults);
        let condition = check::condition(source, &tree, &mut faults);
        match (faults.sorted(), condition) {
            (None, Some(condition)) => {
                Ok(Self { source: source.into(), names: condition.facts(), condition: Arc::new(condition) })
            }
            (Some(faults), _) => Err(faults),
            (None, None) => {
                let what =
                    "this cannot be read; write a condition like `rural && licensed_beds <= 25`".to_owned();
                Err(vec![CelError { at: 0..source.len(), what }])
            }
        }
    }

    /// The text it was compiled from.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Every fact it names, also inside `known(..)`.
    pub fn facts(&self) -> FactSet {
        self.names
    }

    /// What it comes to for these facts.
    ///
    /// Three-valued: an unknown or disputed fact makes a part unknown, and the whole only where the rest does not
    /// settle it (`false && unknown` is false, `true || unknown` is true). Learning a fact never turns true into
    /// false or back, except through `known(..)`, which asks about the knowing itself. Never allocates.
    pub fn eval(&self, facts: &Facts) -> Truth {
        match self.condition.eval(facts) {
            Ok(true) => Truth::True,
            Ok(false) => Truth::False,
            Err(needs) => Truth::Unknown(needs),
        }
    }
}
