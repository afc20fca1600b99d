//! Typed conditions and what they come to, three-valued after Kleene; reads facts in place and allocates nothing.
//!
//! It cannot fail and knows no text: each type has its own tree, so no part can be of the wrong type.
//! Arithmetic that leaves the 64-bit range is unknown, naming the facts in it: nobody has that many beds, so some
//! count is wrong and a person must look.

use super::FactSet;
use crate::facts::{Fact, FactKind, FactSource, FactValue, Facts};

/// A value, or the facts without which it cannot be said.
type Known<T> = Result<T, FactSet>;

/// A condition.
#[derive(Debug)]
pub(super) enum BoolExpr {
    Is(bool),
    Fact(FactKind),
    Known(FactKind),
    Proven(FactKind),
    Not(Box<BoolExpr>),
    All(Box<[BoolExpr]>),
    Any(Box<[BoolExpr]>),
    Same(Box<(BoolExpr, BoolExpr)>),
    SameWord(Box<(WordExpr, WordExpr)>),
    Compare(Order, Box<(IntExpr, IntExpr)>),
    OneOfInts(Box<(IntExpr, Box<[i64]>)>),
    OneOfWords(Box<(WordExpr, Box<[Box<str>]>)>),
    Pick(Box<(BoolExpr, BoolExpr, BoolExpr)>),
}

/// A number.
#[derive(Debug)]
pub(super) enum IntExpr {
    Is(i64),
    Fact(FactKind),
    Math(Math, Box<(IntExpr, IntExpr)>),
    Pick(Box<(BoolExpr, IntExpr, IntExpr)>),
}

/// A word.
#[derive(Debug)]
pub(super) enum WordExpr {
    Is(Box<str>),
    Fact(FactKind),
    Pick(Box<(BoolExpr, WordExpr, WordExpr)>),
}

/// How two numbers are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Equal,
    NotEqual,
    Less,
    AtMost,
    More,
    AtLeast,
}

impl Order {
    /// Reads a comparison mark; the parser passes no other.
    pub(super) fn of(mark: &str) -> Self {
        match mark {
            "==" => Self::Equal,
            "!=" => Self::NotEqual,
            "<" => Self::Less,
            "<=" => Self::AtMost,
            ">" => Self::More,
            _ => Self::AtLeast,
        }
    }

    fn holds(self, a: i64, b: i64) -> bool {
        match self {
            Self::Equal => a == b,
            Self::NotEqual => a != b,
            Self::Less => a < b,
            Self::AtMost => a <= b,
            Self::More => a > b,
            Self::AtLeast => a >= b,
        }
    }
}

/// What is done with two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Math {
    Plus,
    Minus,
    Times,
}

impl Math {
    /// Reads an arithmetic mark; the parser passes no other.
    pub(super) fn of(mark: &str) -> Self {
        match mark {
            "+" => Self::Plus,
            "-" => Self::Minus,
            _ => Self::Times,
        }
    }

    /// The result; `None` when it leaves the 64-bit range.
    pub(super) fn apply(self, a: i64, b: i64) -> Option<i64> {
        match self {
            Self::Plus => a.checked_add(b),
            Self::Minus => a.checked_sub(b),
            Self::Times => a.checked_mul(b),
        }
    }
}

impl BoolExpr {
    /// Whether it holds.
    pub(super) fn eval(&self, facts: &Facts) -> Known<bool> {
        match self {
            Self::Is(yes) => Ok(*yes),
            Self::Fact(kind) => match facts.get(*kind) {
                Fact::Known { value: FactValue::Bool(yes), .. } => Ok(*yes),
                _ => Err(FactSet::of(*kind)),
            },
            Self::Known(kind) => Ok(matches!(facts.get(*kind), Fact::Known { .. })),
            Self::Proven(kind) => match facts.get(*kind) {
                Fact::Known { source: FactSource::Attested { .. }, .. } => Err(FactSet::of(*kind)),
                Fact::Known { value: FactValue::Bool(yes), .. } => Ok(*yes),
                _ => Err(FactSet::of(*kind)),
            },
            Self::Not(part) => part.eval(facts).map(|yes| !yes),
            Self::All(parts) => joined(parts, facts, false),
            Self::Any(parts) => joined(parts, facts, true),
            Self::Same(sides) => both(sides.0.eval(facts), sides.1.eval(facts)).map(|(a, b)| a == b),
            Self::SameWord(sides) => both(sides.0.eval(facts), sides.1.eval(facts)).map(|(a, b)| a == b),
            Self::Compare(order, sides) => {
                both(sides.0.eval(facts), sides.1.eval(facts)).map(|(a, b)| order.holds(a, b))
            }
            Self::OneOfInts(parts) => parts.0.eval(facts).map(|n| parts.1.contains(&n)),
            Self::OneOfWords(parts) => parts.0.eval(facts).map(|word| parts.1.iter().any(|w| **w == *word)),
            Self::Pick(parts) => picked(&parts.0, facts, || parts.1.eval(facts), || parts.2.eval(facts)),
        }
    }

    /// Every fact it names.
    pub(super) fn facts(&self) -> FactSet {
        match self {
            Self::Is(_) => FactSet::default(),
            Self::Fact(kind) | Self::Known(kind) | Self::Proven(kind) => FactSet::of(*kind),
            Self::Not(part) => part.facts(),
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().fold(FactSet::default(), |all, part| all.union(part.facts()))
            }
            Self::Same(sides) => sides.0.facts().union(sides.1.facts()),
            Self::SameWord(sides) => sides.0.facts().union(sides.1.facts()),
            Self::Compare(_, sides) => sides.0.facts().union(sides.1.facts()),
            Self::OneOfInts(parts) => parts.0.facts(),
            Self::OneOfWords(parts) => parts.0.facts(),
            Self::Pick(parts) => parts.0.facts().union(parts.1.facts()).union(parts.2.facts()),
        }
    }
}

impl IntExpr {
    fn eval(&self, facts: &Facts) -> Known<i64> {
        match self {
            Self::Is(n) => Ok(*n),
            Self::Fact(kind) => match facts.get(*kind) {
                Fact::Known { value: FactValue::Int(n), .. } => Ok(*n),
                _ => Err(FactSet::of(*kind)),
            },
            Self::Math(math, sides) => {
                let (a, b) = both(sides.0.eval(facts), sides.1.eval(facts))?;
                math.apply(a, b).ok_or_else(|| self.facts())
            }
            Self::Pick(parts) => picked(&parts.0, facts, || parts.1.eval(facts), || parts.2.eval(facts)),
        }
    }

    fn facts(&self) -> FactSet {
        match self {
            Self::Is(_) => FactSet::default(),
            Self::Fact(kind) => FactSet::of(*kind),
            Self::Math(_, sides) => sides.0.facts().union(sides.1.facts()),
            Self::Pick(parts) => parts.0.facts().union(parts.1.facts()).union(parts.2.facts()),
        }
    }
}

impl WordExpr {
    fn eval<'v>(&'v self, facts: &'v Facts) -> Known<&'v str> {
        match self {
            Self::Is(word) => Ok(word),
            Self::Fact(kind) => match facts.get(*kind) {
                Fact::Known { value: FactValue::Word(word), .. } => Ok(word),
                _ => Err(FactSet::of(*kind)),
            },
            Self::Pick(parts) => picked(&parts.0, facts, || parts.1.eval(facts), || parts.2.eval(facts)),
        }
    }

    fn facts(&self) -> FactSet {
        match self {
            Self::Is(_) => FactSet::default(),
            Self::Fact(kind) => FactSet::of(*kind),
            Self::Pick(parts) => parts.0.facts().union(parts.1.facts()).union(parts.2.facts()),
        }
    }
}

/// `&&` and `||` over any number of parts: one part equal to `decides` settles it, whatever else is unknown.
fn joined(parts: &[BoolExpr], facts: &Facts, decides: bool) -> Known<bool> {
    let mut missing = FactSet::default();
    let mut unknown = false;
    for part in parts {
        match part.eval(facts) {
            Ok(yes) if yes == decides => return Ok(decides),
            Ok(_) => {}
            Err(needs) => {
                unknown = true;
                missing = missing.union(needs);
            }
        }
    }
    if unknown { Err(missing) } else { Ok(!decides) }
}

/// Both values, or the facts that either lacks.
fn both<T, U>(left: Known<T>, right: Known<U>) -> Known<(T, U)> {
    match (left, right) {
        (Ok(a), Ok(b)) => Ok((a, b)),
        (Err(a), Err(b)) => Err(a.union(b)),
        (Err(needs), Ok(_)) | (Ok(_), Err(needs)) => Err(needs),
    }
}

/// `condition ? yes : no`. An unknown condition does not matter when both sides come to the same.
fn picked<T: PartialEq>(
    condition: &BoolExpr,
    facts: &Facts,
    yes: impl Fn() -> Known<T>,
    no: impl Fn() -> Known<T>,
) -> Known<T> {
    match condition.eval(facts) {
        Ok(true) => yes(),
        Ok(false) => no(),
        Err(needs) => match both(yes(), no()) {
            Ok((a, b)) if a == b => Ok(a),
            Ok(_) => Err(needs),
            Err(more) => Err(needs.union(more)),
        },
    }
}
