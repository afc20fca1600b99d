//! Money in whole US dollars. A range is a range; it is never averaged into one number.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::grouped;

/// Whole US dollars. Negative never occurs in this product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Usd(pub u64);

/// From the least to the most something costs or is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct UsdRange {
    /// The low end.
    pub low: Usd,
    /// The high end; equal to `low` when the figure is exact.
    pub high: Usd,
}

impl UsdRange {
    /// One exact figure.
    pub fn exactly(usd: Usd) -> Self {
        Self { low: usd, high: usd }
    }
}

impl std::ops::Add for UsdRange {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { low: Usd(self.low.0 + other.low.0), high: Usd(self.high.0 + other.high.0) }
    }
}

impl fmt::Display for Usd {
    /// `$12,800`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "${}", grouped(self.0))
    }
}

impl fmt::Display for UsdRange {
    /// `$9,504 to $11,880`, or one figure when both ends are the same.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.low == self.high {
            write!(f, "{}", self.low)
        } else {
            write!(f, "{} to {}", self.low, self.high)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_reads_as_money() {
        assert_eq!(Usd(0).to_string(), "$0");
        assert_eq!(Usd(12_800).to_string(), "$12,800");
        assert_eq!(Usd(1_000_000).to_string(), "$1,000,000");
        assert_eq!(UsdRange { low: Usd(5), high: Usd(1_500) }.to_string(), "$5 to $1,500");
        assert_eq!(UsdRange::exactly(Usd(61)).to_string(), "$61");
    }
}
