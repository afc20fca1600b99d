//! Evidence: what was found out about one measure, how, by whom and when. It is appended and never edited.
//!
//! What a piece of evidence comes to, beside others and a person's answer, is decided in [`crate::decide::posture`].

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::EvidenceId;
use crate::catalog::{EvidenceKindId, MeasureId, Method};

/// `n` of `of`, with `n` at most `of`, and `of` not zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "(u32, u32)", into = "(u32, u32)")]
pub struct Coverage {
    n: u32,
    of: u32,
}

/// Numbers that are no share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{n}` of `{of}` is no share; count at least one, and no more than there are")]
pub struct CoverageError {
    n: u32,
    of: u32,
}

impl Coverage {
    /// `n` of `of`.
    pub fn new(n: u32, of: u32) -> Result<Self, CoverageError> {
        if of == 0 || n > of { Err(CoverageError { n, of }) } else { Ok(Self { n, of }) }
    }

    /// How many.
    pub fn n(self) -> u32 {
        self.n
    }

    /// Of how many.
    pub fn of(self) -> u32 {
        self.of
    }

    /// Whether it is all of them.
    pub fn is_all(self) -> bool {
        self.n == self.of
    }

    /// Whether this share is less than another, without rounding.
    pub fn is_less_than(self, other: Self) -> bool {
        u64::from(self.n) * u64::from(other.of) < u64::from(other.n) * u64::from(self.of)
    }
}

impl TryFrom<(u32, u32)> for Coverage {
    type Error = CoverageError;
    fn try_from((n, of): (u32, u32)) -> Result<Self, CoverageError> {
        Self::new(n, of)
    }
}

impl From<Coverage> for (u32, u32) {
    fn from(c: Coverage) -> Self {
        (c.n, c.of)
    }
}

impl std::fmt::Display for Coverage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} of {}", self.n, self.of)
    }
}

/// What something says about a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// It is not so.
    NotMet,
    /// It is so for some.
    Partly(Coverage),
    /// It is so.
    Met,
}

impl Finding {
    /// A share as what it comes to: none is not met, all is met.
    pub fn of(coverage: Coverage) -> Self {
        match coverage.n() {
            0 => Self::NotMet,
            _ if coverage.is_all() => Self::Met,
            _ => Self::Partly(coverage),
        }
    }

    /// 0 not met, 1 partly, 2 met: what may contradict what.
    pub fn rank(self) -> u8 {
        match self {
            Self::NotMet => 0,
            Self::Partly(_) => 1,
            Self::Met => 2,
        }
    }

    /// The more favourable of two.
    #[must_use]
    pub fn higher(self, other: Self) -> Self {
        if self.lower(other) == self { other } else { self }
    }

    /// The less favourable of two.
    #[must_use]
    pub fn lower(self, other: Self) -> Self {
        match (self, other) {
            (Self::Partly(a), Self::Partly(b)) => Self::Partly(if b.is_less_than(a) { b } else { a }),
            (a, b) if b.rank() < a.rank() => b,
            (a, _) => a,
        }
    }
}

/// One thing for which a measure is not so, by name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Outlier {
    /// A device, an account, a domain, a vendor.
    pub name: String,
    /// Whether it has more rights than others: an administrator, a domain controller.
    pub is_privileged: bool,
}

/// One piece of evidence about one measure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Its id. Counts up as evidence comes in.
    pub id: EvidenceId,
    /// What it is about.
    pub measure: MeasureId,
    /// Of which kind.
    pub kind: EvidenceKindId,
    /// How it was found out. Kept with it, so that a later catalog does not change it.
    pub method: Method,
    /// By what or whom: a program with its version, or an assessor's firm.
    pub collector: String,
    /// What was looked at: a tenant, a firewall, a domain.
    pub subject: String,
    /// When it was so.
    pub observed_at: Timestamp,
    /// When it reached us.
    pub received_at: Timestamp,
    /// SHA-256 of the file it rests on, in hex; `None` when it rests on none.
    pub digest: Option<String>,
    /// What it says.
    pub finding: Finding,
    /// How much of what is there was seen at all; `None` when that cannot be said or is everything.
    pub seen: Option<Coverage>,
    /// What it is not so for, by name. May be fewer than the numbers say, never more.
    #[serde(default)]
    pub outliers: Vec<Outlier>,
    /// What narrows it, in words: "only for sign-ins from other countries". Anything here keeps it from proving "met".
    #[serde(default)]
    pub limits: Vec<String>,
    /// What whoever looked wrote beside it: how it was found out, why it differs from what was said. It moves nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}
