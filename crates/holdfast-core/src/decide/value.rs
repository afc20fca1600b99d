//! What an offer is worth to one hospital a year, and what staying on costs: a range for its own size, or the fact that is missing.
//!
//! It never guesses a count and never averages a range.

use serde::{Deserialize, Serialize};

use crate::catalog::{Offer, PerUnit};
use crate::facts::{FactKind, Facts};
use crate::model::{Usd, UsdRange};

/// Money a year for one hospital, as far as it can be said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "worth", rename_all = "snake_case")]
pub enum Worth {
    /// A figure for this hospital's size.
    Known {
        /// Dollars a year.
        yearly: UsdRange,
        /// How it was reached, in one or two sentences.
        basis: String,
        /// Whether someone has checked the price at its source.
        verified: bool,
    },
    /// The price is known, the count is not.
    NeedsFact {
        /// The count that is missing or disputed.
        fact: FactKind,
        /// The price for one, in words.
        each: String,
    },
    /// Nobody has put it in money.
    NotStated,
}

impl Worth {
    /// The dollars, when known.
    pub fn yearly(&self) -> Option<UsdRange> {
        match self {
            Self::Known { yearly, .. } => Some(*yearly),
            Self::NeedsFact { .. } | Self::NotStated => None,
        }
    }
}

/// What a price comes to in a year for a hospital with these facts.
pub fn priced(price: Option<&PerUnit>, facts: &Facts) -> Worth {
    let Some(price) = price else { return Worth::NotStated };
    let verified = price.provenance.verified_on.is_some();
    let each = UsdRange { low: price.low_usd, high: price.high_usd };
    let Some(kind) = price.per else {
        return Worth::Known { yearly: price.yearly(1), basis: price.basis.clone(), verified };
    };
    match facts.int(kind).and_then(|n| u64::try_from(n).ok()) {
        Some(n) => {
            let count = counted(kind, n, price.at_most);
            let basis = format!("{each} a year for each of {count}. {}", price.basis);
            Worth::Known { yearly: price.yearly(n), basis, verified }
        }
        None => Worth::NeedsFact { fact: kind, each: format!("{each} a year for each. {}", price.basis) },
    }
}

/// "180, the number of Windows 10 devices", with the cap said when it bites.
fn counted(kind: FactKind, n: u64, at_most: Option<u32>) -> String {
    match at_most {
        Some(cap) if u64::from(cap) < n => format!("{cap} at most, of {n} ({})", kind.label()),
        _ => format!("{n} ({})", kind.label()),
    }
}

/// What an offer is worth or saves in a year.
pub fn of_offer(offer: &Offer, facts: &Facts) -> Worth {
    priced(offer.value.as_ref(), facts)
}

/// What staying on costs a year once the first term is over.
pub fn of_year_two(offer: &Offer, facts: &Facts) -> Worth {
    priced(offer.year_two.as_ref().and_then(|y| y.price.as_ref()), facts)
}

/// Several offers' worth together, with what had to be left out said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Total {
    /// Dollars a year of the offers counted; zero when none is.
    pub yearly: UsdRange,
    /// Offers whose worth is in the sum.
    pub n_counted: usize,
    /// Offers of the sum whose price nobody has checked.
    pub n_unverified: usize,
    /// Offers left out because a count is missing.
    pub n_need_fact: usize,
    /// Offers left out because nobody has put them in money.
    pub n_not_stated: usize,
    /// The missing counts, each once, in the order met.
    pub needs: Vec<FactKind>,
}

impl Total {
    /// Offers that are not in the sum.
    pub fn n_left_out(&self) -> usize {
        self.n_need_fact + self.n_not_stated
    }
}

/// Adds up what is known and counts what is not.
pub fn total<'w>(worths: impl IntoIterator<Item = &'w Worth>) -> Total {
    let mut total = Total::default();
    for worth in worths {
        match worth {
            Worth::Known { yearly, verified, .. } => {
                total.yearly = add(total.yearly, *yearly);
                total.n_counted += 1;
                total.n_unverified += usize::from(!verified);
            }
            Worth::NeedsFact { fact, .. } => {
                total.n_need_fact += 1;
                if !total.needs.contains(fact) {
                    total.needs.push(*fact);
                }
            }
            Worth::NotStated => total.n_not_stated += 1,
        }
    }
    total
}

fn add(a: UsdRange, b: UsdRange) -> UsdRange {
    UsdRange { low: Usd(a.low.0.saturating_add(b.low.0)), high: Usd(a.high.0.saturating_add(b.high.0)) }
}

/// Whether a hospital has said how many of something it has, and it is more than none.
pub fn has_some(facts: &Facts, kind: FactKind) -> bool {
    facts.int(kind).is_some_and(|n| n > 0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::decide::made_up::{facts, made_up, offer, price};

    #[track_caller]
    fn check(price: &PerUnit, words: &str, says: &str) {
        let said = match priced(Some(price), &facts(words, "2026-06-01")) {
            Worth::Known { yearly, basis, verified } => format!("{yearly} | {basis} | checked: {verified}"),
            Worth::NeedsFact { fact, each } => format!("needs {} | {each}", fact.key()),
            Worth::NotStated => "not stated".to_owned(),
        };
        assert_eq!(said, says);
    }

    #[test]
    fn a_figure_for_this_size_or_the_fact_that_is_missing() {
        let mut per_user = price(Some(FactKind::StaffedUsers), 158, 198);
        check(
            &per_user,
            "staffed_users=120",
            "$18,960 to $23,760 | $158 to $198 a year for each of 120 (the number of people who sign in to a computer). \
             List price. | checked: true",
        );
        check(&per_user, "", "needs staffed_users | $158 to $198 a year for each. List price.");
        check(
            &per_user,
            "staffed_users=-4",
            "needs staffed_users | $158 to $198 a year for each. List price.",
        );
        per_user.at_most = Some(300);
        check(
            &per_user,
            "staffed_users=420",
            "$47,400 to $59,400 | $158 to $198 a year for each of 300 at most, of 420 (the number of people who sign in to \
             a computer). List price. | checked: true",
        );
        let mut once = price(None, 10_000, 10_000);
        once.provenance.verified_on = None;
        check(&once, "", "$10,000 | List price. | checked: false");
        check(
            &price(Some(FactKind::Windows10Version22H2Devices), 61, 61),
            "windows_10_22h2_devices=0",
            "$0 | $61 a year for each of 0 (the number of Windows 10 devices at version 22H2). List price. | checked: true",
        );
    }

    #[test]
    fn a_total_says_what_it_leaves_out() {
        let facts = facts("windows_servers=2", "2026-06-01");
        let mut unverified = price(None, 5, 7);
        unverified.provenance = crate::catalog::Provenance { verified_on: None, ..made_up() };
        let worths = [
            priced(Some(&price(Some(FactKind::WindowsServers), 100, 150)), &facts),
            priced(Some(&unverified), &facts),
            priced(Some(&price(Some(FactKind::StaffedUsers), 1, 1)), &facts),
            priced(Some(&price(Some(FactKind::StaffedUsers), 9, 9)), &facts),
            of_offer(&offer("help", ""), &facts),
        ];
        let total = total(&worths);
        assert_eq!(total.yearly.to_string(), "$205 to $307");
        assert_eq!((total.n_counted, total.n_unverified, total.n_left_out()), (2, 1, 3));
        assert_eq!(total.needs, [FactKind::StaffedUsers]);
    }

    proptest! {
        #[test]
        fn a_range_stays_a_range_and_nothing_overflows(
            n in any::<i64>(), low in any::<u64>(), more in any::<u64>(), cap in proptest::option::of(any::<u32>())
        ) {
            let mut p = price(Some(FactKind::StaffedUsers), low, low.saturating_add(more));
            p.at_most = cap;
            let worth = priced(Some(&p), &facts(&format!("staffed_users={n}"), "2026-06-01"));
            match worth.yearly() {
                Some(range) => prop_assert!(n >= 0 && range.low <= range.high),
                None => prop_assert!(n < 0),
            }
            let twice = total([&worth, &worth]);
            prop_assert!(twice.yearly.low <= twice.yearly.high);
            prop_assert_eq!(twice.n_counted + twice.n_left_out(), 2);
        }
    }
}
