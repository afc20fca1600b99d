//! What to update a program to: the first version at which none of its weaknesses is possible, by the records at hand.
//!
//! A version that ends one range may lie within another, so each is held against all of them before it is named.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::line::{Range, Weakness};
use super::version::SoftwareVersion;
use crate::model::RangeEnd;

/// What to update a program to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UpdateTo {
    /// This version or a later one.
    AtLeast(String),
    /// A later one than this; which, the records do not say.
    LaterThan(String),
    /// It is a part of Windows, and Windows' own updates mend it.
    WithWindows,
}

/// What to update to. `weaknesses`: all of the program. `possible`: those possible in today's version. `held_by`: the ranges that hold
/// today's version.
///
/// `None` when ranges end in ways that cannot be compared, or when it cannot be told at that version whether one of the possible is over.
pub(super) fn update_to(
    weaknesses: &[Weakness],
    possible: &[&Weakness],
    held_by: &[&Range],
) -> Option<UpdateTo> {
    let mut end = last(held_by.iter().copied())?;
    // Each turn takes a later end of finitely many ranges.
    loop {
        let held = weaknesses.iter().filter_map(|w| still_held(w, end));
        match last(held.chain([end])) {
            Some(later) if ends_later(later, end)? => end = later,
            Some(_) => break,
            None => return None,
        }
    }
    let is_over = |weakness: &&&Weakness| match &end.to {
        RangeEnd::Before(_) => matches!(weakness.holds(&end.end), Ok(None)),
        RangeEnd::With(_) => {
            !weakness.has_unread && weakness.ranges.iter().all(|range| holds_after(range, end) == Some(false))
        }
    };
    if possible.iter().filter(is_over).count() < possible.len() {
        return None;
    }
    Some(match &end.to {
        RangeEnd::Before(version) => UpdateTo::AtLeast(version.clone()),
        RangeEnd::With(version) => UpdateTo::LaterThan(version.clone()),
    })
}

/// The range of a weakness that holds the version an end leads to.
fn still_held<'w>(weakness: &'w Weakness, end: &Range) -> Option<&'w Range> {
    match &end.to {
        RangeEnd::Before(_) => weakness.holds(&end.end).ok().flatten(),
        RangeEnd::With(_) => {
            last(weakness.ranges.iter().filter(|range| holds_after(range, end) == Some(true)))
        }
    }
}

/// Whether a range holds the next version after an end, whichever that is.
fn holds_after(range: &Range, end: &Range) -> Option<bool> {
    match (range.begins_by(&end.end), range.end.compare(&end.end).map(|order| order == Ordering::Greater)) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

/// The range that ends last; `None` for none, and when ends cannot be compared.
fn last<'r>(mut ranges: impl Iterator<Item = &'r Range>) -> Option<&'r Range> {
    let mut last = ranges.next()?;
    for range in ranges {
        last = if ends_later(range, last)? { range } else { last };
    }
    Some(last)
}

/// Whether a range ends later than another; at the same version, the one that ends with it does.
fn ends_later(a: &Range, b: &Range) -> Option<bool> {
    let order = a.end.compare(&b.end)?;
    let at_same = || matches!((&a.to, &b.to), (RangeEnd::With(_), RangeEnd::Before(_)));
    Some(order == Ordering::Greater || order == Ordering::Equal && at_same())
}

/// Which of two asks for more; `None` where that cannot be told.
pub(super) fn more(a: UpdateTo, b: UpdateTo) -> Option<UpdateTo> {
    let text = |u: &UpdateTo| match u {
        UpdateTo::AtLeast(version) | UpdateTo::LaterThan(version) => SoftwareVersion::parse(version),
        UpdateTo::WithWindows => None,
    };
    if a == b {
        return Some(a);
    }
    let order = text(&a)?.compare(&text(&b)?)?;
    match order {
        Ordering::Less => Some(b),
        Ordering::Equal if matches!(b, UpdateTo::LaterThan(_)) => Some(b),
        _ => Some(a),
    }
}
