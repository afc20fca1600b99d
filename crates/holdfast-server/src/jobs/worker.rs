//! The loop that runs jobs beside the server, and its end.

use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::queue::{Beside, run_with, schedule};
use crate::app::{App, AppError, chain};

/// How often the queue is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// A job still running this long after the end was asked for is left behind; its lease lets it go.
const END_WITHIN: Duration = Duration::from_secs(20);

/// The running loop. Dropping it asks it to stop; [`Worker::stop`] also waits.
#[derive(Debug)]
pub struct Worker {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

/// Starts the loop.
pub fn start(app: App) -> Worker {
    let (stop, told) = watch::channel(false);
    Worker { stop, task: tokio::spawn(work(app, told)) }
}

impl Worker {
    /// Lets the job under way finish, within reason, and ends the loop.
    pub async fn stop(self) {
        // Nobody listens when the loop has ended already.
        let _ = self.stop.send(true);
        if tokio::time::timeout(END_WITHIN, self.task).await.is_err() {
            tracing::warn!("A job was still running at the end; it runs again at the next start");
        }
    }
}

async fn work(app: App, mut told: watch::Receiver<bool>) {
    let mut last_said = String::new();
    let mut is_scheduled = false;
    let mut beside = Beside::default();
    while !*told.borrow() {
        let looked = look(&app, &mut is_scheduled, &mut beside, &told).await;
        // The same fault every two seconds is said once.
        let said = looked.err().map(|e| chain(&e)).unwrap_or_default();
        if !said.is_empty() && said != last_said {
            tracing::error!(error = said, "Jobs cannot run; looking again every two seconds");
        }
        last_said = said;
        tokio::select! {
            () = tokio::time::sleep(LOOK_EVERY) => {}
            gone = told.changed() => {
                if gone.is_err() {
                    return;
                }
            }
        }
    }
    beside.end().await;
}

async fn look(
    app: &App,
    is_scheduled: &mut bool,
    beside: &mut Beside,
    told: &watch::Receiver<bool>,
) -> Result<(), AppError> {
    // Each server holds the directory in its own memory, so this is no job of the queue.
    if app.reload_directory().await? {
        tracing::info!("The directory had changed and was read again");
    }
    if app.reload_feeds().await? {
        tracing::info!("The tables on updates had changed and were read again");
    }
    if !*is_scheduled {
        schedule(app).await?;
        *is_scheduled = true;
    }
    run_with(app, beside, || *told.borrow()).await?;
    beside.look()
}
