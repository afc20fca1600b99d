//! Posture and plan, for one hospital with 500 devices and for a made-up nation of 2,100: evidence made up, nothing of it real.
//!
//! It uses the catalog inside the product and no server.

use std::time::Duration;

use anyhow::Context as _;
use holdfast_core::catalog::{Catalog, Method};
use holdfast_core::decide::plan::{Means, draft};
use holdfast_core::decide::posture::{Record, assess};
use holdfast_core::model::{Answer, Coverage, Evidence, EvidenceId, Finding, Outlier, Reply};
use jiff::Timestamp;

use super::figure::{Budget, Figure};
use crate::step;
use crate::stopwatch::{Stopwatch, today};

const N_RUNS: usize = 21;
const N_HOSPITALS: u32 = 2_100;

/// Measures one hospital many times, and the nation once on all cores.
pub fn measure() -> anyhow::Result<Vec<Figure>> {
    step::say("posture and plan, one hospital and 2,100");
    let catalog = holdfast_catalog::load_embedded().context("the catalog inside has errors")?;
    let as_of: Timestamp = "2026-11-27T12:00:00Z".parse()?;
    let large = record(&catalog, as_of, 500, 0);
    let mut taken = Vec::new();
    for _ in 0..=N_RUNS {
        let watch = Stopwatch::start();
        std::hint::black_box(draft(&catalog, &assess(&catalog, &large, as_of), &means()));
        taken.push(watch.elapsed());
    }
    taken.remove(0);
    let records: Vec<Record> = (0..N_HOSPITALS).map(|n| record(&catalog, as_of, 300, n)).collect();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let watch = Stopwatch::start();
    std::thread::scope(|scope| {
        for part in records.chunks(records.len().div_ceil(cores)) {
            let catalog = &catalog;
            scope.spawn(move || {
                for record in part {
                    std::hint::black_box(draft(catalog, &assess(catalog, record, as_of), &means()));
                }
            });
        }
    });
    let nation = watch.elapsed();
    Ok(vec![
        Figure::new("posture and plan, 500 devices", Budget::Median(Duration::from_millis(10)), taken)?,
        Figure::new(
            format!("posture and plan, {N_HOSPITALS} hospitals x 300 devices, {cores} cores"),
            Budget::Median(Duration::from_secs(60)),
            vec![nation],
        )?,
    ])
}

/// What the measured hospital can carry.
pub fn means() -> Means {
    Means {
        starts_on: today(),
        licensed_beds: Some(25),
        staffed_users: Some(140),
        windows_devices: Some(180),
        budget_usd: Some(60_000),
        hours_a_week: 6,
        usd_an_hour: 45,
        downtimes_a_month: 1,
        entitled: Vec::new(),
        first: Vec::new(),
    }
}

/// Three pieces of evidence and an answer for each measure, a tenth of the devices left out by name.
pub fn record(catalog: &Catalog, as_of: Timestamp, n_devices: u32, salt: u32) -> Record {
    let mut record = Record::default();
    for (i, (_, measure)) in catalog.measures().enumerate() {
        let i = u32::try_from(i).unwrap_or(0) + salt;
        let share = Coverage::new(n_devices - n_devices / 10, n_devices).ok();
        let finding = match (i % 3, share) {
            (0, _) | (_, None) => Finding::Met,
            (1, Some(share)) => Finding::Partly(share),
            _ => Finding::NotMet,
        };
        for age in 0..3_i64 {
            let observed_at = as_of - jiff::SignedDuration::from_hours(24 * (1 + 20 * age));
            let kind = &measure.proven_by[0];
            let name = |n: u32| Outlier { name: format!("PC-{n:04}"), is_privileged: n.is_multiple_of(25) };
            record.evidence.push(Evidence {
                id: EvidenceId(i64::try_from(record.evidence.len()).unwrap_or(0)),
                measure: measure.id.clone(),
                kind: kind.clone(),
                method: catalog.evidence_kind(kind).map_or(Method::Test, |k| k.method),
                collector: "made up for measuring".to_owned(),
                subject: "Fixture Memorial".to_owned(),
                observed_at,
                received_at: observed_at,
                digest: None,
                finding,
                seen: None,
                outliers: if i.is_multiple_of(3) {
                    Vec::new()
                } else {
                    (0..n_devices / 10).map(name).collect()
                },
                limits: Vec::new(),
                note: String::new(),
            });
        }
        if i.is_multiple_of(2) {
            let reply = Reply::Finds { finding: Finding::Met };
            let at = as_of - jiff::SignedDuration::from_hours(24 * 100);
            record.answers.push(Answer {
                measure: measure.id.clone(),
                reply,
                by: "Dana Fixture".to_owned(),
                at,
            });
        }
    }
    record
}
