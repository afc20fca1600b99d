//! One job after another, each held while it runs, so that several servers on one store share the work.

use holdfast_store::{Job, backoff_ms};
use serde_json::json;
use tokio::task::JoinSet;

use super::JobKind;
use crate::app::{App, AppError, chain};

/// A job is let go after this, in case its server died.
const HELD_MS: i64 = 15 * 60 * 1000;
/// Jobs in one call, so that a call ends.
const MOST_A_CALL: usize = 100;

/// What one call did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ran {
    /// The jobs that were done, by kind.
    pub done: Vec<JobKind>,
    /// How many failed. Each is tried again later.
    pub n_failed: usize,
}

impl Ran {
    fn count(&mut self, ended: Ended) {
        match ended {
            Ended::Done(kind) => self.done.push(kind),
            Ended::Failed => self.n_failed += 1,
        }
    }
}

/// Puts every kind of job in the queue that is not in it yet, due at once. Safe to call at any time.
pub async fn schedule(app: &App) -> Result<(), AppError> {
    let mut write = app.store.write().await?;
    for kind in JobKind::ALL.into_iter().filter(|kind| kind.is_wanted(app)) {
        write.add_job(kind.key(), &json!({}), app.now_ms(), Some(kind.key())).await?;
    }
    Ok(write.commit().await?)
}

/// Runs the jobs that are due, one after another. `stop` is asked before each.
pub async fn run_due(app: &App, stop: impl Fn() -> bool) -> Result<Ran, AppError> {
    let mut beside = Beside::default();
    let mut ran = run_with(app, &mut beside, stop).await?;
    while let Some(ended) = beside.0.join_next().await {
        ran.count(ended.map_err(|e| AppError::Broken { what: e.to_string() })??);
    }
    Ok(ran)
}

/// Jobs under way beside the others: those that wait for an answer from outside, so that no letter waits with them.
#[derive(Default)]
pub(super) struct Beside(JoinSet<Result<Ended, AppError>>);

impl Beside {
    /// Looks after those that ended meanwhile, without waiting for one.
    pub(super) fn look(&mut self) -> Result<(), AppError> {
        while let Some(ended) = self.0.try_join_next() {
            ended.map_err(|e| AppError::Broken { what: e.to_string() })??;
        }
        Ok(())
    }

    /// Waits for all of them.
    pub(super) async fn end(mut self) {
        while self.0.join_next().await.is_some() {}
    }
}

/// A job that was done, or that failed.
enum Ended {
    Done(JobKind),
    Failed,
}

/// The same, but those that wait for an answer from outside go on beside.
pub(super) async fn run_with(
    app: &App,
    beside: &mut Beside,
    stop: impl Fn() -> bool,
) -> Result<Ran, AppError> {
    let mut ran = Ran::default();
    for _ in 0..MOST_A_CALL {
        if stop() {
            break;
        }
        let Some(job) = take(app).await? else { break };
        let Some(kind) = JobKind::from_key(&job.kind) else {
            give_up(app, &job).await?;
            ran.n_failed += 1;
            continue;
        };
        if kind.waits_outside() {
            let app = app.clone();
            beside.0.spawn(async move { run(&app, &job, kind).await });
        } else {
            ran.count(run(app, &job, kind).await?);
        }
    }
    Ok(ran)
}

async fn run(app: &App, job: &Job, kind: JobKind) -> Result<Ended, AppError> {
    // A task of its own, so that a panic in one job ends that job alone.
    let worker = app.clone();
    let result = tokio::spawn(async move { kind.run(&worker).await })
        .await
        .unwrap_or_else(|e| Err(AppError::Broken { what: e.to_string() }));
    match result {
        Ok(()) => {
            note_done(app, job, kind).await?;
            Ok(Ended::Done(kind))
        }
        Err(error) => {
            note_failed(app, job, &error).await?;
            Ok(Ended::Failed)
        }
    }
}

async fn take(app: &App) -> Result<Option<Job>, AppError> {
    let now_ms = app.now_ms();
    let mut write = app.store.write().await?;
    let job = write.lease_job(now_ms, now_ms + HELD_MS).await?;
    if job.is_some() {
        write.commit().await?;
    }
    Ok(job)
}

/// Notes a job as done and, in the same write, when it runs next: work that came meanwhile is not forgotten.
async fn note_done(app: &App, job: &Job, kind: JobKind) -> Result<(), AppError> {
    let mut write = app.store.write().await?;
    if write.complete_job(job, app.now_ms()).await?
        && let Some(at_ms) = kind.next_run_ms(app, &mut write).await?
    {
        write.add_job(kind.key(), &json!({}), at_ms, Some(kind.key())).await?;
    }
    Ok(write.commit().await?)
}

async fn note_failed(app: &App, job: &Job, error: &AppError) -> Result<(), AppError> {
    let said = chain(error);
    tracing::error!(
        job.kind = job.kind,
        job.attempts = job.attempts,
        error = said,
        "A job failed and is tried again"
    );
    let again_ms = app.now_ms() + backoff_ms(job.attempts);
    let mut write = app.store.write().await?;
    write.fail_job(job, &said, Some(again_ms), app.now_ms()).await?;
    Ok(write.commit().await?)
}

async fn give_up(app: &App, job: &Job) -> Result<(), AppError> {
    tracing::error!(job.kind = job.kind, "A job of a kind this release does not know was given up");
    let mut write = app.store.write().await?;
    write.fail_job(job, "this release knows no such job", None, app.now_ms()).await?;
    Ok(write.commit().await?)
}
