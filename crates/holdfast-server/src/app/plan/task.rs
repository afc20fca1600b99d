//! What people do about one task of the plan: name an owner, change the day, say that it is done, drop it, open it again.
//!
//! Of two who change one task at once, the second is told what the first left.

use std::collections::BTreeSet;

use holdfast_core::Date;
use holdfast_core::catalog::StepId;
use holdfast_core::decide::registration::FieldError;
use holdfast_core::model::{AccountId, EvidenceId, HospitalScope, PlanTask, PlanTaskState, Stage, sentence};
use holdfast_store::{Assessments, Plans, Saved, Write};
use jiff::Span;
use serde_json::json;

use crate::app::facts::{actor, subject};
use crate::app::{App, AppError};

/// The longest name of an owner, in characters.
pub const MOST_OWNER_CHARS: usize = 100;
/// The longest note or reason beside a task, in characters.
pub const MOST_WORDS_CHARS: usize = 1_000;

/// What is to become of a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Another owner or another day.
    Plan {
        /// Who does it; empty for nobody yet.
        owner: String,
        /// The last day; `None` when what was typed is no day.
        due_on: Option<Date>,
    },
    /// It is done.
    Done {
        /// Evidence that shows it.
        proof: Vec<EvidenceId>,
        /// What was done, in words.
        note: String,
    },
    /// It will not be done.
    Drop {
        /// Why.
        reason: String,
    },
    /// It is to be done after all.
    Reopen,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TaskDone {
    /// It stands so now.
    Kept(PlanTask),
    /// Someone changed it in between: this is what they left. Nothing was kept.
    Conflict(PlanTask),
    /// Fields to mend. Nothing was kept.
    Wrong(Vec<FieldError>),
}

impl App {
    /// Changes the task of a step in the plan that counts, upon the version its reader saw.
    pub async fn change_plan_task(
        &self,
        scope: HospitalScope,
        by: AccountId,
        shown_as: &str,
        step: &StepId,
        version: i64,
        act: Act,
    ) -> Result<TaskDone, AppError> {
        let mut write = self.store.write().await?;
        let missing = || AppError::not_found("The plan has no such task.");
        let plan = write.current_plan(scope).await?.ok_or_else(missing)?;
        let tasks = write.plan_tasks(scope, plan.id).await?;
        let task = tasks.into_iter().find(|t| t.step == *step).ok_or_else(missing)?;
        if task.version != version {
            return Ok(TaskDone::Conflict(task));
        }
        let wrong = self.wrong_with(&mut write, scope, step, &plan.means.starts_on, &act).await?;
        if !wrong.is_empty() {
            return Ok(TaskDone::Wrong(wrong));
        }
        let (now, who) = (self.clock.now(), shown_as.to_owned());
        let (what, moved) = match act {
            Act::Plan { owner, due_on } => {
                let due_on = due_on.unwrap_or(task.due_on);
                ("plan-task", task.planned(owner.trim().to_owned(), due_on))
            }
            Act::Done { proof, note } => {
                ("finish-plan-task", task.done(now, who, proof, note.trim().to_owned()))
            }
            Act::Drop { reason } => ("drop-plan-task", task.dropped(now, who, reason.trim().to_owned())),
            Act::Reopen => ("reopen-plan-task", task.reopened()),
        };
        let moved = moved.map_err(|e| AppError::refused(sentence(&e.to_string())))?;
        match write.save_plan_task(scope, &moved).await? {
            Saved::Kept(task) => {
                self.note_remediated(&mut write, scope, &task).await?;
                let detail = json!({ "step": step, "version": task.version });
                write.add_audit(&actor(by), what, &subject(scope), &detail, now.as_millisecond()).await?;
                write.commit().await?;
                Ok(TaskDone::Kept(task))
            }
            Saved::Conflict(task) => Ok(TaskDone::Conflict(task)),
            Saved::Unknown => Err(missing()),
        }
    }

    async fn wrong_with(
        &self,
        write: &mut Write,
        scope: HospitalScope,
        step: &StepId,
        starts_on: &Date,
        act: &Act,
    ) -> Result<Vec<FieldError>, AppError> {
        let mut wrong = Vec::new();
        let too_long = |text: &str, most: usize| text.trim().chars().count() > most;
        match act {
            Act::Plan { owner, due_on } => {
                if too_long(owner, MOST_OWNER_CHARS) || owner.chars().any(char::is_control) {
                    let most = format!("Write a name of up to {MOST_OWNER_CHARS} characters.");
                    wrong.push(FieldError::new("owner", most));
                }
                let last = starts_on.checked_add(Span::new().years(3)).unwrap_or(*starts_on);
                let first = starts_on.checked_sub(Span::new().years(1)).unwrap_or(*starts_on);
                match due_on {
                    None => wrong.push(FieldError::new("due_on", "Write a day, like 2026-05-31.")),
                    Some(day) if *day < first || *day > last => {
                        let most = format!("Choose a day between {first} and {last}.");
                        wrong.push(FieldError::new("due_on", most));
                    }
                    Some(_) => {}
                }
            }
            Act::Done { proof, note } => {
                if proof.is_empty() && note.trim().is_empty() {
                    let how = "Choose the evidence that shows it, or say in words what was done.";
                    wrong.push(FieldError::new("note", how));
                }
                if too_long(note, MOST_WORDS_CHARS) {
                    let most = format!("Shorten it to {MOST_WORDS_CHARS} characters.");
                    wrong.push(FieldError::new("note", most));
                }
                let closes = self.catalog.step(step).map(|s| s.closes.clone()).unwrap_or_default();
                let record = write.assessment_record(scope).await?;
                let fits: BTreeSet<EvidenceId> =
                    record.evidence.iter().filter(|e| closes.contains(&e.measure)).map(|e| e.id).collect();
                if !proof.iter().all(|id| fits.contains(id)) {
                    let which = "Choose from the evidence listed; it must be about what this step closes.";
                    wrong.push(FieldError::new("proof", which));
                }
            }
            Act::Drop { reason } => {
                if reason.trim().is_empty() {
                    wrong.push(FieldError::new("reason", "Say why it will not be done."));
                } else if too_long(reason, MOST_WORDS_CHARS) {
                    let most = format!("Shorten it to {MOST_WORDS_CHARS} characters.");
                    wrong.push(FieldError::new("reason", most));
                }
            }
            Act::Reopen => {}
        }
        Ok(wrong)
    }

    /// A step closed with proof brings the hospital to a stage of the funnel. Words alone do not.
    async fn note_remediated(
        &self,
        write: &mut Write,
        scope: HospitalScope,
        task: &PlanTask,
    ) -> Result<(), AppError> {
        let is_proven = matches!(&task.state, PlanTaskState::Done { proof, .. } if !proof.is_empty());
        if is_proven { self.reach(write, scope, Stage::Remediated).await } else { Ok(()) }
    }
}
