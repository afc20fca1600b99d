//! The `holdfast` command: parses words, wires rooms together, maps errors to exit codes. No decisions live here.

// These panic when the disk behind them is full; `out` and `progress` do not.
#![deny(clippy::print_stdout, clippy::print_stderr)]

mod command;
mod exit;
mod flags;
mod out;
mod progress;

use std::process::ExitCode;

use clap::Parser;

use crate::command::settings::Settings;
use crate::exit::Failure;
use crate::flags::{Command, Flags};

fn main() -> ExitCode {
    let flags = Flags::parse();
    command::logging::start(&flags);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(e) => return Failure::from(anyhow::Error::from(e)).report(),
    };
    let ended = runtime.block_on(run(flags));
    // A publisher that is slow to answer is not waited for.
    runtime.shutdown_background();
    match ended {
        Ok(code) => code,
        Err(failure) => failure.report(),
    }
}

async fn run(mut flags: Flags) -> Result<ExitCode, Failure> {
    let command = flags.command.take().unwrap_or(Command::Serve);
    let settings = command::settings::read(&flags);
    match command {
        // Settings that cannot be read are a finding of its own, beside the others.
        Command::Doctor { json } => {
            let (settings, unread) = match settings {
                Ok(settings) => (settings, None),
                Err(failure) => (command::settings::without_file(&flags), Some(failure)),
            };
            command::doctor::run(settings, unread, json).await
        }
        command => run_with(settings?, command).await,
    }
}

async fn run_with(settings: Settings, command: Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Serve => command::serve::run(settings).await,
        Command::Import(what) => command::import::run(settings, what).await,
        Command::Feed(what) => command::feed::run(&settings, what).await,
        Command::Hospital(what) => command::hospital::run(settings, what).await,
        Command::Eligibility(what) => command::eligibility::run(settings, what).await,
        Command::Impact(what) => command::impact::run(settings, what).await,
        Command::Drill(what) => command::drill::run(&settings, what).await,
        Command::Assess(what) => command::assess::run(&settings, &what),
        Command::Report(what) => command::report::run(&settings, &what).await,
        Command::Brief(what) => command::brief::run(&settings, &what).await,
        Command::Hunt(what) => command::hunt::run(&settings, &what),
        Command::Rules(what) => command::rules::run(&what),
        Command::Catalog(what) => command::catalog::run(&settings, what),
        Command::Badges(what) => command::badges::run(&settings, what).await,
        Command::Lessons(what) => command::lessons::run(&settings, what),
        Command::Doctor { json } => command::doctor::run(settings, None, json).await,
        Command::Backup(what) => command::backup::run(settings, what).await,
        Command::Restore(what) => command::restore::run(settings, what).await,
        Command::OperatorLink => command::operator_link::run(settings).await,
    }
}
