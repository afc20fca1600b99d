//! Keeps as evidence what hunts and cases prove. Evidence that says what the newest of its kind says is not added again the same day.

use holdfast_core::decide::incident::{alarm_test, log_coverage, looked_in_time, none_open};
use holdfast_core::model::{AccountId, Evidence, HospitalScope, Incident, LogCoverage};
use holdfast_store::{EvidenceKept, Incidents, Write};
use jiff::SignedDuration;
use serde_json::json;

use super::with_detections;
use crate::app::facts::{actor, subject};
use crate::app::{App, AppError};

impl App {
    /// After a hunt's result came in: which logs arrived, who looked in time, whether a critical case is open.
    pub(super) async fn prove_hunt(
        &self,
        write: &mut Write,
        scope: HospitalScope,
        by: Option<AccountId>,
        coverage: &[LogCoverage],
    ) -> Result<(), AppError> {
        let care = write.care_machines(scope).await?;
        let logs = log_coverage(&self.catalog, coverage, &care, self.clock.now());
        self.prove(write, scope, by, logs.into_iter().collect()).await?;
        self.prove_cases(write, scope, by).await
    }

    /// After something was done about a case: the same without the logs, and whether it was a test of the alarm.
    pub(super) async fn prove_move(
        &self,
        write: &mut Write,
        scope: HospitalScope,
        by: Option<AccountId>,
        case: &Incident,
    ) -> Result<(), AppError> {
        let test = alarm_test(&self.catalog, case, self.clock.now());
        self.prove(write, scope, by, test.into_iter().collect()).await?;
        self.prove_cases(write, scope, by).await
    }

    async fn prove_cases(
        &self,
        write: &mut Write,
        scope: HospitalScope,
        by: Option<AccountId>,
    ) -> Result<(), AppError> {
        let now = self.clock.now();
        let since = now.checked_sub(SignedDuration::from_hours(24 * 90)).unwrap_or(jiff::Timestamp::MIN);
        let cases = with_detections(write, scope, |c| c.is_open() || c.opened_at >= since).await?;
        let care = write.care_machines(scope).await?;
        let looked = looked_in_time(&self.catalog, &cases, now);
        let open = none_open(&self.catalog, &cases, &care, now);
        self.prove(write, scope, by, looked.into_iter().chain(open).collect()).await
    }

    async fn prove(
        &self,
        write: &mut Write,
        scope: HospitalScope,
        by: Option<AccountId>,
        new: Vec<Evidence>,
    ) -> Result<(), AppError> {
        self.keep_proof(write, scope, by, "evidence.hunt", new).await
    }

    /// Keeps what a program of ours found out, but for what says the same as the newest of its kind on the same day. `action`: the word
    /// for the audit log.
    pub(in crate::app) async fn keep_proof(
        &self,
        write: &mut Write,
        scope: HospitalScope,
        by: Option<AccountId>,
        action: &str,
        new: Vec<Evidence>,
    ) -> Result<(), AppError> {
        if new.is_empty() {
            return Ok(());
        }
        let kept = write.evidence(scope).await?;
        for evidence in new {
            let newest = kept.iter().rev().find(|k| is_about_the_same(k, &evidence));
            if newest.is_some_and(|k| says_the_same(k, &evidence)) {
                continue;
            }
            let id = write.add_evidence(scope, &evidence, None, by).await?;
            let detail = json!({ "measure": evidence.measure, "kind": evidence.kind, "evidence": id });
            let who = by.map_or_else(|| "system".to_owned(), actor);
            write.add_audit(&who, action, &subject(scope), &detail, self.now_ms()).await?;
        }
        Ok(())
    }
}

fn is_about_the_same(a: &Evidence, b: &Evidence) -> bool {
    (&a.measure, &a.kind, &a.subject) == (&b.measure, &b.kind, &b.subject)
}

fn says_the_same(kept: &Evidence, new: &Evidence) -> bool {
    let day = SignedDuration::from_hours(24);
    (kept.finding, kept.seen, &kept.outliers) == (new.finding, new.seen, &new.outliers)
        && new.observed_at.duration_since(kept.observed_at) < day
}
