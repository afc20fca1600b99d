//! What changed since an earlier day, and what became of what was promised.

use serde::{Deserialize, Serialize};

use super::super::{Given, Standing, proof};
use crate::Date;
use crate::catalog::{MeasureId, StepId};
use crate::decide::posture::{self, State};

/// One measure that moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// Which.
    pub measure: MeasureId,
    /// What is so when it is met.
    pub says: String,
    /// How it stood; `None` when the catalog did not have it.
    pub before: Option<Standing>,
    /// How it stands.
    pub after: Standing,
    /// Why it moved.
    pub because: String,
}

/// What changed. A move between two ways of not being so stands with neither.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// For the better: the gates first.
    pub better: Vec<Moved>,
    /// For the worse: the gates first.
    pub worse: Vec<Moved>,
    /// How many moved in neither way.
    pub n_other: usize,
}

/// A promise that was not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missed {
    /// The step.
    pub step: StepId,
    /// What was to be done.
    pub name: String,
    /// By which day.
    pub due_on: Date,
    /// What is still not so, with why.
    pub open: Vec<super::super::Line>,
}

/// What was promised by now, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promises {
    /// The day of the plan that promised.
    pub made_on: Date,
    /// Steps due by now whose measures are met.
    pub n_kept: usize,
    /// Steps due by now.
    pub n_due: usize,
    /// Those that are not.
    pub missed: Vec<Missed>,
}

pub(super) fn changes(given: &Given<'_>) -> Option<Changes> {
    let earlier = given.earlier?;
    let mut changes = Changes::default();
    for change in posture::changes(earlier, given.posture) {
        let Some(measure) = given.catalog.measure(&change.measure) else { continue };
        let Some(after) = change.after else { continue };
        let moved = Moved {
            measure: change.measure.clone(),
            says: measure.says.clone(),
            before: change.before.map(Standing::of),
            after: Standing::of(after),
            because: change.because.clone(),
        };
        match change.before.map_or(0, worth).cmp(&worth(after)) {
            std::cmp::Ordering::Less => changes.better.push(moved),
            std::cmp::Ordering::Greater => changes.worse.push(moved),
            std::cmp::Ordering::Equal => changes.n_other += 1,
        }
    }
    let is_gate = |m: &Moved| given.catalog.measure(&m.measure).is_some_and(|m| m.gate.is_some());
    changes.better.sort_by_key(|m| !is_gate(m));
    changes.worse.sort_by_key(|m| !is_gate(m));
    Some(changes)
}

/// How good a state is, in ten-thousandths: proof beats a word, and a word beats a part.
fn worth(state: State) -> u32 {
    match state {
        State::Verified => 20_000,
        State::Attested => 10_000,
        State::Partly { coverage, .. } => {
            let share = 9_998 * u64::from(coverage.n()) / u64::from(coverage.of());
            1 + u32::try_from(share).unwrap_or(0)
        }
        State::NotMet { .. } | State::Contradicted { .. } | State::Stale | State::Unknown => 0,
    }
}

pub(super) fn promises(given: &Given<'_>) -> Option<Promises> {
    let plan = given.promised?;
    let today = proof::day(given.posture.as_of);
    let due: Vec<_> = plan.quarter.iter().chain(&plan.year).filter(|s| s.due_on <= today).collect();
    let mut missed = Vec::new();
    for scheduled in &due {
        let promised = plan.ranked.iter().find(|r| r.step == scheduled.step);
        let open: Vec<_> = promised
            .into_iter()
            .flat_map(|r| &r.promises)
            .filter_map(|id| proof::line(given.catalog, given.posture, id))
            .filter(|line| !line.standing.is_so())
            .collect();
        if !open.is_empty() {
            let name =
                given.catalog.step(&scheduled.step).map_or(scheduled.step.as_str(), |s| s.name.as_str());
            missed.push(Missed {
                step: scheduled.step.clone(),
                name: name.to_owned(),
                due_on: scheduled.due_on,
                open,
            });
        }
    }
    Some(Promises {
        made_on: proof::day(plan.as_of),
        n_kept: due.len() - missed.len(),
        n_due: due.len(),
        missed,
    })
}
