//! What to do first: steps ranked by loss avoided for the dollars and hours they take, inside what two people can carry, as a
//! calendar of 90 days and of a year.
//!
//! Figures are whole numbers throughout, so the same inputs give the same bytes on every machine. Nothing here writes.

mod calendar;
mod lint;
mod loss;
mod next;
mod price;
mod rank;
mod said;
mod stakes;
mod tasks;
mod words;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use calendar::{NotScheduled, Scheduled};
pub use lint::lint;
pub use loss::{Dollars, ScenarioLoss};
pub use next::{NextUp, Up, next_up};
pub use price::Price;
pub use rank::Ranked;
pub use said::{MEANS_FIELDS, MeansSaid};
pub use stakes::{DownScenario, Stakes, stakes};
pub use tasks::tasks_of;
pub use words::hours_in_words;

use crate::Date;
use crate::catalog::{Catalog, Estimate, MeasureId, OfferId, Per, ScenarioId, StepId};
use crate::decide::posture::{Attainment, GateState, Posture, State, attained_with};
use crate::digest::sha256_hex;

/// Facts about a hospital that a plan needs, and what it can carry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Means {
    /// The day the plan begins. Weeks are counted from it.
    pub starts_on: Date,
    /// Licensed beds; `None` when unknown, and then the plan says what it assumed.
    pub licensed_beds: Option<u32>,
    /// People on staff.
    pub staffed_users: Option<u32>,
    /// Windows computers and servers.
    pub windows_devices: Option<u32>,
    /// Dollars for the first year; `None` when nobody has said, and then nothing is left out for money.
    pub budget_usd: Option<u64>,
    /// Hours a week that all who do this work have for it together.
    pub hours_a_week: u32,
    /// What an hour of theirs costs.
    pub usd_an_hour: u32,
    /// Times a month that systems may be down for work.
    pub downtimes_a_month: u32,
    /// Offers and resources the hospital may have, or has.
    pub entitled: Vec<OfferId>,
    /// Steps an assessor put before others, first to last, each with the reason.
    #[serde(default)]
    pub first: Vec<PutFirst>,
}

/// A step an assessor put before others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutFirst {
    /// The step.
    pub step: StepId,
    /// Why.
    pub reason: String,
    /// By whom, as shown.
    pub by: String,
}

/// Assumed where a fact is unknown: the common critical access hospital. Source: 42 CFR 485.620 (25 beds at most); staff and
/// machines are the program's own averages (180 devices, see the catalog's extended updates).
const ASSUMED_BEDS: u32 = 25;
const ASSUMED_STAFF: u32 = 150;
const ASSUMED_DEVICES: u32 = 180;

impl Means {
    /// Means of which nothing is known, for what does not hang on them.
    fn nobody_said() -> Self {
        Self {
            starts_on: Date::ZERO,
            licensed_beds: None,
            staffed_users: None,
            windows_devices: None,
            budget_usd: None,
            hours_a_week: 0,
            usd_an_hour: 0,
            downtimes_a_month: 0,
            entitled: Vec::new(),
            first: Vec::new(),
        }
    }

    /// How many of something there are.
    pub(super) fn count(&self, per: Per, days_down: u32) -> u64 {
        let beds = self.licensed_beds.unwrap_or(ASSUMED_BEDS);
        u64::from(match per {
            Per::Once => 1,
            Per::BedDay => beds.saturating_mul(days_down),
            Per::LicensedBeds => beds,
            Per::StaffedUsers => self.staffed_users.unwrap_or(ASSUMED_STAFF),
            Per::WindowsDevices => self.windows_devices.unwrap_or(ASSUMED_DEVICES),
        })
    }

    fn assumed(&self) -> Vec<String> {
        let mut said = Vec::new();
        let mut say = |known: Option<u32>, n: u32, what: &str| {
            if known.is_none() {
                said.push(format!("The number of {what} is not known; {n} are assumed."));
            }
        };
        say(self.licensed_beds, ASSUMED_BEDS, "licensed beds");
        say(self.staffed_users, ASSUMED_STAFF, "people on staff");
        say(self.windows_devices, ASSUMED_DEVICES, "Windows computers");
        said
    }
}

/// Something to stop now: an open gate, or a contradiction that runs out. It stands outside the ranking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StopNow {
    /// The measure.
    pub measure: MeasureId,
    /// What it means, in a sentence.
    pub means: String,
    /// Why it stands here, in a sentence.
    pub why: String,
    /// Steps that close it, in the order they must be done; none when clearing up is all it takes.
    pub steps: Vec<StepId>,
}

/// A plan. The same catalog, posture and means give the same plan, byte for byte.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The moment of the posture it starts from.
    pub as_of: Timestamp,
    /// The catalog it was drafted with.
    pub catalog: String,
    /// The digest of the record behind the posture.
    pub record: String,
    /// What was assumed where a fact is unknown, as sentences.
    pub assumed: Vec<String>,
    /// What to stop now.
    pub stop_now: Vec<StopNow>,
    /// Every step worth taking, best first.
    pub ranked: Vec<Ranked>,
    /// The first 13 weeks.
    pub quarter: Vec<Scheduled>,
    /// The rest of the year.
    pub year: Vec<Scheduled>,
    /// Steps worth taking that find no place this year, and why.
    pub left_for_later: Vec<NotScheduled>,
    /// Loss to expect in a year, by scenario, as things are.
    pub loss_now: Vec<ScenarioLoss>,
    /// The same once every scheduled step is done.
    pub loss_after: Vec<ScenarioLoss>,
    /// Goals met as things are.
    pub attained_now: Attainment,
    /// Goals met once the first 13 weeks are done as promised.
    pub promised_quarter: Attainment,
    /// Goals met once the year is done as promised.
    pub promised_year: Attainment,
    /// Dollars of the scheduled steps in the first year, at their likely price.
    pub cost_usd: u64,
    /// Staff hours of the scheduled steps in the first year, as likely.
    pub hours: u64,
}

impl Plan {
    /// The digest of what it says to do, whatever the minute it was drafted: who accepts it says which they read.
    pub fn digest(&self) -> String {
        let said = Self { as_of: Timestamp::UNIX_EPOCH, ..self.clone() };
        let text = serde_json::to_string(&said).unwrap_or_default();
        sha256_hex(text.as_bytes()).chars().take(32).collect()
    }

    /// Every step with its weeks, those of the first 13 weeks first.
    pub fn scheduled(&self) -> impl Iterator<Item = &Scheduled> {
        self.quarter.iter().chain(&self.year)
    }
}

/// Drafts a plan.
pub fn draft(catalog: &Catalog, posture: &Posture, means: &Means) -> Plan {
    let reckoning = loss::Reckoning::new(catalog, means);
    let state = reckoning.in_place(posture);
    let stop_now =
        stop_now(posture, |measure| rank::cheapest_way(catalog, means, &reckoning, &state, measure));
    let ranked = rank::rank(catalog, posture, means, &reckoning, &state);
    let mut first: Vec<StepId> = stop_now.iter().flat_map(|s| s.steps.clone()).collect();
    first.extend(means.first.iter().map(|f| f.step.clone()));
    let calendar = calendar::schedule(catalog, means, &ranked, &first);
    let closed = |scheduled: &[&[Scheduled]]| -> Vec<MeasureId> {
        let steps = scheduled.iter().flat_map(|s| s.iter()).filter_map(|s| catalog.step(&s.step));
        steps.flat_map(|s| s.closes.clone()).collect()
    };
    let mut after = state.clone();
    for scheduled in calendar.quarter.iter().chain(&calendar.year) {
        if let Some(step) = reckoning.place_of(&scheduled.step) {
            reckoning.finish(&mut after, step);
        }
    }
    Plan {
        as_of: posture.as_of,
        catalog: catalog.version.clone(),
        record: posture.record.clone(),
        assumed: means.assumed(),
        loss_now: reckoning.by_scenario(&state),
        loss_after: reckoning.by_scenario(&after),
        attained_now: posture.attainment,
        promised_quarter: attained_with(catalog, posture, &closed(&[&calendar.quarter])),
        promised_year: attained_with(catalog, posture, &closed(&[&calendar.quarter, &calendar.year])),
        cost_usd: calendar.cost_usd,
        hours: calendar.hours,
        stop_now,
        ranked,
        quarter: calendar.quarter,
        year: calendar.year,
        left_for_later: calendar.left,
    }
}

/// Loss to expect in a year by scenario, as things are, without drafting a plan: what a trend is drawn from.
pub fn loss_to_expect(catalog: &Catalog, posture: &Posture, means: &Means) -> Vec<ScenarioLoss> {
    let reckoning = loss::Reckoning::new(catalog, means);
    reckoning.by_scenario(&reckoning.in_place(posture))
}

/// How often each scenario is to be expected in a thousand years, after what is in place. It hangs on no fact but the posture.
pub fn how_often(catalog: &Catalog, posture: &Posture) -> Vec<(ScenarioId, Estimate)> {
    let reckoning = loss::Reckoning::new(catalog, &Means::nobody_said());
    reckoning.often_by_scenario(&reckoning.in_place(posture))
}

fn stop_now(posture: &Posture, cheapest_way: impl Fn(&MeasureId) -> Vec<StepId>) -> Vec<StopNow> {
    let mut list = Vec::new();
    for gate in posture.gates.iter().filter(|g| g.state == GateState::Open) {
        list.push(StopNow {
            measure: gate.measure.clone(),
            means: gate.means.clone(),
            why: gate.why.clone(),
            steps: cheapest_way(&gate.measure),
        });
    }
    let is_gate = |id: &MeasureId| posture.gates.iter().any(|g| g.measure == *id);
    for m in posture.measures.iter().filter(|m| !is_gate(&m.measure)) {
        if let State::Contradicted { is_overdue, .. } = m.state {
            let means = if is_overdue {
                "Evidence contradicts an answer, and it counts as not met.".to_owned()
            } else {
                "Evidence contradicts an answer. Clear it up before anyone signs a paper with that answer."
                    .to_owned()
            };
            list.push(StopNow { measure: m.measure.clone(), means, why: m.why.clone(), steps: Vec::new() });
        }
    }
    list
}

#[cfg(test)]
mod tests;
