//! `holdfast import`: files from outside, each kind in a room of its own.

mod columns;
mod device;
mod hospitals;
mod refused;

use std::process::ExitCode;

use super::settings::Settings;
use crate::exit::Failure;
use crate::flags::Import;

/// Imports.
pub(crate) async fn run(settings: Settings, what: Import) -> Result<ExitCode, Failure> {
    match what {
        Import::Hospitals(flags) => hospitals::run(settings, flags).await,
        Import::Device(flags) => device::run(&settings, &flags).await,
    }
}
