//! The brief for partners: what the program came to, on two pages, with small groups hidden and no hospital named.
//!
//! It is made from what partners may see and from nothing else, so whoever makes it cannot put more into it.

use std::cmp::Reverse;

use serde::Serialize;

use crate::Date;
use crate::catalog::Denominator;
use crate::decide::partners::TotalsOf;
use crate::decide::people_covered::{Covered, MonthEnd, PeopleCovered, Quarter, words};
use crate::model::{StateCode, grouped};

/// Why a number is missing.
pub const TOO_FEW: &str = "too few to show";

/// One stage of the funnel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BriefStage {
    /// Its key.
    pub stage: &'static str,
    /// What it takes.
    pub means: &'static str,
    /// Hospitals that reached it; `None` when too few to show.
    pub hospitals: Option<u32>,
}

/// One state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BriefState {
    /// Its code.
    pub state: StateCode,
    /// Rural hospitals the directory lists.
    pub n_rural: u32,
    /// Hospitals that registered; `None` when too few to show.
    pub registered: Option<u32>,
    /// People whose nearest emergency department is a rural hospital's.
    pub people: u64,
    /// What share of them is covered; `None` when too few to show.
    pub covered: Option<Quarter>,
}

/// The brief.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PartnerBrief {
    /// The program.
    pub program: String,
    /// The day it speaks of.
    pub as_of: Date,
    /// What it comes to, in a sentence or two.
    pub headline: String,
    /// People covered against each stated number of people, in sentences.
    pub against: Vec<String>,
    /// The funnel, in order.
    pub stages: Vec<BriefStage>,
    /// Every state with a listed hospital, those with the smallest share covered first; those whose share is hidden last, by name.
    pub states: Vec<BriefState>,
    /// People covered at the end of each month, oldest first.
    pub months: Vec<MonthEnd>,
    /// What is hidden, and why, in sentences.
    pub rule: String,
    /// What the figures on people mean and what they do not, in sentences.
    pub means: Vec<String>,
    /// Where all of it is from.
    pub sources: Vec<String>,
}

/// Makes the brief. `covered` and `stages`: as partners may see them. `min_group`: the smallest group shown.
pub fn partner_brief(
    program: &str,
    as_of: Date,
    covered: &PeopleCovered,
    stages: &[TotalsOf],
    denominators: &[Denominator],
    min_group: u32,
    sources: &[String],
) -> PartnerBrief {
    let stage = |of: &TotalsOf| BriefStage {
        stage: of.stage.key(),
        means: of.stage.means(),
        hospitals: of.n.count(),
    };
    let state = |(state, of): &(StateCode, Covered)| BriefState {
        state: *state,
        n_rural: of.n_rural,
        registered: of.registered.count(),
        people: of.people.all,
        covered: of.share,
    };
    let mut states: Vec<BriefState> = covered.states.iter().map(state).collect();
    states.sort_by_key(|s| {
        (s.covered.is_none(), s.covered, Reverse(s.covered.map(|_| s.people)), s.state.name())
    });
    PartnerBrief {
        program: program.to_owned(),
        as_of,
        headline: words::headline(&covered.all),
        against: denominators.iter().map(|of| words::against(&covered.all, of)).collect(),
        stages: stages.iter().map(stage).collect(),
        states,
        months: covered.months.clone(),
        rule: words::rule(min_group),
        means: vec![
            format!(
                "Covered means: the nearest emergency department, as the crow flies, is a rural hospital's that registered. {} people live \
                 nearest to a rural hospital by that rule; where they live is known by ZIP area alone.",
                grouped(covered.all.people.all)
            ),
            "Covered does not mean safe: it says that the hospital takes part, and not how far it has come."
                .to_owned(),
        ],
        sources: sources.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::people_covered::People;
    use crate::decide::totals::Shown;

    fn covered(people: u64, share: Option<Quarter>) -> Covered {
        Covered {
            n_rural: 40,
            registered: Shown::Count { n: 12 },
            assessed: Shown::Hidden,
            people: People { all: people, ..People::default() },
            share,
            only_within_30: People::default(),
        }
    }

    #[test]
    fn states_with_the_smallest_share_covered_come_first_and_hidden_ones_last() {
        let state = |code: &str| StateCode::parse(code).expect("a state");
        let picture = PeopleCovered {
            all: covered(3_000_000, None),
            states: vec![
                (state("MT"), covered(500_000, Some(Quarter::Second))),
                (state("ND"), covered(900_000, None)),
                (state("NE"), covered(400_000, Some(Quarter::First))),
                (state("WY"), covered(700_000, Some(Quarter::First))),
            ],
            months: Vec::new(),
        };
        let brief =
            partner_brief("The program", "2026-06-30".parse().expect("a day"), &picture, &[], &[], 5, &[]);
        let states: Vec<(&str, Option<Quarter>)> =
            brief.states.iter().map(|s| (s.state.as_str(), s.covered)).collect();
        let (first, second) = (Some(Quarter::First), Some(Quarter::Second));
        assert_eq!(states, [("WY", first), ("NE", first), ("MT", second), ("ND", None)]);
        assert!(brief.rule.starts_with("Groups of 1 to 4 hospitals are hidden"), "{}", brief.rule);
    }
}
