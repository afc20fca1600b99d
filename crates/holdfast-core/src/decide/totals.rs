//! Totals that give nobody away: in one line of groups with a published total, what must be hidden so that no small group
//! can be worked out.
//!
//! What is published beside the line is [`super::partners`]' business.

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

    /// The number, unless it is to be hidden.
    pub(super) fn unless(hidden: bool, n: u32) -> Self {
        if hidden { Self::Hidden } else { Self::Count { n } }
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

/// A group that names somebody: more than none, fewer than the minimum.
pub(super) fn is_small(n: u32, min_group: u32) -> bool {
    n > 0 && n < min_group
}

/// One group of a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group {
    /// How many it has.
    pub(super) n: u32,
    /// The most it can have, by what else a reader knows.
    pub(super) most: u32,
    /// The published group it is part of, when those outside it are a group to protect as well.
    pub(super) of: Option<u32>,
    /// Never published, but worked out like any other.
    pub(super) unpublished: bool,
}

/// Groups that add up to a published total.
pub(super) struct Line<'a> {
    pub(super) groups: &'a [Group],
    pub(super) total: u32,
    pub(super) min_group: u32,
    /// Whether a group of none is shown as 0. Then readers know that every hidden one has somebody.
    pub(super) shows_zeros: bool,
}

impl Line<'_> {
    /// Which groups to hide; `None` when hiding all of them is not enough, so the total must go too.
    ///
    /// Small groups are hidden first, then the smallest shown one, until nothing follows from the total. When that is
    /// not enough the zeros are hidden as well.
    pub(super) fn hide(&self) -> Option<Vec<bool>> {
        let mut hidden: Vec<bool> = self.groups.iter().map(|g| self.starts_hidden(*g)).collect();
        let mut least = u32::from(self.shows_zeros);
        while !self.is_safe(&hidden, least) {
            let shown = self.groups.iter().enumerate().filter(|(i, g)| g.n > 0 && !hidden[*i]);
            if let Some((i, _)) = shown.min_by_key(|(_, g)| g.n) {
                hidden[i] = true;
            } else if least > 0 || hidden.contains(&false) {
                hidden.fill(true);
                least = 0;
            } else {
                return None;
            }
        }
        Some(hidden)
    }

    fn starts_hidden(&self, group: Group) -> bool {
        group.unpublished
            || is_small(group.n, self.min_group)
            || self.outside(group).is_some_and(|n| is_small(n, self.min_group))
            || (group.n == 0 && !self.shows_zeros)
    }

    fn outside(&self, group: Group) -> Option<u32> {
        group.of.map(|of| of.saturating_sub(group.n))
    }

    /// Whether every group to protect could still have the minimum, by all a reader can work out of this line.
    fn is_safe(&self, hidden: &[bool], least: u32) -> bool {
        let (groups, min) = (self.groups, i64::from(self.min_group));
        let of = |is_hidden: bool| {
            groups.iter().zip(hidden).filter(move |(_, h)| **h == is_hidden).map(|(g, _)| *g)
        };
        let rest = i64::from(self.total) - of(false).map(|g| i64::from(g.n)).sum::<i64>();
        let least = |g: Group| if g.unpublished { 0 } else { i64::from(least) };
        if rest > 0 && rest < min {
            return false; // together they are a small group
        }
        let all_least: i64 = of(true).map(least).sum();
        let all_most: i64 = of(true).map(|g| i64::from(g.most)).sum();
        of(true).all(|g| {
            let most = i64::from(g.most).min(rest - (all_least - least(g)));
            let fewest = least(g).max(rest - (all_most - i64::from(g.most)));
            let small = is_small(g.n, self.min_group);
            let nearly_all = self.outside(g).is_some_and(|n| is_small(n, self.min_group));
            let could_be_large = most >= min.min(i64::from(g.most)) && fewest < most;
            let could_be_few = g.of.is_none_or(|of| fewest <= (i64::from(of) - min).max(least(g)));
            (!small || could_be_large) && (!nearly_all || could_be_few)
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn groups_of(counts: &[u32]) -> Vec<Group> {
        counts.iter().map(|n| Group { n: *n, most: 1_000, of: None, unpublished: false }).collect()
    }

    fn line(groups: &[Group], shows_zeros: bool) -> Line<'_> {
        Line { groups, total: groups.iter().map(|g| g.n).sum(), min_group: 5, shows_zeros }
    }

    #[track_caller]
    fn check(counts: &[u32], expect: &str) {
        let groups = groups_of(counts);
        let said = match line(&groups, true).hide() {
            None => "nothing".to_owned(),
            Some(hidden) => counts
                .iter()
                .zip(hidden)
                .map(|(n, hidden)| if hidden { "-".to_owned() } else { n.to_string() })
                .collect::<Vec<_>>()
                .join(" "),
        };
        assert_eq!(said, expect);
    }

    #[test]
    fn small_groups_hide_and_take_one_with_them() {
        check(&[10, 7, 0], "10 7 0");
        check(&[10, 3, 7], "10 - -");
        check(&[10, 3, 2], "- - -"); // together 5, so neither can be as large as 5
        check(&[3], "nothing");
        check(&[3, 0], "nothing");
        check(&[], "");
        check(&[10, 1, 1], "- - -"); // two hidden ones that add up to 2 are 1 and 1
        check(&[10, 8, 1, 1], "10 - - -");
        check(&[3, 2, 0], "- - -"); // the zero hides too, or each of the others is known to be under 5
    }

    #[test]
    fn a_group_that_cannot_be_larger_is_not_told_apart_from_none() {
        // A state with one hospital: where zeros are shown, a hidden one would be that hospital.
        let mut groups = groups_of(&[20, 1, 0, 9]);
        (groups[1].most, groups[2].most) = (1, 1);
        assert_eq!(line(&groups, false).hide(), Some(vec![false, true, true, true]));
        assert_eq!(line(&groups_of(&[20, 0, 0, 9]), false).hide(), Some(vec![false, true, true, false]));
        // Where both have somebody the total would tell it, so another hides with them.
        let mut groups = groups_of(&[20, 1, 1, 9]);
        (groups[1].most, groups[2].most) = (1, 1);
        assert_eq!(line(&groups, false).hide(), Some(vec![false, true, true, true]));
    }

    #[test]
    fn those_outside_a_group_are_a_group_too() {
        // Of 12 registered hospitals 10 have the offer: the other two are as small a group as two that have it.
        let mut groups = groups_of(&[30, 10, 8]);
        for (group, of) in groups.iter_mut().zip([60, 12, 40]) {
            (group.most, group.of) = (of, Some(of));
        }
        assert_eq!(line(&groups, true).hide(), Some(vec![false, true, true]));
    }

    proptest! {
        #[test]
        fn no_hidden_count_follows_from_the_total(counts in prop::collection::vec(0u32..30, 0..12)) {
            let groups = groups_of(&counts);
            let Some(hidden) = line(&groups, true).hide() else {
                prop_assert!(counts.iter().sum::<u32>() < 5 || counts.len() == 1);
                return Ok(());
            };
            for (n, hidden) in counts.iter().zip(&hidden) {
                prop_assert!(*hidden || *n == 0 || *n >= 5);
            }
            let of: Vec<u32> = counts.iter().zip(&hidden).filter(|(_, h)| **h).map(|(n, _)| *n).collect();
            let least = if hidden.contains(&false) && !of.contains(&0) { of.len() as u32 - u32::from(!of.is_empty()) } else { 0 };
            let names_somebody = of.iter().any(|n| is_small(*n, 5));
            prop_assert!(!names_somebody || (of.len() > 1 && of.iter().sum::<u32>() >= 5 + least));
        }
    }
}
