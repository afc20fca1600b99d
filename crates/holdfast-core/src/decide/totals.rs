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
/// Zero is shown: it says nothing about anybody. Groups of 1 to `min_group` - 1 are hidden. Readers can work out the
/// hidden ones together from the total, so those must be two or more and add up to `min_group` or more; until they do,
/// the smallest shown group above zero is hidden too. When nothing is left to hide, hide the total: see
/// [`total_shown`].
pub fn suppress(counts: &[u32], min_group: u32) -> Vec<Shown> {
    let mut hidden: Vec<bool> = counts.iter().map(|n| is_small(*n, min_group)).collect();
    while !is_safe(counts, &hidden, min_group) {
        let Some(i) = smallest_shown(counts, &hidden) else { break };
        hidden[i] = true;
    }
    counts
        .iter()
        .zip(hidden)
        .map(|(n, hidden)| if hidden { Shown::Hidden } else { Shown::Count { n: *n } })
        .collect()
}

/// The total of some groups, hidden when it would give away what [`suppress`] hides in them.
pub fn total_shown(counts: &[u32], shown: &[Shown], min_group: u32) -> Shown {
    let n: u32 = counts.iter().sum();
    let hidden: Vec<bool> = shown.iter().map(|s| *s == Shown::Hidden).collect();
    if is_small(n, min_group) || !is_safe(counts, &hidden, min_group) {
        Shown::Hidden
    } else {
        Shown::Count { n }
    }
}

/// A group that names somebody: more than none, fewer than the minimum.
pub(super) fn is_small(n: u32, min_group: u32) -> bool {
    n > 0 && n < min_group
}

/// Whether the hidden groups of a published total stay hidden.
///
/// A reader subtracts what is shown from the total and knows that each hidden group has one or more, since zeros are
/// shown. So any of them must still be able to be as large as the minimum when all the others are one.
pub(super) fn is_safe(counts: &[u32], hidden: &[bool], min_group: u32) -> bool {
    let sizes = || counts.iter().zip(hidden).filter(|(_, hidden)| **hidden).map(|(n, _)| u64::from(*n));
    match sizes().count() as u64 {
        0 => true,
        1 => false,
        n => sizes().sum::<u64>().saturating_sub(n - 1) >= u64::from(min_group),
    }
}

/// Where the smallest shown group above zero stands; of equal ones the first.
pub(super) fn smallest_shown(counts: &[u32], hidden: &[bool]) -> Option<usize> {
    counts.iter().enumerate().filter(|(i, n)| **n > 0 && !hidden[*i]).min_by_key(|(_, n)| **n).map(|(i, _)| i)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(counts: &[u32], expect: &str) {
        let shown: Vec<String> =
            suppress(counts, 5).iter().map(|s| s.count().map_or("-".to_owned(), |n| n.to_string())).collect();
        assert_eq!(shown.join(" "), expect);
    }

    #[test]
    fn small_groups_hide_and_take_one_with_them() {
        check(&[10, 7, 0], "10 7 0");
        check(&[10, 3, 7], "10 - -");
        check(&[10, 3, 2], "- - -"); // together 5, so neither can be as large as 5
        check(&[3], "-");
        check(&[3, 0], "- 0");
        check(&[], "");
        check(&[10, 1, 1], "- - -"); // two hidden ones that add up to 2 are 1 and 1
        check(&[10, 8, 1, 1], "10 - - -");
        check(&[20, 1, 1, 1, 1, 1], "- - - - - -"); // five hidden ones that add up to 5 are all 1
    }

    #[test]
    fn a_total_goes_when_it_would_tell() {
        let total = |counts: &[u32]| total_shown(counts, &suppress(counts, 5), 5);
        assert_eq!(total(&[3, 0]), Shown::Hidden);
        assert_eq!(total(&[1, 1, 1]), Shown::Hidden);
        assert_eq!(total(&[10, 3, 7]), Shown::Count { n: 20 });
        assert_eq!(total(&[0, 0]), Shown::Count { n: 0 });
        assert_eq!(total(&[]), Shown::Count { n: 0 });
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
            let told = total_shown(&counts, &shown, 5).count().is_some();
            prop_assert!(!told || hidden.is_empty() || (hidden.len() > 1 && hidden.iter().sum::<u32>() + 1 >= 5 + hidden.len() as u32));
        }
    }
}
