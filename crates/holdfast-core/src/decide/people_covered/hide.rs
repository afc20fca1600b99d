//! What a partner may see of people covered.
//!
//! Everybody knows how many people live nearest to each place, so a sum of them is as good as a list of the places it is made of:
//! it tells who takes part even where a count of hospitals would not. Partners therefore see
//!
//! - of a state which quarter of its people is covered, and that only where each of its places could be in or out for all the quarter and
//!   the count of hospitals tell;
//! - of the country people to the nearest hundred thousand, which is more than almost any place has, so that one more hospital cannot be
//!   seen to join;
//! - the same of months, and none in which fewer places than the minimum joined since the last one shown.

use super::{Covered, FirstDays, MonthEnd, People, Quarter, RuralSite, Standing};
use crate::decide::partners::Tables;
use crate::decide::totals::{Shown, is_small};

/// People of the country are told by so many.
pub(super) const STEP: u64 = 100_000;

/// One state.
pub(super) fn state(exact: Covered, sites: &[&RuralSite], first: &FirstDays, min_group: u32) -> Covered {
    let (taking, others) = apart(sites, first);
    let is_large = |n: usize| n >= min_group as usize;
    let is_shown = exact.registered.count().is_some()
        && is_large(taking.len())
        && is_large(others.len())
        && each_could_be_otherwise(&taking, &others, exact.people.all);
    Covered {
        assessed: Shown::Hidden,
        people: whole(exact.people.all),
        share: exact.share.filter(|_| is_shown),
        only_within_30: whole(exact.only_within_30.all),
        ..exact
    }
}

/// The country.
pub(super) fn country(exact: Covered, sites: &[&RuralSite], first: &FirstDays, min_group: u32) -> Covered {
    let (taking, others) = apart(sites, first);
    let (n, rest) = (count(&taking), count(&others));
    let nobody = exact.registered.count() == Some(0) && n == 0;
    let tells = is_small(n, min_group) || is_small(rest, min_group) || (n == 0 && !nobody);
    let all = exact.people.all;
    let registered = exact.people.registered.filter(|_| exact.registered.count().is_some() && !tells);
    // What rounds to more than there are would be told as all of them.
    let registered = registered.map(rounded).filter(|n| *n <= all && (*n > 0 || nobody));
    Covered {
        people: People {
            uncovered: registered.map(|n| rounded(all).saturating_sub(n)),
            registered,
            ..whole(all)
        },
        share: registered.and_then(|n| Quarter::of(n, all)),
        only_within_30: whole(exact.only_within_30.all),
        ..exact
    }
}

/// The months, in their order.
pub(super) fn months(
    exact: Vec<MonthEnd>,
    tables: &Tables,
    sites: &[RuralSite],
    first: &FirstDays,
    min_group: u32,
) -> Vec<MonthEnd> {
    let mut n_shown = 0;
    let month = |(m, of): (MonthEnd, &crate::decide::partners::Month)| {
        let taking = sites.iter().filter(|s| first.standing_by(s, m.to) > Standing::Outside).count();
        let n = u32::try_from(taking).unwrap_or(u32::MAX);
        let is_shown = of.registered.count().is_some()
            && n >= min_group
            && !is_small(n.abs_diff(n_shown), min_group)
            && !is_small(u32::try_from(sites.len() - taking).unwrap_or(u32::MAX), min_group);
        if is_shown {
            n_shown = n;
        }
        MonthEnd {
            registered: m.registered.map(rounded).filter(|people| is_shown && *people > 0),
            assessed: None,
            ..m
        }
    };
    exact.into_iter().zip(&tables.months).map(month).collect()
}

/// All of them, and no word on who is covered.
fn whole(all: u64) -> People {
    People { all, ..People::default() }
}

fn rounded(n: u64) -> u64 {
    n.saturating_add(STEP / 2) / STEP * STEP
}

fn count(sites: &[&RuralSite]) -> u32 {
    u32::try_from(sites.len()).unwrap_or(u32::MAX)
}

/// Places where a hospital takes part, and the others.
fn apart<'s>(sites: &[&'s RuralSite], first: &FirstDays) -> (Vec<&'s RuralSite>, Vec<&'s RuralSite>) {
    sites.iter().copied().partition(|s| first.standing(s) > Standing::Outside)
}

/// Whether each place could change sides with another and the quarter stay: then count and quarter tell of none where it stands.
pub(super) fn each_could_be_otherwise(taking: &[&RuralSite], others: &[&RuralSite], all: u64) -> bool {
    let sum: u64 = taking.iter().map(|s| s.people).sum();
    let quarter = Quarter::of(sum, all);
    let may_swap = |a: &RuralSite, b: &RuralSite| Quarter::of(sum - a.people + b.people, all) == quarter;
    taking.iter().all(|a| others.iter().any(|b| may_swap(a, b)))
        && others.iter().all(|b| taking.iter().any(|a| may_swap(a, b)))
}
