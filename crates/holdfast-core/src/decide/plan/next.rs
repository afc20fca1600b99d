//! What of the plan belongs into this week: what is to be stopped now, and the task that is due next.
//!
//! It looks at a plan that was accepted and at the gates; [`crate::decide::this_week`] puts it among other things.

use serde::{Deserialize, Serialize};

use crate::Date;
use crate::catalog::{Catalog, MeasureId, Step, StepId};
use crate::decide::posture::{GateState, Posture};
use crate::model::{PlanTask, PlanTaskState, day_in_words};

/// What it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "up", rename_all = "snake_case")]
pub enum Up {
    /// A gate is open and no task of the plan shuts it.
    OpenGate {
        /// The measure.
        measure: MeasureId,
    },
    /// A task that shuts an open gate.
    StopNow {
        /// The step.
        step: StepId,
    },
    /// The task due next.
    Due {
        /// The step.
        step: StepId,
    },
}

/// One thing of the plan that belongs into this week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextUp {
    /// What it is.
    pub up: Up,
    /// A verb first.
    pub title: String,
    /// Minutes it takes.
    pub minutes: u16,
    /// Why now, in a sentence.
    pub why: String,
}

/// What is up, most pressing first: open gates, then the open task that is due next, each step once.
pub fn next_up(catalog: &Catalog, posture: &Posture, tasks: &[PlanTask], today: Date) -> Vec<NextUp> {
    let mut open: Vec<(&PlanTask, &Step)> = tasks
        .iter()
        .filter(|t| t.state == PlanTaskState::Open)
        .filter_map(|t| Some((t, catalog.step(&t.step)?)))
        .collect();
    open.sort_by(|(a, _), (b, _)| (a.due_on, &a.step).cmp(&(b.due_on, &b.step)));
    let mut list: Vec<NextUp> = Vec::new();
    for gate in posture.gates.iter().filter(|g| g.state == GateState::Open) {
        let next = match open.iter().find(|(_, s)| s.closes.contains(&gate.measure)) {
            Some((_, step)) => NextUp {
                up: Up::StopNow { step: step.id.clone() },
                title: format!("Stop now: {}", step.name),
                minutes: minutes(step),
                why: gate.means.clone(),
            },
            None => {
                let says = catalog.measures().find(|(_, m)| m.id == gate.measure);
                let name = says.map_or(gate.measure.as_str(), |(s, _)| s.name.as_str());
                NextUp {
                    up: Up::OpenGate { measure: gate.measure.clone() },
                    title: format!("Stop now: see what is open in \u{201c}{name}\u{201d}"),
                    minutes: 10,
                    why: gate.means.clone(),
                }
            }
        };
        if !list.iter().any(|n| n.up == next.up) {
            list.push(next);
        }
    }
    let is_listed = |id: &StepId| list.iter().any(|n| n.up == Up::StopNow { step: id.clone() });
    if let Some((task, step)) = open.iter().find(|(t, _)| !is_listed(&t.step)) {
        let when = day_in_words(task.due_on);
        let who = if task.owner.is_empty() { " Nobody is named to do it." } else { "" };
        let why = if task.due_on < today {
            format!("The plan had it done by {when}.{who}")
        } else {
            format!("The plan has it done by {when}.{who}")
        };
        list.push(NextUp {
            up: Up::Due { step: step.id.clone() },
            title: step.name.clone(),
            minutes: minutes(step),
            why,
        });
    }
    list
}

/// Its likely hours in minutes; never nothing.
fn minutes(step: &Step) -> u16 {
    u16::try_from(step.hours_first.likely.saturating_mul(60)).unwrap_or(u16::MAX).max(5)
}
