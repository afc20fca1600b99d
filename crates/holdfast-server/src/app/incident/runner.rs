//! Where a program that hunts through raw event logs is plugged in. The portal reads results of hunts by itself; to take logs as they
//! are, whoever starts it hands one in.

use std::sync::{Arc, OnceLock};

use crate::app::App;

/// Hunts through one file as it came (an event log, or an archive of some) and gives the lines of `holdfast_wire::hunt`, or why it
/// could not, as a sentence.
pub type HuntRunner = Arc<dyn Fn(&str, &[u8]) -> Result<Vec<u8>, String> + Send + Sync>;

/// A place for a runner, empty until one is handed in.
#[derive(Default)]
pub struct RunnerSlot(OnceLock<HuntRunner>);

impl RunnerSlot {
    /// The runner, when there is one.
    pub fn get(&self) -> Option<HuntRunner> {
        self.0.get().cloned()
    }
}

impl App {
    /// Lets the portal take raw event logs. Called once at the start; a second call changes nothing.
    pub fn hunt_with(&self, runner: HuntRunner) {
        let _ = self.hunt_runner.0.set(runner);
    }
}
