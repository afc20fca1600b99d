//! The project's own tasks, run as `cargo xtask TASK`: one line a task here, the work in a room each.
//!
//! Nothing that ships depends on this crate, and no task reaches beyond this checkout except to install what it lacks.

#![expect(unreachable_pub, reason = "a binary has no outside; `pub` marks what other rooms of it use")]

mod bench;
mod cargo;
mod catalog;
mod dist;
mod outside;
mod people_tables;
mod setting;
mod setup;
mod step;
mod stopwatch;
mod test;
mod tidy;
mod update_tables;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The project's own tasks.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Run every test: Rust tests, then the portal in a real browser
    Test(test::TestArgs),
    /// Check the house rules that the compiler cannot
    Tidy,
    /// Make the tables of public facts that ship inside the product
    Catalog {
        /// The folder of official files, as published [default: shared/data beside the checkout]
        #[arg(value_name = "DIR")]
        data_dir: Option<PathBuf>,
    },
    /// Measure what has a budget, and print a table naming the machine
    Bench(bench::BenchArgs),
    /// Make packages of the agent for Linux and Windows
    Dist(dist::DistArgs),
    /// Have other people's programs read what the portal makes, and meet it
    Outside,
    /// Run what CI runs
    Ci,
}

fn main() -> ExitCode {
    match run(Args::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> anyhow::Result<()> {
    let root = root()?;
    match task {
        Task::Test(args) => test::run(&root, &args),
        Task::Tidy => tidy::run(&root),
        Task::Catalog { data_dir } => catalog::run(&data_dir.unwrap_or_else(|| root.join("../shared/data"))),
        Task::Bench(args) => bench::run(&root, &args),
        Task::Dist(args) => dist::run(&root, &args),
        Task::Outside => outside::check(&root),
        Task::Ci => {
            step::run("all that CI runs", std::process::Command::new(root.join(".ci/run")).current_dir(&root))
        }
    }
}

/// The root of the checkout: the folder above this crate.
fn root() -> anyhow::Result<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent()
        .map(Path::to_path_buf)
        .ok_or_else(|| anyhow::anyhow!("`{}` has no folder above it", here.display()))
}
