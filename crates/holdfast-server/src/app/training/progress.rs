//! A hospital's roster with what everybody did, loaded once; how groups stand, and one person with everything known of their lessons.

use std::collections::BTreeMap;

use holdfast_core::Date;
use holdfast_core::decide::training::{
    ElsewhereFault, LearnerOwed, Owed, TrainingProgress, TrainingRules, by_learner, learned_elsewhere,
    progress,
};
use holdfast_core::model::{Completion, HospitalScope, Learner, LearnerId, WithdrawnCompletion};
use holdfast_store::Training;
use jiff::Timestamp;
use serde_json::json;

use crate::app::facts::{actor, subject};
use crate::app::{App, AppError, Speaker};

/// A hospital's people and what they did, as kept.
#[derive(Clone, Debug)]
pub struct TrainingRecord {
    /// The version of the roster; 0 where none came in yet.
    pub version: u32,
    /// Everybody, leavers too, in the order of names.
    pub learners: Vec<Learner>,
    /// What each did, oldest first.
    pub done: BTreeMap<LearnerId, Vec<Completion>>,
    /// The day it is looked at.
    pub as_of: Date,
}

impl TrainingRecord {
    /// Those who are on the roster now.
    pub fn listed(&self) -> impl Iterator<Item = &Learner> {
        self.learners.iter().filter(|learner| learner.is_listed())
    }

    /// What somebody did.
    pub fn done_by(&self, learner: LearnerId) -> &[Completion] {
        self.done.get(&learner).map(Vec::as_slice).unwrap_or_default()
    }

    /// The departments of those on the roster, each once, in order; without those who have none.
    pub fn departments(&self) -> Vec<&str> {
        let mut all: Vec<&str> = self.listed().map(|l| l.person.department.as_str()).collect();
        all.retain(|department| !department.is_empty());
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// A learner with what they owe.
#[derive(Clone, Debug)]
pub struct Asked<'r> {
    /// Who.
    pub learner: &'r Learner,
    /// What they owe, in the catalog's order.
    pub owed: Vec<Owed>,
}

/// One person with everything known of their lessons.
#[derive(Clone, Debug)]
pub struct LearnerFile {
    /// Who.
    pub learner: Learner,
    /// What they owe.
    pub owed: Vec<Owed>,
    /// What they did, newest first.
    pub done: Vec<Completion>,
    /// What was recorded of them by mistake and withdrawn, newest first.
    pub withdrawn: Vec<WithdrawnCompletion>,
    /// When the newest of their links was made that still works; `None` for no link.
    pub linked_at: Option<Timestamp>,
    /// The day it is looked at.
    pub as_of: Date,
}

impl App {
    /// A hospital's people and what they did.
    pub async fn training(&self, scope: HospitalScope) -> Result<TrainingRecord, AppError> {
        let mut read = self.store.read().await?;
        record(&mut read, scope, self.today()).await
    }

    /// A hospital's people alone, for pages that say nothing of what they did.
    pub async fn staff(&self, scope: HospitalScope) -> Result<TrainingRecord, AppError> {
        let mut read = self.store.read().await?;
        people(&mut read, scope, self.today()).await
    }

    /// What everybody on the roster owes, in the order of the record.
    pub fn asked<'r>(&self, record: &'r TrainingRecord) -> Vec<Asked<'r>> {
        let rules = TrainingRules::new(&self.catalog.lessons);
        let asked = |learner: &'r Learner| Asked {
            owed: rules.owed(learner, record.done_by(learner.id), record.as_of),
            learner,
        };
        record.listed().map(asked).collect()
    }

    /// How groups of a hospital's people stand.
    pub fn training_progress(&self, record: &TrainingRecord) -> TrainingProgress {
        let asked = self.asked(record);
        let people: Vec<LearnerOwed<'_>> =
            asked.iter().map(|a| LearnerOwed { learner: a.learner, owed: &a.owed }).collect();
        progress(&self.catalog.lessons, &people, record.as_of)
    }

    /// One person of the hospital.
    pub async fn learner_file(
        &self,
        scope: HospitalScope,
        learner: LearnerId,
    ) -> Result<LearnerFile, AppError> {
        let mut read = self.store.read().await?;
        let learner = read.learner(scope, learner).await?.ok_or_else(nobody)?;
        let mut done = read.completions_of(scope, learner.id).await?;
        let mut withdrawn = read.withdrawn_completions_of(scope, learner.id).await?;
        withdrawn.sort_by_key(|one| std::cmp::Reverse(one.at));
        let linked_at = read.learner_links(scope).await?.get(&learner.id).copied();
        let as_of = self.today();
        let owed = TrainingRules::new(&self.catalog.lessons).owed(&learner, &done, as_of);
        done.reverse();
        Ok(LearnerFile { learner, owed, done, withdrawn, linked_at, as_of })
    }

    /// Records a lesson that another system says a person did: its id, the day and the system as typed. False when it is on record already.
    pub async fn record_elsewhere(
        &self,
        scope: HospitalScope,
        by: &Speaker,
        learner: LearnerId,
        said: (&str, &str, &str),
    ) -> Result<Result<bool, Vec<ElsewhereFault>>, AppError> {
        let mut write = self.store.write().await?;
        let learner = write.learner(scope, learner).await?.ok_or_else(nobody)?;
        let lessons = &self.catalog.lessons;
        let completion = match learned_elsewhere(learner.id, said, lessons, &by.shown, self.today()) {
            Ok(completion) => completion,
            Err(faults) => return Ok(Err(faults)),
        };
        let now = self.clock.now();
        let kept = write.record_completions(scope, &[completion], Some(by.account), now).await?;
        if kept.n_new > 0 {
            let detail = json!({ "how": "other-system", "n": kept.n_new });
            let what = "training.record";
            write.add_audit(&actor(by.account), what, &subject(scope), &detail, self.now_ms()).await?;
            write.commit().await?;
        }
        Ok(Ok(kept.n_new > 0))
    }
}

/// The record of a day, read within the caller's read or write.
pub(super) async fn record<R>(
    read: &mut R,
    scope: HospitalScope,
    as_of: Date,
) -> Result<TrainingRecord, AppError>
where
    R: Training + Send,
{
    let mut record = people(read, scope, as_of).await?;
    record.done = by_learner(read.completions(scope).await?);
    for all in record.done.values_mut() {
        all.sort_by_key(|c| c.done_on);
    }
    Ok(record)
}

async fn people<R>(read: &mut R, scope: HospitalScope, as_of: Date) -> Result<TrainingRecord, AppError>
where
    R: Training + Send,
{
    let mut learners = read.learners(scope).await?;
    learners.sort_by_cached_key(|l| (l.person.name.to_lowercase(), l.person.number.clone(), l.id));
    let version = read.applied_roster(scope).await?.map_or(0, |applied| applied.version);
    Ok(TrainingRecord { version, learners, done: BTreeMap::new(), as_of })
}

/// The answer to an id that is nobody's, and to one of another hospital.
pub(super) fn nobody() -> AppError {
    AppError::not_found("Nobody on this hospital's roster has this page.")
}
