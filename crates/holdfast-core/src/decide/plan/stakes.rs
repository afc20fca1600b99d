//! What is at stake for care in the trouble a plan works against: the people who lose their nearest emergency department if it shuts, and
//! for how many days systems are down.
//!
//! It stands beside the dollars and is never turned into any: nobody has a source for the price of a longer way. It is no part of a
//! [`Plan`], whose digest must not move when a file on people does.

use serde::{Deserialize, Serialize};

use super::Plan;
use crate::catalog::{Catalog, Estimate, ScenarioId};
use crate::decide::care::AtStake;

/// One scenario in which systems are down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DownScenario {
    /// Which.
    pub scenario: ScenarioId,
    /// What people call it.
    pub name: String,
    /// Days systems are down in one case.
    pub days_down: Estimate,
}

/// Care at stake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stakes {
    /// Who loses care; `None` where nobody looked, as for a plan from a file of facts.
    pub care: Option<AtStake>,
    /// The scenarios in which systems are down, the longest likely first.
    pub scenarios: Vec<DownScenario>,
    /// How many scenarios the plan reckons with.
    pub n_scenarios: usize,
    /// Both in plain sentences.
    pub says: String,
}

/// What is at stake in the scenarios of a plan.
pub fn stakes(catalog: &Catalog, plan: &Plan, care: Option<&AtStake>) -> Stakes {
    let of = |id: &ScenarioId| catalog.scenario(id).filter(|s| s.days_down.high > 0);
    let mut scenarios: Vec<DownScenario> = plan
        .loss_now
        .iter()
        .filter_map(|loss| of(&loss.scenario))
        .map(|s| DownScenario { scenario: s.id.clone(), name: s.name.clone(), days_down: s.days_down })
        .collect();
    scenarios.sort_by(|a, b| {
        let longest = |s: &DownScenario| (s.days_down.likely, s.days_down.high);
        longest(b).cmp(&longest(a)).then_with(|| a.scenario.cmp(&b.scenario))
    });
    let n_scenarios = plan.loss_now.len();
    let who = care.map_or_else(
        || "who loses care is not reckoned here".to_owned(),
        |care| format!("if the emergency department shuts meanwhile, {}", care.if_it_shuts()),
    );
    let says = match (scenarios.iter().map(|s| s.days_down.low).min(), scenarios.first()) {
        (Some(low), Some(longest)) => {
            let high = scenarios.iter().map(|s| s.days_down.high).max().unwrap_or(low);
            format!(
                "Systems are down in {} of {n_scenarios} kinds of trouble, for {}; longest, likely {}, in {}. {}.",
                scenarios.len(),
                days_in_words(low, high),
                days_in_words(longest.days_down.likely, longest.days_down.likely),
                within(&longest.name),
                capital(&who)
            )
        }
        _ => "In no kind of trouble that the plan works against are systems down.".to_owned(),
    };
    Stakes { care: care.cloned(), scenarios, n_scenarios, says }
}

impl DownScenario {
    /// "16 days (4 to 35)".
    pub fn days_in_words(&self) -> String {
        let days = self.days_down;
        let likely = days_in_words(days.likely, days.likely);
        if days.low == days.high { likely } else { format!("{likely} ({} to {})", days.low, days.high) }
    }
}

fn days_in_words(low: u32, high: u32) -> String {
    match (low, high) {
        (1, 1) => "1 day".to_owned(),
        (low, high) if low == high => format!("{low} days"),
        (low, high) => format!("{low} to {high} days"),
    }
}

/// A name within a sentence: "Ransomware through mail" loses its capital, "EHR down" keeps it.
fn within(name: &str) -> String {
    match name.char_indices().nth(1) {
        Some((at, second)) if second.is_lowercase() => name[..at].to_lowercase() + &name[at..],
        _ => name.to_owned(),
    }
}

fn capital(text: &str) -> String {
    let first = text.chars().next().map_or(0, char::len_utf8);
    text[..first].to_uppercase() + &text[first..]
}
