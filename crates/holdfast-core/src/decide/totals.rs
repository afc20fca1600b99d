//! Totals that give nobody away: a group smaller than the minimum is hidden, and one more with it when its size could be worked out.

use serde::Serialize;

/// A count as a partner may see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "shown", rename_all = "snake_case")]
pub enum Shown {
    /// The number.
    Count {
        /// How many.
        n: u32,
    },
    /// Hidden: fewer than the minimum, or hidden so that another stays so.
    Hidden,
}

impl Shown {
    /// The number, when shown.
    pub fn count(self) -> Option<u32> {
        match self {
            Self::Count { n } => Some(n),
            Self::Hidden => None,
        }
    }
}

impl std::fmt::Display for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Count { n } => write!(f, "{n}"),
            Self::Hidden => f.write_str("too few to show"),
        }
    }
}

/// Hides small groups of one total that is itself published.
///
/// Zero is shown: it says nothing about anybody. Groups of 1 to `min_group` - 1 are hidden. If exactly one group is
/// hidden, its size follows from the total, so the smallest shown group above zero is hidden too.
pub fn suppress(counts: &[u32], min_group: u32) -> Vec<Shown> {
    let mut shown: Vec<Shown> = counts
        .iter()
        .map(|n| if *n == 0 || *n >= min_group { Shown::Count { n: *n } } else { Shown::Hidden })
        .collect();
    if shown.iter().filter(|s| **s == Shown::Hidden).count() == 1 {
        let smallest = counts
            .iter()
            .enumerate()
            .filter(|(i, n)| **n > 0 && shown[*i] != Shown::Hidden)
            .min_by_key(|(_, n)| **n)
            .map(|(i, _)| i);
        if let Some(i) = smallest {
            shown[i] = Shown::Hidden;
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(counts: &[u32], expect: &str) {
        let shown: Vec<String> = suppress(counts, 5).iter().map(|s| s.count().map_or("-".to_owned(), |n| n.to_string())).collect();
        assert_eq!(shown.join(" "), expect);
    }

    #[test]
    fn small_groups_hide_and_take_one_with_them() {
        check(&[10, 7, 0], "10 7 0");
        check(&[10, 3, 7], "10 - -");
        check(&[10, 3, 2], "10 - -");
        check(&[3], "-");
        check(&[3, 0], "- 0");
        check(&[], "");
    }

    proptest! {
        #[test]
        fn no_hidden_count_follows_from_the_total(counts in prop::collection::vec(0u32..30, 0..12)) {
            let shown = suppress(&counts, 5);
            let hidden: Vec<u32> = counts.iter().zip(&shown).filter(|(_, s)| **s == Shown::Hidden).map(|(n, _)| *n).collect();
            for (n, s) in counts.iter().zip(&shown) {
                prop_assert!(*s == Shown::Hidden || *n == 0 || *n >= 5);
            }
            let positive = counts.iter().filter(|n| **n > 0).count();
            prop_assert!(hidden.len() != 1 || positive == 1);
        }
    }
}
