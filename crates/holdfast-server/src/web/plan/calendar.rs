//! The calendars of 13 weeks and of a year, as bars over weeks, and loss to expect as bars over dollars. Each stands beside
//! a table or words with the same numbers.

use holdfast_core::Date;
use holdfast_core::catalog::Catalog;
use holdfast_core::decide::plan::{Dollars, DownScenario, Plan, Scheduled, Stakes};
use holdfast_core::model::{Ccn, day_in_words};

use super::words;

/// One step over its weeks.
pub(super) struct WeekBar {
    pub(super) name: String,
    pub(super) href: String,
    pub(super) x: u8,
    pub(super) width: u8,
    pub(super) weeks: String,
    pub(super) from: String,
    pub(super) until: String,
    pub(super) hours: String,
    pub(super) money: String,
}

/// One calendar.
pub(super) struct Calendar {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) n_weeks: u8,
    /// Where months begin, in weeks, as lines of the picture.
    pub(super) lines: Vec<u8>,
    pub(super) starts: String,
    pub(super) ends: String,
    pub(super) bars: Vec<WeekBar>,
}

impl Calendar {
    /// The first 13 weeks, and the whole year; the second only where it says more than the first.
    pub(super) fn both(catalog: &Catalog, ccn: Ccn, plan: &Plan, starts_on: Date) -> Vec<Self> {
        let of = |steps: &mut dyn Iterator<Item = &Scheduled>| {
            steps.map(|s| bar(catalog, ccn, s)).collect::<Vec<WeekBar>>()
        };
        let end = |weeks: i64| {
            let span = jiff::Span::new().days(weeks * 7 - 1);
            day_in_words(starts_on.checked_add(span).unwrap_or(starts_on))
        };
        let quarter = Self {
            id: "quarter",
            title: "The first 13 weeks",
            n_weeks: 13,
            lines: vec![4, 8, 12],
            starts: day_in_words(starts_on),
            ends: end(13),
            bars: of(&mut plan.quarter.iter()),
        };
        let year = Self {
            id: "year",
            title: "The rest of the year",
            n_weeks: 52,
            lines: vec![13, 26, 39],
            starts: day_in_words(starts_on),
            ends: end(52),
            bars: of(&mut plan.year.iter()),
        };
        [quarter, year].into_iter().filter(|c| !c.bars.is_empty()).collect()
    }
}

fn bar(catalog: &Catalog, ccn: Ccn, s: &Scheduled) -> WeekBar {
    let weeks = match (s.first_week + 1, s.last_week + 1) {
        (a, b) if a == b => format!("week {a}"),
        (a, b) => format!("weeks {a} to {b}"),
    };
    let ranked = catalog.step(&s.step).map(|step| step.hours_first);
    WeekBar {
        name: words::step_name(catalog, &s.step),
        href: format!("/hospital/{ccn}/plan/steps/{}", s.step),
        x: s.first_week,
        width: (s.last_week - s.first_week.min(s.last_week)) + 1,
        weeks,
        from: s.starts_on.to_string(),
        until: s.due_on.to_string(),
        hours: ranked
            .map_or_else(|| format!("{} hours", s.hours), holdfast_core::decide::plan::hours_in_words),
        money: if s.cost_usd == 0 {
            "no money".to_owned()
        } else {
            format!("about {}", words::about(s.cost_usd))
        },
    }
}

/// Loss of one scenario, now and after.
pub(super) struct LossRow {
    pub(super) name: String,
    /// Days systems are down in one case; empty where they are not.
    pub(super) days: String,
    pub(super) now: String,
    pub(super) now_likely: String,
    pub(super) after: String,
    pub(super) after_likely: String,
    pub(super) now_bar: Bar,
    pub(super) after_bar: Bar,
}

/// A range on a line of 1,000.
#[derive(Clone, Copy)]
pub(super) struct Bar {
    pub(super) x: u64,
    pub(super) width: u64,
    pub(super) likely: u64,
}

impl Bar {
    fn of(d: Dollars, most: u64) -> Self {
        let at = |usd: u64| u128::from(usd) * 1_000 / u128::from(most.max(1));
        let at = |usd: u64| u64::try_from(at(usd)).unwrap_or(1_000).min(1_000);
        let (x, end) = (at(d.low), at(d.high));
        Self { x, width: (end - x.min(end)).max(4), likely: at(d.likely) }
    }
}

/// Every scenario, and all together last.
pub(super) fn losses(catalog: &Catalog, plan: &Plan, stakes: &Stakes) -> (Vec<LossRow>, String) {
    let most = plan.loss_now.iter().map(|s| s.a_year.high).max().unwrap_or(0);
    let rows = plan.loss_now.iter().zip(&plan.loss_after).map(|(now, after)| {
        let name = catalog.scenarios.iter().find(|s| s.id == now.scenario);
        let down = stakes.scenarios.iter().find(|s| s.scenario == now.scenario);
        LossRow {
            days: down.map(DownScenario::days_in_words).unwrap_or_default(),
            name: name.map_or_else(|| now.scenario.to_string(), |s| s.name.clone()),
            now: now.a_year.shown().to_string(),
            now_likely: now.a_year.likely_shown().to_string(),
            after: after.a_year.shown().to_string(),
            after_likely: after.a_year.likely_shown().to_string(),
            now_bar: Bar::of(now.a_year, most),
            after_bar: Bar::of(after.a_year, most),
        }
    });
    let rows: Vec<LossRow> = rows.collect();
    let sum =
        |all: &[holdfast_core::decide::plan::ScenarioLoss]| all.iter().map(|s| s.a_year).sum::<Dollars>();
    let (now, after) = (sum(&plan.loss_now), sum(&plan.loss_after));
    let says = format!(
        "All together, expect to lose {} a year as things are, and {} once every scheduled step is done.",
        now.shown(),
        after.shown()
    );
    (rows, says)
}
