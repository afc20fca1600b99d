//! How values stand in JSON: days, moments, money, facts. Shapes of one call stand with the call.

use holdfast_core::Date;
use holdfast_core::decide::value::{Total, Worth};
use holdfast_core::facts::{Fact, FactKind, FactValue, Facts};
use holdfast_core::model::UsdRange;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A civil day.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, format = Date, example = "2026-03-02")]
pub struct Day(pub Date);

/// A moment, in UTC.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, format = DateTime, example = "2026-03-02T12:00:00Z")]
pub struct Moment(pub Timestamp);

impl Moment {
    /// The moment of a kept time.
    pub fn of_ms(at_ms: i64) -> Self {
        Self(Timestamp::from_millisecond(at_ms).unwrap_or(Timestamp::UNIX_EPOCH))
    }
}

impl From<Date> for Day {
    fn from(date: Date) -> Self {
        Self(date)
    }
}

/// Whole US dollars a year, from the least to the most. Both ends are the same where the figure is exact.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct YearlyUsd {
    /// The low end.
    pub low: u64,
    /// The high end.
    pub high: u64,
}

impl From<UsdRange> for YearlyUsd {
    fn from(range: UsdRange) -> Self {
        Self { low: range.low.0, high: range.high.0 }
    }
}

/// What something is worth or costs a year for one hospital, as far as it can be said.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WorthShape {
    /// `known`, `needs_fact` or `not_stated`.
    pub state: &'static str,
    /// Dollars a year, when known.
    pub yearly_usd: Option<YearlyUsd>,
    /// How it was reached, or the price for one.
    pub basis: Option<String>,
    /// The key of the fact that is missing.
    pub needs: Option<&'static str>,
    /// Whether someone has checked the price at its source.
    pub verified: Option<bool>,
}

impl From<&Worth> for WorthShape {
    fn from(worth: &Worth) -> Self {
        let none = Self { state: "not_stated", yearly_usd: None, basis: None, needs: None, verified: None };
        match worth {
            Worth::Known { yearly, basis, verified } => Self {
                state: "known",
                yearly_usd: Some((*yearly).into()),
                basis: Some(basis.clone()),
                verified: Some(*verified),
                ..none
            },
            Worth::NeedsFact { fact, each } => {
                Self { state: "needs_fact", basis: Some(each.clone()), needs: Some(fact.key()), ..none }
            }
            Worth::NotStated => none,
        }
    }
}

/// Several offers' worth together, and what had to be left out.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TotalWorth {
    /// Dollars a year of the offers counted.
    pub yearly_usd: YearlyUsd,
    /// Offers in the sum.
    pub n_counted: usize,
    /// Of these, offers whose price nobody has checked at its source.
    pub n_unverified: usize,
    /// Offers left out because a count is missing.
    pub n_need_fact: usize,
    /// Offers left out because nobody has put them in money.
    pub n_not_stated: usize,
    /// Keys of the missing counts.
    pub needs: Vec<&'static str>,
}

impl From<&Total> for TotalWorth {
    fn from(total: &Total) -> Self {
        Self {
            yearly_usd: total.yearly.into(),
            n_counted: total.n_counted,
            n_unverified: total.n_unverified,
            n_need_fact: total.n_need_fact,
            n_not_stated: total.n_not_stated,
            needs: total.needs.iter().map(|k| k.key()).collect(),
        }
    }
}

/// The value of a fact: yes or no, a whole number, or a word.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum ValueShape {
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// One of the fact's words.
    Word(String),
}

impl From<&FactValue> for ValueShape {
    fn from(value: &FactValue) -> Self {
        match value {
            FactValue::Bool(b) => Self::Bool(*b),
            FactValue::Int(n) => Self::Int(*n),
            FactValue::Word(w) => Self::Word(w.clone()),
        }
    }
}

impl ValueShape {
    /// Reads what was sent for a fact, by the same rules as the form. `None` when it is no answer to its question.
    pub fn read(&self, fact: FactKind) -> Option<FactValue> {
        FactValue::read(fact, &self.text())
    }

    /// As a form would send it.
    pub fn text(&self) -> String {
        match self {
            Self::Bool(true) => "yes".to_owned(),
            Self::Bool(false) => "no".to_owned(),
            Self::Int(n) => n.to_string(),
            Self::Word(w) => w.clone(),
        }
    }
}

/// One fact as known on a day, with where it came from.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FactShape {
    /// Its key, as clauses name it.
    pub fact: &'static str,
    /// The question that settles it.
    pub asks: &'static str,
    /// `known`, `disputed` or `unknown`.
    pub state: &'static str,
    /// Its value, when known.
    pub value: Option<ValueShape>,
    /// What the public file says, or a reviewer found, when disputed.
    pub on_file: Option<ValueShape>,
    /// What the hospital says, when disputed.
    pub attested: Option<ValueShape>,
    /// Where it came from, in words with its day.
    pub source: Option<String>,
    /// Whether someone at the hospital may state it.
    pub hospital_may_say: bool,
    /// The words it may hold, where the list is closed.
    pub words: Option<Vec<&'static str>>,
}

impl FactShape {
    /// One fact.
    pub fn of(kind: FactKind, fact: &Fact) -> Self {
        let mut shape = Self {
            fact: kind.key(),
            asks: kind.asks(),
            state: "unknown",
            value: None,
            on_file: None,
            attested: None,
            source: None,
            hospital_may_say: kind.hospital_may_say(),
            words: kind.words(),
        };
        match fact {
            Fact::Unknown => {}
            Fact::Known { value, source } => {
                shape.state = "known";
                shape.value = Some(value.into());
                shape.source = Some(source.shown());
            }
            Fact::Disputed { on_file, attested } => {
                shape.state = "disputed";
                shape.on_file = Some(on_file.into());
                shape.attested = Some(attested.into());
            }
        }
        shape
    }

    /// Every fact about one subject that is stated, or that a hospital may state.
    pub fn all(facts: &Facts) -> Vec<Self> {
        FactKind::ALL
            .iter()
            .map(|kind| (*kind, facts.get(*kind)))
            .filter(|(kind, fact)| **fact != Fact::Unknown || kind.hospital_may_say())
            .map(|(kind, fact)| Self::of(kind, fact))
            .collect()
    }
}

/// A call that changed something and has nothing else to say.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct Done {
    /// Always true.
    pub done: bool,
}

/// The answer of a call that has nothing else to say.
pub const DONE: Done = Done { done: true };
