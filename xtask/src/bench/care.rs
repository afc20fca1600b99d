//! Who loses care: one hospital down, every hospital of the country down in turn, and how much memory that takes.
//!
//! On one core, from the tables inside the product. What is measured is the whole answer, with receivers, places and doubts.

use std::time::Duration;

use anyhow::Context as _;
use holdfast_catalog::people_facts::embedded_people;
use holdfast_core::decide::care::{CareFacts, CareModel};
use holdfast_core::decide::directory::Directory;
use holdfast_core::model::{Ccn, PeopleTables};

use super::eligibility::embedded_tables;
use super::figure::{Budget, Figure};
use crate::step;
use crate::stopwatch::Stopwatch;

/// The most that the whole process may hold.
const PEAK_KIB: u64 = 300 * 1024;
const N_NATIONS: usize = 5;
const N_DAYS: u16 = 21;

/// Measures all of it, and fails when the memory is over its bound.
pub fn measure() -> anyhow::Result<Vec<Figure>> {
    step::say("every emergency department of the country down in turn, on one core");
    let directory = Directory::join(&embedded_tables()?);
    let mut people = PeopleTables::default();
    for (release, bytes) in embedded_people().context("the tables on people inside do not read")? {
        holdfast_import::load_people(&mut people, release, bytes)
            .context("a table on people does not unpack")?;
    }
    let watch = Stopwatch::start();
    let model = CareFacts::of(&directory, &people).model();
    let made = watch.elapsed();
    let n_sites = model.sites().len();
    anyhow::ensure!(n_sites > 4_000, "{n_sites} open emergency departments; run `cargo xtask catalog`");
    let (mut nations, mut affected) = (Vec::new(), 0);
    for _ in 0..N_NATIONS {
        let watch = Stopwatch::start();
        let all = model.criticality(N_DAYS);
        nations.push(watch.elapsed());
        affected = all.iter().filter_map(|one| one.impact.people).map(|people| people.mid).sum();
    }
    let everybody: u64 = model.areas().iter().map(|area| u64::from(area.people)).sum();
    anyhow::ensure!(affected == everybody, "{affected} people lose their nearest, of {everybody}");
    let peak = peak_kib();
    step::say(&format!("peak memory {} MiB ({} MiB is the bound)", peak / 1024, PEAK_KIB / 1024));
    anyhow::ensure!(peak <= PEAK_KIB, "peak memory of {peak} KiB is over {PEAK_KIB} KiB");
    Ok(vec![
        Figure::new("care: model made of directory and people", Budget::None, vec![made])?,
        Figure::new(
            format!("care: one hospital down ({n_sites} in turn)"),
            Budget::P99(Duration::from_millis(5)),
            one_by_one(&model)?,
        )?,
        Figure::new(
            format!("care: the nation, {n_sites} down in turn, peak {} MiB", peak / 1024),
            Budget::Median(Duration::from_secs(2)),
            nations,
        )?,
    ])
}

fn one_by_one(model: &CareModel) -> anyhow::Result<Vec<Duration>> {
    let numbers: Vec<Ccn> = model.sites().iter().map(|site| site.first().ccn).collect();
    let mut taken = Vec::with_capacity(numbers.len());
    for ccn in numbers {
        let watch = Stopwatch::start();
        let impact = model.impact(&[ccn], N_DAYS)?;
        taken.push(watch.elapsed());
        std::hint::black_box(impact);
    }
    Ok(taken)
}

/// The most this process has held, in KiB; 0 where the machine does not tell.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}
