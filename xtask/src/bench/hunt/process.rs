//! One run of a program: how long, how much processor time, how much memory.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::Context as _;

use crate::setting;
use crate::stopwatch::Stopwatch;

/// How often a running program is looked at. Often enough to see its peak, seldom enough to take nothing from it.
const LOOK: Duration = Duration::from_millis(3);

/// What a run took.
#[derive(Clone, Copy, Debug)]
pub struct Ran {
    pub wall: Duration,
    /// User and system time; the wall clock where the machine does not tell.
    pub cpu: Duration,
    /// Most memory held, in KiB; 0 where the machine does not tell.
    pub peak_kib: u64,
}

/// Runs a program to its end. Exit codes are not looked at: a hunt that finds something ends with one of its own.
pub fn run(command: &mut Command) -> anyhow::Result<Ran> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let watch = Stopwatch::start();
    let mut child = command.spawn().with_context(|| format!("cannot start {command:?}"))?;
    let mut peak_kib = 0;
    let wall = loop {
        match peak_of(&child) {
            Some(peak) => peak_kib = peak_kib.max(peak),
            // It has ended, or this is no Linux.
            None => {
                let cpu = cpu_of(&child);
                let wall = watch.elapsed();
                child.wait().context("the program was lost")?;
                let wall = if cpu.is_some() { wall } else { watch.elapsed() };
                return Ok(Ran { wall, cpu: cpu.unwrap_or(wall), peak_kib });
            }
        }
        if watch.elapsed() > Duration::from_secs(3_600) {
            child.kill().context("the program cannot be stopped")?;
            break watch.elapsed();
        }
        std::thread::sleep(LOOK);
    };
    anyhow::bail!("the program ran longer than an hour ({wall:?})")
}

/// Its peak so far; `None` once it has ended.
fn peak_of(child: &Child) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().trim_end_matches(" kB").parse().ok()
}

/// User and system time of a program that has ended and was not waited for.
fn cpu_of(child: &Child) -> Option<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", child.id())).ok()?;
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let ticks: u64 = fields.next()?.parse::<u64>().ok()? + fields.next()?.parse::<u64>().ok()?;
    // A tick is a hundredth of a second on every Linux that Rust knows.
    Some(Duration::from_millis(ticks * 10))
}

/// Whether a program of this name is on PATH.
pub fn is_on_path(name: &str) -> bool {
    setting::search_path().iter().any(|dir| dir.join(name).is_file())
}
