//! The nightly list of what is due: who is written to at each hospital, and what its training proves by now.
//!
//! It remembers nothing: run twice, or again after it was killed, it writes to nobody twice and adds no evidence that says the same.

use holdfast_core::decide::training::{
    Reminder, TrainingFacts, TrainingRules, by_learner, prove_training, remind,
};
use holdfast_core::model::{Evidence, HospitalScope, Learner, LearnerId};
use holdfast_store::{EvidenceKept, LearnerMail, Training};
use jiff::SignedDuration;
use serde_json::json;

use crate::app::audit::about_hospital;
use crate::app::{App, AppError};

/// Letters in one write, so that no write holds the store for long.
const LETTERS_A_WRITE: usize = 200;

/// Evidence that says what the newest says is added again after so many days, so that it does not age while nothing changes.
const AGAIN_AFTER_DAYS: i64 = 30;

/// What one night did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DueLists {
    /// Hospitals looked at.
    pub n_hospitals: usize,
    /// Learners on their rosters.
    pub n_learners: usize,
    /// Letters queued.
    pub n_letters: usize,
    /// Pieces of evidence added.
    pub n_evidence: usize,
}

impl App {
    /// Looks at every hospital that has a staff roster.
    pub async fn run_due_lists(&self) -> Result<DueLists, AppError> {
        let hospitals = self.store.read().await?.hospitals_with_learners().await?;
        let rules = TrainingRules::new(&self.catalog.lessons);
        let mut all = DueLists::default();
        for ccn in hospitals {
            // The program itself acts here, for hospitals whose people brought a roster in.
            let one = self.due_list(HospitalScope::checked(ccn), &rules).await?;
            all.n_hospitals += 1;
            all.n_learners += one.n_learners;
            all.n_letters += one.n_letters;
            all.n_evidence += one.n_evidence;
        }
        Ok(all)
    }

    async fn due_list(&self, scope: HospitalScope, rules: &TrainingRules<'_>) -> Result<DueLists, AppError> {
        let today = self.today();
        let mut read = self.store.read().await?;
        let learners: Vec<Learner> =
            read.learners(scope).await?.into_iter().filter(Learner::is_listed).collect();
        let done = by_learner(read.completions(scope).await?);
        let mailed = read.last_mailed(scope).await?;
        let kept = read.evidence(scope).await?;
        drop(read);
        let done_of = |l: &Learner| done.get(&l.id).map(Vec::as_slice).unwrap_or_default();
        let mut to_write = Vec::new();
        for learner in learners.iter().filter(|l| l.person.email.is_some()) {
            // Whoever was never invited costs no look at their lessons.
            let Some(last) = mailed.get(&learner.id).copied() else { continue };
            let owed = rules.owed(learner, done_of(learner), today);
            if matches!(remind(&owed, Some(last), today), Reminder::Write { .. }) {
                to_write.push(learner.id);
            }
        }
        let people: Vec<TrainingFacts<'_>> =
            learners.iter().map(|learner| TrainingFacts { learner, done: done_of(learner) }).collect();
        let mut proof = prove_training(&self.catalog, &people, self.clock.now());
        proof.retain(|new| !is_known(&kept, new));
        let mut n_evidence = 0;
        if !proof.is_empty() {
            let mut write = self.store.write().await?;
            // Another server may have been here meanwhile.
            let kept = write.evidence(scope).await?;
            proof.retain(|new| !is_known(&kept, new));
            n_evidence = proof.len();
            self.keep_proof(&mut write, scope, None, "evidence.training", proof).await?;
            write.commit().await?;
        }
        let mut n_letters = 0;
        for some in to_write.chunks(LETTERS_A_WRITE) {
            n_letters += self.remind_some(scope, rules, some).await?;
        }
        Ok(DueLists { n_hospitals: 1, n_learners: learners.len(), n_letters, n_evidence })
    }

    async fn remind_some(
        &self,
        scope: HospitalScope,
        rules: &TrainingRules<'_>,
        some: &[LearnerId],
    ) -> Result<usize, AppError> {
        let today = self.today();
        let mut write = self.store.write().await?;
        // Since the look, somebody may have left or finished, and another server may have been here, after this one was taken for dead.
        let mailed = write.last_mailed(scope).await?;
        let mut n = 0;
        for id in some {
            let learner = write.learner(scope, *id).await?.filter(Learner::is_listed);
            let Some(learner) = learner else { continue };
            let done = write.completions_of(scope, *id).await?;
            let owed = rules.owed(&learner, &done, today);
            let Reminder::Write { about } = remind(&owed, mailed.get(id).copied(), today) else { continue };
            n += usize::from(self.remind_learner(&mut write, scope, &learner, &about).await?);
        }
        if n > 0 {
            let (subject, detail) = (about_hospital(scope.ccn()), json!({ "n_letters": n }));
            write.add_audit("program", "training.remind", &subject, &detail, self.now_ms()).await?;
            write.commit().await?;
        }
        Ok(n)
    }
}

/// Whether the newest of its kind says the same, and is not so old that it should be said again.
fn is_known(kept: &[Evidence], new: &Evidence) -> bool {
    let about = |e: &Evidence| (e.measure.clone(), e.kind.clone(), e.subject.clone());
    let newest = kept.iter().rev().find(|k| about(k) == about(new));
    newest.is_some_and(|k| {
        let age = new.observed_at.duration_since(k.observed_at);
        (k.finding, k.seen) == (new.finding, new.seen)
            && age < SignedDuration::from_hours(24 * AGAIN_AFTER_DAYS)
    })
}
