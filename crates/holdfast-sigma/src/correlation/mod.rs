//! Correlations: rules over the hits of other rules. Specification, correlation rules.
//!
//! This room reads them and settles what they refer to; `window` keeps what happened lately, `correlator` decides.

mod correlator;
mod read;
mod window;

pub use correlator::{CorrelationHit, Correlator, Limits};
pub(crate) use read::{Draft, read, resolve};

use crate::condition::Condition;
use crate::rule::{About, Place};

/// A rule over hits.
#[derive(Clone, Debug)]
pub struct Correlation {
    /// What is said about it.
    pub about: About,
    /// Where it was read.
    pub place: Place,
    /// What is counted or compared.
    pub kind: CorrelationKind,
    /// The rules it is about, in order.
    pub members: Vec<Member>,
    /// Fields, or aliases of fields, whose values must be equal.
    pub group_by: Vec<String>,
    /// How far apart hits may be, in seconds.
    pub timespan_s: u64,
    /// Whether the rules it is about also report their own hits.
    pub generate: bool,
    pub(crate) aliases: Vec<Alias>,
    pub(crate) bounds: Vec<(Bound, f64)>,
    pub(crate) fields: Vec<String>,
    pub(crate) percentile: f64,
    /// Of a temporal correlation that says which rules must have hit, instead of how many.
    pub(crate) which: Option<Condition>,
}

/// What a correlation counts or compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CorrelationKind {
    /// Hits.
    EventCount,
    /// Different values of a field.
    ValueCount,
    /// Different rules that hit.
    Temporal,
    /// Different rules that hit, one after the other.
    TemporalOrdered,
    /// The sum of a field's values.
    ValueSum,
    /// The mean of a field's values.
    ValueAvg,
    /// A percentile of a field's values.
    ValuePercentile,
    /// The middle of a field's values.
    ValueMedian,
}

/// What a correlation refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Member {
    /// The number of a rule.
    Rule(usize),
    /// The number of a correlation, always a lower one.
    Correlation(usize),
}

/// Another name for a field, which stands under different names in the events of different rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Alias {
    pub(crate) name: String,
    /// For each member the field meant, if any.
    pub(crate) fields: Vec<Option<String>>,
}

/// How a count is held against a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bound {
    Gt,
    Gte,
    Lt,
    Lte,
    Eq,
    Neq,
}

impl Bound {
    fn holds(self, value: f64, bound: f64) -> bool {
        match self {
            Self::Gt => value > bound,
            Self::Gte => value >= bound,
            Self::Lt => value < bound,
            Self::Lte => value <= bound,
            Self::Eq => value == bound,
            Self::Neq => value != bound,
        }
    }
}

impl Correlation {
    /// The field meant by a name in `group-by` or `field`, in events of one member.
    pub(crate) fn field_of<'a>(&'a self, name: &'a str, member: usize) -> &'a str {
        let alias = self.aliases.iter().find(|alias| alias.name == name);
        alias.and_then(|alias| alias.fields.get(member)?.as_deref()).unwrap_or(name)
    }

    pub(crate) fn holds(&self, value: f64) -> bool {
        self.bounds.iter().all(|(bound, number)| bound.holds(value, *number))
    }
}

impl Correlation {
    /// Every field that may be asked of an event.
    pub(crate) fn field_names(&self) -> impl Iterator<Item = &str> {
        let aliased = self.aliases.iter().flat_map(|alias| alias.fields.iter().flatten());
        self.group_by.iter().chain(&self.fields).chain(aliased).map(String::as_str)
    }
}
