//! A made-up brief for partners. Nothing in it is real.

use holdfast_core::Date;
use holdfast_core::decide::paper::partner_brief::{BriefStage, BriefState, PartnerBrief};
use holdfast_core::decide::people_covered::{MonthEnd, Quarter};
use holdfast_core::model::StateCode;

/// One text wherever a text may stand, `n` rows each.
pub(super) fn brief(text: &str, n: usize) -> PartnerBrief {
    let state = |i: usize| BriefState {
        state: StateCode::parse("ZZ").expect("made up"),
        n_rural: u32::MAX,
        registered: i.is_multiple_of(2).then_some(7),
        people: u64::MAX,
        covered: i.is_multiple_of(2).then_some(Quarter::Second),
    };
    let month = |i: usize| MonthEnd {
        from: (2026, 1),
        to: (2026, 3),
        registered: (!i.is_multiple_of(3)).then_some(i as u64 * 1_000),
        assessed: None,
    };
    PartnerBrief {
        program: text.to_owned(),
        as_of: Date::constant(2026, 8, 10),
        headline: text.to_owned(),
        against: vec![text.to_owned(); n],
        stages: vec![
            BriefStage { stage: "registered", means: "It sent a registration.", hospitals: Some(7) };
            n
        ],
        states: (0..n).map(state).collect(),
        months: (0..n).map(month).collect(),
        rule: text.to_owned(),
        means: vec![text.to_owned(); n],
        sources: vec![text.to_owned(); n],
    }
}
