//! The funnel: how many hospitals have come how far, by one definition, against stated denominators.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::partners::{Month, TotalsOf};
use super::totals::Shown;
use crate::Date;
use crate::model::{Ccn, Stage};

/// A hospital reached a stage on a day. Later repeats change nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// Which hospital.
    pub ccn: Ccn,
    /// Which stage.
    pub stage: Stage,
    /// First day.
    pub on: Date,
}

/// One stage of the funnel.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StageCount {
    /// The stage.
    pub stage: Stage,
    /// Hospitals that have reached it.
    pub n: u32,
    /// Share of those at the stage before, 0 to 1; `None` for the first stage or when nobody was there.
    pub of_previous: Option<f64>,
}

/// Hospitals at each stage as of a day, each counted once, in order of stages.
///
/// Stages are counted as reached, never inferred: an activated hospital whose registration is not on record is
/// counted as activated only, so a hole in the record shows instead of hiding.
pub fn count(reached: &[Reached], as_of: Date) -> Vec<StageCount> {
    let mut by_stage: BTreeMap<Stage, BTreeSet<Ccn>> = BTreeMap::new();
    for r in reached.iter().filter(|r| r.on <= as_of) {
        by_stage.entry(r.stage).or_default().insert(r.ccn);
    }
    let n_at = |stage: &Stage| by_stage.get(stage).map_or(0, |s| u32::try_from(s.len()).unwrap_or(u32::MAX));
    Stage::ALL
        .iter()
        .enumerate()
        .map(|(i, stage)| {
            let before = i.checked_sub(1).map(|i| n_at(&Stage::ALL[i])).filter(|n| *n > 0);
            let n = n_at(stage);
            StageCount { stage: *stage, n, of_previous: before.map(|b| f64::from(n) / f64::from(b)) }
        })
        .collect()
}

/// Hospitals that first reached a stage in each month, oldest month first, months without any left out. Key: year, month.
pub fn by_month(reached: &[Reached], stage: Stage) -> BTreeMap<(i16, i8), u32> {
    let mut first: BTreeMap<Ccn, Date> = BTreeMap::new();
    for r in reached.iter().filter(|r| r.stage == stage) {
        first.entry(r.ccn).and_modify(|on| *on = (*on).min(r.on)).or_insert(r.on);
    }
    let mut months = BTreeMap::new();
    for on in first.values() {
        *months.entry((on.year(), on.month())).or_insert(0) += 1;
    }
    months
}

/// The funnel, exact.
pub fn stages(reached: &[Reached], as_of: Date) -> Vec<TotalsOf> {
    count(reached, as_of)
        .into_iter()
        .map(|c| TotalsOf { stage: c.stage, n: Shown::Count { n: c.n }, of_previous: c.of_previous })
        .collect()
}

/// Months from the first in which any hospital got anywhere to the day's own, none left out, exact.
pub fn months(reached: &[Reached], as_of: Date) -> Vec<Month> {
    let by = |stage| by_month(reached, stage);
    let (registered, validated, activated) =
        (by(Stage::Registered), by(Stage::Validated), by(Stage::Activated));
    let first = [&registered, &validated, &activated].iter().filter_map(|m| m.keys().next().copied()).min();
    let Some((mut year, mut month)) = first else { return Vec::new() };
    let mut months = Vec::new();
    while (year, month) <= (as_of.year(), as_of.month()) {
        let n =
            |of: &BTreeMap<(i16, i8), u32>| Shown::Count { n: of.get(&(year, month)).copied().unwrap_or(0) };
        months.push(Month {
            year,
            month,
            to: (year, month),
            registered: n(&registered),
            validated: n(&validated),
            activated: n(&activated),
        });
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    }
    months
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reached(ccn: &str, stage: Stage, on: &str) -> Reached {
        Reached { ccn: Ccn::parse(ccn).expect("a number"), stage, on: on.parse().expect("a date") }
    }

    #[test]
    fn each_hospital_counts_once_and_only_once_it_got_there() {
        let events = [
            reached("991301", Stage::Registered, "2026-01-05"),
            reached("991301", Stage::Registered, "2026-02-05"),
            reached("991302", Stage::Registered, "2026-01-09"),
            reached("991301", Stage::Validated, "2026-01-20"),
            reached("991302", Stage::Validated, "2026-03-01"),
        ];
        let at = |day: &str| {
            let counts = count(&events, day.parse().expect("a date"));
            counts
                .iter()
                .filter(|c| c.n > 0)
                .map(|c| format!("{} {}", c.stage.key(), c.n))
                .collect::<Vec<_>>()
                .join(", ")
        };
        assert_eq!(at("2026-01-04"), "");
        assert_eq!(at("2026-01-31"), "registered 2, validated 1");
        assert_eq!(at("2026-12-31"), "registered 2, validated 2");
        assert_eq!(count(&events, "2026-01-31".parse().expect("a date"))[2].of_previous, Some(0.5));
        assert_eq!(by_month(&events, Stage::Registered), BTreeMap::from([((2026, 1), 2)]));
    }
}
