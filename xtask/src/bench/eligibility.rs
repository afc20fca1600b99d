//! Every hospital by every offer, on one core: facts put together and verdicts found, as a nation-wide run does.
//!
//! It uses the directory and the catalog inside the product, and no server; nothing it finds is printed but its count.

use std::time::Duration;

use anyhow::Context as _;
use holdfast_catalog::directory_facts::embedded_directory;
use holdfast_core::catalog::Offer;
use holdfast_core::decide::directory::Directory;
use holdfast_core::decide::eligibility::{Verdict, verdict};
use holdfast_core::facts::of_hospital;
use holdfast_core::model::DirectoryTables;

use super::figure::{Budget, Figure};
use crate::step;
use crate::stopwatch::{Stopwatch, today};

const N_RUNS: usize = 21;

/// Measures the whole run, and the two steps it waits for at start.
pub fn measure() -> anyhow::Result<Vec<Figure>> {
    step::say("every hospital by every offer, on one core");
    let watch = Stopwatch::start();
    let tables = embedded_tables()?;
    let unpacked = watch.elapsed();
    let watch = Stopwatch::start();
    let directory = Directory::join(&tables);
    let joined = watch.elapsed();
    let catalog = holdfast_catalog::load_embedded().context("the catalog inside has errors")?;
    let offers: Vec<&Offer> = catalog.offers().collect();
    let n_hospitals = directory.hospitals().len();
    anyhow::ensure!(n_hospitals > 0, "the directory inside is empty; run `cargo xtask catalog`");
    let mut taken = Vec::new();
    for _ in 0..=N_RUNS {
        taken.push(one_run(&directory, &offers));
    }
    // The first run fills the caches of the processor.
    taken.remove(0);
    let what = format!("eligibility, {n_hospitals} hospitals x {} offers", offers.len());
    Ok(vec![
        Figure::new(what, Budget::Median(Duration::from_millis(100)), taken)?,
        Figure::new("directory inside, unpacked", Budget::None, vec![unpacked])?,
        Figure::new("directory joined, rural answered", Budget::None, vec![joined])?,
    ])
}

fn one_run(directory: &Directory, offers: &[&Offer]) -> Duration {
    let as_of = today();
    let watch = Stopwatch::start();
    let mut n_eligible = 0_u64;
    for listed in directory.hospitals() {
        let facts = of_hospital(listed, &[], &[], as_of);
        for offer in offers {
            n_eligible += u64::from(verdict(offer, &facts) == Verdict::Eligible);
        }
    }
    let took = watch.elapsed();
    // Used, so that the work cannot be left out by the compiler.
    std::hint::black_box(n_eligible);
    took
}

/// The directory inside the product, unpacked.
pub fn embedded_tables() -> anyhow::Result<DirectoryTables> {
    let mut tables = DirectoryTables::default();
    for (release, bytes) in embedded_directory().context("the directory inside does not read")? {
        let title = release.title.clone();
        holdfast_import::load_packed(&mut tables, release, &bytes)
            .with_context(|| format!("`{title}` does not unpack"))?;
    }
    Ok(tables)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_directory_inside_is_the_nation() {
        let tables = embedded_tables().expect("the tables inside unpack");
        assert!(tables.hospitals.len() > 5_000, "{} hospitals", tables.hospitals.len());
    }
}
