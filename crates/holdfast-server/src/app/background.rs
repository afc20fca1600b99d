//! Small work that goes on after an answer is sent, so that how long the answer took says nothing about what was found.
//!
//! Only for what a person asks for again when it gets lost, as in a crash; anything else is a job.

use std::sync::{Mutex, PoisonError};

use tokio::task::JoinSet;

use super::{App, AppError, chain};

/// What is still going on.
#[derive(Default)]
pub(crate) struct Background(Mutex<JoinSet<()>>);

impl App {
    /// Lets work go on by itself. A failure is logged.
    pub(crate) fn in_background(
        &self,
        what: &'static str,
        work: impl Future<Output = Result<(), AppError>> + Send + 'static,
    ) {
        let mut tasks = self.background.0.lock().unwrap_or_else(PoisonError::into_inner);
        while tasks.try_join_next().is_some() {}
        tasks.spawn(async move {
            if let Err(e) = work.await {
                tracing::error!(what, error = chain(&e), "Work after an answer failed");
            }
        });
    }

    /// Waits until everything that was begun is done: at the end of serving, and before a test looks.
    pub async fn background_done(&self) {
        let mut tasks =
            std::mem::take(&mut *self.background.0.lock().unwrap_or_else(PoisonError::into_inner));
        while tasks.join_next().await.is_some() {}
    }
}
