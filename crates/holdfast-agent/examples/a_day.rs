//! A day of an agent on this machine, measured: `cargo xtask bench --only devices` runs it and reads the lines of JSON it prints, of
//! the machine as it is, with as many of its programs as an office computer has, and, when a folder of event logs is named, with
//! these watched, after the first look has met all that is in them.
//!
//! The machine is looked at for real, 24 times; messages are packed, signed and sent over loopback to a portal made up in the same
//! process. Only the waiting is left out: the day's hours pass at once. So memory is a little more than an agent's own.

#[path = "../tests/portal/made_up.rs"]
#[allow(dead_code, reason = "tests ask it for more")]
mod made_up;
#[path = "../tests/portal/still.rs"]
mod still;

use std::time::Duration;

use holdfast_agent::collect::Collector;
use holdfast_agent::run::{run, this_machine};
use holdfast_agent::settings::{Given, Settings};
use holdfast_agent::world::World as _;
use holdfast_wire::device::{DeviceFacts, Identity, Known, Os};
use made_up::Portal;
use still::StandsStill;

const HOURS: usize = 24;
/// Programs of an office computer.
const USUAL: usize = 120;

/// This machine with its first programs alone.
struct WithFewer(Box<dyn Collector>, usize);

impl Collector for WithFewer {
    fn collect(&self) -> DeviceFacts {
        let mut facts = self.0.collect();
        if let Known::Is(software) = &mut facts.software {
            software.truncate(self.1);
        }
        facts
    }

    fn who(&self) -> (Identity, Known<Os>) {
        self.0.who()
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    day(&*this_machine(), None)?;
    day(&WithFewer(this_machine(), USUAL), None)?;
    match std::env::args().nth(1) {
        Some(logs) => day(&WithFewer(this_machine(), USUAL), Some(&logs)),
        None => Ok(()),
    }
}

/// With a folder of logs the day begins after the hour in which they are met.
fn day(machine: &dyn Collector, logs: Option<&str>) -> Result<(), Box<dyn std::error::Error>> {
    let portal = Portal::open();
    let dir = tempfile::tempdir()?;
    let settings = Settings::read(&Given {
        server: Some(portal.address()),
        token: Some("HF-BENCH".to_owned()),
        state_dir: Some(dir.path().to_string_lossy().into_owned()),
        logs: logs.map(str::to_owned),
        ..Given::default()
    })?;
    let world = StandsStill::at("2026-11-27T00:00:00Z");
    let mut before = cpu_ms()?;
    let mut n_met = 0;
    let mut sleep = |time: Duration| {
        world.pass(time);
        let n_messages = portal.seen().kinds.len();
        if logs.is_some() && n_met == 0 && world.elapsed() > Duration::from_secs(3600) {
            n_met = n_messages;
            before = cpu_ms().unwrap_or(before);
        }
        n_messages < n_met + HOURS
    };
    run(&settings, machine, &world, &mut sleep, &mut |said| eprintln!("{said}"))?;
    let seen = portal.seen();
    let rest = seen.n_bytes.get(n_met.max(1)..).unwrap_or_default();
    let answer = serde_json::json!({
        "looks": seen.kinds.len() - n_met,
        "met": n_met,
        "cpu_ms": cpu_ms()? - before,
        "peak_kib": peak_kib()?,
        "programs": seen.n_programs,
        "first_bytes": seen.n_bytes.first(),
        "later_bytes_least": rest.iter().min(),
        "later_bytes_most": rest.iter().max(),
        "bytes": seen.n_bytes.iter().skip(n_met).sum::<usize>(),
        "kinds": seen.kinds.iter().map(|k| k.split(' ').next().unwrap_or_default()).collect::<Vec<_>>(),
    });
    println!("{answer}");
    Ok(())
}

/// User and system time of this process so far. A tick is a hundredth of a second on every Linux that Rust knows.
fn cpu_ms() -> std::io::Result<u64> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks =
        |at: usize| fields.split_whitespace().nth(at).and_then(|t| t.parse::<u64>().ok()).unwrap_or(0);
    Ok((ticks(11) + ticks(12)) * 10)
}

/// Most memory this process held.
fn peak_kib() -> std::io::Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    Ok(line.trim().trim_end_matches(" kB").parse().unwrap_or(0))
}
