//! A hospital's first tasks: which are done by what is on record, which someone ticked, and who.

use std::collections::BTreeSet;

use holdfast_core::model::{AccountId, HospitalScope, RegistrationState, Role, Task};
use holdfast_store::{Accounts, Passkeys, Person, Progress, Registrations};
use jiff::Timestamp;
use serde_json::json;

use super::facts::{actor, subject};
use super::{App, AppError};
use crate::clock::date_at;

/// A task of a hospital and how it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskState {
    /// Which.
    pub task: Task,
    /// Whether it is done.
    pub done: bool,
    /// Who ticked it and when, for the tasks people tick.
    pub ticked: Option<Ticked>,
}

/// A tick.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticked {
    /// The person's name, when they are still known.
    pub by: Option<String>,
    /// The day.
    pub on: holdfast_core::Date,
    /// What they wrote beside it.
    pub note: String,
}

/// The longest note beside a tick, in characters.
pub const MOST_NOTE_CHARS: usize = 500;

impl App {
    /// Every first task of a hospital, in the order to do them.
    pub async fn hospital_tasks(&self, scope: HospitalScope) -> Result<Vec<TaskState>, AppError> {
        let mut read = self.store.read().await?;
        self.tasks_in(&mut read, scope).await
    }

    /// As [`App::hospital_tasks`], within the caller's read.
    pub(super) async fn tasks_in<R>(
        &self,
        read: &mut R,
        scope: HospitalScope,
    ) -> Result<Vec<TaskState>, AppError>
    where
        R: Accounts + Passkeys + Progress + Registrations + Send,
    {
        let people = read.people(scope).await?;
        let registrations = read.registrations(scope).await?;
        let checked = registrations.iter().any(|r| matches!(r.state, RegistrationState::Validated { .. }));
        let ticks = read.tasks_done(scope).await?;
        let mut states = Vec::with_capacity(Task::ALL.len());
        for task in Task::ALL.iter().copied() {
            let tick = ticks.iter().find(|t| t.task == task);
            let done = match task {
                Task::ProveBelonging => checked,
                Task::NameAdministrator => people.iter().any(|p| p.grant.role == Role::HospitalAdministrator),
                Task::SecondPerson => at_hospital(&people).len() >= 2,
                Task::PrintRecoveryCodes => all_have_codes(read, &people).await?,
                Task::SeparateAdministrator | Task::BreakGlass | Task::TurnOnMfa => tick.is_some(),
            };
            let ticked = match tick.filter(|_| !task.is_on_record()) {
                Some(tick) => {
                    let by = match tick.by {
                        Some(by) => read.account(by).await?.map(|a| a.name),
                        None => None,
                    };
                    Some(Ticked { by, on: self.day_of(tick.at_ms), note: tick.note.clone() })
                }
                None => None,
            };
            states.push(TaskState { task, done, ticked });
        }
        Ok(states)
    }

    /// Ticks a task. Refuses those that follow from what is on record.
    pub async fn finish_task(
        &self,
        scope: HospitalScope,
        by: AccountId,
        task: Task,
        note: &str,
    ) -> Result<(), AppError> {
        refuse_on_record(task)?;
        let note: String = note.trim().chars().take(MOST_NOTE_CHARS).collect();
        let now_ms = self.now_ms();
        let mut write = self.store.write().await?;
        if write.finish_task(scope, task, Some(by), &note, now_ms).await? {
            let detail = json!({ "task": task.key() });
            write.add_audit(&actor(by), "finish-task", &subject(scope), &detail, now_ms).await?;
            write.commit().await?;
        }
        Ok(())
    }

    /// Takes a tick back.
    pub async fn reopen_task(&self, scope: HospitalScope, by: AccountId, task: Task) -> Result<(), AppError> {
        refuse_on_record(task)?;
        let now_ms = self.now_ms();
        let mut write = self.store.write().await?;
        if write.reopen_task(scope, task).await? {
            let detail = json!({ "task": task.key() });
            write.add_audit(&actor(by), "reopen-task", &subject(scope), &detail, now_ms).await?;
            write.commit().await?;
        }
        Ok(())
    }

    /// The civil date of a kept time, by the program's offset.
    pub(super) fn day_of(&self, at_ms: i64) -> holdfast_core::Date {
        let at = Timestamp::from_millisecond(at_ms).unwrap_or(Timestamp::UNIX_EPOCH);
        date_at(at, self.config.program.utc_offset_hours)
    }
}

fn refuse_on_record(task: Task) -> Result<(), AppError> {
    if task.is_on_record() {
        return Err(AppError::refused(format!("{} It cannot be ticked by hand.", task.done_when())));
    }
    Ok(())
}

fn at_hospital(people: &[Person]) -> BTreeSet<AccountId> {
    people.iter().filter(|p| p.grant.role.is_of_hospital()).map(|p| p.account.id).collect()
}

/// Those who can act for the hospital; the rest lose nothing here when their phone is lost.
async fn all_have_codes<R: Passkeys + Send>(read: &mut R, people: &[Person]) -> Result<bool, AppError> {
    let acting: BTreeSet<AccountId> = people
        .iter()
        .filter(|p| matches!(p.grant.role, Role::HospitalAdministrator | Role::HospitalIt))
        .map(|p| p.account.id)
        .collect();
    for account in &acting {
        if read.n_recovery_codes_left(*account).await? == 0 {
            return Ok(false);
        }
    }
    Ok(!acting.is_empty())
}
